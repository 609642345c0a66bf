"""立即备份: a verified copy of the whole office in a folder or on a USB stick, from home and 设置."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from liaison.errors import UserError
from ui import ask
from ui.pages.base import Room

_KEPT = "backup/outside"
PARTS = ("office.db", "attachments")
"""What an office folder needs to be opened again."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The last copy made outside the office folder: when (as backups name it) and where."""

    moment: str
    path: Path


def last_outside(room: Room) -> Outside | None:
    """The last copy made by 立即备份, as this computer remembers it; one per office."""
    kept = room.settings.read(f"{_KEPT}/{_key(room)}", [])
    return Outside(str(kept[0]), Path(str(kept[1]))) if len(kept) == 2 else None


def back_up_now(room: Room, owner: Any, done: Callable[[Outside], None]) -> None:
    """Ask where, copy, and say so. `done` gets where the copy lies; a bound method of `owner`."""
    folder = ask.folder("backup", "备份到哪里，可以选U盘")
    if folder is not None:
        room.tasks.long("正在备份", partial(copy_office, room.office), folder, done=done, owner=owner)


def remember(room: Room, made: Outside) -> None:
    """Keep where the copy lies, and say it."""
    room.settings.write(f"{_KEPT}/{_key(room)}", [made.moment, str(made.path)])
    room.toast(f"已备份到“{made.path.name}”", undo=False)


def copy_office(office: Any, folder: Path, *, progress: Callable[..., None]) -> Outside:
    """On the worker: a copy that can be opened as an office: the verified file, then the attachments.

    Raises:
        UserError: the place cannot be written, or the copy does not read back equal; nothing half is left.
    """
    now = datetime.now()
    inside = folder.resolve()
    if inside == office.folder.resolve() or office.folder.resolve() in inside.parents:
        raise UserError("这是联络处自己的文件夹，备份要放到别处，比如U盘")
    target = free_name(folder, f"{office.settings.name}备份{now:%Y%m%d}")
    files = [p for p in (office.folder / PARTS[1]).rglob("*") if p.is_file()]
    try:
        target.mkdir(parents=True)
        try:
            office.back_up_to(target / PARTS[0])
            for place, source in enumerate(files):
                progress(place, len(files))
                copy = target / source.relative_to(office.folder)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, copy)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
    except OSError as error:
        raise UserError("那里写不进去，备份没有做成，原来的资料都在。请换一个位置", details=str(error)) from error
    return Outside(f"{now:%Y%m%dT%H%M%S}", target)


def free_name(folder: Path, name: str) -> Path:
    """A folder of that name that is not there yet."""
    found = folder / name
    number = 2
    while found.exists():
        found, number = folder / f"{name}-{number}", number + 1
    return found


def _key(room: Room) -> str:
    return str(room.office.folder).replace("/", "|").replace("\\", "|")

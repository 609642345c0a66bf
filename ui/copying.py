"""Copies of the office as the window speaks of them: their words, how both places stand, making one now.

A copy lies here, in the office folder, or outside, on a stick or in another folder. The pages that show or
make copies (首页, 备份与移交, 设置) all come here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from liaison.chinese.dates import day
from ui import ask
from ui.pages.base import Room
from ui.settings import Settings

REASONS = {
    "start": "启动时", "import": "导入前", "bulk": "成批修改前", "migration": "升级前", "upgrade": "升级前",
    "restore": "恢复前", "exit": "退出时", "changes": "每50次改动", "manual": "手动", "handover": "移交前",
    "file": "旧版程序",
}  # fmt: skip
"""Why a copy was made, in plain words."""

UNKNOWN = "时间不明"
OVERDUE_DAYS = 7
"""After so many days without a second copy outside, the window reminds of it."""
_LONGEST_WORD = 15
LATER_DAYS = 3
"""以后再说 keeps the reminder away for so many days."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the copies stand.

    Attributes:
        here: when the newest copy in the office folder was made, "" for none; `kept` how many there are.
        outside: when the last second copy was made, "" for none; `folder` where, `days` how long ago.
        there: whether that folder can be reached now; `free` its free bytes, None when unknown.
        sample: the sample office is never reminded of anything.
    """

    here: str = ""
    kept: int = 0
    outside: str = ""
    folder: Path | None = None
    days: int | None = None
    there: bool = False
    free: int | None = None
    sample: bool = False
    read_only: bool = False

    @property
    def overdue(self) -> bool:
        """No second copy for a week, or never one."""
        return self.days is None or self.days >= OVERDUE_DAYS

    @property
    def newest(self) -> str:
        """When the newest copy of all was made."""
        return max(self.here, self.outside)


def read_standing(office: Any) -> Standing:
    """Runs on the worker."""
    kept = office.backup.all()
    made = office.backup.outside_made()
    moment, place, days = made or ("", None, None)
    folder = None if place is None else Path(place)
    there, free = _reach(folder)
    return Standing(
        here=kept[0].moment if kept else "", kept=len(kept),
        outside=moment, folder=folder, days=days, there=there, free=free,
        sample=office.settings.sample, read_only=office.read_only,
    )  # fmt: skip


def is_here(copy: Any) -> bool:
    """Whether a copy lies in the office folder itself."""
    return bool(copy.place == "本机")


def _reach(folder: Path | None) -> tuple[bool, int | None]:
    """Whether a folder is there, and its free bytes."""
    import shutil

    try:
        if folder is None or not folder.is_dir():
            return False, None
        return True, shutil.disk_usage(folder).free
    except OSError:  # pulled out between the two
        return False, None


# -- words ------------------------------------------------------------------------------------------


def reason_word(reason: str) -> str:
    """Why, in plain words; a reason of a newer program is 自动."""
    return REASONS.get(reason, "自动")


def when(moment: str, now: datetime) -> str:
    """今天 8:05, 昨天 17:42, 9月1日 17:42, 2025年12月1日 9:00; from 20260918T080500."""
    made = _read(moment)
    if made is None:
        return UNKNOWN
    days = (now.date() - made.date()).days
    which = {0: "今天", 1: "昨天", 2: "前天"}.get(days)
    if which is None:
        which = day(made.date().isoformat(), "screen" if made.year == now.year else "form")
    return f"{which} {made.hour}:{made.minute:02d}"


def moment_day(moment: str) -> str:
    """2026年9月18日 8:05, for a question that must not be read wrongly."""
    made = _read(moment)
    return UNKNOWN if made is None else day(f"{made:%Y-%m-%d %H:%M}", "form")


def _read(moment: str) -> datetime | None:
    """A file's name may say anything, and older files say nothing."""
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S")
    except ValueError:
        return None


def ago(days: int) -> str:
    """今天, 昨天, 9 天前."""
    return {0: "今天", 1: "昨天"}.get(days, f"{days} 天前")


def size_words(size: int) -> str:
    """860 KB, 12.4 MB, 1.2 GB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)):,} KB"
    if size < 1_000_000_000:
        return f"{size / 1_000_000:,.1f} MB"
    return f"{size / 1_000_000_000:,.1f} GB"


def place_words(copy: Any) -> str:
    """本机, U盘“联络处备份”."""
    return "本机" if is_here(copy) else f"U盘“{folder_word(Path(copy.place))}”"


def folder_word(folder: Path) -> str:
    """A folder by its name, a long one by both its ends; a stick's own root by its letter."""
    word = folder.name or str(folder)
    return word if len(word) <= _LONGEST_WORD else f"{word[:8]}…{word[-5:]}"


# -- reminding --------------------------------------------------------------------------------------


def reminder(standing: Standing) -> str:
    """The sentence that reminds of the second copy; "" while none is wanted."""
    if not standing.overdue or standing.sample or standing.read_only or not standing.newest:
        return ""
    if standing.days is None:
        return "资料只在这台电脑上。电脑坏了就找不回来，请在U盘上也存一份。"
    return f"上次存到U盘是 {ago(standing.days)}，之后的改动只在这台电脑上。"


def may_remind(settings: Settings, office: Path, today: date) -> bool:
    """At most once a day, and not while 以后再说 lasts."""
    later, reminded = (settings.read(f"backup/{word}/{_key(office)}", "") for word in ("later", "reminded"))
    return today.isoformat() > reminded and today.isoformat() >= later


def reminded(settings: Settings, office: Path, today: date) -> None:
    """The reminder has been shown today."""
    settings.write(f"backup/reminded/{_key(office)}", today.isoformat())


def later(settings: Settings, office: Path, today: date) -> None:
    """以后再说."""
    settings.write(f"backup/later/{_key(office)}", (today + timedelta(days=LATER_DAYS)).isoformat())


def _key(office: Path) -> str:
    return str(office).replace("/", "|").replace("\\", "|")


# -- making -----------------------------------------------------------------------------------------


def copy_here(room: Room, owner: QObject, done: Callable[[Any], None]) -> None:
    """立即备份: a copy in the office folder. `done` gets the copy; a bound method of `owner`."""
    room.tasks.ask(_make_here, room.office, done=done, owner=owner)


def copy_everywhere(room: Room, owner: QObject, done: Callable[[tuple[Any, Any]], None]) -> None:
    """立即备份 where there is one button: here, and outside too when the remembered folder can be reached.

    `done` gets both copies, None for a place where none was made.
    """
    room.tasks.long("正在备份", partial(_make_everywhere, room.office), done=done, owner=owner)


def copy_outside(room: Room, owner: QObject, standing: Standing, done: Callable[[Any], None]) -> None:
    """第二份备份: into the remembered folder; into a chosen one when there is none or it is not there."""
    folder = standing.folder
    if folder is not None and not standing.there:
        question = f"记着的位置“{folder_word(folder)}”现在找不到，U盘可能没有插好"
        detail = f"{folder}\n插好以后再存，或者换一个地方。资料都还在这台电脑上。"
        if ask.choose(question, ("换一个地方", "先不存"), safe=1, detail=detail) == 1:
            return
        folder = None
    if folder is None:
        folder = choose_outside()
    if folder is not None:
        copy_to(room, owner, folder, done)


def choose_outside() -> Path | None:
    """Ask where second copies go."""
    return ask.folder("backup", "第二份备份放到哪里，可以选U盘")


def copy_to(room: Room, owner: QObject, folder: Path, done: Callable[[Any], None]) -> None:
    """A second copy in a folder, with progress; it is read again and compared before it counts."""
    room.tasks.long("正在存第二份备份", partial(_make_outside, room.office, folder), done=done, owner=owner)


def _make_here(office: Any) -> Any:
    return office.backup.make("manual")


def _make_outside(office: Any, folder: Path, *, progress: Callable[..., None]) -> Any:
    return office.backup.outside(folder, progress=progress)


def _make_everywhere(office: Any, *, progress: Callable[..., None]) -> tuple[Any, Any]:
    here = None if office.read_only else office.backup.make("manual")
    made = office.backup.outside_made()
    if made is None or not _reach(Path(made[1]))[0]:
        return here, None
    return here, office.backup.outside(Path(made[1]), progress=progress)

"""Attaching files from the window: what cannot be attached is said before anything is copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from ui import ask
from ui.pages.base import Room

SAID_FIRST = "每个最大 50 MB"
"""Stands in the title of the question for files, so that nobody waits for a film."""

Done = Callable[[list[dict[str, Any]]], None]


def attach_files(room: Room, owner: QObject, paths: Sequence[Path], done: Done) -> None:
    """Copy files into the office folder.

    Files that are empty, too large, or for which there is no room are named first; the others are copied when the
    user wants that.

    Args:
        owner: when it is gone, nobody is called.
        done: gets what a record's column of files holds of each; a bound method of `owner`.
    """
    room.tasks.ask(_look, room.office, list(paths), done=partial(_go_on, room, owner, done), owner=owner)


def _look(office: Any, paths: list[Path]) -> list[tuple[Path, str]]:
    return [(path, office.attachment_refusal(path)) for path in paths]


def _go_on(room: Room, owner: QObject, done: Done, looked: list[tuple[Path, str]]) -> None:
    refused = [sentence for _path, sentence in looked if sentence]
    good = [path for path, sentence in looked if not sentence]
    if refused and not good:
        if len(refused) == 1:
            ask.tell(refused[0])
        else:
            ask.tell(f"这 {len(refused)} 个文件都不能添加", detail="\n".join(refused))
        return
    if refused:
        verbs = (f"添加其余 {len(good)} 个", "都不添加")
        if ask.choose(f"有 {len(refused)} 个文件不能添加", verbs, safe=1, detail="\n".join(refused)) == 1:
            return
    room.tasks.long("正在添加附件", _attach, room.office, good, done=done, owner=owner)


def _attach(office: Any, paths: list[Path], *, progress: Callable[..., object]) -> list[dict[str, Any]]:
    made = []
    for number, path in enumerate(paths):
        progress(number, len(paths), path.name)
        made.append(office.attach(path))
    progress(len(paths), len(paths), "")
    return made

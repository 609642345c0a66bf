"""Looking at attached files: the office makes a checked copy, the system's own viewer shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from ui import ask
from ui.pages.base import Room


def view_attachment(room: Room, owner: QObject, digest: str, name: str) -> None:
    """Show an attached file in the system's program for it; what is missing, changed or a program is told.

    Args:
        digest: as the record names the file.
        name: its original name.
    """
    room.tasks.ask(_copy, room.office, digest, name, done=_show, owner=owner)


def _copy(office: Any, digest: str, name: str) -> Path:
    path: Path = office.open_attachment(digest, name)
    return path


def _show(path: Path) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        ask.tell(f"系统没有能打开“{path.name}”的程序。附件还在，可以先装一个能看它的程序。")

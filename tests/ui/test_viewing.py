"""Looking at attached files from the window: the office's checked copy goes to the system's viewer, or a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QDesktopServices

from tests.ui.offices import on_worker
from ui.pages.base import Room
from ui.tasks import Tasks
from ui.viewing import view_attachment


@pytest.fixture
def fill() -> None:
    """An office without records."""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(url.toLocalFile()) or True)
    return found


def attached(room: Room, path: Path, content: bytes) -> dict[str, Any]:
    path.write_bytes(content)
    made: dict[str, Any] = on_worker(room.tasks, room.office.attach, path)
    return made


def test_a_file_opens_under_its_own_name(
    room: Room, tasks: Tasks, asked: Any, opened: list[str], tmp_path: Path
) -> None:
    owner, made = QObject(), attached(room, tmp_path / "感谢信.pdf", b"%PDF")
    view_attachment(room, owner, made["digest"], made["name"])
    assert tasks.wait_idle()
    (path,) = opened
    assert Path(path).name == "感谢信.pdf" and Path(path).read_bytes() == b"%PDF"
    assert asked.told == []


@pytest.mark.parametrize(("name", "words"), [("开票.exe", "是程序"), ("信.pdf", "内容变了")])
def test_a_program_or_a_changed_file_is_told(
    room: Room, tasks: Tasks, asked: Any, opened: list[str], tmp_path: Path, name: str, words: str
) -> None:
    owner, made = QObject(), attached(room, tmp_path / name, b"MZ")
    if name.endswith("pdf"):
        (lies,) = (p for p in (room.office.folder / "attachments").rglob("*") if p.is_file())
        lies.write_bytes(b"other")
    view_attachment(room, owner, made["digest"], made["name"])
    assert tasks.wait_idle()
    assert opened == [] and words in "".join(map(str, asked.told))


def test_without_a_viewer_it_is_told(
    room: Room, tasks: Tasks, asked: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    owner, made = QObject(), attached(room, tmp_path / "图.dwg", b"AC")
    view_attachment(room, owner, made["digest"], made["name"])
    assert tasks.wait_idle()
    assert "没有能打开“图.dwg”的程序" in "".join(map(str, asked.told))

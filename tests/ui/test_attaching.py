"""Attaching from the window: what cannot be attached is said before anything is copied; the rest goes in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject

from ui.attaching import attach_files
from ui.pages.base import Room
from ui.tasks import Tasks


@pytest.fixture
def fill() -> None:
    """An office without records."""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A good one, an empty one, and a film of 5 GB that takes no room."""
    found = {name: tmp_path / name for name in ("信.txt", "空.txt", "录像.mp4")}
    found["信.txt"].write_bytes(b"letter")
    found["空.txt"].touch()
    with found["录像.mp4"].open("wb") as film:
        film.truncate(5 * 2**30)
    return found


def attach(room: Room, tasks: Tasks, *paths: Path) -> list[Any]:
    made: list[Any] = []
    owner = QObject()
    attach_files(room, owner, paths, made.append)
    assert tasks.wait_idle()
    assert tasks.wait_idle()
    return made


def test_a_good_file_goes_in(room: Room, tasks: Tasks, asked: Any, files: dict[str, Path]) -> None:
    ((made,),) = attach(room, tasks, files["信.txt"])
    assert (made["name"], made["size"]) == ("信.txt", 6)
    assert asked.told == asked.questions == []


@pytest.mark.parametrize(("name", "words"), [("空.txt", "0 字节"), ("录像.mp4", "有 5.0 GB，附件最大 50 MB")])
def test_one_that_cannot_be_attached_is_told(
    room: Room, tasks: Tasks, asked: Any, files: dict[str, Path], name: str, words: str
) -> None:
    assert attach(room, tasks, files[name]) == []
    assert words in str(asked.told)


def test_several_that_cannot_be_attached_are_told_together(
    room: Room, tasks: Tasks, asked: Any, files: dict[str, Path]
) -> None:
    assert attach(room, tasks, files["空.txt"], files["录像.mp4"]) == []
    assert len(asked.told) == 1


@pytest.mark.parametrize(("answer", "count"), [(0, 1), (1, 0)])
def test_the_others_go_in_when_that_is_wanted(
    room: Room, tasks: Tasks, asked: Any, files: dict[str, Path], answer: int, count: int
) -> None:
    asked.answers.append(answer)
    made = attach(room, tasks, *files.values())
    assert len(made) == count
    assert "有 2 个文件不能添加" in str(asked.questions)
    kept = [path for path in (room.office.folder / "attachments").rglob("*") if path.is_file()]
    assert len(kept) == count

"""Exchanging several files at once: all of them or none, finished at the next look, taken back where it cannot be."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from liaison.errors import UserError
from liaison.store import settling
from liaison.store.settling import FOLDER, PLAN, exchange, settle

OLD = {"office.db": "old", "office.key": "old key", "attachments/ab/1": "old file"}
NEW = {"office.db": "new", "attachments/cd/2": "new file"}
MOVES = [
    ("office.db", f"{FOLDER}/old/office.db"),
    ("office.key", f"{FOLDER}/old/office.key"),
    ("attachments", f"{FOLDER}/old/attachments"),
    (f"{FOLDER}/new/office.db", "office.db"),
    (f"{FOLDER}/new/attachments", "attachments"),
]


def put(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def held(folder: Path) -> dict[str, str]:
    """What lies in a folder, but for what is staged."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and FOLDER not in path.parts
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path, OLD)
    put(tmp_path / FOLDER / "new", NEW)
    return tmp_path


def test_all_of_it_at_once(folder: Path) -> None:
    exchange(folder, MOVES)
    assert held(folder) == NEW
    assert not (folder / FOLDER).exists()
    assert not settle(folder)


@pytest.mark.parametrize("done", range(len(MOVES) + 1))
def test_what_was_interrupted_is_finished(folder: Path, done: int) -> None:
    """After the plan, however many moves were done before the power went."""
    (folder / FOLDER / PLAN).write_text(json.dumps(MOVES), encoding="utf-8")
    for source, target in MOVES[:done]:
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).rename(folder / target)
    assert settle(folder)
    assert held(folder) == NEW
    assert not (folder / FOLDER).exists()


def test_what_never_began_is_cleared_away(folder: Path) -> None:
    assert not settle(folder)
    assert held(folder) == OLD
    assert not (folder / FOLDER).exists()


@pytest.mark.parametrize("fails", range(len(MOVES)))
def test_a_file_that_is_open_elsewhere_takes_it_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    """As Windows does it: a file that another program has open cannot be moved."""
    real, count = os.rename, 0

    def rename(source: Any, target: Any) -> None:
        nonlocal count
        if count == fails:
            count += 1
            raise PermissionError(13, "in use", str(source))
        count += 1
        real(source, target)

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(UserError, match="和原来一样"):
        exchange(folder, MOVES)
    assert held(folder) == OLD
    monkeypatch.undo()
    assert not settle(folder)
    assert held(folder) == OLD


def test_when_not_even_the_way_back_is_open_it_is_finished_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, count = os.rename, 0

    def rename(source: Any, target: Any) -> None:
        nonlocal count
        count += 1
        if count > 2:
            raise PermissionError(13, "in use", str(source))
        real(source, target)

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(UserError, match="接着做完"):
        exchange(folder, MOVES)
    with pytest.raises(UserError, match="还差一点"):
        settle(folder)
    monkeypatch.undo()
    assert settle(folder)
    assert held(folder) == NEW


def test_a_plan_that_cannot_be_read_touches_nothing(folder: Path) -> None:
    (folder / FOLDER / PLAN).write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="整个文件夹拷贝一份"):
        settle(folder)
    assert held(folder) == OLD
    assert (folder / FOLDER / "new" / "office.db").exists()
    assert settling.FOLDER.startswith(".")

"""Putting several files and folders of an office in place of others: all of them, or none.

What is to come is staged in a folder inside the office folder and synced. Then a plan is written, whole and
synced: from that moment the exchange counts as done, and whoever opens the office next finishes what a power cut
interrupted. Before that moment the staged files are a leftover, and the office is as it was.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from liaison.errors import UserError
from liaison.paths import replacing

FOLDER = ".exchange"
"""Where files are staged; nothing in it is anybody's only copy before the plan is written."""
PLAN = "plan.json"

Move = tuple[str, str]
"""From and to, relative to the office folder, with forward slashes."""


def exchange(folder: Path, moves: Sequence[Move]) -> None:
    """Carry out moves inside a folder, in their order: all of them or none, whatever happens in between.

    Args:
        moves: every source exists now, or comes by an earlier move; no target does, once the earlier moves are done.

    Raises:
        UserError: a file cannot be moved (it is open elsewhere, the disk is gone). Everything is as before; or, when
            not even the way back was open, it is finished at the next opening.
    """
    plan = folder / FOLDER / PLAN
    sync_folders([Path(found) for found, _, _ in os.walk(folder / FOLDER)])
    with replacing(plan) as temporary:
        temporary.write_text(json.dumps([list(move) for move in moves]), encoding="utf-8")
    try:
        _carry_out(folder, moves)
    except OSError as error:
        if _take_back(folder, moves):
            plan.unlink(missing_ok=True)
            sentence = "有文件正在别的程序里打开，这一步没有做，资料和原来一样。请关掉打开的附件和文件夹再试"
        else:
            sentence = "有文件正在别的程序里打开，这一步还差一点。请关掉打开的附件，再打开一次联络簿，会接着做完"
        raise UserError(sentence, details=str(error)) from error
    _finish(folder)


def settle(folder: Path) -> bool:
    """Finish an exchange that was interrupted, or clear away one that never began; whether one was finished.

    To be called before anything in an office folder is looked at.

    Raises:
        UserError: it cannot be finished now.
    """
    staged = folder / FOLDER
    if not staged.is_dir():
        return False
    try:
        moves = [(str(a), str(b)) for a, b in json.loads((staged / PLAN).read_text(encoding="utf-8"))]
    except FileNotFoundError:
        clear(folder)
        return False
    except (OSError, ValueError, TypeError) as error:
        sentence = "上一次恢复没有做完，也接不上。请把整个文件夹拷贝一份，再从备份恢复"
        raise UserError(sentence, details=str(error)) from error
    try:
        _carry_out(folder, moves)
    except OSError as error:
        raise UserError(
            "上一次恢复还差一点没有做完：有文件正在别的程序里打开，或者磁盘写不进去。请关掉打开的附件再试",
            details=str(error),
        ) from error
    _finish(folder)
    return True


def clear(folder: Path) -> None:
    """Take away what is staged."""
    staged = folder / FOLDER
    if not (staged / PLAN).exists():
        shutil.rmtree(staged, ignore_errors=True)


def _carry_out(folder: Path, moves: Sequence[Move]) -> None:
    """A move whose target is there was carried out before."""
    for source, target in moves:
        old, new = folder / source, folder / target
        if not new.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            os.rename(old, new)  # noqa: PTH104 - the tests stand in here
    sync_folders({(folder / path).parent for move in moves for path in move} | {folder})


def _take_back(folder: Path, moves: Sequence[Move]) -> bool:
    try:
        for source, target in reversed(moves):
            old, new = folder / source, folder / target
            if new.exists() and not old.exists():
                os.rename(new, old)  # noqa: PTH104
    except OSError:
        return False
    return True


def _finish(folder: Path) -> None:
    (folder / FOLDER / PLAN).unlink(missing_ok=True)
    clear(folder)


def sync_folders(folders: Iterable[Path]) -> None:
    """What was made or renamed in these folders outlives a power cut."""
    if os.name == "nt":
        return  # Windows has no handle on a folder to sync
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def remove_empty(folder: Path) -> None:
    """Take away a folder that was made for an office which did not come; nothing when anything lies in it."""
    clear(folder)
    with suppress(OSError):
        folder.rmdir()

"""Whole offices written as one file: the open office as it is now, or a copy that was kept."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO

from liaison import __version__
from liaison.errors import UserError
from liaison.store.backup import making, reading
from liaison.store.backup.bundle import write_bundle
from liaison.store.backup.envelope import Envelope
from liaison.store.backup.shelf import Progress, digest_of
from liaison.store.backup.sources import Source
from liaison.store.database import FILE_NAME, Database

HANDOVER = "handover"
"""The reason of a parcel for a successor, and of the copy that is made here before one."""

Item = tuple[str, int, Callable[[], IO[bytes]]]
"""A file's path in an office folder, its size, and how it is opened."""


def write_office(database: Database, path: Path, progress: Progress | None = None) -> None:
    """Write the open office into one file.

    Raises:
        UserError: the place cannot be written, or the file does not read back equal; nothing half is left.
    """
    try:
        items: list[Item] = [
            (name, source.stat().st_size, partial(reading_bytes, source))
            for name, source in making.office_files(database.folder)
        ]
        with scratch(path.parent) as place:
            copy = place / FILE_NAME
            said = making.write_copy(database, copy, 0, making.now(), "manual")
            write_bundle(path, said, copy, items, progress)
    except OSError as error:
        raise making.failed(error) from error


def save(source: Source, path: Path, progress: Progress | None = None) -> None:
    """Write a kept copy into one file.

    Raises:
        UserError: the copy is damaged, or the place cannot be written; nothing half is left.
    """
    try:
        with scratch(path.parent) as place:
            copy = place / FILE_NAME
            source.put_database(copy)
            said = source.said or _said(source, copy)
            if said.reason == HANDOVER:  # a copy from before a handing over is a backup, not the parcel
                said = replace(said, reason="manual")
            items: list[Item] = []
            for number, entry in enumerate(source.files or ()):
                items.append((entry.path, entry.size, partial(_opened, source, number, place)))
            write_bundle(path, said, copy, items, progress)
    except OSError as error:
        raise making.failed(error) from error


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder of the moment beside what is written, so that nothing of the books comes to lie elsewhere.

    What a killed program left there of the like is taken away first.
    """
    for left in folder.glob(".lianluobu-*.part"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(
        prefix=".lianluobu-", suffix=".part", dir=folder, ignore_cleanup_errors=True
    ) as place:
        yield Path(place)


def reading_bytes(path: Path) -> IO[bytes]:
    """A file open to be read."""
    return path.open("rb")


def _opened(source: Source, number: int, place: Path) -> IO[bytes]:
    """A source's file, with its digest checked before it is packed."""
    entry = (source.files or ())[number]
    target = place / "file"
    source.put_file(entry, target)
    return target.open("rb")


def _said(source: Source, copy: Path) -> Envelope:
    """An envelope for an office file of the first version."""
    if source.key_text is not None:
        raise UserError("这份备份缺少清单，不能另存。请恢复它，再重新备份")
    with source.opened(None) as found:
        holds = reading.contents(found)
        sound = not reading.fault(found)
    return Envelope(
        holds.office, holds.name, 0, making.now(), "manual", __version__, sound, holds.action, holds.mark,
        holds.records, digest_of(copy), copy.stat().st_size, None, source.files or (),
    )  # fmt: skip

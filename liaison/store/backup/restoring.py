"""Putting an office back: everything is staged and looked over, then exchanged at once (see store.settling)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from liaison.errors import UserError
from liaison.paths import replacing
from liaison.store import converting, keys, migrations, settling
from liaison.store.backup import reading
from liaison.store.backup.envelope import FOLDERS, FileEntry
from liaison.store.backup.making import failed
from liaison.store.backup.reading import Contents, CopyFile
from liaison.store.backup.shelf import Meter, Progress, digest_of, sync_files
from liaison.store.backup.sources import CUT, Source
from liaison.store.database import DATABASE_ERRORS, FILE_NAME, KEY_FILE_NAME, Database, raw_key

NEW, OLD = f"{settling.FOLDER}/new", f"{settling.FOLDER}/old"
PARTS = (FILE_NAME, f"{FILE_NAME}-journal", KEY_FILE_NAME, *FOLDERS)
"""What an office is made of; the journal belongs to its file and to no other."""
SPARE = 16 * 1024 * 1024
"""Bytes that must stay free beside what is written."""


@dataclass(frozen=True, slots=True)
class Staged:
    """An office ready to be put in place.

    Attributes:
        contents: what it holds.
        parts: what of an office's parts it brings; the others stay as they are.
    """

    contents: Contents
    parts: tuple[str, ...]


def stage(
    folder: Path, source: Source, key: bytes | None, office: str = "", progress: Progress | None = None
) -> Staged:
    """Write all of a source into the office folder's staging place, and look it over there.

    Args:
        key: its raw key; office: the number it gets when it is so old that it has none of its own.

    Raises:
        UserError: it is damaged, cut, newer than this program, or the disk is full; the office is as it was.
    """
    new = folder / NEW
    settling.clear(folder)
    files = source.files
    try:
        _refuse_full_disk(folder, source)
        new.mkdir(parents=True)
        size = source.said.size if source.said else source.path.stat().st_size
        meter = Meter(progress, 2 * size + sum(entry.size for entry in files or ()))
        source.put_database(new / FILE_NAME)
        meter.add(size)
        if source.key_text is not None:
            _write(new / KEY_FILE_NAME, source.key_text)
        written = []
        for entry in files or ():
            if _stage_file(folder, source, entry, new / entry.path):
                written.append(new / entry.path)
            meter.add(entry.size)
        sync_files(written)
        contents = _look_over(new, key, office)
        meter.add(size)
    except OSError as error:
        settling.clear(folder)
        raise _failed(error) from error
    except BaseException:
        settling.clear(folder)
        raise
    return Staged(contents, PARTS if files is not None else PARTS[:3])


def lock_staged(folder: Path, key: bytes) -> None:
    """Put a staged plain office under the key of the present one, with its key file: no password is lost by going
    back to what was kept before it was set. The next opening seals the attachments.

    Raises:
        UserError: the disk is full, or what was written does not read back equal; the office is as it was.
    """
    path = folder / NEW / FILE_NAME
    try:
        with replacing(path) as temporary:
            converting.convert_file(path, temporary, None, key)
        keys.write_key_file(folder / NEW / KEY_FILE_NAME, keys.read_key_file(folder / KEY_FILE_NAME))
    except OSError as error:
        settling.clear(folder)
        raise _failed(error) from error
    except BaseException:
        settling.clear(folder)
        raise


def put_in_place(folder: Path, staged: Staged, kept_aside: Path | None) -> None:
    """Exchange an office for the staged one: all of it, or nothing.

    Args:
        kept_aside: a folder that gets what was there; None when a copy of it was made, so that it may go.

    Raises:
        UserError: a file is open elsewhere; see `settling.exchange`.
    """
    aside = kept_aside.relative_to(folder).as_posix() if kept_aside else OLD
    outgoing = [(part, f"{aside}/{part}") for part in staged.parts if (folder / part).exists()]
    incoming = [(f"{NEW}/{part}", part) for part in staged.parts if (folder / NEW / part).exists()]
    if kept_aside:
        kept_aside.mkdir(parents=True)
    settling.exchange(folder, [*outgoing, *incoming])


def _stage_file(folder: Path, source: Source, entry: FileEntry, target: Path) -> bool:
    """Bring a file to its place; whether it was written, and not only given a second name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    present = folder / entry.path
    with suppress(OSError):
        if present.stat().st_size == entry.size and digest_of(present) == entry.sha256:
            os.link(present, target)  # the same bytes need not lie there twice
            return False
    source.put_file(entry, target)
    return True


def _look_over(new: Path, key: bytes | None, office: str) -> Contents:
    """What is staged, as it will be opened: whole, known, and without the copy's own notes."""
    path = new / FILE_NAME
    try:
        with CopyFile(path, key) as found:
            version = int(found.value("PRAGMA user_version"))
            if version > migrations.CURRENT:
                raise UserError("这份备份是新版联络簿写的，本机的程序较旧，请先更新程序再恢复")
            if found.value("PRAGMA integrity_check") != "ok":
                raise UserError(CUT)
            contents = reading.contents(found)
            noted = reading.manifest(found)
            if noted and reading.told_contents(noted) != (contents.tables, contents.books, contents.ledgers):
                raise UserError("这份备份里的记录和做备份时数的对不上，请换一份备份")
        if noted:
            _drop_manifest(path, key)
        if not contents.office and office:
            _bring_up_to_date(new, key, office)
        with CopyFile(path, key) as found:
            return reading.contents(found)
    except DATABASE_ERRORS as error:
        raise UserError(CUT, details=str(error)) from error


def _drop_manifest(path: Path, key: bytes | None) -> None:
    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        if key is not None:
            connection.execute(f'PRAGMA key = "{raw_key(key)}"')
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("DROP TABLE manifest")
    finally:
        connection.close()
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def _bring_up_to_date(new: Path, key: bytes | None, office: str) -> None:
    """A file from before offices had a number gets this office's, so that its other copies still are its own."""
    database = Database(new, key=key)
    try:
        migrations.migrate(database)
        with database.transaction():
            database.run("DELETE FROM options WHERE key = 'office_id'")
            database.run("INSERT INTO options(key, value) VALUES ('office_id', ?)", (office,))
    finally:
        database.close()
    (new / f"{FILE_NAME}-journal").unlink(missing_ok=True)


def _refuse_full_disk(folder: Path, source: Source) -> None:
    size = source.said.size if source.said else source.path.stat().st_size
    for entry in source.files or ():
        with suppress(OSError):
            if (folder / entry.path).stat().st_size == entry.size:
                continue
        size += entry.size
    free = shutil.disk_usage(folder).free
    if free < size + SPARE:
        short = f"磁盘只剩 {free // 2**20} MB，恢复要 {(size + SPARE) // 2**20} MB"
        raise UserError(f"{short}，没有恢复，资料和原来一样。请腾出空间再试")


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        path.chmod(0o600)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _failed(error: OSError) -> UserError:
    told = failed(error)
    sentence = told.sentence.replace("备份没有做成，原来的资料都在", "没有恢复，资料和原来一样")
    return UserError(sentence.replace("备份的位置", "文件夹"), details=told.details)


def parts_there(folder: Path) -> Sequence[str]:
    """What of an office lies in a folder."""
    return [part for part in PARTS if (folder / part).exists()]

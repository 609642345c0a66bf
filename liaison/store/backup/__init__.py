"""Verified copies of the office file.

VACUUM INTO a temporary file, open it, check it, count it, sync it, and only then give it its name.
Copies are kept by serial number, never by age: a wrong clock deletes nothing.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from liaison.errors import UserError
from liaison.paths import replacing
from liaison.store.database import APPLICATION_ID, DATABASE_ERRORS, FILE_NAME, Database, writing_error

KEEP = 30
_NAME = re.compile(r"(\d{6})-(\d{8}T\d{6})-([a-z]+)\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """One kept copy: its number, when and why it was made, how large it is."""

    path: Path
    serial: int
    moment: str
    reason: str
    size: int


def backups(folder: Path) -> list[Backup]:
    """The copies in an office folder, newest first."""
    found = []
    for path in (folder / "backups").glob("*.db"):
        match = _NAME.fullmatch(path.name)
        if match:
            found.append(Backup(path, int(match[1]), match[2], match[3], path.stat().st_size))
    return sorted(found, key=lambda b: b.serial, reverse=True)


def back_up(database: Database, reason: str) -> Path:
    """Make and verify a copy in the office's own folder, and let the oldest beyond KEEP go.

    `reason` is one lowercase word: start, import, migration, exit …
    """
    kept = backups(database.folder)
    serial = kept[0].serial + 1 if kept else 1
    folder = database.folder / "backups"
    folder.mkdir(exist_ok=True)
    path = folder / f"{serial:06d}-{datetime.now():%Y%m%dT%H%M%S}-{reason}.db"
    copy_to(database, path)
    for old in backups(database.folder)[KEEP:]:
        old.path.unlink(missing_ok=True)
    return path


def back_up_if_changed(database: Database, reason: str) -> Path | None:
    """A copy, unless nothing was written since the last one."""
    kept = backups(database.folder)
    newest = database.value("SELECT coalesce(max(id), 0) FROM actions")
    if kept and _last_action(kept[0].path) == newest:
        return None
    return back_up(database, reason) if newest else None


def copy_to(database: Database, path: Path) -> None:
    """Write a verified copy to `path`: it is there whole, or not at all.

    Raises:
        UserError: the disk is full, or the copy does not read back equal.
    """
    with replacing(path) as temporary:
        temporary.unlink(missing_ok=True)
        try:
            database.run("VACUUM INTO ?", (str(temporary),))
        except DATABASE_ERRORS as error:
            raise writing_error(error) from error
        verify(database, temporary)


def restore(copy: Path, folder: Path) -> None:
    """Put a backup into a folder that holds no office yet.

    Raises:
        UserError: the copy is damaged or no office, or the folder holds an office already.
    """
    target = folder / FILE_NAME
    if target.exists():
        raise UserError(f"“{folder.name}”里已经有一个联络处的资料，请恢复到一个空文件夹")
    _refuse_bad_copy(copy)
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(target) as temporary:
        shutil.copyfile(copy, temporary)


def _refuse_bad_copy(copy: Path) -> None:
    sentence = f"“{copy.name}”不是联络簿的备份，或者已经损坏，请换一份备份"
    if not copy.is_file() or copy.stat().st_size == 0:
        raise UserError(sentence)
    connection = _open_copy(copy)
    try:
        known = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    except DATABASE_ERRORS as error:
        raise UserError(sentence, details=str(error)) from error
    finally:
        connection.close()
    if not known or not sound:
        raise UserError(sentence)


def verify(database: Database, path: Path) -> None:
    """Compare a copy with the open office: sound, the same version, the same counts."""
    connection = _open_copy(path)
    try:
        sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        theirs = _counts(connection)
    except DATABASE_ERRORS as error:
        raise UserError("备份写出来读不回，请换一个磁盘再备份", details=str(error)) from error
    finally:
        connection.close()
    ours = _counts(database.peewee.connection())
    if not sound or version != database.value("PRAGMA user_version") or theirs != ours:
        raise UserError("备份和原资料对不上，这份备份没有留下，请再试一次")


def _open_copy(path: Path):  # type: ignore[no-untyped-def]
    from sqlcipher3 import dbapi2

    return dbapi2.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _counts(connection) -> dict[str, int]:  # type: ignore[no-untyped-def]
    tables = [
        r[0]
        for r in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    return {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}


def _last_action(path: Path) -> int | None:
    connection = _open_copy(path)
    try:
        row = connection.execute("SELECT coalesce(max(id), 0) FROM actions").fetchone()
        return int(row[0])
    except DATABASE_ERRORS:
        return None
    finally:
        connection.close()

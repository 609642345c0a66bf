"""Making a copy: the files first, then the office file by VACUUM INTO, looked over before it gets its name."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from liaison import __version__
from liaison.errors import Damaged, UserError
from liaison.paths import replacing
from liaison.store.backup import envelope, reading
from liaison.store.backup.envelope import FOLDERS, Envelope, FileEntry
from liaison.store.backup.reading import Contents, CopyFile
from liaison.store.backup.shelf import Copy, Shelf, digest_of
from liaison.store.database import DATABASE_ERRORS, KEY_FILE_NAME, Database, raw_key, writing_error


def make(database: Database, shelf: Shelf, reason: str, at_least: int = 1) -> Copy:
    """Make a verified copy of an open office on a shelf.

    Args:
        reason: one lowercase word: start import bulk migration restore upgrade exit changes manual handover.
        at_least: the lowest number it may get, above those of another shelf that it shall go to.

    Raises:
        UserError: the disk is full, the place cannot be written, or the copy does not read back equal; nothing
            half is left.
    """
    moment = now()
    try:
        shelf.path.mkdir(parents=True, exist_ok=True)
        serial = max(at_least, shelf.next_serial())
        files, left_out = gather(database.folder, shelf)
    except OSError as error:
        raise failed(error) from error
    path = shelf.name(serial, moment, reason)
    try:
        with replacing(path) as temporary:
            said = write_copy(database, temporary, serial, moment, reason, files, left_out)
            envelope.write(said, path.with_suffix(".json"))
    except OSError as error:
        _forget_envelope(path)
        raise failed(error) from error
    except BaseException:
        _forget_envelope(path)
        raise
    return next(copy for copy in shelf.copies() if copy.path == path)


def _forget_envelope(path: Path) -> None:
    """The copy did not get its name, so that its envelope is a leftover; a disk that is gone keeps it."""
    with suppress(OSError):
        path.with_suffix(".json").unlink(missing_ok=True)


def write_copy(
    database: Database, path: Path, serial: int, moment: str, reason: str,
    files: tuple[FileEntry, ...] = (), left_out: tuple[str, ...] = (),
) -> Envelope:
    """Write the office file to `path` with its manifest inside, look it over, and say what it is.

    Raises:
        UserError: the disk is full, or the copy does not read back equal.
    """
    path.unlink(missing_ok=True)
    try:
        # VACUUM would write a page anew without a word about what is wrong with it: the original is looked at first.
        whole = database.value("PRAGMA quick_check") == "ok"
        database.run("VACUUM INTO ?", (str(path),))
        ours = reading.contents(database)
        write_manifest(path, database.key, ours, serial, moment, reason)
    except DATABASE_ERRORS as error:
        raise writing_error(error) from error
    sound = verify(path, database.key, ours) and whole
    return Envelope(
        ours.office, ours.name, serial, moment, reason, __version__, sound, ours.action, ours.mark, ours.records,
        digest_of(path), path.stat().st_size, key_text(database), files, left_out,
    )  # fmt: skip


def verify(path: Path, key: bytes | None, ours: Contents) -> bool:
    """Compare a copy with the open office, count by count; gives whether the ledgers agree with their chain.

    Raises:
        UserError: it cannot be read, or differs.
    """
    try:
        with CopyFile(path, key) as copy:
            theirs = reading.contents(copy)
            fault = reading.fault(copy)
    except (Damaged, *DATABASE_ERRORS) as error:
        raise UserError("备份写出来读不回，请换一个磁盘再备份", details=str(error)) from error
    if theirs != ours:
        raise UserError("备份和原资料对不上，这份备份没有留下，请再试一次")
    return not fault


def gather(office: Path, shelf: Shelf) -> tuple[tuple[FileEntry, ...], tuple[str, ...]]:
    """Put the office's attachments, templates and fonts on the shelf, each once; what belongs, what was left out.

    A file that has not changed since the last copy, by its size and time, is not read again.
    """
    known = _known(shelf)
    entries: list[FileEntry] = []
    left_out: list[str] = []
    missing: dict[str, tuple[Path, FileEntry]] = {}
    for path, source in office_files(office):
        try:
            state = source.stat()
            entry = known.get((path, state.st_size, state.st_mtime_ns))
            if entry is None or not shelf.has(entry):
                entry = FileEntry(path, digest_of(source), state.st_size, state.st_mtime_ns)
        except OSError:
            left_out.append(path)
            continue
        if not shelf.has(entry):
            missing[entry.sha256] = source, entry
        entries.append(entry)
    shelf.take(missing.values())
    return tuple(entries), tuple(left_out)


def office_files(office: Path) -> list[tuple[str, Path]]:
    """The attachments, templates and fonts of an office folder: (path with forward slashes, where it lies).

    Raises:
        OSError: a folder cannot be read: to leave its files out without a word would make a copy that lacks them.
    """

    def refuse(error: OSError) -> None:
        raise error

    found = []
    for folder in FOLDERS:
        if not (office / folder).is_dir():
            continue
        for place, _, names in os.walk(office / folder, onerror=refuse):
            for name in names:
                source = Path(place, name)
                path = source.relative_to(office).as_posix()
                if envelope.belongs(path) and source.is_file() and not source.is_symlink():
                    found.append((path, source))
    return sorted(found)


def _known(shelf: Shelf) -> dict[tuple[str, int, int], FileEntry]:
    """The files of the newest copy, by path, size and time."""
    for copy in shelf.copies():
        try:
            said = copy.envelope()
        except UserError:
            continue
        if said is not None:
            return {(entry.path, entry.size, entry.time): entry for entry in said.files}
    return {}


def key_text(database: Database) -> str | None:
    """The key file's text of an encrypted office; None for a plain one.

    Raises:
        UserError: an encrypted office has no key file any more: a copy without it could never be opened.
    """
    if database.key is None:
        return None
    try:
        return (database.folder / KEY_FILE_NAME).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UserError(
            "密码文件读不出来，这样的备份以后打不开，所以没有备份。请从最近的备份找回密码文件", details=str(error)
        ) from error


def write_manifest(
    path: Path, key: bytes | None, ours: Contents, serial: int, moment: str, reason: str
) -> None:
    """Say inside the copy what it is, so that it can be told even without its envelope."""
    from sqlcipher3 import dbapi2

    said = {
        "office": ours.office, "name": ours.name, "serial": str(serial), "moment": moment, "reason": reason,
        "program": __version__, "tables": json.dumps(ours.tables), "books": json.dumps(ours.books),
        "ledgers": json.dumps([[s.book, s.entries, s.fen, s.head] for s in ours.ledgers]),
    }  # fmt: skip
    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        if key is not None:
            connection.execute(f'PRAGMA key = "{raw_key(key)}"')
        # The file has no name yet: a power cut leaves nothing that anyone would take for a copy.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.execute("DROP TABLE IF EXISTS manifest")
        connection.execute("CREATE TABLE manifest (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
        connection.executemany("INSERT INTO manifest VALUES (?, ?)", said.items())
        connection.execute("COMMIT")
    finally:
        connection.close()


def now() -> str:
    """This moment by the computer's clock, as copies are named."""
    return f"{datetime.now():%Y%m%dT%H%M%S}"


def failed(error: OSError) -> UserError:
    """Why a copy could not be made, as a sentence."""
    import errno

    if error.errno == errno.ENOSPC:
        return UserError("磁盘满了，备份没有做成，原来的资料都在。请腾出空间再试", details=str(error))
    return UserError("备份的位置写不进去，备份没有做成，原来的资料都在。请看看磁盘或U盘是否还在", details=str(error))


def listing(office: Path) -> set[tuple[str, int, int]]:
    """Every attachment, template and font with size and time, to see whether any changed."""
    found = set()
    with suppress(OSError):  # what cannot be read now is told by the copy that is then made
        for path, source in office_files(office):
            state = source.stat()
            found.add((path, state.st_size, state.st_mtime_ns))
    return found

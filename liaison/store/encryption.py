"""Turning an office's encryption on and off, and what a kill in the middle leaves for the next opening.

The office file changes in one rename, so that it is the old one or the new one. Everything else is done around
that moment so that nothing is lost: on turning on, the key file is there before, and attachments and backups are
sealed one by one after it; on turning off, attachments are opened before it and the key file goes after it. Either
form of an attachment is read in the meantime, and `finish_conversion`, called at each opening, does what is left.

A new password rewrites the key file, one rename too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from liaison.errors import Damaged, UserError
from liaison.paths import replacing
from liaison.store import attachments, converting, keys, options, sealed_copies, set_aside
from liaison.store.attachments import Progress
from liaison.store.database import DAMAGED_FOLDER, KEY_FILE_NAME, Database
from liaison.store.failures import ONLY_READ
from liaison.store.set_aside import size_of

_SPARE = 16 * 1024 * 1024


def key_path(folder: Path) -> Path:
    """Where an office's key file lies."""
    return folder / KEY_FILE_NAME


# -- on and off -------------------------------------------------------------------------------------


def turn_on(database: Database, password: str, code: str, progress: Progress | None = None) -> tuple[str, ...]:
    """Encrypt the open office: its file, attachments, backups and kept damaged files.

    Args:
        database: the office file; it is open under its new key afterwards.
        password, code: what opens it from now on; both are tried before anything is changed.
        progress: told bytes done, and of how many.

    Returns:
        What could not be encrypted yet, one sentence each.

    Raises:
        UserError: it has a password already, is read-only, or the disk has no room; the office is as it was.
    """
    _refuse(database, encrypted=False)
    office = str(options.read_options(database)["office_id"])
    key = keys.new_key()
    text = keys.key_text(office, key, password, code)
    path = key_path(database.folder)
    _put_stale_away(database.folder)
    books = size_of(database.path)
    work = _Work(progress, _plain_bytes(database.folder) + books)
    try:
        keys.write_key_file(path, text)
        written = keys.read_key_file(path)
        if keys.unwrap(written, password) != key or keys.unwrap_by_code(written, code) != key:
            raise UserError("密码文件写出来读不回，密码没有设，资料没有改动。请换一个磁盘再试")
        _convert(database, key)
    except BaseException:
        if database.key is None:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    work.done(books)
    return _seal_the_rest(database.folder, key, work)


def turn_off(database: Database, password: str, progress: Progress | None = None) -> tuple[str, ...]:
    """Take the password away: the office file, its attachments and its backups become plain again.

    Returns:
        What could not be done, one sentence each.

    Raises:
        WrongPassword: the password (or recovery code) does not fit.
        UserError: it has none, is read-only, or the disk has no room; the office is encrypted as it was.
    """
    _refuse(database, encrypted=True)
    folder, key = database.folder, database.key
    assert key is not None
    check(folder, key, password)
    lying = list(attachments.every(folder, plain=False))
    books = size_of(database.path)
    whole = sum(size_of(path) for _name, path in lying) + books
    work = _Work(progress, whole + set_aside.sealed_bytes(folder) + sealed_copies.sealed_bytes(folder, key))
    spoilt, copies = list[Path](), list[Path]()
    try:
        for name, path in lying:
            size = size_of(path)
            if not set_aside.open_file(path, name[:64], key):
                spoilt.append(path)
            work.done(size)
        spoilt += set_aside.open_up(folder, key, work.done)
        copies = sealed_copies.open_copies(folder, key, work.done)
        _convert(database, None)
    except BaseException:
        if database.key is not None:  # encrypted as before: nothing stays open beside it
            with suppress(UserError, OSError):
                _seal_the_rest(folder, key, _Work(None, 0))
        raise
    work.done(books)
    sealed_copies.sweep(folder)
    told = [f"有 {len(copies)} 份备份已经损坏，没有解开，仍要用现在的密码"] if copies else []
    with suppress(UserError, OSError):  # the next opening does it
        if spoilt:
            told.append(f"有 {len(spoilt)} 个附件早已损坏，解不开，移到了 damaged 文件夹，请从备份里找回")
            set_aside.put_away(folder, spoilt, key_file_text(folder))
        key_path(folder).unlink(missing_ok=True)
    return tuple(told)


def check(folder: Path, key: bytes, secret: str) -> None:
    """Whether a password or recovery code opens this office.

    Raises:
        WrongPassword: it does not.
        Damaged: the key file is spoilt.
    """
    if keys.unwrap(key_file_text(folder), secret) != key:
        raise Damaged("密码文件和资料不是一套，请先备份，再到设置里重新设一次密码")


# -- the key file -----------------------------------------------------------------------------------


def key_file_text(folder: Path) -> str:
    """The content of an office's key file; where it is gone or spoilt, that of its newest backup.

    Raises:
        Damaged: neither is there.
    """
    try:
        return keys.read_key_file(key_path(folder))
    except Damaged:
        for text in sealed_copies.key_texts(folder):
            with suppress(UserError):
                keys.office_of(text)
                return text
        raise


def unlock(folder: Path, secret: str) -> bytes:
    """The raw key by password or recovery code; a key file that is gone or spoilt is put back out of a backup.

    Raises:
        WrongPassword: neither fits.
        Damaged: the key file is spoilt, and no backup holds it.
    """
    text = key_file_text(folder)
    key = keys.unwrap(text, secret)
    path = key_path(folder)
    try:
        keys.read_key_file(path)
    except Damaged:
        with suppress(UserError, OSError):  # a folder that is only read is opened all the same
            if path.exists():
                kept = folder / DAMAGED_FOLDER / f"{datetime.now():%Y%m%dT%H%M%S}-{KEY_FILE_NAME}"
                kept.parent.mkdir(exist_ok=True)
                path.rename(kept)
            keys.write_key_file(path, text)
    return key


def change_key_file(folder: Path, key: bytes, change: Callable[[str], str]) -> None:
    """Rewrite the key file and the backups' copies of it, so that they open with the same password.

    A kill between leaves some backups with the former password; the next opening brings them up.

    Raises:
        UserError: the change was refused, or the file cannot be written; the former password is good.
    """
    changed = change(key_file_text(folder))
    if not keys.fits(changed, key):
        raise Damaged("密码文件和资料不是一套，密码没有改。请先备份，再到设置里关掉密码重新设")
    sealed_copies.begin(folder)
    keys.write_key_file(key_path(folder), changed)
    with suppress(UserError, OSError):  # the next opening does it
        _rewrap(folder, changed)


# -- what a kill left -------------------------------------------------------------------------------


def finish_conversion(database: Database) -> tuple[str, ...]:
    """Do what a killed turning on or off left undone; quick where nothing is left.

    It never stands in the way of opening: what cannot be done now is done at the next opening.

    Returns:
        What is still not as it should be, one sentence each.
    """
    folder, key = database.folder, database.key
    if database.read_only:
        return ()
    if key is None:
        sealed_copies.sweep(folder)
        _put_stale_away(folder)
        return ()
    with suppress(UserError, OSError):
        if sealed_copies.is_begun(folder):
            text = keys.read_key_file(key_path(folder))
            sealed_copies.rewrap_envelopes(folder, text)
            set_aside.rewrap(folder, text)
    return _seal_the_rest(folder, key, _Work(None, 0))


def _rewrap(folder: Path, text: str) -> None:
    sealed_copies.rewrap_envelopes(folder, text)
    set_aside.rewrap(folder, text)
    sealed_copies.sweep(folder)


def _put_stale_away(folder: Path) -> None:
    """A key file beside a plain office opens nothing of it; what it may still open goes with it to damaged/."""
    if key_path(folder).exists():
        lying = [path for _name, path in attachments.every(folder, plain=False)]
        with suppress(UserError, OSError):
            set_aside.put_away(folder, [*lying, *set_aside.sealed_files(folder)], _raw_text(key_path(folder)))
            key_path(folder).unlink()


def _raw_text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


# -- parts ------------------------------------------------------------------------------------------


class _Work:
    """How far the work is, in bytes."""

    def __init__(self, progress: Progress | None, whole: int) -> None:
        self._progress, self._whole, self._done = progress, whole, 0

    def done(self, size: int) -> None:
        self._done = min(self._done + size, self._whole)
        if self._progress is not None:
            self._progress(self._done, self._whole)


def _refuse(database: Database, *, encrypted: bool) -> None:
    if database.read_only:
        raise UserError(ONLY_READ)
    if (database.key is not None) is not encrypted:
        raise UserError("这个联络处还没有设密码" if encrypted else "这个联络处已经设了密码，要换请用“修改密码”")
    need = size_of(database.path) * 2 + _SPARE
    with suppress(OSError):
        if shutil.disk_usage(database.folder).free < need:
            raise UserError(
                f"磁盘快满了，改写资料要 {attachments.size_words(need)} 空间。请先腾出空间，资料没有改动"
            )


def _convert(database: Database, key: bytes | None) -> None:
    """The office file under another key, in its place in one rename."""
    temporary = database.path.with_name(f".{database.path.name}.{os.getpid()}.anew.part")
    temporary.unlink(missing_ok=True)
    try:
        converting.write_anew(database.peewee.connection(), temporary, key)

        def put_in_place() -> None:
            with replacing(database.path) as last:
                temporary.replace(last)

        database.swap(put_in_place, key)
    finally:
        temporary.unlink(missing_ok=True)


def _seal_the_rest(folder: Path, key: bytes, work: _Work) -> tuple[str, ...]:
    """Seal whatever is still plain; gives a sentence about what could not be, and never raises."""
    failed: list[Path] = []
    for name, path in attachments.every(folder, in_sealed=False):
        size = size_of(path)
        if not set_aside.seal_file(path, name[:64], key):
            failed.append(path)
        work.done(size)
    told = []
    try:
        text = key_file_text(folder)
        failed += sealed_copies.seal_copies(folder, key, text, work.done)
        failed += set_aside.seal(folder, key, text, work.done)
    except UserError as error:
        told.append(error.sentence)
    if failed:
        named = "、".join(path.relative_to(folder).as_posix() for path in failed[:3])
        more = f"等 {len(failed)} 个文件" if len(failed) > 3 else ""
        told.append(f"还没有加密：{named}{more}。可能正被别的程序占用或磁盘满了，下次打开时会接着做")
    return tuple(told)


def _plain_bytes(folder: Path) -> int:
    lying = sum(size_of(path) for _name, path in attachments.every(folder, in_sealed=False))
    return lying + sealed_copies.plain_bytes(folder) + set_aside.plain_bytes(folder)

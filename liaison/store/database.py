"""One open office file.

The decisions and why they were taken: journal TRUNCATE and synchronous EXTRA (no acknowledged change
is lost to a power cut), EXCLUSIVE locking with a first write lock (a second program is told at once),
one connection, used on one thread at a time.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from playhouse.sqlcipher_ext import SqlCipherDatabase

from liaison.errors import Damaged, Locked, UserError
from liaison.store import links, premises, settling
from liaison.store.failures import (
    DATABASE_ERRORS,
    FULL,
    GONE,
    NO_ANSWER_TO_WRITE,
    ON_A_SHARE,
    ONLY_READ,
    REPLACED,
    LostTouch,
    opening_error,
    reading_error,
    writing_error,
)
from liaison.store.premises import NETWORK, Premises

FILE_NAME = "office.db"
KEY_FILE_NAME = "office.key"
DAMAGED_FOLDER = "damaged"
"""Holds files that were replaced or found damaged; the program never deletes one that says something."""
APPLICATION_ID = 0x4C4C4231  # "LLB1": tells an office file from any other SQLite file

PRAGMAS = (
    "busy_timeout = 300",
    "locking_mode = EXCLUSIVE",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "cell_size_check = ON",
    "cache_size = -16000",
    "temp_store = MEMORY",
)
"""How every office file is used."""

DURABLE = ("journal_mode = TRUNCATE", "synchronous = EXTRA")
"""What makes an acknowledged change outlive a power cut; tests/faults shows it with a simulator."""

STEPS_BETWEEN_LOOKS = 20_000
"""Steps of SQLite's machine between two looks whether somebody waits; about half a millisecond."""

NO_ROOM = 64 * 1024
"""Bytes left on a disk below which a write that failed for no known reason failed for want of room."""


class GaveWay(Exception):  # noqa: N818 - it is no error
    """A long read stopped because somebody else wants the file."""


class Database:
    """The file of one office, open.

    Attributes:
        folder: the office folder.
        read_only: the file or its folder cannot be written, or lies on a share; every write raises UserError.
        premises: where the folder lies.
        reopened: called after the file was opened anew in the middle of work (a stick that came back): what was
            read before may be stale.
        key: the raw 256-bit key of an encrypted file; None for a plain one.

    Raises:
        Locked: the file is encrypted and no key was given; WrongPassword: the key does not fit.
        Damaged: the file cannot be read.
        UserError: no office, or in use elsewhere.
    """

    def __init__(
        self, folder: Path, *, create: bool = False, key: bytes | None = None, read_only: bool = False
    ) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self.read_only = False
        self.key = key
        self.premises = Premises()
        self.reopened: list[Callable[[], None]] = []
        self._only_read = read_only
        self._lost = self._replaced = False
        self._identity: tuple[int, int] | None = None
        self._known_office = ""
        self._taught: list[tuple[str, int, Callable[..., Any], bool]] = []
        self._peewee: SqlCipherDatabase | None = None
        if create:
            self._prepare_new()
        else:
            settling.settle(folder)
            self._refuse_what_is_no_office()
        self._connect()

    def _prepare_new(self) -> None:
        if self.path.exists():
            raise UserError(f"“{self.folder.name}”里已经有一个联络处的资料，请换一个空文件夹")
        if premises.look(self.folder).kind == NETWORK:
            raise UserError("网络共享盘上的文件夹容易损坏资料，不能用来存放，请选本机硬盘上的文件夹")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"不能建立文件夹“{self.folder.name}”，请换一个可以写入的位置", details=str(error)
            ) from error

    def _refuse_what_is_no_office(self) -> None:
        """A 0-byte file is never a new office: both drivers would open it as one."""
        if not self.path.is_file():
            raise UserError(f"“{self.folder.name}”里没有联络簿的资料，请选联络处所在的文件夹")
        try:
            with self.path.open("rb") as file:
                start = file.read(100)
        except OSError as error:
            raise UserError("资料文件打不开，请看看它是不是正被别的程序占用", details=str(error)) from error
        if not start:
            raise Damaged("资料文件是空的（0 字节），可能没有拷贝完整。请从备份恢复，不要在这里新建")
        plain = start.startswith(b"SQLite format 3\x00")
        if plain:
            self.key = None  # what a key was given for has been decrypted meanwhile
        elif not (self.folder / KEY_FILE_NAME).exists():
            raise Damaged("资料文件已损坏，或者不是联络簿的文件。请从最近的备份恢复，原文件请保留")
        elif self.key is None:
            raise Locked("这个联络处设了密码，请输入密码")

    def _connect(self) -> None:
        self.premises = premises.look(self.folder)
        shared = self.premises.kind == NETWORK
        self.read_only = self.path.exists() and (self._only_read or shared or not _writable(self.path))
        location: Path | str = self.path
        if self.read_only:
            location = f"{self.path.resolve().as_uri()}?mode=ro"
        self._peewee = SqlCipherDatabase(
            str(location), passphrase=raw_key(self.key), uri=self.read_only, check_same_thread=False, timeout=0.5,
            thread_safe=False,
        )
        try:
            self._peewee.connect()
            connection = self._peewee.connection()
            connection.execute("PRAGMA cipher_log_level = NONE")
            for name, count, function, deterministic in (*links.FUNCTIONS, *self._taught):
                connection.create_function(name, count, function, deterministic=deterministic)
            for pragma in PRAGMAS if self.read_only else (*PRAGMAS, *DURABLE):
                connection.execute(f"PRAGMA {pragma}")
            if self.read_only:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            else:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("COMMIT")
        except DATABASE_ERRORS as error:
            self.close()
            raise opening_error(error, encrypted=self.key is not None, read_only=self.read_only) from error
        self._identity, self._lost, self._replaced = self._identity_now(), False, False

    @property
    def peewee(self) -> SqlCipherDatabase:
        """The peewee database, for query building."""
        assert self._peewee is not None, "the office is closed"
        return self._peewee

    def close(self) -> None:
        """Give the file free. Closing twice is harmless."""
        if self._peewee is not None:
            self._peewee.close()
            self._peewee = None

    def swap(self, put_in_place: Callable[[], None], key: bytes | None) -> None:
        """Close the file, let another one be put in its place, and open that with its key.

        When putting it there fails, the former file is opened again and the error goes on.
        """
        self.close()
        former, self.key = self.key, key
        try:
            put_in_place()
        except BaseException:
            self.key = former
            raise
        finally:
            self._connect()

    # -- asking -------------------------------------------------------------------------------------

    def run(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Any:
        """Run one statement and give its cursor. Writes belong in `store.writing`.

        Raises:
            Damaged: the file cannot be read as it should; UserError: the disk is gone, full, or in use.
        """
        if self._lost:
            self._find_again()
        try:
            return self.peewee.connection().execute(sql, parameters)
        except DATABASE_ERRORS as error:
            raise self._told(error) from error

    def rows(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; raises as `run`."""
        cursor = self.run(sql, parameters)
        try:
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        except DATABASE_ERRORS as error:
            raise self._told(error) from error
        return rows

    def value(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Any:
        """The first column of the first row, or None; raises as `run`."""
        cursor = self.run(sql, parameters)
        try:
            row = cursor.fetchone()
        except DATABASE_ERRORS as error:
            raise self._told(error) from error
        return row[0] if row else None

    def found(self, select: Any) -> list[tuple[Any, ...]]:
        """All rows of a query built with peewee; raises as `run`."""
        if self._lost:
            self._find_again()
        try:
            rows: list[tuple[Any, ...]] = self.peewee.execute(select).fetchall()
        except DATABASE_ERRORS as error:
            raise self._told(error) from error
        return rows

    @contextmanager
    def giving_way(self, wanted: Callable[[], bool]) -> Iterator[None]:
        """Long reads inside stop with GaveWay as soon as `wanted` says that somebody waits for the file."""
        connection = self.peewee.connection()
        connection.set_progress_handler(lambda: 1 if wanted() else 0, STEPS_BETWEEN_LOOKS)
        try:
            yield
        except DATABASE_ERRORS as error:
            if "interrupted" in str(error).lower():
                raise GaveWay from error
            raise self._told(error) from error
        finally:
            connection.set_progress_handler(None, 0)

    def _told(self, error: Exception) -> Exception:
        """What an error means; a file that did not answer is looked for before the next step."""
        told = reading_error(error)
        self._lost = self._lost or isinstance(told, LostTouch)
        return told

    def teach(self, name: str, count: int, function: Callable[..., Any]) -> None:
        """Make a Python function known to SQL."""
        self._taught.append((name, count, function, True))
        self.peewee.connection().create_function(name, count, function, deterministic=True)

    # -- writing ------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction: everything inside is written, or nothing.

        Raises:
            Damaged: the file cannot be read as it should.
            UserError: the disk is full or gone, or the file cannot be written.
        """
        self._must_be_writable()
        try:
            self.run("BEGIN IMMEDIATE")
            yield
            self.run("COMMIT")
        except (LostTouch, *DATABASE_ERRORS) as error:
            self.roll_back()
            told = self._lost_while_writing(error)
            if told is error:
                raise
            raise told from error
        except BaseException:
            self.roll_back()
            raise

    def _must_be_writable(self) -> None:
        """Refuse a write before it begins: read-only, gone, or another file in its place."""
        if self.read_only:
            raise UserError(ON_A_SHARE if self.premises.kind == NETWORK else ONLY_READ)
        if self._lost or self._replaced or self._identity_now() != self._identity:
            self._find_again()
        if not self._known_office:
            self._known_office = self._office_id()

    def roll_back(self) -> None:
        """Take back what is open; a disk that is gone cannot do even that, and the journal does it later."""
        if self._peewee is None:
            return
        with suppress(*DATABASE_ERRORS):
            if self.peewee.connection().in_transaction:
                self.peewee.connection().execute("ROLLBACK")

    def _lost_while_writing(self, error: Exception) -> Exception:
        """What a failed write means, and whether the file must be looked for."""
        told = writing_error(error)
        if not isinstance(told, LostTouch):
            return told
        self._lost = True
        if self._identity_now() is None:
            return UserError(GONE, details=told.details)
        free = premises.MACHINE.free_bytes(self.folder)
        if free is not None and free < NO_ROOM:
            return UserError(FULL, details=told.details)
        return LostTouch(NO_ANSWER_TO_WRITE, details=told.details)

    # -- a file that went away ----------------------------------------------------------------------

    def _identity_now(self) -> tuple[int, int] | None:
        """Which file lies at the place now; None when there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _find_again(self) -> None:
        """The file went away or did not answer: go on with it when it is back and still the same office.

        Raises:
            UserError: it is still away, or another file lies in its place.
        """
        if self._replaced:
            raise UserError(REPLACED)
        now = self._identity_now()
        if now is None:
            raise UserError(GONE)
        if now == self._identity and not self._lost:
            return
        known, office = self._last_action(), self._known_office or self._office_id()
        kept = self._keep_aside() if now != self._identity else None
        self.close()
        self._refuse_what_is_no_office()
        self._connect()
        same = office in ("", self._office_id()) and known in (None, self._last_action())
        if same and kept is not None:
            kept.unlink(missing_ok=True)
        self._replaced = not same
        for tell in self.reopened:
            tell()
        if self._replaced:
            raise UserError(REPLACED)

    def _keep_aside(self) -> Path | None:
        """What this program has written stays, when another file was put in its place; None when it is gone too."""
        folder = self.folder / DAMAGED_FOLDER
        path = folder / f"被换下-{datetime.now():%Y%m%dT%H%M%S}.db"
        with suppress(OSError, *DATABASE_ERRORS):
            folder.mkdir(exist_ok=True)
            self.peewee.connection().execute("VACUUM INTO ?", (str(path),))
            return path
        return None

    def _office_id(self) -> str:
        return str(self._quietly("SELECT value FROM options WHERE key = 'office_id'") or "")

    def _last_action(self) -> int | None:
        found = self._quietly("SELECT max(id) FROM actions")
        return None if found is None else int(found)

    def _quietly(self, sql: str) -> Any:
        """A value, or None when the file does not answer."""
        if self._peewee is None:
            return None
        with suppress(*DATABASE_ERRORS):
            row = self.peewee.connection().execute(sql).fetchone()
            return row[0] if row else None
        return None


def _writable(path: Path) -> bool:
    """Whether file and folder can really be written: it is tried, since the system's mode bits do not know
    everything (a write-protected stick, the rights of Windows). A full disk is writable.
    """
    probe = path.with_name(f".{path.name}.{os.getpid()}.probe")
    try:
        path.open("r+b").close()
        probe.touch()
        probe.unlink()
    except OSError as error:
        return error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    return True


def raw_key(key: bytes | None) -> str:
    """A raw key as SQLCipher's `PRAGMA key` wants it, so that no derivation is run; "" for a plain file."""
    return "" if key is None else f"x'{key.hex()}'"


__all__ = [
    "APPLICATION_ID", "DAMAGED_FOLDER", "DATABASE_ERRORS", "DURABLE", "FILE_NAME", "KEY_FILE_NAME", "PRAGMAS",
    "Database", "GaveWay", "raw_key", "writing_error",
]  # fmt: skip

"""One open office file.

The decisions and why they were taken: journal TRUNCATE and synchronous EXTRA (no acknowledged change
is lost to a power cut), EXCLUSIVE locking with a first write lock (a second program is told at once),
one connection, used on one thread at a time.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2

from liaison.errors import Damaged, Locked, UserError, WrongPassword
from liaison.store import links

FILE_NAME = "office.db"
KEY_FILE_NAME = "office.key"
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

DATABASE_ERRORS = (peewee.DatabaseError, dbapi2.DatabaseError, sqlite3.DatabaseError)


class Database:
    """The file of one office, open.

    Attributes:
        folder: the office folder.
        read_only: the file or its folder cannot be written; every write raises UserError.
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
        self._only_read = read_only
        self._taught: list[tuple[str, int, Callable[..., Any], bool]] = []
        self._peewee: SqlCipherDatabase | None = None
        if create:
            self._prepare_new()
        else:
            self._refuse_what_is_no_office()
        self._connect()

    def _prepare_new(self) -> None:
        if self.path.exists():
            raise UserError(f"“{self.folder.name}”里已经有一个联络处的资料，请换一个空文件夹")
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
        self.read_only = self.path.exists() and (self._only_read or not _writable(self.path))
        location: Path | str = self.path
        if self.read_only:
            location = f"{self.path.resolve().as_uri()}?mode=ro"
        self._peewee = SqlCipherDatabase(
            str(location), passphrase=raw_key(self.key), uri=self.read_only, check_same_thread=False, timeout=0.5,
            thread_safe=False,
        )
        try:
            self._peewee.connect()
            self.run("PRAGMA cipher_log_level = NONE")
            for name, count, function, deterministic in (*links.FUNCTIONS, *self._taught):
                self.peewee.connection().create_function(name, count, function, deterministic=deterministic)
            for pragma in PRAGMAS if self.read_only else (*PRAGMAS, *DURABLE):
                self.run(f"PRAGMA {pragma}")
            if not self.read_only:
                self.run("BEGIN IMMEDIATE")
                self.run("COMMIT")
        except DATABASE_ERRORS as error:
            self.close()
            raise _opening_error(error, encrypted=self.key is not None) from error

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
        """Run one statement and give its cursor. Writes belong in `store.writing`."""
        return self.peewee.connection().execute(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        rows: list[tuple[Any, ...]] = self.run(sql, parameters).fetchall()
        return rows

    def value(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.run(sql, parameters).fetchone()
        return row[0] if row else None

    def teach(self, name: str, count: int, function: Callable[..., Any]) -> None:
        """Make a Python function known to SQL."""
        self._taught.append((name, count, function, True))
        self.peewee.connection().create_function(name, count, function, deterministic=True)

    # -- writing ------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction: everything inside is written, or nothing.

        Raises:
            UserError: the disk is full, or the file cannot be written.
        """
        if self.read_only:
            raise UserError("这份资料只能看不能改（文件或文件夹是只读的），要改请先去掉只读")
        try:
            self.run("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self.peewee.connection().in_transaction:
                    self.run("ROLLBACK")
                raise
            self.run("COMMIT")
        except DATABASE_ERRORS as error:
            if self._peewee is not None and self.peewee.connection().in_transaction:
                self.run("ROLLBACK")
            told = writing_error(error)
            if told is error:
                raise
            raise told from error


def _writable(path: Path) -> bool:
    """Whether file and folder can really be written; asking the system's mode bits is not enough."""
    import os

    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def raw_key(key: bytes | None) -> str:
    """A raw key as SQLCipher's `PRAGMA key` wants it, so that no derivation is run; "" for a plain file."""
    return "" if key is None else f"x'{key.hex()}'"


def _opening_error(error: Exception, *, encrypted: bool) -> UserError:
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return UserError("这个联络处已在另一个窗口打开，请用那个窗口，或先把它关掉", details=text)
    if "not a database" in text and encrypted:
        # A wrong key and a damaged first page give the same error: both are offered.
        sentence = "密码不对，或者资料文件已损坏。请再试一次；确定密码没错时，请从最近的备份恢复"
        return WrongPassword(sentence, details=text)
    if "not a database" in text or "malformed" in text or "corrupt" in text:
        return Damaged("资料文件已损坏。请从最近的备份恢复，原文件请保留", details=text)
    return UserError("资料文件打不开，请看看磁盘和文件夹的权限", details=text)


def writing_error(error: Exception) -> Exception:
    """A full disk and the like become a sentence; everything else stays our bug."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    text = " ".join(str(e).lower() for e in chain)
    if "full" in text or any(isinstance(e, OSError) and e.errno == errno.ENOSPC for e in chain):
        return UserError("磁盘满了，这一步没有保存，原来的资料都在。请腾出空间再试", details=text)
    if "readonly" in text or "read-only" in text:
        return UserError("文件夹变成只读了，这一步没有保存。请检查磁盘或文件夹的权限", details=text)
    if "disk i/o" in text or "unable to open" in text:
        return UserError("磁盘读写出错，这一步没有保存。请检查磁盘或 U 盘是否还在", details=text)
    return error

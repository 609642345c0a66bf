"""Looking into a copy, or into the open office: what it holds, and whether it is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from sqlcipher3 import dbapi2

from liaison.errors import Damaged, Locked, UserError
from liaison.store import ledger_chain
from liaison.store.converting import PLAIN_START
from liaison.store.database import APPLICATION_ID, DATABASE_ERRORS, Database, raw_key


class LedgerState(NamedTuple):
    """A ledger in one line: so many entries, their sum in fen, the head of the chain (16 letters)."""

    book: str
    entries: int
    fen: int
    head: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What an office file holds.

    Attributes:
        version: how many steps its schema has; office, name: the office's own number and its name.
        action: number of the last action; mark: tells this state from any other.
        tables: rows of every table; books: records of every book, without those in the recycle bin.
        ledgers: the ledgers' heads.
    """

    version: int
    office: str
    name: str
    action: int
    mark: str
    tables: dict[str, int]
    books: dict[str, int]
    ledgers: tuple[LedgerState, ...]

    @property
    def records(self) -> int:
        """How many records the books hold together."""
        return sum(self.books.values())


class Asked(Protocol):
    """What is asked here: an open office, or a copy."""

    def run(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Run a statement and give its cursor."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None."""


class CopyFile:
    """Any office file open to be read, whatever its name: a copy, or one half made. Nothing can be written.

    Raises:
        Locked: it is encrypted and no key was given; WrongPassword: the key does not fit.
        Damaged: it cannot be read; UserError: it is no office file.
    """

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self.path = path
        plain = self._is_plain()
        if not plain and key is None:
            raise Locked("这份备份设了密码，请输入当时的密码或恢复码")
        self._connection = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            if not plain:
                self.run(f'PRAGMA key = "{raw_key(key)}"')
            for pragma in (
                "cipher_log_level = NONE", "cell_size_check = ON", "temp_store = MEMORY", "query_only = ON",
                "trusted_schema = OFF",
            ):  # fmt: skip
                self.run(f"PRAGMA {pragma}")
            known = self.value("PRAGMA application_id") == APPLICATION_ID
            self.value("SELECT count(*) FROM sqlite_schema")
        except DATABASE_ERRORS as error:
            self.close()
            if "locked" in str(error).lower():
                raise UserError(f"“{path.name}”正在另一个窗口打开，请先把它关掉", details=str(error)) from error
            raise Damaged(f"“{path.name}”已经损坏，请换一份备份", details=str(error)) from error
        if not known:
            self.close()
            raise UserError(f"“{path.name}”不是联络簿的备份，请换一份备份")

    def _is_plain(self) -> bool:
        try:
            with self.path.open("rb") as file:
                start = file.read(100)
        except OSError as error:
            raise UserError(f"“{self.path.name}”读不出来，请看看它是否还在", details=str(error)) from error
        if len(start) < 100:
            raise Damaged(f"“{self.path.name}”是空的，或者没有拷贝完整，请换一份备份")
        return start.startswith(PLAIN_START)

    def run(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Run a statement and give its cursor."""
        return self._connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        rows: list[tuple[Any, ...]] = self.run(sql, parameters).fetchall()
        return rows

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.run(sql, parameters).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Give the file free. Closing twice is harmless."""
        self._connection.close()

    def __enter__(self) -> CopyFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def contents(database: Asked) -> Contents:
    """Count an open file, in a handful of questions."""
    columns: dict[str, set[str]] = {}
    for table, column in database.rows(
        "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'manifest' ORDER BY t.name"
    ):
        columns.setdefault(str(table), set()).add(str(column))
    books = [table for table, names in columns.items() if {"search", "deleted"} <= names]
    counts = [f"SELECT {_text(name)}, count(*), NULL FROM {_name(name)}" for name in columns if name not in books]
    counts += [
        f"SELECT {_text(name)}, count(*), coalesce(sum(deleted = 0), 0) FROM {_name(name)}" for name in books
    ]
    counted = database.rows(" UNION ALL ".join(counts)) if counts else []
    number, name = identity(database) if "options" in columns else ("", "")
    return Contents(
        int(database.value("PRAGMA user_version")),
        number,
        name,
        last_action(database) if "actions" in columns else 0,
        mark(database),
        {str(table): int(rows) for table, rows, _ in counted},
        {str(table): int(living) for table, _, living in counted if living is not None},
        tuple(_ledger_state(database, book) for book in _ledgers(database)),
    )


class Identity(NamedTuple):
    """Which office a file is of."""

    number: str
    name: str


def identity(database: Asked) -> Identity:
    """The office's own number and its name."""
    options = dict(database.rows("SELECT key, value FROM options WHERE key IN ('office_id', 'name')"))
    return Identity(str(options.get("office_id", "")), str(options.get("name", "")))


def mark(database: Asked) -> str:
    """Tells this state of an office from any other, also after a restore has turned time back.

    The last action's number alone would not do: after a restore the same number comes again with other content.
    """
    rows = database.rows("SELECT id, title, moment FROM actions ORDER BY id DESC LIMIT 1")
    said = repr(rows)
    if _has_table(database, "trail_links"):
        said += repr(database.rows("SELECT id, hex(seal) FROM trail_links ORDER BY id DESC LIMIT 1"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def last_action(database: Asked) -> int:
    """The number of the last action."""
    return int(database.value("SELECT coalesce(max(id), 0) FROM actions"))


def fault(database: Asked) -> str:
    """What is wrong with an open file, in one plain sentence; "" when it is whole and its ledgers agree."""
    try:
        if database.value("PRAGMA integrity_check") != "ok":
            return "资料文件有损坏"
        for book in _ledgers(database):
            failure = ledger_chain.verify(cast(Database, database), book)
            if failure:
                return f"账簿 {failure.entry} {failure.sentence}"
    except (Damaged, *DATABASE_ERRORS):
        return "资料文件有损坏"
    return ""


def manifest(database: Asked) -> dict[str, str]:
    """What a copy says of itself from inside; empty for an office file and for copies of the first version."""
    if not _has_table(database, "manifest"):
        return {}
    return {str(name): str(value) for name, value in database.rows("SELECT name, value FROM manifest")}


def told_contents(said: dict[str, str]) -> tuple[dict[str, int], dict[str, int], tuple[LedgerState, ...]]:
    """The tables, books and ledgers as a manifest tells them."""
    ledgers = tuple(LedgerState(*state) for state in json.loads(said["ledgers"]))
    return json.loads(said["tables"]), json.loads(said["books"]), ledgers


def _ledgers(database: Asked) -> list[str]:
    """The ledgers that have their chain in this file; files of the first versions have none."""
    if not _has_table(database, "chain"):
        return []
    return [book for book in ledger_chain.SEALED if _has_table(database, book)]


def _ledger_state(database: Asked, book: str) -> LedgerState:
    head = ledger_chain.head(cast(Database, database), book)
    return LedgerState(book, head.entries, head.fen, head.hex16)


def _text(name: str) -> str:
    """A name as SQL's text: a file from elsewhere may call its tables anything."""
    return "'" + name.replace("'", "''") + "'"


def _name(name: str) -> str:
    """A name as SQL's name."""
    return '"' + name.replace('"', '""') + '"'


def _has_table(database: Asked, table: str) -> bool:
    return bool(database.value("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)))

"""The one way to write: an action with a name, one transaction, and a trail that triggers keep."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from liaison.changes import Changes
from liaison.errors import UserError
from liaison.store.database import Database

Stored = Mapping[str, str | int | None]


class Action:
    """Writing inside one named action; made by `acting`."""

    def __init__(self, database: Database, number: int, title: str) -> None:
        self.database = database
        self.number = number
        self.title = title
        self.touched: dict[str, set[int]] = {}
        self.created: dict[str, list[int]] = {}

    def insert(self, table: str, columns: Mapping[str, Sequence[object]]) -> list[int]:
        """Write new records, given column by column; their numbers are given here, in order."""
        first = 1 + (self.database.value(f"SELECT coalesce(max(id), 0) FROM {table}") or 0)
        numbers = list(range(first, first + len(next(iter(columns.values())))))
        names, marks = ["id"], ["?"]
        bound: list[Sequence[object]] = [numbers]
        for name, values in columns.items():
            mark, given = _without_none(values)
            if mark:
                names.append(name)
                marks.append(mark)
                bound.append(given)
        self.database.peewee.connection().executemany(
            f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join(marks)})", zip(*bound, strict=True)
        )
        self.created.setdefault(table, []).extend(numbers)
        self.touched.setdefault(table, set()).update(numbers)
        return numbers

    def update(self, table: str, record: int, values: Stored) -> None:
        """Change some columns of one record."""
        sets = ", ".join(f"{name} = ?" for name in values)
        self.database.run(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), record))
        self.touched.setdefault(table, set()).add(record)

    def rename(self, title: str) -> None:
        """Give the action a better name once its outcome is known."""
        self.title = title
        self.database.run("UPDATE actions SET title = ? WHERE id = ?", (title, self.number))

    def changes(self, *, undoable: bool = True) -> Changes:
        """What was touched so far."""
        return Changes(
            self.number,
            self.title,
            {table: frozenset(numbers) for table, numbers in self.touched.items()},
            {table: tuple(numbers) for table, numbers in self.created.items()},
            undoable,
        )


def _without_none(values: Sequence[object]) -> tuple[str, Sequence[object]]:
    """How a column is bound and what is bound for it; ("", ()) for one that is empty throughout.

    WORKAROUND: sqlcipher3 0.6.4 looks for an adapter of every None it binds, as sqlite3 did before Python
    3.12. That is 2 µs each and took a third of an import, so that SQLite makes the NULLs here.
    """
    nones = values.count(None)
    if nones == len(values):
        return "", ()
    if not nones or "" in values:  # an empty text and none at all are two things
        return "?", values
    return "nullif(?, '')", ["" if value is None else value for value in values]


@contextmanager
def acting(database: Database, title: str, *, undoes: int | None = None) -> Iterator[Action]:
    """One action: one transaction, one undo step.

    Raises:
        UserError: the disk is full or the file is read-only; nothing was written.
    """
    with database.transaction():
        moment = datetime.now().astimezone().isoformat(timespec="seconds")
        database.run(
            "INSERT INTO actions(title, moment, undoes, trail)"
            " VALUES (?, ?, ?, 1 + (SELECT coalesce(max(id), 0) FROM trail))",
            (title, moment, undoes),
        )
        number = database.value("SELECT last_insert_rowid()")
        database.run("INSERT INTO acting(action) VALUES (?)", (number,))
        action = Action(database, number, title)
        yield action
        database.run("DELETE FROM acting")


def last_action(database: Database) -> tuple[int, str] | None:
    """The newest action that has not been undone and is not itself an undoing."""
    rows = database.rows(
        "SELECT id, title FROM actions a WHERE undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM actions u WHERE u.undoes = a.id)"
        " AND EXISTS (SELECT 1 FROM trail t WHERE t.id = a.trail AND t.action = a.id) ORDER BY id DESC LIMIT 1"
    )
    return rows[0] if rows else None


def undo(database: Database, action: int) -> Changes:
    """Apply the inverse of an action, as a new action.

    What was created goes to the recycle bin, what was changed gets its former content back.

    Raises:
        UserError: a ledger entry is among the records (it is voided by a reversal instead), or a
            later action changed one of them.
    """
    title = database.value("SELECT title FROM actions WHERE id = ?", (action,))
    first, after_it = _stretch(database, action)
    steps = database.rows(
        "SELECT book, record, before, after FROM trail WHERE id >= ? AND id < ? ORDER BY id DESC", (first, after_it)
    )
    later = database.value(
        "SELECT count(*) FROM trail t WHERE t.id >= :after AND EXISTS (SELECT 1 FROM trail o"
        " WHERE o.book = t.book AND o.record = t.record AND o.id >= :first AND o.id < :after)"
        " AND NOT EXISTS (SELECT 1 FROM actions u WHERE u.undoes = t.action OR (u.id = t.action"
        " AND u.undoes IS NOT NULL))",
        {"first": first, "after": after_it},
    )
    if later:
        raise UserError(f"“{title}”之后又改过同一条记录，请先撤销后面的一步")
    with acting(database, f"撤销“{title}”", undoes=action) as doing:
        for book, record, before, after in steps:
            current = json.loads(after) if after else {}
            if current.get("serial") is not None:
                raise UserError("已入账的不能撤销，写错了请作废冲销")
            if before is None:
                doing.update(book, record, {"deleted": 1})
            else:
                former = json.loads(before)
                changed = {k: v for k, v in former.items() if k != "id" and current.get(k) != v}
                if changed:
                    doing.update(book, record, changed)
    return doing.changes(undoable=False)


def _stretch(database: Database, action: int) -> tuple[int, int]:
    """Where an action's trail begins, and where the next one's: the trail is written one action at a time."""
    first = int(database.value("SELECT trail FROM actions WHERE id = ?", (action,)))
    following = database.value("SELECT trail FROM actions WHERE id > ? ORDER BY id LIMIT 1", (action,))
    return first, int(following or 1 + (database.value("SELECT max(id) FROM trail") or 0))


def history(database: Database, book: str, record: int) -> list[tuple[str, str, dict[str, object], dict[str, object]]]:
    """What happened to one record: (moment, action, before, after), newest first."""
    rows = database.rows(
        "SELECT a.moment, a.title, t.before, t.after FROM trail t JOIN actions a ON a.id = t.action"
        " WHERE t.book = ? AND t.record = ? ORDER BY t.id DESC",
        (book, record),
    )
    return [(m, title, json.loads(b) if b else {}, json.loads(a) if a else {}) for m, title, b, a in rows]

"""The one way to write: an action with a name, one transaction, and a trail that triggers keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from liaison.changes import Changes
from liaison.store.database import Database

Stored = Mapping[str, str | int | None]

CHUNK = 500
"""So many record numbers are named in one statement."""


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

    def update_many(self, table: str, records: Sequence[int], values: Stored) -> None:
        """Change the same columns of several records to the same values."""
        sets = ", ".join(f"{name} = ?" for name in values)
        for start in range(0, len(records), CHUNK):
            # Numbers are ours, never typed text: written out they spare SQLite hundreds of parameters.
            chunk = ", ".join(str(int(number)) for number in records[start : start + CHUNK])
            self.database.run(f"UPDATE {table} SET {sets} WHERE id IN ({chunk})", tuple(values.values()))
        self.touched.setdefault(table, set()).update(records)

    def rename(self, title: str) -> None:
        """Give the action a better name once its outcome is known."""
        self.title = title
        self.database.run("UPDATE actions SET title = ? WHERE id = ?", (title, self.number))

    def changes(self, *, undoable: bool = True, undone: int = 0) -> Changes:
        """What was touched so far; `undone` is the action that was taken back."""
        return Changes(
            self.number,
            self.title,
            {table: frozenset(numbers) for table, numbers in self.touched.items()},
            {table: tuple(numbers) for table, numbers in self.created.items()},
            undoable,
            undone,
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
def acting(
    database: Database, title: str, *, undoes: int | None = None, redoes: int | None = None
) -> Iterator[Action]:
    """One action: one transaction, one undo step.

    Args:
        undoes, redoes: the original action that this one takes back, or applies again.

    Raises:
        UserError: the disk is full or the file is read-only; nothing was written.
    """
    with database.transaction():
        moment = datetime.now().astimezone().isoformat(timespec="seconds")
        database.run(
            "INSERT INTO actions(title, moment, undoes, redoes, trail)"
            " VALUES (?, ?, ?, ?, 1 + (SELECT coalesce(max(id), 0) FROM trail))",
            (title, moment, undoes, redoes),
        )
        number = database.value("SELECT last_insert_rowid()")
        database.run("INSERT INTO acting(action) VALUES (?)", (number,))
        action = Action(database, number, title)
        yield action
        database.run("DELETE FROM acting")

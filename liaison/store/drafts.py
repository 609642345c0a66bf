"""What was begun and not yet saved: kept in the office file beside the books, never part of them.

A draft is no record: it is in no list, no count, no paper and no trail. It lies in the same file so that it is
as safe as the books, travels with them and is encrypted with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from liaison.store.database import Database

LONGEST = 2_000_000
"""Characters of one draft's content; more is no typing."""
NEW = 0
"""Stands for the record that does not exist yet."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into one form.

    Attributes:
        book: the book, or the name of a dialog of its own ("board/progress").
        record: the record's number; NEW for one that was begun.
        moment: when it was kept, ISO.
        values: what stood in the fields, as typed: texts, numbers, lists.
    """

    book: str
    record: int
    moment: str
    values: Mapping[str, object]


def keep(database: Database, book: str, record: int, values: Mapping[str, object]) -> None:
    """Keep what was typed in place of what was kept before; nothing typed drops it.

    Raises:
        UserError: the file cannot be written.
    """
    content = json.dumps(dict(values), ensure_ascii=False)
    if not values or len(content) > LONGEST:
        drop(database, book, record)
        return
    with database.transaction():
        database.run(
            "INSERT INTO drafts(book, record, moment, content) VALUES (?, ?, ?, ?)"
            " ON CONFLICT(book, record) DO UPDATE SET moment = excluded.moment, content = excluded.content",
            (book, record, datetime.now().isoformat(timespec="seconds"), content),
        )


def kept(database: Database, book: str) -> list[Draft]:
    """Every draft of a book, by record; one that cannot be read is passed over."""
    found = []
    for record, moment, content in database.rows(
        "SELECT record, moment, content FROM drafts WHERE book = ? ORDER BY record", (book,)
    ):
        try:
            values = json.loads(content)
        except ValueError:
            continue
        if isinstance(values, dict) and values:
            found.append(Draft(book, int(record), str(moment), values))
    return found


def drop(database: Database, book: str, record: int) -> None:
    """Forget one draft; none is none. Writes only when there is one."""
    if database.value("SELECT 1 FROM drafts WHERE book = ? AND record = ?", (book, record)):
        with database.transaction():
            database.run("DELETE FROM drafts WHERE book = ? AND record = ?", (book, record))

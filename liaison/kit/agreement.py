"""Every record against the last line of its trail: what stands in the book is what was written there.

The trail's lines are sealed one on another (store.links), so that a change made around the program, or a
byte that a failing disk turned over, shows here although every rule of the book is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from liaison.kit.book import Book
from liaison.kit.desk import Desk
from liaison.kit.schema import content_sql

_NAMED = 3
_LARGEST = 2**63 - 1  # of the numbers SQLite knows: a bound in so many words lets it walk a window only


def unlike_their_trail(desk: Desk) -> list[str]:
    """A sentence for every book with records that are not as the program wrote them last."""
    found = []
    for book in desk.books.values():
        wrong = unlike(desk, book)
        if wrong:
            names = "、".join(f"“{desk.names.label(book.name, number)[:20]}”" for number in wrong[:_NAMED])
            rest = f"等 {len(wrong)} {book.measure}" if len(wrong) > _NAMED else ""
            found.append(f"“{book.title}”里{names}{rest}和操作记录对不上，像是在程序外被改动或磁盘出错，请从备份找回")
    return found


def unlike(desk: Desk, book: Book, first: int = 0, last: int = _LARGEST) -> list[int]:
    """The records whose content differs from their last line, or that have none; erased lines say nothing.

    Args:
        first, last: only records with numbers above `first`, and up to `last`.
    """
    newest = f"FROM trail t WHERE t.book = '{book.name}' AND t.record = r.id ORDER BY t.id DESC LIMIT 1"
    rows = desk.database.rows(  # subqueries and no join: what is not asked of a record that agrees is not worked out
        f"SELECT id, line, erased, after, content FROM (SELECT r.id AS id, {content_sql(book, 'r')} AS content,"
        f" (SELECT t.id {newest}) AS line, (SELECT t.after {newest}) AS after,"
        f" (SELECT t.before IS NULL AND t.after IS NULL {newest}) AS erased"
        f" FROM {book.name} r WHERE r.id > ? AND r.id <= ?) WHERE after IS NOT content",
        (first, last),
    )
    return [
        number for number, line, erased, after, content in rows
        if line is None or (not erased and not _same(after, content))
    ]  # fmt: skip


def _same(after: str | None, content: str) -> bool:
    """Columns that a later version added are not in an older line; they are not compared."""
    if after is None:
        return False
    try:
        stands: Mapping[str, object] = json.loads(content)
        return all(stands.get(name) == value for name, value in json.loads(after).items())
    except ValueError:  # a byte turned over within the text
        return False

"""Which records others need, and which others a record needs: asked for many records at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liaison.kit.book import Book
from liaison.kit.entry import references
from liaison.kit.fields import Reference
from liaison.store.writing import CHUNK

if TYPE_CHECKING:
    from liaison.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class Need:
    """A record that others still point at.

    Attributes:
        record: its number.
        by: the book whose records need it; count: how many do.
        others: how many more records of the same question are needed as well.
    """

    record: int
    by: Book
    count: int
    others: int = 0


def still_needed(desk: Desk, book: str, numbers: Collection[int]) -> Need | None:
    """Whether living records point at one of these; those of the question itself do not count."""
    for other in desk.books.values():
        for f in references(other):
            if f.to != book:
                continue
            found: dict[int, int] = {}
            for chunk in _chunks(numbers):
                found.update(
                    desk.database.rows(
                        f"SELECT {f.name}, count(*) FROM {other.name} WHERE {f.name} IN ({chunk}) AND deleted = 0"
                        f"{f' AND id NOT IN ({chunk})' if other.name == book else ''} GROUP BY {f.name}"
                    )
                )
            if found:
                first = min(found)
                return Need(first, other, found[first], len(found) - 1)
    return None


def missing_parents(desk: Desk, book: str, numbers: Collection[int]) -> dict[str, tuple[int, ...]]:
    """The records in the recycle bin that living ones among these point at, by book."""
    found: dict[str, set[int]] = {}
    for f in desk.books[book].fields:
        if not isinstance(f, Reference) or not f.to:
            continue
        for chunk in _chunks(numbers):
            rows = desk.database.rows(
                f"SELECT DISTINCT p.id FROM {book} t JOIN {f.to} p ON p.id = t.{f.name}"
                f" WHERE t.id IN ({chunk}) AND t.deleted = 0 AND p.deleted = 1"
            )
            found.setdefault(f.to, set()).update(number for (number,) in rows)
    return {name: tuple(sorted(parents)) for name, parents in found.items() if parents}


def _chunks(numbers: Collection[int]) -> Iterator[str]:
    ordered = sorted(numbers)
    for start in range(0, len(ordered), CHUNK):
        yield ", ".join(str(int(number)) for number in ordered[start : start + CHUNK])

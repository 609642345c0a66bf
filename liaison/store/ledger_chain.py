"""The ledgers' chain: every entry is sealed with a digest over what it says and the digest before.

A change of an entry that goes around the program is found, and with the head (count, total, digest) printed on
paper and kept in every backup so is a chain that was written anew: 可发现，不可阻止. What may change after entering
(notes, vouchers, who handled it) is not part of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

SEALED: Mapping[str, tuple[str, ...]] = {
    "donations": (
        "id", "year", "serial", "date", "donor", "kind", "amount", "item", "spec", "quantity", "unit", "estimate",
        "purpose", "reverses", "corrects", "reason", "deleted",
    ),
    "handouts": (
        "id", "year", "serial", "date", "purpose", "kind", "amount", "item", "spec", "quantity", "unit", "recipient",
        "donation", "reverses", "corrects", "reason", "deleted",
    ),
}
"""What is sealed of each ledger's entries, in this order for ever: the digests of years hang on it. A column that
a later step locks goes behind the array, and only where it is not NULL, so that old digests stay true."""

NOUGHT = bytes(32)
"""What the first entry hangs on."""


class Asked(Protocol):
    """What is asked here: an open office, or a copy of one."""

    def run(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Run a statement and give its cursor."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None."""


class Head(NamedTuple):
    """Where a ledger stands: how many entries ever, their total in fen, the first 16 hex digits of the last digest.

    `hex16` is "" for a ledger without entries.
    """

    entries: int
    fen: int
    hex16: str

    @property
    def letters(self) -> str:
        """The 16 digits as they are printed: 3F2A 91BC 0D77 E5A1."""
        return " ".join(self.hex16[at : at + 4] for at in range(0, 16, 4)).upper()


@dataclass(frozen=True, slots=True)
class Failure:
    """The first entry that does not hold.

    Attributes:
        entry: its number as people say it, 2025-013.
        kind: changed (says other than when it was entered), missing, order (the chain itself is broken here),
            added (stands in the book and was never entered).
        sentence: what is wrong, in plain Chinese, without the number.
    """

    entry: str
    kind: str
    sentence: str


_SENTENCES = {
    "changed": "内容和入账时不一样",
    "missing": "不见了",
    "order": "前后次序对不上",
    "added": "没有经过入账",
}


def said(book: str, row: str) -> str:
    """The SQL for what an entry says, as the bytes of a JSON array: one form only for one content."""
    values = ", ".join(f"{row}.{name}" for name in SEALED[book])
    return f"CAST(json_array('{book}', {values}) AS BLOB)"


def sealing(book: str) -> str:
    """The statement with which a trigger adds the entry NEW to the chain."""
    return (
        "INSERT INTO chain(book, place, record, year, serial, digest)\n"
        f"  VALUES ('{book}', 1 + coalesce((SELECT max(place) FROM chain WHERE book = '{book}'), 0),\n"
        "    NEW.id, NEW.year, NEW.serial,\n"
        f"    ledger_link((SELECT digest FROM chain WHERE book = '{book}' ORDER BY place DESC LIMIT 1),\n"
        f"    {said(book, 'NEW')}))"
    )


def ledger_link(before_it: bytes | None, content: bytes) -> bytes:
    """The digest of an entry that hangs on the one before; known to SQL by this name."""
    return hashlib.sha256((before_it or NOUGHT) + content).digest()


FUNCTIONS = (("ledger_link", 2, ledger_link, True),)
"""What every connection to an office file knows of this."""


def head(database: Asked, book: str, entries: int | None = None) -> Head:
    """Where a ledger stands, or stood when it had so many entries; entries 0 when it never had as many."""
    count = int(database.value("SELECT coalesce(max(place), 0) FROM chain WHERE book = ?", (book,)))
    if entries is not None and entries != count:
        if not 0 < entries < count:
            return Head(0, 0, "")
        count = entries
        fen = database.value(
            f"SELECT coalesce(sum(t.amount), 0) FROM chain c JOIN {book} t ON t.id = c.record"
            " WHERE c.book = ? AND c.place <= ?",
            (book, count),
        )
    else:
        fen = database.value(f"SELECT coalesce(sum(amount), 0) FROM {book} WHERE serial IS NOT NULL")
    digest = database.value("SELECT digest FROM chain WHERE book = ? AND place = ?", (book, count))
    return Head(count, int(fen), digest.hex()[:16] if digest else "")


def agrees(database: Asked, book: str, entries: int, hex16: str) -> bool:
    """Whether a head that was written down stands in this chain: nothing up to it was written anew."""
    if not entries:
        return True
    digest = database.value("SELECT digest FROM chain WHERE book = ? AND place = ?", (book, entries))
    return bool(digest) and digest.hex()[:16] == hex16.replace(" ", "").lower()


def first_unlike(database: Asked, book: str, other: Asked) -> str:
    """The first entry, 2025-013, whose place in another file's chain is not as it is here; "" when all are.

    The digests hang on one another, so that halving finds it.
    """
    length = int(other.value("SELECT coalesce(max(place), 0) FROM chain WHERE book = ?", (book,)))
    asked = "SELECT year, serial, digest FROM chain WHERE book = ? AND place = ?"
    low, high = 1, length + 1
    while low < high:
        middle = (low + high) // 2
        if database.rows(asked, (book, middle)) == other.rows(asked, (book, middle)):
            low = middle + 1
        else:
            high = middle
    row = (database.rows(asked, (book, low)) or other.rows(asked, (book, low)))[:1] if low <= length else []
    return f"{row[0][0]}-{int(row[0][1]):03d}" if row else ""


def verify(database: Asked, book: str) -> Failure | None:
    """Walk a ledger's chain from its first entry; the first one that does not hold, or None when all do."""
    place, before_it, sha256 = 0, NOUGHT, hashlib.sha256
    for stands, digest, content, year, serial in database.run(
        f"SELECT c.place, c.digest, CASE WHEN t.serial IS NOT NULL THEN {said(book, 't')} END, c.year, c.serial"
        f" FROM chain c LEFT JOIN {book} t ON t.id = c.record WHERE c.book = '{book}' ORDER BY c.place"
    ):
        place += 1
        if content is None:
            return _failure("missing", year, serial)
        if stands != place or sha256(before_it + content).digest() != digest:
            return _failure("order" if stands != place else "changed", year, serial)
        before_it = digest
    entered = database.value(f"SELECT count(*) FROM {book} WHERE serial IS NOT NULL")
    if entered == place:
        return None
    year, serial = database.rows(
        f"SELECT year, serial FROM {book} WHERE serial IS NOT NULL"
        f" AND id NOT IN (SELECT record FROM chain WHERE book = '{book}') ORDER BY year, serial LIMIT 1"
    )[0]
    return _failure("added", year, serial)


def _failure(kind: str, year: Any, serial: Any) -> Failure:
    return Failure(f"{year}-{int(serial):03d}", kind, _SENTENCES[kind])

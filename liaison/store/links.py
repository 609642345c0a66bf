"""The trail's chain: every line of the trail is sealed with a salted digest that hangs on the one before.

A seal is 80 bytes: 16 of salt, 32 of digest over what the line says, 32 of link over the digest, the line's
place and the link before. The link holds the digest and not the text, so that a person's data can be
erased by law (个人信息保护法 47) and the chain still verifies: 可发现，不可阻止.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from liaison.store import ledger_chain

if TYPE_CHECKING:
    from liaison.store.database import Database

SALT, DIGEST = 16, 32
ERASED = bytes(SALT)
"""The salt of a line whose text was erased."""


def trail_seal(
    before_it: bytes | None, line: int, moment: str, book: str, record: int, before: str | None, after: str | None
) -> bytes:
    """The seal of a new line of the trail; known to SQL by this name."""
    salt = os.urandom(SALT)
    digest = content_digest(salt, before, after)
    return salt + digest + link(before_it[-DIGEST:] if before_it else b"", line, moment, book, record, digest)


def content_digest(salt: bytes, before: str | None, after: str | None) -> bytes:
    """What a line says, as a digest that cannot be guessed without its salt."""
    return hashlib.sha256(
        b"%s%d.%s.%s" % (salt, len(before or ""), (before or "").encode(), (after or "").encode())
    ).digest()


def link(previous: bytes, line: int, moment: str, book: str, record: int, digest: bytes) -> bytes:
    """How a line hangs on the one before it."""
    said = (previous, line, moment.encode(), book.encode(), record, digest)
    return hashlib.sha256(b"%s%d.%s.%s.%d.%s" % said).digest()


def trail_erased(seal: bytes) -> bytes:
    """The seal of a line whose text is erased: without its salt the digest says nothing; known to SQL."""
    return ERASED + seal[SALT:]


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """The first line of the trail that does not verify.

    Attributes:
        line: its place in the trail; moment: of its action, ISO; book, record: what it is about.
    """

    line: int
    moment: str
    book: str
    record: int


def verify_trail(database: Database, first: int = 1) -> BrokenLine | None:
    """Follow the chain from a line on; None when every line is as it was written, or lawfully erased.

    An erased line has lost its text and its salt: only its place in the chain can be looked at. A line taken from
    the end can not be seen from here; the last link in a backup's manifest shows it.
    """
    before_it: bytes = database.value("SELECT seal FROM trail_links WHERE id = ?", (first - 1,)) or b""
    previous, expected = before_it[-DIGEST:], first
    for line, action, moment, book, record, before, after, seal in _lines(database, first):
        broken = BrokenLine(line, moment or "", book, record)
        if line != expected or action is None or moment is None or seal is None or len(seal) != SALT + 2 * DIGEST:
            return BrokenLine(expected, moment or "", book, record)
        salt, digest, linked = seal[:SALT], seal[SALT : SALT + DIGEST], seal[-DIGEST:]
        said_nothing = before is None and after is None
        if not (said_nothing if salt == ERASED else content_digest(salt, before, after) == digest):
            return broken
        if link(previous, line, moment, book, record, digest) != linked:
            return broken
        previous, expected = linked, expected + 1
    left_over = database.rows("SELECT id FROM trail_links WHERE id >= ? ORDER BY id LIMIT 1", (expected,))
    return BrokenLine(left_over[0][0], "", "", 0) if left_over else None


_WINDOW = 2_000


def _lines(database: Database, first: int = 1) -> Iterator[tuple[Any, ...]]:
    """The lines from one on, each with its action's moment and its seal, a window at a time."""
    last = first - 1
    while True:
        rows = database.rows(
            "SELECT t.id, t.action, a.moment, t.book, t.record, t.before, t.after, l.seal FROM trail t"
            " LEFT JOIN actions a ON a.id = t.action LEFT JOIN trail_links l ON l.id = t.id"
            " WHERE t.id > ? ORDER BY t.id LIMIT ?",
            (last, _WINDOW),
        )
        if not rows:
            return
        yield from rows
        last = rows[-1][0]


FUNCTIONS: tuple[tuple[str, int, Callable[..., Any], bool], ...] = (
    ("trail_seal", 7, trail_seal, False),
    ("trail_erased", 1, trail_erased, True),
    *ledger_chain.FUNCTIONS,
)
"""What every connection to an office file knows: name, number of arguments, function, deterministic."""

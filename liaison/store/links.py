"""The trail's chain: every line of the trail is sealed with a salted digest that hangs on the one before.

A seal is 80 bytes: 16 of salt, 32 of digest over what the line says, 32 of link over the digest, the line's
place and the link before. The link holds the digest and not the text, so that a person's data can be
erased by law (个人信息保护法 47) and the chain still verifies: 可发现，不可阻止.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from typing import Any

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


FUNCTIONS: tuple[tuple[str, int, Callable[..., Any], bool], ...] = (
    ("trail_seal", 7, trail_seal, False),
    ("trail_erased", 1, trail_erased, True),
)
"""What every connection to an office file knows: name, number of arguments, function, deterministic."""

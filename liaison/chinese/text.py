"""The one cleaner at every door, and the folding that searching compares by."""

from __future__ import annotations

import unicodedata

from liaison.chinese.patterns import pattern
from liaison.errors import UserError

LONGEST = 200_000
"""Characters in one text where the caller names no limit of its own."""

# Invisible marks that reorder, join or split text on the screen, and code points that no sheet,
# page or database file can hold: controls, lone surrogates, non-characters.
_UNWANTED = pattern(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_BREAKS = pattern("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = pattern("[\t\xa0\u1680\u2000-\u200a\u202f\u205f]")
_ONE_LINE_BLANKS = pattern("\n|\u3000")


def clean_text(value: str, *, limit: int | None = None, lines: bool = False) -> str:
    """Text as the books keep it: NFC, without control, bidi or zero-width marks, stripped, bounded.

    Args:
        value: what was typed, pasted or read.
        limit: the most characters allowed; `LONGEST` when None.
        lines: keep line breaks (as \\n); otherwise they become spaces.

    Raises:
        UserError: the cleaned text is longer than the limit.
    """
    # Nearly every value is short printable text. isprintable() is false for every unwanted mark and for
    # every blank but the plain space, so these two checks settle it.
    if value.isprintable() and unicodedata.is_normalized("NFC", value):
        text = value.strip()
    else:
        text = _clean_slowly(value, lines)
    if len(text) > (LONGEST if limit is None else limit):
        raise UserError(f"太长了：最多 {LONGEST if limit is None else limit} 个字，现有 {len(text)} 个字")
    return text


def _clean_slowly(value: str, lines: bool) -> str:
    text = _BREAKS.sub("\n", value)
    text = _BLANKS.sub(" ", text)
    if not lines:
        text = _ONE_LINE_BLANKS.sub(" ", text)
    text = _UNWANTED.sub("", text)
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """The text as searching compares it: NFKC, without letter case, blanks or invisible marks."""
    if text.isascii():
        return "".join(text.lower().split())
    if not (text.isprintable() and unicodedata.is_normalized("NFKC", text)):
        text = unicodedata.normalize("NFKC", _UNWANTED.sub("", text))
    # Case folding may undo the normal form (ΐ), hence the second pass; it costs nothing when not needed.
    folded = "".join(text.casefold().split())
    return folded if unicodedata.is_normalized("NFKC", folded) else unicodedata.normalize("NFKC", folded)

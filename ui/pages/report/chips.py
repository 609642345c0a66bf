"""Figures inside a text document: stretches of characters that carry the figure's key.

A figure is ordinary text with a character format of ours, so that input methods, undo and searching work on
it as on any other text. The format holds the key, the words the books give, and a number of its own, so
that two figures side by side never melt into one. What stands there is compared with those words: when
they differ, the figure was typed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from ui import theme

_KEY = QTextFormat.Property.UserProperty + 1
_WORDS = QTextFormat.Property.UserProperty + 2
_NUMBER = QTextFormat.Property.UserProperty + 3
_numbers = count(1)

LINE_HEIGHT = 31
"""Height of a line of report text, for the text size of the brief."""
BELOW_PARAGRAPH = 8


class Piece(Protocol):
    """A stretch of a section's text, as the office gives it; with a key it is a figure."""

    @property
    def text(self) -> str: ...

    @property
    def key(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Chip:
    """A figure as it stands in the document.

    Attributes:
        key: the figure's key.
        words: what the books give; "" when they give nothing any more.
        text: what stands there.
        start, end: its place in the document.
    """

    key: str
    words: str
    text: str
    start: int
    end: int

    @property
    def typed_over(self) -> bool:
        """Whether somebody wrote something else over it."""
        return self.text != self.words


def plain_format() -> QTextCharFormat:
    """The format of everything that is no figure."""
    made = QTextCharFormat()
    made.setForeground(theme.colour("text"))
    return made


def chip_format(key: str, words: str) -> QTextCharFormat:
    """The format of one new figure."""
    made = QTextCharFormat()
    made.setForeground(theme.colour("figure"))
    made.setProperty(_KEY, key)
    made.setProperty(_WORDS, words)
    made.setProperty(_NUMBER, next(_numbers))
    return made


def number_of(given: QTextCharFormat) -> int:
    """Which figure a character belongs to; 0 for none."""
    number = given.property(_NUMBER)
    return int(number) if number is not None else 0


def block_format() -> QTextBlockFormat:
    """A paragraph of the report: two characters of indent, generous lines."""
    made = QTextBlockFormat()
    made.setTextIndent(2 * theme.width(16))
    made.setBottomMargin(BELOW_PARAGRAPH)
    made.setLineHeight(theme.height(LINE_HEIGHT), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return made


def insert(cursor: QTextCursor, pieces: Iterable[tuple[str, str | None, str]]) -> None:
    """Write pieces at the cursor, as one step of undo. A piece is text, key or None, and the books' words."""
    cursor.beginEditBlock()
    for text, key, words in pieces:
        if key:
            cursor.insertText(text.replace("\n", " "), chip_format(key, words))
            continue
        for place, line in enumerate(text.split("\n")):
            if place:
                cursor.insertBlock(block_format(), plain_format())
            cursor.insertText(line, plain_format())
    cursor.endEditBlock()


def pieces_of(document: QTextDocument) -> tuple[tuple[str, str | None], ...]:
    """The document as (text, key or None) stretches; line feeds part the paragraphs."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return selected(cursor)


def selected(cursor: QTextCursor) -> tuple[tuple[str, str | None], ...]:
    """The selection as stretches. A figure that is only partly in it is plain text."""
    return tuple((text, key) for text, key, _ in selected_with_words(cursor))


def selected_with_words(cursor: QTextCursor) -> tuple[tuple[str, str | None, str], ...]:
    """As `selected`, with the books' words of each figure."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    document = cursor.document()
    found: list[tuple[str, str | None, str]] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() <= end:
        if block.position() > start:
            _append(found, "\n")
        for text, at, chip in _stretches(block):
            left, right = max(start, at), min(end, at + len_16(text))
            if left >= right:
                continue
            if chip is not None and left == at and right == at + len_16(text):
                found.append((text, chip.key, chip.words))
            else:
                _append(found, slice_16(text, left - at, right - at))
        block = block.next()
    return tuple(found)


def _append(found: list[tuple[str, str | None, str]], text: str) -> None:
    if found and found[-1][1] is None:
        found[-1] = (found[-1][0] + text, None, "")
    else:
        found.append((text, None, ""))


def len_16(text: str) -> int:
    """The length of a text as documents count it, in UTF-16 units (rare characters take two)."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def slice_16(text: str, start: int, end: int) -> str:
    """A part of a text by places as documents count them."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", errors="ignore")


def _stretches(block: QTextBlock) -> Iterator[tuple[str, int, Chip | None]]:
    """The block's stretches: text, place, and the figure it is. Soft line breaks come as line feeds."""
    text, at, last = "", block.position(), QTextCharFormat()
    for fragment in _fragments(block):
        form = fragment.charFormat()
        if text and number_of(form) != number_of(last):
            yield text, at, _chip(text, at, last)
            at += len_16(text)
            text = ""
        text += fragment.text().replace("\u2028", "\n")
        last = form
    if text:
        yield text, at, _chip(text, at, last)


def _fragments(block: QTextBlock):  # type: ignore[no-untyped-def]
    walk = block.begin()
    while not walk.atEnd():
        yield walk.fragment()
        walk += 1


def _chip(text: str, at: int, form: QTextCharFormat) -> Chip | None:
    if not number_of(form):
        return None
    return Chip(str(form.property(_KEY)), str(form.property(_WORDS) or ""), text, at, at + len_16(text))


def chips_in(block: QTextBlock) -> list[Chip]:
    """The figures of one paragraph, in order."""
    return [chip for _, _, chip in _stretches(block) if chip is not None]


def all_chips(document: QTextDocument) -> list[Chip]:
    """The figures of the whole document, in order."""
    found: list[Chip] = []
    block = document.begin()
    while block.isValid():
        found.extend(chips_in(block))
        block = block.next()
    return found


def chip_around(document: QTextDocument, place: int, *, edges: bool = False) -> Chip | None:
    """The figure a place lies strictly inside of; with `edges` also one that begins or ends there."""
    for chip in chips_in(document.findBlock(place)):
        if chip.start < place < chip.end or (edges and chip.start <= place <= chip.end):
            return chip
    return None


def characters(pieces: Sequence[tuple[str, str | None]]) -> int:
    """How many characters a text has, without blanks and line ends."""
    return sum(len("".join(text.split())) for text, _ in pieces)

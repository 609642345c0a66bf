r"""Figures inside a text that people edit: `[[key|text]]`, and `[[key|text|!]]` where a person typed over it.

A mark lets a figure stay a figure while the text around it changes. Brackets that a person typed are text:
`\` before one of `\ [ ] |` makes it plain, and what does not read as a mark is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from liaison.figures.figure import Figure, Figures

_PART = r"(?:\\[\\\[\]|]|[^\\\[\]|\n])"
_MARK = re.compile(rf"\[\[(?P<key>{_PART}+)\|(?P<text>{_PART}*)(?P<typed>\|!)?\]\]")
_ESCAPED = re.compile(r"\\([\\\[\]|])")
_SPECIAL = re.compile(r"([\\\[\]|])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text.

    Attributes:
        text: what is read.
        key: the figure it shows, or None for plain text.
        typed_over: a person wrote something else than the figure.
    """

    text: str
    key: str | None = None
    typed_over: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that reads differently now than where it was written."""

    key: str
    old: str
    new: str


def parse(text: str) -> tuple[Piece, ...]:
    """The pieces of a text; plain neighbours are one piece."""
    pieces: list[Piece] = []
    plain_from = at = 0

    def take_plain(until: int) -> None:
        if until > plain_from:
            pieces.append(Piece(_unescape(text[plain_from:until])))

    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == "[" and (match := _MARK.match(text, at)):
            take_plain(at)
            pieces.append(Piece(_unescape(match["text"]), _unescape(match["key"]), match["typed"] is not None))
            plain_from = at = match.end()
        else:
            at += 1
    take_plain(len(text))
    return tuple(pieces)


def write(pieces: Iterable[Piece]) -> str:
    """The text that `parse` reads back as these pieces."""
    return "".join(_mark(piece) if piece.key else escape(piece.text) for piece in pieces)


def mark(figure: Figure) -> str:
    """The figure as it stands in a text."""
    return _mark(Piece(figure.text, figure.key))


def escape(text: str) -> str:
    r"""Typed text so that no bracket in it reads as a mark; a lone `[` or `|` needs nothing."""
    return re.sub(r"\\(?=[\\\[\]|]|$)|\[(?=\[)|(?<=\[)\[", lambda m: "\\" + m[0], text)


def plain(text: str) -> str:
    """The text as it is read."""
    return "".join(piece.text for piece in parse(text))


def keys(text: str) -> tuple[str, ...]:
    """The figures in a text, each once, in order."""
    return tuple(dict.fromkeys(piece.key for piece in parse(text) if piece.key))


def compare(text: str, figures: Figures) -> tuple[Moved, ...]:
    """The figures that read differently now, each once; what was typed over is the person's own."""
    found: dict[tuple[str, str], Moved] = {}
    for piece in parse(text):
        if piece.key and not piece.typed_over:
            figure = figures.find(piece.key)
            if figure is not None and figure.text != piece.text:
                found.setdefault((piece.key, piece.text), Moved(piece.key, piece.text, figure.text))
    return tuple(found.values())


def refresh(text: str, figures: Figures) -> tuple[str, tuple[Moved, ...]]:
    """The text with every figure as it is now, and what changed. Typed-over and unknown ones stay."""
    moved = compare(text, figures)
    now = {m.key: m.new for m in moved}
    if not moved:
        return text, ()
    pieces = [
        replace(p, text=now[p.key]) if p.key in now and not p.typed_over else p for p in parse(text)
    ]
    return write(pieces), moved


def settle(pieces: Sequence[Piece], known: Mapping[str, str]) -> tuple[Piece, ...]:
    """Marks as typed over what differs from the figure's text as last drawn, and unmarks what is it again."""
    return tuple(
        replace(p, typed_over=p.text != known[p.key]) if p.key and p.key in known else p for p in pieces
    )


def _mark(piece: Piece) -> str:
    inside = f"{_guard(piece.key or '')}|{_guard(piece.text)}"
    return f"[[{inside}|!]]" if piece.typed_over else f"[[{inside}]]"


def _guard(text: str) -> str:
    """Inside a mark every special character is escaped, and a line end is a space."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split("\n")))


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)

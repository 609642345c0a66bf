"""What stands on a page, in points from the sheet's top left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, TypeVar

from liaison.press import blocks as b

Colour: TypeAlias = Literal["black", "red"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one face on one line.

    Attributes:
        text: the characters.
        places: where each character's cell begins, from the sheet's left.
        end: where the last one's cell ends.
        role: which face draws them.
        figure: key of the figure they show, or None.
    """

    text: str
    places: tuple[float, ...]
    end: float
    role: b.Role
    figure: str | None


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of text on a page.

    Attributes:
        x: where its first character's cell begins.
        y: the top of its characters' em box.
        width: from its first cell to its last one's end.
        size: of its characters.
        spans: its text.
        block: index of the block it belongs to.
        colour: of its ink.
        narrow: the width of its characters over their height.
    """

    x: float
    y: float
    width: float
    size: float
    spans: tuple[Span, ...]
    block: int
    colour: Colour = "black"
    narrow: float = 1.0

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line.

    Attributes:
        x0, y0, x1, y1: its ends.
        width: its thickness.
        colour: of its ink.
        dashed: drawn as a row of dashes.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5
    colour: Colour = "black"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Ink:
    """A signature's strokes, already placed."""

    lines: tuple[b.Polyline, ...]
    width: float = 0.9


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or a chart in its box; picturing.py draws it.

    Attributes:
        x, y: the box's top left.
        width, height: of the box.
        source: what is drawn.
        block: index of the block it belongs to.
    """

    x: float
    y: float
    width: float
    height: float
    source: b.Photo | b.Chart
    block: int = 0


Placed = TypeVar("Placed", PlacedLine, Rule, Picture)


def moved(thing: Placed, across: float, down: float) -> Placed:
    """The same thing, moved."""
    if isinstance(thing, Rule):
        return replace(thing, x0=thing.x0 + across, x1=thing.x1 + across, y0=thing.y0 + down, y1=thing.y1 + down)
    if isinstance(thing, Picture):
        return replace(thing, x=thing.x + across, y=thing.y + down)
    spans = tuple(
        replace(span, places=tuple(place + across for place in span.places), end=span.end + across)
        for span in thing.spans
    )
    return replace(thing, x=thing.x + across, y=thing.y + down, spans=spans)

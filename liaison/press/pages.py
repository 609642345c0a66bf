"""Placed pages: what stands where, in points from each sheet's top left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from liaison.press import blocks as b
from liaison.press.numbering import Counted, PageNumber
from liaison.press.pieces import Composed
from liaison.press.placed import Ink, Picture, PlacedLine, Rule, Span
from liaison.press.tablepages import TablePage

__all__ = ["Ink", "Page", "PageNumber", "Pages", "Picture", "PlacedLine", "Rule", "Span"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        index: from 0.
        width: of the sheet, points.
        height: of the sheet, points.
        lines: its text.
        rules: its tables' rules.
        ink: signatures.
        pictures: photos and charts.
        number: its page number, or None.
    """

    index: int
    width: float
    height: float
    lines: tuple[PlacedLine, ...]
    rules: tuple[Rule, ...] = ()
    ink: tuple[Ink, ...] = ()
    pictures: tuple[Picture, ...] = ()
    number: PageNumber | None = None

    @property
    def text(self) -> str:
        """Its lines, one a line."""
        return "\n".join(line.text for line in self.lines)

    def figure_at(self, x: float, y: float) -> str | None:
        """The key of the figure shown at a point, or None."""
        span = self._span_at(x, y)
        return span.figure if span else None

    def block_at(self, x: float, y: float) -> int | None:
        """The index of the block shown at a point, or None."""
        for line in self.lines:
            if line.y <= y <= line.y + line.size and line.x <= x <= line.x + line.width:
                return line.block
        return None

    def figure_boxes(self) -> Iterator[tuple[str, float, float, float, float]]:
        """Every figure with its box: key, x, y, width, height."""
        for line in self.lines:
            for span in line.spans:
                if span.figure:
                    yield span.figure, span.places[0], line.y, span.end - span.places[0], line.size

    def _span_at(self, x: float, y: float) -> Span | None:
        for line in self.lines:
            if line.y <= y <= line.y + line.size:
                for span in line.spans:
                    if span.places[0] <= x <= span.end:
                        return span
        return None


@dataclass(frozen=True, slots=True)
class Pages:
    """A laid document.

    Attributes:
        composed: the pieces it was made of.
        pages: its pages.
        cuts: for every paragraph that had to be cut so that the signature after it is not alone, by the place of
            its piece, how many of its lines stand before the cut.
        whole: places of the pieces that lie on one page.
        starts: for every sheet, by the place of its piece, how its first page is counted.
        tables: for every table, by the place of its piece, its rows page by page; Word is told the same.
        fresh: places of the panels that did not fit on the page before.
    """

    composed: Composed
    pages: tuple[Page, ...]
    tables: dict[int, tuple[TablePage, ...]] = field(default_factory=dict)
    cuts: dict[int, int] = field(default_factory=dict)
    whole: frozenset[int] = frozenset()
    starts: dict[int, Counted] = field(default_factory=dict)
    fresh: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.pages)

    def __iter__(self) -> Iterator[Page]:
        return iter(self.pages)

    def __getitem__(self, index: int) -> Page:
        return self.pages[index]

    @property
    def covers(self) -> tuple[int, ...]:
        """The places of the pages that are covers; nothing is printed on a cover's back."""
        blocks = self.document.blocks
        return tuple(
            page.index for page in self.pages if any(isinstance(blocks[line.block], b.Cover) for line in page.lines)
        )

    @property
    def document(self) -> b.Document:
        """What was laid."""
        return self.composed.document

"""The pieces that blocks are set into: paragraphs and tables whose lines are broken, not yet placed on a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from liaison.press import blocks as b
from liaison.press import linebreak, measures
from liaison.press.measures import SIZE_3, Sheet
from liaison.press.placed import Ink, Picture, PlacedLine, Rule

UNITS = 3  # a grid line is counted in thirds, so that rows of tables may be a third taller

Style: TypeAlias = Literal[
    "title", "subtitle", "addressee", "body", "heading1", "heading2", "heading3", "heading4", "attachments",
    "attachment-head", "signer", "date", "note", "caption", "blank", "people", "display", "sign-off",
    "picture-caption", "imprint", "cut-line",
]


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph with its lines.

    Attributes:
        style: what kind of paragraph it is.
        runs: its text.
        lines: where its lines end; indexes into the runs' joined text, widths in ems of `size`.
        role: the face of runs that name none.
        size: in points.
        cell: width of one em on the grid, in points; the size itself off the grid.
        align: how each line stands.
        right: what is kept free at the right, in ems.
        hang: where lines after the first begin, whether there are any yet or not, in ems.
        units: the height of each line in thirds of a grid line; a title's lines share `total` instead.
        total: the height of all lines together, or None.
        keep_next: it may not be the last thing on a page.
        widows: at least two of its lines stay together on either side of a page break.
        new_page: it starts a page.
        red: printed red.
        block: index of the block it came from.
    """

    style: Style
    runs: tuple[b.Run, ...]
    lines: tuple[linebreak.Line, ...]
    role: b.Role = "fangsong"
    size: float = SIZE_3
    cell: float = measures.CELL
    align: b.Align = "left"
    right: float = 0.0
    hang: float = 0.0
    units: int = UNITS
    total: int | None = None
    keep_next: bool = False
    widows: bool = False
    new_page: bool = False
    red: bool = False
    block: int = 0

    @property
    def text(self) -> str:
        """The characters that the lines' indexes point into."""
        return "".join(run.text for run in self.runs)

    @property
    def height(self) -> int:
        """In thirds of a grid line."""
        return self.total if self.total is not None else self.units * len(self.lines)


@dataclass(frozen=True, slots=True)
class SetCell:
    """One cell with its text broken."""

    para: Para
    column: int
    span: int
    strokes: tuple[b.Polyline, ...] = ()
    aspect: float = 1.0


@dataclass(frozen=True, slots=True)
class SetRow:
    """One row.

    Attributes:
        cells: left to right.
        height: in thirds of a grid line.
        group: it heads the rows after it.
    """

    cells: tuple[SetCell, ...]
    height: int
    group: bool = False


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table with its columns measured and its rows broken.

    Attributes:
        widths: of the columns, in points.
        head: the headings, repeated on every page.
        rows: the rows.
        foot: the closing rows; they stand with the last row.
        size: of its text, in points.
        pitch: from line to line inside a cell, in points.
        padding: on either side of a cell's text, in points.
        sums: sums at every page's foot, or None.
        set_row: sets a row of sums.
        keep_next: its last row may not be the last thing on a page.
        block: index of the block it came from.
    """

    widths: tuple[float, ...]
    head: SetRow
    rows: tuple[SetRow, ...]
    foot: tuple[SetRow, ...]
    size: float
    pitch: float
    padding: float
    sums: b.PageSums | None = None
    set_row: Callable[[b.Row], SetRow] | None = None
    keep_next: bool = False
    block: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """What follows starts a new page."""

    block: int = 0


@dataclass(frozen=True, slots=True)
class NewSheet:
    """What follows starts a page on this sheet; every document begins with one.

    Attributes:
        sheet: the sheet from here on.
        numbering: how its pages are numbered.
        restart: they are numbered from 1.
        counted: they are counted; a cover is not.
        block: index of the block it came from.
        foot: what stands small beside the number of every page.
    """

    sheet: Sheet
    numbering: b.Numbering
    restart: bool = False
    counted: bool = True
    block: int = 0
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A box whose content is placed inside it already: a head, an imprint, photos, a chart.

    Attributes:
        source: the block it was made of; the Word writer starts from it again.
        height: what it takes, in thirds of a grid line; 0 where it stands outside the flow.
        lines, rules, ink, pictures: what it holds. In the flow their places are counted from the type area's left
            and the top of its first grid line; at the foot from the type area's left and its lower edge, upwards
            negative; on the page from the sheet's top left.
        anchor: "flow", "foot" for the foot of the type area, "page" for a place on the sheet.
        keep_next: it may not be the last thing on a page.
        new_page: it starts a page.
        block: index of the block it came from.
    """

    source: b.Block
    height: int
    lines: tuple[PlacedLine, ...] = ()
    rules: tuple[Rule, ...] = ()
    ink: tuple[Ink, ...] = ()
    pictures: tuple[Picture, ...] = ()
    anchor: Literal["flow", "foot", "page"] = "flow"
    keep_next: bool = False
    new_page: bool = False
    block: int = 0


Piece: TypeAlias = "Para | SetTable | Break | NewSheet | Panel"


@dataclass(frozen=True, slots=True)
class Composed:
    """A document's pieces; the first is the sheet that it begins on."""

    document: b.Document
    pieces: tuple[Piece, ...]

    @property
    def sheet(self) -> Sheet:
        """The sheet that the document begins on."""
        first = self.pieces[0]
        assert isinstance(first, NewSheet)
        return first.sheet

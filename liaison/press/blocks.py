"""What a paper is made of: neutral blocks that know neither PDF nor Word.

A paper turns figures and records into a `Document` of these blocks; the press lays the same document on
pages for the screen, for PDF and for Word. Every class is frozen, so a document can be handed to a worker.
A table cell and a body paragraph take either a plain string or a tuple of runs; a run may name the figure
that it shows, and the name survives layout so that a click on the preview can open the records behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from liaison.press.forms import (
    Cover,
    CutLine,
    Display,
    Imprint,
    LetterHead,
    Numbering,
    People,
    RedHead,
    Section,
    SignOff,
)
from liaison.press.graphics import Chart, Photo, Photos, Series

__all__ = [
    "Addressee", "Align", "AttachmentHead", "AttachmentNote", "Block", "Cell", "Chart", "Column", "Cover", "CutLine",
    "Display", "Document", "Group", "Heading", "Imprint", "LetterHead", "Note", "Numbering", "PageBreak", "PageSums",
    "Paragraph", "People", "Photo", "Photos", "Polyline", "Properties", "RedHead", "Role", "Row", "Run", "Section",
    "Series", "SignOff", "Signature", "Spacer", "Subtitle", "Table", "Text", "Title", "addressee_text",
    "attachment_label", "attachment_lines", "cell_of", "note_text", "plain", "runs_of", "title_text",
]  # fmt: skip

Align: TypeAlias = Literal["left", "center", "right"]
Role: TypeAlias = Literal["fangsong", "xiaobiaosong", "hei", "kai", "song"]
Polyline: TypeAlias = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text.

    Attributes:
        text: the text; line feeds count as spaces.
        figure: key of the figure it shows, or None.
        role: a face other than the block's own, such as kai for a run-in heading.
    """

    text: str
    figure: str | None = None
    role: Role | None = None


Text: TypeAlias = "str | tuple[Run, ...]"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text, size 3 fangsong (GB/T 9704-2012, 5.2.2).

    Attributes:
        runs: a plain string or runs.
        indent: first-line indent in characters; two by 7.3.3, none for a line that starts flush.
        align: "left" is justified as body text; "center" and "right" set every line so.
    """

    runs: Text
    indent: int = 2
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4, numbered in its own text: 一、 （一） 1. （1） (7.3.3)."""

    level: int
    text: Text

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"heading level {self.level} is not 1 to 4")


@dataclass(frozen=True, slots=True)
class Title:
    """The paper's title, size 2 xiaobiaosong, centred (7.3.1). A line feed in the text breaks the line there."""

    text: str


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A line under the title, such as a period or a date in brackets: size 3 kai, centred."""

    text: Text


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the paper is sent to, one line under the title, flush left (7.3.2). The colon is added when missing."""

    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when (7.3.5.1 with a seal, 7.3.5.2 without).

    Attributes:
        name: the office.
        date_text: the date in Arabic figures without leading zeros, such as 2026年9月30日 (7.3.5.4).
        seal: room is left for a seal pressed over name and date.
        also: the other offices that sign, in their order.
    """

    name: str
    date_text: str
    seal: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentNote:
    """The list of attachments under the body text (7.3.4); names carry no mark at their end."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttachmentHead:
    """The head of an attachment: starts a new page, 附件 and its number on line 1, its title on line 3 (7.3.7)."""

    number: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note under the date, in brackets (7.3.6). Brackets are added when missing."""

    text: Text


@dataclass(frozen=True, slots=True)
class Spacer:
    """Blank lines of the grid."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        label: its heading.
        weight: how much it grows beside the others where the sheet has more room than the content needs.
        width_mm: its width in millimetres, instead of one from its content; it is wider where that would be cut.
        align: how its cells stand; headings are centred.
        whole: its cells stay on one line where the table has room, as days and names should.
    """

    label: str
    weight: float = 1.0
    width_mm: float | None = None
    align: Align = "left"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row, where a plain string is not enough.

    Attributes:
        text: a plain string or runs.
        strokes: a signature: polylines of (x, y) from 0 to 1, y downwards, drawn as vectors.
        height: the least height of the row in millimetres, as for a cell to sign in.
        aspect: width over height of the field that the strokes were drawn in, so that they keep their shape.
        span: how many columns the cell covers.
        align: how it stands, instead of its column's way.
        red: printed red, as a reversing entry is (红字).
    """

    text: Text = ""
    strokes: tuple[Polyline, ...] = ()
    height: float | None = None
    aspect: float = 2.5
    span: int = 1
    align: Align | None = None
    red: bool = False


Row: TypeAlias = "tuple[str | Cell, ...]"


@dataclass(frozen=True, slots=True)
class Group:
    """A row over all columns that heads the rows after it; it is never the last thing on a page."""

    label: Text


@dataclass(frozen=True, slots=True)
class PageSums:
    """Sums at the foot of every page of a bound book, carried forward to the next one.

    Attributes:
        amounts: for every row of the table, group rows left out, what it adds under which key: fen, or thousandths
            of a unit; the layout adds key by key.
        row: writes a row of sums from its label and its totals by key.
        page: label of the page's own sum.
        carried: label of the sum so far, at a page's foot.
        brought: label of the same sum at the next page's head.
        total: label of the whole sum after the last row.
    """

    amounts: tuple[Mapping[str, int], ...]
    row: Callable[[str, Mapping[str, int]], Row]
    page: str = "本页小计"
    carried: str = "过次页"
    brought: str = "承前页"
    total: str = "累计"


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its headings repeat on every page and its rows are never cut.

    Attributes:
        columns: the columns, left to right; where none has a label, the table has no heading.
        rows: the rows; a cell is a string or a `Cell`; spans must add up to the number of columns. A `Group` heads
            the rows after it.
        foot: closing rows, such as sums.
        caption: a line over the table, centred.
        row_height_mm: the least height of a row; None for the height of its text.
        sums: sums of every page and carried forward, or None.
        size: the largest its text may be, in points; size 4 where nothing is said.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row | Group, ...]
    foot: tuple[Row, ...] = ()
    caption: str = ""
    row_height_mm: float | None = None
    sums: PageSums | None = None
    size: float | None = None


Block: TypeAlias = (
    "Paragraph | Heading | Title | Subtitle | Addressee | Signature | AttachmentNote | AttachmentHead | Note"
    " | Spacer | PageBreak | Table | RedHead | LetterHead | People | Imprint | Cover | SignOff | Display | CutLine"
    " | Section | Photos | Chart"
)


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself, in PDF and in Word."""

    author: str = ""
    subject: str = ""
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper.

    Attributes:
        title: the name of the file's content, shown by a viewer's window.
        blocks: what it holds, in order.
        properties: author and subject.
        page_numbers: numbers at the foot (7.5).
        numbering: how they are written; a cover is not counted.
        landscape: an A4 sheet turned by a quarter (clause 8).
        plain: narrower margins of 20 mm and smaller rows for lists that are no official document.
        names: people, places and offices whose names no line of a title may cut (7.3.1).
    """

    title: str
    blocks: tuple[Block, ...]
    properties: Properties = field(default_factory=Properties)
    page_numbers: bool = True
    numbering: Numbering = "dashes"
    landscape: bool = False
    plain: bool = False
    names: tuple[str, ...] = ()


def runs_of(text: Text) -> tuple[Run, ...]:
    """The runs of a text given either way; line feeds and tabs become spaces, other control marks go."""
    given = (Run(text),) if isinstance(text, str) else text
    cleaned = (Run(_one_line(run.text), run.figure, run.role) for run in given)
    return tuple(run for run in cleaned if run.text)


def plain(text: Text) -> str:
    """The characters of a text given either way."""
    return "".join(run.text for run in runs_of(text))


def addressee_text(block: Addressee) -> str:
    """The addressee with the full-width colon that 7.3.2 asks for."""
    return block.text.rstrip("：: ") + "："


def note_text(block: Note) -> tuple[Run, ...]:
    """The note inside full-width brackets (7.3.6)."""
    runs = runs_of(block.text)
    if plain(block.text).startswith("（"):
        return runs
    return (Run("（"), *runs, Run("）"))


def title_text(text: str) -> str:
    """A title's text with only the author's own line feeds left."""
    return "\n".join(_one_line(part) for part in text.replace("\r\n", "\n").split("\n"))


def attachment_lines(block: AttachmentNote) -> tuple[tuple[str, str], ...]:
    """The attachment list as pairs of lead and name: one alone has no number (7.3.4)."""
    names = tuple(name.strip() for name in block.names)
    if len(names) == 1:
        return (("附件：", names[0]),)
    return tuple((("附件：" if place == 1 else "") + f"{place}.", name) for place, name in enumerate(names, start=1))


def attachment_label(block: AttachmentHead) -> str:
    """附件 with its number, as on the attachment's first line."""
    return "附件" if block.number is None else f"附件{block.number}"


def cell_of(cell: str | Cell) -> Cell:
    """A cell given either way."""
    return cell if isinstance(cell, Cell) else Cell(cell)


def _one_line(text: str) -> str:
    if text.isprintable():
        return text
    spaced = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return "".join(character for character in spaced if character == "\u3000" or not _is_control(character))


def _is_control(character: str) -> bool:
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF)

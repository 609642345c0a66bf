"""What the columns of a list are: from a book's declaration, or composed by a room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from liaison.kit.book import Book
from liaison.kit.desk import Row
from liaison.kit.fields import Data, Day, Field, Files, LongText, Reference, References
from ui import theme

STATUS_NAMES = ("standing", "status", "state")
VOID, REVERSAL, CORRECTION, DRAFT = "void", "reversal", "correction", "draft"
MARK_WORDS = {VOID: "已作废", REVERSAL: "冲销", CORRECTION: "更正", DRAFT: "草稿"}

Tone = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        field: the book's column it shows.
        heading: its heading; the field's label where a room says nothing else.
        shown: in the list unless the user hides it.
        text: what a cell says, where that is composed of several columns; None for the field's own text.
        composed: cells that cannot be typed in, because they show more than one column.
        tone: the cell's status tone by row, "" for plain text.
        struck: struck through where the row is voided; False for the cell that says 已作废.
        covers: the book's columns that a composed cell says together, for a list on paper.
        this_year: days of other years say their year; "" leaves it to the field.
    """

    field: Field
    heading: str
    shown: bool = True
    text: Callable[[Row], str] | None = None
    tone: Tone | None = None
    struck: bool = True
    covers: tuple[str, ...] = ()
    this_year: str = ""

    @property
    def name(self) -> str:
        """The column's name in the book."""
        return self.field.name

    @property
    def composed(self) -> bool:
        """Whether a cell says more than its own column."""
        return self.text is not None

    @property
    def right(self) -> bool:
        """Amounts and numbers stand at the right."""
        return self.field.right_aligned and not self.composed

    def show(self, row: Row) -> str:
        """What the cell says on one line."""
        text = self.text(row) if self.text is not None else row.texts.get(self.name, "")
        if self.right:
            return text.replace("-", "−")
        if self.this_year and text and isinstance(self.field, Day):
            value = str(row.values.get(self.name) or "")
            text = text if value.startswith(self.this_year) else self.field.edit(value)
        return " ".join(text.split("\n")) if "\n" in text else text


def columns_of(book: Book, this_year: str = "") -> tuple[Column, ...]:
    """Every readable column of a book in reading order; the ones it lists are shown at first."""
    left_out = {"year", "serial", "reverses", "corrects"} if book.ledger else set()
    return tuple(
        Column(
            field=f,
            heading=f.label,
            shown=f.listed and not isinstance(f, Files),
            tone=mark_tone if f.name in STATUS_NAMES else None,
            this_year=this_year,
        )
        for f in book.columns
        if not isinstance(f, Data) and f.name not in left_out
    )


def with_columns(columns: Sequence[Column], first: Sequence[Column], hidden: Sequence[str] = ()) -> tuple[Column, ...]:
    """A room's own columns first; the book's others follow, hidden ones of them at first out of sight."""
    own = {c.name for c in first}
    rest = [
        replace(c, shown=c.shown and c.name not in hidden)
        for c in columns
        if c.name not in own
    ]
    return (*first, *rest)


def mark_tone(row: Row) -> str:
    """The row's mark, where it is a status tone."""
    return row.mark if row.mark in theme.TONES else ""


def editable(column: Column, values: Mapping[str, object]) -> bool:
    """Whether a cell can be typed in: typed columns, on one line, not locked by having been entered."""
    f = column.field
    if not f.typed or column.composed or isinstance(f, (Files, Data, LongText)):
        return False
    return not (f.locked and values.get("serial") is not None)


def typed_text(f: Field, row: Row) -> str:
    """A value as it is typed, so that what comes back unchanged is the same value."""
    if isinstance(f, (Reference, References)):
        return row.texts.get(f.name, "")
    return f.edit(row.values.get(f.name))

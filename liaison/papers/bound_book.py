"""What the office's bound books have in common: their span, their cover, their records read by windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from liaison.chinese.dates import Period, day
from liaison.chinese.numbers import money, quantity
from liaison.figures import marks
from liaison.figures.figure import Figure, Figures
from liaison.kit.desk import Desk, Row
from liaison.papers.paper import Request
from liaison.papers.phrases import fill, phrases
from liaison.press.blocks import Block, Cell, Cover, Heading, Paragraph, Run
from liaison.settings import OfficeSettings

WINDOW = 500
"""So many records are read at a time: a book of thousands is never held twice."""

LONG_NOTE = 60
"""So many characters of a note stand in a column; a longer one stands after the table."""


def span_of(desk: Desk, request: Request) -> Period:
    """The span a book is made of: what was asked for, or else the running year."""
    return request.period or Period.year_of(desk.today)


def span_text(desk: Desk, span: Period) -> str:
    """First and last day as the cover shows them; a span that still runs ends today."""
    if span.first <= desk.today < span.last:
        return Period.span(span.first, desk.today).label
    return Period.span(span.first, span.last).label


def day_within(span: Period, iso: str) -> str:
    """A day of the span as a column shows it: with the year only where the span has more than one."""
    return day(iso, "screen" if span.first[:4] == span.last[:4] else "form")


def cover(desk: Desk, settings: OfficeSettings, title: str, span: Period, lines: Sequence[tuple[str, str]]) -> Cover:
    """The book's cover: whose it is, the span, what it holds, the director, and the day it was made."""
    return Cover(
        title,
        settings.name,
        (("年度", span.label), ("起止", span_text(desk, span)), *lines, ("联络处主任", settings.director)),
        f"成册日期：{day(desk.today, 'form')}",
    )


class Annex:
    """Notes too long for a column: they stand after the table, and the column says which one."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def short(self, head: str, text: str) -> str:
        """What the column says: a short note itself, of a long one its number.

        Args:
            head: begins the note after the table, such as 024 号.
            text: the note.
        """
        if len(text) <= LONG_NOTE:
            return text
        self.notes.append(f"{head}：{text}")
        return f"详见附注 {len(self.notes)}"

    def blocks(self) -> Iterator[Block]:
        """The notes after the table."""
        if self.notes:
            yield Heading(2, "附注")
        yield from (Paragraph(f"{number}. {note}") for number, note in enumerate(self.notes, start=1))


def windows(desk: Desk, book: str, numbers: Sequence[int], *, whole: bool = False) -> Iterator[Row]:
    """The records of these numbers in the order given, read a window at a time; private texts masked or `whole`."""
    for start in range(0, len(numbers), WINDOW):
        yield from desk.rows(book, numbers[start : start + WINDOW], whole=whole)


def said(paper: str, name: str, figures: Figures, **facts: str) -> tuple[Run, ...]:
    """A sentence of a paper's phrases as runs; its figures carry their keys."""
    return runs(fill(phrases(paper)[name], figures, facts))


def runs(text: str) -> tuple[Run, ...]:
    """Marked text as runs."""
    return tuple(Run(piece.text, piece.key) for piece in marks.parse(text))


def figure_cell(figure: Figure | None, text: str | None = None) -> Cell:
    """A figure's number as a cell that opens its records; nought stays empty, as in a ledger."""
    if figure is None or not figure.value:
        return Cell("")
    return Cell((Run(number_of(figure) if text is None else text, figure.key),))


def number_of(figure: Figure) -> str:
    """A figure's number without its unit, for a column whose heading names the unit."""
    if figure.form == "money":
        return money(int(figure.value or 0))
    if figure.form == "quantity":
        return quantity(int(figure.value or 0))
    return str(figure.value) if figure.form == "count" else figure.text

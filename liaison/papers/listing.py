"""Any book as a plain list: the columns, the filter and the order that are on the screen.

The sheet says whose book it is, what was left out, when it was printed and how many records it holds. It stands
upright where its columns have room so, is turned where they need more, and goes on in a second part where they do
not fit even then: nothing is cut and no text is set smaller than a reader can take.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from liaison.chinese.dates import day
from liaison.chinese.numbers import money, quantity
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.figures import marks
from liaison.kit.book import Book
from liaison.kit.desk import Desk
from liaison.kit.desk import Row as Record
from liaison.kit.fields import SEALED, Data, Day, Field, Files, LongText, Money, Quantity, Reference
from liaison.kit.private import refuse_apart
from liaison.kit.query import Query
from liaison.papers.bound_book import windows
from liaison.press.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Properties,
    Row,
    Subtitle,
    Table,
    Title,
)
from liaison.press.linebreak import longest_unbroken, text_width
from liaison.press.measures import SIZE_5, sheet_for
from liaison.settings import OfficeSettings

LONGEST_CELL = 200
"""A longer text stands after the table, in full and at reading size."""

SIZES = (12.0, SIZE_5)
"""Of the text, in points, the larger first."""

_PADDING = 8.5  # left and right of a cell's text, points
_NUMBER_EMS = 3.0
_EASY = 8.0  # ems that a column wraps well in
_WHOLE = 7.0  # ems of a day in full; what is no wider stays on one line
_WIDEST = 26.0
_NUMBERS_NAMED = 20


_VOIDED = ("void", "reversal")
_STANDINGS = (
    ("void", "已作废"), ("reversal", "是冲销"), ("correction", "是更正以前年度的"), ("draft", "是草稿，没有计入合计"),
)  # fmt: skip


@dataclass(slots=True, eq=False)
class _Printed:
    """One printed column with its cells.

    Attributes:
        declared: the book's column.
        cells: its texts, top to bottom.
        need: what its widest word, figure or heading takes, in ems; `easy`: what it reads well in.
        whole: its cells are short enough to stay on one line.
        sum: its total of money in fen, None where it has none.
    """

    declared: Field
    cells: list[str] = field(default_factory=list)
    need: float = 0.0
    easy: float = 0.0
    whole: bool = False
    sum: int | None = None

    def measure(self) -> None:
        """Find how wide it has to be, and wants to be."""
        widths = {text: text_width(text) for text in {*self.cells, self.declared.label}}
        widest = max(widths.values())
        self.whole = widest <= _WHOLE
        if self.whole:
            self.need = self.easy = widest
            return
        self.need = text_width(self.declared.label)
        for text, width in widths.items():
            if width > self.need:
                self.need = max(self.need, min(_EASY + 1, longest_unbroken(text)))
        usual = sorted(widths[text] for text in self.cells)[len(self.cells) * 9 // 10] if self.cells else 0.0
        self.easy = max(self.need, min(_WIDEST, max(_EASY, usual)))

    @property
    def tight(self) -> float:
        """The least that it can be read in, in ems."""
        return max(self.need, min(self.easy, _EASY))

    @property
    def column(self) -> Column:
        """How the press is told of it."""
        return Column(self.declared.label, weight=self.easy, align=_align(self.declared, self.easy), whole=self.whole)


@dataclass(slots=True)
class _Counted:
    """What the rows come to beside their cells.

    Attributes:
        goods: thousandths by unit; `notes`: long texts with their number in the list and their column.
        standings: for every mark of a ledger (void, reversal, draft) the numbers in the list.
    """

    goods: dict[str, int] = field(default_factory=dict)
    notes: list[tuple[int, str, str]] = field(default_factory=list)
    standings: dict[str, list[int]] = field(default_factory=dict)


def make_list(
    desk: Desk, settings: OfficeSettings, book: str, query: Query, columns: Sequence[str], *, title: str = "",
    said: str = "", private: bool = False,
) -> Document:  # fmt: skip
    """A book's records as a list to print.

    Args:
        desk, settings: whose.
        book, query: which records, in what order.
        columns: names of columns, left to right.
        title: over the list; the book's own when left out.
        said: what the filter says in words.
        private: private columns were asked for in this very moment; else they stay off the sheet.

    Raises:
        UserError: no column is left to print; the book is kept apart and was not asked for.
    """
    declared = desk.books[book]
    refuse_apart(declared, private=private)
    title = clean_text(title, limit=200) or declared.title
    chosen = _columns(declared, columns, private=private)
    found, counted = _read(desk, declared, query, chosen)
    for each in chosen:
        each.measure()
    fit = _fitted(declared, chosen)
    blocks: list[Block] = [
        Title(title), Subtitle(settings.name), *_facts(declared, found, said, desk.today),
    ]  # fmt: skip
    if found:
        blocks += _tables(fit, counted)
        blocks += _after(declared, chosen, counted)
    else:
        blocks.append(Paragraph("没有符合的记录。"))
    about = Properties(author=settings.name, subject=f"{title}清单", keywords=clean_text(said, limit=500))
    return Document(f"{title}清单", tuple(blocks), about, landscape=fit.landscape, plain=True, numbering="of")


# -- reading ----------------------------------------------------------------------------------------


def _columns(book: Book, names: Sequence[str], *, private: bool) -> list[_Printed]:
    """The columns that may be printed; what only the program reads has no words for paper."""
    named = [book.field(name) for name in dict.fromkeys(names)]
    hidden = ("year", "serial") if book.ledger else ()
    found = [
        _Printed(f) for f in named
        if (private or not f.private) and f.name not in hidden and not (isinstance(f, Reference) and not f.to)
    ]
    if not found:
        raise UserError("没有可以打印的列，请先在列表里选几列；电话、身份证号这样的列要在打印时勾选")
    return found


def _read(desk: Desk, book: Book, query: Query, columns: Sequence[_Printed]) -> tuple[int, _Counted]:
    """Fill the columns a window of records at a time; gives how many records there are, and what they come to."""
    counted, found = _Counted(), 0
    records = windows(desk, book.name, desk.ids(book.name, query), whole=True)  # the columns were chosen before
    for found, record in enumerate(records, start=1):
        counts = not book.ledger or record.mark != "draft"
        if book.ledger and record.mark:
            counted.standings.setdefault(record.mark, []).append(found)
        for column in columns:
            text = _text(book, column.declared, record)
            if len(text) > LONGEST_CELL:
                counted.notes.append((found, column.declared.label, text))
                text = f"见附注{len(counted.notes)}"
            column.cells.append(" ".join(text.split("\n")))
            if counts:
                _count(column, record, counted, voided=record.mark in _VOIDED)
    return found, counted


def _count(column: _Printed, record: Record, counted: _Counted, *, voided: bool) -> None:
    """Add a record's money to its column, its goods to their unit.

    A voided entry and its reversal add nothing: a list that holds only one of them has the total that the screen, the
    bulletins and the notice have.
    """
    value = record.values[column.declared.name]
    if value is None:
        return
    if isinstance(column.declared, Money):
        column.sum = (column.sum or 0) + (0 if voided else int(value))
    elif isinstance(column.declared, Quantity):
        unit = str(record.values.get("unit") or "")
        counted.goods[unit] = counted.goods.get(unit, 0) + (0 if voided else int(value))


def _text(book: Book, column: Field, record: Record) -> str:
    """As it is written on paper: days with their year, private numbers whole, figures in a text as they read."""
    value = record.values[column.name]
    if value is None:
        return SEALED if record.texts.get(column.name) == SEALED else ""
    if isinstance(column, Day):
        return column.edit(value)
    text = record.texts[column.name]
    return marks.plain(text) if book.name == "reports" and isinstance(column, LongText) else text


# -- fitting ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fit:
    """How the list stands on its sheets: turned or not, its text's size, the columns of each of its parts."""

    landscape: bool
    size: float
    parts: list[list[_Printed]]


def _fitted(book: Book, columns: Sequence[_Printed]) -> _Fit:
    """The first way that the columns have room in: upright before turned, larger before smaller, whole before parted.

    On a turned sheet columns may wrap more than they like to before the list is parted; the column that names a record
    begins every part after its own.
    """
    upright, turned = (sheet_for(landscape=landscape, plain=True).area_width for landscape in (False, True))
    easy, tight = [column.easy for column in columns], [column.tight for column in columns]
    ways = ((upright, SIZES[0], easy), (upright, SIZES[1], easy), (turned, SIZES[0], easy), (turned, SIZES[1], tight))
    for room, size, wanted in ways:
        if _wide(wanted, size) <= room:
            return _Fit(room == turned, size, [list(columns)])
    parts: list[list[_Printed]] = [[]]
    for column in columns:
        if parts[-1] and _wide([each.easy for each in (*parts[-1], column)], SIZES[1]) > turned:
            printed = [each for part in parts for each in part]
            parts.append([each for each in dict.fromkeys(printed) if each.declared.name == book.label])
        parts[-1].append(column)
    return _Fit(True, SIZES[1], parts)


def _wide(ems: Sequence[float], size: float) -> float:
    """How wide a table of such columns is, its numbers too, in points."""
    return (_NUMBER_EMS + sum(ems)) * size + (len(ems) + 1) * _PADDING


def _align(column: Field, easy: float) -> Align:
    if column.right_aligned:
        return "right"
    short = isinstance(column, (Day, Files, Data)) or easy <= 4
    return "center" if short else "left"


# -- printing ---------------------------------------------------------------------------------------


def _facts(book: Book, found: int, said: str, today: str) -> Iterator[Paragraph]:
    """What was left out, how many records there are, and the day."""
    said = clean_text(said, limit=500)
    if said:
        yield Paragraph(f"所列：{said}", indent=0)
    yield Paragraph(f"共{book.count_words(found).replace(' ', '')}　　打印日期：{day(today, 'form')}", indent=0)


def _tables(fit: _Fit, counted: _Counted) -> Iterator[Block]:
    """The list in as many parts as it takes; the number of a record is the same in all of them."""
    many = len(fit.parts)
    for place, part in enumerate(fit.parts, start=1):
        if place > 1:
            yield PageBreak()
        caption = f"共{many}部分，第{place}部分（序号相同的是同一条）" if many > 1 else ""
        columns = (Column("序号", weight=_NUMBER_EMS, align="center"), *(each.column for each in part))
        rows = tuple(
            (str(number), *cells)
            for number, cells in enumerate(zip(*(each.cells for each in part), strict=True), start=1)
        )
        yield Table(columns, rows, foot=tuple(_foot(part, counted.goods)), caption=caption, size=fit.size)


def _foot(part: Sequence[_Printed], goods: Mapping[str, int]) -> Iterator[Row]:
    """Sums of money under their columns, each column for itself; goods by unit in a row of their own."""
    first = next((place for place, each in enumerate(part) if each.sum is not None), None)
    if first is not None:
        head = Cell("合计", span=first + 1, align="center")
        yield (head, *("" if each.sum is None else money(each.sum) for each in part[first:]))
    if goods and any(isinstance(each.declared, Quantity) for each in part):
        text = "、".join(f"{quantity(amount)} {unit}".strip() for unit, amount in goods.items() if amount)
        yield (Cell("物资", align="center"), Cell(text or "0", span=len(part), align="left"))


def _after(book: Book, columns: Iterable[_Printed], counted: _Counted) -> Iterator[Block]:
    """What a reader has to know beside the table: how a ledger's rows stand, and the long texts."""
    columns = tuple(columns)
    voided = any(counted.standings.get(mark) for mark in _VOIDED)
    summed = any(each.sum is not None or isinstance(each.declared, Quantity) for each in columns)
    if not any(each.declared.name == "standing" for each in columns):
        sentences = [
            f"序号{_named(numbers)}{words}。"
            for mark, words in _STANDINGS
            if (numbers := counted.standings.get(mark))
        ]
        if sentences:
            yield Paragraph("".join(sentences))
    elif counted.standings.get("draft"):
        yield Paragraph(f"草稿{len(counted.standings['draft'])}{book.measure}，没有计入合计。")
    if voided and summed:
        yield Paragraph("作废的和冲销它的都不计入合计。")
    if counted.notes:
        yield Heading(1, "附注")
    for number, (row, label, text) in enumerate(counted.notes, start=1):
        first, *rest = (line for line in text.split("\n") if line.strip())
        yield Paragraph(f"{number}. 序号{row}，{label}：{first}")
        yield from map(Paragraph, rest)


def _named(numbers: Sequence[int]) -> str:
    text = "、".join(map(str, numbers[:_NUMBERS_NAMED]))
    return text if len(numbers) <= _NUMBERS_NAMED else f"{text}等{len(numbers)}条"

"""季度汇报 as an official document: title, addressee, text with its figures, signature, table of figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from liaison.chinese.dates import day
from liaison.chinese.numbers import money, quantity
from liaison.figures.figure import Figure, Figures
from liaison.figures.marks import Piece
from liaison.kit.book import Book
from liaison.papers.phrases import phrases
from liaison.papers.views import ReportView
from liaison.press.blocks import (
    Addressee,
    AttachmentHead,
    AttachmentNote,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Properties,
    Row,
    Run,
    Signature,
    Table,
    Title,
)

_SECOND = re.compile(r"（[一二三四五六七八九十]+）")
_RUN_IN = re.compile(r"（[一二三四五六七八九十]+）[^。：；]{1,24}。")

# What the attached table lists: families whole or with all their parts along one dimension.
_TABLE = (
    "activities.count", "activities.count:kind", "attendance.required", "attendance.present",
    "attendance.duty_leave", "attendance.sick", "attendance.personal", "attendance.absent", "attendance.rate",
    "attendance.voluntary", "attendance.guests", "donations.count", "donations.money", "donations.money:purpose",
    "donations.goods:item", "donations.estimate", "donations.corrected", "donations.corrected_money",
    "handouts.count", "handouts.money", "handouts.money:purpose", "handouts.goods:item", "handouts.corrected",
    "handouts.corrected_money", "balance.money", "honors.count", "honors.count:level", "suggestions.count",
    "suggestions.count:status", "suggestions.pending", "assignments.total", "assignments.closed",
    "assignments.open", "assignments.overdue", "members.count", "members.with_assignment",
)  # fmt: skip

_COLUMNS = (
    Column("项目", weight=2, whole=True),
    Column("数字", align="right"),
    Column("单位", align="center"),
    Column("底数", align="center"),
    Column("出处", whole=True),
)


def document_of(view: ReportView, books: Mapping[str, Book], today: str) -> Document:
    """The report as blocks; a draft without a date is dated today."""
    table = phrases("quarterly_report")["table"].format(period=view.period.label)
    blocks: list[Block] = [Title(view.title), Addressee(view.addressee)]
    for section in view.sections:
        if section.heading:
            blocks.append(Heading(1, section.heading))
        blocks += _paragraphs(section.pieces)
    blocks += [
        AttachmentNote((table,)),
        Signature(view.signed, day(view.dated or today, "form"), seal=True),
        AttachmentHead(None, table),
        figure_table(view.figures, books),
    ]
    about = Properties(author=view.signed, subject=view.title, keywords=view.period.label)
    return Document(view.title, tuple(blocks), about)


def table_keys(figures: Figures) -> tuple[str, ...]:
    """The figures that the attached table lists: what there is none of is left out."""
    found: list[str] = []
    for entry in _TABLE:
        family, _, dimension = entry.partition(":")
        one = figures.get(family)  # a report finished by an earlier version knows fewer
        chosen = figures.of(family, dimension).values() if dimension else filter(None, [one])
        found += [figure.key for figure in chosen if figure.value]
    return tuple(found)


def figure_table(figures: Figures, books: Mapping[str, Book]) -> Table:
    """Every figure with its unit, its base and the book that it was counted in; at the end how the ledgers stand."""
    ledgers = (figures.get(f"{book}.ledger") for book in ("donations", "handouts"))
    foot = tuple(_ledger(figure) for figure in ledgers if figure is not None and figure.value)
    return Table(_COLUMNS, tuple(_row(figures[key], books) for key in table_keys(figures)), foot=foot)


def _ledger(figure: Figure) -> Row:
    """A ledger's entries, total and 校验码: what a later check of the books is held against."""
    text = (Run(f"{figure.label}："), Run(figure.text, figure.key))
    return (Cell(text, span=len(_COLUMNS), align="left"),)


def _row(figure: Figure, books: Mapping[str, Book]) -> Row:
    book = books[figure.book]
    source = f"{book.title}{len(figure.records)}{book.measure}"
    if figure.others:
        source = "、".join([book.title, *(books[other].title for other in figure.others)])
    label = f"　其中：{figure.dimension[1]}" if figure.dimension[0] in ("kind", "purpose", "status") else figure.label
    if figure.dimension[0] == "level":
        label = f"　其中：{figure.label}"
    return (label, Cell((Run(_number(figure), figure.key),)), figure.unit, figure.base.replace(" ", ""), source)


def _number(figure: Figure) -> str:
    if figure.form == "money":
        return money(int(figure.value or 0))
    if figure.form == "quantity":
        return quantity(int(figure.value or 0))
    return figure.text.removesuffix("%") if figure.form == "rate" else str(figure.value)


def _paragraphs(pieces: Iterable[Piece]) -> Iterator[Block]:
    """The lines of a section: headings of the second level, body text with the heading it runs on from."""
    for line in _lines(pieces):
        runs = tuple(Run(piece.text, piece.key) for piece in line)
        text = "".join(run.text for run in runs)
        if not text.strip():
            continue
        if _SECOND.match(text) and len(text) <= 25 and not text.rstrip().endswith(("。", "；")):
            yield Heading(2, runs)
        else:
            yield Paragraph(_with_heading(runs))


def _with_heading(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The heading at the start of a paragraph in kai, as the second level is (7.3.3)."""
    first = runs[0]
    match = _RUN_IN.match(first.text) if first.figure is None else None
    if not match:
        return runs
    return (Run(match[0], None, "kai"), Run(first.text[match.end() :]), *runs[1:])


def _lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in pieces:
        parts = [piece.text] if piece.key else piece.text.split("\n")
        for at, part in enumerate(parts):
            if at:
                yield line
                line = []
            text = part.lstrip(" \u3000") if not line and not piece.key else part
            if text:
                line.append(Piece(text, piece.key, piece.typed_over))
    yield line

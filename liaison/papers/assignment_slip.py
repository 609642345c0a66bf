"""任务交办单: one page for an assignment, signed by who gives it and who takes it; the stub stays with the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from liaison.books.board import Board, Card
from liaison.chinese.dates import day
from liaison.errors import UserError
from liaison.kit.desk import Desk
from liaison.kit.query import Query
from liaison.papers.choosing import meant_records
from liaison.papers.paper import Request
from liaison.papers.workgroup_chart import steps_text
from liaison.press.blocks import (
    Block,
    Cell,
    Column,
    CutLine,
    Display,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Properties,
    Row,
    Run,
    SignOff,
    Table,
)
from liaison.settings import OfficeSettings

LONGEST = 120
"""Longer requirements and results stand on a sheet after the slip, so that the slip stays one page."""

LOGGED = 3
"""So many of the latest entries of the log are told."""

_TITLE_SIZE = 22.0
_STUB_SIZE = 16.0
_COLUMNS = (
    Column("", width_mm=28, align="center"),
    Column(""),
    Column("", width_mm=28, align="center"),
    Column(""),
)
_LONG_NAMES = 100
"""So many characters of names leave little of the page to write on."""


@dataclass(frozen=True, slots=True)
class _Room:
    """Text size in points, least heights in millimetres: of a row, of requirements, of a result written by hand."""

    size: float
    row: float | None
    asked: float
    result: float


_WIDE, _TIGHT = _Room(12.0, 9.0, 20.0, 34.0), _Room(10.5, None, 0.0, 12.0)


def make(desk: Desk, settings: OfficeSettings, request: Request) -> tuple[Document, ...]:
    """A slip for every chosen assignment; where none is chosen, for every open one given in the period.

    Raises:
        UserError: there is none.
    """
    numbers = meant_records(desk, "assignments", request)
    if not request.records:
        numbers = tuple(desk.ids("assignments", Query(ids=numbers, filters=frozenset({"open"}))))
    board = Board(desk)
    found = tuple(_slip(desk, settings, board.card(row)) for row in desk.rows("assignments", numbers))
    if not found:
        raise UserError("没有可以打印的任务，请换一个时段，或先选中几件")
    return found


def _slip(desk: Desk, settings: OfficeSettings, card: Card) -> Document:
    """The slip above, the stub below, and what was too long for them on the next sheet."""
    row = card.row
    given = day(str(row.values["assigned_on"]), "form")
    annex: list[tuple[str, str]] = []
    words = len(card.what) + len(card.owner) + sum(map(len, card.helpers))
    room = _WIDE if words <= _LONG_NAMES else _TIGHT
    what, until = Cell(card.what, span=3), day(card.due, "form")
    facts: list[Row] = [
        ("专班", row.texts["work_group"], "轻重", row.texts["priority"]),
        ("任务", what),
        ("负责人", card.owner, "协助", "、".join(card.helpers)),
        ("交办日期", given, "完成期限", until),
        ("办理步骤", Cell(f"分{card.steps}步办，已办{min(card.steps_done, card.steps)}步　{_squares(card)}", span=3)),
        ("办理要求", Cell(_short("办理要求", row.values["notes"], annex), span=3, height=room.asked)),
    ]
    log = _short("办理进展", _log(desk, card), annex)
    if log:
        facts.append(("办理进展", Cell(log, span=3)))
    result = _short("办理结果", row.values["result"], annex)
    facts += [
        ("办理结果", Cell(result, span=3, height=room.result)),
        ("销号日期", day(str(row.values["closed_on"] or ""), "form"), "验收人", ""),
    ]
    stub: tuple[Row, ...] = (("任务", what), ("负责人", card.owner, "完成期限", until))
    blocks: list[Block] = [
        Display("任务交办单", _TITLE_SIZE),
        Paragraph(f"{settings.name}　　{day(desk.today, 'form')}", indent=0, align="center"),
        Table(_COLUMNS, tuple(_headed(each) for each in facts), row_height_mm=room.row, size=room.size),
        SignOff(("交办人", "承办人", "日期")),
        CutLine("沿虚线裁开，下联存根"),
        Display("任务交办单（存根）", _STUB_SIZE),
        Table(_COLUMNS, tuple(_headed(each) for each in stub), row_height_mm=room.row, size=room.size),
        SignOff(("交办人", "承办人", "日期")),
        *_annex(annex),
    ]
    title = f"任务交办单 {card.what} {card.owner}"
    about = Properties(author=settings.name, subject=title)
    return Document(title, tuple(blocks), about, page_numbers=False, numbering="none", plain=True)


def _squares(card: Card) -> str:
    return steps_text(card).partition(" ")[0]


def _headed(row: Row) -> Row:
    """The labels of a row in black type."""
    return tuple(
        Cell((Run(cell, role="hei"),), align="center") if place % 2 == 0 and isinstance(cell, str) else cell
        for place, cell in enumerate(row)
    )


def _short(label: str, value: object, annex: list[tuple[str, str]]) -> str:
    """The text, or where it is too long a word that sends the reader on."""
    text = str(value or "").strip()
    if not text:
        return ""
    if len(text) <= LONGEST and text.count("\n") < 4:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        return lines[0] if len(lines) == 1 else "".join(f"{line.rstrip('；。')}；" for line in lines)[:-1] + "。"
    annex.append((label, text))
    return f"见下页“{label}”"


def _log(desk: Desk, card: Card) -> str:
    """The latest entries of the log, the oldest of them first."""
    found = desk.page("progress", Query(equals={"assignment": card.id}), 0, LOGGED)
    entries = [f"{day(str(row.values['date']), 'form')}{row.texts['what']}" for row in reversed(found)]
    more = "……" if desk.count("progress", Query(equals={"assignment": card.id})) > LOGGED else ""
    return more + "；".join(entry.strip("；。") for entry in entries) + ("。" if entries else "")


def _annex(annex: list[tuple[str, str]]) -> Iterator[Block]:
    if annex:
        yield PageBreak()
    for label, text in annex:
        yield Heading(1, label)
        yield from (Paragraph(line) for line in text.split("\n") if line.strip())

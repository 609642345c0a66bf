"""挂图作战图 and 任务表: what the work groups have in hand, for the wall and for the meeting.

The chart gives every work group a sheet of its own, with who is in it and how far each of its assignments is. The
table holds all that is open on one list by due date. Both name a standing in words; nobody is ranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from liaison.books.board import Board, Card
from liaison.books.board import Column as GroupColumn
from liaison.chinese.dates import Period, day
from liaison.kit.desk import Desk
from liaison.kit.query import Query
from liaison.papers.member_list import PRESENT
from liaison.papers.paper import Request
from liaison.press.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Group,
    PageBreak,
    Paragraph,
    Properties,
    Row,
    Run,
    Spacer,
    Subtitle,
    Table,
    Title,
)
from liaison.settings import OfficeSettings

STANDINGS = ("逾期", "临近", "进行中", "未开始", "已销号")
"""In the order they are counted."""

_CARD_COLUMNS = (
    Column("任务", weight=2.4),
    Column("负责人", align="center", weight=1.2),
    Column("协助", align="center", weight=1.4),
    Column("完成期限", align="center", whole=True),
    Column("进度", align="center", weight=1.1, whole=True),
    Column("状态", align="center", whole=True),
    Column("最近进展", weight=2.4),
)
_NUMBER = Column("序号", width_mm=13, align="center")


def make_chart(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """A sheet for every work group: its open assignments, and those closed in the period or the running quarter."""
    span = request.period or Period.quarter_of(desk.today)
    now = day(desk.today, "form")
    blocks: list[Block] = []
    for number, group in enumerate(Board(desk).columns(with_closed=True)):
        if number:
            blocks.append(PageBreak())
        blocks += _sheet(desk, settings, group, span)
    if not blocks:
        blocks = [Title("专班挂图作战图"), Paragraph("还没有专班。")]
    about = Properties(author=settings.name, subject="专班挂图作战图", keywords=now)
    return Document(f"专班挂图作战图{now}", tuple(blocks), about, landscape=True, plain=True, numbering="of")


def make_table(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """All open assignments by work group and due date; with a period, those closed in it too."""
    board = Board(desk)
    groups = [(group, _shown(group.cards, request.period)) for group in board.columns(with_closed=True)]
    cards = [card for _, found in groups for card in found]
    now = day(desk.today, "form")
    closed = f"，含{request.period.label}已销号的" if request.period else ""
    blocks: list[Block] = [Title(f"{settings.name}专班任务表"), Subtitle(f"（截至{now}{closed}）")]
    if cards:
        blocks += [_list(groups, desk.today), Paragraph(f"共{len(cards)}件任务：{_counted(cards)}。")]
    else:
        blocks.append(Paragraph("现在没有未销号的任务。"))
    idle = board.without_assignment()
    if idle:
        blocks.append(Paragraph(f"还没有任务的委员{len(idle)}人：{'、'.join(name for _, name in idle)}。"))
    about = Properties(author=settings.name, subject="专班任务表", keywords=now)
    return Document(f"专班任务表{now}", tuple(blocks), about, landscape=True, plain=True, numbering="of")


def steps_text(card: Card) -> str:
    """How far an assignment is, a square a step: ■■□ 2/3; the squares alone would not say it aloud."""
    done = min(card.steps_done, card.steps)
    return f"{'■' * done}{'□' * (card.steps - done)} {done}/{card.steps}"


def standing_text(card: Card) -> str:
    """The standing in words, with the days where they matter."""
    if card.standing == "逾期":
        return f"逾期{-card.days_left}天"
    if card.standing == "临近":
        return f"还有{card.days_left}天" if card.days_left else "今天到期"
    return card.standing


# -- the chart --------------------------------------------------------------------------------------


def _sheet(desk: Desk, settings: OfficeSettings, group: GroupColumn, span: Period) -> Iterator[Block]:
    """One work group's sheet: who, what for, then its assignments."""
    cards = _shown(group.cards, span)
    yield Title(group.group.texts["name"])
    yield Subtitle(f"{settings.name}专班挂图作战图（截至{day(desk.today, 'form')}）")
    yield _about(desk, group, cards, span)
    yield Spacer()
    if cards:
        rows = tuple((str(number), *_cells(card, desk.today)) for number, card in enumerate(cards, start=1))
        yield Table((_NUMBER, *_CARD_COLUMNS), rows)
    else:
        yield Paragraph("现在没有任务。")


def _about(desk: Desk, group: GroupColumn, cards: Sequence[Card], span: Period) -> Table:
    """Duty, leader, members and counts, as a card without a heading."""
    now = Query(filters=frozenset({"now"}), equals={"work_group": group.group.id})
    there = set(desk.ids("members", PRESENT))
    rows = [row for row in desk.page("memberships", now, 0, 500) if row.values["member"] in there]
    members = list(dict.fromkeys(row.texts["member"] for row in rows))
    several = f"{'、'.join(members)}（{len(members)}人）" if members else "还没有成员"
    still = [card for card in cards if card.standing != "已销号"]
    opened = f"未销号{len(still)}件" + (f"（{_counted(still)}）" if still else "")
    facts = (
        ("职责", group.group.texts["duty"]), ("召集人", group.leader or "还没有定"), ("成员", several),
        ("任务", f"{opened}，{span.label}销号{len(cards) - len(still)}件"),
    )  # fmt: skip
    lines = tuple((Cell((Run(label, role="hei"),), align="center"), Cell(text)) for label, text in facts)
    return Table((Column("", width_mm=26), Column("")), lines)


# -- the table --------------------------------------------------------------------------------------


def _list(groups: Sequence[tuple[GroupColumn, Sequence[Card]]], today: str) -> Table:
    """Every work group heads its assignments; they are numbered through."""
    rows: list[Row | Group] = []
    number = 0
    for group, cards in groups:
        if not cards:
            continue
        leader = f"，召集人{group.leader}" if group.leader else ""
        rows.append(Group(f"{group.group.texts['name']}（{group.members}人{leader}，任务{len(cards)}件）"))
        for card in cards:
            number += 1
            rows.append((str(number), *_cells(card, today)))
    return Table((_NUMBER, *_CARD_COLUMNS), tuple(rows), size=12.0)


# -- both -------------------------------------------------------------------------------------------


def _shown(cards: Sequence[Card], span: Period | None) -> list[Card]:
    """The open ones by due date, then those closed in the span."""
    still = [card for card in cards if card.standing != "已销号"]
    if span is None:
        return still
    return still + [card for card in cards if span.contains(str(card.row.values["closed_on"] or ""))]


def _counted(cards: Sequence[Card]) -> str:
    counted = Counter(card.standing for card in cards)
    return "、".join(f"{standing}{counted[standing]}件" for standing in STANDINGS if counted[standing])


def _cells(card: Card, today: str) -> tuple[str, ...]:
    closed = str(card.row.values["closed_on"] or "")
    helpers = "、".join(card.helpers)
    standing = f"{_short(closed, today)}销号" if closed else standing_text(card)
    result = " ".join(str(card.row.values["result"] or "").split())
    told = f"结果：{result}" if closed and result else _progress(card, today)
    return (card.what, card.owner, helpers, _short(card.due, today), steps_text(card), standing, told)


def _progress(card: Card, today: str) -> str:
    """The last entry of the log: 9月11日水样已送检."""
    on, _, what = card.last_progress.partition(" ")
    return f"{_short(on, today)}{what}" if what else ""


def _short(iso: str, today: str) -> str:
    """A day; with its year where that is another one than today's."""
    return day(iso, "screen" if iso[:4] == today[:4] else "form")

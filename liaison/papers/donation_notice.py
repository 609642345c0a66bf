"""捐赠公示: what was given in a period, naming only those who agreed to be named (公益事业捐赠法 22).

A gift is listed with its donor's name where 公示意愿 is 实名, as 爱心人士 where it is 匿名. Any other gift stands in
the totals only, and the notice says how many these are. Whom a gift is for is never named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from liaison.books.donations import GOODS, MONEY
from liaison.chinese.dates import Period, day
from liaison.chinese.numbers import before_number, money
from liaison.figures import marks
from liaison.figures.asking import Question
from liaison.figures.figure import Figures
from liaison.figures.gifts import gifts
from liaison.kit.desk import Desk
from liaison.kit.desk import Row as Record
from liaison.papers.bound_book import said, span_of
from liaison.papers.gift_entries import thing, valid_gifts
from liaison.papers.paper import Request
from liaison.papers.phrases import Marked, joined, phrases
from liaison.press.blocks import (
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
    Subtitle,
    Table,
    Title,
)
from liaison.settings import OfficeSettings

LISTED = ("实名", "匿名")

_SAID = "donation_notice"
_MONEY = (
    Column("序号", width_mm=15, align="center"),
    Column("日期", width_mm=26, align="center"),
    Column("捐赠人"),
    Column("金额（元）", width_mm=34, align="right"),
    Column("用途", width_mm=30, align="center"),
)
_GOODS = (
    Column("序号", width_mm=14, align="center"),
    Column("日期", width_mm=25, align="center"),
    Column("捐赠人"),
    Column("品名、规格"),
    Column("数量", width_mm=22, align="right"),
    Column("用途", width_mm=25, align="center"),
)


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The notice of a period; where nothing was given it says so."""
    span = span_of(desk, request)
    figures = Figures(span, gifts(Question(desk, span)))
    given = valid_gifts(desk, span)
    words = phrases(_SAID)
    days = _days(desk, span)
    title = words["title"].format(office=settings.name)
    blocks: list[Block] = [Title(title), Subtitle(f"（{span.label}）")]
    if given:
        blocks.append(Paragraph(said(_SAID, "open", figures, days=days)))
        blocks += _money(figures, [record for record in given if record.values["kind"] == MONEY])
        blocks += _goods(figures, [record for record in given if record.values["kind"] == GOODS])
        if any(record.values["publish"] == "匿名" for record in given):
            blocks.append(Paragraph(words["anonymous"].format(who=words["who"])))
    else:
        blocks.append(Paragraph(words["none"].format(days=days)))
        if figures["donations.corrected"].value:
            blocks.append(Paragraph(said(_SAID, "corrected", figures)))
    blocks += [Heading(1, words["use.head"]), Paragraph(_use(desk, figures))]
    blocks.append(Paragraph(words["ask.phone"].format(phone=settings.phone) if settings.phone else words["ask"]))
    blocks.append(Signature(settings.name, day(desk.today, "form"), seal=True))
    about = Properties(author=settings.name, subject=title, keywords=span.label)
    return Document(f"{span.label}爱心捐赠公示", tuple(blocks), about)


def _days(desk: Desk, span: Period) -> str:
    """The span as days; one that still runs ends today."""
    return Period.span(span.first, desk.today if span.first <= desk.today < span.last else span.last).label


def listed(record: Record) -> bool:
    """Whether the donor agreed to a public line."""
    return record.values["publish"] in LISTED


def donor_in_public(record: Record) -> str:
    """The donor's name where that was agreed to, with the unit where another member has the same name."""
    if record.values["publish"] != "实名":
        return phrases(_SAID)["who"]
    name, member = record.texts["donor"], record.texts["member"]
    return member if member.startswith(f"{name}（") else name


def _money(figures: Figures, given: Sequence[Record]) -> Iterator[Block]:
    """The money: the total, the lines agreed to, and how they add up to it."""
    words = phrases(_SAID)
    yield Heading(1, words["money.head"])
    corrected = int(figures["donations.corrected_money"].value or 0)
    if not given:
        yield Paragraph(said(_SAID, "money.corrected.only", figures) if corrected else words["money.none"])
        return
    shown = [record for record in given if listed(record)]
    hidden = len(given) - len(shown)
    sentence = said(_SAID, "money.some", figures)
    if corrected:
        sentence += said(_SAID, "money.corrected", figures)
    if not shown:
        yield Paragraph((*sentence, Run(words["unlisted.all"])))
        return
    yield Paragraph(sentence)
    total = figures["donations.money"]
    part = sum(int(record.values["amount"] or 0) for record in shown)
    foot: list[Row] = []
    if hidden:
        unlisted = words["money.unlisted"].format(count=hidden)
        rest = int(total.value or 0) - part - corrected
        foot = [_sum(words["money.listed"], money(part)), _sum(unlisted, money(rest))]
    if corrected:
        foot.append(_sum(words["money.corrections"], money(corrected)))
    foot.append(_sum(words["money.all"], Cell((Run(money(int(total.value or 0)), total.key),))))
    rows = tuple(
        (str(number), _day(record.values), donor_in_public(record), record.texts["amount"], record.texts["purpose"])
        for number, record in enumerate(shown, start=1)
    )
    yield Table(_MONEY, rows, foot=tuple(foot))
    if hidden:
        yield Paragraph(words["unlisted"].format(count=hidden))


def _sum(name: str, amount: str | Cell) -> Row:
    return (Cell(name, span=3, align="center"), amount, "")


def _goods(figures: Figures, given: Sequence[Record]) -> Iterator[Block]:
    """The goods: totals by item and unit, and the lines agreed to."""
    words = phrases(_SAID)
    yield Heading(1, words["goods.head"])
    if not given:
        yield Paragraph(words["goods.none"])
        return
    shown = [record for record in given if listed(record)]
    sentence = said(_SAID, "goods.some", figures, goods=_things(figures, "donations"))
    if figures["donations.corrected"].value and not figures["donations.corrected_money"].value:
        sentence += said(_SAID, "goods.corrected", figures)
    if not shown:
        yield Paragraph((*sentence, Run(words["unlisted.all"])))
        return
    yield Paragraph(sentence)
    rows = tuple(
        (
            str(number), _day(record.values), donor_in_public(record), thing(record.values),
            f"{record.texts['quantity']} {record.texts['unit']}", record.texts["purpose"],
        )
        for number, record in enumerate(shown, start=1)
    )  # fmt: skip
    yield Table(_GOODS, rows)
    if len(shown) < len(given):
        yield Paragraph(words["unlisted"].format(count=len(given) - len(shown)))


def _day(values: Mapping[str, object]) -> str:
    return day(str(values["date"]))


def _things(figures: Figures, book: str) -> Marked:
    """大米20袋、书包30个, each opening its records."""
    parts = [
        Marked(marks.escape(before_number(name.rpartition("/")[0])) + marks.mark(figure))
        for name, figure in figures.of(f"{book}.goods", "item").items()
    ]
    return joined(parts, "、")


def _use(desk: Desk, figures: Figures) -> tuple[Run, ...]:
    """What was handed out at the same time, and what is left: by now, or at the end of a span that is over."""
    end = phrases(_SAID)["end.now" if figures.period.first <= desk.today < figures.period.last else "end"]
    if not figures["handouts.count"].value:
        return said(_SAID, "use.none", figures, end=end)
    found: tuple[Run, ...] = said(_SAID, "use.money", figures, end=end)
    things = _things(figures, "handouts")
    return found + said(_SAID, "use.goods", figures, goods=things) if things else found

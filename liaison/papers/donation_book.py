"""爱心捐赠台账 of a year as a bound book: what came in, what was handed out, what is left.

Every entered record is printed under its number, voided ones and their reversals too (会计基础工作规范 51: 红字
冲销); drafts have no number and stay out, and the book says how many. Money is summed to the fen, goods by unit,
estimates apart; none of the three is ever added to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from liaison.chinese.dates import Period, day
from liaison.chinese.numbers import money, money_in_capitals, quantity
from liaison.figures.asking import Question
from liaison.figures.figure import Figure, Figures
from liaison.figures.gifts import gifts
from liaison.kit.desk import Desk
from liaison.papers.bound_book import cover, figure_cell, span_of
from liaison.papers.gift_entries import GOODS, Part, read_part
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.press.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    PageSums,
    Paragraph,
    Properties,
    Row,
    Run,
    Section,
    SignOff,
    Table,
)
from liaison.settings import OfficeSettings
from liaison.store import ledger_chain

SIGNERS = ("经手人", "复核", "主任")

_SAID = "donation_book"

_NUMBER, _DATE = Column("编号", width_mm=11, align="center"), Column("日期", width_mm=17.5, align="center")
_THINGS = (
    Column("品名、规格", weight=1.0), Column("数量", width_mm=14, align="right"),
    Column("单位", width_mm=11, align="center"),
)  # fmt: skip
_PURPOSE, _VOUCHER = Column("用途", width_mm=18, align="center"), Column("凭据", width_mm=11, align="center")
_CAME = (
    _NUMBER, _DATE, Column("捐赠人", weight=1.2), Column("捐款（元）", width_mm=22, align="right"), *_THINGS,
    Column("估值（元）", width_mm=21.5, align="right"), _PURPOSE, Column("经手人", width_mm=14, align="center"),
    Column("接收人", width_mm=14, align="center"), _VOUCHER, Column("备注", weight=1.3),
)  # fmt: skip
_WENT = (
    _NUMBER, _DATE, Column("发放给", weight=1.6), Column("发款（元）", width_mm=22, align="right"), *_THINGS,
    _PURPOSE, Column("所发捐赠", width_mm=18.5, align="center"), Column("签收人", width_mm=19, align="center"),
    Column("经手人", width_mm=14, align="center"), _VOUCHER, Column("备注", weight=1.2),
)  # fmt: skip
_LEFT_MONEY: tuple[tuple[str, float | None, Align], ...] = (
    ("用途", None, "left"), ("上{}结转（元）", 40.0, "right"), ("本{}收到（元）", 40.0, "right"),
    ("本{}发放（元）", 40.0, "right"), ("{end}结存（元）", 40.0, "right"),
)  # fmt: skip
_LEFT_GOODS: tuple[tuple[str, float | None, Align], ...] = (
    ("品名", None, "left"), ("单位", 16.0, "center"), ("上{}结转", 36.0, "right"), ("本{}收到", 36.0, "right"),
    ("本{}发放", 36.0, "right"), ("{end}结存", 36.0, "right"),
)  # fmt: skip


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The book of a year, or of any other span; an empty one says so."""
    span = span_of(desk, request)
    figures = Figures(span, gifts(Question(desk, span)))
    came, went = read_part(desk, "donations", span), read_part(desk, "handouts", span)
    said = phrases(_SAID)
    lines = (
        ("捐赠编号", _numbers(came)),
        ("发放编号", _numbers(went)),
        ("捐款合计", f"{money(came.totals.get('money', 0))} 元"),
    )
    blocks: list[Block] = [
        cover(desk, settings, said["title"], span, lines),
        Section(landscape=True, numbering="of", restart=True, foot=_foot(desk, "donations")),
        *_part(came, figures, span, _seal(desk, "donations")),
        Section(landscape=True, numbering="of", foot=_foot(desk, "handouts")),
        *_part(went, figures, span, _seal(desk, "handouts")),
        Section(landscape=True, numbering="of", foot=_both(desk)),
        Heading(1, said["left"]),
        *_left(figures, span, running=span.first <= desk.today < span.last),
        SignOff(SIGNERS),
    ]
    title = f"{span.label}{said['title']}"
    about = Properties(author=settings.name, subject=title, keywords=span.label)
    return Document(title, tuple(blocks), about, numbering="of")


# -- printing ---------------------------------------------------------------------------------------


def _seal(desk: Desk, book: str) -> str:
    """Where a ledger stands when the book is printed: paper is what the chain is held against (trust.md)."""
    return _with_head(desk, book, "seal")


def _foot(desk: Desk, book: str) -> str:
    """The same in short, for every page's foot."""
    return _with_head(desk, book, "seal.foot")


def _both(desk: Desk) -> str:
    """Both ledgers' 校验码, for the pages that are about both."""
    came, went = (ledger_chain.head(desk.database, book) for book in ("donations", "handouts"))
    if not came.entries or not went.entries:
        return _foot(desk, "donations" if came.entries else "handouts")
    return phrases(_SAID)["seal.both"].format(came=came.letters, went=went.letters)


def _with_head(desk: Desk, book: str, phrase: str) -> str:
    said, head = phrases(_SAID), ledger_chain.head(desk.database, book)
    if not head.entries:
        return ""
    facts = {"book": said[f"seal.{book}"], "entries": head.entries, "money": money(head.fen)}
    return said[phrase].format(letters=head.letters, **facts)


def _part(part: Part, figures: Figures, span: Period, seal: str) -> Iterator[Block]:
    """One ledger: its table with the sums of every page, the closing sentences with its 校验码, the long notes."""
    said = phrases(_SAID)
    came = part.book == "donations"
    name = "received" if came else "handed"
    yield Heading(1, said[name])
    if not part.rows:
        yield Paragraph(said[f"{name}.none"].format(span=span.label))
        if part.drafts:
            yield Paragraph(said["drafts"].format(drafts=part.drafts))
        return
    yield Table(
        _CAME if came else _WENT, tuple(part.rows), foot=(_capitals(part, figures),),
        sums=PageSums(tuple(part.amounts), came_sums if came else went_sums),
    )  # fmt: skip
    yield Paragraph("".join((*_closing(part, figures, span), seal)))
    yield from part.annex.blocks()


def came_sums(name: str, totals: Mapping[str, int]) -> Row:
    """A row of sums of the gifts that came in; goods by unit."""
    return (
        Cell(name, span=3, align="center"), money(totals.get("money", 0)),
        Cell(goods_by_unit(totals), span=3, align="right"), money(totals.get("estimate", 0)), Cell("", span=5),
    )  # fmt: skip


def went_sums(name: str, totals: Mapping[str, int]) -> Row:
    """A row of sums of what was handed out; goods by unit."""
    return (
        Cell(name, span=3, align="center"), money(totals.get("money", 0)),
        Cell(goods_by_unit(totals), span=3, align="right"), Cell("", span=6),
    )  # fmt: skip


def goods_by_unit(totals: Mapping[str, int]) -> str:
    """The goods of a row of sums: 30 个、500 千克; a unit whose sum is nought is left out."""
    return "、".join(
        f"{quantity(amount)} {key.removeprefix(GOODS)}"
        for key, amount in totals.items()
        if key.startswith(GOODS) and amount
    )


def _capitals(part: Part, figures: Figures) -> Row:
    """The closing total in capitals; it opens its records where it is the figure of the span."""
    fen = part.totals.get("money", 0)
    key = f"{part.book}.money"
    figure = key if figures.number(key) == fen else None
    text = (Run(money_in_capitals(fen), figure),)
    name = "捐款累计（大写）" if part.book == "donations" else "发款累计（大写）"
    return (Cell(name, span=3, align="center"), Cell(text, span=10, align="left"))


def _closing(part: Part, figures: Figures, span: Period) -> Iterator[str]:
    """What an inspector asks after the last row: numbers without gaps, voids, goods, drafts."""
    said = phrases(_SAID)
    numbers, missing = _numbers(part), missing_numbers(part.serials)
    if span.kind != "year":  # a shorter span leaves out what was entered late
        yield said["numbers"].format(numbers=numbers)
    elif missing:
        yield said["numbers.missing"].format(numbers=numbers, missing="、".join(missing))
    else:
        yield said["numbers.whole"].format(numbers=numbers)
    count = len(part.rows)
    facts = {
        "count": count,
        "valid": count - part.voided - part.reversals - part.corrections,
        "voided": part.voided,
        "reversals": part.reversals,
    }
    yield said["count.voided" if part.voided or part.reversals else "count.all"].format(**facts)
    if part.corrections:
        yield said["count.corrections"].format(corrections=part.corrections)
    if part.corrected:
        yield said["later.corrected"].format(numbers="、".join(part.corrected))
    if part.later:
        yield said["later"].format(numbers="、".join(part.later))
    if part.earlier:
        yield said["earlier"].format(numbers="、".join(part.earlier))
    valid = figures.number(f"{part.book}.money")
    if valid != part.totals.get("money", 0):  # voids across years: every other paper tells what counts
        what = "捐款" if part.book == "donations" else "发款"
        yield said["counted"].format(what=what, money=money(valid))
    things, kept = goods_by_unit(part.totals), goods_by_unit(_valid_goods(part.book, figures))
    if things:
        yield said["goods"].format(goods=things)
    if sorted(things.split("、")) != sorted(kept.split("、")):
        yield said["counted.goods"].format(goods=kept or said["nothing"])
    if part.totals.get("estimate"):
        yield said["estimate"].format(estimate=money(part.totals["estimate"]))
    if part.drafts:
        yield said["drafts"].format(drafts=part.drafts)


def _valid_goods(book: str, figures: Figures) -> dict[str, int]:
    """The goods that count, by unit as in a row of sums."""
    found: dict[str, int] = {}
    for figure in figures.of(f"{book}.goods", "item").values():
        key = f"{GOODS}{figure.unit}"
        found[key] = found.get(key, 0) + int(figure.value or 0)
    return found


def _numbers(part: Part) -> str:
    said = phrases(_SAID)
    if not part.serials:
        return said["numbers.none"]
    several = len({year for year, _ in part.serials}) > 1
    first, last = (
        f"{year}-{serial:03d}" if several else f"{serial:03d}" for year, serial in (part.serials[0], part.serials[-1])
    )
    count = len(part.serials)
    return said["numbers.one" if count == 1 else "numbers.many"].format(first=first, last=last, count=count)


def missing_numbers(serials: Sequence[tuple[int, int]]) -> list[str]:
    """Numbers that are not there, from the first of each year to its last one here."""
    found: list[str] = []
    for year in dict.fromkeys(year for year, _ in serials):
        there = {serial for of, serial in serials if of == year}
        found += [f"{year}-{serial:03d}" for serial in range(1, max(there) + 1) if serial not in there]
    return found


def _left(figures: Figures, span: Period, *, running: bool) -> Iterator[Block]:
    """What was there before, came, went and is left: money by purpose, goods by item."""
    said = phrases(_SAID)
    purposes = figures.of("balance.money", "purpose")
    things = figures.of("balance.goods", "item")
    if not purposes and not things:
        yield Paragraph(said["left.none"])
        return
    if purposes:
        rows = [_left_row(figures, "money", f":purpose={name}", (name,), left) for name, left in purposes.items()]
        total = _left_row(figures, "money", "", (Cell("合计", align="center"),), figures["balance.money"])
        capitals = figures["balance.capitals"]
        closing: Row = (
            Cell("结存（大写）", align="center"),
            Cell((Run(capitals.text, capitals.key),), span=4, align="left"),
        )
        yield Table(_columns(_LEFT_MONEY, span, running), tuple(rows), foot=(total, closing), caption="捐款结存")
    if things:
        rows = [
            _left_row(figures, "goods", f":item={name}", _item_and_unit(name), left) for name, left in things.items()
        ]
        yield Table(_columns(_LEFT_GOODS, span, running), tuple(rows), caption="物资结存")
    negative = [
        name.rpartition("/")[0] or name for name, left in (*purposes.items(), *things.items()) if (left.value or 0) < 0
    ]
    if negative:
        yield Paragraph(said["overdrawn"].format(purposes="、".join(f"“{name}”" for name in negative)))
    yield Paragraph(said["left.about"].format(day=day(span.first, "form")))


def _columns(
    declared: Sequence[tuple[str, float | None, Align]], span: Period, running: bool
) -> tuple[Column, ...]:
    """The columns, speaking of the year where the span is one, and of now while it still runs."""
    word = "年" if span.kind == "year" else "期"
    end = "目前" if running else f"{word}末"
    return tuple(Column(name.format(word, end=end), width_mm=width, align=align) for name, width, align in declared)


def _item_and_unit(name: str) -> tuple[str, str]:
    item, _, unit = name.rpartition("/")
    return item, unit


def _left_row(figures: Figures, kind: str, dimension: str, first: Iterable[str | Cell], left: Figure) -> Row:
    came, went = (figures.find(f"{side}.{kind}{dimension}") for side in ("donations", "handouts"))
    before = int(left.value or 0) - (int(came.value or 0) if came else 0) + (int(went.value or 0) if went else 0)
    shown = money if kind == "money" else quantity
    left_text = shown(int(left.value or 0))
    opening = shown(before) if before else ""
    return (*first, opening, figure_cell(came), figure_cell(went), Cell((Run(left_text, left.key),)))

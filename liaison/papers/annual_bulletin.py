"""年度整理通报: the year's three books totalled, the year by quarters, and every member's year."""

from __future__ import annotations

from collections.abc import Sequence

from liaison.books.suggestions import ADOPTED, STATUSES
from liaison.chinese.dates import Period, day
from liaison.chinese.numbers import before_number, money
from liaison.figures import collect
from liaison.figures.figure import Figures
from liaison.kit.desk import Desk, Row
from liaison.papers import drafting
from liaison.papers.bulletin import NOTHING, SMALL, BulletinWording, chart_series, gaps, group_table, member_blocks
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.papers.wording import Marked, gist, joined
from liaison.press.blocks import (
    Addressee,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Properties,
    Signature,
    Table,
    Title,
)
from liaison.press.blocks import Row as TableRow
from liaison.settings import OfficeSettings

CHART_HEIGHT = 50.0
LISTED = 12
"""So many honours and adopted suggestions are told one by one."""

_SAID = "annual_bulletin"
_BY_QUARTER = (
    ("活动", "activities.count"), ("应到", "attendance.required"), ("实到", "attendance.present"),
    ("公假", "attendance.duty_leave"), ("列席", "attendance.guests"), ("建议", "suggestions.count"),
    ("捐款（元）", "donations.money"), ("捐物", "donations.count:kind=物"), ("荣誉", "honors.count"),
    ("销号", "assignments.closed"),
)  # fmt: skip


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The bulletin of a year, or of any other span; what there was none of is said so."""
    span = request.period or Period.year_of(desk.today)
    figures = collect(desk, span, duty_leave_counts=settings.duty_leave_counts)
    w = BulletinWording(desk, settings, figures, _SAID)
    words = phrases(_SAID)
    whole = span.kind == "year"
    title = words["title" if whole else "title.span"].format(office=settings.name, period=span.label)
    begun = span.first <= desk.today
    blocks: list[Block] = [Title(title), Addressee(w.phrases["to"])]
    blocks.append(w.paragraph([w.say("lead" if begun else "lead.future")]))
    for name, told in (("signins", _signins), ("gifts", _gifts), ("honors", _honors)):
        blocks += [Heading(1, words[name]), *(w.paragraph(sentences) for sentences in told(w) if any(sentences))]
    blocks += [Heading(1, words["quarters"]), *_quarters(w, settings.duty_leave_counts)]
    blocks += [
        Heading(1, words["people" if whole else "people.span"]), *member_blocks(w, settings.duty_leave_counts),
    ]  # fmt: skip
    blocks += [Heading(1, words["work"]), w.paragraph(_advice(w)), *group_table(w)]
    blocks += [Heading(1, words["gaps"]), w.paragraph(gaps(w))]
    blocks.append(Signature(settings.name, day(desk.today, "form"), seal=True))
    about = Properties(author=settings.name, subject=title, keywords=span.label)
    return Document(title, tuple(blocks), about, names=(settings.name,))


# -- the three books --------------------------------------------------------------------------------


def _signins(w: BulletinWording) -> list[list[Marked]]:
    """Activities by kind; required, present and on leave with the base; voluntary ones and guests apart."""
    kinds = w.figures.of("activities.count", "kind")
    if not kinds:
        return [[w.say("signins.none")]]
    if len(kinds) == 1:
        held = w.say("signins.one_kind", kind=next(iter(kinds)))
    else:
        parts = [w.say("signins.kind", kind=kind, count=w.mark(figure)) for kind, figure in kinds.items()]
        held = w.say("signins.some", kinds=joined(parts, "、"))
    told = [held, *drafting.attendance(w)[1]]
    told += [w.say("signins.studied")] if w.has("attendance.study") else []
    told += [w.say("signins.guests")] if w.has("attendance.guests") else []
    return [told]


def _gifts(w: BulletinWording) -> list[list[Marked]]:
    """The running numbers, money with its capitals and purposes, goods by unit, handed out and left."""
    numbers = [_numbers(w, book) for book in ("donations", "handouts")]
    left = [
        w.say("gifts.item", item=before_number(key.rpartition("/")[0]), count=w.mark(figure))
        for key, figure in w.figures.of("balance.goods", "item").items()
        if figure.value
    ]
    goods = [w.say("gifts.goods_left", list=joined(left, "、"))] if left else []
    return [numbers, [*drafting.gifts(w)[1], *goods]]


def _numbers(w: BulletinWording, book: str) -> Marked:
    """How many entries a ledger has, from which number to which, how many voided or not yet entered."""
    found = w.desk.database.rows(
        f"SELECT t.year, t.serial, t.reverses IS NOT NULL OR EXISTS (SELECT 1 FROM {book} r WHERE r.reverses = t.id),"
        " t.corrects IS NOT NULL"
        f" FROM {book} t WHERE t.deleted = 0 AND t.serial IS NOT NULL AND t.date BETWEEN ? AND ? ORDER BY 1, 2",
        (w.period.first, w.period.last),
    )
    drafts = w.desk.database.value(
        f"SELECT count(*) FROM {book} WHERE deleted = 0 AND serial IS NULL AND date BETWEEN ? AND ?",
        (w.period.first, w.period.last),
    )
    name = w.phrases[f"numbers.{book}"]
    if not found:
        return w.say("numbers.only_drafts", book=name, count=str(drafts)) if drafts else Marked()
    years = {year for year, *_ in found}
    (first_year, first, *_), (last_year, last, *_) = found[0], found[-1]
    together = len(years) == 1 and last - first + 1 == len(found)
    void = sum(voided for _, _, voided, _ in found)
    corrections = sum(correction for _, _, voided, correction in found if not voided)
    return w.say(
        "numbers.one" if len(found) == 1 else "numbers", book=name, count=str(len(found)),
        first=f"{first_year}-{first:03d}", last=f"{last_year}-{last:03d}",
        together=w.say("numbers.together") if together else Marked(),
        voided=w.say("numbers.voided", count=str(void)) if void else Marked(),
        corrected=w.say("numbers.corrected", count=str(corrections)) if corrections else Marked(),
        drafts=w.say("numbers.drafts", count=str(drafts)) if drafts else Marked(),
    )  # fmt: skip


def _honors(w: BulletinWording) -> list[list[Marked]]:
    """Honours by level and holder; one by one where they are few; which certificates are not scanned."""
    if not w.has("honors.count"):
        return [[w.say("honors.none")]]
    levels = w.figures.of("honors.count", "level")
    if len(levels) == 1:
        sentence = "honors.one" if w.has("honors.count") == 1 else "honors.one_level"
        told = [w.say(sentence, level=_level(next(iter(levels))))]
    else:
        parts = [w.say("honors.level", level=_level(level), count=w.mark(figure)) for level, figure in levels.items()]
        told = [w.say("honors.levels", levels=joined(parts, "、"))]
    holders = w.figures.of("honors.count", "holder")
    if len(holders) == 2:
        told.append(w.say("honors.holders", member=w.mark(holders["委员"]), office=w.mark(holders["联络处"])))
    rows = w.rows("honors.count", "date")
    if len(rows) <= LISTED:
        told.append(w.say("honors.list", list=joined([_honor(w, row) for row in rows], "；")))
    unscanned = sum(not row.values["scan"] for row in rows)
    told += [w.say("honors.no_scan", count=str(unscanned))] if unscanned else []
    return [told]


def _level(level: str) -> str:
    return f"{level}级" if level != "其他" else "其他荣誉"


def _honor(w: BulletinWording, row: Row) -> Marked:
    who = w.member(row.values["member"] if row.values["holder"] == "委员" else None)
    title, issuer = row.texts["title"], row.texts["issuer"]
    return w.say("honors.item", day=w.day(row.values["date"]), who=who, title=title, issuer=issuer)


# -- by quarter -------------------------------------------------------------------------------------


def _quarters(w: BulletinWording, duty_leave_counts: bool) -> list[Block]:
    """The span by quarters, summed, with a chart of required and present; a sentence where all are empty.

    The cells of a quarter carry no key: a key opens the records of the whole span.
    """
    if not any(w.has(key) for _, key in _BY_QUARTER):
        return [w.paragraph([w.say("quarters.none")])]
    quarters = w.period.quarters()
    parts = [
        (quarter, collect(w.desk, _within(quarter, w.period), duty_leave_counts=duty_leave_counts))
        for quarter in quarters
    ]
    several = len({quarter.first[:4] for quarter in quarters}) > 1
    columns = (
        Column("季度", weight=1.6, align="center"),
        *(Column(name, weight=1.6 if key == "donations.money" else 1.0, align="center") for name, key in _BY_QUARTER),
    )
    rows: list[TableRow] = [
        (quarter.label if several else quarter.short, *(Cell(_number(figures, key)) for _, key in _BY_QUARTER))
        for quarter, figures in parts
    ]
    total: TableRow = (w.phrases["total"], *(w.cell(key) for _, key in _BY_QUARTER))
    blocks: list[Block] = [Table(columns, tuple(rows), foot=(total,), size=SMALL)]
    counted = [_turnout(figures, duty_leave_counts) for _, figures in parts]
    if sum(whole > 0 for whole, _ in counted) > 1:
        names = tuple(quarter.label if several else quarter.short for quarter in quarters)
        series = chart_series(w, duty_leave_counts, counted)
        blocks.append(Chart("bar", w.phrases["chart"], names, series, unit="人次", height_mm=CHART_HEIGHT))
    return blocks


def _within(quarter: Period, span: Period) -> Period:
    """The part of a quarter that lies in the span."""
    if span.first <= quarter.first and quarter.last <= span.last:
        return quarter
    return Period.span(max(quarter.first, span.first), min(quarter.last, span.last))


def _number(figures: Figures, key: str) -> str:
    value = figures.number(key)
    if not value:
        return NOTHING
    return money(value) if key == "donations.money" else str(value)


def _turnout(figures: Figures, duty_leave_counts: bool) -> tuple[int, int]:
    required, duty = figures.number("attendance.required"), figures.number("attendance.duty_leave")
    return required - (0 if duty_leave_counts else duty), figures.number("attendance.present")


# -- advice -----------------------------------------------------------------------------------------


def _advice(w: BulletinWording) -> list[Marked]:
    """Suggestions by where they stand, the adopted ones by name."""
    if not w.has("suggestions.count"):
        return [w.say("advice.none")]
    told = [w.say("advice.some", standing=_standing(w))]
    rows = [row for row in w.rows("suggestions.count", "date") if row.values["status"] in ADOPTED]
    if rows:
        told.append(w.say("advice.adopted", list=_adopted(w, rows)))
    return told


def _standing(w: BulletinWording) -> Marked:
    by_status = w.figures.of("suggestions.count", "status")
    if len(by_status) == 1:
        return w.say(f"advice.{'all' if w.has('suggestions.count') > 1 else 'one'}.{next(iter(by_status))}")
    parts = [
        w.say("advice.part", status=status, count=w.mark(by_status[status]))
        for status in STATUSES
        if status in by_status
    ]
    return joined(parts, "，")


def _adopted(w: BulletinWording, rows: Sequence[Row]) -> Marked:
    items = [
        w.say("advice.adopted_item", who=w.member(row.values["raised_by"]), gist=gist(str(row.values["text"])))
        for row in rows[:LISTED]
    ]
    return Marked(joined(items, "；") + (w.phrases["advice.more"] if len(rows) > LISTED else ""))

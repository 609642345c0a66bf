"""What the quarterly and the annual bulletin share: every member's row, the groups' progress, what is still to do.

Members stand in the register's own order, each number with its base; nobody is ranked. Gifts are told of those
only who agreed to be named, money and goods apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from liaison.books.members import was_member
from liaison.chinese.dates import Period
from liaison.chinese.numbers import before_number, measured, money
from liaison.figures import marks
from liaison.figures.figure import Figure, Figures
from liaison.kit.desk import Desk, Row
from liaison.kit.query import Query
from liaison.papers.bound_book import number_of, runs
from liaison.papers.phrases import phrases
from liaison.papers.wording import Marked, Wording, joined
from liaison.press.blocks import Block, Cell, Chart, Column, Paragraph, Run, Series, Table
from liaison.press.blocks import Row as TableRow
from liaison.settings import OfficeSettings

NOTHING = "—"
"""Stands where the books have no record; an empty cell would look forgotten."""

NAMED = "实名"
LISTED = 6
"""So many assignments of a group are named one by one; beyond, only their number is told."""

SMALL = 10.5
"""The size of a member table's text, in points: eleven members and their columns fit on half a page."""


class BulletinWording(Wording):
    """Fills a bulletin's sentences: its own, those of both bulletins, and the reports' where it has none."""

    def __init__(self, desk: Desk, settings: OfficeSettings, figures: Figures, paper: str) -> None:
        super().__init__(desk, settings, figures)
        self.phrases = {**self.phrases, **phrases("bulletin"), **phrases(paper)}
        label = self.period.label
        self.facts["when"] = self.say("so_far", day=self.day(desk.today)) if self.running else Marked(label)

    def paragraph(self, sentences: Iterable[Marked]) -> Paragraph:
        """Sentences as one paragraph whose figures open their records."""
        return Paragraph(runs("".join(sentences)))

    def cell(self, key: str) -> Cell:
        """A figure without its unit, or the sign that there is none."""
        figure = self.figures.get(key)
        return Cell((Run(number_of(figure), key),)) if figure is not None and figure.value else _nothing()


def _nothing() -> Cell:
    return Cell(NOTHING, align="center")


def people_of(desk: Desk, span: Period) -> dict[int, str]:
    """Who was a member at some time of a span, in the register's order."""
    return {
        number: name
        for number, name in desk.names.labels("members").items()
        if _was_member_within(desk.get("members", number), span)
    }


def _was_member_within(values: Mapping[str, object], span: Period) -> bool:
    joined_on = str(values["joined"])
    return joined_on <= span.last and was_member(values, max(span.first, joined_on))


# -- the members' table -----------------------------------------------------------------------------


def member_blocks(w: BulletinWording, duty_leave_counts: bool) -> list[Block]:
    """Every member's row with the note that says how to read it; a sentence where there is no member."""
    people = people_of(w.desk, w.period)
    if not people:
        return [w.paragraph([w.say("nobody")])]
    given = _named_gifts(w, people)
    voluntary, goods = bool(w.has("attendance.voluntary")), any(things for _, things in given.values())
    columns = [
        Column("序号", width_mm=10.5, align="center"),
        Column("姓名", weight=1.6, align="center"),
        Column("出席", weight=1.1, align="center", whole=True),
        Column("学习", width_mm=11.5, align="center"),
        *([Column("自愿", width_mm=11.5, align="center")] if voluntary else []),
        Column("建议", width_mm=11.5, align="center"),
        Column("任务", width_mm=13, align="center"),
        Column("捐款（元）", weight=1.0, align="right", whole=True),
        *([Column("捐物", weight=1.2, align="center")] if goods else []),
        Column("荣誉", width_mm=11.5, align="center"),
    ]
    rows = []
    for place, (number, name) in enumerate(people.items(), start=1):
        who, (fen, things) = f":person={name}", given[number]
        cells = [
            Cell(str(place)), Cell(name), _attended(w, who), w.cell(f"attendance.study{who}"),
            *([w.cell(f"attendance.voluntary{who}")] if voluntary else []),
            w.cell(f"suggestions.count{who}"), _tasks(w, who), fen,
            *([things or _nothing()] if goods else []), w.cell(f"honors.count{who}"),
        ]  # fmt: skip
        rows.append(tuple(cells))
    note = Cell(_note(w, people, voluntary, duty_leave_counts), span=len(columns), align="left")
    return [Table(tuple(columns), tuple(rows), foot=((note,),), size=SMALL)]


def _attended(w: BulletinWording, who: str) -> Cell:
    """实到/应到 with 公假 apart; who was called to nothing has no base."""
    rate = w.figures.get(f"attendance.rate{who}")
    if rate is not None and rate.base:
        return Cell((Run(rate.base.replace(" ", ""), rate.key),))
    duty = w.figures.get(f"attendance.duty_leave{who}")
    return Cell((Run(f"公假{duty.value}", duty.key),)) if duty is not None else _nothing()


def _tasks(w: BulletinWording, who: str) -> Cell:
    """办结/在办."""
    closed, still = (w.figures.find(f"assignments.{name}{who}") for name in ("closed", "open"))
    if closed is None or still is None or not (closed.value or still.value):
        return _nothing()
    return Cell((_count(closed), Run("/"), _count(still)))


def _count(figure: Figure) -> Run:
    return Run(str(figure.value), figure.key if figure.value else None)


def _named_gifts(w: BulletinWording, people: Mapping[int, str]) -> dict[int, tuple[Cell, Cell | None]]:
    """For every member money and goods of the gifts that may be told by name; goods per item and unit.

    The cell opens its records only where all of the member's gifts may be told, or it would open others.
    """
    found: dict[int, tuple[Cell, Cell | None]] = {}
    for number, name in people.items():
        key = f"donations.count:person={name}"
        entered = w.desk.ids("donations", Query(period=w.period, equals={"member": number}))
        gifts = [gift for gift in w.desk.rows("donations", entered) if gift.mark in ("", "correction")]
        named = [gift for gift in gifts if gift.values["publish"] == NAMED]
        opens = len(named) == len(gifts)
        fen = sum(int(gift.values["amount"] or 0) for gift in named)
        paid = Cell((Run(money(fen), f"donations.money:person={name}" if opens else None),)) if fen else _nothing()
        things = _things(named)
        found[number] = (paid, Cell((Run(things, key if opens else None),)) if things else None)
    return found


def _things(gifts: Sequence[Row]) -> str:
    added: dict[tuple[str, str], int] = {}
    for gift in gifts:
        if gift.values["kind"] == "物":
            key = (gift.texts["item"], gift.texts["unit"])
            added[key] = added.get(key, 0) + int(gift.values["quantity"] or 0)
    return "、".join(before_number(item) + measured(amount, unit) for (item, unit), amount in added.items())


def _note(w: BulletinWording, people: Mapping[int, str], voluntary: bool, duty_leave_counts: bool) -> tuple[Run, ...]:
    """How the table is read, and who joined or left in between."""
    duty = w.say("note.duty.in" if duty_leave_counts else "note.duty.out")
    parts = [w.say("note", duty=duty, voluntary=w.say("note.voluntary") if voluntary else Marked())]
    for number, name in people.items():
        values = w.desk.get("members", number)
        for column, sentence in (("joined", "note.came"), ("left_on", "note.left")):
            if values[column] and w.period.first < str(values[column]) <= w.now:
                parts.append(w.say(sentence, name=name, day=w.day(values[column])))
    return runs(joined(parts, ""))


# -- attendance drawn -------------------------------------------------------------------------------


def activity_chart(w: BulletinWording, duty_leave_counts: bool, height_mm: float) -> list[Block]:
    """Required and present at every required activity with a sign-in on record; none where there are fewer than two."""
    unrecorded = set(w.figures["activities.unrecorded"].records)
    held = [number for number in w.figures["activities.required"].records if number not in unrecorded]
    if not 2 <= len(held) <= 14:
        return []
    rows = sorted(w.desk.rows("activities", held), key=lambda row: (str(row.values["start"]), row.id))
    counted = [_turnout(w, row.id, duty_leave_counts) for row in rows]
    return [
        Chart(
            "bar", w.phrases["chart.title"],
            tuple(f"{w.day(str(row.values['start']))}{row.values['kind']}" for row in rows),
            chart_series(w, duty_leave_counts, counted), unit="人", height_mm=height_mm,
        )
    ]  # fmt: skip


def chart_series(w: BulletinWording, duty_leave_counts: bool, counted: Sequence[tuple[int, int]]) -> tuple[Series, ...]:
    """应到 and 实到 as a chart draws them."""
    base = w.phrases["chart.base.in" if duty_leave_counts else "chart.base.out"]
    return (
        Series(base, tuple(float(whole) for whole, _ in counted)),
        Series(w.phrases["chart.came"], tuple(float(came) for _, came in counted)),
    )


def _turnout(w: BulletinWording, activity: int, duty_leave_counts: bool) -> tuple[int, int]:
    """(base, present) of one activity: the members of that day or those it called."""
    from liaison.books.roster import SignIn

    counts = SignIn(w.desk, duty_leave_counts).roster(activity).counts
    return counts.denominator, counts.present


# -- the groups -------------------------------------------------------------------------------------


def group_table(w: BulletinWording) -> list[Block]:
    """A row for every work group: how many are closed, open and overdue, which ones, and how far they are."""
    groups = w.desk.names.labels("groups")
    if not groups:
        return [w.paragraph([w.say("group.no_groups")])]
    if not w.has("assignments.total"):
        return [w.paragraph([w.say("group.no_tasks")])]
    columns = (
        Column("专班", weight=1.3), Column("办结", width_mm=11.5, align="center"),
        Column("在办", width_mm=11.5, align="center"), Column("逾期", width_mm=11.5, align="center"),
        Column("任务和进度", weight=3.0),
    )  # fmt: skip
    rows: list[TableRow] = []
    for name in groups.values():
        counted = (w.cell(f"assignments.{key}:group={name}") for key in ("closed", "open", "overdue"))
        rows.append((name, *counted, _told(w, name)))
    return [Table(columns, tuple(rows), size=SMALL)]


def _told(w: BulletinWording, group: str) -> str:
    """Which assignments a group closed and which are open, the earliest due first."""
    parts = []
    for key in ("closed", "open"):
        figure = w.figures.get(f"assignments.{key}:group={group}")
        if figure:
            rows = sorted(w.desk.rows(figure.book, figure.records), key=lambda row: (str(row.values["due"]), row.id))
            tell = _open_item if key == "open" else _closed_item
            items = [tell(w, row) for row in rows[:LISTED]]
            more = w.phrases["group.more"] if len(rows) > LISTED else ""
            parts.append(w.say(f"group.{key}", list=Marked(joined(items, "、") + more)))
    return marks.plain(joined(parts, "；") or w.say("group.nothing"))


def _closed_item(w: BulletinWording, row: Row) -> Marked:
    return w.say("group.closed_item", what=row.texts["what"])


def _open_item(w: BulletinWording, row: Row) -> Marked:
    """An open assignment with the steps done by the end of the period."""
    found = w.desk.database.rows(
        "SELECT steps_done FROM progress WHERE assignment = ? AND deleted = 0 AND date <= ? ORDER BY date, id",
        (row.id, w.now),
    )
    done = next((steps for (steps,) in reversed(found) if steps is not None), None)
    if done:
        steps = int(row.values["steps"] or 1)  # may have been made fewer than were done
        standing = w.say("group.steps", done=str(min(done, steps)), steps=str(steps))
    else:
        standing = w.say("group.begun" if found else "group.not_begun")
    return w.say("group.open_item", what=row.texts["what"], standing=standing)


# -- what is still to do ----------------------------------------------------------------------------


def gaps(w: BulletinWording) -> list[Marked]:
    """Who has not come, who has no assignment, which sign-ins are missing; told neutrally, leave on duty apart."""
    told: list[Marked] = []
    never = w.figures["attendance.never"].detail
    on_duty = [name for name in never if _all_on_duty(w, name)]
    absent = [name for name in never if name not in on_duty]
    for sentence, names in (("gap.never", absent), ("gap.duty", on_duty)):
        if names:
            told.append(w.say(sentence, names="、".join(names)))
    idle = w.figures["members.without_assignment"]
    if idle.value:
        told.append(w.say("gap.idle", names="、".join(idle.detail)))
    told += [departed] if (departed := _departed(w)) else []
    if w.has("activities.unrecorded"):
        items = [
            w.say("gap.unrecorded_item", day=w.day(row.values["start"]), title=row.texts["title"])
            for row in w.rows("activities.unrecorded", "start")
        ]
        told.append(w.say("gap.unrecorded", list=joined(items, "、")))
    if told:
        return told
    good = [w.say("gap.came")] if w.has("attendance.required") else []
    good += [w.say("gap.busy")] if w.has("members.count") else []
    return good or [w.say("gap.none")]


def _departed(w: BulletinWording) -> Marked:
    """Open assignments whose owner has left: no row of the members' table has them."""
    rows = [
        row for row in w.rows("assignments.open", "due")
        if not was_member(w.desk.get("members", int(row.values["owner"] or 0)), w.now)
    ]
    items = [
        w.say("gap.departed_item", what=row.texts["what"], name=row.texts["owner"]) for row in rows[:LISTED]
    ]
    more = w.phrases["group.more"] if len(rows) > LISTED else ""
    return w.say("gap.departed", list=Marked(joined(items, "、") + more)) if rows else Marked()


def _all_on_duty(w: BulletinWording, name: str) -> bool:
    required, duty = (w.has(f"attendance.{key}:person={name}") for key in ("required", "duty_leave"))
    return required == duty > 0


__all__ = [
    "NOTHING", "BulletinWording", "activity_chart", "chart_series", "gaps", "group_table",
    "member_blocks", "people_of",
]  # fmt: skip

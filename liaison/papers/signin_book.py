"""签到簿 of a year as a bound book: every activity with who came and how, then the year by kind and by member.

Members stand in the register's own order and are never ranked. An activity that has not taken place is not in the
book; one without any sign-in on record is, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from liaison.books.activities import KINDS
from liaison.books.members import was_member
from liaison.books.roster import Attendee, Roster, SignIn
from liaison.chinese.dates import Period, day
from liaison.figures.asking import Question
from liaison.figures.attendance import activities, attendance
from liaison.figures.figure import Figure, Figures
from liaison.kit.desk import Desk
from liaison.kit.query import Query
from liaison.papers.bound_book import cover, figure_cell, said, span_of
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.papers.signin_sheet import count_sentence, ink, uncounted
from liaison.press.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Group,
    Heading,
    PageBreak,
    Paragraph,
    Properties,
    Row,
    Run,
    Section,
    SignOff,
    Table,
    Text,
)
from liaison.settings import OfficeSettings

SIGNED_HEIGHT = 9.0
"""The least height in millimetres of a row that holds a signature."""

TEXT_SIZE = 12.0
"""The largest text of the sheets, in points: an activity of a dozen members takes a page."""

SIGNERS = ("整理人", "复核", "主任")

_SAID = "signin_book"
_SHEET = (
    Column("序号", width_mm=16, align="center"),
    Column("姓名", width_mm=30, align="center"),
    Column("单位及职务", weight=1.2),
    Column("到场情况", width_mm=26, align="center"),
    Column("时间", width_mm=18, align="center"),
    Column("签名", width_mm=32, align="center"),
    Column("原因、备注", weight=1.0),
)
_COUNTED = (
    ("应到", "required"), ("实到", "present"), ("迟到", "late"), ("早退", "early"), ("公假", "duty_leave"),
    ("病假", "sick"), ("事假", "personal"), ("缺席", "absent"), ("无记录", "unrecorded"),
)  # fmt: skip


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The book of a year, or of any other span; an empty one says so."""
    span = span_of(desk, request)
    question = Question(desk, span)
    figures = Figures(span, [*activities(question), *attendance(question, settings.duty_leave_counts)])
    words = phrases(_SAID)
    held = _held(desk, figures, span)
    came = figures.number("attendance.present") + figures.number("attendance.voluntary")
    lines = (
        ("活动", f"{figures.number('activities.count')} 次"),
        ("委员到场", f"{came} 人次"),
        ("列席与来宾", f"{figures.number('attendance.guests')} 人次"),
    )
    blocks: list[Block] = [
        cover(desk, settings, words["title"], span, lines),
        Section(landscape=True, numbering="of", restart=True),
    ]
    if held:
        blocks += [Heading(1, words["sheets"]), _sheets(desk, settings, held), PageBreak()]
        blocks += _summary(desk, figures, span, settings)
    else:
        blocks.append(Paragraph(words["none"].format(span=span.label)))
    if figures["activities.planned"].value:
        blocks.append(Paragraph(said(_SAID, "planned", figures)))
    title = f"{span.label}{words['title']}"
    about = Properties(author=settings.name, subject=title, keywords=span.label)
    return Document(title, (*blocks, SignOff(SIGNERS)), about, numbering="of")


def _held(desk: Desk, figures: Figures, span: Period) -> list[int]:
    """The activities that have taken place, the first one first."""
    counted = set(figures["activities.count"].records)
    return [number for number in reversed(desk.ids("activities", Query(period=span))) if number in counted]


# -- the activities ---------------------------------------------------------------------------------


def _sheets(desk: Desk, settings: OfficeSettings, held: Sequence[int]) -> Table:
    """One table of all activities: a group row each, then its members, then its guests."""
    signin = SignIn(desk, settings.duty_leave_counts)
    rows: list[Row | Group] = []
    for place, activity in enumerate(held, start=1):
        roster = signin.roster(activity)
        rows.append(Group(_headed(desk, settings, place, roster)))
        if not roster.recorded and not roster.guests:
            rows.append((Cell(phrases(_SAID)["unrecorded"], span=len(_SHEET), align="center"),))
            continue
        people = roster.entries if roster.recorded else ()
        present = [(person, "") for person in people] + [(guest, "来宾") for guest in roster.guests]
        rows += [_line(f"{place}-{number}", *one) for number, one in enumerate(present, start=1)]
    return Table(_SHEET, tuple(rows), size=TEXT_SIZE)


def _headed(desk: Desk, settings: OfficeSettings, place: int, roster: Roster) -> Text:
    """What an activity was, when and where, and its counters."""
    values = roster.activity.values
    parts = [f"{place}. {values['title']}", roster.when("form"), str(values.get("place") or ""), str(values["kind"])]
    if values.get("host"):
        parts.append(f"承办：{desk.names.label('members', int(values['host'] or 0))}")
    parts.append("必须参加" if roster.required else "自愿参加")
    head = Run("　".join(filter(None, parts)), role="hei")
    if not roster.recorded:
        return (head,)
    counted = count_sentence(
        roster.counts, required=roster.required, duty_leave_counts=settings.duty_leave_counts
    )  # fmt: skip
    return (head, Run(f"　{counted}", role="fangsong"))


def _line(number: str, person: Attendee, guest: str) -> Row:
    """One person at one activity; the number begins with the activity's, which a page turned over does not show."""
    when = person.time if person.came else ""
    remark = "，".join(filter(None, (person.reason, person.note, uncounted(person))))
    status = f"{guest}（{person.status}）" if guest and person.status not in ("", "出席") else guest or person.status
    return (
        number, person.name, person.unit_and_post, status or "没有记录", when, _signature(person), remark
    )  # fmt: skip


def _signature(person: Attendee) -> Cell:
    """The signature of who came."""
    if not person.signature or not person.came:
        return Cell()
    strokes, aspect = ink(person.signature)
    return Cell(strokes=strokes, aspect=aspect, height=SIGNED_HEIGHT)


# -- the year ---------------------------------------------------------------------------------------


def _summary(desk: Desk, figures: Figures, span: Period, settings: OfficeSettings) -> Iterator[Block]:
    """The span by kind of activity and by member, with what the numbers mean."""
    words = phrases(_SAID)
    yield Heading(1, words["kinds"])
    yield _by_kind(figures)
    yield Heading(1, words["people" if span.kind == "year" else "people.other"])
    yield _by_person(desk, figures, span)
    duty = words["duty.in" if settings.duty_leave_counts else "duty.out"]
    yield Paragraph(words["required"] + duty + words["voluntary"] + words["order"])


def _by_kind(figures: Figures) -> Table:
    found = figures.of("activities.count", "kind")
    kinds = [kind for kind in KINDS if kind in found] + [kind for kind in found if kind not in KINDS]
    columns = (
        Column("类型"), Column("活动", width_mm=13, align="right"),
        *(Column(name, width_mm=15, align="right") for name, _ in _COUNTED[:-1]),
        Column("出席率", width_mm=36, align="center"), Column("自愿到场", width_mm=21, align="right"),
    )  # fmt: skip

    def row(name: str | Cell, suffix: str) -> Row:
        counted = (figure_cell(figures.find(f"attendance.{key}{suffix}")) for _, key in _COUNTED[:-1])
        return (
            name, figure_cell(figures.find(f"activities.count{suffix}")), *counted,
            _base(figures.find(f"attendance.rate{suffix}")),
            figure_cell(figures.find(f"attendance.voluntary{suffix}")),
        )  # fmt: skip

    rows = tuple(row(kind, f":kind={kind}") for kind in kinds)
    return Table(columns, rows, foot=(row(Cell("合计", align="center"), ""),), size=TEXT_SIZE)


def _by_person(desk: Desk, figures: Figures, span: Period) -> Table:
    # A record is missing only where somebody joined the register later: mostly there is no such column.
    counts = _COUNTED if figures["attendance.unrecorded"].value else _COUNTED[:-1]
    columns = (
        Column("姓名", weight=1.7), *(Column(name, width_mm=12, align="right") for name, _ in counts),
        Column("出席率", width_mm=32, align="center"), Column("自愿到场", width_mm=21, align="right"),
        Column("备注"),
    )  # fmt: skip

    def row(first: str | Cell, suffix: str, note: str) -> Row:
        counted = (figure_cell(figures.find(f"attendance.{key}{suffix}")) for _, key in counts)
        return (
            first, *counted, _base(figures.find(f"attendance.rate{suffix}")),
            figure_cell(figures.find(f"attendance.voluntary{suffix}")), note,
        )  # fmt: skip

    rows = []
    for number, name in desk.names.labels("members").items():
        values = desk.get("members", number)
        if _was_member_within(values, span):
            rows.append(row(name, f":person={name}", _came_and_went(values, span)))
    return Table(columns, tuple(rows), foot=(row(Cell("合计", align="center"), "", ""),), size=TEXT_SIZE)


def _was_member_within(values: Mapping[str, object], span: Period) -> bool:
    return was_member(values, max(span.first, str(values["joined"]))) and str(values["joined"]) <= span.last


def _came_and_went(values: Mapping[str, object], span: Period) -> str:
    """Why someone was called to fewer activities than others."""
    words, found = phrases(_SAID), []
    for name, key in (("joined", "joined"), ("left_on", "left")):
        if values[name] and span.first < str(values[name]) <= span.last:
            found.append(words[key].format(day=day(str(values[name]))))
    return "，".join(found)


def _base(figure: Figure | None) -> Cell:
    """The rate as it is always shown: with its base."""
    if figure is None or not figure.base:
        return Cell("")
    return Cell((Run(figure.base.replace(" ", ""), figure.key),))

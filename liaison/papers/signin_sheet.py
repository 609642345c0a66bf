"""签到表: the sheet of one activity, blank to be signed by hand before it, filled with what was recorded after.

Both stand on the same columns, so that a sheet signed by hand and the printed one lie side by side in the
file. Signatures given on the screen stand in their cells as lines, cut to their ink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liaison.books.roster import Attendee, Counts, Roster, SignIn, Strokes
from liaison.kit.desk import Desk
from liaison.papers.choosing import meant_activity
from liaison.papers.paper import Request
from liaison.press.blocks import (
    Cell,
    Column,
    Document,
    Group,
    Paragraph,
    Polyline,
    Properties,
    Row,
    Subtitle,
    Table,
    Title,
)
from liaison.settings import OfficeSettings

BOX_ASPECT = 500 / 388
"""Width over height of the box that people sign in."""

CELL_HEIGHT = 10.0
"""The least height in millimetres that a name written with a pen wants."""

GUEST_LINES, LEAST_GUEST_LINES = 6, 3
"""Lines for guests on the blank sheet; so many stay empty even where guests are announced."""

GUESTS = Group("列席与来宾")

_LEAST_INK = 0.3  # a dash or a dot is not blown up to fill its cell
_COLUMNS = (
    Column("序号", width_mm=13, align="center"),
    Column("姓名", width_mm=23, align="center"),
    Column("单位及职务", align="left"),
    Column("签名", width_mm=34, align="center"),
    Column("备注", width_mm=42, align="left"),
)


def blank(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The blank sheet of the activity that is meant."""
    return make_blank(desk, settings, meant_activity(desk, request))


def filled(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The filled sheet of the activity that is meant."""
    return make_filled(desk, settings, meant_activity(desk, request))


def make_blank(desk: Desk, settings: OfficeSettings, activity_id: int) -> Document:
    """The sheet to print before an activity: who is called, room to sign, empty lines for guests.

    Raises:
        UserError: the activity was deleted.
    """
    roster = SignIn(desk, settings.duty_leave_counts).roster(activity_id)
    rows: list[Row | Group] = [_blank_row(number, entry) for number, entry in enumerate(roster.entries, start=1)]
    rows.append(GUESTS)
    rows += [_blank_row(number, guest) for number, guest in enumerate(roster.guests, start=1)]
    announced = len(roster.guests)
    free = max(LEAST_GUEST_LINES, GUEST_LINES - announced)
    rows += [_empty_row(number) for number in range(announced + 1, announced + free + 1)]
    return _sheet(desk, settings, roster, rows, (), "空白签到表")


def make_filled(desk: Desk, settings: OfficeSettings, activity_id: int) -> Document:
    """The sheet to print and file after an activity: how everybody came, with signatures and counters.

    Raises:
        UserError: the activity was deleted.
    """
    roster = SignIn(desk, settings.duty_leave_counts).roster(activity_id)
    rows: list[Row | Group] = [_filled_row(number, entry) for number, entry in enumerate(roster.entries, start=1)]
    if roster.guests:
        rows.append(GUESTS)
        rows += [_filled_row(number, guest) for number, guest in enumerate(roster.guests, start=1)]
    counts = count_sentence(roster.counts, required=roster.required, duty_leave_counts=settings.duty_leave_counts)
    return _sheet(desk, settings, roster, rows, ((Cell(counts, span=len(_COLUMNS), align="left"),),), "签到表")


def count_sentence(counts: Counts, *, required: bool, duty_leave_counts: bool) -> str:
    """The counters in words, with the base of the rate; nothing is said of what did not happen."""
    parts = [f"应到 {counts.required} 人" if required else f"邀请 {counts.required} 人"]
    within = "，".join(f"{word} {n} 人" for word, n in (("迟到", counts.late), ("早退", counts.early)) if n)
    came = f"{'实到' if required else '到场'} {counts.present} 人"
    parts.append(f"{came}（{within}）" if within else came)
    away = (("公假", counts.duty_leave), ("病假", counts.sick), ("事假", counts.personal))
    parts += [f"{word} {n} 人" for word, n in away if n]
    if counts.absent:
        parts.append(f"{'缺席' if required else '未到'} {counts.absent} 人")
    if counts.unrecorded:
        parts.append(f"还没有记的 {counts.unrecorded} 人")
    text = "，".join(parts)
    if required and counts.denominator and counts.present + counts.absent + counts.leave:
        rule = "计入应到" if duty_leave_counts else "不算缺席"
        text += f"。出席率 {counts.present}/{counts.denominator}"
        text += f"（公假 {counts.duty_leave} 人{rule}）" if counts.duty_leave else ""
    if not required:
        text += "。自愿参加，不计出席率"
    if counts.beyond:
        text += f"。另有委员 {counts.beyond} 人到场"
    if counts.guests:
        text += f"。列席与来宾 {counts.guests} 人"
    return text + "。"


def ink(strokes: Strokes) -> tuple[tuple[Polyline, ...], float]:
    """A signature cut to its ink: polylines in 0..1 of the ink's own box, and that box's aspect.

    The box is never less than three tenths of the signing box either way, and has a little air, so that a
    single dash keeps its size.
    """
    points = [(x * BOX_ASPECT, y) for line in strokes for x, y in line]
    if not points:
        return (), BOX_ASPECT
    left, width = _extent([x for x, _ in points])
    top, height = _extent([y for _, y in points])
    lines = tuple(
        tuple(((x * BOX_ASPECT - left) / width, (y - top) / height) for x, y in line) for line in strokes if line
    )
    return lines, width / height


def _extent(values: Sequence[float]) -> tuple[float, float]:
    """Where a span begins and how wide it is, with air on both sides."""
    least, most = min(values), max(values)
    size = max((most - least) * 1.08, _LEAST_INK)
    return (least + most - size) / 2, size


def _sheet(
    desk: Desk, settings: OfficeSettings, roster: Roster, rows: Iterable[Row | Group], foot: tuple[Row, ...], what: str
) -> Document:
    """`what` names the file, so that the blank and the filled one can lie in one folder."""
    title = str(roster.activity.values["title"])
    return Document(
        title=f"{title} {what}",
        blocks=(
            Title(f"{title}签到表"),
            Subtitle(settings.name),
            *_lines_of_meeting(desk, roster),
            Table(columns=_COLUMNS, rows=tuple(rows), foot=foot),
        ),
        properties=Properties(author=settings.name, subject=f"{title} {what}"),
        plain=True,
    )


def _lines_of_meeting(desk: Desk, roster: Roster) -> tuple[Paragraph, ...]:
    """When and where; kind, who hosts, and whether one has to come."""
    values = roster.activity.values
    place, host = str(values.get("place") or ""), values.get("host")
    first = [f"时间：{roster.when('form')}"] + ([f"地点：{place}"] if place else [])
    second = [f"类型：{values['kind']}"]
    if host:
        second.append(f"承办：{desk.names.label('members', int(host))}")
    second.append("必须参加" if roster.required else "自愿参加")
    return tuple(Paragraph("　　".join(parts), indent=0) for parts in (first, second))


def _blank_row(number: int, person: Attendee) -> Row:
    return (str(number), person.name, person.unit_and_post, Cell(height=CELL_HEIGHT), "")


def _empty_row(number: int) -> Row:
    return (str(number), "", "", Cell(height=CELL_HEIGHT), "")


def _filled_row(number: int, person: Attendee) -> Row:
    return (str(number), person.name, person.unit_and_post, _signature(person), _remark(person))


def _signature(person: Attendee) -> Cell:
    """The signature of who came; what was signed before someone was set absent is not shown."""
    if not person.signature or not person.came:
        return Cell(height=CELL_HEIGHT)
    strokes, aspect = ink(person.signature)
    return Cell(strokes=strokes, aspect=aspect, height=CELL_HEIGHT)


def _remark(person: Attendee) -> str:
    """How someone came, as a word, with time and reason; what is not recorded says so."""
    if person.to_sign_later:
        parts = [person.note if person.status == "出席" else f"{person.status}，待补签", person.words]
    else:
        parts = [person.status or "还没有记", person.words]
    return "，".join(part for part in (*parts, uncounted(person)) if part)


def uncounted(person: Attendee) -> str:
    """Why a member on record is not among those who had to come; "" for everybody else."""
    if person.member is None or person.called:
        return ""
    return "不在应到之列" if person.in_office else "当天不在任，不计"

"""What the office has to do this quarter, and where each of it stands, computed from the books.

Each duty is one small rule: what, how often, from which book (the beat of the year). A rule gives None
when it has nothing to say. Nothing here is written down anywhere: the books are the only source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from liaison.books.board import Board
from liaison.books.suggestions import ADOPTED
from liaison.chinese.dates import Period, day
from liaison.kit.desk import Desk, Row
from liaison.kit.query import Query

NEAR_DAYS = 14
"""A quarterly duty that is not begun is 临近 in the last days of its time."""
SUGGESTIONS_A_YEAR = 5
"""Five to eight a year; with the fifth the duty is done."""
GATHERING_PLANNED_BY = 20
"""From this day of the month a gathering that nobody has planned is 临近."""

LATE, NEAR, UNDER_WAY, NOT_BEGUN, DONE = "逾期", "临近", "进行中", "未开始", "已完成"
STANDINGS = (LATE, NEAR, UNDER_WAY, NOT_BEGUN, DONE)
"""From the most to the least urgent."""

_FIVE_ITEMS = (
    ("study_notes", "学习笔记"),
    ("study_materials", "学习资料"),
    ("study_plan", "学习计划"),
    ("study_tutor", "辅导教师"),
    ("study_reflections", "心得体会"),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty and where it stands.

    Attributes:
        key: its name in code.
        title: its name on the screen.
        often: how often it is due.
        words: where it stands, in words.
        standing: one of STANDINGS.
        verb: what a button would do about it.
        book: the book that the answer was read from.
        ids: the records it was read from, in order; the first is the one to act on.
        aim: what the verb means: "open" those records, "add" a record of the book, "record" a sign-in,
            or "report" for the report of `values["period"]`.
        values: what a new record would begin with.
    """

    key: str
    title: str
    often: str
    words: str
    standing: str
    verb: str
    book: str
    ids: tuple[int, ...] = ()
    aim: str = "open"
    values: Mapping[str, str] = field(default_factory=dict)


def duties(desk: Desk) -> tuple[Duty, ...]:
    """The duties of the quarter that today lies in, the most urgent first."""
    quarter = Period.quarter_of(desk.today)
    rules: tuple[Callable[[Desk, Period], Duty | None], ...] = (
        _last_report, _report, _gathering, _study, _research, _signins, _tasks, _drafts, _suggestions,
        _petitions,
    )  # fmt: skip
    found = [duty for rule in rules if (duty := rule(desk, quarter)) is not None]
    return tuple(sorted(found, key=lambda duty: STANDINGS.index(duty.standing)))


def days_between(earlier: str, later: str) -> int:
    """Days from one ISO day to another."""
    return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days


# -- reports ----------------------------------------------------------------------------------------


def _last_report(desk: Desk, quarter: Period) -> Duty | None:
    """The report of the quarter before, while it is still owed; a young office owes none."""
    before = quarter.previous()
    rows = _reports(desk, before)
    if rows and rows[0].values["stage"] != "草稿":
        return None
    if not rows and not desk.count("activities", Query(period=before)):
        return None
    words = f"{before.short}汇报" + ("还没有定稿" if rows else "还没有写")
    return Duty(
        "last_report", "季度工作汇报", "每季一次", words, LATE, "接着写" if rows else "现在写",
        "reports", tuple(r.id for r in rows), "report", {"period": before.key},
    )  # fmt: skip


def _report(desk: Desk, quarter: Period) -> Duty:
    rows = _reports(desk, quarter)
    left = days_between(desk.today, quarter.last)
    stage = rows[0].values["stage"] if rows else ""
    near = left <= NEAR_DAYS
    time = f"本季还有 {left} 天" if left else "今天是本季最后一天"
    words, standing, verb = {
        "": (f"还没有起草，{time}", NEAR if near else NOT_BEGUN, "起草"),
        "草稿": (f"草稿已有，{time}", NEAR if near else UNDER_WAY, "接着写"),
        "定稿": ("已定稿，还没有报送", UNDER_WAY, "去报送"),
        "已报送": (f"{day(str(rows[0].values['handed_in_on'] or ''))}已报送" if rows else "", DONE, "查看"),
    }.get(str(stage), ("镇党委已批示", DONE, "查看"))
    return Duty(
        "report", "季度工作汇报", "每季一次", words, standing, verb,
        "reports", tuple(r.id for r in rows), "report", {"period": quarter.key},
    )  # fmt: skip


def _reports(desk: Desk, quarter: Period) -> list[Row]:
    return desk.page("reports", Query(equals={"period": quarter.key}), 0, 1)


# -- activities -------------------------------------------------------------------------------------


def _of_kind(desk: Desk, kind: str, period: Period) -> list[Row]:
    """Activities of one kind in a period, earliest first."""
    return desk.page("activities", Query(equals={"kind": kind}, period=period, sort="start"), 0, 200)


def _held(rows: list[Row], today: str) -> list[Row]:
    return [r for r in rows if str(r.values["start"])[:10] < today]


def _gathering(desk: Desk, quarter: Period) -> Duty:
    """One a month: this month's first, then what the quarter's earlier months lack."""
    today = desk.today
    rows = _of_kind(desk, "集体活动", quarter)
    months = [m for m in quarter.months() if m.first <= today]
    of_month = [[r for r in rows if m.contains(str(r.values["start"]))] for m in months]
    missing = [m.number for m, found in zip(months[:-1], of_month[:-1], strict=True) if not found]
    ids = tuple(r.id for r in rows)

    def duty(words: str, standing: str, verb: str, first: tuple[int, ...], aim: str) -> Duty:
        return Duty("gathering", "集体活动", "每月一次", words, standing, verb, "activities", first, aim,
                    {"kind": "集体活动"})  # fmt: skip

    coming = [r for r in of_month[-1] if str(r.values["start"])[:10] >= today]
    if coming:
        start, host = str(coming[0].values["start"])[:10], coming[0].texts["host"]
        words = f"{day(start)}，" + (f"{host}委员承办" if host else coming[0].texts["title"])
        near = days_between(today, start) <= NEAR_DAYS
        return duty(words, NEAR if near else UNDER_WAY, "打开签到", (coming[0].id,), "record")
    if not of_month[-1]:
        late = int(today[8:10]) >= GATHERING_PLANNED_BY
        return duty(f"{months[-1].number}月还没有安排", NEAR if late else NOT_BEGUN, "安排", (), "add")
    if missing and desk.count("activities", Query(period=quarter.previous())):
        return duty(f"{_and(missing)}月没有办", LATE, "查看", ids, "open")
    last = of_month[-1][-1]
    return duty(f"{day(str(last.values['start'])[:10])}已办，本季 {len(rows)} 次", DONE, "查看", ids, "open")


def _and(numbers: list[int]) -> str:
    return "、".join(map(str, numbers))


def _study(desk: Desk, _quarter: Period) -> Duty:
    """One every two months, counted from the last one, each with its five items."""
    today = desk.today
    rows = desk.page("activities", Query(equals={"kind": "集中学习"}, sort="-start"), 0, 50)
    held = _held(rows, today)
    coming = [r for r in rows if r not in held]

    def duty(words: str, standing: str, verb: str, row: Row | None, aim: str = "open") -> Duty:
        ids = (row.id,) if row else ()
        return Duty("study", "集中学习", "两个月一次", words, standing, verb, "activities", ids, aim,
                    {"kind": "集中学习"})  # fmt: skip

    if coming:
        start = str(coming[-1].values["start"])[:10]
        near = days_between(today, start) <= NEAR_DAYS
        return duty(f"{day(start)}学习", NEAR if near else UNDER_WAY, "打开签到", coming[-1], "record")
    if not held:
        return duty("还没有安排过", NOT_BEGUN, "安排", None, "add")
    last = str(held[0].values["start"])[:10]
    due = _two_months_after(last)
    lacking = [word for name, word in _FIVE_ITEMS if not held[0].values[name]]
    if today > due:
        return duty(f"上次 {day(last)}，已过两个月", LATE, "安排", None, "add")
    if days_between(today, due) <= NEAR_DAYS:
        return duty(f"上次 {day(last)}，{day(due)}前再学一次", NEAR, "安排", None, "add")
    if lacking:
        have = len(_FIVE_ITEMS) - len(lacking)
        lack = f"，差{lacking[0]}" if len(lacking) == 1 else ""
        return duty(f"{day(last)}已学，五有 {have}/5{lack}", UNDER_WAY, "补齐", held[0])
    return duty(f"{day(last)}已学，五有齐全", DONE, "查看", held[0])


def _two_months_after(iso: str) -> str:
    """The same day two months on, or the last of that month."""
    month = Period.month_of(iso).next().next()
    return min(f"{month.first[:8]}{iso[8:10]}", month.last)


def _research(desk: Desk, quarter: Period) -> Duty:
    rows = _of_kind(desk, "专题调研", quarter)
    left = days_between(desk.today, quarter.last)
    if not rows:
        words = f"本季还没有安排，还有 {left} 天"
        return Duty("research", "专题调研", "每季一个", words, NEAR if left <= NEAR_DAYS else NOT_BEGUN, "安排",
                    "activities", (), "add", {"kind": "专题调研"})  # fmt: skip
    ids, title = tuple(r.id for r in rows), rows[-1].texts["title"]
    if _held(rows, desk.today):
        return Duty("research", "专题调研", "每季一个", title, DONE, "查看", "activities", ids)
    start = str(rows[0].values["start"])[:10]
    near = days_between(desk.today, start) <= NEAR_DAYS
    return Duty("research", "专题调研", "每季一个", f"{day(start)} {title}", NEAR if near else UNDER_WAY,
                "打开签到", "activities", ids[:1], "record")  # fmt: skip


def _signins(desk: Desk, _quarter: Period) -> Duty | None:
    """Activities that are over and have no sign-in yet."""
    rows = desk.page("activities", Query(filters=frozenset({"unrecorded"}), sort="start"), 0, 200)
    owed = _held(rows, desk.today)
    if not owed:
        return None
    first = f"{day(str(owed[0].values['start'])[:10])}的活动还没有记签到"
    words = first if len(owed) == 1 else f"{len(owed)} 次活动还没有记签到"
    return Duty("signins", "签到簿", "每次活动", words, LATE, "补记", "activities",
                tuple(r.id for r in owed), "record")  # fmt: skip


# -- the others -------------------------------------------------------------------------------------


def _tasks(desk: Desk, _quarter: Period) -> Duty | None:
    """Nothing overdue, and everybody with an assignment."""
    overdue = desk.ids("assignments", Query(filters=frozenset({"overdue"})))
    soon = desk.ids("assignments", Query(filters=frozenset({"soon"})))
    idle = Board(desk).without_assignment()
    if not idle and not desk.count("members", Query(filters=frozenset({"present"}))):
        return None

    def duty(words: str, standing: str, verb: str, ids: list[int]) -> Duty:
        return Duty("tasks", "专班任务", "每人有任务", words, standing, verb, "assignments", tuple(ids))

    if overdue:
        return duty(f"{len(overdue)} 件逾期" + (f"，{len(soon)} 件临近" if soon else ""), LATE, "去处理", overdue)
    if soon:
        return duty(f"{len(soon)} 件临近到期", NEAR, "去处理", soon)
    if idle:
        return duty(f"{len(idle)} 位委员还没有任务", UNDER_WAY, "去安排", [])
    return duty("每位委员都有任务", DONE, "查看", [])


def _drafts(desk: Desk, _quarter: Period) -> Duty | None:
    """Gifts written down but not entered."""
    drafts = desk.ids("donations", Query(equals={"serial": None}))
    if not drafts:
        return None
    return Duty("drafts", "捐赠台账", "随收随记", f"{len(drafts)} 笔草稿还没有入账", UNDER_WAY, "去入账",
                "donations", tuple(drafts))  # fmt: skip


def _suggestions(desk: Desk, quarter: Period) -> Duty:
    rows = desk.page("suggestions", Query(period=Period.year_of(quarter.first)), 0, 500)
    adopted = sum(r.values["status"] in ADOPTED for r in rows)
    ids = tuple(r.id for r in rows)
    words = f"全年 {len(rows)} 条" + (f"，已采纳 {adopted} 条" if adopted else "")
    lacking = SUGGESTIONS_A_YEAR - len(rows)
    if lacking <= 0:
        return Duty("suggestions", "意见建议", "一年5—8条", words, DONE, "查看", "suggestions", ids)
    left = days_between(desk.today, Period.year_of(quarter.first).last)
    standing = NEAR if left <= NEAR_DAYS else UNDER_WAY if rows else NOT_BEGUN
    words = f"全年 {len(rows)} 条，还差 {lacking} 条" if rows else "今年还没有提"
    return Duty("suggestions", "意见建议", "一年5—8条", words, standing, "新增", "suggestions", ids, "add")


def _petitions(desk: Desk, _quarter: Period) -> Duty | None:
    """Petitioners to be seen again, only counted: nobody's name stands on the home page."""
    waiting = desk.ids("petitions", Query(filters=frozenset({"open"})))
    if not waiting:
        return None
    due = desk.ids("petitions", Query(filters=frozenset({"due"})))

    def duty(words: str, standing: str, verb: str, ids: list[int]) -> Duty:
        return Duty("petitions", "信访包保", "约定的日子", words, standing, verb, "petitions", tuple(ids))

    if due:
        return duty(f"{len(due)} 件到了约定联系的日子", LATE, "去联系", due)
    soon = desk.ids("petitions", Query(filters=frozenset({"soon"})))
    if soon:
        return duty(f"{len(soon)} 件这几天要联系", NEAR, "查看", soon)
    return duty(f"{len(waiting)} 件还没有化解", UNDER_WAY, "查看", waiting)

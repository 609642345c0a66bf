"""What the home page shows, read from the office in one go, and the words it is said in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from liaison.chinese.dates import Period, day, weekday
from liaison.chinese.numbers import money, quantity
from liaison.office import Query

TASKS, ACTIVITIES = 3, 3
"""So many rows each card at the right shows at most."""

_COMPOUND = (
    "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文", "司徒", "东方",
    "司空", "端木", "百里", "呼延", "南宫", "西门", "澹台", "濮阳", "轩辕",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardData:
    """A figure card and the records it opens."""

    word: str
    value: str
    unit: str
    note: str
    book: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowData:
    """A line of 任务到期 or 近期活动: a day, what, and a few words at the right."""

    icon: str
    tone: str
    day: str
    what: str
    right: str
    book: str
    record: int


@dataclass(frozen=True, slots=True)
class HomeData:
    """All the home page shows. `members` and `activities` are counts: nought of both is an empty office."""

    director: str
    quarter: Period
    cards: tuple[CardData, ...]
    duties: Sequence[Any]
    tasks: tuple[RowData, ...]
    activities: tuple[RowData, ...]
    members: int
    activity_count: int


def read_home(office: Any) -> HomeData:
    """Runs on the worker."""
    quarter = Period.quarter_of(office.today)
    return HomeData(
        director=office.settings.director,
        quarter=quarter,
        cards=read_cards(office, quarter),
        duties=office.duties(),
        tasks=_tasks(office),
        activities=_activities(office),
        members=office.count("members"),
        activity_count=office.count("activities"),
    )


# -- figure cards -----------------------------------------------------------------------------------


def read_cards(office: Any, quarter: Period) -> tuple[CardData, ...]:
    """The quarter's six figures, each with exactly the records that were counted."""
    figures = office.figures(quarter)
    return (
        _activity_card(figures),
        _attendance_card(figures),
        _money_card(figures),
        _goods_card(figures),
        _suggestion_card(office, figures, quarter),
        _honor_card(figures),
    )


def _activity_card(figures: Any) -> CardData:
    figure = figures["activities.count"]
    planned = figures.find("activities.planned")
    note = _largest(figures, "activities.count:kind=")
    if planned and planned.value:
        note = f"还有 {planned.value} 次没到日子"
    return CardData("活动", f"{figure.value}", "次", note, figure.book, tuple(figure.records))


def _attendance_card(figures: Any) -> CardData:
    rate = figures["attendance.rate"]
    share, _, leave = rate.base.partition("，")
    note = f"{leave}，不算缺席" if leave else ("不含自愿参加的" if rate.records else "还没有签到")
    present = figures["attendance.present"]
    return CardData("出席", share or "0/0", "人次", note, present.book, tuple(present.records))


def _money_card(figures: Any) -> CardData:
    fen = figures["donations.money"]
    own = figures.find("donations.count:kind=款")
    count = len(own.records) if own is not None else 0
    return CardData("捐款", money(int(fen.value or 0)), "元", f"{count} 笔" if count else "本季还没有", fen.book,
                    tuple(fen.records))  # fmt: skip


def _goods_card(figures: Any) -> CardData:
    prefix = "donations.goods:item="
    goods = [f for key, f in figures.items() if key.startswith(prefix)]
    records = sorted({n for f in goods for n in f.records})
    note = "本季还没有"
    if goods:
        largest = max(goods, key=lambda f: len(f.records))
        item, _, unit = largest.key.removeprefix(prefix).rpartition("/")
        note = f"{item} {quantity(int(largest.value or 0))} {unit}" + ("等" if len(goods) > 1 else "")
    return CardData("捐物", f"{len(goods)}", "类", note, "donations", tuple(records))


def _suggestion_card(office: Any, figures: Any, quarter: Period) -> CardData:
    figure = figures["suggestions.count"]
    year = office.count("suggestions", Query(period=Period.year_of(quarter.first)))
    return CardData("意见建议", f"{figure.value}", "条", f"全年 {year} 条", figure.book, tuple(figure.records))


def _honor_card(figures: Any) -> CardData:
    figure = figures["honors.count"]
    note = _largest(figures, "honors.count:level=", "级") if figure.value else "本季还没有"
    return CardData("荣誉", f"{figure.value}", "项", note, figure.book, tuple(figure.records))


def _largest(figures: Any, prefix: str, after: str = "") -> str:
    """The largest part of a figure, in words: “集体活动 3”."""
    parts = [(f.value or 0, key.removeprefix(prefix)) for key, f in figures.items() if key.startswith(prefix)]
    if not parts:
        return "本季还没有"
    value, name = max(parts, key=lambda part: part[0])
    name += after if after and len(name) == 1 else ""
    return f"{name} {value}" + ("，等" if len(parts) > 1 else "")


# -- rows -------------------------------------------------------------------------------------------


def _tasks(office: Any) -> tuple[RowData, ...]:
    rows = office.page("assignments", Query(filters=frozenset({"open"})), 0, TASKS)
    tones = {"逾期": ("overdue", "overdue"), "临近": ("near", "near")}
    return tuple(
        RowData(*tones.get(r.texts["standing"], ("near", "")), day(str(r.values["due"])), r.texts["what"],
                r.texts["owner"], "assignments", r.id)
        for r in rows
    )  # fmt: skip


def _activities(office: Any) -> tuple[RowData, ...]:
    """What comes next, then what was last; the nearest days."""
    coming = office.page("activities", Query(filters=frozenset({"coming"}), sort="start"), 0, 2)
    ids = {r.id for r in coming}
    recent = [r for r in office.page("activities", Query(sort="-start"), 0, 60) if r.id not in ids]
    recent = [r for r in recent if str(r.values["start"])[:10] <= office.today]
    rows = list(reversed(coming)) + recent[: ACTIVITIES - len(coming)]
    return tuple(
        RowData("activities", "", day(str(r.values["start"])[:10]), r.texts["title"], _came(office, r),
                "activities", r.id)
        for r in rows
    )  # fmt: skip


def _came(office: Any, row: Any) -> str:
    """7/8 人, or how many are called when nothing is recorded."""
    came = row.texts["came"]
    if "/" in came:
        return f"{came} 人"
    if str(row.values["start"])[:10] < office.today:
        return "还没记签到"
    return f"应到 {len(office.signin.called(row.id))}"


# -- words ------------------------------------------------------------------------------------------


def greeting(hour: int, director: str) -> str:
    """上午好，孙主任."""
    part = "上午" if 5 <= hour < 11 else "中午" if 11 <= hour < 13 else "下午" if 13 <= hour < 18 else "晚上"
    return f"{part}好，{surname(director)}主任" if director else f"{part}好"


def surname(name: str) -> str:
    """孙国平 → 孙, 欧阳明 → 欧阳."""
    return name[:2] if name.startswith(_COMPOUND) else name[:1]


def period_line(quarter: Period, today: date) -> str:
    """2026年第三季度（7—9月）　今天 9月18日 星期五，本季还剩 12 天."""
    months = quarter.months()
    left = (date.fromisoformat(quarter.last) - today).days
    iso = today.isoformat()
    rest = f"本季还剩 {left} 天" if left else "今天是本季最后一天"
    return f"{quarter.label}（{months[0].number}—{months[-1].number}月）　今天 {day(iso)} {weekday(iso)}，{rest}"

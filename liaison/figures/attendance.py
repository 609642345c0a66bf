"""Activities, and who came to them (domain: attendance is fair).

Required are, for every required activity that has taken place and has a member's sign-in on record, the
members of that day; where the activity names who is called, those of them. A member without a record there
was required and did not come. An activity without any sign-in says nothing about anybody and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from liaison.books.activities import KINDS
from liaison.books.signins import LEAVE, PRESENT
from liaison.figures.asking import Question, ordered
from liaison.figures.figure import Figure, count, rate

_HELD = "t.deleted = 0 AND t.start >= :first AND t.start < :after AND t.start < :now_after"
_RECORDED = "EXISTS (SELECT 1 FROM signins s WHERE s.activity = t.id AND s.member IS NOT NULL AND s.deleted = 0)"
# Whoever signed on a day on which the register has no such member is counted nowhere.
_IN_OFFICE = (
    "JOIN members m ON m.id = s.member AND m.deleted = 0 AND m.joined <= substr(t.start, 1, 10)"
    " AND (m.left_on IS NULL OR m.left_on > substr(t.start, 1, 10))"
)
_FIVE = ("study_notes", "study_materials", "study_plan", "study_tutor", "study_reflections")

_Key = TypeVar("_Key", str, int)

_WORDS = (
    ("late", "迟到", ("迟到",)), ("early", "早退", ("早退",)), ("duty_leave", "公假", LEAVE[:1]),
    ("sick", "病假", LEAVE[1:2]), ("personal", "事假", LEAVE[2:3]), ("leave", "请假", LEAVE),
    ("absent", "缺席", ("缺席",)),
)  # fmt: skip


def activities(question: Question) -> Iterator[Figure]:
    """What has taken place in the period, and what is still planned in it."""
    rows = question.rows(
        "SELECT t.id, t.kind, t.host, t.required, t.study_reflections,"
        f" {' AND '.join(f'coalesce(t.{n}, 0) NOT IN (0, {chr(39) * 2})' for n in _FIVE)},"
        f" {_RECORDED} FROM activities t WHERE {_HELD} ORDER BY t.start, t.id"
    )

    def figure(key: str, label: str, found: Iterable[int]) -> Figure:
        return count(f"activities.{key}", label, "次", "activities", found)

    yield figure("count", "开展活动", (r[0] for r in rows))
    for kind in ordered((r[1] for r in rows), KINDS):
        yield figure(f"count:kind={kind}", kind, (r[0] for r in rows if r[1] == kind))
    for host in question.people({r[2] for r in rows if r[2] is not None}):
        name = question.person(host)
        yield figure(f"count:host={name}", f"{name}委员承办活动", (r[0] for r in rows if r[2] == host))
    studies = [r for r in rows if r[1] == "集中学习"]
    yield figure("study", "集中学习", (r[0] for r in studies))
    yield figure("study_five", "五有齐全的学习", (r[0] for r in studies if r[5]))
    written = [r for r in studies if r[4]]
    yield count("activities.reflections", "心得体会", "份", "activities", (r[0] for r in written),
                value=sum(r[4] for r in written))  # fmt: skip
    yield figure("required", "必须参加的活动", (r[0] for r in rows if r[3]))
    yield figure("voluntary", "自愿参加的活动", (r[0] for r in rows if not r[3]))
    yield figure("unrecorded", "还没有记签到的活动", (r[0] for r in rows if r[3] and not r[6]))
    planned = question.numbers(
        "SELECT t.id FROM activities t WHERE t.deleted = 0 AND t.start >= :first AND t.start < :after"
        " AND t.start > :now_after"
    )
    yield figure("planned", "还没有开的活动", planned)


@dataclass(frozen=True, slots=True)
class _Group:
    """How one member stood in the required activities of one kind; status None: no record."""

    kind: str
    member: int
    status: str | None
    count: int
    activities: tuple[int, ...]
    signins: tuple[int, ...]


def attendance(question: Question, duty_leave_counts: bool) -> Iterator[Figure]:
    """Required, present, on leave and absent; as a whole, by kind of activity and by person."""
    groups = _groups(question)
    yield from _attendance(groups, "", "", duty_leave_counts)
    by_kind, by_person = _split(groups, lambda g: g.kind), _split(groups, lambda g: g.member)
    for kind in ordered(by_kind, KINDS):
        yield from _attendance(by_kind[kind], f":kind={kind}", kind, duty_leave_counts)
    for member in question.people(by_person):
        name = question.person(member)
        yield from _attendance(by_person[member], f":person={name}", name, duty_leave_counts)
    yield from _voluntary(question)
    yield from _studied(question)
    yield from _guests(question)
    yield _never(question, {g.member for g in groups})


def _groups(question: Question) -> list[_Group]:
    found = question.rows(
        f"WITH held AS MATERIALIZED (SELECT t.id, t.kind, substr(t.start, 1, 10) AS day, t.called"
        f" FROM activities t WHERE {_HELD} AND t.required AND {_RECORDED})"
        " SELECT h.kind, m.id, s.status, count(*), json_group_array(h.id), json_group_array(s.id)"
        " FROM held h JOIN members m ON m.deleted = 0 AND m.joined <= h.day"
        " AND (m.left_on IS NULL OR m.left_on > h.day)"
        " LEFT JOIN signins s ON s.activity = h.id AND s.member = m.id AND s.deleted = 0"
        " WHERE h.called IS NULL OR h.called = '[]'"
        " OR EXISTS (SELECT 1 FROM json_each(h.called) j WHERE j.value = m.id)"
        " GROUP BY h.kind, m.id, s.status"
    )
    return [
        _Group(kind, member, status, number, _list(held), _list(signed) if status is not None else ())
        for kind, member, status, number, held, signed in found
    ]


def _list(text: str) -> tuple[int, ...]:
    return tuple(map(int, text[1:-1].split(","))) if len(text) > 2 else ()


def _split(groups: Sequence[_Group], by: Callable[[_Group], _Key]) -> dict[_Key, list[_Group]]:
    found: dict[_Key, list[_Group]] = defaultdict(list)
    for group in groups:
        found[by(group)].append(group)
    return found


def _attendance(
    groups: Sequence[_Group], suffix: str, of: str, duty_leave_counts: bool
) -> Iterator[Figure]:
    unit = "次" if suffix.startswith(":person") else "人次"

    def label(word: str) -> str:
        return f"{of}{word}" if of else word

    def rows(statuses: Sequence[str]) -> list[int]:
        return [n for g in groups if g.status in statuses for n in g.signins]

    required = sum(g.count for g in groups)
    held = {n for g in groups for n in g.activities}
    present, duty = rows(PRESENT), rows(LEAVE[:1])
    whole = required if duty_leave_counts else required - len(duty)
    base = f"{len(present)}/{whole}" + (f"，公假 {len(duty)}" if duty else "")
    yield count(f"attendance.required{suffix}", label("应到"), unit, "activities", held, value=required)
    yield count(f"attendance.present{suffix}", label("实到"), unit, "signins", present,
                base=base if whole else "", text=f"{len(present)}/{whole}{unit}" if whole else "")  # fmt: skip
    for key, word, statuses in _WORDS:
        if not suffix or rows(statuses):
            yield count(f"attendance.{key}{suffix}", label(word), unit, "signins", rows(statuses))
    missing = [g for g in groups if g.status is None]
    if missing or not suffix:
        yield count(f"attendance.unrecorded{suffix}", label("没有签到记录"), unit, "activities",
                    {n for g in missing for n in g.activities}, value=sum(g.count for g in missing))  # fmt: skip
    everything = [n for g in groups for n in g.signins]
    yield rate(f"attendance.rate{suffix}", label("出席率"), len(present), whole, base, "signins", everything)


def _voluntary(question: Question) -> Iterator[Figure]:
    """Counted, never held against anyone."""
    groups = question.groups(
        f"SELECT t.kind, s.member, json_group_array(s.id) FROM activities t"
        f" JOIN signins s ON s.activity = t.id AND s.deleted = 0 AND s.status IN {PRESENT} {_IN_OFFICE}"
        f" WHERE {_HELD} AND NOT t.required GROUP BY t.kind, s.member"
    )

    def figure(suffix: str, label: str, unit: str, found: Iterable[int]) -> Figure:
        return count(f"attendance.voluntary{suffix}", label, unit, "signins", found)

    yield figure("", "自愿参加", "人次", (n for g in groups for n in g[2]))
    for kind in ordered((g[0] for g in groups), KINDS):
        yield figure(f":kind={kind}", f"自愿参加{kind}", "人次", (n for g in groups if g[0] == kind for n in g[2]))
    for member in question.people({g[1] for g in groups}):
        name = question.person(member)
        found = (n for g in groups if g[1] == member for n in g[2])
        yield figure(f":person={name}", f"{name}自愿参加", "次", found)


def _studied(question: Question) -> Iterator[Figure]:
    """Who came to study meetings, required or voluntary."""
    groups = question.groups(
        "SELECT s.member, json_group_array(s.id) FROM activities t"
        f" JOIN signins s ON s.activity = t.id AND s.deleted = 0 AND s.status IN {PRESENT} {_IN_OFFICE}"
        f" WHERE {_HELD} AND t.kind = '集中学习' GROUP BY s.member"
    )
    yield count("attendance.study", "参加集中学习", "人次", "signins", (n for g in groups for n in g[1]))
    by_member = dict(groups)
    for member in question.people(by_member):
        name = question.person(member)
        yield count(f"attendance.study:person={name}", f"{name}参加集中学习", "次", "signins", by_member[member])


def _guests(question: Question) -> Iterator[Figure]:
    groups = question.groups(
        "SELECT t.kind, json_group_array(s.id) FROM activities t"
        f" JOIN signins s ON s.activity = t.id AND s.deleted = 0 AND s.member IS NULL AND s.status IN {PRESENT}"
        f" WHERE {_HELD} GROUP BY t.kind"
    )
    everybody = [n for g in groups for n in g[1]]
    yield count("attendance.guests", "列席与来宾", "人次", "signins", everybody)
    by_kind = dict(groups)
    for kind in ordered(by_kind, KINDS):
        yield count(f"attendance.guests:kind={kind}", f"{kind}列席与来宾", "人次", "signins", by_kind[kind])


def _never(question: Question, required: set[int]) -> Figure:
    """Who was required at least once and came to nothing at all, a voluntary activity included."""
    came = set(
        question.numbers(
            "SELECT DISTINCT s.member FROM activities t JOIN signins s ON s.activity = t.id AND s.deleted = 0"
            f" AND s.member IS NOT NULL AND s.status IN {PRESENT} WHERE {_HELD}"
        )
    )
    absent = question.people(required - came)
    return count("attendance.never", "一次也没有到的委员", "人", "members", absent,
                 detail=map(question.person, absent))  # fmt: skip

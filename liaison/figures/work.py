"""Honours, suggestions, assignments and the members who have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from liaison.books.honors import LEVELS
from liaison.books.suggestions import ADOPTED, OPEN, STATUSES
from liaison.figures.asking import Question, ordered
from liaison.figures.figure import Figure, count


def honors(question: Question) -> Iterator[Figure]:
    """Honours conferred in the period."""
    groups = question.groups(
        "SELECT t.level, t.holder, t.member, json_group_array(t.id) FROM honors t"
        " WHERE t.deleted = 0 AND t.date >= :first AND t.date <= :last GROUP BY 1, 2, 3"
    )

    def figure(suffix: str, label: str, found: Iterable[int]) -> Figure:
        return count(f"honors.count{suffix}", label, "项", "honors", found)

    yield figure("", "获得荣誉", (n for g in groups for n in g[3]))
    for level in ordered((g[0] for g in groups), LEVELS):
        label = f"{level}级荣誉" if level != "其他" else "其他荣誉"
        yield figure(f":level={level}", label, (n for g in groups if g[0] == level for n in g[3]))
    for holder in ordered((g[1] for g in groups), ("委员", "联络处")):
        yield figure(f":holder={holder}", f"{holder}荣誉", (n for g in groups if g[1] == holder for n in g[3]))
    for member in question.people({g[2] for g in groups if g[1] == "委员" and g[2] is not None}):
        name = question.person(member)
        found = (n for g in groups if g[1] == "委员" and g[2] == member for n in g[3])
        yield figure(f":person={name}", f"{name}获得荣誉", found)


def suggestions(question: Question) -> Iterator[Figure]:
    """Suggestions raised in the period, with where they stand today; and those answered in it."""
    groups = question.groups(
        "SELECT t.status, t.raised_by, json_group_array(t.id) FROM suggestions t"
        " WHERE t.deleted = 0 AND t.date >= :first AND t.date <= :last GROUP BY 1, 2"
    )

    def figure(key: str, label: str, found: Iterable[int]) -> Figure:
        return count(f"suggestions.{key}", label, "条", "suggestions", found)

    yield figure("count", "提出意见建议", (n for g in groups for n in g[2]))
    for status in ordered((g[0] for g in groups), STATUSES):
        found = (n for g in groups if g[0] == status for n in g[2])
        yield figure(f"count:status={status}", f"意见建议{status}", found)
    for member in question.people({g[1] for g in groups if g[1] is not None}):
        name = question.person(member)
        found = (n for g in groups if g[1] == member for n in g[2])
        yield figure(f"count:person={name}", f"{name}提出意见建议", found)
    yield figure("adopted", "意见建议采纳（含部分采纳）", (n for g in groups if g[0] in ADOPTED for n in g[2]))
    yield figure("open", "意见建议办理中", (n for g in groups if g[0] in OPEN for n in g[2]))
    answered = question.numbers(
        "SELECT t.id FROM suggestions t WHERE t.deleted = 0 AND t.reply_date >= :first AND t.reply_date <= :last"
    )
    yield figure("answered", "得到答复的意见建议", answered)
    before = question.numbers(
        f"SELECT t.id FROM suggestions t WHERE t.deleted = 0 AND t.date < :first AND t.status IN ('{OPEN[0]}')"
    )
    yield figure("open_before", "此前提出、仍在办理的意见建议", before)
    still = (n for g in groups if g[0] in OPEN for n in g[2])
    yield figure("pending", "仍在办理的意见建议", {*before, *still})


_OPEN_AT_END = "t.assigned_on <= :last AND (t.closed_on IS NULL OR t.closed_on > :last)"
_CLOSED = "t.closed_on >= :first AND t.closed_on <= :last"
_OPEN_NOW = "t.assigned_on <= :now AND (t.closed_on IS NULL OR t.closed_on > :now)"

# key, label, condition: total is what was open at the end or closed in the period, so it is their sum.
_ASSIGNMENTS = (
    ("total", "专班任务", f"(({_OPEN_AT_END}) OR ({_CLOSED}))"),
    ("open", "未销号任务", f"({_OPEN_AT_END})"),
    ("closed", "销号任务", f"({_CLOSED})"),
    ("overdue", "逾期任务", f"({_OPEN_NOW} AND t.due < :now)"),
    ("new", "新交办任务", "(t.assigned_on >= :first AND t.assigned_on <= :last)"),
    ("due_next", "下一时段到期的任务", f"({_OPEN_AT_END} AND t.due > :last AND t.due <= :next_last)"),
)


def assignments(question: Question) -> Iterator[Figure]:
    """The work groups' assignments, each also by group and by owner."""
    rows = question.rows(
        f"SELECT t.id, t.work_group, t.owner, {', '.join(condition for _, _, condition in _ASSIGNMENTS)}"
        " FROM assignments t WHERE t.deleted = 0 ORDER BY t.id"
    )
    names = question.desk.names
    places = {number: at for at, number in enumerate(names.labels("groups"))}
    owners = question.people({r[2] for r in rows})
    for at, (key, label, _) in enumerate(_ASSIGNMENTS, start=3):
        chosen = [r for r in rows if r[at]]
        full = f"assignments.{key}"
        yield count(full, label, "件", "assignments", (r[0] for r in chosen))
        for group in sorted({r[1] for r in chosen}, key=lambda g: (places.get(g, len(places)), g)):
            name = names.label("groups", group)
            found = (r[0] for r in chosen if r[1] == group)
            yield count(f"{full}:group={name}", f"{name}专班{label}", "件", "assignments", found)
        for owner in owners:
            mine = [r[0] for r in chosen if r[2] == owner]
            if mine:
                name = question.person(owner)
                yield count(f"{full}:person={name}", f"{name}{label}", "件", "assignments", mine)


def members(question: Question) -> Iterator[Figure]:
    """Members on the period's last day that has come, and who of them owns or helps with an open assignment."""
    present = question.numbers(
        "SELECT t.id FROM members t WHERE t.deleted = 0 AND t.joined <= :now"
        " AND (t.left_on IS NULL OR t.left_on > :now)"
    )
    busy = set(
        question.numbers(
            f"SELECT t.owner FROM assignments t WHERE t.deleted = 0 AND {_OPEN_NOW} UNION"
            " SELECT j.value FROM assignments t, json_each(t.helpers) j"
            f" WHERE t.deleted = 0 AND {_OPEN_NOW}"
        )
    )
    yield count("members.count", "在任委员", "人", "members", present)
    working = [n for n in present if n in busy]
    base = f"{len(working)}/{len(present)}" if present else ""
    yield count("members.with_assignment", "手上有任务的委员", "人", "members", working, base=base,
                text=f"{base}人" if base else "")  # fmt: skip
    idle = [n for n in question.people(present) if n not in busy]
    yield count("members.without_assignment", "手上没有任务的委员", "人", "members", idle,
                detail=map(question.person, idle))  # fmt: skip
    yield count("groups.count", "专班", "个", "groups", question.numbers("SELECT id FROM groups WHERE deleted = 0"))

"""履职档案: one member's record over a span of time, gathered from every book. Nothing in it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liaison.books.balances import valid
from liaison.books.signins import PRESENT
from liaison.chinese.dates import Period
from liaison.kit.desk import Desk, Row
from liaison.kit.query import Query

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Attended:
    """One activity that the member was called to, and how he or she attended."""

    activity: int
    signin: int
    day: str
    kind: str
    title: str
    required: bool
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One member in a period.

    Attributes:
        member: the person's row.
        terms: the councils' terms that the membership touches, the newest first.
        groups: the work groups the person belongs to now.
        attended: activities with a sign-in, the newest first.
        duty_leave_counts: whether 公假 is in the base of the rate.
        donations: entered gifts that still hold; `money` is their sum in fen, `goods` their number.
        assignments: those the person owns; `helping` those of others.
    """

    member: Row
    terms: tuple[str, ...]
    groups: tuple[str, ...]
    period: Period | None
    attended: tuple[Attended, ...]
    duty_leave_counts: bool
    donations: tuple[Row, ...]
    money: int
    goods: int
    honors: tuple[Row, ...]
    assignments: tuple[Row, ...]
    helping: tuple[Row, ...]
    suggestions: tuple[Row, ...]

    @property
    def required(self) -> tuple[Attended, ...]:
        """Those the person had to come to; voluntary ones are never held against anyone."""
        return tuple(a for a in self.attended if a.required)

    @property
    def present(self) -> int:
        """How many of them the person came to, late and early leaving included."""
        return sum(a.status in PRESENT for a in self.required)

    @property
    def duty_leave(self) -> int:
        """How many of them the person missed on duty."""
        return sum(a.status == "公假" for a in self.required)

    @property
    def base(self) -> int:
        """The base of the rate: required, less 公假 unless the office counts it."""
        return len(self.required) - (0 if self.duty_leave_counts else self.duty_leave)

    @property
    def voluntary(self) -> int:
        """How many voluntary activities the person came to."""
        return sum(not a.required and a.status in PRESENT for a in self.attended)

    @property
    def closed(self) -> int:
        """How many of the person's own assignments are closed."""
        return sum(row.values["closed_on"] is not None for row in self.assignments)


def dossier(desk: Desk, member: int, period: Period | None, *, duty_leave_counts: bool) -> Dossier:
    """Gather one member's record.

    Args:
        period: None for the whole time.

    Raises:
        LookupError: there is no such member.
    """
    row = desk.row("members", member)
    query = Query(period=period)
    gifts = desk.rows("donations", _valid_gifts(desk, desk.ids("donations", query.with_(equals={"member": member}))))
    own = desk.page("assignments", Query(equals={"owner": member}), 0, MOST)
    helping = desk.page("assignments", Query(equals={"helpers": member}), 0, MOST)
    return Dossier(
        member=row,
        terms=_terms(desk, row.values),
        groups=tuple(
            m.texts["work_group"]
            for m in desk.page("memberships", Query(filters=frozenset({"now"}), equals={"member": member}), 0, MOST)
        ),
        period=period,
        attended=_attended(desk, member, period),
        duty_leave_counts=duty_leave_counts,
        donations=tuple(gifts),
        money=sum(int(g.values["amount"] or 0) for g in gifts if g.values["kind"] == "款"),
        goods=sum(g.values["kind"] == "物" for g in gifts),
        honors=tuple(desk.page("honors", query.with_(equals={"member": member}), 0, MOST)),
        assignments=tuple(r for r in own if _under_way(r.values, period)),
        helping=tuple(r for r in helping if _under_way(r.values, period)),
        suggestions=tuple(desk.page("suggestions", query.with_(equals={"raised_by": member}), 0, MOST)),
    )


def _attended(desk: Desk, member: int, period: Period | None) -> tuple[Attended, ...]:
    first, last = (period.first, period.last) if period else ("", "9")
    rows = desk.database.rows(
        "SELECT a.id, s.id, substr(a.start, 1, 10), a.kind, a.title, a.required, s.status, coalesce(s.reason, '')"
        " FROM signins s JOIN activities a ON a.id = s.activity"
        " WHERE s.member = ? AND s.deleted = 0 AND a.deleted = 0 AND substr(a.start, 1, 10) BETWEEN ? AND ?"
        " ORDER BY a.start DESC, a.id DESC",
        (member, first, last),
    )
    return tuple(Attended(a, s, on, kind, title, bool(must), status, why)
                 for a, s, on, kind, title, must, status, why in rows)  # fmt: skip


def _valid_gifts(desk: Desk, numbers: list[int]) -> list[int]:
    """Of these, the entered ones that were not voided, in the same order."""
    among = ", ".join(map(str, numbers)) or "0"
    rows = desk.database.rows(f"SELECT t.id FROM donations t WHERE t.id IN ({among}) AND {valid('donations')}")
    kept = {n for (n,) in rows}
    return [n for n in numbers if n in kept]


def _under_way(values: Mapping[str, object], period: Period | None) -> bool:
    """Whether an assignment was open at some time of the period."""
    if period is None:
        return True
    closed = values.get("closed_on")
    return str(values["assigned_on"]) <= period.last and (closed is None or str(closed) >= period.first)


def _terms(desk: Desk, member: Mapping[str, object]) -> tuple[str, ...]:
    joined, left = str(member["joined"]), str(member["left_on"] or "9")
    return tuple(
        t.texts["name"]
        for t in desk.page("terms", Query(), 0, 100)
        if str(t.values["start"]) <= left and str(t.values["until"]) > joined
    )

"""履职档案: one member's record over a span of time, gathered from every book. Nothing in it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liaison.books.balances import valid
from liaison.books.members import was_member
from liaison.books.petitions import RESOLVED
from liaison.books.signins import PRESENT
from liaison.chinese.dates import Period
from liaison.kit.desk import Desk, Row
from liaison.kit.fields import numbers_of
from liaison.kit.query import Query

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Attended:
    """One activity that the member was called to or came to, and how he or she attended.

    Attributes:
        signin: the record's number; 0 where there is none: called, and nothing is known.
        status: 出席 and so on, "" without a record.
        called: was a member that day and called; whoever else is on record is neither required nor absent.
        in_office: was a member that day at all.
    """

    activity: int
    signin: int
    day: str
    kind: str
    title: str
    required: bool
    status: str
    reason: str
    called: bool = True
    in_office: bool = True

    @property
    def how(self) -> str:
        """How the member attended, and why a record is not counted."""
        if self.called:
            return self.status or "没有记录"
        return f"{self.status}（{'不在应到之列' if self.in_office else '当天不在任，不计'}）"


@dataclass(frozen=True, slots=True)
class Dossier:
    """One member in a period.

    Attributes:
        member: the person's row.
        terms: the councils' terms that the membership touches, the newest first.
        groups: the work groups the person belongs to now.
        attended: activities that have taken place and have a sign-in, the newest first.
        duty_leave_counts: whether 公假 is in the base of the rate.
        donations: entered gifts that still hold, and corrections of such; `money` is their sum in fen, `goods` the
            number of gifts that were goods.
        petitions, resolved: how many petitions the person took on in the period, and how many of them are resolved;
            whose they are stays apart.
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
    petitions: int
    resolved: int

    @property
    def required(self) -> tuple[Attended, ...]:
        """Those the person had to come to; voluntary ones are never held against anyone."""
        return tuple(a for a in self.attended if a.required and a.called)

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
        return sum(not a.required and a.in_office and a.status in PRESENT for a in self.attended)

    @property
    def closed(self) -> int:
        """How many of the person's own assignments were closed by the period's end."""
        last = self.period.last if self.period else "9999"
        return sum(str(row.values["closed_on"] or "9999~") <= last for row in self.assignments)


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
        groups=() if not was_member(row.values, desk.today) else tuple(
            m.texts["work_group"]
            for m in desk.page("memberships", Query(filters=frozenset({"now"}), equals={"member": member}), 0, MOST)
        ),
        period=period,
        attended=_attended(desk, member, period),
        duty_leave_counts=duty_leave_counts,
        donations=tuple(gifts),
        money=sum(int(g.values["amount"] or 0) for g in gifts if g.values["kind"] == "款"),
        goods=sum(g.values["kind"] == "物" and not g.mark for g in gifts),
        honors=tuple(desk.page("honors", query.with_(equals={"member": member, "holder": "委员"}), 0, MOST)),
        assignments=tuple(r for r in own if _under_way(r.values, period)),
        helping=tuple(r for r in helping if _under_way(r.values, period)),
        suggestions=tuple(desk.page("suggestions", query.with_(equals={"raised_by": member}), 0, MOST)),
        petitions=desk.count("petitions", query.with_(equals={"member": member})),
        resolved=desk.count("petitions", query.with_(equals={"member": member, "status": RESOLVED})),
    )


def _attended(desk: Desk, member: int, period: Period | None) -> tuple[Attended, ...]:
    """What the figures count for the member (figures.attendance), and whatever else is on record of him or her."""
    first, last = (period.first, min(period.last, desk.today)) if period else ("", desk.today)
    rows = desk.database.rows(
        "SELECT a.id, coalesce(s.id, 0), substr(a.start, 1, 10), a.kind, a.title, a.required, coalesce(s.status, ''),"
        " coalesce(s.reason, ''), a.called"
        " FROM activities a LEFT JOIN signins s ON s.activity = a.id AND s.member = :member AND s.deleted = 0"
        " WHERE a.deleted = 0 AND substr(a.start, 1, 10) BETWEEN :first AND :last AND (s.id IS NOT NULL OR a.required"
        " AND EXISTS (SELECT 1 FROM signins o WHERE o.activity = a.id AND o.member IS NOT NULL AND o.deleted = 0))"
        " ORDER BY a.start DESC, a.id DESC",
        {"member": member, "first": first, "last": last},
    )
    person, found = desk.get("members", member), []
    for activity, signin, on, kind, title, must, status, why, named in rows:
        in_office = was_member(person, on)
        called = in_office and (not numbers_of(named) or member in numbers_of(named))
        if signin or called:
            found.append(Attended(activity, signin, on, kind, title, bool(must), status, why, called, in_office))
    return tuple(found)


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

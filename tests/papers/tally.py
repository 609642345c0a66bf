"""The books counted a third time, straight from their tables with plain SQL: what every paper must agree with.

Nothing here goes through figures, rosters, dossiers or boards; only the stored columns are believed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from liaison.chinese.dates import Period
from liaison.chinese.numbers import money_in_capitals
from liaison.office import Office

QUARTERS = ("2026Q3", "2026Q2", "2025Q4", "2026Q4", "2023Q3")
YEARS = ("2026", "2025", "2024")

CAME = ("出席", "迟到", "早退")
LEFT = "coalesce(m.left_on, '9999')"
_ON_RECORD = "a.id IN (SELECT activity FROM signins WHERE deleted = 0 AND member IS NOT NULL)"
_CALLED = "(coalesce(a.called, '[]') = '[]' OR m.id IN (SELECT value FROM json_each(a.called)))"


@dataclass(frozen=True)
class Gift:
    """An entered record of one of the two ledgers; money in fen, quantity in thousandths."""

    id: int
    number: str
    date: str
    kind: str
    amount: int
    item: str
    unit: str
    quantity: int
    estimate: int
    purpose: str
    who: str
    publish: str
    member: int | None
    reversal: bool
    void: bool
    corrects: int | None

    @property
    def correction(self) -> bool:
        return self.corrects is not None

    @property
    def counts(self) -> bool:
        return not (self.reversal or self.void)


@dataclass
class Tally:
    """One office over one period, as its day of asking sees it."""

    office: Office
    period: Period
    first: str = ""
    last: str = ""
    now: str = ""
    names: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first, self.last = self.period.first, self.period.last
        self.now = min(self.last, self.office.today)
        rows = self.rows("SELECT id, name, work_unit FROM members WHERE deleted = 0 ORDER BY id")
        often = Counter(name for _, name, _ in rows)
        self.names = {n: f"{name}（{unit}）" if often[name] > 1 else name for n, name, unit in rows}

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.office.database.rows(sql, values)

    def column(self, sql: str, *values: object) -> list[Any]:
        return [row[0] for row in self.rows(sql, *values)]

    # -- members ------------------------------------------------------------------------------------

    def members(self) -> list[int]:
        """Who was a member on some day of the period, in the register's order."""
        return self.column(
            f"SELECT id FROM members m WHERE deleted = 0 AND joined <= ? AND {LEFT} > joined AND {LEFT} > ?"
            " ORDER BY id", self.last, self.first,
        )  # fmt: skip

    def present(self) -> list[int]:
        """Members on the last day that has come."""
        return self.column(
            f"SELECT id FROM members m WHERE deleted = 0 AND joined <= ? AND {LEFT} > ? ORDER BY id", self.now, self.now
        )

    # -- activities ---------------------------------------------------------------------------------

    def held(self) -> list[tuple[int, str, int, str, str]]:
        """(id, kind, required, title, start) of what has taken place, the first one first."""
        return self.rows(
            "SELECT id, kind, required, title, start FROM activities a WHERE deleted = 0"
            " AND substr(start, 1, 10) BETWEEN ? AND ? ORDER BY start, id", self.first, self.now,
        )  # fmt: skip

    def kinds(self) -> Counter[str]:
        return Counter(kind for _, kind, *_ in self.held())

    def unrecorded(self) -> list[int]:
        return self.column(
            f"SELECT id FROM activities a WHERE deleted = 0 AND required AND NOT {_ON_RECORD}"
            " AND substr(start, 1, 10) BETWEEN ? AND ?", self.first, self.now,
        )  # fmt: skip

    def required(self) -> list[tuple[int, str, int, str | None]]:
        """(activity, kind, member, status or None) for everybody who was called to a required activity."""
        return self.rows(
            "SELECT a.id, a.kind, m.id, (SELECT s.status FROM signins s WHERE s.deleted = 0 AND s.activity = a.id"
            " AND s.member = m.id) FROM activities a JOIN members m ON m.deleted = 0"
            f" AND m.joined <= substr(a.start, 1, 10) AND {LEFT} > substr(a.start, 1, 10) AND {_CALLED}"
            f" WHERE a.deleted = 0 AND a.required = 1 AND {_ON_RECORD} AND substr(a.start, 1, 10) BETWEEN ? AND ?",
            self.first, self.now,
        )  # fmt: skip

    def attendance(self, *, member: int | None = None, activity: int | None = None, kind: str = "") -> Attendance:
        """The counters of everybody, of one member, of one activity, of one kind."""
        chosen = [
            status for a, k, m, status in self.required()
            if member in (None, m) and activity in (None, a) and kind in ("", k)
        ]
        return Attendance(Counter("" if s is None else s for s in chosen), self.office.settings.duty_leave_counts)

    def _came(self, condition: str) -> Counter[int]:
        return Counter(
            self.column(
                "SELECT s.member FROM signins s JOIN activities a ON a.id = s.activity"
                " JOIN members m ON m.id = s.member"
                f" WHERE s.deleted = 0 AND a.deleted = 0 AND s.status IN {CAME} AND {condition}"
                f" AND m.joined <= substr(a.start, 1, 10) AND {LEFT} > substr(a.start, 1, 10)"
                " AND substr(a.start, 1, 10) BETWEEN ? AND ?", self.first, self.now,
            )
        )  # fmt: skip

    def voluntary(self) -> Counter[int]:
        return self._came("a.required = 0")

    def studied(self) -> Counter[int]:
        return self._came("a.kind = '集中学习'")

    def guests(self) -> int:
        return len(
            self.rows(
                "SELECT s.id FROM signins s JOIN activities a ON a.id = s.activity WHERE s.deleted = 0"
                f" AND s.status IN {CAME} AND a.deleted = 0 AND s.member IS NULL"
                " AND substr(a.start, 1, 10) BETWEEN ? AND ?",
                self.first, self.now,
            )
        )  # fmt: skip

    # -- gifts --------------------------------------------------------------------------------------

    def entered(self, book: str, first: str = "", last: str = "") -> list[Gift]:
        """Every entered record of a ledger in the period, by number."""
        who, publish, member, estimate = (
            ("donor", "publish", "member", "coalesce(estimate, 0)") if book == "donations"
            else ("recipient", "''", "NULL", "0")
        )  # fmt: skip
        return [
            Gift(*row[:-3], bool(row[-3]), bool(row[-2]), row[-1])
            for row in self.rows(
                "SELECT id, printf('%d-%03d', year, serial), date, kind, coalesce(amount, 0), coalesce(item, ''),"
                f" coalesce(unit, ''), coalesce(quantity, 0), {estimate}, purpose, {who}, {publish}, {member},"
                f" reverses IS NOT NULL, id IN (SELECT reverses FROM {book} WHERE reverses IS NOT NULL),"
                f" corrects FROM {book}"
                " WHERE deleted = 0 AND serial IS NOT NULL AND date BETWEEN ? AND ? ORDER BY year, serial",
                first or self.first, last or self.last,
            )
        ]  # fmt: skip

    def gifts(self, book: str, first: str = "", last: str = "") -> list[Gift]:
        """Those that add to the sums: gifts, and corrections of an earlier year's."""
        return [gift for gift in self.entered(book, first, last) if gift.counts]

    def given(self, book: str) -> list[Gift]:
        """Those that are one gift or handout each."""
        return [gift for gift in self.gifts(book) if not gift.correction]

    def as_corrected(self, gift: Gift) -> Gift | None:
        """A gift as it stands after everything that corrects it; None when nothing is left of it."""
        groups: dict[tuple[str, ...], list[Gift]] = defaultdict(list)
        for one in self.entered("donations", "0", "9"):
            if gift.id in (one.id, one.corrects):
                groups[one.kind, one.who, one.item, one.unit, one.purpose].append(one)
        for those in reversed(groups.values()):
            sums = {name: sum(getattr(one, name) for one in those) for name in ("amount", "quantity", "estimate")}
            if any(sums.values()):
                return replace(those[-1], id=gift.id, number=gift.number, date=gift.date, **sums)
        return None

    def corrections(self, book: str) -> list[Gift]:
        """Corrections that still stand."""
        return [gift for gift in self.gifts(book) if gift.correction]

    def drafts(self, book: str) -> int:
        sql = f"SELECT id FROM {book} WHERE deleted = 0 AND serial IS NULL AND date BETWEEN ? AND ?"
        return len(self.rows(sql, self.first, self.last))

    def left(self, last: str = "") -> tuple[int, Counter[str], Counter[tuple[str, str]]]:
        """Money in all, by purpose, and goods by item and unit, that are left at the end."""
        money, purposes, goods = 0, Counter[str](), Counter[tuple[str, str]]()
        for book, sign in (("donations", 1), ("handouts", -1)):
            for gift in self.gifts(book, "0", last or self.last):
                money += sign * gift.amount
                if gift.kind == "款":
                    purposes[gift.purpose] += sign * gift.amount
                else:
                    goods[gift.item, gift.unit] += sign * gift.quantity
        return money, purposes, goods

    # -- work ---------------------------------------------------------------------------------------

    def honors(self) -> list[tuple[int, str, str, int | None, str]]:
        """(id, level, holder, member or None, title)."""
        return self.rows(
            "SELECT id, level, holder, CASE holder WHEN '委员' THEN member END, title FROM honors WHERE deleted = 0"
            " AND date BETWEEN ? AND ? ORDER BY date, id", self.first, self.last,
        )  # fmt: skip

    def suggestions(self) -> list[tuple[int, str, int | None]]:
        """(id, status, raised by)."""
        return self.rows(
            "SELECT id, status, raised_by FROM suggestions WHERE deleted = 0 AND date BETWEEN ? AND ?",
            self.first, self.last,
        )  # fmt: skip

    def open_before(self) -> int:
        sql = "SELECT id FROM suggestions WHERE deleted = 0 AND date < ? AND status = '办理中'"
        return len(self.rows(sql, self.first))

    def tasks(self, which: str) -> list[tuple[int, int, int, str]]:
        """(id, work group, owner, what) of assignments that are closed, open, overdue or new."""
        conditions = {
            "closed": ("closed_on BETWEEN ? AND ?", (self.first, self.last)),
            "open": ("assigned_on <= ? AND coalesce(closed_on, '9999') > ?", (self.last, self.last)),
            "overdue": ("due < ? AND assigned_on <= ? AND coalesce(closed_on, '9999') > ?", (self.now,) * 3),
            "new": ("assigned_on BETWEEN ? AND ?", (self.first, self.last)),
        }  # fmt: skip
        condition, values = conditions[which]
        return self.rows(
            f"SELECT id, work_group, owner, what FROM assignments WHERE deleted = 0 AND {condition} ORDER BY due, id",
            *values,
        )

    def busy(self) -> list[int]:
        """Present members who own an open assignment or help with one."""
        found = self.column(
            "SELECT owner FROM assignments WHERE deleted = 0 AND assigned_on <= ?1 AND coalesce(closed_on, '9999') > ?1"
            " UNION SELECT value FROM assignments, json_each(helpers) WHERE deleted = 0 AND assigned_on <= ?1"
            " AND coalesce(closed_on, '9999') > ?1", self.now,
        )  # fmt: skip
        return [number for number in self.present() if number in found]


@dataclass(frozen=True)
class Attendance:
    """How often called and how; "" where nothing is on record."""

    by_status: Counter[str]
    duty_leave_counts: bool

    def of(self, *statuses: str) -> int:
        return sum(self.by_status[status] for status in statuses)

    @property
    def required(self) -> int:
        return sum(self.by_status.values())

    @property
    def present(self) -> int:
        return self.of(*CAME)

    @property
    def duty(self) -> int:
        return self.of("公假")

    @property
    def base(self) -> int:
        return self.required - (0 if self.duty_leave_counts else self.duty)

    @property
    def text(self) -> str:
        """As bulletin and sign-in book show it: 3/4，公假1."""
        if not self.base:
            return ""
        return f"{self.present}/{self.base}" + (f"，公假{self.duty}" if self.duty else "")

    @property
    def percent(self) -> str:
        tenths = (2000 * self.present + self.base) // (2 * self.base)
        return f"{tenths // 10}" + (f".{tenths % 10}" if tenths % 10 else "")


def money(fen: int) -> str:
    """Fen as papers write yuan."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def quantity(thousandths: int) -> str:
    """Thousandths as papers write them."""
    return f"{thousandths / 1000:.3f}".rstrip("0").rstrip(".")


def capitals(fen: int) -> str:
    """Fen in capitals; the rule itself has tests of its own."""
    return money_in_capitals(fen)


def or_dash(number: int) -> str:
    """A number in a bulletin's table."""
    return str(number) if number else "—"


def thing(item: str, thousandths: int, unit: str) -> str:
    """Goods in a sentence: no figure of the name or the unit may run into the quantity."""
    between = "×" if unit[0].isdigit() else ""
    return f"{item}{' ' if item[-1].isdigit() else ''}{quantity(thousandths)}{between}{unit}"


def goods(gifts: Iterable[Gift]) -> Counter[tuple[str, str]]:
    """Quantities by item and unit."""
    found: Counter[tuple[str, str]] = Counter()
    for gift in gifts:
        if gift.kind == "物":
            found[gift.item, gift.unit] += gift.quantity
    return found


def total(gifts: Iterable[Gift]) -> int:
    """Money in fen."""
    return sum(gift.amount for gift in gifts if gift.kind == "款")

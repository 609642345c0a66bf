"""One activity's sign-in: who is called, who came, and the counters above (domain: attendance is fair).

Required are the members of that day, or those of them whom the activity names. Present are 出席, 迟到 and
早退. Leave on duty (公假) is not absence: the rate's base is required less 公假, unless the office counts it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from liaison.books.members import was_member
from liaison.books.signins import LEAVE, PRESENT, STATUSES
from liaison.changes import Changes
from liaison.chinese.dates import Style, day
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.kit.desk import Desk, Row
from liaison.kit.fields import Values, numbers_of
from liaison.kit.query import Query
from liaison.store.writing import Action

Strokes = list[list[list[float]]]
"""Polylines of points, x and y in 0..1 of the signing box."""

TO_SIGN_LATER = "到场，待补签"
"""The note of someone who came without signing."""

_TIME_FIRST = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:到场|到达|到|签到)?[，,、\s]*")


@dataclass(frozen=True, slots=True)
class Attendee:
    """A line of the sign-in sheet. `member` is None for a guest, `signin` None while nothing is recorded.

    `called`: was called to the activity, as a member of that day; `in_office`: was a member that day at all. Who is on
    record may be neither: the activity named others, or the register learnt late that somebody had left.
    """

    member: int | None
    signin: int | None
    name: str
    unit: str
    post: str
    status: str
    time: str
    reason: str
    signature: Strokes | None
    note: str = ""
    called: bool = True
    in_office: bool = True

    @property
    def unit_and_post(self) -> str:
        """Where someone works and as what, in one line."""
        return f"{self.unit} {self.post}".strip()

    @property
    def came(self) -> bool:
        """Present, if late or not to the end."""
        return self.status in PRESENT

    @property
    def words(self) -> str:
        """Time and reason as they are read and typed: “9:20 到，车坏在路上”; a leave has no time."""
        when = f"{self.time} 到" if self.time and self.came else ""
        return "，".join(part for part in (when, self.reason) if part)

    @property
    def signed(self) -> bool:
        """Has signed at the door, or came without signing; 出席 noted by the director is no signature."""
        return self.came and bool(self.signature or self.to_sign_later or self.time)

    @property
    def to_sign_later(self) -> bool:
        """Came, and is still to sign on paper."""
        return self.came and self.note == TO_SIGN_LATER


@dataclass(frozen=True, slots=True)
class Counts:
    """The counters above the sheet; persons, of those only who were called (guests apart).

    `beyond` are members who came without being called; whoever was no member that day is counted nowhere.
    """

    required: int
    present: int
    late: int
    early: int
    duty_leave: int
    sick: int
    personal: int
    absent: int
    unrecorded: int
    guests: int
    absent_names: tuple[str, ...]
    duty_leave_counts: bool
    beyond: int = 0

    @property
    def leave(self) -> int:
        """公假, 病假 and 事假 together."""
        return self.duty_leave + self.sick + self.personal

    @property
    def denominator(self) -> int:
        """The base of the rate."""
        return self.required if self.duty_leave_counts else self.required - self.duty_leave

    @property
    def rate(self) -> float | None:
        """Present by the base, 0..1; None where nobody was required."""
        return self.present / self.denominator if self.denominator else None

    @property
    def base(self) -> str:
        """The rate as it is always shown: with its base, "8/10，公假 1"."""
        text = f"{self.present}/{self.denominator}"
        return f"{text}，公假 {self.duty_leave}" if self.duty_leave else text


@dataclass(frozen=True, slots=True)
class Roster:
    """The sheet of one activity; `foreseen` when it shows what is being written."""

    activity: Row
    entries: tuple[Attendee, ...]
    guests: tuple[Attendee, ...]
    counts: Counts
    foreseen: bool = False

    @property
    def recorded(self) -> bool:
        """Whether anybody's attendance is on record."""
        return self.foreseen or any(entry.signin is not None for entry in self.entries)

    @property
    def required(self) -> bool:
        """Whether members have to come; a voluntary activity is never held against anyone."""
        return bool(self.activity.values.get("required"))

    def with_status(self, member: int, status: str) -> Roster:
        """The sheet as it will stand once this choice is recorded; nothing is written."""
        entries = [
            replace(e, status=status, reason="" if status == "出席" else e.reason)
            if e.member == member
            else e if self.recorded else replace(e, status="出席")
            for e in self.entries
        ]
        return self._with(entries)

    def with_words(self, member: int, text: str) -> Roster:
        """The sheet as it will stand once time and reason are recorded as typed; nothing is written."""
        time, reason = time_and_reason(text)
        shown = self if self.recorded else self.with_all_present()
        return self._with(
            [replace(e, time=time or e.time if not e.came else time, reason=reason, status=e.status or "出席")
             if e.member == member else e for e in shown.entries]
        )  # fmt: skip

    def with_entry(self, person: Attendee) -> Roster:
        """The sheet with one person's line in place of the one it has."""
        return self._with([person if e.member == person.member else e for e in self.entries])

    def with_all_present(self) -> Roster:
        """The sheet as it will stand once everybody without a record is recorded as 出席."""
        return self._with([replace(e, status=e.status or "出席") for e in self.entries])

    def _with(self, entries: Sequence[Attendee]) -> Roster:
        return replace(
            self, entries=tuple(entries), foreseen=True,
            counts=count(entries, self.guests, self.counts.duty_leave_counts),
        )  # fmt: skip

    def when(self, style: Style = "screen") -> str:
        """Day and time: “8月21日 9:00—11:30”, with the year in forms and papers."""
        start, finish = (str(self.activity.values.get(name) or "") for name in ("start", "finish"))
        if not finish or finish == start:
            return day(start, style)
        if finish[:10] == start[:10]:
            until = day(finish).partition(" ")[2]
            return f"{day(start, style)}—{until}" if until and len(start) > 10 else day(start, style)
        return f"{day(start, style)}至{day(finish, style if start[:4] != finish[:4] else 'screen')}"


class SignIn:
    """Reads and writes sign-ins of whole activities."""

    def __init__(self, desk: Desk, duty_leave_counts: bool = False) -> None:
        self.desk = desk
        self.duty_leave_counts = duty_leave_counts

    def roster(self, activity: int) -> Roster:
        """The sheet of an activity, in the members' own order, guests apart."""
        row = self.desk.row("activities", activity)
        recorded = {
            r.values["member"]: r
            for r in self.desk.page("signins", Query(equals={"activity": activity}), 0, 5_000)
        }
        guests = [
            self._attendee(r, {"name": r.values["guest"], "work_unit": r.values["guest_unit"], "post": None})
            for r in self.desk.page("signins", Query(equals={"activity": activity, "member": None}), 0, 5_000)
        ]
        entries = []
        named = numbers_of(row.values["called"])
        for number in self.called(activity):
            member = dict(self.desk.get("members", number))
            person = self._attendee(recorded.get(number), member, number)
            in_office = was_member(member, str(row.values["start"])[:10])
            called = in_office and (not named or number in named)
            entries.append(replace(person, called=called, in_office=in_office))
        return Roster(row, tuple(entries), tuple(guests), count(entries, guests, self.duty_leave_counts))

    def called(self, activity: int) -> list[int]:
        """The members called to an activity: those of that day, or those it names, and any on record."""
        row = self.desk.get("activities", activity)
        if not row:
            raise UserError("这次活动已经删除，请回到活动列表")
        on = str(row["start"])[:10]
        named = numbers_of(row["called"])
        on_record = {
            n
            for (n,) in self.desk.database.rows(
                "SELECT member FROM signins WHERE activity = ? AND member IS NOT NULL AND deleted = 0", (activity,)
            )
        }
        return [
            n
            for n in self.desk.ids("members")
            if n in on_record
            or ((not named or n in named) and was_member(dict(self.desk.get("members", n)), on))
        ]

    def set_status(
        self, activity: int, member: int, status: str, *, time: str | None = None, reason: str | None = None
    ) -> Changes:
        """Record one member's attendance; on an activity without any record the others become 出席."""
        if status not in STATUSES:
            raise UserError(f"到场情况请选：{'、'.join(STATUSES)}")
        roster = self.roster(activity)
        name = self.desk.names.label("members", member)
        if status == "出席" and reason is None:
            reason = ""  # a reason belonged to what was chosen before
        with self.desk.acting(f"记下{name}：{status}") as action:
            self._record_others(action, roster, member)
            self._write(action, roster, member, {"status": status, "time": time, "reason": reason})
        return action.changes()

    def record_all(self, activity: int) -> Changes:
        """全部出席: everybody who has no record yet came."""
        roster = self.roster(activity)
        missing = [e.member for e in roster.entries if e.signin is None and e.member is not None]
        if not missing:
            return Changes(0, "")
        with self.desk.acting(f"记下全部出席（{len(missing)} 人）") as action:
            self._insert(action, activity, missing, "出席")
        return action.changes()

    def set_reason(self, activity: int, member: int, text: str) -> Changes:
        """Note why someone was late, on leave or absent; a time of day at its start is when he came.

        On an activity without any record the others become 出席.
        """
        roster = self.roster(activity)
        time, reason = time_and_reason(text)
        with self.desk.acting(f"填写{self.desk.names.label('members', member)}的时间与原因") as action:
            self._record_others(action, roster, member)
            entry = next((e for e in roster.entries if e.member == member), None)
            keeps_time = entry is not None and bool(entry.status) and not entry.came
            self._write(action, roster, member, {"reason": reason, "time": None if keeps_time and not time else time})
        return action.changes()

    def sign(self, activity: int, member: int, strokes: Strokes | None, time: str) -> Changes:
        """现场签到: this person is here now; without strokes the signature is still to be given on paper."""
        roster = self.roster(activity)
        current = next((e for e in roster.entries if e.member == member), None)
        status = current.status if current and current.status in PRESENT else "出席"
        values: dict[str, object] = {"status": status, "time": time}
        values["signature"] = _as_text(strokes) if strokes else None
        values["note"] = None if strokes else TO_SIGN_LATER
        if current is not None and current.status not in PRESENT:
            values["reason"] = ""  # the reason for not coming no longer holds
        with self.desk.acting(f"记下{self.desk.names.label('members', member)}签到") as action:
            self._write(action, roster, member, values)
        return action.changes()

    def add_guest(
        self, activity: int, name: str, unit: str = "", strokes: Strokes | None = None, time: str = ""
    ) -> Changes:
        """A guest, or someone who sits in (列席); at the door, with the time, a missing signature is noted."""
        return self.desk.add(
            "signins",
            {"activity": activity, "guest": name, "guest_unit": unit, "status": "出席", "time": time,
             "signature": _as_text(strokes) if strokes else None,
             "note": TO_SIGN_LATER if time and not strokes else None},
            title=f"记下来宾 {name[:20]}",
        )

    def remove_guest(self, signin: int) -> Changes:
        """Take a guest off the sheet."""
        return self.desk.remove("signins", [signin])

    # -- parts --------------------------------------------------------------------------------------

    def _record_others(self, action: Action, roster: Roster, member: int) -> None:
        """The first touch of an activity without any record: everybody else came."""
        if roster.recorded:
            return
        others = [e.member for e in roster.entries if e.member is not None and e.member != member]
        self._insert(action, roster.activity.id, others, "出席")

    def _write(self, action: Action, roster: Roster, member: int, values: dict[str, object]) -> None:
        """Change the member's record, or make one; None leaves a text as it is."""
        activity = roster.activity.id
        current = next((e for e in roster.entries if e.member == member), None)
        keep_none = {"signature", "note"}
        given: Values = {k: v for k, v in values.items() if v is not None or k in keep_none}  # type: ignore[misc]
        given = {k: (None if v == "" else v) for k, v in given.items()}
        if current is not None and current.signin is not None:
            self.desk.update(action, "signins", current.signin, given)
            return
        on_record = self.desk.database.value(
            "SELECT id FROM signins WHERE activity = ? AND member = ? AND deleted = 0", (activity, member)
        )
        if on_record:
            self.desk.update(action, "signins", on_record, given)
        else:
            record: Values = {"activity": activity, "member": member, "status": "出席", **given}
            self.desk.insert(action, "signins", [record])

    def _insert(self, action: Action, activity: int, members: Sequence[int], status: str) -> None:
        records: list[Values] = [{"activity": activity, "member": m, "status": status} for m in members]
        if records:
            self.desk.insert(action, "signins", records)

    def _attendee(self, row: Row | None, person: Mapping[str, object], number: int | None = None) -> Attendee:
        values = row.values if row else {}
        return Attendee(
            member=number,
            signin=row.id if row else None,
            name=str(person.get("name") or ""),
            unit=str(person.get("work_unit") or ""),
            post=str(person.get("post") or ""),
            status=str(values.get("status") or ""),
            time=str(values.get("time") or ""),
            reason=str(values.get("reason") or ""),
            signature=json.loads(str(values["signature"])) if values.get("signature") else None,
            note=str(values.get("note") or ""),
        )


def count(entries: Sequence[Attendee], guests: Sequence[Attendee], duty_leave_counts: bool) -> Counts:
    """The counters of a sheet: of those who were called, and how many others of the members came."""
    called = [e for e in entries if e.called]

    def number(*statuses: str) -> int:
        return sum(e.status in statuses for e in called)

    return Counts(
        required=len(called),
        present=number(*PRESENT),
        late=number("迟到"),
        early=number("早退"),
        duty_leave=number(LEAVE[0]),
        sick=number(LEAVE[1]),
        personal=number(LEAVE[2]),
        absent=number("缺席"),
        unrecorded=number(""),
        guests=sum(guest.came for guest in guests),
        absent_names=tuple(e.name for e in called if e.status == "缺席"),
        duty_leave_counts=duty_leave_counts,
        beyond=sum(e.came and e.in_office and not e.called for e in entries),
    )


def time_and_reason(text: str) -> tuple[str, str]:
    """What was typed beside a name, as (time of day or "", reason): “9:20 到，车坏在路上”."""
    text = clean_text(text, limit=100)
    match = _TIME_FIRST.match(text)
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return f"{int(match[1])}:{int(match[2]):02d}", text[match.end() :]
    return "", text


def _as_text(strokes: Strokes) -> str:
    """Compact JSON; a ten-thousandth of the box is finer than any printer."""
    return json.dumps([[[round(x, 4), round(y, 4)] for x, y in line] for line in strokes], separators=(",", ":"))

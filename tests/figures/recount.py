"""The figures counted a second time, from the records alone and in plain loops, without SQL."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from liaison.chinese.dates import Period
from liaison.kit.query import Query
from liaison.office import Office

Record = dict[str, Any]


def records(office: Office, book: str) -> list[Record]:
    """Every living record, as stored."""
    return [{"id": n, **office.get(book, n)} for n in office.ids(book, Query())]


def day_of(record: Record, name: str) -> str:
    return str(record[name] or "")[:10]


def within(day: str, period: Period) -> bool:
    return bool(day) and period.first <= day <= period.last


def is_member(person: Record, day: str) -> bool:
    if person["joined"] > day:
        return False
    return person["left_on"] is None or day < person["left_on"]


def attendance(office: Office, period: Period) -> dict[str, Any]:
    """Pairs of member and activity, walked one by one."""
    people, rows = records(office, "members"), records(office, "signins")
    held = [
        a for a in records(office, "activities")
        if within(day_of(a, "start"), period) and day_of(a, "start") <= office.today
    ]
    statuses = {(r["activity"], r["member"]): r for r in rows if r["member"] is not None}
    with_rows = {activity for activity, _ in statuses}
    found: dict[str, Any] = {
        "activities": {a["id"] for a in held}, "by_kind": Counter(a["kind"] for a in held),
        "unrecorded": {a["id"] for a in held if a["required"] and a["id"] not in with_rows},
        "guests": {r["id"] for r in rows if r["member"] is None and r["activity"] in {a["id"] for a in held}
                   and r["status"] in {"出席", "迟到", "早退"}},
    }
    totals: dict[str, list[int]] = defaultdict(list)
    per_person: dict[int, Counter[str]] = defaultdict(Counter)
    for activity in held:
        if not activity["required"] or activity["id"] not in with_rows:
            continue
        named = json.loads(activity["called"]) if activity["called"] else [p["id"] for p in people]
        for person in people:
            if person["id"] not in named or not is_member(person, day_of(activity, "start")):
                continue
            row = statuses.get((activity["id"], person["id"]))
            word = row["status"] if row else "none"
            totals[word].append(row["id"] if row else 0)
            per_person[person["id"]][word] += 1
            per_person[person["id"]]["required"] += 1
    came = {
        r["member"] for r in rows
        if r["member"] and r["status"] in {"出席", "迟到", "早退"} and r["activity"] in found["activities"]
    }
    found |= {"totals": totals, "per_person": per_person, "never": set(per_person) - came}
    return found


def present(counter: Counter[str]) -> int:
    return counter["出席"] + counter["迟到"] + counter["早退"]


def counting_entries(office: Office, book: str, first: str, last: str) -> list[Record]:
    """Ledger entries that add to the sums: entered, neither void nor reversal; corrections are among them."""
    everything = records(office, book)
    voided = {r["reverses"] for r in everything if r["reverses"] is not None}
    return [
        r for r in everything
        if r["serial"] is not None and r["reverses"] is None and r["id"] not in voided and first <= r["date"] <= last
    ]


def of_their_own(entries: Iterable[Record]) -> list[Record]:
    """Those that are one gift or handout each: no corrections."""
    return [e for e in entries if e["corrects"] is None]


def money(entries: Iterable[Record]) -> int:
    return sum(e["amount"] or 0 for e in entries if e["kind"] == "款")


def goods(entries: Iterable[Record]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for e in entries:
        if e["kind"] == "物":
            found[f"{e['item']}/{e['unit']}"] += e["quantity"] or 0  # a correction of the estimate alone has none
    return dict(found)


def assignments(office: Office, period: Period) -> dict[str, set[int]]:
    now = min(period.last, office.today)
    tasks = records(office, "assignments")

    def open_on(t: Record, day: str) -> bool:
        return t["assigned_on"] <= day and not (t["closed_on"] and t["closed_on"] <= day)

    found = {
        "open": {t["id"] for t in tasks if open_on(t, period.last)},
        "closed": {t["id"] for t in tasks if within(day_of(t, "closed_on"), period)},
        "overdue": {t["id"] for t in tasks if open_on(t, now) and t["due"] < now},
        "new": {t["id"] for t in tasks if within(day_of(t, "assigned_on"), period)},
    }
    busy = set()
    for t in tasks:
        if open_on(t, now):
            busy |= {t["owner"], *json.loads(t["helpers"] or "[]")}
    present_members = {m["id"] for m in records(office, "members") if is_member(m, now)}
    return found | {"members": present_members, "busy": busy & present_members, "idle": present_members - busy}

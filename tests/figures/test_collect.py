"""Figures against a second count in plain loops, over offices that hypothesis makes."""

from __future__ import annotations

import shutil
from collections import Counter
from fractions import Fraction
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.books.signins import PRESENT, STATUSES
from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.figures import Figures
from liaison.kit.query import Query
from liaison.office import Office
from tests.figures import recount

TODAY = "2026-09-18"
# Few days, most of them the edges of the periods, so that edges meet: who left on the day of an activity,
# what was closed on a quarter's last day.
PAST = ("2026-04-01", "2026-06-30", "2026-07-01", "2026-07-10", "2026-08-20", "2026-08-31", "2026-09-17", TODAY)
past = st.sampled_from(PAST)
days = st.sampled_from((*PAST, "2026-09-19", "2026-09-30", "2026-10-01"))
SPANS = ("2026Q3", "2026Q2", "2026", "2025", "2026H1", "2026-08", "2026-07-10..2026-08-20", "2027Q1")
PERIODS = [Period.parse(text) for text in SPANS]

# What is found wrong with a gift of the year before.
CORRECTED = {
    "less": {"款": {"amount": "0.01"}, "物": {"quantity": "1.25"}},
    "more": {"款": {"amount": "99999999.99"}, "物": {"quantity": "7"}},
    "elsewhere": {"款": {"purpose": "抗灾救灾"}, "物": {"purpose": "抗灾救灾", "unit": "箱"}},
    "never": {"款": None, "物": None},
}

people = st.lists(st.tuples(past, st.none() | days), min_size=1, max_size=5)
meetings = st.lists(
    st.tuples(days, st.sampled_from(("集中学习", "座谈", "义诊")), st.booleans(),
              st.lists(st.integers(0, 4), max_size=3), st.dictionaries(st.integers(0, 4), st.sampled_from(STATUSES)),
              st.integers(0, 2)),
    max_size=6,
)  # fmt: skip
gifts = st.lists(
    st.tuples(past, st.sampled_from(("助学", "重阳慰问", "其他")),
              st.integers(1, 10**9) | st.sampled_from(("书包", "大米")),
              st.sampled_from(("draft", "entered", "voided", *CORRECTED)), st.integers(0, 4) | st.none()),
    max_size=8,
)  # fmt: skip
tasks = st.lists(
    st.tuples(past, days, st.none() | days, st.integers(0, 4), st.lists(st.integers(0, 4), max_size=2)),
    max_size=6,
)


def make(office: Office, persons: list, held: list, given_: list, handed: list, work: list) -> None:  # type: ignore[type-arg]
    """Write what hypothesis drew; what a book refuses simply is not in it."""
    for n, (joined, left) in enumerate(persons):
        person = {"name": f"委员{n % 3}", "work_unit": f"单位{n}", "joined": joined}
        try:
            office.add("members", {**person, "left_on": left or ""})
        except UserError:
            office.add("members", person)
    ids = office.ids("members", Query())
    for n, (day, kind, required, called, statuses, guests) in enumerate(held):
        called = sorted({ids[c] for c in called if c < len(ids)})
        raw = {"kind": kind, "title": f"活动{n}", "start": f"{day} 09:00" if n % 2 else day,
               "required": "必须" if required else "自愿", "called": called}  # fmt: skip
        activity = office.add("activities", raw).created["activities"][0]
        # written past the rule that refuses strangers, so that rows of former members occur
        office.add_many(
            "signins",
            [{"activity": activity, "member": ids[m], "status": s} for m, s in statuses.items() if m < len(ids)],
            title="签到",
        )
        for g in range(guests):
            office.signin.add_guest(activity, f"来宾{g}")
    for book, entries in (("donations", given_), ("handouts", handed)):
        who = "donor" if book == "donations" else "recipient"
        for day, purpose, what, state, member in entries:
            raw = {"date": "2025-11-11" if state in CORRECTED else day, who: "某人", "purpose": purpose}
            if isinstance(what, int):
                raw |= {"kind": "款", "amount": f"{what / 100:.2f}"}
            else:
                raw |= {"kind": "物", "item": what, "quantity": "1.5", "unit": "个" if what == "书包" else "袋"}
            if book == "donations" and member is not None and member < len(ids):
                raw["member"] = ids[member]
            number = office.add(book, raw).created[book][0]
            if state != "draft":
                office.enter(book, [number])
            if state == "voided":
                office.reverse(book, number, "写错")
            if state in CORRECTED and CORRECTED[state][raw["kind"]] != {"amount": raw.get("amount")}:
                office.correct(book, number, CORRECTED[state][raw["kind"]], "写错")
    for day, due, closed, owner, helpers in work:
        raw = {"work_group": 1, "what": "任务", "owner": ids[owner % len(ids)], "assigned_on": day,
               "helpers": [ids[h % len(ids)] for h in helpers], "due": max(day, due)}  # fmt: skip
        if closed is not None:
            raw |= {"closed_on": max(day, closed), "result": "办成"}
        office.add("assignments", raw)


def check_attendance(office: Office, period: Period, figures: Figures) -> None:
    truth = recount.attendance(office, period)
    assert set(figures["activities.count"].records) == truth["activities"]
    assert {k: f.value for k, f in figures.of("activities.count", "kind").items()} == dict(truth["by_kind"])
    assert set(figures["activities.unrecorded"].records) == truth["unrecorded"]
    assert set(figures["attendance.guests"].records) == truth["guests"]
    totals = truth["totals"]
    required = sum(len(v) for v in totals.values())
    came = sorted(totals["出席"] + totals["迟到"] + totals["早退"])
    duty = len(totals["公假"])
    assert figures["attendance.required"].value == required
    assert list(figures["attendance.present"].records) == came
    assert figures["attendance.absent"].value == len(totals["缺席"])
    assert figures["attendance.leave"].value == duty + len(totals["病假"]) + len(totals["事假"])
    assert figures["attendance.unrecorded"].value == len(totals["none"])
    check_rate(figures, "", len(came), required, duty)
    for person, counter in truth["per_person"].items():
        suffix = f":person={office.names.label('members', person)}"
        assert figures[f"attendance.required{suffix}"].value == counter["required"]
        check_rate(figures, suffix, recount.present(counter), counter["required"], counter["公假"])
    assert len(figures.of("attendance.required", "person")) == len(truth["per_person"])
    assert set(figures["attendance.never"].records) == truth["never"]
    studies = set(figures["activities.study"].records)
    studied = [
        row for row in office.page("signins", Query(), 0, 1_000)
        if row.values["activity"] in studies and row.values["member"] and row.values["status"] in PRESENT
        and recount.is_member(
            office.get("members", int(row.values["member"])),
            str(office.get("activities", int(row.values["activity"]))["start"])[:10],
        )
    ]  # fmt: skip
    assert set(figures["attendance.study"].records) == {row.id for row in studied}
    by_member = Counter(office.names.label("members", int(row.values["member"] or 0)) for row in studied)
    assert {name: f.value for name, f in figures.of("attendance.study", "person").items()} == by_member


def check_rate(figures: Figures, suffix: str, came: int, required: int, duty: int) -> None:
    rate = figures[f"attendance.rate{suffix}"]
    if required == duty:
        assert rate.value is None
        return
    exact = Fraction(100 * came, required - duty)
    assert abs(Fraction(str(rate.value)) - exact) <= Fraction(1, 20)
    assert rate.base == f"{came}/{required - duty}" + (f"，公假 {duty}" if duty else "")


def check_gifts(office: Office, period: Period, figures: Figures) -> None:
    came = recount.counting_entries(office, "donations", period.first, period.last)
    went = recount.counting_entries(office, "handouts", period.first, period.last)
    for family, entries in (("donations", came), ("handouts", went)):
        own = {e["id"] for e in recount.of_their_own(entries)}
        assert figures[f"{family}.count"].records == tuple(sorted(own))
        corrections = [e for e in entries if e["id"] not in own]
        assert figures[f"{family}.corrected"].records == tuple(sorted(e["id"] for e in corrections))
        assert figures[f"{family}.corrected_money"].value == recount.money(corrections)
    assert figures["donations.money"].value == recount.money(came)
    assert figures["handouts.money"].value == recount.money(went)
    for family, entries in (("donations", came), ("handouts", went)):
        assert {k: f.value for k, f in figures.of(f"{family}.goods", "item").items()} == recount.goods(entries)
    by_purpose = {p: recount.money(e for e in came if e["purpose"] == p) for p in {e["purpose"] for e in came}}
    told = {p: f.value for p, f in figures.of("donations.money", "purpose").items()}
    assert {p: fen for p, fen in told.items() if fen} == {p: fen for p, fen in by_purpose.items() if fen}
    ever = [recount.counting_entries(office, b, "0000", period.last) for b in ("donations", "handouts")]
    assert figures["balance.money"].value == recount.money(ever[0]) - recount.money(ever[1])
    left = Counter(recount.goods(ever[0]))
    left.subtract(recount.goods(ever[1]))
    assert {k: f.value for k, f in figures.of("balance.goods", "item").items()} == dict(left)


def check_work(office: Office, period: Period, figures: Figures) -> None:
    truth = recount.assignments(office, period)
    for key in ("open", "closed", "overdue", "new"):
        assert set(figures[f"assignments.{key}"].records) == truth[key], key
        by_owner = figures.of(f"assignments.{key}", "person")
        assert sum(int(f.value or 0) for f in by_owner.values()) == len(truth[key])
    assert set(figures["assignments.total"].records) == truth["open"] | truth["closed"]
    assert set(figures["members.count"].records) == truth["members"]
    assert set(figures["members.with_assignment"].records) == truth["busy"]
    assert set(figures["members.without_assignment"].records) == truth["idle"]


@settings(max_examples=40)
@given(people, meetings, gifts, gifts, tasks)
def test_figures_agree_with_a_second_count(persons, held, given_, handed, work) -> None:  # type: ignore[no-untyped-def]
    folder = Path(mkdtemp())
    office = Office.create(folder / "office", name="政协云溪镇联络处", town="云溪镇", today=lambda: TODAY)
    try:
        make(office, persons, held, given_, handed, work)
        for period in PERIODS:
            figures = office.figures(period)
            check_attendance(office, period, figures)
            check_gifts(office, period, figures)
            check_work(office, period, figures)
            check_every(office, figures)
    finally:
        office.close()
        shutil.rmtree(folder)


SEVERAL = ("attendance.required", "attendance.unrecorded", "activities.reflections")


def check_every(office: Office, figures: Figures) -> None:
    """What holds of all figures: records exist and are what was counted, parts sum up, JSON reads back."""
    for figure in figures.values():
        if figure.form == "count" and figure.family not in SEVERAL:
            assert figure.value == len(figure.records), figure.key
        assert len(set(figure.records)) == len(figure.records)
        assert office.count(figure.book, Query(ids=figure.records)) == len(figure.records)
    for family, dimension in (("activities.count", "kind"), ("attendance.required", "kind"),
                              ("attendance.required", "person"), ("attendance.present", "kind"),
                              ("donations.count", "kind"), ("donations.count", "purpose"),
                              ("donations.money", "purpose"), ("donations.money", "donor_kind"),
                              ("handouts.money", "purpose"), ("balance.money", "purpose")):  # fmt: skip
        assert sum(int(f.value or 0) for f in figures.of(family, dimension).values()) == figures[family].value
    again = Figures.from_json(figures.period, figures.as_json())
    assert dict(again) == dict(figures)

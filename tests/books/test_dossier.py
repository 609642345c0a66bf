"""One member's record: only his own, only of the period, and attendance with its base."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liaison.chinese.dates import Period
from liaison.office import Office

YEAR = Period.year(2026)


def activity(office: Office, start: str, required: str = "必须") -> int:
    raw = {"kind": "会议", "title": f"会议 {start}", "start": start, "required": required}
    return office.add("activities", raw).created["activities"][0]


def test_attendance_shows_its_base_and_voluntary_is_apart(peopled: Office) -> None:
    for start, status in (
        ("2026-01-10", "出席"), ("2026-02-10", "迟到"), ("2026-03-10", "公假"), ("2026-04-10", "缺席"),
        ("2025-12-31", "出席"),
    ):  # fmt: skip
        peopled.signin.set_status(activity(peopled, start), 1, status)
    peopled.signin.set_status(activity(peopled, "2026-05-10", "自愿"), 1, "缺席")
    peopled.signin.set_status(activity(peopled, "2026-05-20", "自愿"), 1, "出席")
    found = peopled.dossier(1, YEAR)
    assert (len(found.required), found.present, found.duty_leave, found.base, found.voluntary) == (4, 2, 1, 3, 1)
    assert found.attended[0].day == "2026-05-20"
    assert peopled.dossier(1).present == 3
    peopled.change_settings(replace(peopled.settings, duty_leave_counts=True))
    assert peopled.dossier(1, YEAR).base == 4


def test_an_activity_nobody_recorded_is_held_against_nobody(peopled: Office) -> None:
    activity(peopled, "2026-01-10")
    assert peopled.dossier(1, YEAR).attended == ()


def test_gifts_count_when_entered_and_not_voided(peopled: Office) -> None:
    def gift(**values: object) -> int:
        raw = {
            "date": "2026-03-01", "donor": "沈佳禾", "donor_kind": "委员", "member": 1, "kind": "款",
            "amount": "100.50", "purpose": "助学", **values,
        }  # fmt: skip
        return peopled.add("donations", raw).created["donations"][0]

    kept, voided, _draft, last_year = gift(), gift(), gift(), gift(date="2025-03-01")
    goods = gift(kind="物", amount="", item="书包", quantity="30", unit="个")
    peopled.enter("donations", [last_year])
    peopled.enter("donations", [kept, voided, goods])
    peopled.reverse("donations", voided, "写错了")
    found = peopled.dossier(1, YEAR)
    assert {row.id for row in found.donations} == {kept, goods}
    assert (found.money, found.goods) == (10050, 1)
    assert peopled.dossier(2, YEAR).donations == ()


def test_assignments_count_while_they_were_open(peopled: Office) -> None:
    group = next(iter(peopled.names.labels("groups")))

    def task(what: str, **values: object) -> int:
        raw = {
            "work_group": group, "what": what, "owner": 1, "due": "2026-12-01", "assigned_on": "2026-02-01",
            "steps": 1, **values,
        }  # fmt: skip
        return peopled.add("assignments", raw).created["assignments"][0]

    mine, others = task("甲"), task("乙", owner=2, helpers=[1])
    old = task("丙", assigned_on="2025-01-01")
    peopled.board.log(old, "办了", steps_done=1, on="2025-06-01")
    peopled.board.close(old, "成了", on="2025-06-01")
    found = peopled.dossier(1, YEAR)
    assert [r.id for r in found.assignments] == [mine]
    assert [r.id for r in found.helping] == [others]
    assert peopled.dossier(1, Period.year(2025)).closed == 1


def test_terms_and_groups(peopled: Office) -> None:
    for name, start, until in (("第十四届", "2017-01-01", "2022-01-01"), ("第十五届", "2022-01-01", "2027-01-01")):
        peopled.add("terms", {"name": name, "start": start, "until": until})
    group = next(iter(peopled.names.labels("groups")))
    peopled.add("memberships", {"work_group": group, "member": 1, "since": "2022-01-01"})
    found = peopled.dossier(1)
    assert (found.terms, found.groups) == (("第十五届",), ("民生热点难点问题调查处理",))


def test_nobody_is_nobody(peopled: Office) -> None:
    with pytest.raises(LookupError):
        peopled.dossier(99)

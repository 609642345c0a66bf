"""The duties of the quarter: every standing of every rule, read from the books."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.books.duties import DONE, LATE, NEAR, NOT_BEGUN, STANDINGS, UNDER_WAY, Duty, _two_months_after
from liaison.office import Office


class Clock:
    """The day it is; tests set it."""

    day = "2026-09-18"

    def __call__(self) -> str:
        return self.day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    with Office.create(tmp_path / "office", name="政协云溪镇联络处", town="云溪镇", today=clock) as made:
        yield made


def duty(office: Office, key: str) -> Duty:
    return next(d for d in office.duties() if d.key == key)


def keys(office: Office) -> list[str]:
    return [d.key for d in office.duties()]


def activity(office: Office, kind: str, start: str, **more: object) -> int:
    raw = {"kind": kind, "title": f"{kind} {start}", "start": start, **more}
    return office.add("activities", raw).created["activities"][0]


def test_an_empty_office_owes_nothing_of_before(office: Office) -> None:
    found = {d.key: d.standing for d in office.duties()}
    assert found == {
        "report": NEAR, "research": NEAR, "gathering": NOT_BEGUN, "study": NOT_BEGUN, "suggestions": NOT_BEGUN,
    }  # fmt: skip


def test_the_most_urgent_come_first(office: Office) -> None:
    activity(office, "集体活动", "2026-05-10")
    places = [STANDINGS.index(d.standing) for d in office.duties()]
    assert places == sorted(places) and places[0] == STANDINGS.index(LATE)


# -- the report ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "standing", "words"),
    [
        ("2026-07-01", NOT_BEGUN, "还没有起草，本季还有 91 天"),
        ("2026-09-15", NOT_BEGUN, "还没有起草，本季还有 15 天"),
        ("2026-09-16", NEAR, "还没有起草，本季还有 14 天"),
        ("2026-09-30", NEAR, "还没有起草，今天是本季最后一天"),
    ],
)
def test_a_report_is_near_in_its_last_fortnight(
    office: Office, clock: Clock, today: str, standing: str, words: str
) -> None:
    clock.day = today
    found = duty(office, "report")
    assert (found.standing, found.words, found.values["period"]) == (standing, words, "2026Q3")


def report(office: Office, period: str, **values: object) -> int:
    raw = {"period": period, "title": "工作汇报", "addressee": "中共云溪镇委员会", **values}
    return office.add("reports", raw).created["reports"][0]


@pytest.mark.parametrize(
    ("stage", "standing", "verb"),
    [("草稿", UNDER_WAY, "接着写"), ("定稿", UNDER_WAY, "去报送"), ("已报送", DONE, "查看"), ("已批示", DONE, "查看")],
)
def test_a_report_follows_its_stage(office: Office, clock: Clock, stage: str, standing: str, verb: str) -> None:
    clock.day = "2026-08-01"
    number = report(office, "2026Q3", stage=stage)
    found = duty(office, "report")
    assert (found.standing, found.verb, found.ids, found.aim) == (standing, verb, (number,), "report")


def test_last_quarters_report_is_owed_only_by_an_office_that_worked(office: Office) -> None:
    assert "last_report" not in keys(office)
    activity(office, "会议", "2026-06-01")
    assert (duty(office, "last_report").standing, duty(office, "last_report").words) == (
        LATE, "第二季度汇报还没有写"
    )  # fmt: skip
    number = report(office, "2026Q2")
    assert duty(office, "last_report").words == "第二季度汇报还没有定稿"
    office.edit("reports", number, {"stage": "定稿"})
    assert "last_report" not in keys(office)


# -- gatherings, studies, research ----------------------------------------------------------------------


def test_a_gathering_of_this_month_is_near_then_done(office: Office, clock: Clock) -> None:
    number = activity(office, "集体活动", "2026-09-19 09:00")
    found = duty(office, "gathering")
    assert (found.standing, found.aim, found.ids) == (NEAR, "record", (number,))
    assert found.words.startswith("9月19日")
    clock.day = "2026-09-20"
    for month in (7, 8):
        activity(office, "集体活动", f"2026-0{month}-10")
    assert duty(office, "gathering").words == "9月19日已办，本季 3 次"
    assert duty(office, "gathering").standing == DONE


def test_a_month_without_a_plan_is_near_from_the_twentieth(office: Office, clock: Clock) -> None:
    for today, standing in (("2026-09-19", NOT_BEGUN), ("2026-09-20", NEAR)):
        clock.day = today
        assert (duty(office, "gathering").standing, duty(office, "gathering").aim) == (standing, "add")


def test_a_missed_month_is_late_for_an_office_that_worked_before(office: Office) -> None:
    activity(office, "集体活动", "2026-09-01")
    assert duty(office, "gathering").standing == DONE  # begun this quarter: July and August are not held against it
    activity(office, "集体活动", "2026-06-10")
    assert (duty(office, "gathering").standing, duty(office, "gathering").words) == (LATE, "7、8月没有办")


def test_studies_come_every_two_months_with_five_items(office: Office, clock: Clock) -> None:
    number = activity(office, "集中学习", "2026-07-21 09:00")
    assert duty(office, "study").words == "上次 7月21日，9月21日前再学一次"
    assert duty(office, "study").standing == NEAR
    clock.day = "2026-08-01"
    assert duty(office, "study").words == "7月21日已学，五有 0/5"
    assert duty(office, "study").standing == UNDER_WAY
    four = {"study_notes": "是", "study_materials": "是", "study_plan": "是", "study_tutor": "周教授"}
    office.edit("activities", number, four)
    assert duty(office, "study").words == "7月21日已学，五有 4/5，差心得体会"
    office.edit("activities", number, four | {"study_reflections": 8})
    assert (duty(office, "study").standing, duty(office, "study").words) == (DONE, "7月21日已学，五有齐全")
    clock.day = "2026-09-22"
    assert duty(office, "study").standing == LATE
    activity(office, "集中学习", "2026-09-25 09:00")
    assert (duty(office, "study").standing, duty(office, "study").words) == (NEAR, "9月25日学习")


@given(day=st.dates())
def test_two_months_on_is_a_day_of_the_month_after_next(day: object) -> None:
    iso = str(day)
    if not "1950" < iso[:4] < "2150":
        return
    later = _two_months_after(iso)
    months = int(later[:4]) * 12 + int(later[5:7]) - int(iso[:4]) * 12 - int(iso[5:7])
    assert months == 2
    assert later[8:10] == iso[8:10] or later[8:10] in ("28", "29", "30")


def test_research_once_a_quarter(office: Office, clock: Clock) -> None:
    clock.day = "2026-08-01"
    assert duty(office, "research").standing == NOT_BEGUN
    activity(office, "专题调研", "2026-08-30")
    assert duty(office, "research").standing == UNDER_WAY
    clock.day = "2026-08-20"
    assert duty(office, "research").standing == NEAR
    clock.day = "2026-09-01"
    assert duty(office, "research").standing == DONE
    clock.day = "2026-10-01"
    assert duty(office, "research").standing == NOT_BEGUN


# -- sign-ins, tasks, drafts, suggestions -----------------------------------------------------------------


def member(office: Office, name: str = "沈佳禾") -> int:
    raw = {"name": name, "work_unit": "镇中心小学", "joined": "2022-01-01"}
    return office.add("members", raw).created["members"][0]


def test_activities_that_are_over_want_their_signin(office: Office, clock: Clock) -> None:
    member(office)
    number = activity(office, "会议", "2026-09-18 09:00")
    assert "signins" not in keys(office)
    clock.day = "2026-09-19"
    assert (duty(office, "signins").words, duty(office, "signins").ids) == ("9月18日的活动还没有记签到", (number,))
    office.signin.record_all(number)
    assert "signins" not in keys(office)


def test_tasks_overdue_near_missing_done(office: Office, clock: Clock) -> None:
    who = member(office)
    assert (duty(office, "tasks").standing, duty(office, "tasks").words) == (UNDER_WAY, "1 位委员还没有任务")
    group = next(iter(office.names.labels("groups")))
    raw = {"work_group": group, "what": "修灯", "owner": who, "due": "2026-10-20", "assigned_on": "2026-09-01"}
    number = office.add("assignments", raw).created["assignments"][0]
    assert duty(office, "tasks").standing == DONE
    clock.day = "2026-10-10"
    assert (duty(office, "tasks").standing, duty(office, "tasks").ids) == (NEAR, (number,))
    clock.day = "2026-10-21"
    assert (duty(office, "tasks").standing, duty(office, "tasks").words) == (LATE, "1 件逾期")


def test_drafts_wait_to_be_entered(office: Office) -> None:
    raw = {"date": "2026-09-01", "donor": "茶厂", "kind": "款", "amount": "100", "purpose": "助学"}
    number = office.add("donations", raw).created["donations"][0]
    assert duty(office, "drafts").ids == (number,)
    office.enter("donations", [number])
    assert "drafts" not in keys(office)


def test_five_suggestions_a_year_are_enough(office: Office, clock: Clock) -> None:
    for n in range(5):
        assert duty(office, "suggestions").standing == (UNDER_WAY if n else NOT_BEGUN)
        status = "采纳" if n < 2 else "办理中"
        office.add("suggestions", {"date": f"2026-0{n + 1}-10", "text": f"建议{n}", "status": status})
    found = duty(office, "suggestions")
    assert (found.standing, found.words, len(found.ids)) == (DONE, "全年 5 条，已采纳 2 条", 5)
    clock.day = "2027-12-20"
    assert duty(office, "suggestions").standing == NEAR

"""How figures read, by example."""

from __future__ import annotations

import pytest

from liaison.chinese.dates import Period
from liaison.figures.figure import rate
from liaison.office import Office

Q3 = Period.parse("2026Q3")


def hold(office: Office, day: str, statuses: dict[int, str], **values: object) -> int:
    raw = {"kind": "集中学习", "title": f"学习{day}", "start": f"{day} 09:00", **values}
    activity = office.add("activities", raw).created["activities"][0]
    for member, status in statuses.items():
        office.add("signins", {"activity": activity, "member": member, "status": status})
    return activity


def test_the_rate_shows_its_base_and_leaves_duty_leave_out(peopled: Office) -> None:
    hold(peopled, "2026-07-10", {1: "出席", 2: "公假", 3: "缺席"})
    figures = peopled.figures(Q3)
    rate_ = figures["attendance.rate"]
    assert (rate_.value, rate_.base, rate_.text, rate_.unit) == (50.0, "1/2，公假 1", "50%", "%")
    assert figures["attendance.present"].text == "1/2人次"
    assert figures["attendance.required"].value == 3, "who left in June is not required in July"


def test_an_office_may_count_duty_leave_in(peopled: Office) -> None:
    from dataclasses import replace

    hold(peopled, "2026-07-10", {1: "出席", 2: "公假", 3: "缺席"})
    peopled.change_settings(replace(peopled.settings, duty_leave_counts=True))
    found = peopled.figures(Q3)["attendance.rate"]
    assert (found.value, found.base) == (33.3, "1/3，公假 1")


def test_voluntary_activities_are_counted_and_never_held_against_anyone(peopled: Office) -> None:
    hold(peopled, "2026-07-10", {1: "出席", 2: "缺席"}, required="自愿")
    figures = peopled.figures(Q3)
    assert figures["attendance.voluntary"].value == 1
    assert figures["attendance.required"].value == 0 and figures["attendance.rate"].value is None
    assert figures["attendance.never"].value == 0


def test_members_of_one_name_are_told_apart(peopled: Office) -> None:
    hold(peopled, "2026-07-10", {2: "出席", 3: "缺席"})
    figures = peopled.figures(Q3)
    assert figures["attendance.present:person=王芳（镇卫生院）"].value == 1
    assert figures["attendance.present:person=王芳（溪畔茶叶合作社）"].value == 0
    assert figures["attendance.never"].detail == ("沈佳禾", "王芳（溪畔茶叶合作社）")


def test_money_is_fen_inside_and_yuan_in_json(office: Office) -> None:
    for fen in ("6000.00", "7.14"):
        number = office.add(
            "donations", {"date": "2026-08-01", "donor": "周国栋", "kind": "款", "amount": fen, "purpose": "助学"}
        ).created["donations"]
        office.enter("donations", number)
    figures = office.figures(Q3)
    money = figures["donations.money"]
    assert (money.value, money.text) == (600714, "6,007.14元")
    assert figures["donations.capitals"].text == "人民币陆仟零柒元壹角肆分"
    data = {f["key"]: f for f in figures.as_json()}["donations.money"]
    assert (data["value"], data["fen"], data["unit"], data["records"]) == (6007.14, 600714, "元", [1, 2])


def test_goods_are_never_added_across_units(office: Office) -> None:
    for quantity, unit in (("30", "个"), ("2", "箱"), ("0.5", "箱")):
        number = office.add(
            "donations", {"date": "2026-08-01", "donor": "商会", "kind": "物", "item": "书包", "quantity": quantity,
                          "unit": unit, "estimate": "10.00", "purpose": "助学"}
        ).created["donations"]  # fmt: skip
        office.enter("donations", number)
    figures = office.figures(Q3)
    texts = {key: f.text for key, f in figures.of("donations.goods", "item").items()}
    assert texts == {"书包/个": "30个", "书包/箱": "2.5箱"}
    assert figures["donations.estimate"].value == 3000
    assert figures["donations.money"].value == 0


def test_what_is_no_longer_there_is_nought(office: Office) -> None:
    figures = office.figures(Q3)
    assert figures.find("donations.money:purpose=助学").text == "0.00元"  # type: ignore[union-attr]
    assert figures.find("donations.goods:item=书包/个").text == "0个"  # type: ignore[union-attr]
    assert figures.find("attendance.rate:person=王芳").text == ""  # type: ignore[union-attr]
    assert figures.find("no.such") is None
    assert figures.find("donations.money:shape=round") is None


def test_planned_activities_have_not_taken_place(peopled: Office) -> None:
    hold(peopled, "2026-09-28", {})
    hold(peopled, "2026-09-10", {})
    figures = peopled.figures(Q3)
    assert figures["activities.count"].value == 1
    assert figures["activities.planned"].value == 1
    assert figures["activities.unrecorded"].value == 1


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(8, 10, "80%"), (46, 52, "88.5%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (1, 800, "0.1%"), (1999, 2000, "100%"),
     (0, 0, "")],
)
def test_rates_round_half_up_to_a_tenth(part: int, whole: int, text: str) -> None:
    assert rate("k", "l", part, whole, "", "signins", ()).text == text


def test_the_day_of_joining_counts_and_the_day_of_leaving_does_not(office: Office) -> None:
    for name, joined, left in (("甲", "2026-07-10", ""), ("乙", "2026-01-01", "2026-07-10"), ("丙", "2026-07-11", "")):
        office.add("members", {"name": name, "work_unit": "单位", "joined": joined, "left_on": left})
    hold(office, "2026-07-10", {1: "出席"})
    figures = office.figures(Q3)
    assert figures["attendance.required"].value == 1
    assert list(figures.of("attendance.required", "person")) == ["甲"]

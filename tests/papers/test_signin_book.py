"""签到簿 of a year: every activity that took place with its people, and the year by kind and by member."""

from __future__ import annotations

import pytest

from liaison.chinese.dates import Period
from liaison.office import Office
from liaison.papers.paper import Request
from liaison.papers.signin_book import make
from liaison.press import blocks as b
from tests.papers.laid import column, keyed, said, tables, texts
from tests.papers.stage import hold

YEAR = Request(Period.year(2026))


def book(office: Office, request: Request = YEAR) -> b.Document:
    return make(office, office.settings, request)


@pytest.fixture
def held(peopled: Office) -> Office:
    """Three activities that took place, one without any sign-in, one still to come."""
    first = hold(peopled, "学习政协章程", "2026-03-20", "集中学习", {2: "公假"}, place="委员之家", host=1)
    peopled.signin.add_guest(first, "林老师", "县委党校")
    hold(peopled, "防汛物资清点", "2026-07-12", away={3: "缺席"})
    outing = peopled.add(
        "activities", {"title": "茶园视察", "start": "2026-08-02 09:00", "kind": "视察", "required": "自愿"}
    ).created["activities"][0]
    peopled.signin.set_status(outing, 1, "出席")
    peopled.signin.set_status(outing, 2, "缺席")
    peopled.signin.set_status(outing, 3, "缺席")
    peopled.add("activities", {"title": "座谈", "start": "2026-09-01 09:00", "kind": "座谈"})
    peopled.add("activities", {"title": "重阳走访", "start": "2026-10-18 09:00", "kind": "集体活动"})
    return peopled


def test_the_cover_counts_what_took_place(held: Office) -> None:
    cover = book(held).blocks[0]
    assert isinstance(cover, b.Cover)
    lines = dict(cover.lines)
    assert (lines["活动"], lines["委员到场"], lines["列席与来宾"]) == ("4 次", "6 人次", "1 人次")


def test_activities_stand_in_the_order_of_their_days_under_a_heading_each(held: Office) -> None:
    sheet = tables(book(held))[0]
    heads = [b.plain(row.label) for row in sheet.rows if isinstance(row, b.Group)]
    assert [head.split("　")[0] for head in heads] == [
        "1. 学习政协章程", "2. 防汛物资清点", "3. 茶园视察", "4. 座谈",
    ]  # fmt: skip
    assert "2026年3月20日 9:00　委员之家　集中学习　承办：沈佳禾　必须参加" in heads[0]
    assert "应到 4 人，实到 3 人，公假 1 人。出席率 3/3（公假 1 人不算缺席）。" in heads[0]
    assert "自愿参加，不计出席率" in heads[2]


def test_members_stand_in_their_own_order_and_guests_after_them(held: Office) -> None:
    sheet = tables(book(held))[0]
    assert texts(sheet)[1:6] == [
        ["1-1", "沈佳禾", "镇中心小学", "出席", "", "", ""],
        ["1-2", "王芳", "镇卫生院", "公假", "", "", ""],
        ["1-3", "王芳", "溪畔茶叶合作社", "出席", "", "", ""],
        ["1-4", "韩堃", "河口村", "出席", "", "", ""],
        ["1-5", "林老师", "县委党校", "来宾", "", "", ""],
    ]


def test_an_activity_without_sign_ins_says_so_and_one_to_come_is_only_counted(held: Office) -> None:
    words = said(book(held))
    assert "这次活动还没有记签到。" in words
    assert "另有1次活动已经安排、还没有举行" in words
    assert "重阳走访" not in words


def test_signatures_are_drawn_and_a_time_is_of_those_who_came(peopled: Office) -> None:
    activity = hold(peopled, "学习", "2026-08-21")
    peopled.signin.sign(activity, 1, [[[0.1, 0.1], [0.9, 0.9]]], "8:51")
    peopled.signin.sign(activity, 2, None, "8:54")
    sheet = tables(book(peopled))[0]
    rows = [row for row in sheet.rows if not isinstance(row, b.Group)]
    signed = b.cell_of(rows[0][5])
    assert signed.strokes and signed.height is not None and signed.height >= 9
    assert not b.cell_of(rows[1][5]).strokes
    assert column(sheet, "时间") == ["8:51", "8:54", ""]
    assert column(sheet, "原因、备注")[1] == "到场，待补签"


def test_the_year_by_kind_and_by_member_opens_its_records(held: Office) -> None:
    kinds, people = tables(book(held))[1:]
    assert texts(kinds)[0] == ["集中学习", "1", "4", "3", "", "", "1", "", "", "", "3/3，公假1", ""]
    assert keyed(kinds)["attendance.required"] == "7"
    assert keyed(kinds)["attendance.voluntary"] == "1"
    assert column(people, "姓名") == ["沈佳禾", "王芳（镇卫生院）", "王芳（溪畔茶叶合作社）", "韩堃"]
    assert column(people, "应到") == ["2", "2", "2", "1"]
    assert column(people, "缺席") == ["", "", "1", ""]
    assert column(people, "出席率") == ["2/2", "1/1，公假1", "1/2", "1/1"]
    assert column(people, "备注") == ["", "", "", "2026年6月30日离任".removeprefix("2026年")]
    assert keyed(people)["attendance.present:person=王芳（溪畔茶叶合作社）"] == "1"


def test_nobody_is_ranked_and_who_was_no_member_that_year_is_left_out(held: Office) -> None:
    held.add("members", {"name": "李敏", "work_unit": "县政协", "joined": "2027-01-01"})
    held.add("members", {"name": "吴远", "work_unit": "退休", "joined": "2020-01-01", "left_on": "2025-06-01"})
    people = tables(book(held))[-1]
    assert column(people, "姓名") == ["沈佳禾", "王芳（镇卫生院）", "王芳（溪畔茶叶合作社）", "韩堃"]


def test_an_office_may_count_leave_on_duty(held: Office) -> None:
    from dataclasses import replace

    held.change_settings(replace(held.settings, duty_leave_counts=True))
    document = book(held)
    assert column(tables(document)[-1], "出席率")[1] == "1/2，公假1"
    assert "公假计入出席率的底数。" in said(document)


def test_an_empty_year_says_so(office: Office) -> None:
    document = book(office)
    assert isinstance(document.blocks[0], b.Cover)
    assert "2026年没有开展活动，没有签到。" in said(document)
    assert isinstance(document.blocks[-1], b.SignOff)

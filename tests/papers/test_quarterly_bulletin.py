"""季通报: every member's quarter in the office's own order, with bases, consent and honest sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liaison.figures import collect
from liaison.office import Office
from liaison.papers.paper import Request
from liaison.papers.quarterly_bulletin import make
from liaison.press import blocks as b
from liaison.press.plaintext import figures_in
from tests.papers.laid import HOSTILE, column, keyed, lay_whole, said, tables, texts
from tests.papers.stage import Q2, Q3, Q4, full_quarter, give, hold, task


def bulletin(office: Office, period: object = Q3) -> b.Document:
    return make(office, office.settings, Request(period=period))  # type: ignore[arg-type]


@pytest.fixture
def quarter(peopled: Office) -> Office:
    full_quarter(peopled)
    return peopled


def test_it_is_addressed_to_the_members_and_signed_by_the_office(quarter: Office) -> None:
    document = bulletin(quarter)
    assert document.blocks[0] == b.Title("政协云溪镇联络处关于2026年第三季度委员履职情况的通报")
    assert document.blocks[1] == b.Addressee("各位委员")
    assert document.blocks[-1] == b.Signature("政协云溪镇联络处", "2026年9月18日", seal=True)


def test_the_lead_tells_the_quarter_in_figures_that_open_their_records(quarter: Office) -> None:
    lead = bulletin(quarter).blocks[2]
    assert isinstance(lead, b.Paragraph)
    assert b.plain(lead.runs) == (
        "2026年第三季度（截至9月18日），联络处开展活动3次，其中集中学习1次、集体活动2次；必须参加的活动应到9人次，"
        "实到7/8人次，公假1人次。提出意见建议2条，其中采纳和部分采纳1条。收到捐赠3笔，捐款6,007.14元，捐物1笔。"
        "获得荣誉2项。专班任务办结1件，在办2件，其中逾期1件。现将委员履职情况通报如下。"
    )
    figures = collect(quarter, Q3)
    shown = {run.figure: run.text for run in b.runs_of(lead.runs) if run.figure}
    assert shown["donations.money"] == "6,007.14元"
    assert all(figures[key].text == text for key, text in shown.items())


def test_members_stand_in_their_own_order_with_the_base_of_each_number(quarter: Office) -> None:
    people = tables(bulletin(quarter))[0]
    assert column(people, "姓名") == ["沈佳禾", "王芳（镇卫生院）", "王芳（溪畔茶叶合作社）"]
    assert column(people, "出席") == ["3/3", "2/2，公假1", "2/3"]
    assert column(people, "学习") == ["1", "—", "1"]
    assert column(people, "建议") == ["2", "—", "—"]
    assert column(people, "任务") == ["1/1", "0/1", "—"]
    assert column(people, "荣誉") == ["1", "—", "—"]
    assert column(people, "捐物") == ["—", "书包30个", "—"]
    assert keyed(people)["attendance.rate:person=王芳（镇卫生院）"] == "2/2，公假1"
    assert keyed(people)["attendance.study:person=沈佳禾"] == "1"


def test_a_gift_is_told_only_where_its_giver_agreed(peopled: Office) -> None:
    give(peopled, kind="款", amount="500.00", donor="沈佳禾", member=1, publish="不公示")
    give(peopled, kind="款", amount="300.00", donor="王芳", member=2, publish="实名")
    give(peopled, kind="款", amount="40.00", donor="王芳", member=2, publish="匿名")
    people = tables(bulletin(peopled))[0]
    assert column(people, "捐款（元）") == ["—", "300.00", "—"]
    assert not any(key.startswith("donations.") for key in keyed(people))  # the key would open the others
    assert "500.00" not in said(bulletin(peopled)) and "捐款840.00元" in said(bulletin(peopled))


def test_voluntary_activities_are_counted_and_never_held_against_anyone(peopled: Office) -> None:
    hold(peopled, "义诊", "2026-08-08", away={2: "缺席", 3: "缺席"}, required="自愿")
    document = bulletin(peopled)
    people = tables(document)[0]
    assert column(people, "出席") == ["—", "—", "—"]
    assert column(people, "自愿") == ["1", "—", "—"]
    assert "一次也没有到" not in said(document)


def test_who_is_still_to_come_is_named_neutrally_and_leave_on_duty_apart(peopled: Office) -> None:
    hold(peopled, "集体活动", "2026-08-08", away={2: "公假", 3: "事假"})
    task(peopled, "走访", "2026-11-01")
    words = said(bulletin(peopled))
    assert "必须参加的活动一次也没有到的委员：王芳（溪畔茶叶合作社）。" in words
    assert "必须参加的活动都因公假没有到的委员：王芳（镇卫生院）。" in words
    assert "目前手上没有任务的委员2人：王芳（镇卫生院）、王芳（溪畔茶叶合作社）。" in words
    assert column(tables(bulletin(peopled))[0], "出席") == ["1/1", "公假1", "0/1"]


def test_an_activity_without_sign_ins_is_still_to_do(peopled: Office) -> None:
    peopled.add("activities", {"title": "座谈", "start": "2026-09-01", "kind": "座谈"})
    words = said(bulletin(peopled))
    assert "还没有记签到的活动1次：9月1日“座谈”。" in words
    assert "联络处开展座谈1次，还没有记签到。" in words


def test_groups_tell_what_is_closed_and_how_far_the_rest_is(quarter: Office) -> None:
    open_task = quarter.ids("assignments")[-1]
    quarter.add("progress", {"assignment": open_task, "date": "2026-09-01", "what": "已列名单", "steps_done": 2})
    groups = tables(bulletin(quarter))[1]
    first = texts(groups)[0]
    assert first[:4] == ["民生热点难点问题调查处理", "1", "2", "1"]
    assert first[4] == "办结：老街口述史整理；在办：茶叶冷库项目对接（还没有进展）、古树名木登记（已办2/3步）"
    assert texts(groups)[1] == ["文史资料收集整理", "—", "—", "—", "本季度没有任务"]


def test_attendance_is_drawn_by_activity_never_by_person(quarter: Office) -> None:
    (chart,) = [block for block in bulletin(quarter).blocks if isinstance(block, b.Chart)]
    assert chart.categories == ("7月12日集体活动", "8月21日集中学习", "9月12日集体活动")
    assert [series.values for series in chart.series] == [(3.0, 2.0, 3.0), (3.0, 2.0, 2.0)]
    assert chart.series[0].label == "应到（公假除外）"


def test_what_comes_next_is_what_is_arranged(quarter: Office) -> None:
    quarter.add("activities", {"title": "重阳走访", "start": "2026-10-18 09:00", "kind": "集体活动"})
    words = said(bulletin(quarter))
    assert "已安排10月18日“重阳走访”。下季度到期任务1件，11月20日到期。" in words
    assert "下季度的活动还没有安排。" in said(bulletin(quarter, Q2))


def test_an_empty_quarter_says_so(office: Office) -> None:
    document = bulletin(office, Q2)
    words = said(document)
    assert "2026年第二季度，联络处没有开展活动。" in words
    assert "本季度没有提出意见建议，没有收到捐赠，没有新获荣誉，专班没有任务。" in words
    assert "名册里本季度没有委员。" in words and "没有待办的事项。" in words
    assert not tables(document) and len(lay_whole(document)) == 1


def test_a_quarter_that_has_not_begun_says_so(peopled: Office) -> None:
    assert "2026年第四季度还没有开始。" in said(bulletin(peopled, Q4))


def test_an_office_may_count_leave_on_duty(quarter: Office) -> None:
    quarter.change_settings(replace(quarter.settings, duty_leave_counts=True))
    document = bulletin(quarter)
    assert column(tables(document)[0], "出席")[1] == "2/3，公假1"
    assert "公假计入应到" in said(document)


def test_who_joined_or_left_in_between_is_explained(peopled: Office) -> None:
    peopled.add("members", {"name": "李敏", "work_unit": "县政协", "joined": "2026-08-01"})
    people = tables(bulletin(peopled))[0]
    assert column(people, "姓名")[-1] == "李敏"
    assert "李敏8月1日加入。" in said(bulletin(peopled))
    assert column(tables(bulletin(peopled, Q2))[0], "姓名")[-1] == "韩堃"


def test_every_key_is_one_that_the_figures_know(quarter: Office) -> None:
    figures = collect(quarter, Q3)
    assert all(figures.get(key) for key in figures_in(bulletin(quarter)))


def test_thirty_members_and_what_people_paste_are_laid_whole(office: Office) -> None:
    for number in range(28):
        office.add("members", {"name": f"委员{number}", "work_unit": "单位", "joined": "2022-01-01"})
    office.add("members", {"name": "长" * 40, "work_unit": "单位", "joined": "2022-01-01"})
    office.add("members", {"name": HOSTILE[:40], "work_unit": HOSTILE, "joined": "2022-01-01"})
    hold(office, "集体活动", "2026-08-08", away={3: "公假"})
    give(office, kind="物", item=HOSTILE[:40], quantity="3", unit="个", donor="x", member=30, publish="实名")
    task(office, HOSTILE, "2026-11-01", owner=29)
    pages = lay_whole(bulletin(office))
    assert len(pages) <= 3

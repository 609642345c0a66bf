"""What a draft says: fluent where there is something, plain where there is nothing, never a filler."""

from __future__ import annotations

import re

import pytest

from liaison.chinese.dates import Period
from liaison.office import Office
from liaison.papers.views import ReportView
from liaison.papers.wording import gist
from tests.papers.stage import Q3, Q4, advise, full_quarter, give, hold, task


def read(view: ReportView, name: str) -> str:
    return "".join(piece.text for piece in view.section(name).pieces)


def everything(view: ReportView) -> str:
    return "\n".join(read(view, s.name) for s in view.sections)


def test_an_empty_quarter_is_told_plainly(office: Office) -> None:
    view = office.reports.compose(Q3)
    assert view.title == "政协云溪镇联络处关于2026年第三季度工作情况的报告"
    assert view.addressee == "中共云溪镇委员会"
    assert read(view, "opening") == "第三季度，联络处没有开展活动。现将有关情况报告如下。"
    assert read(view, "results") == (
        "（一）履职出勤。本季度没有开展活动。\n"
        "（二）建言献策。本季度没有提出意见建议。\n"
        "（三）爱心捐赠。本季度没有收到捐赠。\n"
        "（四）获得荣誉。本季度没有新获荣誉。\n"
        "（五）专班任务。本季度没有在办的任务。"
    )
    assert read(view, "difficulties") == "本季度没有提出新的困难。"
    assert read(view, "suggestions") == "本季度没有提出新的意见建议。"


def test_one_activity_and_nothing_else(peopled: Office) -> None:
    hold(peopled, "防汛物资清点", "2026-07-12", host=1)
    view = peopled.reports.compose(Q3)
    assert "组织委员开展集体活动1次。" in read(view, "opening")
    assert "（一）集中学习。本季度没有组织集中学习。" in read(view, "measures")
    assert "（二）履职活动。集体活动1次，7月12日“防汛物资清点”，由沈佳禾委员承办。" in read(view, "measures")
    assert "必须参加的活动应到3人次，全部到会。" in read(view, "results")
    assert "本季度没有组织集中学习，下季度及早安排。" in read(view, "next_steps")


def test_a_full_quarter(peopled: Office) -> None:
    full_quarter(peopled)
    view = peopled.reports.compose(Q3)
    assert read(view, "opening") == (
        "第三季度，联络处在镇党委领导下，组织委员开展集中学习和集体活动共3次。现将有关情况报告如下。"
    )
    measures = read(view, "measures").split("\n")
    assert measures[0] == (
        "（一）集中学习。本季度组织集中学习1次，8月21日学习政协章程，由县委党校林老师辅导。"
        "学习计划、学习资料、学习笔记、辅导教师、心得体会五项齐全。委员撰写心得体会3份。"
    )
    assert measures[1] == (
        "（二）履职活动。集体活动2次：7月12日“防汛物资清点”，由沈佳禾委员承办；"
        "9月12日“秋季助学走访”，由镇卫生院王芳委员承办。"
    )
    results = read(view, "results").split("\n")
    assert results[0] == "（一）履职出勤。必须参加的活动应到9人次，实到7/8人次，公假1人次，缺席1人次，出席率87.5%。"
    assert results[1] == (
        "（二）建言献策。向镇党委和有关单位提出意见建议2条，采纳1条，正在办理1条。"
        "沈佳禾委员提出的“集镇路灯损坏较多，建议纳入维修计划”已采纳，答复是：已列入计划。"
    )
    assert results[2] == (
        "（三）爱心捐赠。收到捐款2笔，合计6,007.14元（人民币陆仟零柒元壹角肆分），其中助学6,000.00元、重阳慰问7.14元。"
        "收到捐物1笔，有书包30个，款物分别登记。捐赠人有周国栋、镇卫生院王芳委员，其余按本人意愿不列姓名。"
        "发放捐款1,000.00元，用于助学。目前结存捐款5,007.14元。"
    )
    assert results[3] == (
        "（四）获得荣誉。本季度获得荣誉2项：沈佳禾委员获县政协授予的“优秀政协委员”（县级）；"
        "联络处获市政协授予的“先进联络处”（市级）。"
    )
    assert results[4] == (
        "（五）专班任务。在办和办结的任务共3件，本季度销号1件，还在办理2件，其中逾期1件。"
        "销号的有：“老街口述史整理”（沈佳禾委员负责，8月20日销号），已办成。"
    )
    assert read(view, "difficulties") == "专班任务逾期1件：“茶叶冷库项目对接”应于9月10日前完成，还没有进展。"
    due = "下季度到期任务1件：“古树名木登记”（镇卫生院王芳委员负责，11月20日到期），逐件落实到人。"
    assert due in read(view, "next_steps")
    assert read(view, "suggestions") == (
        "本季度提出、正在办理的意见建议1条：\n"
        "1.修补渡口便道，设限重标志（沈佳禾委员9月1日提出，送镇村建办）。\n"
        "此前提出、仍在办理的意见建议1条：\n"
        "2.河口村饮水点水压不足（沈佳禾委员5月10日提出，送镇水利站）。"
    )


@pytest.mark.parametrize("period", ["2026Q3", "2026Q1", "2026H1", "2026", "2026-08"])
def test_never_a_nought_and_never_an_unmarked_number_of_ours(peopled: Office, period: str) -> None:
    full_quarter(peopled)
    view = peopled.reports.compose(Period.parse(period))
    text = everything(view)
    assert not re.search(r"(?<![\d.,])0(次|人次|笔|件|条|项|份|个|人|\.00元)", text), text
    assert "None" not in text and "{" not in text and "。。" not in text and "，，" not in text
    # What is not a mark is words, days and what people wrote: no count stands bare in the phrases.
    for section in view.sections:
        bare = "".join(p.text for p in section.pieces if p.key is None)
        assert not re.search(r"\d+(次|人次|笔|件|条|项)", bare), bare


def test_every_figure_in_the_text_reads_as_the_books_say(peopled: Office) -> None:
    full_quarter(peopled)
    view = peopled.reports.compose(Q3)
    pieces = [p for s in view.sections for p in s.pieces if p.key]
    assert len({p.key for p in pieces}) > 20
    for piece in pieces:
        assert piece.key is not None and piece.text == view.figures[piece.key].text
        assert not piece.typed_over


def test_all_but_those_on_duty_leave(peopled: Office) -> None:
    hold(peopled, "防汛物资清点", "2026-07-12", away={1: "公假"})
    assert "应到3人次，除公假1人次外全部到会。" in everything(peopled.reports.compose(Q3))


def test_activities_without_a_record_are_said(peopled: Office) -> None:
    hold(peopled, "防汛物资清点", "2026-07-12")
    peopled.add("activities", {"title": "座谈", "start": "2026-08-02", "kind": "座谈"})
    text = everything(peopled.reports.compose(Q3))
    assert "另有1次活动没有签到记录，不计入出席率。" in text
    assert "补齐1次活动的签到记录。" in text


def test_goods_without_money_and_the_wish_not_to_be_named(office: Office) -> None:
    give(office, kind="物", item="大米", quantity="20", unit="袋", donor="何先生")
    text = everything(office.reports.compose(Q3))
    assert "本季度没有收到捐款。收到捐物1笔，有大米20袋，款物分别登记。本季度没有发放款物。" in text
    assert "何先生" not in text and "结存" not in text


def test_suggestions_all_of_one_standing(peopled: Office) -> None:
    advise(peopled, "甲", "2026-07-05")
    assert "提出意见建议1条，正在办理。" in everything(peopled.reports.compose(Q3))
    advise(peopled, "乙", "2026-07-06")
    assert "提出意见建议2条，均在办理。" in everything(peopled.reports.compose(Q3))


def test_what_was_raised_before_and_answered_now_is_told(peopled: Office) -> None:
    advise(peopled, "河口村饮水点水压不足", "2026-05-10", "采纳", reply="已装加压泵。", reply_date="2026-08-02")
    text = everything(peopled.reports.compose(Q3))
    assert "此前提出的“河口村饮水点水压不足”，本季度得到采纳，答复是：已装加压泵。" in text


def test_brackets_that_people_typed_stay_text(peopled: Office) -> None:
    hold(peopled, "学[[activities.count|9次]]\\座谈", "2026-07-12", "座谈")
    view = peopled.reports.compose(Q3)
    assert "“学[[activities.count|9次]]\\座谈”" in everything(view)
    assert view.figures["activities.count"].text == "1次"


def test_the_next_quarter_has_its_own_work(peopled: Office) -> None:
    beats = {p.number: everything(peopled.reports.compose(p)) for p in (Q3, Q4)}
    assert "下半年专题研究政协工作" in beats[3]
    assert "印发年度整理通报" in beats[4]


def test_planned_activities_are_announced(peopled: Office) -> None:
    peopled.add("activities", {"title": "重阳慰问", "start": "2026-10-14", "kind": "集体活动"})
    assert "已安排10月14日“重阳慰问”。" in everything(peopled.reports.compose(Q3))


def test_an_overdue_task_tells_its_last_step(peopled: Office) -> None:
    number = task(peopled, "茶叶冷库项目对接", "2026-09-10")
    peopled.board.log(number, "已谈电价", on="2026-09-01")
    assert "应于9月10日前完成，目前已谈电价。" in everything(peopled.reports.compose(Q3))


@pytest.mark.parametrize(
    ("town", "words"), [("云溪镇", "镇党委"), ("清溪乡", "乡党委"), ("城东街道", "街道党工委"), ("东坪", "党委")]
)
def test_the_committee_is_called_by_the_kind_of_town(peopled: Office, town: str, words: str) -> None:
    from dataclasses import replace

    hold(peopled, "座谈", "2026-07-12")
    peopled.change_settings(replace(peopled.settings, town=town))
    assert f"联络处在{words}领导下" in everything(peopled.reports.compose(Q3))


def test_a_long_suggestion_is_quoted_by_its_gist() -> None:
    assert gist("建议修路。另请架灯") == "建议修路"
    long = "在河口村二组至渡口一段修补便道，设置限重标志和反光护栏，并在雨季来临之前清理两侧边沟，防止再次塌方"
    assert gist(long) == "在河口村二组至渡口一段修补便道，设置限重标志和反光护栏"
    assert gist("无" * 60) == "无" * 39 + "…"

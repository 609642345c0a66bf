"""纪要: what was typed about an activity, and who came, was on leave or sat in, by unit and name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liaison.office import Office
from liaison.papers.minutes import make
from liaison.papers.paper import Issue, Request
from liaison.press import blocks as b
from tests.papers.laid import HOSTILE, lay_whole, said
from tests.papers.stage import hold

NOTED = "一、关于上半年工作\n会议听取了三个专班的汇报。\n（一）饮水问题。已到现场查看。\n（二）路灯问题\n1.已修复9盏。"


def minutes(office: Office, activity: int, issue: Issue | None = None) -> b.Document:
    return make(office, office.settings, Request(records=(activity,), issue=issue or Issue()))


@pytest.fixture
def meeting(peopled: Office) -> int:
    peopled.add("members", {"name": "李敏", "work_unit": "镇中心小学", "joined": "2022-01-01"})
    activity = hold(peopled, "半年工作会议", "2026-08-21", "会议", {2: "公假", 3: "迟到"}, place="委员之家",
                    leaders="镇党委副书记", minutes=NOTED, agenda="听取汇报")  # fmt: skip
    peopled.signin.add_guest(activity, "李工", "镇水利站")
    peopled.signin.add_guest(activity, "赵工", "镇水利站")
    return activity


def people(document: b.Document) -> dict[str, object]:
    return {block.label: block.groups for block in document.blocks if isinstance(block, b.People)}


def test_the_head_is_that_of_minutes(peopled: Office, meeting: int) -> None:
    document = minutes(peopled, meeting, Issue(number="〔2026〕4号"))
    assert document.blocks[:2] == (
        b.RedHead("政协云溪镇联络处会议纪要", "〔2026〕4号", minutes=True), b.Title("半年工作会议"),
    )  # fmt: skip
    outing = hold(peopled, "义诊", "2026-08-22")
    assert minutes(peopled, outing).blocks[0] == b.RedHead("政协云溪镇联络处活动纪要", minutes=True)


def test_when_and_where_stand_before_what_was_said(peopled: Office, meeting: int) -> None:
    document = minutes(peopled, meeting)
    lines = said(document).split("\n")
    begin = lines.index("半年工作会议") + 1
    assert lines[begin : begin + 4] == [
        "时间：2026年8月21日（星期五）9:00", "地点：委员之家", "到场领导：镇党委副书记", "议程：听取汇报。",
    ]  # fmt: skip
    assert b.Heading(1, "一、关于上半年工作") in document.blocks
    assert b.Heading(2, "（二）路灯问题") in document.blocks
    assert b.Paragraph((b.Run("（一）饮水问题。", role="kai"), b.Run("已到现场查看。"))) in document.blocks
    assert b.Paragraph("1.已修复9盏。") in document.blocks


def test_people_stand_by_unit_in_the_order_of_the_register(peopled: Office, meeting: int) -> None:
    assert people(minutes(peopled, meeting)) == {
        "出席": (("镇中心小学", ("沈佳禾", "李敏")), ("溪畔茶叶合作社", ("王芳",))),
        "请假": (("镇卫生院", ("王芳",)),),
        "列席": (("镇水利站", ("李工", "赵工")),),
    }


def test_people_follow_the_text_and_the_imprint_closes(peopled: Office, meeting: int) -> None:
    kinds = [type(block) for block in minutes(peopled, meeting).blocks]
    assert kinds[-4:] == [b.People, b.People, b.People, b.Imprint]
    assert minutes(peopled, meeting).blocks[-1] == b.Imprint(printed_by="政协云溪镇联络处", printed_on="2026年9月18日")


def test_copies_are_those_asked_for_or_the_usual_ones(peopled: Office, meeting: int) -> None:
    peopled.change_settings(replace(peopled.settings, copies_to="县政协办、 镇党委"))
    usual = minutes(peopled, meeting).blocks[-1]
    asked = minutes(peopled, meeting, Issue(copies_to=("镇政府",))).blocks[-1]
    assert isinstance(usual, b.Imprint) and usual.copies_to == ("县政协办", "镇党委")
    assert isinstance(asked, b.Imprint) and asked.copies_to == ("镇政府",)


def test_who_was_absent_is_not_named(peopled: Office) -> None:
    activity = hold(peopled, "会议", "2026-08-21", "会议", {2: "缺席"})
    assert people(minutes(peopled, activity)) == {
        "出席": (("镇中心小学", ("沈佳禾",)), ("溪畔茶叶合作社", ("王芳",))),
    }


def test_what_is_missing_is_said(peopled: Office) -> None:
    add = peopled.add("activities", {"title": "座谈", "start": "2026-09-01", "kind": "座谈"})
    document = minutes(peopled, add.created["activities"][0])
    assert "这次活动还没有写记录。" in said(document) and "这次活动还没有记签到。" in said(document)
    later = peopled.add("activities", {"title": "座谈", "start": "2026-10-01", "kind": "座谈"})
    words = said(minutes(peopled, later.created["activities"][0]))
    assert "这次活动还没有举行。" in words and "签到" not in words


def test_long_and_odd_texts_are_laid_whole(peopled: Office) -> None:
    for number in range(30):
        peopled.add("members", {"name": f"{number}{HOSTILE}"[:40], "work_unit": "单" * 60, "joined": "2022-01-01"})
    long = "\n".join([f"一、{HOSTILE}", f"（一）{HOSTILE}", HOSTILE * 60, "字" * 3000])
    lay_whole(minutes(peopled, hold(peopled, "长" * 80, "2026-08-21", "会议", minutes=long, agenda=HOSTILE)))

"""会议通知: a letter to the members or to the units of who is called, with a reply slip; nothing is made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.office import Office
from liaison.papers.meeting_notice import make
from liaison.papers.paper import Issue, Request
from liaison.press import blocks as b
from tests.papers.laid import HOSTILE, lay_whole, said, tables, texts


def coming(office: Office, **values: object) -> int:
    when = {"start": "2026-09-25 09:00", "finish": "2026-09-25 11:30"}
    raw = {"title": "三季度工作会议", "kind": "会议", **when, **values}
    return office.add("activities", raw).created["activities"][0]


def notice(office: Office, activity: int, issue: Issue | None = None) -> b.Document:
    return make(office, office.settings, Request(records=(activity,), issue=issue or Issue()))


def test_it_is_a_letter_with_its_points_numbered_through(peopled: Office) -> None:
    activity = coming(peopled, place="委员之家", host=2, agenda="一、听取汇报\n二、商定四季度任务。")
    document = notice(peopled, activity, Issue(number="云协联函〔2026〕3号"))
    assert document.blocks[0] == b.LetterHead("政协云溪镇联络处", "云协联函〔2026〕3号")
    lines = said(document).split("\n")
    assert lines[2:10] == [
        "关于召开三季度工作会议的通知", "各位委员：", "现将“三季度工作会议”有关事项通知如下。",
        "一、时间：2026年9月25日（星期五）9:00—11:30。", "二、地点：委员之家。",
        "三、参加人员：全体在任委员，由王芳（镇卫生院）委员承办。", "四、议程：听取汇报；商定四季度任务。",
        "五、要求：请按时参加。不能参加的，请事先请假并说明原因。请填写回执，在活动前送联络处。",
    ]  # fmt: skip
    assert b.Signature("政协云溪镇联络处", "2026年9月18日", seal=True) in document.blocks
    lay_whole(document)


def test_a_short_notice_is_one_page_and_its_slip_another(peopled: Office) -> None:
    pages = lay_whole(notice(peopled, coming(peopled, place="委员之家", host=2), Issue(number="云协联函〔2026〕3号")))
    assert len(pages) == 2 and "联系人" in pages[0].text and "回执" in pages[1].text


def test_what_the_books_do_not_hold_is_left_out(peopled: Office) -> None:
    peopled.change_settings(replace(peopled.settings, director=""))
    words = said(notice(peopled, coming(peopled)))
    for label in ("地点", "议程", "到场领导", "承办", "联系人", "电话"):
        assert label not in words
    assert "三、要求：" in words


def test_director_and_telephone_come_from_the_settings(peopled: Office) -> None:
    peopled.change_settings(replace(peopled.settings, phone="0745-1234567"))
    document = notice(peopled, coming(peopled))
    assert "（联系人：孙国平，联系电话：0745-1234567）" in said(document)
    peopled.change_settings(replace(peopled.settings, phone=""))
    assert "（联系人：孙国平）" in said(notice(peopled, 1))


def test_who_is_called_by_name_is_addressed_by_unit_and_stands_in_the_slip(peopled: Office) -> None:
    document = notice(peopled, coming(peopled, called=[1, 3]))
    assert b.Addressee("镇中心小学、溪畔茶叶合作社") in document.blocks
    assert "参加人员：沈佳禾、王芳（溪畔茶叶合作社）。" in said(document)
    (slip,) = tables(document)
    assert texts(slip) == [["沈佳禾", "镇中心小学", "", "", ""], ["王芳", "溪畔茶叶合作社", "", "", ""]]
    assert [column.label for column in slip.columns] == ["姓名", "单位及职务", "参加", "请假", "请假原因"]


def test_many_units_are_not_all_addressed(peopled: Office) -> None:
    for number in range(8):
        peopled.add("members", {"name": f"委员{number}", "work_unit": f"单位{number}", "joined": "2022-01-01"})
    activity = coming(peopled, called=list(range(5, 13)))
    assert b.Addressee("各有关委员") in notice(peopled, activity).blocks


def test_the_slip_of_a_letter_to_all_is_a_form_to_fill_in(peopled: Office) -> None:
    document = notice(peopled, coming(peopled))
    assert b.AttachmentNote(("回执",)) in document.blocks
    assert b.AttachmentHead(None, "“三季度工作会议”回执") in document.blocks
    (slip,) = tables(document)
    words = [cell for row in texts(slip) for cell in row]
    assert {"姓名", "单位及职务", "是否参加", "请假原因", "签名"} <= set(words)
    assert "□ 参加　　□ 请假" in words


def test_a_voluntary_activity_asks_nobody_for_leave(peopled: Office) -> None:
    words = said(notice(peopled, coming(peopled, required="自愿", kind="集体活动", title="义诊")))
    assert "自愿参加，请按各自情况决定。" in words and "请假、说明原因" not in words


def test_a_study_asks_for_the_notes(peopled: Office) -> None:
    words = said(notice(peopled, coming(peopled, kind="集中学习", title="学习政协章程")))
    assert "请带学习笔记。" in words


@pytest.mark.parametrize(
    ("title", "kind", "called"),
    [
        ("联络处半年工作会议", "会议", "关于召开联络处半年工作会议的通知"),
        ("返乡创业座谈", "座谈", "关于召开返乡创业座谈会的通知"),
        ("学习政协章程", "集中学习", "关于组织“学习政协章程”集中学习的通知"),
        ("农产品直播销售调研", "专题调研", "关于开展农产品直播销售调研的通知"),
        ("重阳慰问", "集体活动", "关于开展重阳慰问活动的通知"),
        ("植树活动", "集体活动", "关于开展植树活动的通知"),
    ],
)
def test_the_title_says_what_is_called(peopled: Office, title: str, kind: str, called: str) -> None:
    assert b.Title(called) in notice(peopled, coming(peopled, title=title, kind=kind)).blocks


def test_copies_stand_at_the_foot_only_when_asked_for(peopled: Office) -> None:
    activity = coming(peopled)
    assert not any(isinstance(block, b.Imprint) for block in notice(peopled, activity).blocks)
    assert notice(peopled, activity, Issue(copies_to=("镇党委",))).blocks[-1] == b.Imprint(("镇党委",))


def test_another_organiser_is_named(peopled: Office) -> None:
    words = said(notice(peopled, coming(peopled, organiser="县政协")))
    assert "现将县政协组织的“三季度工作会议”有关事项通知如下。" in words


def test_there_is_no_notice_without_an_activity(office: Office) -> None:
    with pytest.raises(UserError, match="没有活动"):
        make(office, office.settings, Request(period=Period.parse("2026Q3")))


def test_long_and_odd_texts_are_laid_whole(peopled: Office) -> None:
    for number in range(30):
        name = f"{number}{HOSTILE}"[:40]
        peopled.add("members", {"name": name, "work_unit": "单" * 60, "joined": "2022-01-01", "post": HOSTILE})
    agenda = "\n".join(f"{number}. {HOSTILE}{'事' * 80}" for number in range(12))
    activity = coming(peopled, title=f"{HOSTILE}{'长' * 40}", place=HOSTILE, agenda=agenda, called=list(range(1, 35)))
    lay_whole(notice(peopled, activity))

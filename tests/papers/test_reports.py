"""The report's life: typed over, refreshed, frozen, moved, reopened, handed in, carried forward."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from liaison.errors import UserError
from liaison.figures.marks import Piece
from liaison.kit.checking import check_office
from liaison.office import Office
from liaison.papers.views import NAMES
from tests.papers.stage import Q2, Q3, Q4, advise, full_quarter, give, hold


@pytest.fixture
def quarter(peopled: Office) -> Iterator[Office]:
    full_quarter(peopled)
    yield peopled


def text(office: Office, report: int, name: str) -> str:
    return "".join(p.text for p in office.reports.get(report).section(name).pieces)


def test_a_period_has_one_report(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    assert quarter.reports.draft(Q3) == number == quarter.reports.existing(Q3)
    assert quarter.count("reports") == 1
    assert quarter.reports.existing(Q2) is None
    view = quarter.reports.get(number)
    assert (view.stage, view.editable, view.dated) == ("草稿", True, "")
    assert [s.heading for s in view.sections] == [
        "", "一、工作措施", "二、工作成效", "三、工作困难", "四、下一步打算", "五、意见建议",
    ]  # fmt: skip


def test_a_period_written_in_words_is_the_same(office: Office) -> None:
    raw = {"period": "2026年第三季度", "title": "旧汇报", "addressee": "中共云溪镇委员会"}
    number = office.add("reports", raw).created["reports"][0]
    assert office.reports.draft(Q3) == number


def test_composing_stores_nothing(quarter: Office) -> None:
    before = quarter.last_action()
    assert quarter.reports.compose(Q3).id == 0
    assert quarter.count("reports") == 0 and quarter.last_action() == before


def test_text_is_kept_as_it_is_typed(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    typed = "　　先写一句 \n\n还在写…… "
    assert quarter.reports.save_section(number, "measures", typed)
    assert quarter.reports.get(number).section("measures").text == typed
    assert not quarter.reports.save_section(number, "measures", typed)
    quarter.undo()
    assert "集中学习" in text(quarter, number, "measures")


def test_a_section_too_long_is_refused_whole(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    before = quarter.reports.get(number)
    with pytest.raises(UserError, match=r"工作措施.*太长"):
        quarter.reports.save_section(number, "measures", "长" * 10_001)
    assert quarter.reports.get(number).section("measures") == before.section("measures")


def test_a_typed_over_figure_is_marked_listed_and_put_back(quarter: Office) -> None:
    reports = quarter.reports
    number = reports.draft(Q3)
    reports.save_section(number, "opening", [("办活动", None), ("约五次", "activities.count"), ("。", None)])
    (typed,) = reports.typed_over(number)
    assert (typed.section, typed.key, typed.written, typed.figure) == ("opening", "activities.count", "约五次", "3次")
    assert reports.get(number).section("opening").text == "办活动[[activities.count|约五次|!]]。"
    hold(quarter, "座谈", "2026-09-15", "座谈")
    reports.refresh(number)
    assert "约五次" in text(quarter, number, "opening"), "refresh leaves what was typed over"
    reports.put_back(number, "opening", "activities.count")
    assert reports.get(number).section("opening").text == "办活动[[activities.count|4次]]。"
    assert reports.typed_over(number) == ()


def test_typing_the_figure_itself_again_takes_the_mark_off(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    quarter.reports.save_section(number, "opening", [Piece("5次", "activities.count")])
    assert quarter.reports.typed_over(number)
    quarter.reports.save_section(number, "opening", [Piece("3次", "activities.count", True)])
    assert not quarter.reports.typed_over(number)


def test_refresh_moves_what_moved_and_keeps_the_state_before(quarter: Office) -> None:
    reports = quarter.reports
    number = reports.draft(Q3)
    assert reports.moved(number) == () == reports.refresh(number)
    assert reports.versions(number) == ()
    give(quarter, kind="款", amount="100.00")
    moved = {m.key: (m.old, m.new) for m in reports.moved(number)}
    assert moved["donations.money"] == ("6,007.14元", "6,107.14元")
    assert moved["donations.capitals"][1] == "人民币陆仟壹佰零柒元壹角肆分"
    assert "activities.count" not in moved
    told = reports.refresh(number)
    assert {m.key for m in told} == set(moved)
    assert all(m.sections for m in told)
    assert "合计6,107.14元" in text(quarter, number, "results")
    assert reports.moved(number) == ()
    (version,) = reports.versions(number)
    assert (version.number, version.reason, version.stage) == (1, "更新数字之前", "草稿")
    before = reports.version(number, 1)
    assert "合计6,007.14元" in "".join(p.text for p in before.section("results").pieces)
    assert not before.editable and before.version == 1


def test_a_figure_whose_records_are_gone_becomes_nought(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    quarter.reverse("donations", 2, "写错")
    moved = {m.key: m.new for m in quarter.reports.refresh(number)}
    assert moved["donations.money:purpose=重阳慰问"] == "0.00元"


def test_redrafting_tells_what_is_new_and_keeps_the_state_before(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    quarter.reports.save_section(number, "measures", "我的措施")
    hold(quarter, "企业用工座谈", "2026-09-15", "座谈")
    quarter.reports.redraft(number, ["measures"])
    assert "企业用工座谈" in text(quarter, number, "measures")
    assert quarter.reports.version(number, 1).section("measures").text == "我的措施"


def test_finishing_freezes_text_figures_and_papers(quarter: Office) -> None:
    reports = quarter.reports
    number = reports.draft(Q3)
    reports.finish(number)
    view = reports.get(number)
    assert (view.stage, view.editable, view.dated, view.finished_on) == ("定稿", False, "2026-09-18", "2026-09-18")
    assert [name.rpartition(".")[2] for name, _ in view.papers] == ["pdf", "docx"]
    assert all(quarter.attachment(digest)[:2] in (b"%P", b"PK") for _, digest in view.papers)
    assert check_office(quarter) == []
    give(quarter, kind="款", amount="100.00")
    after = reports.get(number)
    assert after.sections == view.sections
    assert after.figures["donations.money"] == view.figures["donations.money"]
    assert after.figures["donations.money"].records == (1, 2)
    moved = {m.key: m for m in reports.moved(number)}
    assert (moved["donations.money"].old, moved["donations.money"].new) == ("6,007.14元", "6,107.14元")
    assert moved["donations.money"].sections == ("results",)
    assert "donations.goods:item=书包/个" not in moved and "activities.count" not in moved


def test_the_table_too_is_watched(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    quarter.reports.finish(number)
    give(quarter, kind="物", item="大米", quantity="20", unit="袋")
    moved = {m.key: (m.old, m.new) for m in quarter.reports.moved(number)}
    assert moved["donations.goods:item=大米/袋"] == ("0袋", "20袋")


def test_a_final_report_refuses_every_change(quarter: Office) -> None:
    reports = quarter.reports
    number = reports.draft(Q3)
    reports.finish(number)
    for change in (
        lambda: reports.save_section(number, "measures", "改"),
        lambda: reports.save_head(number, title="改"),
        lambda: reports.refresh(number),
        lambda: reports.redraft(number),
        lambda: reports.finish(number),
        lambda: reports.add_difficulty(number, "难"),
        lambda: reports.put_back(number, "opening", "activities.count"),
    ):
        with pytest.raises(UserError, match="已经定稿"):
            change()


def test_an_empty_section_cannot_be_finished(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    quarter.reports.save_section(number, "difficulties", " \n")
    with pytest.raises(UserError, match="工作困难"):
        quarter.reports.finish(number)
    assert quarter.reports.get(number).stage == "草稿"


def test_finishing_can_be_undone(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    quarter.reports.finish(number)
    quarter.undo()
    assert quarter.reports.get(number).stage == "草稿"
    assert quarter.reports.versions(number) == ()


def test_reopening_keeps_the_final_readable(quarter: Office) -> None:
    reports = quarter.reports
    number = reports.draft(Q3)
    reports.finish(number)
    reports.hand_in(number, "2026-09-20", "镇党委办公室")
    with pytest.raises(UserError, match="为什么"):
        reports.reopen(number, " ")
    reports.reopen(number, "党委要求补充")
    view = reports.get(number)
    assert (view.stage, view.handed_in_on, view.finished_on) == ("草稿", "", "")
    assert [v.reason for v in reports.versions(number)] == ["重新打开：党委要求补充", "定稿"]
    final = reports.version(number, 2)
    assert (final.stage, final.handed_to) == ("已报送", "镇党委办公室")
    assert final.figures["donations.money"].records == (1, 2)
    give(quarter, kind="款", amount="100.00")
    reports.refresh(number)
    reports.finish(number)
    assert len(reports.get(number).papers) == 4, "the papers of the first final are kept"
    assert reports.version(number, 1).figures["donations.money"].value == 600714
    with pytest.raises(UserError, match="就是草稿"):
        reports.reopen(reports.draft(Q4), "再改")


def test_handing_in_and_instructions_go_in_order(quarter: Office) -> None:
    reports = quarter.reports
    number = reports.draft(Q3)
    with pytest.raises(UserError, match="先定稿"):
        reports.hand_in(number, "2026-09-20", "镇党委办公室")
    reports.finish(number)
    with pytest.raises(UserError, match="先登记报送"):
        reports.instruct(number, "很好", "书记", "2026-09-25")
    with pytest.raises(UserError, match="早于定稿"):
        reports.hand_in(number, "2026-09-01", "镇党委办公室")
    with pytest.raises(UserError, match="报送给谁"):
        reports.hand_in(number, "2026-09-20", " ")
    reports.hand_in(number, "2026-09-20", "镇党委办公室")
    with pytest.raises(UserError, match="早于报送"):
        reports.instruct(number, "请研究落实", "书记", "2026-09-19")
    reports.instruct(number, "请研究落实", "书记", "2026-09-25")
    view = reports.get(number)
    assert (view.stage, view.handed_to, view.instruction, view.instructed_on) == (
        "已批示", "镇党委办公室", "请研究落实", "2026-09-25",
    )  # fmt: skip


def test_difficulties_come_back_until_they_are_solved(quarter: Office) -> None:
    reports = quarter.reports
    second = reports.draft(Q2)
    reports.add_difficulty(second, "河口村饮水点水压不足：已勘察，待施工。")
    reports.add_difficulty(second, "集中活动时间不好安排")
    assert "没有提出" not in text(quarter, second, "difficulties")
    third = reports.draft(Q3)
    lines = text(quarter, third, "difficulties").split("\n")
    assert lines[:2] == [
        "河口村饮水点水压不足：已勘察，待施工（2026年第二季度提出，尚未解决）。",
        "集中活动时间不好安排（2026年第二季度提出，尚未解决）。",
    ]
    assert lines[2].startswith("专班任务逾期1件")
    reports.save_section(third, "difficulties", "\n".join([lines[0], "集中活动时间不好安排，已解决。", *lines[2:]]))
    fourth = text(quarter, reports.draft(Q4), "difficulties").split("\n")
    assert fourth[0] == lines[0], "since when it was first told"
    assert not any("集中活动" in line for line in fourth)
    assert sum("逾期" in line for line in fourth) <= 1, "what the books tell is told once"


def test_nothing_new_is_no_difficulty(office: Office) -> None:
    office.reports.draft(Q2)
    assert text(office, office.reports.draft(Q3), "difficulties") == "本季度没有提出新的困难。"


def test_the_same_difficulty_is_one(office: Office) -> None:
    number = office.reports.draft(Q2)
    assert office.reports.add_difficulty(number, "村道窄")
    assert not office.reports.add_difficulty(number, "村道窄。")
    assert text(office, number, "difficulties") == "村道窄"


def test_what_came_over_can_be_written_in_again(quarter: Office) -> None:
    reports = quarter.reports
    reports.add_difficulty(reports.draft(Q2), "村道窄")
    number = reports.draft(Q3)
    assert [(c.section, c.text, c.since, c.written) for c in reports.carried(number)] == [
        ("difficulties", "村道窄", "2026年第二季度", True),
        ("suggestions", "河口村饮水点水压不足", "2026-05-10", True),
    ]
    reports.save_section(number, "difficulties", "本季度没有提出新的困难。")
    reports.save_section(number, "suggestions", "")
    for carried in reports.carried(number):
        assert not carried.written
        reports.write_in(number, carried)
    assert text(quarter, number, "difficulties") == "村道窄（2026年第二季度提出，尚未解决）。"
    assert "河口村饮水点水压不足（沈佳禾委员5月10日提出" in text(quarter, number, "suggestions")
    assert all(c.written for c in reports.carried(number))


def test_suggestions_come_back_until_they_are_answered(quarter: Office) -> None:
    number = advise(quarter, "增设路灯", "2026-05-11")
    assert "增设路灯" in text(quarter, quarter.reports.draft(Q3), "suggestions")
    quarter.edit("suggestions", number, {"status": "采纳", "reply_date": "2026-09-18"})
    assert "增设路灯" not in "".join(p.text for p in quarter.reports.compose(Q4).section("suggestions").pieces)


def test_choices_are_figures_that_say_something(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    choices = {c.key: c for c in quarter.reports.choices(number)}
    assert choices["donations.money"].text == "6,007.14元" and choices["donations.money"].group == "捐赠台账"
    assert "attendance.late" not in choices and "donations.estimate" not in choices
    assert quarter.reports.figure(number, "donations.goods:item=书包/个").text == "30个"  # type: ignore[union-attr]


def test_the_head_of_a_draft_can_be_changed(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    quarter.reports.save_head(number, title="关于三季度工作的报告", dated="2026年9月30日")
    view = quarter.reports.get(number)
    assert (view.title, view.dated, view.addressee) == ("关于三季度工作的报告", "2026-09-30", "中共云溪镇委员会")


def test_a_deleted_report_says_so(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    quarter.remove("reports", [number])
    with pytest.raises(UserError, match="已经删除"):
        quarter.reports.get(number)
    assert quarter.reports.draft(Q3) != number


def test_every_section_has_a_name(quarter: Office) -> None:
    number = quarter.reports.draft(Q3)
    with pytest.raises(KeyError):
        quarter.reports.save_section(number, "frozen", "x")
    with pytest.raises(KeyError):
        quarter.reports.get(number).section("frozen")
    assert all(quarter.reports.get(number).section(n).characters > 0 for n in NAMES)


def test_a_figure_inserted_after_the_books_moved_is_no_typing_over(peopled: Office) -> None:
    report = peopled.reports.draft(Q3)
    gift = {"donor": "云溪商会", "kind": "款", "amount": "100", "date": "2026-09-01", "purpose": "助学"}
    peopled.enter("donations", [peopled.add("donations", gift).created["donations"][0]])
    choice = next(c for c in peopled.reports.choices(report) if c.key == "donations.money")
    peopled.reports.save_section(report, "results", [("收到", None), (choice.text, choice.key), ("。", None)])
    assert peopled.reports.typed_over(report) == ()
    peopled.reports.save_section(report, "results", [("收到", None), ("9元", choice.key), ("。", None)])
    assert [t.key for t in peopled.reports.typed_over(report)] == ["donations.money"]

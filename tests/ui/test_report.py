"""The report room by keys and mouse: from the empty quarter to the committee's instructions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from liaison.changes import Changes
from liaison.chinese.dates import Period
from liaison.errors import UserError
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import on_worker, write
from tests.ui.reports import add_quarter
from ui.dialogs.handing_in import HandInDialog, InstructDialog
from ui.dialogs.printing import PrintRoom
from ui.pages.base import Room
from ui.pages.report import ReportPage
from ui.pages.report.chips import Chip
from ui.pages.report.choosing import FigureChooser
from ui.pages.report.history import VersionsDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
QUARTER = Period.parse("2026Q3")


@pytest.fixture
def fill() -> Any:
    return add_quarter


@pytest.fixture
def empty_page(qtbot: QtBot, room: Room) -> ReportPage:
    """The room at a quarter without a report."""
    made = ReportPage(room)
    qtbot.addWidget(made)
    made.resize(1180, 696)
    made.show()
    qtbot.waitExposed(made)
    made.open({})
    assert room.tasks.wait_idle()
    return made


@pytest.fixture
def page(empty_page: ReportPage, visits: Visits) -> ReportPage:
    """The room with the quarter's draft, at its results."""
    empty_page.begin()
    settle(empty_page, visits)
    empty_page.show_section("results")
    return empty_page


def settle(page: ReportPage, visits: Visits) -> None:
    """Let everything arrive, as the window does: what was typed is saved, every change refreshes the page."""
    assert page.room.tasks.wait_idle()
    for _ in range(4):
        if page.keeper.timer.isActive():
            page.flush()
        assert page.room.tasks.wait_idle()
        while visits.changes:
            page.refresh(visits.changes.pop(0))
            assert page.room.tasks.wait_idle()
    if page._catching_up.isActive():
        page._catching_up.stop()
        page.load()
    assert page.room.tasks.wait_idle()


def stored(page: ReportPage, section: str = "results") -> str:
    """What the office holds of a section, figures in brackets, typed-over ones with a star."""
    view = on_worker(page.room.tasks, lambda: page.room.office.reports.get(page.view.id))
    return "".join(
        f"[{p.text}{'*' if p.typed_over else ''}]" if p.key else p.text for p in view.section(section).pieces
    )


def chip(page: ReportPage, key: str) -> Chip:
    return next(c for c in page.edit.section.chips() if c.key == key)


def put(page: ReportPage, at: int, to: int | None = None) -> None:
    cursor = page.edit.textCursor()
    cursor.setPosition(at)
    if to is not None:
        cursor.setPosition(to, QTextCursor.MoveMode.KeepAnchor)
    page.edit.setTextCursor(cursor)
    page.edit.setFocus()


def shown(page: ReportPage) -> list[str]:
    return [b.text() for b in page.stages.buttons if b.isVisible()]


def row(page: ReportPage, name: str) -> Any:
    return next(r for r in page.outline.rows() if r.entry.name == name)


# -- the draft --------------------------------------------------------------------------------------


def test_a_quarter_without_a_report_offers_to_write_it(
    qtbot: QtBot, empty_page: ReportPage, visits: Visits
) -> None:
    assert empty_page.empty.isVisible()
    assert empty_page.empty.sentence.text() == "第三季度还没有汇报"
    assert shown(empty_page) == []
    qtbot.keyClick(empty_page.write_draft, Qt.Key.Key_Space)
    settle(empty_page, visits)
    assert empty_page.view.stage == "草稿" and empty_page.text.isVisible()
    assert shown(empty_page) == ["撤销", "打印", "导出 Word", "定稿"]


def test_the_title_says_to_whom_and_by_when(page: ReportPage) -> None:
    assert page.frame.title.text() == "第三季度工作汇报"
    assert page.frame.chip.word == "草稿"
    assert page.frame.subtitle.text() == "报云溪镇党委　9月30日前，还有 12 天"


def test_the_outline_counts_and_leads(qtbot: QtBot, page: ReportPage) -> None:
    assert [r.entry.title for r in page.outline.rows()] == [
        "开头", "一、工作措施", "二、工作成效", "三、工作困难", "四、下一步打算", "五、意见建议"
    ]  # fmt: skip
    assert page.outline.count.text() == "5/5 已写"
    assert row(page, "results").entry.words == "正在写"
    count = len("".join(stored(page, "measures").translate({91: None, 93: None}).split()))
    assert row(page, "measures").entry.words == f"已写 {count} 字"
    row(page, "results").setFocus()
    qtbot.keyClick(row(page, "results"), Qt.Key.Key_Up)
    assert page.section == "measures" and page.text.heading.text() == "一、工作措施"
    assert row(page, "measures").hasFocus()


def test_every_figure_of_the_draft_is_one_in_the_editor(page: ReportPage) -> None:
    view = page.view
    for section in view.sections:
        page.show_section(section.name)
        assert [c.key for c in page.edit.section.chips()] == [p.key for p in section.pieces if p.key]
    assert len(view.keys) > 10


# -- typing is saved --------------------------------------------------------------------------------


def test_what_is_typed_is_saved_after_a_rest_without_a_toast(
    qtbot: QtBot, page: ReportPage, visits: Visits
) -> None:
    put(page, 0)
    write(page.edit, "开头的话。")
    assert page.keeper.timer.isActive()
    page.keeper.timer.setInterval(1)
    page.keeper.timer.start()
    qtbot.waitUntil(lambda: bool(visits.changes))
    assert stored(page).startswith("开头的话。")
    assert [c.title for c in visits.changes] == [""] and visits.toasts == []


def test_nothing_is_lost_on_leaving_or_on_another_quarter(page: ReportPage, visits: Visits) -> None:
    put(page, 0)
    write(page.edit, "走之前写的。")
    assert page.leave()
    settle(page, visits)
    assert stored(page).startswith("走之前写的。")
    write(page.edit, "换季之前写的。")
    page.chooser.chosen.emit("2026Q2")
    settle(page, visits)
    assert page.empty.isVisible()
    page.chooser.chosen.emit("2026Q3")
    settle(page, visits)
    page.show_section("results")
    assert page.edit.toPlainText().startswith("走之前写的。换季之前写的。")


def test_sections_keep_their_own_undo_and_text(qtbot: QtBot, page: ReportPage, visits: Visits) -> None:
    put(page, 0)
    qtbot.keyClicks(page.edit, "abc")
    page.show_section("measures")
    assert not page.stages.undo.isEnabled()
    page.show_section("results")
    assert page.edit.toPlainText().startswith("abc") and page.stages.undo.isEnabled()
    settle(page, visits)  # a save in between takes nothing from the undo
    qtbot.keyClick(page.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.edit.toPlainText().startswith("a")
    qtbot.keyClick(page.edit, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert page.edit.toPlainText().startswith("abc")
    qtbot.mouseClick(page.stages.undo, Qt.MouseButton.LeftButton)
    settle(page, visits)
    assert not stored(page).startswith("a")


def test_a_failed_save_keeps_the_text_and_says_so(
    page: ReportPage, visits: Visits, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liaison.papers.reports import ReportService

    def full(*_: object) -> Changes:
        raise UserError("磁盘满了，请腾出一些地方")

    put(page, 0)
    with monkeypatch.context() as patched:
        patched.setattr(ReportService, "save_section", full)
        write(page.edit, "没存下的话。")
        page.flush()
        assert page.room.tasks.wait_idle()
        assert not page.leave() and asked.questions == ["刚才写的还没有存下"]
        page.chooser.chosen.emit("2026Q2")
        assert page.room.tasks.wait_idle()
        asked.answers.append("不存就离开")
        assert page.leave()
    assert page.view.period == QUARTER
    assert page.text.trouble.isVisible() and "磁盘满了，请腾出一些地方" in page.text.trouble.lines
    page.save()
    settle(page, visits)
    assert not page.text.trouble.isVisible()
    assert stored(page).startswith("没存下的话。")


def test_what_another_room_writes_meanwhile_does_not_touch_what_is_being_typed(
    page: ReportPage, visits: Visits
) -> None:
    put(page, 0)
    write(page.edit, "正在写的话。")
    changes = on_worker(
        page.room.tasks, lambda: page.room.office.add("honors", {
            "holder": "联络处", "title": "先进集体", "level": "镇", "issuer": "镇党委", "date": "2026-09-12"})
    )  # fmt: skip
    page.refresh(changes)
    write(page.edit, "接着写。")
    settle(page, visits)
    assert page.edit.toPlainText().startswith("正在写的话。接着写。")
    assert stored(page).startswith("正在写的话。接着写。")


def test_an_older_reading_never_overwrites_what_was_saved_meanwhile(page: ReportPage, visits: Visits) -> None:
    put(page, 0)
    page.load()
    write(page.edit, "比读到的新。")
    page.flush()
    settle(page, visits)
    assert page.edit.toPlainText().startswith("比读到的新。")
    assert stored(page).startswith("比读到的新。")


def test_what_is_typed_while_another_quarter_is_read_stays_with_its_own(
    page: ReportPage, visits: Visits
) -> None:
    number = page.view.id
    put(page, 0)
    page.chooser.chosen.emit("2026Q2")
    write(page.edit, "最后一刻。")
    settle(page, visits)
    assert page.empty.isVisible()
    view = on_worker(page.room.tasks, lambda: page.room.office.reports.get(number))
    assert view.section("results").text.startswith("最后一刻。")


def test_a_word_is_found_across_the_sections(page: ReportPage, asked: Asked, visits: Visits) -> None:
    page.show_section("suggestions")
    asked.answers += ["河口村公交", "没有的词"]
    page.find()
    assert page.section == "results" and page.edit.textCursor().selectedText() == "河口村公交"
    page.find()
    assert visits.toasts == ["没有找到“没有的词”"]


def test_the_head_is_saved_when_its_field_is_left(qtbot: QtBot, page: ReportPage, visits: Visits) -> None:
    page.show_section("opening")
    field = page.text.head.fields["addressee"]
    assert field.text() == "中共云溪镇委员会"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Office")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    settle(page, visits)
    assert page.view.addressee == "Office"
    date = page.text.head.fields["dated"]
    date.setFocus()
    date.setText("2026-02-30")
    qtbot.keyClick(date, Qt.Key.Key_Return)
    settle(page, visits)
    assert page.text.head.rows["dated"]._note.text() != "" and date.text() == "2026-02-30"


# -- figures ----------------------------------------------------------------------------------------


def test_a_click_on_a_figure_lists_its_records_and_opens_exactly_them(
    qtbot: QtBot, page: ReportPage, visits: Visits
) -> None:
    box = page.edit.boxes(chip(page, "donations.money"))[0]
    qtbot.mouseClick(page.edit.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    settle(page, visits)
    card = page.side.sources
    assert card.title.text() == "6,007.14 元的出处" and card.count.text() == "9 笔"
    first = card.source_rows()[0].source
    assert (first.on, first.words, first.amount) == ("9月16日", "韩堃，助学", "500.00")
    qtbot.mouseClick(card.all, Qt.MouseButton.LeftButton)
    where, target = visits.gone[-1]
    figure = on_worker(page.room.tasks, lambda: page.room.office.reports.figure(page.view.id, "donations.money"))
    assert where == "donations" and target["ids"] == figure.records and len(target["ids"]) == 9
    qtbot.keyClick(card.source_rows()[0], Qt.Key.Key_Return)
    assert visits.gone[-1] == ("donations", {"book": "donations", "id": first.id})


def test_every_figure_of_the_draft_shows_as_many_records_as_it_says(page: ReportPage, visits: Visits) -> None:
    for key in page.view.keys:
        page.show_sources(key)
        settle(page, visits)
        found = page.side.sources.sources
        assert found is not None and found.key == key
        assert len(found.rows) == len(found.ids)
        assert all(s.words for s in found.rows), key


def test_closed_assignments_open_on_the_board(page: ReportPage, visits: Visits) -> None:
    page.show_sources("assignments.closed")
    settle(page, visits)
    page.side.sources.open_all()
    where, target = visits.gone[-1]
    assert where == "board" and target["book"] == "assignments" and len(target["ids"]) == 6


def test_typing_over_is_counted_and_put_back(qtbot: QtBot, page: ReportPage, visits: Visits) -> None:
    over = chip(page, "donations.money")
    put(page, over.start, over.end)
    qtbot.keyClicks(page.edit, "7000")
    assert page.text.typed.word.text() == "手改 1 处"
    assert page.text.typed.lines == ("收到捐款：写的是 7000，台账是 6,007.14元",)
    settle(page, visits)
    assert "[7000*]" in stored(page)
    page.load()
    settle(page, visits)
    assert page.text.typed.word.text() == "手改 1 处"
    assert page.text.typed.action is not None
    qtbot.mouseClick(page.text.typed.action, Qt.MouseButton.LeftButton)
    settle(page, visits)
    assert "[6,007.14元]" in stored(page) and not page.text.typed.isVisible()


def test_a_figure_is_found_and_inserted_by_keys(
    qtbot: QtBot, page: ReportPage, visits: Visits, asked: Asked
) -> None:
    def choose(dialog: FigureChooser) -> bool:
        qtbot.addWidget(dialog)
        dialog.show()
        everything = dialog.list.model().rowCount()
        qtbot.keyClicks(dialog.field, "hdry")
        assert 0 < dialog.list.model().rowCount() < everything
        write(dialog.field, "没有这个")
        assert dialog.list.model().rowCount() == 0 and not dialog._go.isEnabled()
        dialog.field.clear()
        write(dialog.field, "荣誉")
        offered = [dialog.list.model().index(n, 0).data(256).label for n in range(dialog.list.model().rowCount())]
        assert all("荣" in word for word in offered) and offered
        qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
        qtbot.keyClick(dialog.field, Qt.Key.Key_Up)
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        assert dialog.offer is not None
        return dialog.result() == FigureChooser.DialogCode.Accepted

    put(page, 0)
    asked.answers.append(choose)
    qtbot.keyClick(page.edit, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    settle(page, visits)
    assert stored(page).startswith("[1项]")


def test_moved_figures_are_listed_and_brought_up_to_date(
    qtbot: QtBot, page: ReportPage, visits: Visits
) -> None:
    def give() -> Changes:
        office = page.room.office
        made = office.add("donations", {"date": "2026-09-17", "donor": "沈佳禾", "kind": "款", "amount": "100",
                                        "purpose": "助学"})  # fmt: skip
        return office.enter("donations", made.created["donations"])

    visits.changes.append(on_worker(page.room.tasks, give))
    settle(page, visits)
    assert page.text.moved.isVisible()
    assert "收到捐款：6,007.14元 → 6,107.14元" in page.text.moved.lines
    assert "[6,007.14元]" in stored(page)
    assert page.text.moved.action is not None
    qtbot.mouseClick(page.text.moved.action, Qt.MouseButton.LeftButton)
    settle(page, visits)
    assert "[6,107.14元]" in stored(page) and not page.text.moved.isVisible()
    assert "6,107.14元" in page.edit.toPlainText()
    assert page.outline.versions_row.text() == "历次版本 1 个"


# -- paper ------------------------------------------------------------------------------------------


def test_the_pages_follow_the_text_and_lead_to_figures(page: ReportPage, visits: Visits) -> None:
    settle(page, visits)
    pane = page.side.preview
    assert pane.where.text() == f"第 1 页，共 {pane.page.count} 页" and pane.page.count >= 2
    page.show_sources("honors.count")
    settle(page, visits)
    boxes = pane._boxes()
    number, box = next((n, b[0]) for n, b in boxes.items())
    assert pane.page.page == number
    page.show_section("measures")
    page.side.sources.show_sources(None)
    pane.page.clicked.emit(number, box.center())
    settle(page, visits)
    assert page.section == "results"
    assert page.side.sources.title.text() == "1 项的出处"
    page.outline.table_row.click()
    assert "附" in pane._laid.pages[pane.page.page].text  # type: ignore[union-attr]


def test_print_shows_the_pages_and_word_is_written(
    qtbot: QtBot, page: ReportPage, visits: Visits, asked: Asked, tmp_path: Path
) -> None:
    page.print()
    settle(page, visits)
    dialog = asked.dialogs[-1]
    qtbot.addWidget(dialog)
    assert isinstance(dialog, PrintRoom) and dialog.pages.count == page.side.preview.page.count
    asked.answers.append(tmp_path / "汇报.docx")
    page.stages.word.click()
    settle(page, visits)
    assert (tmp_path / "汇报.docx").read_bytes()[:2] == b"PK"
    assert visits.toasts == ["已导出 汇报.docx"]


def test_folding_is_remembered_and_stops_the_laying(page: ReportPage, visits: Visits) -> None:
    settle(page, visits)
    page.fold()
    assert page.room.settings.folded["report"] and not page.side.sources.isVisible()
    put(page, 0)
    write(page.edit, "折起来写的。")
    settle(page, visits)
    assert "折起来写的" not in page.side.preview._laid.pages[0].text  # type: ignore[union-attr]
    page.fold()
    settle(page, visits)
    assert any("折起来写的" in p.text for p in page.side.preview._laid.pages)  # type: ignore[union-attr]


# -- stages -----------------------------------------------------------------------------------------


def finish(page: ReportPage, visits: Visits, asked: Asked) -> None:
    asked.answers.append("定稿")
    page.stages.finish.click()
    settle(page, visits)


def test_finishing_asks_first(page: ReportPage, visits: Visits, asked: Asked) -> None:
    page.stages.finish.click()
    settle(page, visits)
    assert asked.questions == ["第三季度汇报现在定稿吗"] and page.view.stage == "草稿"


def test_from_final_to_instructed(qtbot: QtBot, page: ReportPage, visits: Visits, asked: Asked) -> None:
    put(page, 0)
    write(page.edit, "定稿前最后写的。")
    finish(page, visits, asked)
    assert page.view.stage == "定稿" and shown(page) == ["改回草稿", "打印", "导出 Word", "报送"]
    assert stored(page).startswith("定稿前最后写的。")
    assert page.edit.isReadOnly() and not page.text.insert.isVisible()
    assert page.outline.papers_row.text() == "附件 2 份" and page.outline.papers_row.isVisible()

    def hand_in(dialog: HandInDialog) -> bool:
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.on.text() == "2026-09-18"
        dialog.to_whom.clear()
        dialog.on.setText("9月31日")
        dialog.go_ahead()
        assert page.room.tasks.wait_idle()
        assert dialog.isVisible() and all(r._note.text() for r in dialog.rows.values())
        dialog.on.setText("9月18日")
        qtbot.keyClicks(dialog.to_whom, "Office")
        qtbot.keyClick(dialog.to_whom, Qt.Key.Key_Return)
        assert page.room.tasks.wait_idle()
        return dialog.result() == 1

    asked.answers.append(hand_in)
    page.stages.hand_in.click()
    settle(page, visits)
    assert page.view.stage == "已报送" and page.frame.subtitle.text() == "9月18日已报送Office"

    def instruct(dialog: InstructDialog) -> bool:
        qtbot.addWidget(dialog)
        dialog.show()
        write(dialog.text, "写得实。")
        write(dialog.by, "李书记")
        dialog.go_ahead()
        assert page.room.tasks.wait_idle()
        return dialog.result() == 1

    asked.answers.append(instruct)
    page.stages.instruct.click()
    settle(page, visits)
    assert page.view.stage == "已批示" and page.text.instruction.word.text() == "批示：9月18日，李书记"
    assert shown(page) == ["改批示", "打印", "导出 Word"]


def test_a_final_report_says_what_moved_and_stays_as_it_was(
    page: ReportPage, visits: Visits, asked: Asked
) -> None:
    finish(page, visits, asked)
    before = stored(page)
    visits.changes.append(
        on_worker(page.room.tasks, lambda: page.room.office.add("honors", {
            "holder": "联络处", "title": "先进集体", "level": "镇", "issuer": "镇党委", "date": "2026-09-12"}))
    )  # fmt: skip
    settle(page, visits)
    assert page.text.moved.isVisible() and any("1项 → 2项" in line for line in page.text.moved.lines)
    assert page.text.moved.action is not None and not page.text.moved.action.isVisible()
    assert stored(page) == before


def test_back_to_draft_wants_a_reason_and_the_final_stays_readable(
    qtbot: QtBot, page: ReportPage, visits: Visits, asked: Asked
) -> None:
    finish(page, visits, asked)
    asked.answers.append("数字有误")
    page.stages.reopen.click()
    settle(page, visits)
    assert page.view.stage == "草稿" and not page.edit.isReadOnly()
    put(page, 0)
    write(page.edit, "重写的。")
    settle(page, visits)

    def read(dialog: VersionsDialog) -> bool:
        qtbot.addWidget(dialog)
        dialog.show()
        assert page.room.tasks.wait_idle()
        assert "数字有误" in dialog.list.item(0).text()
        text = dialog.text.toPlainText()
        assert "二、工作成效" in text and "重写的。" not in text and dialog.text.isReadOnly()
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
        assert page.room.tasks.wait_idle()
        assert dialog.about.text().startswith("9月18日")
        return False

    asked.answers.append(read)
    page.outline.versions_row.click()
    settle(page, visits)
    assert len(asked.dialogs) == 1


def test_difficulties_of_before_are_offered_and_written_in(
    qtbot: QtBot, page: ReportPage, visits: Visits
) -> None:
    def carry() -> None:
        reports = page.room.office.reports
        before = reports.draft(Period.parse("2026Q2"))
        reports.add_difficulty(before, "河口村饮水点水压不足。")
        reports.finish(before)

    on_worker(page.room.tasks, carry)
    page.load()
    settle(page, visits)
    assert page.text.carried.isVisible()
    assert page.text.carried.word.text() == "上季度提出、还没有结果的困难 1 条"
    assert row(page, "difficulties").entry.words == "上季 1 条待回应"
    assert page.text.carried.action is not None
    qtbot.mouseClick(page.text.carried.action, Qt.MouseButton.LeftButton)
    settle(page, visits)
    assert page.section == "difficulties" and "河口村饮水点水压不足" in page.edit.toPlainText()
    assert not page.text.carried.isVisible()
    page.edit.undo()
    settle(page, visits)
    assert "河口村饮水点水压不足" not in stored(page, "difficulties")


# -- going about ------------------------------------------------------------------------------------


def test_quarters_are_listed_with_their_stage(qtbot: QtBot, page: ReportPage, visits: Visits) -> None:
    page.load()
    settle(page, visits)
    menu = page.chooser.menu()
    assert [a.text().split("\t") for a in menu.actions()] == [
        ["2026年第三季度", "草稿"], ["2026年第二季度", "还没有写"]
    ]  # fmt: skip
    assert not page.chooser.later.isEnabled()
    qtbot.mouseClick(page.chooser.earlier, Qt.MouseButton.LeftButton)
    settle(page, visits)
    assert page.frame.title.text() == "第二季度工作汇报" and page.empty.isVisible()
    page.open({"id": on_worker(page.room.tasks, lambda: page.room.office.reports.existing(QUARTER)),
               "key": "honors.count"})  # fmt: skip
    settle(page, visits)
    assert page.view.period == QUARTER and page.section == "results"
    assert page.side.sources.title.text() == "1 项的出处"
    assert page.side.preview.page.page in page.side.preview._boxes()


def test_a_narrow_window_folds_the_paper_away(page: ReportPage, visits: Visits) -> None:
    page.resize(800, 600)
    assert page.side.folded and not page.room.settings.folded["report"]
    page.show_sources("honors.count")
    settle(page, visits)
    assert page.side.sources.isVisible() and not page.outline.isVisible()
    page.fold()
    assert page.outline.isVisible() and not page.room.settings.folded["report"]
    page.resize(1180, 696)
    assert not page.side.folded and page.outline.isVisible()

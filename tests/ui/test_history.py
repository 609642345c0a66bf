"""操作记录: every action, what it changed, and the way back and forth from here."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from liaison.office import Office
from tests.kit.test_ledger import gift
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import add_people, on_worker
from ui.pages.base import Room
from ui.pages.history import CHANGES, WINDOW, HistoryPage
from ui.pages.history_list import ActionsModel


def some_done(office: Office) -> None:
    """People, a change that was taken back, one that was done again, a note, an entry, a deletion."""
    add_people(office)
    office.edit("members", 1, {"notes": "甲"})
    office.undo()
    office.edit("members", 2, {"phone": "13800001234"})
    office.undo()
    office.redo()
    office.note("导出 委员名册 11 位，含电话")
    office.enter("donations", [gift(office)])
    office.remove("members", [11])


@pytest.fixture
def fill() -> Any:
    return some_done


@pytest.fixture
def page(room: Room, qtbot: Any) -> HistoryPage:
    made = HistoryPage(room)
    qtbot.addWidget(made)
    made.resize(1180, 660)
    made.show()
    made.open({})
    assert room.tasks.wait_idle()
    return made


def settle(page: HistoryPage) -> None:
    assert page.room.tasks.wait_idle()


def go_to(page: HistoryPage, title: str) -> None:
    rows = page.view.actions_shown.rows
    place = next(n for n, row in enumerate(rows) if row.title.startswith(title))
    page.view.setCurrentIndex(page.view.actions_shown.index(place, 0))
    settle(page)


def lines(page: HistoryPage) -> list[str]:
    model = page.changes.changes
    return [model.text(row, 0) for row in range(model.rowCount())]


def test_actions_are_listed_newest_first_with_their_state(page: HistoryPage) -> None:
    model = page.view.actions_shown
    said = {row.title: (row.state, model.state(n)[0]) for n, row in enumerate(model.rows)}
    assert model.rows[0].title == "删除委员 马桂兰" and page.frame.note.text() == f"共 {len(model.rows)} 步"
    assert said["修改委员 沈佳禾"] == ("undone", "撤销过")
    assert said["修改委员 吴志远"] == ("redone", "已重做")
    assert said["导出 委员名册 11 位，含电话"] == ("final", "不能撤销")
    assert said["撤销“修改委员 沈佳禾”"] == ("turn", "")
    assert model.starts_day(0) and not model.starts_day(1) and model.day_of(0)


def test_one_action_shows_what_it_changed(page: HistoryPage) -> None:
    go_to(page, "修改委员 吴志远")
    assert page.title.text() == "修改委员 吴志远" and "1 位委员" in page.about.text()
    assert lines(page) == ["吴志远", "手机：138****1234"]
    assert page.record_shown() == ("members", 2)
    assert page.panel.chip.word == "已重做"


def test_a_step_is_taken_back_and_done_again_from_here(page: HistoryPage, visits: Visits) -> None:
    go_to(page, "删除委员 马桂兰")
    assert page.undo_step.isVisible() and not page.redo_step.isVisible()
    page.undo_step.click()
    settle(page)
    assert visits.changes[-1].title == "撤销“删除委员 马桂兰”"
    page.refresh(visits.changes[-1])
    settle(page)
    assert page.view.action.title == "删除委员 马桂兰"  # stays where it was
    assert page.redo_step.isVisible() and not page.undo_step.isVisible()
    page.redo_step.click()
    settle(page)
    assert visits.changes[-1].title == "重做“删除委员 马桂兰”"


def test_what_cannot_be_taken_back_says_so_beforehand(page: HistoryPage) -> None:
    go_to(page, "导出 委员名册")
    assert not page.undo_step.isEnabled() and "没有改动记录" in page.undo_step.toolTip()
    go_to(page, "新增捐赠")
    assert not page.undo_step.isEnabled() and page.undo_step.toolTip() == "这一步不能撤销"


def test_an_older_step_under_a_newer_one_says_which_goes_first(page: HistoryPage, asked: Asked) -> None:
    go_to(page, "新增委员 吴志远")
    page.undo()
    settle(page)
    assert asked.told == ["“新增委员 吴志远”之后又改过同一条记录，请先撤销“修改委员 吴志远”"]


def test_a_turn_leads_to_what_it_turned(page: HistoryPage) -> None:
    go_to(page, "撤销“修改委员 沈佳禾”")
    assert page.original.isVisible() and not page.undo_step.isVisible()
    page.original.click()
    settle(page)
    assert page.view.action.title == "修改委员 沈佳禾"


def test_narrowed_by_words_book_and_record(page: HistoryPage) -> None:
    page.search.setText("导出 电话")
    settle(page)
    assert [row.title for row in page.view.actions_shown.rows] == ["导出 委员名册 11 位，含电话"]
    page.search.setText("没有做过的事")
    settle(page)
    assert page._stack.currentIndex() == 2
    page._clear()
    settle(page)
    page.bar.choose(["donations"])
    page._filtered(["donations"])
    settle(page)
    assert {row.title[:2] for row in page.view.actions_shown.rows} == {"新增", "入账"}
    page.open({"book": "members", "record": 1})
    settle(page)
    assert page.banner.isVisible() and len(page.view.actions_shown.rows) == 3
    page._show_all()
    settle(page)
    assert len(page.view.actions_shown.rows) > 3 and not page.banner.isVisible()


def test_records_open_where_they_are_now(page: HistoryPage, visits: Visits, asked: Asked, qtbot: Any) -> None:
    go_to(page, "修改委员 吴志远")
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.changes.hasFocus()
    qtbot.keyClick(page.changes, Qt.Key.Key_Return)
    settle(page)
    assert visits.gone[-1] == ("members", {"book": "members", "id": 2})
    go_to(page, "删除委员 马桂兰")
    page.open_changed("members", 11)
    settle(page)
    assert visits.gone[-1] == ("trash", {"book": "members", "record": 11})
    page.open_changed("options", 0)
    assert visits.gone[-1] == ("settings", {})
    member = {"work_group": 1, "member": 1, "since": "2022-01-01"}
    on_worker(page.room.tasks, page.room.office.add, "memberships", member)
    page.open_changed("memberships", 1)
    settle(page)
    qtbot.addWidget(asked.dialogs[-1])
    assert asked.dialogs[-1].heading.text() == "专班成员“民生热点难点问题调查处理 沈佳禾”改过什么"


@pytest.fixture
def long_page(room: Room, qtbot: Any) -> HistoryPage:
    def much(office: Office) -> None:
        office.add_many(
            "suggestions", [{"date": "2026-09-01", "text": f"建议{n}", "status": "办理中"} for n in range(150)],
            title="导入 150 条意见建议",
        )  # fmt: skip
        for n in range(WINDOW + 30):
            office.note(f"第{n}次")

    on_worker(room.tasks, much, room.office)
    made = HistoryPage(room)
    qtbot.addWidget(made)
    made.resize(1180, 660)
    made.show()
    return made


def test_more_come_as_they_are_scrolled_to(long_page: HistoryPage) -> None:
    page = long_page
    page.open({})
    settle(page)
    model = page.view.actions_shown
    assert model.rowCount() == WINDOW
    model.fetchMore(model.index(-1, -1))
    settle(page)
    assert model.rowCount() == model.found > WINDOW
    assert len({row.number for row in model.rows}) == model.found
    go_to(page, "导入 150")
    assert len({line for line in lines(page) if line.startswith("建议")}) == CHANGES
    changes = page.changes.changes
    while changes.canFetchMore(changes.index(-1, -1)):
        changes.fetchMore(changes.index(-1, -1))
        settle(page)
    assert len({line for line in lines(page) if line.startswith("建议")}) == 150


def test_an_action_is_found_however_old_it_is(long_page: HistoryPage) -> None:
    first = on_worker(long_page.room.tasks, lambda: long_page.room.office.actions(search="新增委员 沈佳禾")[0])
    long_page.open({"action": first.number})
    settle(long_page)
    assert long_page.view.action.title == "新增委员 沈佳禾"


def test_keys_areas_and_the_folded_panel(page: HistoryPage, qtbot: Any) -> None:
    page.find()
    assert page.search.hasFocus() and page.areas() == [page.search, page.view, page.changes]
    page.fold()
    assert page.room.settings.folded["history"]
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert not page.panel.folded


def test_the_model_holds_water(page: HistoryPage, qtmodeltester: Any) -> None:
    model = ActionsModel(page.room.office.books)
    model.show_rows(page.view.actions_shown.rows[:3], 5)
    qtmodeltester.check(model)
    qtmodeltester.check(page.view.actions_shown)
    note = next(n for n, row in enumerate(page.view.actions_shown.rows) if row.title.startswith("导出"))
    assert page.view.actions_shown.said(note, 0).endswith("，不能撤销")

"""回收站: what is deleted, found, looked at and brought back, by mouse and by keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from liaison.office import Office
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import add_quarter, on_worker
from ui.pages.base import Room
from ui.pages.trash import WINDOW, TrashPage
from ui.pages.trash_list import TrashModel


def some_deleted(office: Office) -> None:
    """Two suggestions and a sign-in sheet with its activity are in the bin."""
    add_quarter(office)
    office.remove("suggestions", [1, 2])
    office.remove("signins", office.ids("signins")[:3])
    sheet = office.ids("activities")[-1]
    office.remove("signins", [r.id for r in office.page("signins") if r.values["activity"] == sheet])
    office.remove("activities", [sheet])


@pytest.fixture
def fill() -> Any:
    return some_deleted


@pytest.fixture
def page(room: Room, qtbot: Any) -> TrashPage:
    made = TrashPage(room)
    qtbot.addWidget(made)
    made.resize(1180, 660)
    made.show()
    made.open({})
    assert room.tasks.wait_idle()
    return made


def settle(page: TrashPage) -> None:
    assert page.room.tasks.wait_idle()


def names(page: TrashPage) -> list[str]:
    model = page.view.discarded
    return [model.text(row, 0) for row in range(model.rowCount())]


def content(page: TrashPage) -> list[str]:
    model = page.content.changes
    return [model.text(row, 0) for row in range(model.rowCount())]


def test_everything_deleted_is_listed_last_first(page: TrashPage) -> None:
    assert names(page)[0] == "防汛安全走访" and len(names(page)) == 17
    assert page.frame.note.text() == "共 17 条"
    assert page.view.discarded.text(0, 3) == "删除活动 防汛安全走访" and page.view.discarded.text(0, 1) == "活动"
    assert content(page)[0].endswith("删除活动 防汛安全走访") and "类型：集体活动" in content(page)


def test_narrowed_by_book_and_by_words(page: TrashPage) -> None:
    page.bar.choose(["suggestions"])
    page._filtered(["suggestions"])
    settle(page)
    assert len(names(page)) == 2 and page.bar.chosen() == ["suggestions"]
    page.search.setText("停车的建议之2")
    settle(page)
    assert len(names(page)) == 1
    page.search.setText("没有的事")
    settle(page)
    assert page._stack.currentIndex() == 2 and not page.back_button.isEnabled()
    page._clear()
    settle(page)
    assert len(names(page)) == 17


def test_one_comes_back_by_key(page: TrashPage, qtbot: Any, visits: Visits) -> None:
    page.open({"book": "suggestions", "record": 2})
    settle(page)
    assert page.view.current.id == 2
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    settle(page)
    assert visits.changes[-1].title.startswith("恢复意见建议 ") and visits.changes[-1].undoable
    assert on_worker(page.room.tasks, page.room.office.count, "suggestions") == 3
    page.refresh(visits.changes[-1])
    settle(page)
    assert [(r.book, r.id) for r in page.view.discarded.rows] == [("suggestions", 1)]


def test_several_of_several_books_come_back_as_one_step(page: TrashPage, visits: Visits) -> None:
    page.view.selectAll()
    page._chosen()
    assert page.back_button.text() == "恢复 17 条"
    page.bring_back()
    settle(page)
    assert [changes.title for changes in visits.changes] == ["恢复 17 条记录"]
    assert on_worker(page.room.tasks, page.room.office.trash_counts) == {}
    on_worker(page.room.tasks, page.room.office.undo)
    page.open({})
    settle(page)
    assert len(names(page)) == 17


@pytest.mark.parametrize("yes", [True, False])
def test_what_belongs_to_something_deleted_asks_about_both(
    page: TrashPage, asked: Asked, visits: Visits, yes: bool
) -> None:
    rows = [n for n, row in enumerate(page.view.discarded.rows) if row.book == "signins"]
    page.view.choose(rows[:1])
    asked.answers.append("一起恢复" if yes else "先不恢复")
    page.bring_back()
    settle(page)
    assert asked.questions == ["所属的活动“防汛安全走访”也在回收站里，要一起恢复"]
    assert len(visits.changes) == yes
    counts = on_worker(page.room.tasks, page.room.office.trash_counts)
    assert ("activities" in counts) is not yes


def test_a_twin_is_said(page: TrashPage, asked: Asked) -> None:
    office = page.room.office
    again = {"kind": "集体活动", "title": "防汛安全走访", "start": "2026-07-10 09:00"}
    on_worker(page.room.tasks, office.add, "activities", again)
    page.view.choose([0])
    page.bring_back()
    settle(page)
    assert asked.told == ["“活动”里现在已有主题、开始日期相同的“防汛安全走访”，请先改掉或删除那一次，再恢复"]


def test_what_changed_here_from_the_bin(page: TrashPage, asked: Asked, qtbot: Any) -> None:
    page.history_link.click()
    settle(page)
    dialog = asked.dialogs[-1]
    qtbot.addWidget(dialog)
    assert dialog.heading.text() == "活动“防汛安全走访”改过什么"
    assert page.record_shown() == ("activities", page.view.current.id)


def test_f6_and_search_key(page: TrashPage) -> None:
    page.find()
    assert page.search.hasFocus() and page.areas() == [page.search, page.view, page.content]


def test_reading_only(page: TrashPage, visits: Visits) -> None:
    page.room.office.database.read_only = True
    page._chosen()
    assert not page.back_button.isEnabled()
    page.bring_back()
    settle(page)
    assert not visits.changes
    page.room.office.database.read_only = False


@pytest.fixture
def many(room: Room, qtbot: Any) -> TrashPage:
    def add(office: Office) -> None:
        values: list[Any] = [{"date": "2026-09-01", "text": f"建议{n}", "status": "办理中"} for n in range(450)]
        office.remove("suggestions", office.add_many("suggestions", values, title="导入").created["suggestions"])

    on_worker(room.tasks, add, room.office)
    made = TrashPage(room)
    qtbot.addWidget(made)
    made.resize(1180, 660)
    made.show()
    return made


def test_more_come_as_they_are_scrolled_to(many: TrashPage) -> None:
    many.open({})
    settle(many)
    model = many.view.discarded
    assert (model.rowCount(), model.found) == (WINDOW, 467)
    while model.canFetchMore(model.index(-1, -1)):
        many.view.scrollToBottom()
        model.fetchMore(model.index(-1, -1))
        settle(many)
    assert model.rowCount() == 467 and len({(r.book, r.id) for r in model.rows}) == 467
    many.view.selectionModel().select(model.index(3, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)


def test_the_model_holds_water(page: TrashPage, qtmodeltester: Any) -> None:
    model = TrashModel(page.room.office.books)
    model.show_rows(page.view.discarded.rows[:5], 9)
    qtmodeltester.check(model)
    model.add_rows(page.view.discarded.rows[5:9])
    qtmodeltester.check(model)
    qtmodeltester.check(page.view.discarded)
    assert not model.canFetchMore(model.index(-1, -1))
    assert model.said(0, 1) == "册子：活动"


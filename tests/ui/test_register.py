"""The register of a book that the test declares: list, form, search, filter, sort and blocks, by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from liaison.changes import Changes
from liaison.kit.query import Query
from liaison.office import Office
from tests.ui.conftest import Asked, Visits
from tests.ui.grid.books import make_tools
from tests.ui.offices import on_worker, write
from ui.grid.delegate import CellEditor
from ui.pages.base import Room
from ui.pages.register import RegisterPage
from ui.tasks import Tasks
from ui.undoing import undo

Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def count() -> int:
    """How many tools there are; a test may override it."""
    return 12


@pytest.fixture
def room_office(tasks: Tasks, tmp_path: Path, count: int) -> Iterator[Office]:
    office = on_worker(tasks, make_tools, tmp_path / "office", count)
    yield office
    on_worker(tasks, office.close)


@pytest.fixture
def page(room: Room, qtbot: Any, visits: Visits) -> RegisterPage:
    return open_page(room, qtbot, visits, {})


def open_page(room: Room, qtbot: Any, visits: Visits, target: dict[str, Any]) -> RegisterPage:
    pages: list[RegisterPage] = []

    def changed(changes: Changes) -> None:
        visits.changes.append(changes)
        for page in pages:
            page.refresh(changes)

    page = RegisterPage(replace(room, changed=changed), "tools")
    pages.append(page)
    qtbot.addWidget(page)
    page.resize(1180, 696)
    page.show()
    page.open(target)
    settle(page)
    return page


def settle(page: RegisterPage) -> None:
    """Let every answer come, the counting of filters included."""
    assert page.room.tasks.wait_idle()
    while page.counts.timer.isActive():
        page.counts.stop()
        page.counts.count()
        assert page.room.tasks.wait_idle()
    QApplication.processEvents()
    assert page.room.tasks.wait_idle()


def names(page: RegisterPage) -> list[str]:
    return [str(page.model.index(n, 0).data()) for n in range(page.model.rowCount())]


def cell(page: RegisterPage, row: int, name: str) -> str:
    return str(page.model.index(row, column(page, name)).data())


def column(page: RegisterPage, name: str) -> int:
    return next(n for n, c in enumerate(page.model.columns) if c.name == name)


def go_to(page: RegisterPage, row: int, name: str) -> None:
    page.view.setFocus()
    page.view.put(page.model.index(row, column(page, name)))


def choose(page: RegisterPage, first: tuple[int, str], last: tuple[int, str]) -> None:
    from PySide6.QtCore import QItemSelection, QItemSelectionModel

    go_to(page, *first)
    one = page.model.index(first[0], column(page, first[1]))
    other = page.model.index(last[0], column(page, last[1]))
    page.view.selectionModel().select(QItemSelection(one, other), QItemSelectionModel.SelectionFlag.ClearAndSelect)


def editor(page: RegisterPage) -> CellEditor:
    found = page.view.viewport().findChild(CellEditor)
    assert found is not None
    return found


def ask_office(page: RegisterPage, function: Callable[..., Any], *arguments: Any) -> Any:
    return on_worker(page.room.tasks, function, *arguments)


# -- listing, search, filter, sort ----------------------------------------------------------------------


def test_the_book_is_listed_with_its_form_and_counts(page: RegisterPage) -> None:
    assert page.frame.title.text() == "工具登记"
    assert page.frame.note.text() == "共 12 件"
    assert page.model.rowCount() == 12
    assert names(page)[0] == "工具00011"
    assert page.form.header.title.text() == "工具00011"
    assert page.form.editors["bought"].text() == "2025年12月1日"
    assert page.form.editors["price"].text() == "11.00"
    assert [(c.filter.word, c.filter.count) for c in page.bar._row_of_filters._chips] == [
        ("全部", 12), ("坏的", 1), ("贵的", 0)
    ]  # fmt: skip
    assert "选中 1 件" in page.frame.foot_right.text()


def test_typing_searches_by_pinyin_initials_and_esc_brings_all_back(page: RegisterPage, qtbot: Any) -> None:
    page.find()
    qtbot.keyClicks(page.search, "gj00003")
    settle(page)
    assert names(page) == ["工具00003"]
    assert page.form.header.title.text() == "工具00003"
    qtbot.keyClick(page.search, Key.Key_Escape)
    settle(page)
    assert page.model.rowCount() == 12


def test_nothing_found_offers_the_way_back(page: RegisterPage, qtbot: Any) -> None:
    qtbot.keyClicks(page.search, "zzz")
    settle(page)
    assert page._stack.currentIndex() == 2
    page.clear_filters()
    settle(page)
    assert page._stack.currentIndex() == 0
    assert page.model.rowCount() == 12


def test_a_filter_survives_leaving_the_page(
    page: RegisterPage, room: Room, qtbot: Any, visits: Visits
) -> None:
    chip = page.bar._row_of_filters._chips[1]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    settle(page)
    assert names(page) == ["工具00010"]
    again = open_page(room, qtbot, visits, {})
    assert names(again) == ["工具00010"]
    again.bar.clear()
    settle(again)
    assert again.model.rowCount() == 12


def test_the_header_sorts_and_the_third_click_returns_to_book_order(page: RegisterPage, qtbot: Any) -> None:
    def click() -> None:
        head = page.view.head
        place = column(page, "price")
        x = head.sectionViewportPosition(place) + 12
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 12))
        settle(page)

    book_order = names(page)
    click()
    assert names(page) == [f"工具{n:05d}" for n in range(1, 13)]
    click()
    assert names(page) == [f"工具{n:05d}" for n in range(12, 0, -1)]
    assert page.room.settings.sorting["tools"] == ["price", "down"]
    click()
    assert names(page) == book_order


@pytest.mark.parametrize("count", [0])
def test_an_empty_book_says_what_belongs_there(page: RegisterPage) -> None:
    assert page._stack.currentIndex() == 1
    assert page.frame.note.text() == "共 0 件"


def test_a_figure_opens_exactly_its_records(room: Room, qtbot: Any, visits: Visits) -> None:
    page = open_page(room, qtbot, visits, {"book": "tools", "ids": (3, 5, 9), "title": "6.00 元"})
    assert sorted(names(page)) == ["工具00003", "工具00005", "工具00009"]
    assert not page.banner.isHidden()
    assert page.banner.word.text() == "6.00 元"
    assert page.banner.sentence.text() == "的出处 3 件"
    page.show_all()
    settle(page)
    assert page.model.rowCount() == 12
    assert page.banner.isHidden()


@pytest.mark.parametrize("count", [700])
def test_a_record_far_down_is_opened(room: Room, qtbot: Any, visits: Visits) -> None:
    page = open_page(room, qtbot, visits, {"id": 12})
    assert page.view.record == 12
    assert page.form.header.title.text() == "工具00012"
    go_to(page, 0, "name")
    qtbot.keyClick(page.view, Key.Key_End, Held.ControlModifier)
    settle(page)
    assert page.view.currentIndex().row() == 699
    qtbot.keyClick(page.view, Key.Key_Home, Held.ControlModifier)
    assert page.view.currentIndex().row() == 0


# -- the form -------------------------------------------------------------------------------------------


def test_a_field_is_saved_when_it_is_left(page: RegisterPage, qtbot: Any, visits: Visits) -> None:
    price = page.form.editors["price"]
    price.setFocus()
    price.selectAll()
    qtbot.keyClicks(price, "1.2")
    qtbot.keyClick(price, Key.Key_Return)
    settle(page)
    assert visits.changes[-1].title == "修改工具 工具00011"
    assert cell(page, 0, "price") == "1.20"
    assert price.text() == "1.20"


def test_a_refused_value_stays_under_its_sentence_until_it_is_right(
    page: RegisterPage, qtbot: Any, visits: Visits
) -> None:
    bought = page.form.editors["bought"]
    bought.setFocus()
    bought.selectAll()
    qtbot.keyClicks(bought, "2026-02-30")
    qtbot.keyClick(bought, Key.Key_Return)
    settle(page)
    assert not visits.changes
    assert bought.text() == "2026-02-30"
    assert "2月只有 28 天" in page.form.rows["bought"]._note.text()
    go_to(page, 3, "name")  # elsewhere and back: it is still there
    settle(page)
    assert bought.text() != "2026-02-30"
    go_to(page, 0, "name")
    settle(page)
    assert bought.text() == "2026-02-30"
    assert "2月只有 28 天" in page.form.rows["bought"]._note.text()
    bought.setFocus()
    bought.selectAll()
    qtbot.keyClicks(bought, "2026-02-28")
    qtbot.keyClick(bought, Key.Key_Return)
    settle(page)
    assert "只有" not in page.form.rows["bought"]._note.text()
    assert page.form.row is not None and page.form.row.values["bought"] == "2026-02-28"


def test_a_new_record_is_entered_in_the_form(page: RegisterPage, qtbot: Any, visits: Visits) -> None:
    qtbot.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    assert page.form.header.title.text() == "新增工具"
    assert page.form.editors["state"].raw() == "好"
    assert page.form.editors["name"].hasFocus()
    write(page.form.editors["name"], "铜锣")
    page.save()
    settle(page)
    assert "请填日期" in page.form.rows["bought"]._note.text()
    assert page.form.editors["name"].text() == "铜锣"
    assert page.form.editors["bought"].hasFocus()
    qtbot.keyClick(page.form.editors["bought"], Key.Key_Semicolon, Held.ControlModifier)
    assert page.form.editors["bought"].text() == "2026年9月18日"
    qtbot.mouseClick(page.form.save_button, Qt.MouseButton.LeftButton)
    settle(page)
    assert visits.changes[-1].title == "新增工具 铜锣"
    assert names(page)[0] == "铜锣"
    assert page.form.header.title.text() == "铜锣"
    assert not page.form.is_new


def test_names_are_found_by_initials_and_files_are_attached(
    page: RegisterPage, qtbot: Any, asked: Asked, tmp_path: Path
) -> None:
    keeper = page.form.editors["keeper"]
    keeper.setFocus()
    qtbot.keyClicks(keeper.lineEdit(), "sjh")
    qtbot.keyClick(keeper.lineEdit(), Key.Key_Tab)
    settle(page)
    assert cell(page, 0, "keeper") == "沈佳禾"
    picture = tmp_path / "照片.jpg"
    picture.write_bytes(b"picture")
    asked.answers.append([picture])
    page.form.editors["photo"].choose()
    settle(page)
    files = ask_office(page, page.room.office.attached, page.form.row.values["photo"])
    assert [name for name, _ in files] == ["照片.jpg"]


def test_a_long_text_is_saved_while_it_is_typed(page: RegisterPage, qtbot: Any) -> None:
    notes = page.form.editors["notes"]
    notes.setFocus()
    qtbot.keyClicks(notes, "abc")
    assert notes.quiet.isActive()
    notes.quiet.timeout.emit()
    settle(page)
    assert page.form.row is not None and page.form.row.values["notes"] == "abc"
    assert notes.hasFocus()
    assert notes.textCursor().position() == 3


def test_a_number_is_masked_until_it_is_asked_for(page: RegisterPage) -> None:
    ask_office(page, page.room.office.edit, "tools", 11, {"phone": "13800000000"})
    page.refresh(Changes(1, "", {"tools": frozenset({11})}))
    settle(page)
    phone = page.form.editors["phone"]
    assert phone.line.text() == "138****0000"
    assert phone.line.isReadOnly()
    phone.reveal()
    assert phone.line.text() == "13800000000"
    assert not phone.line.isReadOnly()


def test_a_begun_record_is_kept_when_another_is_looked_at(page: RegisterPage, visits: Visits) -> None:
    page.new()
    write(page.form.editors["name"], "铜锣")
    go_to(page, 2, "name")
    settle(page)
    assert page.form.header.title.text() == names(page)[2]
    assert "接着填" in visits.toasts[-1]
    page.new()
    assert page.form.editors["name"].text() == "铜锣"


def test_leaving_asks_about_a_begun_record(page: RegisterPage, asked: Asked, visits: Visits) -> None:
    page.new()
    write(page.form.editors["name"], "铜锣")
    asked.answers.append("接着填")
    assert not page.leave()
    asked.answers.append("保存")
    assert not page.leave()  # the day is missing: it stays, with what was typed
    assert page.form.editors["name"].text() == "铜锣"
    page.form.editors["bought"].setText("2026-9-1")
    asked.answers.append("保存")
    assert page.leave()
    assert visits.changes[-1].title == "新增工具 铜锣"
    page.new()
    write(page.form.editors["name"], "鼓")
    asked.answers.append("不要了")
    assert page.leave()
    assert not page.form.is_begun()


def test_the_panel_folds_and_stays_folded(page: RegisterPage, room: Room, qtbot: Any, visits: Visits) -> None:
    page.fold()
    assert page.form.folded
    assert open_page(room, qtbot, visits, {}).form.folded
    page.new()
    assert not page.form.folded


# -- cells ----------------------------------------------------------------------------------------------


def test_a_cell_is_edited_in_place_and_enter_goes_down(
    page: RegisterPage, qtbot: Any, visits: Visits
) -> None:
    go_to(page, 0, "price")
    qtbot.keyClick(page.view, Key.Key_F2)
    assert editor(page).text() == "11.00"
    editor(page).setText("１２")
    qtbot.keyClick(editor(page), Key.Key_Return)
    assert page.view.currentIndex().row() == 1
    settle(page)
    assert cell(page, 0, "price") == "12.00"
    assert visits.changes[-1].title == "修改工具 工具00011"


def test_typing_begins_editing_and_tab_goes_to_the_next_cell(page: RegisterPage, qtbot: Any) -> None:
    go_to(page, 0, "price")
    qtbot.keyClick(page.view, Key.Key_7)
    assert editor(page).text() == "7"
    qtbot.keyClick(editor(page), Key.Key_Tab)
    settle(page)
    assert cell(page, 0, "price") == "7.00"
    assert page.view.currentIndex().column() == column(page, "keeper")


def test_a_refused_cell_keeps_its_text_and_esc_gives_it_up(
    page: RegisterPage, qtbot: Any, visits: Visits
) -> None:
    go_to(page, 0, "price")
    qtbot.keyClick(page.view, Key.Key_F2)
    editor(page).setText("1.234")
    qtbot.keyClick(editor(page), Key.Key_Return)
    settle(page)
    assert cell(page, 0, "price") == "1.234"
    assert "没有存上" in visits.toasts[-1]
    assert not visits.changes
    assert editor(page).text() == "1.234"  # open again, with what was typed
    qtbot.keyClick(editor(page), Key.Key_Escape)
    qtbot.keyClick(page.view, Key.Key_Escape)
    assert cell(page, 0, "price") == "11.00"


def test_delete_puts_records_into_the_recycle_bin_and_undo_brings_them_back(
    page: RegisterPage, qtbot: Any
) -> None:
    choose(page, (0, "name"), (1, "name"))
    qtbot.keyClick(page.view, Key.Key_Delete)
    settle(page)
    assert page.model.rowCount() == 10
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    settle(page)
    menu = page.undo_button.menu_shown
    assert menu.undo_line.text() == "撤销“删除 2 件工具”\tCtrl+Z" and not menu.redo_line.isEnabled()
    menu.undo_line.trigger()
    menu.close()
    settle(page)
    assert page.model.rowCount() == 12


def test_blocks_go_to_the_sheet_and_back_as_one_action(
    page: RegisterPage, qtbot: Any, asked: Asked, visits: Visits
) -> None:
    choose(page, (0, "bought"), (1, "price"))
    qtbot.keyClick(page.view, Key.Key_C, Held.ControlModifier)
    settle(page)
    assert QGuiApplication.clipboard().text().split() == ["2025-12-01", "11.00", "2025-11-01", "10.00"]
    last = page.model.rowCount() - 1
    go_to(page, last, "name")
    QGuiApplication.clipboard().setText("甲\t好\t2026-1-1\t5\r\n乙\t坏\t2026-1-2\t1,000\r\n")
    asked.answers.append(True)
    qtbot.keyClick(page.view, Key.Key_V, Held.ControlModifier)
    settle(page)
    dialog = asked.dialogs[-1]
    assert dialog.ahead.text() == "粘贴 2 行"
    assert visits.changes[-1].title == "粘贴 2 件工具"
    assert page.model.rowCount() == 13
    assert {"甲", "乙"} <= set(names(page))
    undo(page.room)
    settle(page)
    assert page.model.rowCount() == 12
    assert "甲" not in names(page)


def test_bad_cells_are_marked_before_anything_is_written(
    page: RegisterPage, qtbot: Any, asked: Asked, visits: Visits
) -> None:
    from ui.grid.paste import BAD_ROLE

    go_to(page, page.model.rowCount() - 1, "name")
    QGuiApplication.clipboard().setText("甲\t好\t2026-1-1\t5\n乙\t半坏\t2026-2-30\t1")
    qtbot.keyClick(page.view, Key.Key_V, Held.ControlModifier)
    settle(page)
    dialog = asked.dialogs[-1]
    assert dialog.ahead.text() == "只粘贴没有问题的 1 行"
    marked = {
        (r, c) for r in range(2) for c in range(dialog.model.columnCount()) if dialog.model.index(r, c).data(BAD_ROLE)
    }
    assert marked == {(1, 2), (1, 3), (1, dialog.model.columnCount() - 1)}
    assert "请写成：好、坏" in dialog.model.sentences(1)
    assert not visits.changes
    assert page.model.rowCount() == 12


def test_cutting_empties_and_filling_goes_down(page: RegisterPage, qtbot: Any, visits: Visits) -> None:
    choose(page, (0, "price"), (2, "price"))
    qtbot.keyClick(page.view, Key.Key_D, Held.ControlModifier)
    settle(page)
    assert [cell(page, n, "price") for n in range(4)] == ["11.00", "11.00", "11.00", "8.00"]
    assert visits.changes[-1].title == "向下填充 2 件"
    choose(page, (0, "price"), (1, "price"))
    qtbot.keyClick(page.view, Key.Key_X, Held.ControlModifier)
    settle(page)
    assert [cell(page, n, "price") for n in range(3)] == ["", "", "11.00"]
    go_to(page, 4, "bought")
    qtbot.keyClick(page.view, Key.Key_Semicolon, Held.ControlModifier)
    settle(page)
    row = ask_office(page, page.room.office.page, "tools", Query(equals={"bought": "2026-09-18"}))
    assert len(row) == 1


# -- columns, export ------------------------------------------------------------------------------------


def test_columns_are_chosen_and_remembered(
    page: RegisterPage, room: Room, qtbot: Any, asked: Asked, visits: Visits
) -> None:
    def tick(dialog: Any) -> bool:
        dialog._fill(["name", "users", "price"])
        dialog.sort.setCurrentIndex(dialog.sort.findText("价格，从大到小"))
        return True

    asked.answers.append(tick)
    page.choose_columns()
    settle(page)
    assert names(page)[0] == "工具00012"
    assert (page.view.head.sorted, page.view.head.direction) == (column(page, "price"), "down")
    assert [page.model.columns[c].name for c in page.view.shown_columns()] == ["name", "users", "price"]
    page.view.setColumnWidth(0, 222)
    QApplication.processEvents()
    again = open_page(room, qtbot, visits, {})
    assert [again.model.columns[c].name for c in again.view.shown_columns()] == ["name", "users", "price"]
    assert again.view.columnWidth(0) == 222


def test_export_leaves_private_columns_out_unless_ticked(
    page: RegisterPage, asked: Asked, tmp_path: Path, visits: Visits
) -> None:
    ask_office(page, page.room.office.edit, "tools", 11, {"phone": "13800000000"})
    target = tmp_path / "工具.csv"
    asked.answers += [True, target]
    page.export()
    settle(page)
    text = target.read_text(encoding="utf-8-sig")
    assert text.startswith("名称,完好,购入日期,价格,保管人,放在哪里")
    assert "13800000000" not in text
    assert "已导出 12 件" in visits.toasts[-1]

    def tick(dialog: Any) -> bool:
        dialog._private.setChecked(True)
        return True

    asked.answers += [tick, target]
    page.export()
    settle(page)
    assert "13800000000" in target.read_text(encoding="utf-8-sig")


def test_every_control_has_a_name_and_tab_goes_in_reading_order(page: RegisterPage) -> None:
    for widget in page.findChildren(QLineEdit):
        if widget.isVisible():
            assert widget.accessibleName(), widget
    assert page.areas() == [page.search, page.view, page.form]

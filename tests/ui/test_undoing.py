"""撤销, 重做 and 这里改过什么: the same from the keys, the menus and the note; entries are voided instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from liaison.chinese.dates import Period
from liaison.office import Office
from tests.kit.test_ledger import gift
from tests.ui.conftest import Asked
from tests.ui.offices import add_quarter, on_worker
from ui import undoing
from ui.app import PAGES
from ui.dialogs.record_history import RecordHistoryDialog
from ui.dialogs.reversal import ReversalDialog
from ui.dialogs.reversing_many import ReverseManyDialog
from ui.pages.base import Room
from ui.settings import Settings
from ui.tasks import Tasks
from ui.widgets.changes import ChangesModel
from ui.window import Window

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def fill() -> Any:
    return add_quarter


@pytest.fixture
def window(tasks: Tasks, settings: Settings, room: Room, qtbot: Any) -> Iterator[Window]:
    """The program's own window with the quarter's office, undo wired as in the program."""
    made = Window(tasks, settings, PAGES)
    qtbot.addWidget(made)
    made.set_room(room, town="云溪镇", name="政协云溪镇联络处", sample=False)
    made.can_undo = True
    made.undo_wanted.connect(lambda action: undoing.undo(made.room, action))
    made.redo_wanted.connect(lambda action: undoing.redo(made.room, action))
    made.setWindowState(Qt.WindowState.WindowNoState)
    made.resize(1366, 696)
    made.show()
    made.go("members")
    assert tasks.wait_idle()
    made.sidebar.focus_row().setFocus()
    yield made
    assert tasks.wait_idle()


def notes(window: Window) -> object:
    office = window.room.office
    return on_worker(window.room.tasks, office.get, "members", 1)["notes"]


def change(window: Window, text: str) -> Any:
    room = window.room
    changes = on_worker(room.tasks, room.office.edit, "members", 1, {"notes": text})
    window.changed(changes)
    assert room.tasks.wait_idle()
    return changes


def by_keys(window: Window, qtbot: Any, *, again: bool) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    qtbot.keyClick(window, Qt.Key.Key_Y if again else Qt.Key.Key_Z, CONTROL)


def by_menu(window: Window, _qtbot: Any, *, again: bool) -> None:
    menu = window.page.undo_button.menu_shown
    menu.popup(QPoint(0, 0))
    assert window.room.tasks.wait_idle()
    (menu.redo_line if again else menu.undo_line).trigger()
    menu.close()


def by_note(window: Window, _qtbot: Any, *, again: bool) -> None:
    (window._toast._redo if again else window._toast._undo).click()


@pytest.mark.parametrize("way", [by_keys, by_menu, by_note])
def test_three_ways_do_the_same(window: Window, qtbot: Any, way: Any) -> None:
    change(window, "甲")
    for wanted, again in ((None, False), ("甲", True), (None, False)):
        way(window, qtbot, again=again)
        assert window.room.tasks.wait_idle()
        assert notes(window) == wanted
    assert window._toast.text == "已撤销“修改委员 沈佳禾”"


def test_the_note_takes_back_what_it_names_though_more_was_done_since(window: Window) -> None:
    room = window.room
    change(window, "甲")
    on_worker(room.tasks, room.office.edit, "members", 2, {"notes": "乙"})
    window._toast._undo.click()
    assert room.tasks.wait_idle()
    assert notes(window) is None
    assert on_worker(room.tasks, room.office.get, "members", 2)["notes"] == "乙"


def test_what_cannot_be_taken_back_is_said(window: Window, asked: Asked) -> None:
    first = change(window, "甲")
    change(window, "乙")
    undoing.undo(window.room, first.action)
    assert window.room.tasks.wait_idle()
    assert asked.told == ["“修改委员 沈佳禾”之后又改过同一条记录，请先撤销“修改委员 沈佳禾”"]
    assert notes(window) == "乙"


def test_what_is_being_typed_is_laid_down_first(window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window.page, "leave", lambda: False)
    change(window, "甲")
    by_keys(window, qtbot, again=False)
    assert window.room.tasks.wait_idle()
    assert notes(window) == "甲"  # the user stays at what was begun


def test_the_menu_names_what_it_would_do(window: Window) -> None:
    menu = window.page.undo_button.menu_shown
    change(window, "甲")
    menu.popup(QPoint(0, 0))
    assert not menu.undo_line.isEnabled()  # until it is known
    assert window.room.tasks.wait_idle()
    assert menu.undo_line.text() == "撤销“修改委员 沈佳禾”\tCtrl+Z" and menu.undo_line.isEnabled()
    assert menu.redo_line.text() == "重做\tCtrl+Y" and not menu.redo_line.isEnabled()
    menu.undo_line.trigger()
    menu.close()
    assert window.room.tasks.wait_idle()
    menu.popup(QPoint(0, 0))
    assert window.room.tasks.wait_idle()
    assert menu.redo_line.text() == "重做“修改委员 沈佳禾”\tCtrl+Y"
    menu.close()
    assert undoing.quoted("甲" * 90) == f"“{'甲' * 25}…”"


def test_the_lists_menu_opens_by_key_at_the_row(window: Window) -> None:
    page = window.page
    page.view.setFocus()
    page.view.put(page.model.index(2, 0))
    far = page.view.viewport().rect().bottomRight()
    QApplication.sendEvent(
        page.view.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, far, page.view.viewport().mapToGlobal(far)),
    )
    assert window.room.tasks.wait_idle()
    menu = page.list_menu
    assert menu.isVisible() and menu.history_line.isEnabled()
    words = [line.text().partition("\t")[0] for line in menu.actions() if line.text()]
    assert words[:5] == ["修改", "复制", "粘贴", "向下填充", "删除"]
    assert words[-3:] == ["这里改过什么", "回收站", "操作记录"]
    row = page.view.visualRect(page.model.index(2, 0))
    assert menu.pos().y() <= page.view.viewport().mapToGlobal(row.bottomLeft()).y() + 1
    menu.close()


def test_settings_are_taken_back_and_the_name_follows(window: Window) -> None:
    from dataclasses import replace

    room, told = window.room, []
    object.__setattr__(room, "renamed", lambda: told.append("renamed"))
    office = room.office
    window.changed(on_worker(room.tasks, lambda: office.change_settings(replace(office.settings, town="大河镇"))))
    assert window._toast.text == "已修改设置 乡镇"
    window._toast._undo.click()
    assert room.tasks.wait_idle()
    assert on_worker(room.tasks, lambda: office.settings.town) == "云溪镇" and told == ["renamed", "renamed"]


# -- the ledger -------------------------------------------------------------------------------------


def test_an_entry_is_voided_instead(window: Window, asked: Asked, qtbot: Any) -> None:
    room = window.room
    number = on_worker(room.tasks, lambda: gift(room.office))
    on_worker(room.tasks, room.office.enter, "donations", [number])

    def void(dialog: Any) -> bool:
        assert isinstance(dialog, ReversalDialog)
        dialog.reason.setText("写错")
        dialog.go_ahead()
        qtbot.waitUntil(lambda: dialog.result_value is not None)
        return True

    asked.answers.append(void)
    by_keys(window, qtbot, again=False)
    assert room.tasks.wait_idle()
    assert on_worker(room.tasks, room.office.row, "donations", number).mark == "void"
    assert window._toast.text.startswith("已作废冲销第 2026-") and not window._toast._undo.isVisible()


def test_entries_that_came_together_are_voided_together(window: Window, asked: Asked, qtbot: Any) -> None:
    room = window.room

    def enter(office: Office) -> list[int]:
        numbers = [gift(office, f"{n}00") for n in range(1, 7)]
        office.enter("donations", numbers)
        return numbers

    numbers = on_worker(room.tasks, enter, room.office)

    def void(dialog: Any) -> bool:
        assert isinstance(dialog, ReverseManyDialog) and dialog.ahead.text() == "作废冲销 6 笔"
        dialog.go_ahead()
        qtbot.waitUntil(dialog.ahead.isEnabled)
        assert dialog.result_value is None  # it asks for a reason
        dialog.reason.setText("导入了别处的表")
        dialog.go_ahead()
        qtbot.waitUntil(lambda: dialog.result_value is not None)
        return True

    asked.answers.append(void)
    undoing.undo(room)
    assert room.tasks.wait_idle()
    marks = {row.mark for row in on_worker(room.tasks, room.office.rows, "donations", numbers)}
    assert marks == {"void"}


def test_nothing_is_voided_without_a_yes(window: Window, asked: Asked) -> None:
    room = window.room
    number = on_worker(room.tasks, lambda: gift(room.office))
    on_worker(room.tasks, room.office.enter, "donations", [number])
    undoing.undo(room)
    assert room.tasks.wait_idle()
    assert len(asked.dialogs) == 1 and on_worker(room.tasks, room.office.row, "donations", number).mark == ""


def test_an_entry_of_an_earlier_year_is_pointed_to_its_correction(window: Window, asked: Asked) -> None:
    room = window.room
    several = [on_worker(room.tasks, lambda: gift(room.office, date="2025-03-01")) for _ in range(2)]
    on_worker(room.tasks, room.office.enter, "donations", several)
    undoing.undo(room)
    assert room.tasks.wait_idle()
    assert not asked.dialogs and "以前年度的不能作废，请在“捐赠台账”里逐笔更正" in asked.told[0]
    one = on_worker(room.tasks, lambda: gift(room.office, date="2025-03-02"))
    on_worker(room.tasks, room.office.enter, "donations", [one])
    undoing.undo(room)
    assert room.tasks.wait_idle()
    assert [dialog.windowTitle() for dialog in asked.dialogs] == ["更正第 2025-003 号"]


# -- what changed here ------------------------------------------------------------------------------


def shown(dialog: RecordHistoryDialog) -> list[str]:
    model = dialog.view.changes
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_what_changed_here_by_key(window: Window, asked: Asked, qtbot: Any) -> None:
    change(window, "甲\n乙")
    window.page.view.select_record(1)
    assert window.room.tasks.wait_idle()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    qtbot.keyClick(window, Qt.Key.Key_H, CONTROL)
    assert window.room.tasks.wait_idle()
    dialog = asked.dialogs[-1]
    qtbot.addWidget(dialog)
    assert dialog.heading.text() == "委员“沈佳禾”改过什么" and dialog.note.text() == "共 2 次，最近的在前"
    assert shown(dialog)[1] == "备注：甲\n乙" and "姓名：沈佳禾" in shown(dialog)
    dialog.show()
    dialog.view.setFocus()
    dialog.view.setCurrentIndex(dialog.view.changes.index(1, 0))
    qtbot.keyClick(dialog.view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "备注：甲\n乙"
    assert "甲" in dialog.view.changes.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    dialog._to_actions()
    assert window.page_key == "history" and window.room.tasks.wait_idle()
    assert window.page.view.actions_shown.rowCount() == 2


@pytest.mark.parametrize(
    ("page", "target", "about"),
    [
        ("members", {}, "members"), ("member", {"id": 1}, "members"), ("signin", {"id": 1}, "signins"),
        ("signin", {}, "activities"), ("board", {"id": 1}, "assignments"), ("donations", {}, "donations"),
        ("report", {}, "reports"), ("settings", {}, "options"), ("history", {}, "suggestions"),
    ],
)  # fmt: skip
def test_every_room_says_which_record_is_meant(window: Window, page: str, target: dict[str, int], about: str) -> None:
    if page == "report":
        on_worker(window.room.tasks, window.room.office.reports.draft, Period.parse("2026Q3"))
    window.go(page, **target)
    assert window.room.tasks.wait_idle()
    found = window.page.record_shown()
    assert found is not None and found[0] == about
    window.show()
    undoing.show_history(window.room, *found)
    assert window.room.tasks.wait_idle()


def test_long_texts_are_cut_on_the_screen_only(window: Window, asked: Asked, qtbot: Any) -> None:
    change(window, "一段很长的备注" * 200)
    change(window, "另一段" * 300)
    undoing.show_history(window.room, "members", 1)
    assert window.room.tasks.wait_idle()
    dialog = asked.dialogs[-1]
    qtbot.addWidget(dialog)
    dialog.show()
    row = dialog.view.changes.index(1, 0)
    assert dialog.view.visualRect(row).height() < 160
    assert len(str(row.data())) > 2_000
    dialog.view.resize(300, 300)  # narrow: below each other
    dialog.grab()


def test_the_model_of_changes_holds_water(window: Window, qtmodeltester: Any) -> None:
    office = window.room.office
    model = ChangesModel()
    changes = on_worker(window.room.tasks, office.history, "members", 1)
    model.show_changes(changes, 3, today="2026-09-18", by_action=True)
    model.add_changes(changes)
    qtmodeltester.check(model)

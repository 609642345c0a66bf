"""The window: going about, keys, changes, size; pages are made on the first visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from liaison.changes import Changes
from tests.ui.conftest import Asked
from ui.pages.base import Page, PageSpec, Room
from ui.settings import Settings
from ui.tasks import Tasks
from ui.widgets.search import SearchField
from ui.window import Window

MADE: list[str] = []
_BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Probe(Page):
    """A page that records what the window does with it."""

    def __init__(self, room: Room, key: str) -> None:
        super().__init__(room, key)
        self.key, self.calls, self.may_leave = key, [], True
        self.search = SearchField("找")
        self.text = QLineEdit()
        self.frame.filters.addWidget(self.search)
        self.frame.content.addWidget(self.text)
        MADE.append(key)

    def open(self, target: dict[str, Any]) -> None:
        self.calls.append(("open", target))

    def refresh(self, changes: Changes) -> None:
        self.calls.append(("refresh", changes.title))

    def leave(self) -> bool:
        self.calls.append(("leave", None))
        return self.may_leave

    def new(self) -> None:
        self.calls.append(("new", None))

    def find(self) -> None:
        self.search.setFocus()

    def print(self) -> None:
        self.calls.append(("print", None))

    def save(self) -> None:
        self.calls.append(("save", None))

    def areas(self) -> list[QWidget]:
        return [self.search, self.text]


def spec(key: str, group: str, title: str, icon: str = "") -> PageSpec:
    return PageSpec(key, group, title, lambda room: Probe(room, key), icon)


SPECS = [
    spec("home", "首页", "首页"),
    spec("signins", "台账", "签到簿"),
    spec("donations", "台账", "捐赠台账"),
    spec("honors", "台账", "荣誉登记簿"),
    spec("board", "为民", "专班任务"),
    spec("settings", "", "设置", "settings"),
]


def a_window(tasks: Tasks, settings: Settings, room: Room) -> Window:
    window = Window(tasks, settings, SPECS)
    window.set_room(room, town="云溪镇", name="政协云溪镇联络处", sample=True)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 696)
    window.go("home")
    window.show()
    return window


@pytest.fixture
def window(tasks: Tasks, settings: Settings, room: Room, qtbot: Any) -> Iterator[Window]:
    MADE.clear()
    window = a_window(tasks, settings, room)
    qtbot.addWidget(window)
    qtbot.waitActive(window)
    yield window


def rows(window: Window) -> list[str]:
    """The words the sidebar shows, top to bottom."""
    from ui.widgets.sidebar import NavRow

    shown = [r for r in window.sidebar.findChildren(NavRow) if r.isVisible()]
    return [r.text() for r in sorted(shown, key=lambda r: r.mapTo(window, r.rect().topLeft()).y())]


def click(window: Window, qtbot: Any, word: str) -> None:
    from ui.widgets.sidebar import NavRow

    row = next(r for r in window.sidebar.findChildren(NavRow) if r.isVisible() and r.text() == word)
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)


def test_the_sample_office_says_so(window: Window) -> None:
    assert window.windowTitle() == "联络簿 — 政协云溪镇联络处（示例数据）"
    assert window.sidebar._sample.isVisible()
    assert window.sidebar._town.text() == "云溪镇"
    assert window.sidebar._office.text() == "政协联络处"


def test_only_pages_that_exist_are_listed_and_one_group_is_open(window: Window, qtbot: Any) -> None:
    assert rows(window) == ["首页", "台账", "为民", "设置"]
    click(window, qtbot, "台账")
    assert rows(window) == ["首页", "台账", "签到簿", "捐赠台账", "荣誉登记簿", "为民", "设置"]
    click(window, qtbot, "为民")
    assert rows(window) == ["首页", "台账", "为民", "专班任务", "设置"]


def test_pages_are_made_on_the_first_visit(window: Window, qtbot: Any) -> None:
    assert MADE == ["home"]
    click(window, qtbot, "台账")
    click(window, qtbot, "捐赠台账")
    click(window, qtbot, "首页")
    click(window, qtbot, "台账")
    assert MADE == ["home", "signins", "donations"]
    assert window.page_key == "donations", "a click on a group opens its last used page"


def test_a_page_gets_its_target(window: Window) -> None:
    window.go("donations", record=7)
    assert window.page.calls == [("open", {"record": 7})]
    with pytest.raises(KeyError):
        window.go("nowhere")


def test_a_page_that_must_not_be_left_keeps_the_user(window: Window, qtbot: Any) -> None:
    window.go("donations")
    page = window.page
    page.may_leave = False
    click(window, qtbot, "首页")
    assert window.page is page
    closing = QCloseEvent()
    window.closeEvent(closing)
    assert not closing.isAccepted()
    page.may_leave = True
    window.closeEvent(closing)


def test_keys_reach_the_page(window: Window, qtbot: Any) -> None:
    for key in (Qt.Key.Key_N, Qt.Key.Key_P, Qt.Key.Key_S):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert [name for name, _ in window.page.calls] == ["open", "new", "print", "save"]


def test_find_twice_looks_through_the_whole_office(window: Window, qtbot: Any) -> None:
    window.go("donations")
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = window.page.search
    assert field.hasFocus()
    qtbot.keyClicks(field, "wang")
    qtbot.keyClick(field, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.page_key == "home"
    assert window.page.calls[-1] == ("open", {"search": "wang"})


def test_previous_and_next_page_of_the_group(window: Window, qtbot: Any) -> None:
    window.go("honors")
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window.page_key == "signins"
    qtbot.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.page_key == "honors"


def test_f6_goes_round_the_areas(window: Window, qtbot: Any) -> None:
    window.page.search.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(window.focusWidget())
    page = window.page
    assert seen == [page.text, window.sidebar.focus_row(), page.search, page.text]


def test_the_keyboard_goes_to_the_new_page(window: Window, qtbot: Any) -> None:
    click(window, qtbot, "台账")
    assert window.focusWidget() is window.page.search


def test_esc_goes_back(window: Window, qtbot: Any) -> None:
    window.go("donations")
    window.go("board")
    qtbot.keyClick(window.page.text, Qt.Key.Key_Escape)
    assert window.page_key == "donations"
    qtbot.keyClick(window.page.text, Qt.Key.Key_Escape)
    qtbot.keyClick(window.page.text, Qt.Key.Key_Escape)
    assert window.page_key == "home"


def test_go_to_by_initials(window: Window, qtbot: Any, tasks: Tasks) -> None:
    qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert tasks.wait_idle()
    palette = QApplication.activePopupWidget()
    qtbot.keyClicks(palette.field, "rydj")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.page_key == "honors"


def test_a_change_reaches_every_open_page(window: Window) -> None:
    window.go("donations")
    window.can_undo = True
    window.changed(Changes(0, "nothing"))
    assert not window._toast.isVisible()
    window.changed(Changes(5, "新增捐赠 2026-024", {"donations": frozenset({1})}))
    for page in window._made.values():
        assert page.calls[-1] == ("refresh", "新增捐赠 2026-024")
    assert window._toast.text == "已新增捐赠 2026-024"
    assert window.sidebar._saved.text().startswith("已保存 ")


def test_undo_is_wanted_by_key_and_by_toast(window: Window, qtbot: Any) -> None:
    window.can_undo = True
    with qtbot.waitSignal(window.undo_wanted):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.toast("已作废 2026-024 号")
    with qtbot.waitSignal(window.undo_wanted):
        window._toast._undo.click()


def test_the_toast_takes_back_just_what_it_names_and_offers_to_do_it_again(window: Window, qtbot: Any) -> None:
    window.can_undo = True
    window.changed(Changes(5, "新增捐赠 云溪商会", {"donations": frozenset({1})}))
    assert not window._toast._redo.isVisible()
    with qtbot.waitSignal(window.undo_wanted) as asked:
        window._toast._undo.click()
    assert asked.args == [5]
    window.changed(Changes(6, "撤销“新增捐赠 云溪商会”", {"donations": frozenset({1})}, undoable=False, undone=5))
    assert window._toast.text == "已撤销“新增捐赠 云溪商会”" and not window._toast._undo.isVisible()
    with qtbot.waitSignal(window.redo_wanted) as asked:
        window._toast._redo.click()
    assert asked.args == [5]


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.ControlModifier, _BOTH])
def test_redo_is_wanted_by_keys(window: Window, qtbot: Any, held: Qt.KeyboardModifier) -> None:
    window.sidebar.focus_row().setFocus()
    with qtbot.waitSignal(window.redo_wanted) as asked:
        qtbot.keyClick(window, Qt.Key.Key_Z if held == _BOTH else Qt.Key.Key_Y, held)
    assert asked.args == [0]


def test_redo_in_a_text_field_is_the_fields_own(window: Window, qtbot: Any) -> None:
    asked: list[int] = []
    window.redo_wanted.connect(asked.append)
    qtbot.keyClicks(window.page.text, "abc")
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Y):
        qtbot.keyClick(window.page.text, key, Qt.KeyboardModifier.ControlModifier)
    assert window.page.text.text() == "abc" and asked == []


def test_undo_in_a_text_field_is_the_fields_own(window: Window, qtbot: Any) -> None:
    asked: list[int] = []
    window.undo_wanted.connect(lambda: asked.append(1))
    qtbot.keyClicks(window.page.text, "abc")
    qtbot.keyClick(window.page.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.page.text.text() == ""
    assert asked == []


def test_a_small_window_folds_the_sidebar(window: Window) -> None:
    wide = window.sidebar.width()
    window.resize(1000, 600)
    assert window.sidebar.width() < wide / 1.8
    window.resize(1366, 696)
    assert window.sidebar.width() == wide


def test_help_shows_the_keys(window: Window, asked: Asked, qtbot: Any) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert [type(d).__name__ for d in asked.dialogs] == ["KeysDialog"]


def test_geometry_and_pages_are_remembered(
    tasks: Tasks, settings: Settings, room: Room, qtbot: Any
) -> None:
    first = a_window(tasks, settings, room)
    qtbot.addWidget(first)
    first.resize(1200, 640)
    first.go("honors")
    first.go("home")
    first.close()
    again = Window(tasks, settings, SPECS)
    qtbot.addWidget(again)
    again.set_room(room, town="云溪镇", name="政协云溪镇联络处", sample=False)
    assert again.windowTitle() == "联络簿 — 政协云溪镇联络处"
    again.go("home")
    again._open_group("台账")
    assert again.page_key == "honors"
    assert settings.geometry


def test_hidden_pages_are_not_listed_but_can_be_opened(
    tasks: Tasks, settings: Settings, room: Room, qtbot: Any
) -> None:
    settings.hidden_pages = ["signins"]
    window = a_window(tasks, settings, room)
    qtbot.addWidget(window)
    click(window, qtbot, "台账")
    assert rows(window) == ["首页", "台账", "捐赠台账", "荣誉登记簿", "为民", "设置"]
    window.go("signins", record=3)
    assert window.page_key == "signins"


def test_nothing_in_the_window_is_without_a_name(window: Window) -> None:
    from PySide6.QtGui import QAccessible

    window.go("donations")
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget is not window.page.text:
            face = QAccessible.queryAccessibleInterface(widget)
            assert face.text(QAccessible.Text.Name), widget

"""活动与签到 by keys and mouse: what is shown, what is written, what an error takes back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from liaison.changes import Changes
from liaison.errors import UserError
from liaison.office import Office
from tests.ui import signins
from tests.ui.offices import on_worker, write
from ui.pages.base import Room
from ui.pages.signin import SigninPage
from ui.pages.signin.activity import ActivityDialog
from ui.pages.signin.table import CHOICES, STATUS, WORDS
from ui.tasks import Tasks
from ui.widgets.segmented import segment_rect

Fill = Callable[[Office], object]


@pytest.fixture
def fill() -> Fill | None:
    return signins.add_recorded_meeting


@pytest.fixture
def page(qtbot: QtBot, room: Room, visits: Any) -> SigninPage:
    made = SigninPage(room)
    qtbot.addWidget(made)
    made.resize(1180, 696)
    made.show()
    made.activateWindow()

    def announce(changes: Changes) -> None:
        visits.changes.append(changes)
        made.refresh(changes)

    object.__setattr__(room, "changed", announce)
    return made


@pytest.fixture
def sheet(page: SigninPage, tasks: Tasks) -> SigninPage:
    page.open({"id": 1})
    assert tasks.wait_idle()
    return page


def roster(page: SigninPage) -> Any:
    office = page.room.office
    return on_worker(page.room.tasks, lambda: office.signin.roster(1))


def statuses(page: SigninPage) -> list[str]:
    return [entry.status for entry in roster(page).entries]


def counters(page: SigninPage) -> list[str]:
    card = page.sheet.counters
    return [c.accessibleName() for c in (card.required, card.present, card.leave, card.absent)]


def choice_point(page: SigninPage, row: int, place: int) -> QPoint:
    table = page.sheet.table
    cell = QRectF(table.visualRect(table.roster.index(row, STATUS)))
    return segment_rect(table.choices_rect(cell), len(CHOICES), place).center().toPoint()


# -- reading ------------------------------------------------------------------------------------------


def test_the_sheet_shows_what_the_picture_shows(sheet: SigninPage) -> None:
    assert sheet.frame.title.text() == "集中学习（7—8月）"
    assert sheet.frame.subtitle.text() == "8月21日 9:00—11:30　委员之家　必须参加　承办：何秀英"
    assert counters(sheet) == ["应到 11 在册委员", "实到 8 迟到 1", "请假 2 公假 1，病假 1", "缺席 1 吴志远"]
    assert sheet.sheet.counters.rate.text() == "出席率 8/10　公假 1 不算缺席"
    model = sheet.sheet.table.roster
    assert [model.index(2, column).data() for column in range(5)] == ["3", "王芳", "溪畔茶叶合作社 理事长", "出席", ""]
    assert model.index(3, WORDS).data() == "9:20 到，车坏在路上"
    assert model.index(5, STATUS).data(Qt.ItemDataRole.AccessibleTextRole) == "到场情况：公假"


def test_the_table_obeys_the_rules_of_models(sheet: SigninPage, qtmodeltester: Any) -> None:
    qtmodeltester.check(sheet.sheet.table.roster)
    model = sheet.sheet.table.roster
    assert model.rowCount(model.index(0, 0)) == 0


def test_everything_fits_a_small_screen(sheet: SigninPage) -> None:
    assert sheet.minimumSizeHint().height() <= 557 - 0
    assert sheet.minimumSizeHint().width() <= 1001
    table = sheet.sheet.table
    assert table.visualRect(table.roster.index(10, STATUS)).bottom() <= table.viewport().height()
    side = sheet.sheet.side
    assert side.photos.geometry().bottom() <= side.height()
    assert side.keys.isVisible()


@pytest.mark.parametrize("fill", [signins.add_crowd])
def test_long_names_on_the_smallest_screen_leave_every_choice_in_sight(sheet: SigninPage, qtbot: QtBot) -> None:
    sheet.resize(1001, 557)  # 1366×768 at 125 %, without title bar, taskbar and sidebar
    table = sheet.sheet.table
    qtbot.waitUntil(lambda: sheet.sheet.side.folded and table.horizontalScrollBar().maximum() == 0)
    for row in (4, 13):  # the longest names
        name = table.visualRect(table.roster.index(row, 1))
        assert name.width() >= table.fontMetrics().horizontalAdvance(table.roster.entry(row).name)
        assert table.visualRect(table.roster.index(row, STATUS)).right() <= table.viewport().width()


def test_f8_folds_the_column_into_buttons(sheet: SigninPage) -> None:
    sheet.fold()
    assert not sheet.sheet.side.guests.isVisible()
    assert sheet.sheet.side._to_guests.text() == "来宾 3"
    assert sheet.sheet.side._to_five.text() == "五有 4/5"
    sheet.fold()
    assert sheet.sheet.side.guests.isVisible()


# -- keys and mouse -----------------------------------------------------------------------------------


def test_a_digit_changes_the_row_and_the_counters_at_once(
    sheet: SigninPage, qtbot: QtBot, tasks: Tasks, visits: Any
) -> None:
    table = sheet.sheet.table
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_7)
    assert counters(sheet)[1:] == ["实到 7 迟到 1", "请假 2 公假 1，病假 1", "缺席 2 王芳、吴志远"]
    assert tasks.wait_idle()
    assert statuses(sheet)[1] == "缺席"
    assert [c.title for c in visits.changes] == ["记下王芳（镇卫生院）：缺席"]


@pytest.mark.parametrize("place", range(7))
def test_each_choice_by_key_and_by_mouse(sheet: SigninPage, qtbot: QtBot, tasks: Tasks, place: int) -> None:
    table = sheet.sheet.table
    table.setCurrentIndex(table.roster.index(4, STATUS))
    qtbot.keyClick(table, Qt.Key(Qt.Key.Key_1 + place))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=choice_point(sheet, 7, place))
    assert tasks.wait_idle()
    wanted = CHOICES[place].key
    assert (statuses(sheet)[4], statuses(sheet)[7]) == (wanted, wanted)
    assert table.currentIndex().row() == 7


def test_all_without_a_mouse(sheet: SigninPage, qtbot: QtBot, tasks: Tasks) -> None:
    table = sheet.sheet.table
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_2)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    write(editor, "9:15 到，送孩子")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert tasks.wait_idle()
    entry = roster(sheet).entries[1]
    assert (entry.status, entry.time, entry.reason) == ("迟到", "9:15", "送孩子")
    assert table.currentIndex().row() == 2
    assert table.hasFocus()


def test_escape_leaves_the_reason_as_it_was(sheet: SigninPage, qtbot: QtBot, tasks: Tasks, visits: Any) -> None:
    table = sheet.sheet.table
    table.setCurrentIndex(table.roster.index(5, STATUS))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    write(editor, "别的")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert tasks.wait_idle()
    assert roster(sheet).entries[5].reason == "县里开会"
    assert visits.changes == []


def test_what_is_being_typed_is_kept_on_leaving(sheet: SigninPage, tasks: Tasks) -> None:
    table = sheet.sheet.table
    table.setCurrentIndex(table.roster.index(9, STATUS))
    table.edit_words()
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    write(editor, "电话没打通")
    assert sheet.leave()
    assert tasks.wait_idle()
    assert roster(sheet).entries[9].reason == "电话没打通"


def test_choosing_what_is_chosen_writes_nothing(sheet: SigninPage, qtbot: QtBot, tasks: Tasks, visits: Any) -> None:
    qtbot.keyClick(sheet.sheet.table, Qt.Key.Key_1)
    assert tasks.wait_idle()
    assert visits.changes == []


def test_many_choices_in_a_row_all_arrive(sheet: SigninPage, qtbot: QtBot, tasks: Tasks) -> None:
    table = sheet.sheet.table
    for row in range(11):
        table.setCurrentIndex(table.roster.index(row, STATUS))
        qtbot.keyClick(table, Qt.Key(Qt.Key.Key_1 + row % 7))
    shown = [entry.status for entry in table.roster.entries]
    assert tasks.wait_idle()
    wanted = [CHOICES[row % 7].key for row in range(11)]
    assert shown == wanted
    assert statuses(sheet) == wanted
    assert [entry.status for entry in table.roster.entries] == wanted


def test_an_error_takes_the_choice_back_and_says_why(
    sheet: SigninPage, qtbot: QtBot, tasks: Tasks, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError("文件夹现在写不进去，请看看磁盘是否满了")

    monkeypatch.setattr("liaison.books.roster.SignIn.set_status", refuse)
    qtbot.keyClick(sheet.sheet.table, Qt.Key.Key_7)
    assert sheet.sheet.table.roster.entry(0).status == "缺席"
    assert tasks.wait_idle()
    assert asked.told == ["文件夹现在写不进去，请看看磁盘是否满了"]
    assert sheet.sheet.table.roster.entry(0).status == "出席"
    assert counters(sheet)[1] == "实到 8 迟到 1"


def test_a_counter_shows_exactly_the_counted_persons(sheet: SigninPage, qtbot: QtBot) -> None:
    room = sheet.sheet

    def shown() -> list[str]:
        return [e.name for row, e in enumerate(room.table.roster.entries) if not room.table.isRowHidden(row)]

    qtbot.mouseClick(room.counters.leave, Qt.MouseButton.LeftButton)
    assert shown() == ["赵立新", "马桂兰"]
    assert room.table.currentIndex().row() == 5
    qtbot.keyClick(room.table, Qt.Key.Key_Down)
    assert room.table.currentIndex().row() == 8
    qtbot.keyClick(room.counters.absent, Qt.Key.Key_Return)
    assert shown() == ["吴志远"]
    assert not room.counters.leave.isChecked()
    qtbot.mouseClick(room.counters.absent, Qt.MouseButton.LeftButton)
    assert len(shown()) == 11


# -- nothing recorded yet -----------------------------------------------------------------------------


@pytest.mark.parametrize("fill", [signins.add_empty_meeting])
def test_unrecorded_says_so_and_one_button_records_all(sheet: SigninPage, qtbot: QtBot, tasks: Tasks) -> None:
    room = sheet.sheet
    assert "还没有记下来" in room.counters.rate.text()
    assert room.record_button.isVisible()
    assert room.record_button.kind == "primary"
    assert room.kiosk_button.kind == "secondary"
    assert [e.word for e in room._entries()][:2] == ["签到表（空白）", "会议通知"]
    assert room.table.roster.index(0, STATUS).data() == "未记"
    qtbot.mouseClick(room.record_button, Qt.MouseButton.LeftButton)
    assert not room.record_button.isVisible()
    assert tasks.wait_idle()
    assert statuses(sheet) == ["出席"] * 11
    assert room.kiosk_button.kind == "primary"


@pytest.mark.parametrize("fill", [signins.add_empty_meeting])
@pytest.mark.parametrize("key", ["1", "6"])
def test_the_first_choice_records_everybody(sheet: SigninPage, qtbot: QtBot, tasks: Tasks, key: str) -> None:
    qtbot.keyClick(sheet.sheet.table, key)
    assert counters(sheet)[0] == "应到 11 在册委员"
    assert sheet.sheet.table.roster.recorded
    assert tasks.wait_idle()
    assert statuses(sheet) == [CHOICES[int(key) - 1].key] + ["出席"] * 10


@pytest.mark.parametrize("fill", [signins.add_half_signed_meeting])
def test_after_the_kiosk_the_missing_ones_can_be_recorded(sheet: SigninPage, qtbot: QtBot, tasks: Tasks) -> None:
    room = sheet.sheet
    assert room.counters.missing.accessibleName() == "未记 3"
    assert room.table.roster.choice(3) == -1
    qtbot.mouseClick(room.table.everybody, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert statuses(sheet)[3] == "出席"
    assert not room.table.everybody.isEnabled()
    assert not room.counters.missing.isVisible()


def _only_member_leaves(office: Office) -> None:
    office.add("members", {"name": "陈喆", "work_unit": "镇司法所", "joined": "2022-01-01", "left_on": "2026-01-01"})
    office.add("activities", {"kind": "会议", "title": "例会", "start": "2026-09-01"})


@pytest.mark.parametrize("fill", [_only_member_leaves])
def test_nobody_was_a_member_that_day(sheet: SigninPage) -> None:
    assert sheet.sheet.nobody.isVisible()
    assert not sheet.sheet.record_button.isVisible()


# -- guests, study items, photos ----------------------------------------------------------------------


def test_a_guest_is_added_by_keys_and_removed(sheet: SigninPage, qtbot: QtBot, tasks: Tasks) -> None:
    guests = sheet.sheet.side.guests
    guests.add.setFocus()
    qtbot.keyClick(guests.add, Qt.Key.Key_Space)
    write(guests.name, "李敏")
    qtbot.keyClick(guests.name, Qt.Key.Key_Return)
    write(guests.unit, "县政协")
    qtbot.keyClick(guests.unit, Qt.Key.Key_Return)
    assert tasks.wait_idle()
    assert [(g.name, g.unit) for g in roster(sheet).guests][3:] == [("李敏", "县政协")]
    assert guests.count.text() == "4 人"
    guests.removed.emit(roster(sheet).guests[0].signin)
    assert tasks.wait_idle()
    assert guests.count.text() == "3 人"


def test_a_refused_guest_stands_in_the_fields_again(
    sheet: SigninPage, qtbot: QtBot, tasks: Tasks, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("写不进去")

    monkeypatch.setattr("liaison.books.roster.SignIn.add_guest", refuse)
    guests = sheet.sheet.side.guests
    guests.begin()
    write(guests.name, "李敏")
    guests.unit.setFocus()
    qtbot.keyClick(guests.unit, Qt.Key.Key_Return)
    assert tasks.wait_idle()
    assert asked.told == ["写不进去"]
    assert guests.name.text() == "李敏"


def test_the_five_items(sheet: SigninPage, qtbot: QtBot, tasks: Tasks, asked: Any) -> None:
    five = sheet.sheet.side.five
    assert (five.there, five.chip.word) == (4, "缺 1 项")
    qtbot.mouseClick(five.items["study_plan"], Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert five.there == 3
    asked.answers.append("8")
    qtbot.mouseClick(five.items["study_reflections"], Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert five.items["study_reflections"].done
    asked.answers.append("")
    qtbot.mouseClick(five.items["study_tutor"], Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert not five.items["study_tutor"].done


def test_photos_are_kept_opened_and_taken_off(
    sheet: SigninPage, qtbot: QtBot, tasks: Tasks, asked: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "签到表.jpg"
    photo.write_bytes(b"\xff\xd8picture")
    photos = sheet.sheet.side.photos
    asked.answers.append([photo])
    qtbot.mouseClick(photos.add_button, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert photos.show_button.text() == "签到表照片 1 张"
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    menu = photos.menu()
    photos.chosen(menu.actions()[0])
    assert tasks.wait_idle()
    assert Path(opened[0]).read_bytes() == photo.read_bytes()
    assert Path(opened[0]).name == "签到表.jpg"
    photos.chosen(menu.actions()[-1])
    assert tasks.wait_idle()
    assert photos.files == []


def test_the_blank_sheet_is_one_press_away(sheet: SigninPage, qtbot: QtBot, tasks: Tasks, asked: Any) -> None:
    button = sheet.sheet.blank_button
    assert button.text() == "打印空白签到表"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    (printing,) = asked.dialogs
    qtbot.addWidget(printing)
    assert printing.job.key == "signin-sheet" and printing.pages.count == 1


def test_ctrl_p_lists_what_can_be_printed(sheet: SigninPage, qtbot: QtBot, tasks: Tasks, asked: Any) -> None:
    sheet.print()
    menu = sheet.sheet.print_button.menu_shown
    assert [a.text() for a in menu.actions()][:3] == ["签到表（已签）", "会议纪要", "活动简报"]
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert tasks.wait_idle()
    (printing,) = asked.dialogs
    qtbot.addWidget(printing)
    assert printing.job.key == "signin-sheet-filled" and printing.job.request.records == (1,)


# -- the list -----------------------------------------------------------------------------------------


def _several(office: Office) -> None:
    signins.add_recorded_meeting(office)
    office.add("activities", {"kind": "会议", "title": "第三季度例会", "start": "2026-09-28 9:00", "place": "镇政府"})
    office.add("activities", {"kind": "座谈", "title": "返乡创业座谈", "start": "2025-12-30", "host": 2})


@pytest.fixture
def listed(page: SigninPage, tasks: Tasks) -> SigninPage:
    page.open({})
    assert tasks.wait_idle()
    return page


@pytest.mark.parametrize("fill", [_several])
def test_the_list_says_what_is_coming_unrecorded_and_done(listed: SigninPage, qtmodeltester: Any) -> None:
    model = listed.list.table.activities
    rows = [(model.index(r, 0).data(), model.index(r, 1).data(), model.index(r, 6).data()) for r in range(3)]
    assert rows == [
        ("9月28日 9:00", "第三季度例会", "还没开"),
        ("8月21日 9:00", "集中学习（7—8月）", "8/11"),
        ("2025年12月30日", "返乡创业座谈", "未记"),
    ]
    qtmodeltester.check(model)


@pytest.mark.parametrize("fill", [_several])
def test_return_opens_the_sign_in_and_escape_comes_back(listed: SigninPage, qtbot: QtBot, tasks: Tasks) -> None:
    table = listed.list.table
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert tasks.wait_idle()
    assert listed.frame.title.text() == "集中学习（7—8月）"
    qtbot.keyClick(listed.sheet.table, Qt.Key.Key_Escape)
    assert tasks.wait_idle()
    assert table.isVisible()
    assert table.number() == 1


@pytest.mark.parametrize("fill", [_several])
def test_filters_search_and_the_way_back(listed: SigninPage, tasks: Tasks) -> None:
    room = listed.list
    listed.open({"filter": "unrecorded"})
    assert tasks.wait_idle()
    assert [r.values["title"] for r in room.table.activities.rows] == ["返乡创业座谈"]
    write(room.search, "没有的")
    assert tasks.wait_idle()
    assert room.nothing.isVisible()
    room.clear()
    assert tasks.wait_idle()
    assert len(room.table.activities.rows) == 3
    write(room.search, "座谈")
    assert tasks.wait_idle()
    assert len(room.table.activities.rows) == 1


@pytest.mark.parametrize("fill", [_several])
def test_the_records_behind_a_figure(listed: SigninPage, tasks: Tasks) -> None:
    listed.open({"book": "activities", "ids": (1, 3), "title": "活动 2026年第三季度"})
    assert tasks.wait_idle()
    assert {row.id for row in listed.list.table.activities.rows} == {1, 3}
    assert listed.frame.chip.word == "活动 2026年第三季度"
    listed.list.all_link.click()
    assert tasks.wait_idle()
    assert len(listed.list.table.activities.rows) == 3
    assert listed.frame.chip.word == ""


@pytest.mark.parametrize("fill", [signins.add_members])
def test_a_new_activity_with_values_given(page: SigninPage, qtbot: QtBot, asked: Any) -> None:
    seen: list[tuple[str, str]] = []
    asked.answers.append(lambda dialog: seen.append((dialog.kind.currentText(), dialog.start.text())) or False)
    page.open({"book": "activities", "new": True, "values": {"kind": "座谈", "start": "2026-10-01"}})
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("座谈", "2026-10-01")]


@pytest.mark.parametrize("fill", [None])
def test_an_empty_office_offers_both_ways_to_begin(listed: SigninPage) -> None:
    assert listed.list.empty.isVisible()
    assert not listed.list.new_button.isVisible()


@pytest.mark.parametrize("fill", [None])
def test_import_goes_through_the_shared_dialog(
    listed: SigninPage, asked: Any, visits: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, Path]] = []
    changes = Changes(7, "导入 2 次活动", {"activities": frozenset({1, 2})})

    class Dialog(QDialog):
        def __init__(self, _room: Room, book: Any, path: Path) -> None:
            super().__init__()
            made.append((book.name, path))
            self.changes = changes

    module = ModuleType("ui.dialogs.importing")
    module.ImportDialog = Dialog  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ui.dialogs.importing", module)
    asked.answers += [tmp_path / "活动.xlsx", True]
    listed.list.bring_in()
    assert made == [("activities", tmp_path / "活动.xlsx")]
    assert visits.changes == [changes]


@pytest.mark.parametrize("fill", [signins.add_members])
def test_a_new_activity_opens_its_sign_in(listed: SigninPage, tasks: Tasks, asked: Any) -> None:
    def fill_in(dialog: ActivityDialog) -> bool:
        dialog.title.setText("九月集中学习")
        dialog.start.setText("2026-9-20 9:00")
        dialog.finish.setText("11:30")
        dialog.host.set_value(3)
        dialog.called.set_values([1, 3])
        dialog.go_ahead()
        assert dialog.tasks.wait_idle()
        return bool(dialog.result())

    asked.answers.append(fill_in)
    listed.new()
    assert tasks.wait_idle()
    assert listed.frame.subtitle.text() == "9月20日 9:00—11:30　必须参加　承办：王芳（溪畔茶叶合作社）"
    assert [e.member for e in roster(listed).entries] == [1, 3]


@pytest.mark.parametrize("fill", [signins.add_members])
def test_a_refused_activity_stays_on_the_screen(room: Room, qtbot: QtBot, tasks: Tasks) -> None:
    dialog = ActivityDialog(room, {1: "沈佳禾"})
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.title.setText("学习")
    dialog.start.setText("2026-02-30")
    dialog.go_ahead()
    assert tasks.wait_idle()
    assert dialog.isVisible()
    assert "28 天" in dialog.rows["start"]._note.text()
    assert dialog.title.text() == "学习"


def test_a_change_of_the_activity_shows_at_once(sheet: SigninPage, tasks: Tasks, asked: Any) -> None:
    def fill_in(dialog: ActivityDialog) -> bool:
        assert dialog.finish.text() == "2026-08-21 11:30"
        dialog.place.setText("镇文化站")
        dialog.required.set_current("0")
        dialog.go_ahead()
        assert dialog.tasks.wait_idle()
        return bool(dialog.result())

    asked.answers.append(fill_in)
    sheet.sheet.edit_activity()
    assert tasks.wait_idle()
    assert "镇文化站　自愿参加" in sheet.frame.subtitle.text()
    assert sheet.sheet.counters.rate.text() == "自愿参加，不计出席率"


def test_a_deleted_activity_leads_back_to_the_list(sheet: SigninPage, tasks: Tasks, asked: Any) -> None:
    office = sheet.room.office
    for guest in roster(sheet).guests:
        on_worker(tasks, office.signin.remove_guest, guest.signin)
    on_worker(tasks, lambda: office.remove("signins", office.ids("signins")))
    on_worker(tasks, office.remove, "activities", [1])
    sheet.open({"id": 1})
    assert tasks.wait_idle()
    assert sheet.list.isVisible()
    assert asked.told == ["这次活动已经删除，请回到活动列表"]

"""The question before a restore, what is said after it, and the way out of damage; by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from liaison.errors import Damaged
from liaison.office import Office
from liaison.safety.backups import Copy
from tests.ui.conftest import Asked
from tests.ui.offices import add_people, on_worker, write
from tests.ui.passwords import cheap
from ui.dialogs.counts import Book, CountsModel, books_of, difference, lines, lost, parts
from ui.dialogs.damage import DamageDialog
from ui.dialogs.restoring import RestoredDialog, RestoreDialog
from ui.looking import Seen, look_into
from ui.pages.base import Room

PASSWORD = "云溪渡口的老桥"
BOOKS = {"members": Book("委员名册", "位", "委员"), "donations": Book("捐赠台账", "笔", "捐赠")}
MANY = {str(n): Book(f"第{n}册", "条", "事") for n in range(9)}


@pytest.fixture
def fill() -> Callable[[Office], object] | None:
    return add_people


def make(room: Room, reason: str = "start") -> Copy:
    copy: Copy = on_worker(room.tasks, room.office.backup.make, reason)
    return copy


def asking(qtbot: QtBot, room: Room, copy: Copy, **more: Any) -> RestoreDialog:
    office = room.office

    def look(secret: str) -> Seen:
        return look_into(office, copy, secret)[1]

    dialog = RestoreDialog(room.tasks, "2026年9月18日 8:05", "启动时做的", look, books_of(office), **more)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert room.tasks.wait_idle()
    return dialog


# -- counts in words --------------------------------------------------------------------------------


def test_what_is_lost_and_what_comes_back() -> None:
    words = lost(BOOKS, {"members": 11, "donations": 7}, {"members": 14, "donations": 5})
    assert words.startswith("这份备份之后新增的 3 条会不在：3 位委员。之后删去的 2 条会回来：2 笔捐赠。")
    assert lost(BOOKS, {"members": 11}, {"members": 11}).startswith("条数和现在一样。")


def test_many_books_are_named_in_part_with_the_sum_of_all() -> None:
    assert parts(BOOKS, {"members": 1100, "donations": 0}) == "1,100 位委员"
    words = parts(MANY, dict.fromkeys(MANY, 2))
    assert words.endswith("等，共 18 条") and words.count("、") == 5
    assert parts(BOOKS, {}) == ""


def test_lines_show_what_differs_first_and_only_what_holds_anything() -> None:
    found = lines({**BOOKS, "honors": Book("荣誉登记簿", "项", "荣誉")}, {"members": 2, "old": 1}, {"members": 2})
    assert [(line.title, difference(line)) for line in found] == [("old", "−1"), ("委员名册", "一样")]
    assert [difference(line) for line in lines(BOOKS, {"members": 2}, None)] == [""]


def test_the_table_of_counts_obeys_the_rules_of_models(qtmodeltester: Any) -> None:
    model = CountsModel()
    model.show(lines(BOOKS, {"members": 11}, {"members": 12_000, "donations": 3}))
    qtmodeltester.check(model)
    assert model.index(0, 2).data() == "12,000"
    assert model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole) == "相差：+11,989"


# -- before -----------------------------------------------------------------------------------------


def test_the_question_counts_and_says_what_is_lost(qtbot: QtBot, room: Room) -> None:
    copy = make(room)
    on_worker(room.tasks, room.office.add, "honors",
              {"title": "示例", "level": "县", "issuer": "县政协", "date": "2026-07-01", "member": 1})
    dialog = asking(qtbot, room, copy)
    assert dialog.state.text().startswith("这份备份之后新增的 1 条会不在：1 项荣誉。")
    assert dialog.model.rows[0].title == "荣誉登记簿"
    assert dialog.safe.hasFocus(), "回车 must not do what cannot be undone"
    qtbot.keyClick(dialog.safe, Qt.Key.Key_Return)
    assert dialog.result() == dialog.DialogCode.Rejected


@pytest.mark.parametrize("by", ["mouse", "key"])
def test_going_ahead_is_one_press_of_its_own_button(qtbot: QtBot, room: Room, by: str) -> None:
    dialog = asking(qtbot, room, make(room))
    if by == "mouse":
        qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(dialog.safe, Qt.Key.Key_Tab)
        dialog.ahead.setFocus()
        qtbot.keyClick(dialog.ahead, Qt.Key.Key_Return)
    assert dialog.result() == dialog.DialogCode.Accepted and dialog.secret == ""


def test_esc_leaves_all_as_it_is(qtbot: QtBot, room: Room) -> None:
    dialog = asking(qtbot, room, make(room))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == dialog.DialogCode.Rejected


def test_a_damaged_copy_cannot_be_restored(qtbot: QtBot, room: Room) -> None:
    copy = make(room)
    copy.path.write_bytes(b"")
    dialog = asking(qtbot, room, copy)
    assert not dialog.ahead.isEnabled() and dialog.state.text()


def test_a_copy_of_another_password_asks_for_it(qtbot: QtBot, room: Room, tmp_path: Path) -> None:
    from liaison.safety.backups import copies
    from liaison.safety.protection import new_recovery_code

    office = room.office
    on_worker(room.tasks, office.protection.turn_on, PASSWORD, new_recovery_code())
    (tmp_path / "stick").mkdir()
    on_worker(room.tasks, office.backup.outside, tmp_path / "stick")
    copy = copies(tmp_path / "stick")[0]
    on_worker(room.tasks, office.protection.turn_off, PASSWORD)
    dialog = asking(qtbot, room, copy)
    assert dialog.password.isVisible() and not dialog.ahead.isEnabled()
    assert dialog.field.line.hasFocus()
    qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    assert "请输入密码" in dialog.field.accessibleDescription()
    write(dialog.field.line, "不是这个")
    qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert "不对" in dialog.field.accessibleDescription() and not dialog.ahead.isEnabled()
    dialog.field.wipe()
    write(dialog.field.line, PASSWORD)
    qtbot.mouseClick(dialog.look_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert dialog.ahead.isEnabled() and dialog.password.isHidden() and dialog.model.rows
    assert dialog.secret == PASSWORD


# -- after ------------------------------------------------------------------------------------------


def test_it_is_told_that_the_copy_had_another_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from liaison.safety.protection import new_recovery_code
    from ui.restoring import go_back

    cheap(monkeypatch)
    office = Office.create(tmp_path / "office", name="政协云溪镇联络处", town="云溪镇")
    (tmp_path / "stick").mkdir()
    plain = office.backup.outside(tmp_path / "stick")
    office.protection.turn_on(PASSWORD, new_recovery_code())
    office.note("设了密码")
    file = tmp_path / "一份.llb"
    office.backup.to_file(file)
    office.protection.turn_off(PASSWORD)
    office.protection.turn_on("后来的密码", new_recovery_code())

    outcome = go_back(office, plain, "", progress=lambda *_: None)
    office = outcome.answer[0]
    assert (outcome.error, outcome.other_password, office.protection.on) == (None, False, True)
    outcome = go_back(office, file, PASSWORD, progress=lambda *_: None)
    office = outcome.answer[0]
    assert (outcome.error, outcome.other_password, office.protection.on) == (None, True, True)
    office.protection.check(PASSWORD)
    office.close()


def test_both_counts_and_where_the_old_file_lies(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = RestoredDialog(BOOKS, {"members": 12}, {"members": 11}, tmp_path)
    qtbot.addWidget(dialog)
    assert [(line.then, line.now) for line in dialog.model.rows] == [(12, 11)]
    said = " ".join(w.text() for w in dialog.findChildren(QLabel))
    assert tmp_path.name in said, "a folder of kept files is named"
    assert "密码" not in said
    locked = RestoredDialog(BOOKS, {"members": 12}, {"members": 11}, None, other_password=True)
    qtbot.addWidget(locked)
    assert "要用做这份备份时的密码" in " ".join(w.text() for w in locked.findChildren(QLabel))
    unread = RestoredDialog(BOOKS, None, {"members": 11}, None)
    qtbot.addWidget(unread)
    assert [(line.then, line.now) for line in unread.model.rows] == [(11, None)]
    nothing = RestoredDialog(BOOKS, None, {}, None)
    qtbot.addWidget(nothing)
    assert nothing.model.rows == []


# -- damage -----------------------------------------------------------------------------------------


@pytest.fixture
def damaged(qtbot: QtBot, room: Room) -> Callable[[], DamageDialog]:
    def show() -> DamageDialog:
        error = Damaged("资料文件有损坏，有的内容读不出来", details="page 7")
        dialog = DamageDialog(room.office.folder, error, room.tasks)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        assert room.tasks.wait_idle()
        return dialog

    return show


def test_the_newest_good_copy_is_offered(qtbot: QtBot, room: Room, damaged: Callable[[], DamageDialog]) -> None:
    good = make(room, "import")
    bad = make(room, "start")
    bad.path.write_bytes(bad.path.read_bytes()[:2000])
    dialog = damaged()
    assert "导入前做的" in dialog.best_title.text() and "11 位委员" in dialog.best_words.text()
    assert dialog.ahead.hasFocus()
    assert dialog.details.isHidden()
    qtbot.mouseClick(dialog.more, Qt.MouseButton.LeftButton)
    assert dialog.details.isVisible() and dialog.details.text() == "page 7"
    qtbot.keyClick(dialog.ahead, Qt.Key.Key_Return)
    assert (dialog.choice, dialog.copy.path) == ("restore", good.path)


def test_esc_changes_nothing(qtbot: QtBot, room: Room, damaged: Callable[[], DamageDialog]) -> None:
    make(room)
    dialog = damaged()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert (dialog.choice, dialog.copy, dialog.result()) == ("", None, dialog.DialogCode.Rejected)


def test_another_copy_is_chosen_and_checked(
    qtbot: QtBot, room: Room, damaged: Callable[[], DamageDialog]
) -> None:
    older = make(room, "import")
    bad = make(room, "exit")
    bad.path.write_bytes(bad.path.read_bytes()[:-500])
    make(room, "start")
    dialog = damaged()
    qtbot.mouseClick(dialog.other, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert dialog.table.hasFocus() and dialog.ahead.isEnabled()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert room.tasks.wait_idle()
    assert not dialog.ahead.isEnabled() and dialog.table.copies.sound(1) == ("有问题", "overdue")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert room.tasks.wait_idle()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.ahead.hasFocus() and dialog.choice == ""
    qtbot.keyClick(dialog.ahead, Qt.Key.Key_Return)
    assert (dialog.choice, dialog.copy.path) == ("restore", older.path)


def test_without_any_copy_a_file_can_be_chosen(
    qtbot: QtBot, damaged: Callable[[], DamageDialog], asked: Asked, tmp_path: Path
) -> None:
    dialog = damaged()
    assert "没有找到好的备份" in dialog.best_title.text() and not dialog.ahead.isEnabled()
    qtbot.mouseClick(dialog.other, Qt.MouseButton.LeftButton)  # nothing chosen: it stays
    assert dialog.isVisible() and dialog.choice == ""
    asked.answers.append(tmp_path / "一份.llb")
    qtbot.mouseClick(dialog.other, Qt.MouseButton.LeftButton)
    assert (dialog.choice, dialog.copy) == ("other", tmp_path / "一份.llb")


def test_locked_copies_are_offered_without_their_counts(
    qtbot: QtBot, room: Room, damaged: Callable[[], DamageDialog]
) -> None:
    from liaison.safety.protection import new_recovery_code

    on_worker(room.tasks, room.office.protection.turn_on, PASSWORD, new_recovery_code())
    copy = make(room)
    dialog = damaged()
    assert "密码" in dialog.best_words.text() and dialog.ahead.isEnabled()
    qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    assert dialog.copy.path == copy.path

"""Setting, changing and taking away the password by keys and mouse: nothing changes before the last step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from liaison.errors import Locked, UserError, WrongPassword
from liaison.office import Office
from liaison.safety import protection
from liaison.store.database import FILE_NAME
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import on_worker
from tests.ui.passwords import PASSWORD, cheap
from ui.dialogs.password_change import ChangePasswordDialog, RenewCodeDialog, TurnOffDialog
from ui.dialogs.password_code import TypeBack, groups_of
from ui.dialogs.password_rows import NewPasswordRows
from ui.dialogs.password_set import OLD_COPIES, SetPasswordDialog, in_megabytes
from ui.dialogs.password_steps import SteppedDialog
from ui.pages.base import Room
from ui.pages.settings_lock import LockCard
from ui.tasks import Cancelled

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def fill() -> Any:
    return None


@pytest.fixture
def folder(room: Room, monkeypatch: pytest.MonkeyPatch) -> Path:
    cheap(monkeypatch)
    found: Path = room.office.folder
    return found


@pytest.fixture
def protected(room: Room, folder: Path) -> str:
    """The office has a password; its recovery code."""
    assert folder
    code = protection.new_recovery_code()
    on_worker(room.tasks, room.office.protection.turn_on, PASSWORD, code)
    return code


def shown(qtbot: QtBot, dialog: QDialog) -> Any:
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def write(field: Any, text: str) -> None:
    """As pasted, so that Chinese goes into dots too."""
    field.line.setFocus()
    field.line.setText(text)
    field.line.textEdited.emit(text)


def fill_rows(qtbot: QtBot, rows: NewPasswordRows, password: str, second: str | None = None) -> None:
    write(rows.first, password)
    write(rows.second, password if second is None else second)
    qtbot.keyClick(rows.second.line, Qt.Key.Key_Return)


def type_back(qtbot: QtBot, back: TypeBack, code: str) -> None:
    """From the paper, with 回车 or Tab between; the focus never goes on by itself, or Tab would lead past a field."""
    groups = groups_of(code)
    for field, place in zip(back.fields, back.asked, strict=True):
        assert field.hasFocus()
        qtbot.keyClicks(field, groups[place].lower())
        if field is not back.fields[-1]:
            qtbot.keyClick(field, Qt.Key.Key_Tab)


def is_plain(folder: Path) -> bool:
    return (folder / FILE_NAME).read_bytes().startswith(b"SQLite format 3\0")


# -- setting ----------------------------------------------------------------------------------------


def test_password_code_and_typing_back_encrypt_the_office(qtbot: QtBot, room: Room, folder: Path) -> None:
    dialog: SetPasswordDialog = shown(qtbot, SetPasswordDialog(room))
    assert dialog.rows.first.line.hasFocus()
    fill_rows(qtbot, dialog.rows, PASSWORD)
    assert dialog.step == 1 and is_plain(folder)
    qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    assert dialog.step == 2 and is_plain(folder)
    type_back(qtbot, dialog.type_back, dialog._code)
    assert is_plain(folder), "typing alone changes nothing"
    qtbot.keyClick(dialog.type_back.fields[-1], Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert dialog.step == 3 and dialog.is_on
    assert any(OLD_COPIES in banner for banner in said(dialog))
    assert not is_plain(folder)
    assert dialog.rows.text == "", "the password is wiped"
    assert protection.unlock(folder, PASSWORD) == protection.unlock(folder, dialog._code)
    qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted


def said(dialog: QDialog) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_esc_at_any_step_changes_nothing(qtbot: QtBot, room: Room, folder: Path, steps: int) -> None:
    before = (folder / FILE_NAME).read_bytes()
    dialog: SetPasswordDialog = shown(qtbot, SetPasswordDialog(room))
    fill_rows(qtbot, dialog.rows, PASSWORD)
    dialog.show_step(steps)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert room.tasks.wait_idle()
    assert not dialog.isVisible() and dialog.result() == QDialog.DialogCode.Rejected
    assert (folder / FILE_NAME).read_bytes() == before
    assert not (folder / "office.key").exists()
    assert dialog.rows.text == ""


def test_two_passwords_that_differ_are_not_taken(qtbot: QtBot, room: Room, folder: Path) -> None:
    assert folder
    dialog: SetPasswordDialog = shown(qtbot, SetPasswordDialog(room))
    fill_rows(qtbot, dialog.rows, PASSWORD, "另一个")
    assert dialog.step == 0
    assert "不一样" in dialog.rows.second.accessibleDescription()
    assert dialog.rows.first.text == PASSWORD, "what was typed first stays"


def test_a_very_weak_password_is_warned_of_once_and_taken_when_it_is_meant(
    qtbot: QtBot, room: Room, folder: Path
) -> None:
    assert folder
    dialog: SetPasswordDialog = shown(qtbot, SetPasswordDialog(room))
    fill_rows(qtbot, dialog.rows, "1")
    assert dialog.step == 0 and "最好换一个" in dialog.rows.first.accessibleDescription()
    qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    assert dialog.step == 1


def test_the_strength_follows_the_typing_and_knows_the_offices_names(
    qtbot: QtBot, room: Room, folder: Path
) -> None:
    assert folder
    dialog: SetPasswordDialog = shown(qtbot, SetPasswordDialog(room))
    assert room.tasks.wait_idle()
    line, word = dialog.rows.first.line, dialog.rows.strength.word
    qtbot.keyClicks(line, "123456")
    assert word.text() == "很弱"
    write(dialog.rows.first, "孙国平孙国平")
    assert word.text() in ("很弱", "弱"), "the director's name is no secret"
    write(dialog.rows.first, "河边第三棵柳树下埋着旧船票")
    assert word.text() == "强"
    line.clear()
    line.textEdited.emit("")
    assert word.isHidden()


def test_wrong_groups_are_named_and_the_code_can_be_seen_again(qtbot: QtBot, room: Room, folder: Path) -> None:
    dialog: SetPasswordDialog = shown(qtbot, SetPasswordDialog(room))
    fill_rows(qtbot, dialog.rows, PASSWORD)
    dialog.go_on()
    back = dialog.type_back
    right = groups_of(dialog._code)[back.asked[0]]
    qtbot.keyClicks(back.fields[0], right)
    qtbot.keyClicks(back.fields[1], "WRONG")
    qtbot.keyClick(back.fields[1], Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert dialog.step == 2 and is_plain(folder)
    assert f"第 {back.asked[1] + 1} 组" in "".join(said(dialog))
    assert "不一样" not in back.rows[0].field.accessibleDescription()
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert dialog.step == 1
    assert dialog.show_code.view.groups == groups_of(dialog._code)


def test_which_groups_are_asked_changes_and_they_are_two(qtbot: QtBot) -> None:
    code = protection.new_recovery_code()
    asked = set()
    for _ in range(40):
        back = TypeBack(code)
        qtbot.addWidget(back)
        assert len(set(back.asked)) == 2 and set(back.asked) <= set(range(5))
        asked.add(tuple(back.asked))
    assert len(asked) > 1


def test_no_room_on_the_disk_is_said_and_can_be_tried_again(
    qtbot: QtBot, room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog: SetPasswordDialog = shown(qtbot, SetPasswordDialog(room))
    fill_rows(qtbot, dialog.rows, PASSWORD)
    dialog.go_on()

    def full(*_: Any, **__: Any) -> None:
        raise UserError("磁盘快满了，资料没有改动")

    monkeypatch.setattr(protection.Protection, "turn_on", full)
    type_back(qtbot, dialog.type_back, dialog._code)
    dialog.go_on()
    assert room.tasks.wait_idle()
    assert dialog.trouble.text() == "磁盘快满了，资料没有改动"
    assert dialog.step == 2 and dialog.ahead.isEnabled() and is_plain(folder)
    monkeypatch.undo()
    cheap(monkeypatch)
    dialog.go_on()
    assert room.tasks.wait_idle()
    assert not is_plain(folder)


def test_stopping_leaves_the_office_plain(
    qtbot: QtBot, room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog: SetPasswordDialog = shown(qtbot, SetPasswordDialog(room))

    def stopped(_self: Any, _password: str, _code: str, progress: Callable[[int, int], None]) -> None:
        room.tasks._database._running.cancelled = True  # type: ignore[union-attr]  # as 停止 does
        progress(1, 2)

    monkeypatch.setattr(protection.Protection, "turn_on", stopped)
    fill_rows(qtbot, dialog.rows, PASSWORD)
    dialog.go_on()
    type_back(qtbot, dialog.type_back, dialog._code)
    dialog.go_on()
    assert room.tasks.wait_idle()
    assert "什么都没有改" in dialog.trouble.text()
    assert is_plain(folder)


def test_past_the_point_of_no_return_stopping_stops_nothing() -> None:
    told: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, note: str) -> None:
        told.append((done, total, note))
        raise Cancelled

    past = in_megabytes(progress, lambda: True)
    past(5 << 20, 20 << 20)
    assert told == [(5, 20, "MB")]
    with pytest.raises(Cancelled):
        in_megabytes(progress, lambda: False)(1, 2)


def test_the_sheet_with_the_code_opens_in_the_print_room(
    qtbot: QtBot, room: Room, folder: Path, asked: Asked
) -> None:
    from ui.dialogs.printing import PrintRoom

    assert folder
    dialog: SetPasswordDialog = shown(qtbot, SetPasswordDialog(room))
    fill_rows(qtbot, dialog.rows, PASSWORD)
    qtbot.mouseClick(dialog.show_code.print_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    (sheet,) = asked.dialogs
    assert isinstance(sheet, PrintRoom) and len(sheet.printed.pages) == 1
    text = "".join(line.text for line in sheet.printed.pages[0].lines)
    assert all(group in text for group in groups_of(dialog._code))
    assert dialog.ahead.text() == "下一步" and dialog.show_code.print_button.isEnabled()
    kept = room.settings._file
    room.settings.flush()
    assert not kept.exists() or not any(g in kept.read_text(encoding="utf-8") for g in groups_of(dialog._code))


# -- changing ---------------------------------------------------------------------------------------


def run(room: Room, dialog: SteppedDialog) -> None:
    dialog.go_on()
    assert room.tasks.wait_idle()


def test_another_password_and_the_same_code(qtbot: QtBot, room: Room, folder: Path, protected: str) -> None:
    dialog: ChangePasswordDialog = shown(qtbot, ChangePasswordDialog(room))
    write(dialog.old, PASSWORD)
    qtbot.keyClick(dialog.old.line, Qt.Key.Key_Return)
    assert dialog.rows.first.line.hasFocus()
    fill_rows(qtbot, dialog.rows, "another one 47")
    assert room.tasks.wait_idle()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert protection.unlock(folder, "another one 47") == protection.unlock(folder, protected)
    with pytest.raises(WrongPassword):
        protection.unlock(folder, PASSWORD)


@pytest.mark.parametrize("kind", [ChangePasswordDialog, TurnOffDialog, RenewCodeDialog])
def test_a_wrong_present_password_is_said_beside_its_field(
    qtbot: QtBot, room: Room, folder: Path, protected: str, kind: type[Any]
) -> None:
    dialog = shown(qtbot, kind(room))
    write(dialog.old, "wrong")
    if kind is ChangePasswordDialog:
        write(dialog.rows.first, "another one 47")
        write(dialog.rows.second, "another one 47")
    run(room, dialog)
    assert dialog.isVisible() and dialog.step == 0
    assert "密码" in dialog.old.accessibleDescription()
    assert dialog.old.text == "" and dialog.old.line.hasFocus()
    assert protection.unlock(folder, PASSWORD) == protection.unlock(folder, protected)


def test_taken_away_the_office_opens_without(qtbot: QtBot, room: Room, folder: Path, protected: str) -> None:
    assert protected
    dialog: TurnOffDialog = shown(qtbot, TurnOffDialog(room))
    write(dialog.old, PASSWORD)
    qtbot.keyClick(dialog.old.line, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert is_plain(folder) and not protection.is_locked(folder)


def test_a_new_code_after_the_password_and_the_old_one_is_worth_nothing(
    qtbot: QtBot, room: Room, folder: Path, protected: str
) -> None:
    dialog: RenewCodeDialog = shown(qtbot, RenewCodeDialog(room))
    write(dialog.old, PASSWORD)
    qtbot.keyClick(dialog.old.line, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert dialog.step == 1, "the password was right"
    assert protection.unlock(folder, protected), "and nothing is changed yet"
    qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    type_back(qtbot, dialog.type_back, dialog._code)
    qtbot.keyClick(dialog.type_back.fields[-1], Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert protection.unlock(folder, dialog._code) == protection.unlock(folder, PASSWORD)
    with pytest.raises(Locked):
        protection.unlock(folder, protected)


# -- the card in 设置 --------------------------------------------------------------------------------


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def card(qtbot: QtBot, room: Room, folder: Path, told: list[str]) -> LockCard:
    assert folder
    whole = replace(room, renamed=lambda: told.append("renamed"), lock=lambda: told.append("lock"))
    made = LockCard(whole)
    qtbot.addWidget(made)
    made.resize(560, 220)
    made.show()
    made.load()
    assert room.tasks.wait_idle()
    return made


def test_without_a_password_the_card_says_so_plainly(card: LockCard) -> None:
    assert "都能看到全部资料" in card.words.text()
    assert card.set_button.isVisible()
    assert not any(w.isVisible() for w in (card.change_button, card.off_button, card.lock_button, card.minutes))


def test_a_password_that_was_set_shows_at_once(
    qtbot: QtBot, card: LockCard, room: Room, asked: Asked, told: list[str], visits: Visits
) -> None:
    def set_one(dialog: SetPasswordDialog) -> bool:
        on_worker(room.tasks, room.office.protection.turn_on, PASSWORD, dialog._code)
        return True

    asked.answers.append(set_one)
    qtbot.mouseClick(card.set_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert card.is_on and card.change_button.isVisible() and not card.set_button.isVisible()
    assert told == ["renamed"] and visits.toasts == ["密码设好了"]
    qtbot.mouseClick(card.lock_button, Qt.MouseButton.LeftButton)
    assert told == ["renamed", "lock"]


def test_a_dialog_that_is_left_says_nothing(
    qtbot: QtBot, card: LockCard, room: Room, told: list[str], visits: Visits
) -> None:
    qtbot.mouseClick(card.set_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert (told, visits.toasts, card.is_on) == ([], [], False)


def test_the_minutes_are_kept(qtbot: QtBot, card: LockCard, room: Room, protected: str) -> None:
    assert protected
    card.load()
    assert room.tasks.wait_idle()
    assert card.minutes.currentData() == 10, "the default"
    card.minutes.setFocus()
    qtbot.keyClick(card.minutes, Qt.Key.Key_Down)
    assert room.settings.lock_after == 30
    qtbot.keyClick(card.minutes, Qt.Key.Key_End)
    assert room.settings.lock_after == 0
    card.load()
    assert room.tasks.wait_idle()
    assert card.minutes.currentText() == "不自动锁定"


def test_an_office_that_can_only_be_read_keeps_its_password(
    qtbot: QtBot, room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder
    monkeypatch.setattr(Office, "read_only", property(lambda _self: True))
    card = LockCard(room)
    qtbot.addWidget(card)
    card.load()
    assert room.tasks.wait_idle()
    assert not card.set_button.isEnabled()

"""The unlock screen by keys and mouse: right and wrong passwords, waiting, the recovery code."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from liaison.errors import WrongPassword
from liaison.safety import protection
from tests.ui.passwords import PASSWORD, cheap, protected_office
from ui.dialogs.password_unlock import UnlockScreen
from ui.tasks import Tasks
from ui.widgets.password import PasswordField


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    cheap(monkeypatch)
    return protected_office(tmp_path / "office")


@pytest.fixture
def screen(qtbot: QtBot, tasks: Tasks, tmp_path: Path, code: str, clock: Clock) -> UnlockScreen:
    assert code
    made = UnlockScreen(tasks, tmp_path / "office", "政协云溪镇联络处", clock=clock)
    qtbot.addWidget(made)
    made.resize(1366, 696)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def keys(screen: UnlockScreen) -> list[bytes]:
    found: list[bytes] = []
    screen.unlocked.connect(found.append)
    return found


def type_in(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Type letters; Chinese comes from the clipboard, as into a field of dots no input method writes."""
    if text.isascii():
        qtbot.keyClicks(field, text)
    else:
        QApplication.clipboard().setText(text)
        field.selectAll()
        field.paste()


def try_(qtbot: QtBot, screen: UnlockScreen, password: str) -> None:
    type_in(qtbot, screen.password.line, password)
    qtbot.keyClick(screen.password.line, Qt.Key.Key_Return)
    assert screen.tasks.wait_idle()


def test_the_right_password_opens_with_return_and_is_wiped(
    qtbot: QtBot, screen: UnlockScreen, keys: list[bytes], tmp_path: Path
) -> None:
    assert screen.password.line.hasFocus()
    try_(qtbot, screen, PASSWORD)
    assert keys == [protection.unlock(tmp_path / "office", PASSWORD)]
    assert screen.password.text == ""
    screen.password.line.undo()
    assert screen.password.text == "", "Ctrl+Z must not bring the password back"


def test_a_wrong_password_says_what_to_do_and_may_be_tried_again(
    qtbot: QtBot, screen: UnlockScreen, keys: list[bytes]
) -> None:
    try_(qtbot, screen, "wrong")
    sentence = screen.password.accessibleDescription()
    assert "密码" in sentence and "恢复码" in sentence
    assert (screen.password.text, keys, screen.open.isEnabled()) == ("", [], True)
    assert screen.password.line.hasFocus()
    try_(qtbot, screen, PASSWORD)
    assert len(keys) == 1


def test_several_wrong_ones_make_the_button_wait_and_return_too(
    qtbot: QtBot, screen: UnlockScreen, keys: list[bytes], clock: Clock
) -> None:
    for _ in range(4):
        try_(qtbot, screen, "wrong")
    assert screen.open.text() == "请等 2 秒"
    assert not screen.open.isEnabled()
    try_(qtbot, screen, PASSWORD)
    assert keys == [], "nobody gets past the waiting time by the keyboard"
    clock.now += 1.5
    screen._count()
    assert screen.open.text() == "请等 1 秒"
    clock.now += 0.5
    screen._count()
    assert (screen.open.text(), screen.open.isEnabled()) == ("打开", True)
    qtbot.mouseClick(screen.open, Qt.MouseButton.LeftButton)
    assert screen.tasks.wait_idle()
    assert len(keys) == 1


def test_an_empty_password_is_not_tried(qtbot: QtBot, screen: UnlockScreen) -> None:
    qtbot.mouseClick(screen.open, Qt.MouseButton.LeftButton)
    assert screen.tasks.is_idle
    assert "请输入密码" in screen.password.accessibleDescription()


@pytest.mark.parametrize("password", ["a", "长" * 1000, "山水🏞️人家"])
def test_odd_passwords_open_too(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    from tests.ui import passwords

    cheap(monkeypatch)
    monkeypatch.setattr(passwords, "PASSWORD", password)
    protected_office(tmp_path / "odd")
    screen = UnlockScreen(tasks, tmp_path / "odd", "")
    qtbot.addWidget(screen)
    screen.show()
    found: list[bytes] = []
    screen.unlocked.connect(found.append)
    try_(qtbot, screen, password)
    assert len(found) == 1


def test_the_recovery_code_sets_another_password_and_opens(
    qtbot: QtBot, screen: UnlockScreen, keys: list[bytes], code: str, tmp_path: Path
) -> None:
    qtbot.mouseClick(screen.forgotten, Qt.MouseButton.LeftButton)
    assert screen.code.hasFocus()
    wrong = ("3" if code[0] != "3" else "4") + code[1:]
    qtbot.keyClicks(screen.code, wrong)
    qtbot.keyClick(screen.code, Qt.Key.Key_Return)
    assert "第 1 组" in screen.code.accessibleDescription()
    screen.code.selectAll()
    qtbot.keyClicks(screen.code, code.lower().replace("-", " "))
    qtbot.keyClick(screen.code, Qt.Key.Key_Return)
    assert screen.new.first.line.hasFocus()
    qtbot.keyClicks(screen.new.first.line, "another one 47")
    qtbot.keyClick(screen.new.first.line, Qt.Key.Key_Return)
    qtbot.keyClicks(screen.new.second.line, "another one 47")
    qtbot.keyClick(screen.new.second.line, Qt.Key.Key_Return)
    assert screen.tasks.wait_idle()
    assert len(keys) == 1
    assert screen.new.text == ""
    assert protection.unlock(tmp_path / "office", "another one 47") == keys[0]
    with pytest.raises(WrongPassword):
        protection.unlock(tmp_path / "office", PASSWORD)


def test_another_offices_code_is_refused_and_nothing_is_changed(
    qtbot: QtBot, screen: UnlockScreen, keys: list[bytes], tmp_path: Path
) -> None:
    screen.forget()
    qtbot.keyClicks(screen.code, protection.new_recovery_code())
    for field in (screen.new.first, screen.new.second):
        qtbot.keyClicks(field.line, "another one 47")
    qtbot.mouseClick(screen.renew, Qt.MouseButton.LeftButton)
    assert screen.tasks.wait_idle()
    assert keys == []
    assert "恢复码" in screen.code.accessibleDescription()
    assert protection.unlock(tmp_path / "office", PASSWORD)


def test_esc_leads_back_to_the_password_and_forgets_the_code(qtbot: QtBot, screen: UnlockScreen, code: str) -> None:
    screen.forget()
    qtbot.keyClicks(screen.code, code)
    qtbot.keyClick(screen.code, Qt.Key.Key_Escape)
    assert (screen.steps.currentIndex(), screen.code.text()) == (0, "")
    assert screen.password.line.hasFocus()


def test_a_folder_that_is_gone_is_said(
    qtbot: QtBot, screen: UnlockScreen, keys: list[bytes], tmp_path: Path
) -> None:
    (tmp_path / "office").rename(tmp_path / "elsewhere")
    try_(qtbot, screen, PASSWORD)
    assert keys == []
    assert screen.password.accessibleDescription()
    assert screen.open.isEnabled()


# -- the field ------------------------------------------------------------------------------------


@pytest.fixture
def field(qtbot: QtBot) -> PasswordField:
    made = PasswordField("密码")
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_eye_shows_and_hides_and_the_cursor_stays(qtbot: QtBot, field: PasswordField) -> None:
    qtbot.keyClicks(field.line, "river")
    assert field.line.displayText() != "river"
    qtbot.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    assert (field.line.displayText(), field.eye.text()) == ("river", "隐藏")
    assert field.line.hasFocus()
    field.wipe()
    assert not field.is_shown


def test_caps_lock_is_noticed_by_the_letters_it_makes(qtbot: QtBot, field: PasswordField) -> None:
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(field.line, "a", none)
    assert not field.caps_lock
    qtbot.keyClick(field.line, "A", shift)
    assert not field.caps_lock, "that was Shift"
    qtbot.keyClick(field.line, "7", none)
    assert not field.caps_lock
    press(field.line, "A", none)
    assert field.caps_lock
    press(field.line, "a", shift)
    assert field.caps_lock, "Shift under Caps Lock makes small letters"
    qtbot.keyClick(field.line, Qt.Key.Key_CapsLock)
    assert not field.caps_lock


def press(line: QLineEdit, text: str, held: Qt.KeyboardModifier) -> None:
    """A key press with its letter as the system gives it."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, text))


def test_behind_the_lock_only_the_open_office_s_own_key_counts(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, code: str
) -> None:
    folder = tmp_path / "office"
    key = protection.unlock(folder, code)
    foreign = protected_office(tmp_path / "foreign")
    (folder / "office.key").write_bytes((tmp_path / "foreign" / "office.key").read_bytes())
    screen = UnlockScreen(tasks, folder, "政协云溪镇联络处", again=True, key=key)
    qtbot.addWidget(screen)
    opened: list[bytes] = []
    screen.unlocked.connect(opened.append)
    try_(qtbot, screen, PASSWORD)
    assert opened == [] and "不是这个联络处的" in screen.password.accessibleDescription()
    screen.forget()
    screen.code.setText(foreign)
    screen.new.first.line.setText("另一个密码")
    screen.new.second.line.setText("另一个密码")
    screen.try_code()
    assert screen.tasks.wait_idle()
    assert opened == []
    protection.unlock(folder, PASSWORD)  # the foreign file was not given another password either


def test_coming_back_to_the_screen_is_no_way_around_the_waiting_time(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, code: str
) -> None:
    assert code
    for again in (False, True):
        screen = UnlockScreen(tasks, tmp_path / "office", "政协云溪镇联络处")
        qtbot.addWidget(screen)
        for _ in range(0 if again else 4):
            try_(qtbot, screen, "wrong")
        assert screen.seconds_left > 0 and not screen.open.isEnabled()
    elsewhere = UnlockScreen(tasks, tmp_path / "another", "")
    qtbot.addWidget(elsewhere)
    assert elsewhere.seconds_left == 0

"""Opening an office with a password, a damaged one, after a crash; by keys, as a user meets it at the start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from liaison import paths
from liaison.errors import Locked, UserError
from liaison.office import Office
from liaison.safety import protection
from liaison.store.database import FILE_NAME
from tests.ui.conftest import Asked
from tests.ui.offices import on_worker
from tests.ui.passwords import PASSWORD, cheap, protected_office
from ui import app as app_module
from ui import ask
from ui.app import Desktop
from ui.dialogs.damage import DamageDialog
from ui.dialogs.first_start import Chosen, FirstStart
from ui.dialogs.password_asking import AskSecretDialog
from ui.dialogs.password_set import SetPasswordDialog
from ui.dialogs.password_unlock import UnlockScreen
from ui.dialogs.restoring import RestoredDialog
from ui.opening import known, remember
from ui.pages.base import Page, PageSpec, Room
from ui.settings import Settings
from ui.tasks import Tasks
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Empty(Page):
    """A page of the test's own; records its visits."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.visits: list[dict[str, Any]] = []

    def open(self, target: dict[str, Any]) -> None:
        self.visits.append(target)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with the password PASSWORD."""
    cheap(monkeypatch)
    protected_office(tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    Office.create(tmp_path / "plain", name="政协河口镇联络处", town="河口镇").close()
    return tmp_path / "plain"


@pytest.fixture
def desktop(
    qapp: QApplication, settings: Settings, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    assert asked is not None
    pages = tuple(PageSpec(s.key, s.group, s.title, Empty, s.icon) for s in app_module.PAGES)
    monkeypatch.setattr(app_module, "PAGES", pages)
    monkeypatch.setattr(paths, "sample_office_folder", lambda: tmp_path / "sample")
    monkeypatch.setattr(QApplication, "quit", lambda *_: None)
    made = Desktop(qapp, settings)
    made.tasks.set_patience(pointer=60_000, strip=60_000)
    yield made
    made.close()
    if made.locking.is_locked:
        made.locking.forsake()
    if made.window is not None:
        made.window.deleteLater()


def screen_of(desktop: Desktop) -> UnlockScreen:
    assert isinstance(desktop.window, UnlockScreen)
    return desktop.window


def type_password(qtbot: QtBot, desktop: Desktop, password: str = PASSWORD) -> None:
    screen = desktop.locking.screen or screen_of(desktop)
    screen.password.line.setText(password)
    qtbot.keyClick(screen.password.line, Qt.Key.Key_Return)
    assert desktop.tasks.wait_idle()


def begin(desktop: Desktop, folder: Path) -> None:
    desktop.start(folder, sample=False)
    assert desktop.tasks.wait_idle()


# -- by its password --------------------------------------------------------------------------------


def test_the_password_leads_to_the_first_page(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    begin(desktop, folder)
    assert desktop.office is None
    type_password(qtbot, desktop)
    assert isinstance(desktop.window, Window)
    assert desktop.window.windowTitle() == "联络簿 — 政协云溪镇联络处"
    assert desktop.window.page_key == "home"
    assert desktop.window.sidebar.lock.isVisible()
    assert desktop.locking.can_lock


def test_the_next_time_the_unlock_screen_is_there_at_once_with_the_offices_name(
    qtbot: QtBot, desktop: Desktop, folder: Path
) -> None:
    begin(desktop, folder)
    type_password(qtbot, desktop)
    desktop._close_office()
    desktop.open(folder)
    screen = screen_of(desktop)
    assert any(label.text() == "政协云溪镇联络处" for label in screen.findChildren(QLabel))
    desktop.tasks.wait_idle()
    assert desktop.window is screen, "it stays when the worker says so as well"
    type_password(qtbot, desktop)
    assert desktop.office is not None


def test_a_password_that_was_taken_away_elsewhere_is_not_asked_for(desktop: Desktop, plain: Path) -> None:
    remember(desktop.settings, plain, {"name": "政协河口镇联络处", "protected": True})
    begin(desktop, plain)
    assert isinstance(desktop.window, Window)
    assert known(desktop.settings, plain) == ("政协河口镇联络处", False)
    assert not desktop.locking.can_lock


def test_a_wrong_password_stays_on_the_screen(qtbot: QtBot, desktop: Desktop, folder: Path, asked: Asked) -> None:
    begin(desktop, folder)
    type_password(qtbot, desktop, "wrong")
    assert "密码" in screen_of(desktop).password.accessibleDescription()
    assert asked.told == [] and desktop.office is None


def test_an_office_that_is_open_elsewhere_is_said_on_the_screen(
    qtbot: QtBot, desktop: Desktop, folder: Path
) -> None:
    with Office.open(folder, key=protection.unlock(folder, PASSWORD)):
        begin(desktop, folder)
        type_password(qtbot, desktop)
        screen = screen_of(desktop)
        assert "已在另一个窗口打开" in screen.password.accessibleDescription()
        assert screen.open.isEnabled()
    type_password(qtbot, desktop)
    assert desktop.office is not None


def test_another_office_can_be_chosen_at_the_start(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    begin(desktop, folder)
    qtbot.mouseClick(screen_of(desktop).elsewhere, Qt.MouseButton.LeftButton)
    first = desktop.window
    assert isinstance(first, FirstStart) and not first.back.isVisible(), "none has been open yet"


def test_another_office_can_be_chosen_behind_the_lock_and_nothing_stays_open(
    qtbot: QtBot, desktop: Desktop, folder: Path
) -> None:
    begin(desktop, folder)
    type_password(qtbot, desktop)
    window = desktop.window
    desktop.lock()
    screen = desktop.locking.screen
    assert screen is not None and window is not None
    qtbot.mouseClick(screen.elsewhere, Qt.MouseButton.LeftButton)
    assert desktop.tasks.wait_idle()
    assert isinstance(desktop.window, FirstStart) and not desktop.locking.is_locked
    assert not shiboken6.isValid(window)
    Office.open(folder, key=protection.unlock(folder, PASSWORD)).close()
    qtbot.mouseClick(desktop.window.back, Qt.MouseButton.LeftButton)  # he had only looked
    type_password(qtbot, desktop)
    assert desktop.office is not None


def test_locked_and_unlocked_the_same_page_is_there(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    begin(desktop, folder)
    type_password(qtbot, desktop)
    window = desktop.window
    assert isinstance(window, Window)
    window.go("donations", id=3)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible() and desktop.locking.is_locked
    type_password(qtbot, desktop)
    assert window.isVisible() and window.page_key == "donations"
    assert window.page.visits == [{"id": 3}]  # type: ignore[union-attr]


def test_closing_the_screen_closes_the_office(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    begin(desktop, folder)
    type_password(qtbot, desktop)
    desktop.lock()
    screen = desktop.locking.screen
    assert screen is not None
    screen.close()
    qtbot.waitUntil(lambda: desktop.office is None)
    Office.open(folder, key=protection.unlock(folder, PASSWORD)).close()
    assert not desktop.settings.unfinished


def test_closing_the_screen_does_not_wait_for_what_waits_behind_it(
    qtbot: QtBot, desktop: Desktop, folder: Path
) -> None:
    """Long work has failed behind the lock: its sentence waits for a password that nobody will type."""
    begin(desktop, folder)
    type_password(qtbot, desktop)
    before = ask.install(desktop.door)
    try:
        desktop.lock()
        screen = desktop.locking.screen
        assert screen is not None

        def refuse() -> None:
            raise UserError("导入没有做完，原来的资料都在")

        def close_when_it_waits() -> None:
            QTimer.singleShot(0, screen.close if desktop.door._running else close_when_it_waits)

        close_when_it_waits()
        limit = QElapsedTimer()
        limit.start()
        desktop.tasks.ask(refuse)
        qtbot.waitUntil(lambda: desktop.office is None)
        desktop.close()
        assert limit.elapsed() < 15_000, "the worker's patience is 20 s"
        assert ask.choose("还要问", ("是", "不"), safe=1) == 1, "nothing is asked any more"
    finally:
        ask.install(before)


def test_the_sample_may_have_a_password_too(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)
    protected_office(tmp_path / "sample")
    desktop.start(None, sample=True)
    assert desktop.tasks.wait_idle()
    type_password(qtbot, desktop)
    assert desktop.office is not None


def test_large_text_keeps_the_lock(qtbot: QtBot, desktop: Desktop, folder: Path, qapp: QApplication) -> None:
    from ui import theme

    begin(desktop, folder)
    type_password(qtbot, desktop)
    desktop.settings.large_text = True
    try:
        desktop.restyle()
        assert desktop.window is not None and desktop.window.isVisible()
        desktop.lock()
        assert desktop.locking.is_locked and not desktop.window.isVisible()
        type_password(qtbot, desktop)
        assert desktop.window.isVisible()
    finally:
        theme.apply(qapp)


def test_without_a_password_ctrl_l_says_where_to_set_one(qtbot: QtBot, desktop: Desktop, plain: Path) -> None:
    begin(desktop, plain)
    window = desktop.window
    assert isinstance(window, Window)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.isVisible() and "密码与锁定" in window._toast.text


def test_a_password_that_is_set_can_lock_at_once_and_one_that_is_gone_cannot(
    desktop: Desktop, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)
    begin(desktop, plain)
    on_worker(desktop.tasks, desktop.office.protection.turn_on, PASSWORD, protection.new_recovery_code())
    desktop.renamed()
    assert desktop.tasks.wait_idle()
    assert desktop.locking.can_lock and desktop.locking.watch.is_running
    assert known(desktop.settings, plain)[1]
    on_worker(desktop.tasks, desktop.office.protection.turn_off, PASSWORD)
    desktop.renamed()
    assert desktop.tasks.wait_idle()
    assert not desktop.locking.can_lock and not desktop.locking.watch.is_running


def test_only_the_newest_offices_are_remembered(settings: Settings, tmp_path: Path) -> None:
    for number in range(12):
        remember(settings, tmp_path / str(number), {"name": f"第{number}处", "protected": True})
    assert len(settings.offices) == 8
    assert known(settings, tmp_path / "11") == ("第11处", True)
    assert known(settings, tmp_path / "0") == ("", False)
    settings.offices = {str(tmp_path): ["odd"]}
    assert known(settings, tmp_path) == ("", False)


# -- after a crash ----------------------------------------------------------------------------------


def test_after_a_crash_the_page_is_the_one_that_was_open(
    desktop: Desktop, plain: Path, settings: Settings
) -> None:
    settings.last_office, settings.unfinished = str(plain), True
    settings.last_page, settings.last_target = "donations", {"id": 7}
    begin(desktop, plain)
    window = desktop.window
    assert isinstance(window, Window) and window.page_key == "donations"
    assert window.page.visits == [{"id": 7}]  # type: ignore[union-attr]
    desktop.close()
    assert not settings.unfinished


def test_the_page_is_written_down_by_numbers_only(desktop: Desktop, plain: Path, settings: Settings) -> None:
    begin(desktop, plain)
    assert isinstance(desktop.window, Window)
    desktop.window.go("member", id=4, search="王芳", new=True)
    assert settings.unfinished
    assert (settings.last_page, settings.last_target) == ("member", {"id": 4})


@pytest.mark.parametrize(("unfinished", "page"), [(False, "donations"), (True, "gone")])
def test_otherwise_it_begins_at_home(
    desktop: Desktop, plain: Path, settings: Settings, unfinished: bool, page: str
) -> None:
    settings.last_office, settings.unfinished, settings.last_page = str(plain), unfinished, page
    begin(desktop, plain)
    assert isinstance(desktop.window, Window) and desktop.window.page_key == "home"


def test_another_office_than_the_last_begins_at_home(
    desktop: Desktop, plain: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.last_office, settings.unfinished, settings.last_page = str(tmp_path / "other"), True, "donations"
    begin(desktop, plain)
    assert isinstance(desktop.window, Window) and desktop.window.page_key == "home"


# -- damaged ----------------------------------------------------------------------------------------


def spoil(folder: Path) -> None:
    """Overwrite the file's first pages; the key file stays."""
    with (folder / FILE_NAME).open("r+b") as file:
        file.write(b"\x5a" * 8192)


def test_a_damaged_office_is_restored_from_its_copy_with_the_password_typed_once(
    qtbot: QtBot, desktop: Desktop, folder: Path, asked: Asked
) -> None:
    with Office.open(folder, key=protection.unlock(folder, PASSWORD)) as office:
        office.add("members", {"name": "王芳", "work_unit": "镇卫生院", "joined": "2022-01-01"})
        copy = office.backup.make("manual")
    spoil(folder)
    begin(desktop, folder)

    def choose(dialog: DamageDialog) -> bool:
        assert isinstance(dialog, DamageDialog)
        dialog.choice, dialog.copy = "restore", copy
        return True

    asked.answers += [choose, lambda dialog: isinstance(dialog, RestoredDialog)]
    type_password(qtbot, desktop)
    assert [type(dialog) for dialog in asked.dialogs] == [DamageDialog, RestoredDialog]
    assert isinstance(desktop.window, Window)
    assert on_worker(desktop.tasks, desktop.office.count, "members") == 1
    assert any((folder / "damaged").iterdir()), "the damaged file is kept"


def test_a_spoilt_key_file_is_damage_too(qtbot: QtBot, desktop: Desktop, folder: Path, asked: Asked) -> None:
    (folder / "office.key").write_text("{", encoding="utf-8")
    begin(desktop, folder)
    type_password(qtbot, desktop)
    assert [type(dialog) for dialog in asked.dialogs] == [DamageDialog]


def test_leaving_a_damaged_office_as_it_is_asks_for_another(
    qtbot: QtBot, desktop: Desktop, folder: Path, asked: Asked
) -> None:
    spoil(folder)
    before = (folder / FILE_NAME).read_bytes()
    begin(desktop, folder)
    type_password(qtbot, desktop)
    assert [type(dialog) for dialog in asked.dialogs] == [DamageDialog]
    assert isinstance(desktop.window, FirstStart)
    assert (folder / FILE_NAME).read_bytes() == before


def test_an_office_of_no_bytes_offers_its_copies(desktop: Desktop, plain: Path, asked: Asked) -> None:
    with Office.open(plain) as office:
        copy = office.backup.make("manual")
    (plain / FILE_NAME).write_bytes(b"")

    def choose(dialog: DamageDialog) -> bool:
        dialog.choice, dialog.copy = "restore", copy
        return True

    asked.answers += [choose, True]
    begin(desktop, plain)
    assert isinstance(desktop.window, Window) and desktop.office is not None


def test_a_copy_with_another_password_asks_for_it(
    desktop: Desktop, plain: Path, asked: Asked, folder: Path
) -> None:
    """The file on a stick is of the time when the office had a password; the damaged one has none any more."""
    stick = plain.parent / "stick"
    stick.mkdir()
    with Office.open(folder, key=protection.unlock(folder, PASSWORD)) as office:
        copy = office.backup.make("manual")
        for path in sorted(copy.path.parent.glob(f"{copy.path.stem}*")):
            shutil.copy(path, stick / path.name)
        office.protection.turn_off(PASSWORD)
    spoil(folder)
    typed = iter(("wrong", PASSWORD))

    def choose(dialog: DamageDialog) -> bool:
        dialog.choice, dialog.copy = "other", stick / copy.path.name
        return True

    def secret(dialog: AskSecretDialog) -> bool:
        assert isinstance(dialog, AskSecretDialog)
        dialog.secret = next(typed)
        return True

    asked.answers += [choose, secret, secret, True]
    begin(desktop, folder)
    assert [type(dialog) for dialog in asked.dialogs][:3] == [DamageDialog, AskSecretDialog, AskSecretDialog]
    with pytest.raises(StopIteration):
        next(typed)


# -- the first start --------------------------------------------------------------------------------


def test_a_password_wished_for_at_the_first_start_comes_before_everything_else(
    desktop: Desktop, plain: Path, asked: Asked, tmp_path: Path
) -> None:
    desktop.start(None, sample=False)
    assert isinstance(desktop.window, FirstStart)
    seen: list[Any] = []

    def look(dialog: SetPasswordDialog) -> bool:
        window = desktop.window
        assert isinstance(dialog, SetPasswordDialog) and isinstance(window, Window)
        seen.append(window.page_key)
        return True

    asked.answers.append(look)
    sheet = tmp_path / "members.xlsx"
    desktop.window.chosen.emit(Chosen(plain, "import", sheet, protect=True))
    assert desktop.tasks.wait_idle()
    window = desktop.window
    assert isinstance(window, Window)
    assert seen == ["home"] and window.page_key == "members"
    assert window.page.visits == [{"import_sheet": sheet}]  # type: ignore[union-attr]


def test_leaving_the_dialog_leaves_the_office_without_and_says_where_to_set_one(
    desktop: Desktop, plain: Path, asked: Asked
) -> None:
    desktop.start(None, sample=False)
    assert isinstance(desktop.window, FirstStart)
    desktop.window.chosen.emit(Chosen(plain, protect=True))
    assert desktop.tasks.wait_idle()
    assert len(asked.dialogs) == 1
    window = desktop.window
    assert isinstance(window, Window) and "密码与锁定" in window._toast.text
    assert not protection.is_locked(plain)


def test_the_choice_is_said_plainly_and_goes_along(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    start = FirstStart(tasks, folder=tmp_path / "new", sample_folder=tmp_path / "sample")
    qtbot.addWidget(start)
    start.show()
    chosen: list[Chosen] = []
    start.chosen.connect(chosen.append)
    words = start.rows["password"].field.accessibleDescription
    assert start.protect.current() == "off" and "都能看到全部资料" in words()
    start.protect.setFocus()
    qtbot.keyClick(start.protect, Qt.Key.Key_Right)
    assert start.protect.current() == "on" and "恢复码" in words()
    start.town.setText("云溪镇")
    start.name.setText("政协云溪镇联络处")
    qtbot.mouseClick(start.make, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    qtbot.mouseClick(start.later, Qt.MouseButton.LeftButton)
    assert chosen == [Chosen(tmp_path / "new", protect=True)]


def test_an_office_with_a_password_can_be_chosen_at_the_first_start(
    qtbot: QtBot, tasks: Tasks, folder: Path, asked: Asked
) -> None:
    start = FirstStart(tasks, folder=folder.parent / "new", sample_folder=folder.parent / "sample")
    qtbot.addWidget(start)
    start.show()
    chosen: list[Chosen] = []
    start.chosen.connect(chosen.append)
    asked.answers.append(folder)
    qtbot.mouseClick(start.open_button, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert chosen == [Chosen(folder)]
    with pytest.raises(Locked):
        Office.open(folder)

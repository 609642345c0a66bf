"""The lock: when it falls, what it hides, and that all comes back as it was; by keys, mouse and clocks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from liaison.changes import Changes
from liaison.office import Office
from liaison.safety.protection import unlock
from tests.ui.offices import on_worker, write
from tests.ui.passwords import PASSWORD, cheap, protected_office
from ui import ask
from ui.dialogs.door import DialogDoor
from ui.dialogs.questions import TextDialog
from ui.locking import LOOK_EVERY, SLEPT, Locking, Watch
from ui.pages.base import Page, PageSpec, Room
from ui.settings import Settings
from ui.tasks import Tasks
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


# -- when it falls ----------------------------------------------------------------------------------


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A watch whose clocks and minutes are in the test's hands."""

    def __init__(self) -> None:
        self.clock, self.wall, self.minutes = Clock(), Clock(), 10
        self.heard: list[str] = []
        self.watch = Watch(lambda: self.minutes, clock=self.clock, wall=self.wall)
        self.watch.idle.connect(lambda: self.heard.append("idle"))
        self.watch.slept.connect(lambda: self.heard.append("slept"))
        self.watch.lock_wanted.connect(lambda: self.heard.append("wanted"))

    def go(self, seconds: float, *, by: float = LOOK_EVERY / 1000) -> None:
        """Let time pass, with a look at every `by` seconds."""
        for _ in range(round(seconds / by)):
            self.clock.now += by
            self.wall.now += by
            self.watch.look()


@pytest.fixture
def watched(qapp: QApplication) -> Iterator[Watched]:
    assert qapp
    made = Watched()
    yield made
    made.watch.stop()


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_ten_minutes_without_a_touch_lock(watched: Watched) -> None:
    watched.watch.start()
    watched.go(598)
    assert watched.heard == []
    watched.go(2)
    assert watched.heard == ["idle"]


def test_a_key_a_click_and_a_written_character_start_the_time_anew(
    qtbot: QtBot, watched: Watched, field: QLineEdit
) -> None:
    watched.watch.start()
    for touch in (
        lambda: qtbot.keyClick(field, Qt.Key.Key_A),
        lambda: write(field, "云"),  # an input method keeps the keys to itself
        lambda: qtbot.mouseClick(field, Qt.MouseButton.LeftButton),
        lambda: qtbot.mouseMove(field, QPoint(7, 7)),
    ):
        watched.go(590)
        touch()
    watched.go(590)
    assert watched.heard == []


def test_a_dialog_that_opens_is_listened_to_as_well(qtbot: QtBot, watched: Watched, field: QLineEdit) -> None:
    watched.watch.start()
    dialog = TextDialog("销号", "结果", "", "销号")
    dialog.setParent(field, dialog.windowFlags())
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.field.hasFocus)
    watched.go(590)
    qtbot.keyClick(dialog.field, Qt.Key.Key_A)
    watched.go(20)
    assert watched.heard == []
    qtbot.keyClick(dialog.field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert watched.heard == ["wanted"]
    dialog.close()


def test_never_means_never_and_a_changed_setting_counts_at_once(watched: Watched) -> None:
    watched.minutes = 0
    watched.watch.start()
    watched.go(3600, by=20)
    assert watched.heard == []
    watched.minutes = 5
    watched.watch.look()
    assert watched.heard == ["idle"]


def test_a_jump_of_the_calendar_is_a_sleep_and_one_backwards_is_none(watched: Watched) -> None:
    watched.watch.start()
    watched.go(10)
    watched.wall.now += LOOK_EVERY / 1000 + SLEPT
    watched.watch.look()
    assert watched.heard == [], "a busy computer is late as well"
    watched.wall.now -= 86400
    watched.watch.look()
    assert watched.heard == [], "a clock that was set back"
    watched.wall.now += LOOK_EVERY / 1000 + SLEPT + 0.1
    watched.watch.look()
    assert watched.heard == ["slept"]


def test_nothing_is_heard_after_stopping(qtbot: QtBot, watched: Watched, field: QLineEdit) -> None:
    watched.watch.start()
    watched.watch.stop()
    qtbot.keyClick(field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    watched.watch.going_to_sleep(True)
    assert watched.heard == []


def test_logind_says_that_the_computer_goes_to_sleep(watched: Watched) -> None:
    watched.watch.start()
    watched.watch.going_to_sleep(False)
    assert watched.heard == []
    watched.watch.going_to_sleep(True)
    assert watched.heard == ["slept"]


_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path={path}</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
_LISTENS = """
import ui
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
from ui.locking import Watch, _listen_to_logind
watch = Watch(lambda: 0)
watch._timer.start()
watch.slept.connect(app.quit)
print(_listen_to_logind(watch), flush=True)
app.exec()
print("slept", flush=True)
"""
_SAYS = """
import ui
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
app = QCoreApplication([])
bus = QDBusConnection.systemBus()
bus.registerService("org.freedesktop.login1")
def say():
    word = QDBusMessage.createSignal("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")
    word.setArguments([True])
    bus.send(word)
timer = QTimer(interval=50)
timer.timeout.connect(say)
timer.start()
app.exec()
"""


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="no bus on this computer")
def test_the_word_of_a_real_bus_is_heard(tmp_path: Path) -> None:
    """Three processes: a bus, one that says what logind says before a sleep, and one that listens as the program."""
    path = tmp_path / "bus"
    (tmp_path / "bus.conf").write_text(_BUS.format(path=path), encoding="utf-8")
    environment = os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={path}"}
    root = Path(__file__).resolve().parent.parent.parent
    running: list[subprocess.Popen[str]] = []

    def start(*command: str) -> Any:
        running.append(subprocess.Popen(
            command, cwd=root, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ))  # fmt: skip
        return running[-1].stdout

    try:
        bus = start("dbus-daemon", f"--config-file={tmp_path}/bus.conf", "--nofork", "--print-address")
        assert bus.readline()
        listening = start(sys.executable, "-c", _LISTENS)
        assert listening.readline().strip() == "True"
        start(sys.executable, "-c", _SAYS)
        assert listening.readline().strip() == "slept"
    finally:
        for process in running:
            process.kill()
            process.communicate()


def test_without_a_system_bus_nothing_is_missed(tmp_path: Path) -> None:
    """In a process of its own: Qt looks for the bus once."""
    code = (
        "import ui\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "app = QCoreApplication([])\n"
        "from ui.locking import Watch, _listen_to_logind\n"
        "print(_listen_to_logind(Watch(lambda: 0)))\n"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PATH": "", "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/none", "HOME": str(tmp_path)},
        cwd=Path(__file__).resolve().parent.parent.parent,
    )  # fmt: skip
    assert out.stdout.strip() == "False"


# -- what it hides ----------------------------------------------------------------------------------


class Typing(Page):
    """A page with a field; what happens when it is left is the test's."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.field = QLineEdit(self)
        box = QVBoxLayout()
        box.addWidget(self.field)
        self.frame.content.addLayout(box)
        self.left = 0
        self.refreshed: list[str] = []
        self.question = self.breaks = False

    def leave(self) -> bool:
        self.left += 1
        if self.breaks:
            raise ZeroDivisionError
        if self.question:
            return ask.choose("还没有保存", ("不要了", "接着填"), safe=1) == 0
        return True

    def refresh(self, changes: Changes) -> None:
        self.refreshed.append(changes.title)


PAGES = tuple(PageSpec(key, "台账", key, Typing) for key in ("one", "two"))


class Stand:
    """A window over a real office with a password, and the real door of dialogs."""

    def __init__(self, qtbot: QtBot, tasks: Tasks, settings: Settings, office: Any) -> None:
        self.qtbot, self.tasks, self.office = qtbot, tasks, office
        self.window = Window(tasks, settings, PAGES)
        qtbot.addWidget(self.window)
        self.window.resize(1000, 600)
        self.door = DialogDoor(settings, lambda: self.window)
        self.locking = Locking(tasks, settings, self.door)
        room = Room(office, tasks, settings, self.window.go, self.window.toast, self.window.changed)
        self.window.set_room(room, town="云溪镇", name="政协云溪镇联络处", sample=False, protected=True)
        self.window.lock_wanted.connect(self.locking.lock)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.window.go("one")
        self.locking.guard(office, "政协云溪镇联络处", self.window)

    @property
    def page(self) -> Typing:
        page = self.window.page
        assert isinstance(page, Typing)
        return page

    @property
    def visible(self) -> list[QWidget]:
        """What can be seen of the program."""
        return [w for w in QApplication.topLevelWidgets() if w.isVisible()]

    def unlock(self) -> None:
        """Type the password into the screen."""
        screen = self.locking.screen
        assert screen is not None
        self.qtbot.waitActive(screen)
        screen.password.line.setText(PASSWORD)
        self.qtbot.keyClick(screen.password.line, Qt.Key.Key_Return)
        assert self.tasks.wait_idle()
        assert not self.locking.is_locked


@pytest.fixture
def stand(
    qtbot: QtBot, tasks: Tasks, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stand]:
    cheap(monkeypatch)
    protected_office(tmp_path / "office")
    office = on_worker(tasks, lambda: Office.open(tmp_path / "office", key=unlock(tmp_path / "office", PASSWORD)))
    made = Stand(qtbot, tasks, settings, office)
    before = ask.install(made.door)
    yield made
    ask.install(before)
    made.locking.watch.stop()
    if made.locking.screen is not None:
        made.locking.forsake()
    on_worker(tasks, office.close)


def test_ctrl_l_hides_all_and_the_password_brings_it_back(qtbot: QtBot, stand: Stand) -> None:
    write(stand.page.field, "刚打了一半")
    qtbot.keyClick(stand.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    screen = stand.locking.screen
    assert screen is not None and stand.visible == [screen]
    assert screen.windowTitle() == "联络簿 — 已锁定"
    assert screen.size() == stand.window.size()
    assert stand.page.left == 1, "what was typed has been laid down"
    assert not stand.locking.watch.is_running
    stand.unlock()
    assert stand.visible == [stand.window]
    assert stand.page.field.text() == "刚打了一半"
    assert stand.window.focusWidget() is stand.page.field
    assert stand.locking.watch.is_running


def test_the_word_at_the_foot_of_the_sidebar_locks(qtbot: QtBot, stand: Stand) -> None:
    assert stand.window.sidebar.lock.isVisible()
    qtbot.mouseClick(stand.window.sidebar.lock, Qt.MouseButton.LeftButton)
    assert stand.locking.is_locked


def test_a_wrong_password_keeps_everything_hidden(qtbot: QtBot, stand: Stand) -> None:
    stand.locking.lock()
    screen = stand.locking.screen
    assert screen is not None
    qtbot.keyClicks(screen.password.line, "wrong")
    qtbot.keyClick(screen.password.line, Qt.Key.Key_Return)
    assert stand.tasks.wait_idle()
    assert stand.visible == [screen]


def meanwhile(dialog: QDialog, steps: Callable[[], None]) -> None:
    """Run steps once the dialog is open and waits for its answer; where one fails, the dialog is left."""

    def go() -> None:
        if not dialog.isActiveWindow():
            QTimer.singleShot(5, go)
            return
        try:
            steps()
        except BaseException:
            dialog.reject()
            raise

    QTimer.singleShot(0, go)


def test_an_open_dialog_comes_back_with_what_was_being_typed(qtbot: QtBot, stand: Stand) -> None:
    dialog = TextDialog("销号", "结果", "", "销号")
    seen: dict[str, Any] = {}

    def locked() -> None:
        write(dialog.field, "水样已送检")
        dialog.move(140, 90)
        qtbot.keyClick(dialog.field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        seen["locked"] = stand.visible
        stand.unlock()
        seen["back"] = dialog.isVisible() and QApplication.activeModalWidget() is dialog
        seen["place"] = dialog.pos()
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)

    meanwhile(dialog, locked)
    assert ask.run(dialog), "its question was still being waited for"
    assert seen["locked"] == [w for w in seen["locked"] if type(w).__name__ == "UnlockScreen"] and seen["locked"]
    assert seen["back"] and seen["place"] == QPoint(140, 90)
    assert dialog.text == "水样已送检"


def test_dialogs_over_dialogs_come_back_in_their_order(stand: Stand) -> None:
    first, second = (TextDialog(word, "结果", word, "好") for word in ("一", "二"))
    order: list[str] = []

    def open_second() -> None:
        meanwhile(second, lock)
        order.append("二" if ask.run(second) else "")

    def lock() -> None:
        stand.locking.lock()
        stand.unlock()
        assert QApplication.activeModalWidget() is second
        second._pressed()
        QTimer.singleShot(0, first._pressed)

    meanwhile(first, open_second)
    assert ask.run(first)
    assert order == ["二"]


def test_a_question_while_locked_waits_for_the_password(stand: Stand) -> None:
    """Long work that fails behind the lock must not tell of it over the unlock screen."""
    asked: list[Any] = []

    def locked() -> None:
        screen = stand.locking.screen
        asked.append(stand.visible == [screen])
        stand.unlock()
        dialog = stand.door._running[-1]
        asked.append(type(dialog).__name__ if dialog is QApplication.activeModalWidget() else "hidden")
        dialog.close()

    stand.locking.lock()
    QTimer.singleShot(0, locked)
    ask.tell("导入没有做完，原来的资料都在")
    assert asked == [True, "TellDialog"]


def test_a_page_that_asks_or_breaks_does_not_keep_it_from_locking(qtbot: QtBot, stand: Stand) -> None:
    stand.page.question = True
    write(stand.page.field, "没填完")
    stand.locking.lock()
    assert stand.visible == [stand.locking.screen]
    stand.unlock()
    assert QApplication.activeModalWidget() is None, "the question was for leaving, and nobody left"
    assert stand.page.field.text() == "没填完"
    stand.page.breaks = True
    with qtbot.capture_exceptions() as caught:
        stand.locking.lock()
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    assert stand.visible == [stand.locking.screen]
    stand.page.breaks = stand.page.question = False


def test_long_work_goes_on_behind_it_and_its_change_shows_afterwards(qtbot: QtBot, stand: Stand) -> None:
    go, done = threading.Event(), []

    def work(*, progress: Any) -> Changes:
        progress(1, 2)
        go.wait(20)
        progress(2, 2)
        return Changes(1, "导入 36 条捐赠", {"donations": frozenset({1})})

    def finished(changes: Changes) -> None:
        done.append(changes.title)
        stand.window.changed(changes)

    stand.tasks.long("正在导入", work, done=finished)
    stand.locking.lock()
    screen = stand.locking.screen
    assert screen is not None
    screen.password.line.setText(PASSWORD)
    with qtbot.waitSignal(screen.unlocked):  # the worker is busy: the password is tried beside it
        qtbot.keyClick(screen.password.line, Qt.Key.Key_Return)
    stand.locking.lock()
    go.set()
    assert stand.tasks.wait_idle()
    assert done == ["导入 36 条捐赠"]
    assert stand.page.refreshed == []
    stand.unlock()
    assert stand.page.refreshed == ["导入 36 条捐赠"]
    assert "导入 36 条捐赠" in stand.window._toast.text and stand.window._toast.isVisible()


def test_menus_are_closed_and_a_window_of_its_own_is_hidden_and_comes_back(qtbot: QtBot, stand: Stand) -> None:
    menu = QMenu(stand.window)
    menu.addAction("打印")
    menu.popup(QPoint(20, 20))
    kiosk = QWidget(stand.window, Qt.WindowType.Window)
    kiosk.showFullScreen()
    qtbot.addWidget(kiosk)
    stand.locking.lock()
    screen = stand.locking.screen
    assert screen is not None
    assert stand.visible == [screen] and screen.isFullScreen()
    stand.unlock()
    assert set(stand.visible) == {stand.window, kiosk} and kiosk.isFullScreen()
    assert not menu.isVisible()


def test_the_systems_file_chooser_is_left(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be hidden on every system; nothing of the books is typed into it."""

    def chooser(parent: QWidget, *_: object) -> tuple[str, str]:
        dialog = QFileDialog(parent)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        QTimer.singleShot(0, stand.locking.lock)
        dialog.exec()
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chooser)
    assert ask.open_file("import", "选择委员名册") is None
    assert stand.visible == [stand.locking.screen]


@pytest.mark.parametrize(("ours", "left"), [(True, ""), (False, "别的程序的字")])
def test_only_what_we_copied_is_taken_from_the_clipboard(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, ours: bool, left: str
) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("别的程序的字")
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: ours)
    stand.locking.lock()
    assert clipboard.text() == left


def test_opened_attachments_are_wiped(stand: Stand, tmp_path: Path) -> None:
    note = tmp_path / "名单.txt"
    note.write_text("云溪镇", encoding="utf-8")
    attached = on_worker(stand.tasks, stand.office.attach, note)
    opened = on_worker(stand.tasks, stand.office.open_attachment, attached["digest"], "名单.txt")
    assert opened.exists()
    stand.locking.lock()
    assert stand.tasks.wait_idle()
    assert not opened.exists()


def test_a_password_that_is_taken_away_behind_it_opens_it(stand: Stand) -> None:
    stand.locking.lock()
    stand.locking.release()
    assert stand.visible == [stand.window]
    assert not stand.locking.can_lock


def test_without_a_password_nothing_can_be_locked(stand: Stand) -> None:
    stand.locking.release()
    stand.locking.lock()
    assert stand.visible == [stand.window]


@pytest.mark.parametrize("in_front", [True, False])
def test_who_types_in_another_program_is_not_interrupted(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, in_front: bool
) -> None:
    monkeypatch.setattr(QApplication, "activeWindow", lambda: stand.window if in_front else None)
    stand.locking.lock()
    screen = stand.locking.screen
    assert screen is not None
    assert screen.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating) is not in_front


def test_a_minimised_window_stays_so_and_comes_back_open(stand: Stand) -> None:
    stand.window.showMinimized()
    stand.locking.lock()
    screen = stand.locking.screen
    assert screen is not None and screen.isMinimized()
    stand.unlock()
    assert stand.window.isVisible() and not stand.window.isMinimized()


def test_locking_twice_is_locking_once(stand: Stand) -> None:
    stand.locking.lock()
    screen = stand.locking.screen
    stand.locking.lock()
    assert stand.locking.screen is screen


def test_half_written_pinyin_is_not_lost(stand: Stand) -> None:
    stand.page.field.setFocus()
    event = QInputMethodEvent("yun", [])
    QApplication.sendEvent(stand.page.field, event)
    assert event.type() == QEvent.Type.InputMethod
    stand.locking.lock()
    stand.unlock()
    assert stand.page.field.isEnabled()


# -- the real rooms behind it -----------------------------------------------------------------------


def test_the_kiosk_and_the_print_room_are_hidden_and_come_back(qtbot: QtBot, stand: Stand) -> None:
    from ui.dialogs.password_code import CodeJob
    from ui.dialogs.printing import PrintRoom, begin
    from ui.pages.kiosk import Kiosk

    room = stand.window.room
    assert room is not None
    activity = on_worker(stand.tasks, lambda: stand.office.add(
        "activities", {"kind": "集中学习", "title": "集中学习", "start": "2026-08-21 09:00"}
    ).created["activities"][0])  # fmt: skip
    kiosk = Kiosk(room, activity)
    kiosk.showFullScreen()
    assert stand.tasks.wait_idle()
    job = CodeJob("23456-23456-23456-23456-23456")
    paper = PrintRoom(room, job, on_worker(stand.tasks, begin, stand.office, job, {}))
    seen: list[bool] = []

    def lock() -> None:
        stand.locking.lock()
        seen.append(stand.visible == [stand.locking.screen])
        stand.unlock()
        seen.append(kiosk.isVisible() and kiosk.isFullScreen() and paper.isVisible())
        qtbot.keyClick(paper, Qt.Key.Key_Escape)

    meanwhile(paper, lock)
    assert not ask.run(paper)
    assert seen == [True, True]
    kiosk.leave()

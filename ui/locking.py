"""The lock: everything is hidden until the password is typed; work that runs goes on behind it.

It falls when Ctrl+L or 锁定 is pressed, when nobody has touched the program for a while, and when the computer
goes to sleep: at once where logind says so, else at the first look after waking.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import SLOT, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ui.dialogs.door import DialogDoor
from ui.settings import Settings
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ui.dialogs.password_unlock import UnlockScreen
    from ui.window import Window

LOOK_EVERY = 2000
"""Milliseconds between two looks at the clocks."""
SLEPT = 30.0
"""Seconds of the wall clock between two looks after which the computer must have slept."""
_MOST_POPUPS = 20

_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
    QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
})  # fmt: skip


class Watch(QObject):
    """Notices that nobody touches the program, that the computer slept, and Ctrl+L wherever it is pressed.

    It listens at the window and the widget that have the focus only: a filter on the whole application would
    run Python at every paint of every widget.

    Signals:
        idle: nobody has touched the program for the given minutes.
        slept: the computer goes to sleep, or has just woken.
        lock_wanted: Ctrl+L was pressed, also in a dialog or at the kiosk.
    """

    idle = Signal()
    slept = Signal()
    lock_wanted = Signal()

    def __init__(
        self,
        minutes: Callable[[], int],
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Args:
        minutes: until it is idle; 0 never. Asked at every look, so that a changed setting counts at once.
        clock: seconds that only go forward; wall: seconds of the calendar. Tests set them.
        """
        super().__init__(parent)
        self._minutes, self._clock, self._wall = minutes, clock, wall
        self._touched = self._looked = 0.0
        self._listening: dict[str, QObject | None] = {"window": None, "widget": None}
        self._logind = False
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.look)

    @property
    def is_running(self) -> bool:
        """Whether it watches."""
        return self._timer.isActive()

    def start(self) -> None:
        """Watch from now on."""
        self.touched()
        self._looked = self._wall()
        if self.is_running:
            return
        self._timer.start()
        app = _application()
        app.focusWindowChanged.connect(self._at_window)
        app.focusObjectChanged.connect(self._at_widget)
        self._at_window(app.focusWindow())
        self._at_widget(app.focusObject())
        if not self._logind:
            self._logind = _listen_to_logind(self)

    def stop(self) -> None:
        """Watch no more."""
        if not self.is_running:
            return
        self._timer.stop()
        app = _application()
        app.focusWindowChanged.disconnect(self._at_window)
        app.focusObjectChanged.disconnect(self._at_widget)
        self._at_window(None)
        self._at_widget(None)

    def touched(self) -> None:
        """Somebody is there."""
        self._touched = self._clock()

    @Slot()
    def look(self) -> None:
        """Compare the clocks."""
        now, before = self._wall(), self._looked
        self._looked = now
        if now - before > LOOK_EVERY / 1000 + SLEPT:
            self.slept.emit()
            return
        minutes = self._minutes()
        if minutes > 0 and self._clock() - self._touched >= minutes * 60:
            self.idle.emit()

    @Slot(bool)
    def going_to_sleep(self, sleeps: bool) -> None:
        """logind's PrepareForSleep: True before the sleep, False after it."""
        if sleeps and self.is_running:
            self.slept.emit()

    @Slot(QObject)
    def _at_window(self, window: QObject | None) -> None:
        self._listen("window", window)

    @Slot(QObject)
    def _at_widget(self, widget: QObject | None) -> None:
        self._listen("widget", widget)

    def _listen(self, kind: str, to: QObject | None) -> None:
        before = self._listening[kind]
        if before is not None and before is not to and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if to is not None:
            to.installEventFilter(self)
        self._listening[kind] = to

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _TOUCHES:
            self.touched()
            if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_ctrl_l(event):
                self.lock_wanted.emit()
                return True
        return False


class Locking(QObject):
    """Hides everything and shows the unlock screen; brings all back as it was.

    Signals:
        other: 换一个联络处 was pressed on the unlock screen.
        closed: the unlock screen was closed, and the program with it.
    """

    other = Signal()
    closed = Signal()

    def __init__(
        self, tasks: Tasks, settings: Settings, door: DialogDoor | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._settings, self._door = tasks, settings, door
        self.watch = Watch(self._minutes, self)
        self.watch.idle.connect(self.lock)
        self.watch.slept.connect(self.lock)
        self.watch.lock_wanted.connect(self.lock)
        self.screen: UnlockScreen | None = None
        self._office: Any = None
        self._name = ""
        self._window: Window | None = None
        self._hidden: list[QWidget] = []

    def _minutes(self) -> int:
        return self._settings.lock_after

    # -- what is guarded ----------------------------------------------------------------------------

    def guard(self, office: Any, name: str, window: Window) -> None:
        """An office with a password is open in this window."""
        self._office, self._name, self._window = office, name, window
        if not self.is_locked:
            self.watch.start()

    def release(self) -> None:
        """There is no password any more: nothing is hidden from now on."""
        if self.is_locked:
            self.unlock(b"")
        self.watch.stop()
        self._office = self._window = None

    def forsake(self) -> None:
        """Another office is wished for at the unlock screen: what lies hidden behind it is given up."""
        self.watch.stop()
        self._office = self._window = None
        hidden, self._hidden = self._hidden, []
        for one in hidden:
            if shiboken6.isValid(one):
                one.deleteLater()
        if self._door is not None:
            self._door.leave_all()
        self._take_away()

    @property
    def can_lock(self) -> bool:
        """An office with a password is open."""
        return self._office is not None

    @property
    def is_locked(self) -> bool:
        """Everything is hidden."""
        return self.screen is not None

    # -- locking ------------------------------------------------------------------------------------

    @Slot()
    def lock(self) -> None:
        """Lay down what was typed, then hide everything; nothing can keep it from locking."""
        window, office = self._window, self._office
        if window is None or office is None or self.is_locked:
            return
        from ui.dialogs.password_unlock import UnlockScreen

        QGuiApplication.inputMethod().commit()
        _close_popups()
        screen = self.screen = UnlockScreen(
            self._tasks, office.folder, self._name, again=True, key=office.database.key
        )
        screen.unlocked.connect(self.unlock)
        screen.other.connect(self.other)
        screen.closed.connect(self._screen_closed)
        self.watch.stop()
        self._lay_down(window)
        window.hold()
        self._hidden = [window, *(w for w in _shown_windows() if w not in (window, screen))]
        front = next((w for w in self._hidden if w.isFullScreen()), window)
        screen.setGeometry(front.geometry())
        screen.setWindowState(front.windowState())  # one that was minimised stays so
        in_front = QApplication.activeWindow() is not None
        # Who is typing in another program must not find himself typing into the password's field.
        screen.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not in_front)
        screen.show()
        if in_front:
            screen.activateWindow()
        if self._door is not None:
            self._door.shut()
        for shown in self._hidden:
            shown.hide()
        _forget_copied()
        self._tasks.aside(office.wipe_viewing)  # it knows the folder only, not the file that is open

    def _lay_down(self, window: Window) -> None:
        with self._silence():
            try:
                window.leave()
            except Exception:  # a bug in a page must not leave the books on the screen
                sys.excepthook(*sys.exc_info())

    @contextmanager
    def _silence(self) -> Iterator[None]:
        if self._door is None:
            yield
        else:
            with self._door.silent():
                yield

    @Slot(object)
    def unlock(self, _key: bytes) -> None:
        """The password was right: all is as it was."""
        window, hidden = self._window, self._hidden
        if window is None or self.screen is None:
            return
        self._hidden = []
        hidden = [one for one in hidden if shiboken6.isValid(one)]
        for one in hidden:
            one.setWindowState(one.windowState() & ~Qt.WindowState.WindowMinimized)
            one.show()
            one.raise_()
        self._take_away()
        hidden[-1].activateWindow()  # the kiosk, where it was open, stands over the window
        if self._door is not None:
            self._door.open_again()
        window.resume()
        self.watch.start()

    def _take_away(self) -> None:
        screen, self.screen = self.screen, None
        if screen is not None:
            screen.hide()
            screen.deleteLater()

    @Slot()
    def _screen_closed(self) -> None:
        if self.is_locked:
            self.closed.emit()


# -- small things -----------------------------------------------------------------------------------


def _application() -> Any:
    return QApplication.instance()


def _is_ctrl_l(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _close_popups() -> None:
    """Menus, lists and tooltips."""
    QToolTip.hideText()
    for _ in range(_MOST_POPUPS):
        popup = QApplication.activePopupWidget()
        if popup is None:
            break
        popup.close()


def _shown_windows() -> list[QWidget]:
    """The program's own windows that are in sight; dialogs are the door's."""
    from PySide6.QtWidgets import QDialog

    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and not isinstance(w, QDialog)]


def _forget_copied() -> None:
    """What was copied from the books does not stay on the clipboard; another program's text does."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear()


def _listen_to_logind(watch: Watch) -> bool:
    """Hear of a sleep before it begins, on systems with logind."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        from PySide6.QtDBus import QDBusConnection
    except ImportError:
        return False
    bus = QDBusConnection.systemBus()
    slot: Any = SLOT("going_to_sleep(bool)")  # a text, whatever the stubs of PySide6 say: bytes are not heard
    return bus.isConnected() and bus.connect(
        "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
        watch, slot,
    )  # fmt: skip

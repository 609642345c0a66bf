"""The wiring: settings, look, worker, window, office, lock. Nothing is decided here.

The window shows at once; the office is opened on the worker meanwhile (see `ui.opening`). Rooms are imported
when they are first visited.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from liaison import log, paths
from ui import ask, icons, theme, undoing
from ui.caretaker import Caretaker
from ui.dialogs.door import DialogDoor
from ui.drafts import keep_all
from ui.locking import Locking
from ui.lookout import Lookout
from ui.net import CrashNet
from ui.opening import Opening, names_of, remember
from ui.pages.base import Room
from ui.pages.listed import PAGES
from ui.settings import Settings
from ui.tasks import Sweeper, Tasks
from ui.window import Window


class Desktop(QObject):
    """One running program: one window, at most one open office."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        """Makes the program's door of questions too; `start` puts it in place."""
        super().__init__(app)
        self._app = app
        self.settings = settings
        self.tasks = Tasks(self)
        self._sweeper = Sweeper(self)
        self.window: QWidget | None = None
        self.office: Any = None
        self._names: dict[str, Any] = {}
        self._then: dict[str, Any] = {}
        self._protect = self._quitting = False
        self._troubles: list[Any] = []
        self.door = DialogDoor(settings, self._front)
        self.opening = Opening(self.tasks, settings, self._show_window, self._replace, self)
        self.opening.opened.connect(self._opened)
        self.opening.given_up.connect(self._not_opened)
        self.opening.closed.connect(self._quit)
        self.locking = Locking(self.tasks, settings, self.door, self)
        self.locking.other.connect(self._leave_locked)
        self.locking.closed.connect(self._quit_locked)
        self.caretaker = Caretaker(self.tasks, self)
        self.caretaker.failed.connect(self._say)
        self.caretaker.made.connect(self._list_copies)
        self._ended_badly = False
        self.lookout = Lookout(self.tasks, settings, self)
        self.lookout.damaged.connect(self._damaged)
        self.restoring: Any = None

    # -- opening ------------------------------------------------------------------------------------

    def start(self, folder: Path | None, *, sample: bool) -> None:
        """Show the window and open an office: the named one, the sample, the last one, or ask which."""
        last = self.settings.last_office
        if self.settings.unfinished and str(folder or last) == last:
            # The last time did not end in its own way: back to where it was.
            self._then = {"page": self.settings.last_page, **self.settings.last_target}
            self._ended_badly = True
        if sample:
            self._then = {}
            self.opening.open_sample()
        elif folder is not None or last:
            self.open(folder or Path(last))
        else:
            self._first_start()

    def open(self, folder: Path) -> None:
        """Open an office folder in a new window; one that was open is closed first."""
        self.opening.open(folder)

    def switch(self, folder: Path | None) -> None:
        """Another office, chosen in 设置; None begins with the first start again."""
        window = self.window
        if isinstance(window, Window) and not window.leave():
            return
        self._close_office()
        if folder is None:
            self._first_start()
        else:
            self.open(folder)

    def restyle(self) -> None:
        """Build the window anew with the present type size, at the same page."""
        window = self.window
        if not isinstance(window, Window) or not window.leave():
            return
        theme.apply(self._app, large_text=self.settings.large_text)
        key = window.page_key
        self._show_window()
        self._enter({"page": key})

    def restore(self, copy: Any, secret: str) -> None:
        """Go back to a copy: an empty window stands there meanwhile, then the page of backups."""
        from ui.restoring import Restoring

        window = self.window
        if self.office is None or not isinstance(window, Window) or not window.leave():
            return
        if self.restoring is None:
            self.restoring = Restoring(self.tasks, self)
            self.restoring.opened.connect(self._reopened)
            self.restoring.closed.connect(self.open)
        self.caretaker.forget()
        self.lookout.end()
        self.locking.release()
        office, self.office = self.office, None
        self._then = {"page": "backups"}
        self._show_window()
        self.restoring.begin(office, copy, secret)

    @Slot(object)
    def _reopened(self, answer: tuple[Any, dict[str, Any]]) -> None:
        remember(self.settings, answer[0].folder, answer[1])
        self._opened(answer)

    def _show_window(self) -> None:
        window = Window(self.tasks, self.settings, PAGES)
        window.closed.connect(self._closed)
        window.undo_wanted.connect(self._undo)
        window.redo_wanted.connect(self._redo)
        window.lock_wanted.connect(self.lock)
        window.written.connect(self.caretaker.written)
        self._replace(window)

    def _replace(self, window: QWidget) -> None:
        """Show a window in place of the one that is there."""
        before, self.window = self.window, window
        if before is not None:
            window.setGeometry(before.geometry())
            window.setWindowState(before.windowState())
        window.show()
        if before is not None:
            before.hide()
            before.deleteLater()

    def _first_start(self) -> None:
        from ui.dialogs.first_start import FirstStart

        last = self.settings.last_office
        first = FirstStart(self.tasks, last=Path(last) if last else None)
        first.chosen.connect(self._first_chosen)
        first.setWindowTitle("联络簿")
        first.resize(theme.CLIENT_WIDTH, theme.CLIENT_HEIGHT)
        self._replace(first)

    @Slot(object)
    def _first_chosen(self, chosen: Any) -> None:
        """The first start has made or found an office; its wish for the first page is kept."""
        self._then = {}
        if chosen.then == "import" and chosen.sheet is not None:
            self._then = {"page": "members", "import_sheet": chosen.sheet}
        elif chosen.then == "type":
            self._then = {"page": "members", "new": True}
        self._protect = chosen.protect
        self.open(chosen.folder)

    @Slot(object)
    def _opened(self, answer: tuple[Any, dict[str, Any]]) -> None:
        self.office, self._names = answer
        if not isinstance(self.window, Window):
            self._show_window()
        if not self._names["sample"]:
            self.settings.last_office = str(self.office.folder)
            self.settings.unfinished = True
        then, self._then = self._then, {}
        if then.get("page") not in {spec.key for spec in PAGES}:
            then = {}
        if self._protect:
            self._enter({"page": "home"})
            self._set_password()
            if self.office is None:
                return  # the program was closed meanwhile
            if then:
                self._go(then)
        else:
            self._enter(then or {"page": "home"})
        # After the first page has its answers: the copy at start must not keep anyone waiting.
        self.caretaker.begin(self.office)
        self.lookout.begin(self.office, ended_badly=self._ended_badly)
        self._ended_badly = False

    def _enter(self, target: dict[str, Any]) -> None:
        window = self.window
        if not isinstance(window, Window):
            return
        room = Room(
            self.office, self.tasks, self.settings, window.go, window.toast, window.changed,
            restyle=self.restyle, open_office=self.switch, renamed=self.renamed, lock=self.lock,
            restore=self.restore,
        )  # fmt: skip
        window.set_room(room, **self._names)
        self.lookout.dress(window.notices)
        self._guard()
        window.can_undo = not self.office.read_only
        window.sidebar.saved("已保存")
        window.go(target.pop("page") or "home", **target)

    def _set_password(self) -> None:
        """Wished for at the first start: before anything of a person is written."""
        from ui.dialogs.password_set import SetPasswordDialog

        window = self.window
        self._protect = False
        if not isinstance(window, Window) or window.room is None:
            return
        if ask.run(SetPasswordDialog(window.room)):
            self.renamed()
        else:
            window.toast("没有设密码。以后可以在“设置”的“密码与锁定”里设", undo=False)

    def _go(self, target: dict[str, Any]) -> None:
        if isinstance(self.window, Window):
            self.window.go(target.pop("page"), **target)

    @Slot(int)
    def _undo(self, action: int) -> None:
        if isinstance(self.window, Window) and self.window.room is not None:
            undoing.undo(self.window.room, action)

    @Slot(int)
    def _redo(self, action: int) -> None:
        if isinstance(self.window, Window) and self.window.room is not None:
            undoing.redo(self.window.room, action)

    def renamed(self) -> None:
        """The office's names were changed in 设置: show them."""
        self.tasks.ask(names_of, self.office, done=self._renamed)

    def _renamed(self, names: dict[str, Any]) -> None:
        if self.office is None:
            return
        self._names = names
        remember(self.settings, self.office.folder, names)
        if isinstance(self.window, Window):
            self.window.show_office(**names)
            self._guard()

    @Slot(object)
    def _not_opened(self, error: BaseException | None) -> None:
        """Say why, then let the user choose another office; our own bugs go to the crash net."""
        self._first_start()
        from liaison.errors import UserError

        if error is None:
            return
        if not isinstance(error, UserError):
            raise error
        ask.tell(error)

    @Slot(object)
    def _damaged(self, error: Any) -> None:
        """Damage that the looking over found: the way back is offered, and nothing is closed before it is chosen."""
        from ui.dialogs.damage import DamageDialog

        if self.office is None:
            return
        dialog = DamageDialog(self.office.folder, error, self.tasks, key=self.office.database.key)
        if ask.run(dialog) and dialog.choice:
            self.restore(dialog.copy, "")

    # -- the lock -----------------------------------------------------------------------------------

    @Slot()
    def lock(self) -> None:
        """Ctrl+L and 锁定: hide everything until the password is typed."""
        if self.locking.can_lock:
            self.locking.lock()
        elif self.office is not None and isinstance(self.window, Window):
            self.window.toast("还没有密码，锁了也拦不住人。可以在“设置”的“密码与锁定”里设一个", undo=False)

    def _guard(self) -> None:
        window = self.window
        if self._names.get("protected") and isinstance(window, Window):
            self.locking.guard(self.office, self._names["name"], window)
        else:
            self.locking.release()

    @Slot()
    def _leave_locked(self) -> None:
        """换一个联络处, at the unlock screen of an office that is open behind it."""
        self.locking.forsake()
        self._close_office()
        self._first_start()

    def _front(self) -> QWidget | None:
        """Over which window a dialog stands; never over the unlock screen, which goes away."""
        front = self._app.activeWindow()
        return self.window if front is None or front is self.locking.screen else front

    # -- closing ------------------------------------------------------------------------------------

    @Slot()
    def leave(self) -> None:
        """退出 after an error that keeps coming: what is typed is kept, and nothing is asked any more."""
        keep_all()
        self._quit()

    @Slot()
    def _quit_locked(self) -> None:
        """Closed at the unlock screen: what waits behind it is left first, and its calls must end before the worker."""
        self.door.leave_all(for_good=True)
        QTimer.singleShot(0, self, self._quit)

    @Slot()
    def _closed(self) -> None:
        if self.sender() is self.window:
            self._quit()

    @Slot()
    def _quit(self) -> None:
        """The window goes at once; the copy at the exit is made, and told of where it could not be."""
        if self.window is not None:
            self.window.hide()
        self._quitting = True
        self.close()
        if not self.locking.is_locked:  # behind the lock nothing is shown; the next start makes the copy
            for trouble in self._troubles[:1]:
                ask.tell(trouble)
        self._app.quit()

    def close(self) -> None:
        """Close the office and end the worker."""
        self._close_office()
        self.tasks.stop()
        self.tasks.wait_idle()
        self._close_office()  # one that came open only now
        self.tasks.close()
        self._sweeper.stop()
        self.settings.flush()

    def _close_office(self) -> None:
        if self.office is not None:
            if not self.locking.is_locked:
                self.locking.release()
            self.lookout.end()
            self.caretaker.end(self._troubles)
            self.tasks.forget_resting()
            self.tasks.ask(self.office.close, done=self._tell_troubles)
            self.office = None
            self.settings.unfinished = False

    def _tell_troubles(self, _closed: object) -> None:
        """After another office was chosen. At the end of the program it is told when the worker is through."""
        if not self._quitting:
            troubles, self._troubles = self._troubles, []
            for trouble in troubles[:1]:
                ask.tell(trouble)

    @Slot()
    def _list_copies(self) -> None:
        """A copy was made by itself: the open page may show it."""
        window = self.window
        if isinstance(window, Window) and window.page is not None:
            window.page.copied()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        if isinstance(self.window, Window):
            self.window.toast(sentence, undo=False)


def start(folder: Path | None, *, sample: bool = False) -> int:
    """Run the program until its window is closed; the exit status.

    Args:
        folder: the office folder; None opens the last one.
        sample: the sample office, in a folder of its own.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("联络簿")
    app.setDesktopFileName(paths.APP)
    settings = Settings(paths.config_folder() / "window.ini")
    log.start(paths.log_folder())
    desktop = Desktop(app, settings)
    ask.install(desktop.door)
    net = CrashNet(app)
    net.troubled.connect(keep_all)
    net.leave_wanted.connect(desktop.leave, Qt.ConnectionType.QueuedConnection)
    net.spread()
    log.watch_for_hard_ends(paths.log_folder())
    theme.apply(app, large_text=settings.large_text)
    app.setWindowIcon(icons.app_icon())
    QTimer.singleShot(0, lambda: desktop.start(folder, sample=sample))
    app.lastWindowClosed.connect(app.quit)
    status = app.exec()
    desktop.close()
    return status

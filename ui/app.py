"""The wiring: settings, look, worker, window, office. Nothing is decided here.

The window shows at once; the office is opened on the worker meanwhile. Rooms are imported when they are
first visited.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from liaison import log, paths
from ui import ask, icons, theme
from ui.dialogs.door import DialogDoor
from ui.net import CrashNet
from ui.pages.base import Page, PageSpec, Room
from ui.settings import Settings
from ui.tasks import Sweeper, Tasks
from ui.window import Window


def _room(module: str, name: str, *arguments: Any) -> Callable[[Room], Page]:
    """A factory that imports the room's file when the room is first visited."""

    def make(room: Room) -> Page:
        from importlib import import_module

        made: Page = getattr(import_module(f"ui.pages.{module}"), name)(room, *arguments)
        return made

    return make


YEARLY = (
    "annual-bulletin", "signin-book", "donation-book", "honor-book", "honor-certificates", "member-list",
    "contact-list",
)  # fmt: skip
NOTICES = ("meeting-notice", "minutes", "activity-brief", "donation-notice")
"""The papers of two pages, in their order."""

PAGES = (
    PageSpec("home", "首页", "首页", _room("home", "HomePage")),
    PageSpec("members", "委员", "委员名册", _room("register", "RegisterPage", "members")),
    PageSpec("member", "委员", "履职档案", _room("member", "MemberPage")),
    PageSpec("signin", "活动", "活动与签到", _room("signin", "SigninPage")),
    PageSpec("signins", "台账", "签到簿", _room("register", "RegisterPage", "signins")),
    PageSpec("donations", "台账", "捐赠台账", _room("donations", "DonationsPage")),
    PageSpec("honors", "台账", "荣誉登记簿", _room("register", "RegisterPage", "honors")),
    PageSpec("suggestions", "建言", "意见建议", _room("register", "RegisterPage", "suggestions")),
    PageSpec("board", "为民", "专班任务", _room("board", "BoardPage")),
    PageSpec("report", "文稿", "季度汇报", _room("report", "ReportPage")),
    PageSpec("bulletin", "文稿", "季通报", _room("papers", "PapersPage", "季通报", "quarterly-bulletin")),
    PageSpec("yearly", "文稿", "年度整理", _room("papers", "PapersPage", "年度整理", *YEARLY)),
    PageSpec("notices", "文稿", "通知与纪要", _room("papers", "PapersPage", "通知与纪要", *NOTICES)),
    PageSpec("settings", "", "设置", _room("settings", "SettingsPage"), "settings"),
)


class Desktop(QObject):
    """One running program: one window, at most one open office."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self.settings = settings
        self.tasks = Tasks(self)
        self._sweeper = Sweeper(self)
        self.window: QWidget | None = None
        self.office: Any = None
        self._names: dict[str, Any] = {}
        self._then: dict[str, Any] = {}

    # -- opening ------------------------------------------------------------------------------------

    def start(self, folder: Path | None, *, sample: bool) -> None:
        """Show the window and open an office: the named one, the sample, the last one, or ask which."""
        if sample:
            self._show_window()
            self.tasks.long("正在准备示例", _open_sample, done=self._opened, failed=self._not_opened)
        elif folder is not None or self.settings.last_office:
            self.open(folder or Path(self.settings.last_office))
        else:
            self._first_start()

    def open(self, folder: Path) -> None:
        """Open an office folder in a new window; one that was open is closed first."""
        self._show_window()
        self.tasks.ask(_open, folder, done=self._opened, failed=self._not_opened)

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

    def _show_window(self) -> None:
        window = Window(self.tasks, self.settings, PAGES)
        window.closed.connect(self._closed)
        window.undo_wanted.connect(self._undo)
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

        first = FirstStart(self.tasks)
        first.chosen.connect(self._first_chosen)
        first.setWindowTitle("联络簿")
        first.resize(theme.CLIENT_WIDTH, theme.CLIENT_HEIGHT)
        self._replace(first)

    @Slot(object)
    def _first_chosen(self, chosen: Any) -> None:
        """The first start has made or found an office; its wish for the first page is kept."""
        if chosen.then == "import" and chosen.sheet is not None:
            self._then = {"page": "members", "import_sheet": chosen.sheet}
        elif chosen.then == "type":
            self._then = {"page": "members", "new": True}
        self.open(chosen.folder)

    def _opened(self, answer: tuple[Any, dict[str, Any]]) -> None:
        self.office, self._names = answer
        if not self._names["sample"]:
            self.settings.last_office = str(self.office.folder)
        then, self._then = self._then, {}
        self._enter(then or {"page": "home"})
        if not self.office.read_only:
            # After the first page has its answers: the copy at start must not keep anyone waiting.
            self.tasks.ask(_back_up, self.office)

    def _enter(self, target: dict[str, Any]) -> None:
        window = self.window
        if not isinstance(window, Window):
            return
        room = Room(
            self.office, self.tasks, self.settings, window.go, window.toast, window.changed,
            restyle=self.restyle, open_office=self.switch, renamed=self.renamed,
        )  # fmt: skip
        window.set_room(room, **self._names)
        window.can_undo = not self.office.read_only
        window.sidebar.saved("已保存")
        window.go(target.pop("page") or "home", **target)

    @Slot()
    def _undo(self) -> None:
        """撤销, from the keyboard and from the toast: what was typed last is laid down first."""
        window = self.window
        if self.office is not None and isinstance(window, Window) and window.leave():
            self.tasks.ask(self.office.undo, done=window.changed)

    def renamed(self) -> None:
        """The office's names were changed in 设置: show them."""
        self.tasks.ask(_names, self.office, done=self._renamed)

    def _renamed(self, names: dict[str, Any]) -> None:
        self._names = names
        if isinstance(self.window, Window):
            self.window.show_office(**names)

    def _not_opened(self, error: BaseException) -> None:
        """Say why, then let the user choose another office; our own bugs go to the crash net."""
        self._first_start()
        from liaison.errors import UserError

        if not isinstance(error, UserError):
            raise error
        ask.tell(error)

    # -- closing ------------------------------------------------------------------------------------

    @Slot()
    def _closed(self) -> None:
        if self.sender() is self.window:
            self.close()
            self._app.quit()

    def close(self) -> None:
        """Close the office and end the worker."""
        self._close_office()
        self.tasks.close()
        self._sweeper.stop()
        self.settings.flush()

    def _close_office(self) -> None:
        if self.office is not None:
            self.tasks.ask(self.office.close)
            self.office = None


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
    ask.install(DialogDoor(settings, lambda: app.activeWindow() or desktop.window))
    net = CrashNet(app)
    net.spread()
    theme.apply(app, large_text=settings.large_text)
    app.setWindowIcon(icons.app_icon())
    QTimer.singleShot(0, lambda: desktop.start(folder, sample=sample))
    app.lastWindowClosed.connect(app.quit)
    status = app.exec()
    desktop.close()
    return status


def _open(folder: Path) -> tuple[Any, dict[str, Any]]:
    """On the worker: open the office, with the names the window shows."""
    from liaison.office import Office

    office = Office.open(folder)
    return office, _names(office)


def _open_sample(*, progress: Callable[..., None]) -> tuple[Any, dict[str, Any]]:
    """On the worker: open the sample office, making it the first time; a half-made one is never opened."""
    import shutil

    from liaison.office import Office

    folder = paths.sample_office_folder()
    if not folder.exists():
        from liaison.sample import make_sample

        progress(0, 0)
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        make_sample(unfinished).close()
        unfinished.rename(folder)
    office = Office.open(folder)
    return office, _names(office)


def _names(office: Any) -> dict[str, Any]:
    """On the worker: what the window shows of the office's settings."""
    settings = office.settings
    return {"town": settings.town, "name": settings.name, "sample": settings.sample}


def _back_up(office: Any) -> None:
    """On the worker: a verified copy when something changed since the last one."""
    office.back_up_if_changed("start")

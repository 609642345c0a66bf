"""Opening an office: at once, by its password, out of a backup when it is damaged, or not at all with the reason.

The office is opened on the worker. What the window shows meanwhile is a guess from the last time: the frame of
the pages, or the unlock screen of an office that had a password then.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from liaison import paths
from liaison.errors import Damaged, Locked, UserError, WrongPassword
from ui import ask
from ui.settings import Settings
from ui.tasks import Cancelled, Tasks

_MOST_KNOWN = 8


class Opening(QObject):
    """Opens one office at a time.

    Signals:
        opened: (office, names): it is open on the worker, with what the window shows of it.
        given_up: nothing is open; the error that says why, or None when the user wants another office.
        closed: the unlock screen was closed, and the program with it.
    """

    opened = Signal(object)
    given_up = Signal(object)
    closed = Signal()

    def __init__(
        self,
        tasks: Tasks,
        settings: Settings,
        frame: Callable[[], object],
        show: Callable[[QWidget], object],
        parent: QObject | None = None,
    ) -> None:
        """Args:
        frame: shows the empty window of the pages, unless it is there.
        show: puts a screen in the window's place.
        """
        super().__init__(parent)
        self._tasks, self._settings = tasks, settings
        self._frame, self._show = frame, show
        self._folder = Path()
        self.screen: QWidget | None = None
        self._key: bytes | None = None

    # -- beginning ----------------------------------------------------------------------------------

    def open(self, folder: Path) -> None:
        """Open an office folder."""
        self._begin(folder)
        self._tasks.ask(open_office, folder, None, done=self._opened, failed=self._failed)

    def open_sample(self) -> None:
        """Open the sample office, made the first time."""
        self._begin(paths.sample_office_folder())
        self._tasks.long("正在准备示例", open_sample, done=self._opened, failed=self._failed)

    def _begin(self, folder: Path) -> None:
        self._folder, self._key, self.screen = folder, None, None
        name, protected = known(self._settings, folder)
        if protected:
            self._ask_password(name)
        else:
            self._frame()

    def _opened(self, answer: tuple[Any, dict[str, Any]]) -> None:
        self.screen, self._key = None, None
        remember(self._settings, self._folder, answer[1])
        self.opened.emit(answer)

    # -- the password -------------------------------------------------------------------------------

    def _ask_password(self, name: str) -> None:
        from ui.dialogs.password_unlock import UnlockScreen

        screen = UnlockScreen(self._tasks, self._folder, name)
        screen.unlocked.connect(self._unlocked)
        screen.damaged.connect(self._damaged)
        screen.other.connect(self._elsewhere)
        screen.closed.connect(self.closed)
        self.screen = screen
        self._show(screen)

    @Slot(object)
    def _unlocked(self, key: bytes) -> None:
        self._key = key
        self._tasks.ask(open_office, self._folder, key, done=self._opened, failed=self._failed)

    @Slot()
    def _elsewhere(self) -> None:
        self.screen = None
        self.given_up.emit(None)

    # -- when it does not open ----------------------------------------------------------------------

    def _failed(self, error: BaseException) -> None:
        from ui.dialogs.password_unlock import UnlockScreen

        if isinstance(error, Damaged) or (isinstance(error, WrongPassword) and self._key is not None):
            # The key came out of the office's own key file, so that it is the file which does not fit.
            self._damaged(error)
        elif isinstance(error, Locked):
            if self.screen is None:
                self._ask_password(known(self._settings, self._folder)[0])
        elif isinstance(error, UserError) and isinstance(self.screen, UnlockScreen) and self._key is not None:
            self._key = None
            self.screen.say(error)
        elif isinstance(error, Cancelled):
            self._give_up(None)
        else:
            self._give_up(error)

    def _give_up(self, error: BaseException | None) -> None:
        self.screen, self._key = None, None
        self.given_up.emit(error)

    @Slot(object)
    def _damaged(self, error: UserError) -> None:
        from ui.dialogs.damage import DamageDialog

        dialog = DamageDialog(self._folder, error, self._tasks, key=self._key)
        if ask.run(dialog) and dialog.choice:
            self._restore(dialog.copy, "")
        else:
            self._give_up(None)

    # -- out of a backup ----------------------------------------------------------------------------

    def _restore(self, copy: Any, secret: str) -> None:
        self._copy = copy
        self._tasks.long(
            "正在从备份恢复", _restore, self._folder, copy, secret, self._key, done=self._restored,
            failed=self._not_restored,
        )

    def _restored(self, restored: Any) -> None:
        from ui.dialogs.counts import all_books
        from ui.dialogs.restoring import RestoredDialog

        self._copy = None
        ask.run(RestoredDialog(all_books(), restored.before, restored.after, restored.kept))
        if self._key is None:
            self.open(self._folder)
        else:  # it was typed a moment ago; a copy of another time may want another one
            self._tasks.ask(open_office, self._folder, self._key, done=self._opened, failed=self._not_by_this_key)

    def _not_by_this_key(self, error: BaseException) -> None:
        if isinstance(error, Locked):
            self.open(self._folder)
        else:
            self._failed(error)

    def _not_restored(self, error: BaseException) -> None:
        """A copy with a password asks for it; whatever else stands in the way is said, and another may be tried."""
        from ui.dialogs.password_asking import AskSecretDialog

        if isinstance(error, Locked):
            wrong = error.sentence if isinstance(error, WrongPassword) else ""
            dialog = AskSecretDialog("打开这份备份", "这份备份有密码：输入做备份时的密码，或那时的恢复码。", wrong)
            if ask.run(dialog):
                self._restore(self._copy, dialog.secret)
                dialog.wipe()
            else:
                self._give_up(None)
        elif isinstance(error, Damaged):
            self._damaged(error)
        else:
            self._give_up(None if isinstance(error, Cancelled) else error)


# -- what is known of an office before it is open -------------------------------------------------------


def known(settings: Settings, folder: Path) -> tuple[str, bool]:
    """An office's name and whether it had a password, as of the last time; ("", False) for one never seen."""
    kept = settings.offices.get(str(folder))
    if isinstance(kept, list) and len(kept) == 2 and isinstance(kept[0], str):
        return kept[0], bool(kept[1])
    return "", False


def remember(settings: Settings, folder: Path, names: dict[str, Any]) -> None:
    """Keep the name and the password's being there for the next start; the newest few."""
    others = {key: value for key, value in settings.offices.items() if key != str(folder)}
    newest = {str(folder): [names["name"], names["protected"]], **others}
    settings.offices = dict(list(newest.items())[:_MOST_KNOWN])


# -- on the worker --------------------------------------------------------------------------------------


def open_office(folder: Path, key: bytes | None) -> tuple[Any, dict[str, Any]]:
    """Open an office, with the names the window shows."""
    from liaison.office import Office

    office = Office.open(folder, key=key)
    return office, names_of(office)


def open_sample(*, progress: Callable[..., None]) -> tuple[Any, dict[str, Any]]:
    """Open the sample office, making it the first time; a half-made one is never opened."""
    import shutil

    folder = paths.sample_office_folder()
    if not folder.exists():
        from liaison.sample import make_sample

        progress(0, 0)
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        make_sample(unfinished).close()
        unfinished.rename(folder)
    return open_office(folder, None)


def names_of(office: Any) -> dict[str, Any]:
    """What the window shows of the office's settings, and whether it can be locked."""
    settings = office.settings
    return {
        "town": settings.town, "name": settings.name, "sample": settings.sample,
        "protected": bool(office.protection.on),
    }  # fmt: skip


def _restore(folder: Path, copy: Any, secret: str, key: bytes | None, *, progress: Callable[..., None]) -> Any:
    from liaison.safety import backups

    return backups.restore(folder, copy, secret, progress, key=key)

"""The copies the window makes by itself: at the start, after every 50 changes, at the exit; and going back to one.

Nothing here keeps anyone waiting: the copy at the start comes after the first page, the one between when the hands
rest, the one at the exit while the window has gone already.
"""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from liaison.errors import UserError
from ui.tasks import Tasks

REST = 15_000
"""Milliseconds without a change, after which a copy that is due is made."""
_log = logging.getLogger("ui.caretaker")


class Caretaker(QObject):
    """Watches over one open office at a time.

    Signals:
        made: a copy was made while the office is open.
        failed: the sentence of a copy that could not be made by itself; the same one only once.
    """

    made = Signal()
    failed = Signal(str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._office: Any = None
        self._said: set[str] = set()
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.look)

    def begin(self, office: Any) -> None:
        """An office was opened: the copy at the start, when something changed since the last one."""
        self._office = None if office.read_only else office
        if self._office is not None:
            self._tasks.ask(_copy_if_changed, self._office, done=self._made, failed=self._not_made, owner=self)

    @Slot()
    def written(self) -> None:
        """Something was written: look for a copy that is due when the hands rest."""
        if self._office is not None:
            self._rest.start()

    @Slot()
    def look(self) -> None:
        """Make the copy that is due after 50 changes, unless something is running."""
        if self._office is None:
            return
        if self._tasks.is_idle:
            self._tasks.ask(_copy_if_due, self._office, done=self._made, failed=self._not_made, owner=self)
        else:
            self._rest.start()

    def end(self, troubles: list[UserError]) -> None:
        """The office is about to be closed: the copy at the exit is the last thing asked of it.

        Args:
            troubles: gets, once the worker is through with it, why the copy could not be made.
        """
        self._rest.stop()
        if self._office is not None:
            self._tasks.ask(_copy_at_exit, self._office, troubles)
        self._office = None

    def forget(self) -> None:
        """The office is closed without a copy: it goes back to one."""
        self._rest.stop()
        self._office = None

    def _made(self, copy: Any) -> None:
        if copy is not None and self._office is not None:
            self.made.emit()

    def _not_made(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        if error.sentence not in self._said:
            self._said.add(error.sentence)
            self.failed.emit(error.sentence)


# -- on the worker ----------------------------------------------------------------------------------


def _copy_if_changed(office: Any) -> Any:
    return office.backup.make_if_changed("start")


def _copy_if_due(office: Any) -> Any:
    return office.backup.make("changes") if office.backup.due() else None


def _copy_at_exit(office: Any, troubles: list[UserError]) -> None:
    """Whatever happens here, the office is closed after it."""
    try:
        office.backup.make_if_changed("exit")
    except UserError as error:
        troubles.append(error)
    except Exception:
        _log.exception("the copy at the exit could not be made")
        troubles.append(UserError("退出时的备份没有做成，资料都在。下次打开会再做一份"))

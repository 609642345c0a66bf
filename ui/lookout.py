"""Behind the first page: says where the books lie, and looks the file over while nobody waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from liaison.errors import Damaged, UserError
from ui.settings import Settings
from ui.tasks import Tasks
from ui.widgets.notices import Notices

if TYPE_CHECKING:
    from liaison.safety.looking_over import LookOver
    from liaison.safety.opening import Notice

REST = 1_200
"""Milliseconds after the opening, and after somebody else wanted the file, until the looking over goes on."""
TURN = 0.1
"""Seconds of one turn at most, so that the pointer never turns busy for it."""


class Lookout(QObject):
    """Watches over the opening of one office at a time.

    Signals:
        damaged: the looking over found damage; the error with its sentence.
        looked: the file is sound.
    """

    damaged = Signal(object)
    looked = Signal()

    def __init__(self, tasks: Tasks, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._settings = tasks, settings
        self._folder = Path()
        self._notices: list[Notice] = []
        self._strip: Notices | None = None
        self._over: LookOver | None = None
        self._badly = False
        self.rest = QTimer(self, singleShot=True, interval=REST)
        self.rest.timeout.connect(self.go_on)

    def begin(self, office: Any, *, ended_badly: bool) -> None:
        """An office was opened.

        Args:
            ended_badly: the program did not end in its own way the last time; the result is told then.
        """
        self.end()
        self._folder, self._badly = office.folder, ended_badly
        self._tasks.ask(_look_around, office, done=self._told, owner=self)

    def dress(self, strip: Notices) -> None:
        """The strip of a new window: what was said in the former one stands there as well."""
        self._strip = strip
        strip.put_away.connect(self._put_away)
        strip.show_notices(self._notices)

    def end(self) -> None:
        """The office is closed."""
        self.rest.stop()
        self._over, self._folder = None, Path()
        self._notices = []
        self._show()

    # -- what is said -------------------------------------------------------------------------------

    def _told(self, answer: tuple[Path, list[Notice], LookOver]) -> None:
        folder, found, over = answer
        if folder != self._folder:
            return
        self._over = over
        self.rest.start()
        known = self._settings.known_notices
        fresh = [notice for notice in found if not (notice.once and self._name(notice) in known)]
        self._notices = fresh
        self._show()

    def _show(self) -> None:
        if self._strip is not None:
            self._strip.show_notices(self._notices)

    @Slot(str)
    def _put_away(self, kind: str) -> None:
        for notice in self._notices:
            if notice.kind == kind and notice.once:
                self._settings.known_notices = [*self._settings.known_notices, self._name(notice)][-50:]
        self._notices = [notice for notice in self._notices if notice.kind != kind]

    def _name(self, notice: Notice) -> str:
        return f"{notice.kind}:{self._folder}"

    # -- looking over -------------------------------------------------------------------------------

    @Slot()
    def go_on(self) -> None:
        """One turn of the looking over."""
        if self._over is not None:
            self._tasks.ask(
                _turn, self._over, self._tasks.is_awaited, done=self._turned, failed=self._found, owner=self,
                key=(id(self), "look over"),
            )  # fmt: skip

    def _turned(self, done: bool) -> None:
        if self._over is None:
            return
        if not done:
            self.rest.start(REST if self._tasks.is_awaited() else 0)
            return
        self._over = None
        self.looked.emit()
        if self._badly:
            from liaison.safety.opening import SOUND

            self._badly = False
            self._notices.append(SOUND)
            self._show()

    def _found(self, error: BaseException) -> None:
        self._over = None
        if isinstance(error, Damaged):
            self.damaged.emit(error)
        elif not isinstance(error, UserError):
            raise error


def _look_around(office: Any) -> tuple[Path, list[Notice], LookOver]:
    """On the worker: what is to be said at once, and the looking over that follows."""
    from liaison.safety.looking_over import LookOver
    from liaison.safety.opening import notices

    return office.folder, notices(office), LookOver(office)


def _turn(over: LookOver, awaited: Callable[[], bool]) -> bool:
    """On the worker: part after part, until somebody waits or the turn is over."""
    until = time.monotonic() + TURN
    return over.go_on(awaited, lambda: time.monotonic() > until)

"""The crash net: a bug of ours ends in one calm dialog with a report to copy, and the program goes on.

Whatever fails, it fails once on the screen: a storm of the same error is counted and logged now and then, another
error while the dialog stands is only logged, and when an error keeps coming the dialog offers to leave.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections import Counter
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)

from liaison import log
from liaison.errors import UserError
from ui import ask

KEEPS_COMING = 5
"""So many times the same error makes the dialog offer 退出."""
DIFFERENT = 5
"""So many different errors make it offer 退出 too."""
_log = logging.getLogger("ui.crash")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_RESERVE = 512 * 1024
"""Bytes kept so that there is room to tell that the memory has run out."""


class CrashNet(QObject):
    """Catches what nobody caught, on every thread.

    Signals:
        troubled: an error was caught; what is being typed should be kept now.
        leave_wanted: 退出 was chosen, or the program was told to end.
    """

    troubled = Signal()
    leave_wanted = Signal()
    _caught = Signal(str)
    _told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: Counter[str] = Counter()
        self._open = False
        self._reserve: bytes | None = bytes(_RESERVE)
        # Queued: a dialog must not open inside a paint event, nor on another thread.
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def spread(self) -> None:
        """Catch from now on."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread
        sys.unraisablehook = self._caught_unraisable
        qInstallMessageHandler(self._qt_said)

    def take_away(self) -> None:
        """Back to Python's own ways; for tests."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Someone's exception ended here. Never raises."""
        try:
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                self.leave_wanted.emit()
            elif isinstance(error, UserError):
                self._told.emit(error)
            else:
                self._note(kind, error, trace)
        except BaseException:  # nothing is left that could catch it
            _say_quietly("the crash net failed")
        finally:
            _let_go()

    def _note(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log the error, the same one less and less often, and ask for the dialog."""
        if isinstance(error, MemoryError):
            self._reserve = None
        try:
            report = log.describe(kind, error, trace)
        except BaseException:
            report = f"{kind.__name__}"
        self._counts[report] += 1
        count = self._counts[report]
        if count <= KEEPS_COMING:
            _log.error("%s", report)
        elif _is_round(count):
            _log.error("for the %d. time: %s", count, report.splitlines()[-1])
        if self._is_shown(count):
            self._caught.emit(report)

    def _is_shown(self, count: int) -> bool:
        """The first time, when it keeps coming, and then ever more rarely."""
        return not self._open and (count in (1, KEEPS_COMING) or _is_round(count))

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        self.caught(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)

    def _caught_unraisable(self, unraisable: sys.UnraisableHookArgs) -> None:
        """An error while something is being freed stops nobody: it is logged."""
        try:
            error = unraisable.exc_value or unraisable.exc_type()
            _log.error("while freeing: %s", log.describe(unraisable.exc_type, error, unraisable.exc_traceback))
        except BaseException:
            _say_quietly("the crash net failed")

    @Slot(str)
    def _show(self, report: str) -> None:
        if self._open:
            return
        self._open = True
        again = self._counts[report] >= KEEPS_COMING or len(self._counts) >= DIFFERENT
        leave = False
        try:
            self.troubled.emit()
            leave = ask.crash(report, again=again)
        except BaseException as error:
            # The dialog itself fails: the plainest one is tried, and then nothing more.
            _log.error("the crash dialog failed: %s", log.describe(type(error), error, error.__traceback__))
            try:
                ask.tell("程序出了一点差错，刚才这一步没有做成。已经保存的内容都在")
            except BaseException:
                _say_quietly("no dialog can be shown")
        finally:
            self._open = False
            if self._reserve is None:
                self._reserve = bytes(_RESERVE)
        if leave:
            self.leave_wanted.emit()

    @Slot(object)
    def _tell(self, error: UserError) -> None:
        """Something in the user's world, raised where nobody told it: one sentence at a time."""
        if self._open:
            return
        self._open = True
        try:
            ask.tell(error)
        finally:
            self._open = False

    @staticmethod
    def _qt_said(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        _log.log(_QT_LEVELS.get(kind, logging.WARNING), "Qt: %s", log.anonymous(message))


def _is_round(count: int) -> bool:
    """100, 1000 …"""
    return count >= 100 and set(str(count)[1:]) == {"0"} and str(count)[0] == "1"


def _let_go() -> None:
    """Hold nothing of what failed: a painter that lives on in a kept traceback would block its widget."""
    sys.last_type = sys.last_value = sys.last_traceback = None


def _say_quietly(words: str) -> None:
    """The last resort: one line in the log, and not even that when it fails."""
    try:
        _log.error(words)
    except BaseException:
        QCoreApplication.exit(1)


__all__ = ["DIFFERENT", "KEEPS_COMING", "CrashNet"]

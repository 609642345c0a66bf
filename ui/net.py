"""The crash net: a bug of ours ends in a calm dialog with a report to copy, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler

from liaison.errors import UserError
from ui import ask

_log = logging.getLogger("ui.crash")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashNet(QObject):
    """Catches what nobody caught, on every thread. The same bug is shown once, then only logged."""

    _caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: set[str] = set()
        self._open = False
        # Queued: a dialog must not open inside a paint event, nor on another thread.
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def spread(self) -> None:
        """Catch from now on."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread
        qInstallMessageHandler(self._qt_said)

    def take_away(self) -> None:
        """Back to Python's own ways; for tests."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Someone's exception ended here."""
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(1)
        if isinstance(error, UserError):
            ask.tell(error)
            return
        from liaison import log

        report = log.describe(kind, error, trace)
        _log.error("%s", report)
        self._caught.emit(report)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        self.caught(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)

    @Slot(str)
    def _show(self, report: str) -> None:
        if self._open or report in self._shown:
            return
        self._shown.add(report)
        self._open = True
        try:
            ask.crash(report)
        finally:
            self._open = False

    @staticmethod
    def _qt_said(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        _log.log(_QT_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)

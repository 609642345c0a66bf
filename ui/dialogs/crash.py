"""The crash net: a bug of ours ends in a calm dialog with a report to copy, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from liaison import log
from liaison.errors import UserError
from ui import ask, theme
from ui.dialogs.base import Dialog
from ui.widgets.buttons import Button
from ui.widgets.text import label

_log = logging.getLogger("ui.crash")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashDialog(Dialog):
    """What happened, that the records are safe, what to do; the report can be copied."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__("联络簿", wide=520, parent=parent)
        self.add_heading("程序出了一点差错，刚才这一步没有做成。")
        self.body.addWidget(
            label(
                "已经保存的内容都在，可以接着用。如果再次出现，请把下面的报告复制给维护的人；"
                "报告里没有姓名、电话和台账内容。",
                "body",
                "second",
                wrap=True,
            )
        )
        self._report = QPlainTextEdit(report, self)
        self._report.setReadOnly(True)
        self._report.setFont(theme.font("hint"))
        self._report.setFixedHeight(theme.height(180))
        self._report.setAccessibleName("报告")
        self.body.addWidget(self._report)
        self._copy = Button("复制报告", self._copy_report, icon="copy")
        on = Button("接着用", self.accept, kind="primary")
        on.setDefault(True)
        self.add_buttons([self._copy], [on])
        on.setFocus()

    @Slot()
    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
        self._copy.setText("已复制")


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

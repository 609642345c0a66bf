"""What is shown when a bug of ours was caught (see ui/net.py)."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui import theme
from ui.dialogs.base import Dialog
from ui.widgets.buttons import Button
from ui.widgets.text import label


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

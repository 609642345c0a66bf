"""What is shown when a bug of ours was caught (see ui/net.py)."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui import theme
from ui.dialogs.base import Dialog
from ui.widgets.buttons import Button
from ui.widgets.text import label

_ONCE = "刚才填的内容都还在，已经保存的也都在，可以接着用。如果再次出现，请把下面的报告复制给维护的人；"
_AGAIN = "已经保存的内容都在，正在填的也留下了，下次打开会接着显示。可以先退出再打开，并把下面的报告复制给维护的人；"
_CLEAN = "报告里没有姓名、电话和台账内容。"


class CrashDialog(Dialog):
    """What happened, that the records are safe, what to do; the report can be copied.

    Attributes:
        leave: 退出 was chosen; Esc means to go on.
    """

    def __init__(self, report: str, again: bool = False, parent: QWidget | None = None) -> None:
        """Args: again: the error keeps coming, so that leaving is offered."""
        super().__init__("联络簿", wide=520, parent=parent)
        self.leave = False
        self.add_heading("程序出了一点差错，刚才这一步没有做成。" if not again else "同样的差错一再出现。")
        self.body.addWidget(label((_AGAIN if again else _ONCE) + _CLEAN, "body", "second", wrap=True))
        self._report = QPlainTextEdit(report, self)
        self._report.setReadOnly(True)
        self._report.setFont(theme.font("hint"))
        self._report.setFixedHeight(theme.height(180))
        self._report.setAccessibleName("报告")
        self.body.addWidget(self._report)
        self._copy = Button("复制报告", self._copy_report, icon="copy")
        on = Button("接着用", self.accept, kind="primary")
        on.setDefault(True)
        right = [on]
        if again:
            self.leave_button = Button("退出", self._leave)
            right.insert(0, self.leave_button)
        self.add_buttons([self._copy], right)
        on.setFocus()

    @Slot()
    def _leave(self) -> None:
        self.leave = True
        self.accept()

    @Slot()
    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
        self._copy.setText("已复制")

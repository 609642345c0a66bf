"""Asking for one secret, such as a backup's password."""

from __future__ import annotations

from PySide6.QtCore import Slot

from ui.dialogs.base import Dialog
from ui.widgets.buttons import Button
from ui.widgets.form import FormRow
from ui.widgets.password import PasswordField
from ui.widgets.text import label


class AskSecretDialog(Dialog):
    """One field. Whoever runs it tries the secret, and runs another one with the sentence when it was wrong.

    Attributes:
        secret: what was typed, after the dialog was accepted.
    """

    def __init__(self, title: str, words: str, wrong: str = "") -> None:
        """Args: wrong: why the one typed before did not open it."""
        super().__init__(title)
        self.secret = ""
        self.add_heading(title)
        self.body.addWidget(label(words, "body", "second", wrap=True))
        self.field = PasswordField("密码或恢复码")
        self.row = FormRow("密码", self.field)
        self.body.addWidget(self.row)
        self.field.entered.connect(self.go_on)
        self.field.changed.connect(self.row.clear_problem)
        self.ahead = Button("打开", self.go_on, kind="primary", key="回车")
        self.add_buttons((), [Button("不打开", self.reject, key="Esc"), self.ahead])
        if wrong:
            self.row.problem(wrong)
        self.field.setFocus()

    @Slot()
    def go_on(self) -> None:
        """打开."""
        if self.field.text:
            self.secret = self.field.text
            self.accept()
        else:
            self.row.problem("请输入密码或恢复码")
            self.field.setFocus()

    def wipe(self) -> None:
        """Forget the secret."""
        self.secret = ""

    def done(self, result: int) -> None:
        self.field.wipe()
        super().done(result)

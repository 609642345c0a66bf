"""A new password, typed twice: strength as it is typed, and what is wrong beside the field."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.form import FormRow
from ui.widgets.password import PasswordField, StrengthLine


class NewPasswordRows(QWidget):
    """The two rows.

    Signals:
        entered: 回车 in the second field.
    """

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        self.first, self.second = PasswordField("新密码"), PasswordField("再输一遍")
        self.strength = StrengthLine()
        self.rows = (FormRow("新密码", self.first), FormRow("再输一遍", self.second))
        column.addWidget(self.rows[0])
        column.addWidget(self.strength)
        column.addWidget(self.rows[1])
        self.first.changed.connect(self._typed)
        self.second.changed.connect(self.rows[1].clear_problem)
        self.first.entered.connect(self._on)
        self.second.entered.connect(self.entered)
        self.setFocusProxy(self.first)

    @property
    def text(self) -> str:
        """The new password."""
        return self.first.text

    @Slot()
    def _typed(self) -> None:
        from liaison.safety.protection import strength

        self.rows[0].clear_problem()
        self.strength.say(strength(self.first.text) if self.first.text else None)

    @Slot()
    def _on(self) -> None:
        self.second.setFocus()

    def check(self) -> bool:
        """Whether there is a password and both are the same; says what is wrong otherwise."""
        from liaison.safety.protection import strength

        for row in self.rows:
            row.clear_problem()
        if not self.first.text.strip():
            self.rows[0].problem("请输入新密码")
            self.first.setFocus()
        elif strength(self.first.text).level == 0:
            self.rows[0].problem("太容易猜到了，请换一个长一点的")
            self.first.setFocus()
        elif self.second.text != self.first.text:
            self.rows[1].problem("两遍不一样，请再输一遍")
            self.second.wipe()
            self.second.setFocus()
        else:
            return True
        return False

    def wipe(self) -> None:
        """Forget both."""
        self.first.wipe()
        self.second.wipe()
        self.strength.say(None)

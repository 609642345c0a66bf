"""A new password, typed twice: strength as it is typed, and what is wrong beside the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.form import FormRow
from ui.widgets.password import PasswordField, StrengthLine

if TYPE_CHECKING:
    from liaison.safety.protection import Strength


class NewPasswordRows(QWidget):
    """The two rows.

    Signals:
        entered: 回车 in the second field.
    """

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.known: tuple[str, ...] = ()
        """What anybody knows of the office, and no password should lean on."""
        self._warned = ""
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

    def learn(self, known: tuple[str, ...]) -> None:
        """What `Protection.known` gave."""
        self.known = known

    def _strength(self) -> Strength:
        from liaison.safety.protection import strength

        return strength(self.first.text, self.known)

    @Slot()
    def _typed(self) -> None:
        self.rows[0].clear_problem()
        found = self._strength()
        self.strength.say(found if found.word else None)

    @Slot()
    def _on(self) -> None:
        self.second.setFocus()

    def check(self) -> bool:
        """Whether there is a password and both are the same; says what is wrong otherwise.

        A very weak one is warned of once, and taken when it is meant.
        """
        for row in self.rows:
            row.clear_problem()
        found = self._strength()
        if not found.word:
            self.rows[0].problem("请输入新密码")
            self.first.setFocus()
        elif self.second.text != self.first.text:
            self.rows[1].problem("两遍不一样，请再输一遍")
            self.second.wipe()
            self.second.setFocus()
        elif found.level == 0 and self._warned != self.first.text:
            self._warned = self.first.text
            self.rows[0].problem("这个密码很容易被猜到，最好换一个；一定要用，就再按一次", blocking=False)
        else:
            return True
        return False

    def wipe(self) -> None:
        """Forget both."""
        self._warned = ""
        self.first.wipe()
        self.second.wipe()
        self.strength.say(None)

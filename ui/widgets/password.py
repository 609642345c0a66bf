"""A field for a secret, with 显示 and a word on Caps Lock; and how strong a new password is, as it is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.buttons import LinkButton
from ui.widgets.chips import Steps
from ui.widgets.text import label, recolour

_LEVELS = 3
_TONES = ("overdue", "overdue", "near", "done")
"""The tone of a password of level 0 to 3."""


class PasswordField(QWidget):
    """One secret: dots, 显示 beside them, a line under them while Caps Lock is on.

    Signals:
        changed: another letter; the text is asked for with `text`.
        entered: 回车.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.line = QLineEdit(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(name)
        self.line.textEdited.connect(self._edited)
        self.line.installEventFilter(self)
        row.addWidget(self.line, 1)
        self.eye = LinkButton("显示", self.toggle, role="second", icon="show", parent=self)
        self.eye.setAccessibleName(f"显示{name}")
        row.addWidget(self.eye)
        column.addLayout(row)
        self._caps = label("大写锁定开着，字母会打成大写", "hint", "near", parent=self)
        self._caps.hide()
        column.addWidget(self._caps)
        self.setFocusProxy(self.line)
        self.setAccessibleName(name)

    @property
    def text(self) -> str:
        """What was typed, as it was typed: spaces count in a password."""
        return self.line.text()

    @property
    def is_shown(self) -> bool:
        """Whether the letters can be read."""
        return self.line.echoMode() == QLineEdit.EchoMode.Normal

    @property
    def caps_lock(self) -> bool:
        """Whether the line about Caps Lock shows."""
        return not self._caps.isHidden()

    def wipe(self) -> None:
        """Forget what was typed, and how it was typed; the dots come back."""
        self.line.setText("")  # unlike clear(), this leaves nothing for Ctrl+Z
        self._show(False)
        self._caps.hide()

    @Slot()
    def toggle(self) -> None:
        """显示 and 隐藏."""
        self._show(not self.is_shown)
        self.line.setFocus()

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.eye.set_word("隐藏" if shown else "显示", "hide" if shown else "show")
        self.eye.setAccessibleName(f"隐藏{self._name}" if shown else f"显示{self._name}")

    @Slot()
    def _edited(self) -> None:
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
            self._notice_caps_lock(event)
        return super().eventFilter(watched, event)

    def _notice_caps_lock(self, event: QKeyEvent) -> None:
        """Qt does not say whether Caps Lock is on; a letter whose case is not Shift's doing does."""
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps.hide()  # just pressed: the next letter tells
        elif len(event.text()) == 1 and event.text().isascii() and event.text().isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps.setVisible(event.text().isupper() != shifted)


class StrengthLine(QWidget):
    """How strong the typed password is: three bars, a word, and what would make it better."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.width(theme.FORM_LABEL) + 6, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self._bars = Steps(0, _LEVELS, "overdue", self)
        self.word = label("", "hint strong", parent=self)
        self.advice = label("", "hint", "second", wrap=True, parent=self)
        row.addWidget(self._bars)
        row.addWidget(self.word)
        row.addWidget(self.advice, 1)
        self.say(None)

    def say(self, strength: Any) -> None:
        """Args: strength: a `Strength` of liaison.safety.protection; None while nothing is typed."""
        level = 0 if strength is None else strength.level
        tone = _TONES[level]
        self._bars.set(level, _LEVELS, tone)
        self._bars.setAccessibleName("")
        recolour(self.word, tone)
        self.word.setText("" if strength is None else strength.word)
        self.word.setVisible(strength is not None)
        self.advice.setText(LONGER if strength is None else strength.advice)
        self.setAccessibleName(f"{self.word.text()} {self.advice.text()}".strip())


LONGER = "长比花样要紧：一句话、几个词连起来就好"

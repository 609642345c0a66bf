"""The dialogs behind `ask`: a sentence, a question with verbs, one line of text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui import theme
from ui.ask import Check
from ui.dialogs.base import Dialog
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.form import FormRow
from ui.widgets.text import label


class TellDialog(Dialog):
    """One sentence to read. Technical detail is folded, with 复制 beside it."""

    def __init__(self, sentence: str, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__("联络簿", parent=parent)
        self.add_heading(sentence)
        self._detail = QPlainTextEdit(detail, self)
        self._detail.setReadOnly(True)
        self._detail.setFont(theme.font("hint"))
        self._detail.setFixedHeight(theme.height(140))
        self._detail.setAccessibleName("详细情况")
        self._detail.hide()
        self.body.addWidget(self._detail)
        self._more = LinkButton("详细情况", self._unfold, parent=self)
        self._copy = LinkButton("复制", self._copy_detail, parent=self)
        self._more.setVisible(bool(detail))
        self._copy.setVisible(bool(detail))
        close = Button("知道了", self.accept, kind="primary")
        close.setDefault(True)
        self.add_buttons([self._more, self._copy], [close])
        close.setFocus()

    @Slot()
    def _unfold(self) -> None:
        self._detail.setVisible(self._detail.isHidden())
        self.adjustSize()

    @Slot()
    def _copy_detail(self) -> None:
        QGuiApplication.clipboard().setText(self._detail.toPlainText())
        self._copy.setText("已复制")


class ChooseDialog(Dialog):
    """A question with verbs. `chosen` is the verb's place; Esc and closing the window mean `safe`."""

    def __init__(
        self,
        question: str,
        verbs: Sequence[str],
        safe: int,
        detail: str = "",
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("联络簿", parent=parent)
        self.chosen = self._safe = safe
        self.add_heading(question)
        if detail:
            self.body.addWidget(label(detail, "body", "second", wrap=True))
        self._buttons: list[Button] = []
        for place, verb in enumerate(verbs):
            kind = ("danger" if danger else "primary") if place == 0 else "secondary"
            button = Button(verb, self._pressed, kind=kind)
            # 回车 must not do what cannot be undone.
            button.setDefault(place == (safe if danger else 0))
            self._buttons.append(button)
        self.add_buttons((), list(reversed(self._buttons)))
        self._buttons[safe if danger else 0].setFocus()

    @Slot()
    def _pressed(self) -> None:
        self.chosen = next(n for n, button in enumerate(self._buttons) if button is self.sender())
        self.accept()

    def reject(self) -> None:
        self.chosen = self._safe
        super().reject()


class TextDialog(Dialog):
    """One line of text, refused with a sentence under the field until it is right."""

    def __init__(
        self,
        title: str,
        word: str,
        value: str,
        verb: str,
        check: Check | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, wide=460, parent=parent)
        self._check = check
        self.add_heading(title)
        self.field = QLineEdit(value, self)
        self.row = FormRow(word, self.field)
        self.body.addWidget(self.row)
        ahead = Button(verb, self._pressed, kind="primary")
        ahead.setDefault(True)
        self.add_buttons((), [Button("返回", self.reject), ahead])
        self.field.setFocus()
        self.field.selectAll()

    @property
    def text(self) -> str:
        """What was typed, without spaces around it."""
        return self.field.text().strip()

    @Slot()
    def _pressed(self) -> None:
        problem = self._check(self.text) if self._check is not None else ""
        if problem:
            self.row.problem(problem)
            self.field.setFocus()
        else:
            self.accept()

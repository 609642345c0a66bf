"""A row of a form: the label on the left, the field, and under it what is wrong or worth knowing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui import theme
from ui.widgets.text import label, recolour


class FormRow(QWidget):
    """A label 70 wide on the left, the field on the right, a line under the field."""

    def __init__(
        self, word: str, field: QWidget, *, required: bool = False, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._hint = hint
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2)
        grid.setVerticalSpacing(2)
        self._word, self._required = word, required
        self._label = label(word, "body", "second", wrap=True)
        self._label.setFixedWidth(theme.width(theme.FORM_LABEL) + 4)  # a star may stand in the gap
        self.set_required(required)
        self._label.setMinimumHeight(theme.height(theme.CONTROL))
        self._label.setBuddy(field)
        grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(field, 0, 1)
        self._note = label("", "hint", "hint", wrap=True)
        grid.addWidget(self._note, 1, 1)
        grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if not field.accessibleName():
            field.setAccessibleName(f"{word}，必填" if required else word)
        self.clear_problem()

    def set_required(self, required: bool) -> None:
        """Show the star of a required value, close to a word that leaves it no room."""
        self._required = required
        spaced = f"{self._word} *"
        fits = self._label.fontMetrics().horizontalAdvance(spaced) <= self._label.width()
        self._label.setText((spaced if fits else f"{self._word}*") if required else self._word)

    def set_word(self, word: str) -> None:
        """Another word (移交码 for one file, 密码 for another)."""
        self._word = word
        self.field.setAccessibleName(f"{word}，必填" if self._required else word)
        self.set_required(self._required)

    def say(self, sentence: str) -> None:
        """A line under the field that is worth knowing (the sum in capitals)."""
        self._hint = sentence
        self.clear_problem()

    def problem(self, sentence: str, *, blocking: bool = True) -> None:
        """What is wrong with the value: red when it blocks, brown when it only warns."""
        recolour(self._note, "overdue" if blocking else "near")
        self._note.setText(sentence)
        self._note.show()
        self.field.setAccessibleDescription(sentence)

    def clear_problem(self) -> None:
        """Back to the hint."""
        recolour(self._note, "second")
        self._note.setText(self._hint)
        self._note.setVisible(bool(self._hint))
        self.field.setAccessibleDescription(self._hint)

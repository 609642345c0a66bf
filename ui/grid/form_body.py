"""What stands between a form's title and its verbs: the fields in a scrolled column, or that nothing is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.drafts import LeftOver
from ui.widgets.states import Icon
from ui.widgets.text import label


class FormBody(QWidget):
    """The scrolled fields with the line over them (what was left over) and the one under them (why they are locked).

    Attributes:
        inside: the parent of the fields' rows; column: their layout.
        left_over: the quiet line over the fields.
        notice: the words under the fields.
    """

    def __init__(self, discard: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.left_over = LeftOver(discard, self)
        whole.addWidget(self.left_over)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self.inside = QWidget(self._area)
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(16, 11, 16, 8)
        self.column.setSpacing(theme.GAP)
        whole.addWidget(self._area, 1)
        self._nothing = label("在列表里选一条，\n这里可以查看和修改", "body", "second", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole.addWidget(self._nothing, 1)
        self._notice = QWidget(self)
        line = QHBoxLayout(self._notice)
        line.setContentsMargins(16, 4, 16, 9)
        line.setSpacing(9)
        line.addWidget(Icon("lock", 15), 0, Qt.AlignmentFlag.AlignTop)
        self.notice: QLabel = label("", "hint", "second", wrap=True)
        line.addWidget(self.notice, 1)
        whole.addWidget(self._notice)
        self._notice.hide()

    def close_column(self) -> None:
        """All rows are there."""
        self.column.addStretch(1)
        self._area.setWidget(self.inside)
        self.inside.setAutoFillBackground(False)  # a scroll area turns it on; the card's own ground shall show

    def show_fields(self, shown: bool) -> None:
        """The fields, or the words that nothing is chosen."""
        self._nothing.setVisible(not shown)
        self._area.setVisible(shown)

    def to_top(self) -> None:
        """Show the first field."""
        self._area.verticalScrollBar().setValue(0)

    def reveal(self, field: QWidget) -> None:
        """Scroll a field into sight."""
        self._area.ensureWidgetVisible(field)

    def say(self, sentence: str) -> None:
        """The line under the fields; "" hides it."""
        self.notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

"""A box to tick, with its word and a line under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, theme
from ui.widgets.pressing import DrawnButton

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)


class Switch(DrawnButton):
    """A box to tick, with its word and a line that says what follows from it."""

    def __init__(self, word: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(word)
        self._hint = hint
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(word)
        self.setAccessibleDescription(hint)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(theme.width(300), self.heightForWidth(theme.width(300)))

    def heightForWidth(self, width: int) -> int:
        return theme.height(26) + self._hint_height(width) + 8

    def _hint_height(self, width: int) -> int:
        if not self._hint:
            return 0
        room = QRectF(0, 0, width - theme.icon_size(20) - 12, 400).toRect()
        return QFontMetrics(theme.font("hint")).boundingRect(room, _WRAP, self._hint).height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge, line = theme.icon_size(19), theme.height(26)
        box = QRectF(2, (line - edge) / 2 + 2, edge, edge)
        if self.isChecked():
            theme.paint_box(painter, box, ground=theme.colour("accent"))
            icons.paint(painter, "check", box.adjusted(2, 2, -2, -2), theme.colour("on_accent"))
        else:
            theme.paint_box(painter, box, ground=theme.colour("surface"), edge=theme.colour("field_edge"))
        left = box.right() + 10
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(left, 2, self.width() - left, line), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("second"))
        rest = QRectF(left, line + 3, self.width() - left, self.height() - line - 3)
        painter.drawText(rest, _WRAP, self._hint)
        if self.hasFocus():
            theme.paint_focus(painter, box.adjusted(-2, -2, 2, 2))

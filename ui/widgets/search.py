"""The search field and the drop-down field: painted icon and arrow, one focus ring."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from ui import icons, theme


class SearchField(QLineEdit):
    """Search with its icon and the key's hint. `textChanged` follows every keystroke; the asker replaces
    older questions by key (see `Tasks.ask`), so nothing waits for a pause. Esc empties it.
    """

    def __init__(self, placeholder: str, parent: QWidget | None = None, *, key: str = "Ctrl+F") -> None:
        super().__init__(parent)
        self._key = key
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setToolTip(f"查找（{key}）" if key else "查找")
        self.setTextMargins(theme.icon_size() + 6, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.width(250), theme.height(theme.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.width(140), theme.height(theme.CONTROL))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        edge = theme.icon_size(16)
        box = QRectF(12, (self.height() - edge) / 2, edge, edge)
        icons.paint(painter, "search", box, theme.colour("second"))
        if self._key and not self.text() and not self.hasFocus():
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.colour("hint"))
            words = self.fontMetrics().horizontalAdvance(self.placeholderText())
            hint = painter.fontMetrics().horizontalAdvance(self._key)
            if self.width() > words + hint + edge + 44:  # hints are the first to go when narrow
                inner = QRectF(self.rect()).adjusted(0, 0, -10, 0)
                painter.drawText(
                    inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._key
                )


class Select(QComboBox):
    """A drop-down field. The wheel over it scrolls the page, it does not change the value."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + 20, theme.height(theme.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.width(80), theme.height(theme.CONTROL))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        enabled = self.isEnabled()
        theme.paint_box(
            painter,
            box,
            ground=theme.colour("surface" if enabled else "page"),
            edge=theme.colour("field_edge" if enabled else "hairline"),
        )
        if not self.isEditable():
            painter.setFont(self.font())
            painter.setPen(theme.colour("text" if self.currentIndex() >= 0 else "hint"))
            words = box.adjusted(10, 0, -30, 0)
            text = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        edge = theme.icon_size(15)
        icons.paint(
            painter,
            "down",
            QRectF(box.right() - edge - 10, (box.height() - edge) / 2, edge, edge),
            theme.colour("second" if enabled else "hint"),
        )
        if self.hasFocus():
            theme.paint_focus(painter, box)

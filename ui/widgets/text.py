"""Labels by role, and one that cuts its text with a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme


def label(
    text: str = "",
    role: str = "body",
    colour: str = "text",
    *,
    wrap: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """A plain label in a font role and a colour role. Never reads its text as markup."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(role))
    made.setWordWrap(wrap)
    recolour(made, colour)
    return made


def recolour(widget: QWidget, colour: str) -> None:
    """Give a widget's words another colour role."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.WindowText, theme.colour(colour))
    widget.setPalette(palette)


class WrapLabel(QLabel):
    """Text that takes one line where there is room and wraps, never cut, where there is not."""

    def __init__(
        self, text: str = "", role: str = "body", colour: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        recolour(self, colour)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 4, metrics.lineSpacing())


class ElidedLabel(QLabel):
    """One line that is cut with … when narrow; then its tooltip holds the whole text."""

    def __init__(
        self, text: str = "", role: str = "body", colour: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        recolour(self, colour)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._set_tip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_tip()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 3, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().height())

    def _set_tip(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        box = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)

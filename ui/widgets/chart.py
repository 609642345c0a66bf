"""A chart on the screen: the very drawing that goes into PDF and Word."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_WIDE = 560


class ChartView(QWidget):
    """Shows a chart's SVG as `liaison.press.chart_svg` makes it, as large as the place allows, in its own shape."""

    def __init__(self, svg: bytes, said: str, parent: QWidget | None = None) -> None:
        """Args: said: what it says, for those who do not see it."""
        super().__init__(parent)
        from PySide6.QtSvg import QSvgRenderer

        self._drawing = QSvgRenderer(QByteArray(svg), self)
        self.setAccessibleName(said)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        size = self._drawing.defaultSize()
        wide = theme.width(_WIDE)
        return QSize(wide, round(wide * size.height() / max(1, size.width())))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() / 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        size = self._drawing.defaultSize()
        scale = min(self.width() / max(1, size.width()), self.height() / max(1, size.height()))
        wide, high = size.width() * scale, size.height() * scale
        painter = QPainter(self)
        self._drawing.render(painter, QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high))

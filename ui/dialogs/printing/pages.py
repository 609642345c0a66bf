"""The exact pages of a paper one under the other, with zoom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui import theme
from ui.widgets.paper import PdfFile

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
WIDTH, PAGE = "width", "page"
_GAP = 14
_SCREEN_DPI = 96
_LEAST, _MOST = 0.3, 1.0
"""How far fitting goes: never larger than the paper itself."""


class PageColumn(QWidget):
    """All pages one under the other; only those in sight are drawn.

    Signals:
        clicked: the page and the point on it, in points from its upper left corner.
    """

    clicked = Signal(int, QPointF)

    def __init__(self, file: PdfFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self.opens: Callable[[int, QPointF], bool] = lambda _page, _point: False
        """Whether a click at a place opens something: the pointer says so."""
        self.setMouseTracking(True)
        self.set_file(file)

    def set_file(self, file: PdfFile) -> None:
        """Other pages; the zoom stays."""
        self.file = file
        self._sizes = [file.size(page) for page in range(file.count)]
        self._above = [0.0, *accumulate(size.height() for size in self._sizes)]
        self.widest = max(size.width() for size in self._sizes)
        self.highest = max(size.height() for size in self._sizes)
        self.set_zoom(self.zoom)

    def set_zoom(self, zoom: float) -> None:
        """1.0 is the paper's own size."""
        self.zoom = zoom
        self.resize(self.sizeHint())
        self.updateGeometry()
        self.update()

    @property
    def _scale(self) -> float:
        return self.zoom * _SCREEN_DPI / 72

    def _top(self, page: int) -> float:
        return self._above[page] * self._scale + (page + 1) * _GAP

    def page_box(self, page: int) -> QRectF:
        """Where a page stands."""
        size = self._sizes[page] * self._scale
        return QRectF(max(_GAP, (self.width() - size.width()) / 2), self._top(page), size.width(), size.height())

    def page_at(self, height: float) -> int:
        """The page at this height, or the one above the gap there."""
        return max(0, bisect_right(range(self.file.count), height, key=self._top) - 1)

    def sizeHint(self) -> QSize:
        wide = self.widest * self._scale
        return QSize(round(wide) + 2 * _GAP, round(self._top(self.file.count)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = event.rect()
        painter.fillRect(shown, theme.colour("column"))
        for page in range(self.page_at(shown.top()), min(self.page_at(shown.bottom()) + 1, self.file.count)):
            self.file.paint(painter, page, self.page_box(page))


    def _place(self, point: QPointF) -> tuple[int, QPointF]:
        page = self.page_at(point.y())
        return page, (point - self.page_box(page).topLeft()) / self._scale

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        opens = self.opens(*self._place(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(*self._place(event.position()))


class PagesView(QScrollArea):
    """The pages of a file in a place to scroll. Ctrl with the wheel zooms; the keys that turn pages are the dialog's.

    Signals:
        moved: another page is in the middle, or there are other pages.
    """

    moved = Signal()

    def __init__(self, file: PdfFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fit = WIDTH
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column = PageColumn(file)
        self.setWidget(self.column)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self.column.file.count

    @property
    def page(self) -> int:
        """The page at the middle of what is seen."""
        return self.column.page_at(self.verticalScrollBar().value() + self.viewport().height() / 2)

    def set_file(self, file: PdfFile) -> None:
        """Other pages; the place and the zoom stay as far as they can."""
        page = self.page
        self.column.set_file(file)
        self._fit_again()
        self.show_page(page)

    def show_page(self, page: int) -> None:
        """Bring a page's top to the top."""
        page = max(0, min(page, self.count - 1))
        self.verticalScrollBar().setValue(round(self.column.page_box(page).top()) - _GAP)
        self.moved.emit()

    @Slot()
    def previous(self) -> None:
        """One page back."""
        self.show_page(self.page - 1)

    @Slot()
    def next(self) -> None:
        """One page on."""
        self.show_page(self.page + 1)

    def zoom_by(self, steps: int) -> None:
        """To the next zoom, larger or smaller; the page stays."""
        now, page = self.column.zoom, self.page
        larger = [z for z in ZOOMS if z > now + 0.01]
        smaller = [z for z in ZOOMS if z < now - 0.01]
        choice = larger[:1] if steps > 0 else smaller[-1:]
        if choice:
            self._fit = ""
            self.column.set_zoom(choice[0])
            self.show_page(page)

    @Slot()
    def larger(self) -> None:
        """放大."""
        self.zoom_by(1)

    @Slot()
    def smaller(self) -> None:
        """缩小."""
        self.zoom_by(-1)

    @Slot()
    def fit_width(self) -> None:
        """As wide as the place allows, at most the paper's own size."""
        self._fit = WIDTH
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * _GAP - 2
        self._zoom_to(room / (self.column.widest * _SCREEN_DPI / 72))

    @Slot()
    def fit_page(self) -> None:
        """The whole page in sight."""
        self._fit = PAGE
        wide = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * _GAP - 2
        high = self.height() - 2 * _GAP
        scale = _SCREEN_DPI / 72
        self._zoom_to(min(wide / (self.column.widest * scale), high / (self.column.highest * scale)))

    def _fit_again(self) -> None:
        if self._fit == WIDTH:
            self.fit_width()
        elif self._fit == PAGE:
            self.fit_page()

    def _zoom_to(self, zoom: float) -> None:
        page = self.page
        self.column.set_zoom(max(_LEAST, min(_MOST, zoom)))
        self.show_page(page)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

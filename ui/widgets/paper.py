"""Pages of a PDF on the screen: a file read once, and a view of one page.

QtPdf is imported when the first PDF is shown.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from liaison.errors import UserError
from ui import theme

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

A4 = QSizeF(595.276, 841.89)
"""Points."""
_KEPT_BYTES = 96 * 1024 * 1024
"""Drawn pages are kept up to this much memory: all that are in sight at the paper's own size, one at three times."""


class PdfFile:
    """A PDF held in memory, so that the file itself can be replaced while it is looked at.

    Raises:
        UserError: the file is not there, or is no PDF that can be shown.
    """

    def __init__(self, source: Path | bytes) -> None:
        from PySide6.QtPdf import QPdfDocument

        self.bytes = source if isinstance(source, bytes) else _read(source)
        self._data = QByteArray(self.bytes)
        self._buffer = QBuffer(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document: QPdfDocument = QPdfDocument()
        self.document.load(self._buffer)
        if self.document.status() != QPdfDocument.Status.Ready or not self.document.pageCount():
            raise UserError("这份文稿打不开，请重新生成一次")
        self._images: OrderedDict[tuple[int, int, int], QImage] = OrderedDict()

    @property
    def count(self) -> int:
        """How many pages it has."""
        return int(self.document.pageCount())

    def size(self, page: int) -> QSizeF:
        """A page's size in points."""
        return self.document.pagePointSize(page)

    def image(self, page: int, wide: int, high: int) -> QImage:
        """A page drawn in so many device pixels; the last ones are kept."""
        key = (page, wide, high)
        made = self._images.get(key)
        if made is None:
            made = self.document.render(page, QSize(wide, high))
            self._images[key] = made
            self._let_go()
        self._images.move_to_end(key)
        return made

    def _let_go(self) -> None:
        """Forget the pages seen longest ago until the rest has room."""
        held = sum(image.sizeInBytes() for image in self._images.values())
        while held > _KEPT_BYTES and len(self._images) > 1:
            held -= self._images.popitem(last=False)[1].sizeInBytes()

    def paint(self, painter: QPainter, page: int, box: QRectF) -> None:
        """Draw a page into a box, sharp at the screen's scale, on white with a hairline."""
        ratio = painter.device().devicePixelRatioF()
        painter.fillRect(box, theme.colour("paper"))
        image = self.image(page, max(1, round(box.width() * ratio)), max(1, round(box.height() * ratio)))
        painter.drawImage(box, image)
        painter.setPen(QPen(theme.colour("button_edge"), 1 / ratio))
        painter.drawRect(box)


class PageView(QWidget):
    """One page, as large as the place allows. PgUp, PgDn, Home and End turn pages.

    Signals:
        page_changed: the page (from 0) and how many there are.
        clicked: the page and the point on it, in points from its upper left corner.
    """

    page_changed = Signal(int, int)
    clicked = Signal(int, QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: PdfFile | None = None
        self._marks: Mapping[int, Sequence[QRectF]] = {}
        self._links: Mapping[int, Sequence[QRectF]] = {}
        self.page = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._announce()

    @property
    def count(self) -> int:
        """How many pages are there; 0 while nothing is shown."""
        return self._file.count if self._file else 0

    def set_pdf(self, source: Path | bytes | PdfFile | None) -> None:
        """Show a PDF; the page stays where it was as far as there is one. None empties the view.

        Raises:
            UserError: it cannot be shown; what was shown stays.
        """
        self._file = source if isinstance(source, PdfFile) or source is None else PdfFile(source)
        self._marks, self._links = {}, {}
        self._turn(min(self.page, max(0, self.count - 1)))

    def set_marks(self, marks: Mapping[int, Sequence[QRectF]]) -> None:
        """Lay the ground of figures under these boxes, by page, in points."""
        self._marks = marks
        self.update()

    def set_links(self, links: Mapping[int, Sequence[QRectF]]) -> None:
        """Where a click opens something: the pointer shows it. Boxes by page, in points."""
        self._links = links

    def show_page(self, page: int) -> None:
        """Turn to a page."""
        if 0 <= page < self.count and page != self.page:
            self._turn(page)

    def previous(self) -> None:
        """Turn back."""
        self.show_page(self.page - 1)

    def next(self) -> None:
        """Turn on."""
        self.show_page(self.page + 1)

    def _turn(self, page: int) -> None:
        self.page = page
        self._announce()
        self.update()
        self.page_changed.emit(self.page, self.count)

    def _announce(self) -> None:
        self.setAccessibleName(f"A4 预览，第 {self.page + 1} 页，共 {self.count} 页" if self.count else "A4 预览")

    def sizeHint(self) -> QSize:
        wide = theme.width(300)
        return QSize(wide, round(wide * A4.height() / A4.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.width(140), theme.width(198))

    def paper(self) -> QRectF:
        """Where the page stands in the view."""
        size = self._file.size(self.page) if self._file else A4
        scale = min((self.width() - 2) / size.width(), (self.height() - 2) / size.height())
        wide, high = size.width() * scale, size.height() * scale
        return QRectF((self.width() - wide) / 2, 1, wide, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.paper()
        if self._file is None:
            painter.fillRect(box, theme.colour("paper"))
            painter.setPen(theme.colour("button_edge"))
            painter.drawRect(box)
            return
        self._file.paint(painter, self.page, box)
        scale = box.width() / self._file.size(self.page).width()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for mark in self._marks.get(self.page, ()):
            place = QRectF(mark.x() * scale, mark.y() * scale, mark.width() * scale, mark.height() * scale)
            painter.fillRect(place.translated(box.topLeft()), theme.colour("figure_clicked"))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if self.hasFocus():
            theme.paint_focus(painter, box.adjusted(-1, -1, 1, 1), 2)

    def _point(self, place: QPointF) -> QPointF | None:
        """A place in the view as a point on the page; None beside it."""
        box = self.paper()
        if self._file is None or not box.contains(place):
            return None
        return (place - box.topLeft()) * (self._file.size(self.page).width() / box.width())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = self._point(event.position())
        if point is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self.page, point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = self._point(event.position())
        over = point is not None and any(box.contains(point) for box in self._links.get(self.page, ()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turn = {
            Qt.Key.Key_PageUp: self.page - 1, Qt.Key.Key_PageDown: self.page + 1,
            Qt.Key.Key_Left: self.page - 1, Qt.Key.Key_Right: self.page + 1,
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.count - 1,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if turn is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            self.show_page(turn)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError("这份文稿不见了，请重新生成一次", details=str(error)) from error

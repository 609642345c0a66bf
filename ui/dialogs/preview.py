"""A4 preview: the pages of a PDF one under the other, zoom, print, keep as PDF, hand on as Word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from liaison import paths
from liaison.errors import UserError
from ui import ask, theme
from ui.widgets.buttons import Button, IconButton, primary, secondary
from ui.widgets.paper import PageView, PdfFile
from ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_GAP = 14
PRINT_DPI = 300
"""Pages go to the printer as pictures of this resolution: 35 MB a page, and text as sharp as toner is."""
_SCREEN_DPI = 96

__all__ = ["PageView", "PreviewDialog", "print_pages"]


class PageColumn(QWidget):
    """All pages one under the other; only those in sight are drawn."""

    def __init__(self, file: PdfFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.zoom = 1.0

    def set_zoom(self, zoom: float) -> None:
        """1.0 is the paper's own size."""
        self.zoom = zoom
        self.resize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def page_box(self, page: int) -> QRectF:
        """Where a page stands."""
        top = float(_GAP)
        for earlier in range(page):
            top += self.file.size(earlier).height() * self._scale + _GAP
        size = self.file.size(page) * self._scale
        return QRectF(max(_GAP, (self.width() - size.width()) / 2), top, size.width(), size.height())

    @property
    def _scale(self) -> float:
        return self.zoom * _SCREEN_DPI / 72

    def sizeHint(self) -> QSize:
        wide = max(self.file.size(page).width() for page in range(self.file.count)) * self._scale
        last = self.page_box(self.file.count - 1)
        return QSize(round(wide) + 2 * _GAP, round(last.bottom()) + _GAP)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("column"))
        for page in range(self.file.count):
            box = self.page_box(page)
            if box.intersects(QRectF(event.rect())):
                self.file.paint(painter, page, box)


class _Area(QScrollArea):
    """Ctrl and the wheel zoom; the keys that turn pages are the dialog's."""

    zoomed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)


class PreviewDialog(QDialog):
    """Look at a paper, print it, keep it.

    Keys: PgUp, PgDn, Home, End; Ctrl and +, −, 0; Ctrl+P prints; Ctrl+S keeps the PDF; Esc closes.
    """

    def __init__(
        self,
        source: Path | bytes,
        title: str,
        *,
        word: Callable[[], object] | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        source: the PDF.
        title: the paper's title, in the title row.
        word: what 导出 Word does; without it there is no such button.
        name: the proposed file name without its ending; by default the title.

        Raises:
            UserError: it cannot be shown.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.file = PdfFile(source)
        self._name = name or title
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._top(word))
        self.area = _Area(self)
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column = PageColumn(self.file)
        self.area.setWidget(self.column)
        self.area.setAccessibleName(f"{title}，共 {self.file.count} 页")
        self.area.verticalScrollBar().valueChanged.connect(self._show_where)
        self.area.zoomed.connect(self.zoom_by)
        outer.addWidget(self.area, 1)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(theme.width(960), screen.width() - 60), min(theme.width(1000), screen.height() - 60))
        self._fits = True
        self.area.setFocus()
        self._show_where()

    def _top(self, word: Callable[[], object] | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(theme.GAP)
        self.back = IconButton("left", "上一页（PgUp）", self.previous)
        self.where = label("", "body", "second")
        self.on = IconButton("right", "下一页（PgDn）", self.next)
        for widget in (self.back, self.where, self.on):
            row.addWidget(widget)
        row.addSpacing(8)
        self.smaller = secondary("缩小", self._smaller, in_row=True, key="Ctrl+-")
        self.larger = secondary("放大", self._larger, in_row=True, key="Ctrl++")
        self.fit = secondary("适合宽度", self.fit_width, in_row=True, key="Ctrl+0")
        for button in (self.smaller, self.larger, self.fit):
            row.addWidget(button)
        row.addStretch(1)
        self.word_button: Button | None = None
        if word is not None:
            self.word_button = secondary("导出 Word", word, icon="export")
            row.addWidget(self.word_button)
        self.keep_button = secondary("另存 PDF", self.keep, icon="document", key="Ctrl+S")
        self.print_button = primary("打印", self.print, icon="print", key="Ctrl+P")
        self.close_button = secondary("关闭", self.reject, key="Esc")
        for button in (self.keep_button, self.print_button, self.close_button):
            row.addWidget(button)
        return row

    # -- looking ------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page at the middle of what is seen."""
        middle = self.area.verticalScrollBar().value() + self.area.viewport().height() / 2
        for page in range(self.file.count):
            if self.column.page_box(page).bottom() + _GAP / 2 > middle:
                return page
        return self.file.count - 1

    def show_page(self, page: int) -> None:
        """Bring a page's top to the top."""
        page = max(0, min(page, self.file.count - 1))
        self.area.verticalScrollBar().setValue(round(self.column.page_box(page).top()) - _GAP)
        self._show_where()

    @Slot()
    def previous(self) -> None:
        """One page back."""
        self.show_page(self.page - 1)

    @Slot()
    def next(self) -> None:
        """One page on."""
        self.show_page(self.page + 1)

    @Slot(int)
    def zoom_by(self, steps: int) -> None:
        """To the next zoom, larger or smaller; the page stays."""
        now, page = self.column.zoom, self.page
        larger = [z for z in ZOOMS if z > now + 0.01]
        smaller = [z for z in ZOOMS if z < now - 0.01]
        choice = larger[:1] if steps > 0 else smaller[-1:]
        if choice:
            self._fits = False
            self.column.set_zoom(choice[0])
            self.show_page(page)

    @Slot()
    def _larger(self) -> None:
        self.zoom_by(1)

    @Slot()
    def _smaller(self) -> None:
        self.zoom_by(-1)

    @Slot()
    def fit_width(self) -> None:
        """As wide as the window allows, at most twice the paper's size."""
        self._fits = True
        page = self.page
        room = self.area.width() - self.area.verticalScrollBar().sizeHint().width() - 2 * _GAP - 2
        widest = max(self.file.size(n).width() for n in range(self.file.count))
        self.column.set_zoom(max(0.3, min(1.5, room / (widest * _SCREEN_DPI / 72))))
        self.show_page(page)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit_width()

    @Slot()
    def _show_where(self) -> None:
        page = self.page
        self.where.setText(f"第 {page + 1} 页，共 {self.file.count} 页")
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page < self.file.count - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        act = {
            (Qt.Key.Key_PageUp, False): self.previous, (Qt.Key.Key_PageDown, False): self.next,
            (Qt.Key.Key_Plus, True): self._larger, (Qt.Key.Key_Equal, True): self._larger,
            (Qt.Key.Key_Minus, True): self._smaller, (Qt.Key.Key_0, True): self.fit_width,
            (Qt.Key.Key_P, True): self.print, (Qt.Key.Key_S, True): self.keep,
        }.get((Qt.Key(event.key()), held))  # fmt: skip
        if act is not None:
            act()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_page(0 if event.key() == Qt.Key.Key_Home else self.file.count - 1)
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    # -- keeping and printing -------------------------------------------------------------------------

    @Slot()
    def keep(self) -> None:
        """另存 PDF."""
        target = ask.save_file("pdf", "另存 PDF", f"{self._name}.pdf", ask.PDF)
        if target is None:
            return
        try:
            with paths.replacing(target) as temporary:
                temporary.write_bytes(self.file.bytes)
        except UserError as error:
            ask.tell(error)

    @Slot()
    def print(self) -> None:
        """打印: the system's dialog with its range of pages."""
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            ask.tell("没有找到打印机。可以先存成 PDF，拿到别的电脑上打印")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.setMinMax(1, self.file.count)
        if ask.run(dialog) and not print_pages(self.file, printer):
            ask.tell("打印机没有反应。内容已保存，可先存成 PDF")


def print_pages(file: PdfFile, printer: QPrinter) -> bool:
    """Send pages to a printer that was set up: all of them, or its range. False when it does not answer.

    Each page fills the sheet it is printed on, so A4 stays A4.
    """
    from PySide6.QtPrintSupport import QPrinter

    first = max(1, printer.fromPage()) - 1
    last = min(printer.toPage() or file.count, file.count) - 1
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        for page in range(first, last + 1):
            if page > first and not printer.newPage():
                return False
            size = file.size(page)
            wide = round(size.width() / 72 * PRINT_DPI)
            high = round(size.height() / 72 * PRINT_DPI)
            image = QImage(wide, high, QImage.Format.Format_RGB32)  # opaque: printers are slow with see-through
            image.fill(Qt.GlobalColor.white)
            drawing = QPainter(image)
            drawing.drawImage(0, 0, file.document.render(page, image.size()))
            drawing.end()
            sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
            painter.drawImage(_fitted(size.width(), size.height(), sheet), image)
    finally:
        painter.end()
    return True


def _fitted(wide: float, high: float, sheet: QRectF) -> QRectF:
    """The largest box of these proportions on the sheet; the sheet itself when they are the same."""
    scale = min(sheet.width() / wide, sheet.height() / high)
    return QRectF(0, 0, wide * scale, high * scale)


"""Pages to a printer: what can print, and each page on its sheet, turned where it lies the other way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from ui.widgets.paper import PdfFile

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocumentRenderOptions
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    from PySide6.QtWidgets import QWidget

PRINT_DPI = 300
"""Pages go to the printer as pictures of this resolution: 35 MB a page, and text as sharp as toner is."""

NO_PRINTER = "没有找到打印机。可以先存成 PDF，拿到别的电脑上打印"
NO_ANSWER = "打印机没有反应。内容已保存，可先存成 PDF"


def has_printer() -> bool:
    """Whether the system knows a printer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


def set_up(name: str, *, both_sides: bool) -> QPrinter:
    """A printer for A4 pages that fill their sheet, on both sides where it can.

    Args:
        name: what the printing system calls the job.
        both_sides: turned over its long edge, as a bound book is.
    """
    from PySide6.QtGui import QPageSize
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    turned = QPrinter.DuplexMode.DuplexLongSide
    if both_sides and turned in QPrinterInfo(printer).supportedDuplexModes():
        printer.setDuplex(turned)
    return printer


def dialog_for(printer: QPrinter, pages: int, parent: QWidget | None = None) -> QPrintDialog:
    """The system's own dialog, with its range of pages and number of copies."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setMinMax(1, pages)
    return dialog


def wanted_pages(printer: QPrinter, count: int, covers: Sequence[int] = ()) -> list[int | None]:
    """The pages to send, from 0, in their order: what the dialog's range and its copies come to.

    Copies are made here only for a printer that cannot make them itself. On both sides of the paper, a cover is
    followed by a blank side, None: page 1 belongs on a right-hand page.
    """
    ranges = [(r.from_, r.to) for r in printer.pageRanges().toRangeList()]
    if not ranges and printer.fromPage():
        ranges = [(printer.fromPage(), printer.toPage() or count)]
    numbers = [n for first, last in ranges or [(1, count)] for n in range(max(1, first) - 1, min(last, count))]
    backs = set(covers) if printer.duplex() != printer.DuplexMode.DuplexNone else set()
    pages = [side for n in numbers for side in ((n, None) if n in backs else (n,))]
    if printer.pageOrder() == printer.PageOrder.LastPageFirst:
        pages.reverse()
    return pages if printer.supportsMultipleCopies() else pages * printer.copyCount()


class Sender(QObject):
    """Sends pages to a printer that was set up, one a turn, so that the window stays alive and it can be stopped.

    Each page fills the sheet it is printed on, so A4 stays A4. A page that lies the other way than its sheet is
    turned, a landscape table with its head to the left edge of the sheet: that is the binding edge of odd pages
    and the outer edge of even ones, as 7.5 of GB/T 9704-2012 wants it. The sheets themselves are never turned, so
    that both sides of one stay in step.

    Signals:
        sent: how many pages have gone, and of how many.
        ended: it is over; whether the printer took everything that was not stopped.
    """

    sent = Signal(int, int)
    ended = Signal(bool)

    def __init__(
        self, file: PdfFile, printer: QPrinter, parent: QObject | None = None, *, covers: Sequence[int] = ()
    ) -> None:
        """Args: covers: pages that are covers; on both sides of the paper their backs stay blank."""
        super().__init__(parent)
        self._file, self._printer = file, printer
        self._pages = wanted_pages(printer, file.count, covers)
        self._done = 0
        self._painter = QPainter()
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self.step)

    def start(self) -> None:
        """Begin; `ended` comes later, or at once where the printer does not answer."""
        self._printer.setFullPage(True)
        if not self._painter.begin(self._printer):
            self.ended.emit(False)
            return
        self._turns.start()

    @Slot()
    def stop(self) -> None:
        """停止: what the printer has already, it prints."""
        if self._painter.isActive():
            self._end(taken=True)

    @Slot()
    def step(self) -> None:
        """Send one page."""
        if self._done and not self._printer.newPage():
            self._end(taken=False)
            return
        from PySide6.QtPrintSupport import QPrinter

        page = self._pages[self._done]
        if page is not None:
            sheet = self._printer.paperRect(QPrinter.Unit.DevicePixel)
            image = _picture(self._file, page, landscape=sheet.width() > sheet.height())
            self._painter.drawImage(_fitted(image.width(), image.height(), sheet), image)
        self._done += 1
        self.sent.emit(self._done, len(self._pages))
        if self._done == len(self._pages):
            self._end(taken=True)

    def _end(self, *, taken: bool) -> None:
        self._turns.stop()
        ended = self._painter.end()
        self.ended.emit(taken and ended)


def _picture(file: PdfFile, page: int, *, landscape: bool) -> QImage:
    """A page in the printer's resolution, lying as the sheet does."""
    size = file.size(page)
    wide, high = size.width(), size.height()
    turned = (wide > high) != landscape and wide != high
    if turned:
        wide, high = high, wide
    pixels = QSize(round(wide / 72 * PRINT_DPI), round(high / 72 * PRINT_DPI))
    image = QImage(pixels, QImage.Format.Format_RGB32)  # opaque: printers are slow with see-through
    image.fill(Qt.GlobalColor.white)
    drawing = QPainter(image)
    drawing.drawImage(0, 0, file.document.render(page, pixels, _turning(turned, landscape)))
    drawing.end()
    return image


def _turning(turned: bool, landscape: bool) -> QPdfDocumentRenderOptions:
    from PySide6.QtPdf import QPdfDocumentRenderOptions

    options = QPdfDocumentRenderOptions()
    if turned:
        ways = QPdfDocumentRenderOptions.Rotation
        options.setRotation(ways.Clockwise90 if landscape else ways.Clockwise270)
    return options


def _fitted(wide: float, high: float, sheet: QRectF) -> QRectF:
    """The largest box of these proportions on the sheet; the sheet itself when they are the same."""
    scale = min(sheet.width() / wide, sheet.height() / high)
    return QRectF(0, 0, wide * scale, high * scale)

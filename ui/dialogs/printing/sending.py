"""Pages to a printer: what can print, and each page on its sheet, turned where it lies the other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from ui.widgets.paper import PdfFile

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocumentRenderOptions
    from PySide6.QtPrintSupport import QPrinter
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


def dialog_for(printer: QPrinter, pages: int, parent: QWidget | None = None) -> object:
    """The system's own dialog, with its range of pages and number of copies."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setMinMax(1, pages)
    return dialog


def print_pages(file: PdfFile, printer: QPrinter) -> bool:
    """Send pages to a printer that was set up: all of them, or its range. False when it does not answer.

    Each page fills the sheet it is printed on, so A4 stays A4. A page that lies the other way than its sheet is
    turned, a landscape table with its head to the left edge of the sheet: that is the binding edge of odd pages
    and the outer edge of even ones, as 7.5 of GB/T 9704-2012 wants it. The sheets themselves are never turned, so
    that both sides of one stay in step.
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
            sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
            image = _picture(file, page, landscape=sheet.width() > sheet.height())
            painter.drawImage(_fitted(image.width(), image.height(), sheet), image)
    finally:
        painter.end()
    return True


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

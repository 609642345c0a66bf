"""The report's pages beside its text: the very pages that print, laid in the background after a rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from liaison import press
from liaison.papers.paper import Request
from liaison.press.blocks import AttachmentHead, Document
from liaison.press.fonts import FontSet
from ui import theme
from ui.pages.base import Room
from ui.printing import Printing
from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.paper import PageView
from ui.widgets.text import label

PAPER = "quarterly-report"
_AROUND = 1.5
"""How far the ground of a figure reaches past its characters on the page, in points."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid report.

    Attributes:
        pdf: the file's bytes.
        pages: the press's pages, which know what stands where.
        boxes: the figures' boxes by key, then by page, in points.
        table: the page on which the attached table begins; None without one.
    """

    pdf: bytes
    pages: Any
    boxes: Mapping[str, Mapping[int, list[QRectF]]] = field(default_factory=dict)
    table: int | None = None


def lay(document: Document, fonts: FontSet) -> Laid:
    """Lay a report on pages and make its PDF with the office's faces; never touches the office."""
    pages = press.lay(document)
    boxes: dict[str, dict[int, list[QRectF]]] = {}
    for page in pages:
        for key, x, y, wide, high in page.figure_boxes():
            box = QRectF(x, y, wide, high).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
            boxes.setdefault(key, {}).setdefault(page.index, []).append(box)
    heads = {n for n, block in enumerate(document.blocks) if isinstance(block, AttachmentHead)}
    table = next((page.index for page in pages if any(line.block in heads for line in page.lines)), None)
    return Laid(press.pdf_bytes(pages, fonts), pages, boxes, table)


class PreviewPane(QWidget):
    """A4 预览: one page, the arrows, 放大.

    Signals:
        figure_chosen: a figure on the page was clicked: its key.
    """

    figure_chosen = Signal(str)

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self._printing = Printing(room, self)
        self._laid: Laid | None = None
        self._key = ""
        self._report = 0
        self._wanted, self._stale = True, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.head = QHBoxLayout()
        self.head.setSpacing(2)
        self.head.addWidget(label("A4 预览", "section"))
        self.head.addStretch(1)
        self.earlier = IconButton("left", "上一页（PgUp）")
        self.where = label("", "hint", "second")
        self.later = IconButton("right", "下一页（PgDn）")
        self.larger = LinkButton("放大", self.enlarge)
        for widget in (self.earlier, self.where, self.later, self.larger):
            self.head.addWidget(widget)
        column.addLayout(self.head)
        self.page = PageView()
        self.page.page_changed.connect(self._turned)
        self.page.clicked.connect(self._clicked)
        self.earlier.clicked.connect(self.page.previous)
        self.later.clicked.connect(self.page.next)
        column.addWidget(self.page, 1)
        self.setFocusProxy(self.page)
        self._turned(0, 0)

    # -- what it shows ------------------------------------------------------------------------------

    def set_wanted(self, wanted: bool) -> None:
        """Folded away, nothing is laid; unfolded, what has changed meanwhile is."""
        self._wanted = wanted
        if wanted and self._stale:
            self.show_report(self._report)

    def show_report(self, report: int) -> None:
        """Lay the report as it is stored now; the page stays where it is."""
        if report != self._report:
            self._report = report
            self._laid, self._key = None, ""
            self.page.set_pdf(None)
        self._stale = not self._wanted
        if self._wanted:
            self._room.tasks.ask(
                _document, self._room.office, report,
                done=self._lay, owner=self, key=(id(self), "document"),
            )  # fmt: skip

    def _lay(self, answer: tuple[Document, FontSet]) -> None:
        self._room.tasks.aside(lay, *answer, done=self._show, owner=self, key=(id(self), "lay"))

    def _show(self, laid: Laid) -> None:
        first, self._laid = self._laid is None, laid
        self.page.set_pdf(laid.pdf)
        if first and self._key:
            self.light_up(self._key)
        else:
            self._mark()

    def light_up(self, key: str) -> None:
        """Lay a ground under this figure, and turn to its page."""
        self._key = key
        self._mark()
        pages = sorted(self._boxes())
        if pages and self.page.page not in pages:
            self.page.show_page(pages[0])

    def _boxes(self) -> Mapping[int, list[QRectF]]:
        return self._laid.boxes.get(self._key, {}) if self._laid is not None else {}

    def _mark(self) -> None:
        self.page.set_marks(self._boxes())

    def show_table(self) -> None:
        """Turn to the attached table of figures."""
        if self._laid is not None and self._laid.table is not None:
            self.page.show_page(self._laid.table)

    @Slot(int, int)
    def _turned(self, page: int, count: int) -> None:
        self.where.setText(f"第 {page + 1} 页，共 {count} 页" if count else "正在排版")
        self.earlier.setEnabled(page > 0)
        self.later.setEnabled(page < count - 1)
        self.larger.setEnabled(count > 0)

    @Slot(int, QPointF)
    def _clicked(self, page: int, point: QPointF) -> None:
        if self._laid is not None:
            key = self._laid.pages[page].figure_at(point.x(), point.y())
            if key:
                self.figure_chosen.emit(key)

    # -- large, print, Word -------------------------------------------------------------------------

    @Slot()
    def enlarge(self) -> None:
        """放大: the pages as stored now in the print room, at the page that is shown."""
        self._printing.show_paper(PAPER, records=(self._report,), page=self.page.page)

    def print_report(self, report: int) -> None:
        """The pages as stored now, in the print room."""
        self._printing.show_paper(PAPER, records=(report,))

    def export_word(self, report: int, path: Path) -> None:
        """Write the report as Word, with the same lines on the same pages, into the office's own template if any."""
        self._room.tasks.ask(
            _write_word, self._room.office, report, path, done=partial(_written, self, path), owner=self
        )

    def written(self, path: Path) -> None:
        """Say where it lies."""
        self._room.toast(f"已导出 {path.name}", undo=False)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.where.setVisible(self.width() > theme.width(240))


def _document(office: Any, report: int) -> tuple[Document, FontSet]:
    """On the worker: what is laid, and with which faces."""
    return office.reports.document(report), office.fonts


def _write_word(office: Any, report: int, path: Path) -> None:
    """On the worker."""
    office.write_printed(office.print_paper(PAPER, Request(records=(report,))), path, "docx")


def _written(pane: PreviewPane, path: Path, _nothing: object) -> None:
    pane.written(path)

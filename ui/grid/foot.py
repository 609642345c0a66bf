"""The foot of a ledger's list: 本页小计 and 累计, each sum under its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.grid.header import PADDING
from ui.grid.view import GridView
from ui.widgets.cards import paint_line


@dataclass(frozen=True, slots=True)
class FootRow:
    """One row of the foot: its word, the sum under a column, and a note beside it."""

    word: str
    amount: str
    note: str = ""
    strong: bool = False


class LedgerFoot(QWidget):
    """Painted with the columns' own edges, so that sums stand under what they add up."""

    def __init__(self, view: GridView, amount_column: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._column = next(n for n, c in enumerate(view.grid.columns) if c.name == amount_column)
        self._rows: tuple[FootRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        view.columns_changed.connect(self._arrange)

    def set_rows(self, rows: Sequence[FootRow]) -> None:
        """Show these rows."""
        self._rows = tuple(rows)
        words = "；".join(f"{r.word} {r.amount} 元，{r.note}" for r in self._rows)
        self.setAccessibleName(words.replace("\u00a0", " "))
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        """Sums are never cut: a long note takes more lines."""
        high = 1 + sum(self._height(row) for row in self._rows)
        if high != self.height():
            self.setFixedHeight(high)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self._arrange()

    def _edge(self, row: FootRow) -> float:
        """Where a row's amount ends: under its column, but never over the row's word."""
        metrics = QFontMetrics(theme.font("strong" if row.strong else "body"))
        least = metrics.horizontalAdvance(row.word) + 2 * PADDING + metrics.horizontalAdvance(row.amount)
        if self._view.isColumnHidden(self._column):
            return float(least)
        left = self._view.columnViewportPosition(self._column)
        under = min(left + self._view.columnWidth(self._column), self.width()) - PADDING
        return float(max(under, least))

    def _note_box(self, row: FootRow) -> QRectF:
        """The room for a note beside its amount, as high as its lines."""
        left = self._edge(row) + 2 * PADDING
        wide = self.width() - left - PADDING
        if wide < 120:  # no room beside the amount: between word and amount
            words = QFontMetrics(theme.font("strong")).horizontalAdvance("累计（含承前页）") + 3 * PADDING
            amount = QFontMetrics(theme.font("strong")).horizontalAdvance(row.amount) + 2 * PADDING
            left, wide = float(words), max(80.0, self._edge(row) - amount - words)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        whole = QFontMetrics(theme.font("hint")).boundingRect(0, 0, int(wide), 1000, flags, row.note)
        return QRectF(left, 0, wide, whole.height())

    def _height(self, row: FootRow) -> int:
        return max(theme.height(31), int(self._note_box(row).height()) + 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("foot"))
        paint_line(painter, QRectF(0, 0, self.width(), 1), "button_edge")
        middle = Qt.AlignmentFlag.AlignVCenter
        top = 1
        for row in self._rows:
            high = self._height(row)
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font("strong" if row.strong else "body"))
            painter.drawText(QRectF(PADDING, top, self.width(), high), middle, row.word)
            wide = painter.fontMetrics().horizontalAdvance(row.amount)
            painter.drawText(QRectF(self._edge(row) - wide, top, wide + 2, high), middle, row.amount)
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.colour("second"))
            note = self._note_box(row)
            box = QRectF(note.left(), top, note.width(), high)
            painter.drawText(box, int(middle | Qt.TextFlag.TextWordWrap), row.note)
            top += high

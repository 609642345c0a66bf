"""The foot of a ledger's list: 本页小计 and 累计, each sum under its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
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
        view.columns_changed.connect(self.update)

    def set_rows(self, rows: Sequence[FootRow]) -> None:
        """Show these rows."""
        self._rows = tuple(rows)
        self.setAccessibleName("；".join(f"{r.word} {r.amount} 元，{r.note}" for r in self._rows))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, theme.height(32) * max(1, len(self._rows)) + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("foot"))
        paint_line(painter, QRectF(0, 0, self.width(), 1), "button_edge")
        high = theme.height(32)
        left = float(self._view.columnViewportPosition(self._column))
        right = left + self._view.columnWidth(self._column)
        hidden = self._view.isColumnHidden(self._column)
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, row in enumerate(self._rows):
            top = 1 + place * high
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font("strong" if row.strong else "body"))
            painter.drawText(QRectF(PADDING, top, self.width(), high), middle, row.word)
            words = painter.fontMetrics().horizontalAdvance(row.word) + 2 * PADDING
            wide = painter.fontMetrics().horizontalAdvance(row.amount)
            edge = max(right - PADDING, words + wide) if not hidden else words + wide
            painter.drawText(QRectF(edge - wide, top, wide + 2, high), middle, row.amount)
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.colour("second"))
            box = QRectF(edge + 2 * PADDING, top, self.width() - edge - 3 * PADDING, high)
            note = painter.fontMetrics().elidedText(row.note, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, middle, note)

"""The first column over a list that is scrolled sideways, and the header's end above the scroll bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ui import theme
from ui.grid.header import GridHeader
from ui.widgets.cards import paint_line

if TYPE_CHECKING:
    from ui.grid.view import GridView


class HeaderEnd(QWidget):
    """The header's ground above the vertical scroll bar."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self.setFixedHeight(view.head.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("header"))
        paint_line(painter, QRectF(0, self.height() - 1, self.width(), 1), "button_edge")


class FrozenColumn(QTableView):
    """The first column over the scrolled table; there only while the table is scrolled sideways."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view
        self.setModel(view.grid)
        self.setHorizontalHeader(GridHeader(self))
        view.dress(self, view.frozen_cells)
        self.setSelectionModel(view.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column in range(1, len(view.grid.columns)):
            self.setColumnHidden(column, True)
        view.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.hide()

    def place(self) -> None:
        """Lie over the first column when the table is scrolled away from it."""
        view = self._view
        scrolled = view.horizontalScrollBar().value() > 0
        if scrolled:
            self.setColumnWidth(0, view.columnWidth(0))
            high = view.head.height() + view.viewport().height()
            self.setGeometry(0, 0, view.columnWidth(0), high)
            self.verticalScrollBar().setValue(view.verticalScrollBar().value())
            self.viewport().update()
        if scrolled == self.isHidden():
            self.setVisible(scrolled)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = QRectF(self.viewport().width() - 1, 0, 1, self.viewport().height())
        paint_line(QPainter(self.viewport()), edge, "button_edge")

    # What the delegate asks, it asks the table below.

    def is_chosen(self, row: int, column: int) -> bool:
        return self._view.is_chosen(row, column)

    def rings(self) -> bool:
        return self._view.hasFocus()

    def first_shown(self, column: int) -> bool:
        return column == 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._view.setFocus()
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self._view.put(index)
            self._view.choose_row(index)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return False
        return super().event(event)

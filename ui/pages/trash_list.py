"""The list of deleted records: what, from which book, when and by which action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from liaison.kit.book import Book
from ui import theme
from ui.pages.signin.looks import dress
from ui.widgets.changes import moment_words
from ui.widgets.growing import GrowingModel

Index = QModelIndex | QPersistentModelIndex
NAME, BOOK, WHEN, HOW = range(4)
HEADINGS = ("名称", "册子", "删除时间", "怎么删的")


class TrashModel(GrowingModel):
    """A growing window of the deleted records."""

    def __init__(self, books: Mapping[str, Book], parent: QObject | None = None) -> None:
        super().__init__(HEADINGS, parent)
        self.books, self.today = books, ""

    def text(self, row: int, column: int) -> str:
        one = self.rows[row]
        if column == NAME:
            return str(one.label)
        if column == BOOK:
            return self.books[one.book].title
        if column == WHEN:
            return moment_words(one.moment, self.today) if one.moment else ""
        return str(one.title)

    def tip(self, row: int, column: int) -> str:
        return self.text(row, column) if column in (NAME, HOW) else ""


class _Painter(QStyledItemDelegate):
    def __init__(self, view: TrashView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, column = QRectF(option.rect), index.column()
        current = index.row() == self._view.currentIndex().row()
        chosen = self._view.selectionModel().isRowSelected(index.row(), QModelIndex())
        painter.save()
        painter.fillRect(rect, theme.colour("selected" if chosen or current else "surface"))
        if current and column == NAME:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        painter.setFont(theme.font("strong" if column == NAME else "body"))
        painter.setPen(theme.colour("text" if column == NAME else "second"))
        inner = rect.adjusted(14 if column == NAME else 8, 0, -8, 0)
        cut = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, int(inner.width())
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.colour("hairline"))
        if current and column == NAME and self._view.hasFocus():
            theme.paint_focus(painter, rect.adjusted(5, 2, -2, -3))
        painter.restore()


class TrashView(QTableView):
    """The list. Several rows with Ctrl, Shift or Ctrl+A; 回车 or 双击 brings back what is chosen.

    Signals:
        chosen: other rows are chosen, or another one is current.
        wanted_back: the chosen ones are to be brought back.
    """

    chosen = Signal()
    wanted_back = Signal()

    def __init__(self, books: Mapping[str, Book], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.discarded = TrashModel(books, self)
        self.setModel(self.discarded)
        self.setItemDelegate(_Painter(self))
        header = dress(self, "回收站", theme.TABLE_ROW + 3)
        header.setFixedHeight(theme.height(theme.TABLE_HEADER))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._double_clicked)

    @property
    def current(self) -> Any:
        """The record the keyboard is on; None for none."""
        row = self.currentIndex().row()
        return self.discarded.rows[row] if 0 <= row < len(self.discarded.rows) else None

    def all_chosen(self) -> list[Any]:
        """The chosen records, in the list's order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.discarded.rows[row] for row in rows if row < len(self.discarded.rows)]

    def choose(self, rows: Sequence[int]) -> None:
        """Choose one row and go there."""
        if rows:
            self.setCurrentIndex(self.discarded.index(rows[0], NAME))
            self.selectRow(rows[0])

    def _double_clicked(self, _index: QModelIndex) -> None:
        self.wanted_back.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted_back.emit()
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        self.chosen.emit()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.chosen.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(theme.font("body"))
        widths = {
            BOOK: metrics.horizontalAdvance("汇报历次版本") + 22,
            WHEN: metrics.horizontalAdvance("2026年12月30日 19:30") + 22,
        }
        left = self.viewport().width() - sum(widths.values())
        self.setColumnHidden(HOW, left < theme.width(300))
        widths[NAME] = left if self.isColumnHidden(HOW) else int(left * 0.6)
        widths[HOW] = left - widths[NAME]
        for column, wide in widths.items():
            if wide:
                self.setColumnWidth(column, wide)


__all__ = ["TrashModel", "TrashView"]

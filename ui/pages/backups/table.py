"""The list of copies: when, why, where, how many records, how large."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ui import theme
from ui.copying import place_words, reason_word, size_words, when
from ui.grid.header import GridHeader
from ui.widgets.chips import paint_chip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
WHEN, REASON, PLACE, RECORDS, SIZE, SOUND = range(6)
HEADINGS = ("时间", "原因", "在哪里", "记录", "大小", "核对")
STEP = 60
"""So many rows more each time the list is scrolled to its end."""


class CopiesModel(QAbstractTableModel):
    """A growing window of the copies, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.copies: list[Any] = []
        self._shown = 0
        self._now = datetime.min
        self._records: dict[Any, int] = {}
        self._sound: dict[Any, tuple[str, str]] = {}

    def show(self, copies: Sequence[Any], now: datetime) -> None:
        """Other copies; what is known of those that stay is kept."""
        self.beginResetModel()
        self.copies, self._now = list(copies), now
        self._shown = min(STEP, len(self.copies))
        self.endResetModel()

    def know(self, path: Any, records: int | None, word: str, tone: str) -> None:
        """A copy has been looked into: how many records it holds, and whether it is whole."""
        if records is not None:
            self._records[path] = records
        self._sound[path] = word, tone
        row = self.row_of(path)
        if 0 <= row < self._shown:
            self.dataChanged.emit(self.index(row, RECORDS), self.index(row, SOUND))

    def row_of(self, path: Any) -> int:
        """The row of the copy at a path; −1 when it is not there."""
        return next((n for n, copy in enumerate(self.copies) if copy.path == path), -1)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._shown < len(self.copies)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            more = min(STEP, len(self.copies) - self._shown)
            self.beginInsertRows(_ROOT, self._shown, self._shown + more - 1)
            self._shown += more
            self.endInsertRows()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(HEADINGS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(section))
        return HEADINGS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == PLACE:
            return str(self.copies[index.row()].path)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADINGS[index.column()]}：{self.text(index.row(), index.column()) or '空'}"
        return None

    def text(self, row: int, column: int) -> str:
        """A cell's words."""
        copy = self.copies[row]
        if column == WHEN:
            return when(copy.moment, self._now)
        if column == REASON:
            return reason_word(copy.reason)
        if column == PLACE:
            return place_words(copy)
        if column == SIZE:
            return size_words(copy.size)
        if column == SOUND:
            return self.sound(row)[0]
        records = self.records(row)
        return "" if records is None else f"{records:,}"

    def records(self, row: int) -> int | None:
        """How many records the copy holds, as far as known without opening it."""
        copy = self.copies[row]
        return self._records.get(copy.path, copy.records)

    def sound(self, row: int) -> tuple[str, str]:
        """The word and the tone of the last check; "" before the first, unless it is seen to be bad already."""
        copy = self.copies[row]
        return self._sound.get(copy.path, ("", "plain") if copy.sound else ("有问题", "overdue"))


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (RECORDS, SIZE) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _Painter(QStyledItemDelegate):
    def __init__(self, view: CopiesTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        current = index.row() == self._view.currentIndex().row()
        painter.save()
        painter.fillRect(rect, theme.colour("selected" if current else "surface"))
        if current and index.column() == WHEN:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        inner = rect.adjusted(10, 0, -10, 0)
        if index.column() == SOUND:
            word, tone = self._view.copies.sound(index.row())
            if word:
                paint_chip(painter, inner, word, tone, left=True)
        else:
            painter.setFont(theme.font("strong" if index.column() == WHEN else "body"))
            painter.setPen(theme.colour("text" if index.column() != PLACE else "second"))
            text = painter.fontMetrics().elidedText(
                str(index.data() or ""), Qt.TextElideMode.ElideMiddle, int(inner.width()) + 1
            )
            painter.drawText(inner, _side(index.column()), text)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.colour("hairline"))
        if current and self._view.hasFocus() and index.column() == WHEN:
            theme.paint_focus(painter, rect.adjusted(5, 2, -2, -3))
        painter.restore()


class CopiesTable(QTableView):
    """The table of copies; ↑↓ choose, 回车 or 双击 goes on with the chosen one.

    Signals:
        chosen: a copy, or None when nothing is chosen.
        opened: 回车 or 双击 on a copy.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.copies = CopiesModel(self)
        self.setModel(self.copies)
        self.setItemDelegate(_Painter(self))
        self.setHorizontalHeader(GridHeader(self))
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSectionsMovable(False)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("全部备份")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.height(theme.TABLE_ROW))
        self.doubleClicked.connect(self._double_clicked)

    def copy_now(self) -> Any:
        """The chosen copy; None for none."""
        row = self.currentIndex().row()
        return self.copies.copies[row] if 0 <= row < len(self.copies.copies) else None

    def show_copies(self, copies: Sequence[Any], now: datetime) -> None:
        """Other copies; the chosen one stays chosen while it is there, else the newest is."""
        before = self.copy_now()
        self.copies.show(copies, now)
        self._set_widths()
        row = -1 if before is None else self.copies.row_of(before.path)
        if copies:
            self.choose(max(0, row))
        else:
            self.chosen.emit(None)

    def choose(self, row: int) -> None:
        """Choose a row."""
        while row >= self.copies.rowCount() and self.copies.canFetchMore(_ROOT):
            self.copies.fetchMore(_ROOT)
        self.setCurrentIndex(self.copies.index(row, WHEN))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(self.copy_now())

    @Slot(QModelIndex)
    def _double_clicked(self, _index: QModelIndex) -> None:
        self.opened.emit(self.copy_now())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.copy_now() is not None:
            self.opened.emit(self.copy_now())
        else:
            super().keyPressEvent(event)

    def _moments(self) -> set[str]:
        return {"12月30日 19:30", *(self.copies.text(n, WHEN) for n in range(self.copies.rowCount()))}

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def _set_widths(self) -> None:
        strong, body = QFontMetrics(theme.font("strong")), QFontMetrics(theme.font("body"))
        widths = {
            WHEN: max(strong.horizontalAdvance(word) for word in self._moments()) + 24,
            REASON: body.horizontalAdvance("每50次改动") + 24,
            RECORDS: body.horizontalAdvance("100,000") + 22,
            SIZE: body.horizontalAdvance("999.9 MB") + 22,
            SOUND: body.horizontalAdvance("有问题") + 34,
        }
        left = self.viewport().width() - sum(widths.values())
        for column in (SOUND, SIZE):  # dropped in this order where the list is narrow
            self.setColumnHidden(column, left < theme.width(140))
            left += widths[column] if self.isColumnHidden(column) else 0
        widths[PLACE] = max(theme.width(90), left)
        for column, wide in widths.items():
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, wide)

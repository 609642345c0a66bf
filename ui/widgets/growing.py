"""A list that grows as it is scrolled: a window of rows from the office, more of them when their end is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class GrowingModel(QAbstractTableModel):
    """Rows of any kind; `text` says what a cell reads, `said` what a screen reader hears of it.

    Signals:
        wanted: more rows are wanted, from this place on.
    """

    wanted = Signal(int)

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings = tuple(headings)
        self.rows: list[Any] = []
        self.found, self._asked = 0, -1

    def show_rows(self, rows: Sequence[Any], found: int) -> None:
        """Other rows, the first of `found`."""
        self.beginResetModel()
        self.rows, self.found, self._asked = list(rows), found, -1
        self.endResetModel()

    def add_rows(self, rows: Sequence[Any]) -> None:
        """The next ones."""
        if rows:
            self.beginInsertRows(_ROOT, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def text(self, row: int, column: int) -> str:
        """What a cell reads."""
        raise NotImplementedError

    def said(self, row: int, column: int) -> str:
        """What a screen reader says of a cell."""
        return f"{self.headings[column]}：{self.text(row, column) or '空'}"

    def tip(self, row: int, column: int) -> str:
        """What stands in a cell's tooltip; "" for none."""
        return ""

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self.rows) < self.found

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent) and self._asked != len(self.rows):
            self._asked = len(self.rows)
            self.wanted.emit(self._asked)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self.headings[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.said(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(index.row(), index.column()) or None
        return None

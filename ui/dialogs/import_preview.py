"""What an import would read: the sheet's rows by matched columns, each with what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from liaison.kit.book import Book
from ui.grid.paste import BAD_ROLE

Index = QModelIndex | QPersistentModelIndex
_SHOWN = 2_000
"""Rows of the preview; the problems of all rows are counted."""


class PreviewModel(QAbstractTableModel):
    """The sheet's rows as they would be read: row number, matched columns, what is wrong."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._headings: list[str] = []
        self._places: list[int] = []
        self._names: list[str] = []
        self._rows: list[tuple[int, Sequence[Any]]] = []
        self._wrong: dict[int, list[Any]] = {}

    def show(self, book: Book, sheet: Any, plan: Any, only_bad: bool) -> None:
        """Show what a plan says about a sheet."""
        self.beginResetModel()
        fields = {f.name: f for f in (*book.columns, *book.import_only)}
        matched = sorted(plan.mapping.items(), key=lambda item: item[1])
        self._names = [name for name, _ in matched]
        self._places = [place for _, place in matched]
        self._headings = ["行", *(fields[name].label for name in self._names), "问题"]
        self._wrong = {}
        for problem in plan.problems:
            if problem.row is not None:
                self._wrong.setdefault(problem.row, []).append(problem)
        good = set() if only_bad else set(plan.rows)
        numbers = sorted(good | set(self._wrong))[:_SHOWN]
        self._rows = [(n, sheet.rows[n - 1]) for n in numbers if n - 1 < len(sheet.rows)]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self._headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._headings[section]
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        number, cells = self._rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role == BAD_ROLE:
            return self._is_bad(number, index.column())
        text = self._text(number, cells, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}：{text or '空'}"
        return None

    def sentences(self, number: int) -> str:
        """What is wrong with a row, column by column."""
        wrong = self._wrong.get(number, ())
        return "；".join(f"“{p.column}”{p.sentence}" if p.column else p.sentence for p in wrong)

    def _text(self, number: int, cells: Sequence[Any], column: int) -> str:
        if column == 0:
            return str(number)
        if column == len(self._headings) - 1:
            return self.sentences(number)
        place = self._places[column - 1]
        return cell_text(cells[place]) if place < len(cells) else ""

    def _is_bad(self, number: int, column: int) -> bool:
        wrong = [p for p in self._wrong.get(number, ()) if p.blocking]
        if column in (0, len(self._headings) - 1):
            return bool(wrong)
        return any(p.name == self._names[column - 1] for p in wrong)


def cell_text(value: Any) -> str:
    """A raw cell as the sheet shows it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return text.removesuffix(" 00:00:00") if text.endswith(" 00:00:00") else text

"""What a pasted block would write, before anything is written; bad cells are marked with their sentence."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from liaison.kit.book import Book
from ui import theme
from ui.dialogs.base import Dialog
from ui.grid.blocks import Pasted
from ui.grid.header import GridHeader
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.text import label

Index = QModelIndex | QPersistentModelIndex
BAD_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class BlockModel(QAbstractTableModel):
    """The cells of a block with what is wrong with each: where it goes, the cells, the row's sentence."""

    def __init__(self, pasted: Pasted, parent: Any = None) -> None:
        super().__init__(parent)
        self._pasted = pasted
        width = max((len(row) for row in pasted.texts), default=0)
        self._columns = pasted.columns[:width]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._pasted.texts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns) + 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(self._side(section))
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if section == 0:
            return "写到"
        return "问题" if section == len(self._columns) + 1 else self._columns[section - 1].heading

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(self._side(column))
        if role == BAD_ROLE:
            return self._is_bad(row, column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, column)
        return None

    def sentences(self, row: int) -> str:
        """All that is wrong with a row."""
        return "；".join(str(p) for p in self._pasted.plan.problems[row])

    def _text(self, row: int, column: int) -> str:
        if column == 0:
            return "新增" if self._pasted.targets[row] is None else "改这一行"
        if column == len(self._columns) + 1:
            return self.sentences(row)
        cells = self._pasted.texts[row]
        return cells[column - 1] if column - 1 < len(cells) else ""

    def _is_bad(self, row: int, column: int) -> bool:
        blocking = [p for p in self._pasted.plan.problems[row] if p.blocking]
        if column == len(self._columns) + 1:
            return bool(blocking)
        return 0 < column <= len(self._columns) and any(p.name == self._columns[column - 1].name for p in blocking)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = 0 < column <= len(self._columns) and self._columns[column - 1].right
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class MarkedCells(QStyledItemDelegate):
    """Paints cells plainly, the bad ones on the overdue ground."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        bad = bool(index.data(BAD_ROLE))
        painter.save()
        painter.fillRect(rect, theme.colour("overdue_ground" if bad else "surface"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.colour("hairline"))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("overdue" if bad else "text"))
        box = rect.adjusted(10, 0, -10, -1)
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, int(box.width()) + 1
        )
        painter.drawText(box, Qt.AlignmentFlag(int(index.data(Qt.ItemDataRole.TextAlignmentRole))), text)
        painter.restore()


def preview_table(model: QAbstractTableModel, parent: QWidget, rows: int) -> QTableView:
    """A read-only table that shows a model with its bad cells marked, `rows` rows high."""
    table = QTableView(parent)
    table.setModel(model)
    table.setHorizontalHeader(GridHeader(table))
    table.horizontalHeader().setSectionsClickable(False)
    table.setItemDelegate(MarkedCells(table))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.height(theme.TABLE_ROW))
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setMinimumHeight(theme.height(theme.TABLE_HEADER) + rows * theme.height(theme.TABLE_ROW))
    metrics = table.fontMetrics()
    for column in range(model.columnCount()):
        shown = (str(model.index(n, column).data() or "") for n in range(min(50, model.rowCount())))
        widest = max((metrics.horizontalAdvance(text) for text in shown), default=0) + 24
        head = table.horizontalHeader()
        assert isinstance(head, GridHeader)
        most = theme.width(560 if column == model.columnCount() - 1 else 260)
        table.setColumnWidth(column, max(head.words_width(column), min(widest, most)))
    table.horizontalHeader().setStretchLastSection(True)
    return table


class PasteDialog(Dialog):
    """The preview. Accepted means: write the good rows."""

    def __init__(self, book: Book, pasted: Pasted, parent: QWidget | None = None) -> None:
        super().__init__("粘贴", wide=900, parent=parent)
        plan = pasted.plan
        good, bad = len(pasted.texts) - len(plan.bad_rows), len(plan.bad_rows)
        new = sum(1 for n, target in enumerate(pasted.targets) if target is None and n not in plan.bad_rows)
        self.add_heading(f"粘贴 {len(pasted.texts)} 行到“{book.title}”")
        words = f"{good} 行可以写入" + (f"，其中新增 {new} {book.measure}" if new else "")
        if bad:
            words += f"；{bad} 行有问题，标红的格子要先改好"
        self.body.addWidget(label(words, "body", "overdue" if bad else "second", wrap=True))
        self.model = BlockModel(pasted, self)
        self.table = preview_table(self.model, self, min(10, max(3, len(pasted.texts))))
        self.table.setAccessibleName("粘贴预览")
        card = Card(margins=(1, 1, 1, 1))
        card.body.addWidget(self.table)
        self.body.addWidget(card, 1)
        ahead = Button(f"只粘贴没有问题的 {good} 行" if bad else f"粘贴 {good} 行", self.accept, kind="primary")
        ahead.setDefault(True)
        if not good or not plan.rows:
            ahead.disable("没有可以写入的行" if not good else "内容和现在一样，不用写入")
        self.ahead = ahead
        self.add_buttons((), [Button("不粘贴", self.reject), ahead])

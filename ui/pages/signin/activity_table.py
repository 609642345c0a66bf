"""The table of activities: day, title, kind, place, host, and how many came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from liaison.chinese.dates import day
from ui import theme
from ui.pages.signin.looks import dress
from ui.widgets.chips import paint_chip

if TYPE_CHECKING:
    from liaison.kit.desk import Row

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

DATE, TITLE, KIND, PLACE, HOST, REQUIRED, CAME = range(7)
HEADINGS = ("日期", "主题", "类型", "地点", "承办委员", "参加要求", "到场")



class ActivityModel(QAbstractTableModel):
    """A growing window of the activities found.

    Signals:
        wanted: more rows are wanted, from this place on.
    """

    wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._found, self._asked, self.today = 0, -1, ""

    def show_rows(self, rows: list[Row], found: int, today: str) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows, self._found, self._asked, self.today = list(rows), found, -1, today
        self.endResetModel()

    def add_rows(self, rows: list[Row]) -> None:
        """The next ones."""
        if rows:
            self.beginInsertRows(_ROOT, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self.rows) < self._found

    def fetchMore(self, parent: Index) -> None:
        if self._asked != len(self.rows):
            self._asked = len(self.rows)
            self.wanted.emit(self._asked)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADINGS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADINGS[index.column()]}：{self.text(row, index.column()) or '空'}"
        return None

    def text(self, row: Row, column: int) -> str:
        """A cell's words. Days of another year carry it."""
        if column == DATE:
            start = str(row.values["start"])
            return day(start, "screen" if start[:4] == self.today[:4] else "form")
        if column == CAME:
            return self.came(row)[0]
        return row.texts[("start", "title", "kind", "place", "host", "required")[column]]

    def came(self, row: Row) -> tuple[str, str]:
        """How many came, and its tone; 还没开 before, 未记 after without a record."""
        came = row.texts["came"]
        if came and came != "未记":
            return came, "done"
        return ("还没开", "plain") if str(row.values["start"])[:10] > self.today else ("未记", "near")


class _Painter(QStyledItemDelegate):
    def __init__(self, view: ActivityTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        current = index.row() == self._view.currentIndex().row()
        painter.save()
        painter.fillRect(rect, theme.colour("selected" if current else "surface"))
        if current and index.column() == 0:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        inner = rect.adjusted(8, 0, -6, 0)
        if index.column() == CAME:
            word, tone = self._view.activities.came(self._view.activities.rows[index.row()])
            paint_chip(painter, inner, word, tone, left=True)
        else:
            painter.setFont(theme.font("strong" if index.column() == TITLE else "body"))
            painter.setPen(theme.colour("text" if index.column() in (DATE, TITLE) else "second"))
            text = painter.fontMetrics().elidedText(
                str(index.data() or ""), Qt.TextElideMode.ElideRight, int(inner.width())
            )
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.colour("hairline"))
        if current and self._view.hasFocus() and index.column() == TITLE:
            theme.paint_focus(painter, rect.adjusted(2, 2, -2, -3))
        painter.restore()


class ActivityTable(QTableView):
    """The table of activities. 回车, 双击 or a click on the title opens the sign-in.

    Signals:
        opened: the activity's number.
        edited: F2, the activity's number.
    """

    opened = Signal(int)
    edited = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.activities = ActivityModel(self)
        self.setModel(self.activities)
        self.setItemDelegate(_Painter(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = dress(self, "活动", theme.TABLE_ROW + 3)
        header.setFixedHeight(theme.height(theme.TABLE_HEADER))
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._double_clicked)

    def number(self) -> int | None:
        """The current activity."""
        row = self.currentIndex().row()
        return self.activities.rows[row].id if 0 <= row < len(self.activities.rows) else None

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if index.column() in (TITLE, CAME):
            self.opened.emit(self.activities.rows[index.row()].id)

    @Slot(QModelIndex)
    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() not in (TITLE, CAME):
            self.opened.emit(self.activities.rows[index.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.number()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and number is not None:
            self.opened.emit(number)
        elif event.key() == Qt.Key.Key_F2 and number is not None:
            self.edited.emit(number)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.indexAt(event.position().toPoint()).column() in (TITLE, CAME)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(theme.font("body"))
        widths = {
            DATE: metrics.horizontalAdvance("2026年12月30日 19:30") + 24,
            KIND: metrics.horizontalAdvance("协商议事") + 26,
            HOST: metrics.horizontalAdvance("何秀英（集镇") + 22,
            REQUIRED: metrics.horizontalAdvance("参加要求") + 26,
            CAME: theme.width(90),
        }
        left = self.viewport().width() - sum(widths.values())
        for column in (REQUIRED, KIND, HOST):  # dropped in this order where the list is narrow
            self.setColumnHidden(column, left < theme.width(260))
            if self.isColumnHidden(column):
                left += widths[column]
        left = max(theme.width(160), left)
        widths[PLACE] = min(theme.width(190), int(left * 0.38))
        widths[TITLE] = left - widths[PLACE]
        for column, wide in widths.items():
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, wide)

"""The list of actions: day by day, when, what was done, to how many records, and whether it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from liaison.chinese.dates import day
from liaison.kit.book import Book
from ui import icons, theme
from ui.widgets.chips import paint_chip
from ui.widgets.growing import GrowingModel

Index = QModelIndex | QPersistentModelIndex
STATES = {"undone": ("撤销过", "near"), "redone": ("已重做", "progress"), "final": ("不能撤销", "plain")}
"""The words of what does not simply stand, with their tones."""


def counts_words(counts: Mapping[str, int], books: Mapping[str, Book]) -> str:
    """“36 笔捐赠、2 位委员”, “设置”."""
    words = []
    for name, count in counts.items():
        book = books.get(name)
        words.append(book.count_words(count) if book is not None else "设置")
    return "、".join(words)


class ActionsModel(GrowingModel):
    """A growing window of the actions, newest first."""

    def __init__(self, books: Mapping[str, Book], parent: QObject | None = None) -> None:
        super().__init__(("操作",), parent)
        self.books, self.today = books, ""

    def text(self, row: int, column: int) -> str:
        action = self.rows[row]
        return f"{action.moment[11:16]}　{action.title}"

    def said(self, row: int, column: int) -> str:
        action = self.rows[row]
        parts = (self.day_of(row), self.text(row, 0), counts_words(action.counts, self.books), self.state(row)[0])
        return "，".join(part for part in parts if part)

    def tip(self, row: int, column: int) -> str:
        return str(self.rows[row].title)

    def state(self, row: int) -> tuple[str, str]:
        """The state's word and tone; "" for what simply stands."""
        return STATES.get(self.rows[row].state, ("", "plain"))

    def starts_day(self, row: int) -> bool:
        """Whether a row is the first of its day."""
        return row == 0 or self.rows[row - 1].moment[:10] != self.rows[row].moment[:10]

    def day_of(self, row: int) -> str:
        """A row's day in words: 今天, 9月17日, of another year with it."""
        on = str(self.rows[row].moment)[:10]
        if on == self.today:
            return "今天"
        return day(on, "screen" if on[:4] == self.today[:4] else "form")


class _Painter(QStyledItemDelegate):
    def __init__(self, view: ActionsView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        high = theme.height(theme.TABLE_ROW + 3)
        return QSize(120, high + (theme.height(34) if self._view.actions_shown.starts_day(index.row()) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, row, rect = self._view.actions_shown, index.row(), QRectF(option.rect)
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        if model.starts_day(row):
            head = QRectF(rect.left(), rect.top(), rect.width(), theme.height(34))
            painter.fillRect(head.adjusted(0, 0, 0, -1), theme.colour("foot"))
            painter.setFont(theme.font("hint strong"))
            painter.setPen(theme.colour("second"))
            painter.drawText(head.adjusted(16, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, model.day_of(row))
            rect = rect.adjusted(0, head.height(), 0, 0)
        self._paint_row(painter, rect, row)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRectF, row: int) -> None:
        model = self._view.actions_shown
        action = model.rows[row]
        current = row == self._view.currentIndex().row()
        if current:
            painter.fillRect(rect, theme.colour("selected"))
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.colour("hairline"))
        right = self._paint_chip(painter, rect, row)
        metrics = QFontMetrics(theme.font("body"))
        left = rect.left() + 16
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("second"))
        time = QRectF(left, rect.top(), 80, rect.height())
        painter.drawText(time, Qt.AlignmentFlag.AlignVCenter, action.moment[11:16])
        left += metrics.horizontalAdvance("00:00") + 16
        if action.state == "turn":
            edge = theme.icon_size(15)
            place = QRectF(left, rect.center().y() - edge / 2, edge, edge)
            icons.paint(painter, "undo" if action.title.startswith("撤销") else "redo", place, theme.colour("hint"))
            left += edge + 8
        counts = counts_words(action.counts, model.books)
        wide = min(metrics.horizontalAdvance(counts), (right - left) * 0.42)
        painter.drawText(
            QRectF(right - wide, rect.top(), wide, rect.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            metrics.elidedText(counts, Qt.TextElideMode.ElideRight, int(wide) + 1),
        )
        stands = action.state in ("done", "redone", "final")
        painter.setFont(theme.font("strong" if stands else "body"))
        painter.setPen(theme.colour("text" if stands else "second"))
        inner = QRectF(left, rect.top(), right - wide - left - 18, rect.height())
        cut = painter.fontMetrics().elidedText(action.title, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, cut)
        if current and self._view.hasFocus():
            theme.paint_focus(painter, rect.adjusted(5, 2, -2, -3))

    def _paint_chip(self, painter: QPainter, rect: QRectF, row: int) -> float:
        """Paint the state at the right end, in a column of its own; where the words have to end."""
        widest = max(QFontMetrics(theme.font("hint")).horizontalAdvance(word) for word, _ in STATES.values()) + 20
        word, tone = self._view.actions_shown.state(row)
        if word:
            box = QRectF(rect.right() - widest - 12, rect.top(), widest, rect.height())
            paint_chip(painter, box, word, tone)
        return rect.right() - widest - 24


class ActionsView(QListView):
    """The list.

    Signals:
        chosen: the action's row in the model, −1 for none.
        entered: 回车 or 双击 on it.
    """

    chosen = Signal(int)
    entered = Signal()

    def __init__(self, books: Mapping[str, Book], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.actions_shown = ActionsModel(books, self)
        self.setModel(self.actions_shown)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName("操作记录")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(self._double_clicked)

    @property
    def action(self) -> Any:
        """The current action; None for none."""
        row = self.currentIndex().row()
        return self.actions_shown.rows[row] if 0 <= row < len(self.actions_shown.rows) else None

    def choose(self, number: int) -> None:
        """Go to an action by its number, else to the first one."""
        rows = self.actions_shown.rows
        place = next((n for n, row in enumerate(rows) if row.number == number), 0)
        if rows:
            self.setCurrentIndex(self.actions_shown.index(place, 0))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.chosen.emit(current.row())

    def _double_clicked(self, _index: QModelIndex) -> None:
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


__all__ = ["ActionsModel", "ActionsView", "counts_words"]

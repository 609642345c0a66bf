"""From what to what: the changes of one record, or of one action, as a list that is read downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from liaison.chinese.dates import day
from ui import icons, theme
from ui.widgets.chips import paint_chip
from ui.widgets.growing import GrowingModel

KINDS = {
    "created": ("新增", "done"), "changed": ("修改", "progress"), "deleted": ("删除", "overdue"),
    "restored": ("恢复", "done"), "erased": ("内容已删除", "plain"),
}  # fmt: skip
"""A change's word and tone."""
SHOWN, LINES = 400, 5
"""Of a long text so many characters in so many lines are shown; the tooltip holds more."""
NARROW = 460
"""A list narrower than this puts the present text below the former."""
_WRAP = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_PAD = 5


def moment_words(moment: str, today: str) -> str:
    """A trail's moment as it is read: “9月18日 14:05”, of another year with it."""
    return f"{day(moment[:10], 'screen' if moment[:4] == today[:4] else 'form')} {moment[11:16]}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the head of a change where `shift` is None, else one of its columns."""

    change: Any
    shift: Any = None
    first: bool = False


class ChangesModel(GrowingModel):
    """The lines of changes; a change's head is followed by its columns.

    `found` counts changes, so that more of them are wanted until all are there.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("改动",), parent)
        self.by_action, self.today = True, ""
        self._changes = 0

    def show_changes(self, changes: Sequence[Any], found: int, *, today: str, by_action: bool) -> None:
        """Other changes, the first of `found`.

        Args:
            by_action: heads name the action and its time, for one record's history; else the record, for one action.
        """
        self.by_action, self.today, self._changes = by_action, today, len(changes)
        self.show_rows(_lines(changes, first=True), found)

    def add_changes(self, changes: Sequence[Any]) -> None:
        """The next ones."""
        self._changes += len(changes)
        self.add_rows(_lines(changes, first=False))

    def canFetchMore(self, parent: Any) -> bool:
        return not parent.isValid() and self._changes < self.found

    def fetchMore(self, parent: Any) -> None:
        if self.canFetchMore(parent) and self._asked != self._changes:
            self._asked = self._changes
            self.wanted.emit(self._asked)

    def text(self, row: int, column: int) -> str:
        entry = self.rows[row]
        if entry.shift is None:
            return self.head(entry.change)
        shift = entry.shift
        if entry.change.kind == "created" or not shift.before:
            return f"{shift.label}：{shift.after or '空'}"
        return f"{shift.label}：从“{shift.before}”改为“{shift.after or '空'}”"

    def said(self, row: int, column: int) -> str:
        entry = self.rows[row]
        word = KINDS[entry.change.kind][0] if entry.shift is None else ""
        return f"{word}：{self.text(row, column)}" if word else self.text(row, column)

    def tip(self, row: int, column: int) -> str:
        entry = self.rows[row]
        if entry.shift is None:
            return self.head(entry.change)
        parts = (entry.shift.label, entry.shift.before, f"→ {entry.shift.after}")
        return "\n".join(part[:2_000] for part in parts if part)

    def head(self, change: Any) -> str:
        """A change's head in words."""
        if self.by_action:
            return f"{moment_words(change.moment, self.today)}　{change.title}"
        return change.label or change.title


def _lines(changes: Sequence[Any], *, first: bool) -> list[Entry]:
    found: list[Entry] = []
    for change in changes:
        found.append(Entry(change, None, first and not found))
        found += [Entry(change, shift) for shift in change.shifts]
    return found


class _Painter(QStyledItemDelegate):
    def __init__(self, view: ChangesView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry, wide = self._view.changes.rows[index.row()], self._view.viewport().width()
        if entry.shift is None:
            return QSize(80, theme.height(30) + (0 if entry.first else 9))
        return QSize(80, round(self._boxes(QRectF(0, _PAD, wide, 0), entry)[1].bottom() + _PAD))

    def _high(self, text: str, wide: float) -> float:
        if not text or wide <= 0:
            return 0
        metrics = QFontMetrics(theme.font("body"))
        return metrics.boundingRect(0, 0, max(20, int(wide)), 100_000, int(_WRAP), text[:SHOWN]).height()

    def _boxes(self, rect: QRectF, entry: Entry) -> tuple[QRectF, QRectF]:
        """Where the former text stands and where the present one; no room for the former where there was none.

        Beside each other, in a narrow list below each other; both as high as their texts need.
        """
        metrics = QFontMetrics(theme.font("body"))
        narrow = rect.width() < theme.width(NARROW)
        left = rect.left() + 12 + min(theme.width(104), metrics.horizontalAdvance("最多六个字") + (8 if narrow else 26))
        right, arrow = rect.right() - 10, theme.icon_size(14) + 14
        before, after = entry.shift.before, entry.shift.after
        if entry.change.kind == "created" or not before:
            high = self._shown_high(after, right - left)
            return QRectF(left, rect.top(), 0, high), QRectF(left, rect.top(), right - left, high)
        if narrow:
            first = QRectF(left, rect.top(), right - left, self._shown_high(before, right - left))
            wide = right - left - arrow
            return first, QRectF(left + arrow, first.bottom() + 2, wide, self._shown_high(after, wide))
        half = (right - left - arrow) / 2
        high = max(self._shown_high(before, half), self._shown_high(after, half))
        return QRectF(left, rect.top(), half, high), QRectF(left + half + arrow, rect.top(), half, high)

    def _shown_high(self, text: str, wide: float) -> float:
        """As high as a text is, within the lines that are shown of it."""
        least, most = (self._high("\n".join(["国"] * lines), wide) for lines in (1, LINES))
        return min(max(self._high(text, wide), least), most)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, entry = QRectF(option.rect), self._view.changes.rows[index.row()]
        current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        painter.save()
        painter.fillRect(rect, theme.colour("selected" if current else "surface"))
        if entry.shift is None:
            self._paint_head(painter, rect, entry)
        else:
            self._paint_shift(painter, rect, entry)
        if current:
            theme.paint_focus(painter, rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRectF, entry: Entry) -> None:
        if not entry.first:
            painter.fillRect(QRectF(rect.left(), rect.top() + 4, rect.width(), 1), theme.colour("hairline"))
            rect = rect.adjusted(0, 9, 0, 0)
        word, tone = KINDS[entry.change.kind]
        wide = QFontMetrics(theme.font("hint")).horizontalAdvance(word) + 20
        paint_chip(painter, QRectF(rect.right() - wide - 8, rect.top(), wide, rect.height()), word, tone)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        inner = rect.adjusted(12, 0, -wide - 18, 0)
        text = self._view.changes.head(entry.change)
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, cut)

    def _paint_shift(self, painter: QPainter, rect: QRectF, entry: Entry) -> None:
        painter.setFont(theme.font("body"))
        before, after = self._boxes(rect.adjusted(0, _PAD, 0, -_PAD), entry)
        left = QRectF(rect.left() + 12, before.top(), before.left() - rect.left() - 18, before.height())
        painter.setPen(theme.colour("hint"))
        metrics = painter.fontMetrics()
        label = metrics.elidedText(entry.shift.label, Qt.TextElideMode.ElideRight, int(left.width()))
        painter.drawText(left, Qt.AlignmentFlag.AlignTop, label)
        if before.width():
            painter.setPen(theme.colour("second"))
            painter.drawText(before, int(_WRAP), self._fitting(entry.shift.before, before))
            edge = theme.icon_size(14)
            place = QRectF(after.left() - edge - 7, after.top() + (metrics.lineSpacing() - edge) / 2, edge, edge)
            icons.paint(painter, "right", place, theme.colour("hint"))
        painter.setPen(theme.colour("text" if entry.shift.after else "hint"))
        painter.drawText(after, int(_WRAP), self._fitting(entry.shift.after or "空", after))

    def _fitting(self, text: str, box: QRectF) -> str:
        """As much of a text as the lines hold, with … where it goes on."""
        shown = text[:SHOWN]
        if len(shown) == len(text) and self._high(text, box.width()) <= box.height() + 2:
            return text
        low, high = 1, len(shown)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self._high(shown[:middle] + "…", box.width()) <= box.height() + 2
            low, high = (middle, high) if fits else (low, middle - 1)
        return shown[:low].rstrip() + "…"


class ChangesView(QListView):
    """The list. 回车 or 双击 opens the record; Ctrl+C copies a line whole.

    Signals:
        opened: the book and number of the current line's record.
    """

    opened = Signal(str, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes = ChangesModel(self)
        self.setModel(self.changes)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(self._opened)

    def show_changes(self, changes: Sequence[Any], found: int, *, today: str, by_action: bool) -> None:
        """See `ChangesModel.show_changes`; the first line is current."""
        self.changes.show_changes(changes, found, today=today, by_action=by_action)
        if changes:
            self.setCurrentIndex(self.changes.index(0, 0))
            self.scrollToTop()

    def _opened(self, index: QModelIndex) -> None:
        if index.isValid():
            change = self.changes.rows[index.row()].change
            self.opened.emit(change.book, change.record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._opened(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            if self.currentIndex().isValid():
                QGuiApplication.clipboard().setText(str(self.currentIndex().data()))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


__all__ = ["KINDS", "ChangesModel", "ChangesView", "moment_words"]

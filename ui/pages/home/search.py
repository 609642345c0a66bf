"""查找 in the whole office: what each book holds of the words, a few rows each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from liaison.office import Query
from ui import theme
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, CardHeader, paint_line
from ui.widgets.pressing import DrawnButton
from ui.widgets.scrolling import show_through
from ui.widgets.states import EmptyState

BOOKS = ("members", "activities", "donations", "honors", "suggestions", "assignments", "reports")
ROWS = 5
_SECOND = {
    "members": ("work_unit", "post"),
    "activities": ("kind", "start", "place"),
    "donations": ("date", "kind", "purpose"),
    "honors": ("level", "date"),
    "suggestions": ("date", "status"),
    "assignments": ("owner", "due", "standing"),
    "reports": ("stage",),
}
"""What is read beside a record's name. Phones, ID numbers and addresses never are."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found."""

    book: str
    record: int
    label: str
    second: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What one book holds: how many, and the first rows."""

    book: str
    title: str
    count: str
    more: bool
    rows: tuple[Hit, ...]


def search_all(office: Any, words: str) -> tuple[str, list[Hits]]:
    """Runs on the worker: the words, and the books that hold them."""
    found = []
    for name in BOOKS:
        book = office.books[name]
        query = Query(search=words)
        rows = office.page(name, query, 0, ROWS + 1)
        if rows:
            total = office.count(name, query) if len(rows) > ROWS else len(rows)
            hits = tuple(
                Hit(name, r.id, r.texts[book.label], "　".join(t for c in _SECOND[name] if (t := r.texts[c])))
                for r in rows[:ROWS]
            )
            found.append(Hits(name, book.title, book.count_words(total), total > ROWS, hits))
    return words, found


def all_ids(office: Any, book: str, words: str) -> tuple[str, str, list[int]]:
    """Runs on the worker: book and words, and every record of the book that holds them."""
    return book, words, office.ids(book, Query(search=words))


class SearchResults(QScrollArea):
    """Cards by book; ↑↓ go between the rows, 回车 opens.

    Signals:
        opened: the hit.
        all_opened: the book whose records are all wanted.
        left_up: ↑ on the first row: back to the field.
    """

    opened = Signal(object)
    all_opened = Signal(str)
    left_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._host = QWidget()
        self._column = QVBoxLayout(self._host)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.BLOCK_GAP)
        show_through(self, self._host)
        self.rows: list[HitRow] = []

    def show_hits(self, found: Sequence[Hits], words: str) -> None:
        """Show what was found."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for hits in found:
            self._column.addWidget(self._card(hits))
        if not found:
            self._column.addWidget(EmptyState("search", f"没有找到“{words}”"), 1)
        self._column.addStretch(1)

    def _card(self, hits: Hits) -> Card:
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        header = CardHeader(hits.title, hits.count)
        if hits.more:
            link = LinkButton("全部", self._all)
            link.setProperty("book", hits.book)
            link.setAccessibleName(f"全部{hits.title}")
            header.add(link)
        card.body.addWidget(header)
        for hit in hits.rows:
            row = HitRow(hit, card)
            row.opened.connect(self.opened)
            row.moved.connect(self._move)
            self.rows.append(row)
            card.body.addWidget(row)
        return card

    def focus_first(self) -> None:
        """The focus goes to the first row."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _all(self) -> None:
        self.all_opened.emit(str(self.sender().property("book")))

    @Slot(object, int)
    def _move(self, row: HitRow, by: int) -> None:
        place = self.rows.index(row) + by
        if place < 0:
            self.left_up.emit()
        elif place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self.rows[place])


class HitRow(DrawnButton):
    """One record found."""

    opened = Signal(object)
    moved = Signal(object, int)

    def __init__(self, hit: Hit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hit = hit
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{hit.label}，{hit.second}")
        self.clicked.connect(self._open)

    def sizeHint(self) -> QSize:
        return QSize(theme.width(300), theme.height(theme.DUTY_ROW))

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self.hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(self, 1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(box.adjusted(1, 0, -1, -1), theme.colour("foot"))
        inner = box.adjusted(16, 0, -16, 0)
        second = QFontMetrics(theme.font("hint")).horizontalAdvance(self.hit.second)
        right = min(float(second), inner.width() * 0.5)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        left = inner.adjusted(0, 0, -right - 16, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        cut = painter.fontMetrics().elidedText(self.hit.label, Qt.TextElideMode.ElideRight, int(left.width()))
        painter.drawText(left, middle, cut)
        self.setToolTip(self.hit.label if cut != self.hit.label else "")
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("second"))
        words = painter.fontMetrics().elidedText(self.hit.second, Qt.TextElideMode.ElideRight, int(right) + 1)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, words)
        paint_line(painter, QRectF(1, box.height() - 1, box.width() - 2, 1))
        if self.hasFocus():
            theme.paint_focus(painter, box.adjusted(1, 0, -1, -1))

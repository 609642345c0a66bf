"""插入数字: every figure of the quarter, found by its name, its initials or its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from liaison.chinese.text import fold
from ui import theme
from ui.dialogs.base import Dialog
from ui.widgets.buttons import Button
from ui.widgets.search import SearchField
from ui.widgets.text import label

_ROLE = int(Qt.ItemDataRole.UserRole)
_ROW = 38


@dataclass(frozen=True, slots=True)
class Offer:
    """One figure to insert: its key, what it is, as it is written, what of, what it belongs to, its initials."""

    key: str
    label: str
    text: str
    base: str
    group: str
    initials: str

    def fits(self, words: Sequence[str]) -> bool:
        """Whether every word is found in it."""
        hay = fold(f"{self.label} {self.text} {self.group}") + " " + self.initials
        return all(word in hay for word in words)


class _Row(QStyledItemDelegate):
    """Label left, its book and base in small type, value right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.width(300), theme.height(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        offer: Offer = index.data(_ROLE)
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("selected"))
        painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), theme.colour("hairline"))
        inner = box.adjusted(12, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("figure"))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, offer.text)
        used = painter.fontMetrics().horizontalAdvance(offer.text) + 16
        words = inner.adjusted(0, 0, -used, 0)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("accent" if chosen else "text"))
        cut = painter.fontMetrics().elidedText(offer.label, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, middle, cut)
        left = painter.fontMetrics().horizontalAdvance(cut) + 10
        base = offer.base if offer.base not in offer.text else ""
        note = "　".join(part for part in (offer.group, base) if part)
        if note:
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.colour("second"))
            painter.drawText(words.adjusted(left, 0, 0, 0), middle, note)


class FigureChooser(Dialog):
    """A search field over a list; ↑↓ choose while the cursor stays in the field, 回车 inserts.

    Attributes:
        offer: what was chosen, after the dialog was accepted.
    """

    def __init__(self, offers: Sequence[Offer], parent: QWidget | None = None) -> None:
        super().__init__("插入数字", wide=480, parent=parent)
        self.offer: Offer | None = None
        self._offers = list(offers)
        self.add_heading("插入哪个数字")
        self.field = SearchField("名称、拼音首字母或数值", self, key="")
        self.field.textChanged.connect(self._search)
        self.body.addWidget(self.field)
        self._model = QStandardItemModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(theme.height(_ROW) * 9)
        self.list.setAccessibleName("本季的数字")
        self.list.activated.connect(self._insert)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.body.addWidget(self.list, 1)
        self._nothing = label("没有符合的数字", "body", "second")
        self.body.addWidget(self._nothing)
        self._go = Button("插入", self._insert, kind="primary", key="回车")
        self._go.setDefault(True)
        self.add_buttons((), [Button("不插入", self.reject, key="Esc"), self._go])
        self._search("")
        self.field.setFocus()

    @Slot(str)
    def _search(self, text: str) -> None:
        words = fold(text).split()
        self._model.clear()
        for offer in self._offers:
            if offer.fits(words):
                item = QStandardItem()
                item.setData(offer, _ROLE)
                item.setData(f"{offer.label} {offer.text}", int(Qt.ItemDataRole.AccessibleTextRole))
                self._model.appendRow(item)
        some = self._model.rowCount() > 0
        self._nothing.setVisible(not some)
        if some:
            self.list.setCurrentIndex(self._model.index(0, 0))
            self._go.enable()
        else:
            self._go.disable("没有符合的数字，请换个词")

    @Slot()
    def _moved(self) -> None:
        self.list.scrollTo(self.list.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if step and self._model.rowCount():
            row = min(max(0, self.list.currentIndex().row() + step), self._model.rowCount() - 1)
            self.list.setCurrentIndex(self._model.index(row, 0))
        else:
            super().keyPressEvent(event)

    @Slot()
    def _insert(self) -> None:
        offer = self.list.currentIndex().data(_ROLE)
        if isinstance(offer, Offer):
            self.offer = offer
            self.accept()

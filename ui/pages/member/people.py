"""The list of members: search by name, unit or pinyin initials; present, gone or all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from liaison.chinese.pinyin import initials
from liaison.office import Query
from ui import theme
from ui.widgets.cards import Card
from ui.widgets.chips import Filter, FilterRow
from ui.widgets.search import SearchField

_NUMBER, _UNIT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_WORDS = (("", "全部"), ("present", "在任"), ("gone", "离任"))


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the list."""

    number: int
    name: str
    unit: str
    letters: str
    present: bool


def read_people(office: Any) -> list[Person]:
    """Runs on the worker: everybody, in the members' own order."""
    present = set(office.ids("members", Query(filters=frozenset({"present"}))))
    return [
        Person(r.id, r.texts["name"], r.texts["work_unit"], initials(r.texts["name"], name=True), r.id in present)
        for r in office.page("members", Query(), 0, 5_000)
    ]


class _Which(FilterRow):
    """全部, 在任, 离任: 全部 is itself the way back, so there is nothing to clear."""

    def _settle(self) -> None:
        super()._settle()
        self._clear.hide()


class PeopleList(Card):
    """Everybody, one chosen.

    Signals:
        chosen: the member's number, whenever one is shown; the same number after a reload.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(10, 10, 10, 6))
        self.setFixedWidth(theme.width(236))
        self.people: list[Person] = []
        self.member = 0
        self.search = SearchField("姓名、拼音首字母")
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.body.addWidget(self.search)
        self.which = _Which([Filter(key, word) for key, word in _WORDS])
        self.which.choose(["present"])
        self.which.changed.connect(self._narrow)
        self.body.addWidget(self.which)
        self.list = QListWidget()
        self.list.setAccessibleName("委员")
        self.list.setItemDelegate(_PersonLine(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._moved)
        self.body.addWidget(self.list, 1)

    def show_people(self, people: list[Person], member: int) -> None:
        """Show everybody; `member` is the one to choose, or 0 for the one chosen before."""
        self.people = people
        self.member = member or self.member
        counts = {"": len(people), "present": sum(p.present for p in people)}
        counts["gone"] = counts[""] - counts["present"]
        self.which.set_filters([Filter(key, word, counts[key]) for key, word in _WORDS])
        wanted = next((p for p in people if p.number == self.member), None)
        if wanted is not None and not self._fits(wanted):
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
            self.which.choose([""])
        self._narrow()

    def names(self) -> list[str]:
        """The names in the list as it stands."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _fits(self, person: Person) -> bool:
        words = self.search.text().strip().casefold()
        which = (self.which.chosen() or [""])[0]
        if which not in ("", "present" if person.present else "gone"):
            return False
        held = words in person.name.casefold() or words in person.unit.casefold()
        return not words or held or person.letters.startswith(words)

    @Slot()
    def _narrow(self, *_: object) -> None:
        """What fits the words; the chosen person stays chosen where possible."""
        found = [p for p in self.people if self._fits(p)]
        self.list.blockSignals(True)
        self.list.clear()
        for person in found:
            item = QListWidgetItem(person.name)
            item.setData(_NUMBER, person.number)
            item.setData(_UNIT, person.unit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{person.name}，{person.unit}")
            item.setToolTip(f"{person.name}　{person.unit}")
            self.list.addItem(item)
        numbers = [p.number for p in found]
        if numbers:
            self.list.setCurrentRow(numbers.index(self.member) if self.member in numbers else 0)
        self.list.blockSignals(False)
        self._moved()

    @Slot()
    def _moved(self, *_: object) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.member = int(item.data(_NUMBER))
            self.chosen.emit(self.member)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by is not None and self.list.count():
                self.list.setCurrentRow(max(0, min(self.list.currentRow() + by, self.list.count() - 1)))
                return True
        return super().eventFilter(watched, event)


class _PersonLine(QStyledItemDelegate):
    """A name with the unit that tells same names apart."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Any) -> QSize:
        return QSize(100, theme.height(46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("selected"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        half = box.height() / 2
        for role, colour, text, top in (
            ("strong" if chosen else "body", "accent" if chosen else "text", index.data(), 3.0),
            ("hint", "second", index.data(_UNIT), half - 2),
        ):
            painter.setFont(theme.font(role))
            painter.setPen(theme.colour(colour))
            words = painter.fontMetrics().elidedText(str(text), Qt.TextElideMode.ElideRight, int(box.width()) - 24)
            painter.drawText(QRectF(box.left() + 14, box.top() + top, box.width() - 20, half),
                             Qt.AlignmentFlag.AlignVCenter, words)  # fmt: skip
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_focus(painter, box.adjusted(1, 1, -1, -1))

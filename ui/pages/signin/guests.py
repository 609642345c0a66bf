"""列席与来宾: the guests of an activity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.pages.signin.side_card import ROW, SideCard
from ui.widgets.buttons import IconButton, LinkButton, secondary
from ui.widgets.states import Icon
from ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from liaison.books.roster import Attendee

class _Person(QWidget):
    """A guest: name, unit, that he came, and a way to take him off."""

    removed = Signal(int)

    def __init__(self, guest: Attendee) -> None:
        super().__init__()
        self._signin = guest.signin or 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(guest.name))
        row.addWidget(ElidedLabel(guest.unit, "hint", "second"), 1)
        row.addWidget(Icon("done", 17, "done"))
        row.addWidget(IconButton("close", f"移除 {guest.name}", self._remove))
        self.setFixedHeight(theme.height(ROW))

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self._signin)


class Guests(SideCard):
    """列席与来宾: the list, and two fields to add one.

    Signals:
        added: name, unit.
        removed: the sign-in's number.
    """

    added = Signal(str, str)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__("列席与来宾")
        self.count = label("", "hint", "second")
        self.head.addWidget(self.count)
        self.head.addStretch(1)
        self.add = LinkButton("添加", self.begin, icon="add")
        self.head.addWidget(self.add)
        self._people = QWidget()
        self._list = QVBoxLayout(self._people)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._people)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._people.setAutoFillBackground(False)
        self.body.addWidget(self._scroll)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 4, 4, 2)
        form.setSpacing(6)
        self.name, self.unit = QLineEdit(), QLineEdit()
        for field, word, limit in ((self.name, "姓名", 40), (self.unit, "单位及职务", 60)):
            field.setPlaceholderText(word)
            field.setAccessibleName(f"来宾{word}")
            field.setMaxLength(limit)
            field.returnPressed.connect(self._entered)
            form.addWidget(field)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(LinkButton("收起", self.end, role="second"))
        buttons.addWidget(secondary("加上", self._add, in_row=True))
        form.addLayout(buttons)
        self.body.addWidget(self._form)
        self._form.hide()
        self.most_rows = 4

    def show_guests(self, guests: Sequence[Attendee]) -> None:
        """Show these guests."""
        while self._list.count():
            old = self._list.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        for guest in guests:
            person = _Person(guest)
            person.removed.connect(self.removed)
            self._list.addWidget(person)
        self.count.setText(f"{len(guests)} 人" if guests else "")
        self._rows = len(guests)
        self._scroll.setVisible(bool(guests))
        self._scroll.setFixedHeight(theme.height(ROW) * min(len(guests), self.most_rows))

    @Slot()
    def begin(self) -> None:
        """Open the two fields."""
        self._form.show()
        self.name.setFocus()

    @Slot()
    def end(self) -> None:
        """Close them; what was typed goes."""
        self.name.clear()
        self.unit.clear()
        self._form.hide()
        self.add.setFocus()

    @Slot()
    def _entered(self) -> None:
        """回车 in the name goes on to the unit, in the unit adds."""
        if self.name.hasFocus() and self.name.text().strip():
            self.unit.setFocus()
        else:
            self._add()

    @Slot()
    def _add(self) -> None:
        if not self.name.text().strip():
            self.name.setFocus()
            return
        self.added.emit(self.name.text().strip(), self.unit.text().strip())
        self.name.clear()
        self.unit.clear()
        self.name.setFocus()

    def give_back(self, name: str, unit: str) -> None:
        """What could not be written stands in the fields again."""
        self._form.show()
        self.name.setText(name)
        self.unit.setText(unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._form.isVisible():
            self.end()
        else:
            super().keyPressEvent(event)

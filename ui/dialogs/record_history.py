"""这里改过什么: what happened to one record, when, from what, to what."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.dialogs.base import Dialog
from ui.pages.base import Room
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card
from ui.widgets.changes import ChangesView
from ui.widgets.text import ElidedLabel, label


class RecordHistoryDialog(Dialog):
    """A record's changes, newest first. Private texts are masked, as on its page."""

    def __init__(self, room: Room, book: str, record: int, parent: QWidget | None = None) -> None:
        super().__init__("这里改过什么", wide=720, parent=parent)
        self.room, self.book, self.record = room, book, record
        self.heading = ElidedLabel("这里改过什么", "section")
        self.body.addWidget(self.heading)
        self.note = label("", "hint", "second")
        self.body.addWidget(self.note)
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        self.view = ChangesView("这里改过什么")
        self.view.setMinimumHeight(theme.height(330))
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        card.body.addWidget(self.view)
        self.body.addWidget(card, 1)
        close = Button("知道了", self.accept, kind="primary")
        close.setDefault(True)
        self.add_buttons([LinkButton("在操作记录里看", self._to_actions, icon="list")], [close])
        room.tasks.ask(_read, room.office, book, record, done=self._show, owner=self)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: tuple[str, list[Any]]) -> None:
        label_words, changes = found
        book = self.room.office.books.get(self.book)
        self.heading.setText(f"{book.noun}“{label_words}”改过什么" if book is not None else "设置改过什么")
        self.note.setText(f"共 {len(changes)} 次，最近的在前" if changes else "还没有改过")
        today = self.room.today().isoformat()
        self.view.show_changes(changes, len(changes), today=today, by_action=True)

    @Slot()
    def _to_actions(self) -> None:
        self.accept()
        if self.book in self.room.office.books:
            self.room.go("history", book=self.book, record=self.record)
        else:
            self.room.go("history", book=self.book)


def _read(office: Any, book: str, record: int) -> tuple[str, list[Any]]:
    label = office.called(book, record) if book in office.books else ""
    return label, office.history(book, record)


__all__ = ["RecordHistoryDialog"]

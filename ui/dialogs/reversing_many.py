"""作废冲销 of many entries at once: the way back from entering or importing them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from liaison.errors import NeedsReversal
from liaison.kit.book import Book
from liaison.kit.desk import Row
from ui.dialogs.form import FormDialog, Work
from ui.pages.base import Room
from ui.widgets.text import label

SHOWN = 4
"""So many entries are named; the others are counted."""


class ReverseManyDialog(FormDialog):
    """Says how many entries will be voided, names the first ones, and asks why."""

    def __init__(
        self, room: Room, book: Book, error: NeedsReversal, rows: Sequence[Row], parent: QWidget | None = None
    ) -> None:
        from ui.pages.ledger import entry_words

        count = f"{len(rows)} {book.measure}"
        super().__init__(
            room.tasks, f"作废冲销 {count}{book.noun}", f"作废冲销 {count}", safe="不作废", wide=520, parent=parent
        )
        self._room, self._book, self._records = room, book, error.records
        self.ahead.kind = "danger"
        self.body.addWidget(label(f"{error.sentence}。", "body", wrap=True))
        words = [f"{row.texts['entry']}　{entry_words(row, book.name)}" for row in rows[:SHOWN]]
        if len(rows) > SHOWN:
            words.append(f"……共 {count}")
        self.body.addWidget(label("\n".join(words), "body", "second", wrap=True))
        stays = f"原来 {count}留在原处，划线注明已作废；另记 {count}红字。作废以后不能恢复。"
        self.body.addWidget(label(stays, "hint", "second", wrap=True))
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText("如：导入了别处的表")
        self.add_row("reason", "作废原因", self.reason, required=True)

    def work(self) -> Work:
        return partial(_reverse_many, self._room.office, self._book.name, self._records, self.reason.text())

    def refused(self, error: BaseException) -> None:
        super().refused(error)
        self.reason.setFocus()


def _reverse_many(office: Any, book: str, records: Sequence[int], reason: str) -> Any:
    return office.reverse_many(book, records, reason)


__all__ = ["ReverseManyDialog"]

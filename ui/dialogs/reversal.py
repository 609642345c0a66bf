"""作废冲销: an entered ledger entry is voided by its exact negative, with a reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from liaison.kit.book import Book
from liaison.kit.desk import Row
from ui.dialogs.form import FormDialog, Work
from ui.pages.base import Room
from ui.widgets.text import label


class ReversalDialog(FormDialog):
    """Says what will be voided and asks why. `result_value` is the change after it was accepted."""

    def __init__(self, room: Room, book: Book, row: Row, what: str, parent: QWidget | None = None) -> None:
        """Args: what: the entry in words ("8月28日 周国栋 捐款 2,000.00 元")."""
        number = row.texts.get("entry", "")
        super().__init__(room.tasks, f"作废冲销第 {number} 号", "作废冲销", safe="不作废", parent=parent)
        self._room, self._book, self._record = room, book, row.id
        self.ahead.kind = "danger"
        self.body.addWidget(label(what, "body", "text", wrap=True))
        self.body.addWidget(
            label("原来一笔留在原处，划线注明已作废；另记一笔红字，金额或数量相反。作废以后不能恢复。",
                  "hint", "second", wrap=True)
        )  # fmt: skip
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText("如：金额写错")
        self.add_row("reason", "作废原因", self.reason, required=True)

    def work(self) -> Work:
        return partial(_reverse, self._room.office, self._book.name, self._record, self.reason.text())

    def refused(self, error: BaseException) -> None:
        super().refused(error)
        self.reason.setFocus()


def _reverse(office: Any, book: str, record: int, reason: str) -> Any:
    return office.reverse(book, record, reason)


__all__ = ["ReversalDialog"]

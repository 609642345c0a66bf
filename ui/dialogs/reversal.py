"""作废冲销: an entered ledger entry is voided by its exact negative, with a reason.

An entry of an earlier year is corrected instead; `put_right` opens the dialog that fits.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from liaison.changes import Changes
from liaison.kit.book import Book
from liaison.kit.desk import Row
from ui import ask
from ui.dialogs.form import FormDialog, Work
from ui.pages.base import Room
from ui.widgets.buttons import Button
from ui.widgets.text import label


class ReversalDialog(FormDialog):
    """Says what will be voided and asks why. `result_value` is the change after it was accepted.

    作废并重记 also leaves a draft with the old values, to be put right and entered; it is created last.
    """

    def __init__(self, room: Room, book: Book, row: Row, what: str, parent: QWidget | None = None) -> None:
        """Args: what: the entry in words ("8月28日 周国栋 捐款 2,000.00 元")."""
        number = row.texts.get("entry", "")
        super().__init__(room.tasks, f"作废冲销第 {number} 号", "作废冲销", safe="不作废", wide=500, parent=parent)
        self._room, self._book, self._record = room, book, row.id
        self._again = False
        self.ahead.kind = "danger"
        self.body.addWidget(label(what, "body", "text", wrap=True))
        self.body.addWidget(
            label("原来一笔留在原处，划线注明已作废；另记一笔红字，金额或数量相反。作废以后不能恢复。",
                  "hint", "second", wrap=True)
        )  # fmt: skip
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText("如：金额写错")
        self.add_row("reason", "作废原因", self.reason, required=True)
        self.anew = Button("作废并重记", self.void_and_write_anew, parent=self)
        self.anew.setToolTip("作废以后，照原样另开一笔草稿，改对了再入账")
        self.anew.setVisible(row.mark != "correction")  # a correction is made from its entry
        self.foot_left.addWidget(self.anew)

    @Slot()
    def void_and_write_anew(self) -> None:
        """Void the entry and leave a draft with what it said."""
        self._again = True
        self.go_ahead()

    def work(self) -> Work:
        return partial(_reverse, self._room.office, self._book.name, self._record, self.reason.text(), self._again)

    def refused(self, error: BaseException) -> None:
        self._again = False
        super().refused(error)
        self.reason.setFocus()


def put_right(room: Room, book: Book, row: Row, what: str, done: Callable[[Changes], object]) -> None:
    """Ask how an entered entry is put right: voided in its own year, corrected later.

    Args:
        what: the entry in words; done: called with the change once it is written.
    """
    if int(str(row.values.get("year") or 0)) >= room.today().year:
        _run(ReversalDialog(room, book, row, what), done)
        return
    from ui.dialogs.correction import CorrectionDialog

    entry, corrects = row.texts["entry"], row.values.get("corrects")
    if corrects:  # a correction is corrected through its entry: 更正 2025-013 号
        entry = row.texts["standing"].removeprefix("更正 ").removesuffix(" 号")
    _run(CorrectionDialog(room, book, int(str(corrects or row.id)), entry), done)


def _run(dialog: FormDialog, done: Callable[[Changes], object]) -> None:
    if ask.run(dialog) and dialog.result_value is not None:
        done(dialog.result_value)


def _reverse(office: Any, book: str, record: int, reason: str, again: bool) -> Any:
    return office.reverse(book, record, reason, again=again)


__all__ = ["ReversalDialog", "put_right"]

"""更正: an entry of an earlier year is put right by a correcting entry of today, with a reason (会计基础工作规范 51).

What is written is said while it is typed: how many entries, with which signed difference, and whether a purpose would
then have given out more than it got.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from liaison.chinese.numbers import money, quantity
from liaison.errors import UserError
from liaison.kit.book import Book
from liaison.kit.desk import Row
from ui.dialogs.form import FormDialog, Work
from ui.drafts import when_typed
from ui.grid.editors import make_editor
from ui.pages.base import Room
from ui.widgets.segmented import Choice, Segmented
from ui.widgets.text import label, recolour

RIGHT, NOTHING = "right", "nothing"
_FIELDS = ("donor", "recipient", "kind", "amount", "item", "spec", "quantity", "unit", "estimate", "purpose")
_MONEY, _GOODS = {"amount"}, {"item", "spec", "quantity", "unit", "estimate"}


class Facts(NamedTuple):
    """The entry as it was entered, and what the books say of it now, after all corrections; None when nothing."""

    row: Row
    stands: Row | None


class CorrectionDialog(FormDialog):
    """Shows what the books say, asks what is right and why. `result_value` is the change after it was accepted."""

    def __init__(self, room: Room, book: Book, number: int, entry: str, parent: QWidget | None = None) -> None:
        """Args: number: the wrong entry's record; entry: its number, 2025-013. What it says is read by the dialog."""
        super().__init__(room.tasks, f"更正第 {entry} 号", "更正", safe="不更正", wide=520, parent=parent)
        self._room, self._book, self._record = room, book, number
        self._shown: Row | None = None
        self.what = label("", "body", "text", wrap=True)
        self.body.addWidget(self.what)
        about = "以前年度的账不再改动：差额记在今天，原来一笔上注明更正的编号。"
        self.body.addWidget(label(about, "hint", "second", wrap=True))
        ways = (Choice(RIGHT, "改成对的", "progress"), Choice(NOTHING, "全部冲回", "overdue"))
        self.how = Segmented(ways, "怎样更正")
        self.how.set_current(RIGHT)
        self.how.chosen.connect(self._show_fields)
        self.body.addWidget(self.how)
        self.editors: dict[str, Any] = {}
        for name in _FIELDS:
            if name in book.by_name:
                self._add_editor(name)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText("如：金额写错")
        self.add_row("reason", "更正原因", self.reason, required=True)
        self.outcome = label("", "body", "progress", wrap=True)
        self.body.addWidget(self.outcome)
        self.warning = label("", "hint", "near", wrap=True)
        self.body.addWidget(self.warning)
        self.ahead.disable("正在看账上怎样记")
        room.tasks.ask(read_facts, room.office, book.name, number, done=self._show, owner=self)

    def _add_editor(self, name: str) -> None:
        f = self._book.field(name)
        editor = make_editor(f, self._room, _initials, self)
        self.editors[name] = editor
        self.add_row(name, f.label, editor)
        when_typed(editor, self._foresee)
        if name == "kind":
            editor.activated.connect(self._show_fields)

    def _show(self, facts: Facts) -> None:
        """What the books say is known."""
        from ui.pages.ledger import entry_words

        shown = facts.stands or facts.row
        self.what.setText(entry_words(facts.row, self._book.name))
        for name, editor in self.editors.items():
            editor.show_value(shown.values.get(name), shown.texts.get(name, ""))
        self._shown = shown
        self.how.setVisible(facts.stands is not None)
        self.ahead.enable()
        self._show_fields()
        self.adjustSize()

    # -- what is typed ------------------------------------------------------------------------------

    def right(self) -> dict[str, object] | None:
        """What was typed where it differs from what the books say; None when all is taken back."""
        if self.how.current() == NOTHING:
            return None
        found: dict[str, object] = {}
        shown = self._shown.values if self._shown is not None else {}
        for name, editor in self.editors.items():
            if not self._belongs(name):
                if shown.get(name) is not None:
                    found[name] = ""
            elif editor.is_changed():
                found[name] = editor.raw()
        return found

    def _belongs(self, name: str) -> bool:
        """Money has no goods columns and goods no amount."""
        return name not in (_GOODS if self.editors["kind"].raw() == "款" else _MONEY)

    @Slot()
    def _show_fields(self) -> None:
        for name in self.editors:
            self.rows[name].setVisible(self.how.current() == RIGHT and self._belongs(name))
        self._foresee()

    # -- what it comes to ---------------------------------------------------------------------------

    @Slot()
    def _foresee(self) -> None:
        """Ask what would be written; an answer that comes too late is dropped."""
        if self._shown is None:
            return
        for name, editor in self.editors.items():
            was = self._shown.texts.get(name, "")
            self.rows[name].say(f"现在记的是 {was}" if was and editor.is_changed() else "")
        self.tasks.ask(
            _planned, self._room.office, self._book.name, self._record, self.right(),
            done=self._foreseen, failed=self._not_yet, owner=self, key=(id(self), "planned"),
        )  # fmt: skip

    def _foreseen(self, answer: tuple[Sequence[Mapping[str, object]], str]) -> None:
        entries, shortage = answer
        recolour(self.outcome, "progress")
        self.outcome.setText(outcome_words(entries, self._book))
        self.warning.setText(shortage)
        self.warning.setVisible(bool(shortage))

    def _not_yet(self, error: BaseException) -> None:
        """What is typed cannot be written yet; it is said beside its field when the dialog goes ahead."""
        if not isinstance(error, UserError):
            raise error
        recolour(self.outcome, "second")
        self.outcome.setText("改对以后，这里写出差额")
        self.warning.hide()

    # -- going ahead --------------------------------------------------------------------------------

    def work(self) -> Work:
        return partial(_correct, self._room.office, self._book.name, self._record, self.right(), self.reason.text())

    def refused(self, error: BaseException) -> None:
        super().refused(error)
        if not self.reason.text().strip():
            self.reason.setFocus()


def outcome_words(entries: Sequence[Mapping[str, object]], book: Book) -> str:
    """今天记 1 笔：−900.00 元; with whose and for what where there are two."""
    words = []
    for values in entries:
        parts = [_difference(values)]
        if len(entries) > 1:
            parts = [str(values.get(book.label) or ""), *parts, f"（{values.get('purpose')}）"]
        words.append(" ".join(parts).replace(" （", "（"))
    return f"今天记 {len(entries)} 笔：{'；'.join(words)}"


def _difference(values: Mapping[str, object]) -> str:
    said = []
    if values.get("amount"):
        said.append(f"{_signed(money, values['amount'])} 元")
    if values.get("quantity"):
        said.append(f"{values.get('item')} {_signed(quantity, values['quantity'])} {values.get('unit')}")
    if values.get("estimate"):
        said.append(f"估值 {_signed(money, values['estimate'])} 元")
    return "，".join(said)


def _signed(say: Callable[[int], str], value: object) -> str:
    number = int(str(value))
    return f"{'−' if number < 0 else '+'}{say(abs(number))}"


def read_facts(office: Any, book: str, number: int) -> Facts:
    """On the worker: the entry, and what the books say of it now."""
    return Facts(office.row(book, number), office.as_corrected(book, number))


def _planned(
    office: Any, book: str, number: int, right: dict[str, object] | None
) -> tuple[Sequence[Mapping[str, object]], str]:
    """On the worker: the entries that would be written, and what they would overdraw."""
    entries = office.plan_correction(book, number, right).entries
    return entries, office.gifts.shortfall_after(book, entries)


def _correct(office: Any, book: str, number: int, right: dict[str, object] | None, reason: str) -> Any:
    return office.correct(book, number, right, reason)


def _initials(text: str) -> str:
    from liaison.chinese.pinyin import initials

    return initials(text, name=True)


__all__ = ["CorrectionDialog", "Facts", "outcome_words", "read_facts"]

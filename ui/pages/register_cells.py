"""Cells that are typed in the list itself: what their editors propose, and how a value is stored or refused."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from liaison.changes import Changes
from liaison.errors import BadInput, UserError
from liaison.kit.fields import Choice, Field, Reference
from ui.grid.delegate import offered

if TYPE_CHECKING:
    from ui.pages.register import RegisterPage


class RegisterCells(QObject):
    """The typed cells of one register."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__(page)
        self.page = page
        self._names: dict[str, list[str]] = {}

    def forget_names(self, changes: Changes) -> None:
        """Something was written: names proposed so far may be others now."""
        if changes.records:
            self._names = {}

    def keep_names(self, name: str, names: list[str]) -> None:
        """What the column proposes from now on."""
        self._names[name] = names

    def offered(self, f: Field) -> list[str]:
        """What a cell's editor proposes: at once what is known; names arrive for the next time."""
        known = self._names.get(f.name)
        if known is not None:
            return known
        room, keep = self.page.room, partial(_keep_names, self, f.name)
        if isinstance(f, Reference) and f.to:
            room.tasks.ask(_names_of, room.office, f.to, done=keep, owner=self)
        elif isinstance(f, Choice) and f.open_ended:
            room.tasks.ask(room.office.proposals, self.page.book.name, f.name, done=keep, owner=self)
        return offered(f)

    def today(self) -> str:
        """What Ctrl+; writes."""
        return self.page.room.today().isoformat()

    @Slot(int, str, str)
    def edited(self, record: int, name: str, text: str) -> None:
        """Store what was typed into a cell."""
        room = self.page.room
        room.tasks.ask(
            room.office.edit, self.page.book.name, record, {name: text},
            done=partial(_saved, self.page, record, name), failed=partial(_refused, self.page, record, name, text),
            owner=self.page,
        )  # fmt: skip


def _saved(page: RegisterPage, record: int, name: str, changes: Changes) -> None:
    page.model.settle(record, name)
    if changes:
        page.room.changed(changes)


def _refused(page: RegisterPage, record: int, name: str, text: str, error: BaseException) -> None:
    if not isinstance(error, UserError):
        page.model.settle(record, name)
        raise error
    problems = error.problems if isinstance(error, BadInput) else ()
    own = next((p.sentence for p in problems if p.name == name), None)
    sentence = own or (str(problems[0]) if problems else error.sentence)
    page.model.refuse(record, name, text, sentence)
    page.room.toast(f"“{page.book.field(name).label}”没有存上：{sentence}", undo=False)
    page.view.reopen(record, name)


def _names_of(office: Any, book: str) -> list[str]:
    return list(office.names.offered(book).values())


def _keep_names(cells: RegisterCells, name: str, names: list[str]) -> None:
    cells.keep_names(name, names)

"""信访包保: the register of petitions, with the time-line of the current one under the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from liaison.changes import Changes
from liaison.kit.desk import Row
from ui import ask
from ui.grid.columns import Column
from ui.pages.base import Room
from ui.pages.petitions.contact import ContactDialog
from ui.pages.petitions.timeline import TimeLine
from ui.pages.register import RegisterPage

BOOK, CONTACTS = "petitions", "petition_contacts"
_NOBODY = "先在上面选一件"


class PetitionsPage(RegisterPage):
    """Names are masked when it opens; what is shown is masked again when it is left."""

    hints = ("信访人的姓名、电话和住址都遮着，点眼睛才显示",)

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(room, BOOK, parent)
        self._shown = 0
        self.timeline = TimeLine(self.add_contact, self)
        self.timeline.change_wanted.connect(self.change_contact)
        self.timeline.show_contacts((), _NOBODY)
        self.frame.content.addWidget(self.timeline)
        self.view.record_changed.connect(self._show_contacts)

    def columns(self) -> Sequence[Column]:
        """How the matter stands has a colour of its own, beside the reminder's."""
        return [replace(c, tone=_status_tone) if c.name == "status" else c for c in super().columns()]

    def heading_of(self, row: Row) -> tuple[str, str, str]:
        reminder = row.texts["standing"]
        tone = row.mark if reminder else _status_tone(row)
        return row.texts["petitioner"], reminder or row.texts["status"], tone or "plain"

    def refresh(self, changes: Changes) -> None:
        super().refresh(changes)
        if changes.touches(CONTACTS, BOOK):
            self._show_contacts(self.view.record)

    def _concerns(self, changes: Changes) -> bool:
        return super()._concerns(changes) or changes.touches(CONTACTS)

    @Slot(int)
    def _show_contacts(self, record: int) -> None:
        self._shown = record
        if not record:
            self.timeline.show_contacts((), _NOBODY)
            return
        self.room.tasks.ask(
            _contacts, self.room.office, record, done=partial(_found, self, record), owner=self,
            key=(id(self), "contacts"),
        )

    def show_found(self, record: int, rows: list[Row]) -> None:
        """The contacts of a petition have come."""
        if record == self._shown:
            self.timeline.show_contacts(rows, "这里只能看，不能改" if self.room.office.read_only else "")

    @Slot()
    def add_contact(self) -> None:
        """记一次联系 of the petition the cursor is on."""
        row = self.current.row()
        if row is not None:
            self.form.flush()
            self._ask(row, None)

    @Slot(object)
    def change_contact(self, contact: Row) -> None:
        """Change one contact, or take it away."""
        row = self.current.row()
        if row is not None:
            self._ask(row, contact)

    def _ask(self, petition: Row, contact: Row | None) -> None:
        self.room.tasks.ask(
            _names, self.room.office, done=partial(_open_dialog, self, petition, contact), owner=self
        )

    def open_dialog(self, petition: Row, contact: Row | None, names: dict[int, str]) -> None:
        """The names are there: ask what was said."""
        dialog = ContactDialog(self.room, petition, names, contact)
        if ask.run(dialog) and dialog.result_value:
            self.room.changed(dialog.result_value)


def _status_tone(row: Row) -> str:
    return {"已化解": "done", "稳定": "progress"}.get(str(row.values["status"]), "")


def _contacts(office: Any, record: int) -> list[Row]:
    rows: list[Row] = office.petitions.contacts(record)
    return rows


def _names(office: Any) -> dict[int, str]:
    return dict(office.names.offered("members"))


def _found(page: PetitionsPage, record: int, rows: list[Row]) -> None:
    page.show_found(record, rows)


def _open_dialog(page: PetitionsPage, petition: Row, contact: Row | None, names: dict[int, str]) -> None:
    page.open_dialog(petition, contact, names)

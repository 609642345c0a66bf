"""记一次联系: what was said to a petitioner, when is next, and where the matter stands."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot

from liaison.changes import Changes
from liaison.kit.desk import Row
from ui.dialogs.form import FormDialog, Work
from ui.grid.editors import make_editor
from ui.pages.base import Room
from ui.widgets.buttons import Button

_TYPED = ("date", "how", "member", "what", "next_contact")


class ContactDialog(FormDialog):
    """A new contact of a petition, or one to change. Its result is the Changes."""

    def __init__(self, room: Room, petition: Row, names: dict[int, str], contact: Row | None = None) -> None:
        """Args:
        petition: whom it belongs to.
        names: who can have been there, by number.
        contact: the one to change; None for a new one.
        """
        super().__init__(
            room.tasks, "修改这次联系" if contact else "记一次联系", "保存", safe="不保存", wide=500
        )
        self.room, self.petition, self.contact = room, petition, contact
        self.changed: Changes | None = None
        contacts, petitions = room.office.books["petition_contacts"], room.office.books["petitions"]
        self.editors: dict[str, Any] = {}
        for name in _TYPED:
            self._add(contacts.field(name), name)
        self.editors["member"].set_names(names)
        if contact is None:
            self._add(petitions.field("status"), "status")
            self._add(petitions.field("result"), "result")
            self._begin()
        else:
            self.foot_left.addWidget(Button("删除", self._remove, kind="danger"))
            for name in _TYPED:
                self.editors[name].show_value(contact.values[name], contact.texts[name])

    def _add(self, f: Any, name: str) -> None:
        editor = make_editor(f, self.room, _initials, self)
        self.editors[name] = editor
        self.add_row(name, f.label, editor, required=f.required and name != "status", hint=f.help)

    def _begin(self) -> None:
        self.editors["date"].put(self.room.today().isoformat())
        self.editors["how"].put("上门")
        member = self.petition.values["member"]
        self.editors["member"].show_value(member, self.petition.texts["member"])
        self.editors["status"].put(self.petition.values["status"])
        self.editors["result"].put(self.petition.values["result"])

    def typed(self) -> dict[str, Any]:
        """What stands in the fields of the contact."""
        return {name: self.editors[name].raw() for name in _TYPED}

    def work(self) -> Work:
        office = self.room.office
        if self.contact is not None:
            return partial(office.edit, "petition_contacts", self.contact.id, self.typed())
        return partial(
            office.petitions.contact, self.petition.id, self.typed(),
            status=str(self.editors["status"].raw()), result=str(self.editors["result"].raw()),
        )  # fmt: skip

    @Slot()
    def _remove(self) -> None:
        """The contact goes to the recycle bin; 撤销 brings it back."""
        assert self.contact is not None
        self.tasks.ask(
            self.room.office.remove, "petition_contacts", [self.contact.id], done=self._went_well,
            failed=self.refused, owner=self,
        )


def _initials(text: str) -> str:
    from liaison.chinese.pinyin import initials

    return initials(text, name=True)

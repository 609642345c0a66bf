"""Looking after a petitioner: one contact is written, and says when the next one is, as one action."""

from __future__ import annotations

from collections.abc import Mapping

from liaison.books.petitions import RESOLVED
from liaison.changes import Changes
from liaison.errors import UserError
from liaison.kit import entry
from liaison.kit.desk import Desk, Row
from liaison.kit.query import Query

MOST = 500


class Petitions:
    """The petitions with their time-lines."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def contacts(self, petition: int) -> list[Row]:
        """The contacts of a petition, the newest first."""
        return self.desk.page("petition_contacts", Query(equals={"petition": petition}), 0, MOST)

    def contact(self, petition: int, raw: Mapping[str, object], *, status: str = "", result: str = "") -> Changes:
        """Write down a contact; the petition's next day of contact follows from it.

        Args:
            raw: what was typed for the contact: date, how, member, what, next_contact.
            status: how the petition stands now; "" leaves it as it is.
            result: what came of it, when it is resolved.

        Raises:
            BadInput: the book refuses what was typed; nothing is written.
            UserError: there is no such petition.
        """
        desk = self.desk
        if not desk.get("petitions", petition):
            raise UserError("这件信访已经不在册子里，请换一件")
        values, problems = entry.check(desk.books["petition_contacts"], {**raw, "petition": petition}, desk.names)
        entry.refuse(problems)
        changes: dict[str, object] = {"next_contact": None if status == RESOLVED else values.get("next_contact")}
        if status:
            changes |= {"status": status, "resolved_on": values["date"] if status == RESOLVED else None}
        if result:
            changes["result"] = result
        follow, problems = entry.check(desk.books["petitions"], changes, desk.names, petition)
        entry.refuse(problems)
        with desk.acting("记一次信访联系") as action:
            desk.insert(action, "petition_contacts", [values])
            desk.update(action, "petitions", petition, follow)
        return action.changes()

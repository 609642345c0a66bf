"""One person's data: handed out to the person (个人信息保护法 45), sealed, unsealed and erased (47)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.changes import Changes
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.kit.private import noted

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk
    from liaison.safety.erasing import Erased, Foreseen
    from liaison.safety.mentions import Mention
    from liaison.store.writing import Action

BOOK = "members"


@dataclass(frozen=True, slots=True)
class Sealing:
    """A person whose data is sealed.

    Attributes:
        member: the record's number.
        moment: when, ISO; reason: why, as it was typed.
    """

    member: int
    moment: str
    reason: str


class People:
    """What one person may ask of the office."""

    def __init__(self, office: PrintingDesk) -> None:
        self.office = office

    # -- handing out --------------------------------------------------------------------------------

    def own_data(self, member: int, path: Path) -> int:
        """Write everything the books hold of one member into a workbook for that member; gives its records' number.

        Nothing of others is in it. It is noted in the trail.

        Raises:
            UserError: the file cannot be written.
        """
        from liaison.safety.own_data import write_own_data

        count = write_own_data(self.office, member, Path(path))
        noted(self.office, f"导出 {self.office.names.label(BOOK, member)} 本人的信息 {count} 条")
        return count

    # -- sealing ------------------------------------------------------------------------------------

    def sealed(self) -> dict[int, Sealing]:
        """Everybody whose own data is sealed, by number."""
        rows = self.office.database.rows(
            "SELECT record, moment, reason FROM sealings WHERE book = ? AND lifted IS NULL ORDER BY moment, record",
            (BOOK,),
        )
        return {number: Sealing(number, moment, reason) for number, moment, reason in rows}

    def sealed_gifts(self, member: int) -> int:
        """How many entries of the money's books are sealed because they name this person, who was erased."""
        return self._gifts(member, "lifted IS NULL")

    def shown_gifts(self, member: int) -> int:
        """How many of them were unsealed and are to be sealed again."""
        return self._gifts(member, "lifted IS NOT NULL")

    def _gifts(self, member: int, how: str) -> int:
        sql = f"SELECT count(*) FROM sealings WHERE member = ? AND book <> ? AND {how}"
        return int(self.office.database.value(sql, (member, BOOK)))

    def seal(self, member: int, reason: str) -> Changes:
        """Hide a person's data everywhere, until it is unsealed; the name stays where a record must stand.

        Of an erased person the entries of the money's books that were unsealed.

        Raises:
            UserError: no reason was given, or it is sealed already.
        """
        reason = _reason(reason, "封存")
        name = self._name(member)
        again = self.office.database.rows(
            "SELECT book, record FROM sealings WHERE member = ? AND lifted IS NOT NULL", (member,)
        )
        if member in self.office.names.sealed(BOOK) and not again:
            raise UserError(f"“{name}”的资料已经封存了")
        with self.office.acting(f"封存委员 {name} 的资料：{reason}") as action:
            self.office.database.run("UPDATE sealings SET lifted = NULL WHERE member = ?", (member,))
            seal_records(self.office, {BOOK: [member]}, member, reason)
            _touch(action, [(BOOK, member), *again])
        return self._done(action.changes(undoable=False))

    def unseal(self, member: int, reason: str) -> Changes:
        """Show a person's data again; of an erased person the entries of the money's books.

        Raises:
            UserError: no reason was given, or nothing is sealed.
        """
        reason = _reason(reason, "解除封存")
        erased = self.is_erased(member)  # an erased person's own record has nothing to show
        which = f"member = ? AND lifted IS NULL AND book {'<>' if erased else '='} '{BOOK}'"
        rows = self.office.database.rows(f"SELECT book, record FROM sealings WHERE {which}", (member,))
        if not rows:
            raise UserError("没有封存的资料，不用解除")
        with self.office.acting(f"解除封存 {self._name(member)} 的资料：{reason}") as action:
            if erased:
                self.office.database.run(f"UPDATE sealings SET lifted = ? WHERE {which}", (_now(), member))
            else:
                self.office.database.run(f"DELETE FROM sealings WHERE {which}", (member,))
            _touch(action, rows)
        return self._done(action.changes(undoable=False))

    # -- erasing ------------------------------------------------------------------------------------

    def foresee(self, member: int) -> Foreseen:
        """What erasing would do: what goes, what stays by law, where else the name stands."""
        from liaison.safety.erasing import foresee

        return foresee(self.office, member)

    def erase(
        self, member: int, reason: str, mentions: Collection[Mention] | None = None, *, old_backups: bool = False
    ) -> Erased:
        """Erase a person's data; there is no way back.

        Args:
            mentions: where the name stands as plain text and is to be replaced; None for all that were foreseen.
            old_backups: make a fresh copy and remove the older ones in the office folder, which still hold the data.

        Raises:
            UserError: no reason was given, or the person is erased already.
        """
        from liaison.safety.erasing import erase

        return erase(self.office, member, _reason(reason, "删除"), mentions, old_backups=old_backups)

    def is_erased(self, member: int) -> bool:
        """Whether this record is what is left of an erased person."""
        from liaison.safety.mentions import is_erased

        return is_erased(self._name(member))

    # -- parts --------------------------------------------------------------------------------------

    def _name(self, member: int) -> str:
        found = self.office.get(BOOK, member)
        if not found:
            raise UserError("这位委员已经不在名册里，请换一位")
        return str(found["name"])

    def _done(self, changes: Changes) -> Changes:
        self.office.names.forget(changes)
        return changes


def seal_records(office: PrintingDesk, records: dict[str, list[int]], member: int, reason: str) -> None:
    """Write down that these records are sealed; within an action."""
    moment = _now()
    for book, numbers in records.items():
        for number in numbers:
            office.database.run(
                "INSERT INTO sealings(book, record, member, moment, reason) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT(book, record) DO NOTHING",
                (book, number, member, moment, reason),
            )


def _touch(action: Action, records: Iterable[tuple[str, int]]) -> None:
    """Let the rooms know what is shown otherwise now."""
    for book, record in records:
        action.touched.setdefault(book, set()).add(record)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _reason(text: str, what: str) -> str:
    reason = clean_text(text, limit=100)
    if not reason:
        raise UserError(f"请写{what}的原因，例如“本人书面申请”")
    return reason

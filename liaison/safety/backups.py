"""Copies of the office: made, listed, looked into, carried outside, put back. The room and the command line ask here.

`Backups` needs the open office. The functions below need none: a damaged or locked office is helped all the same.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.errors import Locked, UserError, WrongPassword
from liaison.safety import handing_over
from liaison.safety.handing_over import HandedOver, Received, receive
from liaison.safety.restoring import Parcel, Restored, key_for, look, restore, restore_new
from liaison.store import remembered
from liaison.store.backup import bundles, carrying, keeping, making, reading, sources
from liaison.store.backup.reading import LedgerState
from liaison.store.backup.shelf import Copy, Progress, Shelf
from liaison.store.backup.sources import Source
from liaison.store.database import DATABASE_ERRORS

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk

_OUTSIDE_MOMENT, _OUTSIDE_FOLDER = "outside_moment", "outside_folder"
_MADE_UNSOUND = "做这份备份的时候，原来的资料已经有问题"

CHANGES = 50
"""After so many changes a copy is due."""


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What a copy holds, read from the copy itself.

    Attributes:
        counts: records of every book, without those in the recycle bin; empty while it is locked or unreadable.
        ledgers: each ledger's entries, sum in fen and 账簿校验码.
        sound: it can be restored whole.
        sentence: what is wrong or missing, in plain Chinese; "" when all is well.
        files: how many attachments, templates and fonts belong to it; None in copies of the first version.
        locked: its password is needed to see what it holds.
    """

    counts: dict[str, int]
    ledgers: tuple[LedgerState, ...]
    sound: bool
    sentence: str
    files: int | None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Records of every book now and in a copy."""

    now: dict[str, int]
    then: dict[str, int]


class Backups:
    """The copies of an open office.

    Args:
        office: the open office.
    """

    def __init__(self, office: PrintingDesk) -> None:
        self.office = office
        self.shelf = Shelf.of(office.folder)
        self._last: tuple[int, str] | None = None

    def all(self) -> list[Copy]:
        """The copies inside the office folder, newest first."""
        return self.shelf.copies()

    def make(self, reason: str = "manual") -> Copy:
        """Make a verified copy, and let go of what need not stay.

        Args:
            reason: start import bulk migration restore upgrade exit changes manual handover.

        Raises:
            UserError: the office can only be read, the disk is full, the copy does not read back equal; nothing half
                is left.
        """
        if self.office.database.read_only:
            raise UserError("这份资料只能看不能改，本机备份写不进去。可以备份到U盘或别的文件夹")
        made = making.make(self.office.database, self.shelf, reason)
        keeping.tidy(self.shelf, made)
        self._last = None
        return made

    def make_if_changed(self, reason: str = "start") -> Copy | None:
        """A copy, unless nothing was written since the last good one, or nothing can be written at all."""
        if self.office.database.read_only or not self._changed():
            return None
        return self.make(reason)

    def due(self) -> bool:
        """50 changes were made since the last good copy."""
        if self.office.database.read_only:
            return False
        now, then = reading.last_action(self.office.database), self._last_state()[0]
        return not 0 <= now - then < CHANGES

    def facts(self, copy: Copy, secret: str = "", *, thorough: bool = True) -> CopyFacts:
        """What a copy holds; the office's own key opens what was locked with it."""
        return facts(copy, secret, key=self.office.database.key, thorough=thorough)

    def compare(self, copy: Copy, secret: str = "") -> Comparison:
        """Records of every book now and in a copy.

        Raises:
            UserError: the copy cannot be read; Locked: its password is needed.
        """
        now = reading.contents(self.office.database).books
        with sources.source_of(copy.path) as source:
            raw = key_for(source, secret, self.office.database.key)
            with source.opened(raw) as found:
                return Comparison(now, reading.contents(found).books)

    # -- outside ------------------------------------------------------------------------------------

    def outside(self, folder: Path, progress: Progress | None = None) -> Copy:
        """The second copy, on a stick or in a folder: the newest state, read again and compared there.

        It lies in a subfolder called after the office, of the same form as the copies here. Only what is not there
        yet is written; all that belongs to the copy is read again.

        Raises:
            UserError: the folder lies inside the office, is gone or full, a stick was pulled out, or what was written
                reads otherwise. The office and what was there before are unharmed.
        """
        database = self.office.database
        state = reading.identity(database)
        shelf = Shelf(carrying.folder_for(Path(folder), self.office.folder, state.name, state.number), str(folder))
        if database.read_only:
            made = making.make(database, shelf, "manual")
        else:
            newest = self._newest_if_same()
            above = shelf.next_serial()
            if newest is None or (newest.serial < above and not shelf.holds(newest)):
                newest = making.make(database, self.shelf, "manual", above)
                keeping.tidy(self.shelf, newest)
                self._last = None
            made = carrying.carry(newest, shelf, progress)
            carrying.rewrap(shelf, made)
            remembered.remember(database, {_OUTSIDE_MOMENT: making.now(), _OUTSIDE_FOLDER: str(folder)})
        keeping.tidy(shelf, made)
        return made

    def outside_made(self) -> tuple[str, str, int] | None:
        """When the second copy was made last, in which folder, and how many days ago; None when it never was."""
        moment = remembered.recall(self.office.database, _OUTSIDE_MOMENT)
        if not moment:
            return None
        made = date.fromisoformat(f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}")
        days = (date.fromisoformat(self.office.today) - made).days
        return moment, remembered.recall(self.office.database, _OUTSIDE_FOLDER), max(0, days)

    def to_file(self, path: Path, progress: Progress | None = None) -> None:
        """Write the whole office as it is now into one file; an encrypted one keeps its password.

        Raises:
            UserError: the place cannot be written; nothing half is left.
        """
        bundles.write_office(self.office.database, Path(path), progress)

    def hand_over(self, path: Path, code: str, progress: Progress | None = None) -> HandedOver:
        """Write the whole office into one file for a successor, locked with a code; see safety.handing_over."""
        if not self.office.database.read_only:
            self.make("handover")
        made = handing_over.hand_over(self.office.database, Path(path), code, progress)
        if not self.office.database.read_only:
            self.office.note(f"移交：全部资料写成一个文件，核对码 {made.digest}")
        return made

    def _newest_if_same(self) -> Copy | None:
        """The newest copy here, when nothing was written since."""
        if self._changed():
            return None
        return next((copy for copy in self.all() if copy.sound), None)

    def _changed(self) -> bool:
        database = self.office.database
        action = reading.last_action(database)
        if not action:
            return False
        if self._last_state() != (action, reading.mark(database)):
            return True
        copies = [copy for copy in self.all() if copy.sound]
        said = copies[0].envelope() if copies else None
        if said is None:
            return True
        then = {(entry.path, entry.size, entry.time) for entry in said.files}
        return then != making.listing(self.office.folder)

    def _last_state(self) -> tuple[int, str]:
        """The last action in the newest good copy, and that copy's mark."""
        if self._last is None:
            self._last = (0, "")
            for copy in self.all():
                said = copy.envelope() if copy.sound else None
                if said is not None:
                    self._last = (said.action, said.mark)
                    break
        return self._last


# -- without an open office -------------------------------------------------------------------------


def copies(folder: Path) -> list[Copy]:
    """The copies of an office folder, or those that lie in a folder outside, newest first."""
    folder = Path(folder)
    inside = Shelf.of(folder).copies()
    if inside:
        return inside
    place = str(folder)
    found = Shelf(folder, place).copies()
    if not found:
        with suppress(OSError):
            for below in sorted(folder.iterdir()):
                if below.is_dir():
                    found += Shelf(below, place).copies()
    return found


def find(file: Path) -> Copy:
    """A file that somebody chose, as a copy: one of a shelf, one that holds a whole office, or an older one.

    Raises:
        UserError: it is no copy, or damaged.
    """
    file = Path(file)
    with sources.source_of(file) as source:
        if isinstance(source, sources.ShelfSource):
            return next(copy for copy in Shelf(file.parent, str(file.parent)).copies() if copy.path == file)
        size, place, said = file.stat().st_size, str(file.parent), source.said
        if said is None:
            written = datetime.fromtimestamp(file.stat().st_mtime).strftime("%Y%m%dT%H%M%S")
            return Copy(file, 0, written, "file", size, place, encrypted=source.key_text is not None)
        return Copy(
            file, said.serial, said.moment, said.reason, size, place, said.office, said.key is not None, said.sound,
            said.records, len(said.files),
        )  # fmt: skip


def facts(copy: Copy, secret: str = "", *, key: bytes | None = None, thorough: bool = True) -> CopyFacts:
    """What a copy holds; never raises for what is wrong with it, but says so.

    Args:
        secret: its password or recovery code; key: the raw key, where the office is open. Without either only the
            digests of a locked copy are compared.
        thorough: every byte is read and compared; otherwise what the copy says of itself is believed.
    """
    try:
        with sources.source_of(copy.path) as source:
            return _facts(source, secret, key, thorough)
    except (UserError, OSError, *DATABASE_ERRORS) as error:
        sentence = error.sentence if isinstance(error, UserError) else sources.CUT
        return CopyFacts({}, (), False, sentence, copy.files)


def _facts(source: Source, secret: str, key: bytes | None, thorough: bool) -> CopyFacts:
    said = source.said
    files = None if source.files is None else len(source.files)
    broken = source.broken() if thorough else ""
    if broken:
        return CopyFacts({}, (), False, broken, files)
    try:
        raw = key_for(source, secret, key)
    except Locked as error:  # the digests agree, and it was sound when it was made: it can be restored
        sound = said is None or said.sound
        words = error.sentence if isinstance(error, WrongPassword) else "输入当时的密码，才能看到里面有多少条"
        return CopyFacts({}, (), sound, words if sound else _MADE_UNSOUND, files, locked=True)
    with source.opened(raw) as found:
        contents = reading.contents(found)
        fault = reading.fault(found) if thorough else ""
        told = reading.manifest(found)
        if told and not fault and reading.told_contents(told) != (contents.tables, contents.books, contents.ledgers):
            fault = "里面的记录和做备份时数的对不上"
    if fault:
        sentence = f"这份备份有问题：{fault}"
    elif said is None:
        sentence = "" if files is not None else "这份备份只有册子里的记录，没有附件"
    elif not said.sound:
        sentence = _MADE_UNSOUND
    else:
        sentence = f"做备份时有 {len(said.left_out)} 个附件读不出来，没有备份进去" if said.left_out else ""
    sound = not fault and (said is None or said.sound)
    return CopyFacts(contents.books, contents.ledgers, sound, sentence, files)


def newest_good(folder: Path, secret: str = "") -> tuple[Copy, CopyFacts] | None:
    """The newest copy of an office folder that can be restored whole, whatever the state of the office is."""
    for copy in Shelf.of(Path(folder)).copies():
        found = facts(copy, secret)
        if found.sound:
            return copy, found
    return None


def save_as(copy: Copy, path: Path, progress: Progress | None = None) -> None:
    """Write a copy as one file that holds the whole office; an encrypted one keeps its password.

    Raises:
        UserError: the copy is damaged, or the place cannot be written; nothing half is left.
    """
    with sources.source_of(copy.path) as source:
        bundles.save(source, Path(path), progress)


__all__ = [
    "Backups", "Comparison", "Copy", "CopyFacts", "HandedOver", "Parcel", "Progress", "Received", "Restored", "copies",
    "facts", "find", "look", "newest_good", "receive", "restore", "restore_new", "save_as",
]  # fmt: skip

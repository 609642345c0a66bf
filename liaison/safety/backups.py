"""Copies of the office: made, listed, looked into, carried outside, put back. The room and the command line ask here.

`Backups` needs the open office. The functions below need none: a damaged or locked office is helped all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.errors import Damaged, Locked, UserError, WrongPassword
from liaison.store import keys
from liaison.store.backup import keeping, making, reading
from liaison.store.backup.reading import CopyFile, LedgerState
from liaison.store.backup.shelf import Copy, Progress, Shelf, digest_of, is_whole
from liaison.store.database import DATABASE_ERRORS, KEY_FILE_NAME

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk

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
        with _open_copy(copy, secret, self.office.database.key) as found:
            return Comparison(now, reading.contents(found).books)

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
    inside = Shelf.of(folder).copies()
    if inside:
        return inside
    place = str(folder)
    found = Shelf(folder, place).copies()
    if folder.is_dir() and not found:
        for below in sorted(folder.iterdir()):
            if below.is_dir():
                found += Shelf(below, place).copies()
    return found


def facts(copy: Copy, secret: str = "", *, key: bytes | None = None, thorough: bool = True) -> CopyFacts:
    """What a copy holds.

    Args:
        secret: its password or recovery code; key: the raw key, where the office is open. Without either only the
            digests of a locked copy are compared.
        thorough: every byte is read and compared; otherwise what the copy says of itself is believed.
    """
    try:
        said = copy.envelope()
        broken = _broken_part(copy) if thorough else ""
        files = None if said is None else len(said.files)
        if broken:
            return CopyFacts({}, (), False, broken, files)
        with _open_copy(copy, secret, key) as found:
            contents = reading.contents(found)
            fault = reading.fault(found) if thorough else ""
            told = reading.manifest(found)
            if told and not fault and reading.told_contents(told) != (
                contents.tables, contents.books, contents.ledgers,
            ):
                fault = "里面的记录和做备份时数的对不上"
            sound = not fault and (said is None or said.sound)
            sentence = f"这份备份有问题：{fault}" if fault else ""
            if not sentence and said is not None and not said.sound:
                sentence = "做这份备份的时候，原来的资料已经有问题"
            return CopyFacts(contents.books, contents.ledgers, sound, sentence or _lacking(copy), files)
    except WrongPassword as error:
        return CopyFacts({}, (), copy.sound, error.sentence, copy.files, locked=True)
    except Locked:
        return CopyFacts({}, (), copy.sound, "输入当时的密码，才能看到里面有多少条", copy.files, locked=True)
    except (UserError, OSError, *DATABASE_ERRORS) as error:
        sentence = error.sentence if isinstance(error, UserError) else "这份备份损坏了，请换一份"
        return CopyFacts({}, (), False, sentence, copy.files)


def newest_good(folder: Path, secret: str = "") -> tuple[Copy, CopyFacts] | None:
    """The newest copy of an office folder that can be restored whole, whatever the state of the office is."""
    for copy in Shelf.of(folder).copies():
        found = facts(copy, secret)
        if found.sound:
            return copy, found
    return None


def _open_copy(copy: Copy, secret: str, key: bytes | None) -> CopyFile:
    said = copy.envelope()
    text = said.key if said else None
    if text is None and copy.encrypted:
        # Its envelope is lost: the office's own key file may still be the one.
        beside = copy.path.parent.parent / KEY_FILE_NAME
        text = beside.read_text(encoding="utf-8") if beside.is_file() else None
    if text is None:
        return CopyFile(copy.path)
    if key is not None and keys.fits(text, key):
        return CopyFile(copy.path, key)
    if not secret:
        raise Locked("这份备份设了密码，请输入当时的密码或恢复码")
    return CopyFile(copy.path, keys.unwrap(text, secret))


def _broken_part(copy: Copy) -> str:
    """What of a copy is not as it was written, as a sentence; "" when all is."""
    said = copy.envelope()
    if said is None:
        return ""
    if digest_of(copy.path) != said.sha256:
        return "这份备份损坏了，或者没有拷贝完整，请换一份"
    return "" if is_whole(copy) else "这份备份的附件缺了或者损坏了，请换一份"


def _lacking(copy: Copy) -> str:
    said = copy.envelope()
    if said is None:
        return "这份备份只有册子里的记录，没有附件"
    if said.left_out:
        return f"做这份备份的时候，有 {len(said.left_out)} 个附件读不出来，没有备份进去"
    return ""


__all__ = ["Backups", "Comparison", "Copy", "CopyFacts", "Damaged", "Progress", "copies", "facts", "newest_good"]

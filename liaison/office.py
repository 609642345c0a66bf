"""One open office folder: the only door for the window and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from liaison import __version__
from liaison.books import BOOKS
from liaison.books.balances import Gifts
from liaison.books.board import Board
from liaison.books.groups import CUSTOMARY
from liaison.changes import Changes
from liaison.chinese.dates import Period
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.kit import ledger
from liaison.kit.book import Book
from liaison.kit.fields import Field, Value, Values
from liaison.kit.query import Query
from liaison.paths import sweep_unfinished
from liaison.safety.desk import SafeDesk
from liaison.settings import OfficeSettings
from liaison.store import encryption, migrations, options, remembered, viewing
from liaison.store.backup import keeping, making
from liaison.store.backup.shelf import Shelf
from liaison.store.database import Database

if TYPE_CHECKING:
    from liaison.books.dossier import Dossier
    from liaison.books.duties import Duty
    from liaison.books.looking_after import Petitions
    from liaison.books.roster import SignIn
    from liaison.figures import Figures
    from liaison.figures.figure import Figure
    from liaison.kit.correcting import Correction
    from liaison.kit.desk import Row
    from liaison.papers.reports import ReportService


PROGRAM = "program"
"""Under this key the file remembers which version of the program opened it last."""


class Office(SafeDesk):
    """An open office. Made by `Office.create` or `Office.open`; close it, or use it in a `with`.

    Everything of `Desk` (reading and writing records) is here too. One thread at a time.
    """

    def __init__(self, database: Database, today: Callable[[], str] | None = None) -> None:
        super().__init__(database, BOOKS, today)
        self.folder = database.folder
        self._settings: OfficeSettings | None = None
        database.reopened.append(self._read_settings_anew)

    # -- opening ------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        name: str,
        town: str,
        director: str = "",
        sample: bool = False,
        today: Callable[[], str] | None = None,
    ) -> Office:
        """Make a new, empty office with its three customary work groups.

        Raises:
            UserError: the folder holds an office already, or cannot be written; no name was given.
        """
        name, town = clean_text(name, limit=40), clean_text(town, limit=20)
        if not name or not town:
            raise UserError("联络处名称和乡镇都要填")
        database = Database(Path(folder), create=True)
        try:
            migrations.migrate(database)
            office = cls(database, today)
            settings = OfficeSettings(
                name=name, town=town, director=clean_text(director, limit=40),
                addressee=f"中共{town}委员会", sample=sample,
            )
            options.write_options(database, settings.as_texts(), "建立联络处", first=True)
            remembered.remember(database, {PROGRAM: __version__})
            groups: list[Values] = [
                {"name": title, "duty": duty, "place": place}
                for place, (title, duty) in enumerate(CUSTOMARY, start=1)
            ]
            office.add_many("groups", groups, title="建立三个专班")
        except BaseException:
            database.close()
            database.path.unlink(missing_ok=True)  # half an office would be taken for a damaged one
            raise
        return office

    @classmethod
    def open(
        cls, folder: Path, *, key: bytes | None = None, today: Callable[[], str] | None = None
    ) -> Office:
        """Open an office folder, bringing an older file to today's form after a verified backup.

        Args:
            key: the raw key of an encrypted office, from `liaison.safety.protection.unlock`.

        Raises:
            Locked: the office is encrypted and no key was given.
            Damaged: the file cannot be read as it should.
            UserError: it is no office, newer than this program, or open elsewhere.
        """
        database = Database(Path(folder), key=key)
        try:
            migrations.check_known(database)
            if migrations.version(database) < migrations.CURRENT:
                _copy_before(database, "migration")
                migrations.migrate(database)
            _note_program(database)
            if not database.read_only:
                sweep_unfinished(database.folder)
            encryption.finish_conversion(database)
            viewing.wipe_viewing(database.folder)
            return cls(database, today)
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Give the folder free; what was copied for looking at attachments is wiped."""
        self.database.close()
        viewing.wipe_viewing(self.folder)

    def __enter__(self) -> Office:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """The folder can be read but not written."""
        return self.database.read_only

    def _read_settings_anew(self) -> None:
        """The file was opened anew in the middle of work."""
        self._settings = None

    # -- settings -----------------------------------------------------------------------------------

    @property
    def settings(self) -> OfficeSettings:
        """The office's settings as stored."""
        if self._settings is None:
            self._settings = OfficeSettings.from_texts(options.read_options(self.database))
        return self._settings

    def change_settings(self, settings: OfficeSettings) -> Changes:
        """Store changed settings."""
        if not clean_text(settings.name) or not clean_text(settings.town):
            raise UserError("联络处名称和乡镇都要填")
        former, texts = self.settings.as_texts(), settings.as_texts()
        changed = [self.setting_words(key, "")[0] for key in texts if texts[key] != former[key]]
        title = f"修改设置 {changed[0]}" if len(changed) == 1 else "修改设置"
        changes = options.write_options(self.database, texts, title)
        self._settings = None
        return changes

    def setting_words(self, key: str, value: str) -> tuple[str, str]:
        """A setting's label and its stored text as it is read; no label for the program's own notes."""
        declared = OfficeSettings.declared(key)
        if declared is None:
            return "", value
        label, is_flag = declared
        return label, ("是" if value == "1" else "否") if is_flag else value

    def reading(self, book: str, f: Field, value: Value, *, whole: bool = False) -> str:
        """As the desk's; the figures in a report's text are read as they stand in it."""
        text = super().reading(book, f, value, whole=whole)
        if book != "reports" or "[[" not in text:
            return text
        from liaison.figures import marks

        return marks.plain(text)

    def forget(self, changes: Changes) -> None:
        """Drop what was read before and is stale now."""
        super().forget(changes)
        if changes.touches(options.BOOK):
            self._settings = None

    # -- the rooms' own doors -----------------------------------------------------------------------

    @property
    def signin(self) -> SignIn:
        """Sign-in of whole activities."""
        from liaison.books.roster import SignIn

        return SignIn(self, self.settings.duty_leave_counts)

    @property
    def gifts(self) -> Gifts:
        """Totals and balances of the gifts."""
        return Gifts(self)

    @property
    def petitions(self) -> Petitions:
        """The petitions with their contacts."""
        from liaison.books.looking_after import Petitions

        return Petitions(self)

    @property
    def board(self) -> Board:
        """The work groups' board."""
        return Board(self)

    def duties(self) -> tuple[Duty, ...]:
        """What the office has to do this quarter, the most urgent first."""
        from liaison.books.duties import duties

        return duties(self)

    def dossier(self, member: int, period: Period | None = None) -> Dossier:
        """One member's record over a period, or over the whole time; see books.dossier."""
        from liaison.books.dossier import dossier

        return dossier(self, member, period, duty_leave_counts=self.settings.duty_leave_counts)

    def enter(self, book: str, numbers: Sequence[int]) -> Changes:
        """Enter ledger drafts (入账); see kit.ledger.enter."""
        return ledger.enter(self, book, numbers)

    def reverse(self, book: str, number: int, reason: str, *, again: bool = False) -> Changes:
        """Void a ledger entry of this year by its exact negative; see kit.ledger.reverse."""
        return ledger.reverse(self, book, number, reason, again=again)

    def reverse_many(self, book: str, numbers: Sequence[int], reason: str) -> Changes:
        """Void several entries of this year as one action; see kit.ledger.reverse_many."""
        return ledger.reverse_many(self, book, numbers, reason)

    def correct(self, book: str, number: int, right: Mapping[str, object] | None, reason: str) -> Changes:
        """Put an entry of an earlier year right by correcting entries; see kit.correcting."""
        from liaison.kit import correcting

        return correcting.correct(self, book, number, right, reason)

    def as_corrected(self, book: str, number: int) -> Row | None:
        """A ledger entry as it stands after all its corrections; see kit.correcting.as_corrected."""
        from liaison.kit import correcting

        return correcting.as_corrected(self, book, number)

    def plan_correction(self, book: str, number: int, right: Mapping[str, object] | None) -> Correction:
        """What a correction would write; see kit.correcting.plan."""
        from liaison.kit import correcting

        return correcting.plan(self, book, number, right)

    @cached_property
    def reports(self) -> ReportService:
        """Drafts, keeps, finishes and hands in the quarterly reports."""
        from liaison.papers.reports import ReportService

        return ReportService(self)

    # -- figures ------------------------------------------------------------------------------------

    def figures(self, period: Period) -> Figures:
        """What the books say about a span of time; every figure with the records behind it."""
        from liaison.figures import collect

        return collect(self, period, duty_leave_counts=self.settings.duty_leave_counts)

    def figure(self, period: Period, key: str) -> Figure | None:
        """One figure with the records behind it, by the key that a paper carries; None when there is none."""
        return self.figures(period).get(key)


def _note_program(database: Database) -> None:
    """A copy when another version of the program opens the file for the first time; a full disk is no reason not to
    open it, and the next opening tries again."""
    last = "" if database.read_only else remembered.recall(database, PROGRAM)
    if database.read_only or last == __version__:
        return
    with suppress(UserError):
        if last:
            _copy_before(database, "upgrade")
        remembered.remember(database, {PROGRAM: __version__})


def _copy_before(database: Database, reason: str) -> None:
    """A copy before the program itself changes the file."""
    shelf = Shelf.of(database.folder)
    keeping.tidy(shelf, making.make(database, shelf, reason))


__all__ = ["BOOKS", "Book", "Office", "Query"]

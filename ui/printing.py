"""What every room needs to print: the way into the print room, and the button with the room's papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakMethod

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from liaison.chinese.dates import Period
from ui import ask
from ui.pages.base import Room
from ui.private import ask_to_take_out
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from liaison.kit.book import Book
    from liaison.kit.query import Query
    from liaison.papers.paper import Paper
    from ui.dialogs.printing import Job, Opened
    from ui.grid.columns import Column


class Entry(NamedTuple):
    """One line of a room's print menu: its words and what it does (a bound method, or a partial of a function)."""

    word: str
    act: Callable[[], object]


class PrintButton(Button):
    """打印: does the one thing there is to print, or lists what there is. Ctrl+P comes to `choose`."""

    def __init__(
        self, entries: Callable[[], Sequence[Entry]], *, several: bool = True, parent: QWidget | None = None
    ) -> None:
        """Args:
        entries: what can be printed just now; a bound method.
        several: there is usually more than one thing, so that the button has an arrow.
        """
        super().__init__("打印", self.choose, icon="print", key="Ctrl+P", menu=several, parent=parent)
        self._ask = WeakMethod(entries)  # the page owns this button: a strong hold would keep both alive
        self.menu_shown = QMenu(self)
        self.menu_shown.triggered.connect(self._chosen)

    def entries(self) -> Sequence[Entry]:
        """What can be printed just now."""
        ask_page = self._ask()
        return ask_page() if ask_page is not None else ()

    @Slot()
    def choose(self) -> None:
        """Do the one thing, or show the menu with its first line lit."""
        entries = self.entries()
        if len(entries) == 1:
            entries[0].act()
            return
        self.menu_shown.clear()
        for number, entry in enumerate(entries):
            self.menu_shown.addAction(entry.word).setData(number)
        if entries:
            self.menu_shown.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
            self.menu_shown.setActiveAction(self.menu_shown.actions()[0])

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        self.entries()[action.data()].act()


class Printing(QObject):
    """A room's way into the print room; lives and dies with its page."""

    def __init__(self, room: Room, page: QWidget) -> None:
        super().__init__(page)
        self.room = room

    def has(self, name: str) -> bool:
        """Whether the office prints such a paper."""
        return name in self.room.office.papers

    def paper(self, name: str) -> Paper:
        """A paper by its name."""
        found: Paper = self.room.office.papers[name]
        return found

    def entry(self, name: str, word: str = "", *, period: Period | None = None, records: Sequence[int] = ()) -> Entry:
        """A line of a menu that opens this paper; its own title where no other word is given."""
        act = partial(show_paper, self, name, period=period, records=tuple(records))
        return Entry(word or self.paper(name).title, act)

    def show_paper(
        self, name: str, *, period: Period | None = None, records: Sequence[int] = (), member: str = "", page: int = 0
    ) -> None:
        """Make a paper and open the print room with it; where it cannot be made, say why.

        Args:
            period, records, member: what it is asked about; see liaison.papers.paper.Request.
            page: the page shown first, from 0.
        """
        from liaison.papers.paper import Request
        from ui.dialogs.printing import PaperJob

        paper = self.paper(name)
        book = self.room.office.books.get(paper.book) if paper.phones else None
        private = "、".join(f.label for f in book.columns if f.private) if book is not None else ""
        self.show(PaperJob(paper, Request(period, member, records=tuple(records)), private), page)

    def show_list(self, book: Book, columns: Sequence[Column], query: Query, words: str = "") -> None:
        """Open the print room with a book's list as it stands on the screen.

        Args:
            columns: those on the screen, left to right; private ones stay out unless asked for in the print room.
            query: which records, in what order.
            words: what search and filters say; see `said`.
        """
        from ui.dialogs.printing import ListJob

        names = [name for column in columns for name in column.covers or (column.name,)]
        if book.apart and not ask_to_take_out(book, "打印"):
            return
        private = {column.name: column.heading for column in columns if column.field.private}
        self.show(ListJob(
            book.name, query, tuple(name for name in names if name not in private), book.title, words,
            private="" if book.apart else "、".join(private.values()), all_columns=tuple(names), asked=book.apart,
        ))  # fmt: skip

    def show(self, job: Job, page: int = 0) -> None:
        """Make the first pages on the worker, then open the print room."""
        from ui.dialogs.printing import begin

        self.room.tasks.ask(
            begin, self.room.office, job, self.room.settings.papers[job.key],
            done=partial(_opened, self.room, job, page), owner=self, key=(id(self), "print"),
        )  # fmt: skip

    def show_opened(self, job: Job, opened: Opened, page: int = 0) -> None:
        """Open the print room with pages that are there already; comes back when it is closed."""
        _opened(self.room, job, page, opened)


def said(search: str, filters: Sequence[str], only: str = "", span: str = "") -> str:
    """What a list leaves out, in words for its head: 2026年，未发放，含“助学”.

    Args:
        search: what was typed into the search field.
        filters: the labels of the chosen filters.
        only: the words of named records, as behind a figure.
        span: the span of time that is shown.
    """
    parts = [span, only, *filters, f"含“{search.strip()}”" if search.strip() else ""]
    return "，".join(part for part in parts if part)


def show_paper(printing: Printing, name: str, **request: Any) -> None:
    """As the method; for a menu's line."""
    printing.show_paper(name, **request)


def _opened(room: Room, job: Job, page: int, opened: Any) -> None:
    from ui.dialogs.printing import PrintRoom

    dialog = PrintRoom(room, job, opened)
    if page:
        dialog.show_page(page)
    ask.run(dialog)

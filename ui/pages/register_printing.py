"""What a register prints: the papers made from its book, and the list as it stands on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from liaison.chinese.dates import Period
from ui.printing import Entry, Printing, said

if TYPE_CHECKING:
    from ui.pages.register import RegisterPage

PAPERS = {
    "members": ("member-list", "contact-list", "dossier"),
    "signins": ("signin-book",),
    "donations": ("donation-book", "donation-notice", "donation-slip", "thanks-letter"),
    "honors": ("honor-book", "honor-certificates"),
    "assignments": ("assignment-table", "workgroup-chart", "assignment-slip"),
}
"""The papers of a book, in the order of its print menu."""


class RegisterPrinting(Printing):
    """Prints for one register."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__(page.room, page)
        self.page = page

    @property
    def period(self) -> Period:
        """The span of time that the register shows, or this year."""
        return self.page.base_query().period or Period.year(self.room.today().year)

    def entries(self) -> list[Entry]:
        """The lines of the print menu just now."""
        made: list[Entry] = []
        for name in PAPERS.get(self.page.book.name, ()):
            if not self.has(name):
                continue
            paper = self.paper(name)
            if paper.batch:
                made += self._batch_entries(name)
            elif paper.needs == "member":
                made += self._person_entries(name)
            else:
                made.append(self.entry(name, period=self.period if paper.needs else None))
        return [*made, Entry("打印清单" if made else "打印", self.print_list)]

    def _person_entries(self, name: str) -> list[Entry]:
        """Of the member the cursor is on."""
        row = self.page.current.row()
        if row is None:
            return []
        return [self.entry(name, f"{self.paper(name).title}（{row.texts['name']}）", records=(row.id,))]

    def _batch_entries(self, name: str) -> list[Entry]:
        """For the chosen records, and for all of the span of time."""
        title, measure, between = self.paper(name).title, self.page.book.measure, self.page.view.records_range()
        every = self.entry(name, f"{title}（{self.period.label}全部）", period=self.period)
        if between is None:
            return [every]
        count = between[1] - between[0] + 1
        return [Entry(f"{title}（选中 {count} {measure}）", partial(_print_chosen, self, name, *between)), every]

    def print_chosen(self, name: str, first: int, last: int) -> None:
        """A batch for the records in these rows."""
        self.page.model.ids_between(first, last, partial(_print_records, self, name))

    @Slot()
    def print_list(self) -> None:
        """打印清单: the columns, order, search and filters of the screen."""
        page = self.page
        columns = [page.model.columns[place] for place in page.view.shown_columns()]
        self.show_list(page.book, columns, page.query(), self._said())

    def _said(self) -> str:
        page = self.page
        chosen = set(page.bar.chosen())
        labels = [f.label for f in page.book.filters if f.key in chosen]
        period = page.base_query().period
        only = page.banner.word.text() if page.query().ids is not None else ""
        return said(page.search.text(), labels, only, period.label if period is not None else "")


def _print_chosen(printing: RegisterPrinting, name: str, first: int, last: int) -> None:
    printing.print_chosen(name, first, last)


def _print_records(printing: RegisterPrinting, name: str, records: Sequence[int]) -> None:
    printing.show_paper(name, records=records)

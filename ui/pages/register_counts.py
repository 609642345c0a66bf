"""How many records each filter of a register would leave, counted after a rest and one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from liaison.kit.query import Query
from ui.widgets.chips import Filter

if TYPE_CHECKING:
    from ui.pages.register import RegisterPage

COUNTS_AFTER = 150
"""Milliseconds after the last keystroke until the filters are counted again: typing comes first."""


class FilterCounts(QObject):
    """The counts in one register's filters."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__(page)
        self.page = page
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.count)

    def start(self, after: int = COUNTS_AFTER) -> None:
        """Count after so many milliseconds, unless asked again before."""
        self.timer.start(after)

    def stop(self) -> None:
        """Another question is on its way: it will start again."""
        self.timer.stop()

    @Slot()
    def count(self) -> None:
        """Count the filters one by one, so that a keystroke never waits for all of them."""
        self.count_next(self.page.model.query, 0, {})

    def count_next(self, query: Query, place: int, counts: dict[str, int]) -> None:
        """Count the filter at `place`; at the end show all."""
        page = self.page
        labels = {"": "全部", **{f.key: f.label for f in page.book.filters}}
        keys = list(labels)
        if query != page.model.query:
            return
        if place == len(keys):
            page.bar.set_filters([Filter(key, labels[key], counts[key]) for key in keys])
            return
        one = query.with_(filters=frozenset({keys[place]} if keys[place] else ()), sort=None)
        page.room.tasks.ask(
            page.room.office.count, page.book.name, one,
            done=partial(_counted, self, query, place, keys[place], counts), owner=self, key=(id(page), "count"),
        )  # fmt: skip


def _counted(
    counting: FilterCounts, query: Query, place: int, key: str, counts: dict[str, int], count: int
) -> None:
    counting.count_next(query, place + 1, {**counts, key: count})

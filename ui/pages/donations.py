"""捐赠台账 and 发放登记: the two ledgers of gifts behind one switch."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from liaison.changes import Changes
from ui.pages.base import Page, Room
from ui.pages.ledger import DONATIONS, HANDOUTS, LedgerPage
from ui.widgets.segmented import Choice, Segmented


class DonationsPage(Page):
    """Both ledgers behind one switch: 捐赠 and 发放登记."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(room, "捐赠台账", parent)
        self._own = self.frame
        self._own.hide()
        self._stack = QStackedWidget(self)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._stack)
        self._made: dict[str, LedgerPage] = {}
        self._switches: dict[str, Segmented] = {}
        self.show_book(DONATIONS)

    @property
    def current(self) -> LedgerPage:
        """The ledger that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, LedgerPage)
        return page

    def ledger(self, book: str) -> LedgerPage:
        """One of the two, made when first wanted."""
        if book not in self._made:
            switch = Segmented((Choice(DONATIONS, "捐赠", "overdue"), Choice(HANDOUTS, "发放", "overdue")), "台账")
            switch.set_current(book)
            switch.chosen.connect(self._switched)
            self._switches[book] = switch
            page = LedgerPage(self.room, book, switch)
            page.setParent(self)
            self._made[book] = page
            self._stack.addWidget(page)
        return self._made[book]

    def show_book(self, book: str) -> LedgerPage:
        """Turn to one of the two ledgers."""
        page = self.ledger(book)
        self._stack.setCurrentWidget(page)
        self.frame = page.frame
        return page

    @Slot(str)
    def _switched(self, book: str) -> None:
        for name, switch in self._switches.items():
            switch.set_current(name)
        if self.current.leave():
            self.show_book(book).open({})
            self._switches[book].setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, target: dict[str, Any]) -> None:
        """Targets of a register; {"book": "handouts", ...} turns to the handouts, {"handout": {...}} begins
        one with what is foreseen for it.
        """
        target = dict(target)
        if "handout" in target:
            self.show_book(HANDOUTS).open({"new": True, "foreseen": target["handout"]})
            return
        book = target.pop("book", None)
        self.show_book(book if book in (DONATIONS, HANDOUTS) else DONATIONS if target else self.current.book.name)
        self.current.open(target)

    def refresh(self, changes: Changes) -> None:
        for page in self._made.values():
            page.refresh(changes)

    def leave(self) -> bool:
        left = [page.leave() for page in self._made.values()]  # every one, also after a False
        return all(left)

    def new(self) -> None:
        self.current.new()

    def find(self) -> None:
        self.current.find()

    def save(self) -> None:
        self.current.save()

    def print(self) -> None:
        self.current.print()

    def fold(self) -> None:
        self.current.fold()

    def record_shown(self) -> tuple[str, int] | None:
        return self.current.record_shown()

    def areas(self) -> list[QWidget]:
        return self.current.areas()

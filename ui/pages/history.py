"""操作记录: every action, newest first; what each of them changed; any of them taken back or done again."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from liaison.changes import Changes
from ui import theme, undoing
from ui.grid.filters import FilterBar
from ui.pages.base import Page, Room
from ui.pages.history_list import ActionsView, counts_words
from ui.pages.records import PAGE_OF, open_record
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card
from ui.widgets.changes import ChangesView, moment_words
from ui.widgets.chips import Filter
from ui.widgets.frame import RightPanel, fold_when_narrow
from ui.widgets.search import SearchField
from ui.widgets.states import Banner, EmptyState, nothing_found
from ui.widgets.text import label

WINDOW, CHANGES = 200, 60
"""Actions, and changes of one action, that are fetched at once."""
SETTINGS = "options"
_LIST, _EMPTY, _NOTHING = range(3)


class HistoryPage(Page):
    """操作记录."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "操作记录")
        self._named: tuple[str, int] | None = None
        self._wanted = self._shown = 0
        self._build()

    def _build(self) -> None:
        self.undo_button = undoing.UndoButton(self.room, self.record_shown)
        self.frame.add_action(self.undo_button)
        self.search = SearchField("搜做过的事")
        self.search.setFixedWidth(theme.width(214))
        self.search.textChanged.connect(self._reask)
        self.bar = FilterBar()
        books = self.room.office.books
        self.bar.set_filters([
            Filter("", "全部"), *(Filter(name, book.title) for name, book in books.items()), Filter(SETTINGS, "设置")
        ])  # fmt: skip
        self.bar.changed.connect(self._filtered)
        self.frame.filters.addWidget(self.search)
        self.frame.filters.addWidget(self.bar, 1)
        self.banner = Banner("figure", "", "", icon="filter")
        self.banner.add(LinkButton("看全部", self._show_all))
        self.banner.hide()
        self.frame.content.addWidget(self.banner)
        self.view = ActionsView(books)
        self.view.actions_shown.wanted.connect(self._more)
        self.view.chosen.connect(self._chosen)
        self.view.entered.connect(self._to_changes)
        undoing.offer_over(self.view, self.undo_button.menu_shown)
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        self._stack = QStackedLayout()
        card.body.addLayout(self._stack)
        self._stack.addWidget(self.view)
        self._stack.addWidget(EmptyState("list", "做过的每一步都记在这里，可以看改了什么，也可以撤销"))
        self._stack.addWidget(nothing_found(self._clear))
        self.frame.content.addWidget(card, 1)
        self._build_panel()
        self.frame.show_foot("回车看改了什么")

    def _build_panel(self) -> None:
        self.panel = RightPanel("改了什么", wide=theme.PANEL_REPORT)
        self.title = label("", "section", wrap=True)
        self.about = label("", "hint", "second", wrap=True)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 12, 6)
        head.setSpacing(6)
        head.addWidget(self.title)
        head.addWidget(self.about)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.undo_step = Button("撤销这一步", self.undo, icon="undo", parent=self.panel)
        self.redo_step = Button("重做这一步", self.redo, icon="redo", parent=self.panel)
        self.original = LinkButton("看原来的一步", self._to_original, parent=self.panel)
        for widget in (self.undo_step, self.redo_step, self.original):
            row.addWidget(widget)
        row.addStretch(1)
        head.addLayout(row)
        self.panel.content.addLayout(head)
        self.changes = ChangesView("改了什么")
        self.changes.changes.wanted.connect(self._more_changes)
        self.changes.opened.connect(self.open_changed)
        self.panel.content.setContentsMargins(0, 12, 0, 0)
        self.panel.content.addWidget(self.changes, 1)
        self.frame.set_panel(self.panel)
        self.panel.fold(bool(self.room.settings.folded["history"]))
        self.panel.toggled.connect(self._folded)
        self._show_nothing()

    # -- Page ---------------------------------------------------------------------------------------

    def open(self, target: dict[str, Any]) -> None:
        """Targets: {"book", "record"} the actions that touched it; {"book"}; {"action"} one of them."""
        if target:
            self._named = (target["book"], int(target["record"])) if "record" in target else None
            self.bar.choose([target["book"]] if "book" in target and "record" not in target else [])
            self._quiet_search("")
        self._wanted = int(target.get("action", self._wanted))
        self._say_named()
        self._reask()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: Changes) -> None:
        if changes and self.isVisible():
            self._reask()

    def find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def areas(self) -> list[QWidget]:
        return [self.search, self.view, self.changes]

    def record_shown(self) -> tuple[str, int] | None:
        index = self.changes.currentIndex()
        if not index.isValid():
            return None
        change = self.changes.changes.rows[index.row()].change
        return (change.book, change.record) if change.book in (*self.room.office.books, SETTINGS) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fold_when_narrow(self.panel, self.width(), kept=bool(self.room.settings.folded["history"]))

    @Slot(bool)
    def _folded(self, folded: bool) -> None:
        self.room.settings.folded["history"] = folded

    # -- asking -------------------------------------------------------------------------------------

    def _asked_for(self) -> tuple[str, str, int]:
        """Search, book and record that narrow the list."""
        if self._named is not None:
            return (self.search.text(), *self._named)
        chosen = self.bar.chosen()
        return self.search.text(), chosen[-1] if chosen else "", 0

    @Slot()
    def _reask(self) -> None:
        action = self.view.action
        if action is not None and not self._wanted:
            self._wanted = action.number
        self.room.tasks.ask(
            _read, self.room.office, *self._asked_for(), self._wanted,
            done=self._show, owner=self, key=(id(self), "actions"),
        )  # fmt: skip

    def _show(self, found: tuple[list[Any], int]) -> None:
        rows, count = found
        model = self.view.actions_shown
        model.today = self.room.today().isoformat()
        model.show_rows(rows, count)
        narrowed = any(self._asked_for())
        self._stack.setCurrentIndex(_LIST if rows else _NOTHING if narrowed else _EMPTY)
        self.frame.note.setText(f"共 {count:,} 步")
        wanted, self._wanted = self._wanted, 0
        if rows:
            self.view.choose(wanted)
        else:
            self._show_nothing()

    @Slot(int)
    def _more(self, offset: int) -> None:
        self.room.tasks.ask(
            _more, self.room.office, *self._asked_for(), offset,
            done=partial(_add_rows, self, offset, self._asked_for()), owner=self, key=(id(self), "more"),
        )  # fmt: skip

    @Slot(list)
    def _filtered(self, keys: list[str]) -> None:
        if len(keys) > 1:  # one book at a time
            self.bar.choose(keys[-1:])
        self._reask()

    @Slot()
    def _clear(self) -> None:
        self._quiet_search("")
        self._named = None
        self._say_named()
        self.bar.choose([])
        self._reask()

    @Slot()
    def _show_all(self) -> None:
        self._named = None
        self._say_named()
        self._reask()

    def _quiet_search(self, words: str) -> None:
        self.search.blockSignals(True)
        self.search.setText(words)
        self.search.blockSignals(False)

    def _say_named(self) -> None:
        self.banner.setVisible(self._named is not None)
        self.bar.setVisible(self._named is None)
        if self._named is not None:
            book = self.room.office.books[self._named[0]]
            self.banner.set(f"一{book.measure}{book.noun}", "只看改过它的每一步")

    # -- the chosen action --------------------------------------------------------------------------

    def _show_nothing(self) -> None:
        self._shown = 0
        self.title.setText("")
        self.about.setText("")
        for widget in (self.undo_step, self.redo_step, self.original):
            widget.hide()
        self.changes.show_changes([], 0, today="", by_action=False)

    @Slot(int)
    def _chosen(self, _row: int) -> None:
        action = self.view.action
        if action is None:
            self._show_nothing()
            return
        self.title.setText(action.title)
        counts = counts_words(action.counts, self.room.office.books)
        when = moment_words(action.moment, self.room.today().isoformat())
        self.about.setText("　".join(part for part in (when, counts) if part))
        self.undo_step.setVisible(action.state in ("done", "redone", "final"))
        self.redo_step.setVisible(action.state == "undone")
        self.original.setVisible(action.state == "turn")
        if self.room.office.read_only:
            self.undo_step.disable("这里只能看，不能改")
            self.redo_step.disable("这里只能看，不能改")
        elif action.state == "final":
            self.undo_step.disable("这一步不能撤销" if action.counts else "这一步没有改动记录，不用撤销")
        else:
            self.undo_step.enable()
        self.panel.set_title("改了什么", *self.view.actions_shown.state(self.view.currentIndex().row()))
        self._shown = action.number
        self.room.tasks.ask(
            _changes, self.room.office, action.number, 0,
            done=partial(_show_changes, self, action.number), owner=self, key=(id(self), "changes"),
        )

    @Slot(int)
    def _more_changes(self, offset: int) -> None:
        self.room.tasks.ask(
            _changes, self.room.office, self._shown, offset,
            done=partial(_add_changes, self, self._shown), owner=self, key=(id(self), "more changes"),
        )

    @Slot()
    def undo(self) -> None:
        """撤销这一步."""
        action = self.view.action
        if action is not None:
            undoing.undo(self.room, action.number)

    @Slot()
    def redo(self) -> None:
        """重做这一步."""
        action = self.view.action
        if action is not None:
            undoing.redo(self.room, action.number)

    @Slot()
    def _to_original(self) -> None:
        action = self.view.action
        if action is not None:
            self._clear_quietly()
            self._wanted = action.of
            self._reask()

    def _clear_quietly(self) -> None:
        self._quiet_search("")
        self._named = None
        self._say_named()
        self.bar.choose([])

    @Slot()
    def _to_changes(self) -> None:
        if self.panel.folded:
            self.panel.toggle()
        self.changes.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str, int)
    def open_changed(self, book: str, record: int) -> None:
        """Open the record of a change where it is now: on its page, in the recycle bin, or its own history."""
        if book == SETTINGS:
            self.room.go("settings")
        elif book in self.room.office.books:
            self.room.tasks.ask(
                self.room.office.get, book, record, done=partial(_open, self.room, book, record), owner=self
            )


def _open(room: Room, book: str, record: int, values: Any) -> None:
    if not values:
        room.go("trash", book=book, record=record)
    elif book in PAGE_OF:
        open_record(room, book, record)
    else:
        undoing.show_history(room, book, record)


def _read(office: Any, search: str, book: str, record: int, wanted: int) -> tuple[list[Any], int]:
    """On the worker: the first window, grown until it holds the wanted action, and how many there are."""
    rows = _more(office, search, book, record, 0)
    while wanted and rows and rows[-1].number > wanted:
        further = _more(office, search, book, record, len(rows))
        if not further:
            break
        rows += further
    return rows, office.action_count(search, book, record)


def _more(office: Any, search: str, book: str, record: int, offset: int) -> list[Any]:
    return list(office.actions(search, book, record, offset, WINDOW))


def _add_rows(page: HistoryPage, offset: int, asked: tuple[str, str, int], rows: list[Any]) -> None:
    if asked == page._asked_for() and offset == len(page.view.actions_shown.rows):
        page.view.actions_shown.add_rows(rows)


def _changes(office: Any, action: int, offset: int) -> tuple[list[Any], int]:
    return office.changes_of(action, offset, CHANGES), office.change_count(action)


def _show_changes(page: HistoryPage, action: int, found: tuple[list[Any], int]) -> None:
    if action == page._shown:
        page.changes.show_changes(*found, today=page.room.today().isoformat(), by_action=False)


def _add_changes(page: HistoryPage, action: int, found: tuple[list[Any], int]) -> None:
    if action == page._shown:
        page.changes.changes.add_changes(found[0])


__all__ = ["HistoryPage"]

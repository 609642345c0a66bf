"""回收站: the deleted records of every book, what they say, and the way back."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from liaison.changes import Changes
from liaison.errors import NeedsParents, UserError
from ui import ask, theme, undoing
from ui.grid.filters import FilterBar
from ui.pages.base import Page, Room
from ui.pages.trash_list import TrashView
from ui.widgets.buttons import LinkButton, primary
from ui.widgets.cards import Card
from ui.widgets.changes import ChangesView
from ui.widgets.chips import Filter
from ui.widgets.frame import RightPanel, fold_when_narrow
from ui.widgets.search import SearchField
from ui.widgets.states import EmptyState, nothing_found

WINDOW = 200
"""Records that are fetched at once."""
Place = tuple[str, int, int]
_LIST, _EMPTY, _NOTHING = range(3)


class TrashPage(Page):
    """回收站."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "回收站")
        self._places: list[Place] = []
        self._wanted: tuple[str, int] | None = None
        self._shown: tuple[str, int] | None = None
        self._build()

    def _build(self) -> None:
        self.back_button = primary("恢复", self.bring_back, icon="undo", key="回车")
        self.undo_button = undoing.UndoButton(self.room, self.record_shown)
        self.frame.add_action(self.back_button)
        self.frame.add_action(self.undo_button)
        self.search = SearchField("搜删掉的记录")
        self.search.setFixedWidth(theme.width(214))
        self.search.textChanged.connect(self._reask)
        self.bar = FilterBar()
        self.bar.changed.connect(self._filtered)
        self.frame.filters.addWidget(self.search)
        self.frame.filters.addWidget(self.bar, 1)
        self.view = TrashView(self.room.office.books)
        self.view.discarded.wanted.connect(self._more)
        self.view.chosen.connect(self._chosen)
        self.view.wanted_back.connect(self.bring_back)
        undoing.offer_over(self.view, self.undo_button.menu_shown)
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        self._stack = QStackedLayout()
        card.body.addLayout(self._stack)
        self._stack.addWidget(self.view)
        self._stack.addWidget(EmptyState("void", "回收站是空的。删掉的记录都先放在这里，随时可以恢复"))
        self._stack.addWidget(nothing_found(self._clear))
        self.frame.content.addWidget(card, 1)
        self.panel = RightPanel("内容", wide=theme.PANEL_REPORT)
        self.content = ChangesView("内容")
        self.panel.content.setContentsMargins(0, 6, 0, 0)
        self.panel.content.addWidget(self.content, 1)
        self.history_link = LinkButton("这里改过什么", self._history, icon="near")
        self.panel.add_foot([self.history_link])
        self.frame.set_panel(self.panel)
        self.panel.fold(bool(self.room.settings.folded["trash"]))
        self.panel.toggled.connect(self._folded)
        self.frame.show_foot("按住 Ctrl 或 Shift 可以选几条，回车恢复")
        self._chosen()

    # -- Page ---------------------------------------------------------------------------------------

    def open(self, target: dict[str, Any]) -> None:
        """Targets: {"book"} only that book; with "record", that record of it."""
        if target:
            self._quiet_search("")
            self.bar.choose([target["book"]] if "book" in target else [])
            self._wanted = (target["book"], int(target["record"])) if "record" in target else None
        self._reask()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: Changes) -> None:
        if changes and self.isVisible():
            self._reask()

    def find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def areas(self) -> list[QWidget]:
        return [self.search, self.view, self.content]

    def record_shown(self) -> tuple[str, int] | None:
        one = self.view.current
        return (one.book, one.id) if one is not None else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fold_when_narrow(self.panel, self.width(), kept=bool(self.room.settings.folded["trash"]))

    @Slot(bool)
    def _folded(self, folded: bool) -> None:
        self.room.settings.folded["trash"] = folded

    # -- asking -------------------------------------------------------------------------------------

    @Slot()
    def _reask(self) -> None:
        one = self.view.current
        if one is not None and self._wanted is None:
            self._wanted = one.book, one.id
        self.room.tasks.ask(
            _read, self.room.office, "".join(self.bar.chosen()[-1:]), self.search.text(), self._wanted,
            done=self._show, owner=self, key=(id(self), "trash"),
        )  # fmt: skip

    def _show(self, found: tuple[dict[str, int], list[Place], list[Any]]) -> None:
        counts, self._places, rows = found
        books = self.room.office.books
        chosen = [key for key in self.bar.chosen() if key in counts]
        self.bar.set_filters([
            Filter("", "全部", sum(counts.values())),
            *(Filter(name, books[name].title, count) for name, count in counts.items()),
        ])  # fmt: skip
        if chosen != self.bar.chosen():
            self.bar.choose(chosen)
        self.view.discarded.today = self.room.today().isoformat()
        self.view.discarded.show_rows(rows, len(self._places))
        narrowed = bool(self.search.text().strip() or self.bar.chosen())
        self._stack.setCurrentIndex(_LIST if rows else _NOTHING if narrowed else _EMPTY)
        self.frame.note.setText(f"共 {sum(counts.values()):,} 条")
        wanted, self._wanted = self._wanted, None
        place = next((n for n, row in enumerate(rows) if (row.book, row.id) == wanted), 0)
        self.view.choose([place] if rows else [])
        self._chosen()

    @Slot(int)
    def _more(self, offset: int) -> None:
        self.room.tasks.ask(
            self.room.office.trash_rows, self._places[offset : offset + WINDOW],
            done=partial(_add_rows, self, offset), owner=self, key=(id(self), "more"),
        )

    @Slot(list)
    def _filtered(self, keys: list[str]) -> None:
        if len(keys) > 1:  # one book at a time
            self.bar.choose(keys[-1:])
        self._reask()

    @Slot()
    def _clear(self) -> None:
        self._quiet_search("")
        self.bar.choose([])
        self._reask()

    def _quiet_search(self, words: str) -> None:
        self.search.blockSignals(True)
        self.search.setText(words)
        self.search.blockSignals(False)

    # -- what is chosen -----------------------------------------------------------------------------

    @Slot()
    def _chosen(self) -> None:
        several = len(self.view.all_chosen())
        self.back_button.setText(f"恢复 {several} 条" if several > 1 else "恢复")
        if self.room.office.read_only:
            self.back_button.disable("这里只能看，不能改")
        elif self.view.current is None:
            self.back_button.disable("先选要恢复的记录")
        else:
            self.back_button.enable()
        about = self.record_shown()
        self.history_link.setEnabled(about is not None)
        if about == self._shown and about is not None:
            return
        self._shown = about
        if about is None:
            self.panel.set_title("内容")
            self.content.show_changes([], 0, today="", by_action=True)
        else:
            self.panel.set_title(self.room.office.books[about[0]].noun)
            self.room.tasks.ask(
                _content, self.room.office, self.view.current,
                done=partial(_show_content, self, about), owner=self, key=(id(self), "content"),
            )

    @Slot()
    def _history(self) -> None:
        about = self.record_shown()
        if about is not None:
            undoing.show_history(self.room, *about)

    @Slot()
    def bring_back(self) -> None:
        """恢复 what is chosen, as one step; where what it belongs to is deleted as well, ask about both."""
        chosen = self.view.all_chosen() or ([self.view.current] if self.view.current is not None else [])
        if self.room.office.read_only or not chosen:
            return
        wanted: dict[str, list[int]] = {}
        for one in chosen:
            wanted.setdefault(one.book, []).append(one.id)
        self.room.tasks.ask(
            self.room.office.bring_back_all, wanted,
            done=self.room.changed, failed=partial(_refused, self, wanted), owner=self,
        )

    def bring_back_with_parents(self, wanted: dict[str, list[int]]) -> None:
        """As `bring_back`, with what they belong to."""
        self.room.tasks.ask(
            partial(self.room.office.bring_back_all, wanted, parents=True), done=self.room.changed, owner=self
        )


def _refused(page: TrashPage, wanted: dict[str, list[int]], error: BaseException) -> None:
    if isinstance(error, NeedsParents):
        if ask.question(error.sentence, yes="一起恢复", no="先不恢复"):
            page.bring_back_with_parents(wanted)
    elif isinstance(error, UserError):
        ask.tell(error)
    else:
        raise error


def _read(
    office: Any, book: str, search: str, wanted: tuple[str, int] | None
) -> tuple[dict[str, int], list[Place], list[Any]]:
    """On the worker: how many of each book, where each stands, and the rows up to the wanted one."""
    places = office.trash(book, search)
    at = next((n for n, place in enumerate(places) if place[:2] == wanted), 0)
    return office.trash_counts(), places, office.trash_rows(places[: max(WINDOW, at + 1)])


def _add_rows(page: TrashPage, offset: int, rows: list[Any]) -> None:
    if offset == len(page.view.discarded.rows):
        page.view.discarded.add_rows(rows)


def _content(office: Any, one: Any) -> list[Any]:
    """On the worker: what a deleted record says, as one change that lists every column."""
    return [office.content_of(one)]


def _show_content(page: TrashPage, about: tuple[str, int], found: list[Any]) -> None:
    if about == page._shown:
        page.content.show_changes(found, 1, today=page.room.today().isoformat(), by_action=True)


__all__ = ["TrashPage"]

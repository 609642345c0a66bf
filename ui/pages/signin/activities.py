"""The list of activities: coming ones, those without a record, done ones with how many came."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from liaison.changes import Changes
from ui import ask
from ui.grid.columns import columns_of
from ui.pages.base import Room, only_to_read
from ui.pages.signin.activity import ActivityDialog
from ui.pages.signin.activity_table import TITLE, ActivityTable
from ui.pages.signin.printing import activity_entries
from ui.printing import Entry, PrintButton, Printing, said
from ui.undoing import UndoIcon, offer_over
from ui.widgets.buttons import LinkButton, primary, secondary
from ui.widgets.cards import Card
from ui.widgets.chips import Filter, FilterRow
from ui.widgets.frame import PageFrame
from ui.widgets.search import SearchField
from ui.widgets.states import EmptyState, nothing_found

if TYPE_CHECKING:
    from liaison.kit.desk import Row

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What the list was told: the filters' counts, how many were found, the first rows."""

    counts: dict[str, int]
    found: int
    rows: list[Row]
    names: dict[int, str]


class ActivityList(QWidget):
    """The page without an activity chosen.

    Signals:
        opened: the number of the activity whose sign-in is wanted.
    """

    opened = Signal(int)

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room = room
        self._names: dict[int, str] = {}
        self._stale = True
        self._only: tuple[int, ...] | None = None
        self._only_title = ""
        self._known = False
        self._new_values: dict[str, Any] | None = None
        self.frame = PageFrame("活动与签到", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)
        self.edit_button = secondary("修改", self.edit, icon="edit", key="F2")
        self.all_link = LinkButton("看全部", self.clear)
        self.all_link.hide()
        self.frame.beside.addWidget(self.all_link)
        self.new_button = primary("新增活动", self.new, icon="add", key="Ctrl+N")
        self.import_button = secondary("导入", self.bring_in, icon="import")
        self.printing = Printing(room, self)
        self.print_button = PrintButton(self._entries)
        self.undo_button = UndoIcon(room, self.record_shown, self)
        self.frame.add_action(self.undo_button)
        self.frame.add_action(self.import_button)
        self.frame.add_action(self.print_button)
        self.frame.add_action(self.edit_button)
        self.frame.add_action(self.new_button)
        only_to_read(room, self.import_button, self.edit_button, self.new_button)
        self.search = SearchField("找活动：主题、地点")
        self.search.textChanged.connect(self.load)
        declared = room.office.books["activities"].filters
        self.filters = FilterRow([Filter("", "全部"), *(Filter(f.key, f.label) for f in declared)])
        self.filters.choose(room.settings.filters["signin"])
        self.filters.changed.connect(self._filtered)
        self.frame.filters.addWidget(self.search)
        self.frame.filters.addWidget(self.filters, 1)
        self._make_content()

    def _make_content(self) -> None:
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        self.stack = QStackedWidget()
        self.table = ActivityTable()
        self.table.opened.connect(self.opened)
        self.table.edited.connect(self.edit)
        self.table.activities.wanted.connect(self._load_more)
        offer_over(self.table, self.undo_button.menu_shown)
        hint = self.room.office.books["activities"].hint
        self.empty = EmptyState("activities", hint)
        self.empty.add(primary("新增活动", self.new, icon="add"))
        self.empty.add(secondary("导入", self.bring_in, icon="import"))
        self.nothing = nothing_found(self.clear)
        for part in (self.table, self.empty, self.nothing):
            self.stack.addWidget(part)
        card.body.addWidget(self.stack)
        self.frame.content.addWidget(card, 1)

    def record_shown(self) -> tuple[str, int] | None:
        """The activity that 这里改过什么 is about."""
        number = self.table.number()
        return None if number is None else ("activities", number)

    # -- asking -------------------------------------------------------------------------------------

    def open(self, only: tuple[int, ...] | None = None, title: str = "", keys: tuple[str, ...] = ()) -> None:
        """Show the list, or only the records behind a figure (`title` says which), or a filter."""
        if only != self._only or keys:
            self._only, self._only_title = only, title
            self._stale = True
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
            self.filters.choose(keys)
        if self._stale:
            self.load()
        self.table.setFocus()

    def come_back(self) -> None:
        """From a sign-in to the list as it was left."""
        if self._stale:
            self.load()
        self.table.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Something was written; load again when it touches activities or their sign-ins."""
        if changes.touches("activities", "signins", "members"):
            self._stale = True
            if self.isVisible():
                self.load()

    def _question(self) -> tuple[str, frozenset[str], tuple[int, ...] | None]:
        chosen = frozenset(key for key in self.filters.chosen() if key)
        return self.search.text(), chosen, self._only

    @Slot()
    def load(self) -> None:
        """Ask for the first rows; an older question that still waits gives way."""
        self._stale = False
        self.room.tasks.ask(
            partial(_fetch, self.room.office, *self._question()), done=self._loaded, owner=self,
            key=("activities", id(self)),
        )  # fmt: skip

    @Slot(list)
    def _filtered(self, keys: list[str]) -> None:
        """The choice is remembered."""
        self.room.settings.filters["signin"] = [key for key in keys if key]
        self.load()

    @Slot(int)
    def _load_more(self, offset: int) -> None:
        work = partial(_fetch_rows, self.room.office, *self._question(), offset)
        self.room.tasks.ask(work, done=self.table.activities.add_rows, owner=self, key=("activities more", id(self)))

    def _loaded(self, answer: Answer) -> None:
        current = self.table.number()
        self._names, self._known = answer.names, True
        chips = [Filter("", "全部", answer.counts[""])]
        chips += [
            Filter(f.key, f.label, answer.counts[f.key])
            for f in self.room.office.books["activities"].filters
            if answer.counts[f.key] or f.key in self.filters.chosen()
        ]
        self.filters.set_filters(chips)
        self.table.activities.show_rows(answer.rows, answer.found, self.room.today().isoformat())
        numbers = [row.id for row in answer.rows]
        if numbers:
            place = numbers.index(current) if current in numbers else 0
            self.table.setCurrentIndex(self.table.activities.index(place, TITLE))
        narrowed = bool(self.search.text().strip()) or self._question()[1] or self._only is not None
        self.stack.setCurrentWidget(self.table if numbers else self.nothing if narrowed else self.empty)
        nothing_at_all = not answer.counts[""] and not narrowed
        for part in (
            self.search, self.filters, self.import_button, self.print_button, self.edit_button, self.new_button
        ):
            part.setVisible(not nothing_at_all)
        self.edit_button.setEnabled(bool(numbers))
        only = self._only_title or "指定的活动" if self._only is not None else ""
        found = f"{answer.found} 次" if answer.found else ""
        self.frame.set_title("活动与签到", note=found, status=only, tone="progress")
        self.all_link.setVisible(self._only is not None)
        if self._new_values is not None:
            QTimer.singleShot(0, self._begin_new)

    @Slot()
    def clear(self) -> None:
        """清除筛选."""
        self._only = None
        self.search.clear()
        self.filters.choose(())
        self._filtered([])

    # -- printing -----------------------------------------------------------------------------------

    def _entries(self) -> list[Entry]:
        """What can be printed of the activity the cursor is on, and the list."""
        row = self.table.currentIndex().row()
        entries = []
        if 0 <= row < len(self.table.activities.rows):
            activity = self.table.activities.rows[row]
            held = str(activity.values["start"])[:10] <= self.room.today().isoformat()
            entries = activity_entries(self.printing, activity.id, held=held)
        return [*entries, Entry("打印清单", self.print_list)]

    @Slot()
    def print_list(self) -> None:
        """The activities that are listed, as a plain list."""
        book = self.room.office.books["activities"]
        search, chosen, only = self._question()
        labels = [f.label for f in book.filters if f.key in chosen]
        columns = [column for column in columns_of(book) if column.shown]
        words = said(search, labels, self._only_title if only is not None else "")
        self.printing.show_list(book, columns, _query(search, chosen, only), words)

    # -- changing -----------------------------------------------------------------------------------

    @Slot()
    def new(self) -> None:
        """新增活动; its sign-in opens at once."""
        self.begin_new({})

    def begin_new(self, values: dict[str, Any]) -> None:
        """The form of a new activity with some values given; as soon as the members' names are known."""
        self._new_values = values
        if self._known:
            self._begin_new()

    @Slot()
    def _begin_new(self) -> None:
        if self._new_values is None:
            return
        values, self._new_values = self._new_values, None
        dialog = ActivityDialog(self.room, self._names, parent=self.window())
        dialog.prefill(values)
        if ask.run(dialog):
            changes = dialog.result_value
            self.room.changed(changes)
            self.opened.emit(changes.created["activities"][0])

    @Slot()
    def edit(self) -> None:
        """修改 the current activity."""
        row = self.table.currentIndex().row()
        if row < 0:
            return
        dialog = ActivityDialog(self.room, self._names, self.table.activities.rows[row], parent=self.window())
        if ask.run(dialog) and dialog.result_value:
            self.room.changed(dialog.result_value)

    @Slot()
    def bring_in(self) -> None:
        """导入 activities from a sheet."""
        book = self.room.office.books["activities"]
        path = ask.open_file("import", f"选择要导入“{book.title}”的表格", ask.SHEETS)
        if path is None:
            return
        from ui.dialogs.importing import ImportDialog

        dialog = ImportDialog(self.room, book, path)
        if ask.run(dialog) and dialog.changes is not None:
            self.room.changed(dialog.changes)
        dialog.deleteLater()


# -- work on the database worker ----------------------------------------------------------------------


def _query(search: str, chosen: frozenset[str], only: tuple[int, ...] | None) -> Any:
    from liaison.office import Query

    return Query(search=search, filters=chosen, ids=only)


def _fetch(office: Any, search: str, chosen: frozenset[str], only: tuple[int, ...] | None) -> Answer:
    query = _query(search, chosen, only)
    return Answer(
        counts=office.filter_counts("activities", query),
        found=office.count("activities", query),
        rows=office.page("activities", query, 0, _PAGE),
        names=dict(office.names.offered("members")),
    )


def _fetch_rows(
    office: Any, search: str, chosen: frozenset[str], only: tuple[int, ...] | None, offset: int
) -> list[Row]:
    rows: list[Row] = office.page("activities", _query(search, chosen, only), offset, _PAGE)
    return rows

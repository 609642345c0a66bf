"""A room for any book: list, search, filters, form, import and export come from the book's declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from liaison.changes import Changes
from liaison.kit.desk import Row
from liaison.kit.fields import Choice, Reference
from liaison.kit.query import Query
from ui import ask, theme
from ui.grid.blocks import Blocks
from ui.grid.columns import Column, columns_of
from ui.grid.filters import FilterBar
from ui.grid.form import RecordForm
from ui.grid.model import GridModel
from ui.grid.view import GridView
from ui.pages.base import Page, Room
from ui.pages.register_cells import RegisterCells
from ui.pages.register_counts import COUNTS_AFTER, FilterCounts
from ui.pages.register_current import CurrentRecord
from ui.pages.register_printing import PAPERS, RegisterPrinting
from ui.pages.register_work import RegisterWork
from ui.printing import PrintButton
from ui.private import ask_to_show, private_labels
from ui.undoing import UndoButton, UndoMenu, offer_over
from ui.widgets.buttons import IconButton, LinkButton, primary, secondary
from ui.widgets.cards import Card, Total, TotalLine
from ui.widgets.chips import Filter
from ui.widgets.search import SearchField
from ui.widgets.states import Banner, EmptyState, nothing_found

_LIST, _EMPTY, _NOTHING = range(3)
_NARROW = 960
"""A page narrower than this folds its right panel, so that no name, day or amount is cut."""


class RegisterPage(Page):
    """One book. A room of its own kind overrides `columns`, `totals`, `heading_of` and the like."""

    hints = ("双击或按回车修改", "可从 WPS 表格整块粘贴")

    def __init__(self, room: Room, book: str, parent: QWidget | None = None) -> None:
        self.book = room.office.books[book]
        super().__init__(room, self.book.title, parent)
        self._target: dict[str, Any] = {}
        self._named: tuple[int, ...] | None = None
        self._wanted_record = 0
        self._opened = self._typing = self._aimed = False
        self.model = GridModel(
            room.tasks.ask, room.office, self.book, self.columns(), self,
            after_paint=partial(room.tasks.ask, after_paint=True),
        )
        self.cells = RegisterCells(self)
        self.view = GridView(self.model, room.settings, self.cells.offered, self.cells.today, self)
        self.form = self.make_form()
        self.current = CurrentRecord(self)
        self.work = RegisterWork(self)
        self.blocks = Blocks(room, self.book, self.view, self)
        self.counts = FilterCounts(self)
        self.printing = RegisterPrinting(self)
        self._build()
        self._connect()

    # -- what a room of its own kind says otherwise -------------------------------------------------

    def columns(self) -> Sequence[Column]:
        """The columns of the list."""
        return columns_of(self.book, str(self.room.today().year))

    def make_form(self) -> RecordForm:
        """The form at the right."""
        return RecordForm(self.room, self.book)

    def heading_of(self, row: Row) -> tuple[str, str, str]:
        """The form's title for a record, its status word and tone."""
        label = row.texts.get(self.book.label, "")
        if isinstance(self.book.field(self.book.label), Choice):  # a record named by its status: whose it is
            who = (f.name for f in self.book.fields if isinstance(f, Reference) or getattr(f, "pinyin", False))
            label = [*(row.texts[name] for name in who if row.texts.get(name)), self.book.noun][-2:][0]
        label = label or self.book.noun
        status = next((n for n in ("standing", "status", "state") if n in row.texts), "")
        tone = row.mark if row.mark in theme.TONES else "plain"
        return label, row.texts.get(status, "") if tone != "plain" else "", tone

    def foreseen(self) -> Mapping[str, object] | None:
        """What a new record holds at first beside the defaults."""
        return None

    def base_query(self) -> Query:
        """What the room narrows the book to before search and filters."""
        return Query()

    def is_narrowed(self) -> bool:
        """Whether search, filters or named records leave something out."""
        return bool(self.search.text().strip() or self.bar.chosen() or self._named is not None)

    def pages(self) -> tuple[int, int]:
        """The first row shown and how many rows a page has; (0, 0) shows everything in one list."""
        return 0, 0

    def show_totals(self, query: Query, total: int) -> None:
        """A new count is there: fill the total line."""
        self.frame.note.setText(f"共 {total:,} {self.book.measure}" if total >= 0 else "")

    def nothing_selected(self) -> str:
        """The foot's words about what is chosen."""
        between = self.view.records_range()
        count = 0 if between is None else between[1] - between[0] + 1
        return f"选中 {count} {self.book.measure}" if count else ""

    # -- building -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.new_button = primary("新增", self.new, icon="add", key="Ctrl+N")
        self.import_button = secondary("导入", self.import_sheet, icon="import")
        self.export_button = secondary("导出", self.export, icon="export")
        self.print_button = PrintButton(self.printing.entries, several=self.book.name in PAPERS)
        self.undo_button = UndoButton(self.room, self.record_shown)
        for button in (
            self.new_button, self.import_button, self.export_button, self.print_button, self.undo_button
        ):
            self.frame.add_action(button)
        self._offer_menu()
        if self.room.office.read_only:
            for button in (self.new_button, self.import_button):
                button.disable("这里只能看，不能改")
        self.total_line = TotalLine()
        self.total_line.hide()
        self.search = SearchField(self._search_words())
        self.search.setFixedWidth(theme.width(214))
        self.bar = FilterBar()
        self.columns_button = IconButton("table", "列和排序", self.choose_columns)
        self.frame.filters.addWidget(self.search)
        self.frame.filters.addWidget(self.bar, 1)
        self.eye = IconButton("show", f"显示{private_labels(self.book)}", self.toggle_private)
        self.eye.setVisible(bool(private_labels(self.book)))
        self.frame.filters.addWidget(self.eye)
        self.frame.filters.addWidget(self.columns_button)
        self.banner = Banner("figure", "", "", icon="filter")
        self.banner.add(LinkButton("看全部", self.show_all))
        self.banner.hide()
        self.frame.content.addWidget(self.banner)
        self.card = Card(margins=(1, 1, 1, 1), spacing=0)
        self._stack = QStackedLayout()
        self.card.body.addLayout(self._stack)
        listed = QWidget()
        self.listed = QVBoxLayout(listed)
        self.listed.setContentsMargins(0, 0, 0, 0)
        self.listed.setSpacing(0)
        self.listed.addWidget(self.view, 1)
        self._stack.addWidget(listed)
        self._stack.addWidget(self._empty_state())
        self._stack.addWidget(nothing_found(self.clear_filters))
        self.frame.content.addWidget(self.card, 1)
        self.frame.set_panel(self.form)
        if self.room.settings.folded[self.book.name]:
            self.form.fold(True)
        self.frame.show_foot("")
        self.bar.set_filters([Filter("", "全部"), *(Filter(f.key, f.label) for f in self.book.filters)])

    def _offer_menu(self) -> None:
        """The list's own menu: what the keys do, and what can be taken back."""
        view = self.view
        self.list_menu = UndoMenu(self.room, self.record_shown, view, first=(
            ("修改", "F2", view.edit_current), ("复制", "Ctrl+C", self.blocks.copy),
            ("粘贴", "Ctrl+V", self.blocks.paste), ("向下填充", "Ctrl+D", self.blocks.fill_down),
            ("删除", "Delete", self.blocks.remove),
        ))  # fmt: skip
        for table in view.tables():
            offer_over(table, self.list_menu)

    def record_shown(self) -> tuple[str, int] | None:
        return (self.book.name, self.view.record) if self.view.record else None

    def _search_words(self) -> str:
        words = [f.label for f in self.book.fields if f.searchable][:3]
        words += [f.label for f in self.book.fields if isinstance(f, Reference) and f.to][: max(0, 3 - len(words))]
        return f"搜{'、'.join(words[:3])}" if words else "搜索"

    def _empty_state(self) -> EmptyState:
        state = EmptyState("ledger", self.book.hint or f"这里登记{self.book.noun}")
        state.add(secondary("新增", self.new, icon="add"))
        state.add(secondary("导入", self.import_sheet, icon="import"))
        return state

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self.bar.changed.connect(self._filtered)
        self.view.head.sorting.connect(self.sort_by)
        self.view.record_changed.connect(self._record_changed)
        self.view.selection_moved.connect(self._say_foot)
        self.model.first_screen.connect(self._first_screen)
        self.model.counted.connect(self._counted)
        self.model.edited.connect(self.cells.edited)
        self.form.toggled.connect(self._folded)
        self.form.written.connect(self.current.written)
        self.form.enter_wanted.connect(self.enter)
        self.form.void_wanted.connect(self.void)
        self.form.remove_wanted.connect(self.blocks.remove_one)
        self.form.problem_elsewhere.connect(self.current.problem_elsewhere)
        self.form.put_aside.connect(self.current.put_aside)
        self.form.revealed.connect(self.model.reveal)
        self.form.mode_changed.connect(self._mode_changed)
        self.form.drafts.arrived.connect(self.current.resume)

    # -- Page ---------------------------------------------------------------------------------------

    def open(self, target: dict[str, Any]) -> None:
        """Targets: {"ids", "title"} exactly these records; {"id"} one record; {"new": True};
        {"search"} words; {"filters"} keys; {"import_sheet"} a file to import.
        """
        first, self._opened = not self._opened, True
        if first:
            self.bar.choose(self.room.settings.filters[self.book.name])
            kept = self.room.settings.sorting[self.book.name]
            names = [c.name for c in self.model.columns]
            if len(kept) == 2 and kept[0] in names:
                self.view.head.show_sorting(names.index(kept[0]), kept[1])
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not target and not first:
            self.model.reload()
            return
        self._take(target)
        self.reask()
        if first and not self.room.office.read_only:
            self.form.drafts.fetch()
        if target.get("new"):
            self.begin({**(self.foreseen() or {}), **(target.get("foreseen") or {})}, resume="foreseen" not in target)
        if target.get("import_sheet"):
            QTimer.singleShot(0, partial(_import_later, self, Path(target["import_sheet"])))

    def _take(self, target: Mapping[str, Any]) -> None:
        """Narrow the list to what was named, and say so."""
        self._aimed = bool(target)
        self._named = tuple(target["ids"]) if "ids" in target else None
        self.banner.setVisible(self._named is not None)
        if self._named is not None:
            word = str(target.get("title", "")) or "选出的记录"
            self.banner.set(word, f"的出处 {len(self._named)} {self.book.measure}")
        self._wanted_record = int(target.get("id", 0))
        if "ids" in target or "id" in target or "search" in target or "filters" in target:
            self._quiet_search(str(target.get("search", "")))
            self.bar.choose(target.get("filters", ()))

    def _quiet_search(self, words: str) -> None:
        self.search.blockSignals(True)
        self.search.setText(words)
        self.search.blockSignals(False)

    def refresh(self, changes: Changes) -> None:
        self.cells.forget_names(changes)
        self.form.offers.forget(changes)
        if self._opened and self._concerns(changes):
            created = changes.created.get(self.book.name, ())
            if len(created) == 1:
                self._wanted_record = created[0]
            self.model.reload()
            self.counts.start()

    def _concerns(self, changes: Changes) -> bool:
        """Whether the change may show in this list: its own book, or one it names."""
        named = {f.to for f in self.book.fields if isinstance(f, Reference) and f.to}
        return changes.touches(self.book.name, *named)

    def leave(self) -> bool:
        """Save the field the cursor is in; ask about a new record that was begun; mask what was shown."""
        may = self._leave_form()
        if may:
            self.mask()
        return may

    @Slot()
    def toggle_private(self) -> None:
        """显示 the private columns of the whole list, until the page is left; or mask them again."""
        if self.model.all_revealed:
            self.mask()
            return
        if self.book.apart and not ask_to_show(self.book):
            return
        self.form.flush()
        self.model.reveal()
        self.view.make_room_for_private()
        self.eye.set_icon("hide", f"遮住{private_labels(self.book)}")
        self.current.show()

    def mask(self) -> None:
        """Hide all private texts of the page again."""
        self.eye.set_icon("show", f"显示{private_labels(self.book)}")
        self.model.mask()
        self.current.show()

    def _leave_form(self) -> bool:
        if self.form.is_begun():
            verbs = ("存为草稿" if self.book.ledger else "保存", "接着填", "不要了")
            chosen = ask.choose(f"新增的{self.book.noun}还没有保存", verbs, safe=1)
            if chosen == 1:
                return False
            if chosen == 0:
                self.form.save_draft()
                self.room.tasks.wait_idle()
                return not self.form.is_begun()
            self.form.give_up()
            return True
        self.form.flush()
        return True

    @Slot()
    def new(self) -> None:
        """新增: an empty form at the right."""
        self.begin(self.foreseen())

    def begin(self, foreseen: Mapping[str, object] | None, *, resume: bool = True) -> None:
        """A new record with what is foreseen for it, or the one that was begun before."""
        if self.form.folded:
            self.form.fold(False)
        self.form.flush()
        self.form.begin(foreseen, resume=resume)
        self.form.focus_first()

    def find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def save(self) -> None:
        self.form.save()

    def print(self) -> None:
        """Ctrl+P: the list, or the papers of this book."""
        self.form.flush()
        self.print_button.choose()

    def areas(self) -> list[QWidget]:
        return [self.search, self.view, self.form]

    @Slot(bool)
    def _mode_changed(self, entering: bool) -> None:
        """One primary button at a time: 新增, or the one that saves what is being entered."""
        self.new_button.kind = "secondary" if entering else "primary"
        self.new_button.update()

    @Slot(bool)
    def _folded(self, folded: bool) -> None:
        self.room.settings.folded[self.book.name] = folded

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.width(_NARROW)
        self.undo_button.be_short(narrow)
        if narrow and not self.form.folded and not self.form.is_new:
            self.form.fold(True)
        elif not narrow and self.form.folded and not self.room.settings.folded[self.book.name]:
            self.form.fold(False)

    # -- asking -------------------------------------------------------------------------------------

    def query(self) -> Query:
        """What the list shows."""
        head = self.view.head
        sort = None
        if head.sorted >= 0:
            sort = ("-" if head.direction == "down" else "") + self.model.columns[head.sorted].name
        return self.base_query().with_(
            search=self.search.text(), filters=frozenset(self.bar.chosen()), ids=self._named, sort=sort
        )

    def reask(self) -> None:
        """Show the query as it stands now."""
        first, rows = self.pages()
        self.counts.stop()
        self.model.show(self.query(), first=first, rows=rows)

    @Slot(str)
    def _typed(self, _text: str) -> None:
        self._typing = True
        self.to_first_page()
        self.reask()

    @Slot(list)
    def _filtered(self, keys: list[str]) -> None:
        self.room.settings.filters[self.book.name] = keys
        self.to_first_page()
        self.reask()

    def to_first_page(self) -> None:
        """A new question begins at its first page."""

    @Slot(int, str)
    def sort_by(self, section: int, direction: str) -> None:
        """Sort by a column, "up" or "down"; "" is book order. Remembered for the next visit."""
        name = self.model.columns[section].name if section >= 0 else ""
        self.room.settings.sorting[self.book.name] = [name, direction] if direction else []
        self.reask()

    @Slot()
    def show_all(self) -> None:
        """看全部: leave the named records."""
        self._named = None
        self.banner.hide()
        self.reask()

    @Slot()
    def clear_filters(self) -> None:
        """清除筛选: everything again."""
        self._quiet_search("")
        self._named = None
        self.banner.hide()
        self.bar.clear()

    @Slot()
    def _first_screen(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentIndex(_LIST)
        else:
            self._stack.setCurrentIndex(_NOTHING if self.is_narrowed() else _EMPTY)
            if not self.form.is_new:
                self.form.clear()
        self._to_wanted()
        self.counts.start(COUNTS_AFTER if self._typing else 0)
        self._typing = False

    @property
    def asked_for(self) -> bool:
        """Whether the room was opened for something of its own: named records, one of them, a new one."""
        return self._aimed

    def want(self, record: int) -> None:
        """Go to a record as soon as the list holds it."""
        self._wanted_record = record
        self._to_wanted()

    def _to_wanted(self) -> None:
        """Go to the record that was asked for, once the list is long enough to hold it."""
        if self._wanted_record and (self.model.total >= 0 or self.model.place_of(self._wanted_record) is not None):
            self.view.select_record(self._wanted_record)
            self._wanted_record = 0

    @Slot(int)
    def _counted(self, total: int) -> None:
        if total > 0 and self._stack.currentIndex() != _LIST:
            self._stack.setCurrentIndex(_LIST)
        elif total == 0 and self._stack.currentIndex() == _LIST:
            self._stack.setCurrentIndex(_NOTHING if self.is_narrowed() else _EMPTY)
            if not self.form.is_new:
                self.form.clear()
        self._to_wanted()
        self.current.show()
        self._say_foot()
        self.show_totals(self.model.query, total)

    # -- the current record -------------------------------------------------------------------------

    @Slot(int)
    def _record_changed(self, record: int) -> None:
        if not self.model.all_revealed:
            self.model.mask()  # what was shown of one record is masked with the next
        if not self._typing:  # while searching, the list comes first; the form follows with the count
            self.current.show()
        self._say_foot()

    @Slot()
    def _say_foot(self) -> None:
        words = [self.nothing_selected(), *(self.hints if self.width() >= theme.width(1000) else ())]
        self.frame.show_foot("　 ".join(w for w in words if w))

    # -- actions ------------------------------------------------------------------------------------

    @Slot(int)
    def enter(self, record: int) -> None:
        """入账 a draft; only ledgers have the button."""

    @Slot()
    def void(self) -> None:
        """作废冲销 the entry in the form; only ledgers have the button."""

    @Slot()
    def import_sheet(self) -> None:
        """导入: choose a file, then the dialog from file to finished rows."""
        self.work.import_sheet()

    @Slot()
    def export(self) -> None:
        """导出 what the list shows, as xlsx or csv."""
        self.work.export()

    @Slot()
    def choose_columns(self) -> None:
        """Which columns the list shows, in what order, and how it is sorted."""
        self.work.choose_columns()


def _import_later(page: RegisterPage, path: Path) -> None:
    page.work.import_file(path)


__all__ = ["RegisterPage", "Total"]

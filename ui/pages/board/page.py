"""The board's room: title with counts, the strip, a column per work group, and what keys and buttons do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from liaison.changes import Changes
from liaison.office import Query
from ui import ask, theme
from ui.pages.base import Page, Room, only_to_read
from ui.pages.board.card import CardView
from ui.pages.board.column import ColumnView
from ui.pages.board.forms import AssignmentForm, People, ProgressForm, ask_result
from ui.pages.board.groups import GroupsDialog
from ui.pages.board.strip import IdleStrip
from ui.printing import Entry, PrintButton, Printing
from ui.undoing import UndoIcon
from ui.widgets.buttons import primary, secondary
from ui.widgets.chips import Filter, FilterRow

if TYPE_CHECKING:
    from ui.pages.register import RegisterPage

_NARROW = 1060
"""Below this width of the page the counts go under the title and the buttons say less."""
_BOOKS = ("assignments", "progress", "groups", "memberships", "members")


@dataclass(frozen=True, slots=True)
class BoardData:
    """All the board shows, read in one go."""

    columns: Sequence[Any]
    idle: Sequence[tuple[int, str]]
    counts: dict[str, int]
    people: People


def read_board(office: Any, with_closed: bool) -> BoardData:
    """Runs on the worker."""
    present = office.ids("members", Query(filters=frozenset({"present"})))
    names, offered = office.names.labels("members"), office.names.offered("members")
    now = office.page("memberships", Query(filters=frozenset({"now"})), 0, 2_000)
    return BoardData(
        columns=office.board.columns(with_closed=with_closed),
        idle=office.board.without_assignment(),
        counts=office.filter_counts("assignments"),
        people=People(
            members={n: names[n] for n in present if n in offered},
            everybody=dict(names),
            groups=dict(office.names.labels("groups")),
            group_of={int(r.values["member"]): int(r.values["work_group"]) for r in now},
        ),
    )


class _Scope(FilterRow):
    """未销号 and 全部: one of them always holds, so there is nothing to clear."""

    def _settle(self) -> None:
        super()._settle()
        self._clear.hide()


class BoardPage(Page):
    """专班任务."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "专班任务")
        self.data: BoardData | None = None
        self.columns: list[ColumnView] = []
        self._wanted: int | None = None
        self._arriving = False
        self._words = ""
        self._then: dict[str, Any] = {}
        self.listing: RegisterPage | None = None
        self.scope = _Scope([Filter("open", "未销号", 0), Filter("all", "全部", 0)])
        self.scope.choose(room.settings.filters["board"] or ["open"])
        self.scope.changed.connect(self._scope_changed)
        self.frame.add_action(self.scope)
        self.frame.add_action(secondary("列表", self.show_list, icon="list"))
        self.printing = Printing(room, self)
        self.print_button = PrintButton(self._entries)
        self.frame.add_action(self.print_button)
        self.groups_button = secondary("专班设置", self.change_groups, icon="group")
        self.new_button = primary("新增任务", self.new, icon="add", key="Ctrl+N")
        self.undo_button = UndoIcon(room, self.record_shown, self)
        self.frame.add_action(self.undo_button)
        only_to_read(room, self.groups_button, self.new_button)
        self.frame.add_action(self.groups_button)
        self.frame.add_action(self.new_button)
        self.strip = IdleStrip(self)
        self.strip.arranged.connect(self._arrange)
        self.frame.content.addWidget(self.strip)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        host = QWidget()
        self._row = QHBoxLayout(host)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.BLOCK_GAP)
        area.setWidget(host)
        self.frame.content.addWidget(area, 1)

    # -- reading ------------------------------------------------------------------------------------

    def open(self, target: dict[str, Any]) -> None:
        """`id` shows that card with the focus on it; `ids` lists exactly these; `filter` "all" shows closed ones
        too; `new` begins one with `values`; `groups` opens 专班设置."""
        if "ids" in target:
            self.show_list(target)
            return
        if target or not self._is_listed:
            self.show_board()
        elif self.listing is not None:
            self.listing.open({})
            return
        if target.get("filter"):
            self.scope.choose([str(target["filter"])])
        self._wanted = target.get("id", self._wanted)
        self._then = {key: target[key] for key in ("new", "groups") if target.get(key)}
        self._then["foreseen"] = dict(target.get("foreseen") or {})
        self._arriving = True
        self._load()

    def refresh(self, changes: Changes) -> None:
        if not self.isVisible():
            return  # every visit reads anew
        if self.listing is not None:
            self.listing.refresh(changes)
        if changes.touches(*_BOOKS):
            self._load()

    def _load(self) -> None:
        with_closed = self.scope.chosen() == ["all"]
        self.room.tasks.ask(
            read_board, self.room.office, with_closed, done=self._show, owner=self, key=(id(self), "board")
        )

    def _show(self, data: BoardData) -> None:
        self.data = data
        counts = data.counts
        self.scope.set_filters(
            [Filter("open", "未销号", counts["open"]), Filter("all", "全部", counts[""])]
        )
        words = [f"{counts['']} 件"]
        words += [f"已销号 {counts['closed']} 件"] if counts["closed"] else []
        words += [f"逾期 {counts['overdue']} 件"] if counts["overdue"] else []
        self._words = "，".join(words)
        self._say_words()
        self.strip.show_people(data.idle)
        kept = self._focused()
        place = self._place_of(kept) if kept else None
        self._set_columns(data.columns)
        arriving, self._arriving = self._arriving, False
        if self._wanted is not None:
            self._focus_id(self._wanted)
        elif arriving and kept is None and self.cards():
            self.cards()[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif place is not None and self._focused() is None and self.isVisible():
            self._focus_at(*place)
        then, self._then = self._then, {}
        if then.get("groups"):
            self.change_groups()
        elif then.get("new"):
            self._ask_new(then["foreseen"])

    def _say_words(self) -> None:
        """The counts beside the title, or under it where the buttons need the room."""
        narrow = self.width() < theme.width(_NARROW)
        self.frame.set_title("专班任务", note="" if narrow else self._words)
        self.frame.set_subtitle(self._words if narrow else "")
        self.groups_button.setText("专班" if narrow else "专班设置")
        self.new_button.setText("新增" if narrow else "新增任务")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_words()

    def _set_columns(self, columns: Sequence[Any]) -> None:
        while len(self.columns) > len(columns):
            gone = self.columns.pop()
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.columns) < len(columns):
            made = ColumnView()
            made.added.connect(self._new_in)
            made.closed_opened.connect(self._open_closed)
            self.columns.append(made)
            self._row.addWidget(made, 1)
        for view, column in zip(self.columns, columns, strict=True):
            new, _ = view.show_column(column)
            for card in new:
                card.opened.connect(self.edit_card)
                card.progress.connect(self.log_progress)
                card.close_asked.connect(self.close_card)
                card.moved.connect(self._move)

    # -- where the focus is ---------------------------------------------------------------------------

    def cards(self) -> list[CardView]:
        """Every card that is shown, column by column."""
        return [card for column in self.columns for card in column.cards]

    def _focused(self) -> CardView | None:
        return next((c for c in self.cards() if c.hasFocus() or c.isAncestorOf(self.focusWidget() or self)), None)

    def _place_of(self, view: CardView) -> tuple[int, int] | None:
        for across, column in enumerate(self.columns):
            if view in column.cards:
                return across, column.cards.index(view)
        return None

    def _focus_at(self, across: int, down: int) -> None:
        """The card there, or the nearest one of that column."""
        column = self.columns[across]
        if column.cards:
            card = column.cards[max(0, min(down, len(column.cards) - 1))]
            card.setFocus(Qt.FocusReason.TabFocusReason)
            column.reveal(card)

    def _focus_id(self, number: int) -> None:
        for column in self.columns:
            for card in column.cards:
                if card.card.id == number:
                    self._wanted = None
                    card.setFocus(Qt.FocusReason.TabFocusReason)
                    column.reveal(card)

    @Slot(object, int, int)
    def _move(self, view: CardView, right: int, down: int) -> None:
        place = self._place_of(view)
        if place is None:
            return
        across = place[0] + right
        while 0 <= across < len(self.columns) and not self.columns[across].cards:
            across += right or 1
        if 0 <= across < len(self.columns):
            self._focus_at(across, place[1] + down)

    def record_shown(self) -> tuple[str, int] | None:
        if self.listing is not None and self._is_listed:
            return self.listing.record_shown()
        focused = self._focused()
        return ("assignments", focused.card.id) if focused is not None else None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu over a card, which has the focus by then."""
        self.undo_button.menu_shown.popup(event.globalPos())

    def areas(self) -> list[QWidget]:
        if self.listing is not None and self._is_listed:
            return self.listing.areas()
        firsts: list[QWidget] = [column.cards[0] for column in self.columns if column.cards]
        return [*self.strip.buttons[:1], *firsts]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if plain and event.key() in (Qt.Key.Key_N, Qt.Key.Key_Plus):
            focused = self._focused()
            place = self._place_of(focused) if focused else None
            if place is not None:
                self._new_in(self.columns[place[0]].group)
            else:
                self.new()
        else:
            super().keyPressEvent(event)

    # -- writing --------------------------------------------------------------------------------------

    @Slot()
    def new(self) -> None:
        """新增任务."""
        if self.listing is not None and self._is_listed:
            self.listing.new()
        else:
            self._ask_new({})

    @Slot(int)
    def _new_in(self, group: int) -> None:
        self._ask_new({"work_group": group})

    @Slot(int)
    def _arrange(self, member: int) -> None:
        self._ask_new({"owner": member})

    def _ask_new(self, values: dict[str, Any]) -> None:
        if self.data is None:
            return
        if not self.data.people.members:
            ask.tell("还没有在任的委员，请先到“委员名册”里登记")
            return
        form = AssignmentForm(self.room, self.data.people, values, None, self)
        if ask.run(form):
            self._wanted = form.result_value.created["assignments"][0]
            self.room.changed(form.result_value)
        form.deleteLater()

    @Slot(object)
    def edit_card(self, view: CardView) -> None:
        """Open an assignment's form."""
        if self.data is None:
            return
        values = dict(view.card.row.values)
        values["helpers"] = numbers_of(values.get("helpers"))
        form = AssignmentForm(self.room, self._people_with(values), values, view.card.id, self)
        if ask.run(form) and form.result_value:
            self._wanted = view.card.id
            self.room.changed(form.result_value)
        form.deleteLater()

    def _people_with(self, values: dict[str, Any]) -> People:
        """Those who left but are named by this assignment can still be read."""
        assert self.data is not None
        people = self.data.people
        named = {int(n) for n in (values.get("owner"), *values["helpers"]) if n}
        left = {n: people.everybody[n] for n in sorted(named - set(people.members)) if n in people.everybody}
        return replace(people, members={**people.members, **left})

    @Slot(object)
    def log_progress(self, view: CardView) -> None:
        """记进展."""
        form = ProgressForm(self.room, view.card, self)
        if ask.run(form):
            self._wanted = view.card.id
            self.room.changed(form.result_value)
        form.deleteLater()

    @Slot(object)
    def close_card(self, view: CardView) -> None:
        """销号 asks for the result."""
        result = ask_result(view.card)
        if result is not None:
            board = self.room.office.board
            self.room.tasks.ask(board.close, view.card.id, result, done=self.room.changed, owner=self)

    @Slot()
    def change_groups(self) -> None:
        """专班设置: names, leaders, members by period."""
        dialog = GroupsDialog(self.room, self)
        ask.run(dialog)
        dialog.deleteLater()

    # -- elsewhere ------------------------------------------------------------------------------------

    @Slot(list)
    def _scope_changed(self, chosen: list[str]) -> None:
        self.room.settings.filters["board"] = chosen
        self._load()

    @property
    def _is_listed(self) -> bool:
        return self.listing is not None and not self.listing.isHidden()

    @Slot()
    def show_list(self, target: dict[str, Any] | None = None) -> None:
        """列表: the same assignments as a table, with search, filters, import and export."""
        if self.listing is None:
            from ui.pages.register import RegisterPage

            self.listing = RegisterPage(self.room, "assignments", self)
            self.listing.frame.add_action(secondary("看板", self._back_to_board, icon="board"))
            self.layout().addWidget(self.listing)
        self.frame.hide()
        self.listing.show()
        self.listing.open(target if isinstance(target, dict) else {})

    @Slot()
    def _back_to_board(self) -> None:
        if self.listing is not None and self.listing.leave():
            self.show_board()
            self._arriving = True
            self._load()

    def show_board(self) -> None:
        """看板: the columns."""
        if self.listing is not None:
            self.listing.hide()
        self.frame.show()

    # What the window asks of a page goes to the list while it is shown.

    def leave(self) -> bool:
        return self.listing.leave() if self.listing is not None and self._is_listed else True

    def find(self) -> None:
        if not self._is_listed:
            self.show_list()
        if self.listing is not None:
            self.listing.find()

    def save(self) -> None:
        if self.listing is not None and self._is_listed:
            self.listing.save()

    def print(self) -> None:
        if self.listing is not None and self._is_listed:
            self.listing.print()
        else:
            self.print_button.choose()

    def _entries(self) -> list[Entry]:
        """What can be printed of the board: both sheets, and slips for the card with the focus or for all."""
        sheets = ("assignment-table", "workgroup-chart")
        made = [self.printing.entry(name) for name in sheets if self.printing.has(name)]
        cards = self.cards()
        if self.printing.has("assignment-slip") and cards:
            title, focused = self.printing.paper("assignment-slip").title, self._focused()
            if focused is not None:
                one = f"{title}（{focused.card.row.texts['what']}）"
                made.append(self.printing.entry("assignment-slip", one, records=(focused.card.id,)))
            numbers = [view.card.id for view in cards]
            made.append(self.printing.entry("assignment-slip", f"{title}（看板上 {len(cards)} 件）", records=numbers))
        return made

    def fold(self) -> None:
        if self.listing is not None and self._is_listed:
            self.listing.fold()

    @Slot(int)
    def _open_closed(self, group: int) -> None:
        query = Query(filters=frozenset({"closed"}), equals={"work_group": group})
        self.room.tasks.ask(self.room.office.ids, "assignments", query, done=self._go_closed, owner=self)

    def _go_closed(self, ids: list[int]) -> None:
        self.show_list({"ids": tuple(ids), "title": "已销号的任务"})


def numbers_of(value: object) -> list[int]:
    """A References value as numbers."""
    import json

    return [int(n) for n in json.loads(value)] if isinstance(value, str) and value else []

"""The sign-in of one activity: counters, table, guests, study items, photos.

A choice shows at once and is written behind the window; an error takes it back and says why.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from liaison.changes import Changes
from liaison.errors import UserError
from ui import ask, theme
from ui.attaching import SAID_FIRST, attach_files
from ui.pages.base import Room, only_to_read
from ui.pages.kiosk import Kiosk
from ui.pages.signin import work
from ui.pages.signin.activity import ActivityDialog
from ui.pages.signin.counters import Counters
from ui.pages.signin.printing import activity_entries
from ui.pages.signin.side import Side
from ui.pages.signin.table import RosterView
from ui.printing import Entry, PrintButton, Printing
from ui.undoing import UndoIcon, offer_over
from ui.viewing import view_attachment
from ui.widgets.buttons import Button, IconButton, primary, secondary
from ui.widgets.cards import Card
from ui.widgets.frame import PageFrame
from ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from liaison.books.roster import Roster

_FOLD_BELOW = 1060
"""px of the room's own width under which the right column folds by itself."""


class Sheet(QWidget):
    """The room for one activity.

    Signals:
        left: back to the list of activities.
    """

    left = Signal()

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room = room
        self.activity: int | None = None
        self.roster: Roster | None = None
        self.kiosk: Kiosk | None = None
        self._pending = 0
        self._names: dict[int, str] = {}
        self._files: list[tuple[str, str]] = []
        self._typed_guest = ("", "")
        self._fold_wish: bool | None = None
        self.frame = PageFrame("", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)
        self._make_head()
        self._make_body()

    # -- making -------------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self.frame.set_crumb(("活动", self.left.emit), ("签到", None))
        self.edit_button = IconButton("edit", "修改活动", self.edit_activity)
        self.frame.beside.addWidget(self.edit_button)
        self.printing = Printing(self.room, self)
        self.blank_button = secondary("打印空白签到表", self.print_blank, icon="print")
        self.print_button = PrintButton(self._entries)
        self.kiosk_button = primary("现场签到", self.open_kiosk, icon="kiosk")
        self.undo_button = UndoIcon(self.room, self.record_shown, self)
        for button in (self.undo_button, self.blank_button, self.print_button, self.kiosk_button):
            self.frame.add_action(button)
        self.counters = Counters()
        self.record_button = Button("按全部出席记下", self.record_all, kind="primary")
        self.counters.end.addWidget(self.record_button)
        only_to_read(self.room, self.edit_button, self.kiosk_button, self.record_button)
        self.frame.total.addWidget(self.counters)

    def _make_body(self) -> None:
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        self.table = RosterView()
        self.table.status_chosen.connect(self.set_status)
        self.table.words_typed.connect(self.set_words)
        self.table.all_present.connect(self.record_all)
        offer_over(self.table, self.undo_button.menu_shown)
        card.body.addWidget(self.table)
        self.nobody = EmptyState("members", "这一天还没有在任的委员，请先到委员名册登记，或核对活动日期")
        card.body.addWidget(self.nobody)
        self.nobody.hide()
        self.counters.narrowed.connect(self.table.narrow)
        self.side = Side()
        self.side.toggled.connect(self._folded)
        self.side.guests.added.connect(self.add_guest)
        self.side.guests.removed.connect(self.remove_guest)
        self.side.five.toggled.connect(self._edit_item)
        self.side.five.asked.connect(self._ask_item)
        self.side.photos.add.connect(self.add_photos)
        self.side.photos.removed.connect(self.remove_photo)
        self.side.photos.opened.connect(self.open_photo)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(card, 1)
        row.addWidget(self.side)
        self.frame.content.addLayout(row, 1)

    # -- showing ------------------------------------------------------------------------------------

    def show_activity(self, number: int) -> None:
        """Ask for an activity's sheet and show it."""
        if number != self.activity:
            self.roster = None
            self.activity = number
            self.counters.show_all()
            self.table.narrow(())
        self._load()
        self.table.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Something was written; load again when it touches the sheet."""
        if self.activity is not None and any(changes.touches(b) for b in ("signins", "activities", "members")):
            self._load()

    def _load(self) -> None:
        self.room.tasks.ask(
            partial(work.fetch, self.room.office, self.activity), done=self._loaded, failed=self._lost, owner=self,
            key=("signin sheet", id(self)),
        )  # fmt: skip

    def _loaded(self, answer: tuple[Roster, dict[int, str], list[tuple[str, str]]]) -> None:
        roster, names, files = answer
        if roster.activity.id != self.activity or self._pending:
            return  # the answer to a write that is still under way will load again
        self._names, self._files = names, files
        self._show(roster)

    def _lost(self, error: BaseException) -> None:
        """The activity is gone: back to the list, with the reason."""
        if not isinstance(error, (UserError, LookupError)):
            raise error
        self.activity = None
        self.left.emit()
        ask.tell(error if isinstance(error, UserError) else "这次活动已经删除，请回到活动列表")

    def _show(self, roster: Roster) -> None:
        self.roster = roster
        values = roster.activity.values
        parts = [roster.when(), str(values.get("place") or ""), "必须参加" if roster.required else "自愿参加"]
        host = roster.activity.texts.get("host", "")
        parts.append(f"承办：{host}" if host else "")
        self.frame.set_title(str(values["title"]))
        self.frame.set_subtitle("　".join(part for part in parts if part))
        self.counters.show_roster(roster)
        self.table.show_roster(roster)
        self.side.show_roster(roster, self._files)
        self.table.setVisible(bool(roster.entries))
        self.nobody.setVisible(not roster.entries)
        self._show_buttons(roster)

    def _show_buttons(self, roster: Roster) -> None:
        """One primary button: 现场签到 until the day is over, then 按全部出席记下 while nothing is recorded."""
        over = str(roster.activity.values["start"])[:10] < self.room.today().isoformat()
        nothing = not roster.recorded and bool(roster.entries)
        self.record_button.setVisible(nothing)
        _set_kind(self.record_button, "primary" if over and nothing else "secondary")
        _set_kind(self.kiosk_button, "secondary" if over and nothing else "primary")

    # -- writing ------------------------------------------------------------------------------------

    @Slot(int, str)
    def set_status(self, member: int, status: str) -> None:
        """A choice in the table."""
        if self.roster is not None:
            self._write("set_status", member, status, foreseen=self.roster.with_status(member, status))

    @Slot(int, str)
    def set_words(self, member: int, text: str) -> None:
        """Time and reason, as typed."""
        if self.roster is not None:
            self._write("set_reason", member, text, foreseen=self.roster.with_words(member, text))

    @Slot()
    def record_all(self) -> None:
        """全部出席: everybody without a record."""
        if self.roster is not None and self.roster.counts.unrecorded:
            self._write("record_all", foreseen=self.roster.with_all_present())

    def _write(self, what: str, *arguments: Any, foreseen: Roster) -> None:
        """Show what will be, and write it."""
        self._pending += 1
        self._show(foreseen)
        self.room.tasks.ask(
            partial(work.sign, self.room.office, what, self.activity, *arguments),
            done=self._written, failed=self._not_written, owner=self,
        )  # fmt: skip

    def _written(self, changes: Changes) -> None:
        self._pending -= 1
        if changes:
            self.room.changed(changes)
        if not self._pending:
            self._load()

    def _not_written(self, error: BaseException) -> None:
        """Take the choice back on the screen and say why."""
        self._pending -= 1
        self._load()
        if not isinstance(error, UserError):
            raise error
        ask.tell(error)

    def _ask_office(self, function: Callable[..., Any], *arguments: Any, failed: Any = None) -> None:
        self.room.tasks.ask(partial(function, *arguments), done=self._announce, failed=failed, owner=self)

    def _announce(self, changes: Changes) -> None:
        if changes:
            self.room.changed(changes)

    # -- guests, study items, photos ----------------------------------------------------------------

    @Slot(str, str)
    def add_guest(self, name: str, unit: str) -> None:
        """来宾: name and unit."""
        self._typed_guest = (name, unit)
        adding = partial(work.sign, self.room.office, "add_guest", self.activity, name, unit)
        self.room.tasks.ask(adding, done=self._announce, failed=self._guest_refused, owner=self)

    def _guest_refused(self, error: BaseException) -> None:
        self.side.guests.give_back(*self._typed_guest)
        if not isinstance(error, UserError):
            raise error
        ask.tell(error)

    @Slot(int)
    def remove_guest(self, signin: int) -> None:
        """Take a guest off; 撤销 brings him back."""
        self._ask_office(work.remove_guest, self.room.office, signin)

    @Slot(str, int)
    def _edit_item(self, name: str, value: int) -> None:
        self._ask_office(work.edit_activity, self.room.office, self.activity, {name: value})

    @Slot(str)
    def _ask_item(self, name: str) -> None:
        if self.roster is None:
            return
        values = self.roster.activity.values
        if name == "study_tutor":
            text = ask.text("辅导教师", "姓名和单位", str(values.get(name) or ""), verb="记下")
        else:
            present = str(values.get(name) or "")
            text = ask.text("心得体会", "已交的份数", present, verb="记下", check=_whole_number)
        if text is not None:
            self._edit_item_text(name, text)

    def _edit_item_text(self, name: str, text: str) -> None:
        self._ask_office(work.edit_activity, self.room.office, self.activity, {name: text.strip() or None})

    @Slot()
    def add_photos(self) -> None:
        """Keep photos of the signed sheet with the activity."""
        paths = ask.open_files("photos", f"选择签到表照片（{SAID_FIRST}）", ask.PICTURES)
        if paths and self.activity is not None:
            attach_files(self.room, self, paths, partial(self._photos_copied, self.activity))

    def _photos_copied(self, activity: int, added: list[dict[str, Any]]) -> None:
        """They go to the activity they were chosen for, whichever is shown by now."""
        self._ask_office(work.add_photos, self.room.office, activity, added)

    @Slot(int)
    def remove_photo(self, place: int) -> None:
        """Take a photo off the activity; 撤销 brings it back."""
        self._ask_office(work.remove_photo, self.room.office, self.activity, place)

    @Slot(str, str)
    def open_photo(self, digest: str, name: str) -> None:
        """Look at a photo in the system's viewer."""
        view_attachment(self.room, self, digest, name)

    # -- the activity itself ------------------------------------------------------------------------

    @Slot()
    def edit_activity(self) -> None:
        """修改活动."""
        if self.roster is None:
            return
        self.table.finish_editing()
        dialog = ActivityDialog(self.room, self._names, self.roster.activity, parent=self.window())
        if ask.run(dialog):
            self._announce(dialog.result_value)

    # -- kiosk and paper ----------------------------------------------------------------------------

    @Slot()
    def open_kiosk(self) -> None:
        """现场签到, over the whole screen."""
        if self.activity is None:
            return
        self.table.finish_editing()
        self.kiosk = Kiosk(self.room, self.activity, self.window())
        self.kiosk.left.connect(self._kiosk_left)
        self.kiosk.showFullScreen()

    @Slot()
    def _kiosk_left(self) -> None:
        self.kiosk = None
        self._load()
        self.window().activateWindow()
        self.table.setFocus()

    def print(self) -> None:
        """Ctrl+P: what can be printed of this activity, the sheet that fits the moment first."""
        self.print_button.choose()

    @Slot()
    def print_blank(self) -> None:
        """The sheet to be signed by hand."""
        if self.activity is not None:
            self.printing.show_paper("signin-sheet", records=(self.activity,))

    def _entries(self) -> list[Entry]:
        if self.activity is None:
            return []
        self.table.finish_editing()
        return activity_entries(self.printing, self.activity, held=self.roster is not None and self.roster.recorded)

    # -- keys and sizes -----------------------------------------------------------------------------

    def leave(self) -> bool:
        """Keep what is being typed."""
        self.table.finish_editing()
        return True

    def record_shown(self) -> tuple[str, int] | None:
        """The sign-in of the current row where it has one, else the activity."""
        row = self.table.currentIndex().row()
        entry = self.table.roster.entry(row) if self.roster is not None and row >= 0 else None
        if entry is not None and entry.signin is not None:
            return "signins", entry.signin
        return None if self.activity is None else ("activities", self.activity)

    def areas(self) -> list[QWidget]:
        """Where F6 goes in turn."""
        return [self.kiosk_button, self.table, self.side.guests.add]

    def fold(self) -> None:
        """F8."""
        self.side.toggle()

    @Slot(bool)
    def _folded(self, folded: bool) -> None:
        self._fold_wish = folded

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow: the right column gives way; wide again: it comes back as the user left it."""
        super().resizeEvent(event)
        narrow = self.width() < theme.width(_FOLD_BELOW)
        self.side.fold(narrow if self._fold_wish is None else self._fold_wish)


def _set_kind(button: Button, kind: str) -> None:
    """Primary or not, as the moment asks."""
    if button.kind != kind:
        button.kind = kind
        button.setFont(theme.font("strong" if kind == "primary" else "body"))
        button.updateGeometry()
        button.update()


def _whole_number(text: str) -> str:
    """What is wrong with a count; "" when nothing is."""
    return "" if not text.strip() or (text.strip().isdecimal() and int(text) < 10_000) else "请填份数，例如 8"

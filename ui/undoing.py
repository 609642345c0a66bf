"""撤销 and 重做: the one way from the keys, the menus and the note, and the menu that offers them by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QMenu, QPlainTextEdit, QTextEdit, QWidget

from liaison.errors import NeedsReversal, UserError
from ui import ask, icons
from ui.pages.base import Room
from ui.widgets.buttons import Button, IconButton

Named = tuple[int, str]
"""An action: its number and title."""
_OFFERS = "撤销、重做，看看这里改过什么"
LONGEST = 26
"""So many characters of a title a menu shows; the whole stands in the list of actions."""


def undo(room: Room, action: int = 0) -> None:
    """Take an action back, 0 for the last; what was typed last is laid down first."""
    if room.settle():
        room.tasks.ask(room.office.undo, action or None, done=room.changed, failed=partial(_refused, room))


def redo(room: Room, action: int = 0) -> None:
    """Apply an action again that was taken back, 0 for the one taken back last."""
    if room.settle():
        room.tasks.ask(room.office.redo, action or None, done=room.changed)


def show_history(room: Room, book: str, record: int) -> None:
    """这里改过什么: what happened to one record."""
    from ui.dialogs.record_history import RecordHistoryDialog

    if room.settle():
        ask.run(RecordHistoryDialog(room, book, record))


def typed_in(focus: QWidget | None) -> QLineEdit | QTextEdit | QPlainTextEdit | None:
    """The text field that has the cursor: there the keys mean what was typed."""
    if isinstance(focus, (QLineEdit, QTextEdit, QPlainTextEdit)) and not focus.isReadOnly():
        return focus
    return None


def _refused(room: Room, error: BaseException) -> None:
    """An entry is voided instead; everything else is said, and our own bugs go to the crash net."""
    if isinstance(error, NeedsReversal):
        room.tasks.ask(_entries, room.office, error.book, error.records, done=partial(_offer_reversal, room, error))
    elif isinstance(error, UserError):
        ask.tell(error)
    else:
        raise error


def _entries(office: Any, book: str, records: tuple[int, ...]) -> tuple[list[Any], bool]:
    """On the worker: the entries concerned, and whether one is of an earlier year, which is corrected instead."""
    rows = office.rows(book, records)
    return rows, any(int(row.values["year"] or 0) < int(office.today[:4]) for row in rows)


def _offer_reversal(room: Room, error: NeedsReversal, found: tuple[list[Any], bool]) -> None:
    from ui.dialogs.reversal import put_right
    from ui.dialogs.reversing_many import ReverseManyDialog
    from ui.pages.ledger import entry_words

    rows, earlier = found
    book = room.office.books[error.book]
    if len(rows) == 1:
        put_right(room, book, rows[0], entry_words(rows[0], book.name), room.changed)
        return
    if earlier:
        ask.tell(UserError(f"{error.sentence}；以前年度的不能作废，请在“{book.title}”里逐笔更正"))
        return
    dialog = ReverseManyDialog(room, book, error, rows)
    if ask.run(dialog) and dialog.result_value is not None:
        room.changed(dialog.result_value)


Record = Callable[[], tuple[str, int] | None]
"""Gives the record that 这里改过什么 is about, None while there is none."""
Line = tuple[str, str, Callable[[], object]]
"""A line of a list's menu: its word, its key, what it does."""


class UndoMenu(QMenu):
    """撤销“…”, 重做“…”, 这里改过什么, 回收站 and 操作记录; what would be taken back is asked when it opens.

    Args:
        first: lines of the list's own, above them.
    """

    def __init__(
        self, room: Room, record: Record, parent: QWidget | None = None, *, first: Sequence[Line] = ()
    ) -> None:
        super().__init__(parent)
        self.room, self._record = room, record
        self._last: Named | None = None
        self._next: Named | None = None
        for word, key, slot in first:
            self.addAction(f"{word}\t{key}").triggered.connect(slot)
        if first:
            self.addSeparator()
        self.undo_line = self._line("undo", "撤销", self._undo, "Ctrl+Z")
        self.redo_line = self._line("redo", "重做", self._redo, "Ctrl+Y")
        self.addSeparator()
        self.history_line = self._line("near", "这里改过什么", self._history, "Ctrl+H")
        self.addSeparator()
        self._line("void", "回收站", self._to_trash)
        self._line("list", "操作记录", self._to_actions)
        self.aboutToShow.connect(self._ask)

    def _line(self, icon: str, word: str, slot: Callable[[], None], key: str = "") -> QAction:
        action = self.addAction(icons.icon(icon), f"{word}\t{key}" if key else word)
        action.triggered.connect(slot)
        return action

    @Slot()
    def _ask(self) -> None:
        self.history_line.setEnabled(self._record() is not None)
        self._say((self._last, self._next))
        for line in (self.undo_line, self.redo_line):
            line.setEnabled(False)  # until it is known what they would do now
        if not self.room.office.read_only:
            self.room.tasks.ask(_offered, self.room.office, done=self._say, owner=self, key=(id(self), "offered"))

    def _say(self, found: tuple[Named | None, Named | None]) -> None:
        self._last, self._next = found
        for line, verb, named, key in (
            (self.undo_line, "撤销", self._last, "Ctrl+Z"), (self.redo_line, "重做", self._next, "Ctrl+Y")
        ):  # fmt: skip
            line.setText(f"{verb}{quoted(named[1]) if named else ''}\t{key}")
            line.setToolTip(named[1] if named else "")
            line.setEnabled(named is not None)

    @Slot()
    def _undo(self) -> None:
        undo(self.room, self._last[0] if self._last else 0)

    @Slot()
    def _redo(self) -> None:
        redo(self.room, self._next[0] if self._next else 0)

    @Slot()
    def _history(self) -> None:
        about = self._record()
        if about is not None:
            show_history(self.room, *about)

    @Slot()
    def _to_trash(self) -> None:
        self.room.go("trash")

    @Slot()
    def _to_actions(self) -> None:
        self.room.go("history")


class UndoButton(Button):
    """撤销 among a page's actions: opens the menu, by mouse and by keys."""

    def __init__(self, room: Room, record: Record, parent: QWidget | None = None) -> None:
        super().__init__("撤销", icon="undo", menu=True, parent=parent)
        self.setToolTip(_OFFERS)
        self.setAccessibleName("撤销")
        self.menu_shown = UndoMenu(room, record, self)
        self.setMenu(self.menu_shown)

    def be_short(self, short: bool) -> None:
        """The icon alone where the page is narrow: its title goes before."""
        self.setText("" if short else "撤销")
        self.updateGeometry()


class UndoIcon(IconButton):
    """The same where there is little room: an icon that opens the menu."""

    def __init__(self, room: Room, record: Record, parent: QWidget | None = None) -> None:
        super().__init__("undo", _OFFERS, self._open, parent=parent)
        self.menu_shown = UndoMenu(room, record, self)

    @Slot()
    def _open(self) -> None:
        self.menu_shown.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


class _Offering(QObject):
    """Opens a menu over a list, where the mouse is or at the current row."""

    def __init__(self, view: QAbstractItemView, menu: QMenu) -> None:
        super().__init__(view)
        self._view, self._menu = view, menu
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open)

    @Slot(QPoint)
    def _open(self, at: QPoint) -> None:
        view = self._view
        if not view.indexAt(at).isValid():  # the menu key: at the row the keyboard is on
            place = view.visualRect(view.currentIndex())
            at = place.bottomLeft() if place.isValid() else at
        self._menu.popup(view.viewport().mapToGlobal(at))


def offer_over(view: QAbstractItemView, menu: QMenu) -> None:
    """Make this the menu of a list: by the right button, the menu key and Shift+F10."""
    _Offering(view, menu)


def quoted(title: str) -> str:
    """A title in marks, cut where it is too long for a menu."""
    return f"“{title if len(title) <= LONGEST else title[: LONGEST - 1] + '…'}”"


def _offered(office: Any) -> tuple[Named | None, Named | None]:
    return office.last_action(), office.next_redo()

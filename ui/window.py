"""The window: sidebar, the page that is open, keys, toast, progress. Pages are made on the first visit."""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTime, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from liaison.changes import Changes
from ui import ask, theme
from ui.pages.base import ONLY_READ, Page, PageSpec, Room
from ui.settings import Settings
from ui.tasks import Tasks
from ui.undoing import show_history, typed_in
from ui.widgets.notices import Notices
from ui.widgets.search import SearchField
from ui.widgets.sidebar import Sidebar
from ui.widgets.states import ProgressStrip
from ui.widgets.toast import Toast

GROUPS = (
    ("首页", "home"), ("委员", "members"), ("活动", "activities"), ("台账", "ledger"), ("建言", "speech"),
    ("为民", "service"), ("联谊", "liaison"), ("文稿", "document"),
)  # fmt: skip
_HISTORY = 20
_log = logging.getLogger("ui.window")


class Window(QWidget):
    """The frame around the pages.

    Signals:
        undo_wanted, redo_wanted: an action to take back or to apply again: Ctrl+Z and Ctrl+Y outside a text field,
            撤销 and 重做 in the toast; 0 for the last one.
        lock_wanted: Ctrl+L, or 锁定 at the foot of the sidebar.
        written: something was written to the office.
        closed: the window has been closed; the office may be closed too.
    """

    undo_wanted = Signal(int)
    redo_wanted = Signal(int)
    lock_wanted = Signal()
    written = Signal()
    closed = Signal()

    def __init__(
        self, tasks: Tasks, settings: Settings, pages: Sequence[PageSpec], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("联络簿")
        self.setMinimumSize(880, 560)
        self._tasks, self._settings = tasks, settings
        self._specs = {spec.key: spec for spec in pages}
        self._made: dict[str, Page] = {}
        self._key = ""
        self._sought = ""
        self._history: list[str] = []
        self._initials: dict[str, str] = {}
        self._room: Room | None = None
        self._held: list[Changes] | None = None
        self.can_undo = False
        self._build(pages)
        self._bind_keys()
        self._place()

    # -- building -----------------------------------------------------------------------------------

    def _build(self, pages: Sequence[PageSpec]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.sidebar = Sidebar(self)
        hidden = set(self._settings.hidden_pages)
        self._listed = [spec for spec in pages if spec.key not in hidden]
        rows = [s for s in self._listed if not s.under]
        self.sidebar.set_pages(GROUPS, [(s.key, s.group, s.title, s.icon) for s in rows])
        self.sidebar.chosen.connect(self._row_chosen)
        self.sidebar.group_chosen.connect(self._open_group)
        self.sidebar.lock_wanted.connect(self.lock_wanted)
        row.addWidget(self.sidebar)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.notices = Notices(self)
        right.addWidget(self.notices)
        self._stack = QStackedWidget(self)
        right.addWidget(self._stack, 1)
        self._strip = ProgressStrip(self._tasks, self)
        right.addWidget(self._strip)
        row.addLayout(right, 1)
        self._toast = Toast(self._stack)
        self._toast.undo.connect(self.undo_wanted)
        self._toast.redo.connect(self.redo_wanted)

    def _bind_keys(self) -> None:
        for key, slot in (
            ("Ctrl+N", self._new), ("Ctrl+F", self._find), ("Ctrl+P", self._print), ("Ctrl+S", self._save),
            ("Ctrl+PgUp", self._previous), ("Ctrl+PgDown", self._next), ("Ctrl+G", self.goto),
            ("F6", self._next_area), ("F8", self._fold), ("F1", self._help), ("Ctrl+H", self._record_history),
            ("Ctrl+L", self.lock_wanted), ("Ctrl+Z", self._undo), ("Ctrl+Y", self._redo), ("Ctrl+Shift+Z", self._redo),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(slot)
            shortcut.setAutoRepeat(slot not in (self._undo, self._redo))  # a key held down takes back one step

    def _place(self) -> None:
        kept = self._settings.geometry
        if kept and self.restoreGeometry(QByteArray(base64.b64decode(kept))):
            return
        room = self.screen().availableGeometry().size()
        self.resize(min(theme.CLIENT_WIDTH, room.width()), min(theme.CLIENT_HEIGHT, room.height()))
        if room.width() <= theme.CLIENT_WIDTH + 80:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def set_room(self, room: Room, *, town: str, name: str, sample: bool, protected: bool = False) -> None:
        """The office is open: let the pages in. The room's go, toast and changed become this window's."""
        self._room = replace(room, go=self.go, toast=self.toast, changed=self.changed, settle=self.leave)
        self.show_office(town=town, name=name, sample=sample, protected=protected)

    def show_office(self, *, town: str, name: str, sample: bool, protected: bool = False) -> None:
        """The office's names, at the top and in the title; again after they were changed.

        Args: protected: it has a password, so that it can be locked.
        """
        self.sidebar.set_lock(protected)
        self.sidebar.set_office(town, name, sample=sample)
        self.setWindowTitle(f"联络簿 — {name}（示例数据）" if sample else f"联络簿 — {name}")

    # -- going about --------------------------------------------------------------------------------

    @property
    def room(self) -> Room | None:
        """What the pages are given; None before an office is open."""
        return self._room

    @property
    def page(self) -> Page | None:
        """The page that is open."""
        return self._made.get(self._key)

    @property
    def page_key(self) -> str:
        """The open page's key; "" before the first."""
        return self._key

    def go(self, page: str, /, **target: Any) -> None:
        """Open a page, at a record, figure or filter; stays when the present page may not be left."""
        if self._room is None or page not in self._specs:
            raise KeyError(f"no page {page!r}")
        before, left = self.page, self._key
        if before is not None and page != left and not before.leave():
            return
        self._show(page, target)
        if left and page != left:
            self._history = [*self._history, left][-_HISTORY:]

    def _show(self, key: str, target: Mapping[str, Any]) -> None:
        page = self._made.get(key)
        if page is None:
            assert self._room is not None
            page = self._made[key] = self._specs[key].factory(self._room)
            self._stack.addWidget(page)
        self._key, self._sought = key, ""
        spec = self._specs[key]
        if spec.group:
            self._settings.last_pages[spec.group] = key
        self._settings.last_page = key
        self._settings.last_target = {name: n for name, n in target.items() if type(n) is int}
        self._stack.setCurrentWidget(page)
        self.sidebar.show_page(spec.under or key)
        page.open(dict(target))
        self._give_focus(page)

    def _give_focus(self, page: Page) -> None:
        """The keyboard goes where the eyes are, unless the page has seen to that itself."""
        now = self.focusWidget()
        if now is None or not page.isAncestorOf(now) or not now.isVisible():
            areas = [area for area in page.areas() if area.isVisibleTo(page)]
            if areas:
                _focus_into(areas[0])
            else:
                page.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """Esc outside everything that takes it: the page before."""
        if self._history and (self.page is None or self.page.leave()):
            self._show(self._history.pop(), {})

    @Slot(str)
    def _row_chosen(self, key: str) -> None:
        if self._room is not None:
            self.go(key)

    @Slot(str)
    def _open_group(self, group: str) -> None:
        """A click on a group opens its last used page."""
        if self._room is None:
            return  # the office is not open yet
        keys = [s.key for s in self._listed if s.group == group]
        last = self._settings.last_pages[group]
        self.go(last if last in keys else keys[0])

    def _step(self, by: int) -> None:
        if not self._key:
            return
        group = self._specs[self._key].group
        keys = [s.key for s in self._listed if s.group == group]
        if self._key in keys and len(keys) > 1:
            self.go(keys[(keys.index(self._key) + by) % len(keys)])

    @Slot()
    def _previous(self) -> None:
        self._step(-1)

    @Slot()
    def _next(self) -> None:
        self._step(1)

    @Slot()
    def goto(self) -> None:
        """转到: the palette of pages."""
        from ui.dialogs.goto import GoTo

        if self._room is None:
            return
        pages = [(s.key, s.group, s.title) for s in self._listed]
        palette = GoTo(pages, self._settings.goto_used, self)
        palette.chosen.connect(self._gone_to)
        if self._initials:
            palette.set_initials(self._initials)
        else:
            titles = {s.key: s.title for s in self._listed}
            self._tasks.aside(_initials, titles, done=self._keep_initials, owner=self)
            self._palette = palette
        palette.move(self.mapToGlobal(self.rect().center()) - palette.rect().center())
        palette.show()
        palette.field.setFocus()

    def _keep_initials(self, initials: dict[str, str]) -> None:
        import shiboken6

        self._initials = initials
        if shiboken6.isValid(self._palette):
            self._palette.set_initials(initials)
        del self._palette

    @Slot(str)
    def _gone_to(self, key: str) -> None:
        self._settings.goto_used = [key, *(k for k in self._settings.goto_used if k != key)][:8]
        self.go(key)

    # -- what pages announce ------------------------------------------------------------------------

    def toast(self, text: str, *, undo: bool = True) -> None:
        """Say what was done; 撤销 shows where it can be undone."""
        self._toast.say(text, undo=undo and self.can_undo)

    def changed(self, changes: Changes) -> None:
        """Something was written: tell every page that has been made, say it, and show when."""
        if not changes:
            return
        self.written.emit()
        if self._held is not None:
            self._held.append(changes)
            return
        for page in list(self._made.values()):
            page.refresh(changes)
        self.saved()
        if changes.touches("options") and self._room is not None:
            self._room.renamed()  # the office's names are settings
        if changes.title:
            self._toast.say(
                f"已{changes.title}".replace("已已", "已", 1),
                undo=changes.undoable and self.can_undo, redo=bool(changes.undone) and self.can_undo,
                action=changes.undone or changes.action,
            )  # fmt: skip

    def hold(self) -> None:
        """While the window is hidden behind the lock: what is announced waits, since hidden pages read nothing."""
        if self._held is None:
            self._held = []

    def resume(self) -> None:
        """What was announced meanwhile reaches the pages now."""
        held, self._held = self._held or [], None
        for changes in held:
            self.changed(changes)

    def saved(self) -> None:
        """Everything typed is in the file, as of now."""
        self.sidebar.saved(f"已保存 {QTime.currentTime().toString('HH:mm')}")

    # -- keys ---------------------------------------------------------------------------------------

    @Slot()
    def _new(self) -> None:
        if self._room is not None and self._room.office is not None and self._room.office.read_only:
            self.toast(ONLY_READ, undo=False)
        elif self.page is not None:
            self.page.new()

    @Slot()
    def _find(self) -> None:
        """查找 in the page; pressed again, in the whole office (home gets {"search": words})."""
        field = self.focusWidget()
        again = self._sought == self._key != "home" and "home" in self._specs
        self._sought = self._key
        if again and isinstance(field, SearchField):
            self.go("home", search=field.text())
        elif self.page is not None:
            self.page.find()

    @Slot()
    def _print(self) -> None:
        if self.page is not None:
            self.page.print()

    @Slot()
    def _save(self) -> None:
        if self.page is not None:
            self.page.save()

    @Slot()
    def _undo(self) -> None:
        self.undo_wanted.emit(0)  # a text field with the cursor takes the key before

    @Slot()
    def _redo(self) -> None:
        field = typed_in(self.focusWidget())  # not all of them take Ctrl+Y
        if field is not None:
            field.redo()
        else:
            self.redo_wanted.emit(0)

    @Slot()
    def _record_history(self) -> None:
        """这里改过什么, of the record that the page shows."""
        about = self.page.record_shown() if self.page is not None else None
        if about is not None and self._room is not None:
            show_history(self._room, *about)

    @Slot()
    def _fold(self) -> None:
        if self.page is not None:
            self.page.fold()

    @Slot()
    def _help(self) -> None:
        from ui.dialogs.keys import KeysDialog

        ask.run(KeysDialog())

    @Slot()
    def _next_area(self) -> None:
        """F6: sidebar, then the page's areas in reading order, and round again."""
        if self.page is None:
            return
        areas = [self.sidebar, *(a for a in self.page.areas() if a.isVisible())]
        if len(areas) == 1:
            areas.append(self.page)
        now = self.focusWidget()
        inside = [n for n, area in enumerate(areas) if now is not None and (area is now or area.isAncestorOf(now))]
        area = areas[(inside[-1] + 1) % len(areas)] if inside else areas[1]
        _focus_into(self.sidebar.focus_row() if area is self.sidebar else area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._strip.isVisible():
                self._tasks.stop()
            else:
                self.back()
        else:
            super().keyPressEvent(event)

    # -- size and end -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.set_narrow(self.width() < theme.NARROW_WIDTH)

    def leave(self) -> bool:
        """Every page lays down what was typed; False when one of them must not be left."""
        left = [page.leave() for page in self._made.values()]  # every one, also after a False
        return all(left)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.leave():
            event.ignore()
            return
        self._settings.geometry = base64.b64encode(self.saveGeometry().data()).decode()
        self._settings.flush()
        event.accept()
        self.closed.emit()


def _focus_into(area: QWidget) -> None:
    """Give the focus to an area, or to the first thing in it that takes it."""
    reason = Qt.FocusReason.ShortcutFocusReason
    if area.focusPolicy() != Qt.FocusPolicy.NoFocus:
        area.setFocus(reason)
        return
    for child in area.findChildren(QWidget):
        if child.isVisibleTo(area) and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            child.setFocus(reason)
            return


def _initials(titles: Mapping[str, str]) -> dict[str, str]:
    """The pinyin initials of the pages' titles; reads pinyin's table, so it runs aside."""
    from liaison.chinese.pinyin import initials

    return {key: initials(title) for key, title in titles.items()}

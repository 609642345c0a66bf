"""备份与移交: how both places stand, the list of copies, the chosen one, going back, handing over."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QWidget

from liaison.changes import Changes
from ui import ask
from ui.copying import (
    choose_outside,
    copy_here,
    copy_outside,
    copy_to,
    folder_word,
    moment_day,
    place_words,
    reason_word,
    size_words,
)  # fmt: skip
from ui.dialogs.counts import books_of
from ui.looking import Seen, glance, look_into
from ui.pages.backups.head import Head
from ui.pages.backups.panel import CopyPanel, sound_word
from ui.pages.backups.reading import RoomData, read_room
from ui.pages.backups.table import CopiesTable
from ui.pages.base import Page, Room
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card
from ui.widgets.chips import Filter, FilterRow
from ui.widgets.states import EmptyState

COPIES = ask.Kind("备份文件", ("llb", "db"))
_KEY = "backups"


class BackupsPage(Page):
    """备份与移交."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "备份与移交")
        self.data: RoomData | None = None
        self._secrets: dict[Path, str] = {}
        self._elsewhere: Path | None = None
        self.frame.set_title("备份与移交", note="每份备份都重新打开核对过才算数")
        self.head = Head(self)
        for signal, slot in (
            (self.head.copy_here, self.copy_here), (self.head.copy_outside, self.copy_outside),
            (self.head.other_place, self.other_place), (self.head.hand_over, self.hand_over),
            (self.head.receive, self._receive), (self.head.trash, self._trash), (self.head.history, self._history),
        ):  # fmt: skip
            signal.connect(slot)
        self.frame.total.addWidget(self.head)
        self.filter = FilterRow([Filter("all", "全部", 0), Filter("here", "本机", 0), Filter("outside", "U盘", 0)])
        self.filter.changed.connect(self._filtered)
        self.frame.filters.addWidget(self.filter)
        self.frame.filters.addStretch(1)
        self.file_link = LinkButton("从文件恢复…", self.restore_file, icon="import")
        self.folder_link = LinkButton("看别的文件夹…", self.look_elsewhere, icon="folder")
        self.frame.filters.addWidget(self.file_link)
        self.frame.filters.addWidget(self.folder_link)
        card = Card(margins=(1, 1, 1, 1))
        self.table = CopiesTable(card)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self._empty = EmptyState("drive", "这里会列出每一份备份。有了记录，启动、退出和导入前会自动做")
        self._none_there = EmptyState("drive", "这里没有备份")
        self._stack = QStackedWidget(card)
        for widget in (self.table, self._empty, self._none_there):
            self._stack.addWidget(widget)
        card.body.addWidget(self._stack)
        self.frame.content.addWidget(card, 1)
        self.panel = CopyPanel()
        self.panel.restore.connect(self.restore)
        self.panel.save_as.connect(self.save_as)
        self.panel.show_folder.connect(self.show_folder)
        self.panel.unlock.connect(self._unlock)
        self.panel.toggled.connect(self._folded)
        self.frame.set_panel(self.panel)
        self.panel.fold(bool(room.settings.folded[_KEY]))

    # -- showing ------------------------------------------------------------------------------------

    def open(self, target: dict[str, Any]) -> None:
        self._load()

    def copied(self) -> None:
        self._load()

    def leave(self) -> bool:
        """Passwords that were typed here do not stay."""
        self._secrets.clear()
        return True

    def refresh(self, changes: Changes) -> None:
        if changes and self.isVisible():
            self._look(self.panel.copy)  # today's counts have moved

    def _load(self) -> None:
        self.room.tasks.ask(
            read_room, self.room.office, self._elsewhere, done=self._show, owner=self, key=(id(self), "room")
        )

    def _show(self, data: RoomData) -> None:
        self.data = data
        self.head.show_standing(data.standing, datetime.now())
        chosen = self.filter.chosen()
        filters = [
            Filter("all", "全部", len(data.all)), Filter("here", "本机", len(data.here)),
            Filter("outside", "U盘", len(data.outside)),
        ]  # fmt: skip
        if self._elsewhere is not None:
            filters.append(Filter("elsewhere", folder_word(self._elsewhere), len(data.elsewhere)))
        self.filter.set_filters(filters)
        self.filter.choose(chosen)
        self._filtered()

    @Slot()
    def _filtered(self) -> None:
        data = self.data
        if data is None:
            return
        wanted = self.filter.chosen()
        copies = data.all
        if wanted and "all" not in wanted:
            listed = {copy.path for key in wanted for copy in getattr(data, key)}
            copies = [copy for copy in copies if copy.path in listed]
        self._stack.setCurrentWidget(self.table if copies else self._none_there if data.all else self._empty)
        self.table.show_copies(copies, datetime.now())

    @Slot(object)
    def _chosen(self, copy: Any) -> None:
        self.panel.show_copy(copy, datetime.now())
        self._look(copy)

    def _look(self, copy: Any) -> None:
        """Count a copy, then check it whole; an older question about another copy is dropped."""
        if copy is None:
            return
        self.room.tasks.ask(
            glance, self.room.office, copy, self._secrets.get(copy.path, ""),
            done=self._glanced, owner=self, key=(id(self), "look"), after_paint=True,
        )  # fmt: skip

    def _glanced(self, answer: tuple[Any, Seen, Any]) -> None:
        copy, seen, check = answer
        if self._is_chosen(copy):
            self.panel.show_seen(seen)
            self.room.tasks.aside(check, done=self._checked, owner=self, key=(id(self), "check"))

    def _checked(self, answer: tuple[Any, Seen]) -> None:
        copy, seen = answer
        self.table.copies.know(copy.path, seen.records, *sound_word(seen))
        if self._is_chosen(copy):
            self.panel.show_seen(seen)
            if seen.locked:
                self._secrets.pop(copy.path, None)

    def _is_chosen(self, copy: Any) -> bool:
        return self.panel.copy is not None and self.panel.copy.path == copy.path

    @Slot(str)
    def _unlock(self, secret: str) -> None:
        copy = self.panel.copy
        if copy is not None:
            self._secrets[copy.path] = secret
            self._look(copy)

    @Slot(bool)
    def _folded(self, folded: bool) -> None:
        self.room.settings.folded[_KEY] = folded

    # -- making -------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+S: 立即备份."""
        if self.head.here_button.isEnabled():
            self.copy_here()

    def find(self) -> None:
        """Ctrl+F: into the list."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def copy_here(self) -> None:
        """立即备份."""
        copy_here(self.room, self, self._made_here)

    def _made_here(self, _copy: Any) -> None:
        self.room.toast("已备份在本机", undo=False)
        self._load()

    @Slot()
    def copy_outside(self) -> None:
        """第二份备份 into the remembered folder."""
        if self.data is not None:
            copy_outside(self.room, self, self.data.standing, self._made_outside)

    @Slot()
    def other_place(self) -> None:
        """第二份备份 into another folder, which is remembered from then on."""
        folder = choose_outside()
        if folder is not None:
            copy_to(self.room, self, folder, self._made_outside)

    def _made_outside(self, copy: Any) -> None:
        where = folder_word(Path(copy.place))
        self.room.toast(f"第二份已存到“{where}”，重新读过，和原来一样", undo=False)
        self._load()

    @Slot()
    def save_as(self) -> None:
        """另存到文件: one file that carries the chosen copy with all that belongs to it."""
        copy = self.panel.copy
        if copy is None or self.data is None:
            return
        office = "".join(c for c in self.data.name if c not in '<>:"/\\|?*').strip(" .")[:60] or "联络处"
        name = f"{office}-备份-{copy.moment[:8]}.llb"
        path = ask.save_file("backup/file", "备份另存到哪里", name, ask.Kind("备份文件", ("llb",)))
        if path is not None:
            self.room.tasks.long("正在另存备份", partial(_save_as, copy, path), done=self._saved, owner=self)

    def _saved(self, path: Path) -> None:
        self.room.toast(f"已另存为“{path.name}”", undo=False)

    @Slot()
    def show_folder(self) -> None:
        """打开所在文件夹."""
        copy = self.panel.copy
        if copy is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy.path.parent))):
            ask.tell("文件夹打不开，请在文件管理器里找", detail=str(copy.path.parent))

    # -- going back ---------------------------------------------------------------------------------

    @Slot(object)
    def _opened(self, _copy: Any) -> None:
        """回车 and 双击: what can be seen is in the panel; the question is asked only by its button."""
        if self.panel.folded:
            self.panel.toggle()
        self.panel.restore_button.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def restore(self) -> None:
        """恢复到这一份."""
        copy = self.panel.copy
        if copy is None:
            return
        what = f"{reason_word(copy.reason)}做的，{size_words(copy.size)}，在{place_words(copy)}"
        self._ask_to_restore(copy, moment_day(copy.moment), what, self.panel.seen)

    def _ask_to_restore(self, copy: Any, title: str, what: str, seen: Seen | None) -> None:
        from ui.dialogs.restoring import RestoreDialog

        office = self.room.office
        secret = self._secrets.get(copy.path, "")
        dialog = RestoreDialog(
            self.room.tasks, title, what, partial(_seen, office, copy), books_of(office), seen=seen, secret=secret
        )
        if ask.run(dialog):
            self.room.restore(copy, dialog.secret)

    @Slot()
    def restore_file(self) -> None:
        """从文件恢复: a one-file copy, or an office file of an older version. What was handed over is received."""
        path = ask.open_file("backup/file", "选择备份文件", COPIES)
        if path is not None:
            self.room.tasks.ask(_find_copy, path, done=self._found, owner=self)

    def _found(self, answer: tuple[Path, Any]) -> None:
        path, copy = answer
        if copy is None:
            self.receive(path)
        else:
            title = moment_day(copy.moment) if copy.moment else f"“{path.name}”"
            self._ask_to_restore(copy, title, f"{path.name}，{size_words(copy.size)}", None)

    @Slot()
    def look_elsewhere(self) -> None:
        """看别的文件夹: the copies in a folder or on a stick join the list until the window closes."""
        folder = ask.folder("backup", "选择放着备份的文件夹，可以选U盘")
        if folder is not None:
            self._elsewhere = folder
            self.room.tasks.ask(
                read_room, self.room.office, folder, done=self._looked_elsewhere, owner=self, key=(id(self), "room")
            )

    def _looked_elsewhere(self, data: RoomData) -> None:
        if not data.elsewhere:
            ask.tell("这个文件夹里没有联络簿的备份，请换一个")
            self._elsewhere = None
        self._show(data)
        if data.elsewhere:
            self.filter.choose(["elsewhere"])
            self._filtered()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- handing over -------------------------------------------------------------------------------

    @Slot()
    def hand_over(self) -> None:
        """打包移交."""
        from ui.dialogs.handing_over import HandOverDialog

        ask.run(HandOverDialog(self.room))
        self._load()

    @Slot()
    def _receive(self) -> None:
        self.receive()

    def receive(self, file: Path | None = None) -> None:
        """打开移交文件, into a folder of its own; that office is then opened."""
        from ui.dialogs.receiving import ReceiveDialog

        dialog = ReceiveDialog(self.room.tasks)
        if file is not None:
            dialog.take(file)
        if ask.run(dialog) and dialog.folder is not None:
            self.room.open_office(dialog.folder)

    @Slot()
    def _trash(self) -> None:
        self.room.go("trash")

    @Slot()
    def _history(self) -> None:
        self.room.go("history")

    def areas(self) -> list[QWidget]:
        return [self.head.here_button, self.filter, self.table, self.panel]


# -- on the worker ----------------------------------------------------------------------------------


def _seen(office: Any, copy: Any, secret: str) -> Seen:
    return look_into(office, copy, secret)[1]


def _save_as(copy: Any, path: Path, *, progress: Any) -> Path:
    from liaison.safety import backups

    backups.save_as(copy, path, progress=progress)
    return path


def _find_copy(path: Path) -> tuple[Path, Any]:
    """The file as a copy; None for what was handed over."""
    from liaison.safety import backups

    return path, None if backups.look(path).kind == "handover" else backups.find(path)

"""How the copies stand, on home: the card with 立即备份, and the strip that reminds of the second copy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.copying import (
    Standing,
    ago,
    copy_everywhere,
    copy_outside,
    folder_word,
    later,
    may_remind,
    read_standing,
    reminded,
    reminder,
    when,
)
from ui.pages.base import Room
from ui.widgets.buttons import LinkButton, secondary
from ui.widgets.cards import Card
from ui.widgets.states import Banner, Icon
from ui.widgets.text import ElidedLabel


class CopiesCard(Card):
    """When the last copy was made and where it lies. `reminder` stands elsewhere on the page."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(16, 10, 12, 10))
        self.room = room
        self.standing: Standing | None = None
        row = QHBoxLayout()
        row.setSpacing(12)
        self._drive = Icon("drive", 18, "done")
        row.addWidget(self._drive)
        words = QVBoxLayout()
        words.setSpacing(1)
        self.when = ElidedLabel("")
        self.where = ElidedLabel("", "hint", "second")
        words.addWidget(self.when)
        words.addWidget(self.where)
        row.addLayout(words, 1)
        self.button = secondary("立即备份", self._copy)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reminder = Banner("near", "第二份备份", "", icon="drive")
        self.remind_now = secondary("现在存一份", self._copy_outside, in_row=True)
        self.remind_later = LinkButton("以后再说", self._later)
        self.remind_later.setToolTip("三天内不再提醒")
        self.reminder.add(self.remind_now)
        self.reminder.add(self.remind_later)
        self.reminder.hide()

    def load(self) -> None:
        """Ask how they stand: it needs the disk, and sometimes a stick, so everything else is painted first."""
        self.room.tasks.ask(
            read_standing, self.room.office, done=self.show_standing, owner=self, key=(id(self), "copies"),
            after_paint=True,
        )  # fmt: skip

    def show_standing(self, standing: Standing) -> None:
        """How they stand; the reminder shows once a day, until it is answered."""
        self.standing = standing
        today, settings, office = self.room.today(), self.room.settings, self.room.office.folder
        first, second = backup_words(standing, datetime.combine(today, datetime.now().time()))
        self.when.setText(first)
        self.where.setText(second)
        due = reminder(standing)
        self._drive.set("drive", "near" if due or not standing.newest else "done")
        if due and (not self.reminder.isHidden() or may_remind(settings, office, today)):
            reminded(settings, office, today)
            self.reminder.set("第二份备份", due)
            self.reminder.show()
        else:
            self.reminder.hide()

    # -- acting -------------------------------------------------------------------------------------

    @Slot()
    def _copy(self) -> None:
        """立即备份: here, and outside where the remembered folder can be reached."""
        copy_everywhere(self.room, self, self._copied)

    def _copied(self, made: tuple[Any, Any]) -> None:
        _here, outside = made
        if outside is None:
            self.room.toast("已备份在本机", undo=False)
        else:
            self.room.toast(f"已备份，“{folder_word(Path(outside.place))}”里也存了一份", undo=False)
        self.load()

    @Slot()
    def _copy_outside(self) -> None:
        if self.standing is not None:
            copy_outside(self.room, self, self.standing, self._copied_outside)

    def _copied_outside(self, copy: Any) -> None:
        self.reminder.hide()
        self.room.toast(f"第二份已存到“{folder_word(Path(copy.place))}”，重新读过，和原来一样", undo=False)
        self.load()

    @Slot()
    def _later(self) -> None:
        later(self.room.settings, self.room.office.folder, self.room.today())
        self.reminder.hide()


def backup_words(standing: Standing, now: datetime) -> tuple[str, str]:
    """When the last copy was made, and where it lies or what is missing."""
    newest = standing.newest
    first = f"上次备份 {when(newest, now)}" if newest else "还没有备份过"
    if not newest:
        return first, "有了记录会自动备份"
    if standing.folder is None:
        return first, "在本机，U盘上再存一份更稳妥"
    where = f"“{folder_word(standing.folder)}”" + ("" if standing.there else "，现在没有接上")
    if standing.overdue and standing.days is not None:
        return first, f"第二份是 {ago(standing.days)}存的，在{where}"
    return first, f"第二份{ago(standing.days or 0)}存在{where}"

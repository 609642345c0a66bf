"""The part of 设置 that is about the password: set, change, take away, the recovery code, and when to lock."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui import ask
from ui.pages.base import Room
from ui.widgets.buttons import secondary
from ui.widgets.cards import Card, CardHeader
from ui.widgets.chips import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.form import FormRow
from ui.widgets.search import Select
from ui.widgets.text import label

MINUTES = ((5, "5 分钟没人动"), (10, "10 分钟没人动"), (30, "30 分钟没人动"), (0, "不自动锁定"))
OFF = "没有密码：谁打开这台电脑，或者拿到资料文件夹，都能看到全部资料。"
ON = "资料、附件和备份都加密，打开要输密码。忘了密码，用纸上的恢复码。"
_READ_ONLY = "这份资料只能看，不能改"


class LockCard(Card):
    """密码与锁定."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(1, 1, 1, 14), spacing=0)
        self._room = room
        self.is_on: bool | None = None
        header = CardHeader("密码与锁定")
        self._chip = Chip("", "plain", header)
        header.add_left(self._chip)
        self.body.addWidget(header)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 0)
        inner.setSpacing(10)
        self.body.addLayout(inner)
        self.words = label("", "hint", "second", wrap=True)
        inner.addWidget(self.words)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=8)
        self.set_button = secondary("设密码", self.set_password, icon="lock", in_row=True)
        self.change_button = secondary("改密码", self.change, in_row=True)
        self.code_button = secondary("换恢复码", self.renew_code, in_row=True)
        self.off_button = secondary("取消密码", self.turn_off, in_row=True)
        for button in (self.set_button, self.change_button, self.code_button, self.off_button):
            flow.addWidget(button)
        inner.addWidget(buttons)
        inner.addWidget(self._locking())
        self._show(None)

    def _locking(self) -> QWidget:
        self._lock_line = QWidget()
        row = QHBoxLayout(self._lock_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.minutes = Select("自动锁定")
        for minutes, word in MINUTES:
            self.minutes.addItem(word, minutes)
        self.minutes.activated.connect(self._minutes_chosen)
        row.addWidget(FormRow("自动锁定", self.minutes), 1)
        self.lock_button = secondary("现在锁定", self._lock, icon="lock", key="Ctrl+L")
        row.addWidget(self.lock_button, 0, Qt.AlignmentFlag.AlignTop)
        return self._lock_line

    # -- showing ------------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask whether there is a password."""
        self._room.tasks.ask(_state, self._room.office, done=self._show, owner=self, key=(id(self), "state"))

    def _show(self, on: bool | None) -> None:
        self.is_on = on
        self._chip.set("" if on is None else "已设密码" if on else "没有密码", "done" if on else "near")
        self.words.setText("" if on is None else ON if on else OFF)
        self.set_button.setVisible(on is False)
        for widget in (self.change_button, self.code_button, self.off_button, self._lock_line):
            widget.setVisible(on is True)
        kept = self._room.settings.lock_after
        place = self.minutes.findData(kept)
        if place < 0:  # a number that someone wrote into the file of window preferences
            self.minutes.addItem(f"{kept} 分钟没人动", kept)
            place = self.minutes.count() - 1
        self.minutes.setCurrentIndex(place)
        if self._room.office is not None and self._room.office.read_only:
            for button in (self.set_button, self.change_button, self.code_button, self.off_button):
                button.disable(_READ_ONLY)

    # -- doing --------------------------------------------------------------------------------------

    @Slot()
    def set_password(self) -> None:
        """设密码."""
        from ui.dialogs.password_set import SetPasswordDialog

        self._run(SetPasswordDialog(self._room), "密码设好了")

    @Slot()
    def change(self) -> None:
        """改密码."""
        from ui.dialogs.password_change import ChangePasswordDialog

        self._run(ChangePasswordDialog(self._room), "密码改好了")

    @Slot()
    def renew_code(self) -> None:
        """换恢复码."""
        from ui.dialogs.password_change import RenewCodeDialog

        self._run(RenewCodeDialog(self._room), "恢复码换好了，旧的那张可以撕掉")

    @Slot()
    def turn_off(self) -> None:
        """取消密码."""
        from ui.dialogs.password_change import TurnOffDialog

        dialog = TurnOffDialog(self._room)
        self._run(dialog, "密码取消了")
        if dialog.left:
            ask.tell("；".join(dialog.left))

    def _run(self, dialog: QDialog, done: str) -> None:
        if ask.run(dialog):
            self._room.toast(done, undo=False)
            self._room.renamed()
        self.load()

    @Slot(int)
    def _minutes_chosen(self, place: int) -> None:
        self._room.settings.lock_after = int(self.minutes.itemData(place))

    @Slot()
    def _lock(self) -> None:
        self._room.lock()


def _state(office: Any) -> bool:
    """On the worker."""
    return bool(office.protection.on)

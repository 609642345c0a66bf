"""设密码: the password twice, the recovery code on paper and typed back in part, then everything is encrypted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.dialogs.password_code import ShowCode, TypeBack
from ui.dialogs.password_rows import NewPasswordRows
from ui.dialogs.password_steps import Step, SteppedDialog
from ui.pages.base import Room
from ui.tasks import Cancelled
from ui.widgets.states import Banner
from ui.widgets.text import label

OLD_COPIES = "U 盘和别处以前做的备份没有密码，谁拿到都能打开。请再备份一份，旧的删掉或锁好。"
WIDE = 640


class SetPasswordDialog(SteppedDialog):
    """Three steps and the work; accepted when the office has its password. Esc before that changes nothing."""

    def __init__(self, room: Room) -> None:
        from liaison.safety.protection import new_recovery_code

        super().__init__(room.tasks, "设密码", "不设了", wide=WIDE)
        self.room = room
        self.is_on = False
        self._code = new_recovery_code()
        self.rows = NewPasswordRows()
        self.rows.entered.connect(self.go_on)
        room.tasks.ask(known_of, room.office, done=self.rows.learn, owner=self.rows)
        self.show_code = ShowCode(room, self._code)
        self.show_code.printed.connect(self._printed)
        self.type_back = TypeBack(self._code)
        self.type_back.entered.connect(self.go_on)
        self.set_steps((
            Step("第一步：想一个密码", self._first(), "下一步", self.rows.check),
            Step("第二步：把恢复码留在纸上", self.show_code, "已抄写，下一步", back="上一步"),
            Step("第三步：对一对恢复码", self.type_back, "设好密码", self.type_back.check, back="再看一遍恢复码"),
            Step("密码设好了", self._last(), "知道了"),
        ))  # fmt: skip

    def _first(self) -> QWidget:
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.BLOCK_GAP)
        words = "设了密码，资料和附件都加密：电脑、硬盘或 U 盘落到别人手里，也打不开。每次打开联络簿要输密码。"
        column.addWidget(label(words, "body", "second", wrap=True))
        column.addWidget(self.rows)
        column.addStretch(1)
        host.setFocusProxy(self.rows)
        return host

    def _last(self) -> QWidget:
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.BLOCK_GAP)
        words = "下次打开联络簿要输密码。离开时按 Ctrl+L，或点左下角的“锁定”，资料就盖住了。"
        column.addWidget(label(words, "body", wrap=True))
        column.addWidget(Banner("near", "以前的备份", OLD_COPIES, icon="drive"))
        self.left_over = Banner("overdue", "")
        self.left_over.hide()
        column.addWidget(self.left_over)
        column.addStretch(1)
        return host

    def _printed(self) -> None:
        self.ahead.setText("下一步")
        self.ahead.setFocus()

    def go_on(self) -> None:
        if self.is_on:
            self.accept()
        elif self.step == 2 and not self._working:
            if self.type_back.check():
                self.finish()
        else:
            super().go_on()

    def finish(self) -> None:
        self.work(
            "正在加密", _turn_on, self.room.office, self.rows.text, self._code,
            long="正在加密全部资料，停止的话什么都不改",
        )  # fmt: skip

    def went_well(self, result: Any) -> None:
        """The note about older copies is the last thing to read; there is nothing left to leave."""
        self.is_on = True
        self.wipe()
        self.left_over.set("还没加密完", "；".join(result))
        self.left_over.setVisible(bool(result))
        self.show_step(3)
        self.safe.hide()

    def wipe(self) -> None:
        self.rows.wipe()

    def reject(self) -> None:
        if self.is_on:
            self.accept()  # Esc on the last page: it is done all the same
        else:
            super().reject()


def known_of(office: Any) -> tuple[str, ...]:
    """On the worker: what no password should lean on."""
    known: tuple[str, ...] = office.protection.known
    return known


def _turn_on(office: Any, password: str, code: str, *, progress: Any) -> tuple[str, ...]:
    """On the worker."""
    told = in_megabytes(progress, lambda: bool(office.protection.on))
    left: tuple[str, ...] = office.protection.turn_on(password, code, progress=told)
    return left


def in_megabytes(progress: Callable[..., None], is_past: Callable[[], bool]) -> Callable[[int, int], None]:
    """Progress in megabytes out of one in bytes, for work with a point of no return.

    Args: is_past: whether that point is past; 停止 stops nothing from then on, since what is left must be done.
    """

    def told(done: int, whole: int) -> None:
        try:
            progress(done >> 20, max(1, whole >> 20), "MB")
        except Cancelled:
            if not is_past():
                raise

    return told

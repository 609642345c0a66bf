"""The unlock screen: in the window's place while an office waits for its password.

It tries the password aside from the worker, which may be busy with long work that goes on behind the lock. What
was typed is wiped as soon as it has been tried.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from liaison.errors import Damaged, UserError, WrongPassword
from ui import theme
from ui.dialogs.password_rows import NewPasswordRows
from ui.tasks import Tasks
from ui.widgets.buttons import Button, LinkButton, primary
from ui.widgets.cards import Card
from ui.widgets.form import FormRow
from ui.widgets.password import PasswordField
from ui.widgets.states import Icon
from ui.widgets.text import label

_CARD = 440
_TICK = 250
"""Milliseconds between two looks at the waiting time."""


class UnlockScreen(QWidget):
    """Office name, password, 显示, what to do when it is wrong or forgotten, and the way to another office.

    Signals:
        unlocked: the raw key; the password or the recovery code was right.
        damaged: what holds the key cannot be read; not while the office is open behind the screen.
        other: 换一个联络处.
        closed: the window was closed.
    """

    unlocked = Signal(object)
    damaged = Signal(object)
    other = Signal()
    closed = Signal()

    def __init__(
        self,
        tasks: Tasks,
        folder: Path,
        name: str,
        *,
        again: bool = False,
        key: bytes | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        folder: the office's.
        name: what it is called, or "" when that is not known yet.
        again: it was open and has been locked, so that everything is as it was behind this screen.
        key: the raw key of the office that is open behind this screen: nothing unlocks it but what gives this key,
            whatever key file somebody laid into the folder meanwhile.
        clock: seconds, for the waiting time after wrong passwords; tests set it.
        """
        super().__init__(parent)
        self.tasks, self.folder = tasks, folder
        self._busy = ""
        self._again, self._key = again, key
        self._patience = _patience_with(folder, clock)
        self.setWindowTitle("联络簿 — 已锁定" if again else "联络簿")
        self.setMinimumSize(560, 480)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._count)
        self.steps = QStackedWidget(self)
        self.steps.addWidget(self._password_step(name or folder.name))
        self.steps.addWidget(self._code_step(name or folder.name))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(self.steps, 1)
        self._show_state()
        if self.seconds_left:
            self._timer.start()
        self.password.setFocus()

    # -- building -----------------------------------------------------------------------------------

    def _password_step(self, name: str) -> QWidget:
        card = _card("lock", name, "已锁定，刚才做的都在，输入密码接着做" if self._again else "这个联络处设了密码")
        self.password = PasswordField("密码")
        self.password.entered.connect(self.try_password)
        self.password.changed.connect(self._typed)
        self.row = FormRow("密码", self.password)
        card.body.addWidget(self.row)
        self.open = primary("打开", self.try_password, key="回车")
        self.open.setMinimumWidth(theme.width(104))  # as much as the waiting time needs
        foot = QHBoxLayout()
        self.forgotten = LinkButton("忘记密码", self.forget, flush=True)
        self.elsewhere = LinkButton("换一个联络处", self._go_elsewhere)
        foot.addWidget(self.forgotten)
        foot.addSpacing(theme.GAP)
        foot.addWidget(self.elsewhere)
        foot.addStretch(1)
        foot.addWidget(self.open)
        card.body.addSpacing(8)
        card.body.addLayout(foot)
        return _centred(card)

    def _code_step(self, name: str) -> QWidget:
        card = _card("lock", name, "用恢复码换一个新密码。恢复码印在设密码时打印或抄写的那张纸上，25 个字母和数字。")
        self.code = QLineEdit()
        self.code.setMaxLength(80)
        self.code.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        self.code_row = FormRow("恢复码", self.code)
        card.body.addWidget(self.code_row)
        self.new = NewPasswordRows()
        card.body.addWidget(self.new)
        self.renew = primary("换成新密码并打开", self.try_code)
        self.back = Button("返回", self.remember, key="Esc")
        self.new.entered.connect(self.try_code)
        self.code.returnPressed.connect(self._code_typed)
        self.code.textEdited.connect(self.code_row.clear_problem)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.renew)
        card.body.addSpacing(8)
        card.body.addLayout(foot)
        return _centred(card)

    # -- the password -------------------------------------------------------------------------------

    @Slot()
    def try_password(self) -> None:
        """打开, by mouse or 回车."""
        if self._busy or self.seconds_left:
            return
        secret = self.password.text
        if not secret:
            self.row.problem("请输入密码")
            self.password.setFocus()
            return
        self._begin("正在核对")
        self.tasks.aside(_unlock, self.folder, secret, self._key, done=self._right, failed=self._wrong, owner=self)
        self.password.wipe()

    def _right(self, key: bytes) -> None:
        self._patience.succeeded()
        self._begin("正在打开")
        self.unlocked.emit(key)

    def _wrong(self, error: BaseException) -> None:
        self._busy = ""
        if isinstance(error, WrongPassword):
            self._note_wrong()
        self.say(error)
        if isinstance(error, Damaged) and not self._again:
            self.damaged.emit(error)

    def say(self, error: BaseException) -> None:
        """Why it did not open; it can be tried again."""
        self._busy = ""
        row = self.row if self.steps.currentIndex() == 0 else self.code_row
        self._show_state()
        if not isinstance(error, UserError):
            raise error
        row.problem(error.sentence)
        row.field.setFocus()

    @Slot()
    def _typed(self) -> None:
        if not self.seconds_left:
            self.row.clear_problem()

    # -- waiting ------------------------------------------------------------------------------------

    @property
    def seconds_left(self) -> int:
        """How long the button still waits after wrong passwords; 0 when it does not."""
        return math.ceil(self._patience.wait)

    def _note_wrong(self) -> None:
        if self._patience.failed():
            self._timer.start()

    @Slot()
    def _count(self) -> None:
        if not self.seconds_left:
            self._timer.stop()
        self._show_state()

    def _begin(self, what: str) -> None:
        self._busy = what
        self.row.clear_problem()
        self.code_row.clear_problem()
        self._show_state()

    def _show_state(self) -> None:
        """The buttons say whether something runs or is waited for."""
        left = self.seconds_left
        for button, word in ((self.open, "打开"), (self.renew, "换成新密码并打开")):
            if self._busy:
                button.setText(self._busy)
                button.disable(self._busy)
            elif left:
                button.setText(f"请等 {left} 秒")
                button.disable(self._patience.sentence)
            else:
                button.setText(word)
                button.enable()
            button.updateGeometry()
        for link in (self.forgotten, self.elsewhere, self.back):
            link.setEnabled(not self._busy)

    # -- the recovery code --------------------------------------------------------------------------

    @Slot()
    def forget(self) -> None:
        """忘记密码."""
        self.password.wipe()
        self.row.clear_problem()
        self.steps.setCurrentIndex(1)
        self.code.setFocus()

    @Slot()
    def remember(self) -> None:
        """Back to the password; nothing of the code stays."""
        self.code.setText("")
        self.new.wipe()
        self.code_row.clear_problem()
        self.steps.setCurrentIndex(0)
        self.password.setFocus()

    @Slot()
    def _go_elsewhere(self) -> None:
        self.password.wipe()
        self.other.emit()

    @Slot()
    def _code_typed(self) -> None:
        if self._code_is_right():
            self.new.setFocus()

    def _code_is_right(self) -> bool:
        from liaison.safety.protection import check_recovery_code

        sentence = check_recovery_code(self.code.text())
        if sentence:
            self.code_row.problem(sentence)
            self.code.setFocus()
        else:
            self.code_row.clear_problem()
        return not sentence

    @Slot()
    def try_code(self) -> None:
        """换成新密码并打开."""
        if self._busy or self.seconds_left or not self._code_is_right() or not self.new.check():
            return
        self._begin("正在核对")
        work = partial(_reset, self.folder, self.code.text(), self.new.text, self._key)
        self.tasks.aside(work, done=self._right, failed=self._wrong, owner=self)
        self.new.wipe()

    # -- the window ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.steps.currentIndex() == 1 and not self._busy:
            self.remember()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(self.rect()), theme.colour("page"))


# -- on the second thread: these touch the key file only, never the open office -------------------------


def _unlock(folder: Path, secret: str, wanted: bytes | None) -> bytes:
    from liaison.safety import protection

    key: bytes = protection.unlock(folder, secret)
    if wanted is not None and key != wanted:
        raise WrongPassword("文件夹里的密码文件不是这个联络处的，没有打开。请关掉联络簿，再打开时从最近的备份恢复")
    return key


def _reset(folder: Path, code: str, new: str, wanted: bytes | None) -> bytes:
    from liaison.safety import protection

    if wanted is not None:
        _unlock(folder, code, wanted)
    key: bytes = protection.reset_password(folder, code, new)
    return key


# -- small things -----------------------------------------------------------------------------------


_waiting: dict[Path, Any] = {}
"""How long each office's wrong passwords make wait: going away and coming back to it is no way around."""


def _patience_with(folder: Path, clock: Callable[[], float]) -> Any:
    from liaison.safety.protection import Patience

    if clock is not time.monotonic:
        return Patience(clock)
    return _waiting.setdefault(folder.resolve(), Patience())


def _card(icon: str, name: str, words: str) -> Card:
    card = Card(margins=(28, 24, 28, 24), spacing=10)
    card.setFixedWidth(theme.width(_CARD))
    head = QHBoxLayout()
    head.setSpacing(12)
    head.addWidget(Icon(icon, 26, "accent"))
    head.addWidget(label(name, "title", wrap=True), 1)
    card.body.addLayout(head)
    card.body.addWidget(label(words, "body", "second", wrap=True))
    card.body.addSpacing(6)
    return card


def _centred(card: QWidget) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(2)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card)  # no alignment: words that wrap would then be cut
    row.addStretch(1)
    column.addLayout(row)
    column.addStretch(3)
    return host

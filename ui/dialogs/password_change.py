"""改密码, 取消密码 and 换恢复码: each asks for the present password; nothing is changed before the last step."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from liaison.errors import UserError, WrongPassword
from ui import theme
from ui.dialogs.password_code import ShowCode, TypeBack
from ui.dialogs.password_rows import NewPasswordRows
from ui.dialogs.password_set import WIDE, in_megabytes, known_of
from ui.dialogs.password_steps import Step, SteppedDialog
from ui.pages.base import Room
from ui.widgets.form import FormRow
from ui.widgets.password import PasswordField
from ui.widgets.text import label


class _AsksPassword(SteppedDialog):
    """A dialog whose first field is the present password."""

    def __init__(self, room: Room, title: str, safe: str, *, wide: int = 480, kind: str = "primary") -> None:
        super().__init__(room.tasks, title, safe, wide=wide, kind=kind)
        self.room = room
        self.old = PasswordField("现在的密码")
        self.old_row = FormRow("原密码", self.old)
        self.old.changed.connect(self.old_row.clear_problem)

    def has_old(self) -> bool:
        """Whether something was typed; the worker tells whether it is right."""
        if not self.old.text:
            self.old_row.problem("请输入现在的密码")
            self.old.setFocus()
        return bool(self.old.text)

    def refused(self, error: UserError) -> None:
        if isinstance(error, WrongPassword):
            self.old_row.problem(error.sentence)
            self.old.wipe()
            self.show_step(0)
            self.old.setFocus()
        else:
            super().refused(error)

    def form(self, words: str, *rows: QWidget) -> QWidget:
        """A step's body: words, then rows."""
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.BLOCK_GAP)
        column.addWidget(label(words, "body", "second", wrap=True))
        for row in rows:
            column.addWidget(row)
        column.addStretch(1)
        host.setFocusProxy(self.old)
        return host

    def wipe(self) -> None:
        self.old.wipe()


class ChangePasswordDialog(_AsksPassword):
    """改密码: takes a second, since only the small file with the key is written anew."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "改密码", "不改了")
        self.rows = NewPasswordRows()
        self.old.entered.connect(self._on)
        self.rows.entered.connect(self.go_on)
        room.tasks.ask(known_of, room.office, done=self.rows.learn, owner=self.rows)
        words = "恢复码不变，还用原来那张纸。拷到别处的旧备份，打开时仍用旧密码。"
        self.set_steps((Step("改密码", self.form(words, self.old_row, self.rows), "改密码", self._check),))

    def _on(self) -> None:
        self.rows.setFocus()

    def _check(self) -> bool:
        return self.has_old() and self.rows.check()

    def finish(self) -> None:
        self.work("正在改", _change, self.room.office, self.old.text, self.rows.text)

    def wipe(self) -> None:
        super().wipe()
        self.rows.wipe()


class TurnOffDialog(_AsksPassword):
    """取消密码: everything is written plain again.

    Attributes:
        left: what could not be, one sentence each.
    """

    def __init__(self, room: Room) -> None:
        super().__init__(room, "取消密码", "不取消", kind="danger")
        self.left: tuple[str, ...] = ()
        self.old.entered.connect(self.go_on)
        words = "取消以后，谁打开这台电脑，或者拿到这个文件夹，都能看到全部资料。资料一条不少。"
        self.set_steps((Step("取消密码", self.form(words, self.old_row), "取消密码", self.has_old),))

    def finish(self) -> None:
        self.work(
            "正在解密", _turn_off, self.room.office, self.old.text, long="正在解密全部资料，停止的话什么都不改"
        )

    def went_well(self, result: Any) -> None:
        self.left = result
        super().went_well(result)


class RenewCodeDialog(_AsksPassword):
    """换恢复码: for a sheet that is lost or was seen by others; the old code stops working."""

    def __init__(self, room: Room) -> None:
        from liaison.safety.protection import new_recovery_code

        super().__init__(room, "换恢复码", "不换了", wide=WIDE)
        self._code = new_recovery_code()
        self.old.entered.connect(self.go_on)
        self.show_code = ShowCode(room, self._code)
        self.show_code.printed.connect(self._printed)
        self.type_back = TypeBack(self._code)
        self.type_back.entered.connect(self.go_on)
        words = "写恢复码的纸丢了，或者被别人看过，就换一个。换好以后，旧的那张就没用了；拷到别处的旧备份仍认旧的。"
        self.set_steps((
            Step("第一步：先输密码", self.form(words, self.old_row), "下一步", self.has_old),
            Step("第二步：把新的恢复码留在纸上", self.show_code, "已抄写，下一步"),
            Step("第三步：对一对恢复码", self.type_back, "换恢复码", self.type_back.check, back="再看一遍恢复码"),
        ))  # fmt: skip
        self._checked = False

    def go_on(self) -> None:
        """The password is tried before the code is shown, so that nobody writes one down in vain."""
        if self.step == 0 and not self._working and self.has_old():
            self.work("正在核对", _check, self.room.office, self.old.text)
        elif self.step:
            super().go_on()

    def _printed(self) -> None:
        self.ahead.setText("下一步")
        self.ahead.setFocus()

    def finish(self) -> None:
        self._checked = True
        self.work("正在换", _renew, self.room.office, self.old.text, self._code)

    def went_well(self, result: Any) -> None:
        if self._checked:
            super().went_well(result)
        else:
            self.show_step(1)


# -- on the worker ----------------------------------------------------------------------------------


def _change(office: Any, old: str, new: str) -> None:
    office.protection.change_password(old, new)


def _turn_off(office: Any, password: str, *, progress: Any) -> tuple[str, ...]:
    told = in_megabytes(progress, lambda: not office.protection.on)
    left: tuple[str, ...] = office.protection.turn_off(password, progress=told)
    return left


def _check(office: Any, password: str) -> None:
    office.protection.check(password)


def _renew(office: Any, password: str, code: str) -> None:
    office.protection.renew_code(password, code)

"""恢复到一份备份: what it holds beside today, what would be lost, and the password it wants; then after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from liaison.errors import Locked, UserError
from ui.dialogs.base import Dialog
from ui.dialogs.counts import Book, CountsModel, counts_table, fit, framed, lines, lost
from ui.looking import Seen
from ui.tasks import Tasks
from ui.widgets.buttons import Button, danger
from ui.widgets.form import FormRow
from ui.widgets.password import PasswordField
from ui.widgets.states import Banner
from ui.widgets.text import WrapLabel, label, recolour

_MOST_ROWS = 8


class RestoreDialog(Dialog):
    """Asks before the office goes back. Accepted means: restore; `secret` opens the copy.

    Attributes:
        secret: the password or recovery code typed for a copy that wants another one; "" for none.
    """

    snug = True

    def __init__(
        self,
        tasks: Tasks,
        title: str,
        what: str,
        look: Callable[[str], Seen],
        books: Mapping[str, Book],
        *,
        seen: Seen | None = None,
        secret: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        title: the copy by its moment ("2026年9月18日 8:05").
        what: why and where it was made.
        look: looks into the copy with a secret, on the worker.
        books: the books, to say what is lost.
        seen: what is known of it already.
        secret: a secret that is known to open it.
        """
        super().__init__("恢复到一份备份", wide=560, parent=parent)
        self.secret = secret
        self._tasks, self._look, self._books = tasks, look, books
        self.add_heading(f"恢复到 {title} 的备份")
        self.body.addWidget(label(what, "body", "second", wrap=True))
        self.state = WrapLabel("正在核对这一份", "body", "text")
        self.body.addWidget(self.state)
        self.field = PasswordField("这份备份的密码或恢复码")
        self.password = FormRow("密码", self.field, required=True, hint="做这份备份时的密码，或那时的恢复码")
        self.field.entered.connect(self._try)
        self.body.addWidget(self.password)
        self.model = CountsModel(self)
        self.table = counts_table(self.model, self, "备份里和现在的条数")
        frame = framed(self.table)
        frame.hide()
        self.body.addWidget(frame)
        words = "恢复以前先备份一份，原因写着“恢复前”，随时可以再换回来。"
        self.keeping = Banner("done", "现在的资料不会丢", words, icon="done")
        self.body.addWidget(self.keeping)
        self.body.addStretch(1)
        self.safe = Button("不恢复", self.reject, key="Esc")
        self.look_button = Button("看一看", self._try)
        self.ahead = danger("恢复到这一份", self.accept)
        self.safe.setDefault(True)
        self.add_buttons((), [self.safe, self.look_button, self.ahead])
        self.password.hide()
        self.look_button.hide()
        if seen is not None and not seen.locked:
            self.show_seen(seen)
        else:
            self._ask(secret)
        self.safe.setFocus()

    def _ask(self, secret: str) -> None:
        self.ahead.disable("正在核对这一份")
        self.look_button.disable("正在核对这一份")
        self._tasks.ask(_looked, self._look, secret, done=self._seen, owner=self, key=(id(self), "look"))

    @Slot()
    def _try(self) -> None:
        self.password.clear_problem()
        if not self.field.text:
            self.password.problem("请输入密码或恢复码")
            self.field.setFocus()
            return
        self._ask(self.field.text)

    def _seen(self, answer: tuple[str, Seen]) -> None:
        secret, seen = answer
        if not seen.locked:
            self.secret = secret
        self.show_seen(seen, tried=bool(secret))

    def show_seen(self, seen: Seen, *, tried: bool = False) -> None:
        """What the copy holds, or why it cannot be read."""
        self.look_button.enable()
        self.look_button.setVisible(seen.locked)
        self.password.setVisible(seen.locked)
        self.table.parentWidget().setVisible(bool(seen.rows))
        self._say(seen, tried=tried)
        self.grow()

    def _say(self, seen: Seen, *, tried: bool) -> None:
        if seen.locked:
            recolour(self.state, "text")
            self.state.setText("这份备份用的是另一个密码，要先输入才能看里面的内容。")
            self.ahead.disable("先输入这份备份的密码")
            if tried:
                self.password.problem(seen.sentence)
            self.field.setFocus()
            return
        if not seen.sound:
            recolour(self.state, "overdue")
            self.state.setText(seen.sentence)
            self.ahead.disable("这一份有问题，恢复不了")
            return
        self.model.show(list(seen.rows))
        fit(self.table, _MOST_ROWS)
        recolour(self.state, "near" if seen.now is not None else "text")
        self.state.setText("" if seen.now is None else lost(self._books, seen.counts, seen.now))
        self.state.setVisible(bool(self.state.text()))
        self.ahead.enable()


def _looked(look: Callable[[str], Seen], secret: str) -> tuple[str, Seen]:
    """On the worker."""
    try:
        return secret, look(secret)
    except Locked as error:
        return secret, Seen(locked=True, sound=False, sentence=error.sentence)
    except UserError as error:
        return secret, Seen(sound=False, sentence=error.sentence)


class RestoredDialog(Dialog):
    """After a restore: the counts before and after, and where the old file was put."""

    def __init__(
        self,
        books: Mapping[str, Book],
        before: Mapping[str, int] | None,
        after: Mapping[str, int],
        kept: Path | None,
        parent: QWidget | None = None,
        *,
        other_password: bool = False,
    ) -> None:
        """Args:
        before: None where the old file could not be read; kept: where it lies now, None for none.
        other_password: the copy had another password than the office had until now.
        """
        super().__init__("恢复好了", wide=520, parent=parent)
        self.add_heading("恢复好了")
        headings = ("恢复前", "恢复后") if before is not None else ("恢复后", "")
        self.model = CountsModel(self, headings=headings)
        rows = lines(books, after, None) if before is None else lines(books, before, after)
        self.model.show(rows)
        if rows:
            table = counts_table(self.model, self, "恢复前和恢复后的条数")
            for column in (2, 3):
                table.setColumnHidden(column, before is None)
            fit(table, _MOST_ROWS)
            self.body.addWidget(framed(table))
        else:
            self.body.addWidget(label("这份备份里还没有记录。", "body", "second"))
        if other_password:
            words = "从现在起要用做这份备份时的密码，恢复码也是那时的。要换，在“设置”的“密码与锁定”里改。"
            self.body.addWidget(Banner("near", "密码", words, icon="lock"))
        if kept is not None:
            words = "恢复前的资料也备份了一份，在“备份与移交”里写着“恢复前”，可以再换回来。"
            if kept.is_dir():
                words = f"原来的文件没有删，留在“{kept.parent.name}”文件夹里的“{kept.name}”。"
            self.body.addWidget(WrapLabel(words, "hint", "second"))
        close = Button("知道了", self.accept, kind="primary")
        close.setDefault(True)
        self.add_buttons((), [close])
        close.setFocus()

"""What to do about damaged books: the newest good copy, other copies, or nothing yet. The damaged file is kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from liaison.errors import UserError
from ui import ask, theme
from ui.copying import moment_day, reason_word, size_words
from ui.dialogs.base import Dialog
from ui.dialogs.counts import all_books, parts
from ui.pages.backups.table import CopiesTable
from ui.tasks import Tasks
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card
from ui.widgets.text import WrapLabel, label, recolour

_ROWS = 6


class DamageDialog(Dialog):
    """Offers the way back when an office cannot be read as it should.

    Attributes:
        choice: "restore" with `copy`, "other" with `copy` a file or folder chosen elsewhere, "" to leave all as it is.
        copy: the copy (or the path) to restore; None without a choice. Its password is asked by whoever restores.
    """

    snug = True

    def __init__(
        self, folder: Path, error: UserError, tasks: Tasks, *, key: bytes | None = None, parent: QWidget | None = None
    ) -> None:
        """Args:
        folder: the office's.
        error: what was found; its sentence is shown, its details are folded away.
        key: the raw key of an office whose password has been given, to count what its copies hold.
        """
        super().__init__("资料打不开", wide=640, parent=parent)
        self.choice = ""
        self.copy: Any = None
        self._folder, self._tasks, self._key = folder, tasks, key
        self._best: Any = None
        self._steps = QStackedWidget(self)
        self._steps.addWidget(self._offer(error))
        self._list = self._others()  # joins when it is asked for, since it is higher
        self.body.addWidget(self._steps, 1)
        self.leave = Button("先不动", self.reject, key="Esc")
        self.other = Button("看看别的备份", self._show_others)
        self.file_link = LinkButton("从文件恢复…", self._from_file, icon="import")
        self.ahead = Button("恢复这一份", self._restore, kind="primary")
        self.ahead.disable("正在找最近的好备份")
        self.more = LinkButton("详细情况", self._unfold)
        self.more.setVisible(bool(error.details))
        self.add_buttons([self.file_link, self.more], [self.leave, self.other, self.ahead])
        self.file_link.hide()
        self.leave.setFocus()
        tasks.ask(_find, folder, key, done=self._found, failed=self._not_found, owner=self)

    # -- building -----------------------------------------------------------------------------------

    def _offer(self, error: UserError) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(error.sentence, "section", wrap=True))
        kept = f"损坏的文件不会删：恢复的时候改个名字，放进“{self._folder.name}”里的“damaged”文件夹，以后还可以找人看。"
        column.addWidget(label(kept, "body", "second", wrap=True))
        card = Card(margins=(16, 12, 16, 14), spacing=4)
        self.best_title = label("正在找最近的好备份", "strong")
        self.best_words = WrapLabel("", "body", "second")
        card.body.addWidget(self.best_title)
        card.body.addWidget(self.best_words)
        column.addWidget(card)
        self.lost_words = WrapLabel("", "body", "second")
        column.addWidget(self.lost_words)
        self.details = WrapLabel(error.details, "hint", "second")
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details.hide()
        column.addWidget(self.details)
        column.addStretch(1)
        return page

    def _others(self) -> QWidget:
        page = QWidget(self)
        page.hide()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("选一份备份", "section"))
        self.table = CopiesTable()
        self.table.setMinimumHeight(theme.height(theme.TABLE_HEADER) + _ROWS * theme.height(theme.TABLE_ROW))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        card = Card(margins=(1, 1, 1, 1))
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        self.chosen_words = WrapLabel("", "body", "second")
        column.addWidget(self.chosen_words)
        return page

    # -- the newest good one ------------------------------------------------------------------------

    def _found(self, answer: tuple[Any, Any, list[Any]]) -> None:
        copy, facts, copies = answer
        self.table.show_copies(copies, datetime.now())
        if not copies:
            self.other.setText("从文件恢复…")
        if copy is None:
            self.best_title.setText("这个文件夹里没有找到好的备份")
            self.best_words.setText("如果U盘上有第二份备份，插好U盘，再点“从文件恢复”。")
            self.ahead.disable("没有找到好的备份")
            self.other.setFocus()
            return
        self._best = copy
        self.best_title.setText(f"最近的好备份：{moment_day(copy.moment)}，{reason_word(copy.reason)}做的")
        held = parts(all_books(), facts.counts)
        self.best_words.setText(f"里面有 {held}。" if held else facts.sentence or f"大小 {size_words(copy.size)}。")
        self.lost_words.setText("恢复以后，这份备份之后写的内容不在了，要照着手边的材料补记。")
        self.ahead.enable()
        self.ahead.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grow()

    def _not_found(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._found((None, None, []))
        self.best_words.setText(error.sentence)

    @Slot()
    def _unfold(self) -> None:
        self.details.setVisible(self.details.isHidden())
        self.grow()

    # -- others -------------------------------------------------------------------------------------

    @Slot()
    def _show_others(self) -> None:
        if not self.table.copies.copies:
            self._from_file()
            return
        self._steps.addWidget(self._list)
        self._steps.setCurrentIndex(1)
        self.other.hide()
        self.more.hide()
        self.file_link.show()
        self.ahead.disable("正在核对这一份")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grow()
        self._chosen(self.table.copy_now())

    @Slot(object)
    def _chosen(self, copy: Any) -> None:
        if self._steps.currentIndex() == 0 or copy is None:
            return
        self.ahead.disable("正在核对这一份")
        self.chosen_words.setText("正在核对这一份")
        recolour(self.chosen_words, "second")
        self._tasks.ask(
            _facts, copy, self._key, done=self._looked, owner=self, key=(id(self), "look"), after_paint=True
        )

    def _looked(self, answer: tuple[Any, Any]) -> None:
        copy, facts = answer
        now = self.table.copy_now()
        word = ("要密码", "near") if facts.locked else ("完好", "done") if facts.sound else ("有问题", "overdue")
        self.table.copies.know(copy.path, sum(facts.counts.values()) or None, *word)
        if now is None or now.path != copy.path:
            return
        held = parts(all_books(), facts.counts)
        words = [f"里面有 {held}。" if held else "", facts.sentence]
        self.chosen_words.setText("".join(word for word in words if word) or "里面还没有记录。")
        recolour(self.chosen_words, "second" if facts.sound else "overdue")
        self.grow()
        if facts.sound:
            self.ahead.enable()
        else:
            self.ahead.disable("这一份有问题，请选另一份")

    @Slot(object)
    def _opened(self, _copy: Any) -> None:
        if self.ahead.isEnabled():
            self.ahead.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _from_file(self) -> None:
        from ui.dialogs.receiving import FILES

        path = ask.open_file("backup/file", "选择备份文件", FILES)
        if path is not None:
            self.choice, self.copy = "other", path
            self.accept()

    @Slot()
    def _restore(self) -> None:
        self.choice = "restore"
        self.copy = self._best if self._steps.currentIndex() == 0 else self.table.copy_now()
        self.accept()


# -- on the worker ----------------------------------------------------------------------------------


def _find(folder: Path, key: bytes | None) -> tuple[Any, Any, list[Any]]:
    """The newest good copy with its facts, and all copies."""
    from liaison.safety import backups

    copies = backups.copies(folder)
    for copy in copies:
        facts = backups.facts(copy, key=key)
        if facts.sound:
            return copy, facts, copies
    return None, None, copies


def _facts(copy: Any, key: bytes | None) -> tuple[Any, Any]:
    from liaison.safety import backups

    return copy, backups.facts(copy, key=key)

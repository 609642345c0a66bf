"""The right panel: what the chosen copy holds, whether it is whole, and what can be done with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.copying import place_words, reason_word, size_words, when
from ui.dialogs.counts import CountsModel, counts_table, fit
from ui.looking import Seen
from ui.widgets.buttons import LinkButton, danger, secondary
from ui.widgets.cards import empty_layout
from ui.widgets.frame import RightPanel
from ui.widgets.password import PasswordField
from ui.widgets.scrolling import show_through
from ui.widgets.states import EmptyState
from ui.widgets.text import ElidedLabel, WrapLabel, label, recolour

_ROW = 27
"""A row of counts; the panel has little room."""


class CopyPanel(RightPanel):
    """One copy.

    Signals:
        restore, save_as, show_folder: the buttons.
        unlock: the password typed for a copy that wants another one than today's.
    """

    restore = Signal()
    save_as = Signal()
    show_folder = Signal()
    unlock = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("备份", parent=parent)
        self.copy: Any = None
        self.seen: Seen | None = None
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("备份里有什么")
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.what = label("", "body", "second", wrap=True)
        column.addWidget(self.what)
        place = QHBoxLayout()
        place.setSpacing(theme.GAP)
        self.place = ElidedLabel("", "hint", "second")
        place.addWidget(self.place, 1)
        self.folder_link = LinkButton("打开所在文件夹", self.show_folder)
        place.addWidget(self.folder_link)
        column.addLayout(place)
        self.trouble = WrapLabel("", "body", "overdue")
        column.addWidget(self.trouble)
        column.addWidget(self._password_row())
        self.model = CountsModel(self, headings=("那时", "现在"))
        self.table = counts_table(self.model, self, "备份里和现在的条数", wide=54)
        self.table.verticalHeader().setMinimumSectionSize(1)
        self.table.verticalHeader().setDefaultSectionSize(theme.height(_ROW))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it is scrolled with all that stands around it
        column.addWidget(self.table)
        self._ledgers = QVBoxLayout()
        self._ledgers.setSpacing(1)
        column.addLayout(self._ledgers)
        column.addStretch(1)
        show_through(self._area, host)
        self.content.addWidget(self._area, 1)
        self._nothing = EmptyState("drive", "选一份备份，看看里面有什么")
        self.content.addWidget(self._nothing, 1)
        self.save_button = secondary("另存到文件…", self.save_as)
        self.restore_button = danger("恢复到这一份…", self.restore)
        self.add_foot([self.save_button], [self.restore_button])
        self.set_folded_words(["备份"])
        self.show_copy(None, datetime.now())

    def _password_row(self) -> QWidget:
        self._secret_row = QWidget()
        row = QHBoxLayout(self._secret_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.secret = PasswordField("这份备份的密码或恢复码")
        self.secret.line.setPlaceholderText("那时的密码")
        self.secret.entered.connect(self._typed)
        row.addWidget(self.secret, 1)
        self.unlock_button = secondary("看一看", self._typed)
        row.addWidget(self.unlock_button)
        return self._secret_row

    @Slot()
    def _typed(self) -> None:
        if self.secret.text:
            self.unlock.emit(self.secret.text)

    def show_copy(self, copy: Any, now: datetime) -> None:
        """Another copy, before it has been looked into; None when none is chosen."""
        self.copy, self.seen = copy, None
        self.secret.wipe()
        there = copy is not None
        self._area.setVisible(there)
        self.table.hide()
        self._nothing.setVisible(not there)
        self.trouble.hide()
        self._secret_row.hide()
        empty_layout(self._ledgers)
        self.model.show([])
        if copy is None:
            self.set_title("备份")
            self.save_button.disable("还没有选一份备份")
            self.restore_button.disable("还没有选一份备份")
            return
        self.set_title(when(copy.moment, now), "正在核对", "progress")
        words = [f"{reason_word(copy.reason)}做的，{size_words(copy.size)}"]
        if copy.files:
            words.append(f"带 {copy.files:,} 个附件和模板")
        if copy.behind:
            words.append("电脑的时钟那时比前一份还早，时间只作参考")
        self.what.setText("；".join(words))
        self.place.setText(f"在{place_words(copy)}")
        self.place.setToolTip(str(copy.path))
        self.save_button.enable()
        self.restore_button.disable("正在核对这一份")

    def show_seen(self, seen: Seen) -> None:
        """What the look into it found."""
        self.seen = seen
        self.chip.set(*sound_word(seen))
        self.trouble.setText(seen.sentence)
        self.trouble.setVisible(bool(seen.sentence))
        recolour(self.trouble, "near" if seen.locked or seen.sound else "overdue")
        self._secret_row.setVisible(seen.locked)
        self.table.setVisible(bool(seen.rows))
        self.model.show(list(seen.rows))
        fit(self.table)
        empty_layout(self._ledgers)
        for title, amount, code in seen.ledgers:
            line = label(f"{title}　{amount}", "hint", "text")
            line.setWordWrap(True)
            self._ledgers.addWidget(line)
            checked = label(f"账簿校验码　{code}", "hint", "second")
            checked.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            checked.setAccessibleName(f"{title}的账簿校验码 {code}")
            self._ledgers.addWidget(checked)
        if not seen.checked:
            self.restore_button.disable("正在核对这一份")
        elif seen.sound or seen.locked:
            self.restore_button.enable()
        else:
            self.restore_button.disable("这一份有问题，恢复不了，请选另一份")


def sound_word(seen: Seen) -> tuple[str, str]:
    """完好 or 有问题, with its tone; 要密码 where nothing could be read, 正在核对 while it is being read."""
    if seen.locked:
        return "要密码", "near"
    if not seen.checked:
        return "正在核对", "progress"
    return ("完好", "done") if seen.sound else ("有问题", "overdue")

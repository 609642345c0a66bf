"""The page's head: how both places stand, each with what to do; and handing over."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.copying import Standing, ago, folder_word, size_words, when
from ui.widgets.buttons import Button, LinkButton, primary, secondary
from ui.widgets.cards import Card
from ui.widgets.states import Icon
from ui.widgets.text import ElidedLabel, WrapLabel, label

_READ_ONLY = "这里只能看，不能改"


class Head(QWidget):
    """Three cards: 本机, 第二份, 移交.

    Signals:
        copy_here, copy_outside, other_place, hand_over, receive, trash, history: what was pressed.
    """

    copy_here = Signal()
    copy_outside = Signal()
    other_place = Signal()
    hand_over = Signal()
    receive = Signal()
    trash = Signal()
    history = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.BLOCK_GAP)
        self.here_button = primary("立即备份", self.copy_here, icon="check", key="Ctrl+S")
        self.here = _PlaceCard("本机", "backup", [self.here_button])
        self.outside_button = secondary("存到U盘…", self.copy_outside, icon="drive")
        self.other_link = LinkButton("换一个地方", self.other_place)
        self.outside = _PlaceCard("第二份", "drive", [self.outside_button, self.other_link])
        self.over_button = secondary("打包移交…", self.hand_over, icon="move")
        self.receive_link = LinkButton("打开移交文件…", self.receive)
        self.over = _PlaceCard("移交", "document", [self.over_button, self.receive_link])
        self.over.when.setText("全部资料装进一个文件，交给下一任")
        self.over.words.setText("文件用移交码锁住，文件和移交码分开带。")
        self.trash_link = LinkButton("回收站", self.trash)
        self.history_link = LinkButton("操作记录", self.history)
        for link in (self.trash_link, self.history_link):
            self.over.head.addWidget(link)
        for card in (self.here, self.outside, self.over):
            row.addWidget(card, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_standing(self, standing: Standing, now: datetime) -> None:
        """How the copies stand now."""
        self.here.show_words(
            f"上次备份 {when(standing.here, now)}" if standing.here else "还没有备份",
            f"启动、退出、导入和成批修改前自动做，现有 {standing.kept} 份。" if standing.kept
            else "有了记录，启动、退出和导入前会自动做。",
            "done" if standing.here else "near",
        )
        if standing.read_only:
            self.here_button.disable(_READ_ONLY)
        else:
            self.here_button.enable()
        self._show_outside(standing, now)

    def _show_outside(self, standing: Standing, now: datetime) -> None:
        folder = standing.folder
        self.other_link.setVisible(folder is not None)
        if folder is None:
            self.outside.show_words("还没有存过", "放在U盘或另一块盘上，电脑坏了也找得回来。", "near")
            self.outside.words.setToolTip("")
            return
        assert standing.days is not None
        last = f"上次存 {when(standing.outside, now)}"
        if standing.days > 1:
            last += f"，{ago(standing.days)}"
        if not standing.there:
            where = f"“{folder_word(folder)}”现在找不到，U盘插好后再存。"
        else:
            room = "" if standing.free is None else f"，还空 {size_words(standing.free)}"
            where = f"放在“{folder_word(folder)}”{room}。"
        self.outside.show_words(last, where, "near" if standing.overdue else "done")
        self.outside.words.setToolTip(str(folder))

    def buttons(self) -> list[Button]:
        """The first button of each card."""
        return [self.here_button, self.outside_button, self.over_button]


class _PlaceCard(Card):
    """A place: its name, when, a sentence, and buttons."""

    def __init__(self, title: str, icon: str, buttons: list[QWidget]) -> None:
        super().__init__(margins=(16, 6, 14, 12), spacing=3)
        self._meaning = icon
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.GAP)
        self.icon = Icon(icon, 18, "second")
        self.head.addWidget(self.icon)
        self.head.addWidget(label(title, "section"))
        self.head.addStretch(1)
        top = QWidget()
        top.setLayout(self.head)
        self.head.setContentsMargins(0, 0, 0, 0)
        top.setFixedHeight(theme.height(theme.CONTROL_IN_ROW))
        self.body.addWidget(top)
        self.when = ElidedLabel("")
        self.body.addWidget(self.when)
        self.words = WrapLabel("", "hint", "second")
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.body.addSpacing(2)
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_words(self, when_made: str, words: str, tone: str) -> None:
        """When the last one was made, a sentence, and how that is."""
        self.when.setText(when_made)
        self.words.setText(words)
        self.icon.set(self._meaning, tone)

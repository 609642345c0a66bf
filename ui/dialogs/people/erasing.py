"""删除个人信息: what goes, what stays by law, where else the name stands; the name typed before anything happens."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.dialogs.form import FormDialog, Work
from ui.pages.base import Room
from ui.widgets.scrolling import show_through
from ui.widgets.text import label

SHOWN = 200
"""So many places in texts are listed one by one; what is beyond stays as it was typed, and that is said."""


class EraseDialog(FormDialog):
    """Its result is the Erased."""

    def __init__(self, room: Room, member: int, foreseen: Any) -> None:
        """Args: foreseen: what `office.people.foresee` said."""
        super().__init__(
            room.tasks, f"删除 {foreseen.name} 的个人信息", "删除，不能恢复", safe="不删除", wide=620
        )
        self.room, self.member, self.foreseen = room, member, foreseen
        self.ahead.kind = "danger"
        for word, sentence in (("会删除", _goes(foreseen)), ("会留下", _stays(foreseen))):
            self.body.addWidget(label(word, "body", "overdue" if word == "会删除" else "text"))
            self.body.addWidget(label(sentence, "body", "second", wrap=True))
        self.ticks: list[tuple[QCheckBox, Any]] = []
        self._area: QScrollArea | None = None
        self._mentions()
        self.backups = QCheckBox(f"做一份新的备份，删掉本机以前的 {foreseen.backups} 份，里面还有这些信息", self)
        self.backups.setVisible(foreseen.backups > 0)
        self.body.addWidget(self.backups)
        self.body.addWidget(label(_OUT_OF_REACH, "hint", "second", wrap=True))
        self.reason = QLineEdit()
        self.reason.setMaxLength(100)
        self.reason.setPlaceholderText("如 本人书面申请")
        self.add_row("reason", "原因", self.reason, required=True)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(foreseen.name)
        self.typed.textChanged.connect(self._typed)
        self.add_row("name", "输入姓名", self.typed, required=True, hint="输入这位委员的姓名，确认是他本人")
        self._typed()

    def _mentions(self) -> None:
        """The places in texts, each with a tick; those in entered lines of the money's books cannot be changed."""
        free = [mention for mention in self.foreseen.mentions if not mention.fixed]
        if not free:
            return
        words = f"别处的文字里还有这个姓名或号码 {len(free)} 处，勾上的换成“{self.foreseen.instead}”"
        self.body.addWidget(label(words, "body"))
        if self.foreseen.others:
            same = f"还有 {self.foreseen.others} 位委员同名，请看清楚说的是谁再勾"
            self.body.addWidget(label(same, "hint", "near", wrap=True))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(4)
        for mention in free[:SHOWN]:
            tick = QCheckBox(f"{mention.excerpt}　（{mention.place}）")
            tick.setToolTip(tick.text())
            tick.setChecked(not self.foreseen.others)
            self.ticks.append((tick, mention))
            column.addWidget(tick)
        column.addStretch(1)
        show_through(area, host)
        area.setFixedHeight(min(theme.height(132), theme.height(30) * min(len(free), SHOWN) + 12))
        self._area = area
        self.body.addWidget(area)
        if len(free) > SHOWN:
            more = f"只列出前 {SHOWN} 处，其余 {len(free) - SHOWN} 处照原样留下"
            self.body.addWidget(label(more, "hint", "near"))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its wrapped lines need at its width."""
        wide = max(self.minimumWidth(), self.layout().sizeHint().width())
        high, room = self.layout().totalHeightForWidth(wide), theme.CLIENT_HEIGHT
        if high > room and self._area is not None:  # large type on a small screen: fewer places at a time
            self._area.setFixedHeight(max(theme.height(40), self._area.height() - (high - room)))
            high = self.layout().totalHeightForWidth(wide)
        self.setFixedSize(wide, high)
        super().showEvent(event)

    @Slot()
    def _typed(self) -> None:
        same = self.typed.text().strip() == self.foreseen.name
        self.ahead.enable() if same else self.ahead.disable("先输入这位委员的姓名")

    def work(self) -> Work:
        chosen = [mention for tick, mention in self.ticks if tick.isChecked()]
        return partial(
            self.room.office.people.erase, self.member, self.reason.text(), chosen,
            old_backups=self.backups.isChecked(),
        )  # fmt: skip


_OUT_OF_REACH = (
    "U 盘上的第二份备份、恢复时留下的旧文件、移交出去的文件、导出的表格和打印过的纸，程序不去动，要另外处理。"
)


def _goes(foreseen: Any) -> str:
    """What is erased, by count."""
    parts = [f"姓名改成“{foreseen.instead}”", f"{'、'.join(foreseen.emptied[1:])}清空" if foreseen.emptied[1:] else ""]
    for count, words in (
        (foreseen.signatures, "签到簿里的签名、原因和备注 {} 条"), (foreseen.files, "照片文件 {} 个"),
        (foreseen.lines, "修改记录里的内容 {} 条"), (foreseen.titles, "操作记录里的姓名 {} 处"),
        (foreseen.drafts, "没有保存的内容 {} 份"),
    ):  # fmt: skip
        parts.append(words.format(count) if count else "")
    return "；".join(part for part in parts if part) + "。"


def _stays(foreseen: Any) -> str:
    """What stays, and why."""
    kept = "、".join(f"{title} {count} 条" for title, count in foreseen.kept)
    sentences = [f"{kept}，换成“{foreseen.instead}”，照样算数。" if kept else "", "加入和离任日期。"]
    if foreseen.gifts:
        sentences.append(
            f"捐赠台账里已入账的 {foreseen.gifts} 笔：账要保存三十年，不能删也不能改，封存起来不再显示姓名，"
            "查账时可以解除。"
        )
    return "".join(sentences)

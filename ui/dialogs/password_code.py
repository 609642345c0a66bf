"""The recovery code, shown to be printed or written down, then typed back in part before it counts."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from liaison.chinese.dates import Period
from ui import ask, theme
from ui.dialogs.form import note
from ui.dialogs.printing import Options, PrintRoom, begin
from ui.pages.base import Room
from ui.widgets.buttons import secondary
from ui.widgets.form import FormRow
from ui.widgets.text import label

_ASKED = 2
_choose = random.SystemRandom().sample
_GAP = 10


@dataclass(frozen=True, slots=True)
class CodeJob:
    """The sheet with the recovery code, for the print room; the code itself is never remembered."""

    code: str
    key: str = "recovery-code"
    title: str = "恢复码"
    formal: bool = False
    upward: bool = False
    numbered: str = ""
    batch: bool = False
    private: str = ""
    period: Period | None = None
    yearly: bool = False
    has_template: bool = False

    def make(self, office: Any, _options: Options) -> Any:
        return office.protection.print_code(self.code)


class CodeView(QWidget):
    """Five groups, each in its box, large enough to be copied by hand."""

    def __init__(self, code: str, word: str = "恢复码", parent: QWidget | None = None) -> None:
        """Args: word: what it is called (移交码 for a handing over)."""
        super().__init__(parent)
        self.groups = groups_of(code)
        self.setAccessibleName(f"{word} " + "，".join(" ".join(group) for group in self.groups))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _cell(self) -> QSize:
        metrics = QFontMetrics(theme.font("name"))
        widest = max((metrics.horizontalAdvance(group) for group in self.groups), default=0)
        return QSize(widest + 28, metrics.height() + theme.height(28))

    def sizeHint(self) -> QSize:
        cell, count = self._cell(), len(self.groups)
        return QSize(cell.width() * count + _GAP * (count - 1), cell.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        cell = self._cell()
        left = 0.0
        small = QFontMetrics(theme.font("hint")).height()
        for place, group in enumerate(self.groups, start=1):
            box = QRectF(left, 0, cell.width(), cell.height())
            theme.paint_box(painter, box, ground=theme.colour("surface"), edge=theme.colour("button_edge"))
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.colour("hint"))
            painter.drawText(box.adjusted(0, 5, 0, 0), int(Qt.AlignmentFlag.AlignHCenter), f"第 {place} 组")
            painter.setFont(theme.font("name"))
            painter.setPen(theme.colour("text"))
            painter.drawText(box.adjusted(0, small + 2, 0, 0), int(Qt.AlignmentFlag.AlignCenter), group)
            left += cell.width() + _GAP
        if self.hasFocus():
            theme.paint_focus(painter, QRectF(self.rect()))


class ShowCode(QWidget):
    """The code, what it is for, and 打印.

    Signals:
        printed: the print room was open and has been closed.
    """

    printed = Signal()

    def __init__(self, room: Room, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room, self.code = room, code
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        words = "忘了密码，只有它能打开资料。请打印或抄在纸上，锁进柜子；不要拍照，不要存在电脑里。"
        column.addWidget(label(words, "body", "second", wrap=True))
        self.view = CodeView(code)
        column.addWidget(self.view)
        column.addWidget(note("没有字母 O、I、L 和数字 0、1，不会看错。"))
        row = QHBoxLayout()
        self.print_button = secondary("打印", self.print_code, icon="print")
        row.addWidget(self.print_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setFocusProxy(self.print_button)

    @Slot()
    def print_code(self) -> None:
        """打印: the sheet in the print room."""
        self.print_button.disable("正在排版")
        room, job = self.room, CodeJob(self.code)
        room.tasks.ask(begin, room.office, job, {}, done=self._laid, failed=self._not_laid, owner=self)

    def _laid(self, opened: Any) -> None:
        self.print_button.enable()
        ask.run(PrintRoom(self.room, CodeJob(self.code), opened))
        self.printed.emit()

    def _not_laid(self, error: BaseException) -> None:
        self.print_button.enable()
        raise error  # a sentence is told, a bug is caught: both by the net


class TypeBack(QWidget):
    """Two groups of the code, chosen at random, to be typed from the paper.

    Signals:
        entered: 回车 in the last field.
    """

    entered = Signal()

    def __init__(
        self,
        code: str,
        choose: Callable[[Sequence[int], int], list[int]] = _choose,
        word: str = "恢复码",
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        choose: which of the groups are asked; tests set it.
        word: what the code is called (移交码 for a handing over).
        """
        super().__init__(parent)
        self._groups, self._word = groups_of(code), word
        self.asked = sorted(choose(range(len(self._groups)), _ASKED))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        words = f"照着纸，输入第 {self.asked[0] + 1} 组和第 {self.asked[1] + 1} 组，看看抄得对不对。"
        column.addWidget(label(words, "body", "second", wrap=True))
        self.fields: list[QLineEdit] = []
        self.rows: list[FormRow] = []
        for place in self.asked:
            field = QLineEdit()
            field.setMaxLength(5)
            field.setFont(theme.font("strong"))
            field.setFixedWidth(theme.width(160))
            field.setAccessibleName(f"第 {place + 1} 组")
            field.textEdited.connect(self._edited)
            row = FormRow(f"第 {place + 1} 组", _beside(field))
            field.returnPressed.connect(self._entered)
            self.fields.append(field)
            self.rows.append(row)
            column.addWidget(row)
        column.addStretch(1)
        self.setFocusProxy(self.fields[0])

    @Slot(str)
    def _edited(self, text: str) -> None:
        field = self.sender()
        if not isinstance(field, QLineEdit):
            return
        place = self.fields.index(field)
        at = field.cursorPosition()
        field.setText(text.upper())
        field.setCursorPosition(at)
        self.rows[place].clear_problem()  # no jump to the next one: who types Tab after it would land beyond

    @Slot()
    def _entered(self) -> None:
        field = self.sender()
        if field is self.fields[-1]:
            self.entered.emit()
        elif isinstance(field, QLineEdit):
            self.fields[self.fields.index(field) + 1].setFocus()

    def check(self) -> bool:
        """Whether both groups are those of the code; says which is not."""
        wrong = [
            n for n, (field, place) in enumerate(zip(self.fields, self.asked, strict=True))
            if field.text().strip().upper() != self._groups[place]
        ]
        for n in wrong:
            self.rows[n].problem(f"和{self._word}的第 {self.asked[n] + 1} 组不一样，请看着纸再输一遍")
        if wrong:
            self.fields[wrong[0]].setFocus()
            self.fields[wrong[0]].selectAll()
        return not wrong


def _beside(field: QLineEdit) -> QWidget:
    """A short field at the left, so that what is said under it has the whole width."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(field)
    row.addStretch(1)
    host.setFocusProxy(field)
    return host


def groups_of(code: str) -> list[str]:
    """The five groups of a recovery code."""
    letters = "".join(c for c in code if c.isalnum())
    return [letters[n : n + 5] for n in range(0, len(letters), 5)]

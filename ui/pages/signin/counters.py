"""The counters above the sign-in table: called, came, on leave, absent, and the rate with its base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.widgets.cards import Card
from ui.widgets.pressing import DrawnButton
from ui.widgets.text import ElidedLabel, label, recolour

if TYPE_CHECKING:
    from liaison.books.roster import Roster


class _Counter(DrawnButton):
    """A word, a figure and a note. A click, 回车 or 空格 shows exactly the counted persons, another one all."""

    def __init__(self, word: str, role: str, statuses: tuple[str, ...], *, first: bool = False) -> None:
        super().__init__()
        self.statuses = statuses
        self.setCheckable(True)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # else its words take a button's colour
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        self._rule = QFrame()
        self._rule.setFixedSize(1, theme.height(38))
        self._rule.setAutoFillBackground(True)
        palette = self._rule.palette()
        palette.setColor(self._rule.backgroundRole(), theme.colour("hairline"))
        self._rule.setPalette(palette)
        if not first:
            row.addSpacing(13)
            row.addWidget(self._rule)
            row.addSpacing(9)
        self._word = label(word, "body", "second")
        row.addWidget(self._word)
        self._value = label("", "figure", role)
        row.addWidget(self._value)
        self._note = ElidedLabel("", "hint", "second")
        self._note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row.addWidget(self._note)
        for part in (self._word, self._value, self._note, self._rule):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set(self, value: int, note: str, *, word: str = "", role: str = "") -> None:
        self._value.setText(str(value))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._note.updateGeometry()
        self.setToolTip(f"只看{self._word.text()}的 {value} 人，再点看全部" if value else "")
        self.setEnabled(value > 0 or self.isChecked())
        if word:
            self._word.setText(word)
        if role:
            recolour(self._value, role)
        self.setAccessibleName(f"{self._word.text()} {value} {note}".strip())


    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = self._word.geometry().left() - 6
        box = QRectF(left, 0, self.width() - left, self.height())
        if self.isChecked():
            theme.paint_box(painter, box, ground=theme.colour("selected"), edge=theme.colour("accent"))
        if self.hasFocus():
            theme.paint_focus(painter, box)


class Counters(Card):
    """The card; follows every choice at once.

    Signals:
        narrowed: the statuses to be shown alone; () for all. "" stands for nothing recorded.
    """

    narrowed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(18, 8, 16, 8))
        row = QHBoxLayout()
        row.setSpacing(5)
        self.required = _Counter("应到", "text", (), first=True)
        self.present = _Counter("实到", "done", ("出席", "迟到", "早退"))
        self.leave = _Counter("请假", "near", ("公假", "病假", "事假"))
        self.absent = _Counter("缺席", "overdue", ("缺席",))
        self.missing = _Counter("未记", "second", ("",))
        self._all = (self.required, self.present, self.leave, self.absent, self.missing)
        for counter in self._all:
            row.addWidget(counter)
            counter.clicked.connect(self._clicked)
        row.addStretch(1)
        self.rate = ElidedLabel("", "body", "second")
        self.rate.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self.rate, 100)
        self.end = QHBoxLayout()
        row.addLayout(self.end)
        self.body.addLayout(row)
        self.setFixedHeight(theme.height(56))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @Slot()
    def _clicked(self) -> None:
        """One at a time; 应到 and a second click show all."""
        chosen = self.sender()
        for counter in self._all:
            counter.setChecked(counter is chosen and counter.isChecked() and bool(counter.statuses))
        self.narrowed.emit(next((c.statuses for c in self._all if c.isChecked()), ()))

    def show_all(self) -> None:
        """Forget the choice, without a word."""
        for counter in self._all:
            counter.setChecked(False)

    def show_roster(self, roster: Roster) -> None:
        """Show a sheet's counters."""
        counts, required = roster.counts, roster.required
        self.required.set(counts.required, "在册委员" if required else "自愿参加", word="应到" if required else "邀请")
        self.present.set(
            counts.present, _listed(("迟到", counts.late), ("早退", counts.early)), word="实到" if required else "到场"
        )
        self.leave.set(
            counts.leave,
            _listed(("公假", counts.duty_leave), ("病假", counts.sick), ("事假", counts.personal)),
            role="near" if counts.leave else "second",
        )
        held_against = required and counts.absent
        self.absent.set(
            counts.absent, "、".join(counts.absent_names),
            word="缺席" if required else "未到", role="overdue" if held_against else "second",
        )  # fmt: skip
        self.missing.set(counts.unrecorded, "")
        self.missing.setVisible(counts.unrecorded > 0)
        self.rate.setText(rate_text(roster))
        self.rate.updateGeometry()
        self.setAccessibleName("签到人数")


def rate_text(roster: Roster) -> str:
    """The rate with its base: 出席率 8/10　公假 1 不算缺席; a voluntary activity has none."""
    counts = roster.counts
    if not roster.recorded and roster.entries:
        return "还没有记下来，改动一人，其余的人一起记为出席"
    if not roster.required:
        return "自愿参加，不计出席率"
    if not counts.required:
        return ""
    text = f"出席率 {counts.present}/{counts.denominator}"
    if counts.duty_leave:
        text += f"　公假 {counts.duty_leave} {'计入应到' if counts.duty_leave_counts else '不算缺席'}"
    return text


def _listed(*pairs: tuple[str, int]) -> str:
    return "，".join(f"{word} {number}" for word, number in pairs if number)

"""One assignment as a card: title and chip, owner and due day, steps and last progress, what can be done."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from liaison.chinese.dates import day
from ui import icons, theme
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.chips import paint_chip, paint_steps

_LEFT, _RIGHT, _TOP, _BOTTOM = 13, 10, 7, 7
_TONES = {"逾期": "overdue", "临近": "near", "进行中": "progress", "未开始": "plain", "已销号": "done"}
_ARROWS = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


def chip_of(card: Any) -> tuple[str, str]:
    """A card's status: word and tone."""
    tone = _TONES[card.standing]
    if card.standing == "逾期":
        return f"逾期 {-card.days_left} 天", tone
    if card.standing == "临近":
        return (f"还有 {card.days_left} 天" if card.days_left else "今天到期"), tone
    return card.standing, tone


def people_of(card: Any) -> str:
    """韩堃，协助 陈喆、刘犇."""
    return card.owner + (f"，协助 {'、'.join(card.helpers)}" if card.helpers else "")


def progress_of(card: Any) -> str:
    """The last progress with its day as it is read on screen."""
    if card.standing == "已销号":
        result = str(card.row.values["result"] or "")
        return f"{day(str(card.row.values['closed_on']))} {result}"
    date, _, what = card.last_progress.partition(" ")
    return f"{day(date)} {what}" if what else "还没有进展"


class _Log(LinkButton):
    """记进展: the card's accent, until 销号 stands beside it."""

    def set_role(self, role: str) -> None:
        self._role = role
        self.update()


class CardView(QWidget):
    """A card. Arrows ask to move on, 回车 opens, P 记进展, 双击 opens.

    Signals:
        opened, progress, close_asked: the card itself, for what was asked.
        moved: the card, columns to the right, cards down.
    """

    opened = Signal(object)
    progress = Signal(object)
    close_asked = Signal(object)
    moved = Signal(object, int, int)

    def __init__(self, card: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._log = _Log("记进展", self._ask_progress, parent=self)
        self._log.setToolTip("记进展（P）")
        self._close = Button("销号", self._ask_close, icon="check", in_row=True, parent=self)
        self.set_card(card)

    def set_card(self, card: Any) -> None:
        """Show this assignment."""
        self.card = card
        word, _ = chip_of(card)
        steps = f"{card.steps_done}/{card.steps} 步"
        self.setAccessibleName(
            f"{card.what}，{word}，{people_of(card)}，{day(card.due)}到期，{steps}，{progress_of(card)}"
        )
        self._log.setAccessibleName(f"记进展：{card.what}")
        self._log.setVisible(card.standing != "已销号")
        self._log.set_role("second" if card.can_close else "accent")
        self._close.setAccessibleName(f"销号：{card.what}")
        self._close.setVisible(card.can_close)
        self._place()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        high = _TOP + _BOTTOM + theme.height(25) + theme.height(25) + theme.height(theme.CONTROL_IN_ROW)
        return QSize(theme.width(220), high)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.width(180), self.sizeHint().height())

    def _rows(self) -> tuple[QRectF, QRectF, QRectF]:
        wide = self.width() - _LEFT - _RIGHT
        line, last = theme.height(25), theme.height(theme.CONTROL_IN_ROW)
        return (
            QRectF(_LEFT, _TOP, wide, line),
            QRectF(_LEFT, _TOP + line, wide, line),
            QRectF(_LEFT, _TOP + 2 * line, wide, last),
        )

    def _place(self) -> None:
        """The two buttons at the right end of the last row."""
        row = self._rows()[2]
        right = row.right()
        for button in (self._close, self._log):
            if not button.isHidden():
                size = button.sizeHint()
                right -= size.width()
                middle = row.center().y() - size.height() / 2
                button.setGeometry(round(right), round(middle), size.width(), size.height())
                right -= 4
        self._words_end = right

    def resizeEvent(self, _event: QEvent) -> None:
        self._place()
        self._set_tip()

    def _set_tip(self) -> None:
        """What is cut can be read in the tooltip."""
        first, second, third = self._rows()
        chip = QFontMetrics(theme.font("hint")).horizontalAdvance(chip_of(self.card)[0]) + 28
        cut = QFontMetrics(theme.font("strong")).horizontalAdvance(self.card.what) > first.width() - chip
        body = QFontMetrics(theme.font("body"))
        cut |= body.horizontalAdvance(people_of(self.card)) > second.width() - self._due_width()
        words = QFontMetrics(theme.font("hint")).horizontalAdvance(progress_of(self.card))
        cut |= words > self._words_end - third.left() - theme.width(76) - 48
        self.setToolTip(
            f"{self.card.what}\n{people_of(self.card)}\n{progress_of(self.card)}" if cut else "打开（回车）"
        )

    def _due_width(self) -> float:
        return QFontMetrics(theme.font("body")).horizontalAdvance(day(self.card.due)) + theme.icon_size(15) + 14

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        edge = theme.colour("field_edge" if self.underMouse() else "hairline")
        theme.paint_box(painter, box, ground=theme.colour("surface"), edge=edge, radius=theme.RADIUS_CARD)
        first, second, third = self._rows()
        self._paint_title(painter, first)
        self._paint_people(painter, second)
        self._paint_progress(painter, third)
        if self.hasFocus():
            theme.paint_focus(painter, box, theme.RADIUS_CARD)

    def _paint_title(self, painter: QPainter, row: QRectF) -> None:
        word, tone = chip_of(self.card)
        wide = QFontMetrics(theme.font("hint")).horizontalAdvance(word) + 20
        paint_chip(painter, QRectF(row.right() - wide, row.top(), wide, row.height()), word, tone)
        painter.setPen(theme.colour("text"))
        _draw(painter, row.adjusted(0, 0, -wide - 8, 0), self.card.what, "strong")

    def _paint_people(self, painter: QPainter, row: QRectF) -> None:
        tone = chip_of(self.card)[1]
        ink = theme.colour(tone) if tone in ("overdue", "near") else theme.colour("second")
        painter.setPen(ink)
        words = day(self.card.due)
        painter.setFont(theme.font("body"))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        edge = theme.icon_size(15)
        left = row.right() - QFontMetrics(painter.font()).horizontalAdvance(words) - edge - 5
        icons.paint(painter, "near", QRectF(left, row.center().y() - edge / 2, edge, edge), ink)
        painter.setPen(theme.colour("second"))
        _draw(painter, row.adjusted(0, 0, -self._due_width(), 0), people_of(self.card), "body")

    def _paint_progress(self, painter: QPainter, row: QRectF) -> None:
        card, tone = self.card, chip_of(self.card)[1]
        wide = theme.width(76)
        done = "done" if card.steps_done >= card.steps or tone == "done" else "progress"
        steps = QRectF(row.left(), row.top(), wide, row.height())
        paint_steps(painter, steps, card.steps_done, card.steps, "overdue" if tone == "overdue" else done)
        painter.setPen(theme.colour("second"))
        count = f"{card.steps_done}/{card.steps}"
        at = row.left() + wide + 8
        _draw(painter, QRectF(at, row.top(), row.right() - at, row.height()), count, "body")
        at += QFontMetrics(theme.font("body")).horizontalAdvance(count) + 9
        room, words = self._words_end - at, progress_of(card)
        whole = QFontMetrics(theme.font("hint")).horizontalAdvance(words)
        if whole <= room or (room > theme.width(60) and not card.can_close):
            _draw(painter, QRectF(at, row.top(), room, row.height()), words, "hint")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS and plain:
            self.moved.emit(self, *_ARROWS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and plain:
            self.opened.emit(self)
        elif key == Qt.Key.Key_P and plain and self.card.standing != "已销号":
            self.progress.emit(self)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    @Slot()
    def _ask_progress(self) -> None:
        self.progress.emit(self)

    @Slot()
    def _ask_close(self) -> None:
        self.close_asked.emit(self)


def _draw(painter: QPainter, box: QRectF, text: str, role: str) -> None:
    """One line, cut with … where it must be."""
    painter.setFont(theme.font(role))
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)

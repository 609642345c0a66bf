"""A row of choices with one chosen; each choice has its own tone. Painted in one go, so that thirty rows
of a sign-in table cost thirty small widgets (or none at all: a delegate may call `paint_segments`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui import theme

_INSET = 3


class Choice(NamedTuple):
    """One choice: its name in code, its word, and the tone it takes when chosen."""

    key: str
    word: str
    tone: str = "plain"


def segment_at(rect: QRectF, count: int, point: QPointF) -> int:
    """Which of `count` equal segments a point lies in; -1 outside."""
    if not rect.contains(point):
        return -1
    return min(count - 1, int((point.x() - rect.left()) / (rect.width() / count)))


def segment_rect(rect: QRectF, count: int, place: int) -> QRectF:
    """Where a segment's chosen mark is painted."""
    wide = (rect.width() - 2 * _INSET) / count
    return QRectF(rect.left() + _INSET + place * wide, rect.top() + _INSET, wide, rect.height() - 2 * _INSET)


def segments_size(choices: Sequence[Choice]) -> QSize:
    """The size that lets every word stand in bold."""
    metrics = QFontMetrics(theme.font("strong"))
    widest = max((metrics.horizontalAdvance(c.word) for c in choices), default=0)
    return QSize((widest + 20) * len(choices) + 2 * _INSET, theme.height(32))


def paint_segments(
    painter: QPainter,
    rect: QRectF,
    choices: Sequence[Choice],
    current: int,
    *,
    focused: bool = False,
    enabled: bool = True,
) -> None:
    """Paint the whole row of choices.

    Args:
        current: the chosen one's place; -1 for none.
        focused: with the focus ring.
    """
    theme.paint_box(painter, rect, ground=theme.colour("page"), edge=theme.colour("hairline"))
    painter.setFont(theme.font("body"))
    painter.setPen(theme.colour("second" if enabled else "hint"))
    centre = Qt.AlignmentFlag.AlignCenter
    for place, choice in enumerate(choices):
        if place != current:
            painter.drawText(segment_rect(rect, len(choices), place), centre, choice.word)
    if 0 <= current < len(choices):
        box = segment_rect(rect, len(choices), current)
        text, ground, edge = theme.tone(choices[current].tone)
        theme.paint_box(painter, box, ground=ground, edge=text if choices[current].tone != "done" else edge)
        painter.setFont(theme.font("strong"))
        painter.setPen(text)
        painter.drawText(box, centre, choices[current].word)
    if focused:
        theme.paint_focus(painter, rect)


class Segmented(QWidget):
    """One of up to nine choices. Keys 1–9 choose, ← → move; a click chooses.

    Signals:
        chosen: the key of the choice the user made (not sent by `set_current`).
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self._current = -1
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._announce()

    def current(self) -> str:
        """The chosen key; "" when none is."""
        return self._choices[self._current].key if self._current >= 0 else ""

    def set_current(self, key: str) -> None:
        """Choose without sending `chosen`."""
        self._current = next((n for n, c in enumerate(self._choices) if c.key == key), -1)
        self._announce()
        self.update()

    def sizeHint(self) -> QSize:
        return segments_size(self._choices)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _announce(self) -> None:
        word = self._choices[self._current].word if self._current >= 0 else "未选"
        self.setAccessibleName(f"{self._name}：{word}" if self._name else word)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._choices) and place != self._current:
            self._current = place
            self._announce()
            self.update()
            self.chosen.emit(self._choices[place].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < len(self._choices) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._choose(digit)
        elif event.key() == Qt.Key.Key_Left:
            self._choose(max(0, self._current - 1))
        elif event.key() == Qt.Key.Key_Right:
            self._choose(self._current + 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(segment_at(QRectF(self.rect()), len(self._choices), event.position()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = segment_at(QRectF(self.rect()), len(self._choices), QPointF(event.pos()))
            if place >= 0:
                QToolTip.showText(event.globalPos(), f"{self._choices[place].word}（{place + 1}）", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_segments(
            QPainter(self),
            QRectF(self.rect()),
            self._choices,
            self._current,
            focused=self.hasFocus(),
            enabled=self.isEnabled(),
        )

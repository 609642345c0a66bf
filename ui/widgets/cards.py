"""Cards: a white ground with a hairline; figures that open their records; the line of totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.widgets.flow import FlowLayout
from ui.widgets.pressing import DrawnButton
from ui.widgets.text import WrapLabel, label


class Card(QFrame):
    """A white box with a hairline edge; `body` is its layout. Another ground by colour role."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        ground: str = "surface",
        edge: str = "hairline",
        margins: tuple[int, int, int, int] = (16, 12, 16, 12),
        spacing: int = 8,
    ) -> None:
        super().__init__(parent)
        self._ground, self._edge = ground, edge
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme.paint_box(
            QPainter(self),
            QRectF(self.rect()),
            ground=theme.colour(self._ground),
            edge=theme.colour(self._edge) if self._edge else None,
            radius=theme.RADIUS_CARD,
        )


class CardHeader(QWidget):
    """A card's first row: section title, a note, and things on the right; a hairline under it."""

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 0, 12, 0)
        self._layout.setSpacing(theme.GAP + 2)
        self.title = label(title, "section")
        self.note = label(note, "hint", "second")
        self._layout.addWidget(self.title)
        self._layout.addWidget(self.note)
        self._layout.addStretch(1)
        self.setFixedHeight(theme.height(43))

    def add(self, widget: QWidget) -> None:
        """Put something at the right end."""
        self._layout.addWidget(widget)

    def add_left(self, widget: QWidget) -> None:
        """Put something (a chip) after the title."""
        self._layout.insertWidget(1, widget)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_line(QPainter(self), QRectF(1, self.height() - 1, self.width() - 2, 1))


def titled_card(title: str) -> Card:
    """A card with a header; its body is the room under it."""
    card = Card(margins=(1, 1, 1, 14), spacing=0)
    card.body.addWidget(CardHeader(title))
    inner = QVBoxLayout()
    inner.setContentsMargins(16, 12, 16, 0)
    inner.setSpacing(10)
    card.body.addLayout(inner)
    card.body = inner
    return card


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout, at once out of sight."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class Line(QWidget):
    """A hairline across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_line(QPainter(self), QRectF(self.rect()))


def paint_line(painter: QPainter, rect: QRectF, role: str = "hairline") -> None:
    """A hairline filled on whole device pixels."""
    painter.fillRect(rect, theme.colour(role))


class FigureCard(DrawnButton):
    """A figure: label, value, unit, note. A click, 回车 or 空格 opens exactly the counted records."""

    def __init__(
        self, word: str, value: str = "", unit: str = "", note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._word = word
        self.set(value, unit, note)

    def set(self, value: str, unit: str = "", note: str = "", tone: str = "") -> None:
        """Show a value with its unit; the note is a small line under it."""
        self._value, self._unit, self._note, self._tone = value, unit, note, tone
        self.setAccessibleName(f"{self._word} {value}{unit}，{note}" if note else f"{self._word} {value}{unit}")
        self._set_tip()
        self.update()

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(theme.font("figure")).horizontalAdvance(self._value)
        wide += QFontMetrics(theme.font("hint")).horizontalAdvance(self._unit) + 36
        grown = theme.height(0)  # three lines of text grow, the room around them does not
        return QSize(max(theme.width(150), wide), theme.height(98) + 2 * grown)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.width(110), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        elif event.type() == QEvent.Type.Resize:
            self._set_tip()
        return super().event(event)

    def _set_tip(self) -> None:
        cut = QFontMetrics(theme.font("hint")).horizontalAdvance(self._note) > self.width() - 28
        self.setToolTip(f"{self._note}\n打开这些记录" if cut else "打开这些记录")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        edge = theme.colour("field_edge" if self.underMouse() else "hairline")
        theme.paint_box(painter, box, ground=theme.colour("surface"), edge=edge, radius=theme.RADIUS_CARD)
        third = (box.height() - 14) / 10
        inner = box.adjusted(14, 7, -14, -7)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("second"))
        painter.drawText(inner.adjusted(0, 0, -14, -third * 7), middle, self._word)
        arrow = theme.icon_size(12)
        icons.paint(
            painter,
            "right",
            QRectF(inner.right() - arrow, inner.top() + (third * 3 - arrow) / 2, arrow, arrow),
            theme.colour("second"),
        )
        value_box = QRectF(inner.left(), inner.top() + third * 3, inner.width(), third * 4)
        self._paint_value(painter, value_box)
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("second"))
        note = painter.fontMetrics().elidedText(self._note, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner.adjusted(0, third * 7, 0, 0), middle, note)
        if self.hasFocus():
            theme.paint_focus(painter, box, theme.RADIUS_CARD)

    def _paint_value(self, painter: QPainter, box: QRectF) -> None:
        font = theme.font("figure")
        unit_wide = QFontMetrics(theme.font("hint")).horizontalAdvance(self._unit) + 6
        while (
            QFontMetrics(font).horizontalAdvance(self._value) > box.width() - unit_wide
            and font.pointSizeF() > theme.font("strong").pointSizeF()
        ):
            font.setPointSizeF(font.pointSizeF() - 0.75)  # an amount is never cut: it gets smaller
        painter.setFont(font)
        painter.setPen(theme.tone(self._tone)[0] if self._tone else theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._value)
        painter.setPen(theme.colour("second"))
        left = QFontMetrics(font).horizontalAdvance(self._value) + 6
        painter.setFont(theme.font("hint"))
        painter.drawText(box.adjusted(left, 2, 0, 2), Qt.AlignmentFlag.AlignVCenter, self._unit)


class Total(NamedTuple):
    """One block of the total line.

    Attributes:
        word: what is counted ("捐款 21 笔").
        values: the sums, each never cut ("16,409.02 元"; goods one per unit).
        note: a small line under it (the sum in capitals).
        tone: the value's colour; "" for text.
        large: the value in the size of figures.
    """

    word: str
    values: tuple[str, ...] = ()
    note: str = ""
    tone: str = ""
    large: bool = False


class TotalLine(Card):
    """The line under the title: totals in blocks apart, links at the right. Totals wrap, never cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(16, 8, 16, 8))
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self._blocks = QHBoxLayout()
        self._blocks.setSpacing(20)
        row.addLayout(self._blocks, 1)
        self._right = QHBoxLayout()
        row.addLayout(self._right)
        self.body.addLayout(row)

    def add(self, widget: QWidget) -> None:
        """Put something (a link, a note) at the right end."""
        self._right.addWidget(widget)

    def set_totals(self, totals: Sequence[Total]) -> None:
        """Show these blocks."""
        while (item := self._blocks.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for place, total in enumerate(totals):
            if place:
                self._blocks.addWidget(_Divider(self))
            block = self._block(total)
            self._blocks.addWidget(block, 1 if len(total.values) > 1 else 0)
        if not any(len(t.values) > 1 for t in totals):
            self._blocks.addStretch(1)

    def _block(self, total: Total) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        flow = FlowLayout(spacing=14)
        flow.addWidget(label(total.word, "body", "second"))
        for value in total.values:
            flow.addWidget(label(value, "figure" if total.large else "section", total.tone or "text"))
        column.addLayout(flow)
        if total.note:
            column.addWidget(WrapLabel(total.note, "hint", "second"))
        column.addStretch(1)
        block.setAccessibleName(" ".join((total.word, *total.values, total.note)).strip())
        return block


class _Divider(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(1)
        self.setMinimumHeight(theme.height(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_line(QPainter(self), QRectF(self.rect()), "button_edge")

"""A work group's column: who leads it, how it stands, its cards that scroll, and the closed ones' foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.pages.board.card import CardView
from ui.widgets.buttons import IconButton
from ui.widgets.text import ElidedLabel, label

CLOSED_SHOWN = 40
"""So many closed cards a column shows at most, the newest; the foot opens them all."""


class ColumnView(QWidget):
    """One work group.

    Signals:
        added: the group's number; a new assignment is wanted.
        closed_opened: the group's number; its closed assignments are to be shown.
    """

    added = Signal(int)
    closed_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = 0
        self._leader = self._counts = ""
        self.cards: list[CardView] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(theme.width(230))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 6)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(1)
        self.name = ElidedLabel("", "section")
        self.about = ElidedLabel("", "hint", "second")
        words.addWidget(self.name)
        words.addWidget(self.about)
        head.addLayout(words, 1)
        self.add = IconButton("add", "新增任务", self._add, parent=self)
        head.addWidget(self.add)
        column.addLayout(head)
        self._empty = label("还没有任务", "body", "hint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(0, 18, 0, 0)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        host = QWidget()
        self._list = QVBoxLayout(host)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.GAP)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        self._area.setWidget(host)
        host.setAutoFillBackground(False)  # setWidget turned it on: the column's ground shows through
        self._area.viewport().setAutoFillBackground(False)
        column.addWidget(self._area, 1)
        self.foot = _ClosedFoot(self)
        self.foot.clicked.connect(self._open_closed)
        column.addWidget(self.foot)

    def show_column(self, column: Any) -> tuple[list[CardView], list[CardView]]:
        """Show a work group; cards that are still there keep their view. New views, and views gone."""
        self.group = column.group.id
        name = column.group.texts["name"]
        self.name.setText(name)
        self._leader = f"召集人 {column.leader}" if column.leader else "召集人未定"
        self._counts = f"{column.members} 人　已销号 {column.closed}/{column.open + column.closed}"
        self._say_about()
        self.setAccessibleName(f"{name}，{self.about.text()}")
        self.add.setToolTip(f"给“{name}”新增任务（N）")
        self.add.setAccessibleName(f"给“{name}”新增任务")
        self.foot.set_count(column.closed)
        return self._set_cards(_ordered(column.cards))

    def _set_cards(self, cards: Sequence[Any]) -> tuple[list[CardView], list[CardView]]:
        old = {view.card.id: view for view in self.cards}
        new: list[CardView] = []
        self.cards = []
        for place, card in enumerate(cards):
            view = old.pop(card.id, None)
            if view is None:
                view = CardView(card, self)
                new.append(view)
            else:
                view.set_card(card)
            self._list.removeWidget(view)
            self._list.insertWidget(place, view)
            view.show()  # at once, so that it can take the focus
            self.cards.append(view)
        for view in old.values():
            self._list.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._empty.setVisible(not cards)
        return new, list(old.values())

    def _say_about(self) -> None:
        """Who leads it and how it stands; where there is little room the counts go first, so they are never cut."""
        usual = f"{self._leader}　{self._counts}"
        fits = self.about.fontMetrics().horizontalAdvance(usual) <= self.width() - 28 - self.add.width()
        self.about.setText(usual if fits else f"{self._counts}　{self._leader}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_about()

    def reveal(self, view: CardView) -> None:
        """Scroll so that a card is seen whole."""
        self._list.activate()
        self._area.ensureWidgetVisible(view, 0, 8)

    @Slot()
    def _add(self) -> None:
        self.added.emit(self.group)

    @Slot()
    def _open_closed(self) -> None:
        self.closed_opened.emit(self.group)

    def paintEvent(self, _event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        theme.paint_box(QPainter(self), box, ground=theme.colour("column"), radius=theme.RADIUS_CARD)


class _ClosedFoot(QAbstractButton):
    """已销号 n 件: opens them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(theme.height(32))
        self.set_count(0)

    def set_count(self, count: int) -> None:
        self.setText(f"已销号 {count} 件")
        self.setAccessibleName(self.text())
        self.setToolTip("打开已销号的任务" if count else "还没有销号的任务")
        self.setEnabled(count > 0)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        middle = box.height() / 2
        ink = theme.colour("second")
        edge, arrow = theme.icon_size(17), theme.icon_size(14)
        mark = QRectF(6, middle - edge / 2, edge, edge)
        icons.paint(painter, "done", mark, theme.colour("done") if self.isEnabled() else theme.colour("hint"))
        painter.setFont(theme.font("body"))
        painter.setPen(ink)
        painter.drawText(box.adjusted(edge + 14, 0, -24, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.isEnabled():
            icons.paint(painter, "right", QRectF(box.right() - arrow - 4, middle - arrow / 2, arrow, arrow), ink)
        if self.hasFocus():
            theme.paint_focus(painter, box)


def _ordered(cards: Sequence[Any]) -> list[Any]:
    """Open cards as they are due, then the closed ones, the newest first."""
    still = [c for c in cards if c.standing != "已销号"]
    over = [c for c in cards if c.standing == "已销号"]
    over.sort(key=lambda c: str(c.row.values["closed_on"]), reverse=True)
    return still + over[:CLOSED_SHOWN]

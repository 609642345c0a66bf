"""The wall of names: one tile a member, the guests who have signed, and the tile for a new guest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QScroller,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.widgets.buttons import Button
from ui.widgets.signature import paint_small
from ui.widgets.text import label

if TYPE_CHECKING:
    from liaison.books.roster import Attendee, Roster

LEAST_HEIGHT = 120
"""The brief's least edge of a tile."""

_GAP = 12
_PAD = 16
_MANY = 12
"""So many members or more stand four in a row; guests never move the others about."""


class Tile(QAbstractButton):
    """A person's tile: name, unit, and once signed the time, the small signature and a tick."""

    def __init__(self, person: Attendee) -> None:
        super().__init__()
        self.person = person
        self.chosen = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.height(LEAST_HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_person(person)

    def show_person(self, person: Attendee) -> None:
        """Show what is known of the person now."""
        self.person = person
        self.setEnabled(person.member is not None)
        self.setAccessibleName(f"{person.name} {person.unit} {self.state()}")
        self.setToolTip(person.unit)
        self.update()

    def state(self) -> str:
        """The state in a word: 已签到 8:51, 待补签, 已请公假, or 未签."""
        if self.person.signed:
            return "待补签" if self.person.to_sign_later else f"已签到 {self.person.time}".strip()
        return f"已请{self.person.status}" if self.person.status.endswith("假") else "未签"

    @property
    def on_leave(self) -> bool:
        """Asked for leave, and has not come after all."""
        return self.person.status.endswith("假")

    def sizeHint(self) -> QSize:
        return QSize(theme.width(170), theme.height(LEAST_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme.height(LEAST_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        self._paint_ground(painter, box)
        name = "accent" if self.chosen else "second" if self.on_leave else "text"
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        font = _fitting(theme.font("name"), self.person.name, inner.width())
        middle = box.top() + box.height() * 0.37
        painter.setFont(font)
        painter.setPen(theme.colour(name))
        metrics = painter.fontMetrics()
        line = QRectF(inner.left(), middle - metrics.height() / 2, inner.width(), metrics.height())
        if self.on_leave or self.person.to_sign_later:  # a word stands in the corner above
            line.moveTop(middle - metrics.height() / 2 + 5)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.person.name)
        taken = metrics.horizontalAdvance(self.person.name) + 14
        self._paint_foot(painter, inner, box)
        if self.person.signed:
            self._paint_signed(painter, line.adjusted(taken, -6, 0, 6), box)
        elif self.on_leave:
            self._paint_corner(painter, box, self.state())
        if self.hasFocus():
            theme.paint_box(
                painter, box.adjusted(2, 2, -2, -2), edge=theme.colour("focus"), radius=theme.RADIUS_TILE - 2,
                edge_width=theme.FOCUS_EDGE,
            )  # fmt: skip

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        if self.chosen:
            ground, edge, wide = theme.colour("selected"), theme.colour("accent"), 3
        elif self.person.signed:
            _, ground, edge = theme.tone("done")
            wide = 1
        elif self.on_leave:
            ground, edge, wide = theme.colour("column"), theme.colour("hairline"), 1
        else:
            ground, edge, wide = theme.colour("surface"), theme.colour("button_edge"), 1
        if self.isDown() and not self.chosen:
            edge, wide = theme.colour("accent"), 2
        theme.paint_box(painter, box, ground=ground, edge=edge, radius=theme.RADIUS_TILE, edge_width=wide)

    def _paint_foot(self, painter: QPainter, inner: QRectF, box: QRectF) -> None:
        """Unit on the left, the time on the right."""
        painter.setFont(theme.font("hint"))
        metrics = painter.fontMetrics()
        top = box.top() + box.height() * 0.72 - metrics.height() / 2
        line = QRectF(inner.left(), top, inner.width(), metrics.height())
        time = self.person.time if self.person.signed else ""
        if time:
            painter.setPen(theme.colour("done"))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, time)
            line.setRight(line.right() - metrics.horizontalAdvance(time) - 10)
        painter.setPen(theme.colour("text" if self.chosen else "second"))
        unit = metrics.elidedText(self.person.unit, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, unit)

    def _paint_signed(self, painter: QPainter, room: QRectF, box: QRectF) -> None:
        edge = theme.icon_size(20)
        tick = QRectF(box.right() - edge - 13, box.top() + 13, edge, edge)
        icons.paint(painter, "done", tick, theme.colour("done"))
        if self.person.signature:
            high = min(box.height() * 0.28, 38.0)
            wide = min(room.width() - 4, high * 2)
            if room.left() + wide > tick.left() - 4:  # below the tick rather than beside it
                room.translate(0, 8)
            place = QRectF(room.left(), room.center().y() - high / 2, wide, high)
            if wide >= 22:
                paint_small(painter, self.person.signature, place, theme.colour("second"))
        elif self.person.to_sign_later:
            self._paint_corner(painter, box, "待补签", right=edge + 20)

    def _paint_corner(self, painter: QPainter, box: QRectF, word: str, right: float = 0) -> None:
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("second"))
        area = box.adjusted(_PAD, 14, -_PAD - right, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, word)


class GuestTile(QAbstractButton):
    """来宾签到: a dashed tile at the end of the wall."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen = False
        self.setText("来宾签到")
        self.setAccessibleName("来宾签到")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.height(LEAST_HEIGHT))

    def sizeHint(self) -> QSize:
        return QSize(theme.width(170), theme.height(LEAST_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        ground = theme.colour("selected") if self.chosen else None
        edge = theme.colour("accent" if self.chosen or self.isDown() else "field_edge")
        theme.paint_box(painter, box, ground=ground, edge=edge, radius=theme.RADIUS_TILE,
                        edge_width=2 if self.chosen else 1, dashed=not self.chosen)  # fmt: skip
        size = theme.icon_size(22)
        icons.paint(painter, "guest", QRectF(_PAD, (box.height() - size) / 2, size, size), theme.colour("second"))
        painter.setFont(theme.font("reading"))
        painter.setPen(theme.colour("accent" if self.chosen else "second"))
        painter.drawText(box.adjusted(_PAD + size + 10, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            theme.paint_focus(painter, box, theme.RADIUS_TILE)


class TileWall(QWidget):
    """All tiles under 请点自己的姓名; scrolls by finger, wheel, or the two buttons when there are many.

    Signals:
        person_tapped: the member's number.
        guest_tapped: 来宾签到.
    """

    person_tapped = Signal(int)
    guest_tapped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(label("请点自己的姓名", "section"))
        head.addStretch(1)
        self.up, self.down = Button("上一页", self._page_up, icon="up"), Button("下一页", self._page_down, icon="down")
        head.addWidget(self.up)
        head.addWidget(self.down)
        holder = QWidget()
        holder.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        holder.setFixedHeight(theme.height(theme.CONTROL))
        column.addWidget(holder)
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(self.scroll.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._host = QWidget()
        self._grid = QGridLayout(self._host)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self.scroll.setWidget(self._host)
        self.scroll.viewport().setAutoFillBackground(False)
        self._host.setAutoFillBackground(False)
        column.addWidget(self.scroll, 1)
        self.scroll.verticalScrollBar().rangeChanged.connect(self._show_buttons)
        self.tiles: dict[int, Tile] = {}
        self.guests: list[Tile] = []
        self.new_guest = GuestTile()
        self.new_guest.clicked.connect(self.guest_tapped)
        self._show_buttons()

    def show_roster(self, roster: Roster) -> None:
        """Show everybody; tiles stay where the people are the same."""
        people = [e for e in roster.entries if e.member is not None]
        if [e.member for e in people] == list(self.tiles) and len(roster.guests) == len(self.guests):
            for person in people:
                self.tiles[person.member or 0].show_person(person)
            for tile, guest in zip(self.guests, roster.guests, strict=True):
                tile.show_person(guest)
            return
        for old in (*self.tiles.values(), *self.guests):
            self._grid.removeWidget(old)
            old.deleteLater()
        self.tiles = {person.member or 0: Tile(person) for person in people}
        self.guests = [Tile(guest) for guest in roster.guests]
        for tile in self.tiles.values():
            tile.clicked.connect(self._tapped)
        self._arrange()

    def choose(self, member: int | None) -> None:
        """Mark a person's tile as the chosen one; None for nobody."""
        self.new_guest.chosen = False
        self.new_guest.update()
        for number, tile in self.tiles.items():
            tile.chosen = number == member
            tile.update()
        if member in self.tiles:
            self.scroll.ensureWidgetVisible(self.tiles[member])

    def choose_guest(self) -> None:
        """Mark 来宾签到."""
        self.choose(None)
        self.new_guest.chosen = True
        self.new_guest.update()

    def _arrange(self) -> None:
        everything = [*self.tiles.values(), self.new_guest, *self.guests]
        across = 3 if len(self.tiles) < _MANY or self.width() < 4 * theme.width(150) else 4
        for place, tile in enumerate(everything):
            self._grid.addWidget(tile, place // across, place % across)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    @Slot()
    def _tapped(self) -> None:
        tile = self.sender()
        if isinstance(tile, Tile) and tile.person.member is not None:
            self.person_tapped.emit(tile.person.member)

    @Slot()
    def _show_buttons(self) -> None:
        several = self.scroll.verticalScrollBar().maximum() > 0
        self.up.setVisible(several)
        self.down.setVisible(several)

    @Slot()
    def _page_up(self) -> None:
        self._scroll_by(-1)

    @Slot()
    def _page_down(self) -> None:
        self._scroll_by(1)

    def _scroll_by(self, pages: int) -> None:
        """Whole rows, so that no tile is left half seen at the top."""
        row = theme.height(LEAST_HEIGHT) + _GAP
        bar = self.scroll.verticalScrollBar()
        step = max(row, self.scroll.viewport().height() // row * row)
        bar.setValue(bar.value() + pages * step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _fitting(font: QFont, text: str, width: float) -> QFont:
    """The font, smaller where a long name would be cut: names never are."""
    wanted = QFontMetricsF(font).horizontalAdvance(text)
    if wanted > width:
        font.setPointSizeF(max(font.pointSizeF() * width / wanted * 0.98, 9.0))
    return font

"""Signing by finger, pen or mouse, and drawing signatures again at any size.

A signature is kept as polylines of (x, y) from 0 to 1 of the signing box; nothing of the screen's size is in
it. The line is thick where the hand was slow and thin where it was fast: points come at an even beat, so
the way between two of them is the hand's speed, and a stored signature is drawn as it was written.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

Strokes = list[list[list[float]]]

ASPECT = 500 / 388
"""Width over height of the signing box; the paper draws by the same one."""

_PEN = 0.026  # the pen's width at rest, as a share of the box's height
_FAST = 0.06  # a way between two points, in box heights, at which the line is at its thinnest
_THIN, _THICK = 0.42, 1.15
_STEP = 2.0  # px between two drawn dots of the smoothed line
_NEAR = 1.2  # px; a point nearer to the last one is the hand's tremble
_MOST_POINTS = 6_000  # an hour of scribbling must not fill the file


def ink_bounds(strokes: Strokes) -> QRectF:
    """The box of the ink in heights of the signing box; empty when there is none."""
    points = [(x * ASPECT, y) for line in strokes for x, y in line]
    if not points:
        return QRectF()
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return QRectF(left, top, right - left, bottom - top)


def paint_small(painter: QPainter, strokes: Strokes, rect: QRectF, colour: QColor) -> None:
    """Draw a signature into a small place: cut to its ink, as large as fits, centred, never distorted."""
    bounds = ink_bounds(strokes)
    if not strokes or not rect.isValid():
        return
    scale = min(rect.width() / max(bounds.width(), 0.3), rect.height() / max(bounds.height(), 0.3))
    centre = bounds.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in strokes:
        points = [
            QPointF(rect.center().x() + (x * ASPECT - centre.x()) * scale, rect.center().y() + (y - centre.y()) * scale)
            for x, y in line
        ]
        paint_line(painter, points, scale, colour, least=1.0)
    painter.restore()


def paint_line(
    painter: QPainter,
    points: Sequence[QPointF],
    box_height: float,
    colour: QColor,
    pressures: Sequence[float] = (),
    least: float = 0.6,
) -> None:
    """Draw one stroke as a brush would leave it.

    Args:
        points: where the pen was, in px.
        box_height: px of the whole signing box, by which speed and pen are measured.
        pressures: of a pen that knows them, 0..1 for each point; speed decides otherwise.
        least: the thinnest line in px.
    """
    if not points:
        return
    pen = QPen(colour, 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    widths = [max(least, w * _PEN * box_height) for w in _weights(points, box_height, pressures)]
    before, width_before = points[0], widths[0]
    if len(points) == 1:
        pen.setWidthF(width_before * 1.2)
        painter.setPen(pen)
        painter.drawPoint(before)
        return
    for place, width in _smooth(points, widths):
        pen.setWidthF((width + width_before) / 2)
        painter.setPen(pen)
        painter.drawLine(before, place)
        before, width_before = place, width


def _weights(points: Sequence[QPointF], box_height: float, pressures: Sequence[float]) -> list[float]:
    """The line's weight at each point: from the pen's pressure, or from the hand's speed; it changes gently."""
    weights: list[float] = []
    weight = 1.0
    for place, point in enumerate(points):
        if place < len(pressures) and pressures[place] > 0:
            wanted = _THIN + (_THICK - _THIN) * min(1.0, pressures[place] * 1.3)
        else:
            way = _distance(points[place - 1], point) / box_height if place else 0.0
            wanted = _THICK - (_THICK - _THIN) * min(1.0, way / _FAST)
        weight = wanted if not place else weight + (wanted - weight) * 0.3
        weights.append(weight)
    if len(weights) > 1:
        weights[0] = weights[1]
    if len(weights) > 3:  # the brush leaves the paper
        weights[-1] *= 0.55
        weights[-2] *= 0.8
    return weights


def _smooth(points: Sequence[QPointF], widths: Sequence[float]) -> list[tuple[QPointF, float]]:
    """The line through the middles of the way between points, bent towards each point."""
    smooth: list[tuple[QPointF, float]] = []
    for place in range(len(points)):
        bend, here = points[place], widths[place]
        first = (points[place - 1] + bend) / 2 if place else bend
        last = (bend + points[place + 1]) / 2 if place + 1 < len(points) else bend
        at_first = (widths[place - 1] + here) / 2 if place else here
        at_last = (here + widths[place + 1]) / 2 if place + 1 < len(points) else here
        steps = max(1, math.ceil((_distance(first, bend) + _distance(bend, last)) / _STEP))
        for step in range(1, steps + 1):
            t = step / steps
            on_curve = first * (1 - t) ** 2 + bend * (2 * t * (1 - t)) + last * t**2
            smooth.append((on_curve, at_first + (at_last - at_first) * t))
    return smooth


def _distance(one: QPointF, other: QPointF) -> float:
    return math.hypot(other.x() - one.x(), other.y() - one.y())


class SignaturePad(QWidget):
    """The box to sign in. Keeps its proportions, so that a signature is never stretched.

    Signals:
        changed: whether there is any ink now.
    """

    changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("签名处")
        self.hint = "用手指、触控笔或鼠标写"
        self._lines: Strokes = []
        self._pressures: list[list[float]] = []
        self._drawing = False
        self._finger: int | None = None
        self._dry: QPixmap | None = None  # the finished strokes as a picture

    def strokes(self) -> Strokes:
        """What was written, 0..1 of the box."""
        return [[list(point) for point in line] for line in self._lines]

    def set_strokes(self, strokes: Strokes) -> None:
        """Show a signature given before."""
        self._lines = [[list(point) for point in line] for line in strokes]
        self._pressures = [[] for _ in strokes]
        self._drawing = False
        self._redraw()
        self.changed.emit(bool(self._lines))

    @Slot()
    def clear(self) -> None:
        """重写."""
        self.set_strokes([])

    @property
    def is_empty(self) -> bool:
        """Nothing is written."""
        return not self._lines

    def box(self) -> QRectF:
        """Where one may write: the largest box of the right proportions, centred."""
        wide, high = float(self.width()), float(self.height())
        if wide / max(high, 1) > ASPECT:
            wide = high * ASPECT
        else:
            high = wide / ASPECT
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)

    def sizeHint(self) -> QSize:
        return QSize(500, 388)

    def minimumSizeHint(self) -> QSize:
        return QSize(258, 200)

    # -- writing ------------------------------------------------------------------------------------

    def begin(self, at: QPointF, pressure: float = 0.0) -> None:
        """The pen touches the paper; outside the box nothing happens."""
        if not self.box().contains(at) or sum(map(len, self._lines)) > _MOST_POINTS:
            return
        self._lines.append([self._to_box(at)])
        self._pressures.append([pressure])
        self._drawing = True
        self.update()
        self.changed.emit(True)

    def extend(self, at: QPointF, pressure: float = 0.0) -> None:
        """The pen moves on; beyond the edge the line stays at the edge."""
        if not self._drawing:
            return
        point, last = self._to_box(at), self._lines[-1][-1]
        box = self.box()
        if math.hypot((point[0] - last[0]) * box.width(), (point[1] - last[1]) * box.height()) < _NEAR:
            return
        if sum(map(len, self._lines)) > _MOST_POINTS:
            return
        self._lines[-1].append(point)
        self._pressures[-1].append(pressure)
        self.update()

    def end(self) -> None:
        """The pen leaves the paper."""
        if self._drawing:
            self._drawing = False
            self._redraw()

    def _to_box(self, at: QPointF) -> list[float]:
        box = self.box()
        x, y = (at.x() - box.left()) / box.width(), (at.y() - box.top()) / box.height()
        return [min(1.0, max(0.0, x)), min(1.0, max(0.0, y))]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.extend(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick dots are two dots

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind = event.type()
        if kind == QEvent.Type.TabletPress:
            self.begin(event.position(), event.pressure())
        elif kind == QEvent.Type.TabletMove and self._drawing:
            self.extend(event.position(), event.pressure())
        elif kind == QEvent.Type.TabletRelease:
            self.end()
        event.accept()  # else Qt sends the same as mouse events

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        """One finger writes; a second one, or the ball of the hand, is not heard."""
        if event.type() == QEvent.Type.TouchCancel:
            self._finger = None
            self.end()
            return
        for point in event.points():
            if point.state() == QEventPoint.State.Pressed and self._finger is None:
                self._finger = point.id()
                self.begin(point.position(), _pressure_of(point))
            elif point.id() != self._finger:
                continue
            elif point.state() == QEventPoint.State.Released:
                self._finger = None
                self.end()
            else:
                self.extend(point.position(), _pressure_of(point))

    # -- drawing ------------------------------------------------------------------------------------

    def _points(self, line: list[list[float]]) -> list[QPointF]:
        box = self.box()
        return [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in line]

    def _redraw(self) -> None:
        self._dry = None
        self.update()

    def _dried(self) -> QPixmap:
        """The finished strokes, drawn once."""
        ratio = self.devicePixelRatioF()
        if self._dry is None or self._dry.devicePixelRatioF() != ratio:
            self._dry = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
            self._dry.setDevicePixelRatio(ratio)
            self._dry.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._dry)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            finished = self._lines[:-1] if self._drawing else self._lines
            for line, pressures in zip(finished, self._pressures, strict=False):
                paint_line(painter, self._points(line), self.box().height(), theme.colour("ink"), pressures)
            painter.end()
        return self._dry

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._dry = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.box()
        theme.paint_box(
            painter, box, ground=theme.colour("paper"), edge=theme.colour("field_edge"),
            radius=theme.RADIUS_TILE, edge_width=theme.FOCUS_EDGE if self._drawing else theme.EDGE,
        )  # fmt: skip
        line = round(box.top() + box.height() * 0.78) + 0.5
        painter.setPen(QPen(theme.colour("button_edge"), 1, Qt.PenStyle.DashLine))
        inset = box.width() * 0.08
        painter.drawLine(QPointF(box.left() + inset, line), QPointF(box.right() - inset, line))
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("hint"))
        words = QRectF(box.left(), line, box.width(), box.bottom() - line)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.hint)
        painter.drawPixmap(0, 0, self._dried())
        if self._drawing:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            points = self._points(self._lines[-1])
            paint_line(painter, points, box.height(), theme.colour("ink"), self._pressures[-1])


def _pressure_of(point: QEventPoint) -> float:
    """A finger's pressure; most screens say 1.0 or nothing, which tells nothing."""
    pressure = float(point.pressure())
    return pressure if 0.0 < pressure < 1.0 else 0.0

"""The line icons by meaning: own drawings, 24 grid, stroke 1.7, round ends, no fill.

This is the only file that names icon files. They are painted from their path data with QPainterPath, so
nothing of QtSvg is loaded, each is read when first shown, and every screen scale gets crisp lines.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from ui import theme

GRID, STROKE = 24, 1.7

MEANINGS = {
    "home": "home", "members": "people", "activities": "calendar-check", "ledger": "ledger",
    "speech": "speech", "service": "heart", "liaison": "link", "document": "document",
    "backup": "shield", "settings": "gear", "search": "search", "add": "plus", "import": "import",
    "export": "export", "print": "print", "undo": "undo", "redo": "redo", "check": "check",
    "close": "close", "left": "chevron-left", "right": "chevron-right", "down": "chevron-down",
    "up": "chevron-up", "near": "clock", "overdue": "alert", "progress": "dots", "done": "check-circle",
    "attachment": "clip", "kiosk": "monitor", "sign": "pen", "guest": "user-plus", "lock": "lock",
    "filter": "filter", "board": "board", "table": "grid", "list": "list", "fold": "fold",
    "unfold": "unfold", "drive": "usb", "honor": "medal", "photo": "camera", "refresh": "refresh",
    "void": "trash", "sample": "star", "note": "info", "more": "more", "edit": "edit", "folder": "folder",
    "certificate": "certificate", "copy": "copy", "show": "eye", "hide": "eye-off", "help": "help", "move": "move",
    "money": "money", "goods": "box", "handout": "hand", "calendar": "calendar", "person": "person",
    "group": "group",
}  # fmt: skip
"""What an icon stands for, and its file in resources/icons without the ending. One meaning, one icon."""


def icon(meaning: str, role: str = "text") -> QIcon:
    """A QIcon for buttons and actions, in the colour of a theme role.

    Raises:
        KeyError: a meaning that has no icon.
    """
    return QIcon(_LineEngine(MEANINGS[meaning], role))


def paint(painter: QPainter, meaning: str, rect: QRectF, colour: QColor) -> None:
    """Paint an icon into a rectangle, centred and square."""
    edge = min(rect.width(), rect.height())
    left, top = rect.center().x() - edge / 2, rect.center().y() - edge / 2
    _paint_path(painter, _path(MEANINGS[meaning]), QPointF(left, top), edge, colour)


def app_icon() -> QIcon:
    """The program's own sign: a closed ledger in the accent with three white lines."""
    return QIcon(_SignEngine())


def _paint_path(painter: QPainter, path: QPainterPath, corner: QPointF, edge: float, colour: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(corner)
    painter.scale(edge / GRID, edge / GRID)
    painter.setPen(
        QPen(colour, STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


class _LineEngine(QIconEngine):
    """Draws an icon when Qt asks for it, at the size and scale it asks for."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        role = "hint" if mode == QIcon.Mode.Disabled else self._role
        edge = min(rect.width(), rect.height())
        corner = QPointF(rect.x() + (rect.width() - edge) / 2, rect.y() + (rect.height() - edge) / 2)
        _paint_path(painter, _path(self._name), corner, edge, theme.colour(role))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPointF(0, 0).toPoint(), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _LineEngine(self._name, self._role)


class _SignEngine(_LineEngine):
    """Draws the program's sign."""

    def __init__(self) -> None:
        super().__init__("", "")

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        edge = min(rect.width(), rect.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.center().x() + 0.5 - edge / 2, rect.center().y() + 0.5 - edge / 2)
        painter.scale(edge / GRID, edge / GRID)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(2, 2, 20, 20), 4.5, 4.5)
        painter.setPen(QPen(theme.colour("on_accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for y, right in ((8, 17), (12, 17), (16, 13)):
            painter.drawLine(QPointF(7, y), QPointF(right, y))
        painter.restore()

    def clone(self) -> QIconEngine:
        return _SignEngine()


@lru_cache(maxsize=128)
def _path(name: str) -> QPainterPath:
    """The lines of one icon file, read once."""
    text = (theme.RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return parse_svg(text)


def parse_svg(text: str) -> QPainterPath:
    """The paths and circles of one of our own SVG files as one QPainterPath.

    Knows what our icons use: `<path d>` with M L H V C A Z in both cases, and `<circle>`.
    """
    whole = QPainterPath()
    for data in re.findall(r'<path d="([^"]+)"', text):
        _add_path(whole, data)
    for x, y, radius in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', text):
        whole.addEllipse(QPointF(float(x), float(y)), float(radius), float(radius))
    return whole


_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}


def _add_path(path: QPainterPath, data: str) -> None:
    """Add one `d` attribute. A number list after a command repeats it, as SVG 2 section 9.3 says."""
    words = re.findall(r"[MLHVCAZmlhvcaz]|-?(?:\d+\.\d+|\.\d+|\d+)", data)
    at, command = 0, "M"
    here = QPointF(0, 0)
    while at < len(words):
        if words[at].isalpha():
            command, at = words[at], at + 1
        count = _ARGUMENTS[command.upper()]
        numbers = [float(w) for w in words[at : at + count]]
        at += count
        here = _add_command(path, command, numbers, here)
        command = {"M": "L", "m": "l"}.get(command, command)


def _add_command(path: QPainterPath, command: str, numbers: list[float], here: QPointF) -> QPointF:
    """Add one drawing command; the point it ends at."""
    kind, base = command.upper(), here if command.islower() else QPointF(0, 0)
    if kind == "Z":
        path.closeSubpath()
        return path.currentPosition()
    if kind == "H":
        end = QPointF(base.x() + numbers[0], here.y())
    elif kind == "V":
        end = QPointF(here.x(), base.y() + numbers[0])
    else:
        end = base + QPointF(numbers[-2], numbers[-1])
    if kind == "M":
        path.moveTo(end)
    elif kind == "C":
        path.cubicTo(base + QPointF(*numbers[:2]), base + QPointF(*numbers[2:4]), end)
    elif kind == "A":
        _add_arc(path, here, end, numbers[0], large=bool(numbers[3]), clockwise=bool(numbers[4]))
    else:
        path.lineTo(end)
    return end


def _add_arc(
    path: QPainterPath, start: QPointF, end: QPointF, radius: float, *, large: bool, clockwise: bool
) -> None:
    """A circular arc between two points (SVG 2, appendix B.2.4, with rx = ry)."""
    half = math.hypot(end.x() - start.x(), end.y() - start.y()) / 2
    radius = max(radius, half)
    middle = (start + end) / 2
    away = math.sqrt(max(0.0, radius * radius - half * half)) / (half or 1)
    side = -away if large == clockwise else away
    centre = QPointF(
        middle.x() + side * (start.y() - end.y()) / 2, middle.y() + side * (end.x() - start.x()) / 2
    )
    first = math.degrees(math.atan2(centre.y() - start.y(), start.x() - centre.x()))
    last = math.degrees(math.atan2(centre.y() - end.y(), end.x() - centre.x()))
    sweep = (last - first) % 360
    if clockwise:
        sweep -= 360
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    path.arcTo(box, first, sweep)

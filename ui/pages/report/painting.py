"""The grounds of figures, painted under the text of an editor."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QTextBlock
from PySide6.QtWidgets import QTextEdit

from ui import theme
from ui.pages.report import chips
from ui.pages.report.chips import Chip

_SIDE = 3
"""How far a figure's ground reaches past its characters, in px."""
_MIDDLE, _HIGH = 0.38, 1.6
"""The middle of Chinese characters over the base line, and the ground's height, in characters."""


def boxes(edit: QTextEdit, chip: Chip) -> list[QRectF]:
    """A figure's ground on each of its lines, in viewport places."""
    block = edit.document().findBlock(chip.start)
    layout = block.layout()
    scrolled = QPointF(edit.horizontalScrollBar().value(), edit.verticalScrollBar().value())
    corner = layout.position() - scrolled
    size = theme.font("reading").pointSizeF() * edit.logicalDpiY() / 72
    start, end = chip.start - block.position(), chip.end - block.position()
    found: list[QRectF] = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        left, right = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if left >= right:
            continue
        x1, x2 = _x(line.cursorToX(left)), _x(line.cursorToX(right))
        middle = corner.y() + line.y() + line.ascent() - _MIDDLE * size
        high = _HIGH * size
        found.append(QRectF(corner.x() + x1 - _SIDE, middle - high / 2, x2 - x1 + 2 * _SIDE, high))
    return found


def _x(given: object) -> float:
    """PySide gives the place alone or with the cursor's position, by version."""
    return float(given[0] if isinstance(given, tuple) else given)  # type: ignore[arg-type]


def paint_chips(edit: QTextEdit, region: QRect, chosen: int | None) -> None:
    """Paint the grounds in sight; `chosen` is the place of the figure whose records are open."""
    painter = QPainter(edit.viewport())
    block: QTextBlock = edit.cursorForPosition(region.topLeft()).block()
    while block.isValid():
        if block.layout().position().y() - edit.verticalScrollBar().value() > region.bottom():
            break
        for chip in chips.chips_in(block):
            _paint_chip(painter, chip, boxes(edit, chip), chip.start == chosen)
        block = block.next()
    painter.end()


def _paint_chip(painter: QPainter, chip: Chip, places: list[QRectF], chosen: bool) -> None:
    ground = theme.colour("figure_clicked" if chosen else "surface" if chip.typed_over else "figure_ground")
    edge = theme.colour("figure_edge") if chosen or chip.typed_over else theme.tone("near")[2]
    for box in places:
        theme.paint_box(
            painter, box, ground=ground, edge=edge, dashed=chip.typed_over,
            edge_width=theme.FOCUS_EDGE if chosen else theme.EDGE,
        )  # fmt: skip

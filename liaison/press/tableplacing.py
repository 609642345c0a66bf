"""The rows of a table drawn on a page: their rules, their text, their signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liaison.press import blocks as b
from liaison.press.pieces import Para, SetTable
from liaison.press.placed import Ink, PlacedLine, Rule
from liaison.press.placing import place_line
from liaison.press.tablepages import PageRow
from liaison.press.tables import PADDING_Y


@dataclass(slots=True)
class DrawnRows:
    """What a table's rows put on a page."""

    lines: list[PlacedLine]
    rules: list[Rule]
    ink: list[Ink]


class RowPlacer:
    """Places the rows of one table."""

    def __init__(self, table: SetTable, left: float) -> None:
        self.table = table
        self.edges = [left]
        for width in table.widths:
            self.edges.append(self.edges[-1] + width)

    def place(self, rows: Sequence[PageRow], top: float, unit: float) -> DrawnRows:
        """The rows from `top` down; `unit` is a third of a grid line in points."""
        drawn = DrawnRows([], [], [])
        edges = self.edges
        outer = {0, len(edges) - 1}
        begun: dict[int, float] = {}  # an upright rule runs through all rows that have it
        y = top
        drawn.rules.append(Rule(edges[0], y, edges[-1], y))
        for page_row in rows:
            height = (page_row.height + page_row.extra) * unit
            at_top = page_row.whole is not None or page_row.goes_on
            here = outer.union([cell.column for cell in page_row.row.cells])
            drawn.rules += [Rule(edges[place], begun.pop(place), edges[place], y) for place in begun.keys() - here]
            for place in here:
                begun.setdefault(place, y)
            for cell in page_row.row.cells:
                left, right = edges[cell.column], edges[cell.column + cell.span]
                self._text(drawn, cell.para, left, right, y, height, at_top=at_top)
                if cell.strokes:
                    drawn.ink.append(_placed_ink(cell.strokes, cell.aspect, left, right, y, height))
            y += height
            drawn.rules.append(Rule(edges[0], y, edges[-1], y))
        drawn.rules += [Rule(edges[place], start, edges[place], y) for place, start in begun.items()]
        return drawn

    def _text(self, drawn: DrawnRows, para: Para, left: float, right: float, top: float, height: float, *,
              at_top: bool) -> None:
        table = self.table
        y = top + PADDING_Y / 2 if at_top else top + (height - (len(para.lines) - 1) * table.pitch - para.size) / 2
        for line in para.lines:
            if line.end > line.start:
                drawn.lines.append(place_line(para, line, left + table.padding, right - left - 2 * table.padding, y,
                                              block=table.block))
            y += table.pitch


def _placed_ink(strokes: tuple[b.Polyline, ...], aspect: float, left: float, right: float, top: float,
                height: float) -> Ink:
    """Strokes fitted into a cell without changing their shape."""
    margin = 2.0
    width, tall = right - left - 2 * margin, height - 2 * margin
    drawn = min(width, tall * aspect)
    high = drawn / aspect
    x0 = left + margin + (width - drawn) / 2
    y0 = top + margin + (tall - high) / 2
    return Ink(tuple(tuple((x0 + x * drawn, y0 + y * high) for x, y in stroke) for stroke in strokes))

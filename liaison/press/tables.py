"""Tables: columns measured, cells broken, rows as high as thirds of the grid's lines."""

from __future__ import annotations

import math
from dataclasses import replace

from liaison.press import blocks as b
from liaison.press import linebreak
from liaison.press.compose import UNITS, Para, SetCell, SetRow, SetTable
from liaison.press.measures import MM, SIZE_4, SIZE_5, Sheet

SIZES = (SIZE_4, 12.0, SIZE_5)  # the largest whose headings stand on one line
LEADING = 1.3
PADDING_X = 4.0  # on either side of a cell's text, points
PADDING_Y = 4.0  # above and below together, points


def set_table(table: b.Table, sheet: Sheet) -> SetTable:
    """A table measured for a sheet.

    Raises:
        ValueError: a row's spans do not add up to the number of columns.
    """
    widths = column_widths(table.columns, sheet.area_width)
    size = _size(table, widths)
    setter = _RowSetter(table, widths, size, sheet)
    head = setter.row(tuple(b.Cell(column.label, align="center") for column in table.columns), role="hei")
    rows = [setter.row(row) for row in (*table.rows, *table.foot)]
    return SetTable(widths, head, tuple(rows), size, size * LEADING)


def column_widths(columns: tuple[b.Column, ...], room: float) -> tuple[float, ...]:
    """The columns' widths in points: fixed ones as asked, the others sharing what is left by weight."""
    fixed: list[float] = [column.width_mm * MM if column.width_mm else 0.0 for column in columns]
    weights: list[float] = [0.0 if column.width_mm else column.weight for column in columns]
    if sum(fixed) > room or (not any(weights) and any(fixed)):
        scale = room / sum(fixed) if not any(weights) else room * 0.8 / sum(fixed)
        fixed = [width * scale for width in fixed]
    left = room - sum(fixed)
    share = left / sum(weights) if any(weights) else 0.0
    return tuple(width + weight * share for width, weight in zip(fixed, weights, strict=True))


def _size(table: b.Table, widths: tuple[float, ...]) -> float:
    for size in SIZES:
        if all(
            linebreak.text_width(column.label) * size <= width - 2 * PADDING_X
            for column, width in zip(table.columns, widths, strict=True)
        ):
            return size
    return SIZES[-1]


class _RowSetter:
    def __init__(self, table: b.Table, widths: tuple[float, ...], size: float, sheet: Sheet) -> None:
        self.table = table
        self.widths = widths
        self.size = size
        self.sheet = sheet
        self.unit = sheet.pitch / UNITS
        self.known: dict[tuple[object, ...], Para] = {}

    def row(self, row: b.Row, *, role: b.Role = "fangsong") -> SetRow:
        """One row with its cells broken and its height found."""
        cells: list[SetCell] = []
        column = 0
        least = (self.table.row_height_mm or 0.0) * MM
        for given in row:
            cell = b.cell_of(given)
            width = sum(self.widths[column:column + cell.span])
            align = cell.align or self.table.columns[min(column, len(self.widths) - 1)].align
            para = self._cell_para(cell.text, width, align, role)
            cells.append(SetCell(para, column, cell.span, cell.strokes, cell.aspect))
            least = max(least, (cell.height or 0.0) * MM, len(para.lines) * self.size * LEADING + PADDING_Y)
            column += cell.span
        if column != len(self.widths):
            raise ValueError(f"a row covers {column} of {len(self.widths)} columns")
        height = max(2, math.ceil(least / self.unit - 0.01))
        return SetRow(tuple(cells), min(height, self.sheet.lines * UNITS))

    def _cell_para(self, text: b.Text, width: float, align: b.Align, role: b.Role) -> Para:
        key = (text, width, align, role)
        known = self.known.get(key)
        if known is None:
            runs = b.runs_of(text)
            measure = math.floor((width - 2 * PADDING_X) / self.size * 2 + 0.01) / 2
            lines = linebreak.break_text("".join(run.text for run in runs), max(1.0, measure))
            known = Para("body", runs, tuple(replace(line, full=False) for line in lines), role=role,
                         size=self.size, cell=self.size, align=align)
            self.known[key] = known
        return known

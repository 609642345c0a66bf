"""Tables: columns measured, cells broken, rows as high as thirds of the grid's lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from liaison.press import blocks as b
from liaison.press import linebreak
from liaison.press.measures import MM, SIZE_4, SIZE_5, Sheet
from liaison.press.pieces import UNITS, Para, SetCell, SetRow, SetTable

SIZES = (SIZE_4, 12.0, SIZE_5)  # the largest whose headings stand on one line
_WIDEST_NEED = 9.0  # an address may be cut; ems
LEADING = 1.3
PADDING_X = 4.0  # on either side of a cell's text, points
PADDING_Y = 4.0  # above and below together, points


def set_table(table: b.Table, sheet: Sheet) -> SetTable:
    """A table measured for a sheet.

    The largest text is taken at which every heading stands on one line and no figure, date or word has to be cut.

    Raises:
        ValueError: a row's spans do not add up to the number of columns.
    """
    needs = _needs(table)
    for size in [each for each in SIZES if each <= (table.size or SIZE_4)] or [SIZE_5]:
        least = [need * size + 2 * PADDING_X + 0.5 for need in needs]
        widths = column_widths(table.columns, sheet.area_width, least)
        if all(width >= floor - 0.01 for width, floor in zip(widths, least, strict=True)):
            break
    setter = _RowSetter(table, widths, size, sheet)
    labels = tuple(b.Cell(column.label, align="center") for column in table.columns)
    head = setter.row(labels, role="hei") if any(column.label for column in table.columns) else SetRow((), 0)
    rows = [setter.row(_plain_row(row, len(widths))) for row in (*table.rows, *table.foot)]
    return SetTable(widths, head, tuple(rows), size, size * LEADING)


def column_widths(columns: tuple[b.Column, ...], room: float, least: Sequence[float]) -> tuple[float, ...]:
    """The columns' widths in points.

    Fixed ones are as wide as asked; the others share what is left by weight, but none gets less than its content
    needs while another has more than it needs.

    Args:
        columns: the columns.
        room: the width of the whole table.
        least: what each column's content needs.
    """
    fixed: list[float] = [column.width_mm * MM if column.width_mm else 0.0 for column in columns]
    weights: list[float] = [0.0 if column.width_mm else column.weight for column in columns]
    if not any(weights):
        scale = room / sum(fixed)
        return tuple(width * scale for width in fixed)
    if sum(fixed) > room * 0.9:
        fixed = [width * room * 0.8 / sum(fixed) for width in fixed]
    left = room - sum(fixed)
    widths = list(fixed)
    open_ = [place for place, weight in enumerate(weights) if weight]
    needed = sum(least[place] for place in open_)
    if needed >= left:  # not even the needs fit: all give way alike
        for place in open_:
            widths[place] = least[place] * left / needed
        return tuple(widths)
    while open_:
        share = left / sum(weights[place] for place in open_)
        tight = [place for place in open_ if weights[place] * share < least[place]]
        if not tight:
            for place in open_:
                widths[place] = weights[place] * share
            break
        for place in tight:
            widths[place] = least[place]
            left -= least[place]
            open_.remove(place)
    return tuple(widths)


def _needs(table: b.Table) -> list[float]:
    """For every column, the widest heading or unbroken stretch in it, in ems."""
    needs = [linebreak.text_width(column.label) for column in table.columns]
    for row in (*table.rows, *table.foot):
        place = 0
        for given in _plain_row(row, len(needs)):
            cell = b.cell_of(given)
            if cell.span == 1 and place < len(needs):
                text = b.plain(cell.text)
                if len(text) > needs[place]:  # no stretch is wider than the whole text
                    wide = linebreak.text_width if table.columns[place].whole else linebreak.longest_unbroken
                    needs[place] = max(needs[place], min(_WIDEST_NEED, wide(text)))
            place += cell.span
    return needs


def _plain_row(row: b.Row | b.Group, columns: int) -> b.Row:
    """A group's row as one cell over all columns."""
    return (b.Cell(row.label, span=columns, align="left"),) if isinstance(row, b.Group) else row


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

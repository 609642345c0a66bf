"""Tables: cells broken, rows as high as thirds of the grid's lines."""

from __future__ import annotations

import math
from dataclasses import replace

from liaison.press import blocks as b
from liaison.press import linebreak
from liaison.press.columns import fit_columns
from liaison.press.measures import MM, TWIPS, WORD_PITCH_TWIPS, Sheet
from liaison.press.pieces import UNITS, Para, SetCell, SetRow, SetTable

LEADING = 1.3
PADDING_Y = 6.0  # above and below together, points


def set_table(table: b.Table, sheet: Sheet) -> SetTable:
    """A table measured for a sheet.

    Raises:
        ValueError: a row's spans do not add up to the number of columns.
    """
    fit = fit_columns(table, sheet.area_width)
    setter = _RowSetter(table, fit.widths, fit.size, fit.padding, sheet)
    labels = tuple(b.Cell(column.label, align="center") for column in table.columns)
    head = setter.row(labels, role="hei") if any(column.label for column in table.columns) else SetRow((), 0)
    rows = tuple(setter.group(row) if isinstance(row, b.Group) else setter.row(row) for row in table.rows)
    foot = tuple(setter.row(row) for row in table.foot)
    return SetTable(fit.widths, head, rows, foot, fit.size, fit.size * LEADING, fit.padding, table.sums,
                    setter.row if table.sums else None)


def text_height(lines: int, size: float) -> float:
    """The height of a cell that holds so many lines of text, in points."""
    return (lines - 1) * size * LEADING + size + PADDING_Y


def row_unit(sheet: Sheet) -> float:
    """A third of a grid line where rows fill the type area, in points: ours or Word's, whichever is less."""
    return min(sheet.area_height / (sheet.lines * UNITS), WORD_PITCH_TWIPS / TWIPS / UNITS)


class _RowSetter:
    def __init__(self, table: b.Table, widths: tuple[float, ...], size: float, padding: float, sheet: Sheet) -> None:
        self.table = table
        self.widths = widths
        self.size = size
        self.padding = padding
        self.sheet = sheet
        self.unit = row_unit(sheet)
        self.least = max(2, math.ceil((table.row_height_mm or 0.0) * MM / self.unit - 0.01))
        self.aligns = [column.align for column in table.columns]
        self.known: dict[tuple[object, ...], Para] = {}

    def group(self, group: b.Group) -> SetRow:
        """A group's row: one cell over all columns."""
        cell = b.Cell(group.label, span=len(self.widths), align="left")
        role: b.Role = "hei" if isinstance(group.label, str) else "fangsong"
        return replace(self.row((cell,), role=role), group=True)

    def row(self, row: b.Row, *, role: b.Role = "fangsong") -> SetRow:
        """One row with its cells broken and its height found."""
        cells: list[SetCell] = []
        column = 0
        least = self.least
        most = 1
        for given in row:
            if isinstance(given, str):
                para = self._para(given, self.widths[column], self.aligns[column], role)
                cells.append(SetCell(para, column, 1))
                column += 1
            else:
                para = self._para(given.text, sum(self.widths[column:column + given.span]),
                                  given.align or self.aligns[column], role, red=given.red)
                cells.append(SetCell(para, column, given.span, given.strokes, given.aspect))
                column += given.span
                if given.height:
                    least = max(least, math.ceil(given.height * MM / self.unit - 0.01))
            most = max(most, len(para.lines))
            if column >= len(self.widths):
                break
        covered = sum(b.cell_of(given).span for given in row)
        if covered != len(self.widths):
            raise ValueError(f"a row covers {covered} of {len(self.widths)} columns")
        # a field to sign in cannot be higher than a page; text that is goes on over the next ones
        least = min(least, self.sheet.lines * UNITS)
        text = math.ceil(text_height(most, self.size) / self.unit - 0.01)
        return SetRow(tuple(cells), max(least, text))

    def _para(self, text: b.Text, width: float, align: b.Align, role: b.Role, *, red: bool = False) -> Para:
        key = (text, width, align, role, red)
        known = self.known.get(key)
        if known is None:
            runs = b.runs_of(text)
            measure = math.floor((width - 2 * self.padding) / self.size * 2 + 0.01) / 2
            joined = runs[0].text if len(runs) == 1 else "".join(run.text for run in runs)
            fitting = linebreak.fitting_line(joined, measure)
            lines = [fitting] if fitting else linebreak.break_text(joined, max(1.0, measure))
            unspread = tuple(replace(line, full=False) if line.full else line for line in lines)
            known = Para("body", runs, unspread, role=role, size=self.size, cell=self.size, align=align,
                         red=red)
            self.known[key] = known
        return known

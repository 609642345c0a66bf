"""Tables as real Word tables, their headings repeated on every page."""

from __future__ import annotations

from liaison.press.measures import TWIPS
from liaison.press.pieces import UNITS, SetCell, SetRow, SetTable
from liaison.press.strokes import drawing
from liaison.press.tables import PADDING_X
from liaison.press.wordcontext import PanelContext
from liaison.press.wordruns import RunWriter

_RULE = 10  # the thickness of a table's rules, in twips


class TableWriter:
    """Writes the tables of one file."""

    def __init__(self, runs: RunWriter, context: PanelContext) -> None:
        self.runs = runs
        self.context = context

    def table(self, table: SetTable, fill: int) -> str:
        """A table whose last row also takes `fill`, in thirds of a grid line."""
        widths = [round(width * TWIPS) for width in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = []
        if table.head.cells:
            rows.append(self._row(table, table.head, widths, table.head.height, head=True, keep=True))
        for number, row in enumerate(table.rows):
            last = number == len(table.rows) - 1
            rows.append(self._row(table, row, widths, row.height + (fill if last else 0), head=False,
                                  keep=last and table.keep_next))
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def _row(self, table: SetTable, row: SetRow, widths: list[int], units: int, *, head: bool, keep: bool) -> str:
        height = units * self.context.grid.pitch // UNITS - _RULE
        repeat = "<w:tblHeader/>" if head else ""
        cells = "".join(self._cell(table, cell, widths, height, keep) for cell in row.cells)
        return (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeat}</w:trPr>'
            f"{cells}</w:tr>"
        )

    def _cell(self, table: SetTable, cell: SetCell, widths: list[int], height: int, keep: bool) -> str:
        """A cell whose margins leave exactly the measure that its lines were broken for."""
        width = sum(widths[cell.column:cell.column + cell.span])
        para = cell.para
        pad = round(PADDING_X * TWIPS)
        spare = max(0, width - 2 * pad - int(para.lines[0].measure * para.size * TWIPS) - 4)
        left = pad + (spare if para.align == "right" else spare // 2 if para.align == "center" else 0)
        right = pad + spare - (left - pad)
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        half_points = round(para.size * 2)
        content = "".join(self.runs.runs(para, size=f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'))
        line = f'<w:spacing w:line="{round(table.pitch * TWIPS)}" w:lineRule="atLeast"/>'
        align = "center" if cell.strokes else para.align
        if cell.strokes:
            line = '<w:spacing w:line="240" w:lineRule="auto"/>'
            content += drawing(cell.strokes, cell.aspect, (width - 2 * pad) / TWIPS, height / TWIPS - 6,
                               self.context.next_drawing())
        keeping = "<w:keepNext/>" if keep else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:tcMar><w:left w:w="{left}" w:type="dxa"/>'
            f'<w:right w:w="{right}" w:type="dxa"/></w:tcMar><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{keeping}{line}<w:jc w:val="{align}"/></w:pPr>'
            f"{content}</w:p></w:tc>"
        )

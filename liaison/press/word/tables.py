"""Tables as real Word tables, their headings repeated on every page."""

from __future__ import annotations

from liaison.press.measures import TWIPS, WORD_RULE_TWIPS
from liaison.press.pieces import UNITS, Para, SetCell, SetTable
from liaison.press.tablepages import PageRow, TablePage
from liaison.press.word.context import PanelContext
from liaison.press.word.runs import RED, RunWriter
from liaison.press.word.strokes import drawing
from liaison.press.word.styles import table_style


class TableWriter:
    """Writes the tables of one file."""

    def __init__(self, runs: RunWriter, context: PanelContext) -> None:
        self.runs = runs
        self.context = context
        self.written: dict[int, str] = {}  # the runs of a paragraph, which many cells share

    def table(self, table: SetTable, pages: tuple[TablePage, ...]) -> str:
        """One table with all its rows, page by page as they stand in our own pages."""
        widths = [round(width * TWIPS) for width in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = []
        headed = bool(table.head.cells)
        if headed:
            moved = bool(pages) and pages[0].moved
            head = PageRow(table.head, table.head.height)
            rows.append(self._row(table, head, widths, head=True, keep=True, moved=moved))
        last = pages[-1].rows[-1] if pages and pages[-1].rows else None
        for place, page in enumerate(pages):
            moved = page.moved and not (headed and place == 0)
            for number, row in enumerate(page.rows):
                if row.goes_on and not table.sums:
                    continue  # Word itself goes on with it
                keep = row.row.group or (row is last and table.keep_next)
                rows.append(self._row(table, row, widths, keep=keep, moved=moved and not number))
        pad = round(table.padding * TWIPS)
        sides = f'<w:left w:w="{pad}" w:type="dxa"/><w:right w:w="{pad}" w:type="dxa"/>'
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def _row(self, table: SetTable, given: PageRow, widths: list[int], *, head: bool = False, keep: bool = False,
             moved: bool = False) -> str:
        """A row; one higher than a page is written whole, unless sums stand between its parts, and may be parted."""
        parted = given.whole is not None and not table.sums
        row = given.whole if given.whole is not None and parted else given.row
        units = given.height + given.extra
        height = 0 if parted else int(units * self.context.grid.pitch / UNITS + 0.001) - WORD_RULE_TWIPS
        whole = "" if parted else "<w:cantSplit/>"
        repeat = "<w:tblHeader/>" if head else ""
        flags = ("<w:keepNext/>" if keep else "") + ("<w:pageBreakBefore/>" if moved else "")
        cells = "".join(
            self._cell(table, cell, widths, height, flags if number == 0 or not moved else "", at_top=parted)
            for number, cell in enumerate(row.cells)
        )
        tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
        return f"<w:tr><w:trPr>{whole}{tall}{repeat}</w:trPr>{cells}</w:tr>"

    def _cell(self, table: SetTable, cell: SetCell, widths: list[int], height: int, flags: str, *,
              at_top: bool = False) -> str:
        """A cell; where its text has several lines, its margins leave exactly the measure these were broken for."""
        width = sum(widths[cell.column:cell.column + cell.span])
        para = cell.para
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        content = "".join(self.runs.runs(para, colour=RED if para.red else ""))
        style, line = table_style(para.size, para.align), ""
        if cell.strokes:
            style, line = table_style(para.size, "center"), '<w:spacing w:line="240" w:lineRule="auto"/>'
            pad = round(table.padding * TWIPS)
            content += drawing(cell.strokes, cell.aspect, (width - 2 * pad) / TWIPS, height / TWIPS - 6,
                               self.context.next_drawing())
        stands = "top" if at_top else "center"
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{self._margins(table, para, width)}'
            f'<w:vAlign w:val="{stands}"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{flags}{line}</w:pPr>'
            f"{content}</w:p></w:tc>"
        )

    def _margins(self, table: SetTable, para: Para, width: int) -> str:
        """A cell's own margins; the table's are enough where there is one line, so that the cell edits well."""
        if len(para.lines) < 2 or not self.context.grid.led:
            return ""
        pad = round(table.padding * TWIPS)
        spare = max(0, width - 2 * pad - int(para.lines[0].measure * para.size * TWIPS) - 4)
        left = pad + (spare if para.align == "right" else spare // 2 if para.align == "center" else 0)
        right = pad + spare - (left - pad)
        return f'<w:tcMar><w:left w:w="{left}" w:type="dxa"/><w:right w:w="{right}" w:type="dxa"/></w:tcMar>'

"""A book's cover in Word: paragraphs at their places, and what is written on it in a table ruled under its values."""

from __future__ import annotations

from liaison.press.covers import (
    LABEL_GAP,
    LINES_TOP,
    RULE_DROP,
    TITLE_LEADING,
    TITLE_TOP,
    VALUE_WIDTH,
    CoverParts,
    cover_parts,
)
from liaison.press.forms import Cover
from liaison.press.measures import SIZE_2, SIZE_3, TWIPS
from liaison.press.pieces import Panel, Para
from liaison.press.word.context import PanelContext
from liaison.press.word.runs import RunWriter

_SPARE = 8.0  # kept free at the foot for the paragraph that ends the section, points
_RULE = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'


def cover_xml(panel: Panel, context: PanelContext) -> str:
    """The cover's paragraphs and its table."""
    assert isinstance(panel.source, Cover)
    parts = cover_parts(panel.source, context.sheet)
    runs = RunWriter(context.grid)
    made: list[str] = []
    at = 0.0
    room = context.sheet.area_height - _SPARE
    if parts.office:
        made.append(_paragraph(parts.office, 0.0, SIZE_2, runs))
        at = len(parts.office.lines) * SIZE_2 * TITLE_LEADING
    size = parts.title_size
    made.append(_paragraph(parts.title, TITLE_TOP - at, size, runs))
    at = TITLE_TOP + len(parts.title.lines) * size * TITLE_LEADING
    top = LINES_TOP - (parts.pitch - SIZE_3 - RULE_DROP)  # rows end at the rules
    if parts.written:
        spacing = f'<w:spacing w:before="{max(0, round((top - at) * TWIPS))}"/>'
        made.append(f'<w:p><w:pPr><w:pStyle w:val="Thin"/>{spacing}</w:pPr></w:p>')
        made.append(_table(parts, runs))
        at = top + len(parts.written) * parts.pitch
    if parts.foot:
        before = min(parts.foot_top, room - len(parts.foot.lines) * SIZE_3 * TITLE_LEADING) - at
        made.append(_paragraph(parts.foot, before, SIZE_3, runs))
    return "".join(made)


def _paragraph(para: Para, before: float, size: float, runs: RunWriter) -> str:
    half_points = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    line = round(size * TITLE_LEADING * TWIPS)
    spacing = f'<w:spacing w:before="{max(0, round(before * TWIPS))}" w:line="{line}" w:lineRule="exact"/>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Display"/>{spacing}<w:jc w:val="center"/></w:pPr>'
        f'{"".join(runs.runs(para, size=half_points))}</w:p>'
    )


def _table(parts: CoverParts, runs: RunWriter) -> str:
    widths = [round(width * TWIPS) for width in (parts.label_width, LABEL_GAP, VALUE_WIDTH)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    height = round(parts.pitch * TWIPS)
    rows: list[str] = []
    for written in parts.written:
        label = "".join(runs.runs(written.label)) if written.label else ""
        value = written.value
        line = value.lines[written.number]
        text = "".join(runs.runs(value, start=line.start, stop=line.next))
        cells = (
            _cell(widths[0], label, "distribute", ruled=False) + _cell(widths[1], "", "left", ruled=False)
            + _cell(widths[2], text, "center", ruled=True)
        )
        tall = f'<w:trHeight w:val="{height}" w:hRule="exact"/>'
        rows.append(f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(width: int, runs: str, align: str, *, ruled: bool) -> str:
    rule = _RULE if ruled else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{rule}<w:vAlign w:val="bottom"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/><w:spacing w:line="{round(SIZE_3 * 1.3 * TWIPS)}"'
        f' w:lineRule="exact"/><w:jc w:val="{align}"/></w:pPr>{runs}</w:p></w:tc>'
    )

"""Heads, 版记 and other forms in Word: real paragraphs in styles of their own.

A head takes as many lines of Word's grid as of ours, so that the text under it breaks at the same places. The red
rule is the lower border of the number's paragraph; 版记 is a frame at the foot of the type area, which stays there
when the text above it is edited; its rules are thin shaded paragraphs, since word processors take a frame apart
whose paragraphs have borders of their own. What stands outside the type area (a letter's mark and double lines) is a
text box and drawings that the text runs past.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from liaison.press import blocks as b
from liaison.press import closing, heads
from liaison.press.heads import Mark
from liaison.press.linebreak import text_width
from liaison.press.measures import PAGE_HEIGHT, PAGE_WIDTH, SIZE_3, SIZE_4, TWIPS
from liaison.press.pieces import UNITS, Panel
from liaison.press.word.context import PanelContext
from liaison.press.word.runs import RED, RunWriter
from liaison.press.word.styles import ROLE_STYLES, WordGrid

_EMU = 12700  # English metric units in a point
_RED = "FF0000"
_BASE = 0.8  # where an exact line's base line lies, as a share of its height
_INK = 0.84  # from a hanzi's base line to the top of its ink, in ems
_EM_TOP = 0.86  # from its base line to the top of its em box
_MARK_LINE = 1.25  # the height of a mark's line over its size
_THIN = '<w:p><w:pPr><w:pStyle w:val="Thin"/>{}</w:pPr></w:p>'
_BREAK = "<w:pageBreakBefore/>"


def red_head_xml(panel: Panel, context: PanelContext) -> str:
    """红头: 份号 and its like, the mark, number and signers over the red rule."""
    block = panel.source
    assert isinstance(block, b.RedHead)
    plan = heads.plan_red_head(block, context.sheet)
    grid = context.grid
    notes = [_note(text, role, new_page=panel.new_page and not row)
             for row, (text, role) in enumerate(plan.notes)]
    top = round(plan.top / context.sheet.pitch * grid.pitch)
    height = _mark_height(plan.mark)
    before = max(0, _tw(heads.MARK_TOP) - len(notes) * grid.pitch - _over_ink(plan.mark))
    after = max(0, top - len(notes) * grid.pitch - before - height)
    mark = _mark(plan.mark, f'<w:spacing w:before="{before}" w:after="{after}" w:line="{height}"'
                 ' w:lineRule="exact"/>', new_page=panel.new_page and not notes)
    number = b.plain(block.number)
    rows = [_signers(row, plan, number, context) for row in range(len(plan.signers) - 1)]
    height = panel.height // UNITS
    return "".join([*notes, mark, *rows, _number(number, plan, height, context)])


def _number(number: str, plan: heads.RedHeadPlan, height: int, context: PanelContext) -> str:
    """The line over the red rule; the rule and the two blank lines under it belong to the paragraph."""
    space = _rule_space(context.grid)
    under = height - plan.top / context.sheet.pitch - plan.rows
    after = max(0, round(under * context.grid.pitch) - (space + 1) * TWIPS - 10)
    spacing = f'<w:spacing w:after="{after}"/>'
    border = (f'<w:pBdr><w:bottom w:val="single" w:sz="{round(heads.RED_RULE * 8)}" w:space="{space}"'
              f' w:color="{_RED}"/></w:pBdr>')
    if plan.signers:
        return _signers(len(plan.signers) - 1, plan, number, context, last=(border, spacing))
    narrow = heads.narrowing(number, context.sheet.cells)
    return _p("DocNumber", border + spacing, _run(number, narrow=narrow))


def _signers(row: int, plan: heads.RedHeadPlan, number: str, context: PanelContext, *,
             last: tuple[str, str] = ("", "")) -> str:
    """One line of signers; the number stands at the left of the last (7.2.5), which brings a border and spacing."""
    grid, cells = context.grid, context.sheet.cells
    label, *columns = heads.signer_columns(plan, number, cells)
    border, spacing = last
    stops: list[float] = []
    runs: list[str] = []
    if border and number:
        stops.append(1.0)
        runs.append(_tab() + _run(number, narrow=heads.narrowing(number, heads.number_room(plan, cells))))
    if not row:
        stops.append(label)
        runs.append(_tab() + _run(heads.SIGNERS_LABEL))
    for name, column in zip(plan.signers[row], columns, strict=False):
        stops.append(column)
        before = _tab() if row or column != columns[0] else ""
        runs.append(before + _run(name, "kai", narrow=heads.narrowing(name, cells - 1 - column)))
    tabs = "".join(f'<w:tab w:val="left" w:pos="{grid.cells(stop)}"/>' for stop in stops)
    return _p("DocSigners", f"{border}<w:tabs>{tabs}</w:tabs>{spacing}", "".join(runs))


def _rule_space(grid: WordGrid) -> int:
    """From the bottom of a line of size 3 to a rule 4 mm under its characters, in whole points."""
    under = grid.pitch / TWIPS * (1 - _BASE) - (1 - _EM_TOP) * SIZE_3
    return max(0, min(31, round(heads.RULE_DROP - under)))


def letter_head_xml(panel: Panel, context: PanelContext) -> str:
    """A letter's head: the mark in a text box over the type area, the double lines drawn, the rest as paragraphs."""
    block = panel.source
    assert isinstance(block, b.LetterHead)
    plan = heads.plan_letter_head(block, context.sheet)
    grid = context.grid
    height = _mark_height(plan.mark)
    top = _tw(heads.LETTER_MARK_TOP) - _over_ink(plan.mark)
    spacing = f'<w:spacing w:line="{height}" w:lineRule="exact"/>'
    box = (f"{_TEXT_BOX}<wps:txbx><w:txbxContent>{_mark(plan.mark, spacing)}</w:txbxContent></wps:txbx>"
           '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>')
    sheet = context.sheet
    mark = _drawn(context, "发文机关标志", sheet.left, top / TWIPS, sheet.area_width, height / TWIPS, box)
    lines = mark + "".join(
        _double_rule(context, y, thick_first=first)
        for y, first in ((plan.rule + context.sheet.top, True),
                         (PAGE_HEIGHT - heads.LETTER_FOOT - heads.DOUBLE, False))
    )
    over = round((grid.pitch / TWIPS * _BASE - _EM_TOP * SIZE_3) * TWIPS)
    before = max(0, _tw(plan.first) - over)
    number = b.plain(block.number)
    notes = list(plan.notes) or [("", "fangsong")]
    after = max(0, panel.height // UNITS * grid.pitch - before - len(notes) * grid.pitch)
    rows = []
    for row, (text, role) in enumerate(notes):
        own = f'<w:tabs><w:tab w:val="right" w:pos="{_tw(context.sheet.area_width)}"/></w:tabs><w:spacing'
        own += (f' w:before="{before}"' if not row else "") + (f' w:after="{after}"' if row == len(notes) - 1 else "")
        runs = _run(text, role)
        if not row:
            runs = lines + runs + (_tab() + _run(number) if number else "")
        rows.append(_p("HeadNote", own + "/>", runs, new_page=panel.new_page and not row))
    return "".join(rows)


def _double_rule(context: PanelContext, top: float, *, thick_first: bool) -> str:
    """A red double line as two filled bars of one drawing, 170 mm long in the middle of the sheet."""
    across, down = round(heads.LETTER_RULE_LENGTH * _EMU), round(heads.DOUBLE * _EMU)
    first = heads.THICK if thick_first else heads.THIN
    second = heads.THIN if thick_first else heads.THICK
    bars = (0, round(first * _EMU)), (down - round(second * _EMU), down)
    path = "".join(
        f'<a:moveTo><a:pt x="0" y="{upper}"/></a:moveTo><a:lnTo><a:pt x="{across}" y="{upper}"/></a:lnTo>'
        f'<a:lnTo><a:pt x="{across}" y="{lower}"/></a:lnTo><a:lnTo><a:pt x="0" y="{lower}"/></a:lnTo><a:close/>'
        for upper, lower in bars
    )
    shape = (
        "<wps:cNvSpPr/><wps:spPr>{frame}"
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{across}" h="{down}">{path}</a:path></a:pathLst></a:custGeom>'
        f'<a:solidFill><a:srgbClr val="{_RED}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/>'
    )
    left = (PAGE_WIDTH - heads.LETTER_RULE_LENGTH) / 2
    return _drawn(context, "红色双线", left, top, heads.LETTER_RULE_LENGTH, heads.DOUBLE, shape)


_TEXT_BOX = (
    '<wps:cNvSpPr txBox="1"/><wps:spPr>{frame}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
    "<a:ln><a:noFill/></a:ln></wps:spPr>"
)


def _drawn(context: PanelContext, name: str, left: float, top: float, width: float, height: float, shape: str) -> str:
    """A run with a shape at a place of the sheet, which text runs past; measures in points.

    Args:
        context: numbers the drawings.
        name: as readers of the file see it.
        left: from the sheet's left side.
        top: from its upper edge.
        width: of the shape.
        height: of the shape.
        shape: what it is, with {frame} where its size is told again.
    """
    x, y, across, down = (round(value * _EMU) for value in (left, top, width, height))
    number = context.next_drawing()
    frame = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"'
        ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:wrapNone/><wp:docPr id="{number}" name="{name} {number}"/>'
        "<wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp>{shape.replace("{frame}", frame)}</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>'
        "</mc:Choice></mc:AlternateContent></w:r>"
    )


def imprint_xml(panel: Panel, context: PanelContext) -> str:
    """版记 as a frame at the foot of the type area, anchored to a thin paragraph after it."""
    block = panel.source
    assert isinstance(block, b.Imprint)
    plan = closing.plan_imprint(block, context.sheet)
    width = _tw(context.sheet.area_width)
    frame = (f'<w:framePr w:w="{width}" w:hSpace="0" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" w:x="1"'
             ' w:yAlign="bottom"/>')
    runs = RunWriter(context.grid)
    size = f'<w:sz w:val="{round(SIZE_4 * 2)}"/><w:szCs w:val="{round(SIZE_4 * 2)}"/>'
    free = _tw(closing.FREE)
    parts = []
    for row in plan.rows:
        hang = _tw(text_width(row.text[:3]) * SIZE_4)  # 主送： or 抄送：
        indent = f'<w:ind w:left="{free + hang}" w:right="{free}" w:hanging="{hang}"/>'
        parts.append(_p("Imprint", frame + indent, "".join(runs.runs(row, size=size))))
    if plan.printed:
        outer, inner = (_bar(frame, thickness) for thickness in (closing.OUTER_RULE, closing.INNER_RULE))
        stop = f'<w:tabs><w:tab w:val="right" w:pos="{width - free}"/></w:tabs>'
        printed = _p("Imprint", frame + stop + f'<w:ind w:left="{free}"/>',
                     _tab().join(_run(text, narrow=closing.printed_narrowing(text)) for text in plan.printed))
        parts = [outer, *parts, *([inner] if parts else []), printed, outer]
    return "".join(parts) + _THIN.format(_BREAK if panel.new_page else "")


def _bar(frame: str, thickness: float) -> str:
    """A rule of the frame's width: a paragraph as high as the rule, shaded black."""
    return _p("ImprintRule", f'{frame}<w:spacing w:line="{_tw(thickness)}" w:lineRule="exact"/>', "")


def display_xml(panel: Panel, context: PanelContext) -> str:
    """Large text: running text as an ordinary paragraph, centred lines parted by hand as a title's."""
    block = panel.source
    assert isinstance(block, b.Display)
    pitch = _tw(heads.display_pitch(block))
    paras = heads.display_paras(block, context.sheet)
    count = sum(len(para.lines) for para in paras)
    after = max(0, panel.height * context.grid.pitch // UNITS - count * pitch)
    half = round(block.size * 2)
    colour = RED if block.red else ""
    size = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    face = f'<w:rStyle w:val="{ROLE_STYLES[block.role]}"/>' if block.role != "xiaobiaosong" else ""
    look = f'<w:rPr>{face}<w:rFonts w:hint="eastAsia"/>{colour}{size}</w:rPr>'
    writer = RunWriter(context.grid)
    written = []
    for number, para in enumerate(paras):
        last = after if number == len(paras) - 1 else 0
        own = f'<w:spacing w:after="{last}" w:line="{pitch}" w:lineRule="exact"/>'
        own += f'<w:jc w:val="{"both" if block.align == "left" else block.align}"/>'
        if block.align == "left":
            runs = "".join(writer.runs(para, size=size, colour=colour))
        else:
            runs = f"<w:r>{look}{'<w:br/>'.join(_t(para.text[line.start:line.end]) for line in para.lines)}</w:r>"
        written.append(_p("Display", own, runs, new_page=panel.new_page and not number, keep_next=panel.keep_next))
    return "".join(written)


def _t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def sign_off_xml(panel: Panel, context: PanelContext) -> str:
    """Labels and blanks: tab stops whose leaders are the blanks."""
    stops, runs = [], []
    for number, line in enumerate(panel.lines):
        rule = panel.rules[number]
        if number:
            stops.append(f'<w:tab w:val="left" w:pos="{_tw(line.x)}"/>')
            runs.append(_tab())
        stops.append(f'<w:tab w:val="left" w:leader="underscore" w:pos="{_tw(rule.x1)}"/>')
        runs += [_run(line.text, narrow=line.narrow), _tab()]
    pitch = context.grid.pitch
    spacing = f'<w:spacing w:before="{panel.height * pitch // UNITS - pitch}"/>'
    return _p("SignOff", f"<w:tabs>{''.join(stops)}</w:tabs>{spacing}", "".join(runs), new_page=panel.new_page)


def cut_line_xml(panel: Panel, context: PanelContext) -> str:
    """A dashed lower border that reaches over both margins."""
    block = panel.source
    assert isinstance(block, b.CutLine)
    sheet = context.sheet
    right = sheet.width - sheet.left - sheet.area_width
    total = panel.height * context.grid.pitch // UNITS
    line = _tw(panel.rules[0].y0)
    own = (f'<w:pBdr><w:bottom w:val="dashed" w:sz="4" w:space="0" w:color="000000"/></w:pBdr>'
           f'<w:spacing w:after="{total - line - 10}" w:line="{line}" w:lineRule="exact"/>'
           f'<w:ind w:left="{-_tw(sheet.left)}" w:right="{-_tw(right)}"/>')
    text = _run(panel.lines[0].text, narrow=panel.lines[0].narrow) if panel.lines else ""
    return _p("CutLine", own, text, new_page=panel.new_page)


# marks, runs and paragraphs -------------------------------------------------------------------------------------


def _mark(mark: Mark, spacing: str, *, new_page: bool = False) -> str:
    """The mark's paragraph; its last character takes no gap, so that it stands in the middle."""
    half = int(mark.size * 2)
    size = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'

    def run(text: str, gap: float) -> str:
        own = f'<w:rFonts w:hint="eastAsia"/><w:spacing w:val="{int(gap * TWIPS)}"/>{_width(mark.narrow)}{size}'
        return f'<w:r><w:rPr>{own}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""

    return _p("RedMark", spacing, run(mark.text[:-1], mark.gap) + run(mark.text[-1:], 0.0),
              new_page=new_page)


def _mark_height(mark: Mark) -> int:
    """The height of a mark's line, in twips."""
    return round(mark.size * _MARK_LINE * TWIPS)


def _over_ink(mark: Mark) -> int:
    """From the top of a mark's line to its ink, in twips."""
    return round((_MARK_LINE * _BASE - _INK) * mark.size * TWIPS)


def _note(text: str, role: b.Role, *, new_page: bool) -> str:
    return _p("HeadNote", "", _run(text, role), new_page=new_page)


def _p(style: str, own: str, runs: str, *, new_page: bool = False, keep_next: bool = False) -> str:
    """A paragraph with properties of its own in the schema's order."""
    keep = "<w:keepNext/>" if keep_next else ""
    first = _BREAK if new_page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{first}{own}</w:pPr>{runs}</w:p>'


def _run(text: str, role: b.Role = "fangsong", *, narrow: float = 1.0, own: str = "") -> str:
    """A run in another face than its paragraph's, which is fangsong, or narrower, or with properties of its own."""
    if not text:
        return ""
    face = f'<w:rStyle w:val="{ROLE_STYLES[role]}"/>' if role != "fangsong" else ""
    return (f'<w:r><w:rPr>{face}<w:rFonts w:hint="eastAsia"/>{_width(narrow)}{own}</w:rPr>'
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>')


def _tab() -> str:
    return "<w:r><w:tab/></w:r>"


def _width(narrow: float) -> str:
    return f'<w:w w:val="{int(narrow * 100)}"/>' if narrow < 1 else ""


def _tw(points: float) -> int:
    return round(points * TWIPS)

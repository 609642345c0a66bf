"""The same pieces written as a Word file whose lines and pages end where the PDF's do.

Word breaks lines by itself, so it is led, not told: every full line's characters are given the exact spacing
with which the line just fills the measure, squeezed lines tighter and spread ones wider, and marks that share a
blank lose it. No line ends in a hard break, so the text stays a text that can be edited. The file names the
official faces whatever this computer has.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from liaison.press import blocks as b
from liaison.press.fonts import FontSet
from liaison.press.linebreak import MIDDLE_DOT, Line, width_of
from liaison.press.measures import MM, TITLE_PITCH_WIDE, TWIPS, Sheet
from liaison.press.pages import Pages
from liaison.press.pieces import UNITS, Break, Para, SetCell, SetRow, SetTable
from liaison.press.strokes import drawing
from liaison.press.tables import PADDING_X
from liaison.press.wordstyles import NAMESPACES, STYLE_IDS, WordGrid, fonts_xml, footer_xml, settings_xml, styles_xml

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_RULE = 10  # the thickness of a table's rules, in twips
_SLACK = 60  # left over in a corrected line, in twips: LibreOffice keeps spacings in hundredths of a millimetre
# Invisible; written only where a line ends between a mark and a figure or inside an address, at which places word
# processors would not break by themselves.
_MAY_BREAK = "\u200b"
_THIN_BREAK = '<w:p><w:pPr><w:pStyle w:val="Thin"/><w:pageBreakBefore/></w:pPr></w:p>'
_THIN = '<w:p><w:pPr><w:pStyle w:val="Thin"/></w:pPr></w:p>'


def pages_to_word(pages: Pages, fonts: FontSet) -> bytes:
    """The pages' document as the bytes of a Word file."""
    import docx

    word = docx.Document()
    grid = WordGrid.of(pages.composed.sheet)
    _replace_children(word.styles.element, styles_xml(fonts, grid))
    _replace_children(word.settings.element, settings_xml())
    word = _with_body(word, _Body(pages, fonts, grid).xml())
    _section(word, pages, fonts)
    _properties(word, pages.document)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _with_body(word: WordDocument, xml: str) -> WordDocument:
    """The file with another body, its section kept.

    The whole part is parsed at once and takes the old one's place: moving thousands of cells from one tree into
    another takes time by the square of their number.
    """
    from docx.oxml import parse_xml

    section: str = word.element.body[-1].xml
    word.part._element = parse_xml(f"<w:document {NAMESPACES}><w:body>{xml}{section}</w:body></w:document>")
    made: WordDocument = word.part.document
    return made


def _parse_all(xml: str) -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"))


def _replace_children(element: Any, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    for child in _parse_all(xml):
        element.append(child)


def _section(word: WordDocument, pages: Pages, fonts: FontSet) -> None:
    """Sheet, margins, grid and page numbers."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    sheet = pages.composed.sheet
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Pt(sheet.width), Pt(sheet.height)
    section.left_margin, section.top_margin = Pt(sheet.left), Pt(sheet.top)
    section.right_margin = Pt(sheet.width - sheet.left - sheet.area_width)
    section.bottom_margin = Pt(sheet.height - sheet.top - sheet.area_height)
    section.header_distance = Pt(15 * MM)
    # 25 mm puts the dashes beside the number 7 mm under the type area (7.5)
    section.footer_distance = Pt(min(25 * MM, (sheet.height - sheet.top - sheet.area_height) * 25 / 35))
    grid = section._sectPr.find(f"{{{section._sectPr.nsmap['w']}}}docGrid")
    if grid is not None:
        section._sectPr.remove(grid)
    section._sectPr.append(_parse_all(f'<w:docGrid w:type="lines" w:linePitch="{WordGrid.of(sheet).pitch}"/>')[0])
    if pages.document.page_numbers:
        for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
            footer.is_linked_to_previous = False
            element = footer._element
            for child in list(element):
                element.remove(child)
            element.append(_parse_all(footer_xml(fonts, odd=odd))[0])


def _properties(word: WordDocument, document: b.Document) -> None:
    import datetime

    core = word.core_properties
    given = document.properties
    core.title, core.author, core.subject = document.title[:255], given.author[:255], given.subject[:255]
    core.keywords, core.last_modified_by, core.comments = given.keywords[:255], given.author[:255], ""
    core.language = "zh-CN"
    core.revision = 1
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
    core.created = core.modified = now


class _Body:
    """The body's XML, piece by piece."""

    def __init__(self, pages: Pages, fonts: FontSet, grid: WordGrid) -> None:
        self.pages = pages
        self.fonts = fonts
        self.grid = grid
        self.sheet: Sheet = pages.composed.sheet
        self.drawings = 0

    def xml(self) -> str:
        """All pieces; the body never ends with a table, and two tables never touch."""
        parts: list[str] = []
        after_table = False
        for place, piece in enumerate(self.pages.composed.pieces):
            if isinstance(piece, Break):
                parts.append(_THIN_BREAK)
                after_table = False
            elif isinstance(piece, SetTable):
                if after_table:
                    parts.append(_THIN)
                parts.append(self._table(piece, self.pages.fills.get(place, 0)))
                after_table = True
            else:
                parts.append(self._title(piece) if piece.total is not None else self._paragraph(place, piece))
                after_table = False
        if after_table or not parts:
            parts.append(_THIN)
        return "".join(parts)

    # paragraphs -------------------------------------------------------------------------------------------

    def _paragraph(self, place: int, para: Para) -> str:
        """One paragraph; the one before a signature is cut in two where its last lines must go along.

        Word and LibreOffice do not agree on what a paragraph tied to the next one may leave behind, so a tie is
        written only where the paragraph lies whole on the signature's page.
        """
        if not para.widows:
            return self._para(para)
        cut = self.pages.cuts.get(place)
        if cut is None:
            return self._para(replace(para, keep_next=place in self.pages.whole))
        middle = para.lines[cut].start
        head = replace(para, keep_next=False)
        style = STYLE_IDS[para.style]
        return (
            f"<w:p>{self._properties(head, self._own_indents(head))}{''.join(self._runs(para, stop=middle))}</w:p>"
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/><w:keepLines/><w:pageBreakBefore/>'
            f'<w:widowControl/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr>'
            f"{''.join(self._runs(para, start=middle))}</w:p>"
        )

    def _para(self, para: Para) -> str:
        return f"<w:p>{self._properties(para, self._own_indents(para))}{''.join(self._runs(para))}</w:p>"

    def _own_indents(self, para: Para) -> str:
        first = para.lines[0]
        hang = para.lines[1].indent if len(para.lines) > 1 else 0.0
        if para.style == "attachments":
            hang = max(hang, first.indent)
        return self._indents(para, first.indent, hang)

    def _properties(self, para: Para, indents: str, spacing: str = "") -> str:
        """A paragraph's own properties, in the schema's order; the rest is in its style."""
        flags = [f'<w:pStyle w:val="{STYLE_IDS[para.style]}"/>']
        if para.keep_next:
            flags.append("<w:keepNext/>")
            if not para.widows or len(para.lines) < 4:
                flags.append("<w:keepLines/>")
        if para.new_page:
            flags.append("<w:pageBreakBefore/>")
        if para.widows:
            flags.append("<w:widowControl/>")
        if spacing:
            flags.append(spacing)
        if indents:
            flags.append(indents)
        if para.style == "body" and para.align != "left":
            flags.append(f'<w:jc w:val="{para.align}"/>')
        return f"<w:pPr>{''.join(flags)}</w:pPr>"

    def _indents(self, para: Para, first: float, hang: float) -> str:
        """Indents that differ from the style's, in characters and in twips."""
        values: list[str] = []
        if para.style in ("body", "heading1", "heading2", "heading3", "heading4", "note") and first == 2 and not hang:
            return ""
        if para.right or para.align == "right":
            values += [f'w:rightChars="{round(para.right * 100)}"', f'w:right="{self.grid.cells(para.right)}"']
        if hang > first:
            values += [f'w:leftChars="{round(hang * 100)}"', f'w:left="{self.grid.cells(hang)}"']
            values += [f'w:hangingChars="{round((hang - first) * 100)}"']
            values += [f'w:hanging="{self.grid.cells(hang) - self.grid.cells(first)}"']
        elif para.style in ("body", "note", "attachments"):
            values += ['w:leftChars="0"', 'w:left="0"', f'w:firstLineChars="{round(first * 100)}"']
            values += [f'w:firstLine="{self.grid.cells(first)}"']
        return f"<w:ind {' '.join(values)}/>" if values else ""

    def _title(self, para: Para) -> str:
        """A title: its lines are parted by hand, as an office does, and share whole lines of the grid."""
        count = len(para.lines)
        total = (para.total or UNITS) // UNITS * self.grid.pitch
        pitch = min(round(TITLE_PITCH_WIDE * TWIPS), total // count)
        spacing = f'<w:spacing w:after="{total - pitch * count}" w:line="{pitch}" w:lineRule="exact"/>'
        text = para.text
        fonts = fonts_xml(self.fonts.word_name("xiaobiaosong"))
        lines = ("<w:t xml:space=\"preserve\">" + escape(text[line.start:line.end]) + "</w:t>" for line in para.lines)
        run = f"<w:r><w:rPr>{fonts}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"
        return f"<w:p>{self._properties(para, '', spacing)}{run}</w:p>"

    def _runs(self, para: Para, *, size: str = "", start: int = 0, stop: int | None = None) -> Iterator[str]:
        """The text, or a part of it, as runs, a new one where face or spacing changes."""
        fits = self._fits(para)
        text = para.text[:stop]
        roles: list[b.Role] = [run.role or para.role for run in para.runs for _character in run.text]
        opened = {
            line.next for line in para.lines
            if line.end == line.next < len(text) and not _plain_break(text[line.end - 1], text[line.end])
        }
        for place in range(start + 1, len(text) + 1):
            same = place < len(text) and fits[place] == fits[start] and roles[place] == roles[start]
            if same and place not in opened:
                continue
            drawn = text[start:place] + (_MAY_BREAK if place in opened else "")
            yield self._run(drawn, roles[start], fits[start], size)
            start = place

    def _run(self, text: str, role: b.Role, fit: tuple[int, int], size: str) -> str:
        spacing, width = fit
        properties = fonts_xml(self.fonts.word_name(role))
        if size or spacing != self.grid.spacing:
            properties += f'<w:spacing w:val="{spacing}"/>'
        if width != 100:
            properties += f'<w:w w:val="{width}"/>'
        return f'<w:r><w:rPr>{properties}{size}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'

    def _fits(self, para: Para) -> list[tuple[int, int]]:
        """The spacing and width of each of a paragraph's characters."""
        base = self.grid.spacing if para.cell != para.size else 0
        fits: list[tuple[int, int]] = []
        for line, after in _with_next(para.lines):
            room = int(line.measure * para.cell * TWIPS) - 4 * (line.indent > 0)
            fit = line_fit(para.text[line.start:line.end], after, room, para.size, base)
            fits += [fit] * (line.end - line.start) + [(base, 100)] * (line.next - line.end)
        return fits

    # tables -----------------------------------------------------------------------------------------------

    def _table(self, table: SetTable, fill: int) -> str:
        widths = [round(width * TWIPS) for width in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = [self._row(table, table.head, widths, table.head.height, head=True, keep=True)]
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
        height = units * self.grid.pitch // UNITS - _RULE
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
        content = "".join(self._runs(para, size=f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'))
        line = f'<w:spacing w:line="{round(table.pitch * TWIPS)}" w:lineRule="atLeast"/>'
        align = "center" if cell.strokes else para.align
        if cell.strokes:
            self.drawings += 1
            line = '<w:spacing w:line="240" w:lineRule="auto"/>'
            content += drawing(cell.strokes, cell.aspect, (width - 2 * pad) / TWIPS, height / TWIPS - 6, self.drawings)
        keeping = "<w:keepNext/>" if keep else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:tcMar><w:left w:w="{left}" w:type="dxa"/>'
            f'<w:right w:w="{right}" w:type="dxa"/></w:tcMar><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{keeping}{line}<w:jc w:val="{align}"/></w:pPr>'
            f"{content}</w:p></w:tc>"
        )


def line_fit(text: str, after: str, room: int, size: float, base: int) -> tuple[int, int]:
    """The spacing of a line's characters, in twips, and their width in per cent, with which it ends where it does.

    A line keeps the base spacing while no further character would fit; otherwise all its characters are set wider
    or tighter until it just fills the room. The spacing is the same for the whole line, marks included: single
    characters with a spacing of their own would be truer to our own pages, but LibreOffice drops the spacing of
    the last character of every stretch of one script, and nothing is known of how WPS counts it. Where that
    loss alone would move a line's end, the characters themselves are made a few per cent narrower or wider.

    Args:
        text: the line's characters.
        after: a character as wide as the one that begins the next line, or "" for a text's last line.
        room: what the line may hold, in twips.
        size: of the characters, in points.
        base: the spacing of a line that needs no correction.
    """
    em = size * TWIPS
    natural = sum(round(_word_width(character) * em) for character in text)
    count = len(text)
    following = round(_word_width(after) * em) + base if after else room
    changes = _script_changes(text)

    def ends_here(left: int, spacing: int) -> bool:
        elsewhere = left + changes * spacing  # what LibreOffice has left
        return min(left, elsewhere) >= 10 and max(left, elsewhere) < following - 40

    if not count or ends_here(room - natural - count * base, base):
        return base, 100
    spacing = (room - _SLACK - natural) // count
    if ends_here(room - natural - count * spacing, spacing):
        return spacing, 100
    slack = _SLACK + natural // 200
    width = int((room - slack - count * base) * 100 / natural)
    return (room - slack - natural * width // 100) // count, width


def _word_width(character: str) -> float:
    """The width of a character in the official faces, in ems; only the name's dot differs from our own pages."""
    return 1.0 if character == MIDDLE_DOT else width_of(character)


def _plain_break(before: str, after: str) -> bool:
    """Whether every word processor may break between two characters."""
    return width_of(before) == width_of(after) == 1.0


def _script_changes(text: str) -> int:
    """How many stretches of one script a text has; each loses one spacing in LibreOffice."""
    halves = [width_of(character) < 1 for character in text]
    return 1 + sum(before != here for before, here in pairwise(halves))


def _with_next(lines: tuple[Line, ...]) -> Iterator[tuple[Line, str]]:
    """Each line with a stand-in for the character that begins the next one: "" after the last."""
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        if following is None:
            yield line, ""
        else:
            yield line, "0" if following.widths and following.widths[0] < 1 else "国"

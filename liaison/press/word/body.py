"""The body of a Word file: every piece as real paragraphs and tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.sax.saxutils import escape

from liaison.press.fonts import FontSet
from liaison.press.forms import LetterHead
from liaison.press.measures import TITLE_PITCH_WIDE, TWIPS
from liaison.press.numbering import Counted
from liaison.press.pages import Pages
from liaison.press.pieces import UNITS, Break, NewSheet, Panel, Para, SetTable
from liaison.press.word.context import PanelContext
from liaison.press.word.panels import panel_xml
from liaison.press.word.runs import RunWriter
from liaison.press.word.sections import Sections
from liaison.press.word.styles import HINT, STYLE_IDS, WordGrid
from liaison.press.word.tables import TableWriter

_THIN_BREAK = '<w:p><w:pPr><w:pStyle w:val="Thin"/><w:pageBreakBefore/></w:pPr></w:p>'
_THIN = '<w:p><w:pPr><w:pStyle w:val="Thin"/></w:pPr></w:p>'


class Body:
    """The body's XML, piece by piece."""

    def __init__(self, pages: Pages, fonts: FontSet, grid: WordGrid, add_image: Callable[[bytes], str],
                 sections: Sections) -> None:
        self.pages = pages
        self.grid = grid
        self.sections = sections
        self.context = PanelContext(fonts, grid, pages.composed.sheet, add_image)
        self.runs = RunWriter(grid)
        self.tables = TableWriter(self.runs, self.context)
        self.at = 0

    def xml(self) -> str:
        """All pieces; the body never ends with a table, and two tables never touch.

        The last section's properties are not among them; see `last_section`.
        """
        parts: list[str] = []
        after_table = False
        for place, piece in enumerate(self.pages.composed.pieces):
            if isinstance(piece, NewSheet):
                if place:
                    ends = self.pages.starts[place].group != self.pages.starts[self.at].group
                    parts.append(_THIN.replace("</w:pPr>", f"{self._section()}</w:pPr>{self._mark() if ends else ''}"))
                self.at = place
                self.context = replace(self.context, sheet=piece.sheet)
                self.tables = TableWriter(self.runs, self.context)
                after_table = False
            elif isinstance(piece, Break):
                parts.append(_THIN_BREAK)
                after_table = False
            elif isinstance(piece, SetTable):
                if after_table:
                    parts.append(_THIN)
                parts.append(self.tables.table(piece, self.pages.tables[place]))
                after_table = True
            elif isinstance(piece, Panel):
                down = piece.anchor == "foot" and place in self.pages.fresh
                parts.append(panel_xml(replace(piece, new_page=True) if down else piece, self.context))
                after_table = False
            else:
                para = replace(piece, new_page=True) if place in self.pages.fresh else piece
                parts.append(self._title(para) if para.total is not None else self._paragraph(place, para))
                after_table = False
        if after_table or not parts or not parts[-1].endswith("</w:p>"):
            parts.append(_THIN)
        mark = self._mark()
        if mark:
            parts[-1] = parts[-1].removesuffix("</w:p>") + mark + "</w:p>"
        return "".join(parts)

    # sections ---------------------------------------------------------------------------------------------

    @property
    def last_section(self) -> str:
        """The properties of the last section, once the body is written."""
        return self._section()

    def _section(self) -> str:
        """The properties of the section that is being written."""
        pieces, starts = self.pages.composed.pieces, self.pages.starts
        on = pieces[self.at]
        assert isinstance(on, NewSheet)
        before = [place for place in starts if place < self.at]
        previous = pieces[before[-1]] if before else None
        counts_on = previous is None or (isinstance(previous, NewSheet) and previous.counted)
        begins = on.counted and (not counts_on or (on.restart and previous is not None))
        following = next(iter(pieces[self.at + 1:self.at + 2]), None)
        bare = isinstance(following, Panel) and isinstance(following.source, LetterHead)
        start = starts[self.at]
        return self.sections.xml(on, start=start.number if begins else None, bookmark=_bookmark(start), bare=bare)

    def _mark(self) -> str:
        """A bookmark at the last of the pages that are counted together, where their total is printed."""
        group = self.pages.starts[self.at].group
        pieces = self.pages.composed.pieces
        told = any(start.group == group and getattr(pieces[place], "numbering", "") == "of"
                   for place, start in self.pages.starts.items())
        name = _bookmark(self.pages.starts[self.at])
        return f'<w:bookmarkStart w:id="{group}" w:name="{name}"/><w:bookmarkEnd w:id="{group}"/>' if told else ""

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
            f"<w:p>{self._properties(head, self._own_indents(head))}{''.join(self.runs.runs(para, stop=middle))}</w:p>"
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/><w:keepLines/><w:pageBreakBefore/>'
            f'<w:widowControl/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr>'
            f"{''.join(self.runs.runs(para, start=middle))}</w:p>"
        )

    def _para(self, para: Para) -> str:
        return f"<w:p>{self._properties(para, self._own_indents(para))}{''.join(self.runs.runs(para))}</w:p>"

    def _own_indents(self, para: Para) -> str:
        first = para.lines[0]
        return self._indents(para, first.indent, para.hang)

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
        lines = ("<w:t xml:space=\"preserve\">" + escape(text[line.start:line.end]) + "</w:t>" for line in para.lines)
        run = f"<w:r>{HINT}{'<w:br/>'.join(lines)}</w:r>"
        return f"<w:p>{self._properties(para, '', spacing)}{run}</w:p>"


def _bookmark(start: Counted) -> str:
    """The name of the bookmark at the last of the pages that are counted together."""
    return f"_Pages{start.group + 1}"

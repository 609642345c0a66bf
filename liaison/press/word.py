"""The same pieces written as a Word file whose lines and pages end where the PDF's do.

Word breaks lines by itself, so it is led, not told: every full line's characters are given the exact spacing
with which the line just fills the measure, squeezed lines tighter and spread ones wider, and marks that share a
blank lose it. No line ends in a hard break, so the text stays a text that can be edited. The file names the
official faces whatever this computer has.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from liaison.press import blocks as b
from liaison.press.fonts import FontSet
from liaison.press.measures import MM
from liaison.press.pages import Pages
from liaison.press.wordbody import Body
from liaison.press.wordstyles import NAMESPACES, WordGrid, footer_xml, settings_xml, styles_xml

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def pages_to_word(pages: Pages, fonts: FontSet) -> bytes:
    """The pages' document as the bytes of a Word file."""
    import docx

    word = docx.Document()
    grid = WordGrid.of(pages.composed.sheet)
    _replace_children(word.styles.element, styles_xml(fonts, grid))
    _replace_children(word.settings.element, settings_xml())
    part = word.part

    def add_image(data: bytes) -> str:
        relationship: str = part.get_or_add_image(io.BytesIO(data))[0]
        return relationship

    word = _with_body(word, Body(pages, fonts, grid, add_image).xml())
    _section(word, pages)
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


def _section(word: WordDocument, pages: Pages) -> None:
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
            element.append(_parse_all(footer_xml(odd=odd))[0])


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

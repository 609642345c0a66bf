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
from liaison.press.pages import Pages
from liaison.press.wordbody import Body
from liaison.press.wordsections import Sections
from liaison.press.wordstyles import NAMESPACES, WordGrid, settings_xml, styles_xml

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

    def add_footer(xml: str) -> str:
        foot, relationship = part.add_footer_part()  # type: ignore[no-untyped-call]
        _replace_children(foot.element, xml)
        return str(relationship)

    body = Body(pages, fonts, grid, add_image, Sections(add_footer))
    word = _with_body(word, body.xml() + body.last_section)
    _properties(word, pages.document)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _with_body(word: WordDocument, xml: str) -> WordDocument:
    """The file with another body.

    The whole part is parsed at once and takes the old one's place: moving thousands of cells from one tree into
    another takes time by the square of their number.
    """
    from docx.oxml import parse_xml

    word.part._element = parse_xml(f"<w:document {NAMESPACES}><w:body>{xml}</w:body></w:document>")
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

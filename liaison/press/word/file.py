"""The same pieces written as a Word file whose lines and pages end where the PDF's do.

Word breaks lines by itself, so it is led, not told: every full line's characters are given the exact spacing
with which the line just fills the measure, squeezed lines tighter and spread ones wider, and marks that share a
blank lose it. No line ends in a hard break, so the text stays a text that can be edited. The file names the
official faces whatever this computer has.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from liaison.press import blocks as b
from liaison.press.fonts import FontSet
from liaison.press.pages import Pages
from liaison.press.word.body import Body
from liaison.press.word.parts import font_table_xml, program_xml
from liaison.press.word.sections import Sections
from liaison.press.word.styles import NAMESPACES, WordGrid, settings_xml, styles_xml

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def pages_to_word(pages: Pages, fonts: FontSet) -> bytes:
    """The pages' document as the bytes of a Word file."""
    import docx

    word = docx.Document()
    grid = WordGrid.of(pages.composed.sheet)
    _replace_children(word.settings.element, settings_xml())
    _own_parts(word, pages, fonts)
    part = word.part

    def add_footer(xml: str) -> str:
        foot, relationship = part.add_footer_part()  # type: ignore[no-untyped-call]
        _replace_children(foot.element, xml)
        return str(relationship)

    body = Body(pages, fonts, grid, add_picture(word), Sections(add_footer))
    xml = body.xml() + body.last_section
    _replace_children(word.styles.element, styles_xml(fonts, grid, xml))
    word = with_document(word, f"<w:document {NAMESPACES}><w:body>{xml}</w:body></w:document>")
    set_properties(word, pages.document)
    return to_bytes(word)


def add_picture(word: WordDocument) -> Callable[[bytes], str]:
    """A function that keeps a picture in a file and gives its relationship id; equal pictures are kept once."""

    def add(data: bytes) -> str:
        relationship: str = word.part.get_or_add_image(io.BytesIO(data))[0]
        return relationship

    return add


def to_bytes(word: WordDocument) -> bytes:
    """The file's bytes."""
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def xml_of(element: Any) -> str:
    """An element of a file written out, whatever follows it left aside."""
    from lxml import etree  # type: ignore[import-untyped]

    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def with_document(word: WordDocument, xml: str) -> WordDocument:
    """The file with another main part.

    The whole part is parsed at once and takes the old one's place: moving thousands of cells from one tree into
    another takes time by the square of their number.
    """
    from docx.oxml import parse_xml

    word.part._element = parse_xml(xml)
    made: WordDocument = word.part.document
    return made


def _own_parts(word: WordDocument, pages: Pages, fonts: FontSet) -> None:
    """What the library's empty file brings for a paper that we do not write is left out; the rest says what is ours."""
    _drop(word.part.rels, "stylesWithEffects", "numbering", "theme", "webSettings", "customXml")
    _drop(word.part.package.rels, "thumbnail")
    for relation in word.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = font_table_xml(fonts).encode()
    for relation in word.part.package.rels.values():
        if relation.reltype.endswith("/extended-properties"):
            author = b.plain(pages.document.properties.author)
            relation.target_part._blob = program_xml(len(pages), author).encode()


def _drop(relations: Any, *kinds: str) -> None:
    for relation, kind in [(key, each.reltype.rsplit("/", 1)[-1]) for key, each in relations.items()]:
        if kind in kinds:
            relations.pop(relation)


def _parse_all(xml: str) -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"))


def _replace_children(element: Any, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    for child in _parse_all(xml):
        element.append(child)


def set_properties(word: WordDocument, document: b.Document) -> None:
    """What the file says about itself."""
    import datetime

    core = word.core_properties
    given = document.properties
    title, author, subject, keywords = (
        b.plain(text)[:255] for text in (document.title, given.author, given.subject, given.keywords)
    )
    core.title, core.author, core.subject = title, author, subject
    core.keywords, core.last_modified_by, core.comments = keywords, author, ""
    core.language = "zh-CN"
    core.revision = 1
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
    core.created = core.modified = now

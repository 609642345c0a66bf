"""A template taken apart: what stands before the body, what after it, and the section they lie in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from liaison.errors import UserError
from liaison.press.word.file import xml_of
from liaison.press.word.styles import NAMESPACES
from liaison.press.word.templatemarks import BODY, fill, marks_in, marks_of, strip_marks, text_of
from liaison.press.word.templatesheet import TemplateSheet

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_SIGNED = {"落款", "日期"}
_TITLES = {"标题", "主送"}
_BEFORE_NUMBERS = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
)  # a section's properties that the schema puts before the numbers of pages
_BODY_HERE, _REST_HERE = "<!--body-->", "<!--rest-->"
_ONCE_ONLY = re.compile(r'<w:bookmark(?:Start|End)\b[^>]*/>| w14:(?:paraId|textId)="[^"]*"')
_DRAWING = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+(")')


class Form:
    """A template taken apart.

    Attributes:
        marks: the names of all its marks.
        sheet: its sheet, upright and turned.
        section: the properties of the section that the body lies in.
        has_head: it has a head of its own.
        has_tail: it has something of its own after the body and the signature.

    Raises:
        UserError: 【正文】 stands inside a table or a box, or the sheet has no room for text.
    """

    def __init__(self, word: WordDocument, name: str) -> None:
        from docx.oxml.ns import qn

        self.word = word
        self.body = word.element.body
        children = list(self.body)
        last = children.pop() if children and children[-1].tag == qn("w:sectPr") else None
        place = next((number for number, child in enumerate(children)
                      if child.tag == qn("w:p") and BODY in marks_of(child)), None)  # fmt: skip
        surroundings = self._surroundings()
        self.marks = marks_in(self.body).union(*map(marks_in, surroundings))
        if place is None and BODY in self.marks:
            raise UserError(f"“{name}”里的【正文】要单独成一段，不要放在表格、文本框或页眉里")
        self.head, self.tail = _parted(children, place)
        ends = [each for child in self.tail for each in child.iter(qn("w:sectPr"))]
        self.last = last if last is not None else _no_section()
        self.section = ends[0] if ends else self.last
        self.sheet = TemplateSheet.of(self.section)
        if not self.sheet.roomy:
            raise UserError(f"“{name}”的页边距太大，放不下正文，请改小页边距再选")
        headers = [part for part in surroundings if str(part.tag).endswith("}hdr")]
        self.has_head = any(_shows(part) and not _only_marks(part) for part in (*self.head, *headers))
        self.has_tail = any(_shows(child) and not marks_in(child) & _SIGNED for child in self.tail)
        self._drawings = max((int(found) for part in (self.body, *surroundings)
                              for found in part.xpath(".//wp:docPr/@id") if str(found).isdigit()), default=0)

    def fill_surroundings(self, values: Mapping[str, str]) -> None:
        """Put values in the places of the marks in headers and feet."""
        for part in self._surroundings():
            fill(part, values)

    def written(self, values: Mapping[str, str], body: str, rest: str, *, again: bool, titled: bool) -> str:
        """Head, body and tail of one document; the section's end is written apart.

        Args:
            values: of its marks.
            body: the XML that stands at 【正文】.
            rest: the XML that stands after the signature.
            again: the template's content stands in the file already.
            titled: the section that ends in the tail keeps its first page's head.
        """
        from docx.oxml.ns import qn

        holder = self.body.makeelement(self.body.tag, nsmap=dict(self.body.nsmap))
        for child in (*self.head, _comment("body"), *self.tail):
            holder.append(deepcopy(child))
        signed = [child for child in holder if isinstance(child.tag, str) and marks_in(child) & _SIGNED]
        after = signed[-1] if signed else next(child for child in holder if not isinstance(child.tag, str))
        after.addnext(_comment("rest"))
        fill(holder, values)
        if not titled:
            _without_first_page(holder)
        if body.startswith("<w:tbl>") and self.head and self.head[-1].tag == qn("w:tbl"):
            body = "<w:p/>" + body  # two tables that touch would be one
        there = "".join(map(xml_of, holder))
        if again:
            there = self.numbered(_ONCE_ONLY.sub("", there))
        return there.replace(_BODY_HERE, self.numbered(body), 1).replace(_REST_HERE, self.numbered(rest), 1)

    def section_xml(self, *, titled: bool, restart: bool) -> str:
        """The properties of the section that the tail lies in.

        Args:
            titled: its first page has the head that the template gives first pages.
            restart: its pages are numbered from 1.
        """
        from docx.oxml.ns import qn

        made = deepcopy(self.last)
        if not titled:
            for found in made.findall(qn("w:titlePg")):
                made.remove(found)
        if restart:
            _restart(made)
        return xml_of(made)

    def numbered(self, xml: str) -> str:
        """Drawings numbered on after all that the file has."""

        def number(found: re.Match[str]) -> str:
            self._drawings += 1
            return f"{found[1]}{self._drawings}{found[2]}"

        return _DRAWING.sub(number, xml)

    @property
    def opening(self) -> str:
        """The document's opening tag with the template's namespaces and ours."""
        root = self.word.element
        ours = dict(re.findall(r'xmlns:(\w+)="([^"]+)"', NAMESPACES))
        spaces = {**ours, **{prefix: space for prefix, space in root.nsmap.items() if prefix not in ours}}
        return xml_of(root.makeelement(root.tag, dict(root.attrib), nsmap=spaces)).replace("/>", ">", 1)

    def _surroundings(self) -> list[Any]:
        """The headers and feet."""
        return [
            relation.target_part.element for relation in self.word.part.rels.values()
            if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] in ("header", "footer")
        ]  # fmt: skip


def _parted(content: list[Any], place: int | None) -> tuple[list[Any], list[Any]]:
    """What stands before the body and what after it."""
    if place is None:
        while content and _blank(content[-1]):
            content = content[:-1]
        return content, []
    mark = content[place]
    # what else hangs on the mark's paragraph stays: a section's end after the body, text and pictures before it
    if _ends_section(mark):
        return content[:place], content[place:]
    alone = not strip_marks(text_of(mark)) and len(marks_of(mark)) == 1 and not _holds_picture(mark)
    return content[:place] if alone else content[:place + 1], content[place + 1:]


def _no_section() -> Any:
    from docx.oxml import parse_xml

    return parse_xml(f"<w:sectPr {NAMESPACES}/>")


def _comment(text: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    return etree.Comment(text)


def _without_first_page(holder: Any) -> None:
    from docx.oxml.ns import qn

    for section in list(holder.iter(qn("w:sectPr"))):
        for found in section.findall(qn("w:titlePg")):
            section.remove(found)


def _restart(section: Any) -> None:
    """Number a section's pages from 1, on a page of its own."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    numbers = section.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = parse_xml(f"<w:pgNumType {NAMESPACES}/>")
        before = {qn(f"w:{name}") for name in _BEFORE_NUMBERS.split()}
        places = (place for place, child in enumerate(section, start=1) if child.tag in before)
        section.insert(max(places, default=0), numbers)
    numbers.set(qn("w:start"), "1")
    for kind in section.findall(qn("w:type")):
        kind.set(qn("w:val"), "nextPage")


def _shows(element: Any) -> bool:
    """Whether anything can be seen of an element: text, a table, a picture."""
    from docx.oxml.ns import qn

    if any((text.text or "").strip() for text in element.iter(qn("w:t"))):
        return True
    return any(next(element.iter(qn(tag)), None) is not None for tag in ("w:drawing", "w:pict", "w:object", "w:tbl"))


def _only_marks(element: Any) -> bool:
    """Whether nothing is seen of an element but marks for title and addressee, which are no head."""
    from docx.oxml.ns import qn

    return element.tag == qn("w:p") and set(marks_in(element)) <= _TITLES and not strip_marks(text_of(element))


def _ends_section(element: Any) -> bool:
    from docx.oxml.ns import qn

    return element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None


def _blank(element: Any) -> bool:
    """Whether an element is an empty paragraph, as stands at the end of most files."""
    from docx.oxml.ns import qn

    return element.tag == qn("w:p") and not _shows(element) and not _ends_section(element)


def _holds_picture(element: Any) -> bool:
    from docx.oxml.ns import qn

    return any(next(element.iter(qn(tag)), None) is not None for tag in ("w:drawing", "w:pict", "w:object"))

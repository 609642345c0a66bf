"""A paper filled into the office's own Word file: its head, styles, sheet, headers and feet stay as they are.

What an office does: take a Word file that it already sends out, delete the old text, and write 【正文】 alone on a
line where the text belongs. What stands above it (the red head) and below it (版记) is kept. Where it likes, it also
writes, anywhere in the file, 【标题】 【主送】 【落款】 【日期】 【文号】 【签发人】 【抄送】 【印发日期】; each takes
the format of the place it stands at, and is left out of the body then. Without 【正文】 the body follows after all
that is there.

Of two styles of one name the template's wins; so an office that has a style 一级标题, or Word's own 标题 1, sees its
headings in it. Ours are added only where they are missing. A head of ours is left out when the template has one,
and so is 版记. Sheet, margins and page numbers are the template's, also for turned pages; lines end where Word ends
them, and tables are as wide as the template's text. Sums of every page need to know where pages end, so a table
shows only their total. Only Word files are made so: a PDF has the built-in form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liaison.errors import UserError
from liaison.press import blocks as b
from liaison.press.fonts import FontSet
from liaison.press.layout import lay_pages
from liaison.press.pages import Pages
from liaison.press.pieces import NewSheet
from liaison.press.templatefile import open_template
from liaison.press.templatemarks import BODY, fill, marks_in, marks_of, share_out, strip_marks, text_of
from liaison.press.templatesheet import KeptSections, TemplateSheet
from liaison.press.templatestyles import merged_styles, renamed
from liaison.press.word import add_picture, set_properties, to_bytes, with_document, xml_of
from liaison.press.wordbody import Body
from liaison.press.wordstyles import NAMESPACES, WordGrid, word_styles

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_SIGNED = {"落款", "日期"}
_TITLES = {"标题", "主送"}


def check(path: Path) -> None:
    """Whether a file can be a paper's template.

    Raises:
        UserError: it cannot; one sentence says why and what to do.
    """
    _Form(open_template(path), path.name)


def filled(pages: Pages, fonts: FontSet, template: Path) -> bytes:
    """A document filled into a template, as the bytes of a Word file.

    Raises:
        UserError: the template cannot be used; the caller takes the built-in form.
    """
    word = open_template(template)
    form = _Form(word, template.name)
    shared = share_out(pages.document, form.marks, head=form.has_head, tail=form.has_tail)
    writer = _Writer(word, fonts, form)
    body = writer.xml(shared.body)
    rest = writer.xml(shared.rest) if shared.rest.blocks else ""
    form.fill(shared.values)
    if writer.sections.count:
        form.no_first_page_again()
    written = body + rest
    called = merged_styles(word.styles.element, word_styles(fonts, writer.grid, written), written)
    xml = form.joined(_numbered(renamed(body, called), form), _numbered(renamed(rest, called), form))
    _protect_no_more(word)
    word = with_document(word, xml)
    set_properties(word, pages.document)
    return to_bytes(word)


class _Writer:
    """Writes documents as body XML for one template."""

    def __init__(self, word: WordDocument, fonts: FontSet, form: _Form) -> None:
        self.word = word
        self.fonts = fonts
        self.sheets = form.sheet
        self.grid = replace(WordGrid.of(form.sheet.upright), led=False)
        self.sections = KeptSections(form.section)

    def xml(self, document: b.Document) -> str:
        """A document's body; what lies on turned sheets in sections of their own."""
        document = replace(document, landscape=self.sheets.landscape, plain=False,
                           blocks=tuple(map(_without_page_sums, document.blocks)))
        laid = lay_pages(document, self.sheets)
        tables = {
            place: tuple(replace(page, moved=False) for page in found) for place, found in laid.tables.items()
        }
        free = replace(laid, cuts={}, whole=frozenset(range(len(laid.composed.pieces))), fresh=frozenset(),
                       tables=tables)
        body = Body(free, self.fonts, self.grid, add_picture(self.word), self.sections)
        xml = re.sub(r"<w:bookmark(?:Start|End)\b[^>]*/>", "", body.xml())
        sheets = [piece for piece in laid.composed.pieces if isinstance(piece, NewSheet)]
        if sheets[-1].sheet.landscape != self.sheets.landscape:
            xml += f'<w:p><w:pPr><w:pStyle w:val="Thin"/>{body.last_section}</w:pPr></w:p>'
        return xml


def _without_page_sums(block: b.Block) -> b.Block:
    """A table with the total at its end instead of sums at every page's foot."""
    if not isinstance(block, b.Table) or block.sums is None:
        return block
    totals: dict[str, int] = {}
    for amounts in block.sums.amounts:
        for key, amount in amounts.items():
            totals[key] = totals.get(key, 0) + amount
    return replace(block, sums=None, foot=(block.sums.row(block.sums.total, totals), *block.foot))


@dataclass(slots=True)
class _Parts:
    """The template's own content around the body."""

    head: list[Any]
    tail: list[Any]


class _Form:
    """A template taken apart: head, place of the body, tail, section.

    Raises:
        UserError: 【正文】 stands inside a table or a box, or the sheet has no room for text.
    """

    def __init__(self, word: WordDocument, name: str) -> None:
        from docx.oxml.ns import qn

        self.word = word
        self.body = word.element.body
        children = list(self.body)
        last = children[-1] if children and children[-1].tag == qn("w:sectPr") else None
        content = children if last is None else children[:-1]
        place = next((number for number, child in enumerate(content)
                      if child.tag == qn("w:p") and BODY in marks_of(child)), None)
        self.marks = marks_in(self.body) | frozenset(
            mark for part in self._surroundings() for mark in marks_in(part)
        )
        if place is None and BODY in self.marks:
            raise UserError(f"“{name}”里的【正文】要单独成一段，不要放在表格、文本框或页眉里")
        self.parts = self._parted(content, place, qn)
        after = [each for child in self.parts.tail for each in child.iter(qn("w:sectPr"))]
        self.section = after[0] if after else last
        if self.section is None:
            from docx.oxml import parse_xml

            self.section = last = parse_xml(f"<w:sectPr {NAMESPACES}/>")
        self.last = last if last is not None else self.section
        self.sheet = TemplateSheet.of(self.section)
        if not self.sheet.roomy:
            raise UserError(f"“{name}”的页边距太大，放不下正文，请改小页边距再选")
        self.has_head = any(_shows(part) and not _only_marks(part) for part in (*self.parts.head, *self._headers()))
        self.rest_after = self._place_of_rest()
        self.drawings = 0
        self.has_tail = any(_shows(child) and not set(marks_in(child)) & _SIGNED for child in self.parts.tail)

    def _parted(self, content: list[Any], place: int | None, qn: Any) -> _Parts:
        if place is None:
            while content and _blank(content[-1]):
                content = content[:-1]
            return _Parts(content, [])
        mark = content[place]
        # what else hangs on the mark's paragraph stays: a section's end after the body, text and pictures before it
        if _ends_section(mark):
            return _Parts(content[:place], content[place:])
        alone = not strip_marks(text_of(mark)) and len(marks_of(mark)) == 1 and not _holds_picture(mark)
        return _Parts(content[:place] if alone else content[:place + 1], content[place + 1:])

    def _headers(self) -> list[Any]:
        return [part for part in self._surroundings() if str(part.tag).endswith("}hdr")]

    def _surroundings(self) -> list[Any]:
        """The headers and feet."""
        found = []
        for relation in self.word.part.rels.values():
            if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] in ("header", "footer"):
                found.append(relation.target_part.element)
        return found

    def fill(self, values: Mapping[str, str]) -> None:
        """Put a document's values in the places of the marks, in head, tail, headers and feet."""
        for part in (self.body, *self._surroundings()):
            fill(part, values)

    def no_first_page_again(self) -> None:
        """The section after ours is no first one any more, so it has no first page's head."""
        from docx.oxml.ns import qn

        section: Any = self.section
        for found in section.findall(qn("w:titlePg")):
            section.remove(found)

    def _place_of_rest(self) -> int:
        """After how many of the tail's elements stands what follows the signature."""
        signed = [number for number, child in enumerate(self.parts.tail) if set(marks_in(child)) & _SIGNED]
        return signed[-1] + 1 if signed else 0

    def joined(self, body: str, rest: str) -> str:
        """The whole document part: head, body, tail and section."""
        def written(elements: list[Any]) -> str:
            there = [each for each in elements if each.getparent() is not None or each is self.last]
            return "".join(map(xml_of, there))

        opening = _opening(self.word.element)
        tail = self.parts.tail
        inner = (
            written(self.parts.head) + body + written(tail[:self.rest_after]) + rest
            + written(tail[self.rest_after:]) + written([self.last])
        )
        return f"{opening}<w:body>{inner}</w:body></w:document>"


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


def _numbered(xml: str, form: _Form) -> str:
    """Our drawings numbered after those of the template."""
    taken = [int(found) for part in (form.body, *form._surroundings())
             for found in part.xpath(".//wp:docPr/@id") if str(found).isdigit()]
    first = max(taken, default=0) + 1

    def number(found: re.Match[str]) -> str:
        form.drawings += 1
        return f'{found[1]}{first + form.drawings}"'

    return re.sub(r'(<wp:docPr id=")\d+"', number, xml)


def _opening(root: Any) -> str:
    """The document's opening tag with the template's namespaces and ours."""
    ours = dict(re.findall(r'xmlns:(\w+)="([^"]+)"', NAMESPACES))
    spaces = {**ours, **{prefix: space for prefix, space in root.nsmap.items() if prefix not in ours}}
    empty = root.makeelement(root.tag, dict(root.attrib), nsmap=spaces)
    return xml_of(empty).replace("/>", ">", 1)


def _protect_no_more(word: WordDocument) -> None:
    """A filled paper is to be edited, whatever the template allowed."""
    from docx.oxml.ns import qn

    for tag in ("w:documentProtection", "w:writeProtection"):
        for found in word.settings.element.findall(qn(tag)):
            word.settings.element.remove(found)

"""A paper filled into the office's own Word file: its head, styles, sheet, headers and feet stay as they are.

What an office does: take a Word file that it already sends out, delete the old text, and write 【正文】 alone on a
line where the text belongs. What stands above it (the red head) and below it (版记) is kept. Where it likes, it also
writes, anywhere in the file, 【标题】 【主送】 【落款】 【日期】 【文号】 【签发人】 【抄送】 【印发日期】; each takes
the format of the place it stands at, and is left out of the body then; a line whose mark has nothing to show goes
with its words. Without 【正文】 the body follows after all that is there.

Of two styles of one name the template's wins; so an office that has a style 一级标题, or Word's own 标题 1, sees its
headings in it. Ours are added only where they are missing. A head of ours is left out when the template has
one, and so is 版记. Sheet, margins and page numbers are the template's, also for turned pages; lines end where
Word ends them, and tables are as wide as the template's text. Sums of every page need to know where pages end,
so a table shows only their total. Every document of a batch gets the head and the tail. Only Word files are
made so: a PDF has the built-in form.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.errors import UserError
from liaison.press import blocks as b
from liaison.press.fonts import FontSet, bundled_fonts
from liaison.press.layout import lay_pages
from liaison.press.pages import Pages
from liaison.press.pieces import NewSheet
from liaison.press.word.body import Body
from liaison.press.word.file import add_picture, set_properties, to_bytes, with_document
from liaison.press.word.styles import WordGrid, word_styles
from liaison.press.word.templatefile import damaged, open_template
from liaison.press.word.templateform import Form
from liaison.press.word.templatemarks import share_out
from liaison.press.word.templatesheet import KeptSections
from liaison.press.word.templatestyles import merged_styles, renamed

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_TRIAL = b.Document("试", (b.Title("试"), b.Paragraph("试"), b.Signature("试", "试")))
_THIN = '<w:p><w:pPr><w:pStyle w:val="Thin"/></w:pPr></w:p>'


def check(path: Path) -> None:
    """Whether a file can be a paper's template: a short paper is filled into it, and not kept.

    Raises:
        UserError: it cannot; one sentence says why and what to do.
    """
    try:
        filled(lay_pages(_TRIAL), bundled_fonts(), path)
    except UserError:
        raise
    except Exception as error:  # a foreign file may be wrong in any way that its reader did not think of
        raise damaged(path.name, error) from error


def filled(pages: Pages, fonts: FontSet, template: Path) -> bytes:
    """A document filled into a template, as the bytes of a Word file.

    Raises:
        UserError: the template cannot be used; the caller takes the built-in form.
    """
    word = open_template(template)
    form = Form(word, template.name)
    documents = [
        share_out(document, form.marks, head=form.has_head, tail=form.has_tail)
        for document in _apart(pages.document)
    ]
    form.fill_surroundings(documents[0].values)
    writers = [_Writer(word, fonts, form) for _document in documents]
    bodies = [
        (writer.xml(shared.body), writer.xml(shared.rest) if shared.rest.blocks else "")
        for writer, shared in zip(writers, documents, strict=True)
    ]
    written = "".join(map("".join, bodies)) + _THIN * (len(bodies) > 1)
    called = merged_styles(word.styles.element, word_styles(fonts, writers[0].grid, written), written)
    parts: list[str] = []
    for number, (shared, texts, writer) in enumerate(zip(documents, bodies, writers, strict=True)):
        body, rest = (renamed(text, called) for text in texts)
        titled = not writer.sections.count
        parts.append(form.written(shared.values, body, rest, again=bool(number), titled=titled))
        section = form.section_xml(titled=titled, restart=bool(number))
        last = number == len(documents) - 1
        parts.append(section if last else renamed(_THIN.replace("</w:pPr>", f"{section}</w:pPr>"), called))
    _protect_no_more(word)
    word = with_document(word, f"{form.opening}<w:body>{''.join(parts)}</w:body></w:document>")
    set_properties(word, pages.document)
    return to_bytes(word)


def _apart(document: b.Document) -> list[b.Document]:
    """The documents of a batch, each of which gets the template's head."""
    parts: list[list[b.Block]] = [[]]
    for block in document.blocks:
        if isinstance(block, b.Section) and block.opens:
            parts.append([])
        else:
            parts[-1].append(block)
    return [replace(document, blocks=tuple(blocks)) for blocks in parts]


class _Writer:
    """Writes documents as body XML for one template."""

    def __init__(self, word: WordDocument, fonts: FontSet, form: Form) -> None:
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
            xml += _THIN.replace("</w:pPr>", f"{body.last_section}</w:pPr>")
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


def _protect_no_more(word: WordDocument) -> None:
    """A filled paper is to be edited, whatever the template allowed."""
    from docx.oxml.ns import qn

    for tag in ("w:documentProtection", "w:writeProtection"):
        for found in word.settings.element.findall(qn(tag)):
            word.settings.element.remove(found)

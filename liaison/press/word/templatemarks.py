"""The marks in an office's template, 【标题】 and its like, and what is put in their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from liaison.press import blocks as b

BODY = "正文"
_NAMES = {
    "正文": BODY, "标题": "标题", "主送": "主送", "主送机关": "主送", "落款": "落款", "署名": "落款", "日期": "日期",
    "成文日期": "日期", "文号": "文号", "发文字号": "文号", "签发人": "签发人", "抄送": "抄送", "印发日期": "印发日期",
}  # fmt: skip
_MARK = re.compile(rf"【\s*({'|'.join(sorted(_NAMES, key=len, reverse=True))})\s*】")


@dataclass(frozen=True, slots=True)
class Shared:
    """A document shared out between a template's marks and its body.

    Attributes:
        values: the text for every mark, by its name.
        body: what stands at 【正文】.
        rest: what follows the signature, where the template has it at a place of its own.
    """

    values: Mapping[str, str]
    body: b.Document
    rest: b.Document


def share_out(document: b.Document, marks: frozenset[str], *, head: bool, tail: bool) -> Shared:
    """What goes into the marks that a template has, and what is left for its body.

    Args:
        document: the whole paper.
        marks: names of the template's marks.
        head: the template has a head of its own, so ours is left out.
        tail: the template has 版记 of its own, or something else after the body.
    """
    signed = {"落款", "日期"} & marks
    body: list[b.Block] = []
    rest: list[b.Block] = []
    titled = over = False
    for block in document.blocks:
        if isinstance(block, b.Title) and "标题" in marks and not titled:
            titled = True
        elif isinstance(block, b.Signature) and signed and not over:
            over = True
            if signed == {"落款"}:
                rest.append(b.Paragraph(block.date_text, indent=0, align="right"))
            elif signed == {"日期"}:
                body.append(b.Paragraph(_signers(block), indent=0, align="right"))
        elif not _left_out(block, marks, head, tail):
            (rest if over else body).append(block)
    return Shared(_values(document), replace(document, blocks=tuple(body)), replace(document, blocks=tuple(rest)))


def _left_out(block: b.Block, marks: frozenset[str], head: bool, tail: bool) -> bool:
    """Whether the template has a block's content at a place of its own."""
    if isinstance(block, b.RedHead | b.LetterHead):
        return head
    if isinstance(block, b.Imprint):
        return tail or bool(marks & {"抄送", "印发日期"})
    return isinstance(block, b.Addressee) and "主送" in marks


def _signers(block: b.Signature) -> str:
    return "　".join((block.name, *block.also))


def _values(document: b.Document) -> dict[str, str]:
    """The text of every mark that the document has something for; of two the first counts."""
    found: dict[str, str] = {}

    def keep(name: str, text: str) -> None:
        if text:
            found.setdefault(name, text)

    for block in document.blocks:
        if isinstance(block, b.Title):
            keep("标题", b.title_text(block.text).replace("\n", ""))
        elif isinstance(block, b.Addressee):
            keep("主送", b.addressee_text(block))
        elif isinstance(block, b.Signature):
            keep("落款", _signers(block))
            keep("日期", block.date_text)
        elif isinstance(block, b.RedHead | b.LetterHead):
            keep("文号", block.number)
            if isinstance(block, b.RedHead):
                keep("签发人", "　".join(block.signers))
        elif isinstance(block, b.Imprint):
            keep("抄送", "，".join(block.copies_to))
            keep("印发日期", block.printed_on)
    return {name: b.plain(text) for name, text in found.items()}


def marks_in(root: Any) -> frozenset[str]:
    """The names of the marks under an element."""
    return frozenset(name for paragraph in _paragraphs(root) for name in marks_of(paragraph))


def marks_of(paragraph: Any) -> list[str]:
    """The names of the marks in one paragraph."""
    return [_NAMES[found[1]] for found in _MARK.finditer(text_of(paragraph))]


def text_of(paragraph: Any) -> str:
    """The text of one paragraph, that of boxes anchored in it left out."""
    return "".join(text.text or "" for text in _texts(paragraph))


def strip_marks(text: str) -> str:
    """What is left of a text without its marks and blanks."""
    return _MARK.sub("", text).strip()


def fill(root: Any, values: Mapping[str, str]) -> None:
    """Put values in the places of all marks under an element.

    A line whose marks have nothing to show goes with its words, such as 抄送：【抄送】。; in a table its cell is left
    empty.
    """
    from docx.oxml.ns import qn

    for paragraph in list(_paragraphs(root)):
        found = list(_MARK.finditer(text_of(paragraph)))
        shown = [values.get(_NAMES[match[1]], "") for match in found]
        wanted = [name for name in marks_of(paragraph) if name != BODY]
        if wanted and not any(shown):
            for text in _texts(paragraph):
                text.text = ""
        else:
            for match, value in reversed(list(zip(found, shown, strict=True))):
                _replace(paragraph, match, value)
        if found and not text_of(paragraph).strip() and _may_go(paragraph, qn):
            paragraph.getparent().remove(paragraph)


def _replace(paragraph: Any, match: re.Match[str], value: str) -> None:
    """Text for a mark, in the format of the mark's first character, wherever the mark is parted into runs."""
    following = match.string[match.end():match.end() + 1]
    if following in ("：", ":"):
        value = value.removesuffix("：")
    at = 0
    pending = value
    for text in _texts(paragraph):
        written = text.text or ""
        start, end = max(match.start() - at, 0), min(match.end() - at, len(written))
        at += len(written)
        if start < end:
            text.text = written[:start] + pending + written[end:]
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            pending = ""


def _paragraphs(root: Any) -> Iterator[Any]:
    from docx.oxml.ns import qn

    yield from root.iter(qn("w:p"))


def _texts(paragraph: Any) -> list[Any]:
    from docx.oxml.ns import qn

    own = []
    for text in paragraph.iter(qn("w:t")):
        above = next(text.iterancestors(qn("w:p")), None)
        if above is paragraph:
            own.append(text)
    return own


def _may_go(paragraph: Any, qn: Any) -> bool:
    """Whether a paragraph without text holds nothing else, and its cell or box has another one."""
    held = ("w:drawing", "w:pict", "w:object", "w:sectPr", "w:fldChar", "w:br")
    if any(next(paragraph.iter(qn(tag)), None) is not None for tag in held):
        return False
    others = [*paragraph.itersiblings(qn("w:p")), *paragraph.itersiblings(qn("w:p"), preceding=True)]
    last_in_cell = paragraph.getnext() is None and paragraph.getparent().tag == qn("w:tc")
    return bool(others) and not last_in_cell

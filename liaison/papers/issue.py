"""The official head and foot of a paper: 红头 and 版记, printed only when they are asked for."""

from __future__ import annotations

import re
from dataclasses import replace

from liaison.chinese.dates import day
from liaison.chinese.text import clean_text
from liaison.papers.paper import Issue
from liaison.press.blocks import Block, Document, Imprint, RedHead, Signature
from liaison.settings import OfficeSettings

LONGEST_NUMBER = 40
_NUMBER = re.compile(r"[\[［(（【〔{]\s*([0-9]{4})\s*年?\s*[\]］)）】〕}]\s*第?\s*0*([0-9]+)\s*号?$")


def document_number(typed: str) -> str:
    """发文字号 as it is printed: the year in full in 〔〕, the number without 第 and without leading noughts (7.2.5).

    What is typed in another form is printed as it stands.
    """
    text = clean_text(typed, limit=LONGEST_NUMBER)
    return _NUMBER.sub(lambda found: f"〔{found[1]}〕{found[2]}号", text)


def issued(document: Document, issue: Issue, settings: OfficeSettings, *, today: str, upward: bool = False) -> Document:
    """The paper with its head and foot; the same paper where neither was asked for.

    The signer stands in the head of papers to a higher body only (7.2.6). The day of printing is the paper's own
    day, or today (7.4.3).

    Args:
        document: the paper without them.
        issue: what was asked for.
        settings: hold the office's mark and name.
        today: ISO.
        upward: the paper goes to a higher body.
    """
    if not issue.wanted:
        return document
    blocks: list[Block] = list(document.blocks)
    if issue.red_head:
        signer = clean_text(issue.signer or settings.director, limit=40) if upward else ""
        number = document_number(issue.number)
        blocks.insert(0, RedHead(settings.mark, number, (signer,) if signer else ()))
    if issue.imprint or issue.copies_to:
        dated = next((block.date_text for block in blocks if isinstance(block, Signature)), day(today, "form"))
        copies = tuple(name for name in (clean_text(text, limit=200) for text in issue.copies_to) if name)
        blocks.append(Imprint(copies, (), settings.name, dated))
    return replace(document, blocks=tuple(blocks))

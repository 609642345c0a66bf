"""The official head and foot of a paper: 红头 and 版记, printed only when they are asked for."""

from __future__ import annotations

from dataclasses import replace

from liaison.chinese.dates import day
from liaison.chinese.text import clean_text
from liaison.papers.paper import Issue
from liaison.press.blocks import Block, Document, Imprint, RedHead, Signature
from liaison.settings import OfficeSettings

LONGEST_NUMBER = 40


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
        number = clean_text(issue.number, limit=LONGEST_NUMBER)
        blocks.insert(0, RedHead(settings.mark, number, (signer,) if signer else ()))
    if issue.imprint or issue.copies_to:
        dated = next((block.date_text for block in blocks if isinstance(block, Signature)), day(today, "form"))
        copies = tuple(name for name in (clean_text(text, limit=200) for text in issue.copies_to) if name)
        blocks.append(Imprint(copies, (), settings.name, dated))
    return replace(document, blocks=tuple(blocks))

"""Our styles brought into an office's template: its own of the same name win, only what is missing is added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from liaison.press.word.styles import NAMESPACES, WordStyle

_REFERENCE = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val=")([^"]+)(")')


def merged_styles(theirs: Any, ours: tuple[WordStyle, ...], written: str) -> Mapping[str, str]:
    """Add to a template's styles those of ours that are used and missing.

    Args:
        theirs: the template's w:styles element; it is changed.
        ours: our styles, those they are based on first.
        written: the XML that will use them.

    Returns:
        What each of our styles is called in the template, by our own id.
    """
    from docx.oxml.ns import qn

    names: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for style in theirs.findall(qn("w:style")):
        own = style.get(qn("w:styleId"), "")
        taken.add(own)
        for label in style.findall(qn("w:name")) + style.findall(qn("w:aliases")):
            for name in label.get(qn("w:val"), "").split(","):
                names.setdefault((style.get(qn("w:type"), ""), name.strip().casefold()), own)
    called: dict[str, str] = {}
    missing: list[WordStyle] = []
    needed = _needed(ours, written)
    for ourstyle in ours:
        kind = _kind(ourstyle)
        known = names.get((kind, ourstyle.name.casefold()))
        if known is not None:
            called[ourstyle.style_id] = known
        elif ourstyle.style_id in needed:
            called[ourstyle.style_id] = _free(ourstyle.style_id, taken)
            taken.add(called[ourstyle.style_id])
            missing.append(ourstyle)
    for style in missing:
        theirs.append(_parsed(style, called))
    return called


def renamed(xml: str, called: Mapping[str, str]) -> str:
    """The same XML with styles called as the template calls them."""
    return _REFERENCE.sub(lambda found: found[1] + called.get(found[2], found[2]) + found[3], xml)


def _needed(ours: tuple[WordStyle, ...], written: str) -> set[str]:
    """The styles that are used, those that they are based on, and those that follow them."""
    by_id = {style.style_id: style for style in ours}
    waiting = {found[2] for found in _REFERENCE.finditer(written)}
    needed: set[str] = set()
    while waiting:
        style = by_id.get(waiting.pop())
        if style is not None and style.style_id not in needed:
            needed.add(style.style_id)
            waiting |= {found[2] for found in _REFERENCE.finditer(style.xml)}
    return needed


def _kind(style: WordStyle) -> str:
    found = re.search(r'w:type="(\w+)"', style.xml)
    assert found
    return found[1]


def _free(style_id: str, taken: set[str]) -> str:
    name, number = style_id, 2
    while name in taken:
        name, number = f"{style_id}{number}", number + 1
    return name


def _parsed(style: WordStyle, called: Mapping[str, str]) -> Any:
    from docx.oxml import parse_xml

    xml = renamed(style.xml, called)
    xml = xml.replace(f'w:styleId="{style.style_id}"', f'w:styleId="{called[style.style_id]}"', 1)
    xml = xml.replace(' w:default="1"', "", 1)
    return parse_xml(xml.replace("<w:style ", f"<w:style {NAMESPACES} ", 1))

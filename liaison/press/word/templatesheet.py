"""A template's sheet: what our pages are laid on, and the sections that keep its headers and feet."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from liaison.press.measures import CELL, PITCH, SIZE_3, TWIPS, Sheet
from liaison.press.pieces import NewSheet
from liaison.press.word.file import xml_of
from liaison.press.word.sections import Sections

_A4 = (11906, 16838)
_MARGIN = 1440  # Word's own where a file says nothing
_LEAST_CELLS, _LEAST_LINES = 12, 4


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """The sheet of a template, upright and turned; gives the press its sheets.

    Attributes:
        upright: as the template has it, whichever way that is.
        turned: the same sheet turned by a quarter.
    """

    upright: Sheet
    turned: Sheet

    @classmethod
    def of(cls, section: Any) -> TemplateSheet:
        """The sheet of a w:sectPr, sizes in twips."""
        from docx.oxml.ns import qn

        size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))

        def number(element: Any, name: str, default: int) -> int:
            found = element.get(qn(f"w:{name}")) if element is not None else None
            return abs(int(found)) if found and found.lstrip("-").isdigit() else default

        width, height = number(size, "w", _A4[0]), number(size, "h", _A4[1])
        top, bottom = number(margins, "top", _MARGIN), number(margins, "bottom", _MARGIN)
        left, right = number(margins, "left", _MARGIN), number(margins, "right", _MARGIN)
        left += number(margins, "gutter", 0)
        upright = _sheet(width, height, top, right, bottom, left)
        return cls(upright, _sheet(height, width, left, top, right, bottom))

    @property
    def landscape(self) -> bool:
        """Whether the template itself lies on its side."""
        return self.upright.landscape

    @property
    def roomy(self) -> bool:
        """Whether text has room on it."""
        return self.upright.cells >= _LEAST_CELLS and self.upright.lines >= _LEAST_LINES

    def __call__(self, *, landscape: bool, plain: bool) -> Sheet:
        """The sheet that lies so; lists have no margins of their own here."""
        return self.turned if landscape != self.landscape else self.upright


def _sheet(width: int, height: int, top: int, right: int, bottom: int, left: int) -> Sheet:
    area_width, area_height = (width - left - right) / TWIPS, (height - top - bottom) / TWIPS
    cells = max(1, int(area_width / CELL + 0.01))
    lines = int((area_height - SIZE_3) / PITCH + 0.01) + 1
    return Sheet(width / TWIPS, height / TWIPS, left / TWIPS, top / TWIPS, area_width, lines, PITCH,
                 area_width / cells, width > height)


class KeptSections(Sections):
    """Sections that are the template's own, turned where our sheet is; only the first keeps a first page's head."""

    def __init__(self, section: Any) -> None:
        super().__init__(_no_foot)
        self.section = section
        self.count = 0

    def xml(self, on: NewSheet, *, start: int | None, bookmark: str, bare: bool) -> str:
        """A copy of the template's section for one of our sheets."""
        from docx.oxml.ns import qn

        made = deepcopy(self.section)
        self.count += 1
        title = made.find(qn("w:titlePg"))
        if title is not None and self.count > 1:
            made.remove(title)
        numbers = made.find(qn("w:pgNumType"))
        if numbers is not None:
            numbers.attrib.pop(qn("w:start"), None)
        size, margins = made.find(qn("w:pgSz")), made.find(qn("w:pgMar"))
        if on.sheet.landscape != TemplateSheet.of(self.section).landscape and size is not None:
            _turn(size, margins, qn)
        return xml_of(made)


def _turn(size: Any, margins: Any, qn: Any) -> None:
    """A section's sheet turned by a quarter, its margins with it."""
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    if int(height) > int(width):
        size.set(qn("w:orient"), "landscape")
    else:
        size.attrib.pop(qn("w:orient"), None)
    if margins is None:
        return
    sides = {side: margins.get(qn(f"w:{side}")) for side in ("top", "right", "bottom", "left")}
    for side, source in (("top", "left"), ("right", "top"), ("bottom", "right"), ("left", "bottom")):
        if sides[source] is not None:
            margins.set(qn(f"w:{side}"), str(abs(int(sides[source]))))


def _no_foot(_xml: str) -> str:
    raise AssertionError("a template keeps its own feet")

"""The sections of a Word file: sheets, margins, grid, and the page numbers at their feet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import escape

from liaison.press.forms import Numbering
from liaison.press.measures import FOOT_NOTE, MM, NUMBER_DROP, NUMBER_INSET, RIGHT, SIZE_4, TWIPS, Sheet
from liaison.press.pieces import NewSheet
from liaison.press.word.styles import WordGrid

_EMU = 12700  # English metric units in a point
_TURNED_LENGTH = 70 * MM  # of the box that holds a number along the foot of a turned sheet
_DASH_DROP = 6.0  # from the top of a line of size 4 to the upper edge of its dashes, points


@dataclass(slots=True)
class Sections:
    """Writes the section properties of one Word file; equal feet are kept once.

    Attributes:
        add_footer: keeps a foot's XML in the file and gives its relationship id.
        number_runs: the runs of a page number, from its numbering and the bookmark at the last counted page.
    """

    add_footer: Callable[[str], str]
    feet: dict[str, str] = field(default_factory=dict)
    drawings: count[int] = field(default_factory=lambda: count(9001))

    def xml(self, on: NewSheet, *, start: int | None, bookmark: str, bare: bool) -> str:
        """The properties of one section.

        Args:
            on: its sheet and numbering.
            start: the number of its first page, or None where it goes on from the section before.
            bookmark: the bookmark at the last of the pages that are counted together.
            bare: its first page has no number.
        """
        sheet = on.sheet
        feet = "".join(
            f'<w:footerReference w:type="{kind}" r:id="{self._foot(on, bookmark, odd=odd)}"/>'
            for kind, odd in (("default", True), ("even", False))
        )
        if bare:
            feet += f'<w:footerReference w:type="first" r:id="{self._kept(_EMPTY)}"/>'
        turned = ' w:orient="landscape"' if sheet.landscape else ""
        right = sheet.width - sheet.left - sheet.area_width
        bottom = sheet.height - sheet.top - sheet.word_height / TWIPS
        # 25 mm puts the dashes beside the number 7 mm under the type area (7.5)
        foot = 8 * MM if sheet.landscape else min(25 * MM, bottom * 25 / 35)
        margins = (("top", sheet.top), ("right", right), ("bottom", bottom), ("left", sheet.left),
                   ("header", 8 * MM), ("footer", foot), ("gutter", 0.0))
        edges = " ".join(f'w:{name}="{round(width * TWIPS)}"' for name, width in margins)
        begins = f' w:start="{start}"' if start is not None else ""
        return (
            f'<w:sectPr>{feet}<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{round(sheet.width * TWIPS)}" w:h="{round(sheet.height * TWIPS)}"{turned}/>'
            f"<w:pgMar {edges}/>"
            f'<w:pgNumType{begins}/>{"<w:titlePg/>" if bare else ""}'
            f'<w:docGrid w:type="lines" w:linePitch="{WordGrid.of(sheet).pitch}"/></w:sectPr>'
        )

    def _foot(self, on: NewSheet, bookmark: str, *, odd: bool) -> str:
        if on.numbering == "none":
            return self._kept(_EMPTY)
        runs = foot_runs(on, bookmark, odd=odd)
        if on.sheet.landscape:
            key = f"{odd}{on.sheet}{runs}"
            if key not in self.feet:
                whole = on.sheet.height - RIGHT - NUMBER_INSET - (on.sheet.top + NUMBER_INSET)
                length = whole if on.foot else _TURNED_LENGTH
                foot = _turned_foot(on.sheet, runs, odd=odd, length=length, number=next(self.drawings))
                self.feet[key] = self.add_footer(foot)
            return self.feet[key]
        side = "right" if odd else "left"
        return self._kept(
            f'<w:p><w:pPr><w:pStyle w:val="footer"/><w:ind w:{side}Chars="100" w:{side}="{round(SIZE_4 * TWIPS)}"'
            f' w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/></w:pPr>{runs}</w:p>'
        )

    def _kept(self, xml: str) -> str:
        if xml not in self.feet:
            self.feet[xml] = self.add_footer(xml)
        return self.feet[xml]


_EMPTY = '<w:p><w:pPr><w:pStyle w:val="footer"/></w:pPr></w:p>'
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def number_runs(numbering: Numbering, bookmark: str) -> str:
    """A page number as runs with real fields: — 1 —, or 第 1 页 共 9 页.

    The total is the number of the page that the bookmark stands on, so that it holds whatever sheets the counted
    pages lie on, and a cover does not count.
    """
    if numbering == "of":
        total = _field(f" PAGEREF {bookmark} ", "1")
        return _text("第 ") + _field(" PAGE ", "1") + _text(" 页 共 ") + total + _text(" 页")
    return _text("— ") + _field(" PAGE ", "1") + _text(" —")


def foot_runs(on: NewSheet, bookmark: str, *, odd: bool) -> str:
    """The page number, and beside it towards the middle of the page what the section says at its foot."""
    number = number_runs(on.numbering, bookmark)
    if not on.foot:
        return number
    size = round(FOOT_NOTE * 2)
    small = f'<w:rPr><w:rFonts w:hint="eastAsia"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    note = f'<w:r>{small}<w:t xml:space="preserve">{escape(on.foot)}</w:t></w:r>'
    return note + _text("\u3000") + number if odd else number + _text("\u3000") + note


def _text(text: str) -> str:
    return f'<w:r>{_HINT}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(code: str, shown: str) -> str:
    return "".join(
        f"<w:r>{_HINT}{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve">{code}</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{shown}</w:t>", '<w:fldChar w:fldCharType="end"/>',
        )
    )


def _turned_foot(sheet: Sheet, runs: str, *, odd: bool, length: float, number: int) -> str:
    """A number along the left side of a sheet that is read the broad way, which is the foot of the upright sheet.

    It stands in a text box whose lines run downwards, at the place that the other pages' numbers have (clause 8).
    """
    long, thick = round(length * _EMU), round(SIZE_4 * _EMU)
    across = sheet.left - NUMBER_DROP + _DASH_DROP - SIZE_4
    down = sheet.height - RIGHT - NUMBER_INSET - length if odd else sheet.top + NUMBER_INSET
    side = "right" if odd else "left"
    lines = (
        f'<w:p><w:pPr><w:pStyle w:val="footer"/><w:jc w:val="{side}"/></w:pPr>{runs}</w:p>'
    )
    drawing = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{round(across * _EMU)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{round(down * _EMU)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{thick}" cy="{long}"/><wp:wrapNone/><wp:docPr id="{number}" name="页码 {number}"/>'
        "<wp:cNvGraphicFramePr/>"
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{thick}" cy="{long}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{lines}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/>'
        "</wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="footer"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}'
        "</mc:Choice></mc:AlternateContent></w:r></w:p>"
    )

"""Placed pages written as PDF.

Every line is one text object whose characters stand where the layout put them: the advance that a face would
make is corrected by the difference (the TJ operator), so that figures, marks and hanzi stand in cells of the
same width whichever face draws them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liaison import __version__
from liaison.press import blocks as b
from liaison.press import fonts as faces
from liaison.press.fonts import FontSet
from liaison.press.linebreak import width_of
from liaison.press.measures import FOOT_NOTE, PAGE_HEIGHT, PAGE_WIDTH, SIZE_4
from liaison.press.pages import Page, PageNumber, Pages
from liaison.press.pdftext import ASCENT, TextWriter, register
from liaison.press.picturing import draw
from liaison.press.placed import Colour, Ink, PlacedLine

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_DASH_TOP = 0.40  # from the base line to the upper edge of —, in ems; the drawn face's own is used when known


INKS: Mapping[Colour, str] = {"black": "0 g 0 G", "red": "1 0 0 rg 1 0 0 RG"}
"""The inks as PDF operators; 7.2.4 and 7.2.7 want red, 5.2.4 black."""


def pages_to_pdf(pages: Pages, fonts: FontSet) -> bytes:
    """The pages as the bytes of a PDF file."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    patch_to_unicode()
    rl_config.useA85 = 0  # written as bytes, photos and text take a fifth less than as letters
    stream = io.BytesIO()
    # A face must be named here, or the file refers to a Helvetica that it does not hold.
    initial = faces.load(faces.chain(fonts, "fangsong")[0])
    register(initial)
    canvas = Canvas(stream, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), initialFontName=initial.fontName,
                    initialFontSize=16, pageCompression=1)
    _describe(canvas, pages)
    writer = _Writer(canvas, fonts)
    for page in pages:
        writer.page(page)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _describe(canvas: Canvas, pages: Pages) -> None:
    properties = pages.document.properties
    canvas.setTitle(b.plain(pages.document.title))
    canvas.setAuthor(b.plain(properties.author))
    canvas.setSubject(b.plain(properties.subject))
    canvas.setKeywords(b.plain(properties.keywords))
    canvas.setCreator(f"联络簿 {__version__}")
    canvas.setProducer(f"联络簿 {__version__}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas._doc.Catalog.Lang = _pdf_string("zh-CN")


def _pdf_string(text: str) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFString

    return PDFString(text)


class _Writer:
    """Draws pages on one canvas with one set of faces."""

    def __init__(self, canvas: Canvas, fonts: FontSet) -> None:
        self.canvas = canvas
        self.text = TextWriter(canvas, fonts)

    def page(self, page: Page) -> None:
        """One page's text, rules, ink and number.

        A sheet that is read the broad way is written as the upright sheet it is printed on, its head at the left,
        and told to be shown turned: a viewer shows it standing up, a printer bound at the left has the head at the
        binding edge of odd pages and at the outer edge of even ones (clause 8).
        """
        self.canvas.setPageSize((page.width, page.height))  # as it is read; the library exchanges them where turned
        turned = page.width > page.height
        self.canvas.setPageRotation(90 if turned else 0)
        if turned:
            self.canvas.transform(0, 1, -1, 0, page.height, 0)
        for picture in page.pictures:
            draw(self.text, picture, page.height)
        for line in page.lines:
            self._line(line, page.height)
        if page.rules:
            self._rules(page)
        for ink in page.ink:
            self._ink(ink, page.height)
        if page.number:
            self._number(page.number, page)

    def _line(self, line: PlacedLine, height: float) -> None:
        base = height - line.y - ASCENT * line.size
        plain = line.colour == "black" and line.narrow == 1
        code = ["BT"] if plain else [f"q {line.narrow:.4f} 0 0 1 0 0 cm {INKS[line.colour]}", "BT"]
        for span in line.spans:
            places = span.places if plain else tuple(place / line.narrow for place in span.places)
            self.text.show(code, span.text, span.role, line.size, places, base)
        code.append("ET" if plain else "ET Q")
        self.canvas._code.append("\n".join(code))

    def _rules(self, page: Page) -> None:
        """All rules of a kind in one path; thousands of single strokes would make a slow file."""
        kinds: dict[tuple[float, Colour, bool], list[str]] = {}
        for rule in page.rules:
            drawn = f"{rule.x0:.2f} {page.height - rule.y0:.2f} m {rule.x1:.2f} {page.height - rule.y1:.2f} l"
            kinds.setdefault((rule.width, rule.colour, rule.dashed), []).append(drawn)
        for (width, colour, dashed), drawn_rules in kinds.items():
            pen = f"{width:g} w {INKS[colour]} " + ("0 J [4 3] 0 d" if dashed else "2 J")
            self.canvas._code.append(f"q {pen}\n" + "\n".join(drawn_rules) + "\nS Q")

    def _ink(self, ink: Ink, height: float) -> None:
        code = [f"q {ink.width:g} w 1 J 1 j"]
        for stroke in ink.lines:
            # a single tap is a dot: a line of no length with round ends
            points = stroke if len(stroke) > 1 else stroke * 2
            for number, (x, y) in enumerate(points):
                code.append(f"{x:.2f} {height - y:.2f} {'l' if number else 'm'}")
        code.append("S Q")
        self.canvas._code.append("\n".join(code))

    def _number(self, number: PageNumber, page: Page) -> None:
        """The page number, its dashes' upper edge where the standard puts it."""
        length = sum(map(width_of, number.text)) * SIZE_4
        aside = sum(map(width_of, number.note)) * FOOT_NOTE
        start, noted = (-length, -length - SIZE_4 - aside) if number.right else (0.0, length + SIZE_4)
        font = self.text.face("song", "—")
        drop = dash_top(Path(font.face.filename)) * SIZE_4
        code = ["q"]
        if number.turned:
            # the sheet is read turned: right along the foot is down here, up is to the right
            code.append(f"0 -1 1 0 {number.top - drop:.3f} {page.height - number.x:.3f} cm")
        else:
            code.append(f"1 0 0 1 {number.x:.3f} {page.height - number.top - drop:.3f} cm")
        code.append("BT")
        self.text.show(code, number.text, "song", SIZE_4, _places(number.text, start, SIZE_4), 0.0)
        if number.note:
            self.text.show(code, number.note, "song", FOOT_NOTE, _places(number.note, noted, FOOT_NOTE), 0.0)
        code.append("ET")
        code.append("Q")
        self.canvas._code.append("\n".join(code))


def _places(text: str, start: float, size: float) -> tuple[float, ...]:
    """Where each character of a text begins."""
    return tuple(accumulate((width_of(character) * size for character in text[:-1]), initial=start))


@lru_cache(maxsize=16)
def dash_top(path: Path) -> float:
    """How high the upper edge of — stands over the base line in a face, in ems."""
    font = faces.load(path).face
    glyph = font.charToGlyph.get(0x2014)
    places = getattr(font, "glyphPos", None)
    data = getattr(font, "_ttf_data", None)
    if glyph is None or places is None or data is None or glyph + 1 >= len(places):
        return _DASH_TOP
    start, _length = font.get_table_pos("glyf")
    head = start + places[glyph]
    if places[glyph + 1] <= places[glyph]:
        return _DASH_TOP
    highest = int.from_bytes(data[head + 8:head + 10], "big", signed=True)
    return float(highest / font.unitsPerEm)


@lru_cache(maxsize=1)
def patch_to_unicode() -> None:
    """Make the reader's text of characters beyond the first 65,536 right.

    The library writes U+2CB5A as <2CB5A>, which readers take for U+2CB5; UTF-16 is wanted. Its blocks also grow
    past the 100 entries that the format allows.
    """
    from reportlab.pdfbase import ttfonts

    ttfonts.makeToUnicodeCMap = _to_unicode


def _to_unicode(fontname: str, subset: list[int]) -> str:
    entries = [
        f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
        for place, code in enumerate(subset)
        if not 0xD800 <= code <= 0xDFFF
    ]
    head = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    body: list[str] = []
    for start in range(0, len(entries), 100):
        part = entries[start:start + 100]
        body += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    tail = ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join([*head, *body, *tail])

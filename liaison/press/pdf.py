"""Placed pages written as PDF.

Every line is one text object whose characters stand where the layout put them: the advance that a face would
make is corrected by the difference (the TJ operator), so that figures, marks and hanzi stand in cells of the
same width whichever face draws them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liaison import __version__
from liaison.press import fonts as faces
from liaison.press.blocks import Role
from liaison.press.fonts import FontSet
from liaison.press.linebreak import DASHES, width_of
from liaison.press.measures import SIZE_4
from liaison.press.pages import Page, PageNumber, Pages
from liaison.press.picturing import draw
from liaison.press.placed import Colour, Ink, PlacedLine

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

ASCENT = 0.86  # from a hanzi's base line to the top of its em box, in ems
_WIDEST_STRETCH = 1.3  # a narrow letter is widened towards half a cell, never beyond this
_DASH_TOP = 0.40  # from the base line to the upper edge of —, in ems; the drawn face's own is used when known


INKS: Mapping[Colour, str] = {"black": "0 g 0 G", "red": "1 0 0 rg 1 0 0 RG"}
"""The inks as PDF operators; 7.2.4 and 7.2.7 want red, 5.2.4 black."""


def pages_to_pdf(pages: Pages, fonts: FontSet) -> bytes:
    """The pages as the bytes of a PDF file."""
    from reportlab.pdfgen.canvas import Canvas

    patch_to_unicode()
    stream = io.BytesIO()
    first = pages[0]
    # A face must be named here, or the file refers to a Helvetica that it does not hold.
    initial = faces.load(faces.chain(fonts, "fangsong")[0])
    _register(initial)
    canvas = Canvas(stream, pagesize=(first.width, first.height), initialFontName=initial.fontName,
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
    canvas.setTitle(pages.document.title)
    canvas.setAuthor(properties.author)
    canvas.setSubject(properties.subject)
    canvas.setKeywords(properties.keywords)
    canvas.setCreator(f"联络簿 {__version__}")
    canvas.setProducer(f"联络簿 {__version__}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas._doc.Catalog.Lang = _pdf_string("zh-CN")


def _pdf_string(text: str) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFString

    return PDFString(text)


def _register(font: TTFont) -> None:
    from reportlab.pdfbase import pdfmetrics

    if font.fontName not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(font)


class _Writer:
    """Draws pages on one canvas with one set of faces."""

    def __init__(self, canvas: Canvas, fonts: FontSet) -> None:
        self.canvas = canvas
        self.fonts = fonts
        self.chains: dict[Role, list[TTFont]] = {}
        for role in faces.ROLES:
            self.chains[role] = [faces.load(path) for path in faces.chain(fonts, role)]
            for font in self.chains[role]:
                _register(font)
        self.chosen: dict[tuple[Role, str], tuple[TTFont, str]] = {}
        self.codes: dict[tuple[str, str], tuple[str, str]] = {}
        self.scales: dict[tuple[str, str], int] = {}
        self.internal: dict[tuple[str, int], str] = {}

    def page(self, page: Page) -> None:
        """One page's text, rules, ink and number."""
        for picture in page.pictures:
            draw(self.canvas, picture, page.height, self.fonts)
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
        code = ["BT"] if line.colour == "black" else [f"q {INKS[line.colour]}", "BT"]
        for span in line.spans:
            for text, font, places in self._same_face(span.text, span.role, span.places):
                self._show(code, text, font, line.size, places, base)
        code.append("ET" if line.colour == "black" else "ET Q")
        self.canvas._code.append("\n".join(code))

    def _same_face(self, text: str, role: Role,
                   places: tuple[float, ...]) -> Iterator[tuple[str, TTFont, tuple[float, ...]]]:
        """The text parted where the face changes; a character no face has is shown as 〓."""
        chosen = [self._face(role, character) for character in text]
        start = 0
        for place in range(1, len(text) + 1):
            if place == len(text) or chosen[place][0] is not chosen[start][0]:
                drawn = "".join(pair[1] for pair in chosen[start:place])
                yield drawn, chosen[start][0], places[start:place]
                start = place

    def _face(self, role: Role, character: str) -> tuple[TTFont, str]:
        known = self.chosen.get((role, character))
        if known is None:
            known = self._find(role, character)
            self.chosen[role, character] = known
        return known

    def _find(self, role: Role, character: str) -> tuple[TTFont, str]:
        code = ord(character)
        for font in self.chains[role]:
            if code in font.face.charToGlyph and _draws(font, code):
                return font, character
        if character.isspace() or width_of(character) == 0.0:
            return self.chains[role][0], " "
        return self.chains[role][-1], faces.SUBSTITUTE_MARK

    def _show(self, code: list[str], text: str, font: TTFont, size: float, places: tuple[float, ...],
              base: float) -> None:
        """One face's stretch as TJ operators, a new one where the subset or the narrowing changes."""
        parts: list[str] = []
        pen = 0.0
        subset = ""
        scale = 100
        for character, place in zip(text, places, strict=True):
            name, shown = self._code(font, character)
            advance = font.face.getCharWidth(ord(character)) * size / 1000
            narrow = self._narrowing(font, character)
            shift = 0.0
            if width_of(character) == 0.5 and character != " ":
                shift = max(0.0, (size / 2 - advance * narrow / 100) / 2)
            start = place + shift
            if name != subset or narrow != scale or not parts:
                if parts:
                    code.append("[" + "".join(parts) + "] TJ")
                if name != subset:
                    code.append(f"{self._internal(font, name)} {size:g} Tf")
                    subset = name
                if narrow != scale:
                    code.append(f"{narrow} Tz")
                    scale = narrow
                code.append(f"1 0 0 1 {start:.3f} {base:.3f} Tm")
                parts = []
                pen = start
            gap = (pen - start) * 1000 / size * 100 / scale
            if abs(gap) > 0.5:
                parts.append(f"{gap:.0f}")
                pen -= round(gap) * size / 1000 * scale / 100
            parts.append(shown)
            pen += advance * scale / 100
        if parts:
            code.append("[" + "".join(parts) + "] TJ")
        if scale != 100:
            code.append("100 Tz")

    def _narrowing(self, font: TTFont, character: str) -> int:
        """How a glyph is narrowed or widened to its cell, in per cent.

        Proportional figures and letters are brought to half a cell: wider, they would overlap; narrower, readers
        of the text would take the room beside a point for a blank. A dash is brought to a whole cell, so that two
        of them join.
        """
        known = self.scales.get((font.fontName, character))
        if known is None:
            advance = font.face.getCharWidth(ord(character)) / 1000
            known = 100
            if advance > 0 and character != " ":
                if width_of(character) == 0.5:
                    known = round(100 * min(_WIDEST_STRETCH, 0.5 / advance))
                elif character in DASHES and advance < 1:
                    known = round(100 / advance)
            self.scales[font.fontName, character] = known
        return known

    def _code(self, font: TTFont, character: str) -> tuple[str, str]:
        """The subset that holds a character, and its code there as a PDF string."""
        known = self.codes.get((font.fontName, character))
        if known is None:
            number, data = font.splitString(character, self.canvas._doc)[0]
            known = (str(number), "<" + bytes(data).hex() + ">")
            self.codes[font.fontName, character] = known
        return known

    def _internal(self, font: TTFont, subset: str) -> str:
        number = int(subset)
        known = self.internal.get((font.fontName, number))
        if known is None:
            known = font.getSubsetInternalName(number, self.canvas._doc)
            self.internal[font.fontName, number] = known
        return known

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
        widths = [width_of(character) * SIZE_4 for character in number.text]
        start = -sum(widths) if number.right else 0.0
        places = [start]
        for width in widths:
            places.append(places[-1] + width)
        font, _drawn = self._face("song", "—")
        drop = dash_top(Path(font.face.filename)) * SIZE_4
        code = ["q"]
        if number.turned:
            # the sheet is read turned: right along the foot is down here, up is to the right
            code.append(f"0 -1 1 0 {number.top - drop:.3f} {page.height - number.x:.3f} cm")
        else:
            code.append(f"1 0 0 1 {number.x:.3f} {page.height - number.top - drop:.3f} cm")
        code.append("BT")
        for text, face, starts in self._same_face(number.text, "song", tuple(places[:-1])):
            self._show(code, text, face, SIZE_4, starts, 0.0)
        code.append("ET")
        code.append("Q")
        self.canvas._code.append("\n".join(code))


def _draws(font: TTFont, code: int) -> bool:
    """Whether the glyph has ink: some faces map a rare character to a blank."""
    if chr(code).isspace() or code < 0x3400:
        return True
    face = font.face
    glyph = face.charToGlyph[code]
    places = getattr(face, "glyphPos", None)
    return places is None or glyph + 1 >= len(places) or places[glyph + 1] > places[glyph]


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

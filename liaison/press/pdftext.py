"""Text on a PDF page, each character in its cell and drawn by the first face that has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from liaison.press import fonts as faces
from liaison.press.blocks import Role
from liaison.press.fontroles import ROLES
from liaison.press.fonts import FontSet
from liaison.press.linebreak import DASHES, width_of

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

ASCENT = 0.86  # from a hanzi's base line to the top of its em box, in ems
_Glyph: TypeAlias = "tuple[str, str, float, int, float]"
_WIDEST_STRETCH = 1.3  # a narrow letter is widened towards half a cell, never beyond this


def register(font: TTFont) -> None:
    """Make a face known to the library, once."""
    from reportlab.pdfbase import pdfmetrics

    if font.fontName not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(font)


class TextWriter:
    """Writes characters on one canvas with one set of faces."""

    def __init__(self, canvas: Canvas, fonts: FontSet) -> None:
        self.canvas = canvas
        self.chains: dict[Role, list[TTFont]] = {}
        for role in ROLES:
            self.chains[role] = [faces.load(path) for path in faces.chain(fonts, role)]
            for font in self.chains[role]:
                register(font)
        self.chosen: dict[tuple[Role, str], tuple[TTFont, str]] = {}
        self.codes: dict[tuple[str, str], tuple[str, str]] = {}
        self.scales: dict[tuple[str, str], int] = {}
        self.glyphs: dict[tuple[str, float], dict[str, _Glyph]] = {}
        self.internal: dict[tuple[str, int], str] = {}

    def show(self, code: list[str], text: str, role: Role, size: float, places: tuple[float, ...],
             base: float) -> None:
        """Add the operators that draw a text to `code`, inside a text object.

        Args:
            code: where the operators go.
            text: the characters.
            role: whose face draws them.
            size: in points.
            places: where each character's cell begins.
            base: the base line.
        """
        for drawn, font, starts in self._same_face(text, role, places):
            self._show(code, drawn, font, size, starts, base)

    def face(self, role: Role, character: str) -> TTFont:
        """The face that draws a character."""
        return self._face(role, character)[0]

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
        glyphs = self.glyphs.setdefault((font.fontName, size), {})
        for character, place in zip(text, places, strict=True):
            glyph = glyphs.get(character)
            if glyph is None:
                glyph = glyphs[character] = self._glyph(font, character, size)
            name, shown, advance, narrow, shift = glyph
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

    def _glyph(self, font: TTFont, character: str, size: float) -> _Glyph:
        """What is drawn for a character: its subset, its code, its advance, its narrowing, its shift in its cell."""
        name, shown = self._code(font, character)
        advance = font.face.getCharWidth(ord(character)) * size / 1000
        narrow = self._narrowing(font, character)
        shift = 0.0
        if width_of(character) == 0.5 and character != " ":
            shift = max(0.0, (size / 2 - advance * narrow / 100) / 2)
        return name, shown, advance, narrow, shift

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


def _draws(font: TTFont, code: int) -> bool:
    """Whether the glyph has ink: some faces map a rare character to a blank."""
    if chr(code).isspace() or code < 0x3400:
        return True
    face = font.face
    glyph = face.charToGlyph[code]
    places = getattr(face, "glyphPos", None)
    return places is None or glyph + 1 >= len(places) or places[glyph + 1] > places[glyph]

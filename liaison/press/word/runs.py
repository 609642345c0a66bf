"""Text as Word runs, each line's characters spaced so that Word ends it where we do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from xml.sax.saxutils import escape

from liaison.press.linebreak import MIDDLE_DOT, Line, width_of
from liaison.press.measures import TWIPS
from liaison.press.pieces import Para
from liaison.press.word.styles import ROLE_STYLES, STYLE_ROLES, WordGrid

_SLACK = 60  # left over in a corrected line, in twips: LibreOffice keeps spacings in hundredths of a millimetre
_NARROWEST, _WIDEST = 50, 200  # per cent; a line of characters without width is not led
# Invisible; written only where a line ends between a mark and a figure or inside an address, at which places word
# processors would not break by themselves.
_MAY_BREAK = "\u200b"


RED = '<w:color w:val="FF0000"/>'
"""Red ink, as a run's property."""


class RunWriter:
    """Writes paragraphs' text on one grid."""

    def __init__(self, grid: WordGrid) -> None:
        self.grid = grid

    def runs(self, para: Para, *, size: str = "", colour: str = "", start: int = 0,
             stop: int | None = None) -> Iterator[str]:
        """The text, or a part of it, as runs, a new one where face or spacing changes."""
        fits = self._fits(para)
        text = para.text[:stop]
        base = self._base(para)
        own = STYLE_ROLES.get(para.style, "fangsong")
        given = ((run.role or para.role, len(run.text)) for run in para.runs)
        faces = ["" if role == own else ROLE_STYLES[role] for role, count in given for _character in range(count)]
        opened = {
            line.next for line in para.lines if self.grid.led
            and line.end == line.next < len(text) and not _plain_break(text[line.end - 1], text[line.end])
        }
        for place in range(start + 1, len(text) + 1):
            same = place < len(text) and fits[place] == fits[start] and faces[place] == faces[start]
            if same and place not in opened:
                continue
            drawn = text[start:place] + (_MAY_BREAK if place in opened else "")
            yield _run(drawn, faces[start], fits[start], base, size, colour)
            start = place

    def _base(self, para: Para) -> int:
        """The spacing of a line that needs no leading, which the style brings."""
        return self.grid.spacing if para.cell != para.size else 0

    def _fits(self, para: Para) -> list[tuple[int, int]]:
        """The spacing and width of each of a paragraph's characters."""
        base = self._base(para)
        if not self.grid.led:
            return [(base, 100)] * len(para.text)
        fits: list[tuple[int, int]] = []
        for line, after in _with_next(para.lines):
            room = int(line.measure * para.cell * TWIPS) - 4 * (line.indent > 0)
            fit = line_fit(para.text[line.start:line.end], after, room, para.size, base)
            fits += [fit] * (line.end - line.start) + [(base, 100)] * (line.next - line.end)
        return fits


def _run(text: str, face: str, fit: tuple[int, int], base: int, size: str, colour: str) -> str:
    """A run says of itself only what its paragraph's style does not: another face, or a led line's spacing."""
    spacing, width = fit
    properties = f'<w:rStyle w:val="{face}"/>' if face else ""
    properties += '<w:rFonts w:hint="eastAsia"/>' + colour
    if spacing != base:
        properties += f'<w:spacing w:val="{spacing}"/>'
    if width != 100:
        properties += f'<w:w w:val="{width}"/>'
    return f'<w:r><w:rPr>{properties}{size}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def line_fit(text: str, after: str, room: int, size: float, base: int) -> tuple[int, int]:
    """The spacing of a line's characters, in twips, and their width in per cent, with which it ends where it does.

    A line keeps the base spacing while no further character would fit; otherwise all its characters are set wider
    or tighter until it just fills the room. The spacing is the same for the whole line, marks included: single
    characters with a spacing of their own would be truer to our own pages, but LibreOffice drops the spacing of
    the last character of every stretch of one script, and nothing is known of how WPS counts it. Where that
    loss alone would move a line's end, the characters themselves are made a few per cent narrower or wider.

    Args:
        text: the line's characters.
        after: a character as wide as the one that begins the next line, or "" for a text's last line.
        room: what the line may hold, in twips.
        size: of the characters, in points.
        base: the spacing of a line that needs no correction.
    """
    em = size * TWIPS
    natural = sum(round(_word_width(character) * em) for character in text)
    count = len(text)
    following = round(_word_width(after) * em) + base if after else room
    changes = _script_changes(text)

    def ends_here(left: int, spacing: int) -> bool:
        elsewhere = left + changes * spacing  # what LibreOffice has left
        return min(left, elsewhere) >= 10 and max(left, elsewhere) < following - 40

    if not count or ends_here(room - natural - count * base, base):
        return base, 100
    spacing = (room - _SLACK - natural) // count
    if ends_here(room - natural - count * spacing, spacing):
        return spacing, 100
    slack = _SLACK + natural // 200
    width = int((room - slack - count * base) * 100 / natural)
    if not _NARROWEST <= width <= _WIDEST:
        return base, 100
    return (room - slack - natural * width // 100) // count, width


def _word_width(character: str) -> float:
    """The width of a character in the official faces, in ems; only the name's dot differs from our own pages."""
    return 1.0 if character == MIDDLE_DOT else width_of(character)


def _plain_break(before: str, after: str) -> bool:
    """Whether every word processor may break between two characters."""
    return width_of(before) == width_of(after) == 1.0


def _script_changes(text: str) -> int:
    """How many stretches of one script a text has; each loses one spacing in LibreOffice."""
    halves = [width_of(character) < 1 for character in text]
    return 1 + sum(before != here for before, here in pairwise(halves))


def _with_next(lines: tuple[Line, ...]) -> Iterator[tuple[Line, str]]:
    """Each line with a stand-in for the character that begins the next one: "" after the last."""
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        if following is None:
            yield line, ""
        else:
            yield line, "0" if following.widths and following.widths[0] < 1 else "国"

"""The measures of GB/T 9704-2012, each with its clause, in points unless the name says otherwise.

The grid of 22 lines by 28 characters fills the type area exactly in our own pages: the top of the first line's
characters stands 37 mm below the edge and the bottom of the last line's 262 mm below it. Word cannot place a
line by its ink, so its pages use the line pitch that fits 22 lines between the same margins; both hold the same
number of lines, and therefore break at the same places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

MM = 72 / 25.4
TWIPS = 20  # twentieths of a point, Word's unit

PAGE_WIDTH = 210 * MM  # 5.1, A4
PAGE_HEIGHT = 297 * MM
TOP = 37 * MM  # 5.2.1, head margin
LEFT = 28 * MM  # 5.2.1, binding margin
AREA_WIDTH = 156 * MM  # 5.2.1, type area
AREA_HEIGHT = 225 * MM
RIGHT = PAGE_WIDTH - LEFT - AREA_WIDTH  # derived, 26 mm
BOTTOM = PAGE_HEIGHT - TOP - AREA_HEIGHT  # derived, 35 mm

LINES = 22  # 5.2.3
CELLS = 28  # 5.2.3

SIZE_2 = 22.0  # titles, 7.3.1
SIZE_3 = 16.0  # everything else, 5.2.2
SIZE_4 = 14.0  # page numbers, 7.5; tables and lists
SIZE_5 = 10.5  # dense tables

CELL = AREA_WIDTH / CELLS  # 15.79, the width of one character cell
PITCH = (AREA_HEIGHT - SIZE_3) / (LINES - 1)  # 29.61, from ink to ink (3.2 and 5.2.3)
TITLE_PITCH = 36.0  # 3.2 for size 2: 22 + 14
TITLE_PITCH_WIDE = 40.0  # the most a title's lines spread over the whole lines of the grid that they take

NUMBER_DROP = 7 * MM  # 7.5, from the type area's foot to the top of the dashes beside the page number
FOOT_NOTE = 9.0  # what stands beside a page number; one character of the number's size parts them
NUMBER_INSET = SIZE_4  # 7.5, one character from the type area's side

PLAIN_MARGIN = 20 * MM  # lists that are no official document

WORD_PITCH_TWIPS = 579  # 22 lines of 28.95 pt fit into 225 mm, a 23rd does not; 580 loses the 22nd
WORD_SLACK_TWIPS = 18  # what 225 mm leave beyond 22 of Word's lines
WORD_RULE_TWIPS = 10  # the thickness of a table's rules, which some word processors add to a row and some do not
WORD_SPACING_TWIPS = -5  # 28 characters of 16 pt fit into 156 mm, -4 loses the 28th


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its type area and grid, all in points from the sheet's top left.

    Attributes:
        width: of the sheet as it is read.
        height: of the sheet as it is read.
        left: where the type area begins.
        top: where the type area begins.
        area_width: of the type area.
        lines: lines of the grid on one page.
        pitch: from one line's top to the next one's.
        cell: width of one character of size 3.
        landscape: turned by a quarter.
    """

    width: float
    height: float
    left: float
    top: float
    area_width: float
    lines: int
    pitch: float
    cell: float
    landscape: bool

    @property
    def cells(self) -> int:
        """How many characters of size 3 one line holds."""
        return round(self.area_width / self.cell)

    @property
    def area_height(self) -> float:
        """From the first line's top to the last line's bottom."""
        return (self.lines - 1) * self.pitch + SIZE_3

    @property
    def word_height(self) -> float:
        """The height of Word's page for as many of its own lines, in twips; LibreOffice would centre a rest."""
        return max(self.area_height * TWIPS, self.lines * WORD_PITCH_TWIPS + WORD_SLACK_TWIPS)


def sheet_for(*, landscape: bool, plain: bool) -> Sheet:
    """The sheet a document is laid on.

    A landscape sheet is the portrait one turned so that its head lies at the portrait left side (clause 8):
    binding margin at the top, foot margin at the left. It holds 40 characters by 15 lines.
    """
    if plain:
        width, height = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
        area_width = width - 2 * PLAIN_MARGIN
        area_height = height - 2 * PLAIN_MARGIN
        lines = int((area_height - SIZE_3) / PITCH) + 1
        cells = int(area_width / CELL)
        return Sheet(width, height, PLAIN_MARGIN, PLAIN_MARGIN, area_width, lines, PITCH, area_width / cells, landscape)
    if landscape:
        lines = int((AREA_WIDTH - SIZE_3) / PITCH) + 1
        pitch = (AREA_WIDTH - SIZE_3) / (lines - 1)
        return Sheet(PAGE_HEIGHT, PAGE_WIDTH, BOTTOM, LEFT, AREA_HEIGHT, lines, pitch, AREA_HEIGHT / 40, True)
    return Sheet(PAGE_WIDTH, PAGE_HEIGHT, LEFT, TOP, AREA_WIDTH, LINES, PITCH, CELL, False)


class Sheets(Protocol):
    """Gives the sheet for a way of lying and for lists that are no official document."""

    def __call__(self, *, landscape: bool, plain: bool) -> Sheet: ...

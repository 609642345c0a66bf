"""Photos set in equal boxes, two to a page one above the other, or four to a page two by two.

Every row of photos is one panel: the photos stand on one line, each over its own caption, in boxes that are as high
as the tallest needs. A row is at most half a page high, unless its captions are very long, and always more than a
third, so that never more photos come to stand on a page than were asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from liaison.press import blocks as b
from liaison.press import linebreak
from liaison.press.measures import SIZE_3, SIZE_4, Sheet
from liaison.press.pictures import aspect_of
from liaison.press.pieces import UNITS, Panel, Para, Piece
from liaison.press.placed import Picture, PlacedLine
from liaison.press.placing import place_line

GUTTER = 12.0  # between two photos, points
ABOVE = 4.0  # over every row, so that photos keep off the text before them, points
CAPTION_GAP = 5.0  # between a photo and its caption, points
CAPTION_UNITS = 2  # the height of a caption's line, in thirds of a grid line
_LINES_UNDER = 4  # lines of a caption that boxes are made smaller for; longer ones make their row higher
_LINES_BESIDE = 6  # a longer caption gives its photo a row of its own


def set_photos(block: b.Photos, sheet: Sheet) -> list[Piece]:
    """The rows of photos; what a very long caption has left over follows as body text."""
    pieces: list[Piece] = []
    for photos in _rows(block, sheet):
        row = _Row(replace(block, photos=photos), sheet)
        left_over = row.cut()
        pieces.append(row.panel())
        if left_over:
            lines = linebreak.break_text(left_over, float(sheet.cells))
            pieces.append(Para("body", b.runs_of(left_over), tuple(lines), cell=sheet.cell))
    return pieces


def photo_width(block: b.Photos, sheet: Sheet) -> float:
    """The width of every photo's box, in points."""
    return sheet.area_width if block.per_page == 2 else (sheet.area_width - GUTTER) / 2


def caption_para(caption: b.Text, width: float) -> Para:
    """A caption broken for a width in points: size 4, centred."""
    runs = b.runs_of(caption)
    measure = max(1.0, int(width / SIZE_4 * 2 + 0.01) / 2)
    lines = linebreak.break_text("".join(run.text for run in runs), measure)
    return Para("picture-caption", runs, tuple(replace(line, full=False) for line in lines), size=SIZE_4, cell=SIZE_4,
                align="center", units=CAPTION_UNITS)


def caption_width(block: b.Photos, sheet: Sheet) -> float:
    """The width that the captions of a row are broken for: a photo alone in its row may use the whole of it."""
    return sheet.area_width if len(block.photos) == 1 else photo_width(block, sheet)


def _rows(block: b.Photos, sheet: Sheet) -> Iterator[tuple[b.Photo, ...]]:
    """The photos by rows."""
    if block.per_page == 2:
        yield from ((photo,) for photo in block.photos)
        return
    width = photo_width(block, sheet)
    waiting: list[b.Photo] = []
    for photo in block.photos:
        if len(caption_para(photo.caption, width).lines) > _LINES_BESIDE:
            if waiting:
                yield tuple(waiting)
            yield (photo,)
            waiting = []
            continue
        waiting.append(photo)
        if len(waiting) == 2:
            yield tuple(waiting)
            waiting = []
    if waiting:
        yield tuple(waiting)


class _Row:
    """One row of photos.

    Attributes:
        block: the row's photos.
        width: of every box, in points.
        box: the height of every box, as high as the tallest photo needs it.
    """

    def __init__(self, block: b.Photos, sheet: Sheet) -> None:
        self.block = block
        self.sheet = sheet
        self.unit = sheet.pitch / UNITS
        self.width = photo_width(block, sheet)
        half = sheet.lines // 2 * UNITS
        room = half * self.unit - self._under(min(_LINES_UNDER, self._lines()))
        self.box = max(min(room, self.width / aspect_of(photo)) for photo in block.photos)

    @property
    def height(self) -> int:
        """In thirds of a grid line; whole lines, so that text after it keeps to the grid."""
        least = (self.sheet.lines // 3 + 1) * UNITS
        lines = math.ceil((self.box + self._under(self._lines())) / self.sheet.pitch - 0.001)
        return min(max(least, lines * UNITS), self.sheet.lines * UNITS)

    def cut(self) -> str:
        """Take from a single photo's caption what does not fit on the page, and give it."""
        if len(self.block.photos) > 1:
            return ""
        room = self.sheet.lines * self.sheet.pitch - self.box - CAPTION_GAP - self._under(0)
        most = int(room / (CAPTION_UNITS * self.unit))
        photo = self.block.photos[0]
        para = caption_para(photo.caption, self.sheet.area_width)
        if len(para.lines) <= most:
            return ""
        place = para.lines[most].start
        self.block = replace(self.block, photos=(replace(photo, caption=para.text[:place]),))
        return para.text[place:]

    def panel(self) -> Panel:
        """The photos in their boxes and the captions under them."""
        lines: list[PlacedLine] = []
        pictures: list[Picture] = []
        alone = len(self.block.photos) == 1
        width = caption_width(self.block, self.sheet)
        for number, photo in enumerate(self.block.photos):
            left = (self.sheet.area_width - self.width) / 2 if alone else number * (self.width + GUTTER)
            pictures.append(Picture(left, ABOVE, self.width, self.box, photo))
            para = caption_para(photo.caption, width)
            for place, line in enumerate(para.lines):
                if line.end > line.start:
                    top = ABOVE + self.box + CAPTION_GAP + place * CAPTION_UNITS * self.unit
                    lines.append(place_line(para, line, 0.0 if alone else left, width, top))
        return Panel(self.block, self.height, tuple(lines), pictures=tuple(pictures))

    def _lines(self) -> int:
        """Lines of the longest caption."""
        width = caption_width(self.block, self.sheet)
        return max(len(caption_para(photo.caption, width).lines) if photo.caption else 0
                   for photo in self.block.photos)

    def _under(self, lines: int) -> float:
        """What a row takes beside its boxes: captions, and the blank that every line of the grid has under it."""
        captions = CAPTION_GAP + lines * CAPTION_UNITS * self.unit if lines else 0.0
        return ABOVE + captions + self.sheet.pitch - SIZE_3

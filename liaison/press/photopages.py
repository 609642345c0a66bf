"""Photos set in equal boxes, two to a page one above the other, or four to a page two by two.

Every row of photos is one panel: the photos stand on one line, each over its own caption. A row is at most half a
page high and always more than a third, so that never more photos come to stand on a page than were asked for.
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
    rows = list(_rows(block, sheet))
    measures = _Measures(block, sheet, rows)
    pieces: list[Piece] = []
    for row in rows:
        fitting, left_over = measures.fitted(row)
        pieces.append(measures.panel(replace(block, photos=fitting)))
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


class _Measures:
    """How high the boxes and rows of one block are."""

    def __init__(self, block: b.Photos, sheet: Sheet, rows: list[tuple[b.Photo, ...]]) -> None:
        self.sheet = sheet
        self.unit = sheet.pitch / UNITS
        self.width = photo_width(block, sheet)
        half = sheet.lines // 2 * UNITS
        least = (sheet.lines // 3 + 1) * UNITS
        captions = min(_LINES_UNDER, max((self._lines(replace(block, photos=row)) for row in rows), default=0))
        room = half * self.unit - self._under(captions)
        need = max((min(room, self.width / aspect_of(photo)) for row in rows for photo in row), default=room)
        self.row = min(half, max(least, self._whole(need + self._under(captions))))
        self.box = self.row * self.unit - self._under(captions)

    def fitted(self, row: tuple[b.Photo, ...]) -> tuple[tuple[b.Photo, ...], str]:
        """The row with captions that fit on its page, and what is left over of a single photo's caption."""
        if len(row) > 1:
            return row, ""
        room = self.sheet.lines * self.sheet.pitch - self.box - CAPTION_GAP - self._under(0)
        most = int(room / (CAPTION_UNITS * self.unit))
        para = caption_para(row[0].caption, self.sheet.area_width)
        if len(para.lines) <= most:
            return row, ""
        cut = para.lines[most].start
        return (replace(row[0], caption=para.text[:cut]),), para.text[cut:]

    def panel(self, row: b.Photos) -> Panel:
        """One row of photos with their captions."""
        lines: list[PlacedLine] = []
        pictures: list[Picture] = []
        alone = len(row.photos) == 1
        for number, photo in enumerate(row.photos):
            left = (self.sheet.area_width - self.width) / 2 if alone else number * (self.width + GUTTER)
            pictures.append(Picture(left, ABOVE, self.width, self.box, photo))
            width = caption_width(row, self.sheet)
            para = caption_para(photo.caption, width)
            for place, line in enumerate(para.lines):
                if line.end > line.start:
                    top = ABOVE + self.box + CAPTION_GAP + place * CAPTION_UNITS * self.unit
                    lines.append(place_line(para, line, 0.0 if alone else left, width, top))
        height = max(self.row, self._whole(self.box + self._under(self._lines(row))))
        return Panel(row, min(height, self.sheet.lines * UNITS), tuple(lines), pictures=tuple(pictures))

    def _lines(self, row: b.Photos) -> int:
        """Lines of the longest caption in a row."""
        width = caption_width(row, self.sheet)
        return max(len(caption_para(photo.caption, width).lines) if photo.caption else 0 for photo in row.photos)

    def _under(self, lines: int) -> float:
        """What a row takes beside its boxes: captions, and the blank that every line of the grid has under it."""
        captions = CAPTION_GAP + lines * CAPTION_UNITS * self.unit if lines else 0.0
        return ABOVE + captions + self.sheet.pitch - SIZE_3

    def _whole(self, height: float) -> int:
        """A height in thirds of a grid line, whole lines of it."""
        return math.ceil(height / self.sheet.pitch - 0.001) * UNITS

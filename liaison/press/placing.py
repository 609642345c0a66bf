"""Lines of set paragraphs given their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from liaison.press.linebreak import Line
from liaison.press.pieces import Para
from liaison.press.placed import PlacedLine, Span


def place_line(para: Para, line: Line, left: float, width: float, top: float) -> PlacedLine:
    """One line placed between `left` and `left + width`."""
    spread = para.align == "left"
    offsets = [offset * para.cell for offset in line.offsets(spread=spread)]
    drawn = offsets[-1]
    if para.align == "center":
        start = left + (width - drawn) / 2
    elif para.align == "right":
        start = left + width - para.right * para.cell - drawn
    else:
        start = left + line.indent * para.cell
    spans = tuple(_spans(para, line, [start + offset for offset in offsets]))
    return PlacedLine(start, top, drawn, para.size, spans, para.block)


def _spans(para: Para, line: Line, places: list[float]) -> Iterator[Span]:
    text = para.text
    starts = [0]
    for run in para.runs:
        starts.append(starts[-1] + len(run.text))
    place = line.start
    while place < line.end:
        number = bisect_right(starts, place) - 1
        stop = min(line.end, starts[number + 1])
        run = para.runs[number]
        yield Span(text[place:stop], tuple(places[place - line.start:stop - line.start]), places[stop - line.start],
                   run.role or para.role, run.figure)
        place = stop

"""Lines of set paragraphs given their place."""

from __future__ import annotations

from liaison.press.linebreak import Line
from liaison.press.pieces import Para
from liaison.press.placed import PlacedLine, Span


def place_line(para: Para, line: Line, left: float, width: float, top: float, *,
               block: int | None = None) -> PlacedLine:
    """One line placed between `left` and `left + width`; `block` instead of the paragraph's own."""
    offsets = line.offsets(spread=para.align == "left")
    cell = para.cell
    drawn = offsets[-1] * cell
    if para.align == "center":
        start = left + (width - drawn) / 2
    elif para.align == "right":
        start = left + width - para.right * cell - drawn
    else:
        start = left + line.indent * cell
    places = tuple([start + offset * cell for offset in offsets])
    return PlacedLine(start, top, drawn, para.size, _spans(para, line, places), para.block if block is None else block,
                      "red" if para.red else "black")


def _spans(para: Para, line: Line, places: tuple[float, ...]) -> tuple[Span, ...]:
    """The line's text parted where its runs are."""
    first = line.start
    found: list[Span] = []
    end = 0
    for run in para.runs:
        start, end = end, end + len(run.text)
        if end <= first:
            continue
        here, stop = max(start, first), min(end, line.end)
        if here < stop:
            found.append(Span(run.text[here - start:stop - start], places[here - first:stop - first],
                              places[stop - first], run.role or para.role, run.figure))
        if end >= line.end:
            break
    return tuple(found)

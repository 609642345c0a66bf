"""A title's lines: balanced, and broken where a reader would pause (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from liaison.press.linebreak import Line, break_text, may_break, text_width

# A line ends well after these, and should not begin with them.
_PAUSES_AFTER = ("关于", "的", "和", "与", "及", "、", "年度", "季度", "）", "》")
_NEVER_BEGINS = ("的", "了", "和", "与", "及", "、")
_MOST_LINES = 4


def split_title(text: str, measure: float) -> list[Line]:
    """The lines of a title, centred by the caller.

    Line feeds in the text are the author's own breaks and are kept. Otherwise a title that does not fit one line
    is cut into as few lines as hold it, near in length, at the places that cost least.

    Args:
        text: the title.
        measure: what a line may hold, in ems.
    """
    parts = text.split("\n")
    lines: list[Line] = []
    offset = 0
    for part in parts:
        for start, end in _pieces(part, measure):
            lines.extend(_shifted(part[start:end], offset + start, measure))
        offset += len(part)
    return lines


def _pieces(text: str, measure: float) -> Iterator[tuple[int, int]]:
    cuts = _best_cuts(text, measure)
    edges = [0, *cuts, len(text)]
    yield from pairwise(edges)


def _best_cuts(text: str, measure: float) -> tuple[int, ...]:
    """Where to cut; empty when it fits one line, or when nothing but plain filling works."""
    if text_width(text) <= measure:
        return ()
    places = [place for place in range(1, len(text)) if may_break(text, place)]
    fewest = int(text_width(text) // measure) + 1
    for count in range(fewest, _MOST_LINES + 1):
        best: tuple[float, tuple[int, ...]] | None = None
        near = _near(places, text, count)
        for cuts in combinations(near, count - 1):
            cost = _cost(text, cuts, measure)
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, cuts)
        if best:
            return best[1]
    return ()


def _near(places: list[int], text: str, count: int) -> list[int]:
    """The places within four characters of an even cut; keeps long titles cheap."""
    ideal = [len(text) * number / count for number in range(1, count)]
    return [place for place in places if any(abs(place - middle) <= 4 for middle in ideal)]


def _cost(text: str, cuts: tuple[int, ...], measure: float) -> float | None:
    edges = [0, *cuts, len(text)]
    pieces = [text[start:end] for start, end in pairwise(edges)]
    widths = [text_width(piece) for piece in pieces]
    if max(widths) > measure:
        return None
    cost = max(widths) - min(widths)
    if max(widths) - min(widths) < 1:
        cost += 0.5  # a rectangle is neither trapezoid nor lozenge
    for before, after in pairwise(pieces):
        if not before.endswith(_PAUSES_AFTER):
            cost += 3
        if after.startswith(_NEVER_BEGINS):
            cost += 8
    return cost


def _shifted(text: str, offset: int, measure: float) -> list[Line]:
    return [
        Line(line.start + offset, line.end + offset, line.next + offset, line.widths, line.cuts_left,
             line.cuts_right, line.gaps, line.measure, 0.0, False)
        for line in break_text(text, measure)
    ]

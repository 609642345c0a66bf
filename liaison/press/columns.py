"""How wide a table's columns are: from what stands in them.

A column first gets what must not be cut: its heading, and every name, date, amount or other short entry on one
line. Long texts share what is left so that the rows stay low: the best shares of a width grow with the square
root of the text in a column. Only what nobody needs is shared by the weights that the paper declares.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from liaison.press import blocks as b
from liaison.press.linebreak import longest_unbroken, text_width
from liaison.press.measures import MM, SIZE_4, SIZE_5

SIZES = (SIZE_4, 12.0, SIZE_5)
SMALLER = (9.0, 7.5, 6.0)  # only where a table would not stand on the sheet at all
PADDING = 4.0  # on either side of a cell's text, points
TIGHT = 2.0  # the same where a table would not stand on the sheet at all
SHORT = 6.5  # an entry this wide at most stands on one line at any text size: names, dates, amounts; ems
WHOLE = 9.0  # one this wide does so where there is room
_SLACK = 0.5  # a measure is whole halves of an em; points


@dataclass(frozen=True, slots=True)
class Fit:
    """The columns of a table on its sheet, in points.

    Attributes:
        widths: of the columns; together the width of the type area.
        size: of the text.
        padding: on either side of a cell's text.
    """

    widths: tuple[float, ...]
    size: float
    padding: float


@dataclass(slots=True)
class Content:
    """What stands in one column, in ems.

    Attributes:
        hard: the widest stretch that no line may end in.
        short: the widest short entry, which stands on one line.
        whole: the widest entry that should stand on one line.
        widest: the widest entry.
        area: all its text on one line.
    """

    hard: float = 0.0
    short: float = 0.0
    whole: float = 0.0
    widest: float = 0.0
    area: float = 0.0

    @property
    def need(self) -> float:
        """What it gets at any text size."""
        return max(self.hard, self.short)

    @property
    def want(self) -> float:
        """What it gets where there is room."""
        return max(self.need, self.whole)


def fit_columns(table: b.Table, room: float) -> Fit:
    """The columns' widths in a table as wide as `room`, and the largest text that they hold.

    The text is as large as what must not be cut allows. In a table that would not stand on the sheet even so, text
    and the blanks beside it get smaller until one character fits every column.
    """
    contents = column_contents(table)
    sizes = [size for size in SIZES if size <= (table.size or SIZE_4)] or [SIZE_5]
    for size in sizes:
        needs = [
            max(_points(content.need, size, PADDING), 0.0 if content.area else (column.width_mm or 0.0) * MM)
            for column, content in zip(table.columns, contents, strict=True)
        ]
        if sum(needs) <= room:
            return Fit(share_out(table.columns, contents, room, size, PADDING), size, PADDING)
    for size in (sizes[-1], *SMALLER):
        hard = [_points(min(content.hard, SHORT), size, TIGHT) for content in contents]
        if sum(hard) <= room or size == SMALLER[-1]:
            break
    narrow = room / len(contents)
    size = max(1.0, min(size, narrow - 2 * TIGHT))
    return Fit(share_out(table.columns, contents, room, size, TIGHT), size, TIGHT)


def column_contents(table: b.Table) -> list[Content]:
    """What stands in each column, the rows of sums with it; cells over several columns count for none."""
    contents = [Content() for _column in table.columns]
    for column, content in zip(table.columns, contents, strict=True):
        label = text_width(column.label)
        content.hard = min(label, WHOLE)
        content.widest = label
    seen: list[dict[str, float]] = [{} for _column in table.columns]
    for row in (*table.rows, *table.foot, *_widest_sums(table.sums)):
        if isinstance(row, b.Group):
            continue
        place = 0
        for cell in row:
            if isinstance(cell, str):
                text = cell
            else:
                text = b.plain(cell.text)
                if cell.span > 1:
                    place += cell.span
                    continue
            if text and place < len(contents):
                width = seen[place].get(text)
                if width is None:
                    width = _measure(contents[place], text, whole=table.columns[place].whole)
                    seen[place][text] = width
                contents[place].area += width
            place += 1
    return contents


def _widest_sums(sums: b.PageSums | None) -> tuple[b.Row, ...]:
    """A row of sums as wide as any: the furthest that each running sum gets from nought."""
    if sums is None:
        return ()
    running: dict[str, int] = {}
    furthest: dict[str, int] = {}
    for amounts in sums.amounts:
        for key, amount in amounts.items():
            now = running[key] = running.get(key, 0) + amount
            if abs(now) >= abs(furthest.get(key, 0)):
                furthest[key] = now
    return (sums.row(max(sums.page, sums.carried, sums.brought, sums.total, key=text_width), furthest),)


def _measure(content: Content, text: str, *, whole: bool) -> float:
    width = text_width(text)
    content.widest = max(content.widest, width)
    if width <= SHORT or (whole and width <= WHOLE):
        content.short = max(content.short, width)
    elif width <= WHOLE:
        content.whole = max(content.whole, width)
    if width > content.hard:
        content.hard = max(content.hard, min(WHOLE, longest_unbroken(text)))
    return width


def share_out(columns: Sequence[b.Column], contents: Sequence[Content], room: float, size: float,
              padding: float) -> tuple[float, ...]:
    """The widths of the columns for one text size, in points; together exactly `room`."""
    asked = [column.width_mm * MM if column.width_mm else 0.0 for column in columns]
    # what was asked for a column that is filled in gives way to texts that would be cut elsewhere
    kept = [0.0 if content.area else given for given, content in zip(asked, contents, strict=True)]
    hard = [_points(min(content.hard, SHORT), size, padding) for content in contents]
    need = [max(given, _points(content.need, size, padding)) for given, content in zip(kept, contents, strict=True)]
    want = [max(given, _points(content.want, size, padding)) for given, content in zip(kept, contents, strict=True)]
    widest = [given or _points(content.widest, size, padding) for given, content in zip(asked, contents, strict=True)]
    widest = [max(pair) for pair in zip(widest, want, strict=True)]
    if sum(hard) >= room:  # not even this fits: one character each, and all give way alike
        one = min(size + 2 * padding, room / len(hard))
        more = [max(0.0, width - one) for width in hard]
        return tuple(one + (room - one * len(hard)) * each / (sum(more) or 1.0) for each in more)
    if sum(need) > room:
        return _raised(hard, need, room)
    if sum(want) > room:
        return _raised(need, want, room)
    if sum(widest) > room:
        return _by_text(want, widest, [content.area for content in contents], room)
    return _by_weight(widest, columns, contents, room)


def _points(ems: float, size: float, padding: float) -> float:
    return math.ceil(ems * 2 - 0.01) / 2 * size + 2 * padding + _SLACK


def _raised(floor: Sequence[float], aim: Sequence[float], room: float) -> tuple[float, ...]:
    """From the floor towards what they aim at: those that lack least get it whole, the others share the rest."""
    widths = list(floor)
    left = room - sum(floor)
    order = sorted(range(len(widths)), key=lambda place: aim[place] - floor[place])
    for number, place in enumerate(order):
        given = min(aim[place] - floor[place], left / (len(order) - number))
        widths[place] += given
        left -= given
    widths[order[-1]] += left
    return tuple(widths)


def _by_text(floor: Sequence[float], most: Sequence[float], areas: Sequence[float], room: float) -> tuple[float, ...]:
    """Between floor and most by the square root of the text in each column."""
    widths = [0.0] * len(floor)
    open_ = set(range(len(floor)))
    left = room
    while open_:
        roots = {place: math.sqrt(areas[place]) or 1e-6 for place in open_}
        share = left / sum(roots.values())
        low = {place for place in open_ if roots[place] * share <= floor[place]}
        high = {place for place in open_ if roots[place] * share >= most[place]} - low
        over = sum(floor[place] - roots[place] * share for place in low)
        under = sum(roots[place] * share - most[place] for place in high)
        # the side that is further off is settled first; what is left is shared anew
        settled, bound = (low, floor) if over >= under else (high, most)
        if not settled:
            for place in open_:
                widths[place] = roots[place] * share
            break
        for place in settled:
            widths[place] = bound[place]
            left -= bound[place]
        open_ -= settled
    widths[max(range(len(widths)), key=lambda place: widths[place])] += room - sum(widths)
    return tuple(widths)


def _by_weight(least: Sequence[float], columns: Sequence[b.Column], contents: Sequence[Content],
               room: float) -> tuple[float, ...]:
    """What nobody needs goes to the columns without a width of their own.

    They grow alike by their weights, so that a column of numbers stays narrow beside one of names; a blank column,
    to be written in by hand, counts as wide as the others are on an average.
    """
    filled = [width for width, content in zip(least, contents, strict=True) if content.area]
    average = sum(filled) / len(filled) if filled else 1.0
    weights = [
        0.0 if column.width_mm else column.weight * (width if content.area else average)
        for column, width, content in zip(columns, least, contents, strict=True)
    ]
    if not any(weights):
        return tuple(width * room / sum(least) for width in least)
    widths = list(least)
    open_ = [place for place, weight in enumerate(weights) if weight]
    left = room - sum(width for width, weight in zip(widths, weights, strict=True) if not weight)
    while open_:
        share = left / sum(weights[place] for place in open_)
        tight = [place for place in open_ if weights[place] * share < least[place]]
        if not tight:
            for place in open_:
                widths[place] = weights[place] * share
            break
        for place in tight:
            left -= least[place]
            open_.remove(place)
    return tuple(widths)

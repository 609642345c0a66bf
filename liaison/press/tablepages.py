"""Which rows of a table stand on which page, with the sums at every page's foot.

Rows stay whole, a group's row is never the last on a page, closing rows stand with the last row before them. Only a
row higher than a page goes on over the next one. Where sums are carried forward, every page but the last ends with
its own sum and the sum so far, and the next one begins with that sum; room for them is kept by measuring them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from liaison.press import blocks as b
from liaison.press.linebreak import break_text
from liaison.press.measures import TWIPS, WORD_PITCH_TWIPS, WORD_RULE_TWIPS
from liaison.press.pieces import UNITS, Para, SetCell, SetRow, SetTable
from liaison.press.tables import PADDING_Y, text_height

_WORD_UNIT = WORD_PITCH_TWIPS / TWIPS / UNITS  # the smaller of the two grids, so that both hold as many lines


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row, or a part of one, on a page.

    Attributes:
        row: what stands there.
        height: in thirds of a grid line.
        extra: what it takes of its page's rest beside, in the same.
        whole: of the first part of a row that goes on over the next page, the whole row.
        goes_on: it is a later part of such a row.
    """

    row: SetRow
    height: int
    extra: float = 0.0
    whole: SetRow | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class TablePage:
    """The rows of a table on one page, the headings left out.

    Attributes:
        rows: from top to bottom; none where the table starts on the next page.
        height: with the headings, in thirds of a grid line.
        moved: it begins here by our own choice, and Word must be told.
    """

    rows: tuple[PageRow, ...]
    height: int
    moved: bool = False

    def filled(self, room: int) -> TablePage:
        """The same page as high as `room`, what is left of it shared out among its rows."""
        more = room - self.height
        if more <= 0 or not self.rows:
            return self
        rows = tuple(replace(row, extra=more / len(self.rows)) for row in self.rows)
        return replace(self, rows=rows, height=room)


class TableBreaker:
    """Breaks one table into pages, once."""

    def __init__(self, table: SetTable, room: int, after: int = 0, slack: float = 0.0) -> None:
        """Prepare a table.

        Args:
            table: the table.
            room: what a page holds, in thirds of a grid line.
            after: what must follow its last row on the same page.
            slack: what Word's page holds beyond the room, in twips.
        """
        self.table = table
        self.room = room
        self.slack = slack
        self.rows = list(table.rows)
        self.foot = table.foot
        if _height(self.foot) > room // 2:
            self.rows += self.foot
            self.foot = ()
        self.after = after if after < room // 2 else 0
        self.amounts = _by_row(table)
        self.place = 0
        self.started = False
        self.goes_on = False
        self.done = False
        self.running: Counter[str] = Counter()
        self.tail: list[PageRow] = []

    @property
    def least(self) -> int:
        """What the table's beginning takes: headings, groups, the first row, and the sums under it."""
        count = 0
        while count < len(self.rows) and self.rows[count].group:
            count += 1
        chunk = min(count + 1, len(self.rows))
        under = self._closing() if chunk == len(self.rows) else self._page_sums(chunk)
        height = self.table.head.height + _height(self.rows[:chunk]) + _height(under)
        if height <= self.room or not self.rows:
            return min(height, self.room)
        two = _text_units(2, self.table.size)
        return min(self.room, self.table.head.height + _height(self.rows[:count]) + _height(under) + two)

    def pages(self, at: int) -> Iterator[TablePage]:
        """The pages, the first one beginning at `at`."""
        page = self._page(at)
        while not self.done:
            following = self._page(0)
            spare = self.room - at - page.height
            moved = self.table.sums is not None or not page.rows
            if not moved and not following.rows[0].goes_on:
                moved = following.rows[0].row.height <= spare + self._drift(len(page.rows) + 2)
            # word processors move a row down only where it does not fit any more
            yield page.filled(self.room - at) if moved and page.rows else page
            page, at = replace(following, moved=moved), 0
        yield page

    def _drift(self, rules: int) -> float:
        """What is left over where a word processor does not add rules to its rows, in thirds of a grid line."""
        return (rules * WORD_RULE_TWIPS + self.slack) / (WORD_PITCH_TWIPS / UNITS)

    def _page(self, at: int) -> TablePage:
        """What stands on a page of which `at` is taken; nothing where nothing fits there."""
        if self.tail:
            return self._page_of(self._tail_rows(self.room - self.table.head.height))
        brought = self._brought()
        free = self.room - at - self.table.head.height - _height(brought)
        rest = len(self.rows) - self.place
        count, used = self._fitting(free)
        if count == rest:
            closing = self._closing()
            if used + _height(closing) + self.after <= free:
                return self._ended([*brought, *self._take(count), *closing])
        here = self._part(count, free) if count < rest and self._too_high(self.place + count) else None
        if here is None:
            here = self._whole_rows(min(count, rest - 1), free)
        if here is None and not at and count == rest:
            here = self._last_rows(count, free, brought)
        if here is None and not at:
            here = self._part(self._heads(), free, forced=True)
        if here is None:
            return TablePage((), 0)
        if self.done or self.tail:
            return self._page_of(here)
        self.started = True
        return self._page_of([*brought, *here])

    # what fits --------------------------------------------------------------------------------------------

    def _fitting(self, free: int) -> tuple[int, int]:
        """How many rows fit if nothing stands under them, and their height."""
        used = 0
        for count, place in enumerate(range(self.place, len(self.rows))):
            height = self.rows[place].height
            if used + height > free:
                return count, used
            used += height
        return len(self.rows) - self.place, used

    def _whole_rows(self, count: int, free: int) -> list[PageRow] | None:
        """As many rows as stand on a page with its sums under them, or None."""
        used = _height(self.rows[self.place:self.place + count])
        while count > 0:
            last = self.rows[self.place + count - 1]
            if not last.group:
                sums = self._page_sums(count)
                if used + _height(sums) <= free:
                    taken = self._take(count)
                    self._carry(count)
                    return [*taken, *sums]
            used -= last.height
            count -= 1
        return None

    def _last_rows(self, count: int, free: int, brought: list[PageRow]) -> list[PageRow] | None:
        """The last rows on a page of their own when what closes the table does not fit under them."""
        closing = self._closing()
        used = _height(self.rows[self.place:self.place + count])
        if used + _height(closing) <= free:
            self.done = True
            return [*brought, *self._take(count), *closing]
        sums = self._page_sums(count)
        if not count:
            self.tail = [*brought, *closing]
            return self._tail_rows(free + _height(brought))
        if used + _height(sums) > free:
            return None
        taken = self._take(count)
        self._carry(count)
        return [*taken, *sums]

    def _tail_rows(self, free: int) -> list[PageRow]:
        """What closes a table that is too high for one page, as much of it as fits, but one row at least."""
        count, used = 1, self.tail[0].height
        while count < len(self.tail) and used + self.tail[count].height <= free:
            used += self.tail[count].height
            count += 1
        here, self.tail = self.tail[:count], self.tail[count:]
        self.done = not self.tail
        return here

    def _too_high(self, place: int) -> bool:
        """Whether a row would not stand on a page of its own."""
        under = self._page_sums(place + 1 - self.place)
        taken = self.table.head.height + _height(under) + _height(under[1:])  # what is brought is as high as what goes
        return self.rows[place].height > self.room - taken

    def _heads(self) -> int:
        """How many groups head the next row."""
        heads = 0
        while self.place + heads < len(self.rows) - 1 and self.rows[self.place + heads].group:
            heads += 1
        return heads

    def _part(self, heads: int, free: int, *, forced: bool = False) -> list[PageRow] | None:
        """The beginning of a row that is higher than a page, under the rows before it; None where none fits."""
        if self.place + heads >= len(self.rows):
            return None
        row = self.rows[self.place + heads]
        sums = self._page_sums(heads + 1)  # the amounts of such a row stand in its first part
        free -= _height(self.rows[self.place:self.place + heads]) + _height(sums)
        lines = max(len(cell.para.lines) for cell in row.cells)
        fit = self._lines_in(free)
        if forced and fit < 1:  # sums higher than what is left of a page; the next one has them
            free += _height(sums)
            sums, fit = [], self._lines_in(free)
        if not forced and not 1 <= fit < lines:
            return None
        before = self._take(heads)
        if fit >= lines:  # a field to sign in that is too high for the page
            self.rows[self.place + heads] = replace(row, height=max(2, free))
            taken = [*before, *self._take(1, heads)]
            self._carry(heads + 1)
            self.done = self.place == len(self.rows) and not self._closing()
            return [*taken, *sums]
        first, remainder = _cut(row, max(1, fit), self.table.size)
        taken = [*before, PageRow(replace(first, height=max(2, free)), max(2, free), whole=row, goes_on=self.goes_on)]
        self._carry(heads)
        self.running.update(self.amounts.pop(self.place, {}))
        self.rows[self.place] = remainder
        self.goes_on = True
        return [*taken, *sums]

    def _lines_in(self, units: int) -> int:
        """How many lines of text a row of such a height holds."""
        room = units * _WORD_UNIT - PADDING_Y - self.table.size
        return int(room / self.table.pitch + 1.01) if room >= 0 else 0

    # what is taken ----------------------------------------------------------------------------------------

    def _take(self, count: int, skip: int = 0) -> list[PageRow]:
        """The next rows as they stand; the first may be the rest of one begun before."""
        start = self.place + skip
        taken = [PageRow(row, row.height) for row in self.rows[start:start + count]]
        if self.goes_on and taken:
            taken[0] = replace(taken[0], goes_on=True)
            self.goes_on = False
        return taken

    def _carry(self, count: int) -> None:
        """Count the next rows as printed."""
        for place in range(self.place, self.place + count):
            self.running.update(self.amounts.get(place, {}))
        self.place += count

    def _page_of(self, rows: list[PageRow]) -> TablePage:
        return TablePage(tuple(rows), self.table.head.height + _height(rows))

    def _ended(self, rows: list[PageRow]) -> TablePage:
        self.done = True
        return self._page_of(rows)

    # sums -------------------------------------------------------------------------------------------------

    def _brought(self) -> list[PageRow]:
        sums = self.table.sums
        return [self._sum(sums.brought, self.running)] if sums and self.started else []

    def _page_sums(self, count: int) -> list[PageRow]:
        """The sums under the next `count` rows on a page that is not the last."""
        sums = self.table.sums
        if sums is None:
            return []
        page = self._page_totals(count)
        running = Counter(self.running)
        running.update(page)
        return [self._sum(sums.page, page), self._sum(sums.carried, running)]

    def _closing(self) -> list[PageRow]:
        """What stands under the last row: the page's sum where there are several pages, the whole sum, the foot."""
        foot = [PageRow(row, row.height) for row in self.foot]
        sums = self.table.sums
        if sums is None:
            return foot
        page = self._page_totals(len(self.rows) - self.place)
        running = Counter(self.running)
        running.update(page)
        rows = [self._sum(sums.total, running), *foot]
        return [self._sum(sums.page, page), *rows] if self.started else rows

    def _page_totals(self, count: int) -> Counter[str]:
        totals: Counter[str] = Counter()
        for place in range(self.place, self.place + count):
            totals.update(self.amounts.get(place, {}))
        return totals

    def _sum(self, label: str, totals: Mapping[str, int]) -> PageRow:
        sums, set_row = self.table.sums, self.table.set_row
        assert sums is not None and set_row is not None
        row = set_row(sums.row(label, totals))
        return PageRow(row, row.height)


def _height(rows: Sequence[SetRow | PageRow]) -> int:
    return sum(row.height for row in rows)


def _by_row(table: SetTable) -> dict[int, Mapping[str, int]]:
    """What each row adds, by its place; group rows add nothing."""
    if table.sums is None:
        return {}
    places = [place for place, row in enumerate(table.rows) if not row.group]
    return dict(zip(places, table.sums.amounts, strict=True))


def _cut(row: SetRow, lines: int, size: float) -> tuple[SetRow, SetRow]:
    """A row in two after so many lines; what is shorter stands in the first part whole."""
    first: list[SetCell] = []
    rest: list[SetCell] = []
    most = 1
    for cell in row.cells:
        para = cell.para
        first.append(replace(cell, para=_lines_of(para, 0, lines)))
        rest.append(replace(cell, para=_lines_of(para, lines, len(para.lines)), strokes=()))
        most = max(most, len(para.lines) - lines)
    height = _text_units(most, size)
    return replace(row, cells=tuple(first)), replace(row, cells=tuple(rest), height=height)


def _text_units(lines: int, size: float) -> int:
    return max(2, math.ceil(text_height(lines, size) / _WORD_UNIT))


def _lines_of(para: Para, first: int, last: int) -> Para:
    """Some of a paragraph's lines as a paragraph of their own."""
    lines = para.lines[first:last]
    if not lines:
        return replace(para, runs=(), lines=tuple(break_text("", 1.0)))
    start, stop = lines[0].start, lines[-1].next
    runs: list[b.Run] = []
    place = 0
    for run in para.runs:
        text = run.text[max(0, start - place):max(0, stop - place)]
        place += len(run.text)
        if text:
            runs.append(replace(run, text=text))
    shifted = tuple(replace(line, start=line.start - start, end=line.end - start, next=line.next - start)
                    for line in lines)
    return replace(para, runs=tuple(runs), lines=shifted)

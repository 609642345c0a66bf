"""Pieces placed on pages, in points from the sheet's top left.

The same pages are drawn on the screen, written to PDF and counted; Word is given what it needs to reach the same
page breaks by itself. A page is filled in thirds of a grid line: text takes whole lines, table rows may take a
third more.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from liaison.press import blocks as b
from liaison.press import measures
from liaison.press.compose import compose
from liaison.press.linebreak import Line
from liaison.press.measures import MM, SIZE_3, Sheet
from liaison.press.pages import Page, PageNumber, Pages
from liaison.press.pieces import UNITS, Break, Composed, Panel, Para, Piece, SetRow, SetTable
from liaison.press.placed import Ink, Picture, PlacedLine, Rule, moved
from liaison.press.placing import place_line
from liaison.press.tables import PADDING_X


def lay_pages(document: b.Document) -> Pages:
    """Break a document into lines and place them on pages."""
    composed = compose(document)
    layout = _Layout(composed)
    return Pages(composed, layout.pages(), layout.fills, layout.cuts, frozenset(layout.whole))


@dataclass(slots=True)
class _Sheet:
    """A page being filled."""

    lines: list[PlacedLine] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    ink: list[Ink] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


class _Layout:
    def __init__(self, composed: Composed) -> None:
        self.sheet: Sheet = composed.sheet
        self.pieces = composed.pieces
        self.numbered = composed.document.page_numbers
        self.room = self.sheet.lines * UNITS
        self.done: list[_Sheet] = [_Sheet()]
        self.at = 0
        self.fills: dict[int, int] = {}
        self.cuts: dict[int, int] = {}
        self.whole: set[int] = set()

    def pages(self) -> tuple[Page, ...]:
        for place, piece in enumerate(self.pieces):
            self._place(place, piece)
        return tuple(self._page(index, sheet) for index, sheet in enumerate(self.done))

    def _page(self, index: int, sheet: _Sheet) -> Page:
        number = _page_number(index + 1, self.sheet) if self.numbered else None
        return Page(index, self.sheet.width, self.sheet.height, tuple(sheet.lines), tuple(sheet.rules),
                    tuple(sheet.ink), tuple(sheet.pictures), number)

    def _new_page(self) -> None:
        self.done.append(_Sheet())
        self.at = 0

    def _place(self, place: int, piece: Piece) -> None:
        if isinstance(piece, Break):
            if self.at:
                self._new_page()
        elif isinstance(piece, Para):
            self._place_para(place, piece)
        elif isinstance(piece, Panel):
            self._place_panel(place, piece)
        else:
            self._place_table(place, piece)

    # panels -----------------------------------------------------------------------------------------------

    def _place_panel(self, place: int, panel: Panel) -> None:
        """A box where the text is, at the foot of the type area, or at its place on the sheet."""
        if panel.new_page and (self.at or self.done[-1].lines):
            self._new_page()
        after = self._needs(place + 1) if panel.keep_next else 0
        if self.at and self.at + min(self.room, panel.height + after) > self.room:
            self._new_page()
        left, top = {
            "flow": (self.sheet.left, self._text_top(self.at)),
            "foot": (self.sheet.left, self.sheet.top + self.sheet.area_height),
            "page": (0.0, 0.0),
        }[panel.anchor]
        sheet = self.done[-1]
        sheet.lines += [replace(moved(line, left, top), block=panel.block) for line in panel.lines]
        sheet.rules += [moved(rule, left, top) for rule in panel.rules]
        sheet.pictures += [replace(moved(picture, left, top), block=panel.block) for picture in panel.pictures]
        sheet.ink += [_moved_ink(ink, left, top) for ink in panel.ink]
        self.at += panel.height

    # paragraphs -------------------------------------------------------------------------------------------

    def _needs(self, place: int) -> int:
        """What must follow on the same page: the height of the kept pieces, and of the first line after them."""
        needed = 0
        for piece in self.pieces[place:]:
            if isinstance(piece, Break) or (isinstance(piece, Para | Panel) and piece.new_page):
                return needed
            if isinstance(piece, Panel):
                needed += piece.height
                if piece.keep_next:
                    continue
                return needed
            if isinstance(piece, SetTable):
                return needed + piece.head.height + (piece.rows[0].height if piece.rows else 0)
            if not piece.keep_next:
                return needed + (piece.total or piece.units)
            if piece.widows and len(piece.lines) > 3:
                return needed + piece.units * 2
            needed += piece.height
        return needed

    def _place_para(self, place: int, para: Para) -> None:
        if para.new_page and (self.at or self.done[-1].lines):
            self._new_page()
        after = self._needs(place + 1) if para.keep_next else 0
        if para.total is not None:
            if self.at and self.at + para.height + after > self.room:
                self._new_page()
            self._put_title(para)
            return
        lines = iter(para.lines)
        counts = self._split(place, para, after)
        if len([count for count in counts if count]) == 1:
            self.whole.add(place)
        for page, count in enumerate(counts):
            if page:
                self._new_page()
            for _number in range(count):
                self._put(para, next(lines), self._text_top(self.at))
                self.at += para.units

    def _split(self, place: int, para: Para, after: int) -> list[int]:
        """How many of a paragraph's lines go on this page, on the next one, and so on.

        A paragraph that is tied to what follows takes at least two lines along, as Word's widow control does; one
        that may not be parted from it goes down whole.
        """
        count = len(para.lines)
        if para.keep_next and not para.widows:
            down = self.at and self.at + count * para.units + after > self.room
            return [0, *self._fill(count, 0, para.units)] if down else self._fill(count, self.at, para.units)
        counts = self._fill(count, self.at, para.units)
        if not para.widows:
            return counts
        if len(counts) > 1 and counts[-1] == 1 and counts[-2] > 1:
            counts[-2:] = [counts[-2] - 1, 2]
        last = counts[-1]
        start = self.at if len(counts) == 1 else 0
        if start + last * para.units + after > self.room:
            if start and last < 4:
                return [0, *self._fill(count, 0, para.units)]
            counts[-1:] = [max(1, last - 2), min(2, last - 1)]
            self.cuts[place] = sum(counts[:-1])
        if self.at and len(counts) > 1 and counts[0] == 1:
            counts[:2] = [0, counts[1] + 1]
        return [number for page, number in enumerate(counts) if number or not page]

    def _fill(self, count: int, at: int, units: int) -> list[int]:
        """Lines per page when pages are simply filled."""
        counts = []
        room = (self.room - at) // units
        while count > room:
            counts.append(room)
            count -= room
            room = self.room // units
        return [*counts, count]

    def _text_top(self, at: int) -> float:
        return self.sheet.top + at * self.sheet.pitch / UNITS

    def _put_title(self, para: Para) -> None:
        top = self._text_top(self.at)
        height = para.height * self.sheet.pitch / UNITS - (self.sheet.pitch - SIZE_3)
        pitch = min(measures.TITLE_PITCH_WIDE, (height - para.size) / max(1, len(para.lines) - 1))
        for number, line in enumerate(para.lines):
            self._put(para, line, top + number * pitch)
        self.at += para.height
        if self.at >= self.room:
            self._new_page()

    def _put(self, para: Para, line: Line, top: float) -> None:
        if line.end == line.start:
            return
        self.done[-1].lines.append(place_line(para, line, self.sheet.left, self.sheet.area_width, top))

    # tables -----------------------------------------------------------------------------------------------

    def _place_table(self, place: int, table: SetTable) -> None:
        after = self._needs(place + 1) if table.keep_next else 0
        rows = list(table.rows)
        while rows or table.head.height:
            first = table.head.height + (rows[0].height if rows else 0)
            if self.at and self.at + first > self.room:
                self._new_page()
            here: list[SetRow] = []
            used = table.head.height
            while rows:
                tail = after if len(rows) == 1 else 0
                if here and self.at + used + rows[0].height + tail > self.room:
                    break
                used += rows[0].height
                here.append(rows.pop(0))
            end = self.at + used
            if not rows:
                end = min(self.room, -(-end // UNITS) * UNITS)
                self.fills[place] = end - self.at - used
            self._put_rows(table, [table.head, *here], self.at, self.at + used, end)
            self.at = end
            if not rows:
                break
            self._new_page()

    def _put_rows(self, table: SetTable, rows: list[SetRow], start: int, end: int, padded: int) -> None:
        """Rules and text of the rows that stand on this page; the last row takes what is left of its grid line."""
        top = self._rule_top(start)
        bottom = self._rule_top(padded)
        unit = (bottom - top) / (padded - start)
        sheet = self.done[-1]
        edges = [self.sheet.left]
        for width in table.widths:
            edges.append(edges[-1] + width)
        y = top
        sheet.rules.append(Rule(edges[0], y, edges[-1], y))
        for number, row in enumerate(rows):
            extra = padded - end if number == len(rows) - 1 else 0
            height = (row.height + extra) * unit
            for cell in row.cells:
                left, right = edges[cell.column], edges[cell.column + cell.span]
                sheet.rules.append(Rule(left, y, left, y + height))
                self._put_cell(table, cell.para, left, right, y, height)
                if cell.strokes:
                    sheet.ink.append(_placed_ink(cell.strokes, cell.aspect, left, right, y, height))
            y += height
            sheet.rules.append(Rule(edges[-1], y - height, edges[-1], y))
            sheet.rules.append(Rule(edges[0], y, edges[-1], y))

    def _put_cell(self, table: SetTable, para: Para, left: float, right: float, top: float, height: float) -> None:
        text_height = (len(para.lines) - 1) * table.pitch + para.size
        y = top + (height - text_height) / 2
        for line in para.lines:
            if line.end > line.start:
                placed = place_line(replace(para, block=table.block), line, left + PADDING_X,
                                    right - left - 2 * PADDING_X, y)
                self.done[-1].lines.append(placed)
            y += table.pitch

    def _rule_top(self, at: int) -> float:
        """Where a table's rule stands: on the type area's edge, or midway between two lines of text."""
        if at <= 0:
            return self.sheet.top
        if at >= self.room:
            return self.sheet.top + self.sheet.area_height
        return self._text_top(at) - (self.sheet.pitch - SIZE_3) / 2


def _placed_ink(strokes: tuple[b.Polyline, ...], aspect: float, left: float, right: float, top: float,
                height: float) -> Ink:
    """Strokes fitted into a cell without changing their shape."""
    margin = 2.0
    width, tall = right - left - 2 * margin, height - 2 * margin
    drawn = min(width, tall * aspect)
    high = drawn / aspect
    x0 = left + margin + (width - drawn) / 2
    y0 = top + margin + (tall - high) / 2
    return Ink(tuple(tuple((x0 + x * drawn, y0 + y * high) for x, y in stroke) for stroke in strokes))


def _moved_ink(ink: Ink, across: float, down: float) -> Ink:
    return replace(ink, lines=tuple(tuple((x + across, y + down) for x, y in line) for line in ink.lines))


def _page_number(number: int, sheet: Sheet) -> PageNumber:
    """7.5: odd numbers one character from the right side of the type area, even ones from the left.

    On a turned sheet the number stays where the other pages have it (clause 8): along the sheet's left side.
    """
    text = f"— {number} —"
    odd = number % 2 == 1
    if sheet.landscape:
        edge = sheet.height - BINDING_BOTTOM - measures.NUMBER_INSET if odd else sheet.top + measures.NUMBER_INSET
        return PageNumber(text, edge, sheet.left - measures.NUMBER_DROP, odd, True)
    top = sheet.top + sheet.area_height + measures.NUMBER_DROP
    if sheet.left != measures.LEFT:
        top = min(top, sheet.height - 12 * MM)
    if odd:
        return PageNumber(text, sheet.left + sheet.area_width - measures.NUMBER_INSET, top, True, False)
    return PageNumber(text, sheet.left + measures.NUMBER_INSET, top, False, False)


BINDING_BOTTOM = measures.RIGHT

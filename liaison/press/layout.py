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
from liaison.press.measures import SIZE_3, Sheet, Sheets
from liaison.press.numbering import Counted, count_pages, page_numbers
from liaison.press.pages import Page, Pages
from liaison.press.pieces import UNITS, Break, Composed, NewSheet, Panel, Para, Piece, SetRow, SetTable
from liaison.press.placed import Ink, Picture, PlacedLine, Rule, moved
from liaison.press.placing import place_line
from liaison.press.tablepages import PageRow, TableBreaker, TablePage
from liaison.press.tableplacing import RowPlacer


def lay_pages(document: b.Document, sheets: Sheets = measures.sheet_for) -> Pages:
    """Break a document into lines and place them on pages."""
    composed = compose(document, sheets)
    layout = _Layout(composed)
    pages = layout.pages()
    return Pages(composed, pages, layout.tables, layout.cuts, frozenset(layout.whole), layout.starts(),
                 frozenset(layout.fresh))


@dataclass(slots=True)
class _Leaf:
    """A page being filled."""

    on: NewSheet
    lines: list[PlacedLine] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    ink: list[Ink] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    bare: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing stands on it."""
        return not (self.lines or self.rules or self.ink or self.pictures)


class _Layout:
    def __init__(self, composed: Composed) -> None:
        self.pieces = composed.pieces
        self.done: list[_Leaf] = []
        self.at = 0
        self.tables: dict[int, tuple[TablePage, ...]] = {}
        self.cuts: dict[int, int] = {}
        self.whole: set[int] = set()
        self.fresh: set[int] = set()

    def pages(self) -> tuple[Page, ...]:
        for place, piece in enumerate(self.pieces):
            self._place(place, piece)
        numbers = page_numbers([leaf.on for leaf in self.done], [leaf.bare for leaf in self.done])
        return tuple(
            Page(index, leaf.on.sheet.width, leaf.on.sheet.height, tuple(leaf.lines), tuple(leaf.rules),
                 tuple(leaf.ink), tuple(leaf.pictures), number)
            for index, (leaf, number) in enumerate(zip(self.done, numbers, strict=True))
        )

    def starts(self) -> dict[int, Counted]:
        """How the first page of every sheet's part is counted, by the place of its piece."""
        sheets = [leaf.on for leaf in self.done]
        counted = count_pages(sheets)
        firsts = {id(on): counted[index] for index, on in reversed(list(enumerate(sheets)))}
        return {place: firsts[id(piece)] for place, piece in enumerate(self.pieces) if isinstance(piece, NewSheet)}

    def _start(self, on: NewSheet) -> None:
        self.sheet: Sheet = on.sheet
        self.room = on.sheet.lines * UNITS
        self.done.append(_Leaf(on))
        self.at = 0

    def _new_page(self) -> None:
        self.done.append(_Leaf(self.done[-1].on))
        self.at = 0

    def _place(self, place: int, piece: Piece) -> None:
        if isinstance(piece, NewSheet):
            self._start(piece)
        elif isinstance(piece, Break):
            if self.at or not self.done[-1].empty:
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
        if panel.new_page and (self.at or not self.done[-1].empty):
            self._new_page()
        after = self._needs(place + 1) if panel.keep_next else 0
        if self.at and self.at + min(self.room, panel.height + after) > self.room:
            self._new_page()
            self.fresh.add(place)
        left, top = {
            "flow": (self.sheet.left, self._text_top(self.at)),
            "foot": (self.sheet.left, self.sheet.top + self.sheet.area_height),
            "page": (0.0, 0.0),
        }[panel.anchor]
        sheet = self.done[-1]
        sheet.bare = sheet.bare or isinstance(panel.source, b.LetterHead)
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
            if needed > self.room:
                return needed  # so much that no page holds it
            if isinstance(piece, Break | NewSheet) or (isinstance(piece, Para | Panel) and piece.new_page):
                return needed
            if isinstance(piece, Panel):
                needed += piece.height
                if piece.keep_next:
                    continue
                return needed
            if isinstance(piece, SetTable):
                return needed + TableBreaker(piece, self.room).least
            if not piece.keep_next:
                return needed + (piece.total or piece.units)
            if piece.widows and len(piece.lines) > 3:
                return needed + piece.units * 2
            needed += piece.height
        return needed

    def _place_para(self, place: int, para: Para) -> None:
        if para.new_page and (self.at or not self.done[-1].empty):
            self._new_page()
        after = self._needs(place + 1) if para.keep_next else 0
        if after + (para.units if para.widows else para.height) > self.room:
            after = 0
        if para.total is not None:
            if self.at and self.at + para.height + after > self.room:
                self._new_page()
                self._tell_down(place)
            self._put_title(para)
            return
        lines = iter(para.lines)
        counts = self._split(place, para, after)
        if len([count for count in counts if count]) == 1:
            self.whole.add(place)
        if not counts[0] and para.keep_next:
            self._tell_down(place)
        for page, count in enumerate(counts):
            if page:
                self._new_page()
            for _number in range(count):
                self._put(para, next(lines), self._text_top(self.at))
                self.at += para.units

    def _tell_down(self, place: int) -> None:
        """Note a piece that goes down with a table for the room of its sums, which Word knows nothing of."""
        following = next((piece for piece in self.pieces[place + 1:] if not isinstance(piece, Para)), None)
        if isinstance(following, SetTable) and following.sums is not None:
            self.fresh.add(place)

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
        placer = RowPlacer(table, self.sheet.left)
        pages: list[TablePage] = []
        slack = self.sheet.word_height - self.sheet.lines * measures.WORD_PITCH_TWIPS
        broken = list(TableBreaker(table, self.room, after, slack).pages(self.at))
        for number, page in enumerate(broken):
            if number:
                self._new_page()
            if not page.height:  # nothing of it fits here
                continue
            if number == len(broken) - 1:  # the text after a table stands on the grid again
                end = self.at + page.height
                page = page.filled(min(self.room, -(-end // UNITS) * UNITS) - self.at)
            pages.append(page)
            self._put_rows(placer, table.head, page)
        self.tables[place] = tuple(pages)

    def _put_rows(self, placer: RowPlacer, head: SetRow, page: TablePage) -> None:
        top = self._rule_top(self.at)
        self.at += page.height
        unit = (self._rule_top(self.at) - top) / page.height
        heads = (PageRow(head, head.height),) if head.height else ()
        drawn = placer.place((*heads, *page.rows), top, unit)
        leaf = self.done[-1]
        leaf.lines += drawn.lines
        leaf.rules += drawn.rules
        leaf.ink += drawn.ink

    def _rule_top(self, at: int) -> float:
        """Where a table's rule stands: on the type area's edge, or midway between two lines of text."""
        if at <= 0:
            return self.sheet.top
        if at >= self.room:
            return self.sheet.top + self.sheet.area_height
        return self._text_top(at) - (self.sheet.pitch - SIZE_3) / 2


def _moved_ink(ink: Ink, across: float, down: float) -> Ink:
    return replace(ink, lines=tuple(tuple((x + across, y + down) for x, y in line) for line in ink.lines))

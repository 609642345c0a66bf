"""The heads of official documents: 红头 of papers and minutes, the head of a letter, and other large lettering.

Clauses are those of GB/T 9704-2012. Heights are whole lines of the grid, so that the text under a head stands on
the same 22 lines as on every other page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from liaison.press import blocks as b
from liaison.press import linebreak
from liaison.press.measures import MM, PAGE_HEIGHT, PAGE_WIDTH, SIZE_3, Sheet
from liaison.press.pieces import UNITS, NewSheet, Panel, Para, Piece
from liaison.press.placed import Colour, PlacedLine, Rule
from liaison.press.placing import place_line
from liaison.press.titles import split_title

MARK_TOP = 35 * MM  # 7.2.4 and 10.3, from the type area's upper edge
LETTER_MARK_TOP = 30 * MM  # 10.1, from the sheet's upper edge
RULE_DROP = 4 * MM  # 7.2.7 and 10.1
RED_RULE = 1.4  # 7.2.7 names no thickness; half a millimetre is what offices print
LETTER_RULE_LENGTH = 170 * MM  # 10.1
LETTER_FOOT = 20 * MM  # 10.1, from the sheet's lower edge
THICK, RULE_GAP, THIN = 2.25, 1.25, 0.75  # of a letter's double lines
LARGEST_MARK = 62.0  # 7.2.4 only asks that it be plain to see and not larger than the higher body's
LARGEST_LETTER_MARK = 50.0
_NARROWEST = 0.68  # a long mark is narrowed before it is made smaller, as printers do
_WIDEST_GAP = 1.25  # a short one is spread, up to this share of its size
_FILL = 0.95  # of the type area's width
INK_TOP = 0.02  # from the top of the em box to that of the ink, in ems
BLANKS = 2  # 7.2.5 and 7.3.1: lines left free under the mark, under the rule


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark fitted to one line.

    Attributes:
        text: what it says.
        size: its height in points.
        cell: what each full-width character takes of the line, in points.
        narrow: the width of its characters over their height.
    """

    text: str
    size: float
    cell: float
    narrow: float

    @property
    def gap(self) -> float:
        """What is left free after a character, in points."""
        return self.cell - self.size * self.narrow


def fit_mark(text: str, room: float, largest: float) -> Mark:
    """The largest lettering with which a mark stands on one line; line feeds count as blanks."""
    cleaned = b.plain(text)
    ems = max(1.0, linebreak.text_width(cleaned))
    share = room * _FILL / ems
    size = min(largest, share / _NARROWEST)
    narrow = min(1.0, share / size)
    return Mark(cleaned, size, max(size * narrow, min(share, size * _WIDEST_GAP)), narrow)


@dataclass(frozen=True, slots=True)
class RedHeadPlan:
    """Where the parts of a red head stand, in points from the top of the type area.

    Attributes:
        mark: its lettering.
        notes: 份号, 密级 and 紧急程度 with their faces, one a line from the first (7.2.1 to 7.2.3).
        signers: 签发人 by lines, two names each (7.2.6).
        top: of the number's line, or of the first line of signers.
        rows: lines from there to the red rule.
        height: lines of the grid for the whole head, the two blank ones over the title among them.
    """

    mark: Mark
    notes: tuple[tuple[str, b.Role], ...]
    signers: tuple[tuple[str, ...], ...]
    top: float
    rows: int
    height: int


def plan_red_head(block: b.RedHead, sheet: Sheet) -> RedHeadPlan:
    """Measure a red head: the mark, two blank lines, number and signers, the rule, two blank lines.

    The title under it stands on the grid; what that adds to the blank lines or takes from them, half a line at the
    most, both pairs of them share.
    """
    mark = fit_mark(block.mark, sheet.area_width, LARGEST_MARK)
    number = b.plain(block.number)
    names = [b.plain(name) for name in block.signers if b.plain(name).strip()]
    signers = _paired(names, sheet.cells - _number_width(number))
    pitch = sheet.pitch
    blanks = BLANKS if number or signers else BLANKS - 1  # an empty line stands for the number
    top = MARK_TOP + mark.size + (pitch - SIZE_3) + blanks * pitch
    rows = max(1, len(signers))
    wanted = top + (rows - 1) * pitch + SIZE_3 + RULE_DROP + RED_RULE + BLANKS * pitch
    height = round(wanted / pitch)
    return RedHeadPlan(mark, head_notes(block), signers, top + (height * pitch - wanted) / 2, rows, height)


def head_notes(block: b.RedHead | b.LetterHead) -> tuple[tuple[str, b.Role], ...]:
    """份号, 密级 and 紧急程度 in this order with their faces; what is empty is left out."""
    given: tuple[tuple[str, b.Role], ...] = (
        (block.copy_number, "fangsong"), (block.secrecy, "hei"), (block.urgency, "hei"),
    )  # fmt: skip
    return tuple((b.plain(text), role) for text, role in given if b.plain(text).strip())


def with_text_shown(pieces: list[Piece]) -> list[Piece]:
    """The pieces, a head lower by its blank lines where the first page would show no text under it (7.3.3).

    What is kept together under a head, the title, whom the paper is sent to, a heading, would else go to the next
    page all at once.
    """
    made = list(pieces)
    sheet: Sheet | None = None
    for place, piece in enumerate(pieces):
        if isinstance(piece, NewSheet):
            sheet = piece.sheet
        if isinstance(piece, Panel) and isinstance(piece.source, b.RedHead | b.LetterHead) and sheet:
            over = piece.height + _kept_under(pieces[place + 1 :]) - sheet.lines * UNITS
            if over > 0:
                lines = min(BLANKS, -(-over // UNITS))
                made[place] = replace(piece, height=piece.height - lines * UNITS)
    return made


def _kept_under(pieces: list[Piece]) -> int:
    """The height of what is kept together, and of the first line of text after it."""
    height = 0
    for piece in pieces:
        if not isinstance(piece, Para):
            return height
        if not piece.keep_next or piece.widows:  # text may go on overleaf
            return height + piece.units
        height += piece.height
    return height


SIGNERS_LABEL = "签发人："
_LEAST_NAMES = 10  # what a long number leaves the signers, in characters


def _number_width(number: str) -> float:
    """What the number takes at the left, with a character on either side."""
    return linebreak.text_width(number) + 2 if number else 0.0


def _paired(names: list[str], room: float) -> tuple[tuple[str, ...], ...]:
    """Two names a line (7.2.6); one, where two would run into the number."""
    widths = sorted(map(linebreak.text_width, names))[-2:]
    each = 2 if linebreak.text_width(SIGNERS_LABEL) + sum(widths) + 2 <= room else 1
    return tuple(tuple(names[place : place + each]) for place in range(0, len(names), each))


def signer_columns(plan: RedHeadPlan, number: str, room: float) -> tuple[float, float, float]:
    """Where 签发人：, the first names and the second names begin, in characters from the left.

    The widest line ends one character from the right side (7.2.6).
    """
    one = max((linebreak.text_width(row[0]) for row in plan.signers), default=0.0)
    two = max((linebreak.text_width(row[1]) for row in plan.signers if len(row) > 1), default=0.0)
    width = linebreak.text_width(SIGNERS_LABEL) + one + (1 + two if two else 0)
    label = max(min(_number_width(number), room - _LEAST_NAMES), room - 1 - width)
    first = label + linebreak.text_width(SIGNERS_LABEL)
    return label, first, first + one + 1


def number_room(plan: RedHeadPlan, room: float) -> float:
    """What the number may take of its line, in characters."""
    return room - _LEAST_NAMES - 2 if plan.signers else room


def narrowing(text: str, room: float) -> float:
    """The width over height with which a text just fits a room in characters; 1 where it fits anyway."""
    width = linebreak.text_width(text)
    return min(1.0, room / width) if width else 1.0


def set_red_head(block: b.RedHead, sheet: Sheet) -> list[Piece]:
    """红头 (7.2), and the head of minutes (10.3), on the first page."""
    plan = plan_red_head(block, sheet)
    pitch, width = sheet.pitch, sheet.area_width
    lines = [text_line(sheet, text, row * pitch, role=role) for row, (text, role) in enumerate(plan.notes)]
    lines.append(mark_line(plan.mark, width, MARK_TOP))
    number = b.plain(block.number)
    last = plan.top + (plan.rows - 1) * pitch
    if number:
        upward = bool(plan.signers)
        room = number_room(plan, sheet.cells)
        lines.append(text_line(sheet, number, last, indent=1.0 if upward else 0.0, room=room,
                               align="left" if upward else "center"))
    if plan.signers:
        label, *columns = signer_columns(plan, number, sheet.cells)
        lines.append(text_line(sheet, SIGNERS_LABEL, plan.top, indent=label))
        for row, names in enumerate(plan.signers):
            lines += [text_line(sheet, name, plan.top + row * pitch, indent=column,
                                room=sheet.cells - 1 - column, role="kai")
                      for name, column in zip(names, columns, strict=False)]
    y = last + SIZE_3 + RULE_DROP + RED_RULE / 2
    rule = _red_rule(0.0, width, y, RED_RULE)
    return [Panel(block, plan.height * UNITS, tuple(filled(lines)), (rule,))]


@dataclass(frozen=True, slots=True)
class LetterHeadPlan:
    """Where the parts of a letter's head stand, in points from the top of the type area.

    Attributes:
        mark: its lettering.
        notes: 份号, 密级 and 紧急程度 with their faces.
        top: the upper edge of the mark.
        rule: the upper edge of the double line under it.
        first: the top of the first line under that.
        height: lines of the whole head, the two blank ones over the title among them.
    """

    mark: Mark
    notes: tuple[tuple[str, b.Role], ...]
    top: float
    rule: float
    first: float
    height: int


DOUBLE = THICK + RULE_GAP + THIN


def plan_letter_head(block: b.LetterHead, sheet: Sheet) -> LetterHeadPlan:
    """Measure a letter's head."""
    mark = fit_mark(block.mark, sheet.area_width, LARGEST_LETTER_MARK)
    top = LETTER_MARK_TOP - sheet.top
    rule = top + mark.size + RULE_DROP
    first = rule + DOUBLE + SIZE_3 * 7 / 8  # 10.1: 7/8 of a character of size 3 between the line and what follows
    notes = head_notes(block)
    rows = max(len(notes), 1 if b.plain(block.number) else 0)
    # the first line of the grid with two free lines above it
    under = first + rows * sheet.pitch - (0 if rows else SIZE_3 * 7 / 8)
    height = -int(-(under / sheet.pitch + BLANKS - 0.2) // 1)
    return LetterHeadPlan(mark, notes, top, rule, first, height)


def set_letter_head(block: b.LetterHead, sheet: Sheet) -> list[Piece]:
    """The head of a letter and the double line at the foot of its first page (10.1)."""
    plan = plan_letter_head(block, sheet)
    lines = [mark_line(plan.mark, sheet.area_width, plan.top)]
    lines += [text_line(sheet, text, plan.first + row * sheet.pitch, role=role)
              for row, (text, role) in enumerate(plan.notes)]
    number = b.plain(block.number)
    if number:
        lines.append(text_line(sheet, number, plan.first, align="right"))
    foot = PAGE_HEIGHT - LETTER_FOOT - DOUBLE - sheet.top
    rules = (*double_rule(sheet, plan.rule, thick_first=True), *double_rule(sheet, foot, thick_first=False))
    return [Panel(block, plan.height * UNITS, tuple(filled(lines)), rules)]


def double_rule(sheet: Sheet, top: float, *, thick_first: bool) -> tuple[Rule, Rule]:
    """A red double line, 170 mm long in the middle of the sheet; `top` counts from the type area's."""
    left = (PAGE_WIDTH - LETTER_RULE_LENGTH) / 2 - sheet.left
    widths = (THICK, THIN) if thick_first else (THIN, THICK)
    first, second = top + widths[0] / 2, top + DOUBLE - widths[1] / 2
    right = left + LETTER_RULE_LENGTH
    return _red_rule(left, right, first, widths[0]), _red_rule(left, right, second, widths[1])


def _red_rule(left: float, right: float, y: float, width: float) -> Rule:
    """A red rule from edge to edge; its square ends stand out by half its width."""
    return Rule(left + width / 2, y, right - width / 2, y, width, "red")


def set_display(block: b.Display, sheet: Sheet) -> list[Piece]:
    """Large text on whole lines of the grid, a box for every page that it fills; a headline keeps to what follows."""
    most = max(1, int(sheet.lines * sheet.pitch / display_pitch(block)))
    return [_display_panel(part, sheet) for part in _by_pages(block, sheet, most)]


def _by_pages(block: b.Display, sheet: Sheet, most: int) -> Iterator[b.Display]:
    """The block in parts of so many lines."""
    texts: list[str] = []
    count = 0
    for para in display_paras(block, sheet):
        begun = False
        for line in para.lines:
            if count == most:
                yield replace(block, text="\n".join(texts))
                texts, count, begun = [], 0, False
            text = para.text[line.start : line.next]
            texts[-1:] = [texts[-1] + text] if begun else [*texts[-1:], text]
            begun = True
            count += 1
    yield replace(block, text="\n".join(texts))


def _display_panel(block: b.Display, sheet: Sheet) -> Panel:
    pitch = display_pitch(block)
    over = (pitch - block.size) / 2
    colour: Colour = "red" if block.red else "black"
    lines: list[PlacedLine] = []
    count = 0
    for para in display_paras(block, sheet):
        for line in para.lines:
            if line.end > line.start:
                placed = place_line(para, line, 0.0, sheet.area_width, count * pitch + over)
                lines.append(replace(placed, colour=colour))
            count += 1
    height = max(1, -int(-(count * pitch / sheet.pitch - 0.05) // 1))
    return Panel(block, min(height, sheet.lines) * UNITS, tuple(lines), keep_next=block.align != "left")


def display_pitch(block: b.Display) -> float:
    """From one line of large text to the next, in points."""
    return block.size * 1.4


def display_paras(block: b.Display, sheet: Sheet) -> list[Para]:
    """Large text with its lines, a paragraph for every line feed: running text broken as such, the rest as titles."""
    room = sheet.area_width / block.size
    paras = []
    for text in b.title_text(block.text).split("\n"):
        broken = linebreak.break_text if block.align == "left" else split_title
        paras.append(Para("display", b.runs_of(text), tuple(broken(text, room)), role=block.role, size=block.size,
                          cell=block.size, align=block.align))
    return paras


# lettering ------------------------------------------------------------------------------------------------------


def text_line(sheet: Sheet, text: str, top: float, *, indent: float = 0.0, room: float = 0.0,
              role: b.Role = "fangsong", align: b.Align = "left") -> PlacedLine:
    """One line of size 3; a text wider than its room, given in characters, is narrowed."""
    runs = b.runs_of(text)
    joined = "".join(run.text for run in runs)
    narrow = narrowing(joined, room or sheet.cells)
    line = replace(linebreak.break_text(joined, linebreak.text_width(joined) + 1)[0], full=False)
    para = Para("body", runs, (line,), role=role, cell=sheet.cell * narrow, align=align)
    left = indent * sheet.cell
    return replace(place_line(para, line, left, sheet.area_width - left, top), narrow=narrow)


def mark_line(mark: Mark, width: float, top: float) -> PlacedLine:
    """A mark in red, centred, the upper edge of its ink at `top`."""
    ems = linebreak.text_width(mark.text)
    line = replace(linebreak.break_text(mark.text, ems + 1)[0], full=False)
    para = Para("body", b.runs_of(mark.text), (line,), role="xiaobiaosong", size=mark.size, cell=mark.cell,
                align="center")
    placed = place_line(para, line, mark.gap / 2, width, top - INK_TOP * mark.size)
    return replace(placed, colour="red", narrow=mark.narrow)


def filled(lines: list[PlacedLine]) -> list[PlacedLine]:
    """The lines that hold text."""
    return [line for line in lines if line.spans]

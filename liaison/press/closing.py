"""What closes a paper: 版记 at the foot of the last page, blanks to sign in, the line a slip is cut along.

Clauses are those of GB/T 9704-2012.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from liaison.press import blocks as b
from liaison.press import linebreak
from liaison.press.measures import MM, SIZE_3, SIZE_4, SIZE_5, Sheet
from liaison.press.pieces import UNITS, Panel, Para, Piece
from liaison.press.placed import PlacedLine, Rule
from liaison.press.placing import place_line

OUTER_RULE = 0.35 * MM  # 7.4.1, the first rule and the last
INNER_RULE = 0.25 * MM  # 7.4.1, those between
IMPRINT_PITCH = SIZE_4 * 15 / 8  # 3.2 for size 4: a character and 7/8 of it
FREE = SIZE_4  # 7.4.2, one character on either side
_PRINTED_ROOM = 18.0  # for the printer's name, in characters of size 4; the date takes less
_ABOVE = 8.0  # between the text of a full page and the first rule, at the least, in points
_RULE_OVER = 20.0  # of a line to cut along, under the top of its grid line, in points


@dataclass(frozen=True, slots=True)
class ImprintPlan:
    """版记 set for a sheet.

    Attributes:
        rows: 主送 and 抄送, each a paragraph of size 4 hanging after its colon.
        printed: who printed it and when, or None; a letter has neither this row nor rules.
        height: from the first rule to the type area's lower edge, in points.
    """

    rows: tuple[Para, ...]
    printed: tuple[str, str] | None
    height: float

    @property
    def ruled(self) -> bool:
        """Whether it has rules; only a letter's has none (10.1)."""
        return self.printed is not None


def plan_imprint(block: b.Imprint, sheet: Sheet) -> ImprintPlan:
    """Break the rows of 版记 into lines (7.4.2)."""
    given = (("主送：", block.sent_to), ("抄送：", block.copies_to))
    rows = tuple(_row(label, names, sheet) for label, names in given if any(b.plain(name).strip() for name in names))
    printed = None
    if block.printed_by or block.printed_on:
        dated = b.plain(block.printed_on)
        printed = (b.plain(block.printed_by), dated if not dated or dated.endswith("印发") else f"{dated}印发")
    count = sum(len(row.lines) for row in rows) + (1 if printed else 0)
    height = count * IMPRINT_PITCH
    return ImprintPlan(rows, printed, height if printed else height - (IMPRINT_PITCH - SIZE_4) / 2)


def _row(label: str, names: tuple[str, ...], sheet: Sheet) -> Para:
    """The label, the names after it with a full stop, hanging after the colon."""
    joined = "，".join(name.strip("，。；;, ") for name in map(b.plain, names) if name.strip())
    text = f"{label}{joined}。"
    measure = math.floor((sheet.area_width - 2 * FREE) / SIZE_4 * 2 + 0.01) / 2
    hang = linebreak.text_width(label)
    lines = linebreak.break_text(text, measure, measure - hang, hang=hang)
    return Para("imprint", b.runs_of(text), tuple(lines), size=SIZE_4, cell=SIZE_4)


def set_imprint(block: b.Imprint, sheet: Sheet) -> list[Piece]:
    """版记 with its last rule on the type area's lower edge (7.4.1); on a page of its own where it does not fit.

    The standard wants it on an even page, with blank pages before it where need be (7.5): these papers are printed
    on the sheets that they need, and whoever prints on both sides adds the blank page.
    """
    plan = plan_imprint(block, sheet)
    if not plan.rows and not plan.printed:
        return []
    lines: list[PlacedLine] = []
    rules: list[Rule] = []
    y = -plan.height
    if plan.ruled:
        rules.append(_rule(sheet, y + OUTER_RULE / 2, OUTER_RULE))
    lead = (IMPRINT_PITCH - SIZE_4) / 2
    for number, row in enumerate(plan.rows):
        for line in row.lines:
            lines.append(place_line(row, line, FREE, sheet.area_width - 2 * FREE, y + lead))
            y += IMPRINT_PITCH
        if plan.ruled and number == len(plan.rows) - 1:  # 7.4.2: none between 主送 and 抄送
            rules.append(_rule(sheet, y, INNER_RULE))
    if plan.printed:
        for text, align in zip(plan.printed, ("left", "right"), strict=True):
            lines += _single(text, sheet, y + lead, "right" if align == "right" else "left")
        rules.append(_rule(sheet, -OUTER_RULE / 2, OUTER_RULE))
    units = math.ceil((plan.height + _ABOVE) / (sheet.pitch / UNITS))
    return [Panel(block, units, tuple(lines), tuple(rules), anchor="foot")]


def _single(text: str, sheet: Sheet, top: float, align: b.Align) -> list[PlacedLine]:
    """One line of size 4, one character free on either side; too long a name is set narrower."""
    if not text:
        return []
    room = sheet.area_width - 2 * FREE
    line = replace(linebreak.break_text(text, linebreak.text_width(text) + 1)[0], full=False)
    share = printed_narrowing(text)
    para = Para("imprint", b.runs_of(text), (line,), size=SIZE_4, cell=SIZE_4 * share, align=align)
    return [replace(place_line(para, line, FREE, room, top), narrow=share)]


def printed_narrowing(text: str) -> float:
    """The width over height with which the printer's name, or the date, leaves the other its room."""
    return min(1.0, _PRINTED_ROOM / max(1.0, linebreak.text_width(text)))


def _rule(sheet: Sheet, y: float, width: float) -> Rule:
    """As wide as the type area; its square ends stand out by half its width."""
    return Rule(width / 2, y, sheet.area_width - width / 2, y, width)


def set_sign_off(block: b.SignOff, sheet: Sheet) -> list[Piece]:
    """Labels with blanks after them, sharing the line evenly; a line is left free above to write in."""
    labels = [f"{b.plain(label).rstrip('：:')}：" for label in block.labels if b.plain(label).strip()]
    if not labels:
        return []
    share = sheet.area_width / len(labels)
    top = sheet.pitch
    lines: list[PlacedLine] = []
    rules: list[Rule] = []
    for number, label in enumerate(labels):
        left = number * share
        narrow = min(1.0, share * 0.6 / (linebreak.text_width(label) * sheet.cell))
        line = linebreak.break_text(label, linebreak.text_width(label) + 1)[0]
        para = Para("sign-off", b.runs_of(label), (line,), cell=sheet.cell * narrow)
        lines.append(replace(place_line(para, line, left, share, top), narrow=narrow))
        begins = left + linebreak.text_width(label) * sheet.cell * narrow
        ends = left + share - (sheet.cell / 2 if number < len(labels) - 1 else 0.0)
        rules.append(Rule(begins, top + SIZE_3 + 1.5, ends, top + SIZE_3 + 1.5, 0.5))
    return [Panel(block, 2 * UNITS, tuple(lines), tuple(rules))]


def set_cut_line(block: b.CutLine, sheet: Sheet) -> list[Piece]:
    """Dashes from one side of the sheet to the other, what they part written over them in small letters."""
    rule = Rule(-sheet.left, _RULE_OVER, sheet.width - sheet.left, _RULE_OVER, 0.6, dashed=True)
    lines: tuple[PlacedLine, ...] = ()
    text = b.plain(block.label)
    if text:
        narrow = min(1.0, sheet.area_width / (max(1.0, linebreak.text_width(text)) * SIZE_5))
        line = replace(linebreak.break_text(text, linebreak.text_width(text) + 1)[0], full=False)
        para = Para("cut-line", b.runs_of(text), (line,), size=SIZE_5, cell=SIZE_5 * narrow, align="center")
        placed = place_line(para, line, 0.0, sheet.area_width, _RULE_OVER - SIZE_5 - 3)
        lines = (replace(placed, narrow=narrow),)
    return [Panel(block, UNITS, lines, (rule,))]

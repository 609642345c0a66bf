"""The cover of a bound book: an upright page of its own, without a number.

No clause of the standard speaks of it; it keeps the standard's type area and faces, so that it goes with the pages
behind it: whose book, its name, what is written on it between rules, and a line at the foot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from liaison.press import blocks as b
from liaison.press.linebreak import break_text, text_width
from liaison.press.measures import MM, SIZE_2, SIZE_3, Sheet
from liaison.press.pieces import Panel, Para
from liaison.press.placed import PlacedLine, Rule
from liaison.press.placing import place_line
from liaison.press.titles import split_title

TITLE_SIZES = (42.0, 36.0, 28.0, SIZE_2)  # the largest in which the name takes no more than two lines
TITLE_LEADING = 1.5
TITLE_TOP = 52 * MM  # all from the type area's top
LINES_TOP = 128 * MM
LINES_PITCH = 13 * MM
LINES_ROOM = 84 * MM  # above the foot
VALUE_WIDTH = 96 * MM
LABEL_GAP = 10.0
LABEL_CELLS = 4.0  # the least width of the labels, in characters
RULE_DROP = 5.0  # from a value's foot to its rule


@dataclass(frozen=True, slots=True)
class Written:
    """One line that is written on a cover: its label on the first line of a value only."""

    label: Para | None
    value: Para
    number: int
    top: float


@dataclass(frozen=True, slots=True)
class CoverParts:
    """A cover's paragraphs with their places, from the type area's left and top."""

    office: Para | None
    title: Para
    title_size: float
    written: tuple[Written, ...]
    pitch: float
    label_left: float
    label_width: float
    foot: Para | None
    foot_top: float

    @property
    def value_left(self) -> float:
        """Where the values and their rules begin."""
        return self.label_left + self.label_width + LABEL_GAP


def set_cover(cover: b.Cover, sheet: Sheet) -> Panel:
    """The cover on its sheet."""
    parts = cover_parts(cover, sheet)
    lines: list[PlacedLine] = []
    rules: list[Rule] = []
    left, top = sheet.left, sheet.top

    def put(para: Para, at: float, pitch: float) -> None:
        for number, line in enumerate(para.lines):
            if line.end > line.start:
                lines.append(place_line(para, line, left, sheet.area_width, top + at + number * pitch))

    if parts.office:
        put(parts.office, 0.0, SIZE_2 * TITLE_LEADING)
    put(parts.title, TITLE_TOP, parts.title_size * TITLE_LEADING)
    for written in parts.written:
        y = top + written.top
        if written.label:
            lines.append(place_line(written.label, written.label.lines[0], left + parts.label_left,
                                    parts.label_width, y))
        value = written.value
        line = value.lines[written.number]
        x = left + parts.value_left
        if line.end > line.start:
            lines.append(place_line(value, line, x, VALUE_WIDTH, y))
        rules.append(Rule(x, y + SIZE_3 + RULE_DROP, x + VALUE_WIDTH, y + SIZE_3 + RULE_DROP, 0.75))
    if parts.foot:
        put(parts.foot, parts.foot_top, SIZE_3 * TITLE_LEADING)
    return Panel(cover, 0, tuple(lines), tuple(rules), anchor="page")


def cover_parts(cover: b.Cover, sheet: Sheet) -> CoverParts:
    """A cover's paragraphs, broken, with their places."""
    label_width = max([LABEL_CELLS, *(text_width(label) for label, _value in cover.lines)]) * SIZE_3
    label_width = min(label_width, sheet.area_width - VALUE_WIDTH - LABEL_GAP)
    entries = [(_label(label, label_width), _para(value, SIZE_3, VALUE_WIDTH)) for label, value in cover.lines]
    count = sum(len(value.lines) for _label_para, value in entries)
    pitch = min(LINES_PITCH, LINES_ROOM / max(1, count))
    written: list[Written] = []
    for label, value in entries:
        for number in range(len(value.lines)):
            written.append(Written(None if number else label, value, number, LINES_TOP + len(written) * pitch))
    title, size = _title(cover.title, sheet.area_width)
    foot = _para(cover.foot, SIZE_3, sheet.area_width, "kai") if cover.foot else None
    return CoverParts(
        _para(cover.office, SIZE_2, sheet.area_width, "xiaobiaosong") if cover.office else None, title, size,
        tuple(written), pitch, (sheet.area_width - label_width - LABEL_GAP - VALUE_WIDTH) / 2, label_width, foot,
        sheet.area_height - SIZE_3 - (len(foot.lines) - 1) * SIZE_3 * TITLE_LEADING if foot else 0.0,
    )


def _title(text: str, width: float) -> tuple[Para, float]:
    cleaned = b.title_text(text)
    for size in TITLE_SIZES:
        lines = split_title(cleaned, width / size)
        if len(lines) <= 2:
            break
    runs = b.runs_of(cleaned.replace("\n", ""))
    return Para("display", runs, tuple(lines), role="xiaobiaosong", size=size, cell=size, align="center"), size


def _para(text: str, size: float, width: float, role: b.Role = "fangsong") -> Para:
    runs = b.runs_of(text)
    lines = break_text("".join(run.text for run in runs), int(width / size * 2) / 2)
    return Para("display", runs, tuple(replace(line, full=False) for line in lines), role=role, size=size, cell=size,
                align="center")


def _label(text: str, width: float) -> Para:
    """A label spread over the labels' width, as on a printed form; one too long for it is set tight."""
    para = replace(_para(text, SIZE_3, 100 * SIZE_3, "hei"), align="left")
    line = replace(para.lines[0], measure=width / SIZE_3, full=True)
    return replace(para, lines=(line,))

"""A pie whose slices carry their names, values and shares beside them, so that no key is needed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from liaison.press.charts.numbers import ChartData, shares
from liaison.press.charts.pen import ACCENT, EDGE, LEADING, SECOND, SMALL, Ink, Pen, lines_of_text

_MOST_SLICES = 10
_PIE_SHARE = 0.2  # the largest radius, of the width
_FILLS = (ACCENT, "#D8CDBB", "#7CA08A", "#332E28", "#B3A796")  # neighbours differ in lightness
_LEADER = 14.0  # from the rim to the letters


@dataclass(slots=True)
class _Slice:
    """One slice: its letters, its ink, where it begins and ends in degrees, where its letters' middle stands."""

    lines: list[str]
    kind: Ink
    start: float
    end: float
    level: float = 0.0

    @property
    def middle(self) -> float:
        return math.radians((self.start + self.end) / 2)

    @property
    def right(self) -> bool:
        return math.cos(self.middle) >= -1e-9

    @property
    def height(self) -> float:
        return len(self.lines) * SMALL * LEADING + 4


def has_slices(data: ChartData) -> bool:
    """Whether there is anything to be divided."""
    return bool(data.values) and any(value is not None and value > 0 for value in data.values[0])


class Pie:
    """The first series, divided; parts that are less than nothing cannot be drawn and are said to be left out."""

    def __init__(self, data: ChartData, width: float) -> None:
        parts = [(name, value) for name, value in zip(data.categories, data.values[0], strict=True)
                 if value is not None and value > 0]
        self.negative = any(value is not None and value < 0 for value in data.values[0])
        parts = _gathered(parts)
        self.side = width * (0.5 - _PIE_SHARE) - _LEADER - 6
        told = shares(value for _name, value in parts)
        whole = sum(value for _name, value in parts)
        self.slices: list[_Slice] = []
        at = 90.0 if len(parts) > 1 else 180.0  # from twelve o'clock, with the clock
        for number, ((name, value), share) in enumerate(zip(parts, told, strict=True)):
            lines = lines_of_text(f"{name} {data.text(value)}{data.unit}（{share}）", SMALL, self.side)
            closing = number == len(parts) - 1 and number > 0 and number % len(_FILLS) == 0
            kind = Ink(_FILLS[1 if closing else number % len(_FILLS)])  # the last one lies beside the first
            angle = value / whole * 360
            self.slices.append(_Slice(lines, kind, at - angle, at))
            at -= angle
        self._turn()
        self.foot = SMALL * 1.6 if self.negative else 0.0
        sides = [sum(one.height for one in self.slices if one.right is right) for right in (True, False)]
        self.least = max(110.0, *sides) + self.foot + 6

    def _turn(self) -> None:
        """Turn the pie where many thin slices would crowd at its top or foot and their lines would cross it."""

        def crowding(turn: float) -> float:
            moved = 0.0
            for right in (True, False):
                side = [replace(one, start=one.start + turn, end=one.end + turn) for one in self.slices]
                side = sorted((one for one in side if one.right is right), key=lambda one: -math.sin(one.middle))
                height = max(100.0, sum(one.height for one in side))
                _spread(side, 0.0, 80.0, -height / 2, height / 2)
                moved += sum(abs(one.level - 84 * math.sin(one.middle)) for one in side)
            return moved

        still = crowding(0.0)
        if still > 40.0 * len(self.slices):
            best = min(range(0, 360, 15), key=crowding)
            for one in self.slices:
                one.start, one.end = one.start + best, one.end + best

    def draw(self, pen: Pen, top: float) -> None:
        """Draw it from the drawing's lower edge up to `top`."""
        height = top - self.foot
        x, y = pen.width / 2, self.foot + height / 2
        radius = min(height / 2 - 6, pen.width * _PIE_SHARE)
        for one in self.slices:
            pen.slice(x, y, radius, one.start, one.end, one.kind)
        pen.ring(x, y, radius)
        for right in (True, False):
            side = sorted((one for one in self.slices if one.right is right), key=lambda one: -math.sin(one.middle))
            _spread(side, y, radius, self.foot + 2, top - 2)
            for one in side:
                self._letters(pen, one, x, y, radius)
        if self.negative:
            pen.text(0, 3, "小于零的数未画出", colour=SECOND)

    def _letters(self, pen: Pen, one: _Slice, x: float, y: float, radius: float) -> None:
        """A slice's name beside the pie, with a thin line that leads to it."""
        way = 1 if one.right else -1
        rim = (x + radius * math.cos(one.middle), y + radius * math.sin(one.middle))
        start = x + way * (radius + _LEADER)
        pen.line(*rim, x + way * (radius + 5), one.level, EDGE)
        pen.line(x + way * (radius + 5), one.level, start - way * 3, one.level, EDGE)
        step = SMALL * LEADING
        level = one.level + (len(one.lines) - 1) * step / 2 - 0.36 * SMALL
        for place, text in enumerate(one.lines):
            pen.text(start, level - place * step, text, anchor="start" if one.right else "end")


def _gathered(parts: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The parts, the smallest of too many gathered into one at the end."""
    if len(parts) <= _MOST_SLICES:
        return parts
    largest = sorted(range(len(parts)), key=lambda place: -parts[place][1])[:_MOST_SLICES - 1]
    rest = [value for place, (_name, value) in enumerate(parts) if place not in largest]
    return [*(parts[place] for place in sorted(largest)), (f"其他{len(rest)}项", sum(rest))]


def _spread(side: list[_Slice], y: float, radius: float, bottom: float, top: float) -> None:
    """Levels near the slices' own, from top to bottom, none on another."""
    level = top
    for one in side:
        one.level = min(level - one.height / 2, y + (radius + 4) * math.sin(one.middle))
        level = one.level - one.height / 2
    level = bottom
    for one in reversed(side):
        one.level = max(level + one.height / 2, one.level)
        level = one.level + one.height / 2

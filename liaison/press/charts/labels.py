"""How the names along an axis are written so that none touches another, and the line over a chart that names its
unit and its series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from liaison.press.charts.numbers import ChartData
from liaison.press.charts.pen import (
    LEADING,
    SECOND,
    SIZE,
    SMALL,
    Ink,
    Pen,
    even_lines,
    ink,
    lines_of_text,
    width_of_text,
)
from liaison.press.linebreak import longest_unbroken, width_of

_GAP = 4.0  # between two names, points
_MOST_LINES = 3
_LONGEST_STACK = 8  # characters one above the other
_STACKED = 1.08  # from character to character in a stack, in ems
_SWATCH = 12.0
_ROW = 14.0


@dataclass(frozen=True, slots=True)
class Names:
    """The names under an axis.

    Attributes:
        way: in lines, one character above the other, or reading upwards.
        size: in points.
        lines: of every name, in lines; one for each character in a stack.
        height: of the tallest.
        every: only every so-manieth is written.
    """

    way: Literal["flat", "stack", "upright"]
    size: float
    lines: tuple[tuple[str, ...], ...]
    height: float
    every: int = 1

    def draw(self, pen: Pen, number: int, x: float, top: float) -> None:
        """Write one name, its middle at x, under `top`."""
        if self.way == "upright":
            text = self.lines[number][0]
            pen.text(x + 0.36 * self.size, top, text, size=self.size, anchor="end", upright=True)
            return
        step = self.size * (LEADING if self.way == "flat" else _STACKED)
        for place, text in enumerate(self.lines[number]):
            pen.text(x, top - 0.86 * self.size - place * step, text, size=self.size, anchor="middle")


def names_for(categories: tuple[str, ...], slot: float, tallest: float) -> Names | None:
    """The names written whole in slots so wide, or None where they do not fit in any way.

    Args:
        categories: the names.
        slot: the room of each.
        tallest: how high the names may be.
    """
    return _flat(categories, slot) or _stacked(categories, slot, tallest) or _upright(categories, slot, tallest)


def thinned_names(categories: tuple[str, ...], slot: float) -> Names:
    """As many of the names as fit on one line, evenly thinned out; for an axis of time."""
    widest = max(width_of_text(name, SMALL) for name in categories)
    every = max(1, -(-int(widest + 2 * _GAP) // max(1, int(slot))))
    return Names("flat", SMALL, tuple((name,) for name in categories), SMALL, every)


def _flat(categories: tuple[str, ...], slot: float) -> Names | None:
    for size in (SIZE, SMALL):
        room = slot - _GAP
        unbroken = max(longest_unbroken(name) for name in categories) * size * 1.06
        whole = max(width_of_text(name, size) for name in categories) <= room
        if not whole and (room < 2.2 * size or unbroken > room):
            continue
        lines = tuple(tuple(even_lines(name, size, room)) for name in categories)
        most = max(map(len, lines))
        if most <= _MOST_LINES:
            return Names("flat", size, lines, most * size * LEADING)
    return None


def _stacked(categories: tuple[str, ...], slot: float, tallest: float) -> Names | None:
    longest = max(map(len, categories))
    height = longest * SMALL * _STACKED + 1
    whole = all(width_of(character) == 1.0 for name in categories for character in name)
    if not whole or longest > _LONGEST_STACK or slot < SMALL * 1.15 or height > tallest:
        return None
    return Names("stack", SMALL, tuple(tuple(name) for name in categories), height)


def _upright(categories: tuple[str, ...], slot: float, tallest: float) -> Names | None:
    widest = max(width_of_text(name, SMALL) for name in categories)
    if slot < SMALL * 1.15 or widest > tallest:
        return None
    return Names("upright", SMALL, tuple((name,) for name in categories), widest)


class Head:
    """The line over a chart: its unit at the left, what its series are at the right or under it."""

    def __init__(self, data: ChartData, width: float, *, lines: bool, legend: bool = True) -> None:
        self.unit = f"单位：{data.unit}" if data.unit else ""
        self.lines = lines
        self.rows: list[list[tuple[int, list[str], float]]] = []
        self.left = width_of_text(self.unit, SMALL) + 2 * SMALL if self.unit else 0.0
        if legend and len(data.labels) > 1:
            self._arrange(data.labels, width)

    def _arrange(self, labels: tuple[str, ...], width: float) -> None:
        """The series in rows; the first shares the unit's line where it has room there."""
        room = width - self.left
        row: list[tuple[int, list[str], float]] = []
        for number, label in enumerate(labels):
            text = lines_of_text(label, SMALL, width - _SWATCH - 4)
            needed = _SWATCH + 4 + max(width_of_text(line, SMALL) for line in text) + 12
            if needed > room and (row or self.left):
                self.rows.append(row)
                row, room = [], width
            row.append((number, text, needed))
            room -= needed
        self.rows.append(row)

    @property
    def height(self) -> float:
        """What it takes."""
        if not self.rows:
            return _ROW + 2 if self.unit else 0.0
        return sum(map(self._height_of, self.rows)) + 4

    @staticmethod
    def _height_of(row: list[tuple[int, list[str], float]]) -> float:
        return max((_ROW + (len(text) - 1) * SMALL * LEADING for _number, text, _needed in row), default=_ROW)

    def draw(self, pen: Pen) -> None:
        """Write it along the drawing's upper edge."""
        if self.unit:
            pen.text(0, pen.height - 10, self.unit, colour=SECOND)
        top = pen.height
        for row in self.rows:
            x = pen.width - sum(needed for _number, _text, needed in row) + 12
            for number, text, needed in row:
                self._sample(pen, x, top - 7, ink(number))
                for place, line in enumerate(text):
                    pen.text(x + _SWATCH + 4, top - 10 - place * SMALL * LEADING, line)
                x += needed
            top -= self._height_of(row)

    def _sample(self, pen: Pen, x: float, y: float, kind: Ink) -> None:
        if self.lines:
            pen.curve([(x - 6, y), (x + _SWATCH, y)], kind)
            pen.marker(x + _SWATCH / 2 - 3, y, kind)
        else:
            pen.bar(x, y - 4, _SWATCH, 8, kind)

"""Bars: standing where names and values have room side by side, lying where they have not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from liaison.press.charts.labels import Names, names_for
from liaison.press.charts.numbers import ChartData
from liaison.press.charts.pen import LEADING, SECOND, SIZE, SMALL, Pen, even_lines, ink, width_of_text

_TINY = 8.0
_WIDEST_BAR = 42.0
_NAME_SHARE = 0.45  # of the width, for the names beside lying bars


class StandingBars:
    """Bars side by side, names under them, values over them."""

    def __init__(self, data: ChartData, width: float, names: Names, values: tuple[Literal["flat", "upright"], float],
                 bar: float) -> None:
        self.data = data
        self.slot = width / len(data.categories)
        self.names = names
        self.way, self.size = values
        self.bar = bar
        widest = max((width_of_text(data.text(value), self.size) for value in data.flat), default=0.0)
        self.room = (widest if self.way == "upright" else self.size) + 4
        self.least = names.height + 2 * self.room + 50

    @classmethod
    def planned(cls, data: ChartData, width: float, height: float) -> StandingBars | None:
        """The plan, or None where names or values would touch each other."""
        slot = width / len(data.categories)
        names = names_for(data.categories, slot, height * 0.4)
        if names is None:
            return None
        count = len(data.values)
        bar = min(slot * (0.6 if count == 1 else 0.8) / count, _WIDEST_BAR)
        room = slot - 2 if count == 1 else bar
        texts = [data.text(value) for value in data.flat]
        for size in (SIZE, SMALL, _TINY):
            if max(width_of_text(text, size) for text in texts) <= room:
                return cls(data, width, names, ("flat", size), bar)
        if min(room, slot if count == 1 else bar) >= _TINY * 1.1:
            return cls(data, width, names, ("upright", _TINY), bar)
        return None

    def draw(self, pen: Pen, top: float) -> None:
        """Draw it from the drawing's lower edge up to `top`."""
        low, high = min([0.0, *self.data.flat]), max([0.0, *self.data.flat])
        bottom = self.names.height + 5 + (self.room if low < 0 else 0)
        span = (top - self.room - bottom) / ((high - low) or 1.0)
        zero = bottom - low * span
        for number in range(len(self.data.categories)):
            middle = (number + 0.5) * self.slot
            left = middle - self.bar * len(self.data.values) / 2
            for place, row in enumerate(self.data.values):
                value = row[number]
                if value is not None:
                    x = left + place * self.bar
                    pen.bar(x + 0.5, zero, self.bar - 1, value * span, ink(place))
                    self._value(pen, x + self.bar / 2, zero, value * span, self.data.text(value))
            self.names.draw(pen, number, middle, self.names.height)
        pen.line(0, zero, pen.width, zero, SECOND, 0.7)

    def _value(self, pen: Pen, x: float, zero: float, length: float, text: str) -> None:
        """A value at its bar's end."""
        above = length >= 0
        if self.way == "flat":
            pen.text(x, zero + length + (3 if above else -3 - 0.86 * self.size), text, size=self.size, anchor="middle")
        else:
            pen.text(x + 0.36 * self.size, zero + length + (3 if above else -3), text, size=self.size,
                     anchor="start" if above else "end", upright=True)


@dataclass(frozen=True, slots=True)
class _Looks:
    """How densely lying bars stand: the size of letters, the thickness of a bar, the blank between rows."""

    size: float
    bar: float
    gap: float


class LyingBars:
    """Bars one under the other, names at the left, values at their ends."""

    def __init__(self, data: ChartData, width: float, most: float) -> None:
        self.data = data
        self.width = width
        self.rows: list[float] = []
        for looks in (_Looks(SIZE, 13, 8), _Looks(SMALL, 11, 4), _Looks(_TINY, 9, 2)):
            self.looks = looks
            self._measure()
            if sum(self.rows) <= most:
                break
        drawn, room = 0, most - SMALL * 2
        if sum(self.rows) > most:
            while drawn < len(self.rows) and self.rows[drawn] <= room:
                room -= self.rows[drawn]
                drawn += 1
            self.rows = self.rows[:drawn]
        self.left_out = len(data.categories) - len(self.rows)
        self.least = sum(self.rows) + (SMALL * 2 if self.left_out else 0)

    def _measure(self) -> None:
        size = self.looks.size
        widest = max(width_of_text(name, size) for name in self.data.categories)
        self.gutter = min(widest, self.width * _NAME_SHARE)
        self.names = [even_lines(name, size, self.gutter) for name in self.data.categories]
        bars = len(self.data.values) * self.looks.bar
        self.rows = [max(bars, len(lines) * size * LEADING) + self.looks.gap for lines in self.names]

    def draw(self, pen: Pen, top: float) -> None:
        """Draw it from the drawing's lower edge up to `top`."""
        size, data = self.looks.size, self.data
        low, high = min([0.0, *data.flat]), max([0.0, *data.flat])
        widths = {value: width_of_text(data.text(value), size) for value in data.flat}
        before = max((width + 4 for value, width in widths.items() if value < 0), default=0.0)
        after = max((width + 4 for value, width in widths.items() if value >= 0), default=0.0)
        left = self.gutter + 8 + before
        span = (self.width - after - left) / ((high - low) or 1.0)
        zero = left - low * span
        spare = min((top - self.least) / len(self.rows), self.looks.bar) if self.rows else 0.0
        y = top
        for number, row in enumerate(self.rows):
            middle = y - (row + spare) / 2
            self._name(pen, number, middle)
            start = middle + self.looks.bar * len(data.values) / 2
            for place, values in enumerate(data.values):
                value = values[number]
                if value is not None:
                    base = start - (place + 1) * self.looks.bar
                    pen.bar(zero, base + 0.5, value * span, self.looks.bar - 1, ink(place))
                    end, level = zero + value * span, base + self.looks.bar / 2 - 0.36 * size
                    pen.text(end + (3 if value >= 0 else -3), level, data.text(value), size=size,
                             anchor="start" if value >= 0 else "end")
            y -= row + spare
        pen.line(zero, top, zero, y, SECOND, 0.7)
        if self.left_out:
            pen.text(0, max(2.0, y - SMALL * 1.2), f"另有{self.left_out}项未画出", colour=SECOND)

    def _name(self, pen: Pen, number: int, middle: float) -> None:
        lines, size = self.names[number], self.looks.size
        step = size * LEADING
        level = middle + (len(lines) - 1) * step / 2 - 0.36 * size
        for place, text in enumerate(lines):
            pen.text(self.gutter + 2, level - place * step, text, size=size, anchor="end")

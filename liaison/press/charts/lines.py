"""Lines over an axis, usually of time."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeAlias

from liaison.press.charts.labels import names_for, thinned_names
from liaison.press.charts.numbers import ChartData, scale_for
from liaison.press.charts.pen import SECOND, SMALL, Lettered, Pen, ink, width_of_text

Point: TypeAlias = "tuple[float, float]"

_MOST_VALUES = 40  # more numbers than these would hide the lines


class Lines:
    """Every series as a line; values stand at points where they have room."""

    def __init__(self, data: ChartData, width: float, height: float) -> None:
        self.data = data
        self.scale = scale_for(data.flat, data.divisor)
        self.ticks = [(tick, data.text(tick)) for tick in self.scale.ticks]
        self.left = max(width_of_text(text, SMALL) for _tick, text in self.ticks) + 8
        self.slot = (width - self.left) / len(data.categories)
        self.names = names_for(data.categories, self.slot, height * 0.3) if self.slot > 3 * SMALL else None
        if self.names is None or self.names.way != "flat":
            self.names = thinned_names(data.categories, self.slot)
        self.least = self.names.height + 80

    def draw(self, pen: Pen, top: float) -> None:
        """Draw it from the drawing's lower edge up to `top`."""
        assert self.names is not None
        bottom = self.names.height + 8
        height = top - SMALL - 6 - bottom
        for tick, text in self.ticks:
            y = bottom + self.scale.part(tick) * height
            pen.line(self.left, y, pen.width, y, *((SECOND, 0.7) if tick == 0 else ()))
            pen.text(self.left - 6, y - 0.36 * SMALL, text, anchor="end", colour=SECOND)
        for number in range(len(self.data.categories)):
            self._name(pen, number, bottom - 6)
        points: list[list[Point | None]] = [
            [None if value is None else (self._x(number), bottom + self.scale.part(value) * height)
             for number, value in enumerate(row)]
            for row in self.data.values
        ]
        for place, row in reversed(list(enumerate(points))):
            self._line(pen, place, row)
        self._values(pen, points, bottom + self.scale.part(0.0) * height)

    def _x(self, number: int) -> float:
        return self.left + (number + 0.5) * self.slot

    def _name(self, pen: Pen, number: int, top: float) -> None:
        """A name under its point; the first and last of thinned ones are moved inwards where they would stick out."""
        assert self.names is not None
        lines, size = self.names.lines[number], self.names.size
        half = max(width_of_text(line, size) for line in lines) / 2
        x = max(half, min(self._x(number), pen.width - half))
        box = pen.text_box(x, top - 0.86 * size, max(lines, key=len), size=size, anchor="middle")
        if self.names.every == 1 or (number % self.names.every == 0 and pen.free(box)):
            self.names.draw(pen, number, x, top)

    def _line(self, pen: Pen, place: int, row: list[Point | None]) -> None:
        """A series; it is broken where a value is missing."""
        part: list[Point] = []
        for point in [*row, None]:
            if point is not None:
                part.append(point)
                continue
            if len(part) > 1:
                pen.curve(part, ink(place))
            part = []
        radius = 2.8 if self.slot > 9 else max(1.2, self.slot / 3.5)
        for point in row:
            if point is not None:
                pen.marker(*point, ink(place), radius)

    def _values(self, pen: Pen, points: list[list[Point | None]], zero: float) -> None:
        """Numbers over or under their points, left out where they would touch anything written or drawn."""
        crowded = len(self.data.flat) > _MOST_VALUES
        drawn: list[tuple[Point, Point]] = [((self.left, zero), (pen.width, zero))]
        for row in points:
            drawn += [(point, point) for point in row if point is not None]
            drawn += [(one, other) for one, other in pairwise(row) if one is not None and other is not None]
        for place, row in enumerate(points):
            last = max((number for number, point in enumerate(row) if point is not None), default=-1)
            for number in range(len(row) - 1, -1, -1):
                point, value = row[number], self.data.values[place][number]
                if point is None or value is None or (crowded and number != last):
                    continue
                text = self.data.text(value)
                for level in (point[1] + 5, point[1] - 5 - 0.86 * SMALL):
                    box = pen.text_box(point[0], level, text, anchor="middle")
                    if pen.free(box) and not any(_crosses(line, box) for line in drawn):
                        pen.text(point[0], level, text, anchor="middle")
                        break


def _crosses(line: tuple[Point, Point], box: Lettered) -> bool:
    """Whether a straight line comes nearer than a point to a box of letters."""
    (x0, y0), (x1, y1) = line
    enter, leave = 0.0, 1.0
    for start, way, low, high in (
        (x0, x1 - x0, box.left - 1, box.right + 1), (y0, y1 - y0, box.bottom - 1, box.top + 1)
    ):
        if way == 0:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / way, (high - start) / way))
        enter, leave = max(enter, near), min(leave, far)
    return enter < leave

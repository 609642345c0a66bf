"""What a chart says: its values cleaned, its numbers written, its axis divided."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from liaison.press import blocks as b

NO_DATA = "没有数据"
_MONEY = "元"
_TEN_THOUSAND = 10_000
_LONGEST_PLAIN = 1e15
_LARGEST = 1e18  # nothing that an office counts; beyond them an axis cannot be divided
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class ChartData:
    """A chart's content, ready to be drawn.

    Attributes:
        categories: cleaned of line feeds and control marks.
        labels: of the series.
        values: of every series, one for every category; None where there is none.
        unit: what the numbers are counted in once they are written.
        divisor: what a value is divided by before it is written.
    """

    categories: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    unit: str
    divisor: float

    @property
    def empty(self) -> bool:
        """Nothing at all is to be drawn."""
        return not any(value is not None for row in self.values for value in row)

    @property
    def flat(self) -> list[float]:
        """All values there are."""
        return [value for row in self.values for value in row if value is not None]

    def text(self, value: float) -> str:
        """A value as it is written at its bar or point."""
        return number_text(value / self.divisor)


def data_of(chart: b.Chart) -> ChartData:
    """The chart's content; 元 becomes 万元 where a sum reaches ten thousand."""
    count = len(chart.categories)
    values = tuple(
        tuple(_finite(value) for value in series.values[:count]) + (None,) * max(0, count - len(series.values))
        for series in chart.series
    )
    largest = max((abs(value) for row in values for value in row if value is not None), default=0.0)
    unit, divisor = chart.unit, 1.0
    if unit == _MONEY and largest >= _TEN_THOUSAND:
        unit, divisor = "万元", float(_TEN_THOUSAND)
    return ChartData(tuple(map(b.plain, chart.categories)), tuple(b.plain(series.label) for series in chart.series),
                     values, unit, divisor)


def _finite(value: float) -> float | None:
    if not math.isfinite(value):
        return None
    return 0.0 if abs(value) < _SMALLEST else max(-_LARGEST, min(_LARGEST, float(value)))


def number_text(value: float) -> str:
    """A number in figures: whole ones without decimals, others with two at most, never a nought that is none."""
    if abs(value) >= _LONGEST_PLAIN:
        return f"{value:.3g}"
    if abs(value - round(value)) < 1e-9:
        return f"{round(value):,}"
    decimals = 2
    while decimals < 8 and not round(abs(value), decimals):
        decimals += 1
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".")


def shares(values: Iterable[float]) -> list[str]:
    """The shares of a whole in per cent with one decimal, each rounded for itself, as a text beside it would say."""
    given = list(values)
    whole = sum(given)
    return [f"{math.floor(value / whole * 1000 + 0.5) / 10:.1f}%" for value in given]


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of values, divided evenly.

    Attributes:
        low, high: its ends; nought lies between them.
        ticks: where it is marked.
    """

    low: float
    high: float
    ticks: tuple[float, ...]

    def part(self, value: float) -> float:
        """Where a value lies, from 0 at the low end to 1 at the high one."""
        return (value - self.low) / (self.high - self.low)


def scale_for(values: Iterable[float], divisor: float = 1.0, steps: int = 4) -> Scale:
    """An axis that holds nought and all the values, in about so many round steps of 1, 2 or 5.

    Whole numbers get no step smaller than one.
    """
    given = [value / divisor for value in values]
    low, high = min([0.0, *given]), max([0.0, *given])
    if low == high:
        high = 1.0
    step = _round_step((high - low) / steps)
    if all(value == round(value) for value in given):
        step = max(1.0, step)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(number * step * divisor for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next((step * power for step in (1, 2, 5) if step * power >= rough * 0.999), 10 * power)


def chart_text(chart: b.Chart) -> str:
    """What a reader who does not see the chart is told: its kind, its title and its values."""
    data = data_of(chart)
    kind = {"bar": "柱状图", "line": "折线图", "pie": "饼图"}[chart.kind]
    title = b.plain(chart.title)
    head = f"{kind}：{title}" if title else kind
    if data.empty or not data.categories:
        return f"{head}（{NO_DATA}）"
    rows = data.values[:1] if chart.kind == "pie" else data.values
    parts = []
    for label, row in zip(data.labels, rows, strict=False):
        told = "，".join(
            f"{category}{data.text(value)}{data.unit}"
            for category, value in zip(data.categories, row, strict=True) if value is not None
        )
        parts.append(f"{label}：{told}" if label and len(rows) > 1 else told)
    text = f"{head}。{'；'.join(parts)}。"
    return text if len(text) <= _LONGEST_TOLD else text[:_LONGEST_TOLD - 1] + "…"


_LONGEST_TOLD = 1000  # a reading aloud of more helps nobody

"""Spans of time that papers and figures are asked for: years, half-years, quarters, months, any days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from liaison.chinese.patterns import pattern
from liaison.errors import UserError

Kind = Literal["year", "half", "quarter", "month", "span"]

_MONTHS: dict[Kind, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_NUMBERS = "一二三四"
_HALVES = "上下"
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_SPAN = pattern(r"(\d{4}-\d{2}-\d{2})\s*\.\.\s*(\d{4}-\d{2}-\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of whole days.

    Attributes:
        first: its first day, YYYY-MM-DD.
        last: its last day.
        kind: what it is called by; two periods of different kinds differ even over the same days.
    """

    first: str
    last: str
    kind: Kind = "span"

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period of “2026”, “2026H1”, “2026Q3”, “2026-07”, “2026-07-01..2026-09-30” or of a label.

        Raises:
            UserError: the text names no period.
        """
        tidy = "".join(unicodedata.normalize("NFKC", text[:60]).split()).upper()
        span = _SPAN.fullmatch(tidy)
        if span:
            return cls.span(span[1], span[2])
        for form, build in _FORMS:
            match = form.fullmatch(tidy)
            if match:
                return build(match)
        raise UserError(
            f"“{text[:40]}”不是一个时段，请写成 2026Q3、2026H1、2026、2026-07 或 2026-07-01..2026-09-30"
        )

    @classmethod
    def span(cls, first: str, last: str) -> Period:
        """Any days from the first to the last, both included.

        Raises:
            UserError: a day that is none, or the last before the first.
        """
        try:
            ends = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:
            raise UserError(f"“{first}..{last}”里有不存在的日期，请检查") from None
        _check_year(ends[0].year)
        _check_year(ends[1].year)
        if ends[1] < ends[0]:
            raise UserError(f"结束日期 {last} 早于开始日期 {first}，请对调")
        return cls(ends[0].isoformat(), ends[1].isoformat(), "span")

    @classmethod
    def _of_months(cls, kind: Kind, year: int, first_month: int) -> Period:
        _check_year(year)
        last_month = first_month + _MONTHS[kind] - 1
        days = days_of_month(year, last_month)
        return cls(f"{year}-{first_month:02d}-01", f"{year}-{last_month:02d}-{days:02d}", kind)

    @classmethod
    def year(cls, year: int) -> Period:
        """A calendar year."""
        return cls._of_months("year", year, 1)

    @classmethod
    def half(cls, year: int, number: int) -> Period:
        """The first or second half of a year."""
        return cls._of_months("half", year, number * 6 - 5)

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        """A quarter, 1 to 4."""
        return cls._of_months("quarter", year, number * 3 - 2)

    @classmethod
    def month(cls, year: int, number: int) -> Period:
        """A month, 1 to 12."""
        return cls._of_months("month", year, number)

    @classmethod
    def year_of(cls, iso: str) -> Period:
        """The year that a day or moment lies in."""
        return cls.year(int(iso[:4]))

    @classmethod
    def half_of(cls, iso: str) -> Period:
        """The half-year that a day or moment lies in."""
        return cls.half(int(iso[:4]), (int(iso[5:7]) + 5) // 6)

    @classmethod
    def quarter_of(cls, iso: str) -> Period:
        """The quarter that a day or moment lies in."""
        return cls.quarter(int(iso[:4]), (int(iso[5:7]) + 2) // 3)

    @classmethod
    def month_of(cls, iso: str) -> Period:
        """The month that a day or moment lies in."""
        return cls.month(int(iso[:4]), int(iso[5:7]))

    @property
    def number(self) -> int:
        """Which quarter, half or month of its year; 1 for years and other spans."""
        return (int(self.first[5:7]) - 1) // _MONTHS[self.kind] + 1 if self.kind in _MONTHS else 1

    @property
    def key(self) -> str:
        """The period as `parse` reads it back: “2026Q3”."""
        year = self.first[:4]
        if self.kind == "span":
            return f"{self.first}..{self.last}"
        if self.kind == "month":
            return self.first[:7]
        return {"year": year, "half": f"{year}H{self.number}", "quarter": f"{year}Q{self.number}"}[self.kind]

    @property
    def label(self) -> str:
        """The whole name: “2026年第三季度”, “2026年上半年”, “2026年7月”, “2026年7月1日至9月30日”."""
        if self.kind == "year":
            return f"{self.first[:4]}年"
        if self.kind != "span":
            return f"{self.first[:4]}年{self.short}"
        if self.first == self.last:
            return _in_full(self.first)
        last = _in_full(self.last)
        return f"{_in_full(self.first)}至{last[5:] if self.first[:4] == self.last[:4] else last}"

    @property
    def short(self) -> str:
        """The name where the year is known: “第三季度”, “上半年”, “7月”; years and spans keep their label."""
        if self.kind == "quarter":
            return f"第{_NUMBERS[self.number - 1]}季度"
        if self.kind == "half":
            return f"{_HALVES[self.number - 1]}半年"
        return f"{self.number}月" if self.kind == "month" else self.label

    @property
    def days(self) -> int:
        """How many days it has."""
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1

    def contains(self, iso: str) -> bool:
        """Whether a day or moment lies in it."""
        return self.first <= iso[:10] <= self.last

    def previous(self) -> Period:
        """The one before, of the same kind; for other spans, as many days just before."""
        return self._shifted(-1)

    def next(self) -> Period:
        """The one after, of the same kind; for other spans, as many days just after."""
        return self._shifted(1)

    def _shifted(self, steps: int) -> Period:
        if self.kind != "span":
            months = int(self.first[:4]) * 12 + int(self.first[5:7]) - 1 + steps * _MONTHS[self.kind]
            return self._of_months(self.kind, months // 12, months % 12 + 1)
        by = timedelta(days=steps * self.days)
        try:
            first, last = (date.fromisoformat(end) + by for end in (self.first, self.last))
        except OverflowError:
            raise _outside() from None
        return self.span(first.isoformat(), last.isoformat())

    def quarters(self) -> tuple[Period, ...]:
        """The quarters it touches, in order; parts of a quarter count."""
        found = [self.quarter_of(self.first)]
        while found[-1].last < self.last:
            found.append(found[-1].next())
        return tuple(found)

    def months(self) -> tuple[Period, ...]:
        """The months it touches, in order; parts of a month count."""
        found = [self.month_of(self.first)]
        while found[-1].last < self.last:
            found.append(found[-1].next())
        return tuple(found)

    def __str__(self) -> str:
        return self.label


def days_of_month(year: int, month: int) -> int:
    """How many days a month has."""
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def _in_full(iso: str) -> str:
    return f"{iso[:4]}年{int(iso[5:7])}月{int(iso[8:])}日"


def _outside() -> UserError:
    return UserError(f"年份请写 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间")


def _check_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _outside()


def _quarter_number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS.index(text) + 1


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (pattern(r"(\d{4})年?", re.ASCII), lambda m: Period.year(int(m[1]))),
    (pattern(r"(\d{4})-?H([12])", re.ASCII), lambda m: Period.half(int(m[1]), int(m[2]))),
    (
        pattern(r"(\d{4})年([上下])半年", re.ASCII),
        lambda m: Period.half(int(m[1]), _HALVES.index(m[2]) + 1),
    ),
    (pattern(r"(\d{4})-?Q([1-4])", re.ASCII), lambda m: Period.quarter(int(m[1]), int(m[2]))),
    (
        pattern(r"(\d{4})年第?([1-4一二三四])季度", re.ASCII),
        lambda m: Period.quarter(int(m[1]), _quarter_number(m[2])),
    ),
    (pattern(r"(\d{4})-(0?[1-9]|1[0-2])", re.ASCII), lambda m: Period.month(int(m[1]), int(m[2]))),
    (pattern(r"(\d{4})年(0?[1-9]|1[0-2])月", re.ASCII), lambda m: Period.month(int(m[1]), int(m[2]))),
)

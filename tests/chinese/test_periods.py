"""Periods: parsed, named, in a row."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.chinese.periods import Period
from liaison.errors import UserError

YEARS = st.integers(1901, 2199)
NAMED = st.one_of(
    st.builds(Period.year, YEARS),
    st.builds(Period.half, YEARS, st.integers(1, 2)),
    st.builds(Period.quarter, YEARS, st.integers(1, 4)),
    st.builds(Period.month, YEARS, st.integers(1, 12)),
)
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31)).map(date.isoformat)
SPANS = st.builds(lambda a, b: Period.span(min(a, b), max(a, b)), DAYS, DAYS)


@pytest.mark.parametrize(
    ("text", "first", "last", "label", "short"),
    [
        ("2026Q3", "2026-07-01", "2026-09-30", "2026年第三季度", "第三季度"),
        ("2026H1", "2026-01-01", "2026-06-30", "2026年上半年", "上半年"),
        ("2026H2", "2026-07-01", "2026-12-31", "2026年下半年", "下半年"),
        ("2026", "2026-01-01", "2026-12-31", "2026年", "2026年"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024年2月", "2月"),
        ("2026-07-01..2026-09-30", "2026-07-01", "2026-09-30", "2026年7月1日至9月30日", "2026年7月1日至9月30日"),
        ("2025-12-01..2026-01-31", "2025-12-01", "2026-01-31", "2025年12月1日至2026年1月31日", None),
        ("2026-07-01..2026-07-01", "2026-07-01", "2026-07-01", "2026年7月1日", None),
        (" ２０２６q3 ", "2026-07-01", "2026-09-30", "2026年第三季度", "第三季度"),
        ("2026年三季度", "2026-07-01", "2026-09-30", "2026年第三季度", "第三季度"),
        ("2026-7", "2026-07-01", "2026-07-31", "2026年7月", "7月"),
    ],
)
def test_periods(text: str, first: str, last: str, label: str, short: str | None) -> None:
    period = Period.parse(text)
    assert (period.first, period.last, period.label, period.short) == (first, last, label, short or label)
    assert str(period) == label


@pytest.mark.parametrize(
    "text",
    ["", "2026Q5", "2026Q0", "2026H3", "2026-13", "26Q1", "Q3", "2026-02-30..2026-03-01", "1899", "2201Q1",
     "2026-09-30..2026-07-01", "1800-01-01..2026-01-01", "昨天", "9" * 500],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(UserError):
        Period.parse(text)


@given(NAMED | SPANS)
def test_a_key_reads_back(period: Period) -> None:
    assert Period.parse(period.key) == period
    if period.kind != "span":
        assert Period.parse(period.label) == period


@given(NAMED)
def test_one_follows_the_other(period: Period) -> None:
    after = period.next()
    assert after.previous() == period
    assert after.kind == period.kind
    assert date.fromisoformat(after.first) - date.fromisoformat(period.last) == timedelta(days=1)


@given(SPANS)
def test_a_span_moves_by_its_own_length(period: Period) -> None:
    try:
        before = period.previous()
    except UserError:
        return  # before 1900
    assert before.days == period.days
    assert before.next() == period
    assert before.last < period.first


@given(DAYS)
def test_a_day_lies_in_its_periods(iso: str) -> None:
    for of in (Period.year_of, Period.half_of, Period.quarter_of, Period.month_of):
        period = of(iso)
        assert period.contains(iso) and period.contains(f"{iso} 23:59")
        assert not period.next().contains(iso) and not period.previous().contains(iso)
        assert of(f"{iso} 08:00") == period


@given(NAMED | SPANS)
def test_parts_cover_the_whole(period: Period) -> None:
    for parts in (period.quarters(), period.months()):
        assert parts[0].contains(period.first) and parts[-1].contains(period.last)
        assert all(one.next() == other for one, other in pairwise(parts))


def test_parts_are_counted() -> None:
    assert [len(Period.parse(p).quarters()) for p in ("2026", "2026H1", "2026Q1", "2026-05")] == [4, 2, 1, 1]
    assert [p.key for p in Period.parse("2026H2").quarters()] == ["2026Q3", "2026Q4"]
    assert Period.parse("2026Q3").number == 3 and Period.parse("2026H2").number == 2


def test_no_period_lies_beyond_the_years() -> None:
    with pytest.raises(UserError):
        Period.year(1900).previous()
    with pytest.raises(UserError):
        Period.parse("2200Q4").next()

"""Days, moments and times, there and back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.chinese.dates import add_days, day, days_between, parse_date, parse_moment, parse_time, weekday
from liaison.errors import UserError

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MOMENTS = st.datetimes(datetime(1930, 1, 1), datetime(2200, 12, 31, 23, 59)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@pytest.mark.parametrize(
    "written",
    [
        "2026-9-1", "2026/09/01", "2026.9.1", "2026年9月1日", "2026年9月1号", "2026 年 9 月 1 日", "20260901",
        "２０２６年９月１日", "２０２６－９－１", "二〇二六年九月一日", "2026-09-01 00:00:00", "2026-09-01T08:30",
        "2026年9月1日（星期二）", "2026-9-1 周二 上午9点", " '2026-9-1", date(2026, 9, 1), datetime(2026, 9, 1),
        datetime(2026, 9, 1, 9, 30), 20260901, 20260901.0, 46266, 46266.0, 46266.4,
    ],
)  # fmt: skip
def test_days_that_offices_write(written: object) -> None:
    assert parse_date(written) == "2026-09-01"


@pytest.mark.parametrize("written", ["9月1日", "9月1号", "9-1", "9/1", "９月１日", "9.1"])
def test_a_year_may_be_given(written: str) -> None:
    assert parse_date(written, year=2026) == "2026-09-01"
    with pytest.raises(UserError, match="没有写年份"):
        parse_date(written)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "是空的"),
        ("2026-02-30", "2026年2月只有 28 天"),
        ("2024-02-30", "2024年2月只有 29 天"),
        ("2026-9-31", "9月只有 30 天"),
        ("2026-9-0", "9月只有"),
        ("2026-13-1", "没有 13 月"),
        ("2026-0-1", "没有 0 月"),
        ("1899-12-31", "1900 到 2200"),
        ("2201-1-1", "1900 到 2200"),
        ("26-9-1", "四位"),
        ("26年9月1日", "四位"),
        ("2026", "没有写到日"),
        ("2026-9", "没有写到日"),
        ("2026年9月", "没有写到日"),
        ("昨天", "看不明白"),
        ("2026-9-123", "看不明白"),
        ("2026-9/1", "看不明白"),
        ("2026-9-1至9-3", "只填一天"),
        ("1" * 400, "太长"),
        (2026, "不是日期"),
        (2026.9, "不是日期"),
        (float("nan"), "不是日期"),
        (10**20, "不是日期"),
        (True, "要填日期"),
        (None, "要填日期"),
        (time(9), "要填日期"),
        ("二〇二六年九月十十日", "9月只有"),
        ("二〇二六年十三月一日", "没有 13 月"),
    ],
)
def test_days_that_are_refused(written: object, words: str) -> None:
    with pytest.raises(UserError, match=words):
        parse_date(written)


@given(DAYS)
def test_a_day_reads_back(when: date) -> None:
    iso = when.isoformat()
    assert parse_date(iso) == parse_date(when) == parse_date(day(iso, "form")) == iso
    assert parse_date(day(iso), year=when.year) == iso
    assert parse_date(f"{when:%Y%m%d}") == parse_date(int(f"{when:%Y%m%d}")) == iso
    assert parse_moment(iso) == iso


@given(MOMENTS)
def test_a_moment_reads_back(when: datetime) -> None:
    iso = when.strftime("%Y-%m-%d %H:%M")
    assert parse_moment(iso) == iso
    assert parse_moment(day(iso, "form")) == iso
    # Midnight in a cell: no time was given.
    cell = iso[:10] if when.time() == time() else iso
    assert parse_moment(when) == cell
    assert parse_moment((when - datetime(1899, 12, 30)) / timedelta(days=1)) == cell
    assert parse_date(iso) == iso[:10]


@given(st.text(max_size=20) | st.from_regex(r"[0-9年月日/.:点上下午 -]{0,16}"))
def test_any_text_is_a_moment_or_a_sentence(text: str) -> None:
    try:
        iso = parse_moment(text, year=2026)
    except UserError:
        return
    assert parse_moment(iso) == iso
    assert parse_moment(day(iso, "form")) == iso


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("9:00", "09:00"), ("9：00", "09:00"), ("09:00:00", "09:00"), ("9点", "09:00"), ("9点半", "09:30"),
        ("9点整", "09:00"), ("9点一刻", "09:15"), ("9点5分", "09:05"), ("14时30分", "14:30"), ("上午9点30分", "09:30"),
        ("下午3点", "15:00"), ("下午3:30", "15:30"), ("下午15点", "15:00"), ("晚上7点半", "19:30"),
        ("中午12点", "12:00"),
        ("中午1点", "13:00"), ("凌晨12点", "00:00"), ("凌晨3点", "03:00"), ("早上8点", "08:00"), ("上午12点", "12:00"),
        ("3:30 PM", "15:30"), ("12:05am", "00:05"), ("0:00", "00:00"), ("23:59", "23:59"),
        (time(9, 5), "09:05"), (timedelta(hours=9), "09:00"), (0.375, "09:00"), (datetime(2026, 9, 1, 9), "09:00"),
    ],
)  # fmt: skip
def test_times(written: object, clock: str) -> None:
    assert parse_time(written) == clock
    if isinstance(written, str):
        assert parse_moment(f"2026年9月1日{written}") == f"2026-09-01 {clock}"
        assert parse_moment(f"2026-9-1 {written}") == f"2026-09-01 {clock}"


@pytest.mark.parametrize(
    "written", ["24:00", "9:60", "上午13点", "晚上12点", "13:00 PM", "9点半5分", "9", "九点", "9:00-11:00", ""]
)
def test_times_that_are_none(written: str) -> None:
    with pytest.raises(UserError, match="时间"):
        parse_time(written)


def test_days_in_words() -> None:
    assert day("2026-09-08") == "9月8日"
    assert day("2026-09-08", "form") == "2026年9月8日"
    assert day("2026-09-18 09:05") == "9月18日 9:05"
    assert day("2026-09-18 14:00", "form") == "2026年9月18日 14:00"
    assert day("") == ""
    assert weekday("2026-09-18") == weekday("2026-09-18 09:00") == "星期五"
    assert weekday("2026-09-20") == "星期日"


@given(DAYS, st.integers(-40_000, 40_000))
def test_days_add_up(when: date, days: int) -> None:
    iso = when.isoformat()
    try:
        later = add_days(iso, days)
    except UserError:
        assert not 1900 <= (when + timedelta(days=days)).year <= 2200
        return
    assert days_between(iso, later) == days
    assert days_between(later, iso) == -days

"""Days and moments: from what people write to ISO text, and back to Chinese.

A day is kept as “YYYY-MM-DD”, a moment as a day or as “YYYY-MM-DD HH:MM”; text in this form sorts by time.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Literal

from liaison.chinese.patterns import pattern
from liaison.chinese.periods import Period as Period  # whoever asks for dates finds periods here too
from liaison.chinese.periods import days_of_month
from liaison.errors import UserError

FIRST_YEAR, LAST_YEAR = 1900, 2200
Style = Literal["screen", "form"]

_LONGEST = 60
_ISO = pattern(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ISO_MOMENT = pattern(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)
_PATTERNS = (
    pattern(
        r"(?P<y>\d+) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2})(?:(?!\d) ?[日号]|(?![\d:点时]))", re.ASCII
    ),
    pattern(r"(?P<y>\d{4}) ?(?P<mark>[-/.]) ?(?P<m>\d{1,2}) ?(?P=mark) ?(?P<d>\d{1,2})(?!\d)", re.ASCII),
    pattern(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)", re.ASCII),
)
_WITHOUT_YEAR = pattern(
    r"(?P<m>\d{1,2}) ?(?:月 ?(?P<d>\d{1,2})(?!\d) ?[日号]?|[-/.] ?(?P<d2>\d{1,2})(?![-/.\d]))", re.ASCII
)
_SHORT_YEAR = pattern(r"(?:\d{1,3}) ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?[日号]?(?!\d)", re.ASCII)
_WITHOUT_DAY = pattern(r"\d{4} ?(?:年|[-/.] ?\d{1,2}|年 ?\d{1,2} ?月?)?", re.ASCII)
_WEEKDAY = pattern(r"^[\s,]*[(\[]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[)\]]?[\s,]*")
_NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_WRITTEN = pattern(
    r"([〇○零一二三四五六七八九]{4}) ?年 ?([一二三四五六七八九十]{1,2}) ?月"
    r" ?([一二三四五六七八九十]{1,3}) ?[日号]?"
)
_TIME = pattern(
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚)? ?(?P<h>\d{1,2}) ?"
    r"(?:: ?(?P<min>\d{2})(?: ?: ?\d{2}(?:\.\d+)?)?"
    r"|[点时](?P<half>半|整|一刻|三刻)?(?: ?(?P<min2>\d{1,2}) ?分?)?钟?)"
    r" ?(?P<western>am|pm)?",
    re.ASCII | re.IGNORECASE,
)
_PARTS_OF_HOUR = {"半": 30, "一刻": 15, "三刻": 45}
_EPOCH = datetime(1899, 12, 30)  # day 0 of the 1900 date system, right for every day after 1900-02-28
_EARLIEST_SERIAL = 10_000  # 1927-05-18: smaller numbers are years or counts, not days
_LATEST_SERIAL = 109_938  # the first day after 2200
_EXAMPLE = "2026-09-01"


def parse_date(value: object, *, year: int | None = None) -> str:
    """The day, as YYYY-MM-DD, that was typed or stands in a sheet; a time of day after it is left out.

    Understands 2026-9-1, 2026/09/01, 2026.9.1, 2026年9月1日, 20260901, 二〇二六年九月一日, full-width digits,
    date cells and a sheet's serial day numbers; with `year` also 9月1日.

    Raises:
        UserError: no such day, no year or only two figures of it, outside 1900–2200, or no date at all.
    """
    if isinstance(value, str):
        if _ISO.fullmatch(value):
            return _checked(int(value[:4]), int(value[5:7]), int(value[8:]))
        iso, rest = _split_text(value, year)
        if rest:
            try:
                parse_time(rest)
            except UserError:
                raise UserError(f"日期后面的“{rest}”看不明白，请只填一天，例如 {_EXAMPLE}") from None
        return iso
    return _of_cell(value)[:10]


def parse_moment(value: object, *, year: int | None = None) -> str:
    """A day with or without its time: YYYY-MM-DD or YYYY-MM-DD HH:MM.

    After the day it understands 9:00, 9点半, 上午9点30分, 下午3点, 14时30分 and the like. Midnight in a
    date cell means that no time was given.

    Raises:
        UserError: as `parse_date`, or a time that is none.
    """
    if isinstance(value, str):
        if _ISO.fullmatch(value):
            return _checked(int(value[:4]), int(value[5:7]), int(value[8:]))
        if _ISO_MOMENT.fullmatch(value) and value[11:13] < "24" and value[14:16] < "60":
            _checked(int(value[:4]), int(value[5:7]), int(value[8:10]))
            return value
        iso, rest = _split_text(value, year)
        return f"{iso} {parse_time(rest)}" if rest else iso
    return _of_cell(value)


def parse_time(value: object) -> str:
    """A time of day as HH:MM.

    Raises:
        UserError: no time of day.
    """
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return f"{value.hour:02d}:{value.minute:02d}"
    if isinstance(value, timedelta):
        value = value.total_seconds() / 86_400
    if isinstance(value, float) and 0 <= value < 1:
        minutes = min(round(value * 1440), 1439)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    text = _tidy(str(value))
    match = _TIME.fullmatch(text)
    if not match:
        raise UserError(f"时间“{text}”看不明白，请写成 9:00 或 下午3点半 这样")
    minute = int(match["min"] or match["min2"] or _PARTS_OF_HOUR.get(match["half"], 0))
    hour = _hour(int(match["h"]), match["part"] or "", (match["western"] or "").lower())
    if not (0 <= hour <= 23 and minute <= 59) or (match["half"] and match["min2"]):
        raise UserError(f"没有“{text}”这个时间，请写成 0:00 到 23:59 之间的时间")
    return f"{hour:02d}:{minute:02d}"


def _hour(hour: int, part: str, western: str) -> int:
    """The hour of 24, or -1 where part of day and hour contradict each other."""
    if western:
        return hour % 12 + (12 if western == "pm" else 0) if 1 <= hour <= 12 else -1
    if part in ("", "早上", "早晨", "清晨", "上午", "凌晨"):
        if part == "凌晨":
            return hour % 12 if hour <= 12 else -1
        return hour if not part or hour <= 12 else -1
    if part == "中午":
        return hour + 12 if 1 <= hour <= 3 else hour if 10 <= hour <= 15 else -1
    if part != "下午" and hour == 12:
        return -1  # 晚上12点 belongs to two days
    return hour + 12 if 1 <= hour <= 11 else hour if 12 <= hour <= 23 else -1


def _tidy(value: str) -> str:
    if len(value) > _LONGEST:
        raise UserError(f"日期太长了，请写成 {_EXAMPLE} 这样")
    text = unicodedata.normalize("NFKC", value)
    return " ".join(text.replace("−", "-").replace("–", "-").replace("—", "-").split()).removeprefix("'")


def _split_text(value: str, year: int | None) -> tuple[str, str]:
    """The day at the start of a text, and what follows it."""
    text = _tidy(value)
    if not text:
        raise UserError(f"日期是空的，请填写，例如 {_EXAMPLE}")
    for form in _PATTERNS:
        match = form.match(text)
        if match:
            iso = _checked(_full_year(match["y"]), int(match["m"]), int(match["d"]))
            return iso, _rest(text[match.end() :])
    written = _WRITTEN.match(text)
    if written:
        figures = int("".join(str(_NUMERALS[c]) for c in written[1]))
        day_text = _checked(figures, _small(written[2]), _small(written[3]))
        return day_text, _rest(text[written.end() :])
    if _SHORT_YEAR.match(text):
        raise UserError(f"“{text}”的年份要写四位，例如 {_EXAMPLE}")
    match = _WITHOUT_YEAR.match(text)
    if match:
        if year is None:
            raise UserError(f"“{text}”没有写年份，请写成 {_EXAMPLE} 这样")
        return _checked(year, int(match["m"]), int(match["d"] or match["d2"])), _rest(text[match.end() :])
    if _WITHOUT_DAY.fullmatch(text):
        raise UserError(f"“{text}”没有写到日，请写成 {_EXAMPLE} 这样")
    raise UserError(f"日期“{text}”看不明白，请写成 {_EXAMPLE} 或 2026年9月1日 这样")


def _rest(text: str) -> str:
    text = _WEEKDAY.sub("", text, count=1).strip(" ,")
    return text[1:] if text[:1] in ("T", "t") else text


def _full_year(text: str) -> int:
    if len(text) != 4:
        raise UserError(f"年份“{text}”要写四位，例如 2026")
    return int(text)


def _small(text: str) -> int:
    """一 to 三十一; what is no such number gives 0 and is refused as a month or day."""
    if "十" not in text:
        return _NUMERALS[text] if len(text) == 1 else 0
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return 0
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def _checked(year: int, month: int, day_of_month: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(f"年份 {year} 不对，请写 {FIRST_YEAR} 到 {LAST_YEAR} 之间的年份")
    if not 1 <= month <= 12:
        raise UserError(f"没有 {month} 月，请检查日期")
    if not 1 <= day_of_month <= 28:  # nearly every day needs no calendar
        days = days_of_month(year, month)
        if not 1 <= day_of_month <= days:
            raise UserError(f"{year}年{month}月只有 {days} 天，没有 {day_of_month} 日，请检查日期")
    return f"{year:04d}-{month:02d}-{day_of_month:02d}"


def _of_cell(value: object) -> str:
    """What a sheet's cell or a program gives: a date, a datetime, or a day's serial number."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _of_number(value)
    if isinstance(value, datetime):
        whole = _checked(value.year, value.month, value.day)
        return whole if value.time() == time() else f"{whole} {value.hour:02d}:{value.minute:02d}"
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day)
    raise UserError(f"这里要填日期，例如 {_EXAMPLE}")


def _of_number(number: float) -> str:
    if math.isfinite(number):
        if float(number).is_integer() and FIRST_YEAR * 10_000 <= number < (LAST_YEAR + 1) * 10_000:
            return _checked(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)
        if _EARLIEST_SERIAL <= number < _LATEST_SERIAL:
            return _of_cell(_EPOCH + timedelta(minutes=round(number * 1440)))
    raise UserError(f"“{number:g}”不是日期，请写成 {_EXAMPLE} 这样")


def day(iso: str, style: Style = "screen") -> str:
    """A day or moment in Chinese: “9月18日” on the screen, “2026年9月18日” in forms and papers; "" for "".

    A moment adds its time: “9月18日 9:00”.
    """
    if not iso:
        return ""
    text = f"{int(iso[5:7])}月{int(iso[8:10])}日"
    if style == "form":
        text = f"{iso[:4]}年{text}"
    return f"{text} {int(iso[11:13])}:{iso[14:16]}" if len(iso) > 10 else text


def weekday(iso: str) -> str:
    """The day of the week: “星期五”."""
    return "星期" + "一二三四五六日"[date.fromisoformat(iso[:10]).weekday()]


def add_days(iso: str, days: int) -> str:
    """The day so many days later (earlier, when negative).

    Raises:
        UserError: the result lies outside 1900–2200.
    """
    try:
        later = date.fromisoformat(iso[:10]) + timedelta(days=days)
    except OverflowError:
        raise UserError(f"日期超出了 {FIRST_YEAR} 到 {LAST_YEAR} 年") from None
    return _checked(later.year, later.month, later.day)


def days_between(first: str, last: str) -> int:
    """Days from one day to another; negative when the second is the earlier one."""
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days

"""Amounts and numerals, there and back."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.chinese.numbers import (
    MOST_FEN,
    MOST_THOUSANDTHS,
    MOST_WHOLE,
    before_number,
    in_hanzi,
    in_hanzi_digits,
    measured,
    money,
    money_in_capitals,
    parse_money,
    parse_quantity,
    parse_whole,
    quantity,
)
from liaison.errors import UserError

FEN = st.integers(0, MOST_FEN)


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("1409.5", 140950),
        ("１,２３４.５０元", 123450),
        ("１，２３４．５０", 123450),
        ("¥1,409.50", 140950),
        ("￥ 1409", 140900),
        ("人民币1409.5元", 140950),
        ("人民币：1,409.50元整", 140950),
        ("RMB 20", 2000),
        ("1.2万", 1_200_000),
        ("1.2 万元", 1_200_000),
        ("3千", 300_000),
        ("3百元", 30_000),
        ("0.5亿", 5_000_000_000),
        ("1 234.5", 123450),
        ("1 234 567", 123456700),
        ("100块", 10000),
        ("3元5角", 350),
        ("5角", 50),
        ("2元5分", 205),
        ("1409。5", 140950),
        ("'1409.5", 140950),
        ("+20", 2000),
        (".5", 50),
        ("20.", 2000),
        ("1.500", 150),
        ("0", 0),
        (1409.5, 140950),
        (0.1 + 0.2, 30),
        (1409, 140900),
        (1e8 + 0.01, 10_000_000_001),
        (Decimal("0.07"), 7),
        (sum([0.1] * 1000), 10000),
    ],
)
def test_amounts_that_offices_write(written: str | float | Decimal, fen: int) -> None:
    assert parse_money(written) == fen


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "是空的"),
        ("  ", "是空的"),
        ("-5", "负数"),
        ("－5", "负数"),
        ("(5.00)", "负数"),
        ("负5元", "负数"),
        ("¥-5", "负数"),
        (-0.01, "负数"),
        ("1.005", "小数点后两位"),
        (1.005, "小数点后两位"),
        ("0.0000001万", "小数点后两位"),
        ("abc", "看不明白"),
        ("1.2.3", "看不明白"),
        ("20袋", "看不明白"),
        ("$20", "看不明白"),
        ("1,2", "逗号位置不对"),
        ("12,34", "逗号位置不对"),
        ("1.38E+10", "科学记数"),
        ("100000000000.01", "太大"),
        ("9" * 40, "太大"),
        ("9" * 4000, "太长"),
        (1e300, "太大"),
        (float("nan"), "公式"),
        (float("inf"), "公式"),
        (True, "要填数字"),
    ],
)
def test_amounts_that_are_refused(written: str | float, words: str) -> None:
    with pytest.raises(UserError, match=words) as caught:
        parse_money(written)
    assert not re.search("[你您!！]|异常|字段", caught.value.sentence)


@given(FEN)
def test_an_amount_reads_back(fen: int) -> None:
    assert parse_money(money(fen)) == fen
    assert parse_money(f"{fen / 100:.2f}") == fen
    assert parse_money(fen / 100) == fen


@given(st.text(max_size=20) | st.from_regex(r"[0-9.,万千元¥ -]{0,14}"))
def test_any_text_is_an_amount_or_a_sentence(text: str) -> None:
    try:
        fen = parse_money(text)
    except UserError:
        return
    assert 0 <= fen <= MOST_FEN
    assert parse_money(money(fen)) == fen


def test_amounts_are_shown_to_the_fen() -> None:
    assert [money(n) for n in (0, 5, 140950, -140950)] == ["0.00", "0.05", "1,409.50", "-1,409.50"]


# The examples of 支付结算办法, annex 1; 整 after jiao as 会计基础工作规范 asks.
@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (1000, "壹拾元整"),
        (10005, "壹佰元零伍分"),
        (2_000_000, "贰万元整"),
        (100_000_500, "壹佰万零伍元整"),
        (10**12, "壹佰亿元整"),
        (1_000_000_100, "壹仟万零壹元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_010_000_000, "壹亿零壹拾万元整"),
    ],
)
def test_amounts_in_capitals(fen: int, capitals: str) -> None:
    assert money_in_capitals(fen) == "人民币" + capitals
    assert money_in_capitals(fen, prefix=False) == capitals
    if fen:
        assert money_in_capitals(-fen) == "人民币负" + capitals


def read_capitals(text: str) -> int:
    """A reader of its own: 亿 and 万 split the number, digits take the unit that follows."""

    def small(part: str) -> int:
        total = 0
        for digit, unit in re.findall("([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", part):
            total += "零壹贰叁肆伍陆柒捌玖".index(digit) * {"": 1, "拾": 10, "佰": 100, "仟": 1000}[unit]
        return total

    fen = 0
    rest = text.removesuffix("整")
    for mark, worth in (("分", 1), ("角", 10)):
        found = re.search(f"(.){mark}$", rest)
        if found:
            fen += "零壹贰叁肆伍陆柒捌玖".index(found[1]) * worth
            rest = rest[: -2].removesuffix("零")
    yuan = 0
    for part, unit in re.findall("([^亿万元]+)([亿万元])", rest):
        yuan += small(part) * {"亿": 10**8, "万": 10**4, "元": 1}[unit]
    if "亿元" in rest or "万元" in rest:
        assert rest.endswith(("亿元", "万元"))
    return yuan * 100 + fen


ROUND = st.builds(lambda a, b: a * 10**b, st.integers(0, 999), st.integers(0, 10))


@given(FEN | st.integers(0, 10**7) | ROUND)
def test_capitals_read_back(fen: int) -> None:
    text = money_in_capitals(fen, prefix=False)
    assert read_capitals(text) == fen
    assert "零零" not in text
    assert text.endswith(("分", "整"))


@pytest.mark.parametrize(
    ("written", "thousandths"),
    [
        ("0.5", 500),
        ("1,200", 1_200_000),
        ("1.2万", 12_000_000),
        ("２０", 20_000),
        (20.0, 20_000),
        (3, 3_000),
        (0.001, 1),
    ],
)
def test_quantities(written: str | float, thousandths: int) -> None:
    assert parse_quantity(written) == thousandths


@pytest.mark.parametrize("written", ["", "-1", "20袋", "0.0001", "两袋", "1e5", float("nan"), -0.5, "1" * 30])
def test_quantities_that_are_refused(written: str | float) -> None:
    with pytest.raises(UserError, match="数量"):
        parse_quantity(written)


@given(st.integers(0, MOST_THOUSANDTHS))
def test_a_quantity_never_runs_into_a_figure_beside_it(thousandths: int) -> None:
    text = quantity(thousandths)
    assert measured(thousandths, "袋") == f"{text}袋" and measured(thousandths, "25公斤袋") == f"{text}×25公斤袋"
    assert before_number("大米") == "大米" and before_number("水泥42.5") == "水泥42.5 "


@given(st.integers(0, MOST_THOUSANDTHS))
def test_a_quantity_reads_back(thousandths: int) -> None:
    assert parse_quantity(quantity(thousandths)) == thousandths
    assert quantity(-thousandths) in (f"-{quantity(thousandths)}", "0")


@given(st.integers(0, MOST_WHOLE))
def test_a_whole_number_reads_back(number: int) -> None:
    assert parse_whole(str(number)) == parse_whole(f"{number:,}") == parse_whole(f"{number}.0") == number


@pytest.mark.parametrize("written", ["", "1.5", "-1", "三", 1.5, "1" * 14])
def test_what_is_no_whole_number(written: str | float) -> None:
    with pytest.raises(UserError, match="这里"):
        parse_whole(written)


@pytest.mark.parametrize(
    ("number", "hanzi"),
    [
        (0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百"), (105, "一百零五"),
        (110, "一百一十"), (1003, "一千零三"), (10_010, "一万零一十"), (100_000, "十万"),
    ],
)  # fmt: skip
def test_numerals(number: int, hanzi: str) -> None:
    assert in_hanzi(number) == hanzi


def test_numerals_never_count_below_nothing() -> None:
    with pytest.raises(ValueError, match="from 0"):
        in_hanzi(-1)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_two_numbers_never_share_a_numeral(one: int, other: int) -> None:
    assert (in_hanzi(one) == in_hanzi(other)) == (one == other)


def test_years_digit_by_digit() -> None:
    assert in_hanzi_digits(2026) == in_hanzi_digits("2026") == "二〇二六"

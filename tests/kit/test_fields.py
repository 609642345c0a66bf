"""Fields: what is typed, stored, shown, and typed again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.books import BOOKS
from liaison.errors import UserError
from liaison.kit.fields import Choice, Day, Field, Flag, IdNumber, Moment, Money, Number, Phone, Quantity, Text


class Nobody:
    """No records at all."""

    def find(self, book: str, text: str, hint: str = "") -> int:
        raise UserError(f"{book}里没有“{text}”")

    def label(self, book: str, record: int) -> str:
        return f"{book}{record}"


NAMES = Nobody()
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1))


@given(st.integers(0, 10**12))
def test_money_is_typed_as_it_is_shown(fen: int) -> None:
    field = Money(name="m", label="金额")
    assert field.parse(field.edit(fen), NAMES) == fen
    assert field.parse(field.export(fen), NAMES) == fen


@given(st.integers(1, 10**10))
def test_quantities_too(thousandths: int) -> None:
    field = Quantity(name="q", label="数量")
    assert field.parse(field.edit(thousandths), NAMES) == thousandths


@given(DAYS)
def test_days_too(day: date) -> None:
    field = Day(name="d", label="日期")
    assert field.parse(field.edit(day.isoformat()), NAMES) == day.isoformat()
    assert field.parse(day, NAMES) == day.isoformat()


@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_moments_too(day: date, hour: int, minute: int) -> None:
    field = Moment(name="d", label="时间")
    value = f"{day.isoformat()} {hour:02d}:{minute:02d}"
    assert field.parse(field.edit(value), NAMES) == value


def test_empty_is_none_everywhere() -> None:
    for book in BOOKS.values():
        for field in book.typed:
            assert field.parse("", NAMES) is None, (book.name, field.name)
            assert field.parse(None, NAMES) is None, (book.name, field.name)
            assert field.show(None, NAMES) == ""


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (Phone(name="p", label="手机"), "138-0000 0001", "13800000001"),
        (Phone(name="p", label="手机"), 13800000001.0, "13800000001"),
        (IdNumber(name="i", label="身份证"), "11010519491231002x", "11010519491231002X"),
        (Choice(name="c", label="性别", options=("男", "女"), words={"男性": "男"}), " 男性 ", "男"),
        (Choice(name="c", label="用途", options=("甲",), open_ended=True), "乙", "乙"),
        (Flag(name="f", label="必须", yes="必须", no="自愿"), "自愿", 0),
        (Number(name="n", label="份数", unit="份"), "１２份", 12),
        (Text(name="t", label="姓名"), " 王\u200b芳\x00 ", "王芳"),
    ],
)
def test_what_people_write_is_understood(field: Field, typed: object, stored: object) -> None:
    assert field.parse(typed, NAMES) == stored


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (Phone(name="p", label="手机"), "不知道"),
        (IdNumber(name="i", label="身份证"), "123"),
        (Choice(name="c", label="性别", options=("男", "女")), "不详"),
        (Flag(name="f", label="必须"), "也许"),
        (Number(name="n", label="份数", most=10), "11"),
        (Text(name="t", label="姓名", limit=3), "太长的名字"),
        (Money(name="m", label="金额"), "1.234"),
        (Day(name="d", label="日期"), "2026-02-30"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(field: Field, typed: str) -> None:
    with pytest.raises(UserError) as refused:
        field.parse(typed, NAMES)
    assert 4 < len(refused.value.sentence) < 80


def test_phones_and_ids_are_masked_on_the_screen() -> None:
    assert Phone(name="p", label="手机").read("13800001234") == "138****1234"
    assert Phone(name="p", label="手机").read("13800001234", whole=True) == "13800001234"
    assert Phone(name="p", label="电话").read("6543210") == "654****"
    assert IdNumber(name="i", label="身份证").read("110105194912310021") == "110***********0021"
    assert IdNumber(name="i", label="身份证").read("110105491231002") == "110********1002"
    assert Text(name="a", label="住址", private=True).read("宝峰村 12 号") == "****"
    assert Text(name="n", label="信访人", private=True, pinyin=True).read("欧阳小草") == "欧**"
    assert Text(name="n", label="姓名", pinyin=True).read("欧阳小草") == "欧阳小草"


@given(st.sampled_from([Phone, IdNumber]), st.text("0123456789", max_size=30))
def test_a_mask_never_lets_the_number_be_read(kind: type[Phone], number: str) -> None:
    masked = kind(name="p", label="号码").mask(number)
    assert not number or masked != number
    assert sum(a.isdigit() for a in masked) <= max(7, len(number) // 2)


def test_every_reference_names_a_book() -> None:
    from liaison.kit.fields import Reference, References

    for book in BOOKS.values():
        for field in book.fields:
            if isinstance(field, (Reference, References)):
                assert field.to in BOOKS, (book.name, field.name)
        for name in (book.label, *(o.lstrip("-") for o in book.order if o.lstrip("-") != "id")):
            assert name in book.by_name, (book.name, name)

"""Columns of numbers: whole ones, money in whole fen, quantities in whole thousandths."""

from __future__ import annotations

from typing import ClassVar

from liaison.chinese.numbers import money, parse_money, parse_quantity, parse_whole, quantity
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.kit.fields.base import Field, Names, Value, as_text


class Number(Field):
    """A whole number from `least` to `most`, with its unit."""

    unit: str = ""
    least: int = 0
    most: int = 1_000_000_000
    width: int = 8
    storage: ClassVar[str] = "INTEGER"
    right_aligned: ClassVar[bool] = True

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        text = clean_text(as_text(raw))
        if not text:
            return None
        number = parse_whole(text.removesuffix(self.unit) if self.unit else text)
        if not self.least <= number <= self.most:
            raise UserError(f"要填 {self.least} 到 {self.most} 之间的整数")
        return number

    def export(self, value: Value, names: Names | None = None) -> object:
        return value


class Money(Field):
    """An amount in whole fen, never negative when typed."""

    width: int = 12
    storage: ClassVar[str] = "INTEGER"
    right_aligned: ClassVar[bool] = True
    summed: ClassVar[bool] = True

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        if isinstance(raw, (str, int, float)):
            return parse_money(raw)
        return parse_money(as_text(raw))

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else money(int(value))

    def export(self, value: Value, names: Names | None = None) -> object:
        return None if value is None else int(value) / 100


class Quantity(Field):
    """A number of goods, in whole thousandths of its unit."""

    width: int = 8
    storage: ClassVar[str] = "INTEGER"
    right_aligned: ClassVar[bool] = True

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        text = clean_text(as_text(raw))
        return parse_quantity(text) if text else None

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else quantity(int(value))

    def export(self, value: Value, names: Names | None = None) -> object:
        return None if value is None else int(value) / 1000

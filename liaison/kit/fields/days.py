"""Columns of days and moments."""

from __future__ import annotations

from liaison.chinese.dates import day, parse_date, parse_moment
from liaison.kit.fields.base import Field, Names, Value


class Day(Field):
    """A calendar day, stored as YYYY-MM-DD."""

    width: int = 11

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        return parse_date(raw)

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else day(str(value), "screen")

    def edit(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else day(str(value), "form")

    def export(self, value: Value, names: Names | None = None) -> object:
        return "" if value is None else str(value)


class Moment(Day):
    """A day with or without a time, stored as YYYY-MM-DD or YYYY-MM-DD HH:MM."""

    width: int = 16

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        return parse_moment(raw)

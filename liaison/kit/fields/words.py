"""Columns of text, of one of a few words, and of numbers that are kept as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.kit.fields.base import Field, Names, Value, as_text

_MASKED = "这里写的是遮住以后的样子，原来的没有改；要改请写完整，要复制请先点“显示”"


class Text(Field):
    """A line of text, at most `limit` characters; `pinyin` makes it findable by its initials."""

    sealed_as_word: ClassVar[bool] = True
    limit: int = 100
    pinyin: bool = False

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        text = clean_text(as_text(raw), limit=self.limit)
        if self.private and text.endswith("**") and text == self.mask(text):
            raise UserError(_MASKED)
        return text or None

    def mask(self, text: str) -> str:
        """A name keeps its first character, so that the people in a list can be told apart."""
        return f"{text[0]}**" if text and self.pinyin else super().mask(text)


class LongText(Field):
    """Text of several lines, at most `limit` characters."""

    limit: int = 20_000
    sealed_as_word: ClassVar[bool] = True
    width: int = 24
    listed: bool = False
    repeats: ClassVar[bool] = False

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        return clean_text(as_text(raw), limit=self.limit, lines=True) or None

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else str(value)


class Choice(Field):
    """One of a few words; `words` maps what else people write to the option meant.

    With `open_ended` the options are only proposals and other words are kept as typed.
    """

    options: tuple[str, ...] = ()
    words: Mapping[str, str] = None  # type: ignore[assignment]
    open_ended: bool = False
    limit: int = 30
    sealed_as_word: ClassVar[bool] = True
    width: int = 10

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        text = clean_text(as_text(raw), limit=self.limit)
        if not text or text in self.options:
            return text or None
        if self.words and text in self.words:
            return self.words[text]
        if self.open_ended:
            return text
        raise UserError(f"“{text}”不在可选的范围里，请写成：{'、'.join(self.options)}")


class Flag(Field):
    """Yes or no, stored as 1 or 0."""

    yes: str = "是"
    no: str = "否"
    width: int = 6
    storage: ClassVar[str] = "INTEGER"

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        text = clean_text(as_text(raw))
        if not text:
            return None
        if text in (self.yes, "是", "1", "√", "✓", "有", "对", "要"):
            return 1
        if text in (self.no, "否", "0", "×", "无", "不", "不要"):
            return 0
        raise UserError(f"请写“{self.yes}”或“{self.no}”")

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else (self.yes if value else self.no)


class Phone(Field):
    """A telephone number, kept as text with no digit lost."""

    sealed_as_word: ClassVar[bool] = True
    width: int = 13
    private: bool = True

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        text = re.sub(r"[\s\-－—]", "", clean_text(as_text(raw), limit=40))
        if not text:
            return None
        if "****" in text:
            raise UserError(_MASKED)
        if not re.fullmatch(r"\+?\d{5,20}", text):
            raise UserError("电话只写数字，如 13800000000")
        return text

    def mask(self, text: str) -> str:
        """138****0000; of a short number only how it begins."""
        return f"{text[:3]}****{text[-4:]}" if len(text) >= 9 else f"{text[:-4]}****" if text else ""


class IdNumber(Phone):
    """An 18-digit citizen number; a wrong check digit is a warning of the book, not a refusal."""

    width: int = 19

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        text = clean_text(as_text(raw), limit=40).upper().replace(" ", "")
        if not text:
            return None
        if "****" in text:
            raise UserError(_MASKED)
        if not re.fullmatch(r"\d{17}[\dX]|\d{15}", text):
            raise UserError("身份证号是 18 位，请核对")
        return text

    def mask(self, text: str) -> str:
        """330***********1234."""
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}" if len(text) > 7 else super().mask(text)

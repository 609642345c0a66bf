"""The columns a book can have.

A field turns what was typed into the value that is stored (`parse`), and the stored value into what
is read on screen and paper (`show`). Stored values are `str` or `int`, so that SQLite can sort,
sum and compare them: days are `YYYY-MM-DD`, money is whole fen, quantities are whole thousandths.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

from liaison.chinese.dates import day, parse_date, parse_moment
from liaison.chinese.numbers import money, parse_money, parse_quantity, parse_whole, quantity
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.kit.declared import Declared

Value = str | int | None
Values = dict[str, Value]


class Names(Protocol):
    """Finds records by what people call them, and says what they are called."""

    def find(self, book: str, text: str, hint: str = "") -> int:
        """The number of the one record called `text`; raises UserError when none or several."""

    def label(self, book: str, record: int) -> str:
        """What the record is called, unmistakably."""


class Field(Declared):
    """One column of a book.

    Attributes:
        name: the column's name in code, file and command line.
        label: its heading in plain Chinese.
        required: a record without it is refused.
        private: left off every print and export unless asked for.
        aliases: other headings offices write for it.
        width: how wide it wants to be, in half-width characters.
        listed: shown in the list unless the user hides it.
        typed: can be typed in forms and cells (False: the program fills it).
        locked: cannot be changed once a ledger entry is entered.
        searchable: its text is found by the search box.
        default: the value of a new record, or a function of the day that gives it.
        help: one line shown under the field.
    """

    name: str
    label: str
    required: bool = False
    private: bool = False
    aliases: tuple[str, ...] = ()
    width: int = 12
    listed: bool = True
    typed: bool = True
    locked: bool = False
    searchable: bool = False
    default: Value | Callable[[str], Value] = None
    help: str = ""

    storage: ClassVar[str] = "TEXT"
    right_aligned: ClassVar[bool] = False
    summed: ClassVar[bool] = False
    repeats: ClassVar[bool] = True  # the same text gives the same value: parsing may be remembered

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        """The stored value of what was typed or read from a sheet; None when it is empty.

        Raises:
            UserError: a sentence that says what is wrong and what to write.
        """
        return clean_text(as_text(raw)) or None

    def show(self, value: Value, names: Names | None = None) -> str:
        """The value as it is read on screen and paper."""
        return "" if value is None else str(value)

    def edit(self, value: Value, names: Names | None = None) -> str:
        """The value as it is typed, so that parse(edit(value)) is the value again."""
        return self.show(value, names)

    def export(self, value: Value, names: Names | None = None) -> object:
        """The value as it goes into a sheet's cell."""
        return self.show(value, names)

    def initial(self, today: str) -> Value:
        """The value of a new record on that day (ISO)."""
        return self.default(today) if callable(self.default) else self.default


def as_text(raw: object) -> str:
    """What a cell of a sheet would say if it had been typed; whole floats lose their .0."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return str(raw)


class Text(Field):
    """A line of text, at most `limit` characters; `pinyin` makes it findable by its initials."""

    limit: int = 100
    pinyin: bool = False

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        return clean_text(as_text(raw), limit=self.limit) or None


class LongText(Field):
    """Text of several lines, at most `limit` characters."""

    limit: int = 20_000
    width: int = 24
    listed: bool = False
    repeats: ClassVar[bool] = False

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        return clean_text(as_text(raw), limit=self.limit, lines=True) or None

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else str(value)


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


class Choice(Field):
    """One of a few words; `words` maps what else people write to the option meant.

    With `open_ended` the options are only proposals and other words are kept as typed.
    """

    options: tuple[str, ...] = ()
    words: Mapping[str, str] = None  # type: ignore[assignment]
    open_ended: bool = False
    limit: int = 30
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

    width: int = 13
    private: bool = True

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        text = re.sub(r"[\s\-－—]", "", clean_text(as_text(raw), limit=40))
        if not text:
            return None
        if not re.fullmatch(r"\+?\d{5,20}", text):
            raise UserError("电话只写数字，如 13800000000")
        return text

    def show(self, value: Value, names: Names | None = None) -> str:
        """Masked: the screen shows 138****0000 until it is asked for."""
        text = "" if value is None else str(value)
        return f"{text[:3]}****{text[-4:]}" if len(text) >= 9 else text

    def edit(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else str(value)

    export = edit


class IdNumber(Phone):
    """An 18-digit citizen number; a wrong check digit is a warning of the book, not a refusal."""

    width: int = 19

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        text = clean_text(as_text(raw), limit=40).upper().replace(" ", "")
        if not text:
            return None
        if not re.fullmatch(r"\d{17}[\dX]|\d{15}", text):
            raise UserError("身份证号是 18 位，请核对")
        return text

    def show(self, value: Value, names: Names | None = None) -> str:
        text = "" if value is None else str(value)
        return f"{text[:3]}***********{text[-4:]}" if text else ""


class Reference(Field):
    """Another book's record.

    Attributes:
        to: that book's name.
        hint: an import-only column that tells records of one name apart (an activity's day).
    """

    to: str = ""
    hint: str = ""
    storage: ClassVar[str] = "INTEGER"

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw
        text = clean_text(as_text(raw), limit=200)
        return names.find(self.to, text, hint) if text else None

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None or names is None else names.label(self.to, int(value))


class References(Field):
    """Several records of another book, stored as a JSON list of their numbers in the order given."""

    to: str = ""
    width: int = 16

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if isinstance(raw, (list, tuple)):
            numbers = [int(n) for n in raw]
        else:
            text = clean_text(as_text(raw), limit=5000)
            if text.startswith("["):
                numbers = [int(n) for n in json.loads(text)]
            else:
                words = [w for w in re.split(r"[、，,；;\s]+", text) if w]
                numbers = [names.find(self.to, word) for word in words]
        return json.dumps(list(dict.fromkeys(numbers))) if numbers else None

    def show(self, value: Value, names: Names | None = None) -> str:
        if value is None or names is None:
            return ""
        return "、".join(names.label(self.to, n) for n in numbers_of(value))


class Files(Field):
    """Attached files, stored as a JSON list of {digest, name, size}; see store.attachments."""

    listed: bool = False
    width: int = 8
    repeats: ClassVar[bool] = False

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if raw is None or raw == "":
            return None
        text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
        if not text.startswith("["):
            raise UserError("附件请用“添加”按钮加入，不能写在表格里")
        return text if text != "[]" else None

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else f"{len(json.loads(str(value)))} 份"


class Data(Field):
    """Structured content that only the program writes (JSON text), such as a signature's strokes."""

    listed: bool = False
    typed: bool = False
    repeats: ClassVar[bool] = False

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if raw is None or isinstance(raw, str):
            return raw or None
        return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))

    def show(self, value: Value, names: Names | None = None) -> str:
        return "有" if value else ""


class Computed(Declared):
    """A column that is read, never typed: an SQL expression over the record's table alias `t`.

    Attributes:
        as_field: the field that says how its value is shown and aligned.
        sql: the expression; `:today` stands for the day of asking.
    """

    as_field: Field
    sql: str

    @property
    def name(self) -> str:
        return self.as_field.name

    @property
    def label(self) -> str:
        return self.as_field.label


def numbers_of(value: Value) -> list[int]:
    """The record numbers in a References value."""
    return [int(n) for n in json.loads(str(value))] if value else []

"""What every column of a book has."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Protocol

from liaison.chinese.text import clean_text
from liaison.kit.declared import Declared

Value = str | int | None
Values = dict[str, Value]


SEALED = "已封存"
"""What stands in place of a value that is sealed."""


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
        private: masked on the screen, and left off every print and export, unless asked for.
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
    sealed_as_word: ClassVar[bool] = False
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

    def read(self, value: Value, names: Names | None = None, *, whole: bool = False) -> str:
        """As `show`; a private value only masked, unless it is asked for whole."""
        text = self.show(value, names)
        return self.mask(text) if self.private and not whole else text

    def mask(self, text: str) -> str:
        """What stands on the screen in place of a private text until it is asked for."""
        return "****" if text else ""

    @property
    def sealed_value(self) -> Value:
        """What is read in place of a value that is sealed; None where a word is no value of the column."""
        return SEALED if self.sealed_as_word else None

    def edit(self, value: Value, names: Names | None = None) -> str:
        """The value as it is typed, so that parse(edit(value)) is the value again."""
        return self.show(value, names)

    def export(self, value: Value, names: Names | None = None) -> object:
        """The value as it goes into a sheet's cell."""
        return self.show(value, names)

    def initial(self, today: str) -> Value:
        """The value of a new record on that day (ISO)."""
        return self.default(today) if callable(self.default) else self.default


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

"""The columns a book can have.

A field turns what was typed into the value that is stored (`parse`), and the stored value into what
is read on screen and paper (`show`). Stored values are `str` or `int`, so that SQLite can sort,
sum and compare them: days are `YYYY-MM-DD`, money is whole fen, quantities are whole thousandths.
"""

from liaison.kit.fields.amounts import Money, Number, Quantity
from liaison.kit.fields.base import SEALED, Computed, Field, Names, Value, Values, as_text
from liaison.kit.fields.days import Day, Moment
from liaison.kit.fields.links import Data, Files, Reference, References, numbers_of
from liaison.kit.fields.words import Choice, Flag, IdNumber, LongText, Phone, Text

__all__ = [
    "SEALED", "Choice", "Computed", "Data", "Day", "Field", "Files", "Flag", "IdNumber", "LongText", "Moment", "Money",
    "Names", "Number", "Phone", "Quantity", "Reference", "References", "Text", "Value", "Values", "as_text",
    "numbers_of",
]  # fmt: skip

"""An amount in capitals under its field, as on a voucher."""

from __future__ import annotations

from collections.abc import Mapping

from liaison.chinese.numbers import money_in_capitals, parse_money
from liaison.errors import UserError
from liaison.kit.fields import Field
from ui.widgets.form import FormRow


def say_capitals(rows: Mapping[str, FormRow], f: Field, text: str) -> None:
    """Put the capitals of what is typed under its field; what is no amount gets the field's own hint."""
    row = rows.get(f.name)
    if row is not None:
        row.say(capitals_of(text) or f.help)


def capitals_of(text: str) -> str:
    """人民币…整 for a typed amount, a reversing entry's negative one included; "" for anything else."""
    tidy = text.strip()
    negative = tidy[:1] in ("-", "−")
    try:
        fen = parse_money(tidy.lstrip("-−")) if tidy else None
    except UserError:
        return ""
    if fen is None:
        return ""
    return money_in_capitals(-fen if negative else fen)

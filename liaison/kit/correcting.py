"""Entries of an earlier year: put right by a correcting entry of this year, never voided (会计基础工作规范 51, 62).

Where only amounts differ, one entry carries the signed difference; where anything else differs, the wrong entry is
taken back whole and the right one added, as one action. Triggers in the file guard the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from liaison.changes import Changes
from liaison.errors import BadInput, Problem, UserError
from liaison.kit import entry
from liaison.kit.book import Book
from liaison.kit.desk import Desk, Row
from liaison.kit.fields import Value, Values
from liaison.kit.ledger import given_reason, is_earlier, label, number_entries
from liaison.kit.schema import identity

Right = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction would write; nothing is written yet.

    Attributes:
        number: the wrong entry's record; entry: its number, 2025-013.
        before: what the books say of it now, after all earlier corrections; None when nothing of it is left.
        after: what they would say; None when all of it is taken back.
        entries: the entries to be written, in order, with signed differences, without their numbers.
    """

    number: int
    entry: str
    before: Values | None
    after: Values | None
    entries: tuple[Values, ...]


def plan(desk: Desk, book: str, number: int, right: Right | None) -> Correction:
    """What it takes to put an entry of an earlier year right.

    Args:
        right: what was typed for the columns that are wrong; None takes the whole entry back.

    Raises:
        BadInput: the book refuses the right values.
        UserError: the entry is of this year, a draft, voided, itself a correction, or right as it stands.
    """
    declared = desk.books[book]
    wrong = _correctable(desk, book, number)
    stands = _standing(desk, declared, number)
    before = stands[-1] if stands else None
    after = None if right is None else _right(desk, declared, number, before or wrong, right)
    entries = _entries(declared, stands, after)
    if not entries:
        raise UserError(f"和第 {label(wrong)} 号现在记的一样，没有要更正的")
    return Correction(number, label(wrong), before, after, tuple(entries))


def correct(desk: Desk, book: str, number: int, right: Right | None, reason: str) -> Changes:
    """Write a correction, dated today, with the reason; raises as `plan`, and UserError without a reason."""
    reason = given_reason(reason, "更正要写原因，如“金额写错”")
    planned = plan(desk, book, number, right)
    declared = desk.books[book]
    assert declared.ledger is not None
    entries = [
        {**values, declared.ledger.date: desk.today, "corrects": number, "reason": reason} for values in planned.entries
    ]
    number_entries(desk, declared, entries)
    with desk.acting(f"更正第 {planned.entry} 号") as action:
        desk.insert(action, book, entries)
        action.touched[book].add(number)
    return action.changes(undoable=False)


def as_corrected(desk: Desk, book: str, number: int) -> Row | None:
    """An entry as it stands after all its corrections, under its own number and day; None when nothing is left."""
    declared, row = desk.books[book], desk.row(book, number)
    stands = _standing(desk, declared, number)
    if not stands:
        return None
    texts = {name: declared.field(name).show(value, desk.names) for name, value in stands[-1].items()}
    return replace(row, values={**row.values, **stands[-1]}, texts={**row.texts, **texts})


def _correctable(desk: Desk, book: str, number: int) -> Values:
    found = dict(desk.get(book, number))
    if not found or found["serial"] is None:
        raise UserError("还没有入账，直接改就行，不用更正")
    desk.refuse_sealed(desk.books[book], number)
    named = f"第 {label(found)} 号"
    if found["reverses"] is not None:
        raise UserError("这一笔本身是冲销，不能更正")
    if found["corrects"] is not None:
        raise UserError(f"{named}本身是更正，请到第 {label(dict(desk.get(book, int(found['corrects']))))} 号上再更正")
    if not is_earlier(desk, found):
        raise UserError(f"{named}是今年记的，请作废冲销，再重记一笔")
    if desk.database.value(f"SELECT count(*) FROM {book} WHERE reverses = ?", (number,)):
        raise UserError(f"{named}已经作废，不用更正")
    return found


def _standing(desk: Desk, book: Book, number: int) -> list[Values]:
    """What is left of an entry after all its corrections: one set of values, unless a part was voided by hand."""
    assert book.ledger is not None
    same, signed, kept = identity(book), book.ledger.signed, book.ledger.kept
    names = (*same, *signed, *kept)
    rows = desk.database.rows(
        f"SELECT {', '.join(names)} FROM {book.name} WHERE (id = ? OR corrects = ?) AND serial IS NOT NULL"
        " ORDER BY year, serial",
        (number, number),
    )
    groups: dict[tuple[Value, ...], Values] = {}
    for row in rows:
        values: Values = dict(zip(names, row, strict=True))
        group = groups.setdefault(row[: len(same)], dict.fromkeys(names))
        sums = {name: _sum(group[name], values[name]) for name in signed}
        group.update({**values, **sums})
    return [group for group in groups.values() if any(group[name] for name in signed)]


def _right(desk: Desk, book: Book, number: int, before: Values, right: Right) -> Values:
    """The right values as they would be stored, obeying the book's rules."""
    assert book.ledger is not None
    names = (*identity(book), *book.ledger.signed, *book.ledger.kept)
    fixed = [name for name in right if name not in names]
    if fixed:
        raise BadInput(_fixed(book, name) for name in fixed)
    reader = desk.names
    reader.today = desk.today
    typed, problems = entry.parse(book, right, reader)
    entry.refuse(problems)
    whole: Values = {**desk.get(book.name, number), **{name: before.get(name) for name in names}, **typed}
    if any(whole[name] != before.get(name) for name in identity(book) if name == book.label):
        # Another giver: of what kind, whose, and whether to be named is asked anew.
        whole.update({name: typed.get(name) for name in book.ledger.kept})
        whole.update({f.name: f.initial(reader.today) for f in book.defaulted if whole.get(f.name) is None})
    entry.refuse(entry.complete(book, whole, reader, number))
    return {name: whole.get(name) for name in names}


def _fixed(book: Book, name: str) -> Problem:
    assert book.ledger is not None
    f = book.field(name)
    if name == book.ledger.date:
        return Problem("更正记在今天，原来的日期不改；日期写错请在备注里说明", f.label, name=name)
    return Problem("这一栏不用更正，在原来一笔上直接改就行", f.label, name=name)


def _entries(book: Book, stands: list[Values], after: Values | None) -> list[Values]:
    """The signed differences between what stands and what is right; what takes back comes first."""
    assert book.ledger is not None
    same, signed = identity(book), book.ledger.signed
    blank: Values = {f.name: None for f in book.stored}
    entries: list[Values] = []
    for values in stands:
        stays = after is not None and all(values[name] == after[name] for name in same)
        wanted: Values = dict(after) if stays and after is not None else {}
        difference = {name: _difference(wanted.get(name), values[name]) for name in signed}
        if any(difference.values()):
            entries.append({**blank, **values, **difference})
        if stays:
            after = None
    if after is not None:
        entries.append({**blank, **after})
    return entries


def _sum(first: Value, second: Value) -> Value:
    return second if first is None else first if second is None else int(first) + int(second)


def _difference(wanted: Value, stands: Value) -> Value:
    """The signed difference; None where there is none."""
    return (int(wanted or 0) - int(stands or 0)) or None

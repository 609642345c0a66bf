"""Books of money: entering drafts, and voiding by reversal. Triggers in the file guard the same rules."""

from __future__ import annotations

from collections.abc import Sequence

from liaison.changes import Changes
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.kit.book import Book
from liaison.kit.desk import Desk
from liaison.kit.fields import Values


def number_entries(desk: Desk, book: Book, records: Sequence[Values]) -> None:
    """Give new entries their year and the next numbers without gaps, by date, in place."""
    assert book.ledger is not None
    last: dict[int, int] = {}
    for values in sorted(records, key=lambda v: str(v[book.ledger.date])):  # type: ignore[union-attr]
        year = int(str(values[book.ledger.date])[:4])
        if year not in last:
            last[year] = last_number(desk, book.name, year)
        last[year] += 1
        values["year"], values["serial"] = year, last[year]
    if isinstance(records, list):
        records.sort(key=lambda v: (int(v["year"] or 0), int(v["serial"] or 0)))


def last_number(desk: Desk, book: str, year: int) -> int:
    """The highest number of a year; 0 when the year has none."""
    # Named in so many words, or SQLite may not use the index over the entered ones.
    sql = f"SELECT coalesce(max(serial), 0) FROM {book} WHERE year = ? AND serial IS NOT NULL"
    return int(desk.database.value(sql, (year,)))


def enter(desk: Desk, book: str, numbers: Sequence[int]) -> Changes:
    """Enter drafts (入账): from now on they cannot be edited or deleted.

    Raises:
        UserError: one of them is entered already.
    """
    declared = desk.books[book]
    drafts: list[Values] = []
    for number in numbers:
        values = dict(desk.get(book, number))
        if not values:
            raise UserError(f"这{declared.measure}{declared.noun}已经删除，不能入账")
        if values["serial"] is not None:
            raise UserError(f"{declared.noun} {label(values)} 已经入账了")
        values["id"] = number
        drafts.append(values)
    number_entries(desk, declared, drafts)
    words = f"入账 {label(drafts[0])}" if len(drafts) == 1 else f"入账 {declared.count_words(len(drafts))}"
    with desk.acting(words) as action:
        for values in drafts:
            action.update(
                book, int(values["id"] or 0), {"year": values["year"], "serial": values["serial"]}
            )
    return action.changes(undoable=False)


def reverse(desk: Desk, book: str, number: int, reason: str) -> Changes:
    """Void an entry by its exact negative (红字冲销), dated today, with the reason.

    Raises:
        UserError: no reason, a draft, an entry voided before, or itself a reversal.
    """
    declared = desk.books[book]
    assert declared.ledger is not None
    reason = clean_text(reason, limit=200)
    if not reason:
        raise UserError("作废要写原因，如“金额写错”")
    entry = dict(desk.get(book, number))
    if not entry or entry["serial"] is None:
        raise UserError("还没有入账，直接改或删除就行，不用冲销")
    if entry["reverses"] is not None:
        raise UserError("这一笔本身就是冲销，不能再冲销")
    if desk.database.value(f"SELECT count(*) FROM {book} WHERE reverses = ?", (number,)):
        raise UserError(f"第 {label(entry)} 号已经作废过了")
    values = dict(entry)
    for name in declared.ledger.signed:
        amount = values.get(name)
        values[name] = -int(amount) if amount is not None else None
    for name in [f.name for f in declared.fields if not f.locked and not f.required and f.name != "publish"]:
        if name not in ("member", "donor_kind"):
            values[name] = None
    values.update({declared.ledger.date: desk.today, "reverses": number, "reason": reason})
    number_entries(desk, declared, [values])
    with desk.acting(f"作废冲销第 {label(entry)} 号") as action:
        desk.insert(action, book, [values])
        action.touched[book].add(number)
    return action.changes(undoable=False)


def label(values: Values) -> str:
    """An entry's number as people say it: 2026-024."""
    return f"{values['year']}-{int(values['serial'] or 0):03d}" if values.get("serial") else "草稿"

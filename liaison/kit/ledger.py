"""Books of money: entering drafts, and voiding by reversal. Triggers in the file guard the same rules.

Entries of an earlier year are not voided but corrected: kit.correcting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liaison.changes import Changes
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.kit.book import Book
from liaison.kit.desk import Desk
from liaison.kit.fields import Values
from liaison.store.database import DATABASE_ERRORS
from liaison.store.writing import Action


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
    return action.changes()


def reverse(desk: Desk, book: str, number: int, reason: str, *, again: bool = False) -> Changes:
    """Void an entry of this year by its exact negative (红字冲销), dated today, with the reason.

    Whoever takes back one entry of a correction takes back all of it. With `again` a draft with the old values is
    written too, to be put right and entered (作废并重记); it is the last one created.

    Raises:
        UserError: no reason, a draft, an entry of an earlier year (会计基础工作规范 51: that one is corrected),
            voided before, or itself a reversal.
    """
    reason = given_reason(reason, "作废要写原因，如“金额写错”")
    entry = _reversible(desk, book, number)
    numbers = [number] if entry["corrects"] is None else _of_one_correction(desk, book, number)
    title = f"作废冲销第 {label(entry)} 号"
    with desk.acting(title) as action:
        _write_reversals(desk, action, book, {n: dict(desk.get(book, n)) for n in numbers}, reason)
        if again:
            names = {f.name for f in desk.books[book].fields}
            desk.insert(action, book, [{name: value for name, value in entry.items() if name in names}])
    return action.changes(undoable=False)


def reverse_many(desk: Desk, book: str, numbers: Sequence[int], reason: str) -> Changes:
    """Void several entries of this year as one action: the way back from entering or importing them.

    Those that are voided already are left as they are.

    Raises:
        UserError: no reason, one of them is of an earlier year (they are named), a draft, a reversal or corrected,
            or nothing is left to void.
    """
    declared = desk.books[book]
    reason = given_reason(reason, "作废要写原因，如“金额写错”")
    entries = {n: dict(desk.get(book, n)) for n in dict.fromkeys(numbers)}
    old = sorted(label(e) for e in entries.values() if is_earlier(desk, e))
    if old:
        named = "、".join(old[:5]) + (f" 等 {len(old)} 笔" if len(old) > 5 else "")
        raise UserError(f"{named}是以前年度的，不能作废冲销，请逐笔更正")
    standing = [n for n in entries if not _voided(desk, book, n)]
    if not standing:
        raise UserError(f"这些{declared.noun}都已经作废过了")
    wanted: dict[int, Values] = {}
    for number in standing:
        entry = _reversible(desk, book, number)
        together = [number] if entry["corrects"] is None else _of_one_correction(desk, book, number)
        wanted.update({n: dict(desk.get(book, n)) for n in together})
    only = next(iter(wanted.values()))
    words = f"作废冲销第 {label(only)} 号" if len(wanted) == 1 else f"作废冲销 {declared.count_words(len(wanted))}"
    with desk.acting(words) as action:
        _write_reversals(desk, action, book, wanted, reason)
    return action.changes(undoable=False)


def is_earlier(desk: Desk, values: Values) -> bool:
    """Whether an entry is of an earlier year: it is corrected then, and no longer reversed."""
    return values.get("serial") is not None and int(values["year"] or 0) < _year(desk)


def given_reason(reason: str, ask: str) -> str:
    """A reason as it is kept; UserError with the sentence `ask` when none was given."""
    reason = clean_text(reason, limit=200)
    if not reason:
        raise UserError(ask)
    return reason


def _year(desk: Desk) -> int:
    return int(desk.today[:4])


def _voided(desk: Desk, book: str, number: int) -> bool:
    return bool(desk.database.value(f"SELECT count(*) FROM {book} WHERE reverses = ?", (number,)))


def _reversible(desk: Desk, book: str, number: int) -> Values:
    """The entry; UserError when it can not be voided, with what to do instead."""
    entry = dict(desk.get(book, number))
    if not entry or entry["serial"] is None:
        raise UserError("还没有入账，直接改或删除就行，不用冲销")
    if entry["reverses"] is not None:
        raise UserError("这一笔本身就是冲销，不能再冲销")
    if _voided(desk, book, number):
        raise UserError(f"第 {label(entry)} 号已经作废过了")
    if is_earlier(desk, entry):
        raise UserError(f"第 {label(entry)} 号是以前年度的，不能作废冲销；写错了请用“更正”，差额记在今年")
    if int(entry["year"] or 0) > _year(desk):
        raise UserError(f"第 {label(entry)} 号的年度比电脑的日期还晚，请先核对电脑的日期")
    if desk.database.value(f"SELECT count(*) FROM {book} WHERE corrects = ?", (number,)):
        raise UserError(f"第 {label(entry)} 号已经更正过，不能作废冲销，请再更正一次")
    return entry


def _of_one_correction(desk: Desk, book: str, number: int) -> list[int]:
    """The entries that were written as one correction and still stand: known by the action that wrote them."""
    rows = desk.database.rows(
        "SELECT DISTINCT o.record FROM trail t JOIN trail o ON o.action = t.action AND o.book = t.book"
        f" JOIN {book} e ON e.id = o.record JOIN {book} this ON this.id = t.record"
        " WHERE t.book = ? AND t.record = ? AND t.before IS NULL AND o.before IS NULL AND e.corrects = this.corrects"
        f" AND NOT EXISTS (SELECT 1 FROM {book} r WHERE r.reverses = e.id) ORDER BY o.record",
        (book, number),
    )
    return [row[0] for row in rows]


def _write_reversals(desk: Desk, action: Action, book: str, entries: Mapping[int, Values], reason: str) -> None:
    """Write the exact negatives within an action. What takes away least goes first, so that nothing that a
    correction stands on falls below nought on the way."""
    declared = desk.books[book]
    assert declared.ledger is not None
    signed = declared.ledger.signed
    kept = {f.name for f in declared.fields if f.locked or f.required} | set(declared.ledger.kept)
    reversals: list[Values] = []
    for number in entries:
        desk.refuse_sealed(declared, number)
    for number, entry in sorted(entries.items(), key=lambda e: sum(int(e[1].get(name) or 0) for name in signed)):
        values: Values = {f.name: entry.get(f.name) if f.name in kept else None for f in declared.fields}
        for name in signed:
            amount = values.get(name)
            values[name] = -int(amount) if amount is not None else None
        values.update({declared.ledger.date: desk.today, "reverses": number, "reason": reason})
        values["corrects"] = entry["corrects"]
        reversals.append(values)
    number_entries(desk, declared, reversals)
    try:
        desk.insert(action, book, reversals)
    except DATABASE_ERRORS as error:
        if "a wrong correction" not in str(error):
            raise
        first = min(int(entry["corrects"] or 0) for entry in entries.values() if entry["corrects"] is not None)
        named = label(dict(desk.get(book, first)))
        raise UserError(f"第 {named} 号后来又更正过，不能只作废前面的更正；请在第 {named} 号上再更正一次") from error
    action.touched[book].update(entries)


def label(values: Values) -> str:
    """An entry's number as people say it: 2026-024."""
    return f"{values['year']}-{int(values['serial'] or 0):03d}" if values.get("serial") else "草稿"

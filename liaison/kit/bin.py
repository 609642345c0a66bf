"""The recycle bin: what goes in, what is in it, and how it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liaison.changes import Changes
from liaison.errors import NeedsParents, UserError
from liaison.kit.acting import doing
from liaison.kit.book import Book
from liaison.kit.needs import missing_parents, still_needed
from liaison.kit.query import Query
from liaison.store.writing import CHUNK

if TYPE_CHECKING:
    from liaison.kit.desk import Desk

_TWIN = "“{title}”里现在已有{labels}相同的{noun}，请先改掉或删除那一{measure}，再恢复"


@dataclass(frozen=True, slots=True)
class Discarded:
    """A record in the recycle bin.

    Attributes:
        book, id: which record; label: what it is called.
        moment: when it was deleted, ISO with the clock's offset; "" when the trail does not say.
        action, title: what deleted it.
    """

    book: str
    id: int
    label: str
    moment: str
    action: int
    title: str


def remove(desk: Desk, book: str, numbers: Sequence[int]) -> Changes:
    """Put records into the recycle bin, as one action; those that are there already are passed over.

    Raises:
        UserError: one of them is an entered ledger entry, or another record needs it.
    """
    declared = desk.books[book]
    living = _standing(desk, declared, numbers, deleted=False)
    if not living:
        return Changes(0, "")
    if desk.names.sealed(book) & set(living):
        raise UserError(f"这{declared.measure}{declared.noun}的资料已封存，不能删除；要删除请先解除封存")
    if declared.ledger and _any_entered(desk, book, living):
        raise UserError("已入账的不能删除，写错了请作废冲销，以前年度的请更正")
    need = still_needed(desk, book, living)
    if need is not None:
        label = desk.called(book, need.record)
        who = f"“{label}”等 {need.others + 1} {declared.measure}{declared.noun}" if need.others else f"“{label}”"
        many = "" if need.others else f" {need.count} {need.by.measure}"
        raise UserError(f"{who}在“{need.by.title}”里还有{many}记录，不能删除")
    desk.prepare_bulk(len(living))
    with desk.acting(_words(desk, "删除", declared, living)) as action:
        action.update_many(book, living, {"deleted": 1})
    return action.changes()


def bring_back(desk: Desk, wanted: Mapping[str, Sequence[int]], *, parents: bool = False) -> Changes:
    """Take records out of the recycle bin, as one action; those that are out already are passed over.

    Args:
        wanted: the records, by book.
        parents: also bring back what they belong to, as far as that is in the recycle bin.

    Raises:
        NeedsParents: what they belong to is in the recycle bin as well.
        UserError: a living record has the same name, or whatever else may not be there twice.
    """
    gone = {book: _standing(desk, desk.books[book], numbers, deleted=True) for book, numbers in wanted.items()}
    gone = {book: numbers for book, numbers in gone.items() if numbers}
    if not gone:
        return Changes(0, "")
    count = sum(map(len, gone.values()))
    book, numbers = next(iter(gone.items()))
    words = _words(desk, "恢复", desk.books[book], numbers) if len(gone) == 1 else f"恢复 {count} 条记录"
    desk.prepare_bulk(count)
    with desk.acting(words, twice=_TWIN) as action:
        for name, those in gone.items():
            _refuse_twins(desk, desk.books[name], those)
            action.update_many(name, those, {"deleted": 0})
        needed = _missing(desk, gone)
        if needed and not parents:
            raise _needs(desk, needed)
        while needed:
            for name, parent in needed.items():
                _refuse_twins(desk, desk.books[name], parent)
                action.update_many(name, parent, {"deleted": 0})
            needed = _missing(desk, needed)
    return action.changes()


def _missing(desk: Desk, records: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    """What these records belong to and is still in the recycle bin, by book."""
    found: dict[str, set[int]] = {}
    for book, numbers in records.items():
        for parent, those in missing_parents(desk, book, numbers).items():
            found.setdefault(parent, set()).update(those)
    return {name: tuple(sorted(those)) for name, those in found.items()}


def _words(desk: Desk, verb: str, book: Book, numbers: Sequence[int]) -> str:
    if len(numbers) > 1:
        return f"{verb} {book.count_words(len(numbers))}"
    return doing(verb, book, desk.called(book.name, numbers[0]))


def _needs(desk: Desk, needed: Mapping[str, tuple[int, ...]]) -> NeedsParents:
    name, those = next(iter(needed.items()))
    noun = desk.books[name].noun
    label = desk.called(name, those[0])
    more = sum(map(len, needed.values())) - 1
    words = f"{noun}“{label}”" + (f"等 {more + 1} 条" if more else "")
    return NeedsParents(f"所属的{words}也在回收站里，要一起恢复", needed)


def _refuse_twins(desk: Desk, book: Book, numbers: Sequence[int]) -> None:
    """A sentence that names the living record which one of these would repeat."""
    for group in book.unique:
        same = " AND ".join(f"l.{name} = t.{name}" for name in group)
        for start in range(0, len(numbers), CHUNK):
            chunk = ", ".join(map(str, numbers[start : start + CHUNK]))
            twin = desk.database.value(
                f"SELECT l.id FROM {book.name} t JOIN {book.name} l ON {same} AND l.deleted = 0"
                f" WHERE t.id IN ({chunk}) AND t.deleted = 1 LIMIT 1"
            )
            if twin:
                labels = "、".join(book.by_name[name].label for name in group)
                raise UserError(
                    f"“{book.title}”里现在已有{labels}相同的“{desk.called(book.name, twin)}”，"
                    f"请先改掉或删除那一{book.measure}，再恢复"
                )


def _standing(desk: Desk, book: Book, numbers: Sequence[int], *, deleted: bool) -> list[int]:
    """Those of these records that are in the bin, or out of it, each once, in the order given."""
    found: set[int] = set()
    wanted = list(dict.fromkeys(numbers))
    for start in range(0, len(wanted), CHUNK):
        chunk = ", ".join(str(int(number)) for number in wanted[start : start + CHUNK])
        rows = desk.database.rows(f"SELECT id FROM {book.name} WHERE id IN ({chunk}) AND deleted = {int(deleted)}")
        found.update(number for (number,) in rows)
    return [number for number in wanted if number in found]


def _any_entered(desk: Desk, book: str, numbers: Sequence[int]) -> bool:
    for start in range(0, len(numbers), CHUNK):
        chunk = ", ".join(map(str, numbers[start : start + CHUNK]))
        if desk.database.value(f"SELECT 1 FROM {book} WHERE id IN ({chunk}) AND serial IS NOT NULL LIMIT 1"):
            return True
    return False


# -- looking into it --------------------------------------------------------------------------------


def counts(desk: Desk) -> dict[str, int]:
    """How many records of each book are in the recycle bin; books without one are left out."""
    found = {name: int(desk.database.value(f"SELECT count(*) FROM {name} WHERE deleted = 1")) for name in desk.books}
    return {name: count for name, count in found.items() if count}


def discarded(desk: Desk, book: str = "", search: str = "") -> list[tuple[str, int, int]]:
    """What is in the recycle bin, last deleted first: (book, record, the line of the trail that says so).

    Args:
        book: only of this book; "" for all.
        search: words as typed, found as the book's own search finds them.
    """
    found: list[tuple[str, int, int]] = []
    for name in [book] if book else desk.books:
        among = ""
        if search.strip():
            if desk.books[name].apart and not book:
                continue  # found only when it is asked for itself
            numbers = desk.ids(name, Query(search=search, deleted=True))
            if not numbers:
                continue
            among = f" AND t.id IN ({', '.join(map(str, numbers))})"
        found += [
            (name, number, line or 0)
            for number, line in desk.database.rows(
                f"SELECT t.id, (SELECT max(l.id) FROM trail l WHERE l.book = '{name}' AND l.record = t.id)"
                f" FROM {name} t WHERE t.deleted = 1{among}"
            )
        ]
    return sorted(found, key=lambda one: (-one[2], one[0], one[1]))


def shown(desk: Desk, some: Sequence[tuple[str, int, int]]) -> list[Discarded]:
    """A window of `discarded`, ready to be read."""
    lines = ", ".join(str(line) for _, _, line in some)
    said = {
        line: (moment, action, title)
        for line, moment, action, title in desk.database.rows(
            "SELECT t.id, a.moment, a.id, a.title FROM trail t JOIN actions a ON a.id = t.action"
            f" WHERE t.id IN ({lines})"
        )
    }
    return [
        Discarded(book, record, desk.called(book, record), *said.get(line, ("", 0, "")))
        for book, record, line in some
    ]

"""What was done and what it changed: the trail as it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liaison.kit.bin import Discarded
from liaison.kit.fields import SEALED, Data, Reference
from liaison.kit.undoing import fate_of
from liaison.store import undoing
from liaison.store.options import BOOK as OPTIONS
from liaison.store.undoing import Content, Line

if TYPE_CHECKING:
    from liaison.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class Shift:
    """One column of a change, as it is read on screen: its heading, from what, to what."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one action did to one record.

    Attributes:
        action, moment, title: the action; the moment is ISO with the clock's offset.
        book, record, label: the record and what it is called; the settings are book "options", record 0.
        kind: "created", "changed", "deleted", "restored", or "erased" where the text was erased by law.
        shifts: the columns, in the book's order.
    """

    action: int
    moment: str
    title: str
    book: str
    record: int
    label: str
    kind: str
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action as 操作记录 lists it.

    Attributes:
        number, moment, title: the moment is ISO with the clock's offset.
        counts: how many records it touched, by book.
        state: "done" stands and can be taken back; "undone" is taken back, and can be done again; "redone" was
            taken back and done again; "final" cannot be taken back; "turn" is itself an undoing or redoing.
        of: for a turn, the original action.
    """

    number: int
    moment: str
    title: str
    counts: Mapping[str, int]
    state: str
    of: int = 0


def history(desk: Desk, book: str, record: int, *, whole: bool = False) -> list[Change]:
    """这里改过什么: what happened to one record, newest first; private texts masked unless `whole`."""
    found = undoing.record_lines(desk.database, book, record)
    changes = [_change(desk, number, moment, title, line, whole) for number, title, moment, line in found]
    return [change for change in changes if change.shifts or change.kind != "changed"]


def content_of(desk: Desk, gone: Discarded) -> Change:
    """What a record in the recycle bin says, as the change that put it there with all its columns."""
    now = undoing.contents(desk.database, gone.book, [gone.id]).get(gone.id, {})
    shifts = _shifts(desk, gone.book, gone.id, {}, now, False)
    return Change(gone.action, gone.moment, gone.title, gone.book, gone.id, gone.label, "deleted", shifts)


def changes_of(
    desk: Desk, action: int, offset: int = 0, limit: int = 200, *, whole: bool = False
) -> list[Change]:
    """What one action did, record by record, oldest first; a window of it."""
    rows = desk.database.rows("SELECT moment, title FROM actions WHERE id = ?", (action,))
    if not rows:
        return []
    moment, title = rows[0]
    return [
        _change(desk, action, moment, title, line, whole)
        for line in undoing.lines(desk.database, action, offset, limit)
    ]


def line_count(desk: Desk, action: int) -> int:
    """How many changes `changes_of` lists."""
    first, after_it = undoing.stretch(desk.database, action)
    return after_it - first


def _change(desk: Desk, action: int, moment: str, title: str, line: Line, whole: bool) -> Change:
    before, after = line.before or {}, line.after or {}
    if line.erased:
        kind = "erased"
    elif line.before is None:
        kind = "created"
    elif line.after is None or after.get("deleted", 0) > before.get("deleted", 0):  # type: ignore[operator]
        kind = "deleted"
    else:
        kind = "restored" if after.get("deleted", 0) < before.get("deleted", 0) else "changed"  # type: ignore[operator]
    if line.book == OPTIONS:
        return Change(action, moment, title, OPTIONS, 0, "设置", kind, _setting_shifts(desk, before, after))
    label = desk.called(line.book, line.record) if line.book in desk.books else ""
    shifts = _shifts(desk, line.book, line.record, before, after, whole) if line.after is not None else ()
    return Change(action, moment, title, line.book, line.record, label, kind, shifts)


def _setting_shifts(desk: Desk, before: Content, after: Content) -> tuple[Shift, ...]:
    found = []
    for key in after:
        label, then = desk.setting_words(key, str(before.get(key) or ""))
        found.append(Shift(label or key, then, desk.setting_words(key, str(after[key] or ""))[1]))
    return tuple(found)


def _shifts(
    desk: Desk, book: str, record: int, before: Content, after: Content, whole: bool
) -> tuple[Shift, ...]:
    declared = desk.books.get(book)
    if declared is None:
        return ()
    hidden = declared.hidden if record in desk.names.sealed(book) else frozenset()
    found = []
    for f in declared.stored:
        was, now = before.get(f.name), after.get(f.name)
        if was == now:
            continue
        if f.name in hidden:
            texts = tuple("" if value is None else SEALED for value in (was, now))
        elif isinstance(f, Reference) and not f.to:  # of the same book, as a reversal names its entry
            texts = tuple("" if value is None else desk.called(book, int(value)) for value in (was, now))
        else:
            texts = tuple(desk.reading(book, f, value, whole=whole) for value in (was, now))
        if isinstance(f, Data) and texts[0] == texts[1]:
            texts = (texts[0], "已改")
        found.append(Shift(f.label, *texts))
    return tuple(found)


# -- the list of actions ----------------------------------------------------------------------------


def actions(
    desk: Desk, search: str = "", book: str = "", record: int = 0, offset: int = 0, limit: int = 200
) -> list[ActionRow]:
    """A window of 操作记录, newest first.

    Args:
        search: words of the title; all must be found.
        book: only actions that touched this book; with `record`, this record of it.
    """
    conditions, parameters = _conditions(search, book, record)
    rows = desk.database.rows(
        "SELECT a.id, a.moment, a.title, coalesce(a.undoes, a.redoes, 0),"
        f" {undoing.NEWEST_UNDO}, {undoing.NEWEST_REDO} FROM actions a"
        f" WHERE {conditions} ORDER BY a.id DESC LIMIT ? OFFSET ?",
        (*parameters, limit, offset),
    )
    touched = _counts(desk, [row[0] for row in rows])
    return [
        ActionRow(number, moment, title, touched.get(number, {}), _state(desk, number, of, undone, redone), of)
        for number, moment, title, of, undone, redone in rows
    ]


def action_count(desk: Desk, search: str = "", book: str = "", record: int = 0) -> int:
    """How many actions `actions` would list."""
    if book and not record and not search.strip():
        return int(desk.database.value("SELECT count(DISTINCT action) FROM trail WHERE book = ?", (book,)))
    conditions, parameters = _conditions(search, book, record)
    return int(desk.database.value(f"SELECT count(*) FROM actions a WHERE {conditions}", parameters))


def _conditions(search: str, book: str, record: int) -> tuple[str, tuple[object, ...]]:
    conditions, parameters = ["1"], []
    if record:
        conditions.append("a.id IN (SELECT action FROM trail WHERE book = ? AND record = ?)")
        parameters += [book, record]
    elif book:
        conditions.append("EXISTS (SELECT 1 FROM trail t WHERE t.book = ? AND t.action = a.id)")
        parameters.append(book)
    for word in search.lower().split():
        conditions.append("instr(lower(a.title), ?) > 0")
        parameters.append(word)
    return " AND ".join(conditions), tuple(parameters)


def _state(desk: Desk, number: int, of: int, undone: int, redone: int) -> str:
    if of:
        return "turn"
    if undone > redone:
        return "undone"
    if fate_of(desk, redone or number).final:
        return "final"
    return "redone" if redone else "done"


def _counts(desk: Desk, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many records these actions touched, by book."""
    books = ", ".join(f"'{name}'" for name in (*desk.books, OPTIONS))
    found: dict[int, dict[str, int]] = {}
    for number, book, count in desk.database.rows(
        "SELECT action, book, count(DISTINCT record) FROM trail"
        f" WHERE book IN ({books}) AND action IN ({', '.join(map(str, numbers))}) GROUP BY action, book"
    ):
        found.setdefault(number, {})[book] = count
    return found

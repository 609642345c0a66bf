"""Undo, redo and what changed: the store's trail, with the books' rules and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liaison.changes import Changes
from liaison.errors import NeedsReversal, UserError
from liaison.kit import entry
from liaison.kit.bin import Discarded
from liaison.kit.fields import SEALED, Data, Reference
from liaison.kit.needs import missing_parents, still_needed
from liaison.store import undoing
from liaison.store.options import BOOK as OPTIONS
from liaison.store.undoing import Content, Line, Standing
from liaison.store.writing import CHUNK, Action

if TYPE_CHECKING:
    from liaison.kit.desk import Desk

_TWIN = "“{title}”里现在已有{labels}相同的{noun}，请先改掉或删除那一{measure}，再"


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


@dataclass(frozen=True, slots=True)
class _Fate:
    """Why what an action applied cannot simply be taken back; kind "" where it can.

    Kinds: nothing (it changed nothing), erased, own (the program's own notes), reversal, entered (what was a
    draft then is entered now), reversed (all it entered is voided or corrected), open (entries that a reversal
    would void).
    """

    kind: str
    book: str = ""
    records: tuple[int, ...] = ()

    @property
    def final(self) -> bool:
        return self.kind not in ("", "open")


# -- undo and redo ----------------------------------------------------------------------------------


def last_action(desk: Desk) -> tuple[int, str] | None:
    """The action that 撤销 would take back: (number, title). What is final is passed over."""
    return undoing.last_action(desk.database, lambda number: _fate(desk, number).final)


def next_redo(desk: Desk) -> tuple[int, str] | None:
    """The action that 重做 would apply again: (number, title)."""
    return undoing.next_redo(desk.database)


def undo(desk: Desk, action: int | None = None) -> Changes:
    """Take an action back, by default the last one, as a new action.

    Args:
        action: the action, or a redoing of it.

    Raises:
        NeedsReversal: it entered a ledger's entries, which a reversal voids.
        UserError: there is nothing to take back, its records were changed since, or others need them.
    """
    if action is None:
        last = last_action(desk)
        if last is None:
            raise UserError("没有可以撤销的操作")
        action = last[0]
    where = _standing(desk, action)
    if where.undone:
        raise UserError(f"“{where.title}”已经撤销过了")
    _refuse(desk, where, _fate(desk, where.applied_by), "撤销")
    return _turn_back(desk, where, where.applied_by, "撤销", undoes=where.action)


def redo(desk: Desk, action: int | None = None) -> Changes:
    """Apply an action again that was taken back, by default the one taken back last.

    Args:
        action: the action, or an undoing of it.

    Raises:
        UserError: there is nothing to do again, its records were changed since, or something else stands in the way.
    """
    if action is None:
        following = next_redo(desk)
        if following is None:
            raise UserError("没有可以重做的操作")
        action = following[0]
    where = _standing(desk, action)
    if not where.undone:
        raise UserError(f"“{where.title}”没有撤销过，不用重做")
    _refuse(desk, where, _fate(desk, where.undoing), "重做")
    return _turn_back(desk, where, where.undoing, "重做", redoes=where.action)


def _standing(desk: Desk, action: int) -> Standing:
    try:
        return undoing.standing(desk.database, action)
    except LookupError:
        raise UserError("这一步已经不在操作记录里了") from None


def _turn_back(
    desk: Desk, where: Standing, applied_by: int, verb: str, *, undoes: int | None = None, redoes: int | None = None
) -> Changes:
    """The inverse of what an action wrote, as a new action; all of it or nothing."""
    applied = undoing.lines(desk.database, applied_by)
    sealed = next((li for li in applied if li.book in desk.books and li.record in desk.names.sealed(li.book)), None)
    if sealed is not None:
        name = desk.called(sealed.book, sealed.record)
        raise UserError(f"“{name}”的资料已封存，不能{verb}；要{verb}请先解除封存")
    moved = undoing.first_moved(desk.database, applied)
    if moved is not None:
        since = "撤销之后" if redoes else "之后"
        first = undoing.blame(desk.database, *moved, where)
        raise UserError(f"“{where.title}”{since}又改过同一条记录，{first}")
    title = f"{verb}“{where.title}”"
    with desk.acting(title, twice=_TWIN + verb, undoes=undoes, redoes=redoes) as action:
        undoing.invert(action, applied, lambda book, former: _search_texts(desk, book, former))
        _refuse_loose_ends(desk, action, title)
    return action.changes(undoable=redoes is not None, undone=undoes or 0)


def _search_texts(desk: Desk, book: str, former: Sequence[Content]) -> Sequence[str]:
    declared = desk.books.get(book)
    return entry.search_texts(declared, former) if declared is not None else [""] * len(former)


def _refuse_loose_ends(desk: Desk, action: Action, title: str) -> None:
    """Nothing may point at what is in the recycle bin now."""
    for book, touched in action.touched.items():
        if book not in desk.books:
            continue
        dead = _deleted(desk, book, touched)
        need = still_needed(desk, book, dead)
        if need is not None:
            raise UserError(
                f"“{desk.called(book, need.record)}”在“{need.by.title}”里还有 {need.count} {need.by.measure}记录，"
                f"请先撤销或删除那些记录，再{title}"
            )
        missing = missing_parents(desk, book, touched - dead)
        if missing:
            name, those = next(iter(missing.items()))
            label = desk.called(name, those[0])
            raise UserError(f"{desk.books[name].noun}“{label}”在回收站里，请先恢复它，再{title}")


def _deleted(desk: Desk, book: str, numbers: Iterable[int]) -> set[int]:
    ordered, found = sorted(numbers), set[int]()
    for start in range(0, len(ordered), CHUNK):
        chunk = ", ".join(map(str, ordered[start : start + CHUNK]))
        found.update(n for (n,) in desk.database.rows(f"SELECT id FROM {book} WHERE id IN ({chunk}) AND deleted = 1"))
    return found


# -- what cannot be taken back ----------------------------------------------------------------------


def _refuse(desk: Desk, where: Standing, fate: _Fate, verb: str) -> None:
    title = where.title
    if fate.kind == "open":
        many = f" {len(fate.records)} {desk.books[fate.book].measure}" if len(fate.records) > 1 else ""
        raise NeedsReversal(f"“{title}”已经入账{many}，撤销要作废冲销", fate.book, fate.records)
    sentences = {
        "nothing": f"“{title}”只是记下做过这件事，没有改动记录，不能{verb}",
        "erased": f"“{title}”改动的内容已按要求删除，不能{verb}",
        "own": f"“{title}”是程序自己记下的，不能{verb}",
        "reversal": f"“{title}”已经入账，作废冲销以后不能恢复；要重新登记，请另记一笔",
        "entered": f"“{title}”里的记录后来已经入账，不能{verb}；写错了请作废冲销",
        "reversed": f"“{title}”里入账的都已经作废或更正，不用再{verb}",
    }
    if fate.kind:
        raise UserError(sentences[fate.kind])


def _fate(desk: Desk, number: int) -> _Fate:
    """Whether what this action applied can be taken back."""
    first, after_it = undoing.stretch(desk.database, number)
    if not desk.database.value("SELECT 1 FROM trail WHERE id = ? AND action = ?", (first, number)):
        return _Fate("nothing")
    if undoing.is_erased(desk.database, number):
        return _Fate("erased")
    open_entries: tuple[str, tuple[int, ...]] = ("", ())
    voided = False
    for book in desk.books.values():
        if book.ledger is None or not _touches(desk, number, book.name):
            continue
        fate = _ledger_fate(desk, book.name, first, after_it)
        if fate.kind in ("reversal", "entered"):
            return fate
        voided = voided or fate.kind == "reversed"
        if fate.kind == "open":
            open_entries = (fate.book, fate.records)
    if open_entries[1]:
        return _Fate("open", *open_entries)
    if voided:
        return _Fate("reversed")
    return _Fate("own") if _only_own_notes(desk, number, first, after_it) else _Fate("")


def _touches(desk: Desk, number: int, book: str) -> bool:
    return bool(desk.database.value("SELECT 1 FROM trail WHERE book = ? AND action = ? LIMIT 1", (book, number)))


def _ledger_fate(desk: Desk, book: str, first: int, after_it: int) -> _Fate:
    """What was entered stays: entries are voided by a reversal, which is final."""
    was: dict[int, int | None] = {}  # the number before the action, and after it
    left: dict[int, int | None] = {}
    for record, before, after, reverses in desk.database.rows(
        "SELECT record, json_extract(before, '$.serial'), json_extract(after, '$.serial'),"
        " json_extract(after, '$.reverses') FROM trail WHERE id >= ? AND id < ? AND book = ? ORDER BY id",
        (first, after_it, book),
    ):
        was.setdefault(record, before)
        left[record] = after
        if reverses is not None and was[record] is None:
            return _Fate("reversal", book, (record,))
    now: dict[int, tuple[int | None, int]] = {}
    put_right = (  # voided, or corrected by an entry that is not voided itself
        f"EXISTS (SELECT 1 FROM {book} r WHERE r.reverses = t.id)"
        f" OR EXISTS (SELECT 1 FROM {book} c WHERE c.corrects = t.id AND c.reverses IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {book} v WHERE v.reverses = c.id))"
    )
    ordered = sorted(left)
    for start in range(0, len(ordered), CHUNK):
        chunk = ", ".join(map(str, ordered[start : start + CHUNK]))
        now.update(
            (number, (serial, voided))
            for number, serial, voided in desk.database.rows(
                f"SELECT t.id, t.serial, {put_right} FROM {book} t WHERE t.id IN ({chunk})"
            )
        )
    drafts = [n for n, serial in left.items() if serial is None and now.get(n, (None, 0))[0] is not None]
    if drafts:
        return _Fate("entered", book, tuple(drafts))
    entered = [n for n, serial in left.items() if serial is not None and was[n] is None]
    standing = tuple(n for n in entered if not now[n][1])
    if standing:
        return _Fate("open", book, standing)
    return _Fate("reversed" if entered else "", book)


def _only_own_notes(desk: Desk, number: int, first: int, after_it: int) -> bool:
    """Whether an action changed only settings that nobody sets by hand."""
    if not _touches(desk, number, OPTIONS):
        return False
    keys = desk.database.rows(
        "SELECT DISTINCT t.book, j.key FROM trail t LEFT JOIN json_each(t.after) j ON t.book = 'options'"
        " WHERE t.id >= ? AND t.id < ?",
        (first, after_it),
    )
    return all(book == OPTIONS and not desk.setting_words(str(key), "")[0] for book, key in keys)


# -- what changed -----------------------------------------------------------------------------------


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
        f" {undoing._NEWEST_UNDO}, {undoing._NEWEST_REDO} FROM actions a"
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
    if _fate(desk, redone or number).final:
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

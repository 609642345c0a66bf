"""Undo and redo: the store's inverse, with the books' rules and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liaison.changes import Changes
from liaison.errors import NeedsReversal, UserError
from liaison.kit import entry
from liaison.kit.needs import missing_parents, still_needed
from liaison.store import undoing
from liaison.store.options import BOOK as OPTIONS
from liaison.store.undoing import Content, Standing
from liaison.store.writing import CHUNK, Action

if TYPE_CHECKING:
    from liaison.kit.desk import Desk

_TWIN = "“{title}”里现在已有{labels}相同的{noun}，请先改掉或删除那一{measure}，再"


@dataclass(frozen=True, slots=True)
class Fate:
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
        """It can never be taken back."""
        return self.kind not in ("", "open")


def last_action(desk: Desk) -> tuple[int, str] | None:
    """The action that 撤销 would take back: (number, title). What is final is passed over."""
    return undoing.last_action(desk.database, lambda number: fate_of(desk, number).final)


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
    _refuse(desk, where, fate_of(desk, where.applied_by), "撤销")
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
    _refuse(desk, where, fate_of(desk, where.undoing), "重做")
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


def _refuse(desk: Desk, where: Standing, fate: Fate, verb: str) -> None:
    title = where.title
    if fate.kind == "open":
        many = f" {len(fate.records)} {desk.books[fate.book].measure}" if len(fate.records) > 1 else ""
        raise NeedsReversal(f"“{title}”已经入账{many}，撤销要作废冲销", fate.book, fate.records)
    sentences = {
        "nothing": f"“{title}”只是记下做过这件事，没有改动记录，不能{verb}",
        "erased": f"“{title}”改动的内容已按要求删除，不能{verb}",
        "own": f"“{title}”是程序自己记下的，不能{verb}",
        "reversal": f"“{title}”已经入账，作废冲销以后不能恢复；要重新登记，请另记一笔",
        "entered": f"“{title}”里的记录后来已经入账，不能{verb}；写错了请作废冲销，以前年度的请更正",
        "reversed": f"“{title}”里入账的都已经作废或更正，不用再{verb}",
    }
    if fate.kind:
        raise UserError(sentences[fate.kind])


def fate_of(desk: Desk, number: int) -> Fate:
    """Whether what this action applied can be taken back."""
    first, after_it = undoing.stretch(desk.database, number)
    if not desk.database.value("SELECT 1 FROM trail WHERE id = ? AND action = ?", (first, number)):
        return Fate("nothing")
    if undoing.is_erased(desk.database, number):
        return Fate("erased")
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
        return Fate("open", *open_entries)
    if voided:
        return Fate("reversed")
    return Fate("own") if _only_own_notes(desk, number, first, after_it) else Fate("")


def _touches(desk: Desk, number: int, book: str) -> bool:
    return bool(desk.database.value("SELECT 1 FROM trail WHERE book = ? AND action = ? LIMIT 1", (book, number)))


def _ledger_fate(desk: Desk, book: str, first: int, after_it: int) -> Fate:
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
            return Fate("reversal", book, (record,))
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
        return Fate("entered", book, tuple(drafts))
    entered = [n for n, serial in left.items() if serial is not None and was[n] is None]
    standing = tuple(n for n in entered if not now[n][1])
    if standing:
        return Fate("open", book, standing)
    return Fate("reversed" if entered else "", book)


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

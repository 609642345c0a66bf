"""Taking actions back and doing them again, from what the trail says.

Undo applies the inverse of an action as a new action, redo the inverse of the newest undoing; both name the
original. An action is undone now when its newest undoing is newer than its newest redoing. Nothing is taken
back unless its records stand as it left them. What the ledger forbids and what a book needs is for the kit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from liaison.errors import UserError
from liaison.store.database import Database
from liaison.store.options import BOOK as OPTIONS
from liaison.store.writing import CHUNK, Action

Content = Mapping[str, str | int | None]
SearchTexts = Callable[[str, Sequence[Content]], Sequence[str]]
"""(book, contents of its records) → what the search box looks through, for each of them."""

_HAS_TRAIL = "EXISTS (SELECT 1 FROM trail t WHERE t.id = a.trail AND t.action = a.id)"
_ORDINARY = "a.undoes IS NULL AND a.redoes IS NULL"
NEWEST_UNDO = "coalesce((SELECT max(u.id) FROM actions u WHERE u.undoes = a.id), 0)"
NEWEST_REDO = "coalesce((SELECT max(r.id) FROM actions r WHERE r.redoes = a.id), 0)"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail: what a record said before and after; both None once its text was erased."""

    id: int
    book: str
    record: int
    before: Content | None
    after: Content | None

    @property
    def erased(self) -> bool:
        """The text was erased by law; the line still hangs in the chain."""
        return self.before is None and self.after is None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an action stands.

    Attributes:
        action, title: the original action.
        undoing, redoing: the newest action that took it back, and that applied it again; 0 for none.
    """

    action: int
    title: str
    undoing: int
    redoing: int

    @property
    def undone(self) -> bool:
        """It is taken back now."""
        return self.undoing > self.redoing

    @property
    def applied_by(self) -> int:
        """The action whose trail says how it was applied last."""
        return self.redoing or self.action


def standing(database: Database, action: int) -> Standing:
    """Where an action stands; the number may be its undoing's or redoing's as well. LookupError for none."""
    rows = database.rows(
        f"SELECT a.id, a.title, {NEWEST_UNDO}, {NEWEST_REDO} FROM actions a"
        " WHERE a.id = (SELECT coalesce(undoes, redoes, id) FROM actions WHERE id = ?)",
        (action,),
    )
    if not rows:
        raise LookupError(f"action {action}")
    return Standing(*rows[0])


def last_action(database: Database, final: Callable[[int], bool]) -> tuple[int, str] | None:
    """The newest action that stands and may be taken back: its number and title.

    Args:
        final: whether what an action (an original or its redoing) applied can never be taken back.
    """
    found = database.run(
        f"SELECT a.id, a.title, {NEWEST_REDO} FROM actions a"
        f" WHERE {_ORDINARY} AND {_HAS_TRAIL} AND {NEWEST_UNDO} <= {NEWEST_REDO} ORDER BY a.id DESC"
    )
    for number, title, redoing in found:
        if not final(redoing or number):
            return int(number), str(title)
    return None


def next_redo(database: Database) -> tuple[int, str] | None:
    """The action that 重做 would apply: the one taken back last, unless something else was done since."""
    found = database.run(
        f"SELECT a.id, a.title, u.id FROM actions u JOIN actions a ON a.id = u.undoes"
        f" WHERE u.undoes IS NOT NULL AND u.id > ? AND u.id = {NEWEST_UNDO} AND u.id > {NEWEST_REDO}"
        " ORDER BY u.id DESC",
        (last_ordinary(database),),
    )
    for number, title, undoing in found:
        if not is_erased(database, undoing):
            return int(number), str(title)
    return None


def last_ordinary(database: Database) -> int:
    """The newest action that changed something and is neither an undoing nor a redoing; 0 for none."""
    sql = f"SELECT a.id FROM actions a WHERE {_ORDINARY} AND {_HAS_TRAIL} ORDER BY a.id DESC LIMIT 1"
    return int(database.value(sql) or 0)


# -- reading the trail ------------------------------------------------------------------------------


def stretch(database: Database, action: int) -> tuple[int, int]:
    """Where an action's trail begins, and where the next one's: the trail is written one action at a time."""
    first = int(database.value("SELECT trail FROM actions WHERE id = ?", (action,)))
    following = database.value("SELECT trail FROM actions WHERE id > ? ORDER BY id LIMIT 1", (action,))
    return first, int(following or 1 + (database.value("SELECT max(id) FROM trail") or 0))


def lines(database: Database, action: int, offset: int = 0, limit: int = -1) -> list[Line]:
    """What an action wrote, oldest first."""
    first, after_it = stretch(database, action)
    rows = database.rows(
        "SELECT id, book, record, before, after FROM trail WHERE id >= ? AND id < ? ORDER BY id LIMIT ? OFFSET ?",
        (first, after_it, limit, offset),
    )
    return [_line(*row) for row in rows]


def record_lines(database: Database, book: str, record: int) -> list[tuple[int, str, str, Line]]:
    """What happened to one record: (action, its title, its moment, the line), newest first."""
    rows = database.rows(
        "SELECT a.id, a.title, a.moment, t.id, t.book, t.record, t.before, t.after FROM trail t"
        " JOIN actions a ON a.id = t.action WHERE t.book = ? AND t.record = ? ORDER BY t.id DESC",
        (book, record),
    )
    return [(number, title, moment, _line(*rest)) for number, title, moment, *rest in rows]


def is_erased(database: Database, action: int) -> bool:
    """Whether the text of one of its lines was erased."""
    return bool(
        database.value(
            "SELECT 1 FROM trail WHERE id >= ? AND id < ? AND before IS NULL AND after IS NULL LIMIT 1",
            stretch(database, action),
        )
    )


def _line(number: int, book: str, record: int, before: str | None, after: str | None) -> Line:
    return Line(number, book, record, json.loads(before) if before else None, json.loads(after) if after else None)


# -- whether the records stand as they were left ----------------------------------------------------


def contents(database: Database, book: str, records: Iterable[int]) -> dict[int, Content]:
    """What these records of a book say now, without `search`; for the settings, record 0 says them all."""
    if book == OPTIONS:
        return {0: dict(database.rows("SELECT key, value FROM options"))}
    names = _columns(database, book)
    found: dict[int, Content] = {}
    numbers = sorted(records)
    for start in range(0, len(numbers), CHUNK):
        chunk = ", ".join(map(str, numbers[start : start + CHUNK]))
        rows = database.rows(f"SELECT {', '.join(names)} FROM {book} WHERE id IN ({chunk})")
        found.update((row[0], dict(zip(names, row, strict=True))) for row in rows)
    return found


def first_moved(database: Database, applied: Sequence[Line]) -> tuple[str, int] | None:
    """A record (book, number) that no longer stands as these lines left it; None when all do."""
    left: dict[str, dict[tuple[int, str], Line]] = {}
    for line in applied:  # the last line of each record counts; of the settings, of each key
        key = next(iter(line.after or {"": None})) if line.book == OPTIONS else ""
        left.setdefault(line.book, {})[line.record, key] = line
    for book, kept in left.items():
        now = contents(database, book, {record for record, _ in kept})
        for (record, _), line in kept.items():
            said = now.get(record)
            if line.after is None:
                if said is not None:
                    return book, record
            elif said is None or any(said[name] != value for name, value in line.after.items() if name in said):
                return book, record
    return None


def blame(database: Database, book: str, record: int, since: Standing) -> str:
    """What has to be taken back or done again first, so that a record stands as an action left it."""
    applied = since.undoing if since.undone else since.applied_by
    rows = database.rows(
        "SELECT DISTINCT action FROM trail WHERE book = ? AND record = ? AND action > ? ORDER BY action DESC",
        (book, record, applied),
    )
    for (number,) in rows:
        other = standing(database, number)
        if other.action == since.action:
            continue
        if not other.undone:
            return f"请先撤销“{other.title}”"
        if other.action < applied:
            return f"请先重做“{other.title}”"
    return "请在操作记录里看看后来改了什么"


# -- the inverse ------------------------------------------------------------------------------------


def invert(doing: Action, applied: Sequence[Line], search: SearchTexts) -> None:
    """Write the inverse of these lines, the newest first, so that every state on the way was there before.

    What was created goes to the recycle bin, what was deleted comes back, what was changed gets its former
    content, only in the columns that changed.

    Args:
        search: makes the search text of former contents.
    """
    known = {book: frozenset(_columns(doing.database, book)) for book in {li.book for li in applied} - {OPTIONS}}
    for (book, kind), found in groupby(reversed(applied), key=lambda line: (line.book, _kind(line))):
        group = list(found)
        if book == OPTIONS:
            _put_settings(doing, group)
        elif kind == "created":
            doing.update_many(book, [line.record for line in group], {"deleted": 1})
        elif kind.startswith("deleted="):
            doing.update_many(book, [line.record for line in group], {"deleted": int(kind[-1])})
        else:
            _put_back(doing, book, group, known[book], search)


def _kind(line: Line) -> str:
    """What an inverse has to do; lines of one kind that follow one another are inverted together."""
    if line.before is None:
        return "created"
    if line.after is not None and set(_differing(line)) == {"deleted"}:
        return f"deleted={line.before['deleted']}"
    return "changed"


def _differing(line: Line) -> dict[str, str | int | None]:
    """The former values of the columns that a line changed."""
    before, after = line.before or {}, line.after or {}
    return {name: value for name, value in before.items() if after.get(name) != value}


def _put_settings(doing: Action, group: Sequence[Line]) -> None:
    for line in group:
        for key, value in (line.before or {}).items():
            doing.database.run("UPDATE options SET value = ? WHERE key = ?", (value, key))
    doing.touched[OPTIONS] = {0}


def _put_back(
    doing: Action, book: str, group: Sequence[Line], known: frozenset[str], search: SearchTexts
) -> None:
    texts = search(book, [line.before or {} for line in group])
    for line, text in zip(group, texts, strict=True):
        former = {name: value for name, value in _differing(line).items() if name in known}
        if line.after is None:  # taken out of the file altogether: written anew
            names = [name for name in line.before or {} if name in known]
            marks = ", ".join("?" for _ in names)
            doing.database.run(
                f"INSERT INTO {book}({', '.join(names)}, search) VALUES ({marks}, ?)",
                (*((line.before or {})[name] for name in names), text),
            )
            doing.touched.setdefault(book, set()).add(line.record)
        elif former:
            doing.update(book, line.record, {**former, "search": text})


def _columns(database: Database, book: str) -> list[str]:
    rows = database.rows("SELECT name FROM pragma_table_info(?)", (book,))
    if not rows:
        raise UserError("这一步改的是新版程序里的记录，这里不能撤销，请先更新程序")
    return [name for (name,) in rows if name != "search"]


__all__ = ["Line", "Standing", "blame", "contents", "first_moved", "invert", "last_action", "lines", "next_redo",
           "record_lines", "standing", "stretch"]

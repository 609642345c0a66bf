"""Where the books name one person beside the references to the record: texts, titles of actions, lines of the trail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liaison.errors import UserError
from liaison.kit import entry
from liaison.kit.book import Book
from liaison.kit.fields import Field
from liaison.kit.schema import locked_columns

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk

BOOK = "members"
ERASED_NAME = "已删除的人〔{}〕"
_ERASED = re.compile(r"已删除的人〔(\d+)〕")
_SHORTEST = 2  # a name of one character stands in too many words to be looked for in texts
_AROUND = 6  # characters shown before and after a name that was found in a text
_SHORT = 8  # characters of the record's name beside it
_TITLE = 20  # characters of a name that an action's title holds


@dataclass(frozen=True, slots=True)
class Mention:
    """The person's name, telephone or ID number in the text of a record that is somebody else's, or nobody's.

    Attributes:
        book, record, column: where it stands.
        place: that in words: “捐赠台账 2026-024 备注”.
        excerpt: the words around it.
        fixed: it stands in an entered line of a book of money: it stays, and the line is sealed.
    """

    book: str
    record: int
    column: str
    place: str
    excerpt: str
    fixed: bool = False


class Person:
    """Who is erased, and the words by which texts name the person."""

    def __init__(self, office: PrintingDesk, member: int) -> None:
        self.office, self.member = office, member
        names = [f.name for f in office.books[BOOK].stored]
        rows = office.database.rows(f"SELECT {', '.join(names)} FROM {BOOK} WHERE id = ?", (member,))
        if not rows:
            raise UserError("这位委员已经不在名册里，请换一位")
        self.values = dict(zip(names, rows[0], strict=True))
        self.name = str(self.values["name"])
        if is_erased(self.name):
            raise UserError("这位委员的个人信息已经删除了")
        self.others = int(
            office.database.value(f"SELECT count(*) FROM {BOOK} WHERE name = ? AND id <> ?", (self.name, member))
        )
        taken = [int(found[1]) for (text,) in office.database.rows(f"SELECT name FROM {BOOK}")
                 if (found := _ERASED.fullmatch(str(text)))]  # fmt: skip
        self.instead = ERASED_NAME.format(1 + max(taken, default=0))
        self.names = (self.name, *self.former("name"))
        numbers = [str(v) for v in (self.values.get("phone"), self.values.get("id_number")) if v]
        numbers += [*self.former("phone"), *self.former("id_number")]
        self.needles = tuple(word for word in (*self.names, *numbers) if len(word) >= _SHORTEST)
        longer = [
            str(text) for name in self.names for (text,) in office.database.rows(
                f"SELECT DISTINCT name FROM {BOOK} WHERE instr(name, ?) > 0 AND name <> ? AND id <> ?",
                (name, name, member),
            )
        ]  # fmt: skip
        longer = [text for text in dict.fromkeys(longer) if text not in self.names]
        words = sorted((*longer, *self.needles), key=len, reverse=True)
        self._pattern = _any_of(words)
        self._in_json = _any_of([_in_json(word) for word in words])
        self._longer = frozenset([*longer, *map(_in_json, longer)])

    def former(self, column: str) -> list[str]:
        """What stood in a column of the record before, as its trail tells; nothing that another member bears."""
        rows = self.office.database.rows(
            f"WITH said(text) AS (SELECT json_extract(before, '$.{column}') FROM trail WHERE book = ? AND record = ?"
            f" UNION SELECT json_extract(after, '$.{column}') FROM trail WHERE book = ? AND record = ?)"
            " SELECT text FROM said WHERE text IS NOT NULL AND text IS NOT ?"
            f" AND NOT EXISTS (SELECT 1 FROM {BOOK} o WHERE o.{column} = text AND o.id <> ?) ORDER BY text",
            (BOOK, self.member, BOOK, self.member, self.values.get(column), self.member),
        )
        return [str(text) for (text,) in rows]

    def found(self, text: str) -> re.Match[str] | None:
        """Where a text names the person, and not somebody whose longer name holds this one."""
        return next((m for m in self._pattern.finditer(text) if m[0] not in self._longer), None)

    def in_trail(self, text: str) -> bool:
        """Whether a line of the trail names the person."""
        return any(m[0] not in self._longer for m in self._in_json.finditer(text))

    def replaced(self, text: str) -> str:
        """The text without the person's name and numbers."""

        def instead(match: re.Match[str]) -> str:
            return match[0] if match[0] in self._longer else self.instead

        return self._pattern.sub(instead, text)

    def escaped(self) -> tuple[str, ...]:
        """The needles as they stand in the trail's JSON."""
        return tuple(_in_json(word) for word in self.needles)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words, the first named first; none of none."""
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


def _in_json(word: str) -> str:
    """A word as it stands in JSON, as the trail and the drafts keep their texts."""
    return json.dumps(word, ensure_ascii=False)[1:-1]


def is_erased(name: str) -> bool:
    """Whether a name stands for an erased person."""
    return _ERASED.fullmatch(name) is not None


def mentions_of(person: Person) -> Iterator[Mention]:
    """Texts of all books but the person's own record and sign-ins, which are emptied anyway."""
    for book in person.office.books.values():
        locked = frozenset(locked_columns(book)) if book.ledger else frozenset()
        for f in book.stored:
            if book.name == BOOK or f.storage != "TEXT" or f.name == "signature":
                continue
            for number, text, entered in _texts_with(person, book, f):
                found = person.found(text)
                if found is not None:
                    place, fixed = _place(person, book, f, number), bool(entered) and f.name in locked
                    yield Mention(book.name, number, f.name, place, _around(text, found), fixed)


def _texts_with(person: Person, book: Book, f: Field) -> list[tuple[int, str, object]]:
    ways = " OR ".join(f"instr({f.name}, ?) > 0" for _ in person.needles)
    if not ways:
        return []
    entered = "serial IS NOT NULL" if book.ledger else "0"
    emptied = f" AND member IS NOT {person.member}" if book.name == "signins" else ""
    sql = f"SELECT id, {f.name}, {entered} FROM {book.name} WHERE ({ways}){emptied} ORDER BY id"
    return person.office.database.rows(sql, person.needles)


def _place(person: Person, book: Book, f: Field, number: int) -> str:
    """Where it stands, in words; of a book apart without a name."""
    label = "" if book.apart or book.field(book.label) is f else person.office.names.label(book.name, number)
    short = label if len(label) <= _SHORT else f"…{label[-_SHORT:]}"  # what tells records of one name apart comes last
    return " ".join(word for word in (book.title, short, f.label) if word)


def _around(text: str, found: re.Match[str]) -> str:
    first, last = max(0, found.start() - _AROUND), found.end() + _AROUND
    words = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{words}{'…' if last < len(text) else ''}"


def drafts_of(person: Person) -> list[tuple[str, int]]:
    rows = person.office.database.rows("SELECT book, record, content FROM drafts")
    return [
        (book, record) for book, record, content in rows
        if (book, record) == (BOOK, person.member) or any(word in content for word in person.escaped())
    ]  # fmt: skip


def titles_of(person: Person) -> list[tuple[int, str]]:
    """Titles of actions that name the person, as they are to be."""
    ways = " OR ".join("instr(title, ?) > 0" for _ in person.names)
    rows = person.office.database.rows(
        f"SELECT id, title FROM actions WHERE {ways}", [name[:_TITLE] for name in person.names]
    )
    if person.others:
        touched = _actions_on(person)
        rows = [row for row in rows if row[0] in touched]
    # A name is cut in a title, and may be told apart there by its unit.
    long = [name[:_TITLE] for name in person.names if len(name) > _TITLE]
    cut = re.compile(f"(?:{'|'.join(map(re.escape, long))})(?:（[^）]*）?)?") if long else None
    unit = re.compile(re.escape(person.instead) + r"（[^）]*）?")
    found = []
    for number, title in rows:
        changed = unit.sub(person.instead, person.replaced(title))
        if cut is not None:
            changed = cut.sub(person.instead, changed)
        if changed != title:
            found.append((number, changed))
    return found


def _actions_on(person: Person) -> frozenset[int]:
    """The actions that touched the person's own record, or one that points at it."""
    ways = [f"(t.book = '{BOOK}' AND t.record = {person.member})"]
    for book in person.office.books.values():
        ways += [
            f"(t.book = '{book.name}' AND t.record IN (SELECT id FROM {book.name} WHERE {f.name} = {person.member}))"
            for f in entry.references(book) if f.to == BOOK
        ]
    sql = f"SELECT DISTINCT t.action FROM trail t WHERE {' OR '.join(ways)}"
    return frozenset(number for (number,) in person.office.database.rows(sql))


def trail_lines_of(person: Person, mentions: Iterable[Mention]) -> list[int]:
    """The lines of the trail that hold the person's text and are not erased yet."""
    marks = " OR ".join("instr(t.before, ?) > 0 OR instr(t.after, ?) > 0" for _ in person.needles) or "0"
    words = [word for word in person.escaped() for _ in range(2)]
    own = (
        f"(t.book = '{BOOK}' AND t.record = {person.member})"
        f" OR (t.book = 'signins' AND t.record IN (SELECT id FROM signins WHERE member = {person.member}))"
    )
    rows = person.office.database.rows(
        f"SELECT t.id, t.book, t.record, t.before, t.after, {own} FROM trail t"
        f" WHERE (t.before IS NOT NULL OR t.after IS NOT NULL) AND ({own} OR {marks})",
        words,
    )
    meant = {(mention.book, mention.record) for mention in mentions}
    found = []
    for line, book, record, before, after, is_own in rows:
        if is_own:
            found.append(line)
        elif person.others and (book, record) not in meant:
            continue  # the text may mean the other person of this name
        elif person.in_trail(f"{before or ''}\n{after or ''}"):
            found.append(line)
    return found

"""Erasing one member's data (个人信息保护法 47): what is emptied, what stays by law, and the trail that still verifies.

The record itself stays, under the name 已删除的人〔n〕, so that no count changes; everything in it but the days of
joining and leaving is emptied, in its trail too. The books of money are kept for thirty years and cannot be changed:
entries that name the person are sealed (封存), never erased.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liaison.changes import Changes
from liaison.errors import UserError
from liaison.kit import entry
from liaison.kit.fields import Field, Files, LongText, Text, Value
from liaison.safety.mentions import BOOK, Mention, Person, drafts_of, mentions_of, titles_of, trail_lines_of
from liaison.safety.people import seal_records
from liaison.store import attachments

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk
    from liaison.store.writing import Action

ERASED_UNIT = "（已删除）"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What erasing a person would do.

    Attributes:
        name: of the person; instead: what stands in its place afterwards.
        emptied: the labels of the columns that hold something now.
        signatures, files, lines, titles, drafts: how many of each are erased: strokes and reasons in the sign-in book,
            files of this person only, lines of the trail, names in titles of actions, forms begun and not saved.
        kept: records of every book that stay and count, under the other name, by the book's title.
        gifts: entries of the books of money that are sealed.
        mentions: texts in which the name is replaced, if wanted; those that are fixed are among `gifts`.
        others: how many other members have the same name: then a text may mean one of them.
        backups: copies in the office folder that still hold the data.
    """

    name: str
    instead: str
    emptied: tuple[str, ...]
    signatures: int
    files: int
    lines: int
    titles: int
    drafts: int
    kept: tuple[tuple[str, int], ...]
    gifts: int
    mentions: tuple[Mention, ...]
    others: int
    backups: int

    @property
    def sure(self) -> tuple[Mention, ...]:
        """The mentions that mean this person and no other of the same name."""
        return () if self.others else tuple(m for m in self.mentions if not m.fixed)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done.

    Attributes:
        changes: for the rooms to show anew.
        instead: the name that stands now.
        lines: erased lines of the trail.
        backups: older copies that were removed.
        left: files of the person that could not be removed, by name.
    """

    changes: Changes
    instead: str
    lines: int
    backups: int
    left: tuple[str, ...]


# -- foreseeing -------------------------------------------------------------------------------------


def foresee(office: PrintingDesk, member: int) -> Foreseen:
    """Look at everything that names the person; nothing is written.

    Raises:
        UserError: there is no such person, or it is erased already.
    """
    person = Person(office, member)
    record = office.books[BOOK]
    emptied = tuple(f.label for f in record.fields if f.name not in _STAYS and person.values.get(f.name) is not None)
    mentions = tuple(mentions_of(person))
    signatures = office.database.value(
        "SELECT count(*) FROM signins WHERE member = ? AND (signature IS NOT NULL OR reason IS NOT NULL"
        " OR note IS NOT NULL)",
        (member,),
    )
    return Foreseen(
        person.name, person.instead, emptied, int(signatures), len(_own_files(person)),
        len(trail_lines_of(person, mentions)), len(titles_of(person)), len(drafts_of(person)), tuple(_kept(person)),
        sum(map(len, _gifts(person, mentions).values())), mentions, person.others, _copies(office),
    )  # fmt: skip


_STAYS = ("joined", "left_on")
"""What tells nothing of a person and is needed for counting who was a member when."""


def _kept(person: Person) -> Iterator[tuple[str, int]]:
    """How many records of every book go on standing under the other name."""
    for book in person.office.books.values():
        ways = [f"t.{f.name} = {person.member}" for f in entry.references(book) if f.to == BOOK]
        ways += [
            f"EXISTS (SELECT 1 FROM json_each(t.{f.name}) WHERE value = {person.member})"
            for f in entry.many_references(book) if f.to == BOOK
        ]
        if ways:
            sql = f"SELECT count(*) FROM {book.name} t WHERE t.deleted = 0 AND ({' OR '.join(ways)})"
            count = int(person.office.database.value(sql))
            if count:
                yield book.title, count


def _gifts(person: Person, mentions: Iterable[Mention]) -> dict[str, list[int]]:
    """Entered lines of the books of money that name the person: linked to the record, or in a locked text."""
    found: dict[str, set[int]] = {}
    for book in person.office.books.values():
        if book.ledger is None:
            continue
        for f in entry.references(book):
            if f.to == BOOK:
                rows = person.office.database.rows(
                    f"SELECT id FROM {book.name} WHERE {f.name} = ? AND serial IS NOT NULL", (person.member,)
                )
                found.setdefault(book.name, set()).update(number for (number,) in rows)
    if not person.others:
        for mention in mentions:
            if mention.fixed:
                found.setdefault(mention.book, set()).add(mention.record)
    return {book: sorted(numbers) for book, numbers in found.items() if numbers}


def _own_files(person: Person) -> list[str]:
    """Digests of the files in the person's record, now or before, that no other record names."""
    record = person.office.books[BOOK]
    digests = {
        file["digest"] for f in record.fields if isinstance(f, Files)
        for value in (person.values.get(f.name), *person.former(f.name)) for file in attachments.named(value)
    }  # fmt: skip
    return [digest for digest in sorted(digests) if not _used_elsewhere(person, digest)]


def _used_elsewhere(person: Person, digest: str) -> bool:
    for book in person.office.books.values():
        for f in book.fields:
            if isinstance(f, Files):
                other = f" AND id <> {person.member}" if book.name == BOOK else ""
                sql = f"SELECT 1 FROM {book.name} WHERE instr({f.name}, ?) > 0{other} LIMIT 1"
                if person.office.database.value(sql, (digest.partition(".")[0],)):
                    return True
    return False


def _copies(office: PrintingDesk) -> int:
    from liaison.store.backup.shelf import Shelf

    return len(Shelf.of(office.folder).copies())


# -- erasing ----------------------------------------------------------------------------------------


def erase(
    office: PrintingDesk, member: int, reason: str, mentions: Collection[Mention] | None, *, old_backups: bool
) -> Erased:
    """Erase the person; see `People.erase`."""
    person = Person(office, member)
    found = foresee(office, member)
    chosen = [m for m in (found.sure if mentions is None else mentions) if not m.fixed]
    files = _own_files(person)
    reason = person.replaced(reason)
    with _overwriting(office), office.acting(f"删除一位委员的个人信息（{person.instead}）：{reason}") as action:
        gifts = _gifts(person, found.mentions)
        _replace(person, action, chosen)
        _empty(person, action)
        office.database.run("DELETE FROM sealings WHERE book = ? AND record = ?", (BOOK, member))
        seal_records(office, {**gifts, BOOK: [member]}, member, reason)
        for book, numbers in gifts.items():
            _forget_search(person, action, book, numbers)
        for book, record in drafts_of(person):
            office.database.run("DELETE FROM drafts WHERE book = ? AND record = ?", (book, record))
        for number, title in titles_of(person):
            office.database.run("UPDATE actions SET title = ? WHERE id = ?", (title, number))
        lines = _erase_lines(person, [*chosen, *(Mention(b, n, "", "", "") for b in gifts for n in gifts[b])])
        # A last line says what stands now, so that the record still agrees with its trail.
        office.database.run(f"UPDATE {BOOK} SET name = name WHERE id = ?", (member,))
        changes = action.changes(undoable=False)
    office.names.forget(changes)
    left = [*_remove(person, files), *_rewrite(office)]
    cleared = 0
    if old_backups:
        try:
            cleared = _clear_backups(office)
        except UserError as error:  # the data is erased all the same; the copies can be cleared later
            left.append(f"以前的备份（{error.sentence}）")
    return Erased(changes, person.instead, lines, cleared, tuple(left))


@contextmanager
def _overwriting(office: PrintingDesk) -> Iterator[None]:
    """What is deleted inside is overwritten with zeros in the file."""
    office.database.run("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        office.database.run("PRAGMA secure_delete = OFF")


def _rewrite(office: PrintingDesk) -> tuple[str, ...]:
    """Write the file anew: what was freed before `secure_delete` was on is overwritten too."""
    try:
        office.database.run("VACUUM")
    except UserError:
        return ("资料文件里以前腾出的位置（磁盘太满，没有重新写过）",)
    return ()


def _empty(person: Person, action: Action) -> None:
    """The person's own record and sign-ins keep what counts, and nothing else."""
    office = person.office
    record = office.books[BOOK]
    values: dict[str, Value] = {f.name: None for f in record.fields if f.name not in _STAYS}
    values |= {"name": person.instead, "work_unit": ERASED_UNIT}
    action.update(BOOK, person.member, {**values, "search": entry.search_text(record, values)})
    rows = office.database.rows("SELECT id FROM signins WHERE member = ?", (person.member,))
    for (number,) in rows:
        action.update("signins", number, {"signature": None, "reason": None, "note": None, "search": ""})


def _replace(person: Person, action: Action, mentions: Sequence[Mention]) -> None:
    office = person.office
    for mention in mentions:
        book = office.books[mention.book]
        names = [f.name for f in book.stored]
        row = office.database.rows(f"SELECT {', '.join(names)} FROM {book.name} WHERE id = ?", (mention.record,))
        values = dict(zip(names, row[0], strict=True))
        values[mention.column] = _fitted(book.field(mention.column), person.replaced(str(values[mention.column])))
        changed = {mention.column: values[mention.column], "search": entry.search_text(book, values)}
        action.update(mention.book, mention.record, changed)


def _fitted(f: Field, text: str) -> str:
    """A text that is longer now is cut to what its column takes."""
    return text[: f.limit] if isinstance(f, (Text, LongText)) else text


def _forget_search(person: Person, action: Action, book: str, numbers: Sequence[int]) -> None:
    """Sealed entries are found by what stands of them only."""
    declared = person.office.books[book]
    for number in numbers:
        row = person.office.rows(book, [number])
        values = {f.name: v for f in declared.searched if f.name in declared.stands and row
                  and (v := row[0].values.get(f.name)) is not None}  # fmt: skip
        action.update(book, number, {"search": entry.search_text(declared, values)})


def _erase_lines(person: Person, mentions: Sequence[Mention]) -> int:
    lines = trail_lines_of(person, mentions)
    for line in lines:
        person.office.database.run("UPDATE trail SET before = NULL, after = NULL WHERE id = ?", (line,))
        person.office.database.run("UPDATE trail_links SET seal = trail_erased(seal) WHERE id = ?", (line,))
    return len(lines)


def _remove(person: Person, digests: Iterable[str]) -> tuple[str, ...]:
    """Remove the files from the office folder; gives those that would not go."""
    left = []
    for digest in digests:
        try:
            while (path := attachments.lies_at(person.office.folder, digest)) is not None:
                path.unlink()
        except OSError:
            left.append(digest.partition(".")[0][:8])
    return tuple(left)


def _clear_backups(office: PrintingDesk) -> int:
    """Make a fresh copy, then remove the older ones with what only they need; gives how many went.

    None goes when the fresh one is not good: the last good copy is never removed.
    """
    from liaison.store.backup.keeping import sweep_files
    from liaison.store.backup.making import make
    from liaison.store.backup.shelf import Shelf

    shelf = Shelf.of(office.folder)
    fresh = make(office.database, shelf, "manual")
    if not fresh.sound:
        return 0
    older = [copy for copy in shelf.copies() if copy.path != fresh.path]
    for copy in older:
        copy.path.unlink(missing_ok=True)
        copy.envelope_path.unlink(missing_ok=True)
    sweep_files(shelf)
    return len(older)


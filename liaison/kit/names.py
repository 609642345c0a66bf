"""What records are called, and finding a record by what people call it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from liaison.changes import Changes
from liaison.chinese.text import fold
from liaison.errors import UserError
from liaison.kit.book import Book
from liaison.kit.entry import search_text
from liaison.kit.fields import SEALED, Value
from liaison.store.database import Database


class NameBook:
    """The names of every book's records, read once and forgotten when the book changes.

    Implements `kit.book.Reader` for the rules: names, records and the day of asking.
    """

    def __init__(self, database: Database, books: Mapping[str, Book], today: str) -> None:
        self.database = database
        self.books = books
        self.today = today
        self._labels: dict[str, dict[int, str]] = {}
        self._index: dict[str, dict[str, list[tuple[int, str, str]]]] = {}
        self._records: dict[tuple[str, int], Mapping[str, Value]] = {}
        self._living: dict[str, list[int]] = {}
        self._sealed: dict[str, frozenset[int]] | None = None

    def forget(self, changes: Changes) -> None:
        """Drop what the change made stale."""
        for book in changes.records:
            self._labels.pop(book, None)
            self._index.pop(book, None)
        if changes.records:
            self._records.clear()
            self._sealed = None

    def label(self, book: str, record: int) -> str:
        """The record's name; with what tells it apart in brackets where the name is not unique.

        A name that is private is masked: nobody sees it by being offered it.
        """
        if book not in self._labels:
            self._read(book)
        return self._labels[book].get(record, f"（已删除的{self.books[book].noun}）")

    def labels(self, book: str) -> Mapping[int, str]:
        """Every record's name by number, without the deleted ones, in book order."""
        if book not in self._labels:
            self._read(book)
        return {number: self._labels[book][number] for number in self._living[book]}

    def offered(self, book: str) -> Mapping[int, str]:
        """As `labels`, without the sealed ones: what a drop-down proposes."""
        sealed = self.sealed(book)
        return {number: name for number, name in self.labels(book).items() if number not in sealed}

    def sealed(self, book: str) -> frozenset[int]:
        """The numbers of the book's sealed records (封存)."""
        if self._sealed is None:
            found: dict[str, set[int]] = defaultdict(set)
            for name, number in self.database.rows("SELECT book, record FROM sealings WHERE lifted IS NULL"):
                found[name].add(number)
            self._sealed = {name: frozenset(numbers) for name, numbers in found.items()}
        return self._sealed.get(book, frozenset())

    def sealed_texts(self, book: str) -> Mapping[int, str]:
        """For every sealed record what the search box may find it by: what stands of it."""
        declared = self.books[book]
        stands = [f.name for f in declared.searched if f.name in declared.stands]
        return {
            number: search_text(declared, {name: v for name, v in self.get(book, number).items() if name in stands})
            for number in self.sealed(book)
        }

    def find(self, book: str, text: str, hint: str = "") -> int:
        """The number of the one record called `text`.

        `hint` narrows records of one name by what tells them apart (an activity's day, a member's
        unit); "王芳（镇卫生院）" carries its own hint.

        Raises:
            UserError: there is none, or there are several.
        """
        if book not in self._index:
            self._read(book)
        index, noun = self._index[book], self.books[book].noun
        wanted = fold(text)
        found = index.get(wanted, [])
        if not found and "（" in text.replace("(", "（"):
            name, _, rest = text.replace("(", "（").replace(")", "）").partition("（")
            found, hint = index.get(fold(name), []), rest.removesuffix("）")
        if hint and found:
            narrowed = [f for f in found if fold(hint) == f[2]]
            if not narrowed and len(found) > 0 and self.books[book].date:
                raise UserError(f"没有{hint}的“{text}”，请先在“{self.books[book].title}”里登记，或核对日期")
            found = narrowed or found
        sealed = self.sealed(book)
        if found and all(f[0] in sealed for f in found):
            raise UserError(f"“{text}”的资料已封存，要用请先解除封存")
        found = [f for f in found if f[0] not in sealed]
        if len(found) == 1:
            return found[0][0]
        if not found:
            raise UserError(f"{noun}里没有“{text}”，请核对写法，或先在“{self.books[book].title}”里登记")
        choices = "”或“".join(f"{text}（{f[1]}）" for f in found[:3])
        raise UserError(f"有 {len(found)} 位“{text}”，请写成“{choices}”" if noun == "委员" else
                        f"有 {len(found)} 个“{text}”，请写成“{choices}”")

    def get(self, book: str, record: int) -> Mapping[str, Value]:
        """A record's stored values; an empty mapping when there is no such record, no value for what is sealed."""
        key = (book, record)
        found = self._records.get(key)
        if found is None:
            names = [f.name for f in self.books[book].stored]
            rows = self.database.rows(
                f"SELECT {', '.join(names)} FROM {book} WHERE id = ? AND deleted = 0", (record,)
            )
            found = dict(zip(names, rows[0], strict=True)) if rows else {}
            if record in self.sealed(book):
                found |= self.books[book].sealed_values
            self._records[key] = found
        return found

    def _read(self, name: str) -> None:
        book = self.books[name]
        apart = book.distinguish or "''"
        order = ", ".join(f"t.{o.lstrip('-')}{' DESC' if o.startswith('-') else ''}" for o in book.order)
        label = book.computed_sql.get(book.label, f"t.{book.label}")
        rows = self.database.rows(
            f"SELECT t.id, {label}, {apart}, t.deleted FROM {name} t ORDER BY {order}"
        )
        rows = [(n, str(text or ""), str(extra or ""), gone) for n, text, extra, gone in rows]
        f = book.field(book.label)
        said = {n: f.mask(text) if f.private else text for n, text, _, _ in rows}
        for n in self.sealed(name) & said.keys():
            rows = [(at, text, SEALED if at == n else extra, gone) for at, text, extra, gone in rows]
            said[n] = SEALED if book.label in book.hidden else said[n]
        often = Counter(said[n] for n, _, _, gone in rows if not gone)
        self._labels[name] = {
            n: f"{said[n]}（{extra}）" if often[said[n]] > 1 and extra else said[n] for n, _, extra, _ in rows
        }
        self._living[name] = [n for n, _, _, gone in rows if not gone]
        index: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for n, text, extra, gone in rows:
            if not gone:
                index[fold(text)].append((n, extra, fold(extra)))
        self._index[name] = index


__all__ = ["SEALED", "NameBook"]

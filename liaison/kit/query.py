"""Asking a book: search, filters, order and a window of rows, answered by SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from peewee import SQL, Expression, Select, Table, fn

from liaison.chinese.dates import Period
from liaison.chinese.text import fold
from liaison.kit import entry
from liaison.kit.book import Book
from liaison.kit.fields import Choice, Phone, Reference, References, Text, Value
from liaison.store.database import Database

SPARSE = 2_000  # up to so many hits are fetched and sorted; beyond, the order's own walk finds a page sooner


_NUMBER = re.compile(r"\+?\d{7,20}|\d{17}X")


def _digits(word: str) -> str:
    """A telephone or ID number as it is stored."""
    return re.sub(r"[-－—]", "", word).upper()


@dataclass(frozen=True, slots=True)
class Query:
    """What a room wants to see of a book.

    Attributes:
        search: words as typed; all of them must be found.
        filters: keys of the book's filters; all must hold.
        equals: columns with the value they must have (None: empty).
        ids: only these records; the sources of a figure.
        period: only records whose date lies in it.
        sort: a column's name, "-" first for descending; None is book order.
        deleted: the recycle bin instead of the book.
    """

    search: str = ""
    filters: frozenset[str] = frozenset()
    equals: Mapping[str, Value] = field(default_factory=dict)
    ids: tuple[int, ...] | None = None
    period: Period | None = None
    sort: str | None = None
    deleted: bool = False

    def with_(self, **changes: Any) -> Query:
        """The same query with some parts changed."""
        return replace(self, **changes)


@cache
def table_of(book: Book) -> Table:
    """The book's table under the alias `t` that declarations use."""
    from liaison.kit.schema import column_names

    return Table(book.name, column_names(book), alias="t")


class Asker:
    """Turns queries on one book into SQL."""

    def __init__(
        self, database: Database, book: Book, books: Mapping[str, Book], today: str,
        sealed: Callable[[str], Mapping[int, str]] = lambda _book: {},
    ) -> None:
        """Args: sealed: for a book, the numbers of sealed records with the text that each may be found by."""
        self.database = database
        self.sealed = sealed
        self.book = book
        self.books = books
        self.today = today
        self.table: Any = table_of(book)

    def count(self, query: Query) -> int:
        """How many records the query finds."""
        return int(self._run(self.table.select(fn.COUNT(SQL("*"))).where(*self._conditions(query)))[0][0])

    def ids(self, query: Query, offset: int = 0, limit: int | None = None) -> list[int]:
        """The records' numbers in the order asked for, or a window of them."""
        conditions = self._conditions(query)
        if query.search.strip() and limit is not None:
            few = self._sparse(query)
            if few is not None:
                conditions = [self._among(few), *self._conditions(query.with_(search=""))]
        select = self.table.select(self.table.id).where(*conditions).order_by(*self._order(query))
        if limit is not None:
            select = select.limit(limit).offset(offset)
        return [row[0] for row in self._run(select)]

    def records(self, numbers: Sequence[int]) -> list[dict[str, Value]]:
        """Stored and computed values of these records, with "id", in the order given."""
        names = ["id", *self.book.by_name]
        columns = [
            SQL(f"({self.book.computed_sql[n].replace(':today', repr(self.today))})").alias(n)
            if n in self.book.computed_sql
            else getattr(self.table, n)
            for n in names
        ]
        found: dict[int, dict[str, Value]] = {}
        for start in range(0, len(numbers), 500):
            chunk = numbers[start : start + 500]
            for row in self._run(self.table.select(*columns).where(self._among(chunk))):
                found[row[0]] = dict(zip(names, row, strict=True))
        return [found[n] for n in numbers if n in found]

    def sums(self, query: Query, name: str) -> int:
        """The total of a money column over what the query finds, in fen."""
        total = fn.COALESCE(fn.SUM(getattr(self.table, name)), 0)
        return int(self._run(self.table.select(total).where(*self._conditions(query)))[0][0])

    def distinct(self, name: str, limit: int = 200) -> list[Value]:
        """The values already used in a column, most used first, for proposals."""
        column = getattr(self.table, name)
        select = (
            self.table.select(column)
            .where(column.is_null(False), self.table.deleted == 0)
            .group_by(column)
            .order_by(fn.COUNT(SQL("*")).desc(), column)
            .limit(limit)
        )
        return [row[0] for row in self._run(select)]

    # -- parts --------------------------------------------------------------------------------------

    def _run(self, select: Select) -> list[tuple[Any, ...]]:
        return self.database.found(select)

    def _among(self, numbers: Sequence[int]) -> Expression | SQL:
        # Numbers are ours, never typed text: written out they spare SQLite thousands of parameters.
        return SQL(f"t.id IN ({', '.join(str(int(n)) for n in numbers)})")

    def _conditions(self, query: Query) -> list[Any]:
        t, book = self.table, self.book
        # Written out, not bound: only so may SQLite walk the index over the living records.
        conditions: list[Any] = [SQL(f"t.deleted = {int(query.deleted)}")]
        for chip in book.filters:
            if chip.key in query.filters:
                conditions.append(SQL(f"({chip.sql.replace(':today', repr(self.today))})"))
        for name, value in query.equals.items():
            conditions.append(self._equal(name, value))
        if query.ids is not None:
            conditions.append(self._among(query.ids))
        if query.period is not None and book.date:
            column = getattr(t, book.date)
            conditions += [column >= query.period.first, column < query.period.last + "~"]
        for word in query.search.split():
            if fold(word):
                conditions.append(self._holds(fold(word)))
        return conditions

    def _equal(self, name: str, value: Value) -> Any:
        if name in self.book.computed_sql:
            return SQL(f"({self.book.computed_sql[name].replace(':today', repr(self.today))}) IS ?", (value,))
        if isinstance(self.book.field(name), References):
            return SQL(f"EXISTS (SELECT 1 FROM json_each(t.{name}) WHERE value = ?)", (value,))
        column = getattr(self.table, name)
        return column.is_null() if value is None else column == value

    def _holds(self, word: str) -> Any:
        """The record's own text holds the word, or the name of a record it points at does."""
        own: Any = SQL(self._in_search(self.book.name, word, "t."), (word,))
        for number in self._numbers(word):
            own = own | SQL(f"t.{number.name} = ?{self._but_sealed()}", (_digits(word),))
        for reference in entry.references(self.book):
            hits = self._hits(reference, word)
            if hits:
                # The plus keeps SQLite from gathering and sorting all hits: a common word is found soonest
                # by walking the list's own order.
                own = own | SQL(f"+t.{reference.name} IN ({', '.join(map(str, hits))})")
        for f in entry.many_references(self.book):
            inner = f"SELECT 1 FROM json_each(t.{f.name}) j JOIN {f.to} r ON r.id = j.value"
            own = own | SQL(f"EXISTS ({inner} WHERE {self._in_search(f.to, word, 'r.')})", (word,))
        return own

    def _hits(self, reference: Reference, word: str) -> list[int]:
        rows = self.database.rows(f"SELECT id FROM {reference.to} WHERE {self._in_search(reference.to, word)}", (word,))
        return [row[0] for row in rows]

    def _in_search(self, book: str, word: str, alias: str = "") -> str:
        """The SQL condition that a record's search text holds the word; a sealed one is found by what stands of it."""
        hidden = [number for number, text in self.sealed(book).items() if word not in text]
        but = f" AND {alias}id NOT IN ({', '.join(map(str, hidden))})" if hidden else ""
        return f"(instr({alias}search, ?) > 0{but})"

    def _numbers(self, word: str) -> list[Phone]:
        """The telephone and ID columns, when the word is such a number: they are found whole, never in part."""
        whole = bool(_NUMBER.fullmatch(_digits(word)))
        return [f for f in self.book.fields if isinstance(f, Phone)] if whole else []

    def _but_sealed(self) -> str:
        sealed = self.sealed(self.book.name)
        return f" AND t.id NOT IN ({', '.join(map(str, sealed))})" if sealed else ""

    def _sparse(self, query: Query) -> list[int] | None:
        """All records that hold the first word when they are few, else None."""
        found: set[int] = set()
        word = fold(query.search.split()[0])
        if entry.many_references(self.book) or not word:
            return None
        for reference in entry.references(self.book):
            hits = self._hits(reference, word)
            if hits:
                among = ", ".join(map(str, hits))
                rows = self.database.rows(
                    f"SELECT id FROM {self.book.name} WHERE {reference.name} IN ({among})"
                    f" AND deleted = {int(query.deleted)} LIMIT {SPARSE}"
                )
                found.update(row[0] for row in rows)
                if len(found) >= SPARSE:
                    return None
        rows = self.database.rows(
            f"SELECT id FROM {self.book.name} WHERE search <> '' AND {self._in_search(self.book.name, word)}"
            f" LIMIT {SPARSE}",
            (word,),
        )
        found.update(row[0] for row in rows)
        for f in self._numbers(word):
            sql = f"SELECT t.id FROM {self.book.name} t WHERE t.{f.name} = ?{self._but_sealed()} LIMIT {SPARSE}"
            found.update(row[0] for row in self.database.rows(sql, (_digits(word),)))
        if len(found) >= SPARSE or len(query.search.split()) > 1:
            return None
        return sorted(found)

    def _order(self, query: Query) -> list[Any]:
        if query.sort is None:
            return [self._by(name, plain=True) for name in self.book.order] + self._last(self.book.order)
        return [self._by(query.sort), self.table.id]

    def _last(self, order: Sequence[str]) -> list[Any]:
        return [] if order[-1].lstrip("-") == "id" else [self.table.id]

    def _by(self, name: str, *, plain: bool = False) -> Any:
        """How to order by a column: people's way for one that was clicked, `plain` as stored."""
        down = name.startswith("-")
        name = name.lstrip("-")
        column: Any
        if name == "id":
            column = self.table.id
        elif name in self.book.computed_sql:
            column = SQL(f"({self.book.computed_sql[name].replace(':today', repr(self.today))})")
        else:
            column = getattr(self.table, name)
            f = self.book.field(name)
            if plain:
                return column.desc() if down else column.asc()
            if isinstance(f, Reference) and f.to:
                label = self.books[f.to].label
                column = SQL(f"sort_key((SELECT r.{label} FROM {f.to} r WHERE r.id = t.{name}))")
            elif isinstance(f, Choice) and f.options and not f.open_ended:
                cases = " ".join(f"WHEN '{o}' THEN {i}" for i, o in enumerate(f.options))
                column = SQL(f"CASE t.{name} {cases} END")
            elif isinstance(f, (Text, Choice)):
                column = fn.sort_key(column)
        return column.desc() if down else column.asc()

"""The desk: one open store with its books on it. All reading and writing of records goes through it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType

from liaison.changes import Changes
from liaison.errors import BadInput, Problem, UserError
from liaison.kit import entry
from liaison.kit.book import Book
from liaison.kit.fields import Reference, Value, Values
from liaison.kit.names import SEALED, NameBook
from liaison.kit.query import Asker, Query
from liaison.kit.schema import HIDDEN
from liaison.store import drafts
from liaison.store.database import DATABASE_ERRORS, Database
from liaison.store.drafts import Draft
from liaison.store.writing import Action, acting, history, last_action, undo


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a list shows it.

    Attributes:
        id: the record's number.
        values: stored and computed values by column name.
        texts: the same as they are read on screen: private ones masked, unless whole rows were asked for.
        mark: how the row is shown (see Book.mark).
    """

    id: int
    values: Mapping[str, Value]
    texts: Mapping[str, str]
    mark: str


class Desk:
    """Reads and writes the records of every book of one open office.

    Args:
        database: the open file.
        books: the declared books by name.
        today: gives the day of asking (ISO); tests and the sample office set their own.
    """

    def __init__(
        self, database: Database, books: Mapping[str, Book], today: Callable[[], str] | None = None
    ) -> None:
        self.database = database
        self.books = books
        self._today = today or (lambda: date.today().isoformat())
        self.names = NameBook(database, books, self.today)
        database.teach("sort_key", 1, _sort_key)
        database.reopened.append(self._read_names_anew)

    def _read_names_anew(self) -> None:
        """The file was opened anew in the middle of work."""
        self.names = NameBook(self.database, self.books, self.today)

    @property
    def today(self) -> str:
        """The day of asking, ISO."""
        return self._today()

    # -- reading ------------------------------------------------------------------------------------

    def count(self, book: str, query: Query | None = None) -> int:
        """How many records a query finds."""
        return self._ask(book).count(query or Query())

    def filter_counts(self, book: str, query: Query | None = None) -> dict[str, int]:
        """For each of the book's filters, how many records it leaves of the query; "" is no filter."""
        base = (query or Query()).with_(filters=frozenset())
        counts = {"": self.count(book, base)}
        for chip in self.books[book].filters:
            counts[chip.key] = self.count(book, base.with_(filters=frozenset({chip.key})))
        return counts

    def ids(self, book: str, query: Query | None = None, offset: int = 0, limit: int | None = None) -> list[int]:
        """The numbers of the records found, in order; a window of them with offset and limit."""
        return self._ask(book).ids(query or Query(), offset, limit)

    def page(self, book: str, query: Query | None = None, offset: int = 0, limit: int = 200) -> list[Row]:
        """A window of rows, ready to be shown; private texts masked."""
        return self.rows(book, self.ids(book, query, offset, limit))

    def rows(self, book: str, numbers: Sequence[int], *, whole: bool = False) -> list[Row]:
        """These records, ready to be shown, in the order given; private texts only masked, unless `whole`."""
        declared = self.books[book]
        shown = [f for f in declared.columns if not (isinstance(f, Reference) and not f.to)]
        sealed = self.names.sealed(book)
        found = []
        for values in self._ask(book).records(numbers):
            texts = {f.name: f.read(values[f.name], self.names, whole=whole) for f in shown}
            if values["id"] in sealed:
                texts |= dict.fromkeys(texts.keys() & declared.hidden, SEALED)
                values |= dict.fromkeys(declared.hidden)
            found.append(Row(int(values["id"] or 0), values, texts, declared.mark(values)))
        return found

    def row(self, book: str, record: int) -> Row:
        """One record; LookupError when there is none."""
        found = self.rows(book, [record])
        if not found:
            raise LookupError(f"{book} {record}")
        return found[0]

    def get(self, book: str, record: int) -> Mapping[str, Value]:
        """A record's stored values; empty when it is deleted or was never there."""
        return self.names.get(book, record)

    def sum(self, book: str, name: str, query: Query | None = None) -> int:
        """The total of a money column over a query, in fen."""
        return self._ask(book).sums(query or Query(), name)

    def proposals(self, book: str, name: str) -> list[str]:
        """What was written in this column before, most used first; nothing of a private one."""
        if self.books[book].field(name).private:
            return []
        return [str(v) for v in self._ask(book).distinct(name)]

    def history(self, book: str, record: int) -> list[tuple[str, str, dict[str, object], dict[str, object]]]:
        """What changed here: (moment, action, before, after), newest first."""
        return history(self.database, book, record)

    # -- writing ------------------------------------------------------------------------------------

    def check(self, book: str, raw: Mapping[str, object], record: int | None = None) -> list[Problem]:
        """Problems and warnings that writing this would meet, without writing."""
        return entry.check(self.books[book], raw, self._fresh_names(), record)[1]

    def add(self, book: str, raw: Mapping[str, object], *, title: str = "") -> Changes:
        """Write one new record from what was typed.

        Raises:
            BadInput: the book refuses the values; nothing is written.
        """
        values, problems = entry.check(self.books[book], raw, self._fresh_names())
        entry.refuse(problems)
        declared = self.books[book]
        name = declared.by_name[declared.label].show(values.get(declared.label), self.names)
        with self.acting(title or _doing("新增", declared, name)) as action:
            self.insert(action, book, [values])
        return self._done(action)

    def add_many(self, book: str, records: Iterable[Values], *, title: str) -> Changes:
        """Write new records whose values were already checked (import, paste), as one action."""
        with self.acting(title) as action:
            self.insert(action, book, list(records))
        entered = self.books[book].ledger is not None and self._any_entered(book, action)
        return self._done(action, undoable=not entered)

    def edit(self, book: str, record: int, raw: Mapping[str, object], *, title: str = "") -> Changes:
        """Change some columns of one record from what was typed.

        Raises:
            BadInput: the book refuses the values, or the ledger entry is locked.
        """
        return self.edit_many(book, {record: raw}, title=title)

    def edit_many(self, book: str, raws: Mapping[int, Mapping[str, object]], *, title: str = "") -> Changes:
        """Change several records as one action; all are checked before the first is written."""
        declared, names = self.books[book], self._fresh_names()
        checked: dict[int, Values] = {}
        for record, raw in raws.items():
            self._refuse_locked(declared, record, raw)
            self._refuse_sealed(declared, record)
            values, problems = entry.check(declared, raw, names, record)
            entry.refuse(problems)
            old = names.get(book, record)
            changed = {k: v for k, v in values.items() if old.get(k) != v}
            if changed:
                checked[record] = changed
        if not checked:
            return Changes(0, "")
        first = next(iter(checked))
        label = names.label(book, first)
        words = _doing("修改", declared, label) if len(raws) == 1 else f"修改 {declared.count_words(len(checked))}"
        with self.acting(title or words) as action:
            for record, values in checked.items():
                self.update(action, book, record, values)
        return self._done(action)

    def remove(self, book: str, numbers: Sequence[int]) -> Changes:
        """Put records into the recycle bin.

        Raises:
            UserError: one of them is an entered ledger entry, or another record needs it.
        """
        declared = self.books[book]
        for number in numbers:
            if declared.ledger and self.get(book, number).get("serial") is not None:
                raise UserError("已入账的不能删除，写错了请作废冲销")
            self._refuse_sealed(declared, number)
            self._refuse_needed(book, number)
        label = self.names.label(book, numbers[0]) if numbers else ""
        words = _doing("删除", declared, label) if len(numbers) == 1 else f"删除 {declared.count_words(len(numbers))}"
        with self.acting(words) as action:
            for number in numbers:
                action.update(book, number, {"deleted": 1})
        return self._done(action)

    def bring_back(self, book: str, numbers: Sequence[int]) -> Changes:
        """Take records out of the recycle bin."""
        with self.acting(f"恢复 {self.books[book].count_words(len(numbers))}") as action:
            for number in numbers:
                action.update(book, number, {"deleted": 0})
        return self._done(action)

    def last_action(self) -> tuple[int, str] | None:
        """The action that 撤销 would take back: (number, what it did)."""
        return last_action(self.database)

    def undo(self, action: int | None = None) -> Changes:
        """Take an action back, by default the last one.

        Raises:
            UserError: there is nothing to take back, or the ledger forbids it.
        """
        if action is None:
            last = self.last_action()
            if last is None:
                raise UserError("没有可以撤销的操作")
            action = last[0]
        changes = undo(self.database, action)
        self.names.forget(changes)
        return changes

    # -- what was begun and not yet saved -----------------------------------------------------------

    def keep_draft(self, book: str, record: int, values: Mapping[str, object]) -> None:
        """Keep what was typed into a form; record 0 is a new one. Nothing typed drops the draft."""
        drafts.keep(self.database, book, record, values)

    def drafts(self, book: str) -> list[Draft]:
        """What was typed into a book's forms and not saved; `book` may also name a dialog ("board/progress")."""
        return drafts.kept(self.database, book)

    def drop_draft(self, book: str, record: int) -> None:
        """What was typed has been saved, or is not wanted."""
        drafts.drop(self.database, book, record)

    # -- for the books' own rules (entering, reversing, signing in) ---------------------------------

    def acting(self, title: str) -> _Acting:
        """An open action; call `insert` and `update` with it. Unique violations become a sentence."""
        return _Acting(self, title)

    def insert(self, action: Action, book: str, records: Sequence[Values]) -> list[int]:
        """Write checked values as new records within an action."""
        declared = self.books[book]
        columns: dict[str, Sequence[object]] = {
            f.name: [values.get(f.name) for values in records] for f in declared.stored
        }
        columns[HIDDEN[0]] = entry.search_texts(declared, records)
        return action.insert(book, columns)

    def update(self, action: Action, book: str, record: int, values: Mapping[str, Value]) -> None:
        """Write checked values into a record within an action."""
        declared = self.books[book]
        whole = {**self.get(book, record), **values}
        action.update(book, record, {**values, "search": entry.search_text(declared, whole)})

    def _any_entered(self, book: str, action: Action) -> bool:
        numbers = action.created.get(book, [])
        return any(self.get(book, number).get("serial") is not None for number in numbers[:1])

    def _done(self, action: Action, *, undoable: bool = True) -> Changes:
        changes = action.changes(undoable=undoable)
        self.names.forget(changes)
        return changes

    def _ask(self, book: str) -> Asker:
        return Asker(self.database, self.books[book], self.books, self.today)

    def _fresh_names(self) -> NameBook:
        self.names.today = self.today
        return self.names

    def _refuse_locked(self, book: Book, record: int, raw: Mapping[str, object]) -> None:
        if not book.ledger or self.get(book.name, record).get("serial") is None:
            return
        locked = [f for f in book.fields if f.locked and f.name in raw]
        if locked:
            raise BadInput(
                Problem("已入账，不能再改；写错了请作废冲销", f.label, name=f.name) for f in locked
            )

    def _refuse_sealed(self, book: Book, record: int) -> None:
        if record in self.names.sealed(book.name):
            raise UserError(f"这{book.measure}{book.noun}的资料已封存，不能改；要改请先解除封存")

    def _refuse_needed(self, book: str, number: int) -> None:
        for other in self.books.values():
            for f in entry.references(other):
                if f.to != book:
                    continue
                used = self.database.value(
                    f"SELECT count(*) FROM {other.name} WHERE {f.name} = ? AND deleted = 0", (number,)
                )
                if used:
                    label = self.names.label(book, number)
                    raise UserError(
                        f"“{label}”在“{other.title}”里还有 {used} {other.measure}记录，不能删除"
                    )


def _doing(verb: str, book: Book, label: str) -> str:
    """An action's title: “新增委员 王芳”; of a book apart no name."""
    return f"{verb}{book.noun}" if book.apart else f"{verb}{book.noun} {label[:20]}".strip()


class _Acting:
    """`store.writing.acting` with the desk's sentences for violated uniqueness."""

    def __init__(self, desk: Desk, title: str) -> None:
        self.desk = desk
        self.title = title

    def __enter__(self) -> Action:
        self._inner = acting(self.desk.database, self.title)
        self.action = self._inner.__enter__()
        return self.action

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._inner.__exit__(kind, error, trace)
        except DATABASE_ERRORS as failed:
            error = failed
        if isinstance(error, DATABASE_ERRORS):
            sentence = _constraint_sentence(self.desk.books, str(error))
            if sentence:
                raise UserError(sentence, details=str(error)) from error
            if kind is None:
                raise error
        if kind is None:
            self.desk.names.forget(self.action.changes())


def _constraint_sentence(books: Mapping[str, Book], text: str) -> str:
    unique = re.search(r"UNIQUE constraint failed: (.+)", text)
    if unique:
        parts = [p.strip().split(".") for p in unique[1].split(",")]
        book = books.get(parts[0][0])
        if book:
            labels = "、".join(f.label for f in book.stored if [book.name, f.name] in parts)
            return f"“{book.title}”里已经有{labels}相同的{book.noun}，请不要重复登记"
    if "ledger: " in text:
        return "已入账的不能改也不能删，写错了请作废冲销"
    return ""


def _sort_key(text: object) -> str:
    if text is None:
        return ""
    from liaison.chinese.pinyin import sort_key

    return sort_key(str(text))

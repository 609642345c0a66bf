"""The desk: one open store with its books on it. All reading and writing of records goes through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from liaison.changes import Changes
from liaison.errors import BadInput, Problem, UserError
from liaison.kit import bin, entry, trail, undoing
from liaison.kit.acting import ALREADY, Acting, doing
from liaison.kit.bin import Discarded
from liaison.kit.book import Book
from liaison.kit.fields import SEALED, Choice, Day, Field, LongText, Reference, Value, Values
from liaison.kit.names import NameBook
from liaison.kit.query import Asker, Query
from liaison.kit.schema import HIDDEN
from liaison.kit.trail import ActionRow, Change
from liaison.store import drafts
from liaison.store.database import Database
from liaison.store.drafts import Draft
from liaison.store.writing import Action

BULK = 20
"""So many records changed at once are a bulk change: a copy of the office is made before."""


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


def unmasked(book: Book, row: Row) -> Row:
    """A row with its private texts whole, for who asked for them; what is sealed stays hidden."""
    whole = {f.name: f.show(row.values[f.name]) for f in book.columns if f.private and row.texts[f.name] != SEALED}
    return replace(row, texts={**row.texts, **whole})


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
        readers = [(f.name, f.read if f.private and not whole else f.show) for f in shown]
        sealed, names = self.names.sealed(book), self.names
        found = []
        for values in self._ask(book).records(numbers):
            texts = {name: read(values[name], names) for name, read in readers}
            if values["id"] in sealed:
                texts |= dict.fromkeys(declared.hidden, SEALED)
                values |= declared.sealed_values
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

    def called(self, book: str, record: int) -> str:
        """What a record is called, also in the recycle bin; one named by a choice says whose it is."""
        declared = self.books[book]
        f = declared.by_name[declared.label]
        if not isinstance(f, (Choice, Reference)):
            label = self.names.label(book, record)
            return f.mask(label) if f.private else label
        who = [o for o in declared.fields if isinstance(o, Reference) or getattr(o, "pinyin", False)]
        names = [o.name for o in dict.fromkeys((*who, f))]
        rows = self.database.rows(f"SELECT {', '.join(names)} FROM {book} WHERE id = ?", (record,))
        texts = [declared.by_name[name].read(v, self.names) for row in rows for name, v in zip(names, row, strict=True)]
        return " ".join(text for text in texts if text) or self.names.label(book, record)

    def reading(self, book: str, f: Field, value: Value, *, whole: bool = False) -> str:
        """A stored value as it is read in a history, days with their year.

        Private ones, and texts of a book apart, are masked unless `whole`.
        """
        dated = isinstance(f, Day) and not f.private
        text = f.edit(value) if dated else f.read(value, self.names, whole=whole)
        return Field.mask(f, text) if self.books[book].apart and isinstance(f, LongText) and not whole else text

    def setting_words(self, key: str, value: str) -> tuple[str, str]:
        """A setting's heading and its stored text as it is read; no heading for the program's own notes."""
        return key, value

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
        name = declared.by_name[declared.label].read(values.get(declared.label), self.names)
        with self.acting(title or doing("新增", declared, name)) as action:
            self.insert(action, book, [values])
        return action.changes()

    def add_many(self, book: str, records: Iterable[Values], *, title: str) -> Changes:
        """Write new records whose values were already checked (import, paste), as one action."""
        with self.acting(title) as action:
            self.insert(action, book, list(records))
        return action.changes()

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
            self.refuse_sealed(declared, record)
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
        words = doing("修改", declared, label) if len(raws) == 1 else f"修改 {declared.count_words(len(checked))}"
        self.prepare_bulk(len(checked))
        with self.acting(title or words) as action:
            for record, values in checked.items():
                self.update(action, book, record, values)
        return action.changes()

    def remove(self, book: str, numbers: Sequence[int]) -> Changes:
        """Put records into the recycle bin; see kit.bin.remove."""
        return bin.remove(self, book, numbers)

    def note(self, title: str) -> Changes:
        """Write into 操作记录 that something was done that changed no record (“导出 捐赠 36 笔，含电话”)."""
        with self.acting(title) as action:
            pass
        return action.changes(undoable=False)

    def copy_first(self, reason: str) -> None:
        """What happens before much is changed at once (bulk, import); an office makes a copy of itself."""

    def prepare_bulk(self, count: int) -> None:
        """To be called before records are changed at once: many of them are a bulk change."""
        if count >= BULK:
            self.copy_first("bulk")

    # -- the recycle bin ----------------------------------------------------------------------------

    def bring_back(self, book: str, numbers: Sequence[int], *, parents: bool = False) -> Changes:
        """Take records out of the recycle bin; see kit.bin.bring_back."""
        return bin.bring_back(self, {book: numbers}, parents=parents)

    def bring_back_all(self, wanted: Mapping[str, Sequence[int]], *, parents: bool = False) -> Changes:
        """Take records of several books out of the recycle bin as one action; see kit.bin.bring_back."""
        return bin.bring_back(self, wanted, parents=parents)

    def trash_counts(self) -> dict[str, int]:
        """How many records of each book are in the recycle bin; books without one are left out."""
        return bin.counts(self)

    def trash(self, book: str = "", search: str = "") -> list[tuple[str, int, int]]:
        """What is in the recycle bin, last deleted first; see kit.bin.discarded."""
        return bin.discarded(self, book, search)

    def trash_rows(self, some: Sequence[tuple[str, int, int]]) -> list[Discarded]:
        """A window of `trash`, ready to be read."""
        return bin.shown(self, some)

    def content_of(self, gone: Discarded) -> Change:
        """What a record in the recycle bin says; see kit.trail.content_of."""
        return trail.content_of(self, gone)

    # -- undo, redo and what changed ----------------------------------------------------------------

    def undo(self, action: int | None = None) -> Changes:
        """Take an action back, by default the last one; see kit.undoing.undo."""
        return undoing.undo(self, action)

    def redo(self, action: int | None = None) -> Changes:
        """Apply again what was taken back, by default the last; see kit.undoing.redo."""
        return undoing.redo(self, action)

    def last_action(self) -> tuple[int, str] | None:
        """The action that 撤销 would take back: (number, what it did)."""
        return undoing.last_action(self)

    def next_redo(self) -> tuple[int, str] | None:
        """The action that 重做 would apply again: (number, what it did)."""
        return undoing.next_redo(self)

    def history(self, book: str, record: int, *, whole: bool = False) -> list[Change]:
        """这里改过什么, newest first; private texts masked unless `whole`."""
        return trail.history(self, book, record, whole=whole)

    def actions(
        self, search: str = "", book: str = "", record: int = 0, offset: int = 0, limit: int = 200
    ) -> list[ActionRow]:
        """A window of 操作记录, newest first; see kit.trail.actions."""
        return trail.actions(self, search, book, record, offset, limit)

    def action_count(self, search: str = "", book: str = "", record: int = 0) -> int:
        """How many actions `actions` would list."""
        return trail.action_count(self, search, book, record)

    def changes_of(self, action: int, offset: int = 0, limit: int = 200, *, whole: bool = False) -> list[Change]:
        """What one action did, record by record; a window of it."""
        return trail.changes_of(self, action, offset, limit, whole=whole)

    def change_count(self, action: int) -> int:
        """How many changes `changes_of` lists."""
        return trail.line_count(self, action)

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

    def acting(
        self, title: str, *, twice: str = ALREADY, undoes: int | None = None, redoes: int | None = None
    ) -> Acting:
        """An open action; call `insert` and `update` with it. Unique violations become a sentence."""
        return Acting(self, title, twice=twice, undoes=undoes, redoes=redoes)

    def forget(self, changes: Changes) -> None:
        """Drop what was read before and is stale now."""
        self.names.forget(changes)

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

    def _ask(self, book: str) -> Asker:
        return Asker(self.database, self.books[book], self.books, self.today, self.names.sealed_texts)

    def _fresh_names(self) -> NameBook:
        self.names.today = self.today
        return self.names

    def _refuse_locked(self, book: Book, record: int, raw: Mapping[str, object]) -> None:
        if not book.ledger or self.get(book.name, record).get("serial") is None:
            return
        locked = [f for f in book.fields if f.locked and f.name in raw]
        if locked:
            raise BadInput(
                Problem("已入账，不能再改；写错了请作废冲销，以前年度的请更正", f.label, name=f.name) for f in locked
            )

    def refuse_sealed(self, book: Book, record: int) -> None:
        """UserError when a record is sealed (封存): what is hidden cannot be changed, nor copied elsewhere."""
        if record in self.names.sealed(book.name):
            raise UserError(f"这{book.measure}{book.noun}的资料已封存，不能改；要改请先解除封存")


def _sort_key(text: object) -> str:
    if text is None:
        return ""
    from liaison.chinese.pinyin import sort_key

    return sort_key(str(text))

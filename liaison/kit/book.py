"""The declaration of a book: everything that listing, forms, search, import, export and printing need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Protocol

from liaison.errors import Problem
from liaison.kit.declared import Declared
from liaison.kit.fields import Computed, Field, Names, Value, Values


class Reader(Names, Protocol):
    """What a rule may ask of the other books."""

    today: str

    def get(self, book: str, record: int) -> Mapping[str, Value]:
        """A record's stored values."""


Rule = Callable[[Values, Reader, int | None], Iterable[Problem]]
"""(the whole record's values, the other books, the record's number or None when new) → problems."""

Derive = Callable[[Values, Reader], None]
"""Fills what follows from the other values, in place, before the rules look."""


class Filter(Declared):
    """One chip above the list: records for which the SQL condition over alias `t` holds."""

    key: str
    label: str
    sql: str


class Ledger(Declared):
    """Makes a book append-only once entered (入账), with numbers without gaps per year.

    Attributes:
        date: the field whose year numbers the entry.
        signed: the fields that a reversing entry carries with the opposite sign.
        kept: the fields beside the locked ones that a reversing or correcting entry carries on, so that the
            sums by them (whose gifts, of what kind of donor) come out.
    """

    date: str
    signed: tuple[str, ...]
    kept: tuple[str, ...] = ()


class Book(Declared):
    """One book.

    Attributes:
        name: its name in code and on the command line ("donations").
        title: its name on the screen ("捐赠台账").
        noun: one record of it ("捐赠"); `measure`: its measure word ("笔").
        fields: its columns in book order.
        computed: columns that are read only.
        import_only: columns a sheet may have that help to find the others (an activity's day).
        label: the field that names a record; `distinguish`: an SQL expression over `t` that tells
            records of one name apart, shown in brackets.
        date: the field that places a record in a period, or "".
        order: book order: field names, "-" first for descending.
        filters: chips above the list.
        rules, derive: what the values must obey, and what follows from them.
        mark: a word for how a row is shown ("void", "reversal", "correction", "overdue", "near", "done", "").
        ledger: set for the books of money.
        stands: the columns that go on standing when a record is sealed (封存): the others are hidden; () for a book
            whose records cannot be sealed.
        apart: people in need are in it: found, listed, printed and exported only when asked for in that very moment;
            no name of it stands in an action's title.
        hint: what belongs here, for the empty list.
        unique: groups of fields no two records may share.
        extra_sql: further triggers or indexes the book needs.
        later: the fields that a step after the book's own added to its table, oldest first.
    """

    name: str
    title: str
    noun: str
    measure: str = "条"
    fields: tuple[Field, ...]
    computed: tuple[Computed, ...] = ()
    import_only: tuple[Field, ...] = ()
    label: str
    distinguish: str = ""
    date: str = ""
    order: tuple[str, ...] = ("id",)
    filters: tuple[Filter, ...] = ()
    rules: tuple[Rule, ...] = ()
    derive: tuple[Derive, ...] = ()
    mark: Callable[[Mapping[str, Value]], str] = staticmethod(lambda _values: "")
    ledger: Ledger | None = None
    stands: tuple[str, ...] = ()
    apart: bool = False
    hint: str = ""
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    extra_sql: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Every readable column by name: typed, ledger and computed ones."""
        return {f.name: f for f in self.columns}

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        """The columns in the file, apart from id, search and deleted."""
        return self.fields + (ledger_fields() if self.ledger else ())

    @cached_property
    def added(self) -> tuple[str, ...]:
        """The columns that stand last in the file, because later steps added them."""
        return (("corrects",) if self.ledger else ()) + self.later

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """Every readable column in reading order; a ledger's number comes first."""
        ledger = ledger_fields() if self.ledger else ()
        shown = (ledger_number(),) if self.ledger else ()
        return shown + self.fields + tuple(c.as_field for c in self.computed) + ledger

    @cached_property
    def computed_sql(self) -> Mapping[str, str]:
        """The SQL of every column that is not in the file."""
        found = {c.name: c.sql for c in self.computed}
        if self.ledger:
            found["entry"] = "CASE WHEN t.serial IS NULL THEN '' ELSE t.year || '-' || printf('%03d', t.serial) END"
        return found

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The columns that are hidden when a record is sealed; what makes a ledger's entry one always stands."""
        return frozenset(f.name for f in self.fields if f.name not in self.stands) if self.stands else frozenset()

    @cached_property
    def sealed_values(self) -> Mapping[str, Value]:
        """What is read in place of the hidden columns' values."""
        return {f.name: f.sealed_value for f in self.fields if f.name in self.hidden}

    @cached_property
    def needed(self) -> tuple[Field, ...]:
        """The columns no record may lack."""
        return tuple(f for f in self.fields if f.required)

    @cached_property
    def defaulted(self) -> tuple[Field, ...]:
        """The columns that a new record fills by itself."""
        return tuple(f for f in self.fields if f.default is not None)

    @cached_property
    def searched(self) -> tuple[Field, ...]:
        """The columns whose text the search box looks through."""
        return tuple(f for f in self.fields if f.searchable)

    @cached_property
    def typed(self) -> tuple[Field, ...]:
        """The columns a person types or imports."""
        return tuple(f for f in self.fields if f.typed)

    def field(self, name: str) -> Field:
        """A column by name; KeyError when there is none."""
        return self.by_name[name]

    def count_words(self, count: int) -> str:
        """“3 笔捐赠”."""
        return f"{count} {self.measure}{self.noun}"


def ledger_number() -> Field:
    """The entry's number as people say it: 2026-024; empty for a draft."""
    from liaison.kit.fields import Text

    return Text(name="entry", label="编号", typed=False, width=9)


LEDGER_NUMBER = "coalesce(t.year || '-' || printf('%03d', t.serial), '草稿')"
"""What tells entries of one name apart: the number, or that it is a draft yet."""


ENTERED = "已入账"
"""How an entry stands that nothing has happened to."""


def ledger_standing(book: str) -> Computed:
    """How an entry stands: 草稿, 已入账, 已作废, 冲销第 n 号, 更正 2025-013 号, or 已更正 and by which entry."""
    from liaison.kit.fields import Text

    number = "{0}.year || '-' || printf('%03d', {0}.serial)".format
    return Computed(
        as_field=Text(name="standing", label="情况", typed=False, width=10),
        sql="CASE WHEN t.serial IS NULL THEN '草稿' WHEN t.reverses IS NOT NULL THEN '冲销第 '"
        f" || (SELECT printf('%03d', o.serial) FROM {book} o WHERE o.id = t.reverses) || ' 号'"
        f" WHEN EXISTS (SELECT 1 FROM {book} r WHERE r.reverses = t.id) THEN '已作废'"
        f" WHEN t.corrects IS NOT NULL THEN '更正 ' || (SELECT {number('o')} FROM {book} o WHERE o.id = t.corrects)"
        f" || ' 号' ELSE coalesce((SELECT '已更正，见 ' || group_concat({number('c')}, '、' ORDER BY c.year, c.serial)"
        f" || ' 号' FROM {book} c WHERE c.corrects = t.id AND c.reverses IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {book} r WHERE r.reverses = c.id)), '{ENTERED}') END",
    )


def ledger_mark(values: Mapping[str, Value]) -> str:
    """How an entry's row is shown, for a book with `ledger_standing`."""
    if values.get("reverses"):
        return "reversal"
    marks = {"草稿": "draft", "已作废": "void"}
    return marks.get(str(values.get("standing")), "correction" if values.get("corrects") else "")


def ledger_fields() -> tuple[Field, ...]:
    """The columns every ledger has beside its own."""
    from liaison.kit.fields import Number, Reference, Text

    return (
        Number(name="year", label="年度", typed=False, listed=False),
        Number(name="serial", label="序号", typed=False, listed=False),
        Reference(name="reverses", label="冲销", to="", typed=False, listed=False),
        Text(name="reason", label="原因", typed=False, listed=False, limit=200),
        Reference(name="corrects", label="更正", to="", typed=False, listed=False),
    )

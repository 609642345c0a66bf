"""A book's table in the file: STRICT columns, its trail triggers, and a ledger's own guards.

Migrations hold frozen copies of these statements; a test keeps both equal, so that a book can not be
changed without a migration.
"""

from __future__ import annotations

from liaison.kit.book import Book
from liaison.kit.fields import Field, Reference
from liaison.store import ledger_chain

HIDDEN = ("search", "deleted")


def column_names(book: Book) -> tuple[str, ...]:
    """Every column of the book's table, in order; those that a later step added come last."""
    first = (f.name for f in book.stored if f.name not in book.added)
    return ("id", *first, *HIDDEN, *book.added)


def create_statements(book: Book) -> list[str]:
    """The statements that make the book's table with its indexes and triggers."""

    def column(f: Field) -> str:
        target = f.to or book.name if isinstance(f, Reference) else ""
        link = f" REFERENCES {target}(id)" if target else ""
        need = " NOT NULL" if f.required else ""
        return f"{f.name} {f.storage}{need}{link}"

    named = {f.name: f for f in book.stored}
    columns = ["id INTEGER PRIMARY KEY", *(column(f) for name, f in named.items() if name not in book.added)]
    columns += ["search TEXT NOT NULL DEFAULT ''", "deleted INTEGER NOT NULL DEFAULT 0"]
    columns += [column(named[name]) for name in book.added]
    statements = [f"CREATE TABLE {book.name} (\n  " + ",\n  ".join(columns) + "\n) STRICT"]
    for f in book.fields:
        led = any(group[0].lstrip("-") == f.name for group in (*book.indexes, *book.unique, book.order))
        if isinstance(f, Reference) and not led:
            statements.append(f"CREATE INDEX {book.name}_{f.name} ON {book.name}({f.name})")
    if book.order != ("id",):
        # The list's own order, walked without sorting; the query says `deleted = 0` in so many words.
        parts = [f"{name.lstrip('-')} DESC" if name.startswith("-") else name for name in book.order]
        last = [] if book.order[-1].lstrip("-") == "id" else ["id"]
        statements.append(
            f"CREATE INDEX {book.name}_in_order ON {book.name}({', '.join(parts + last)}) WHERE deleted = 0"
        )
    statements.append(f"CREATE INDEX {book.name}_in_bin ON {book.name}(id) WHERE deleted = 1")  # the recycle bin
    for group in book.indexes:
        statements.append(f"CREATE INDEX {book.name}_{'_'.join(group)} ON {book.name}({', '.join(group)})")
    for group in book.unique:
        statements.append(
            f"CREATE UNIQUE INDEX {book.name}_one_{'_'.join(group)} ON {book.name}({', '.join(group)}) "
            "WHERE deleted = 0"
        )
    statements += trail_triggers(book)
    if book.ledger:
        statements += ledger_triggers(book)
    return statements + list(book.extra_sql)


def content_sql(book: Book, row: str) -> str:
    """What the trail keeps of a record, as SQL over an alias: everything but the derived search text."""
    names = [n for n in column_names(book) if n != "search"]
    return "json_object(" + ", ".join(f"'{n}', {row}.{n}" for n in names) + ")"


def trail_triggers(book: Book) -> list[str]:
    """Every change writes its own trail, so that nothing goes around it."""

    def content(row: str) -> str:
        return content_sql(book, row)

    def trigger(event: str, record: str, before: str, after: str) -> str:
        return (
            f"CREATE TRIGGER {book.name}_trail_{event.lower()} AFTER {event} ON {book.name} BEGIN\n"
            f"  INSERT INTO trail(action, book, record, before, after)\n"
            f"  VALUES ((SELECT action FROM acting), '{book.name}', {record}.id, {before}, {after});\nEND"
        )

    return [
        trigger("INSERT", "NEW", "NULL", content("NEW")),
        trigger("UPDATE", "NEW", content("OLD"), content("NEW")),
        trigger("DELETE", "OLD", content("OLD"), "NULL"),
    ]


def ledger_triggers(book: Book) -> list[str]:
    """Once entered: no deletion, no change of what the entry says, numbers without gaps, a reversal is the exact
    negative of one entry of its year, once, a correction belongs to an entry of an earlier year and takes back no
    more than there is (trust.md, the ledger). Every entry is sealed into the chain."""
    assert book.ledger is not None
    name = book.name
    changed = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in locked_columns(book))
    negative = " OR ".join(f"NEW.{c} < 0" for c in book.ledger.signed)
    guard = _number_guard(book) + _reversal_guard(book) + _correction_guard(book)
    plain = "NEW.serial IS NULL AND (NEW.reverses IS NOT NULL OR NEW.corrects IS NOT NULL)"
    return [
        f"CREATE UNIQUE INDEX {name}_number ON {name}(year, serial) WHERE serial IS NOT NULL",
        f"CREATE UNIQUE INDEX {name}_reversed_once ON {name}(reverses) WHERE reverses IS NOT NULL",
        f"CREATE INDEX {name}_corrected ON {name}(corrects) WHERE corrects IS NOT NULL",
        f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} WHEN OLD.serial IS NOT NULL BEGIN\n"
        "  SELECT RAISE(ABORT, 'ledger: entered, cannot be deleted');\nEND",
        f"CREATE TRIGGER {name}_no_change BEFORE UPDATE ON {name} WHEN OLD.serial IS NOT NULL AND ({changed}) "
        "BEGIN\n  SELECT RAISE(ABORT, 'ledger: entered, cannot be changed');\nEND",
        f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name}\n"
        f"WHEN EXISTS (SELECT 1 FROM {name} WHERE id = NEW.id AND serial IS NOT NULL) BEGIN\n"
        "  SELECT RAISE(ABORT, 'ledger: entered, cannot be replaced');\nEND",
        f"CREATE TRIGGER {name}_entered_at_once BEFORE INSERT ON {name} WHEN NEW.serial IS NOT NULL BEGIN\n"
        f"{guard}END",
        f"CREATE TRIGGER {name}_entered BEFORE UPDATE ON {name} "
        "WHEN OLD.serial IS NULL AND NEW.serial IS NOT NULL BEGIN\n"
        f"{guard}END",
        f"CREATE TRIGGER {name}_no_negative BEFORE INSERT ON {name} "
        f"WHEN NEW.serial IS NULL AND ({negative}) BEGIN\n"
        "  SELECT RAISE(ABORT, 'ledger: negative without a reversal');\nEND",
        f"CREATE TRIGGER {name}_plain_draft BEFORE INSERT ON {name} WHEN {plain} BEGIN\n"
        "  SELECT RAISE(ABORT, 'ledger: a draft voids and corrects nothing');\nEND",
        f"CREATE TRIGGER {name}_draft_stays_plain BEFORE UPDATE ON {name} WHEN {plain} BEGIN\n"
        "  SELECT RAISE(ABORT, 'ledger: a draft voids and corrects nothing');\nEND",
        f"CREATE TRIGGER {name}_chained_at_once AFTER INSERT ON {name} WHEN NEW.serial IS NOT NULL BEGIN\n"
        f"  {ledger_chain.sealing(name)};\nEND",
        f"CREATE TRIGGER {name}_chained AFTER UPDATE ON {name} "
        "WHEN OLD.serial IS NULL AND NEW.serial IS NOT NULL BEGIN\n"
        f"  {ledger_chain.sealing(name)};\nEND",
    ]


LEDGER_LOCKED = ("year", "serial", "reverses", "reason", "deleted", "corrects")
"""What no entry changes, beside its book's own locked columns."""


def locked_columns(book: Book) -> tuple[str, ...]:
    """The columns of a ledger that cannot change once entered."""
    return (*(f.name for f in book.fields if f.locked), *LEDGER_LOCKED)


def identity(book: Book) -> tuple[str, ...]:
    """What of an entry is neither its day nor an amount: who gave what for which purpose."""
    assert book.ledger is not None
    return tuple(f.name for f in book.fields if f.locked and f.name not in (*book.ledger.signed, book.ledger.date))


def _number_guard(book: Book) -> str:
    assert book.ledger is not None
    last = f"SELECT coalesce(max(serial), 0) FROM {book.name} WHERE year = NEW.year AND serial IS NOT NULL"
    wrong_year = f"NEW.year IS NOT CAST(substr(NEW.{book.ledger.date}, 1, 4) AS INTEGER)"
    negative = " OR ".join(f"NEW.{c} < 0" for c in book.ledger.signed)
    return (
        f"  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE NEW.serial <> 1 + ({last}) OR {wrong_year};\n"
        "  SELECT RAISE(ABORT, 'ledger: negative without a reversal')\n"
        f"    WHERE NEW.reverses IS NULL AND NEW.corrects IS NULL AND ({negative});\n"
    )


def _reversal_guard(book: Book) -> str:
    assert book.ledger is not None
    opposite = " OR ".join(f"NEW.{c} IS NOT -o.{c}" for c in book.ledger.signed)
    differs = " OR ".join(f"NEW.{c} IS NOT o.{c}" for c in (*identity(book), "corrects", "year"))
    return (
        "  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND (NEW.reason IS NULL\n"
        f"    OR EXISTS (SELECT 1 FROM {book.name} c WHERE c.corrects = NEW.reverses) OR NOT EXISTS (\n"
        f"    SELECT 1 FROM {book.name} o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL\n"
        f"    AND NOT ({opposite} OR {differs})));\n"
    )


def _correction_guard(book: Book) -> str:
    """An entry and what corrects it, of one donor, item and purpose, together never fall below nought."""
    assert book.ledger is not None
    name = book.name
    same = " AND ".join(f"o.{c} IS NEW.{c}" for c in identity(book))
    sums = " OR ".join(f"coalesce(sum(o.{c}), 0) + coalesce(NEW.{c}, 0) < 0" for c in book.ledger.signed)
    nothing = " AND ".join(f"coalesce(NEW.{c}, 0) = 0" for c in book.ledger.signed)
    return (
        "  SELECT RAISE(ABORT, 'ledger: a wrong correction') WHERE NEW.corrects IS NOT NULL AND (NEW.reason IS NULL\n"
        f"    OR {nothing} OR NOT EXISTS (\n"
        f"    SELECT 1 FROM {name} o WHERE o.id = NEW.corrects AND o.serial IS NOT NULL AND o.year < NEW.year\n"
        "    AND o.reverses IS NULL AND o.corrects IS NULL\n"
        f"    AND NOT EXISTS (SELECT 1 FROM {name} r WHERE r.reverses = o.id))\n"
        f"    OR (SELECT {sums} FROM {name} o\n"
        "    WHERE (o.id = NEW.corrects OR o.corrects = NEW.corrects) AND o.serial IS NOT NULL\n"
        f"    AND {same}));\n"
    )

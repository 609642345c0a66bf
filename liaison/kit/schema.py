"""A book's table in the file: STRICT columns, its trail triggers, and a ledger's own guards.

Migrations hold frozen copies of these statements; a test keeps both equal, so that a book can not be
changed without a migration.
"""

from __future__ import annotations

from liaison.kit.book import Book
from liaison.kit.fields import Reference

HIDDEN = ("search", "deleted")


def column_names(book: Book) -> tuple[str, ...]:
    """Every column of the book's table, in order."""
    return ("id", *(f.name for f in book.stored), *HIDDEN)


def create_statements(book: Book) -> list[str]:
    """The statements that make the book's table with its indexes and triggers."""
    columns = ["id INTEGER PRIMARY KEY"]
    for f in book.stored:
        target = f.to or book.name if isinstance(f, Reference) else ""
        link = f" REFERENCES {target}(id)" if target else ""
        need = " NOT NULL" if f.required else ""
        columns.append(f"{f.name} {f.storage}{need}{link}")
    columns += ["search TEXT NOT NULL DEFAULT ''", "deleted INTEGER NOT NULL DEFAULT 0"]
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
    """Once entered: no deletion, no change of what the entry says, numbers without gaps,
    a reversal is the exact negative of one entry, once (trust.md, the ledger)."""
    assert book.ledger is not None
    name = book.name
    locked = [f.name for f in book.fields if f.locked] + ["year", "serial", "reverses", "reason", "deleted"]
    changed = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in locked)
    opposite = " OR ".join(f"NEW.{c} IS NOT -o.{c}" for c in book.ledger.signed)
    same = [f.name for f in book.fields if f.locked and f.name not in (*book.ledger.signed, book.ledger.date)]
    differs = " OR ".join(f"NEW.{c} IS NOT o.{c}" for c in same) or "0"
    last = f"SELECT coalesce(max(serial), 0) FROM {name} WHERE year = NEW.year AND serial IS NOT NULL"
    next_number = f"NEW.serial <> 1 + ({last})"
    wrong_year = f"NEW.year IS NOT CAST(substr(NEW.{book.ledger.date}, 1, 4) AS INTEGER)"
    guard = (
        f"  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE {next_number} OR {wrong_year};\n"
        "  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND NOT EXISTS (\n"
        f"    SELECT 1 FROM {name} o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL\n"
        f"    AND NOT ({opposite} OR {differs}));\n"
    )
    positive = " OR ".join(f"NEW.{c} < 0" for c in book.ledger.signed)
    return [
        f"CREATE UNIQUE INDEX {name}_number ON {name}(year, serial) WHERE serial IS NOT NULL",
        f"CREATE UNIQUE INDEX {name}_reversed_once ON {name}(reverses) WHERE reverses IS NOT NULL",
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
        f"CREATE TRIGGER {name}_no_negative BEFORE INSERT ON {name} WHEN NEW.reverses IS NULL AND ({positive}) "
        "BEGIN\n  SELECT RAISE(ABORT, 'ledger: negative without a reversal');\nEND",
    ]

"""The frozen migration steps make exactly what the books declare today."""

from __future__ import annotations

import re

from liaison.books import BOOKS
from liaison.kit.schema import create_statements
from liaison.office import Office
from liaison.store.steps import STEPS, statements


def test_migrations_add_up_to_the_declared_books(office: Office) -> None:
    stored = dict(office.database.rows("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    declared = {}
    for book in BOOKS.values():
        for statement in create_statements(book):
            words = statement.replace("UNIQUE ", "").split()
            declared[words[2]] = statement
    own = {
        "actions", "acting", "trail", "trail_record", "actions_undoes", "actions_redoes", "options", "options_trail",
        "trail_links", "trail_linked", "trail_no_delete", "trail_no_change", "trail_links_no_delete",
        "trail_links_no_change", "trail_action", "drafts", "chain",
        "chain_no_delete", "chain_no_change", "chain_in_order", "sealings",
    }  # fmt: skip
    assert set(stored) - own == set(declared)
    for name, statement in declared.items():
        assert plain(stored[name]) == plain(statement), name


def plain(statement: str) -> str:
    """Without line ends and without the blanks that SQLite leaves around an added column."""
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(statement.split()))


def test_every_table_is_strict_and_has_its_trail(office: Office) -> None:
    for book in BOOKS:
        strict = office.database.value("SELECT strict FROM pragma_table_list WHERE name = ?", (book,))
        assert strict == 1, book
        triggers = office.database.value(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? AND name LIKE '%_trail_%'",
            (book,),
        )
        assert triggers == 3, book


def test_steps_hold_whole_statements() -> None:
    import sqlite3

    for step in STEPS:
        for statement in statements(step):
            assert sqlite3.complete_statement(statement + ";"), statement

"""The settings table: small texts by key, written inside an action like everything else."""

from __future__ import annotations

from collections.abc import Mapping

from liaison.changes import Changes
from liaison.store.database import Database
from liaison.store.writing import acting

BOOK = "options"
"""What the trail calls the settings; their record is 0."""


def read_options(database: Database) -> dict[str, str]:
    """All settings as stored."""
    return dict(database.rows("SELECT key, value FROM options"))


def write_options(database: Database, texts: Mapping[str, str], title: str, *, first: bool = False) -> Changes:
    """Store settings; an unchanged one is not touched. The trail keeps the former value.

    Args:
        first: they are a new office's own, which nobody takes back: the trail begins after them.
    """
    current = read_options(database)
    changed = {k: v for k, v in texts.items() if current.get(k) != v}
    if not changed:
        return Changes(0, "")
    with acting(database, title) as action:
        for key, value in changed.items():
            if not first and key not in current:  # the trail keeps changes: what was never set was empty
                database.run("INSERT INTO options(key, value) VALUES (?, '')", (key,))
            database.run(
                "INSERT INTO options(key, value) VALUES (?, ?)"
                " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
        action.touched[BOOK] = {0}
    return action.changes()

"""The settings table: small texts by key, written inside an action like everything else."""

from __future__ import annotations

from collections.abc import Mapping

from liaison.store.database import Database
from liaison.store.writing import acting


def read_options(database: Database) -> dict[str, str]:
    """All settings as stored."""
    return dict(database.rows("SELECT key, value FROM options"))


def write_options(database: Database, texts: Mapping[str, str], title: str) -> None:
    """Store settings; an unchanged one is not touched. The trail keeps the former value."""
    current = read_options(database)
    changed = {k: v for k, v in texts.items() if current.get(k) != v}
    if not changed:
        return
    with acting(database, title):
        for key, value in changed.items():
            database.run(
                "INSERT INTO options(key, value) VALUES (?, ?)"
                " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

"""What the program itself keeps in the settings table: no action of anybody's, no trail, nothing to undo.

Such keys are never the user's settings: when the second copy was made, which program opened the office last.
"""

from __future__ import annotations

from liaison.store.database import Database


def remember(database: Database, notes: dict[str, str]) -> None:
    """Keep small texts by key. A new row instead of a changed one: the trail is kept of changes only.

    Raises:
        UserError: the file cannot be written.
    """
    with database.transaction():
        for key, value in notes.items():
            database.run("DELETE FROM options WHERE key = ?", (key,))
            database.run("INSERT INTO options(key, value) VALUES (?, ?)", (key, value))


def recall(database: Database, key: str) -> str:
    """A kept text, "" when there is none."""
    return str(database.value("SELECT value FROM options WHERE key = ?", (key,)) or "")

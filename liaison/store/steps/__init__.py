"""The steps of the file's schema, oldest first: one frozen SQL file each.

A step is never edited once released, and never imports a book: a book is what it is today, a step is
what it was then. A test holds the sum of all steps against the books as declared today.
packaging/freeze_schema.py writes a new book's statements for a new step.
"""

from __future__ import annotations

from pathlib import Path

STEPS = ("0001_first_books", "0002_trail_links", "0003_ledger_chain", "0004_privacy", "0005_undo")


def statements(step: str) -> list[str]:
    """The statements of a step, in order; each ends with a semicolon and an empty line in its file."""
    text = (Path(__file__).parent / f"{step}.sql").read_text(encoding="utf-8")
    without_comments = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return [part.strip() for part in (without_comments + "\n\n").split(";\n\n") if part.strip()]

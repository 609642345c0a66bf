"""Papers read back from their plain text: tables by their headings, numbers by the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from liaison.chinese.dates import Period
from liaison.office import Office
from liaison.papers import PAPERS, Request
from liaison.press.plaintext import plain_text


def texts_of(office: Office, name: str, **asked: object) -> list[str]:
    """The plain text of every document of a paper."""
    if isinstance(asked.get("period"), str):
        asked["period"] = Period.parse(str(asked["period"]))
    return [plain_text(d) for d in PAPERS[name].make(office, office.settings, Request(**asked))]  # type: ignore[arg-type]


def text_of(office: Office, name: str, **asked: object) -> str:
    """The plain text of a paper of one document."""
    (text,) = texts_of(office, name, **asked)
    return text


def rows_under(text: str, *head: str) -> list[list[str]]:
    """The rows of every table whose headings begin so, up to the first line that is no row."""
    found: list[list[str]] = []
    within = False
    for line in text.split("\n"):
        cells = line.split("\t")
        if tuple(cells[: len(head)]) == head:
            within = True
        elif within and len(cells) > 1:
            found.append(cells)
        else:
            within = False
    return found


def by_heading(text: str, *head: str) -> list[dict[str, str]]:
    """The same rows, each cell under its heading; rows of another width are left out."""
    columns = next(
        cells for cells in (line.split("\t") for line in text.split("\n")) if tuple(cells[: len(head)]) == head
    )
    return [
        dict(zip(columns, cells, strict=True)) for cells in rows_under(text, *head) if len(cells) == len(columns)
    ]


def numbers(pattern: str, text: str) -> tuple[str, ...]:
    """What a sentence says where the pattern has brackets; empty where the sentence is not there."""
    match = re.search(pattern, text)
    return () if match is None else tuple(group or "" for group in match.groups())


def without(line: Sequence[str], *empty: str) -> list[str]:
    """The cells that say something."""
    return [cell for cell in line if cell not in ("", "—", *empty)]

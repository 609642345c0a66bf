"""Papers read by their blocks, and measured as they lie on their pages."""

from __future__ import annotations

from collections import Counter

from liaison import press
from liaison.press import blocks as b
from liaison.press.measures import MM
from liaison.press.pages import Pages
from liaison.press.plaintext import plain_text

HOSTILE = "<b>粗</b> & =1+1 雲溪鎮聯絡處 😀 㛃䶮𬭚"
"""What people paste: marks of other formats, a formula, traditional characters, an emoji, rare names."""

_TOUCH = 0.6  # points; em boxes of neighbours may touch


def tables(document: b.Document) -> list[b.Table]:
    """The tables of a paper."""
    return [block for block in document.blocks if isinstance(block, b.Table)]


def texts(table: b.Table) -> list[list[str]]:
    """The rows of a table as texts; a group row as one."""
    return [
        [b.plain(row.label)] if isinstance(row, b.Group) else [b.plain(b.cell_of(cell).text) for cell in row]
        for row in table.rows
    ]


def column(table: b.Table, label: str) -> list[str]:
    """A column of a table by its heading, without the group rows."""
    at = [column.label for column in table.columns].index(label)
    return [row[at] for row in texts(table) if len(row) == len(table.columns)]


def keyed(table: b.Table) -> dict[str, str]:
    """The figures that a table shows, by key."""
    rows = [row for row in (*table.rows, *table.foot) if not isinstance(row, b.Group)]
    runs = [run for row in rows for cell in row for run in b.runs_of(b.cell_of(cell).text)]
    return {run.figure: run.text for run in runs if run.figure}


def said(document: b.Document) -> str:
    """All that a paper says, a line a paragraph or row."""
    return plain_text(document)


def lay_whole(document: b.Document) -> Pages:
    """The paper on its pages; nothing is cut, nothing leaves its sheet, no two lines lie over each other."""
    pages = press.lay(document)
    there = Counter("".join("".join(page.text.split()) for page in pages))
    wanted = Counter("".join(b.title_text(said(document)).split()))
    missing = wanted - there
    assert not missing, f"not on paper: {''.join(missing)[:200]}"
    for page in pages:
        for line in page.lines:
            assert line.x > 14 * MM and line.x + line.width < page.width - 14 * MM, line.text
            assert line.y > 14 * MM and line.y + line.size < page.height - 14 * MM, line.text
        _nothing_overprinted(page.lines)
        for stroke in page.ink:
            assert all(0 < x < page.width and 0 < y < page.height for line in stroke.lines for x, y in line)
    return pages


def _nothing_overprinted(lines: tuple[press.PlacedLine, ...]) -> None:
    by_top = sorted(lines, key=lambda line: line.y)
    for place, line in enumerate(by_top):
        for other in by_top[place + 1 :]:
            if other.y >= line.y + line.size - _TOUCH:
                break
            apart = other.x >= line.x + line.width - _TOUCH or line.x >= other.x + other.width - _TOUCH
            assert apart, (line.text, other.text)

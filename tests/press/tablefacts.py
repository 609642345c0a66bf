"""What is read from laid tables: the texts of their cells, in order, and what must hold on every page."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from liaison import press
from liaison.press.blocks import Block, Document
from liaison.press.measures import MM


def lay(*blocks: Block, **given: bool) -> press.Pages:
    """The blocks on pages."""
    return press.lay(Document("试排", blocks, **given))


def letters(pages: press.Pages) -> Counter[str]:
    """Every character on the pages, blanks left out."""
    return Counter("".join("".join(page.text.split()) for page in pages))


def check_page(page: press.Page) -> None:
    """No text leaves its cell or its sheet, and no two lines overlap."""
    sides = sorted({round(rule.x0, 2) for rule in page.rules if rule.x0 == rule.x1})
    edges = sorted({round(rule.y0, 2) for rule in page.rules if rule.y0 == rule.y1})
    for line in page.lines:
        assert line.x >= 10 * MM and line.x + line.width <= page.width - 10 * MM, line.text
        assert line.y >= 10 * MM and line.y + line.size <= page.height - 10 * MM, line.text
        if not edges or not edges[0] <= line.y <= edges[-1]:
            continue
        below = min(edge for edge in edges if edge > line.y)
        assert line.y + line.size <= below + 0.01, line.text
        crossed = [
            rule for rule in page.rules
            if rule.x0 == rule.x1 and rule.y0 <= line.y and rule.y1 >= line.y + line.size
            and line.x + 0.01 < rule.x0 < line.x + line.width - 0.01
        ]
        assert not crossed, line.text
        assert sides
    placed = sorted(page.lines, key=lambda line: line.y)
    for one, other in pairwise(placed):
        if other.y < one.y + one.size - 0.5:  # beside each other
            assert one.x + one.width <= other.x + 0.6 or other.x + other.width <= one.x + 0.6, (one.text, other.text)


def rows_of(page: press.Page) -> list[list[str]]:
    """The texts of a page's cells, row by row; a cell's lines joined."""
    edges = sorted({round(rule.y0, 2) for rule in page.rules if rule.y0 == rule.y1})
    found: list[list[str]] = []
    for top, bottom in pairwise(edges):
        verticals = sorted({
            round(rule.x0, 2) for rule in page.rules
            if rule.x0 == rule.x1 and rule.y0 <= top + 0.5 and rule.y1 >= bottom - 0.5
        })
        inside = [line for line in page.lines if top <= line.y < bottom]
        found.append([
            "".join(line.text for line in inside if left <= line.x < right) for left, right in pairwise(verticals)
        ])
    return found

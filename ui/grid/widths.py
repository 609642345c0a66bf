"""How wide the columns of a list open: what their cells and headings need, the rest to long texts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics

from liaison.kit.fields import Day, Phone, Reference, Text
from ui import theme
from ui.grid.columns import Column
from ui.grid.delegate import PADDING
from ui.grid.header import GridHeader
from ui.grid.model import GridModel

WIDEST, NAME, SENTENCE, OTHER, NARROWEST = 400, 200, 150, 96, 72
"""Widths in px at 100 %: the widest a column opens with; what names, sentences and other texts keep when
room is short; and what these others keep in the end, before the list is scrolled sideways."""


def fitted_widths(model: GridModel, head: GridHeader, shown: Sequence[int], room: int) -> dict[int, int]:
    """The width of every shown column, together as wide as the room where that can be done."""
    wide = {c: natural_width(model, head, c) for c in shown}
    spare = room - sum(wide.values())
    if spare < 0:
        for other in (OTHER, NARROWEST):
            least = {c: max(_least(model.columns[c], first=c == 0, other=other), head.words_width(c)) for c in shown}
            _shrink(wide, least, sum(wide.values()) - room)
        return wide
    spare = _widen(wide, model.columns, spare)
    share = [c for c in shown if _is_long(model.columns[c], first=c == 0)] or list(shown)
    for n, c in enumerate(share):
        wide[c] += spare // len(share) + (spare % len(share) if n == len(share) - 1 else 0)
    return wide


def natural_width(model: GridModel, head: GridHeader, column: int) -> int:
    """What the first rows and the heading need; a text that goes on and on is no measure."""
    metrics = QFontMetrics(theme.font("body"))
    texts = (str(model.index(row, column).data() or "") for row in range(min(40, model.rowCount())))
    content = max((metrics.horizontalAdvance(t) for t in texts), default=0) + 2 * PADDING + 2
    return max(head.words_width(column), min(content, theme.width(WIDEST)))


def _least(column: Column, *, first: bool, other: int) -> int:
    """Days, amounts and numbers are never cut, names hardly ever; other text may be, with a tooltip."""
    f = column.field
    if column.right or isinstance(f, (Day, Phone)):
        return theme.width(WIDEST)
    if first or isinstance(f, Reference) or (isinstance(f, Text) and f.pinyin):
        return theme.width(NAME)
    return theme.width(SENTENCE if f.width >= 20 or column.composed else other)


def _shrink(wide: dict[int, int], least: dict[int, int], missing: int) -> None:
    """Take what is missing from the widest columns first, down to their least."""
    while missing > 0:
        over = [c for c in wide if wide[c] > least[c]]
        if not over:
            return
        widest = max(over, key=lambda c: wide[c])
        step = min(8, missing, wide[widest] - least[widest])
        wide[widest] -= step
        missing -= step


def _widen(wide: dict[int, int], columns: Sequence[Column], spare: int) -> int:
    """Give every column what its declaration asks for, as far as it goes; what is left over."""
    unit = QFontMetrics(theme.font("body")).horizontalAdvance("0")
    asked = {c: columns[c].field.width * unit + 2 * PADDING - w for c, w in wide.items()}
    asked = {c: more for c, more in asked.items() if more > 0}
    share = min(1.0, spare / max(1, sum(asked.values())))
    for column, more in asked.items():
        wide[column] += int(more * share)
        spare -= int(more * share)
    return spare


def _is_long(column: Column, *, first: bool) -> bool:
    """Whether a column makes use of room that is left over."""
    return not first and not column.right and (column.composed or column.field.width >= 14)

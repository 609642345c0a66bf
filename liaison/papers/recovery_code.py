"""恢复码: the code that opens the books when the password is forgotten, large and on one sheet.

It is printed from its own dialog only and kept nowhere; it stands in no list of papers.
"""

from __future__ import annotations

from liaison.chinese.dates import day
from liaison.papers.phrases import phrases
from liaison.press.blocks import (
    Block,
    Cell,
    Column,
    Display,
    Document,
    Paragraph,
    Properties,
    SignOff,
    Spacer,
    Subtitle,
    Table,
    Title,
)
from liaison.settings import OfficeSettings

CODE_SIZE = 25.0
"""In points. Five letters and two blanks are then as wide as a column of the table under them."""
COPY_HEIGHT = 12.0
"""In millimetres: the row in which the code is copied by hand."""

_SAID, _SAID_HANDING_OVER = "recovery_code", "handover_code"


def make(settings: OfficeSettings, today: str, code: str, *, handing_over: bool = False) -> Document:
    """One A4 sheet: whose code it is, the code by its groups, room to copy it, what it is for, where it belongs.

    Args:
        settings: of the office.
        today: the day it is printed, ISO.
        code: in groups, parted by dashes.
        handing_over: it is the code of a file for a successor (移交码), not that of the office's own password.
    """
    words = phrases(_SAID_HANDING_OVER if handing_over else _SAID)
    groups = code.split("-")
    blocks: tuple[Block, ...] = (
        Title(words["title"]),
        Subtitle(f"{settings.name}　{day(today, 'form')}"),
        Display("  ".join(groups), CODE_SIZE, "hei"),
        _copied(words["group"], len(groups)),
        Paragraph(words["copy"], indent=0, align="center"),
        *(Paragraph(words[name]) for name in ("what", "apart", "lost")),
        Spacer(),
        SignOff((words["holder"], words["place"])),
    )
    title = f"{words['title']} {settings.name}"
    return Document(title, blocks, Properties(author=settings.name, subject=words["title"]), page_numbers=False)


def _copied(label: str, count: int) -> Table:
    """The groups' numbers, since a sentence about a wrong letter names its group; below, room to copy them."""
    columns = tuple(Column(label.format(number=n), align="center") for n in range(1, count + 1))
    return Table(columns, (tuple(Cell("", height=COPY_HEIGHT) for _ in columns),))

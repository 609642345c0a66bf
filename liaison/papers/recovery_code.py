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

CODE_SIZE = 30.0
"""In points: figures and letters that nobody takes for others."""

_SAID = "recovery_code"


def make(settings: OfficeSettings, today: str, code: str) -> Document:
    """One A4 sheet: whose code it is, the code, a row to copy it by hand, what it is for and where it belongs.

    Args:
        settings: of the office.
        today: the day it is printed, ISO.
        code: in groups, parted by dashes.
    """
    words = phrases(_SAID)
    groups = code.split("-")
    blocks: tuple[Block, ...] = (
        Title(words["title"]),
        Subtitle(f"{settings.name}　{day(today, 'form')}"),
        Spacer(),
        Display("  ".join(groups), CODE_SIZE, "song"),
        Spacer(),
        _copied(words["copy"], groups),
        *(Paragraph(words[name]) for name in ("what", "apart", "lost", "old")),
        Spacer(),
        SignOff((words["holder"], words["place"], words["date"])),
    )
    title = f"{words['title']} {settings.name}"
    return Document(title, blocks, Properties(author=settings.name, subject=words["title"]), page_numbers=False)


def _copied(label: str, groups: list[str]) -> Table:
    columns = (Column("", width_mm=24), *(Column("", align="center") for _ in groups))
    return Table(columns, ((label, *(Cell("", height=14) for _ in groups)),))

"""Which page shows a book's records, for figures, searches and links that open exactly those."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from liaison.chinese.dates import Period
from ui.pages.base import Room

PAGE_OF = {
    "members": "members",
    "activities": "signin",
    "signins": "signins",
    "donations": "donations",
    "handouts": "donations",
    "honors": "honors",
    "suggestions": "suggestions",
    "assignments": "board",
    "groups": "board",
    "reports": "report",
    "petitions": "petitions",
    "petition_contacts": "petitions",
}
"""The page that lists a book."""


def open_records(room: Room, book: str, ids: Iterable[int], title: str) -> None:
    """Open exactly these records of a book; `title` says what they are (出席 2026年第三季度)."""
    room.go(PAGE_OF[book], book=book, ids=tuple(ids), title=title)


def open_record(room: Room, book: str, record: int) -> None:
    """Open one record of a book."""
    room.go(PAGE_OF[book], book=book, id=record)


def open_new(room: Room, book: str, **values: object) -> None:
    """Begin a new record of a book, with some values given."""
    room.go(PAGE_OF[book], book=book, new=True, foreseen=values)


def open_figure(room: Room, period: Period, figure: Any) -> bool:
    """Open the records that a printed figure counts; whether there are any."""
    if figure is None or not figure.records:
        return False
    open_records(room, figure.book, figure.records, f"{figure.label} {period.label}")
    return True

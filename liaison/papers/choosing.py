"""Which records a paper is about, from what was asked."""

from __future__ import annotations

from liaison.errors import UserError
from liaison.kit.desk import Desk
from liaison.kit.query import Query
from liaison.papers.paper import Request


def meant_activity(desk: Desk, request: Request) -> int:
    """The activity that a paper is about: the chosen one, the named one, or the latest of the period.

    Raises:
        UserError: there is none of that name, or none in the period.
    """
    if request.records:
        return request.records[0]
    if request.activity:
        return desk.names.find("activities", request.activity)
    held = desk.ids("activities", Query(period=request.period), 0, 1)
    if not held:
        raise UserError("这个时段没有活动，请换一个时段，或指明活动")
    return held[0]


def meant_records(desk: Desk, book: str, request: Request) -> tuple[int, ...]:
    """The records that a batch is made for: the chosen ones, or those of the period in the book's order."""
    return request.records or tuple(desk.ids(book, Query(period=request.period)))

"""The office's papers, one file each; `PAPERS` holds them by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.kit.desk import Desk
from liaison.kit.query import Query
from liaison.press.blocks import Document
from liaison.settings import OfficeSettings


@dataclass(frozen=True, slots=True)
class Request:
    """What a paper is asked about; names as they are typed, "" where nothing was said."""

    period: Period | None = None
    member: str = ""
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its name on the command line, its title on the screen, how it is made, what it needs."""

    name: str
    title: str
    make: Callable[[Desk, OfficeSettings, Request], Document]
    needs: tuple[str, ...] = ()


def _quarterly_report(desk: Desk, _settings: OfficeSettings, request: Request) -> Document:
    """The stored report of the period, a draft with today's figures; without one, a fresh draft not stored."""
    from liaison.papers.reports import ReportService
    from liaison.papers.views import up_to_date

    assert request.period is not None
    service = ReportService(desk)
    found = service.existing(request.period)
    view = service.compose(request.period) if found is None else service.get(found)
    return service.document(up_to_date(view) if view.editable else view)


def _signin_sheet(desk: Desk, settings: OfficeSettings, request: Request, *, filled: bool = False) -> Document:
    from liaison.papers.signin_sheet import make_blank, make_filled

    if request.activity:
        number = desk.names.find("activities", request.activity)
    else:
        held = desk.ids("activities", Query(period=request.period), 0, 1)
        if not held:
            raise UserError("这个时段没有活动，请换一个时段，或指明活动")
        number = held[0]
    return (make_filled if filled else make_blank)(desk, settings, number)


def _filled_sheet(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    return _signin_sheet(desk, settings, request, filled=True)


PAPERS: Mapping[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper("quarterly-report", "季度汇报", _quarterly_report, ("period",)),
        Paper("signin-sheet", "签到表（空白）", _signin_sheet, ("activity or period",)),
        Paper("signin-sheet-filled", "签到表（已签）", _filled_sheet, ("activity or period",)),
    )
}

__all__ = ["PAPERS", "Paper", "Request"]

"""What the page asks of the office: plain functions for the worker, so that nothing is touched here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from liaison.changes import Changes
from liaison.chinese.dates import Period

Pieces = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter in the chooser: its period, and its report's stage ("" where none is written)."""

    period: Period
    stage: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything the page shows of one quarter.

    Attributes:
        period: the quarter.
        view: its report (liaison.papers ReportView); None when none is written.
        moved: figures that the books now say otherwise.
        carried: what came over from before and has no result.
        versions: earlier versions, newest first.
        quarters: what the chooser offers, newest first.
        town: the township's name.
    """

    period: Period
    view: Any
    moved: tuple[Any, ...]
    carried: tuple[Any, ...]
    versions: tuple[Any, ...]
    quarters: tuple[Quarter, ...]
    town: str


def load(office: Any, period: Period) -> Loaded:
    """A quarter's report with all that stands around it."""
    reports = office.reports
    number = reports.existing(period)
    quarters = _quarters(office, period)
    if number is None:
        return Loaded(period, None, (), (), (), quarters, office.settings.town)
    view = reports.get(number)
    carried = tuple(reports.carried(number)) if view.editable else ()
    return Loaded(
        period, view, tuple(reports.moved(number)), carried, tuple(reports.versions(number)), quarters,
        office.settings.town,
    )  # fmt: skip


def period_of(office: Any, report: int) -> Period:
    """The quarter that a report is of."""
    period: Period = office.reports.get(report).period
    return period


def _quarters(office: Any, shown: Period) -> tuple[Quarter, ...]:
    """Every quarter with a report, this one, the present one and the one before, newest first."""
    present = Period.quarter_of(office.today)
    stages = {present.key: "", present.previous().key: "", shown.key: ""}
    for row in office.page("reports", None, 0, 400):
        stages[str(row.values["period"])] = str(row.values["stage"])
    periods = sorted((Period.parse(key) for key in stages), reverse=True)
    return tuple(Quarter(period, stages[period.key]) for period in periods)


def draft(office: Any, period: Period) -> int:
    """Let the quarter's draft write itself; its number."""
    number: int = office.reports.draft(period)
    return number


def call(office: Any, method: str, *arguments: Any) -> Any:
    """One of the report service's methods by name."""
    return getattr(office.reports, method)(*arguments)


def save(office: Any, report: int, section: str, pieces: Pieces) -> Changes:
    """Store a section's text."""
    changes: Changes = office.reports.save_section(report, section, pieces)
    return changes


def save_head(office: Any, report: int, name: str, value: str) -> Changes:
    """Store title, addressee or date."""
    changes: Changes = office.reports.save_head(report, **{name: value})
    return changes


def write_in(office: Any, report: int, carried: Sequence[Any]) -> None:
    """写进本季: what came over, each added to its section."""
    for one in carried:
        office.reports.write_in(report, one)


def finish(office: Any, report: int, *, progress: Callable[..., None]) -> Any:
    """定稿, as long work: the papers are laid out and kept."""
    progress(0, 0, "排版并存下文件")
    return office.reports.finish(report)


def choices(office: Any, report: int) -> list[tuple[Any, str, str]]:
    """What 插入数字 offers: each choice with the figure's base and the initials of its label."""
    from liaison.chinese.pinyin import initials

    figures = office.reports.get(report).figures
    found = []
    for choice in office.reports.choices(report):
        figure = figures.find(choice.key)
        found.append((choice, figure.base if figure is not None else "", initials(choice.label)))
    return found

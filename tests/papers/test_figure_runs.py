"""Any figure that any paper shows, in any office: it reads as the figure does, and its records are there."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings

from liaison.chinese.dates import Period
from liaison.chinese.numbers import money_in_capitals
from liaison.errors import UserError
from liaison.figures.figure import Figure, Figures
from liaison.kit.query import Query
from liaison.office import Office
from liaison.papers import PAPERS, Request
from liaison.press import blocks as b
from tests.figures import test_collect as made
from tests.papers.tally import money, quantity, thing

PERIODS = tuple(map(Period.parse, ("2026Q3", "2026Q2", "2026")))


@settings(max_examples=12)
@given(made.people, made.meetings, made.gifts, made.gifts, made.tasks)
def test_every_figure_on_every_paper_is_the_books(persons, held, given_, handed, work) -> None:  # type: ignore[no-untyped-def]
    folder = Path(mkdtemp())
    office = Office.create(folder / "office", name="政协云溪镇联络处", town="云溪镇", today=lambda: made.TODAY)
    try:
        made.make(office, persons, held, given_, handed, work)
        check_papers(office)
    finally:
        office.close()
        shutil.rmtree(folder)


def test_the_same_holds_of_the_larger_offices(any_office: Office) -> None:
    shown = check_papers(any_office)
    for paper in ("quarterly-report", "quarterly-bulletin", "annual-bulletin", "signin-book", "donation-book",
                  "honor-book", "donation-notice", "honor-certificates"):  # fmt: skip
        assert shown[paper] > 0, f"{paper} shows no figure at all"


@pytest.mark.parametrize("name", [name for name, paper in PAPERS.items() if paper.needs == "year"])
def test_a_year_of_nothing_shows_no_figure_without_records(office: Office, name: str) -> None:
    for document in PAPERS[name].make(office, office.settings, Request(period=Period.parse("2020"))):
        assert not list(figure_runs(document))


def check_papers(office: Office) -> Counter[str]:
    """Make every paper of every period; gives how many figures each showed."""
    shown: Counter[str] = Counter()
    member = next(iter(office.names.labels("members").values()))
    for period in PERIODS:
        for name, paper in PAPERS.items():
            if paper.needs == "year" and period.kind != "year":
                continue
            try:
                documents = paper.make(office, office.settings, Request(period=period, member=member))
            except UserError:
                continue  # nothing to print it from: no gift, no activity, no assignment
            figures = figures_of(office, name, period)
            for document in documents:
                for run in figure_runs(document):
                    figure = figures.get(str(run.figure))
                    assert figure is not None, (name, run)
                    check(office, figure, run.text, name)
                    shown[name] += 1
    return shown


def figures_of(office: Office, name: str, period: Period) -> Figures:
    """What a paper shows: the books' figures of today, or of its day where it is a finished report."""
    report = office.reports.existing(period) if name == "quarterly-report" else None
    return office.figures(period) if report is None else office.reports.get(report).figures


def check(office: Office, figure: Figure, text: str, name: str) -> None:
    """A figure's text or number as papers write it; every record behind it is in its book."""
    if name != "quarterly-report" and figure.key.startswith("donations.count:person="):
        assert text == things_of(office, figure), (name, figure.key)
    else:
        assert text in readings(figure), (name, figure.key, text, readings(figure))
    for book, records in ((figure.book, figure.records), *figure.others.items()):
        assert office.count(book, Query(ids=records)) == len(records)


def readings(figure: Figure) -> set[str]:
    """How a figure may stand on paper: in a sentence, in a column, as a rate with its base."""
    value = int(figure.value or 0)
    found = {figure.text, f"{figure.text.replace(' ', '')}"}
    if figure.form in ("money", "capitals"):
        return found | {money(value), money_in_capitals(value)}
    if figure.form == "quantity":
        return found | {quantity(value)}
    if figure.form == "rate":
        return found | {figure.base.replace(" ", ""), figure.text.removesuffix("%")}
    if figure.family == "attendance.duty_leave":
        found.add(f"公假{value}")
    return found | {str(value)}


def things_of(office: Office, figure: Figure) -> str:
    """The goods among a member's gifts, as a bulletin's cell lists them."""
    added: Counter[tuple[str, str]] = Counter()
    for gift in office.rows("donations", figure.records):
        if gift.values["kind"] == "物":
            added[str(gift.values["item"]), str(gift.values["unit"])] += int(gift.values["quantity"] or 0)
    return "、".join(thing(item, number, unit) for (item, unit), number in added.items())


def figure_runs(document: b.Document) -> Iterator[b.Run]:
    """Every run that carries a figure's key, wherever a block holds it."""
    for block in document.blocks:
        yield from _within(block)


def _within(thing: object) -> Iterator[b.Run]:
    if isinstance(thing, b.Run):
        if thing.figure:
            yield thing
    elif isinstance(thing, (tuple, list)):
        for part in thing:
            yield from _within(part)
    elif hasattr(thing, "__slots__") or hasattr(thing, "__dataclass_fields__"):
        for name in getattr(thing, "__dataclass_fields__", ()):
            yield from _within(getattr(thing, name))

"""What is printed: a paper or a book's list, made by the office on the worker with the options of the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from liaison.chinese.dates import Period
from liaison.kit.query import Query
from liaison.papers.paper import Issue, Paper, Request

Font = tuple[str, str, str]
"""A role, the face it is drawn with, and what should be said of it or ""."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the side panel says.

    Attributes:
        issue: red head, number, signer, copies, imprint; for official papers.
        private: private columns too, asked for in this very moment.
        period: the span of time, where the paper is made for one that can be changed here.
    """

    issue: Issue = field(default_factory=Issue)
    private: bool = False
    period: Period | None = None


class Job(Protocol):
    """Something to print.

    Attributes:
        key: under which its options are remembered; the paper's name, or the book's.
        title: of the window until the pages are there.
        formal, upward, numbered, batch: as of a paper.
        private: what would be shown when asked, in words ("电话"); "" when there is nothing private.
        period: the span of time it is made for, when it can be changed; None otherwise.
        yearly: the span is a whole year.
        has_template: an own Word template can be chosen for it.
    """

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def formal(self) -> bool: ...
    @property
    def upward(self) -> bool: ...
    @property
    def numbered(self) -> str: ...
    @property
    def batch(self) -> bool: ...
    @property
    def private(self) -> str: ...
    @property
    def period(self) -> Period | None: ...
    @property
    def yearly(self) -> bool: ...
    @property
    def has_template(self) -> bool: ...

    def make(self, office: Any, options: Options) -> Any:
        """On the worker: the printed pages.

        Raises:
            UserError: there is nothing to print it from.
        """


@dataclass(frozen=True, slots=True)
class PaperJob:
    """One of the office's papers.

    Attributes:
        columns: the private columns of the paper's own book, in words; "" where it shows phone numbers only.
    """

    paper: Paper
    request: Request = field(default_factory=Request)
    columns: str = ""
    has_template: bool = True

    @property
    def key(self) -> str:
        return self.paper.name

    @property
    def title(self) -> str:
        return self.paper.title

    @property
    def formal(self) -> bool:
        return self.paper.formal

    @property
    def upward(self) -> bool:
        return self.paper.upward

    @property
    def numbered(self) -> str:
        return self.paper.numbered

    @property
    def batch(self) -> bool:
        return self.paper.batch

    @property
    def private(self) -> str:
        return (self.columns or "电话") if self.paper.phones else ""

    @property
    def period(self) -> Period | None:
        return None if self.request.records or self.request.activity else self.request.period

    @property
    def yearly(self) -> bool:
        return self.paper.needs == "year"

    def make(self, office: Any, options: Options) -> Any:
        request = replace(self.request, phones=options.private and self.paper.phones, issue=options.issue)
        if options.period is not None and self.period is not None:
            request = replace(request, period=options.period)
        return office.print_paper(self.paper.name, request)


@dataclass(frozen=True, slots=True)
class ListJob:
    """A book as a plain list, with the columns, order, search and filter on the screen.

    Attributes:
        book: the book.
        query: which records, in what order.
        columns: left to right, without private ones.
        heading: over the list.
        said: what the filter says in words.
        private_columns: the private ones among those on the screen, left out unless asked for.
        private: their words; "" where there is nothing to ask for.
        asked: they were asked for before the room was opened, as for a book that is kept apart.
        all_columns: left to right, with the private ones where they stand.
    """

    book: str
    query: Query
    columns: Sequence[str]
    heading: str
    said: str = ""
    private: str = ""
    all_columns: Sequence[str] = ()
    asked: bool = False
    formal: bool = False
    upward: bool = False
    numbered: str = ""
    batch: bool = False
    period: Period | None = None
    yearly: bool = False
    has_template: bool = False

    @property
    def key(self) -> str:
        return f"list-{self.book}"

    @property
    def title(self) -> str:
        return self.heading

    def make(self, office: Any, options: Options) -> Any:
        private = self.asked or bool(options.private and self.private)
        columns = self.all_columns if private else self.columns
        return office.print_list(
            self.book, self.query, list(columns), title=self.heading, said=self.said,
            private=private,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What the panel proposes and says of this office and computer.

    Attributes:
        director: proposed as the signer.
        copies_to: proposed for 抄送.
        fonts: the faces in use.
        own_template: Word files are written with a template of the office's own.
        read_only: the office folder cannot be written, so no template can be chosen.
    """

    director: str = ""
    copies_to: str = ""
    fonts: tuple[Font, ...] = ()
    own_template: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A job's first pages with what the panel shows beside them."""

    printed: Any
    options: Options
    facts: Facts


def begin(office: Any, job: Job, kept: dict[str, Any]) -> Opened:
    """On the worker: the first pages, with the options that were remembered for this paper.

    Args:
        kept: what `remembered` gave after an earlier time.

    Raises:
        UserError: there is nothing to print it from.
    """
    facts = facts_of(office, job)
    issue = Issue()
    if job.formal:
        issue = Issue(
            red_head=kept.get("red_head") is True, signer=facts.director if job.upward else "",
            copies_to=names_in(facts.copies_to) if kept.get("imprint") is True else (),
            imprint=kept.get("imprint") is True,
        )  # fmt: skip
    options = Options(issue, period=job.period)
    return Opened(job.make(office, options), options, facts)


def remembered(options: Options) -> dict[str, Any]:
    """What is kept of the options for the next time; never the number, never that phones were asked for."""
    return {"red_head": options.issue.red_head, "imprint": options.issue.imprint}


def facts_of(office: Any, job: Job) -> Facts:
    """On the worker: what stands in the panel beside the options."""
    own = job.has_template and job.key in office.templates()
    settings = office.settings
    return Facts(settings.director, settings.copies_to, tuple(office.font_report()), own, office.read_only)


def change_template(office: Any, job: Job, source: Path | None) -> Facts:
    """On the worker: another template, or the built-in form again.

    Raises:
        UserError: it is no template that can be used.
    """
    office.choose_template(job.key, source)
    return facts_of(office, job)


def names_in(text: str) -> tuple[str, ...]:
    """Names typed on one line or several, told apart by 、，,；; or a new line."""
    for mark in "，,；;\n":
        text = text.replace(mark, "、")
    return tuple(name for name in (part.strip() for part in text.split("、")) if name)


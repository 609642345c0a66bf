"""Reading reports: a draft with the books' figures, a final one as it was, earlier versions, what moved since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.figures import collect, marks
from liaison.figures.figure import Figure, Figures
from liaison.kit.desk import Desk
from liaison.kit.fields import Value, Values
from liaison.papers import drafting
from liaison.papers.carrying import period_of, previous_report, stands_in, unsolved
from liaison.papers.outlook import advice_line
from liaison.papers.views import (
    DRAFT,
    NAMES,
    Carried,
    Choice,
    Move,
    ReportView,
    TypedOver,
    VersionInfo,
    drawn,
    frozen_figures,
    known_texts,
    sections_of,
)
from liaison.papers.wording import Wording, gist
from liaison.settings import OfficeSettings
from liaison.store import attachments
from liaison.store.options import read_options

if TYPE_CHECKING:
    from liaison.press.blocks import Document


class ReportReader:
    """Everything about reports that changes nothing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def settings(self) -> OfficeSettings:
        """The office's settings as they are stored now."""
        return OfficeSettings.from_texts(read_options(self.desk.database))

    # -- reading ------------------------------------------------------------------------------------

    def existing(self, period: Period) -> int | None:
        """The number of the report of a period."""
        # A period may be stored as somebody typed it: “2026年第三季度” is 2026Q3.
        for number, text in self.desk.database.rows("SELECT id, period FROM reports WHERE deleted = 0"):
            if text == period.key or period_of(text) == period:
                return int(number)
        return None

    def get(self, report: int) -> ReportView:
        """A report with its figures: of today while it is a draft, else as they were when it was finished.

        Raises:
            UserError: it was deleted.
        """
        values = self._values(report)
        period = Period.parse(str(values["period"]))
        figures = frozen_figures(values, period) or self._figures(period)
        return self._view(report, values, figures)

    def compose(self, period: Period) -> ReportView:
        """What a new draft would say, without storing anything."""
        figures = self._figures(period)
        return self._view(0, self._fresh(period, figures), figures)

    def figure(self, report: int, key: str) -> Figure | None:
        """One figure of a report: today's for a draft, else as frozen."""
        return self.get(report).figures.find(key)

    def choices(self, report: int) -> tuple[Choice, ...]:
        """The figures that can be put into the text; noughts and what has no base are left out."""
        return tuple(
            Choice(f.key, f.label, f.text, self.desk.books[f.book].title)
            for f in self.get(report).figures.values() if f.value and f.text
        )

    def typed_over(self, report: int) -> tuple[TypedOver, ...]:
        """The figures that somebody typed over."""
        return self.get(report).typed_over

    def moved(self, report: int) -> tuple[Move, ...]:
        """Figures that read differently in the books now than in the report.

        For a draft those in its text that `refresh` would change; for a final report those in its text and
        in its table of figures, against the day it was finished.
        """
        values = self._values(report)
        period = Period.parse(str(values["period"]))
        now, then = self._figures(period), frozen_figures(values, period)
        if then is None:
            return moved_in_draft(values, now)
        return _moved_since(self._view(report, values, then), now)

    def carried(self, report: int) -> tuple[Carried, ...]:
        """What came over from before: unsolved difficulties, suggestions still without an answer."""
        view = self.get(report)
        wording = Wording(self.desk, self.settings, view.figures)
        found = []
        for d in unsolved(previous_report(self.desk, view.period)):
            sentence = wording.say("difficulty.carried", text=d.text, since=d.since)
            written = stands_in(d.text, view.section("difficulties").text)
            found.append(Carried("difficulties", d.text, "尚未解决", d.since, sentence, written))
        number = len(wording.figures["suggestions.open"].records)
        for row in wording.rows("suggestions.open_before", "date"):
            number += 1
            text = gist(str(row.values["text"]))
            written = stands_in(text, view.section("suggestions").text)
            sentence = advice_line(wording, row, number)
            found.append(Carried("suggestions", text, row.texts["status"], str(row.values["date"]), sentence, written))
        return tuple(found)

    def versions(self, report: int) -> tuple[VersionInfo, ...]:
        """Earlier states, newest first."""
        return tuple(
            VersionInfo(number, moment, reason, json.loads(content)["stage"])
            for number, moment, reason, content in self.desk.database.rows(
                "SELECT number, moment, reason, content FROM report_versions"
                " WHERE report = ? AND deleted = 0 ORDER BY number DESC",
                (report,),
            )
        )

    def version(self, report: int, number: int) -> ReportView:
        """An earlier state, to be read.

        Raises:
            LookupError: there is no version of that number.
        """
        content = self.desk.database.value(
            "SELECT content FROM report_versions WHERE report = ? AND number = ? AND deleted = 0", (report, number)
        )
        if content is None:
            raise LookupError(f"report {report} has no version {number}")
        values: Values = json.loads(content)
        period = Period.parse(str(values["period"]))
        figures = frozen_figures(values, period)
        return self._view(report, values, figures or _texts_only(values, period), number)

    def document(self, report: int | ReportView) -> Document:
        """The report as blocks for the press: to be looked at, printed or written."""
        from liaison.papers.quarterly_report import document_of

        view = report if isinstance(report, ReportView) else self.get(report)
        return document_of(view, self.desk.books, self.desk.today)

    # -- for the writing half -----------------------------------------------------------------------

    def _figures(self, period: Period) -> Figures:
        return collect(self.desk, period, duty_leave_counts=self.settings.duty_leave_counts)

    def _fresh(self, period: Period, figures: Figures) -> Values:
        carried = unsolved(previous_report(self.desk, period))
        settings = self.settings
        return {
            "period": period.key, "addressee": settings.committee, "stage": DRAFT, "frozen": drawn(figures),
            **drafting.draft(self.desk, settings, figures, carried),
        }

    def _values(self, report: int) -> Mapping[str, Value]:
        values = self.desk.get("reports", report)
        if not values:
            raise UserError("这份汇报已经删除，请回到汇报列表")
        return values

    def _view(self, report: int, values: Mapping[str, Value], figures: Figures, version: int = 0) -> ReportView:
        def text(name: str) -> str:
            return str(values.get(name) or "")

        sections = sections_of(values)
        known = known_texts(values)
        typed = tuple(
            TypedOver(s.name, p.key, _label(figures, p.key), p.text, known.get(p.key, ""))
            for s in sections for p in s.pieces if p.key and p.typed_over
        )
        return ReportView(
            id=report, period=figures.period, title=text("title"), addressee=text("addressee"), dated=text("dated"),
            stage=text("stage"), sections=sections, figures=figures, signed=self.settings.name, typed_over=typed,
            finished_on=text("finished_on"), handed_in_on=text("handed_in_on"), handed_to=text("handed_to"),
            instruction=text("instruction"), instructed_by=text("instructed_by"), instructed_on=text("instructed_on"),
            papers=tuple((a["name"], a["digest"]) for a in attachments.named(values.get("papers"))),
            version=version,
        )  # fmt: skip


def moved_in_draft(values: Mapping[str, Value], now: Figures) -> tuple[Move, ...]:
    """What `marks.refresh` would change, over all sections."""
    found: dict[tuple[str, str], list[str]] = {}
    new: dict[str, str] = {}
    for name in NAMES:
        for moved in marks.compare(str(values[name] or ""), now):
            found.setdefault((moved.key, moved.old), []).append(name)
            new[moved.key] = moved.new
    return tuple(_move(now, key, old, new[key], tuple(names)) for (key, old), names in found.items())


def _moved_since(view: ReportView, now: Figures) -> tuple[Move, ...]:
    """The shown figures of a final report that the books now tell otherwise."""
    from liaison.papers.quarterly_report import table_keys

    found = []
    for key in dict.fromkeys((*view.keys, *table_keys(view.figures), *table_keys(now))):
        then, today = view.figures.find(key), now.find(key)
        if today is None or then is None or (then.text, then.base) == (today.text, today.base):
            continue
        sections = tuple(s.name for s in view.sections if any(p.key == key for p in s.pieces))
        found.append(_move(now, key, then.text, today.text, sections))
    return tuple(found)


def _move(now: Figures, key: str, old: str, new: str, sections: tuple[str, ...]) -> Move:
    figure = now.find(key)
    assert figure is not None
    return Move(key, figure.label, old, new, sections, figure.book, figure.records)


def _texts_only(values: Mapping[str, Value], period: Period) -> Figures:
    """An earlier draft kept only what its figures read; the records behind them are no longer known."""
    return Figures(
        period, [Figure(key, key, None, "", "", "", (), text) for key, text in known_texts(values).items()]
    )


def _label(figures: Figures, key: str) -> str:
    figure = figures.find(key)
    return figure.label if figure else key

"""A report as a room shows it, and the plain data it is frozen in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from liaison.books.reports import SECTIONS
from liaison.chinese.dates import Period
from liaison.chinese.numbers import in_hanzi
from liaison.figures import marks
from liaison.figures.figure import Figures
from liaison.figures.marks import Piece
from liaison.kit.fields import Value

DRAFT, FINAL, HANDED_IN, INSTRUCTED = "草稿", "定稿", "已报送", "已批示"
NAMES = tuple(name for name, _ in SECTIONS)
LABELS = dict(SECTIONS)


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section.

    Attributes:
        name: opening, measures, results, difficulties, next_steps, suggestions.
        label: 工作措施 and so on; `heading` with its number, "" for the opening.
        text: as stored, with marks; `pieces` the same, read.
    """

    name: str
    label: str
    heading: str
    text: str
    pieces: tuple[Piece, ...]

    @property
    def characters(self) -> int:
        """How many characters are written, without blanks and line ends."""
        return len("".join("".join(piece.text for piece in self.pieces).split()))


@dataclass(frozen=True, slots=True)
class TypedOver:
    """A figure that a person typed over: what stands there, and what the books said when it was drawn."""

    section: str
    key: str
    label: str
    written: str
    figure: str


@dataclass(frozen=True, slots=True)
class Move:
    """A figure that reads differently in the books now than in the report."""

    key: str
    label: str
    old: str
    new: str
    sections: tuple[str, ...]
    book: str
    records: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure that can be put into the text; `group` is the title of its book."""

    key: str
    label: str
    text: str
    group: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Something that came over from before.

    Attributes:
        section: difficulties or suggestions.
        text: what it is; `standing`: where it stands.
        since: the period (a difficulty) or the day (a suggestion) it was first told.
        sentence: how it is written into the section, with marks.
        written: it stands in this report already.
    """

    section: str
    text: str
    standing: str
    since: str
    sentence: str
    written: bool


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """An earlier state of a report."""

    number: int
    moment: str
    reason: str
    stage: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report, read. `id` 0: not stored; `version` 0: the report as it is, else that earlier state."""

    id: int
    period: Period
    title: str
    addressee: str
    dated: str
    stage: str
    sections: tuple[SectionView, ...]
    figures: Figures
    signed: str
    typed_over: tuple[TypedOver, ...] = ()
    finished_on: str = ""
    handed_in_on: str = ""
    handed_to: str = ""
    instruction: str = ""
    instructed_by: str = ""
    instructed_on: str = ""
    papers: tuple[tuple[str, str], ...] = ()
    version: int = 0

    @property
    def editable(self) -> bool:
        """Text may be changed only while it is a draft, and never in an earlier version."""
        return self.stage == DRAFT and not self.version

    def section(self, name: str) -> SectionView:
        """A section by name; KeyError when there is none."""
        return next(s for s in self.sections if s.name == name) if name in NAMES else _no_section(name)

    @property
    def keys(self) -> tuple[str, ...]:
        """The figures in the text, each once, in order; typed-over ones too."""
        return tuple(dict.fromkeys(p.key for s in self.sections for p in s.pieces if p.key))


def _no_section(name: str) -> SectionView:
    raise KeyError(name)


def up_to_date(view: ReportView) -> ReportView:
    """A draft with its figures as the books have them now; what was typed over stays, nothing is stored."""
    texts = {section.name: marks.refresh(section.text, view.figures)[0] for section in view.sections}
    return replace(view, sections=sections_of(texts))


def sections_of(texts: Mapping[str, Value]) -> tuple[SectionView, ...]:
    """The sections in their order, headed 一、 to 五、 after the opening."""
    found = []
    for at, (name, label) in enumerate(SECTIONS):
        text = str(texts.get(name) or "")
        heading = f"{in_hanzi(at)}、{label}" if at else ""
        found.append(SectionView(name, label, heading, text, marks.parse(text)))
    return tuple(found)


def known_texts(report: Mapping[str, Value]) -> dict[str, str]:
    """What each figure in the text read when it was last drawn; see `drawn`."""
    if not report.get("frozen"):
        return {}
    data = json.loads(str(report["frozen"]))
    if "figures" in data:
        return {str(f["key"]): str(f["text"]) for f in data["figures"]}
    found: dict[str, str] = data.get("texts", {})
    return found


def frozen_figures(report: Mapping[str, Value], period: Period) -> Figures | None:
    """The figures of a final report as they were on its day; None for a draft."""
    data = json.loads(str(report["frozen"])) if report.get("frozen") else {}
    return Figures.from_json(period, data["figures"]) if "figures" in data else None


def drawn(figures: Figures) -> str:
    """For a draft: what every figure reads now, so that typing over one is noticed."""
    return json.dumps({"texts": {key: f.text for key, f in figures.items()}}, ensure_ascii=False)


def frozen(figures: Figures) -> str:
    """For a final report: every figure with the records behind it."""
    return json.dumps({"figures": figures.as_json()}, ensure_ascii=False)

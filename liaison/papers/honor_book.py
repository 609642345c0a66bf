"""荣誉登记簿 of a year as a bound book: the members' honours and the office's, each by level, then counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from liaison.books.honors import LEVELS
from liaison.chinese.dates import Period, day
from liaison.figures.asking import Question
from liaison.figures.figure import Figures
from liaison.figures.work import honors
from liaison.kit.desk import Desk
from liaison.kit.desk import Row as Record
from liaison.kit.query import Query
from liaison.papers.bound_book import Annex, cover, day_within, figure_cell, span_of, windows
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.press.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Group,
    Heading,
    Paragraph,
    Properties,
    Row,
    Section,
    SignOff,
    Table,
)
from liaison.settings import OfficeSettings

SIGNERS = ("登记人", "复核", "主任")

_SAID = "honor_book"
_HOLDERS = (("委员", "member"), ("联络处", "office"))
_NUMBERED = (Column("序号", width_mm=13, align="center"), Column("授予日期", width_mm=22, align="center"))
_AFTER = (
    Column("荣誉名称", weight=1.5),
    Column("授予单位", weight=1.2),
    Column("文号", weight=0.8),
    Column("有效期至", width_mm=21, align="center"),
    Column("证书存放", weight=1.2),
    Column("扫描件", width_mm=16, align="center"),
    Column("备注", weight=0.8),
)
TEXT_SIZE = 12.0
"""The largest text of the tables, in points, so that both look alike."""


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The book of a year, or of any other span; an empty one says so."""
    span = span_of(desk, request)
    figures = Figures(span, honors(Question(desk, span)))
    words = phrases(_SAID)
    found = list(windows(desk, "honors", desk.ids("honors", Query(period=span, sort="date"))))
    lines = [("荣誉", f"{figures.number('honors.count')} 项")]
    lines += [(f"{holder}荣誉", f"{figures.number(f'honors.count:holder={holder}')} 项") for holder, _ in _HOLDERS]
    blocks: list[Block] = [
        cover(desk, settings, words["title"], span, lines),
        Section(landscape=True, numbering="of", restart=True),
    ]
    if found:
        blocks += _entries(found, span)
        blocks += [Heading(1, words["summary"]), _summary(figures, found), Paragraph(_kept(found))]
    else:
        blocks.append(Paragraph(words["none"].format(span=span.label)))
    title = f"{span.label}{words['title']}"
    about = Properties(author=settings.name, subject=title, keywords=span.label)
    return Document(title, (*blocks, SignOff(SIGNERS)), about, numbering="of")


def level_name(level: str) -> str:
    """县级 for 县; 其他 stays."""
    return level if level == "其他" else f"{level}级"


def _entries(found: Sequence[Record], span: Period) -> Iterator[Block]:
    """The members' honours and the office's, each grouped by level, the highest first; numbered through."""
    words, number, annex = phrases(_SAID), 0, Annex()
    for holder, name in _HOLDERS:
        chosen = [record for record in found if record.values["holder"] == holder]
        yield Heading(1, words[name])
        if not chosen:
            yield Paragraph(words[f"{name}.none"].format(span=span.label))
            continue
        rows: list[Row | Group] = []
        for level in LEVELS:
            these = [record for record in chosen if record.values["level"] == level]
            if these:
                rows.append(Group(words["level"].format(level=level_name(level), count=len(these))))
            for record in these:
                number += 1
                rows.append(_row(number, record, span, annex, named=holder == "委员"))
        who = (Column("委员", weight=0.8, align="center"),) if holder == "委员" else ()
        yield Table((*_NUMBERED, *who, *_AFTER), tuple(rows), size=TEXT_SIZE)
    yield from annex.blocks()


def _row(number: int, record: Record, span: Period, annex: Annex, *, named: bool) -> Row:
    values, texts = record.values, record.texts
    who = (texts["member"],) if named else ()
    return (
        str(number), day_within(span, str(values["date"])), *who, texts["title"], texts["issuer"],
        texts["document_number"], day(str(values["valid_until"] or ""), "form"), texts["kept_at"], texts["scan"],
        annex.short(f"第 {number} 号", " ".join(str(values["notes"] or "").split())),
    )  # fmt: skip


def _summary(figures: Figures, found: Sequence[Record]) -> Table:
    """Who has how many of each level: members in their own order, then the office, then all."""
    columns = (Column("归属"), *(Column(level_name(name), width_mm=24, align="right") for name in LEVELS),
               Column("合计", width_mm=24, align="right"))  # fmt: skip

    def row(name: str, suffix: str, these: Sequence[Record]) -> Row:
        levels = Counter(str(record.values["level"]) for record in these)
        counted = (str(levels[level]) if levels[level] else "" for level in LEVELS)
        return (name, *counted, figure_cell(figures.find(f"honors.count:{suffix}")))

    def of(name: str, value: str) -> list[Record]:
        return [record for record in found if record.values["holder"] == "委员" and record.texts[name] == value]

    rows = [row(name, f"person={name}", of("member", name)) for name in figures.of("honors.count", "person")]
    office = [record for record in found if record.values["holder"] == "联络处"]
    if office:
        rows.append(row("联络处", "holder=联络处", office))
    levels = (figure_cell(figures.find(f"honors.count:level={level}")) for level in LEVELS)
    total: Row = (Cell("合计", align="center"), *levels, figure_cell(figures["honors.count"]))
    return Table(columns, tuple(rows), foot=(total,), size=TEXT_SIZE)


def _kept(found: Sequence[Record]) -> str:
    """What is still missing in the file: where a certificate is kept, a scan."""
    words = phrases(_SAID)
    said = ""
    for name, column in (("kept", "kept_at"), ("scan", "scan")):
        missing = _without(found, column)
        said += words[f"{name}.none" if missing else f"{name}.all"].format(count=missing)
    return said


def _without(found: Sequence[Record], name: str) -> int:
    return sum(not record.values[name] for record in found)


"""荣誉证书清单: the honours of a period with the place where each certificate is kept, to check the cabinet by."""

from __future__ import annotations

from collections.abc import Iterable

from liaison.chinese.dates import Period, day
from liaison.figures.asking import Question
from liaison.figures.figure import Figures
from liaison.figures.work import honors
from liaison.kit.desk import Desk
from liaison.kit.desk import Row as Record
from liaison.kit.query import Query
from liaison.papers.bound_book import day_within, said, span_of, windows
from liaison.papers.honor_book import level_name
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.press.blocks import (
    Block,
    Column,
    Document,
    Paragraph,
    Properties,
    Row,
    SignOff,
    Subtitle,
    Table,
    Title,
)
from liaison.settings import OfficeSettings

TEXT_SIZE = 12.0
"""The largest text of the list, in points."""

_SAID = "honor_certificates"
_COLUMNS = (
    Column("序号", width_mm=13, align="center"),
    Column("获得者", weight=0.8, align="center"),
    Column("荣誉名称", weight=1.4),
    Column("级别", width_mm=15, align="center"),
    Column("授予单位", weight=1.2),
    Column("授予日期", width_mm=23, align="center"),
    Column("文号", weight=0.9),
    Column("有效期至", width_mm=23, align="center"),
    Column("证书存放", weight=1.2),
    Column("核对", width_mm=15, align="center"),
)


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The list of a period, the oldest honour first; an empty one says so."""
    span = span_of(desk, request)
    figures = Figures(span, honors(Question(desk, span)))
    words = phrases(_SAID)
    found = list(windows(desk, "honors", desk.ids("honors", Query(period=span, sort="date"))))
    title = f"{span.label}{words['title']}"
    blocks: list[Block] = [Title(title), Subtitle(settings.name)]
    if found:
        rows = tuple(_row(number, record, span) for number, record in enumerate(found, start=1))
        unkept = _numbers(n for n, record in enumerate(found, start=1) if not record.values["kept_at"])
        expired = _numbers(
            n for n, record in enumerate(found, start=1) if "" < str(record.values["valid_until"] or "") < desk.today
        )
        sentence = said(_SAID, "some" if unkept else "all", figures, span=span.label, unkept=unkept)
        if expired:
            sentence += said(_SAID, "expired", figures, expired=expired)
        blocks += [Table(_COLUMNS, rows, size=TEXT_SIZE), Paragraph(sentence)]
    else:
        blocks.append(Paragraph(words["none"].format(span=span.label)))
    blocks.append(SignOff(("清点人", "日期")))
    about = Properties(author=settings.name, subject=title, keywords=span.label)
    return Document(title, tuple(blocks), about, landscape=True, plain=True, numbering="of")


def _numbers(found: Iterable[int]) -> str:
    return "、".join(map(str, found))


def _row(number: int, record: Record, span: Period) -> Row:
    values, texts = record.values, record.texts
    holder = texts["member"] if values["holder"] == "委员" else texts["holder"]
    return (
        str(number), holder, texts["title"], level_name(str(values["level"])), texts["issuer"],
        day_within(span, str(values["date"])), texts["document_number"], day(str(values["valid_until"] or ""), "form"),
        texts["kept_at"], "",
    )  # fmt: skip

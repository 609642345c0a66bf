"""履职档案: one member's whole record on paper, to be filed, and returned to the member when the term ends.

Every line is one record of a book. Private columns stand on it only when they are asked for in that moment; what
is not in the books is left blank to be written by hand, never made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from liaison.books.dossier import Dossier, dossier
from liaison.chinese.dates import day
from liaison.chinese.numbers import before_number, measured, money, money_in_capitals
from liaison.errors import UserError
from liaison.kit.book import ENTERED, Book
from liaison.kit.desk import Desk, Row
from liaison.kit.fields import SEALED
from liaison.papers.paper import Request
from liaison.press import blocks as b
from liaison.settings import OfficeSettings

_ABOUT = (
    "name", "sex", "ethnicity", "birth", "home_town", "schooling", "party", "sector", "joined", "left_on",
)  # fmt: skip
_WIDE = ("work_unit", "post", "council_posts")  # two to a line would cut them
_PRIVATE = ("phone", "id_number", "address")
_DAYS = ("birth", "joined", "left_on")
_NUMBER = b.Column("序号", align="center")
_DAY = b.Column("日期", align="center")


def make(desk: Desk, settings: OfficeSettings, request: Request) -> b.Document:
    """The dossier of the named member, over a period or over the whole time.

    Raises:
        UserError: there is no such member.
    """
    number = request.records[0] if request.records else desk.names.find("members", request.member)
    try:
        record = dossier(desk, number, request.period, duty_leave_counts=settings.duty_leave_counts)
    except LookupError as error:
        raise UserError("这位委员已经不在名册里，请换一位") from error
    name = record.member.texts["name"]
    span = request.period.label if request.period else f"截至{day(desk.today, 'form')}"
    blocks: list[b.Block] = [
        b.Title("委员履职档案"),
        b.Subtitle(f"（{span}）"),
        _about(desk.books["members"], record.member, private=request.phones),
        b.Spacer(),
        b.Heading(1, "一、履职概况"),
        b.Paragraph(_summary(record)),
    ]
    for number_word, (heading, empty, table) in zip("二三四五六", _parts(record), strict=True):
        blocks.append(b.Heading(1, f"{number_word}、{heading}"))
        blocks.append(table if table.rows else b.Paragraph(empty))
    blocks.append(b.Signature(settings.name, day(desk.today, "form"), seal=True))
    about = b.Properties(author=settings.name, subject=f"{name}履职档案", keywords=span)
    return b.Document(f"{name}履职档案", tuple(blocks), about)


def _about(book: Book, member: Row, *, private: bool) -> b.Table:
    """Who the member is: two columns of the register to a line, the long ones alone."""
    names = [*_ABOUT, *(_PRIVATE if private else ())]
    pairs = [(book.by_name[name].label, _written(member, name)) for name in names]
    alone = [(book.by_name[name].label, _written(member, name)) for name in _WIDE]
    if len(pairs) % 2:
        alone.insert(0, pairs.pop())
    rows = [(*_labelled(*first), *_labelled(*second)) for first, second in zip(pairs[::2], pairs[1::2], strict=True)]
    wide = [(_labelled(label, "")[0], b.Cell(text, span=3, align="left")) for label, text in alone]
    aligns: tuple[b.Align, ...] = ("center", "left", "center", "left")
    columns = tuple(
        b.Column("", width_mm=None if place % 2 else 26, align=align) for place, align in enumerate(aligns)
    )
    return b.Table(columns, (*rows, *wide))


def _written(member: Row, name: str) -> str:
    """As it is written on paper: days in full, private numbers whole."""
    value = member.values.get(name)
    if value is None:
        return SEALED if member.texts[name] == SEALED else ""
    if name in _DAYS:
        return day(str(value), "form")
    return str(value) if name in _PRIVATE else member.texts[name]


def _labelled(label: str, text: str) -> tuple[b.Cell, b.Cell]:
    return b.Cell((b.Run(label, role="hei"),), align="center"), b.Cell(text, align="left")


def _summary(record: Dossier) -> str:
    """What the records below come to, with the base of every rate."""
    parts = []
    if record.required:
        leave = f"，公假 {record.duty_leave} 次" if record.duty_leave else ""
        came = f"实到 {record.present}/{record.base} 次" if record.base else "都因公假没有到会"
        parts.append(f"必须参加的活动应到 {len(record.required)} 次，{came}{leave if record.base else ''}")
    if record.voluntary:
        parts.append(f"另自愿参加活动 {record.voluntary} 次")
    if record.money:
        parts.append(f"捐款 {money(record.money)} 元（{money_in_capitals(record.money)}）")
    if record.goods:
        parts.append(f"捐物 {record.goods} 笔")
    if record.honors:
        parts.append(f"获得荣誉 {len(record.honors)} 项")
    if record.assignments:
        closed = f"已销号 {record.closed} 件" if record.closed else "还没有销号"
        parts.append(f"负责专班任务 {len(record.assignments)} 件，{closed}")
    if record.suggestions:
        parts.append(f"提出意见建议 {len(record.suggestions)} 条")
    if record.petitions:
        resolved = f"，已化解 {record.resolved} 件" if record.resolved else ""
        parts.append(f"信访包保 {record.petitions} 件{resolved}")
    if record.groups:
        parts.append(f"现在专班：{'、'.join(record.groups)}")
    text = "；".join(parts).replace(" ", "")
    return f"{text}。" if text else "这段时间还没有记录。"


def _parts(record: Dossier) -> Iterator[tuple[str, str, b.Table]]:
    yield "参加活动", "没有签到记录。", _table(
        (_DAY, b.Column("类型", align="center"), b.Column("活动", weight=3), b.Column("情况", align="center"),
         b.Column("原因")),
        [(day(a.day, "form"), a.kind, a.title, a.how, a.reason) for a in reversed(record.attended)],
    )
    yield "爱心捐赠", "没有捐赠记录。", _table(
        (_DAY, b.Column("用途", align="center"), b.Column("捐款或物资", weight=2),
         b.Column("编号", align="center")),
        [(_on(r, "date"), r.texts["purpose"], _gift(r),
          r.texts["entry"] if r.texts["standing"] == ENTERED else f"{r.texts['entry']}，{r.texts['standing']}")
         for r in record.donations],
    )
    yield "获得荣誉", "没有荣誉记录。", _table(
        (_DAY, b.Column("级别", align="center"), b.Column("荣誉名称", weight=2), b.Column("授予单位", weight=2)),
        [(_on(r, "date"), r.texts["level"], r.texts["title"], r.texts["issuer"]) for r in reversed(record.honors)],
    )
    yield "专班任务", "没有任务记录。", _table(
        (b.Column("完成期限", align="center"), b.Column("任务", weight=2),
         b.Column("角色", align="center"), b.Column("状态", align="center"), b.Column("结果", weight=2)),
        [(_on(r, "due"), r.texts["what"], role, _standing(record, r), r.texts["result"])
         for role, rows in (("负责", record.assignments), ("协助", record.helping)) for r in rows],
    )
    yield "意见建议", "没有意见建议记录。", _table(
        (_DAY, b.Column("内容", weight=3), b.Column("办理情况", align="center")),
        [(_on(r, "date"), r.texts["text"], r.texts["status"]) for r in reversed(record.suggestions)],
    )


def _standing(record: Dossier, row: Row) -> str:
    """Where an assignment stands; what was closed after the period says when, for it was open then."""
    closed = str(row.values["closed_on"] or "")
    return f"{day(closed, 'form')}销号" if record.period and closed > record.period.last else row.texts["standing"]


def _on(row: Row, name: str) -> str:
    return day(str(row.values[name]), "form")


def _gift(row: Row) -> str:
    if row.values["kind"] == "款":
        return f"{money(int(row.values['amount'] or 0))}元"
    return before_number(row.texts["item"]) + measured(int(row.values["quantity"] or 0), row.texts["unit"])


def _table(columns: Sequence[b.Column], rows: Sequence[Sequence[str]]) -> b.Table:
    numbered = tuple((str(place), *row) for place, row in enumerate(rows, start=1))
    return b.Table((_NUMBER, *columns), numbered, size=12.0)

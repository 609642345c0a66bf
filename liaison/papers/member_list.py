"""委员名册: the members in office on the day, in the office's own order, with what the register says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from liaison.chinese.dates import day
from liaison.kit.desk import Desk
from liaison.kit.desk import Row as Record
from liaison.kit.query import Query
from liaison.papers.paper import Request
from liaison.press.blocks import Align, Block, Column, Document, Paragraph, Properties, Subtitle, Table, Title
from liaison.settings import OfficeSettings

PRESENT = Query(filters=frozenset({"present"}))
"""The members in office on the day of asking, in the office's own order."""

_ALWAYS = ("name", "work_unit", "post", "joined")


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:  # noqa: ARG001
    """The list of today; an office without members says so. Nothing private or sealed stands on it."""
    members, sealed = present_members(desk)
    today = day(desk.today, "form")
    blocks: list[Block] = [Title(f"{settings.name}委员名册"), Subtitle(f"（{today}）")]
    if members:
        blocks += [_table(members), Paragraph(_summary(members))]
    else:
        blocks.append(Paragraph("现在没有在任的委员。"))
    blocks += sealed_note(sealed)
    about = Properties(author=settings.name, subject="委员名册", keywords=today)
    return Document(f"委员名册{today}", tuple(blocks), about, landscape=True, plain=True, numbering="of")


def present_members(desk: Desk) -> tuple[list[Record], int]:
    """The members in office whose data may be listed, and how many more there are whose data is sealed (封存)."""
    numbers = desk.ids("members", PRESENT)
    open_ones = [number for number in numbers if number not in desk.names.sealed("members")]
    return desk.rows("members", open_ones, whole=True), len(numbers) - len(open_ones)


def sealed_note(count: int) -> list[Block]:
    """What is said under a list of names that leaves sealed ones out."""
    return [Paragraph(f"另有 {count} 位在任委员的资料已封存，没有列出。")] if count else []


_COLUMNS: tuple[tuple[str, str, Align, bool], ...] = (
    ("name", "姓名", "center", True),
    ("sex", "性别", "center", True),
    ("ethnicity", "民族", "center", True),
    ("birth", "出生年月", "center", True),
    ("home_town", "籍贯", "center", True),
    ("schooling", "学历", "center", True),
    ("party", "党派", "center", True),
    ("sector", "界别", "center", True),
    ("work_unit", "工作单位", "left", False),
    ("post", "职务", "left", False),
    ("council_posts", "历届政协职务", "left", False),
    ("joined", "加入日期", "center", True),
)


def _table(members: Sequence[Record]) -> Table:
    """A column that nobody has anything in is left out; who, where and since when always stand."""
    shown = [c for c in _COLUMNS if c[0] in _ALWAYS or any(member.values[c[0]] for member in members)]
    columns = (
        Column("序号", width_mm=13, align="center"),
        *(Column(label, weight=0.2 if whole else 2, align=align, whole=whole) for _, label, align, whole in shown),
    )
    rows = tuple(
        (str(number), *(_WRITTEN.get(name, _plain)(member, name) for name, *_ in shown))
        for number, member in enumerate(members, start=1)
    )
    return Table(columns, rows, size=12.0)


def _plain(member: Record, name: str) -> str:
    return member.texts[name]


def _month(member: Record, name: str) -> str:
    iso = str(member.values[name] or "")
    return day(iso, "form").partition("月")[0] + "月" if iso else ""


def _day(member: Record, name: str) -> str:
    return day(str(member.values[name] or ""), "form")


_WRITTEN: dict[str, Callable[[Record, str], str]] = {"birth": _month, "joined": _day}


def _summary(members: Sequence[Record]) -> str:
    """How many there are, and of what sex and sector, in the order the sectors first stand in the list."""
    parts = [f"在任委员{len(members)}人"]
    for name, words in (("sex", ""), ("sector", "界别：")):
        counted = Counter(member.texts[name] for member in members if member.texts[name])
        if counted:
            parts.append(words + "、".join(f"{text}{count}人" for text, count in counted.items()))
    return "；".join(parts) + "。"

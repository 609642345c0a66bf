"""A small book of the tests' own: the room gives it listing, form, search, filter, sort and import for nothing."""

from __future__ import annotations

from pathlib import Path

from liaison.kit.book import Book, Filter
from liaison.kit.fields import Choice, Day, Files, LongText, Money, Phone, Reference, References, Text
from liaison.kit.rules import not_after_today
from liaison.kit.schema import create_statements
from liaison.office import Office
from tests.ui.offices import add_people, make_office

TOOLS = Book(
    name="tools",
    title="工具登记",
    noun="工具",
    measure="件",
    fields=(
        Text(name="name", label="名称", required=True, aliases=("工具",), searchable=True, pinyin=True),
        Choice(name="state", label="完好", options=("好", "坏"), default="好", required=True),
        Day(name="bought", label="购入日期", required=True),
        Money(name="price", label="价格", aliases=("单价",)),
        Reference(name="keeper", label="保管人", to="members"),
        References(name="users", label="使用人", to="members", listed=False),
        Choice(name="place", label="放在哪里", options=("会议室",), open_ended=True),
        Phone(name="phone", label="电话"),
        Files(name="photo", label="照片"),
        LongText(name="notes", label="备注", searchable=True),
    ),
    label="name",
    date="bought",
    order=("-bought",),
    filters=(
        Filter(key="broken", label="坏的", sql="t.state = '坏'"),
        Filter(key="dear", label="贵的", sql="t.price >= 100000"),
    ),
    rules=(not_after_today("bought", "购入日期"),),
    unique=(("name", "bought"),),
    mark=lambda values: "overdue" if values.get("state") == "坏" else "",
    hint="联络处的工具",
)


def make_tools(folder: Path, count: int = 0, today: str = "2026-09-18") -> Office:
    """An office with eleven members and the tests' own book; `count` tools in it, newest first."""
    office = make_office(folder, today=today)
    office.books = {**office.books, "tools": TOOLS}
    office.names.books = office.books
    for statement in create_statements(TOOLS):
        office.database.run(statement)
    add_people(office)
    tools = [
        {
            "name": f"工具{n:05d}", "state": "坏" if n % 10 == 0 else "好", "bought": f"2025-{n % 12 + 1:02d}-01",
            "price": n * 100,
        }
        for n in range(1, count + 1)
    ]  # fmt: skip
    if tools:
        office.add_many("tools", tools, title="备好工具")
    return office

"""A book that this test declares gets listing, search, filter, sort, validation, import, export and
command-line columns for nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from liaison.errors import BadInput, UserError
from liaison.exchange import exporting, importing
from liaison.exchange.sheets import read_sheets
from liaison.kit.book import Book, Filter
from liaison.kit.desk import Desk
from liaison.kit.fields import Choice, Day, Money, Phone, Reference, Text
from liaison.kit.query import Query
from liaison.kit.rules import not_after_today
from liaison.kit.schema import create_statements
from liaison.office import Office

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
        Phone(name="phone", label="电话"),
    ),
    label="name",
    date="bought",
    order=("-bought",),
    filters=(Filter(key="broken", label="坏的", sql="t.state = '坏'"),),
    rules=(not_after_today("bought", "购入日期"),),
    unique=(("name", "bought"),),
    hint="联络处的工具",
)


@pytest.fixture
def desk(peopled: Office) -> Desk:
    for statement in create_statements(TOOLS):
        peopled.database.run(statement)
    return Desk(peopled.database, {**peopled.books, "tools": TOOLS}, lambda: "2026-09-18")


def test_listing_searching_filtering_and_sorting(desk: Desk) -> None:
    desk.add("tools", {"name": "音箱", "bought": "2026-3-1", "price": "1,409.50", "keeper": "沈佳禾"})
    desk.add("tools", {"name": "投影仪", "bought": "2025-3-1", "state": "坏", "price": "２００元"})
    assert [r.texts["name"] for r in desk.page("tools")] == ["音箱", "投影仪"]
    assert desk.page("tools")[0].texts["price"] == "1,409.50"
    assert desk.page("tools")[0].texts["keeper"] == "沈佳禾"
    assert [r.texts["name"] for r in desk.page("tools", Query(search="ty"))] == ["投影仪"]
    assert desk.ids("tools", Query(search="佳禾")) == [1]
    assert desk.filter_counts("tools") == {"": 2, "broken": 1}
    assert desk.ids("tools", Query(sort="price")) == [2, 1]
    assert desk.ids("tools", Query(sort="-name")) == [1, 2]
    assert desk.sum("tools", "price") == 160950


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"bought": "2026-03-01"}, "“名称”：还没有填"),
        ({"name": "灯", "bought": "2026-02-30"}, "“购入日期”：2026年2月只有 28 天"),
        ({"name": "灯", "bought": "2026-12-30"}, "还没有到"),
        ({"name": "灯", "bought": "2026-03-01", "price": "-5"}, "“价格”"),
        ({"name": "灯", "bought": "2026-03-01", "price": "1.234"}, "“价格”"),
        ({"name": "灯", "bought": "2026-03-01", "state": "半坏"}, "请写成：好、坏"),
        ({"name": "灯", "bought": "2026-03-01", "keeper": "王芳"}, "王芳（镇卫生院）"),
        ({"name": "灯", "bought": "2026-03-01", "keeper": "李四"}, "委员里没有“李四”"),
        ({"name": "长" * 101, "bought": "2026-03-01"}, "“名称”"),
    ],
)
def test_validation_says_what_to_do_and_writes_nothing(desk: Desk, values: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        desk.add("tools", values)
    assert sentence in str(refused.value)
    assert desk.count("tools") == 0


def test_import_takes_any_order_and_aliases(desk: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "工具.csv"
    sheet.write_text("单价,购入日期,工具\n1.2万,2026年3月1日,锣\n,2026/3/2,鼓\n", encoding="gb18030")
    found, at = importing.choose_sheet(desk, "tools", read_sheets(sheet))
    plan = importing.plan(desk, "tools", found, at)
    assert not plan.problems
    importing.write(desk, plan)
    assert [r.texts["name"] for r in desk.page("tools")] == ["鼓", "锣"]
    assert desk.sum("tools", "price") == 1_200_000


def test_import_names_row_and_column_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "工具.csv"
    sheet.write_text("名称,购入日期,价格\n锣,2026-3-1,5\n鼓,2026-2-30,1.234\n", encoding="utf-8")
    found, at = importing.choose_sheet(desk, "tools", read_sheets(sheet))
    plan = importing.plan(desk, "tools", found, at)
    assert {(p.row, p.column) for p in plan.rejected} == {(3, "购入日期"), (3, "价格")}
    assert [v["name"] for v in plan.records] == ["锣"]
    assert desk.count("tools") == 0


def test_export_reads_back_and_leaves_private_columns_out(desk: Desk, tmp_path: Path) -> None:
    desk.add("tools", {"name": "=锣", "bought": "2026-3-1", "price": "5", "phone": "13800000000"})
    target = tmp_path / "工具.csv"
    assert exporting.export(desk, "tools", target, None, None, private=False) == 1
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["名称", "完好", "购入日期", "价格", "保管人"]
    assert "13800000000" not in target.read_text(encoding="utf-8-sig")
    with pytest.raises(UserError):
        exporting.export(desk, "tools", tmp_path / "工具.doc", None, None, private=False)


def test_the_trail_and_undo_come_with_it(desk: Desk) -> None:
    desk.add("tools", {"name": "锣", "bought": "2026-3-1"})
    desk.edit("tools", 1, {"price": "5"})
    assert [change.title for change in desk.history("tools", 1)] == ["修改工具 锣", "新增工具 锣"]
    desk.undo()
    assert desk.get("tools", 1)["price"] is None
    desk.undo()
    assert desk.count("tools") == 0
    assert desk.count("tools", Query(deleted=True)) == 1


def test_nothing_goes_around_the_trail(desk: Desk) -> None:
    from liaison.store.database import DATABASE_ERRORS

    with pytest.raises(DATABASE_ERRORS):
        desk.database.run("INSERT INTO tools(name, state, bought) VALUES ('锣', '好', '2026-01-01')")

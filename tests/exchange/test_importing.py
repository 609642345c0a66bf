"""Importing the sheets that offices write: headers in any order, aliases, and every bad input told."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from liaison.changes import Changes
from liaison.errors import BadInput, UserError
from liaison.office import Office

MEMBERS = [
    ["姓名", "性别", "工作单位", "职务", "手机", "加入日期"],
    ["沈佳禾", "女", "镇中心小学", "教师", 13800000001, "2022-1-1"],
    ["王芳", "女", "镇卫生院", "副院长", "138 0000 0002", "2022年1月1日"],
    ["王芳", "女", "溪畔茶叶合作社", "理事长", "13800000003", "2024/3/1"],
]
ACTIVITIES = [
    ["类型", "主题", "开始日期", "地点"],
    ["集中学习", "学习章程", "2026-07-10", "委员之家"],
    ["座谈", "企业座谈", "2026.8.20", "镇政府"],
]


def sheet(path: Path, rows: list[list[object]], *more: tuple[str, list[list[object]]]) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, content in [("Sheet1", rows), *more]:
        page = book.add_worksheet(name)
        for r, row in enumerate(content):
            page.write_row(r, 0, row)
    book.close()
    return path


def load(office: Office, book: str, path: Path) -> Changes:
    found, at = office.read_for(book, path)
    return office.import_plan(office.plan_import(book, found, at))


def rejected(office: Office, book: str, path: Path) -> list[str]:
    before = office.count(book)
    found, at = office.read_for(book, path)
    plan = office.plan_import(book, found, at)
    with pytest.raises(BadInput):
        office.import_plan(plan)
    assert office.count(book) == before
    return [str(p) for p in plan.rejected]


@pytest.fixture
def ready(office: Office, tmp_path: Path) -> Office:
    load(office, "members", sheet(tmp_path / "委员.xlsx", MEMBERS))
    load(office, "activities", sheet(tmp_path / "活动.xlsx", ACTIVITIES))
    return office


def test_members_from_a_plain_sheet(ready: Office) -> None:
    assert [r.values["name"] for r in ready.page("members")] == ["沈佳禾", "王芳", "王芳"]
    assert ready.get("members", 1)["phone"] == "13800000001"
    assert ready.get("members", 2)["phone"] == "13800000002"
    assert ready.get("members", 2)["joined"] == "2022-01-01"


def test_a_title_above_the_header_and_a_sum_below(office: Office, tmp_path: Path) -> None:
    rows = [["云溪镇政协委员名册"], [], *MEMBERS, ["合计", "", "3 人"]]
    load(office, "members", sheet(tmp_path / "委员.xlsx", rows))
    assert office.count("members") == 3


def test_a_signin_finds_its_activity_and_its_member(ready: Office, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "签到.xlsx",
        [
            ["活动", "日期", "姓名", "状态"],
            ["学习章程", "2026-7-10", "沈佳禾", "出席"],
            ["学习章程", "2026-7-10", "王芳（镇卫生院）", "因公请假"],
            ["企业座谈", "2026年8月20日", "沈佳禾", "未到"],
        ],
    )
    load(ready, "signins", path)
    assert [(r.texts["activity"], r.texts["member"], r.texts["status"]) for r in ready.page("signins")] == [
        ("企业座谈", "沈佳禾", "缺席"), ("学习章程", "沈佳禾", "出席"), ("学习章程", "王芳（镇卫生院）", "公假"),
    ]


def test_the_right_sheet_of_a_workbook_is_found(office: Office, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "全部.xlsx", [["说明"], ["这本表是示例"]], ("委员", MEMBERS), ("活动", ACTIVITIES),
        ("签到", [["活动", "日期", "姓名", "状态"], ["学习章程", "2026-7-10", "沈佳禾", "到"]]),
    )
    for book in ("members", "activities", "signins"):
        load(office, book, path)
    assert [office.count(b) for b in ("members", "activities", "signins")] == [3, 2, 1]


def test_gifts_are_entered_by_date_with_running_numbers(ready: Office, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "捐赠.xlsx",
        [
            ["日期", "捐赠人", "类别(款/物)", "金额", "品名", "数量", "单位", "用途"],
            ["2026-09-02", "沈佳禾", "款", "１,２３４.５０元", "", "", "", "助学"],
            ["2026-08-01", "云溪商会", "款", "1.2万", "", "", "", "助学"],
            ["2026-09-05", "清溪食品厂", "物", "", "大米", 20, "袋", "重阳慰问"],
        ],
    )
    load(ready, "donations", path)
    rows = ready.page("donations")
    assert [(r.texts["entry"], r.texts["donor"], r.texts["amount"]) for r in rows] == [
        ("2026-001", "云溪商会", "12,000.00"), ("2026-002", "沈佳禾", "1,234.50"), ("2026-003", "清溪食品厂", ""),
    ]
    assert rows[1].values["member"] == 1


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["", "镇", "2022-1-1"], "第 2 行“姓名”：还没有填"),
        (["长" * 41, "镇", "2022-1-1"], "第 2 行“姓名”"),
        (["李四", "镇", "2026-02-30"], "第 2 行“加入日期”：2026年2月只有 28 天"),
        (["李四", "镇", "去年"], "第 2 行“加入日期”"),
    ],
)
def test_bad_members_are_told_by_row_and_column(
    office: Office, tmp_path: Path, row: list[object], expected: str
) -> None:
    path = sheet(tmp_path / "委员.xlsx", [["姓名", "工作单位", "加入日期"], row])
    assert expected in rejected(office, "members", path)[0]


def test_end_before_start(office: Office, tmp_path: Path) -> None:
    rows = [["类型", "主题", "开始日期", "结束日期"], ["座谈", "甲", "2026-07-10", "2026-07-09"]]
    assert "第 2 行“结束日期”：结束时间早于开始时间" in rejected(office, "activities", sheet(tmp_path / "a.xlsx",
                                                                            rows))[0]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["学习章程", "2026-7-10", "王芳", "出席"], "王芳（镇卫生院）”或“王芳（溪畔茶叶合作社）"),
        (["学习章程", "2026-7-10", "无此人", "出席"], "第 2 行“姓名”：委员里没有“无此人”"),
        (["没有的活动", "2026-7-10", "沈佳禾", "出席"], "第 2 行“活动”：活动里没有“没有的活动”"),
        (["学习章程", "2026-7-11", "沈佳禾", "出席"], "第 2 行“活动”：没有2026-07-11的“学习章程”"),
        (["学习章程", "2026-7-10", "沈佳禾", "来了吧"], "第 2 行“状态”：“来了吧”不在可选的范围里"),
    ],
)
def test_bad_signins_are_told_by_row_and_column(
    ready: Office, tmp_path: Path, row: list[object], expected: str
) -> None:
    path = sheet(tmp_path / "签到.xlsx", [["活动", "日期", "姓名", "状态"], row])
    assert expected in rejected(ready, "signins", path)[0]


def test_a_signin_after_the_member_left(ready: Office, tmp_path: Path) -> None:
    ready.edit("members", 1, {"left_on": "2026-06-30"})
    rows = [["活动", "日期", "姓名", "状态"], ["学习章程", "2026-7-10", "沈佳禾", "出席"]]
    assert "沈佳禾已经离任" in rejected(ready, "signins", sheet(tmp_path / "签到.xlsx", rows))[0]


@pytest.mark.parametrize("amount", ["-5", "1.234", "很多", "1e400", "０"])
def test_bad_money(ready: Office, tmp_path: Path, amount: str) -> None:
    rows = [["日期", "捐赠人", "金额", "用途"], ["2026-9-1", "甲", amount, "助学"]]
    assert "第 2 行“金额”" in rejected(ready, "donations", sheet(tmp_path / "捐赠.xlsx", rows))[0]


def test_a_sheet_without_headers_and_one_of_another_book(ready: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有找到表头"):
        ready.read_for("members", sheet(tmp_path / "无.xlsx", MEMBERS[1:]))
    with pytest.raises(UserError, match="像是“委员名册”"):
        ready.read_for("donations", sheet(tmp_path / "委员.xlsx", MEMBERS))
    with pytest.raises(UserError, match="缺少这些列：加入日期"):
        ready.read_for("members", sheet(tmp_path / "缺.xlsx", [["姓名", "工作单位"], ["李四", "镇"]]))


@pytest.mark.parametrize(
    ("name", "content"),
    [("空.xlsx", b""), ("空.csv", b""), ("图.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 500), ("文.xlsx",
                                                                                      b"%PDF-1.7 nothing")],
)
def test_files_that_are_no_sheet(office: Office, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        office.read_for("members", path)
    assert "请" in str(refused.value)


def test_a_missing_file(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="请"):
        office.read_for("members", tmp_path / "没有.xlsx")


def test_only_the_good_rows_when_asked(office: Office, tmp_path: Path) -> None:
    rows = [*MEMBERS, ["", "女", "镇", "", "", "2022-1-1"]]
    found, at = office.read_for("members", sheet(tmp_path / "委员.xlsx", rows))
    plan = office.plan_import("members", found, at)
    assert plan.bad_rows == {5}
    changes = office.import_plan(plan, only_good=True)
    assert len(changes.created["members"]) == 3
    assert changes.title == "导入 3 位委员"
    office.undo()
    assert office.count("members") == 0


def test_the_same_sheet_twice_is_told(office: Office, tmp_path: Path) -> None:
    path = sheet(tmp_path / "委员.xlsx", MEMBERS)
    load(office, "members", path)
    assert "已经有姓名、工作单位相同的委员" in rejected(office, "members", path)[0]


def test_activities_and_signins_on_one_sheet(office: Office, tmp_path: Path) -> None:
    """A sheet with a line per person: the activities are taken once each, the sign-ins line by line."""
    load(office, "members", sheet(tmp_path / "委员.xlsx", MEMBERS))
    path = sheet(
        tmp_path / "签到簿.xlsx",
        [
            ["类型", "活动", "日期", "地点", "姓名", "状态"],
            ["集中学习", "学习章程", "2026-7-10", "委员之家", "沈佳禾", "出席"],
            ["集中学习", "学习章程", "2026-7-10", "委员之家", "王芳（镇卫生院）", "迟到"],
        ],
    )
    load(office, "activities", path)
    load(office, "signins", path)
    assert (office.count("activities"), office.count("signins")) == (1, 2)


def test_a_backup_is_made_before(ready: Office) -> None:
    assert any(b.reason == "import" for b in ready.backup.all())

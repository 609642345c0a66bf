"""挂图作战图 and 任务表: every work group, its people, its assignments with their standing in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from liaison.books.groups import CUSTOMARY
from liaison.chinese.dates import Period
from liaison.office import Office
from liaison.papers.paper import Request
from liaison.papers.workgroup_chart import make_chart, make_table
from liaison.press.blocks import Document, Group, Table, Title, cell_of, plain
from liaison.press.plaintext import plain_text
from tests.papers.stage import task


@pytest.fixture
def busy(peopled: Office) -> Iterator[Office]:
    """Assignments of every standing in the first work group; 王芳 of the tea farm has none."""
    task(peopled, "逾期的事", "2026-09-15")
    task(peopled, "临近的事", "2026-09-22", steps=4, owner=2)
    task(peopled, "今天的事", "2026-09-18")
    task(peopled, "远的事", "2027-01-10", work_group=2, owner=2)
    task(peopled, "今年销号的事", "2026-08-30", "2026-08-20")
    task(peopled, "去年销号的事", "2025-12-30", "2025-12-20", assigned_on="2025-07-01")
    peopled.board.log(2, "水样已送检", steps_done=3, on="2026-09-11")
    peopled.add("memberships", {"work_group": 1, "member": 1, "since": "2026-01-01"})
    peopled.add("memberships", {"work_group": 1, "member": 2, "since": "2026-01-01", "until": "2026-06-30"})
    peopled.edit("groups", 1, {"leader": 1})
    yield peopled


def cells(document: Document) -> list[list[str]]:
    """The rows of all tables with a heading, groups' rows as one cell."""
    return [
        [plain(row.label)] if isinstance(row, Group) else [plain(cell_of(cell).text) for cell in row]
        for block in document.blocks if isinstance(block, Table) and block.columns[0].label
        for row in block.rows
    ]  # fmt: skip


def test_the_chart_gives_every_group_a_sheet(busy: Office) -> None:
    document = make_chart(busy, busy.settings, Request())
    assert [block.text for block in document.blocks if isinstance(block, Title)] == [name for name, _ in CUSTOMARY]
    text = plain_text(document)
    assert "沈佳禾（1人）" in text and "召集人\t沈佳禾" in text and CUSTOMARY[0][1] in text
    assert "未销号3件（逾期1件、临近2件），2026年第三季度销号1件" in text
    assert "现在没有任务。" in text, "the third group has none"
    assert document.landscape and document.plain


def test_a_row_says_who_when_how_far_and_how_it_stands(busy: Office) -> None:
    rows = cells(make_chart(busy, busy.settings, Request()))
    assert [row[1] for row in rows] == ["逾期的事", "今天的事", "临近的事", "今年销号的事", "远的事"]
    assert rows[0][2:] == ["沈佳禾", "", "9月15日", "□□□ 0/3", "逾期3天", ""]
    assert rows[1][6] == "今天到期"
    assert rows[2][2:] == ["王芳（镇卫生院）", "", "9月22日", "■■■□ 3/4", "还有4天", "9月11日水样已送检"]
    assert rows[3][6:] == ["8月20日销号", "结果：已办成"]
    assert rows[4][4] == "2027年1月10日" and rows[4][6] == "未开始"


def test_the_chart_of_another_period_shows_what_was_closed_in_it(busy: Office) -> None:
    rows = cells(make_chart(busy, busy.settings, Request(Period.parse("2025"))))
    assert "去年销号的事" in [row[1] for row in rows] and "今年销号的事" not in [row[1] for row in rows]


def test_the_table_holds_what_is_open_by_group_and_due_date(busy: Office) -> None:
    document = make_table(busy, busy.settings, Request())
    rows = cells(document)
    assert rows[0] == [f"{CUSTOMARY[0][0]}（1人，召集人沈佳禾，任务3件）"]
    assert [row[1] for row in rows if len(row) > 1] == ["逾期的事", "今天的事", "临近的事", "远的事"]
    assert [row[0] for row in rows if len(row) > 1] == ["1", "2", "3", "4"]
    assert rows[4] == [f"{CUSTOMARY[1][0]}（0人，任务1件）"]
    text = plain_text(document)
    assert "共4件任务：逾期1件、临近2件、未开始1件。" in text
    assert "还没有任务的委员1人：王芳（溪畔茶叶合作社）。" in text
    with_closed = make_table(busy, busy.settings, Request(Period.parse("2026Q3")))
    assert "今年销号的事" in plain_text(with_closed) and "去年销号的事" not in plain_text(with_closed)


def test_an_office_without_assignments_says_so(office: Office) -> None:
    assert "现在没有未销号的任务。" in plain_text(make_table(office, office.settings, Request()))
    assert plain_text(make_chart(office, office.settings, Request())).count("现在没有任务。") == 3
    office.remove("groups", [1, 2, 3])
    assert "还没有专班。" in plain_text(make_chart(office, office.settings, Request()))

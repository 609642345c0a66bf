"""履职档案 by keys and mouse: finding a member, the period, the figures and what they open, the phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from liaison.chinese.dates import Period
from liaison.office import Office, Query
from tests.ui.conftest import Visits
from tests.ui.offices import add_quarter, on_worker, write
from ui.pages.base import Room
from ui.pages.home.rows import RecordRow
from ui.pages.member import MemberPage
from ui.pages.member.page import periods

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def with_phone(office: Office) -> None:
    """The quarter's office; 赵立新 has a phone, 马桂兰 has left."""
    add_quarter(office)
    office.edit("members", 3, {"phone": "13800001234"})
    office.edit("members", 11, {"left_on": "2026-09-01"})


@pytest.fixture
def fill() -> Callable[[Office], object] | None:
    return with_phone


@pytest.fixture
def page(qtbot: QtBot, room: Room) -> MemberPage:
    made = MemberPage(room)
    qtbot.addWidget(made)
    made.resize(1180, 696)
    made.show()
    qtbot.waitExposed(made)
    made.open({"id": 3})
    assert room.tasks.wait_idle()
    return made


def figures(page: MemberPage) -> list[str]:
    return [card.accessibleName() for card in page.figures]


def lines(page: MemberPage) -> list[str]:
    return [row.row.what for row in page.findChildren(RecordRow) if row.isVisible()]


def test_the_person_and_the_figures_of_this_year(page: MemberPage) -> None:
    assert page.name.text() == "赵立新" and page.standing.word == "在任"
    assert page.where.text() == "云溪电子　经理"
    assert "2022年1月1日加入" in page.about.text() and "招商引资联系服务" in page.about.text()
    assert figures(page) == [
        "出席 3/3次，公假 1", "捐款 6,007.14元，3 笔", "捐物 0笔，物资", "荣誉 0项", "任务 1/2件，另协助 1 件",
        "意见建议 0条",
    ]  # fmt: skip
    assert {"防汛安全走访", "污水治理调研（第2次）", "捐赠 4,000.00 元", "返乡创业座谈筹备"} <= set(lines(page))


def test_initials_find_a_member_and_arrows_go_on(qtbot: QtBot, page: MemberPage) -> None:
    qtbot.keyClicks(page.people.search, "wf")
    assert page.room.tasks.wait_idle()
    assert page.people.names() == ["王芳", "王芳"]
    assert page.where.text().startswith("溪畔茶叶合作社")
    qtbot.keyClick(page.people.search, Qt.Key.Key_Down)
    assert page.room.tasks.wait_idle()
    assert page.where.text().startswith("镇卫生院")
    page.people.search.clear()
    write(page.people.search, "电子")
    assert page.room.tasks.wait_idle()
    assert page.people.names() == ["赵立新"] and page.name.text() == "赵立新"


def test_those_who_left_are_apart(qtbot: QtBot, page: MemberPage) -> None:
    assert "马桂兰" not in page.people.names()
    qtbot.mouseClick(page.people.which._chips[2], Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert page.people.names() == ["马桂兰"]
    assert page.standing.word == "已离任" and "2026年9月1日离任" in page.about.text()


def test_opening_someone_who_left_shows_him(page: MemberPage) -> None:
    page.open({"id": 11})
    assert page.room.tasks.wait_idle()
    assert page.name.text() == "马桂兰"


def test_the_period_narrows_everything(page: MemberPage) -> None:
    place = page.period.findText("2026年第一季度")
    page.period.setFocus()
    page.period.setCurrentIndex(place)
    page.period.activated.emit(place)
    assert page.room.tasks.wait_idle()
    assert figures(page)[:2] == ["出席 0/0次，必须参加的活动", "捐款 0.00元，0 笔"]
    assert page.period.currentText() == "2026年第一季度"


def test_periods_run_from_this_year_back_to_the_first() -> None:
    words = [word for word, _ in periods("2026-09-18", "2024-03-01")]
    assert words == [
        "今年（2026年）", "2026年第三季度", "2026年第二季度", "2026年第一季度", "2025年", "2024年", "任职以来"
    ]  # fmt: skip
    assert periods("2026-09-18", "2026-01-01")[0][1] == Period.year(2026)


@pytest.mark.parametrize(
    ("place", "where", "query"),
    [
        (0, "signins", Query(equals={"member": 3})),
        (1, "donations", Query(equals={"member": 3})),
        (4, "board", Query(equals={"owner": 3})),
    ],
)
def test_figures_open_exactly_the_members_records(
    qtbot: QtBot, page: MemberPage, visits: Visits, place: int, where: str, query: Query
) -> None:
    qtbot.mouseClick(page.figures[place], Qt.MouseButton.LeftButton)
    key, target = visits.gone[-1]
    assert key == where
    assert set(target["ids"]) == set(on_worker(page.room.tasks, page.room.office.ids, target["book"], query))
    assert target["title"].startswith("赵立新")


def test_a_line_opens_its_record(qtbot: QtBot, page: MemberPage, visits: Visits) -> None:
    row = next(r for r in page.findChildren(RecordRow) if r.row.what == "防汛安全走访")
    assert row.row.right == "公假"
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert visits.gone[-1] == ("signin", {"book": "activities", "id": row.row.record})


def test_the_phone_is_masked_until_asked_for_and_again_afterwards(qtbot: QtBot, page: MemberPage) -> None:
    assert page.phone.text() == "手机 138****1234"
    qtbot.mouseClick(page.show_phone, Qt.MouseButton.LeftButton)
    assert page.phone.text() == "手机 13800001234"
    assert page.leave()
    assert page.phone.text() == "手机 138****1234"
    qtbot.mouseClick(page.show_phone, Qt.MouseButton.LeftButton)
    page.open({"id": 1})
    assert page.room.tasks.wait_idle()
    assert page.phone.text() == "手机未登记"
    page.open({"id": 3})
    assert page.room.tasks.wait_idle()
    assert page.phone.text() == "手机 138****1234"


def test_a_change_is_followed(page: MemberPage) -> None:
    office = page.room.office
    values = {"title": "优秀委员", "level": "县", "issuer": "县政协", "date": "2026-09-01", "member": 3}
    page.refresh(on_worker(page.room.tasks, office.add, "honors", values))
    assert page.room.tasks.wait_idle()
    assert figures(page)[3] == "荣誉 1项"


@pytest.mark.parametrize("fill", [None])
def test_an_empty_office_leads_to_the_register(qtbot: QtBot, page: MemberPage, visits: Visits) -> None:
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "打开委员名册" and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert visits.gone == [("members", {})]

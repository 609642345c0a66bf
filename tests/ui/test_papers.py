"""The pages of papers: which paper, of what, its pages, nothing to print, and the way to the print room."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from liaison.changes import Changes
from liaison.chinese.dates import Period
from tests.ui.conftest import Asked, Visits
from tests.ui.papers import StandIn
from ui.dialogs.printing import PrintRoom
from ui.pages.base import Room
from ui.pages.papers import PapersPage
from ui.pages.papers.page import _NO_ACTIVITY, _NOTHING, _SHOWN

NAMES = ("report", "slip", "notice", "contacts", "missing")


@pytest.fixture
def room_office() -> StandIn:
    return StandIn(activities=(
        (9, "2026-10-30 9:00", "全体会议"), (8, "2026-09-30 9:00", "秋冬走访"), (7, "2026-09-06 9:00", "视察校园食堂"),
        (6, "2026-08-21 9:00", "学习协商议事规则"),
    ))  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot, room: Room) -> PapersPage:
    return opened(qtbot, room, *NAMES)


def opened(qtbot: QtBot, room: Room, *names: str) -> PapersPage:
    made = PapersPage(room, "文稿", *names)
    qtbot.addWidget(made)
    made.resize(1180, 696)
    made.show()
    qtbot.waitExposed(made)
    made.open({})
    assert room.tasks.wait_idle()
    return made


def test_the_papers_are_listed_and_the_first_is_shown(page: PapersPage, room_office: StandIn) -> None:
    assert [row.text() for row in page.list.rows] == ["季度汇报", "登记回执", "会议通知", "委员联系方式"]
    assert page.stack.currentIndex() == _SHOWN and page.page.count == 3
    assert room_office.asked[-1][1].period == Period.quarter(2026, 3)
    assert page.quarters.isVisible() and not page.years.isVisible() and not page.activity.isVisible()
    assert page.where.text() == "第 1 页，共 3 页" and page.facts.text() == "共 3 页"


def test_each_paper_brings_its_own_chooser(qtbot: QtBot, page: PapersPage, room_office: StandIn) -> None:
    page.list.rows[0].setFocus()
    qtbot.keyClick(page.list.rows[0], Qt.Key.Key_Down)
    assert page.room.tasks.wait_idle() and page.quarters.isVisible() and room_office.asked[-1][0] == "slip"
    qtbot.mouseClick(page.quarters.earlier, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle() and room_office.asked[-1][1].period == Period.quarter(2026, 2)
    qtbot.mouseClick(page.list.rows[3], Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert not any(c.isVisible() for c in (page.years, page.quarters, page.activity))
    assert room_office.asked[-1][1].period is None
    qtbot.keyClick(page.list.rows[3], Qt.Key.Key_Up)
    assert page.paper.name == "notice" and page.activity.isVisible()


def test_beside_a_book_of_the_year_everything_is_of_a_year(qtbot: QtBot, room: Room, room_office: StandIn) -> None:
    page = opened(qtbot, room, "book", "report")
    qtbot.mouseClick(page.years.earlier, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle() and room_office.asked[-1][1].period == Period.year(2025)
    qtbot.mouseClick(page.list.rows[1], Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert room_office.asked[-1][0] == "report" and room_office.asked[-1][1].period == Period.year(2025)
    assert page.years.isVisible() and not page.quarters.isVisible()


def test_page_keys_in_the_list_turn_the_pages(qtbot: QtBot, page: PapersPage) -> None:
    qtbot.keyClick(page.list.rows[0], Qt.Key.Key_PageDown)
    assert page.page.page == 1 and page.where.text() == "第 2 页，共 3 页"
    qtbot.keyClick(page.list.rows[0], Qt.Key.Key_PageUp)
    assert page.page.page == 0


def test_a_paper_is_of_the_last_activity_and_any_can_be_chosen(
    qtbot: QtBot, page: PapersPage, room_office: StandIn
) -> None:
    qtbot.mouseClick(page.list.rows[2], Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert page.activity.currentText() == "2026年9月6日 视察校园食堂"  # made afterwards: of the last one held
    page.activity.setCurrentIndex(0)
    page.activity.activated.emit(0)
    assert page.room.tasks.wait_idle() and room_office.asked[-1][1].records == (9,)
    page.open({"paper": "notice", "activity": 6})
    assert page.room.tasks.wait_idle() and room_office.asked[-1][1].records == (6,)


def test_a_meeting_notice_looks_ahead(page: PapersPage) -> None:
    from dataclasses import replace

    row = page.list.rows[2]
    row.paper = replace(row.paper, name="meeting-notice")
    row.setChecked(True)
    page._choose_activity()
    assert page.activity.value() == 8


def test_nothing_to_print_is_said_where_the_pages_would_be(
    qtbot: QtBot, page: PapersPage, room_office: StandIn, asked: Asked
) -> None:
    room_office.refusal = lambda request: "2026年第二季度没有活动，也没有捐赠" if request.period.number == 2 else ""
    qtbot.mouseClick(page.quarters.earlier, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert page.stack.currentIndex() == _NOTHING and not page.print_button.isEnabled()
    assert page.nothing.sentence.text() == page.print_button.toolTip() == "2026年第二季度没有活动，也没有捐赠"
    page.print()
    assert not asked.dialogs and not asked.told
    qtbot.mouseClick(page.quarters.later, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert page.stack.currentIndex() == _SHOWN and page.print_button.isEnabled()


def test_without_any_activity_it_leads_to_one(
    qtbot: QtBot, page: PapersPage, room_office: StandIn, visits: Visits
) -> None:
    room_office.activities = ()
    page.open({"paper": "notice"})
    assert page.room.tasks.wait_idle() and page.stack.currentIndex() == _NO_ACTIVITY
    assert not any(w.isVisible() for w in (page.activity, page.where, page.facts, page.hint))
    qtbot.mouseClick(page.no_activity.findChildren(type(page.print_button))[0], Qt.MouseButton.LeftButton)
    assert visits.gone[-1][0] == "signin" and visits.gone[-1][1]["new"]
    room_office.activities = ((1, "2026-09-19 9:00", "第一次活动"),)
    page.refresh(Changes(1, "新增活动", {"activities": frozenset({1})}))
    assert page.room.tasks.wait_idle() and page.activity.isVisible() and page.page.count == 3


def test_ctrl_p_opens_the_print_room_with_these_pages_and_comes_back(
    page: PapersPage, room_office: StandIn, asked: Asked, qtbot: QtBot
) -> None:
    made = len(room_office.asked)

    def look(dialog: Any) -> bool:
        qtbot.addWidget(dialog)
        assert isinstance(dialog, PrintRoom) and len(room_office.asked) == made  # nothing is made twice
        dialog.panel.red_head.click()
        assert page.room.tasks.wait_idle()
        return False

    asked.answers.append(look)
    page.page.next()
    page.print()
    assert page.room.tasks.wait_idle()
    assert room_office.asked[-1][1].issue.red_head and page.page.count == 4 and page.page.page == 1
    assert page.facts.text() == "共 4 页，带红头"


def test_a_figure_on_the_paper_opens_its_records(
    qtbot: QtBot, page: PapersPage, room_office: StandIn, visits: Visits
) -> None:
    box = page.page.paper()
    scale = box.width() / 595.276
    figure, beside = QPointF(200, 80) * scale + box.topLeft(), QPointF(200, 300) * scale + box.topLeft()
    qtbot.mouseMove(page.page, beside.toPoint())
    qtbot.mouseClick(page.page, Qt.MouseButton.LeftButton, pos=beside.toPoint())
    assert page.room.tasks.wait_idle() and not visits.gone
    qtbot.mouseClick(page.page, Qt.MouseButton.LeftButton, pos=figure.toPoint())
    assert page.room.tasks.wait_idle()
    assert page.hint.isVisible()
    assert visits.gone == [("donations", {"book": "donations", "ids": (3, 5), "title": "捐款 2026年第三季度"})]
    assert room_office.figures == [(Period.quarter(2026, 3), "donations.money")]


def test_what_is_missing_of_the_paper_is_said_but_not_the_faces_again(
    page: PapersPage, room_office: StandIn
) -> None:
    room_office.notices = ("本机无仿宋体，以宋体代替", "有一张照片打不开，留了空")
    page.load()
    assert page.room.tasks.wait_idle()
    said = [page.notices.itemAt(n).widget().text() for n in range(page.notices.count())]  # type: ignore[union-attr]
    assert said == ["有一张照片打不开，留了空"]


def test_a_target_chooses_paper_and_period(page: PapersPage, room_office: StandIn) -> None:
    page.open({"paper": "slip", "period": "2024"})
    assert page.room.tasks.wait_idle()
    assert page.paper.name == "slip" and room_office.asked[-1][1].period == Period.year(2024)
    page.open({"paper": "report", "period": "2025Q1"})
    assert page.room.tasks.wait_idle() and room_office.asked[-1][1].period == Period.quarter(2025, 1)


def test_a_change_in_the_books_makes_the_pages_anew(page: PapersPage, room_office: StandIn) -> None:
    made = len(room_office.asked)
    page.refresh(Changes(0, "没有改动"))
    page.refresh(Changes(1, "改了一笔捐赠", {"donations": frozenset({1})}))
    assert page.room.tasks.wait_idle() and len(room_office.asked) == made + 1

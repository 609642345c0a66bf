"""The home page by keys and mouse: every figure, duty and row opens exactly what it counted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from liaison.chinese.dates import Period
from liaison.office import Office, Query
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import add_quarter, on_worker, write
from ui.copying import LATER_DAYS, Standing
from ui.pages.base import Room
from ui.pages.home import HomePage
from ui.pages.home.copies import backup_words
from ui.pages.home.reading import greeting, period_line, surname

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def fill() -> Callable[[Office], object] | None:
    return add_quarter


@pytest.fixture
def page(qtbot: QtBot, room: Room) -> HomePage:
    made = HomePage(room)
    qtbot.addWidget(made)
    made.resize(1180, 696)
    made.show()
    qtbot.waitExposed(made)
    made.open({})
    assert room.tasks.wait_idle()
    return made


def ids_of(page: HomePage, book: str, query: Query) -> set[int]:
    return set(on_worker(page.room.tasks, page.room.office.ids, book, query))


# -- words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "words"),
    [(4, "晚上好"), (5, "上午好"), (10, "上午好"), (11, "中午好"), (13, "下午好"), (17, "下午好"), (18, "晚上好")],
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert greeting(hour, "") == words
    assert greeting(hour, "孙国平") == f"{words}，孙主任"


@pytest.mark.parametrize(("name", "family"), [("孙国平", "孙"), ("欧阳明", "欧阳"), ("", ""), ("东", "东")])
def test_surnames(name: str, family: str) -> None:
    assert surname(name) == family


def test_the_period_line() -> None:
    quarter = Period.quarter(2026, 3)
    assert period_line(quarter, date(2026, 9, 18)) == (
        "2026年第三季度（7—9月）　今天 9月18日 星期五，本季还剩 12 天"
    )
    assert period_line(quarter, date(2026, 9, 30)).endswith("今天是本季最后一天")


@pytest.mark.parametrize(
    ("standing", "first", "second"),
    [
        (Standing(), "还没有备份过", "有了记录会自动备份"),
        (Standing(here="20260918T080500"), "上次备份 今天 8:05", "在本机，U盘上再存一份更稳妥"),
        (
            Standing(here="20260917T080500", outside="20260917T174200", folder=Path("联络处备份"), days=1, there=True),
            "上次备份 昨天 17:42", "第二份昨天存在“联络处备份”",
        ),
        (
            Standing(here="20260918T080500", outside="20260909T174200", folder=Path("联络处备份"), days=9),
            "上次备份 今天 8:05", "第二份是 9 天前存的，在“联络处备份”，现在没有接上",
        ),
    ],
)
def test_when_the_last_backup_was(standing: Standing, first: str, second: str) -> None:
    assert backup_words(standing, datetime(2026, 9, 18, 10, 24)) == (first, second)


# -- figures --------------------------------------------------------------------------------------------


def test_the_six_figures_of_the_quarter(page: HomePage) -> None:
    names = [card.accessibleName() for card in page.cards]
    assert names == [
        "活动 4次，还有 1 次没到日子",
        "出席 39/42人次，公假 2，不算缺席",
        "捐款 6,007.14元，3 笔",
        "捐物 2类，书包 30 个等",
        "意见建议 2条，全年 4 条",
        "荣誉 1项，县级 1",
    ]


@pytest.mark.parametrize(
    ("place", "where", "book", "query"),
    [
        (0, "signin", "activities", Query(period=Period.span("2026-07-01", "2026-09-18"))),
        (2, "donations", "donations", Query(equals={"kind": "款"})),
        (3, "donations", "donations", Query(equals={"kind": "物"})),
        (4, "suggestions", "suggestions", Query(period=Period.quarter(2026, 3))),
        (5, "honors", "honors", Query()),
    ],
)
def test_a_figure_opens_exactly_its_records(
    qtbot: QtBot, page: HomePage, visits: Visits, place: int, where: str, book: str, query: Query
) -> None:
    qtbot.mouseClick(page.cards[place], Qt.MouseButton.LeftButton)
    key, target = visits.gone[-1]
    assert (key, target["book"]) == (where, book)
    assert set(target["ids"]) == ids_of(page, book, query)
    assert "2026年第三季度" in target["title"]


def test_attendance_opens_the_signins_of_those_who_came(qtbot: QtBot, page: HomePage, visits: Visits) -> None:
    page.cards[1].setFocus()
    qtbot.keyClick(page.cards[1], Qt.Key.Key_Return)
    key, target = visits.gone[-1]
    assert key == "signins" and len(target["ids"]) == 39
    assert set(target["ids"]) == ids_of(page, "signins", Query(equals={"status": "出席"}))


# -- duties ---------------------------------------------------------------------------------------------


def test_duties_stand_by_urgency_with_their_counts(page: HomePage) -> None:
    assert page._duties_header.note.text() == "6 件：1 件逾期，2 件临近"
    assert [row.duty.standing for row in page.duty_rows][:3] == ["逾期", "临近", "临近"]
    assert "专班任务，每人有任务，1 件逾期，2 件临近，逾期" in page.duty_rows[0].accessibleName()


def act(qtbot: QtBot, page: HomePage, visits: Visits, key: str) -> tuple[str, dict[str, Any]]:
    row = next(r for r in page.duty_rows if r.duty.key == key)
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    return visits.gone[-1]


def test_each_duty_goes_where_it_is_done(qtbot: QtBot, page: HomePage, visits: Visits) -> None:
    assert act(qtbot, page, visits, "report") == ("report", {"period": "2026Q3"})
    where, target = act(qtbot, page, visits, "gathering")
    coming = ids_of(page, "activities", Query(filters=frozenset({"coming"})))
    assert where == "signin" and {target["id"]} == coming
    where, target = act(qtbot, page, visits, "tasks")
    assert where == "board"
    assert {target["id"]} == ids_of(page, "assignments", Query(filters=frozenset({"overdue"})))
    where, target = act(qtbot, page, visits, "suggestions")
    assert (where, target["new"]) == ("suggestions", True)


def test_rows_open_their_record(qtbot: QtBot, page: HomePage, visits: Visits) -> None:
    assert [row.row.day for row in page.task_rows] == ["9月15日", "9月22日", "9月28日"]
    qtbot.mouseClick(page.task_rows[0], Qt.MouseButton.LeftButton)
    assert visits.gone[-1][0] == "board"
    assert [(r.row.what, r.row.right) for r in page.activity_rows][:2] == [
        ("秋季助学走访", "应到 11"), ("污水治理调研（第2次）", "10/11 人")
    ]  # fmt: skip
    page.activity_rows[1].setFocus()
    qtbot.keyClick(page.activity_rows[1], Qt.Key.Key_Return)
    assert visits.gone[-1][0] == "signin"


def test_a_change_anywhere_is_followed(page: HomePage) -> None:
    office = page.room.office
    changes = on_worker(page.room.tasks, office.add, "honors", {
        "title": "优秀联络处", "level": "市", "issuer": "市政协", "date": "2026-09-01", "holder": "联络处",
    })  # fmt: skip
    page.refresh(changes)
    assert page.room.tasks.wait_idle()
    assert page.cards[5].accessibleName().startswith("荣誉 2项")


# -- an empty office ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fill", [None])
def test_an_empty_office_says_what_to_do_first(
    qtbot: QtBot, page: HomePage, visits: Visits, asked: Asked, tmp_path: Path
) -> None:
    assert page.begin.isVisible() and not page.add_button.isVisible()
    asked.answers.append(tmp_path / "委员.xlsx")
    qtbot.mouseClick(page.import_members, Qt.MouseButton.LeftButton)
    assert visits.gone[-1] == ("members", {"import_sheet": tmp_path / "委员.xlsx"})
    qtbot.mouseClick(page.first_activity, Qt.MouseButton.LeftButton)
    assert visits.gone[-1][0] == "signin" and visits.gone[-1][1]["new"]


def test_a_full_office_does_not(page: HomePage) -> None:
    assert not page.begin.isVisible() and page.add_button.isVisible()


# -- new, search ----------------------------------------------------------------------------------------


def test_new_offers_every_book(qtbot: QtBot, page: HomePage, visits: Visits) -> None:
    page.new()
    menu = page.findChild(QMenu)
    assert [a.text() for a in menu.actions()] == ["活动", "捐赠", "荣誉", "意见建议", "专班任务", "委员"]
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert visits.gone[-1][0] == "signin" and visits.gone[-1][1]["new"] is True


def test_searching_the_whole_office(qtbot: QtBot, page: HomePage, visits: Visits) -> None:
    write(page.search, "王芳")
    assert page.room.tasks.wait_idle()
    found = [(row.hit.book, row.hit.label) for row in page.results.rows]
    assert found[:2] == [("members", "王芳"), ("members", "王芳")]
    assert {book for book, _ in found} == {"members", "donations", "assignments"}
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.focusWidget() is page.results.rows[0]
    qtbot.keyClick(page.results.rows[0], Qt.Key.Key_Down)
    qtbot.keyClick(page.results.rows[1], Qt.Key.Key_Return)
    assert visits.gone[-1] == ("members", {"book": "members", "id": page.results.rows[1].hit.record})
    qtbot.keyClick(page.results.rows[0], Qt.Key.Key_Up)
    assert page.focusWidget() is page.search
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page._stack.currentIndex() == 0


def test_nothing_found_says_so_and_phones_are_never_shown(page: HomePage) -> None:
    write(page.search, "没有这样的东西")
    assert page.room.tasks.wait_idle()
    assert page.results.rows == []
    office = page.room.office
    on_worker(page.room.tasks, office.edit, "members", 1, {"phone": "13800000001"})
    page.search.clear()
    write(page.search, "沈佳禾")
    assert page.room.tasks.wait_idle()
    assert all("1380" not in row.hit.second for row in page.results.rows)


def test_the_window_hands_words_to_look_up(page: HomePage) -> None:
    page.open({"search": "茶叶"})
    assert page.room.tasks.wait_idle()
    assert page.search.text() == "茶叶" and page.results.rows


# -- backup ---------------------------------------------------------------------------------------------


def test_a_copy_made_by_itself_shows(page: HomePage) -> None:
    on_worker(page.room.tasks, page.room.office.backup.make, "changes")
    page.copied()
    assert page.room.tasks.wait_idle()
    assert page.copies.when.text().startswith("上次备份")


def test_one_button_copies_here_and_outside_where_the_stick_is_there(
    qtbot: QtBot, page: HomePage, visits: Visits, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backup = page.room.office.backup
    qtbot.mouseClick(page.copies.button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert visits.toasts == ["已备份在本机"]
    assert page.copies.when.text().startswith("上次备份")
    on_worker(page.room.tasks, backup.outside, stick)
    qtbot.mouseClick(page.copies.button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert visits.toasts[1:] == ["已备份，“stick”里也存了一份"]
    shutil.rmtree(stick)
    qtbot.mouseClick(page.copies.button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert visits.toasts[2:] == ["已备份在本机"] and page.copies.where.text().endswith("现在没有接上")


# -- the reminder of the second copy ---------------------------------------------------------------------


def later_start(qtbot: QtBot, page: HomePage, days: int = 0) -> HomePage:
    """The home page of another start, so many days later."""
    day = page.room.today() + timedelta(days=days)
    made = HomePage(replace(page.room, today=lambda: day))
    qtbot.addWidget(made)
    made.show()
    made.open({})
    assert made.room.tasks.wait_idle()
    return made


def remind(page: HomePage) -> HomePage:
    """A copy here, and none outside."""
    on_worker(page.room.tasks, page.room.office.backup.make, "start")
    page.open({})
    assert page.room.tasks.wait_idle()
    return page


def test_nothing_is_said_before_anything_was_copied(page: HomePage) -> None:
    assert page.copies.reminder.isHidden()


def test_the_reminder_comes_once_a_day(qtbot: QtBot, page: HomePage) -> None:
    assert not remind(page).copies.reminder.isHidden()
    page.open({})
    assert page.room.tasks.wait_idle() and not page.copies.reminder.isHidden(), "it stays until it is answered"
    assert later_start(qtbot, page).copies.reminder.isHidden(), "never twice a day"
    assert not later_start(qtbot, page, 1).copies.reminder.isHidden()


def test_later_keeps_it_away_for_days(qtbot: QtBot, page: HomePage) -> None:
    qtbot.mouseClick(remind(page).copies.remind_later, Qt.MouseButton.LeftButton)
    assert page.copies.reminder.isHidden()
    assert later_start(qtbot, page, LATER_DAYS - 1).copies.reminder.isHidden()
    assert not later_start(qtbot, page, LATER_DAYS).copies.reminder.isHidden()


def test_a_second_copy_made_from_the_reminder_ends_it(
    qtbot: QtBot, page: HomePage, asked: Asked, visits: Visits, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    asked.answers.append(stick)
    qtbot.mouseClick(remind(page).copies.remind_now, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert page.copies.reminder.isHidden() and visits.toasts == ["第二份已存到“stick”，重新读过，和原来一样"]
    assert later_start(qtbot, page, 6).copies.reminder.isHidden()


def test_leaving_the_chooser_makes_no_second_copy(qtbot: QtBot, page: HomePage, visits: Visits) -> None:
    qtbot.mouseClick(remind(page).copies.remind_now, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert visits.toasts == [] and not page.copies.reminder.isHidden()


def test_duty_leave_in_the_base_when_the_office_says_so(page: HomePage) -> None:
    office = page.room.office

    def change() -> None:
        office.change_settings(replace(office.settings, duty_leave_counts=True))

    on_worker(page.room.tasks, change)
    page.open({})
    assert page.room.tasks.wait_idle()
    assert page.cards[1].accessibleName().startswith("出席 39/44人次")


def test_a_narrow_page_puts_the_figures_in_two_rows(qtbot: QtBot, page: HomePage) -> None:
    def rows() -> int:
        return len({card.y() for card in page.cards})

    assert rows() == 1
    page.resize(790, 560)
    qtbot.waitUntil(lambda: rows() == 2)
    page.resize(1180, 696)
    qtbot.waitUntil(lambda: rows() == 1)


def test_all_hits_of_a_book_open(page: HomePage, visits: Visits) -> None:
    write(page.search, "建议")
    assert page.room.tasks.wait_idle()
    page.results.all_opened.emit("suggestions")
    assert page.room.tasks.wait_idle()
    key, target = visits.gone[-1]
    assert (key, len(target["ids"]), target["title"]) == ("suggestions", 4, "找“建议”")

"""The board by keys and mouse: reading, arranging, progress, closing, changing the work groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from liaison.office import Office, Query
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import add_board, add_people, add_task, on_worker, write
from ui.dialogs.form import NameChip
from ui.pages.base import Room
from ui.pages.board import BoardPage
from ui.pages.board.card import CardView
from ui.pages.board.forms import AssignmentForm, ProgressForm, with_year
from ui.pages.board.groups import GroupsDialog
from ui.tasks import Tasks
from ui.widgets.buttons import Button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def fill() -> Callable[[Office], object]:
    """What stands in the books; a test overrides it by parametrizing."""
    return add_board


@pytest.fixture
def page(qtbot: QtBot, room: Room) -> BoardPage:
    made = BoardPage(room)
    qtbot.addWidget(made)
    made.resize(1180, 696)
    made.show()
    qtbot.waitExposed(made)
    made.open({})
    assert room.tasks.wait_idle()
    return made


def settle(page: BoardPage, visits: Visits) -> None:
    """Let what was written arrive, as the window does: every change refreshes the page."""
    assert page.room.tasks.wait_idle()
    while visits.changes:
        page.refresh(visits.changes.pop(0))
        assert page.room.tasks.wait_idle()


def card(page: BoardPage, what: str) -> CardView:
    return next(c for c in page.cards() if c.card.what == what)


def titles(page: BoardPage) -> list[list[str]]:
    return [[c.card.what for c in column.cards] for column in page.columns]


def ask_office(page: BoardPage, function: Callable[..., Any], *arguments: Any) -> Any:
    return on_worker(page.room.tasks, function, *arguments)


# -- what it shows ------------------------------------------------------------------------------------


def test_the_title_counts_and_the_columns_stand_as_in_the_books(page: BoardPage) -> None:
    assert page.frame.title.text() == "专班任务"
    assert page.frame.note.text() == "16 件，已销号 6 件，逾期 1 件"
    assert [c.name.text() for c in page.columns] == [
        "民生热点难点问题调查处理", "文史资料收集整理", "招商引资联系服务"
    ]  # fmt: skip
    assert page.columns[0].about.text() == "召集人 韩堃　4 人　已销号 2/6"
    assert titles(page)[0] == ["河口村饮水点复检", "集镇路灯修复", "老旧小区排水改造", "校门口早晚拥堵"]
    assert [c.foot.text() for c in page.columns] == ["已销号 2 件"] * 3


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("河口村饮水点复检", ("逾期 3 天", "协助 陈喆", "9月15日", "3/4 步", "9月11日 水样已送检")),
        ("老街口述史整理", ("还有 4 天", "9月22日")),
        ("校门口早晚拥堵", ("未开始", "0/3 步", "还没有进展", "王芳（镇卫生院）")),
        ("集镇路灯修复", ("进行中", "刘犇")),
    ],
)
def test_a_card_says_all_of_it_in_its_accessible_name(page: BoardPage, what: str, words: tuple[str, ...]) -> None:
    name = card(page, what).accessibleName()
    assert all(word in name for word in words), name


def test_all_shows_closed_ones_after_the_open_ones_and_is_remembered(qtbot: QtBot, page: BoardPage) -> None:
    chip = page.scope._chips[1]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert titles(page)[2][-2:] == ["农技下乡对接", "茶企用工对接"]
    assert "已销号" in card(page, "农技下乡对接").accessibleName()
    assert page.room.settings.filters["board"] == ["all"]


def test_opening_at_a_record_puts_the_focus_on_its_card(page: BoardPage) -> None:
    number = card(page, "古树名木登记").card.id
    page.open({"id": number})
    assert page.room.tasks.wait_idle()
    assert card(page, "古树名木登记").hasFocus()


def test_the_foot_opens_the_closed_ones_of_that_group(qtbot: QtBot, page: BoardPage) -> None:
    qtbot.mouseClick(page.columns[1].foot, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert page.listing is not None and page.listing.isVisible() and not page.frame.isVisible()
    names = ask_office(page, page.room.office.names.labels, "assignments")
    shown = page.listing.query().ids or ()
    assert sorted(names[n] for n in shown) == sorted(["方言录音", "碑刻拓片整理"])


def test_the_list_and_the_board_change_places(qtbot: QtBot, page: BoardPage) -> None:
    page.find()  # 查找 needs the list
    assert page.room.tasks.wait_idle()
    assert page.listing is not None and page.focusWidget() is page.listing.search
    assert page.listing.model.rowCount() == 16
    page.open({})  # coming back shows what was left
    assert page.room.tasks.wait_idle()
    assert page.listing.isVisible()
    back = next(b for b in page.listing.findChildren(Button) if b.text() == "看板")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert page.frame.isVisible() and not page.listing.isVisible()


def test_figures_open_exactly_their_assignments(page: BoardPage) -> None:
    numbers = tuple(c.card.id for c in page.columns[2].cards)
    page.open({"ids": numbers, "title": "未销号 2026年第三季度"})
    assert page.room.tasks.wait_idle()
    assert page.listing is not None and page.listing.query().ids == numbers


@pytest.mark.parametrize("target", [{"new": True, "foreseen": {"owner": 1}}, {"groups": True}])
def test_other_rooms_can_begin_things_here(page: BoardPage, asked: Asked, target: dict[str, Any]) -> None:
    page.open(target)
    assert page.room.tasks.wait_idle()
    assert [type(d) for d in asked.dialogs] == [AssignmentForm if "new" in target else GroupsDialog]
    page.open({})
    assert page.room.tasks.wait_idle()
    assert len(asked.dialogs) == 1


# -- keys -----------------------------------------------------------------------------------------------


def test_arrows_go_between_cards_and_columns(qtbot: QtBot, page: BoardPage) -> None:
    first = card(page, "河口村饮水点复检")
    first.setFocus()

    def press(key: Qt.Key) -> str:
        focused = page.focusWidget()
        qtbot.keyClick(focused, key)
        return str(page.focusWidget().card.what)  # type: ignore[attr-defined]

    assert press(Qt.Key.Key_Up) == "河口村饮水点复检"
    assert press(Qt.Key.Key_Down) == "集镇路灯修复"
    assert press(Qt.Key.Key_Right) == "云溪渡口老照片征集"
    assert press(Qt.Key.Key_Right) == "返乡创业座谈筹备"
    assert press(Qt.Key.Key_Right) == "返乡创业座谈筹备"
    assert press(Qt.Key.Key_Down) == "在外客商走访名单"
    assert press(Qt.Key.Key_Down) == "在外客商走访名单"
    assert press(Qt.Key.Key_Left) == "古树名木登记"


def test_an_empty_column_is_passed_over(qtbot: QtBot, page: BoardPage) -> None:
    office = page.room.office
    middle = page.columns[1]
    numbers = [c.card.id for c in middle.cards]
    group = page.columns[0].group
    changes = ask_office(page, office.edit_many, "assignments", {n: {"work_group": group} for n in numbers})
    page.refresh(changes)
    assert page.room.tasks.wait_idle()
    assert page.columns[1].cards == []
    card(page, "河口村饮水点复检").setFocus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Right)
    assert page.focusWidget() is card(page, "茶叶冷库项目对接")


def test_return_opens_the_form_filled_and_saves_what_was_changed(
    qtbot: QtBot, page: BoardPage, visits: Visits, asked: Asked
) -> None:
    def answer(form: AssignmentForm) -> bool:
        form.show()
        assert form.what.text() == "河口村饮水点复检"
        assert form.owner.currentText() == "韩堃"
        assert form.due.text() == "2026-09-15"
        form.due.setText("9月30日")
        qtbot.keyClick(form.due, Qt.Key.Key_Return)
        assert page.room.tasks.wait_idle()
        return form.result() == 1

    asked.answers.append(answer)
    first = card(page, "河口村饮水点复检")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    settle(page, visits)
    changed = card(page, "河口村饮水点复检")
    assert changed.card.due == "2026-09-30" and changed.card.helpers == ("陈喆",)
    assert page.focusWidget() is changed


@pytest.mark.parametrize("key", ["n", "+"])
def test_n_and_plus_begin_one_in_the_focused_group(
    qtbot: QtBot, page: BoardPage, visits: Visits, asked: Asked, key: str
) -> None:
    def answer(form: AssignmentForm) -> bool:
        form.show()
        write(form.what, "渡口碑亭修缮")
        write(form.owner.lineEdit(), "何秀英")
        write(form.due, "2026-11-01")
        qtbot.keyClick(form.due, Qt.Key.Key_Return)
        assert page.room.tasks.wait_idle()
        return form.result() == 1

    asked.answers.append(answer)
    focused = card(page, "古树名木登记")
    focused.setFocus()
    qtbot.keyClicks(focused, key)
    settle(page, visits)
    assert "渡口碑亭修缮" in titles(page)[1]
    assert page.focusWidget() is card(page, "渡口碑亭修缮")


def test_p_logs_progress_and_the_last_step_has_to_be_said(
    qtbot: QtBot, page: BoardPage, visits: Visits, asked: Asked
) -> None:
    steps: list[str] = []

    def answer(form: ProgressForm) -> bool:
        form.show()
        steps.append(form.steps.current())
        write(form.what, "复检合格")
        form.steps.set_current("4")
        qtbot.keyClick(form.what, Qt.Key.Key_Return)
        assert page.room.tasks.wait_idle()
        return form.result() == 1

    asked.answers.append(answer)
    first = card(page, "河口村饮水点复检")
    assert first._close.isHidden()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_P)
    settle(page, visits)
    assert steps == ["3"]
    changed = card(page, "河口村饮水点复检")
    assert changed.card.steps_done == 4
    assert "9月18日 复检合格" in changed.accessibleName()
    assert not changed._close.isHidden()


def test_progress_without_words_is_refused_beside_its_field(qtbot: QtBot, page: BoardPage, asked: Asked) -> None:
    def answer(form: ProgressForm) -> bool:
        form.show()
        qtbot.mouseClick(form.ahead, Qt.MouseButton.LeftButton)
        assert page.room.tasks.wait_idle()
        assert "还没有填" in form.what.accessibleDescription()
        assert form.isVisible() and form.ahead.isEnabled()
        qtbot.keyClick(form, Qt.Key.Key_Escape)
        return False

    asked.answers.append(answer)
    page.log_progress(card(page, "集镇路灯修复"))
    assert len(asked.dialogs) == 1


# -- closing --------------------------------------------------------------------------------------------


def test_closing_asks_for_the_result_and_can_be_undone(
    qtbot: QtBot, page: BoardPage, visits: Visits, asked: Asked
) -> None:
    asked.answers.append("12 位在外人士参加")
    view = card(page, "返乡创业座谈筹备")
    qtbot.mouseClick(view._close, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert visits.changes[0].title == "销号：返乡创业座谈筹备"
    settle(page, visits)
    assert "返乡创业座谈筹备" not in titles(page)[2]
    assert page.columns[2].foot.text() == "已销号 3 件"
    page.refresh(ask_office(page, page.room.office.undo))
    assert page.room.tasks.wait_idle()
    assert "返乡创业座谈筹备" in titles(page)[2]


def test_leaving_the_question_closes_nothing(qtbot: QtBot, page: BoardPage, visits: Visits, asked: Asked) -> None:
    qtbot.mouseClick(card(page, "返乡创业座谈筹备")._close, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert asked.questions == ["销号：返乡创业座谈筹备"] and visits.changes == []


def test_only_cards_with_all_steps_done_can_be_closed(page: BoardPage) -> None:
    assert [c.card.what for c in page.cards() if not c._close.isHidden()] == ["返乡创业座谈筹备"]


# -- members without an assignment ------------------------------------------------------------------------


def test_one_click_arranges_and_the_strip_vanishes(
    qtbot: QtBot, page: BoardPage, visits: Visits, asked: Asked
) -> None:
    owners: list[str] = []

    def answer(form: AssignmentForm) -> bool:
        form.show()
        owners.append(form.owner.currentText())
        write(form.what, f"任务{len(owners)}")
        write(form.due, "2026-12-01")
        qtbot.mouseClick(form.ahead, Qt.MouseButton.LeftButton)
        assert page.room.tasks.wait_idle()
        return form.result() == 1

    assert page.strip.isVisible() and page.strip.words.text() == "尚无任务的委员 2 人"
    for _ in range(2):
        asked.answers.append(answer)
        qtbot.mouseClick(page.strip.buttons[0], Qt.MouseButton.LeftButton)
        settle(page, visits)
    assert owners == ["周䶮", "马桂兰"]
    assert not page.strip.isVisible()


def test_many_members_without_one_never_push_the_frame_wide(qtbot: QtBot, page: BoardPage) -> None:
    people = tuple((n, f"委员{n:02d}") for n in range(1, 31))
    page.strip.show_people(people)
    qtbot.wait(0)
    shown = [b for b in page.strip.buttons if not b.isHidden()]
    assert 0 < len(shown) < 30
    assert page.strip.others.text() == f"其余 {30 - len(shown)} 人"
    assert all(b.geometry().right() < page.strip.width() for b in shown)


@pytest.mark.parametrize("fill", [lambda _office: None])
def test_an_empty_office_says_what_to_do_first(page: BoardPage, asked: Asked) -> None:
    assert page.frame.note.text() == "0 件"
    assert [column.cards for column in page.columns] == [[], [], []]
    page.new()
    assert "委员名册" in asked.told[0]


@pytest.mark.parametrize("fill", [add_people])
def test_many_cards_scroll_inside_their_column(page: BoardPage, tasks: Tasks) -> None:
    office = page.room.office

    def many() -> Any:
        group = next(iter(office.names.labels("groups")))
        for n in range(30):
            add_task(office, group, f"第{n}件", 1, [], f"2026-10-{n % 28 + 1:02d}")

    before = page.frame.size()
    on_worker(tasks, many)
    page.open({})
    assert tasks.wait_idle()
    assert len(page.columns[0].cards) == 30
    assert page.frame.size() == before
    last = page.columns[0].cards[-1]
    page._focus_at(0, 29)
    area = page.columns[0]._area.viewport()
    bottom = last.mapTo(area, last.rect().bottomLeft()).y()
    assert bottom <= area.height()


# -- the form -----------------------------------------------------------------------------------------------


def test_what_the_book_refuses_stands_beside_the_fields_and_stays(
    qtbot: QtBot, page: BoardPage, asked: Asked, visits: Visits
) -> None:
    def answer(form: AssignmentForm) -> bool:
        form.show()
        write(form.owner.lineEdit(), "王芳")
        write(form.due, "2026-02-30")
        qtbot.mouseClick(form.ahead, Qt.MouseButton.LeftButton)
        assert page.room.tasks.wait_idle()
        assert "2 位“王芳”" in form.owner.accessibleDescription()
        assert "2026年2月只有 28 天" in form.due.accessibleDescription()
        assert (form.owner.currentText(), form.due.text()) == ("王芳", "2026-02-30")
        assert form.isVisible()
        return False

    asked.answers.append(answer)
    page.new()
    assert asked.dialogs and visits.changes == []


def test_pinyin_initials_choose_a_name(qtbot: QtBot, page: BoardPage, asked: Asked) -> None:
    def answer(form: AssignmentForm) -> bool:
        form.show()
        line = form.owner.lineEdit()
        line.setFocus()
        for letters, found in (("mgl", "马桂兰"), ("wf", "wf")):  # two 王芳: nothing is guessed
            line.clear()
            qtbot.keyClicks(line, letters)
            line.completer().popup().hide()
            line.editingFinished.emit()
            assert form.owner.currentText() == found
        return False

    asked.answers.append(answer)
    page.new()
    assert len(asked.dialogs) == 1


def test_helpers_are_added_and_taken_away(qtbot: QtBot, page: BoardPage, asked: Asked) -> None:
    def answer(form: AssignmentForm) -> bool:
        form.show()
        select = form.helpers.select
        select.setCurrentIndex(select.findText("陈喆"))
        select.activated.emit(select.currentIndex())
        assert len(form.helpers.values()) == 1
        assert select.findText("陈喆") < 0  # nobody twice
        qtbot.mouseClick(form.helpers.findChildren(NameChip)[0], Qt.MouseButton.LeftButton)
        assert form.helpers.values() == []
        return False

    asked.answers.append(answer)
    page.new()
    assert len(asked.dialogs) == 1


def test_an_assignment_is_deleted_from_its_form(
    page: BoardPage, asked: Asked, visits: Visits
) -> None:
    def answer(form: AssignmentForm) -> bool:
        form._remove()
        assert page.room.tasks.wait_idle()
        return form.result() == 1

    asked.answers.append(answer)
    page.edit_card(card(page, "校门口早晚拥堵"))
    settle(page, visits)
    assert "校门口早晚拥堵" not in titles(page)[0]


def test_a_day_without_a_year_is_this_years() -> None:
    assert with_year("9月30日", 2026) == "2026-09-30"
    assert with_year("2027-01-05", 2026) == "2027-01-05"
    assert with_year("下周", 2026) == "下周"


# -- the work groups ------------------------------------------------------------------------------------------


@pytest.fixture
def groups(qtbot: QtBot, page: BoardPage) -> GroupsDialog:
    room = page.room
    dialog = GroupsDialog(room)
    qtbot.addWidget(dialog)
    dialog.show()
    assert room.tasks.wait_idle()
    return dialog


def test_a_group_is_renamed_when_the_field_is_left(
    qtbot: QtBot, groups: GroupsDialog, page: BoardPage, visits: Visits
) -> None:
    name = groups.fields["name"]
    assert isinstance(name, QLineEdit)
    name.setFocus()
    name.selectAll()
    write(name, "民生专班")
    qtbot.keyClick(name, Qt.Key.Key_Tab)
    settle(page, visits)
    assert page.columns[0].name.text() == "民生专班"


def test_a_group_without_a_name_is_refused_beside_the_field(qtbot: QtBot, groups: GroupsDialog) -> None:
    name = groups.fields["name"]
    assert isinstance(name, QLineEdit)
    name.setFocus()
    name.clear()
    qtbot.keyClick(name, Qt.Key.Key_Tab)
    assert groups.room.tasks.wait_idle()
    assert "还没有填" in name.accessibleDescription()


def test_a_group_is_added_led_and_joined(
    groups: GroupsDialog, page: BoardPage, visits: Visits
) -> None:
    groups._add_group()
    settle(page, visits)
    assert page.columns[-1].name.text() == "新专班"
    leader = groups.fields["leader"]
    leader.setCurrentIndex(leader.findText("陈喆"))  # type: ignore[union-attr]
    leader.activated.emit(leader.currentIndex())  # type: ignore[union-attr]
    groups.joining.setCurrentIndex(groups.joining.findText("马桂兰"))
    groups._join()
    settle(page, visits)
    assert page.columns[-1].about.text() == "召集人 陈喆　1 人　已销号 0/0"


def test_a_member_leaves_on_a_day(qtbot: QtBot, groups: GroupsDialog, page: BoardPage, visits: Visits) -> None:
    until = next(f for f in groups.findChildren(QLineEdit) if f.accessibleName() == "陈喆，止")
    write(until, "2026-09-01")
    qtbot.keyClick(until, Qt.Key.Key_Tab)
    settle(page, visits)
    assert "3 人" in page.columns[0].about.text()


def test_a_group_with_assignments_stays(groups: GroupsDialog, page: BoardPage) -> None:
    groups._remove_group()
    assert page.room.tasks.wait_idle()
    assert "不能删除" in groups.trouble.text() and groups.trouble.isVisible()
    assert ask_office(page, page.room.office.count, "groups", Query()) == 3


# -- little room --------------------------------------------------------------------------------------------


def test_a_narrow_page_moves_the_counts_and_cuts_none(qtbot: QtBot, page: BoardPage) -> None:
    page.resize(790, 560)  # as far as the words beside the title let it; once they are under it, all the way
    qtbot.waitUntil(lambda: page.minimumSize().width() < 790)
    page.resize(790, 560)
    qtbot.waitUntil(lambda: page.columns[0].width() < 260)
    assert page.frame.subtitle.text() == "16 件，已销号 6 件，逾期 1 件" and page.frame.note.text() == ""
    assert all(column.about.text().startswith(("召集人", "3 人", "4 人")) for column in page.columns)
    for column in page.columns:
        told = column.about.text()
        wide = column.about.fontMetrics().horizontalAdvance(told)
        assert wide <= column.about.width() or told.index("已销号") < told.index("召集人")
    page.resize(1180, 696)
    qtbot.waitUntil(lambda: page.frame.subtitle.text() == "")
    assert page.frame.note.text() == "16 件，已销号 6 件，逾期 1 件"

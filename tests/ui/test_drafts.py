"""What is being typed outlives a crash: in the form beside a list, in dialogs, through refusals and full disks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from liaison.errors import UserError
from liaison.office import Office
from tests.faults.places import pulled_out
from tests.ui.conftest import Asked, Visits
from tests.ui.grid.books import make_tools
from tests.ui.offices import on_worker, write
from tests.ui.test_register import open_page, settle
from ui.drafts import NEW, keep_all
from ui.pages.base import Room
from ui.pages.board.forms import ProgressForm
from ui.pages.register import RegisterPage
from ui.tasks import Tasks

Key = Qt.Key


@pytest.fixture
def room_office(tasks: Tasks, tmp_path: Path) -> Iterator[Office]:
    office = on_worker(tasks, make_tools, tmp_path / "office", 12)
    yield office
    on_worker(tasks, office.close)


@pytest.fixture
def page(room: Room, qtbot: Any, visits: Visits) -> RegisterPage:
    return open_page(room, qtbot, visits, {})


def rest(page: RegisterPage) -> None:
    """The moment after typing passes."""
    assert page.form.drafts.rest.isActive()
    page.form.drafts.rest.timeout.emit()
    page.form.drafts.rest.stop()
    settle(page)


def kept(page: RegisterPage) -> dict[int, dict[str, Any]]:
    return {d.record: dict(d.values) for d in on_worker(page.room.tasks, page.room.office.drafts, "tools")}


def opened_again(page: RegisterPage, qtbot: Any, visits: Visits, **target: Any) -> RegisterPage:
    """The program ended at once, without leaving the page, and was started again."""
    page.form.drafts.rest.stop()
    for editor in page.form.editors.values():
        editor.blockSignals(True)  # nothing is saved any more by being left
    page.hide()
    again = open_page(page.room, qtbot, visits, target)
    QApplication.processEvents()
    return again


def begin(page: RegisterPage) -> None:
    page.new()
    write(page.form.editors["name"], "铜锣")
    write(page.form.editors["notes"], "借给村里")


def test_a_begun_record_comes_back_with_a_quiet_line(page: RegisterPage, qtbot: Any, visits: Visits) -> None:
    begin(page)
    rest(page)
    assert kept(page)[NEW] == {"name": "铜锣", "state": "好", "notes": "借给村里"}
    again = opened_again(page, qtbot, visits)
    assert again.form.is_new
    assert again.form.editors["name"].text() == "铜锣"
    assert again.form.editors["notes"].toPlainText() == "借给村里"
    assert not again.form.left_over.isHidden()
    write(again.form.editors["bought"], "2026-09-01")
    again.save()
    settle(again)
    assert again.model.rowCount() == 13
    assert kept(again) == {}
    assert again.form.left_over.isHidden()
    assert not opened_again(again, qtbot, visits).form.is_new


def test_what_was_left_over_can_be_discarded(page: RegisterPage, qtbot: Any, visits: Visits) -> None:
    begin(page)
    rest(page)
    again = opened_again(page, qtbot, visits)
    again.form.left_over.discard.click()
    settle(again)
    assert kept(again) == {}
    assert not again.form.is_new
    assert again.form.left_over.isHidden()
    again.new()
    assert again.form.editors["name"].text() == ""


def test_left_over_and_untouched_it_is_left_without_a_question(
    page: RegisterPage, qtbot: Any, visits: Visits, asked: Asked
) -> None:
    begin(page)
    rest(page)
    again = opened_again(page, qtbot, visits)
    assert again.leave()
    assert asked.questions == []
    assert NEW in kept(again), "and is there the next time"
    write(again.form.editors["name"], "鼓")
    asked.answers = ["不要了"]
    assert again.leave()
    settle(again)
    assert kept(again) == {}


def test_a_room_opened_for_one_record_shows_that_one(page: RegisterPage, qtbot: Any, visits: Visits) -> None:
    begin(page)
    rest(page)
    again = opened_again(page, qtbot, visits, id=3)
    assert again.form.record == 3
    again.new()
    assert again.form.editors["name"].text() == "铜锣"
    assert not again.form.left_over.isHidden()


def test_a_change_that_was_not_saved_is_shown_at_its_record(page: RegisterPage, qtbot: Any, visits: Visits) -> None:
    page.view.select_record(5)
    settle(page)
    notes = page.form.editors["notes"]
    write(notes, "缺一只")
    rest(page)
    assert kept(page) == {5: {"notes": "缺一只"}}
    again = opened_again(page, qtbot, visits)
    assert again.form.record == 5
    assert again.form.editors["notes"].toPlainText() == "缺一只"
    assert not again.form.left_over.isHidden()
    assert again.leave()
    settle(again)
    assert again.form.row.values["notes"] == "缺一只"
    assert kept(again) == {}


def test_discarding_a_change_shows_what_is_stored(page: RegisterPage, qtbot: Any, visits: Visits) -> None:
    page.view.select_record(5)
    settle(page)
    write(page.form.editors["notes"], "缺一只")
    rest(page)
    again = opened_again(page, qtbot, visits)
    again.form.left_over.discard.click()
    settle(again)
    assert again.form.editors["notes"].toPlainText() == ""
    assert again.form.header.title.text() == "工具00005"
    assert kept(again) == {}


def test_a_refused_value_is_kept_and_refused_again(page: RegisterPage, qtbot: Any, visits: Visits) -> None:
    bought = page.form.editors["bought"]
    record = page.form.record
    bought.setFocus()
    bought.selectAll()
    qtbot.keyClicks(bought, "2026-02-30")
    qtbot.keyClick(bought, Key.Key_Return)
    settle(page)
    assert kept(page) == {record: {"bought": "2026-02-30"}}
    again = opened_again(page, qtbot, visits)
    assert again.form.record == record
    assert again.form.editors["bought"].text() == "2026-02-30"
    again.form.flush()
    settle(again)
    assert "只有 28 天" in again.form.rows["bought"]._note.text()
    again.form.editors["bought"].setText("2026-02-28")
    again.form.flush()
    settle(again)
    assert kept(again) == {}


def test_a_refused_new_record_is_kept_at_once(page: RegisterPage) -> None:
    begin(page)
    page.save()
    settle(page)
    assert kept(page)[NEW]["name"] == "铜锣"


def test_saving_leaves_no_draft_behind(page: RegisterPage) -> None:
    notes = page.form.editors["notes"]
    write(notes, "好")
    rest(page)
    assert kept(page)
    notes.quiet.timeout.emit()
    settle(page)
    assert kept(page) == {}


def test_typing_it_back_leaves_no_draft_either(page: RegisterPage) -> None:
    page.new()
    write(page.form.editors["name"], "铜锣")
    rest(page)
    page.form.editors["name"].clear()
    rest(page)
    assert kept(page) == {}


def test_an_error_of_ours_keeps_what_was_typed_now(page: RegisterPage) -> None:
    begin(page)
    keep_all()
    settle(page)
    assert kept(page)[NEW]["name"] == "铜锣"


def test_what_cannot_be_kept_now_is_kept_later(page: RegisterPage, asked: Asked, monkeypatch: Any) -> None:
    def full(*_: object) -> None:
        raise UserError("磁盘满了")

    begin(page)
    with monkeypatch.context() as patch:
        patch.setattr(page.room.office, "keep_draft", full)
        rest(page)
    assert asked.told == [], "saving will say so"
    assert kept(page) == {}
    page.form.drafts.touched()
    rest(page)
    assert kept(page)[NEW]["name"] == "铜锣"


def test_where_nothing_can_be_written_nothing_is_kept(
    tasks: Tasks, room: Room, qtbot: Any, visits: Visits, monkeypatch: Any, asked: Asked
) -> None:
    monkeypatch.setattr(type(room.office), "read_only", True)
    page = open_page(room, qtbot, visits, {})
    assert page.form.save_button.isHidden()
    assert page.form.remove_button.isHidden()
    write(page.form.editors["notes"], "x")
    page.form.drafts.keep_now()
    settle(page)
    assert asked.told == []
    assert on_worker(tasks, room.office.drafts, "tools") == []


# -- dialogs --------------------------------------------------------------------------------------------


class Card:
    """An assignment as the board knows it."""

    id, what, steps, steps_done = 7, "河口村饮水点复检", 4, 1


def progress(room: Room, qtbot: Any) -> ProgressForm:
    """记进展 as it opens."""
    dialog = ProgressForm(room, Card())
    qtbot.addWidget(dialog)
    dialog.show()
    assert room.tasks.wait_idle()
    return dialog


def rest_of(dialog: ProgressForm) -> None:
    assert dialog.drafts is not None
    assert dialog.drafts.keeper.rest.isActive()
    dialog.drafts.keeper.keep_now()
    assert dialog.tasks.wait_idle()


def kept_by_board(room: Room) -> list[dict[str, Any]]:
    return [dict(d.values) for d in on_worker(room.tasks, room.office.drafts, "board/progress")]


def test_a_dialog_that_ended_with_the_program_comes_back(room: Room, qtbot: Any) -> None:
    dialog = progress(room, qtbot)
    assert dialog.drafts is not None
    assert dialog.drafts.line.isHidden()
    write(dialog.what, "水样已送检")
    dialog.steps.set_current("3")
    rest_of(dialog)
    assert kept_by_board(room) == [{"what": "水样已送检", "steps_done": "3"}]
    dialog.hide()
    again = progress(room, qtbot)
    assert (again.what.text(), again.steps.current()) == ("水样已送检", "3")
    assert not again.drafts.line.isHidden()
    again.drafts.line.discard.click()
    assert room.tasks.wait_idle()
    assert (again.what.text(), again.steps.current()) == ("", "2")
    assert again.on.text() == "2026-09-18"
    assert kept_by_board(room) == []


def test_leaving_a_dialog_on_purpose_keeps_nothing(room: Room, qtbot: Any) -> None:
    dialog = progress(room, qtbot)
    write(dialog.what, "水样已送检")
    rest_of(dialog)
    dialog.reject()
    assert room.tasks.wait_idle()
    assert kept_by_board(room) == []


def test_another_record_has_its_own_draft(room: Room, qtbot: Any, monkeypatch: Any) -> None:
    dialog = progress(room, qtbot)
    write(dialog.what, "水样已送检")
    rest_of(dialog)
    dialog.hide()
    monkeypatch.setattr(Card, "id", 8)
    assert progress(room, qtbot).what.text() == ""


# -- a stick that is pulled out -------------------------------------------------------------------------


def test_pulled_out_while_typing_nothing_is_lost_and_saving_works_when_it_is_back(
    page: RegisterPage, asked: Asked
) -> None:
    begin(page)
    write(page.form.editors["bought"], "2026-09-01")
    with pulled_out(page.room.office.folder):
        rest(page)
        assert asked.told == [], "keeping a draft never disturbs"
        page.save()
        settle(page)
        assert "文件夹不见了" in page.form.notice.text()
        assert "放回原处" in page.form.notice.text()
        assert page.form.editors["name"].text() == "铜锣"
        assert page.form.is_new
    page.save()
    settle(page)
    assert not page.form.is_new
    assert page.model.rowCount() == 13
    assert kept(page) == {}
    assert asked.crashes == []

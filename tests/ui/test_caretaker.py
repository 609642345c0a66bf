"""The copies the window makes by itself, the exit, and going back to a copy and opening again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from liaison import paths
from liaison.errors import UserError
from liaison.office import Office
from liaison.safety import backups
from liaison.safety.backups import Backups
from tests.ui.conftest import Asked
from tests.ui.offices import add_people, on_worker
from ui import app as app_module
from ui.app import Desktop
from ui.dialogs.damage import DamageDialog
from ui.dialogs.restoring import RestoredDialog, RestoreDialog
from ui.pages.base import Page, PageSpec
from ui.settings import Settings
from ui.tasks import Cancelled
from ui.window import Window


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    office = Office.create(tmp_path / "office", name="政协云溪镇联络处", town="云溪镇")
    add_people(office)
    office.close()
    return tmp_path / "office"


@pytest.fixture
def desktop(
    qapp: QApplication, settings: Settings, asked: Asked, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    assert asked is not None
    pages = tuple(
        s if s.key == "backups" else PageSpec(s.key, s.group, s.title, Page, s.icon) for s in app_module.PAGES
    )
    monkeypatch.setattr(app_module, "PAGES", pages)
    monkeypatch.setattr(paths, "sample_office_folder", lambda: tmp_path / "sample")
    made = Desktop(qapp, settings)
    made.tasks.set_patience(pointer=60_000, strip=60_000)
    made.start(folder, sample=False)
    assert made.tasks.wait_idle()
    yield made
    made.close()
    if made.window is not None:
        made.window.deleteLater()


def reasons(folder: Path) -> list[str]:
    return [copy.reason for copy in backups.copies(folder)]


def add_member(desktop: Desktop, name: str = "新来的") -> None:
    values = {"name": name, "work_unit": "云溪村", "post": "会计", "joined": "2022-01-01"}
    changes = on_worker(desktop.tasks, desktop.office.add, "members", values)
    assert isinstance(desktop.window, Window)
    desktop.window.changed(changes)


def members(desktop: Desktop) -> int:
    return int(on_worker(desktop.tasks, desktop.office.count, "members"))


def full(*_: object, **__: object) -> None:
    raise UserError("磁盘满了，备份没有做成，资料都在")


# -- by itself --------------------------------------------------------------------------------------


def test_a_copy_at_the_start_and_none_when_nothing_changed(desktop: Desktop, folder: Path) -> None:
    assert reasons(folder) == ["start"]
    desktop.switch(folder)
    assert desktop.tasks.wait_idle()
    assert reasons(folder) == ["start"]


def test_the_open_page_is_told_of_a_copy(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Page] = []
    monkeypatch.setattr(Page, "copied", lambda page: told.append(page))
    monkeypatch.setattr(backups, "CHANGES", 1)
    add_member(desktop)
    desktop.caretaker.look()
    assert desktop.tasks.wait_idle()
    assert isinstance(desktop.window, Window)
    assert told == [desktop.window.page]


def test_fifty_changes_make_a_copy_when_the_hands_rest(
    desktop: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "CHANGES", 3)
    for n in range(2):
        add_member(desktop, f"第{n}位")
    desktop.caretaker.look()
    assert desktop.tasks.wait_idle() and reasons(folder) == ["start"]
    add_member(desktop)
    assert desktop.caretaker._rest.isActive(), "every change begins the pause anew"
    desktop.caretaker.look()
    assert desktop.tasks.wait_idle() and reasons(folder) == ["changes", "start"]


def test_a_copy_that_is_due_waits_while_something_runs(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backups, "due", lambda _self: pytest.fail("asked while something was running"))
    desktop.tasks.ask(lambda: None)
    desktop.caretaker._rest.stop()
    desktop.caretaker.look()
    assert desktop.caretaker._rest.isActive()
    desktop.caretaker._rest.stop()
    assert desktop.tasks.wait_idle()


def test_what_cannot_be_copied_by_itself_is_said_once_and_never_in_the_way(
    desktop: Desktop, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Backups, "due", lambda _self: True)
    monkeypatch.setattr(Backups, "make", full)
    said: list[str] = []
    desktop.caretaker.failed.connect(said.append)
    for _ in range(2):
        desktop.caretaker.look()
        assert desktop.tasks.wait_idle()
    assert said == ["磁盘满了，备份没有做成，资料都在"] and asked.told == []
    assert desktop.window._toast.text == said[0]  # type: ignore[union-attr]


# -- the exit ---------------------------------------------------------------------------------------


def test_the_window_goes_at_once_and_the_copy_is_made(desktop: Desktop, folder: Path, asked: Asked) -> None:
    add_member(desktop)
    seen: list[bool] = []
    desktop.tasks.ask(lambda: None, done=lambda _: seen.append(desktop.window.isVisible()))  # type: ignore[union-attr]
    desktop.window.close()  # type: ignore[union-attr]
    assert seen == [False], "hidden while the worker still works"
    assert reasons(folder) == ["exit", "start"]
    assert asked.told == []
    Office.open(folder).close()


@pytest.mark.parametrize("error", [UserError("磁盘满了，备份没有做成，资料都在"), ZeroDivisionError()])
def test_a_copy_that_fails_at_the_exit_is_told_and_stops_nothing(
    desktop: Desktop, folder: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch, error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(*_: object) -> None:
        raise error

    add_member(desktop)
    monkeypatch.setattr(Backups, "make_if_changed", fails)
    desktop.window.close()  # type: ignore[union-attr]
    assert len(asked.told) == 1 and "资料都在" in asked.told[0]
    assert desktop.office is None
    with Office.open(folder) as office:
        assert office.count("members") == 12
    caplog.clear()


def test_another_office_is_opened_after_a_copy_of_this_one(desktop: Desktop, folder: Path, tmp_path: Path) -> None:
    Office.create(tmp_path / "other", name="政协河口镇联络处", town="河口镇").close()
    add_member(desktop)
    desktop.switch(tmp_path / "other")
    assert desktop.tasks.wait_idle()
    assert reasons(folder) == ["exit", "start"]


# -- going back -------------------------------------------------------------------------------------


def test_an_office_goes_back_to_a_copy_and_both_counts_are_shown(
    desktop: Desktop, folder: Path, asked: Asked
) -> None:
    copy = backups.copies(folder)[0]
    add_member(desktop)
    before = desktop.window
    desktop.restore(copy, "")
    assert desktop.window is not before and desktop.office is None, "nobody asks an office that is being replaced"
    assert desktop.tasks.wait_idle()
    assert isinstance(desktop.window, Window) and desktop.window.page_key == "backups"
    assert members(desktop) == 11
    dialog = asked.dialogs[-1]
    assert isinstance(dialog, RestoredDialog)
    row = next(line for line in dialog.model.rows if line.title == "委员名册")
    assert (row.then, row.now) == (12, 11)
    assert "restore" in reasons(folder), "what was there is kept as a copy"


def test_the_whole_way_back_by_mouse_from_the_page_to_the_page(
    desktop: Desktop, asked: Asked, qtbot: QtBot
) -> None:
    add_member(desktop)
    desktop.window.go("backups")  # type: ignore[union-attr]
    assert desktop.tasks.wait_idle()
    page = desktop.window.page  # type: ignore[union-attr]
    asked.answers.append(True)
    qtbot.mouseClick(page.panel.restore_button, Qt.MouseButton.LeftButton)
    assert desktop.tasks.wait_idle()
    question, after = asked.dialogs
    assert isinstance(question, RestoreDialog) and "1 位委员" in question.state.text()
    assert isinstance(after, RestoredDialog) and members(desktop) == 11
    shown = desktop.window.page  # type: ignore[union-attr]
    assert shown is not page and "恢复前" in {shown.table.copies.text(n, 1) for n in range(3)}


def test_the_empty_window_answers_no_click_while_it_goes_back(desktop: Desktop, folder: Path) -> None:
    desktop.restore(backups.copies(folder)[0], "")
    window = desktop.window
    assert isinstance(window, Window)
    window.sidebar.chosen.emit("home")
    window.sidebar.group_chosen.emit("委员")
    assert window.page is None
    assert desktop.tasks.wait_idle()


def test_a_restore_that_fails_leaves_the_old_office_open(
    desktop: Desktop, folder: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backups.copies(folder)[0]
    add_member(desktop)
    monkeypatch.setattr(backups, "restore", full)
    desktop.restore(copy, "")
    assert desktop.tasks.wait_idle()
    assert asked.told == ["磁盘满了，备份没有做成，资料都在"]
    assert members(desktop) == 12
    assert desktop.window.page_key == "backups"  # type: ignore[union-attr]


def test_a_damaged_copy_changes_nothing(desktop: Desktop, folder: Path, asked: Asked) -> None:
    copy = backups.copies(folder)[0]
    copy.path.write_bytes(copy.path.read_bytes()[:3000])
    add_member(desktop)
    desktop.restore(copy, "")
    assert desktop.tasks.wait_idle()
    assert len(asked.told) == 1 and members(desktop) == 12


def test_stopping_a_restore_opens_the_old_office(
    desktop: Desktop, folder: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise Cancelled

    monkeypatch.setattr(backups, "restore", stopped)
    desktop.restore(backups.copies(folder)[0], "")
    assert desktop.tasks.wait_idle()
    assert asked.told == ["已停止恢复，资料和原来一样。"] and members(desktop) == 11


def test_an_office_with_a_password_opens_again_by_the_key_it_had(desktop: Desktop, folder: Path, asked: Asked) -> None:
    from liaison.safety.protection import new_recovery_code

    on_worker(desktop.tasks, desktop.office.protection.turn_on, "云溪渡口的老桥", new_recovery_code())
    on_worker(desktop.tasks, desktop.office.backup.make, "manual")
    add_member(desktop)
    desktop.restore(backups.copies(folder)[0], "")
    assert desktop.tasks.wait_idle()
    assert isinstance(desktop.window, Window) and members(desktop) == 11
    assert asked.told == []


def test_a_damaged_office_comes_back_from_its_newest_good_copy(
    desktop: Desktop, folder: Path, asked: Asked, qtbot: QtBot
) -> None:
    desktop.switch(None)
    assert desktop.tasks.wait_idle()
    file = folder / "office.db"
    damaged = file.read_bytes()[:5000] + b"\0" * 3000
    file.write_bytes(damaged)

    def restore(dialog: DamageDialog) -> bool:
        qtbot.waitUntil(dialog.ahead.isEnabled)
        assert "11 位委员" in dialog.best_words.text()
        qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
        return dialog.result() == dialog.DialogCode.Accepted

    asked.answers.append(restore)
    desktop.open(folder)
    qtbot.waitUntil(lambda: desktop.office is not None, timeout=20_000)
    assert desktop.tasks.wait_idle()
    assert members(desktop) == 11
    assert isinstance(asked.dialogs[-1], RestoredDialog)
    assert damaged in [path.read_bytes() for path in (folder / "damaged").rglob("office.db")], "it is kept"

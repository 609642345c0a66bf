"""备份与移交 by keys and mouse: copies here and outside, what each holds, going back, and the ways out."""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from liaison.office import Office
from liaison.safety import backups
from liaison.safety.backups import Copy
from liaison.safety.protection import new_recovery_code
from liaison.store.backup import carrying
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import add_gift, add_people, on_worker, write
from ui.copying import size_words, when
from ui.dialogs.restoring import RestoreDialog
from ui.pages.backups import BackupsPage
from ui.pages.backups.table import CopiesModel
from ui.pages.base import Room
from ui.tasks import Cancelled

NOW = datetime(2026, 9, 18, 10, 24)


def a_copy(serial: int, **values: Any) -> Copy:
    moment = values.pop("moment", f"20260918T{serial // 60 % 24:02d}{serial % 60:02d}00")
    path = Path(f"/nowhere/{serial:06d}-{moment}-start.db")
    return Copy(path, serial, moment, values.pop("reason", "start"), 1_000_000, **values)


@pytest.fixture
def fill() -> Callable[[Office], object] | None:
    def people_and_gift(office: Office) -> None:
        add_people(office)
        add_gift(office, date="2026-09-10", donor="云溪电子", kind="款", amount="2000.00")

    return people_and_gift


@pytest.fixture
def restored() -> list[tuple[Any, str]]:
    """What the page asked the program to restore."""
    return []


@pytest.fixture
def page(qtbot: QtBot, room: Room, restored: list[tuple[Any, str]]) -> BackupsPage:
    whole = replace(room, restore=lambda copy, secret: restored.append((copy, secret)))
    made = BackupsPage(whole)
    qtbot.addWidget(made)
    made.resize(1180, 696)
    made.show()
    qtbot.waitExposed(made)
    visit(made)
    return made


def visit(page: BackupsPage) -> None:
    page.open({})
    assert page.room.tasks.wait_idle()


def make(page: BackupsPage, reason: str = "manual") -> Copy:
    copy: Copy = on_worker(page.room.tasks, page.room.office.backup.make, reason)
    return copy


def rows(page: BackupsPage) -> list[tuple[str, str]]:
    model = page.table.copies
    return [(model.text(n, 1), model.text(n, 2)) for n in range(model.rowCount())]


def counts(page: BackupsPage) -> dict[str, tuple[str, str, str]]:
    model = page.panel.model
    return {model.index(n, 0).data(): tuple(model.index(n, c).data() for c in (1, 2, 3))
            for n in range(model.rowCount())}  # fmt: skip


# -- words and model --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("20260918T080500", "今天 8:05"),
        ("20260917T174200", "昨天 17:42"),
        ("20260901T174200", "9月1日 17:42"),
        ("20251201T090000", "2025年12月1日 9:00"),
        ("19700101T000000", "1970年1月1日 0:00"),
        ("20990101T000000", "2099年1月1日 0:00"),
        ("20261350T999999", "时间不明"),
        ("", "时间不明"),
    ],
)
def test_when_a_copy_was_made(moment: str, words: str) -> None:
    assert when(moment, NOW) == words


@pytest.mark.parametrize(("size", "words"), [(0, "1 KB"), (860_000, "860 KB"), (12_400_000, "12.4 MB")])
def test_sizes(size: int, words: str) -> None:
    assert size_words(size) == words
    assert size_words(1_200_000_000) == "1.2 GB"


def test_the_list_grows_as_it_is_scrolled_and_obeys_the_rules_of_models(qtmodeltester: Any) -> None:
    model = CopiesModel()
    model.show([a_copy(n, records=n) for n in range(150)], NOW)
    assert model.rowCount() == 60 and model.canFetchMore(model.index(-1, -1))
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
    assert model.rowCount() == 150
    model.know(model.copies[3].path, 12, "完好", "done")
    assert model.text(3, 3) == "12" and model.sound(3) == ("完好", "done")
    qtmodeltester.check(model)
    model.show([], NOW)
    qtmodeltester.check(model)


def test_every_reason_of_the_engine_has_its_word() -> None:
    model = CopiesModel()
    named = ("start", "import", "bulk", "migration", "restore", "upgrade", "exit", "changes", "manual", "handover")
    model.show([a_copy(n, reason=reason) for n, reason in enumerate((*named, "unheard"))], NOW)
    words = [model.text(n, 1) for n in range(model.rowCount())]
    assert words[-1] == "自动" and "自动" not in words[:-1]


def test_a_copy_that_is_cut_is_marked_before_it_is_looked_into() -> None:
    model = CopiesModel()
    model.show([a_copy(1, sound=False)], NOW)
    assert model.sound(0) == ("有问题", "overdue")


# -- the list and the panel -------------------------------------------------------------------------


def test_nothing_yet(page: BackupsPage) -> None:
    assert page.head.here.when.text() == "还没有备份"
    assert page.head.outside.when.text() == "还没有存过"
    assert page._stack.currentWidget() is page._empty
    assert not page.panel.restore_button.isEnabled() and "还没有选" in page.panel.restore_button.toolTip()


@pytest.mark.parametrize("by_key", [False, True])
def test_a_copy_here_by_mouse_and_key(qtbot: QtBot, page: BackupsPage, visits: Visits, by_key: bool) -> None:
    if by_key:
        page.save()
    else:
        qtbot.mouseClick(page.head.here_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert rows(page) == [("手动", "本机")]
    assert visits.toasts == ["已备份在本机"]
    assert page.head.here.when.text().startswith("上次备份 今天")


def test_the_chosen_copy_is_checked_and_counted_beside_today(qtbot: QtBot, page: BackupsPage) -> None:
    make(page, "start")
    office = page.room.office
    on_worker(page.room.tasks, office.add, "honors",
              {"title": "县优秀政协委员", "level": "县", "issuer": "县政协", "date": "2026-07-01", "member": 1})
    make(page, "import")
    visit(page)
    assert page.panel.chip.word == "完好"
    assert counts(page)["荣誉登记簿"] == ("1", "1", "一样")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.room.tasks.wait_idle()
    assert counts(page)["荣誉登记簿"] == ("0", "1", "+1")
    assert counts(page)["委员名册"] == ("11", "11", "一样")
    assert page.panel.model.index(0, 0).data() == "荣誉登记簿", "what differs stands first"
    ledgers = page.panel.seen.ledgers  # type: ignore[union-attr]
    assert ledgers[0][:2] == ("捐赠台账", "1 笔　2,000.00 元") and len(ledgers[0][2]) == 19


def test_counts_come_before_every_byte_is_read_and_the_check_runs_beside_the_worker(
    page: BackupsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(page)
    seen: list[tuple[bool, bool, bool]] = []
    threads: list[int] = []
    show, facts = page.panel.show_seen, backups.facts

    def shown(what: Any) -> None:
        show(what)
        seen.append((what.checked, bool(what.rows), page.panel.restore_button.isEnabled()))

    def checked(*arguments: Any, **options: Any) -> Any:
        if options.get("thorough", True):
            threads.append(threading.get_ident())
        return facts(*arguments, **options)

    monkeypatch.setattr(page.panel, "show_seen", shown)
    monkeypatch.setattr(backups, "facts", checked)
    visit(page)
    assert seen == [(False, True, False), (True, True, True)]
    assert threads and on_worker(page.room.tasks, threading.get_ident) not in threads


def test_a_change_counts_at_once(page: BackupsPage, room: Room) -> None:
    make(page)
    visit(page)
    changes = on_worker(room.tasks, room.office.add, "honors",
                        {"title": "示例", "level": "县", "issuer": "县政协", "date": "2026-07-01", "member": 1})
    page.refresh(changes)
    assert room.tasks.wait_idle()
    assert counts(page)["荣誉登记簿"] == ("0", "1", "+1")


def test_a_damaged_copy_is_found_when_it_is_chosen(page: BackupsPage) -> None:
    copy = make(page)
    content = bytearray(copy.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    copy.path.write_bytes(content)
    visit(page)
    assert page.panel.chip.word == "有问题"
    assert "请换一份" in page.panel.trouble.text()
    assert not page.panel.restore_button.isEnabled()
    assert page.table.copies.sound(0) == ("有问题", "overdue")


def test_enter_goes_to_the_question_and_never_asks_it_by_itself(
    qtbot: QtBot, page: BackupsPage, asked: Asked
) -> None:
    make(page)
    visit(page)
    page.panel.fold(True)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert not page.panel.folded and page.panel.restore_button.hasFocus()
    assert asked.dialogs == []


def test_filters_and_areas(qtbot: QtBot, page: BackupsPage) -> None:
    make(page)
    visit(page)
    here, outside = page.filter._chips[1:3]
    qtbot.mouseClick(outside, Qt.MouseButton.LeftButton)
    assert rows(page) == [] and page._stack.currentWidget() is page._none_there
    assert not page.panel.restore_button.isEnabled()
    here.setFocus()
    qtbot.keyClick(here, Qt.Key.Key_Return)
    assert page.room.tasks.wait_idle()
    assert len(rows(page)) == 1
    page.find()
    assert page.table.hasFocus()
    assert all(area.isVisible() for area in page.areas())


def test_the_folder_opens_and_says_when_it_cannot(
    qtbot: QtBot, page: BackupsPage, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(page)
    visit(page)
    opened: list[str] = []

    def open_url(url: Any) -> bool:
        opened.append(Path(url.toLocalFile()).name)
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(open_url))
    for _ in range(2):
        qtbot.mouseClick(page.panel.folder_link, Qt.MouseButton.LeftButton)
    assert opened == ["backups", "backups"] and len(asked.told) == 1


# -- outside ----------------------------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


def test_a_second_copy_is_made_remembered_and_listed(
    qtbot: QtBot, page: BackupsPage, asked: Asked, visits: Visits, stick: Path
) -> None:
    asked.answers.append(stick)
    qtbot.mouseClick(page.head.outside_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert visits.toasts == ["第二份已存到“KINGSTON”，重新读过，和原来一样"]
    assert {place for _, place in rows(page)} == {"本机", "U盘“KINGSTON”"}
    assert "还空" in page.head.outside.words.text()
    visits.toasts.clear()
    qtbot.mouseClick(page.head.outside_button, Qt.MouseButton.LeftButton)  # the folder is known: nothing is asked
    assert page.room.tasks.wait_idle()
    assert len(asked.questions) == 1 and len(visits.toasts) == 1


def test_a_stick_that_is_not_there_says_so_and_another_place_can_be_chosen(
    qtbot: QtBot, page: BackupsPage, asked: Asked, stick: Path, tmp_path: Path
) -> None:
    asked.answers.append(stick)
    qtbot.mouseClick(page.head.outside_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    shutil.rmtree(stick)
    visit(page)
    assert "现在找不到" in page.head.outside.words.text()
    assert {place for _, place in rows(page)} == {"本机"}
    qtbot.mouseClick(page.head.outside_button, Qt.MouseButton.LeftButton)  # Esc: 先不存
    assert "找不到" in asked.questions[-1] and asked.told == []
    other = tmp_path / "other"
    other.mkdir()
    asked.answers += ["换一个地方", other]
    qtbot.mouseClick(page.head.outside_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert page.data is not None and page.data.standing.folder == other


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "满了"), (errno.EROFS, "只能读"), (errno.EACCES, "只能读"), (errno.EIO, "出了错"), (0, "不见了")],
)
def test_a_stick_that_is_full_read_only_broken_or_pulled_out_is_one_sentence(
    qtbot: QtBot, page: BackupsPage, asked: Asked, visits: Visits, stick: Path, monkeypatch: pytest.MonkeyPatch,
    number: int, words: str,
) -> None:
    def breaks(_source: Path, target: Path) -> str:
        target.write_bytes(b"half")
        if not number:
            shutil.rmtree(stick)
        raise OSError(number or errno.ENOENT, "while writing")

    monkeypatch.setattr(carrying, "copy_file", breaks)
    asked.answers.append(stick)
    qtbot.mouseClick(page.head.outside_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert len(asked.told) == 1 and words in asked.told[0] and "本机的资料和备份都在" in asked.told[0]
    assert visits.toasts == [] and not [path for path in stick.rglob("*") if path.is_file()], "nothing half is left"
    monkeypatch.undo()
    stick.mkdir(exist_ok=True)
    asked.answers.append(stick)
    qtbot.mouseClick(page.head.outside_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert len(visits.toasts) == 1, "and it works again when the stick does"


def test_stopping_a_second_copy_says_nothing_and_leaves_nothing(
    qtbot: QtBot, page: BackupsPage, asked: Asked, visits: Visits, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any) -> str:
        raise Cancelled

    monkeypatch.setattr(carrying, "copy_file", stopped)
    asked.answers.append(stick)
    qtbot.mouseClick(page.head.outside_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert asked.told == [] and visits.toasts == []
    assert not [path for path in stick.rglob("*") if path.is_file()]


def test_into_the_office_itself_is_refused(qtbot: QtBot, page: BackupsPage, asked: Asked) -> None:
    asked.answers.append(page.room.office.folder / "attachments")
    qtbot.mouseClick(page.head.outside_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert len(asked.told) == 1


def test_copies_in_another_folder_join_the_list(
    qtbot: QtBot, page: BackupsPage, asked: Asked, stick: Path, tmp_path: Path
) -> None:
    on_worker(page.room.tasks, page.room.office.backup.outside, stick)
    moved = tmp_path / "moved"
    stick.rename(moved)
    visit(page)
    asked.answers.append(moved)
    qtbot.mouseClick(page.folder_link, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert rows(page) == [("手动", "U盘“moved”")]
    empty = tmp_path / "empty"
    empty.mkdir()
    asked.answers.append(empty)
    qtbot.mouseClick(page.folder_link, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert asked.told == ["这个文件夹里没有联络簿的备份，请换一个"]


def test_a_copy_of_another_password_shows_what_it_holds_once_it_is_typed(
    qtbot: QtBot, page: BackupsPage, asked: Asked, restored: list[tuple[Any, str]], stick: Path
) -> None:
    office, tasks = page.room.office, page.room.tasks
    on_worker(tasks, office.protection.turn_on, "云溪渡口的老桥", new_recovery_code())
    on_worker(tasks, office.backup.outside, stick)
    on_worker(tasks, office.protection.turn_off, "云溪渡口的老桥")
    visit(page)
    place = next(n for n, row in enumerate(rows(page)) if row[1] != "本机")
    page.table.choose(place)
    assert tasks.wait_idle()
    panel = page.panel
    assert panel.chip.word == "要密码" and panel.secret.isVisible() and panel.table.isHidden()
    qtbot.mouseClick(panel.unlock_button, Qt.MouseButton.LeftButton)  # nothing typed: nothing asked
    write(panel.secret.line, "不是这个")
    qtbot.keyClick(panel.secret.line, Qt.Key.Key_Return)
    assert tasks.wait_idle()
    assert panel.chip.word == "要密码" and "不对" in panel.trouble.text()
    panel.secret.wipe()
    write(panel.secret.line, "云溪渡口的老桥")
    qtbot.keyClick(panel.secret.line, Qt.Key.Key_Return)
    assert tasks.wait_idle()
    assert panel.chip.word == "完好" and counts(page)["委员名册"] == ("11", "11", "一样")
    asked.answers.append(True)
    qtbot.mouseClick(panel.restore_button, Qt.MouseButton.LeftButton)
    assert [secret for _, secret in restored] == ["云溪渡口的老桥"]


# -- one file ---------------------------------------------------------------------------------------


def test_a_copy_is_saved_as_one_file_and_restored_from_it(
    qtbot: QtBot, page: BackupsPage, asked: Asked, visits: Visits, restored: list[tuple[Any, str]], tmp_path: Path
) -> None:
    make(page)
    visit(page)
    target = tmp_path / "一份备份.llb"
    asked.answers.append(target)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert visits.toasts == ["已另存为“一份备份.llb”"]
    assert backups.look(target).kind == "backup"

    def agree(dialog: RestoreDialog) -> bool:
        qtbot.waitUntil(dialog.ahead.isEnabled)
        return dialog.model.rowCount() > 1

    asked.answers += [target, agree]
    qtbot.mouseClick(page.file_link, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert [(copy.path, secret) for copy, secret in restored] == [(target, "")]


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04cut"])
def test_a_file_that_is_no_copy_is_refused_in_a_sentence(
    qtbot: QtBot, page: BackupsPage, asked: Asked, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.llb"
    file.write_bytes(content)
    asked.answers.append(file)
    qtbot.mouseClick(page.file_link, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert len(asked.told) == 1 and asked.dialogs == []


# -- going back -------------------------------------------------------------------------------------


def test_restoring_asks_first_and_esc_leaves_all_as_it_is(
    qtbot: QtBot, page: BackupsPage, asked: Asked, restored: list[tuple[Any, str]]
) -> None:
    copy = make(page)
    visit(page)
    qtbot.mouseClick(page.panel.restore_button, Qt.MouseButton.LeftButton)  # the recorder's safe answer
    assert len(asked.dialogs) == 1 and restored == []
    asked.answers.append(True)
    qtbot.mouseClick(page.panel.restore_button, Qt.MouseButton.LeftButton)
    assert [c.path for c, _ in restored] == [copy.path]


def test_links_go_to_the_other_rooms(qtbot: QtBot, page: BackupsPage, visits: Visits) -> None:
    qtbot.mouseClick(page.head.trash_link, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.head.history_link, Qt.MouseButton.LeftButton)
    assert visits.gone == [("trash", {}), ("history", {})]

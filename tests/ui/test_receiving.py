"""Handing an office over, and receiving it on another computer: by keys and mouse, with the same counts and code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from liaison.errors import UserError
from liaison.office import Office
from liaison.safety import opening
from liaison.safety.backups import Backups
from tests.ui.conftest import Asked
from tests.ui.offices import add_gift, add_people, on_worker, write
from ui.dialogs.first_start import Chosen, FirstStart
from ui.dialogs.handing_over import HandOverDialog
from ui.dialogs.printing import PrintRoom
from ui.dialogs.receiving import ReceiveDialog, free_folder
from ui.pages.base import Room
from ui.tasks import Cancelled, Tasks

PASSWORD = "云溪渡口的老桥"


@pytest.fixture
def fill() -> Callable[[Office], object] | None:
    def people_and_gift(office: Office) -> None:
        add_people(office)
        add_gift(office, date="2026-09-10", donor="云溪电子", kind="款", amount="2000.00")

    return people_and_gift


@pytest.fixture
def handing(qtbot: QtBot, room: Room) -> HandOverDialog:
    dialog = HandOverDialog(room)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "移交.llb"


def to_typing(qtbot: QtBot, dialog: HandOverDialog, asked: Asked, target: Path) -> None:
    asked.answers.append(target)
    qtbot.mouseClick(dialog.choose_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog.ahead, Qt.Key.Key_Return)
    assert dialog.step == 1


def type_back(qtbot: QtBot, dialog: HandOverDialog) -> None:
    groups = dialog.code.split("-")
    for field, place in zip(dialog.typed.fields, dialog.typed.asked, strict=True):
        field.clear()
        write(field, groups[place])
    qtbot.keyClick(dialog.typed.fields[-1], Qt.Key.Key_Return)


def hand_over(qtbot: QtBot, dialog: HandOverDialog, asked: Asked, target: Path) -> None:
    to_typing(qtbot, dialog, asked, target)
    type_back(qtbot, dialog)
    assert dialog.room.tasks.wait_idle()


def receiving(qtbot: QtBot, tasks: Tasks, tmp_path: Path, *, backup: bool = False) -> ReceiveDialog:
    dialog = ReceiveDialog(tasks, backup=backup, proposed=tmp_path / "到这里")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def choose(qtbot: QtBot, dialog: ReceiveDialog, asked: Asked, path: Path) -> None:
    asked.answers.append(path)
    button = dialog.folder_button if path.is_dir() else dialog.file_button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert dialog._tasks.wait_idle()


def rows_of(dialog: Any) -> dict[str, int]:
    from PySide6.QtWidgets import QTableView

    table = next(t for t in dialog.findChildren(QTableView) if t.isVisible())
    return {line.title: line.then for line in table.model().rows}


# -- handing over -----------------------------------------------------------------------------------


def test_a_place_comes_first(qtbot: QtBot, handing: HandOverDialog) -> None:
    qtbot.mouseClick(handing.ahead, Qt.MouseButton.LeftButton)
    assert handing.step == 0 and "选好" in handing.choose_button.parentWidget().accessibleDescription()
    assert handing.choose_button.hasFocus()


def test_a_wrong_code_packs_nothing(qtbot: QtBot, handing: HandOverDialog, asked: Asked, target: Path) -> None:
    to_typing(qtbot, handing, asked, target)
    assert handing.code not in [w.text() for w in handing.typed.fields]
    write(handing.typed.fields[0], "AAAAA")
    qtbot.mouseClick(handing.ahead, Qt.MouseButton.LeftButton)
    assert handing.room.tasks.wait_idle()
    assert not target.exists() and handing.step == 1
    assert "移交码" in handing.typed.rows[0].field.accessibleDescription()
    qtbot.mouseClick(handing.back, Qt.MouseButton.LeftButton)
    assert handing.step == 0


@pytest.mark.parametrize("by_key", [False, True])
def test_the_code_goes_onto_paper_through_the_print_room(
    qtbot: QtBot, handing: HandOverDialog, asked: Asked, by_key: bool
) -> None:
    if by_key:
        qtbot.keyClick(handing, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    else:
        qtbot.mouseClick(handing.print_button, Qt.MouseButton.LeftButton)
    assert handing.tasks.wait_idle()
    assert isinstance(asked.dialogs[-1], PrintRoom) and "移交码" in asked.dialogs[-1].windowTitle()
    assert handing.print_button.isEnabled()


def test_esc_leaves_no_file(qtbot: QtBot, handing: HandOverDialog, asked: Asked, target: Path) -> None:
    to_typing(qtbot, handing, asked, target)
    qtbot.keyClick(handing.typed.fields[0], Qt.Key.Key_Escape)
    assert not handing.isVisible() and not target.exists()


def test_the_whole_office_goes_into_one_file_and_comes_out_the_same(
    qtbot: QtBot, handing: HandOverDialog, asked: Asked, target: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand_over(qtbot, handing, asked, target)
    assert handing.step == 2 and target.is_file()
    sent = rows_of(handing)
    assert sent["委员名册"] == 11 and sent["捐赠台账"] == 1
    qtbot.mouseClick(handing.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "委员名册 11" in copied and handing.code not in copied
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda url: bool(opened.append(url)) or True))
    qtbot.mouseClick(handing.folder_button, Qt.MouseButton.LeftButton)
    assert [Path(url.toLocalFile()) for url in opened] == [target.parent]

    dialog = receiving(qtbot, handing.tasks, tmp_path)
    assert not dialog.ahead.isEnabled()
    choose(qtbot, dialog, asked, target)
    assert "政协云溪镇联络处，移交文件" in dialog.file_row.field.accessibleDescription()
    assert dialog.secret.line.hasFocus()
    write(dialog.secret.line, handing.code.lower().replace("-", " "))
    qtbot.keyClick(dialog.secret.line, Qt.Key.Key_Return)
    assert handing.tasks.wait_idle()
    assert rows_of(dialog) == sent
    assert dialog.received is not None and dialog.received[2] == handing.packed.digest
    qtbot.keyClick(dialog.ahead, Qt.Key.Key_Return)
    assert dialog.result() == dialog.DialogCode.Accepted and dialog.folder == tmp_path / "到这里"
    with Office.open(tmp_path / "到这里") as office:
        assert office.count("members") == 11 and office.settings.town == "云溪镇"


def test_what_stands_in_the_way_of_packing_is_said_and_can_be_tried_again(
    qtbot: QtBot, handing: HandOverDialog, asked: Asked, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[Exception] = [UserError("U盘满了，没有打包。请换一个U盘"), Cancelled()]

    def refuse(*_: Any, **__: Any) -> None:
        raise errors.pop(0)

    with monkeypatch.context() as patched:
        patched.setattr(Backups, "hand_over", refuse)
        hand_over(qtbot, handing, asked, target)
        assert handing.trouble.text() == "U盘满了，没有打包。请换一个U盘" and handing.trouble.isVisible()
        qtbot.mouseClick(handing.ahead, Qt.MouseButton.LeftButton)
        assert handing.tasks.wait_idle()
        assert "停" in handing.trouble.text()
    qtbot.mouseClick(handing.ahead, Qt.MouseButton.LeftButton)
    assert handing.tasks.wait_idle()
    assert handing.step == 2 and target.is_file()


# -- receiving --------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04cut"])
def test_a_file_that_is_nothing_of_ours(
    qtbot: QtBot, tasks: Tasks, asked: Asked, tmp_path: Path, content: bytes
) -> None:
    dialog = receiving(qtbot, tasks, tmp_path)
    (tmp_path / "x.llb").write_bytes(content)
    choose(qtbot, dialog, asked, tmp_path / "x.llb")
    assert "x.llb" in dialog.file_row.field.accessibleDescription() or "备份" in (
        dialog.file_row.field.accessibleDescription()
    )
    assert not dialog.ahead.isEnabled()


def test_a_wrong_code_stays_beside_its_field_and_nothing_is_left_behind(
    qtbot: QtBot, handing: HandOverDialog, asked: Asked, target: Path, tmp_path: Path
) -> None:
    hand_over(qtbot, handing, asked, target)
    dialog = receiving(qtbot, handing.tasks, tmp_path)
    choose(qtbot, dialog, asked, target)
    qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    assert "请照着纸上输入" in dialog.secret.accessibleDescription()
    wrong = handing.code[:-1] + ("A" if handing.code[-1] != "A" else "B")
    write(dialog.secret.line, wrong)
    qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    assert handing.tasks.wait_idle()
    assert "第 5 组" in dialog.secret.accessibleDescription()
    assert not (tmp_path / "到这里").exists() and dialog.received is None
    qtbot.keyClick(dialog.secret.line, Qt.Key.Key_Escape)
    assert dialog.folder is None and not dialog.isVisible()


def test_two_offices_are_never_mixed(
    qtbot: QtBot, handing: HandOverDialog, asked: Asked, target: Path, tmp_path: Path
) -> None:
    Office.create(tmp_path / "到这里", name="政协河口镇联络处", town="河口镇").close()
    hand_over(qtbot, handing, asked, target)
    dialog = receiving(qtbot, handing.tasks, tmp_path)
    choose(qtbot, dialog, asked, target)
    write(dialog.secret.line, handing.code)
    qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    assert handing.tasks.wait_idle()
    assert "已经有一个联络处" in dialog.trouble.text()
    with Office.open(tmp_path / "到这里") as office:
        assert office.settings.town == "河口镇"


def test_a_share_is_no_place_for_an_office_and_a_chosen_office_folder_is_left_alone(
    qtbot: QtBot, handing: HandOverDialog, asked: Asked, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over(qtbot, handing, asked, target)
    dialog = receiving(qtbot, handing.tasks, tmp_path)
    choose(qtbot, dialog, asked, target)
    write(dialog.secret.line, handing.code)
    with monkeypatch.context() as patched:
        patched.setattr(opening, "place_warning", lambda _: ("网络共享盘上的文件夹不能用", True))
        qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
        assert handing.tasks.wait_idle()
        assert dialog.received is None and "不能用" in dialog.place_row.field.accessibleDescription()
    Office.create(tmp_path / "别人的", name="政协河口镇联络处", town="河口镇").close()
    asked.answers.append(tmp_path / "别人的")
    dialog._choose_place()
    assert dialog.place.text() == str(tmp_path / "别人的" / "联络簿")


def test_an_office_comes_back_from_a_stick_on_a_new_computer(
    qtbot: QtBot, room: Room, asked: Asked, tmp_path: Path
) -> None:
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    on_worker(room.tasks, room.office.backup.outside, stick)
    dialog = receiving(qtbot, room.tasks, tmp_path, backup=True)
    choose(qtbot, dialog, asked, stick)
    assert dialog.copies.count() == 1 and dialog.secret_row.isHidden()
    qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert rows_of(dialog)["委员名册"] == 11
    empty = tmp_path / "empty"
    empty.mkdir()
    other = receiving(qtbot, room.tasks, tmp_path, backup=True)
    choose(qtbot, other, asked, empty)
    assert "没有联络簿的备份" in other.file_row.field.accessibleDescription()


def test_a_copy_with_a_password_asks_for_it(qtbot: QtBot, room: Room, asked: Asked, tmp_path: Path) -> None:
    from liaison.safety.protection import new_recovery_code

    file = tmp_path / "一份.llb"
    on_worker(room.tasks, room.office.protection.turn_on, PASSWORD, new_recovery_code())
    on_worker(room.tasks, room.office.backup.to_file, file)
    dialog = receiving(qtbot, room.tasks, tmp_path, backup=True)
    choose(qtbot, dialog, asked, file)
    assert dialog.secret.line.accessibleName() and not dialog.secret_row.isHidden()
    write(dialog.secret.line, "不是这个")
    qtbot.keyClick(dialog.secret.line, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert dialog.received is None and dialog.secret.accessibleDescription()
    dialog.secret.wipe()
    write(dialog.secret.line, PASSWORD)
    qtbot.keyClick(dialog.secret.line, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert dialog.received is not None


def test_a_free_folder_is_proposed(tmp_path: Path) -> None:
    assert free_folder(tmp_path / "联络簿") == tmp_path / "联络簿"
    (tmp_path / "联络簿").mkdir()
    assert free_folder(tmp_path / "联络簿") == tmp_path / "联络簿"
    (tmp_path / "联络簿" / "x").touch()
    (tmp_path / "联络簿2").touch()
    assert free_folder(tmp_path / "联络簿") == tmp_path / "联络簿3"


# -- at the first start -----------------------------------------------------------------------------


@pytest.mark.parametrize("backup", [False, True])
def test_the_first_start_leads_to_both(
    qtbot: QtBot, tasks: Tasks, asked: Asked, tmp_path: Path, backup: bool
) -> None:
    first = FirstStart(tasks, folder=tmp_path / "联络簿", sample_folder=tmp_path / "sample")
    qtbot.addWidget(first)
    chosen: list[Chosen] = []
    first.chosen.connect(chosen.append)
    button = first.restore_button if backup else first.receive_button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(asked.dialogs) == 1 and chosen == []

    def received(dialog: ReceiveDialog) -> bool:
        assert dialog.place.text() == str(tmp_path / "联络簿")
        assert dialog.folder_button.isHidden() != backup
        dialog.folder = tmp_path / "there"
        return True

    asked.answers.append(received)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen == [Chosen(tmp_path / "there")]

"""Private columns on the screen: masked until asked for; the petitions' room; what a member may ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from liaison.kit.query import Query
from liaison.office import Office
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import add_quarter, on_worker
from ui.dialogs.exporting import ExportDialog
from ui.dialogs.people import EraseDialog, SealDialog, UnsealDialog
from ui.grid.model import GridModel
from ui.pages.base import Room
from ui.pages.member import MemberPage
from ui.pages.member.personal import ERASE, OWN, SEAL, UNSEAL
from ui.pages.petitions import PetitionsPage
from ui.pages.petitions.contact import ContactDialog
from ui.pages.register import RegisterPage

PHONE, ADDRESS, NAME, MATTER = "13800001234", "宝峰村十二号", "郝来访", "宅基地界址有争议"
ALL_ROLES = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole,
)  # fmt: skip


def with_private_data(office: Office) -> None:
    """The quarter's office; 赵立新 has a phone and an address; two petitions, one with a contact."""
    add_quarter(office)
    office.edit("members", 3, {"phone": PHONE, "address": ADDRESS})
    office.edit("members", 4, {"phone": "13800005678"})
    for name, matter in ((NAME, MATTER), ("安静", "路灯坏了")):
        office.add("petitions", {"petitioner": name, "phone": PHONE, "matter": matter, "member": 3,
                                 "since": "2026-06-01"})  # fmt: skip
    office.petitions.contact(1, {"date": "2026-09-01", "how": "上门", "what": "谈了一次", "member": 3})


@pytest.fixture
def fill() -> Callable[[Office], object] | None:
    return with_private_data


def shown(page: Any, qtbot: QtBot, target: dict[str, Any]) -> Any:
    qtbot.addWidget(page)
    page.resize(1180, 696)
    page.show()
    page.open(target)
    settle(page)
    return page


def settle(page: Any) -> None:
    assert page.room.tasks.wait_idle()
    counts = getattr(page, "counts", None)
    while counts is not None and counts.timer.isActive():
        counts.stop()
        assert page.room.tasks.wait_idle()


@pytest.fixture
def register(room: Room, qtbot: QtBot) -> RegisterPage:
    page: RegisterPage = shown(RegisterPage(room, "members"), qtbot, {"id": 3})
    return page


@pytest.fixture
def petitions(room: Room, qtbot: QtBot) -> PetitionsPage:
    page: PetitionsPage = shown(PetitionsPage(room), qtbot, {"id": 1})
    return page


@pytest.fixture
def dossier(room: Room, qtbot: QtBot) -> MemberPage:
    page: MemberPage = shown(MemberPage(room), qtbot, {"id": 3})
    return page


def said(model: GridModel) -> str:
    """Everything the list says of its cells, to the eye and to a screen reader."""
    return "\n".join(
        str(model.index(row, column).data(role))
        for row in range(model.rowCount()) for column in range(model.columnCount()) for role in ALL_ROLES
    )  # fmt: skip


def form_says(page: RegisterPage) -> str:
    """What stands in the form's fields, and what a screen reader is told of them."""
    found = []
    for widget in page.form.findChildren(QWidget):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLineEdit):
            found.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
    return "\n".join(found)


# -- lists and forms --------------------------------------------------------------------------------


def test_nothing_private_is_said_anywhere_before_it_is_asked_for(register: RegisterPage) -> None:
    assert "138****1234" in said(register.model) and "138****1234" in form_says(register)
    for whole in (PHONE, ADDRESS):
        assert whole not in said(register.model) and whole not in form_says(register)


def test_the_eye_shows_the_page_until_it_is_left(register: RegisterPage) -> None:
    register.eye.click()
    assert PHONE in said(register.model) and PHONE in form_says(register) and ADDRESS in form_says(register)
    assert register.eye.accessibleName() == "遮住手机、身份证号、住址"
    register.eye.click()
    assert PHONE not in said(register.model) and PHONE not in form_says(register)
    register.eye.click()
    assert register.leave()
    assert PHONE not in said(register.model) and PHONE not in form_says(register)
    register.open({})
    settle(register)
    assert PHONE not in said(register.model), "never remembered"


def test_one_record_is_shown_until_another_is_chosen(register: RegisterPage) -> None:
    register.form.editors["phone"].asked.emit()
    assert PHONE in form_says(register) and ADDRESS in form_says(register)
    assert PHONE in said(register.model) and "13800005678" not in said(register.model)
    register.view.select_record(4)
    settle(register)
    register.view.select_record(3)
    settle(register)
    assert PHONE not in form_says(register) and PHONE not in said(register.model)


def test_editing_a_masked_cell_shows_it_and_leaving_it_writes_nothing(register: RegisterPage) -> None:
    column = next(n for n, c in enumerate(register.model.columns) if c.name == "phone")
    index = register.model.index(register.model.place_of(3) or 0, column)
    register.view.put(index)
    register.view.edit(index)
    editor = next(e for e in register.view.findChildren(QLineEdit) if e.isVisible())
    assert editor.text() == PHONE
    before = on_worker(register.room.tasks, register.room.office.last_action)
    register.view.commitData(editor)
    register.view.closeEditor(editor, None)
    settle(register)
    assert on_worker(register.room.tasks, register.room.office.last_action) == before
    assert index.data() == "138****1234"
    assert on_worker(register.room.tasks, register.room.office.get, "members", 3)["phone"] == PHONE


def _copied(page: RegisterPage, name: str) -> str:
    column = next(n for n, c in enumerate(page.model.columns) if c.name == name)
    index = page.model.index(page.model.place_of(3) or 0, column)
    page.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    QGuiApplication.clipboard().clear()
    page.blocks.copy()
    settle(page)
    return QGuiApplication.clipboard().text().strip()


def test_a_copied_cell_is_masked_unless_it_is_shown(register: RegisterPage) -> None:
    assert _copied(register, "phone") == "138****1234"
    register.eye.click()
    assert _copied(register, "phone") == PHONE


def test_a_masked_cell_is_not_cut_and_a_mask_is_not_pasted(register: RegisterPage, visits: Visits) -> None:
    _copied(register, "phone")
    register.blocks.cut()
    settle(register)
    office, tasks = register.room.office, register.room.tasks
    assert on_worker(tasks, office.get, "members", 3)["phone"] == PHONE
    assert "不能剪切" in visits.toasts[-1]
    for name, text in (("phone", "138****1234"), ("address", "****"), ("id_number", "330***********1234")):
        problems = on_worker(tasks, office.check, "members", {name: text}, 3)
        assert problems and "遮住" in problems[0].sentence, name


def test_a_whole_number_finds_its_member(register: RegisterPage) -> None:
    find = register.room.office.ids
    assert on_worker(register.room.tasks, find, "members", Query(search=PHONE)) == [3]
    assert on_worker(register.room.tasks, find, "members", Query(search="1380000")) == []


def test_home_search_shows_no_petitioner_and_no_number(register: RegisterPage) -> None:
    from ui.pages.home.search import search_all

    for words in (NAME, MATTER, PHONE):
        _, hits = on_worker(register.room.tasks, search_all, register.room.office, words)
        assert PHONE not in str(hits) and NAME not in str(hits) and MATTER not in str(hits)
    _, hits = on_worker(register.room.tasks, search_all, register.room.office, PHONE)
    assert [(h.book, [r.record for r in h.rows]) for h in hits] == [("members", [3])]


def test_the_export_asks_each_time(register: RegisterPage, tmp_path: Path, asked: Asked) -> None:
    dialog = ExportDialog(register.book, narrowed=False)
    assert not dialog.private
    dialog._private.setChecked(True)
    assert dialog.private
    assert not ExportDialog(register.book, narrowed=False).private

    def tick(dialog: Any) -> bool:
        dialog._private.setChecked(True)
        return True

    asked.answers += [tick, tmp_path / "册.xlsx"]
    register.work.export()
    settle(register)
    title = on_worker(register.room.tasks, register.room.office.actions)[0].title
    assert title == "导出 委员 11 位，含手机"


# -- petitions --------------------------------------------------------------------------------------


def test_petitions_open_masked_and_showing_asks(petitions: PetitionsPage, asked: Asked) -> None:
    assert NAME not in said(petitions.model) and NAME not in form_says(petitions)
    assert petitions.form.header.title.text() == "郝**"
    petitions.eye.click()
    assert len(asked.questions) == 1 and NAME not in said(petitions.model), "the safe answer shows nothing"
    asked.answers.append("显示")
    petitions.eye.click()
    assert NAME in said(petitions.model) and petitions.form.header.title.text() == NAME
    assert petitions.leave()
    assert NAME not in said(petitions.model) and NAME not in form_says(petitions)
    petitions.form.editors["petitioner"].asked.emit()
    assert len(asked.questions) == 3 and NAME not in form_says(petitions)


def test_the_time_line_follows_the_petition(petitions: PetitionsPage) -> None:
    assert [row.texts["what"] for row in petitions.timeline.rows] == ["谈了一次"]
    petitions.view.select_record(2)
    settle(petitions)
    assert petitions.timeline.rows == [] and petitions.timeline.add_button.isEnabled()


def test_a_contact_is_written_in_its_dialog(petitions: PetitionsPage, asked: Asked, qtbot: QtBot) -> None:
    petitions.add_contact()
    settle(petitions)
    dialog = asked.dialogs[-1]
    assert isinstance(dialog, ContactDialog)
    qtbot.addWidget(dialog)
    dialog.go_ahead()
    settle(petitions)
    assert dialog.result_value is None and "情况" not in dialog.trouble.text()
    dialog.editors["what"].put("签了和解书")
    dialog.editors["status"].put("已化解")
    dialog.editors["result"].put("双方和解")
    dialog.go_ahead()
    settle(petitions)
    assert dialog.result_value.title == "记一次信访联系"
    petitions.refresh(dialog.result_value)
    settle(petitions)
    assert [row.texts["what"] for row in petitions.timeline.rows] == ["签了和解书", "谈了一次"]
    assert on_worker(petitions.room.tasks, petitions.room.office.get, "petitions", 1)["status"] == "已化解"


def test_taking_petitions_out_is_asked_in_that_moment(
    petitions: PetitionsPage, asked: Asked, tmp_path: Path
) -> None:
    petitions.work.export()
    petitions.printing.print_list()
    settle(petitions)
    assert len(asked.questions) == 2 and not asked.dialogs
    asked.answers += ["导出", True, tmp_path / "信访.xlsx"]
    petitions.work.export()
    settle(petitions)
    title = on_worker(petitions.room.tasks, petitions.room.office.actions)[0].title
    assert title.startswith("导出 信访件 2 件，含信访人")


# -- what a member may ask for ----------------------------------------------------------------------


def test_own_data_goes_into_a_file(dossier: MemberPage, asked: Asked, tmp_path: Path, visits: Visits) -> None:
    assert dossier.privacy.verbs() == [OWN, SEAL, ERASE]
    asked.answers.append(tmp_path / "本人.xlsx")
    dossier.personal.act(OWN)
    settle(dossier)
    assert (tmp_path / "本人.xlsx").exists() and "交给本人" in visits.toasts[-1]


def test_sealing_and_unsealing_by_dialog(dossier: MemberPage, asked: Asked) -> None:
    def seal(dialog: Any) -> bool:
        assert isinstance(dialog, SealDialog)
        dialog.go_ahead()
        assert dossier.room.tasks.wait_idle()
        assert "原因" in dialog.trouble.text()
        dialog.reason.setText("本人申请")
        dialog.go_ahead()
        assert dossier.room.tasks.wait_idle()
        return True

    asked.answers.append(seal)
    dossier.personal.act(SEAL)
    dossier.open({"id": 3})
    settle(dossier)
    assert dossier.where.text() == "资料已封存：本人申请" and dossier.phone.text() == ""
    assert dossier.privacy.verbs() == [OWN, UNSEAL, ERASE]

    def unseal(dialog: Any) -> bool:
        assert isinstance(dialog, UnsealDialog)
        dialog.reason.setText("本人撤回")
        dialog.go_ahead()
        assert dossier.room.tasks.wait_idle()
        return True

    asked.answers.append(unseal)
    dossier.personal.act(UNSEAL)
    dossier.open({"id": 3})
    settle(dossier)
    assert dossier.where.text() == "云溪电子　经理" and dossier.phone.text() == "手机 138****1234"


def test_erasing_wants_the_name_typed(dossier: MemberPage, asked: Asked, qtbot: QtBot) -> None:
    dossier.personal.act(ERASE)
    settle(dossier)
    dialog = asked.dialogs[-1]
    assert isinstance(dialog, EraseDialog)
    qtbot.addWidget(dialog)
    assert not dialog.ahead.isEnabled()
    dialog.typed.setText("赵立")
    assert not dialog.ahead.isEnabled()
    dialog.typed.setText("赵立新")
    assert dialog.ahead.isEnabled()
    dialog.reason.setText("本人书面申请")
    dialog.go_ahead()
    settle(dossier)
    assert dialog.result_value.instead == "已删除的人〔1〕"
    dossier.open({"id": 3})
    settle(dossier)
    assert dossier.name.text() == "已删除的人〔1〕" and dossier.where.text() == "个人信息已删除"
    assert on_worker(dossier.room.tasks, dossier.room.office.get, "members", 3)["name"] == "已删除的人〔1〕"
    assert asked.told == []

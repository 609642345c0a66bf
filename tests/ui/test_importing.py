"""The import dialog: from a file to finished rows, and every way a sheet can be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from liaison.office import Office
from tests.ui.conftest import Asked, Visits
from tests.ui.grid.books import TOOLS, make_tools
from tests.ui.offices import on_worker
from tests.ui.test_register import names, open_page, settle
from ui.dialogs.importing import ImportDialog
from ui.grid.paste import BAD_ROLE
from ui.pages.base import Room
from ui.tasks import Tasks


@pytest.fixture
def room_office(tasks: Tasks, tmp_path: Path) -> Iterator[Office]:
    office = on_worker(tasks, make_tools, tmp_path / "office")
    yield office
    on_worker(tasks, office.close)


def sheet(tmp_path: Path, text: str, name: str = "工具.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


GOOD = "单价,购入日期,工具,颜色\n1.2万,2026年3月1日,锣,红\n,2026/3/2,鼓,\n"
BAD = "名称,购入日期,价格\n锣,2026-3-1,5\n鼓,2026-2-30,1.234\n钹,2026-3-3,6\n"


def opened(room: Room, qtbot: Any, path: Path, book: Any = TOOLS) -> ImportDialog:
    dialog = ImportDialog(room, book, path)
    qtbot.addWidget(dialog)
    dialog.show()
    assert room.tasks.wait_idle()
    return dialog


def shown(dialog: ImportDialog) -> list[list[str]]:
    model = dialog.model
    return [[str(model.index(r, c).data()) for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_headings_are_matched_and_rows_imported(
    room: Room, qtbot: Any, visits: Visits, asked: Asked, tmp_path: Path
) -> None:
    page = open_page(room, qtbot, visits, {})

    def answer(dialog: ImportDialog) -> bool:
        assert room.tasks.wait_idle()
        tester = QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert dialog.mapping() == {"price": 0, "bought": 1, "name": 2}
        assert dialog.outcome.text() == "2 行可以导入"
        assert dialog.notes.text() == "不导入的列：颜色"
        assert shown(dialog)[0][:4] == ["2", "1.2万", "2026年3月1日", "锣"]
        assert dialog.model.rowCount(dialog.model.index(0, 0)) == 0
        qtbot.mouseClick(dialog.ahead, Qt.MouseButton.LeftButton)
        assert room.tasks.wait_idle()
        del tester
        return dialog.result() == dialog.DialogCode.Accepted

    asked.answers += [sheet(tmp_path, GOOD), answer]
    page.import_sheet()
    settle(page)
    assert visits.changes[-1].title == "导入 2 件工具"
    assert names(page) == ["鼓", "锣"]


def test_bad_rows_stand_with_their_sentence_and_the_good_ones_can_go(
    room: Room, qtbot: Any, tmp_path: Path
) -> None:
    dialog = opened(room, qtbot, sheet(tmp_path, BAD))
    assert dialog.outcome.text() == "2 行可以导入，1 行有问题"
    assert not dialog.ahead.isEnabled()
    assert dialog.good_button.text() == "只导入没有问题的 2 行"
    assert dialog.only_bad.isChecked()
    assert [row[0] for row in shown(dialog)] == ["3"]
    assert "“购入日期”2026年2月只有 28 天" in dialog.model.sentences(3)
    marked = [c for c in range(dialog.model.columnCount()) if dialog.model.index(0, c).data(BAD_ROLE)]
    assert marked == [0, 2, 3, 4]
    dialog.only_bad.setChecked(False)
    assert [row[0] for row in shown(dialog)] == ["2", "3", "4"]
    qtbot.mouseClick(dialog.good_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert dialog.changes is not None and dialog.changes.title == "导入 2 件工具"


def test_a_matching_made_by_hand_is_remembered_for_the_same_headings(
    room: Room, qtbot: Any, tmp_path: Path
) -> None:
    path = sheet(tmp_path, "东西,哪天买的,多少钱\n锣,2026-3-1,5\n")
    dialog = opened(room, qtbot, path)
    assert "没有找到表头" in dialog.trouble.text()
    assert "没有选定“名称”是哪一列" in dialog.outcome.text()
    assert not dialog.ahead.isEnabled()
    for place, name in enumerate(("name", "bought", "price")):
        dialog.match(place, name)
    assert room.tasks.wait_idle()
    assert dialog.outcome.text() == "1 行可以导入"
    dialog.write_all()
    assert room.tasks.wait_idle()
    again = opened(room, qtbot, sheet(tmp_path, "东西,哪天买的,多少钱\n鼓,2026-3-2,5\n", "再来.csv"))
    assert again.mapping() == {"name": 0, "bought": 1, "price": 2}
    assert again.outcome.text() == "1 行可以导入"


def test_enter_imports_when_there_is_nothing_to_settle(room: Room, qtbot: Any, tmp_path: Path) -> None:
    dialog = opened(room, qtbot, sheet(tmp_path, GOOD))
    assert dialog.focusWidget() is dialog.ahead
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert dialog.changes is not None and dialog.changes.title == "导入 2 件工具"


def test_one_column_never_takes_two_of_the_sheet(room: Room, qtbot: Any, tmp_path: Path) -> None:
    dialog = opened(room, qtbot, sheet(tmp_path, GOOD))
    dialog.match(3, "name")
    assert room.tasks.wait_idle()
    assert dialog.mapping() == {"price": 0, "bought": 1, "name": 3}


def test_another_books_sheet_is_named(room: Room, qtbot: Any, tmp_path: Path) -> None:
    path = sheet(tmp_path, "姓名,工作单位,职务,加入日期,手机\n甲,某单位,某职,2022-1-1,13800000000\n")
    dialog = opened(room, qtbot, path)
    assert dialog.trouble.text().startswith("这张表像是“委员名册”的")
    assert not dialog.ahead.isEnabled()


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "工具.xlsx"), (b"PK\x03\x04nonsense", "工具.xlsx"), (b"\x89PNG\r\n\x1a\n", "工具.xlsx")],
)
def test_a_file_that_is_no_sheet_gets_one_sentence_and_another_can_be_chosen(
    room: Room, qtbot: Any, asked: Asked, tmp_path: Path, content: bytes, word: str
) -> None:
    path = tmp_path / "工具.xlsx"
    path.write_bytes(content)
    dialog = opened(room, qtbot, path)
    assert word in dialog.trouble.text()
    assert not dialog.ahead.isEnabled()
    asked.answers.append(sheet(tmp_path, GOOD))
    dialog.choose_file()
    assert room.tasks.wait_idle()
    assert dialog.trouble.isHidden()
    assert dialog.outcome.text() == "2 行可以导入"


def test_what_was_chosen_stays_when_another_file_cannot_be_read(
    room: Room, qtbot: Any, asked: Asked, tmp_path: Path
) -> None:
    dialog = opened(room, qtbot, sheet(tmp_path, GOOD))
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    asked.answers.append(empty)
    dialog.choose_file()
    assert room.tasks.wait_idle()
    assert "空.xlsx" in dialog.trouble.text()
    assert dialog.mapping() == {"price": 0, "bought": 1, "name": 2}
    assert dialog.ahead.isEnabled()


def test_a_sheet_of_several_and_a_header_further_down(room: Room, qtbot: Any, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "合在一起.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("说明").write_row(0, 0, ["随便写写"])
        tools = workbook.add_worksheet("工具")
        for row, cells in enumerate((["云溪镇联络处工具"], ["名称", "购入日期"], ["锣", "2026-3-1"])):
            tools.write_row(row, 0, cells)
    dialog = opened(room, qtbot, path)
    assert dialog.sheet.currentText() == "工具"
    assert dialog.header.currentText().startswith("第 2 行：名称")
    assert dialog.outcome.text() == "1 行可以导入"
    dialog.header.setCurrentIndex(2)
    dialog.header.activated.emit(2)
    assert room.tasks.wait_idle()
    assert "没有选定" in dialog.outcome.text()


def test_the_dialog_dies_with_its_last_reference(room: Room, tmp_path: Path) -> None:
    import gc
    import weakref

    gc.collect()
    gc.disable()
    try:
        dialog = ImportDialog(room, TOOLS, sheet(tmp_path, GOOD))
        assert room.tasks.wait_idle()
        gone = weakref.ref(dialog)
        del dialog
        assert gone() is None
    finally:
        gc.enable()

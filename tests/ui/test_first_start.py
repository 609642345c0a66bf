"""First start by keys and mouse: a new office, an old one, the sample, and every refusal beside its field."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from liaison.office import Office
from tests.ui.conftest import Asked
from tests.ui.offices import write
from ui.dialogs import first_start
from ui.dialogs.first_start import SECRETS, Chosen, FirstStart
from ui.dialogs.office_folders import own_folder, synced_warning
from ui.tasks import Tasks

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def start(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> FirstStart:
    """The page with its folders in this test's own."""
    page = FirstStart(tasks, folder=tmp_path / "联络簿", sample_folder=tmp_path / "sample")
    qtbot.addWidget(page)
    page.resize(1366, 696)
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.fixture
def chosen(start: FirstStart) -> list[Chosen]:
    """What the page decided."""
    found: list[Chosen] = []
    start.chosen.connect(found.append)
    return found


def note_of(page: FirstStart, name: str) -> str:
    row = page.rows[name]
    return row.field.accessibleDescription()


def test_the_line_about_state_secrets_is_there(start: FirstStart) -> None:
    from PySide6.QtWidgets import QLabel

    assert any(SECRETS in child.text() for child in start.findChildren(QLabel))
    assert "不得存储国家秘密" in SECRETS


def test_typing_the_town_and_return_makes_the_office(
    qtbot: QtBot, start: FirstStart, chosen: list[Chosen], tasks: Tasks, tmp_path: Path
) -> None:
    write(start.town, "云溪镇")
    assert start.name.text() == "政协云溪镇联络处"
    write(start.director, "孙国平")
    qtbot.keyClick(start.director, Qt.Key.Key_Return)
    assert tasks.wait_idle()
    assert chosen == []  # the members come next
    qtbot.mouseClick(start.later, Qt.MouseButton.LeftButton)
    assert chosen == [Chosen(tmp_path / "联络簿")]
    with Office.open(tmp_path / "联络簿") as office:
        assert (office.settings.name, office.settings.town, office.settings.director) == (
            "政协云溪镇联络处", "云溪镇", "孙国平"
        )  # fmt: skip
        assert office.count("groups") == 3
        assert not office.settings.sample


def test_a_name_of_ones_own_is_kept_when_the_town_changes(start: FirstStart) -> None:
    write(start.name, "云溪委员之家")
    write(start.town, "云溪镇")
    assert start.name.text() == "云溪委员之家"


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_written(
    qtbot: QtBot, start: FirstStart, tasks: Tasks, tmp_path: Path
) -> None:
    write(start.director, "孙国平")
    qtbot.mouseClick(start.make, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert "请写乡镇" in note_of(start, "town")
    assert "请写联络处名称" in note_of(start, "name")
    assert start.town.hasFocus()
    assert start.director.text() == "孙国平"
    assert not (tmp_path / "联络簿").exists()


def test_a_folder_that_holds_an_office_is_refused_and_the_words_stay(
    qtbot: QtBot, start: FirstStart, tasks: Tasks, tmp_path: Path
) -> None:
    Office.create(tmp_path / "联络簿", name="甲", town="乙").close()
    write(start.town, "云溪镇")
    qtbot.mouseClick(start.make, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert note_of(start, "place")
    assert start.town.text() == "云溪镇"
    assert start.make.isEnabled()
    with Office.open(tmp_path / "联络簿") as office:
        assert office.settings.name == "甲"


def test_a_place_that_cannot_be_made_is_a_sentence(
    qtbot: QtBot, start: FirstStart, tasks: Tasks, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    write(start.town, "云溪镇")
    start.place.setText(str(tmp_path / "file" / "inside"))
    qtbot.mouseClick(start.make, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert "换一个位置" in note_of(start, "place")


def made(qtbot: QtBot, start: FirstStart, tasks: Tasks) -> None:
    write(start.town, "云溪镇")
    qtbot.keyClick(start.town, Qt.Key.Key_Return)
    assert tasks.wait_idle()


def test_the_members_sheet_goes_along(
    qtbot: QtBot, start: FirstStart, chosen: list[Chosen], tasks: Tasks, asked: Asked, tmp_path: Path
) -> None:
    made(qtbot, start, tasks)
    asked.answers.append([])
    qtbot.mouseClick(start.choose_sheet, Qt.MouseButton.LeftButton)
    assert chosen == []
    asked.answers.append(tmp_path / "委员.xlsx")
    qtbot.mouseClick(start.choose_sheet, Qt.MouseButton.LeftButton)
    assert chosen == [Chosen(tmp_path / "联络簿", "import", tmp_path / "委员.xlsx")]


def test_typing_the_members_by_hand(
    qtbot: QtBot, start: FirstStart, chosen: list[Chosen], tasks: Tasks, tmp_path: Path
) -> None:
    made(qtbot, start, tasks)
    qtbot.mouseClick(start.type_later, Qt.MouseButton.LeftButton)
    assert chosen == [Chosen(tmp_path / "联络簿", "type")]


def test_an_office_that_is_there_opens(
    qtbot: QtBot, start: FirstStart, chosen: list[Chosen], tasks: Tasks, asked: Asked, tmp_path: Path
) -> None:
    old = tmp_path / "前任"
    Office.create(old, name="甲", town="乙").close()
    asked.answers.append(old)
    qtbot.mouseClick(start.open_button, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert chosen == [Chosen(old)]


def test_a_folder_that_is_no_office_is_said_beside_the_button(
    qtbot: QtBot, start: FirstStart, chosen: list[Chosen], tasks: Tasks, asked: Asked, tmp_path: Path
) -> None:
    (tmp_path / "照片").mkdir()
    asked.answers.append(tmp_path / "照片")
    qtbot.mouseClick(start.open_button, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert chosen == [] and start.open_trouble.isVisible() and start.open_trouble.text()
    assert list((tmp_path / "照片").iterdir()) == []


def test_the_sample_is_made_once_in_its_own_folder(
    qtbot: QtBot, start: FirstStart, chosen: list[Chosen], tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    makings: list[Path] = []

    def make_sample(folder: Path, **_more: Any) -> Office:
        makings.append(folder)
        return Office.create(folder, name="政协云溪镇联络处", town="云溪镇", sample=True)

    module = ModuleType("liaison.sample")
    module.make_sample = make_sample  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "liaison.sample", module)
    for _ in range(2):
        qtbot.mouseClick(start.sample_button, Qt.MouseButton.LeftButton)
        assert tasks.wait_idle()
    assert chosen == [Chosen(tmp_path / "sample")] * 2
    assert makings == [tmp_path / "sample.part"]
    with Office.open(tmp_path / "sample") as office:
        assert office.settings.sample


def test_a_folder_with_other_things_gets_one_of_our_own(tmp_path: Path) -> None:
    assert own_folder(tmp_path) == tmp_path
    (tmp_path / "x.txt").write_text("x")
    assert own_folder(tmp_path) == tmp_path / "联络簿"


@pytest.mark.parametrize(
    ("place", "warns"),
    [
        ("C:/Users/a/OneDrive/联络簿", True),
        (r"D:\坚果云\联络簿", True),
        (r"\\server\share\联络簿", True),
        ("D:/资料/联络簿", False),
    ],
)
def test_folders_in_a_cloud_or_on_a_server_are_warned_of(place: str, warns: bool) -> None:
    assert bool(synced_warning(place)) is warns


def test_the_warning_stands_while_typing_and_does_not_block(start: FirstStart) -> None:
    start.place.clear()
    write(start.place, "D:/OneDrive/x")
    assert note_of(start, "place") == synced_warning("D:/OneDrive/x")
    start.place.clear()
    write(start.place, "D:/x")
    assert "拷走" in note_of(start, "place")


def test_our_own_mistakes_are_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        first_start._sentence(ZeroDivisionError())

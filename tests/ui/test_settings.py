"""设置 by keys and mouse: what is typed is saved when left, refusals stay beside the field, and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from liaison.errors import UserError
from liaison.office import Office
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import make_office, on_worker, write
from ui.pages.base import Room
from ui.pages.settings import SettingsPage, read_settings
from ui.tasks import Tasks
from ui.widgets.buttons import LinkButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FONTS = (("仿宋（正文）", "思源宋体", "本机无仿宋体"), ("楷体（二级标题）", "文鼎简中楷", ""))


@pytest.fixture
def room_office(tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(Office, "font_report", lambda _office: FONTS)
    office = on_worker(tasks, make_office, tmp_path / "office")
    yield office
    on_worker(tasks, office.close)


@pytest.fixture
def told() -> list[Any]:
    """What the page asked of the program around the window."""
    return []


@pytest.fixture
def page(qtbot: QtBot, room: Room, told: list[Any]) -> SettingsPage:
    whole = replace(
        room,
        restyle=lambda: told.append("restyle"),
        open_office=lambda folder: told.append(("open", folder)),
        renamed=lambda: told.append("renamed"),
    )
    made = SettingsPage(whole)
    qtbot.addWidget(made)
    made.resize(1180, 696)
    made.show()
    qtbot.waitExposed(made)
    made.open({})
    assert room.tasks.wait_idle()
    return made


def stored(page: SettingsPage) -> Any:
    return on_worker(page.room.tasks, read_settings, page.room.office).settings


def test_the_stored_values_are_shown(page: SettingsPage) -> None:
    assert [page.fields[n].text() for n in ("name", "town", "director", "addressee")] == [
        "政协云溪镇联络处", "云溪镇", "孙国平", "中共云溪镇委员会"
    ]  # fmt: skip
    assert page.folder.text() == str(page.room.office.folder)


def test_a_field_is_saved_when_it_is_left(qtbot: QtBot, page: SettingsPage, visits: Visits) -> None:
    field = page.fields["director"]
    field.setFocus()
    field.selectAll()
    write(field, "周敏")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert page.room.tasks.wait_idle()
    assert stored(page).director == "周敏"
    assert [changes.title for changes in visits.changes] == ["修改设置 主任姓名"]


def test_nothing_changed_writes_nothing(qtbot: QtBot, page: SettingsPage, visits: Visits) -> None:
    for field in page.fields.values():
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert page.room.tasks.wait_idle()
    assert visits.changes == []


def test_going_elsewhere_saves_what_stands_in_the_field(page: SettingsPage) -> None:
    write(page.fields["addressee"], "及镇政府")
    assert page.leave()
    assert page.room.tasks.wait_idle()
    assert stored(page).addressee == "中共云溪镇委员会及镇政府"


def test_an_empty_name_is_refused_beside_the_field_and_the_old_one_stays(qtbot: QtBot, page: SettingsPage) -> None:
    field = page.fields["name"]
    field.setFocus()
    field.clear()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.room.tasks.wait_idle()
    assert "都要填" in field.accessibleDescription()
    assert stored(page).name == "政协云溪镇联络处"
    write(field, "云溪委员之家")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.room.tasks.wait_idle()
    assert "都要填" not in field.accessibleDescription()
    assert stored(page).name == "云溪委员之家"


@pytest.mark.parametrize("name", ["duty_leave_counts", "founder_licence"])
def test_a_switch_is_saved_at_once_by_mouse_and_key(qtbot: QtBot, page: SettingsPage, name: str) -> None:
    switch = page.switches[name]
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert getattr(stored(page), name) is True
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Return)
    assert page.room.tasks.wait_idle()
    assert getattr(stored(page), name) is False


def test_large_text_builds_the_window_anew(qtbot: QtBot, page: SettingsPage, told: list[Any]) -> None:
    qtbot.mouseClick(page.large, Qt.MouseButton.LeftButton)
    assert page.room.settings.large_text is True and told == ["restyle"]


def test_the_fonts_of_the_papers_with_their_notices(page: SettingsPage) -> None:
    shown = [w.text() for w in page.findChildren(QLabel)]
    assert {"仿宋（正文）", "思源宋体", "本机无仿宋体", "文鼎简中楷"} <= set(shown)


def test_the_folder_opens_and_says_when_it_cannot(
    qtbot: QtBot, page: SettingsPage, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: Any) -> bool:
        opened.append(Path(url.toLocalFile()).name)
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(open_url))
    for _ in range(2):
        qtbot.mouseClick(page.open_folder, Qt.MouseButton.LeftButton)
    assert opened == ["office", "office"] and len(asked.told) == 1


def test_another_office_and_the_work_groups(
    qtbot: QtBot, page: SettingsPage, told: list[Any], visits: Visits
) -> None:
    qtbot.mouseClick(page.other_office, Qt.MouseButton.LeftButton)
    assert told == [("open", None)]
    qtbot.mouseClick(page.groups_link, Qt.MouseButton.LeftButton)
    assert visits.gone == [("board", {"groups": True})]


def test_how_the_copies_stand_and_the_way_to_them(
    qtbot: QtBot, page: SettingsPage, visits: Visits, tmp_path: Path
) -> None:
    assert page.backup_words.text() == "还没有备份"
    qtbot.mouseClick(page.backup_button, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle()
    assert page.backup_words.text().startswith("本机有 1 份备份，上次 今天")
    assert "还没有第二份" in page.second_words.text()
    (tmp_path / "stick").mkdir()
    on_worker(page.room.tasks, page.room.office.backup.outside, tmp_path / "stick")
    page.open({})
    assert page.room.tasks.wait_idle()
    assert "stick" in page.second_words.text()
    qtbot.mouseClick(page.backups_link, Qt.MouseButton.LeftButton)
    assert visits.gone == [("backups", {})]


# -- paper ----------------------------------------------------------------------------------------------


def test_the_words_of_official_papers_are_kept(qtbot: QtBot, page: SettingsPage) -> None:
    typed = {"head_mark": "政协云溪镇联络处文件", "copies_to": "县政协办公室、镇人大", "phone": "0000-1234567"}
    for name, text in typed.items():
        write(page.fields[name], text)
        qtbot.keyClick(page.fields[name], Qt.Key.Key_Return)
    assert page.room.tasks.wait_idle()
    assert {name: getattr(stored(page), name) for name in typed} == typed


def test_what_is_missing_is_said_once(page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    both = (("仿宋（正文）", "思源宋体", "本机无仿宋体"), ("楷体（二级标题）", "思源宋体", "本机无仿宋体"))
    monkeypatch.setattr(Office, "font_report", lambda _office: both)
    page.fonts.load()
    assert page.room.tasks.wait_idle()
    assert page.fonts.notice.text() == "本机无仿宋体" and page.fonts.notice.isVisible()
    monkeypatch.setattr(Office, "font_report", lambda _office: (("仿宋（正文）", "仿宋", ""),))
    page.open({})
    assert page.room.tasks.wait_idle() and not page.fonts.notice.isVisible()


def test_a_font_is_added_or_refused_in_a_sentence(
    qtbot: QtBot, page: SettingsPage, asked: Asked, visits: Visits, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    added: list[Path] = []

    def add_font(_office: Office, source: Path) -> None:
        if source.suffix != ".ttf":
            raise UserError(f"“{source.name}”不是能用的字体")
        added.append(source)

    monkeypatch.setattr(Office, "add_font", add_font)
    qtbot.mouseClick(page.fonts.add_button, Qt.MouseButton.LeftButton)  # left without a choice
    for name in ("仿宋.ttf", "图.otf"):
        asked.answers.append([tmp_path / name])
        qtbot.mouseClick(page.fonts.add_button, Qt.MouseButton.LeftButton)
        assert page.room.tasks.wait_idle()
    assert added == [tmp_path / "仿宋.ttf"] and visits.toasts == ["已添加字体 仿宋.ttf"]
    assert asked.told == ["“图.otf”不是能用的字体"]


def test_own_templates_are_listed_and_put_away(
    qtbot: QtBot, page: SettingsPage, visits: Visits, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = {"minutes": tmp_path / "minutes.docx", "quarterly-report": tmp_path / "quarterly-report.docx"}
    monkeypatch.setattr(Office, "templates", lambda _office: dict(own))
    monkeypatch.setattr(Office, "choose_template", lambda _office, name, source: own.pop(name) and source)

    def listed() -> list[str]:
        page.templates.load()
        assert page.room.tasks.wait_idle()
        QApplication.processEvents()  # what is new in a layout is shown with the next turn
        words = [w.text() for w in page.templates.findChildren(QLabel) if w.isVisibleTo(page.templates) and w.text()]
        return words[1:]  # after the card's own title

    assert listed() == ["会议纪要", "季度汇报"]
    link = next(b for b in page.templates.findChildren(LinkButton) if b.accessibleName() == "会议纪要，不用模板")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert page.room.tasks.wait_idle() and listed() == ["季度汇报"]
    assert visits.toasts == ["这种文稿改用自带的格式"]
    own.clear()
    assert listed()[0].startswith("还没有")

"""The program behind the first page: notices, a bad end told, damage found, and the way out of an error that stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from liaison import paths
from liaison.office import Office
from tests.safety.test_looking_over import meddle
from tests.ui.conftest import Asked
from tests.ui.offices import add_people
from ui import app as app_module
from ui.app import Desktop
from ui.pages.base import Page, PageSpec
from ui.settings import Settings
from ui.window import Window


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Office.create(tmp_path / "office", name="政协云溪镇联络处", town="云溪镇") as office:
        add_people(office)
    return tmp_path / "office"


@pytest.fixture
def desktop(
    qapp: QApplication, settings: Settings, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    assert asked is not None
    pages = tuple(PageSpec(s.key, s.group, s.title, Page, s.icon) for s in app_module.PAGES)
    monkeypatch.setattr(app_module, "PAGES", pages)
    monkeypatch.setattr(paths, "sample_office_folder", lambda: tmp_path / "sample")
    monkeypatch.setattr(QApplication, "quit", lambda *_: None)
    made = Desktop(qapp, settings)
    made.tasks.set_patience(pointer=60_000, strip=60_000)
    yield made
    made.close()
    if made.window is not None:
        made.window.deleteLater()


def look_over(desktop: Desktop) -> None:
    """The quiet moment after the opening passes."""
    assert desktop.tasks.wait_idle()
    while desktop.lookout.rest.isActive():
        desktop.lookout.rest.stop()
        desktop.lookout.go_on()
        assert desktop.tasks.wait_idle()


def words(desktop: Desktop) -> list[str]:
    assert isinstance(desktop.window, Window)
    return [banner.word.text() for banner in desktop.window.notices.banners()]


def test_an_ordinary_start_says_nothing(desktop: Desktop, folder: Path) -> None:
    desktop.start(folder, sample=False)
    look_over(desktop)
    assert words(desktop) == []


def test_after_a_bad_end_it_says_once_that_the_books_were_looked_over(desktop: Desktop, folder: Path) -> None:
    desktop.settings.last_office = str(folder)
    desktop.settings.unfinished = True
    desktop.start(None, sample=False)
    look_over(desktop)
    assert words(desktop) == ["已核对"]
    desktop.restyle()
    assert words(desktop) == ["已核对"], "also in a window that was built anew"
    desktop.switch(folder)
    look_over(desktop)
    assert words(desktop) == []


def test_a_read_only_office_says_so_at_the_start(
    desktop: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liaison.store.database._writable", lambda _path: False)
    desktop.start(folder, sample=False)
    look_over(desktop)
    assert words(desktop) == ["只能看"]


def test_damage_behind_the_page_offers_the_way_back(desktop: Desktop, folder: Path, asked: Asked) -> None:
    meddle(folder, "UPDATE members SET name = '张三' WHERE id = 1")
    desktop.start(folder, sample=False)
    look_over(desktop)
    assert [type(dialog).__name__ for dialog in asked.dialogs] == ["DamageDialog"]
    assert desktop.office is not None, "nothing is closed before it is chosen"
    assert asked.crashes == []


def test_leaving_after_an_error_that_stays_frees_the_folder(
    desktop: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bool] = []
    monkeypatch.setattr(app_module, "keep_all", lambda: kept.append(True))
    desktop.start(folder, sample=False)
    look_over(desktop)
    desktop.leave()
    assert kept == [True]
    Office.open(folder).close()

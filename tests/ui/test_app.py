"""The wiring: a window at once, the office on the worker, and what happens when it cannot be opened."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from liaison import paths
from liaison.office import Office
from tests.ui.conftest import Asked
from ui import app as app_module
from ui import opening
from ui.app import Desktop
from ui.pages.base import Page, PageSpec, Room
from ui.settings import Settings
from ui.window import Window

ROOT = Path(__file__).resolve().parent.parent.parent


class Empty(Page):
    """A page of the test's own; records its visits."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.visits: list[dict[str, Any]] = []

    def open(self, target: dict[str, Any]) -> None:
        self.visits.append(target)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Office.create(tmp_path / "office", name="政协云溪镇联络处", town="云溪镇").close()
    return tmp_path / "office"


@pytest.fixture
def desktop(
    qapp: QApplication, settings: Settings, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    assert asked is not None
    pages = tuple(PageSpec(s.key, s.group, s.title, Empty, s.icon) for s in app_module.PAGES)
    monkeypatch.setattr(app_module, "PAGES", pages)
    monkeypatch.setattr(paths, "sample_office_folder", lambda: tmp_path / "sample")
    made = Desktop(qapp, settings)
    made.tasks.set_patience(pointer=60_000, strip=60_000)
    yield made
    made.close()
    if made.window is not None:
        made.window.deleteLater()


def test_the_window_is_there_before_the_office(desktop: Desktop, folder: Path) -> None:
    desktop.start(folder, sample=False)
    assert isinstance(desktop.window, Window)
    assert desktop.window.isVisible()
    assert desktop.office is None
    assert desktop.tasks.wait_idle()
    assert desktop.window.windowTitle() == "联络簿 — 政协云溪镇联络处"
    assert desktop.window.page_key == "home"
    assert desktop.settings.last_office == str(folder)


def test_the_office_lives_on_the_worker(desktop: Desktop, folder: Path) -> None:
    opened_on: list[int] = []
    desktop.start(folder, sample=False)
    desktop.tasks.ask(threading.get_ident, done=opened_on.append)
    desktop.tasks.wait_idle()
    names: list[Any] = []
    desktop.tasks.ask(lambda: desktop.office.settings.town, done=names.append)
    desktop.tasks.wait_idle()
    assert names == ["云溪镇"]
    assert opened_on != [threading.get_ident()]


def test_closing_frees_the_folder(desktop: Desktop, folder: Path) -> None:
    desktop.start(folder, sample=False)
    desktop.tasks.wait_idle()
    desktop.close()
    Office.open(folder).close()


def test_an_office_that_cannot_be_opened_says_why(desktop: Desktop, asked: Asked, tmp_path: Path) -> None:
    desktop.start(tmp_path / "nothing here", sample=False)
    desktop.tasks.wait_idle()
    assert len(asked.told) == 1
    assert type(desktop.window).__name__ == "FirstStart"


def test_the_sample_is_made_once_and_never_half(
    desktop: Desktop, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liaison import sample

    def breaks_off(folder: Path) -> Office:
        Office.create(folder, name="政协云溪镇联络处", town="云溪镇", sample=True).close()
        raise OSError("disk full")

    def whole(folder: Path) -> Office:
        made.append(folder)
        return Office.create(folder, name="政协云溪镇联络处", town="云溪镇", sample=True)

    made: list[Path] = []
    monkeypatch.setattr(sample, "make_sample", breaks_off)
    with qtbot.capture_exceptions() as caught:
        desktop.start(None, sample=True)
        desktop.tasks.wait_idle()
    assert [kind for kind, *_ in caught] == [OSError]
    assert not (tmp_path / "sample").exists()
    monkeypatch.setattr(sample, "make_sample", whole)
    for _ in range(2):
        desktop.start(None, sample=True)
        desktop.tasks.wait_idle()
        assert desktop.window.windowTitle() == "联络簿 — 政协云溪镇联络处（示例数据）"
        desktop._close_office()
        desktop.tasks.wait_idle()
    assert len(made) == 1
    assert desktop.settings.last_office == "", "the sample never takes the place of the real office"


def test_the_last_office_opens_by_itself(desktop: Desktop, folder: Path) -> None:
    desktop.settings.last_office = str(folder)
    desktop.start(None, sample=False)
    desktop.tasks.wait_idle()
    assert desktop.office.folder == folder


def test_without_an_office_the_first_start_asks(desktop: Desktop, folder: Path, tmp_path: Path) -> None:
    from ui.dialogs.first_start import Chosen

    desktop.start(None, sample=False)
    first = desktop.window
    assert type(first).__name__ == "FirstStart"
    sheet = tmp_path / "members.xlsx"
    first.chosen.emit(Chosen(folder, "import", sheet))  # type: ignore[union-attr]
    desktop.tasks.wait_idle()
    window = desktop.window
    assert isinstance(window, Window)
    assert window.page_key == "members"
    assert window.page.visits == [{"import_sheet": sheet}]  # type: ignore[union-attr]


def test_another_office_takes_the_place_of_the_first(desktop: Desktop, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    Office.create(other, name="政协河口镇联络处", town="河口镇").close()
    desktop.start(folder, sample=False)
    desktop.tasks.wait_idle()
    desktop.switch(other)
    desktop.tasks.wait_idle()
    assert desktop.window.windowTitle() == "联络簿 — 政协河口镇联络处"
    Office.open(folder).close()


def test_large_text_builds_the_window_anew_at_the_same_page(
    desktop: Desktop, folder: Path, qapp: QApplication
) -> None:
    from ui import theme

    desktop.start(folder, sample=False)
    desktop.tasks.wait_idle()
    desktop.window.go("donations")  # type: ignore[union-attr]
    before, high = desktop.window, theme.height(34)
    desktop.settings.large_text = True
    try:
        desktop.restyle()
        assert desktop.window is not before
        assert desktop.window.page_key == "donations"  # type: ignore[union-attr]
        assert theme.height(34) > high
    finally:
        theme.apply(qapp)


def test_bugs_while_opening_are_not_told_as_the_users_fault(
    desktop: Desktop, asked: Asked, folder: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "open_office", lambda *_: 1 // 0)
    with qtbot.capture_exceptions() as caught:
        desktop.start(folder, sample=False)
        desktop.tasks.wait_idle()
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    assert asked.told == []


def test_starting_imports_nothing_heavy() -> None:
    """What a start loads is what it takes to show a window; the rest comes when it is needed."""
    code = "import ui.app, sys; print(' '.join(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    loaded = set(out.split())
    assert "PySide6.QtWidgets" in loaded
    for heavy in (
        "PySide6.QtSvg", "PySide6.QtPdf", "PySide6.QtPrintSupport", "PySide6.QtNetwork", "peewee",
        "sqlcipher3", "liaison.office", "reportlab", "docx", "xlsxwriter", "python_calamine", "pypinyin",
        "ui.dialogs.first_start", "ui.dialogs.keys", "ui.dialogs.goto",
    ):  # fmt: skip
        assert heavy not in loaded, heavy


def test_main_is_short_and_knows_its_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    import main

    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) < 40
    got: list[tuple[Path | None, bool]] = []
    monkeypatch.setattr(app_module, "start", lambda folder, sample: got.append((folder, sample)) or 0)
    for arguments in ([], ["--sample"], ["somewhere"]):
        monkeypatch.setattr(sys, "argv", ["main.py", *arguments])
        assert main.main() == 0
    assert got == [(None, False), (None, True), (Path("somewhere"), False)]



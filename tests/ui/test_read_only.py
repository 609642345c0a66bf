"""Where the books can only be read, no room offers what cannot be done, and everything can be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from liaison.office import Office
from tests.ui.conftest import Asked
from tests.ui.offices import add_quarter, make_office, on_worker
from ui.app import PAGES
from ui.pages.base import ONLY_READ, Room
from ui.settings import Settings
from ui.tasks import Tasks
from ui.window import Window


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled office, closed."""
    folder = tmp_path_factory.mktemp("filled") / "office"
    make_office(folder, add_quarter).close()
    return folder


@pytest.fixture
def room_office(tasks: Tasks, filled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("liaison.store.database._writable", lambda _path: False)
    office = on_worker(tasks, partial(Office.open, today=lambda: "2026-09-18"), filled)
    yield office
    on_worker(tasks, office.close)


@pytest.fixture
def window(tasks: Tasks, settings: Settings, room: Room, qtbot: Any) -> Window:
    made = Window(tasks, settings, PAGES)
    made.set_room(room, town="云溪镇", name="政协云溪镇联络处", sample=False, protected=False)
    made.resize(1366, 696)
    qtbot.addWidget(made)
    made.show()
    return made


WRITING: dict[str, Callable[[Any], list[Any]]] = {
    "members": lambda page: [page.new_button, page.import_button],
    "donations": lambda page: [page.current.new_button, page.current.import_button],
    "board": lambda page: [page.new_button, page.groups_button],
    "report": lambda page: [page.write_draft],
}


@pytest.mark.parametrize("key", [spec.key for spec in PAGES])
def test_every_page_opens_and_tells_nothing_wrong(window: Window, tasks: Tasks, asked: Asked, key: str) -> None:
    window.go(key)
    assert tasks.wait_idle()
    assert (asked.told, asked.crashes) == ([], [])
    for button in WRITING.get(key, lambda _page: [])(window.page):
        assert not button.isEnabled()
        assert button.toolTip() == ONLY_READ


def test_the_form_and_the_cells_are_locked(window: Window, tasks: Tasks) -> None:
    window.go("members")
    assert tasks.wait_idle()
    page = window.page
    assert page.form.editors["name"].isReadOnly()
    for button in (page.form.save_button, page.form.remove_button):
        assert button.isHidden()
    index = page.model.index(0, 0)
    assert index.isValid()
    assert not any(
        page.model.index(0, column).flags() & Qt.ItemFlag.ItemIsEditable for column in range(len(page.model.columns))
    )


def test_the_key_for_a_new_record_says_why_not(window: Window, tasks: Tasks, monkeypatch: Any) -> None:
    said: list[str] = []
    monkeypatch.setattr(window, "toast", lambda text, **_: said.append(text))
    window.go("members")
    assert tasks.wait_idle()
    window._new()
    assert said == [ONLY_READ]
    assert not window.page.form.is_new

"""Every page with a failing office and a failing slot: one dialog, what was typed is there, the log knows nobody."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from liaison.office import Office
from tests.ui.conftest import Asked
from tests.ui.offices import add_gift, add_quarter, make_office, on_worker
from ui import ask
from ui.app import PAGES
from ui.net import CrashNet
from ui.pages.base import Room
from ui.settings import Settings
from ui.tasks import Tasks
from ui.widgets.buttons import Button
from ui.window import Window

pytestmark = pytest.mark.qt_no_exception_capture

NAME, UNIT, PHONE, AMOUNT, TYPED = "郑标记", "标记村合作社", "13712345678", "98765.43", "Zebra Quill 8848.12"
MARKS = (NAME, UNIT, PHONE, AMOUNT, "98,765.43", "9876543", TYPED, "Zebra", "8848")


def add_marks(office: Office) -> None:
    """A quarter's work with one member and one gift that must never be found in a log."""
    add_quarter(office)
    made = office.add("members", {"name": NAME, "work_unit": UNIT, "phone": PHONE, "joined": "2022-01-01"})
    member = made.created["members"][0]
    add_gift(office, date="2026-09-12", donor=NAME, member=member, kind="款", amount=AMOUNT)
    office.add("suggestions", {"date": "2026-09-12", "text": f"{NAME}的建议，电话{PHONE}", "raised_by": member})


class Failing:
    """Stands before an office, or one of its services; armed, everything that is asked of it is a bug of ours."""

    def __init__(self, real: Any, state: list[bool]) -> None:
        self._real, self._state = real, state

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if callable(found) and not isinstance(found, type):
            return partial(self._call, found)
        if type(found).__module__.startswith("liaison.") and name in ("signin", "gifts", "board", "reports", "backup"):
            return Failing(found, self._state)
        return found

    def _call(self, found: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        if self._state:
            raise ValueError(f"{NAME} of {UNIT}: {PHONE} gave {AMOUNT} {arguments}")
        return found(*arguments, **named)


@pytest.fixture
def armed() -> list[bool]:
    """Holds something while the office fails."""
    return []


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled office, closed; each test has a copy."""
    folder = tmp_path_factory.mktemp("filled") / "office"
    make_office(folder, add_marks).close()
    return folder


@pytest.fixture
def room_office(tasks: Tasks, tmp_path: Path, filled: Path, armed: list[bool]) -> Iterator[Any]:
    shutil.copytree(filled, tmp_path / "office")
    office = on_worker(tasks, partial(Office.open, today=lambda: "2026-09-18"), tmp_path / "office")
    yield Failing(office, armed)
    armed.clear()
    on_worker(tasks, office.close)


@pytest.fixture
def net(
    qapp: QApplication, asked: Asked, tasks: Tasks, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CrashNet]:
    from PySide6.QtCore import qInstallMessageHandler

    caplog.set_level(logging.INFO)

    def standing(report: str, *, again: bool) -> bool:
        """As the real dialog: while it stands, what else comes back comes back."""
        leave = asked.crash(report, again)
        settle(tasks)
        return leave

    monkeypatch.setattr(ask, "crash", standing)
    before = qInstallMessageHandler(None)
    made = CrashNet(qapp)
    made.spread()
    yield made
    made.take_away()
    qInstallMessageHandler(before)
    made.deleteLater()
    caplog.clear()


@pytest.fixture
def window(tasks: Tasks, settings: Settings, room: Room, qtbot: Any, net: CrashNet) -> Window:
    assert net
    made = Window(tasks, settings, PAGES)
    made.set_room(room, town="云溪镇", name="政协云溪镇联络处", sample=False, protected=False)
    made.resize(1366, 696)
    qtbot.addWidget(made)
    made.show()
    return made


def settle(tasks: Tasks) -> None:
    for _ in range(3):
        assert tasks.wait_idle()
        QApplication.processEvents()


def typed_into(page: QWidget) -> Any:
    """Something the user can type into on this page, with something of his in it; None where there is nothing."""
    for kind in (QPlainTextEdit, QTextEdit, QLineEdit):
        for field in page.findChildren(kind):
            if field.isVisibleTo(page) and field.isEnabled() and not field.isReadOnly():
                put = field.setText if isinstance(field, QLineEdit) else field.insertPlainText
                put(TYPED)
                return field
    return None


def text_of(field: Any) -> str:
    return str(field.text() if isinstance(field, QLineEdit) else field.toPlainText())


def assert_clean(caplog: pytest.LogCaptureFixture, asked: Asked) -> None:
    said = "\n".join([*(r.getMessage() for r in caplog.records), *asked.crashes])
    assert [mark for mark in MARKS if mark in said] == []


@pytest.mark.parametrize("key", [spec.key for spec in PAGES])
def test_a_failing_office(
    window: Window, tasks: Tasks, asked: Asked, armed: list[bool], caplog: pytest.LogCaptureFixture, key: str
) -> None:
    window.go(key)
    settle(tasks)
    assert asked.crashes == []
    page = window.page
    assert page is not None
    armed.append(True)
    for again in range(3):
        page.open({})
        settle(tasks)
        assert len(asked.crashes) <= again + 1, "one visit that fails is one dialog, not a dozen"
    assert len(asked.crashes) == len(set(asked.crashes)), "and the same error is shown once"
    armed.clear()
    shown = list(asked.crashes)
    page.open({})
    settle(tasks)
    window.go("home" if key != "home" else "members")
    settle(tasks)
    window.go(key)
    settle(tasks)
    assert asked.crashes == shown, "everything works again"
    assert_clean(caplog, asked)


@pytest.mark.parametrize("key", [spec.key for spec in PAGES])
def test_a_failing_slot(
    window: Window, tasks: Tasks, asked: Asked, caplog: pytest.LogCaptureFixture, key: str, qapp: QApplication
) -> None:
    window.go(key)
    settle(tasks)
    page = window.page
    assert page is not None
    field = typed_into(page)
    settle(tasks)

    def broken() -> None:
        raise RuntimeError(f"{NAME} {PHONE} {AMOUNT} {TYPED}")

    button = Button("坏", broken, parent=page)
    button.show()
    button.click()
    QTimer.singleShot(0, broken)
    qapp.processEvents()
    settle(tasks)
    assert len(asked.crashes) == 1, "the same error from a button and from a timer"
    assert "RuntimeError" in asked.crashes[0]
    if field is not None:
        assert TYPED in text_of(field)
    shown = len(asked.crashes)
    page.open({})
    settle(tasks)
    assert len(asked.crashes) == shown
    assert_clean(caplog, asked)


def test_what_is_typed_is_still_there_when_saving_fails_by_a_bug(
    window: Window, tasks: Tasks, asked: Asked, armed: list[bool], caplog: pytest.LogCaptureFixture
) -> None:
    window.go("members", new=True)
    settle(tasks)
    form = window.page.form
    form.editors["name"].setText(TYPED)
    form.editors["work_unit"].setText(UNIT)
    armed.append(True)
    window.page.save()
    settle(tasks)
    assert len(asked.crashes) == 1
    armed.clear()
    assert (form.is_new, form.editors["name"].text()) == (True, TYPED)
    form.editors["joined"].setText("2026-09-01")
    window.page.save()
    settle(tasks)
    assert not form.is_new
    assert len(asked.crashes) == 1
    found = on_worker(tasks, window.page.room.office.ids, "members")
    assert len(found) == 13
    assert_clean(caplog, asked)

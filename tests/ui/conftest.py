"""What the window's tests stand on: no screen, a recorder at the door of questions, a drained worker."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from liaison.changes import Changes
from tests.ui.offices import make_office, on_worker
from ui import ask, theme
from ui.ask import Check, Kind
from ui.pages.base import Room
from ui.settings import Settings
from ui.tasks import Tasks

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screenless platform says what it cannot do; that is no warning about the program."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str], qapp_cls: type[QApplication]) -> Iterator[QApplication]:
    """The one application with the program's own look and a Chinese face."""
    app = qapp_cls(qapp_args)
    theme.apply(app)
    yield app


@pytest.fixture(autouse=True)
def garbage_stays_on_this_thread() -> Iterator[None]:
    """As in the program (see `ui.tasks.Sweeper`): no widget of an older test dies on a worker's thread."""
    gc.disable()
    yield
    gc.enable()


@dataclass(slots=True)
class Asked:
    """Records what was asked and told; answers from `answers`, in order.

    An answer is what the real door would return (a verb's place, a text, paths, True); a callable is
    called with the dialog or question and gives the answer. Without an answer: the safe choice.
    """

    told: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    dialogs: list[QDialog] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    again: list[bool] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def _answer(self, about: Any, safe: Any) -> Any:
        if not self.answers:
            return safe
        answer = self.answers.pop(0)
        return answer(about) if callable(answer) else answer

    def tell(self, sentence: str, detail: str) -> None:
        self.told.append(sentence)

    def choose(self, question: str, verbs: Sequence[str], safe: int, detail: str, danger: bool) -> int:
        self.questions.append(question)
        answer = self._answer(question, safe)
        return verbs.index(answer) if isinstance(answer, str) else int(answer)

    def text(self, title: str, label: str, value: str, verb: str, check: Check | None) -> str | None:
        self.questions.append(title)
        answer = self._answer(title, None)
        assert answer is None or check is None or check(answer) == "", "the dialog would refuse this text"
        return answer

    def open_files(self, purpose: str, title: str, kinds: Sequence[Kind], many: bool) -> list[Path]:
        self.questions.append(title)
        answer = self._answer(title, [])
        return list(answer) if isinstance(answer, (list, tuple)) else [answer]

    def save_file(self, purpose: str, title: str, name: str, kinds: Sequence[Kind]) -> Path | None:
        self.questions.append(title)
        return self._answer(title, None)

    def folder(self, purpose: str, title: str) -> Path | None:
        self.questions.append(title)
        return self._answer(title, None)

    def run(self, dialog: QDialog) -> bool:
        self.dialogs.append(dialog)
        return bool(self._answer(dialog, False))

    def crash(self, report: str, again: bool) -> bool:
        self.crashes.append(report)
        self.again.append(again)
        return again and bool(self._answer(report, False))


@pytest.fixture
def asked() -> Iterator[Asked]:
    """The door of questions as a recorder. A crash that no test looked at fails it."""
    recorder = Asked()
    before = ask.install(recorder)
    yield recorder
    ask.install(before)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Window preferences in a file of this test's own."""
    return Settings(tmp_path / "window.ini")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:  # noqa: ARG001 - it must exist first
    """The database worker, run empty and ended when the test is over."""
    worker = Tasks()
    yield worker
    worker.close()


_NO_OFFICE = object()


@pytest.fixture
def fill() -> Any:
    """What stands in the office's books: a test of a page overrides this; None is an empty office."""
    return _NO_OFFICE


@pytest.fixture
def room_office(tasks: Tasks, tmp_path: Path, fill: Any) -> Iterator[Any]:
    """The office a room sees, made and closed on the worker as the program does; None where nobody fills one."""
    if fill is _NO_OFFICE:
        yield None
        return
    office = on_worker(tasks, make_office, tmp_path / "office", fill)
    yield office
    on_worker(tasks, office.close)


@dataclass(slots=True)
class Visits:
    """What a page asked of the window."""

    gone: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    changes: list[Changes] = field(default_factory=list)


@pytest.fixture
def visits() -> Visits:
    """Where `room.go`, `room.toast` and `room.changed` of the test's room are recorded."""
    return Visits()


@pytest.fixture
def today() -> date:
    """The day it is in the test."""
    return date(2026, 9, 18)


@pytest.fixture
def room(
    room_office: Any,
    tasks: Tasks,
    settings: Settings,
    visits: Visits,
    asked: Asked,  # noqa: ARG001 - whoever has a room has the recorder at the door
    today: date,
) -> Room:
    """A room without a window around it."""

    def go(page: str, /, **target: Any) -> None:
        visits.gone.append((page, target))

    def toast(text: str, *, undo: bool = True) -> None:  # noqa: ARG001 - as the window's
        visits.toasts.append(text)

    return Room(room_office, tasks, settings, go, toast, visits.changes.append, lambda: today)

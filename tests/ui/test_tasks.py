"""The worker: one thread, answers on the window's thread, replacement by key, dropping, cancelling."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from liaison.errors import UserError
from tests.ui.conftest import Asked
from ui.tasks import Cancelled, Sweeper, Tasks


def test_all_work_runs_on_one_thread_and_answers_here(tasks: Tasks) -> None:
    seen: list[tuple[int, int]] = []

    def answer(worker: int) -> None:
        seen.append((worker, threading.get_ident()))

    for _ in range(5):
        tasks.ask(threading.get_ident, done=answer)
    assert tasks.wait_idle()
    workers, here = {w for w, _ in seen}, {h for _, h in seen}
    assert len(seen) == 5
    assert len(workers) == 1
    assert here == {threading.get_ident()}
    assert workers != here


def test_answers_come_in_order(tasks: Tasks) -> None:
    got: list[int] = []
    for n in range(50):
        tasks.ask(int, n, done=got.append)
    tasks.wait_idle()
    assert got == list(range(50))


def test_a_newer_question_of_the_same_key_replaces_those_that_wait(tasks: Tasks) -> None:
    gate, begun, ran, got = threading.Event(), threading.Event(), [], []

    def first() -> str:
        begun.set()
        gate.wait(10)
        return "first"

    def typed(text: str) -> str:
        ran.append(text)
        return text

    tasks.ask(first, done=got.append, key="search")
    begun.wait(10)
    for text in ("w", "wa", "wang"):
        tasks.ask(typed, text, done=got.append, key="search")
    tasks.ask(typed, "other", done=got.append, key="else")
    gate.set()
    tasks.wait_idle()
    assert ran == ["wang", "other"]
    assert got == ["wang", "other"], "the running question's answer is dropped as well"


def test_nobody_is_called_after_the_owner_is_gone(tasks: Tasks) -> None:
    gate, got = threading.Event(), []
    owner = QObject()
    tasks.ask(gate.wait, 10, done=got.append, owner=owner)
    owner.deleteLater()
    owner.destroyed.connect(gate.set)
    del owner
    gc.collect()
    gate.set()
    tasks.wait_idle()
    assert got == []


def test_the_worker_keeps_no_room_alive(tasks: Tasks) -> None:
    class Listener(QObject):
        def answer(self, _: object) -> None: ...

    gate = threading.Event()
    listener = Listener()
    gone = weakref.ref(listener)
    tasks.ask(gate.wait, 10, done=listener.answer)
    del listener
    assert gone() is None, "freed by reference count alone, while its question is running"
    gate.set()
    tasks.wait_idle()


def test_a_user_error_is_told_in_its_own_words(tasks: Tasks, asked: Asked) -> None:
    def refuse() -> None:
        raise UserError("文件正被别的程序使用。请关闭后再试。")

    tasks.ask(refuse)
    tasks.wait_idle()
    assert asked.told == ["文件正被别的程序使用。请关闭后再试。"]


def test_failed_gets_the_error_instead(tasks: Tasks, asked: Asked) -> None:
    got: list[BaseException] = []

    def refuse() -> None:
        raise UserError("不行。")

    tasks.ask(refuse, failed=got.append)
    tasks.wait_idle()
    assert [str(e) for e in got] == ["不行。"]
    assert asked.told == []


def test_our_own_bug_reaches_the_crash_net_and_the_worker_goes_on(tasks: Tasks, qtbot: Any) -> None:
    got: list[int] = []
    with qtbot.capture_exceptions() as caught:
        tasks.ask(lambda: 1 // 0)
        tasks.ask(int, 7, done=got.append)
        tasks.wait_idle()
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    assert got == [7]


def test_long_work_reports_and_is_stopped(tasks: Tasks, qtbot: Any) -> None:
    tasks.set_patience(pointer=0, strip=0)
    steps: list[tuple[int, int, str]] = []
    ended: list[BaseException] = []
    tasks.progressed.connect(lambda *step: steps.append(step))

    def count(upto: int, *, progress: Any) -> int:
        for n in range(upto):
            progress(n, upto, "行")
            moved.wait(0.001)
        return upto

    moved = threading.Event()
    with qtbot.waitSignal(tasks.long_started) as started:
        tasks.long("正在导入", count, 10**9, failed=ended.append)
    assert started.args == ["正在导入"]
    qtbot.waitUntil(lambda: bool(steps))
    tasks.stop()
    assert tasks.wait_idle()
    assert steps[0] == (0, 10**9, "行")
    assert isinstance(ended[0], Cancelled)


def test_stopping_says_nothing_by_default(tasks: Tasks, asked: Asked, qtbot: Any) -> None:
    tasks.set_patience(pointer=0, strip=0)

    def forever(*, progress: Any) -> None:
        while True:
            progress(0, 0)
            threading.Event().wait(0.001)

    with qtbot.waitSignal(tasks.long_ended):
        tasks.long("正在导入", forever)
        tasks.long_started.connect(tasks.stop)
    tasks.wait_idle()
    assert asked.told == asked.crashes == []


def test_quick_work_shows_neither_pointer_nor_strip(tasks: Tasks) -> None:
    shown: list[str] = []
    tasks.set_patience(pointer=60_000, strip=60_000)
    tasks.long_started.connect(shown.append)
    tasks.long("正在写", lambda *, progress: progress(1, 1))
    tasks.wait_idle()
    assert shown == []
    assert QGuiApplication.overrideCursor() is None


def test_the_pointer_turns_busy_and_back(tasks: Tasks, qtbot: Any) -> None:
    tasks.set_patience(pointer=0, strip=60_000)
    gate = threading.Event()
    tasks.ask(gate.wait, 10)
    qtbot.waitUntil(lambda: QGuiApplication.overrideCursor() is not None)
    assert QGuiApplication.overrideCursor().shape() == Qt.CursorShape.BusyCursor
    gate.set()
    tasks.wait_idle()
    assert QGuiApplication.overrideCursor() is None


def test_aside_runs_beside_the_database(tasks: Tasks) -> None:
    gate, got = threading.Event(), []
    tasks.ask(gate.wait, 10, done=got.append)
    tasks.aside(gate.set)  # would wait for ever behind the first one on a single thread
    assert tasks.wait_idle()
    assert got == [True]


def test_garbage_is_collected_here_and_only_here() -> None:
    class Loop:
        def __init__(self) -> None:
            self.me = self

    sweeper = Sweeper()
    try:
        assert not gc.isenabled()
        lost = weakref.ref(Loop())
        kept = [[] for _ in range(gc.get_threshold()[0] + 1)]
        assert lost() is not None
        sweeper.sweep()
        assert lost() is None
        assert kept
    finally:
        sweeper.stop()
    assert gc.isenabled()


def test_nothing_may_be_asked_after_closing() -> None:
    tasks = Tasks()
    tasks.ask(int)
    tasks.close()
    with pytest.raises(RuntimeError):
        tasks.ask(int)


def test_what_can_wait_is_asked_after_the_paint(tasks: Tasks) -> None:
    said: list[str] = []
    tasks.ask(said.append, "later", key="rows", after_paint=True)
    tasks.ask(said.append, "at once")
    assert not tasks.is_idle
    assert tasks.wait_idle()
    assert said == ["at once", "later"]


def test_a_newer_question_takes_the_place_of_one_that_waits_for_the_paint(tasks: Tasks) -> None:
    asked: list[str] = []
    tasks.ask(asked.append, "old", key="rows", after_paint=True)
    tasks.ask(asked.append, "newer", key="rows", after_paint=True)
    tasks.ask(asked.append, "newest", key="rows")
    assert tasks.wait_idle()
    assert asked == ["newest"]


def test_what_waits_for_a_paint_is_forgotten_when_the_office_is_closed(tasks: Tasks) -> None:
    said: list[str] = []
    tasks.ask(said.append, "late", after_paint=True)
    tasks.forget_resting()
    assert tasks.wait_idle() and said == []

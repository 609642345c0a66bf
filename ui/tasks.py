"""The one database worker: every call of the office runs here, every answer comes back to the window.

The office file is locked by the thread that opened it, so the Office is opened, used and closed on this
one worker. Work that never touches the office (laying a PDF that is already blocks, reading a picture)
may run `aside`, on a second thread, while the office answers.
"""

from __future__ import annotations

import gc
import weakref
from collections import deque
from collections.abc import Callable
from threading import Condition
from types import MethodType
from typing import Any

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from liaison.errors import UserError
from ui import ask

POINTER_AFTER, STRIP_AFTER = 300, 2000
"""Milliseconds until the pointer turns busy, and until the strip with 停止 appears."""
SWEEP_EVERY = 1000
"""Milliseconds between two looks for cyclic garbage."""


class Cancelled(Exception):  # noqa: N818 - it is no error: the user pressed 停止
    """Raised inside long work when the user pressed 停止; let it pass, so the transaction rolls back."""


class _Request:
    """One piece of work with those who wait for it."""

    def __init__(
        self,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        done: Callable[[], Callable[..., None] | None],
        failed: Callable[[], Callable[..., None] | None] | None,
        owner: Callable[[], QObject | None] | None,
        key: object,
    ) -> None:
        self.function, self.arguments = function, arguments
        self.done, self.failed, self.owner = done, failed, owner
        self.key = key
        self.title = ""
        self.long = self.cancelled = False
        self.result: Any = None
        self.error: BaseException | None = None


class Tasks(QObject):
    """Runs work off the window's thread.

    Signals:
        idle: nothing runs, waits or has an answer under way.
        long_started: title of long work that has lasted past `strip_after`.
        progressed: done, total (0 when unknown), note of the running long work.
        long_ended: the long work is over, however it ended.
    """

    idle = Signal()
    long_started = Signal(str)
    progressed = Signal(int, int, str)
    long_ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = _Worker(self)
        self._aside: _Worker | None = None
        self._pending = self._answering = 0
        self._resting: list[_Request] = []
        self._long: _Request | None = None
        self._busy_pointer = False
        self._pointer_timer = self._timer(POINTER_AFTER, self._show_pointer)
        self._strip_timer = self._timer(STRIP_AFTER, self._show_strip)
        self._rest_timer = self._timer(0, self._rested)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(slot)
        return timer

    def ask(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
        key: object = None,
        after_paint: bool = False,
    ) -> None:
        """Run `function(*arguments)` on the database worker, then `done(result)` on this thread.

        Args:
            function: work that takes less than about 0.3 s.
            done: called with the result; kept weakly when it is a method of a QObject.
            failed: called with the exception instead of the usual sentence or crash report.
            owner: when it is destroyed before the answer, nobody is called.
            key: a newer request with the same key replaces an older one that still waits, and the answer
                of one that is already running is dropped, so that fast typing never queues up.
            after_paint: only when the window has painted what it has: the worker takes the painting's time.
        """
        request = self._request(function, arguments, done, failed, owner, key)
        if after_paint:
            self._drop_resting(key)
            self._resting.append(request)
            self._rest_timer.start()
        else:
            self._send(self._database, request)

    def aside(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
        key: object = None,
    ) -> None:
        """As `ask`, on a second thread that must never touch the office."""
        if self._aside is None:
            self._aside = _Worker(self)
        self._send(self._aside, self._request(function, arguments, done, failed, owner, key))

    def long(
        self,
        title: str,
        function: Callable[..., Any],
        *arguments: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run work that may last: `function(*arguments, progress=progress)`.

        The function calls `progress(done, total, note="")` now and then; it raises `Cancelled` there when
        the user pressed 停止. A cancelled work calls neither `done` nor `failed`, unless `failed` is given,
        which then gets the `Cancelled`.

        Args:
            title: what is being done, in plain words ("正在导入 委员名册").
        """
        request = self._request(function, arguments, done, failed, owner, None)
        request.title, request.long = title, True
        self._send(self._database, request)

    @Slot()
    def stop(self) -> None:
        """停止: the running long work gets `Cancelled` at its next step."""
        if self._long is not None:
            self._long.cancelled = True

    def forget_resting(self) -> None:
        """Nobody will see the answers to what waits for a paint: the office is being closed."""
        self._resting.clear()

    @property
    def is_idle(self) -> bool:
        """Nothing runs, waits or has an answer under way."""
        return self._pending == 0 and self._answering == 0 and not self._resting

    def is_awaited(self) -> bool:
        """Whether anything waits behind the work that runs; long background work asks on the worker and gives way."""
        return self._database.is_awaited

    def wait_idle(self, milliseconds: int = 20_000) -> bool:
        """Handle events until idle; False when that took too long. For tests and for closing."""
        limit = QTimer(singleShot=True, interval=milliseconds)
        limit.start()
        while not self.is_idle and limit.isActive():
            loop = QEventLoop()
            self.idle.connect(loop.quit)
            limit.timeout.connect(loop.quit)
            loop.exec()  # what came in the same turn as the answer may have asked again
        return self.is_idle

    def set_patience(self, *, pointer: int, strip: int) -> None:
        """How many milliseconds pass until the busy pointer and until the strip with 停止."""
        self._pointer_timer.setInterval(pointer)
        self._strip_timer.setInterval(strip)

    def close(self) -> None:
        """Finish what waits and end the threads. Nothing may be asked afterwards."""
        self.stop()
        self.wait_idle()
        for worker in (self._database, self._aside):
            if worker is not None:
                worker.finish()
        self._show_normal_pointer()

    def _request(
        self,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        done: Callable[[Any], None] | None,
        failed: Callable[[BaseException], None] | None,
        owner: QObject | None,
        key: object,
    ) -> _Request:
        return _Request(
            function,
            arguments,
            _held(done),
            None if failed is None else _held(failed),
            None if owner is None else weakref.ref(owner),
            key,
        )

    @Slot()
    def _rested(self) -> None:
        """The events before this one have been handled, paints among them."""
        resting, self._resting = self._resting, []
        for request in resting:
            self._send(self._database, request)

    def _drop_resting(self, key: object) -> None:
        if key is not None:
            self._resting = [request for request in self._resting if request.key != key]

    def _send(self, worker: _Worker, request: _Request) -> None:
        self._drop_resting(request.key)
        replaced = worker.add(request)
        self._pending += 1 - replaced
        if not self._pointer_timer.isActive() and not self._busy_pointer:
            self._pointer_timer.start()

    @Slot(object)
    def _begun(self, request: _Request) -> None:
        if request.long:
            self._long = request
            self._strip_timer.start()

    @Slot(object)
    def _answered(self, request: _Request) -> None:
        """An answer has come back; runs on the window's thread."""
        if request is self._long:
            self._long = None
            self._strip_timer.stop()
            self.long_ended.emit()
        # A callback may open a dialog that stays for minutes: the pointer must not be busy over it.
        self._pending -= 1
        self._answering += 1
        if self._pending == 0:
            self._pointer_timer.stop()
            self._show_normal_pointer()
        try:
            self._deliver(request)
        finally:
            self._answering -= 1
            if self.is_idle:
                self.idle.emit()

    def _deliver(self, request: _Request) -> None:
        owner = None if request.owner is None else request.owner()
        if request.owner is not None and (owner is None or not shiboken6.isValid(owner)):
            return
        if request.error is None:
            if request.cancelled and not request.long:
                return  # replaced by a newer question while it was running
            done = request.done()
            if done is not None:
                done(request.result)
            return
        failed = None if request.failed is None else request.failed()
        if failed is not None:
            failed(request.error)
        elif isinstance(request.error, Cancelled):
            return
        elif isinstance(request.error, UserError):
            ask.tell(request.error)
        else:
            raise request.error  # our own bug: the crash net catches it

    @Slot()
    def _show_pointer(self) -> None:
        if self._pending and not self._busy_pointer:
            self._busy_pointer = True
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)

    @Slot()
    def _show_strip(self) -> None:
        if self._long is not None:
            self._show_normal_pointer()
            self.long_started.emit(self._long.title)

    def _show_normal_pointer(self) -> None:
        if self._busy_pointer:
            self._busy_pointer = False
            QGuiApplication.restoreOverrideCursor()


def _held(function: Callable[..., None] | None) -> Callable[[], Callable[..., None] | None]:
    """How to reach a callable later: weakly when it is a method of a QObject, so that rooms can die."""
    if isinstance(function, MethodType) and isinstance(function.__self__, QObject):
        return weakref.WeakMethod(function)
    return lambda: function


class Sweeper(QObject):
    """Collects cyclic garbage on the window's thread only.

    Python collects on whichever thread happens to allocate; on the worker that would destroy widgets and
    timers from a foreign thread, which Qt forbids and may crash on. So the automatic collection is off
    while the program runs, and a timer does it here, with Python's own thresholds.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=SWEEP_EVERY)
        timer.timeout.connect(self.sweep)
        timer.start()

    @Slot()
    def sweep(self) -> None:
        """Collect the oldest generation that is due."""
        full = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        due = [generation for generation, is_full in enumerate(full) if is_full]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Back to Python's own ways; for the end and for tests."""
        gc.enable()


class _Worker(QThread):
    """A thread with its own queue; begins when it is first needed."""

    begun = Signal(object)
    answered = Signal(object)
    _step = Signal(int, int, str)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(tasks)
        self._waiting: deque[_Request] = deque()
        self._changed = Condition()
        self._running: _Request | None = None
        self._over = False
        # Queued by name: the signals are sent from the worker itself and must arrive on the window's thread.
        self.begun.connect(tasks._begun, Qt.ConnectionType.QueuedConnection)
        self.answered.connect(tasks._answered, Qt.ConnectionType.QueuedConnection)
        self._step.connect(tasks.progressed, Qt.ConnectionType.QueuedConnection)

    def add(self, request: _Request) -> int:
        """Put a request in the queue; 1 when it took the place of an older one, else 0."""
        replaced = 0
        with self._changed:
            if self._over:
                raise RuntimeError("the worker has been closed")
            if request.key is not None:
                if self._running is not None and self._running.key == request.key:
                    self._running.cancelled = True
                older = [r for r in self._waiting if r.key == request.key]
                for r in older:
                    self._waiting.remove(r)
                replaced = len(older)
            self._waiting.append(request)
            self._changed.notify()
        if not self.isRunning():
            self.start()
        return replaced

    @property
    def is_awaited(self) -> bool:
        """Whether a request waits; asked without the lock, for a deque's length is one step."""
        return bool(self._waiting)

    def finish(self) -> None:
        """Let the queue run empty and wait for the thread to end."""
        with self._changed:
            self._over = True
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._over:
                    self._changed.wait()
                if not self._waiting:
                    return
                request = self._running = self._waiting.popleft()
            self.begun.emit(request)
            try:
                if request.long:
                    progress = self._progress(request)
                    request.result = request.function(*request.arguments, progress=progress)
                else:
                    request.result = request.function(*request.arguments)
            except BaseException as error:
                request.error = error
            with self._changed:
                self._running = None
            self.answered.emit(request)

    def _progress(self, request: _Request) -> Callable[..., None]:
        def progress(done: int, total: int = 0, note: str = "") -> None:
            if request.cancelled:
                raise Cancelled
            self._step.emit(done, total, note)

        return progress

"""A keystroke in the search box of the sign-in book over 100,000 rows to the first screen of results painted.

The whole way: the key, the worker's answer, the rows' texts, the paint; the same book at 1,000 rows beside it,
and what the office alone takes of it.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from datetime import date
from pathlib import Path
from typing import Any

from liaison.kit.query import Query
from tests.bench.big import make_big_office
from tests.bench.measure import percentile

SCREEN = 40
WORDS = (
    "王立新", "学习条例", "污水治理", "堵车", "县里开会", "第1234次", "wf", "ljh", "没有这个", "茶叶品牌",
    "座谈第7",
)


def run(folder: Path) -> list[str]:
    """p95 over every prefix of typical words, three times each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    import ui  # noqa: F401 - its cures of PySide come before everything else of Qt
    from ui import theme
    from ui.tasks import Tasks

    app = QApplication.instance() or QApplication([])
    theme.apply(app)
    lines = []
    for count in (1_000, 100_000):
        tasks = Tasks()
        office = on_worker(tasks, lambda count=count: make_big_office(folder / str(count), count))
        alone = on_worker(tasks, lambda office=office: office_alone(office))
        gc.disable()  # as the program does: garbage is swept on the window's thread only
        typed = keystrokes(tasks, office, folder / f"{count}.ini")
        tasks.ask(office.close)
        tasks.wait_idle()
        tasks.close()
        aim = " (aim: p95 at most 16 ms)" if count == 100_000 else ""
        lines.append(
            f"{count:,} rows: key to painted screen median {statistics.median(typed):.1f} ms, "
            f"p95 {percentile(typed, 0.95):.1f} ms{aim}; the office alone p95 {percentile(alone, 0.95):.1f} ms"
        )
    return lines


def on_worker(tasks: Any, function: Any) -> Any:
    """Run something on the worker and wait for what it gives."""
    found: list[Any] = []
    tasks.ask(function, done=found.append)
    assert tasks.wait_idle(120_000)
    return found[0]


def office_alone(office: Any) -> list[float]:
    """Milliseconds for each prefix's first screen, rows and texts ready to be shown."""
    times = []
    for _ in range(3):
        for word in WORDS:
            for end in range(1, len(word) + 1):
                begin = time.perf_counter()
                office.page("signins", Query(search=word[:end]), 0, SCREEN)
                times.append((time.perf_counter() - begin) * 1000)
    return times


def keystrokes(tasks: Any, office: Any, preferences: Path) -> list[float]:
    """Milliseconds from each text in the box to its first screen, painted."""
    from PySide6.QtCore import QEventLoop

    from ui.pages.base import Room
    from ui.pages.register import RegisterPage
    from ui.settings import Settings

    def nothing(*_: Any, **__: Any) -> None:
        """The page is alone here."""

    room = Room(office, tasks, Settings(preferences), nothing, nothing, nothing, lambda: date(2026, 9, 18))
    page = RegisterPage(room, "signins")
    page.resize(1180, 696)
    page.show()
    page.open({})
    tasks.wait_idle()
    times = []
    for _ in range(3):
        for word in WORDS:
            for end in range(1, len(word) + 1):
                loop = QEventLoop()
                page.model.first_screen.connect(loop.quit)
                begin = time.perf_counter()
                page.search.setText(word[:end])
                loop.exec()
                page.view.viewport().repaint()
                times.append((time.perf_counter() - begin) * 1000)
                page.model.first_screen.disconnect(loop.quit)
                tasks.wait_idle()
    page.hide()
    page.deleteLater()
    return times

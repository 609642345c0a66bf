"""Time to a usable window with 100,000 sign-ins, and its memory, against an empty PySide6 window.

Each start is a process of its own, ours and the empty one in turn. Usable: the window is shown, the office
is open, and the first page's figures stand on it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.big import make_big_office

RUNS = 7

EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
window = QLabel("联络簿")
window.resize(1366, 696)
window.show()
def ready():
    rss = [l for l in open("/proc/self/status") if l.startswith("VmRSS")][0].split()[1]
    print("ready", rss, flush=True)
    app.quit()
QTimer.singleShot(0, ready)
app.exec()
"""

OURS = """
import gc, sys
gc.disable()  # as main.py does
from pathlib import Path
import ui
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui import app as program, theme
from ui.settings import Settings
app = QApplication([])
desktop = program.Desktop(app, Settings(Path(sys.argv[2])))
theme.apply(app)
seen = []
def look():
    if desktop.office is None or desktop.window is None or desktop.window.page is None:
        return
    if desktop.tasks.is_idle and not seen:
        seen.append(True)
        timer.stop()
        rss = [l for l in open("/proc/self/status") if l.startswith("VmRSS")][0].split()[1]
        print("ready", rss, flush=True)
        QTimer.singleShot(0, finish)
def finish():
    desktop.close()
    app.quit()
timer = QTimer()
timer.setInterval(1)
timer.timeout.connect(look)
timer.start()
QTimer.singleShot(0, lambda: desktop.start(Path(sys.argv[1]), sample=False))
app.exec()
"""


def one_start(program: str, *arguments: str) -> tuple[float, int]:
    """Seconds from the process's birth to its word, and its resident memory then in KiB."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, env=environment, text=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    taken = time.perf_counter() - begin
    process.stdout.close()
    assert process.wait() == 0 and line.startswith("ready"), line
    return taken, int(line.split()[1])


def run(folder: Path) -> list[str]:
    """The two figures of this benchmark."""
    office = make_big_office(folder / "office", 100_000)
    office.backup.make_if_changed("start")
    office.close()
    arguments = (str(folder / "office"), str(folder / "window.ini"))
    one_start(OURS, *arguments), one_start(EMPTY)
    pairs = [(one_start(OURS, *arguments), one_start(EMPTY)) for _ in range(RUNS)]
    ours, empty = statistics.median(o[0] for o, _ in pairs), statistics.median(e[0] for _, e in pairs)
    time_ratio = statistics.median(o[0] / e[0] for o, e in pairs)
    memory, bare = statistics.median(o[1] for o, _ in pairs), statistics.median(e[1] for _, e in pairs)
    memory_ratio = statistics.median(o[1] / e[1] for o, e in pairs)
    return [
        f"usable window {ours * 1000:.0f} ms, empty window {empty * 1000:.0f} ms, "
        f"ratio {time_ratio:.2f} (aim: at most 2)",
        f"memory {memory / 1024:.0f} MiB, empty {bare / 1024:.0f} MiB, ratio {memory_ratio:.2f} (aim: at most 2)",
    ]

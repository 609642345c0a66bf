"""The two cures in ui/__init__.py: None outlives any number of Qt calls, and a start reads no source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import ui
from PySide6.QtCore import QObject, Signal
class Sender(QObject):
    sent = Signal()
sender = Sender()
for _ in range(200_000):
    sender.sent.emit()
    sender.setObjectName("x")
    sender.blockSignals(False)
print("alive")
"""


def test_a_long_session_does_not_wear_out_none() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.stdout.strip() == "alive", run.stderr


def test_a_start_does_not_read_the_programs_source() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    code = "import ui.app, linecache; print(len([f for f in linecache.cache if 'liaison' in f or 'ui' in f]))"
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"

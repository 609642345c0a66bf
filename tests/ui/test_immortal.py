"""None, True and False outlive any number of Qt calls (see ui/__init__.py)."""

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

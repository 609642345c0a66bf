"""The crash net: calm, without personal data, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QtMsgType
from PySide6.QtWidgets import QApplication

from liaison.errors import UserError
from tests.ui.conftest import Asked
from ui.net import CrashNet


@pytest.fixture
def net(qapp: QApplication, asked: Asked) -> Iterator[CrashNet]:
    assert asked is not None
    made = CrashNet(qapp)
    yield made
    made.deleteLater()


def a_bug(text: str) -> None:
    raise ValueError(text)


def catch(net: CrashNet, text: str = "") -> None:
    try:
        a_bug(text)
    except ValueError as error:
        net.caught(type(error), error, error.__traceback__)


def test_a_bug_is_shown_once_and_without_personal_data(
    net: CrashNet, asked: Asked, qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        catch(net, "王芳 13800138000 '溪畔' /home/sun/账")
    assert asked.crashes == [], "never inside the call that failed: that may be a paint event"
    qapp.sendPostedEvents()
    qapp.processEvents()
    assert len(asked.crashes) == 1
    report = asked.crashes[0]
    assert "tests/ui/test_crash.py" in report
    assert "ValueError" in report
    for private in ("王芳", "13800138000", "溪畔", "sun", "账"):
        assert private not in report
    assert len([r for r in caplog.records if r.levelno == logging.ERROR]) == 3
    caplog.clear()


def test_a_user_error_is_told_not_reported(net: CrashNet, asked: Asked) -> None:
    error = UserError("磁盘满了。")
    net.caught(UserError, error, None)
    assert asked.told == ["磁盘满了。"]
    assert asked.crashes == []


def test_bugs_of_other_threads_come_here_too(
    net: CrashNet, asked: Asked, qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    kept = sys.excepthook, threading.excepthook
    threading.excepthook = net._caught_in_thread
    try:
        thread = threading.Thread(target=a_bug, args=("x",))
        thread.start()
        thread.join()
    finally:
        sys.excepthook, threading.excepthook = kept
    qapp.sendPostedEvents()
    qapp.processEvents()
    assert len(asked.crashes) == 1
    caplog.clear()


def test_what_qt_says_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    CrashNet._qt_said(QtMsgType.QtWarningMsg, None, "QPainter::begin")  # type: ignore[arg-type]
    assert [r.getMessage() for r in caplog.records] == ["Qt: QPainter::begin"]
    caplog.clear()

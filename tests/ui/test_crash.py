"""The crash net: calm, once, without personal data, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer, QtMsgType
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from liaison.errors import UserError
from tests.ui.conftest import Asked
from ui import ask
from ui.dialogs.crash import CrashDialog
from ui.net import DIFFERENT, KEEPS_COMING, CrashNet
from ui.tasks import Tasks

pytestmark = pytest.mark.qt_no_exception_capture


@pytest.fixture
def net(qapp: QApplication, asked: Asked, caplog: pytest.LogCaptureFixture) -> Iterator[CrashNet]:
    assert asked is not None
    made = CrashNet(qapp)
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield made
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    made.deleteLater()
    caplog.clear()


@pytest.fixture
def spread(net: CrashNet) -> Iterator[CrashNet]:
    """The net as it hangs in the program."""
    from PySide6.QtCore import qInstallMessageHandler

    before = qInstallMessageHandler(None)
    net.spread()
    yield net
    net.take_away()
    qInstallMessageHandler(before)


def a_bug(text: str) -> None:
    raise ValueError(text)


def catch(net: CrashNet, text: str = "", kind: type[BaseException] = ValueError) -> None:
    try:
        raise kind(text)
    except kind as error:
        net.caught(type(error), error, error.__traceback__)


def settle(qapp: QApplication) -> None:
    for _ in range(3):
        qapp.processEvents()


def test_a_bug_is_shown_once_and_without_personal_data(
    net: CrashNet, asked: Asked, qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        catch(net, "王芳 13800138000 '溪畔' /home/sun/账 88.50")
    assert asked.crashes == [], "never inside the call that failed: that may be a paint event"
    settle(qapp)
    assert len(asked.crashes) == 1
    report = asked.crashes[0]
    assert "tests/ui/test_crash.py" in report
    assert "ValueError" in report
    for private in ("王芳", "13800138000", "溪畔", "sun", "账", "88.5"):
        assert private not in report
        assert private not in caplog.text.replace("/sun", "")
    assert len([r for r in caplog.records if r.levelno == logging.ERROR]) == 3


def test_a_user_error_is_told_not_reported(net: CrashNet, asked: Asked, qapp: QApplication) -> None:
    net.caught(UserError, UserError("磁盘满了。"), None)
    assert asked.told == [], "never inside the call that failed"
    settle(qapp)
    assert asked.told == ["磁盘满了。"]
    assert asked.crashes == []


def test_bugs_of_other_threads_come_here_too(spread: CrashNet, asked: Asked, qapp: QApplication) -> None:
    assert spread
    thread = threading.Thread(target=a_bug, args=("x",))
    thread.start()
    thread.join()
    settle(qapp)
    assert len(asked.crashes) == 1


def test_a_bug_on_the_worker(spread: CrashNet, asked: Asked, tasks: Tasks) -> None:
    assert spread
    tasks.ask(a_bug, "x")
    tasks.ask(list, done=asked.told.append)
    tasks.wait_idle()
    QApplication.processEvents()
    assert len(asked.crashes) == 1
    assert asked.told == [[]], "the next answer comes"


def test_in_a_slot_a_timer_and_a_paint(spread: CrashNet, asked: Asked, qapp: QApplication, qtbot: Any) -> None:
    class Broken(QWidget):
        """Fails while it paints, with the painter open."""

        paints = 0

        def paintEvent(self, _event: QPaintEvent) -> None:
            Broken.paints += 1
            painter = QPainter(self)
            painter.drawText(0, 0, "x")
            raise ValueError("paint")

    assert spread
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: a_bug("slot"))
    button.click()
    settle(qapp)
    QTimer.singleShot(0, lambda: a_bug("timer"))
    settle(qapp)
    assert len(asked.crashes) == 2
    widget = Broken()
    qtbot.addWidget(widget)
    widget.show()
    for _ in range(20):
        widget.update()
        settle(qapp)
    assert Broken.paints >= 20
    assert len(asked.crashes) <= 4, "not a dialog for every paint"


def test_a_storm_is_counted_not_shown(
    net: CrashNet, asked: Asked, qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(1000):
        catch(net)
        settle(qapp)
    assert len(asked.crashes) == 4  # 1st, 5th, 100th, 1000th
    assert asked.again == [False, True, True, True]
    logged = [r.getMessage() for r in caplog.records if r.name == "ui.crash"]
    assert len(logged) == KEEPS_COMING + 2
    assert "for the 1000. time" in logged[-1]


def test_many_errors_at_one_moment_are_one_dialog(net: CrashNet, qapp: QApplication) -> None:
    """The dialog stands, and behind it one thing after another breaks."""
    kinds = [type(f"Kind{n}", (Exception,), {}) for n in range(100)]

    class Standing(Asked):
        def crash(self, report: str, again: bool) -> bool:
            self.crashes.append(report)
            for kind in kinds:
                catch(net, kind=kind)
            settle(qapp)
            return False

    standing = Standing()
    door = ask.install(standing)
    catch(net)
    settle(qapp)
    ask.install(door)
    assert len(standing.crashes) == 1


def test_leaving_is_offered_when_it_keeps_coming(net: CrashNet, asked: Asked, qapp: QApplication) -> None:
    left: list[bool] = []
    net.leave_wanted.connect(lambda: left.append(True))
    asked.answers = [True]
    for n in range(KEEPS_COMING):
        catch(net)
        settle(qapp)
        assert bool(left) == (n == KEEPS_COMING - 1)


def test_and_when_ever_other_things_break(net: CrashNet, asked: Asked, qapp: QApplication) -> None:
    for n in range(DIFFERENT):
        catch(net, kind=type(f"Kind{n}", (Exception,), {}))
        settle(qapp)
    assert asked.again == [False] * (DIFFERENT - 1) + [True]


def test_what_is_typed_is_kept_before_the_dialog(net: CrashNet, asked: Asked, qapp: QApplication) -> None:
    seen: list[int] = []
    net.troubled.connect(lambda: seen.append(len(asked.crashes)))
    catch(net)
    settle(qapp)
    assert seen == [0]


@pytest.mark.parametrize("kind", [MemoryError, RecursionError, AssertionError, OSError, NotImplementedError])
def test_of_every_kind(net: CrashNet, asked: Asked, qapp: QApplication, kind: type[Exception]) -> None:
    catch(net, kind=kind)
    settle(qapp)
    assert kind.__name__ in asked.crashes[0]
    catch(net, "another")
    settle(qapp)
    assert len(asked.crashes) == 2


def test_an_endless_recursion_in_a_slot(spread: CrashNet, asked: Asked, qapp: QApplication) -> None:
    assert spread

    def deeper() -> None:
        deeper()

    QTimer.singleShot(0, deeper)
    settle(qapp)
    assert len(asked.crashes) == 1
    assert len(asked.crashes[0].splitlines()) < 60


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_being_told_to_end_is_no_bug(net: CrashNet, asked: Asked, kind: type[BaseException]) -> None:
    left: list[bool] = []
    net.leave_wanted.connect(lambda: left.append(True))
    catch(net, kind=kind)
    assert (left, asked.crashes) == ([True], [])


def test_the_dialog_itself_may_fail(net: CrashNet, asked: Asked, qapp: QApplication) -> None:
    class Broken(Asked):
        tells = False

        def crash(self, report: str, again: bool) -> bool:
            raise RuntimeError("no dialog")

        def tell(self, sentence: str, detail: str) -> None:
            super().tell(sentence, detail)
            if not self.tells:
                raise RuntimeError("not even a sentence")

    broken = Broken()
    before = ask.install(broken)
    catch(net)
    settle(qapp)
    assert len(broken.told) == 1, "tried, failed, and the program still goes on"
    broken.tells = True
    catch(net, kind=OSError)
    settle(qapp)
    assert "已经保存的内容都在" in broken.told[1]
    ask.install(before)
    catch(net, kind=KeyError)
    settle(qapp)
    assert len(asked.crashes) == 1


def test_an_error_that_cannot_be_told(net: CrashNet, asked: Asked, qapp: QApplication, monkeypatch: Any) -> None:
    from liaison import log

    monkeypatch.setattr(log, "describe", lambda *_: a_bug("in the report itself"))
    catch(net)
    settle(qapp)
    assert asked.crashes == ["ValueError"]


def test_what_fails_while_it_is_freed_is_only_logged(
    spread: CrashNet, asked: Asked, caplog: pytest.LogCaptureFixture, qapp: QApplication
) -> None:
    class Stubborn:
        def __del__(self) -> None:
            raise ValueError("张标记")

    assert spread
    Stubborn()
    settle(qapp)
    assert asked.crashes == []
    said = [r.getMessage() for r in caplog.records if r.name == "ui.crash"]
    assert len(said) == 1
    assert "ValueError" in said[0]
    assert "张标记" not in said[0]


def test_what_qt_says_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    CrashNet._qt_said(QtMsgType.QtWarningMsg, None, "QPainter::begin")  # type: ignore[arg-type]
    CrashNet._qt_said(QtMsgType.QtWarningMsg, None, "no such file “王芳.pdf”")  # type: ignore[arg-type]
    assert [r.getMessage() for r in caplog.records] == ["Qt: QPainter::begin", "Qt: no such file …"]
    caplog.clear()


def test_the_dialog_offers_to_leave_only_when_it_comes_again(qapp: QApplication, qtbot: Any) -> None:
    assert qapp is not None
    once, again = CrashDialog("report"), CrashDialog("report", again=True)
    qtbot.addWidget(once)
    qtbot.addWidget(again)
    assert not hasattr(once, "leave_button")
    again.leave_button.click()
    assert (once.leave, again.leave) == (False, True)
    again.leave = False
    again.reject()
    assert again.leave is False

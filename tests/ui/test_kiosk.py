"""现场签到: tap, sign by mouse, finger or pen, guests, errors, and the way out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from liaison.errors import UserError
from liaison.office import Office
from tests.ui import signins
from tests.ui.offices import on_worker, write
from ui import theme
from ui.pages.base import Room
from ui.pages.kiosk import Kiosk
from ui.pages.kiosk.tiles import LEAST_HEIGHT
from ui.tasks import Tasks
from ui.widgets.signature import ASPECT, SignaturePad, ink_bounds, paint_small


@pytest.fixture
def fill() -> Any:
    return signins.add_half_signed_meeting


@pytest.fixture
def kiosk(room: Room, tasks: Tasks) -> Iterator[Kiosk]:
    made = Kiosk(room, 1, clock=lambda: "9:03")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.resize(1366, 768)
    made.show()
    assert tasks.wait_idle()
    QApplication.processEvents()
    yield made
    made._may_close = True
    made.close()
    made.deleteLater()


def figures(kiosk: Kiosk) -> list[int]:
    return [int(label.text()) for label in kiosk.top.figures.values()]


def entry(kiosk: Kiosk, member: int) -> Any:
    office = kiosk.room.office
    found = on_worker(kiosk.room.tasks, lambda: office.signin.roster(1))
    return next(e for e in found.entries if e.member == member)


def draw(pad: SignaturePad, points: list[tuple[float, float]]) -> None:
    """Write with the mouse; points in 0..1 of the box."""
    box = pad.box()
    places = [QPoint(round(box.left() + x * box.width()), round(box.top() + y * box.height())) for x, y in points]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=places[-1])


LINE = [(0.2, 0.5), (0.4, 0.45), (0.6, 0.5), (0.8, 0.4)]


def test_counters_and_tiles(kiosk: Kiosk) -> None:
    assert figures(kiosk) == [11, 6, 2, 3]
    states = [tile.state() for tile in kiosk.wall.tiles.values()]
    assert states == [
        "已签到 8:51", "已签到 8:52", "未签", "未签", "已签到 8:54", "已请公假", "已签到 8:55", "已签到 8:57",
        "已请病假", "未签", "已签到 8:58",
    ]  # fmt: skip


def test_two_of_one_name_are_told_apart_by_unit(kiosk: Kiosk) -> None:
    names = {tile.accessibleName().rsplit(" ", 1)[0] for tile in kiosk.wall.tiles.values()}
    assert {"王芳 溪畔茶叶合作社", "王芳 镇卫生院 已签到"} <= names


def _with_private_data(office: Office) -> None:
    office.add(
        "members",
        {"name": "王芳", "work_unit": "镇卫生院", "joined": "2022-01-01", "phone": "13900001111",
         "address": "云溪镇老街 3 号"},
    )  # fmt: skip
    office.add("activities", {"kind": "会议", "title": "例会", "start": "2026-09-18"})


@pytest.mark.parametrize("fill", [_with_private_data])
def test_no_phone_number_and_no_address(kiosk: Kiosk) -> None:
    kiosk.tap(1)
    texts = [label.text() for label in kiosk.findChildren(QLabel)]
    texts += [tile.accessibleName() + tile.toolTip() for tile in kiosk.wall.tiles.values()]
    assert "王芳 委员，请签名" in texts
    assert not any("1390000" in text or "老街" in text for text in texts)


def test_tap_sign_done_with_the_mouse(kiosk: Kiosk, qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.mouseClick(kiosk.wall.tiles[3], Qt.MouseButton.LeftButton)
    assert kiosk.signing.title.text() == "王芳 委员，请签名"
    assert kiosk.signing.unit.text() == "溪畔茶叶合作社 理事长"
    draw(kiosk.signing.pad, LINE)
    draw(kiosk.signing.pad, [(0.5, 0.2), (0.5, 0.4), (0.5, 0.8)])
    qtbot.mouseClick(kiosk.signing.done_button, Qt.MouseButton.LeftButton)
    assert figures(kiosk) == [11, 7, 2, 2]
    assert kiosk.idle.isVisible()
    assert kiosk.idle.said.text() == "王芳 已签到 9:03"
    assert tasks.wait_idle()
    signed = entry(kiosk, 3)
    assert (signed.status, signed.time, signed.note) == ("出席", "9:03", "")
    assert len(signed.signature) == 2
    for (x, y), (at_x, at_y) in zip(signed.signature[0], LINE, strict=True):
        assert math.isclose(x, at_x, abs_tol=0.01)
        assert math.isclose(y, at_y, abs_tol=0.01)


def test_the_tile_is_as_high_as_promised_and_the_box_keeps_its_shape(kiosk: Kiosk) -> None:
    assert all(tile.height() >= LEAST_HEIGHT for tile in kiosk.wall.tiles.values())
    kiosk.tap(3)
    QApplication.processEvents()
    box = kiosk.signing.pad.box()
    assert math.isclose(box.width() / box.height(), ASPECT, rel_tol=0.01)
    assert box.width() > 480
    assert kiosk.signing.done_button.height() >= theme.CONTROL_KIOSK


def test_without_strokes_the_signature_comes_later(kiosk: Kiosk, qtbot: QtBot, tasks: Tasks) -> None:
    kiosk.tap(4)
    assert not kiosk.signing.again_button.isEnabled()
    qtbot.mouseClick(kiosk.signing.done_button, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert entry(kiosk, 4).to_sign_later
    assert kiosk.wall.tiles[4].state() == "待补签"
    assert figures(kiosk) == [11, 7, 2, 2]


def test_again_and_not_me(kiosk: Kiosk, qtbot: QtBot, tasks: Tasks) -> None:
    kiosk.tap(3)
    draw(kiosk.signing.pad, LINE)
    qtbot.mouseClick(kiosk.signing.again_button, Qt.MouseButton.LeftButton)
    assert kiosk.signing.pad.is_empty
    draw(kiosk.signing.pad, LINE)
    qtbot.mouseClick(kiosk.signing.back_button, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert entry(kiosk, 3).status == ""
    kiosk.tap(4)
    assert kiosk.signing.pad.is_empty


def test_someone_on_leave_who_comes_after_all(kiosk: Kiosk, tasks: Tasks) -> None:
    kiosk.tap(6)
    draw(kiosk.signing.pad, LINE)
    kiosk.signing.done_button.click()
    assert tasks.wait_idle()
    assert (entry(kiosk, 6).status, entry(kiosk, 6).reason) == ("出席", "")
    assert figures(kiosk) == [11, 7, 1, 3]


def test_a_signature_is_never_replaced_by_nothing(kiosk: Kiosk, tasks: Tasks) -> None:
    before = entry(kiosk, 1).signature
    kiosk.tap(1)
    assert kiosk.signing.pad.strokes() == before
    kiosk.signing.again_button.click()
    kiosk.signing.done_button.click()
    assert tasks.wait_idle()
    assert entry(kiosk, 1).signature == before
    assert entry(kiosk, 1).time == "8:51"


def test_a_guest_signs(kiosk: Kiosk, qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.mouseClick(kiosk.wall.new_guest, Qt.MouseButton.LeftButton)
    kiosk.guest.next_button.click()
    assert kiosk.guest.problem.text() == "请先填姓名"
    write(kiosk.guest.name, "周建民")
    qtbot.keyClick(kiosk.guest.name, Qt.Key.Key_Return)
    write(kiosk.guest.unit, "镇党委")
    qtbot.keyClick(kiosk.guest.unit, Qt.Key.Key_Return)
    assert kiosk.signing.title.text() == "周建民，请签名"
    draw(kiosk.signing.pad, LINE)
    kiosk.signing.done_button.click()
    assert tasks.wait_idle()
    office = kiosk.room.office
    guest = on_worker(tasks, lambda: office.signin.roster(1)).guests[0]
    assert (guest.name, guest.unit, guest.time) == ("周建民", "镇党委", "9:03")
    assert guest.signature is not None
    assert [tile.person.name for tile in kiosk.wall.guests] == ["周建民"]
    assert figures(kiosk) == [11, 6, 2, 3]


def test_an_error_brings_the_signature_back(
    kiosk: Kiosk, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("磁盘满了，请先腾出空间")

    kiosk.tap(3)
    draw(kiosk.signing.pad, LINE)
    strokes = kiosk.signing.pad.strokes()
    with monkeypatch.context() as patch:
        patch.setattr("liaison.books.roster.SignIn.sign", refuse)
        kiosk.signing.done_button.click()
        assert tasks.wait_idle()
    assert kiosk.signing.isVisible()
    assert kiosk.signing.line.text() == "磁盘满了，请先腾出空间"
    assert kiosk.signing.pad.strokes() == strokes
    assert figures(kiosk) == [11, 6, 2, 3]
    kiosk.signing.done_button.click()
    assert tasks.wait_idle()
    assert entry(kiosk, 3).signature is not None


@pytest.mark.parametrize("fill", [signins.add_crowd])
def test_thirty_members_scroll_in_whole_tiles(kiosk: Kiosk, qtbot: QtBot) -> None:
    assert len(kiosk.wall.tiles) == 30
    assert all(tile.height() >= LEAST_HEIGHT for tile in kiosk.wall.tiles.values())
    assert kiosk.wall.down.isVisible()
    bar = kiosk.wall.scroll.verticalScrollBar()
    qtbot.mouseClick(kiosk.wall.down, Qt.MouseButton.LeftButton)
    assert bar.value() > 0
    while bar.value() < bar.maximum():
        qtbot.mouseClick(kiosk.wall.down, Qt.MouseButton.LeftButton)
    assert kiosk.wall.tiles[30].visibleRegion().boundingRect().height() >= LEAST_HEIGHT
    qtbot.mouseClick(kiosk.wall.tiles[30], Qt.MouseButton.LeftButton)
    assert kiosk.person is not None
    assert kiosk.person.member == 30


# -- the way out --------------------------------------------------------------------------------------


def test_escape_asks_and_only_a_click_leaves(kiosk: Kiosk, qtbot: QtBot) -> None:
    left: list[bool] = []
    kiosk.left.connect(lambda: left.append(True))
    kiosk.close()
    assert kiosk.isVisible()
    assert kiosk.foot.currentIndex() == 1
    qtbot.keyClick(kiosk, Qt.Key.Key_Escape)
    assert kiosk.foot.currentIndex() == 0
    qtbot.keyClick(kiosk, Qt.Key.Key_Escape)
    assert kiosk.foot.currentIndex() == 1
    assert kiosk.focusWidget() is kiosk.stay_button
    qtbot.keyClick(kiosk.stay_button, Qt.Key.Key_Space)
    assert kiosk.foot.currentIndex() == 0
    assert left == []
    qtbot.mouseClick(kiosk.leave_link, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(kiosk.leave_button, Qt.MouseButton.LeftButton)
    assert left == [True]
    assert not kiosk.isVisible()


def test_leaving_waits_for_what_is_being_written(kiosk: Kiosk, tasks: Tasks, visits: Any) -> None:
    kiosk.tap(3)
    draw(kiosk.signing.pad, LINE)
    kiosk.signing.done_button.click()
    kiosk.leave()
    assert kiosk.isVisible()
    assert tasks.wait_idle()
    assert not kiosk.isVisible()
    assert len(visits.changes) == 1


# -- the pad ------------------------------------------------------------------------------------------


@pytest.fixture
def pad(qtbot: QtBot) -> SignaturePad:
    made = SignaturePad()
    qtbot.addWidget(made)
    made.resize(500, 388)
    made.show()
    return made


def test_one_finger_writes_and_a_second_is_not_heard(pad: SignaturePad) -> None:
    device = QTest.createTouchDevice()
    touch = QTest.touchEvent(pad, device)
    touch.press(0, QPoint(100, 100), pad).press(1, QPoint(300, 300), pad).commit()
    for step in range(1, 6):
        touch.move(0, QPoint(100 + 20 * step, 100), pad).move(1, QPoint(300, 300 - 20 * step), pad).commit()
    touch.release(0, QPoint(200, 100), pad).release(1, QPoint(300, 200), pad).commit()
    assert len(pad.strokes()) == 1
    assert [round(x * 500) for x, _ in pad.strokes()[0]] == [100, 120, 140, 160, 180, 200]
    assert {round(y * 388) for _, y in pad.strokes()[0]} == {100}


def test_a_pen_writes_with_its_pressure(pad: SignaturePad) -> None:
    for kind, x, pressure in (
        (QEvent.Type.TabletPress, 50, 0.2), (QEvent.Type.TabletMove, 150, 0.9), (QEvent.Type.TabletMove, 250, 0.5),
        (QEvent.Type.TabletRelease, 250, 0.0),
    ):  # fmt: skip
        event = QTabletEvent(
            kind, QPointingDevice.primaryPointingDevice(), QPointF(x, 200), QPointF(x, 200), pressure, 0, 0, 0, 0, 0,
            Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)
        assert event.isAccepted()
    assert [round(x * 500) for x, _ in pad.strokes()[0]] == [50, 150, 250]
    assert pad._pressures == [[0.2, 0.9, 0.5]]


def test_beyond_the_edge_the_line_stays_at_the_edge(pad: SignaturePad) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(480, 200))
    pad.extend(QPointF(900, -50))
    pad.end()
    assert pad.strokes() == [[pytest.approx([0.96, 200 / 388]), [1.0, 0.0]]]


def test_a_signature_survives_another_size(pad: SignaturePad) -> None:
    draw(pad, LINE)
    before = pad.strokes()
    pad.resize(900, 400)
    assert pad.strokes() == before
    box = pad.box()
    assert math.isclose(box.width() / box.height(), ASPECT, rel_tol=0.001)
    draw(pad, LINE)
    for old, new in zip(before[0], pad.strokes()[1], strict=True):
        assert new == pytest.approx(old, abs=0.01)


def test_ink_is_drawn_where_it_was_written(pad: SignaturePad) -> None:
    draw(pad, [(0.2, 0.3), (0.5, 0.3), (0.8, 0.3)])
    picture = pad.grab().toImage()
    dark = [y for y in range(picture.height()) if picture.pixelColor(250, y).lightness() < 80]
    assert dark
    assert abs(sum(dark) / len(dark) - 0.3 * 388) < 2
    pad.clear()
    cleared = pad.grab().toImage()
    assert not [y for y in range(20, 280) if cleared.pixelColor(250, y).lightness() < 80]


def test_a_slow_line_is_thicker_than_a_fast_one(pad: SignaturePad) -> None:
    def thickness(step: float) -> int:
        pad.clear()
        pad.begin(QPointF(50, 200))
        x = 50.0
        while x < 440:
            x += step
            pad.extend(QPointF(x, 200))
        pad.end()
        picture = pad.grab().toImage()
        return sum(picture.pixelColor(250, y).lightness() < 100 for y in range(150, 250))

    assert thickness(3) > thickness(60) > 0


@pytest.mark.usefixtures("qapp")
def test_a_small_signature_stays_in_its_place() -> None:
    picture = QImage(100, 60, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    paint_small(painter, signins.scribble(3), QRectF(20, 10, 60, 40), theme.colour("text"))
    painter.end()
    inked = [(x, y) for x in range(100) for y in range(60) if picture.pixelColor(x, y).lightness() < 128]
    assert inked
    assert all(17 <= x <= 83 and 7 <= y <= 53 for x, y in inked)


def test_the_bounds_of_no_ink_are_empty() -> None:
    assert ink_bounds([]).isEmpty()


def test_a_begun_signature_is_not_dropped_without_a_word(kiosk: Kiosk, tasks: Tasks, qtbot: QtBot) -> None:
    kiosk.tap(3)
    draw(kiosk.signing.pad, LINE)
    qtbot.keyClick(kiosk, Qt.Key.Key_Escape)
    assert kiosk.person is not None
    assert kiosk.person.name in kiosk.leave_words.text()
    assert "还没有按“签好了”" in kiosk.leave_words.text()
    assert not kiosk.keep_button.isHidden()
    qtbot.mouseClick(kiosk.stay_button, Qt.MouseButton.LeftButton)
    assert kiosk.signing.pad.strokes(), "it is still there"
    qtbot.keyClick(kiosk, Qt.Key.Key_Escape)
    with qtbot.waitSignal(kiosk.left):
        qtbot.mouseClick(kiosk.keep_button, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert entry(kiosk, 3).signature
    assert entry(kiosk, 3).time == "9:03"


def test_a_begun_signature_may_be_left_out(kiosk: Kiosk, tasks: Tasks, qtbot: QtBot) -> None:
    kiosk.tap(3)
    draw(kiosk.signing.pad, LINE)
    qtbot.keyClick(kiosk, Qt.Key.Key_Escape)
    assert kiosk.leave_button.text() == "不记，退出"
    qtbot.mouseClick(kiosk.leave_button, Qt.MouseButton.LeftButton)
    assert tasks.wait_idle()
    assert not entry(kiosk, 3).signature


def test_an_older_signature_that_is_only_looked_at_is_not_begun(kiosk: Kiosk, qtbot: QtBot) -> None:
    kiosk.tap(1)
    assert kiosk.signing.pad.strokes()
    qtbot.keyClick(kiosk, Qt.Key.Key_Escape)
    assert kiosk.keep_button.isHidden()
    assert "已经签好的都记下了" in kiosk.leave_words.text()

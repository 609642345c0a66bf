"""Behind the first page: the strip of notices, and the looking over that keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from liaison.errors import Damaged
from liaison.office import Office
from liaison.safety import opening
from liaison.safety.opening import SOUND, Notice
from tests.ui.offices import add_people, on_worker
from ui.lookout import Lookout
from ui.settings import Settings
from ui.tasks import Tasks
from ui.widgets.buttons import IconButton
from ui.widgets.notices import Notices

READ = Notice("read-only", "near", "只能看", "文件是只读的")
STICK = Notice("removable", "plain", "U 盘", "可以用")
CLOCK = Notice("clock", "near", "日期不对", "请先调对")
CLOUD = Notice("synced", "near", "网盘文件夹", "请移走")


@pytest.fixture
def fill() -> Callable[[Office], object]:
    return add_people


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[Notice]:
    """What the opening says; a test fills it."""
    found: list[Notice] = []
    monkeypatch.setattr(opening, "notices", lambda _office: list(found))
    return found


@pytest.fixture
def strip(qtbot: Any) -> Notices:
    made = Notices()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def lookout(tasks: Tasks, settings: Settings, strip: Notices, room_office: Office) -> Lookout:
    assert room_office
    made = Lookout(tasks, settings)
    made.dress(strip)
    return made


def begin(lookout: Lookout, office: Office, tasks: Tasks, *, badly: bool = False) -> None:
    lookout.begin(office, ended_badly=badly)
    assert tasks.wait_idle()


def rest(lookout: Lookout, tasks: Tasks) -> None:
    """The quiet moments pass, until nothing is left to look at."""
    while lookout.rest.isActive():
        lookout.rest.stop()
        lookout.go_on()
        assert tasks.wait_idle()


def words(strip: Notices) -> list[str]:
    return [banner.word.text() for banner in strip.banners() if not banner.isHidden()]


def cross(strip: Notices, place: int) -> None:
    button = next(b for b in strip.banners()[place].findChildren(IconButton))
    button.click()
    QApplication.processEvents()


def test_nothing_to_say_takes_no_room(
    lookout: Lookout, strip: Notices, room_office: Office, tasks: Tasks, said: list[Notice]
) -> None:
    assert said == []
    begin(lookout, room_office, tasks)
    assert strip.isHidden()


def test_the_gravest_two_stand_and_the_rest_is_a_click_away(
    lookout: Lookout, strip: Notices, room_office: Office, tasks: Tasks, said: list[Notice]
) -> None:
    said += [READ, CLOCK, CLOUD, STICK]
    begin(lookout, room_office, tasks)
    assert words(strip) == ["只能看", "日期不对"]
    assert strip.more.text() == "还有 2 条"
    strip.more.click()
    QApplication.processEvents()
    assert words(strip) == ["只能看", "日期不对", "网盘文件夹", "U 盘"]


def test_what_is_harmless_can_be_put_away_and_the_stick_is_told_once(
    lookout: Lookout, strip: Notices, room_office: Office, tasks: Tasks, said: list[Notice]
) -> None:
    said += [READ, STICK]
    begin(lookout, room_office, tasks)
    assert not strip.banners()[0].findChildren(IconButton), "what stands in the way of work stays"
    cross(strip, 1)
    assert words(strip) == ["只能看"]
    begin(lookout, room_office, tasks)
    assert words(strip) == ["只能看"], "told once for this office"
    said[:] = [CLOCK]
    begin(lookout, room_office, tasks)
    cross(strip, 0)
    begin(lookout, room_office, tasks)
    assert words(strip) == ["日期不对"], "told at every start while it is so"


def test_a_new_window_says_the_same(
    lookout: Lookout, room_office: Office, tasks: Tasks, said: list[Notice], qtbot: Any
) -> None:
    said += [CLOCK, CLOUD]
    begin(lookout, room_office, tasks)
    other = Notices()
    qtbot.addWidget(other)
    lookout.dress(other)
    assert words(other) == ["日期不对", "网盘文件夹"]
    lookout.end()
    assert other.isHidden()


@pytest.mark.parametrize("badly", [True, False])
def test_after_a_bad_end_it_says_that_all_is_sound(
    lookout: Lookout, strip: Notices, room_office: Office, tasks: Tasks, said: list[Notice], badly: bool, qtbot: Any
) -> None:
    said.append(CLOCK)
    begin(lookout, room_office, tasks, badly=badly)
    assert words(strip) == ["日期不对"], "not before the file was looked over"
    with qtbot.waitSignal(lookout.looked):
        rest(lookout, tasks)
    assert words(strip) == ["日期不对", *([SOUND.word] if badly else [])]


def test_it_gives_way_to_whoever_asks(lookout: Lookout, room_office: Office, tasks: Tasks) -> None:
    """Each turn of the looking over stops when something waits behind it; the answer comes before its end."""
    begin(lookout, room_office, tasks)
    lookout.rest.stop()
    order: list[str] = []
    lookout.looked.connect(lambda: order.append("looked"))
    lookout.go_on()
    for n in range(3):
        tasks.ask(room_office.count, "members", done=lambda count, n=n: order.append(f"{n}: {count}"))
    assert tasks.wait_idle()
    rest(lookout, tasks)
    assert sorted(order[:3]) == ["0: 11", "1: 11", "2: 11"]
    assert order[-1] == "looked"


def test_damage_is_announced_with_its_sentence(
    lookout: Lookout, room_office: Office, tasks: Tasks, qtbot: Any
) -> None:
    def meddle() -> None:
        room_office.database.run("DROP TRIGGER members_trail_update")
        room_office.database.run("UPDATE members SET name = '张三' WHERE id = 1")

    on_worker(tasks, meddle)
    begin(lookout, room_office, tasks)
    with qtbot.waitSignal(lookout.damaged) as found:
        rest(lookout, tasks)
    error = found.args[0]
    assert isinstance(error, Damaged)
    assert "委员名册" in error.sentence
    assert not lookout.rest.isActive(), "it is told once"


def test_an_office_closed_meanwhile_is_not_looked_at(
    lookout: Lookout, room_office: Office, tasks: Tasks, strip: Notices
) -> None:
    lookout.begin(room_office, ended_badly=True)
    lookout.end()
    assert tasks.wait_idle()
    assert not lookout.rest.isActive()
    assert strip.isHidden()


def test_each_word_is_short_enough_for_its_line(tmp_path: Path) -> None:
    assert tmp_path
    for notice in (READ, STICK, CLOCK, CLOUD, SOUND):
        assert len(notice.word) <= 6

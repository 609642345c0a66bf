"""Proof 12: a clock at 1970 and 2099: the order is kept by number, no backup is lost, and it is shown."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from types import ModuleType

import pytest

from liaison.office import Office
from liaison.safety.opening import look_over, notices
from liaison.store import premises
from liaison.store.premises import Machine

CHINA = timezone(timedelta(hours=8))
YEARS = (2026, 1970, 2099, 2026, 2099, 1970, 2027)


class Clock:
    """Stands for the computer's clock in every module that asks it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.year, self.step = 2026, 0
        clock = self

        class Moment(datetime):
            """A datetime whose now is the test's."""

            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                clock.step += 1
                moment = datetime(clock.year, 6, 1, 8, tzinfo=CHINA) + timedelta(seconds=clock.step)
                return moment.astimezone(tz) if tz else moment.astimezone().replace(tzinfo=None)

        for module in modules_with_a_clock():
            monkeypatch.setattr(module, "datetime", Moment)

        class Computer(Machine):
            def now(self) -> datetime:
                return Moment.now(CHINA)

        monkeypatch.setattr(premises, "MACHINE", Computer())


def modules_with_a_clock() -> list[ModuleType]:
    """Every module of the store and of the safety floor that has `datetime` in it."""
    import importlib
    import pkgutil

    import liaison.safety
    import liaison.store

    found = []
    for package in (liaison.store, liaison.safety):
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".steps" not in info.name:
                module = importlib.import_module(info.name)
                if getattr(module, "datetime", None) is datetime:
                    found.append(module)
    return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_actions_keep_their_order_and_undo_takes_back_the_last(office: Office, clock: Clock) -> None:
    for n, year in enumerate(YEARS):
        clock.year = year
        office.add("members", {"name": f"张{n}", "work_unit": "镇", "joined": "2022-1-1"})
    moments = [m for (m,) in office.database.rows("SELECT moment FROM actions ORDER BY id DESC LIMIT 7")]
    assert [m[:4] for m in reversed(moments)] == [str(y) for y in YEARS], "the clock's word is kept as evidence"
    look_over(office)
    clock.year = 1970
    for n in reversed(range(len(YEARS))):
        last = office.last_action()
        assert last is not None
        assert f"张{n}" in last[1]
        office.undo()
    assert office.count("members") == 0
    look_over(office)


def test_it_is_shown_at_the_opening(peopled: Office, clock: Clock) -> None:
    for year, words in ((1970, "还早"), (2099, "晚了 73 年"), (2026, "")):
        clock.year = 2026
        peopled.edit("members", 1, {"post": f"校长{year}"})
        clock.year = year
        found = [n for n in notices(peopled) if n.kind == "clock"]
        assert [words in n.sentence and str(year) in n.sentence for n in found] == ([True] if words else [])


def test_a_ledger_is_in_order_and_its_chain_holds(office: Office, clock: Clock) -> None:
    for year in YEARS:
        clock.year = year
        made = office.add("donations", {"donor": "云溪电子", "amount": "1", "date": "2026-06-01", "purpose": "助学"})
        office.enter("donations", made.created["donations"])
    serials = office.database.rows("SELECT serial FROM donations ORDER BY id")
    assert [s for (s,) in serials] == list(range(1, len(YEARS) + 1))
    look_over(office)


def test_no_backup_is_lost_to_a_clock(peopled: Office, clock: Clock) -> None:
    """More copies than are kept, by clocks that jump: those that go are the first made, by number."""
    for n in range(45):
        clock.year = YEARS[n % len(YEARS)]
        peopled.edit("members", 1, {"post": f"职务{n}"})
        peopled.backup.make("changes")
    kept = peopled.backup.all()
    numbers = [copy.serial for copy in kept]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 45
    assert set(range(45, 25, -1)) <= set(numbers), "the newest twenty are all there"
    assert {copy.moment[:4] for copy in kept} >= {"1970", "2026", "2099"}

"""What a password costs: turning it on and off, changing it, opening with it; over the sample and a large office."""

from __future__ import annotations

import itertools
from pathlib import Path

from liaison.office import Office
from liaison.safety import protection
from liaison.sample import make_sample
from tests.bench.big import make_big_office
from tests.bench.measure import paired, seconds

RECORDS = 100_000
ADDED = 20


def run(folder: Path) -> list[str]:
    """One line a figure; aims: a password is changed in a second, 100,000 records are encrypted in a minute."""
    lines = _measured(make_sample(folder / "sample", members=11, years=3), "three years' sample")
    lines += _measured(make_big_office(folder / "big", RECORDS), f"{RECORDS:,} records")
    return [*lines, _adding(folder)]


def _adding(folder: Path) -> str:
    """Members added one by one through the office's own door, each with its wait for the disk."""
    plain, locked = (make_big_office(folder / name, 400) for name in ("plain", "locked"))
    locked.protection.turn_on("大河奔流 2026", protection.new_recovery_code())

    numbers = itertools.count()

    def add(office: Office) -> None:
        for number in itertools.islice(numbers, ADDED):
            office.add("members", {"name": f"新人{number}", "work_unit": "第一村", "joined": "2020-01-01"})

    ours, bare, ratio = paired(lambda: add(locked), lambda: add(plain))
    plain.close()
    locked.close()
    return f"a record added {ours / ADDED * 1e3:.2f} ms, without a password {bare / ADDED * 1e3:.2f}, ratio {ratio:.2f}"


def _measured(office: Office, name: str) -> list[str]:
    office.backup.make("manual")
    code = protection.new_recovery_code()
    size = sum(path.stat().st_size for path in office.folder.rglob("*") if path.is_file()) / 2**20
    on = seconds(lambda: office.protection.turn_on("大河奔流 2026", code))
    change = seconds(lambda: office.protection.change_password("大河奔流 2026", "又一个"))
    check = seconds(lambda: office.protection.check("又一个"))
    office.close()
    keys: list[bytes] = []
    unlock = seconds(lambda: keys.append(protection.unlock(office.folder, "又一个")))
    opened = Office.open(office.folder, key=keys[0])
    off = seconds(lambda: opened.protection.turn_off("又一个"))
    opened.close()
    return [
        f"{name}, folder of {size:.1f} MB with one backup: on {on:.2f} s, off {off:.2f} s; aim on < 60 s",
        f"{name}: change of password {change:.2f} s (aim < 1 s), check {check:.2f} s, unlock {unlock:.2f} s",
    ]

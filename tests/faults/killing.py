"""Kills a writing program again and again and looks at what it leaves."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from liaison.kit.checking import check_office
from liaison.office import Office

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Toll:
    """What a number of killings did: how many, how many changes had been reported, what was missing or wrong."""

    kills: int = 0
    acknowledged: int = 0
    missing: int = 0
    problems: tuple[str, ...] = ()


def kill_often(folder: Path, kills: int, seed: int, key: bytes | None = None) -> Toll:
    """The same office written, killed and opened again, `kills` times."""
    chance = random.Random(seed)
    toll = Toll()
    for _ in range(kills):
        said = _write_and_kill(folder, chance.randrange(0, 40), chance.random() * 0.02, key)
        toll.kills += 1
        toll.acknowledged += len(said)
        with Office.open(folder, key=key) as office:
            members, gifts = office.count("members"), office.database.value("SELECT max(serial) FROM donations") or 0
            for words in said:
                kind, number = words.split()
                there = {"member": members, "gift": gifts, "bulk": members, "copy": members}[kind]
                toll.missing += int(number) > there
            toll.problems += tuple(check_office(office))
            toll.problems += tuple("half an action" for _ in office.database.rows("SELECT 1 FROM acting"))
        toll.problems += tuple(f"left behind: {p.name}" for p in folder.rglob("*.part"))
    return toll


def _write_and_kill(folder: Path, changes: int, grace: float, key: bytes | None) -> list[str]:
    """Let the program report so many changes, kill it a moment later, and give all it reported."""
    arguments = [sys.executable, "-m", "tests.faults.writer", str(folder), *([key.hex()] if key else [])]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        said = [child.stdout.readline().strip() for _ in range(changes + 1)]
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            child.kill()
        said += child.stdout.read().splitlines()
    # The very last line may have been cut by the kill; a change that was not reported need not be there.
    return [words for words in said if len(words.split()) == 2]

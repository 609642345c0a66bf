"""The fourteen proofs, each run for its share of the time, as one line of a table.

A proof gives how many runs it made, how many lost or broke anything (0 is the pass), and what else there is to
say. Those that are ordinary tests are run as such and counted; those that get surer with time go on until
their share of it is over.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Result:
    """What a proof found: runs, those that failed, and a word about it."""

    runs: int
    failed: int
    words: str = ""


@dataclass(frozen=True)
class Proof:
    """One line of the table in trust.md.

    Attributes:
        number, fault: as there.
        share: its part of the whole time; 0 for those that end by themselves.
        run: (seconds it may take) -> what it found.
    """

    number: str
    fault: str
    share: float
    run: Callable[[float], Result]


def by_tests(*paths: str, words: str = "") -> Callable[[float], Result]:
    """A proof that is tests of the suite."""

    def run(_seconds: float) -> Result:
        command = [sys.executable, "-m", "pytest", "-q", *paths]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|errors?|skipped)", ran.stdout)}
        dots = len(re.findall(r"^[.sFEx]+", ran.stdout, re.MULTILINE))
        if not counts and not dots:
            return Result(0, 1, ran.stdout[-200:] + ran.stderr[-200:])
        marks = "".join(re.findall(r"^([.sFEx]+)", ran.stdout, re.MULTILINE))
        return Result(marks.count("."), marks.count("F") + marks.count("E"), words)

    return run


def killed(seconds: float) -> Result:
    """1: kill −9 while writing, plain and encrypted by turns."""
    from liaison.office import Office
    from tests.faults.damaging import protect
    from tests.faults.killing import kill_often

    end, kills, wrong, changes = time.monotonic() + seconds, 0, 0, 0
    with tempfile.TemporaryDirectory() as place:
        plain, encrypted = Path(place) / "plain", Path(place) / "encrypted"
        Office.create(plain, name="政协示例镇联络处", town="示例镇").close()
        with Office.create(encrypted, name="政协示例镇联络处", town="示例镇") as office:
            key = protect(office)
        while time.monotonic() < end:
            for folder, its_key in ((plain, None), (encrypted, key)):
                toll = kill_often(folder, 5, seed=kills, key=its_key)
                kills, changes = kills + toll.kills, changes + toll.acknowledged
                wrong += toll.missing + len(toll.problems)
    return Result(kills, wrong, f"{changes} acknowledged changes")


def power(seconds: float) -> Result:
    """2: power cuts, at most 10,000; the same number of cuts in a careless mode shows that they hurt."""
    from liaison.store.database import DURABLE, PRAGMAS
    from tests.faults.powerloss import Outcome, lose_power_often

    end, whole = time.monotonic() + seconds, Outcome()
    while time.monotonic() < end and whole.runs < 10_000:
        part = lose_power_often((*PRAGMAS, *DURABLE), 100, first=whole.runs)
        whole = Outcome(
            whole.runs + part.runs, whole.acknowledged + part.acknowledged, whole.lost + part.lost,
            whole.broken + part.broken,
        )  # fmt: skip
    off = lose_power_often((*PRAGMAS, "journal_mode = TRUNCATE", "synchronous = OFF"), 300)
    hurt = f"with synchronous=OFF {off.lost + off.broken} of {off.runs} runs lost or broke something"
    seen = off.lost + off.broken > 0
    return Result(whole.runs, whole.lost + whole.broken + (not seen), f"{whole.acknowledged} acknowledged; {hurt}")


def damaged(encrypted: bool) -> Callable[[float], Result]:
    """5: damaged files, without and with encryption."""

    def run(seconds: float) -> Result:
        from liaison.sample import make_sample
        from tests.faults.damaging import Sorted, damage_often, protect

        end, whole, seed = time.monotonic() + seconds, Sorted(), 0
        with tempfile.TemporaryDirectory() as place:
            sound = Path(place) / "sound"
            office = make_sample(sound, years=1)
            key = protect(office) if encrypted else None
            office.close()
            while time.monotonic() < end:
                seed += 1
                whole.add(damage_often(sound, Path(place), 50, seed, key))
        words = (
            f"{whole.refused} refused, {whole.found} found, {whole.harmless} without effect;"
            f" {whole.share_seen:.1%} of those with an effect were seen"
        )
        return Result(whole.runs, len(whole.silent) + len(whole.crashed), words)

    return run


def machines(seconds: float) -> Result:
    """8: the state machines of the ledger and of undo and redo, in rounds of other orders of things."""
    from hypothesis import HealthCheck, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.kit.test_ledger import LedgerMachine
    from tests.kit.test_undo_machine import UndoMachine

    end, rounds, steps = time.monotonic() + seconds, 0, 60
    chosen = settings(
        max_examples=5, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    while time.monotonic() < end:
        for machine in (LedgerMachine, UndoMachine):
            try:
                run_state_machine_as_test(machine, settings=chosen)
            except AssertionError as error:
                return Result(rounds * 5, 1, f"{machine.__name__}: {error}")
        rounds += 2
    return Result(rounds * 5, 0, f"orders of up to {steps} steps")


def figures(seconds: float) -> Result:
    """The suite's own property that figures agree with a second count, over many more offices."""
    from hypothesis import HealthCheck, given, settings

    from tests.figures import test_collect

    rule = test_collect.test_figures_agree_with_a_second_count.hypothesis.inner_test  # type: ignore[attr-defined]
    offices = given(
        test_collect.people, test_collect.meetings, test_collect.gifts, test_collect.gifts, test_collect.tasks
    )
    chosen = settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    end, rounds = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        try:
            chosen(offices(rule))()
        except AssertionError as error:
            return Result(rounds * 40, 1, str(error))
        rounds += 1
    return Result(rounds * 40, 0, "offices made by chance")


def passwords(_seconds: float) -> Result:
    """A password set, taken away or changed, stopped dead at every step: old or new, nothing plain left over."""
    steps, wrong = 0, list[str]()
    for what in ("on", "off", "password", "code"):
        arguments = [sys.executable, "-m", "tests.store.stopping", what]
        ran = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
        count, *found = ran.stdout.splitlines() or ["0", ran.stderr[-200:]]
        steps, wrong = steps + int(count), wrong + found
    return Result(steps, len(wrong), "; ".join(wrong[:3]) or "old or new each time, nothing in plain")


PROOFS = (
    Proof("1", "kill -9 while writing", 0.2, killed),
    Proof("2", "power cut (un-synced writes dropped)", 0.25, power),
    Proof("3", "disk full", 0, by_tests("tests/faults/test_disk_full.py", words="12 ways of writing")),
    Proof("3", "stick pulled out", 0, by_tests("tests/faults/test_gone.py")),
    Proof("4", "read-only file or folder", 0, by_tests("tests/faults/test_read_only.py")),
    Proof("5", "damaged files, plain", 0.15, damaged(encrypted=False)),
    Proof("5", "damaged files, encrypted", 0.15, damaged(encrypted=True)),
    Proof("6", "migrations: newer, killed, equal", 0, by_tests("tests/faults/test_migrations.py")),
    Proof("7", "two programs at once", 0, by_tests("tests/faults/test_second_program.py")),
    Proof("8", "state machines: ledger, undo and redo", 0.25, machines),
    Proof("", "figures against a second count", 0.05, figures),
    Proof("9", "hostile spreadsheets", 0, by_tests("tests/exchange")),
    Proof("10", "hostile text", 0, by_tests("tests/papers/test_hostile.py", "tests/chinese/test_text.py")),
    Proof("11", "archives that reach outside", 0, by_tests("tests/safety/test_backups_hostile.py")),
    Proof("12", "clock at 1970 and 2099", 0, by_tests("tests/faults/test_wrong_clock.py")),
    Proof("13", "every kind of backup restored", 0, by_tests("tests/safety/test_backups_restored.py")),
    Proof("13", "a restore killed at any step", 0, by_tests("tests/safety/test_backups_killed.py")),
    Proof("", "a password set or changed, killed at any step", 0, passwords),
    Proof("14", "export killed", 0, by_tests("tests/faults/test_export_killed.py", "tests/test_paths.py")),
)

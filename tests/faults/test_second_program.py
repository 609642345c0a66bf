"""Proof 7: a second program on one folder is told at once and changes nothing; a killed one leaves no lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from liaison.errors import UserError
from liaison.office import Office

FIRST = """
import sys
from pathlib import Path
from liaison.office import Office
office = Office.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""
SECOND = """
import sys, time
from pathlib import Path
from liaison.errors import UserError
from liaison.office import Office
began = time.monotonic()
try:
    Office.open(Path(sys.argv[1]))
    print("opened")
except UserError as error:
    print(f"{time.monotonic() - began:.3f} {error.sentence}")
"""


@pytest.fixture
def first(peopled: Office):  # type: ignore[no-untyped-def]
    """Another program that has the office open, and has not written anything yet."""
    peopled.close()
    running = subprocess.Popen(
        [sys.executable, "-c", FIRST, str(peopled.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "open\n"
    yield running, peopled.folder
    running.kill()
    running.communicate()


def test_the_second_one_says_so_in_under_a_second(first) -> None:  # type: ignore[no-untyped-def]
    _running, folder = first
    before = (folder / "office.db").read_bytes()
    said = subprocess.run(
        [sys.executable, "-c", SECOND, str(folder)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert float(said[0]) < 1, "the wait is bounded by the program's own time limits: 0.3 and 0.5 s"
    assert "已在另一个窗口打开" in said[1]
    assert (folder / "office.db").read_bytes() == before


def test_also_when_the_second_one_could_only_read(first, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    _running, folder = first
    monkeypatch.setattr("liaison.store.database._writable", lambda _path: False)
    with pytest.raises(UserError, match="已在另一个窗口打开"):
        Office.open(folder)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_first_one_leaves_no_lock(first: tuple[subprocess.Popen[str], Path]) -> None:
    running, folder = first
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    with Office.open(folder) as office:
        assert office.count("members") == 4


def test_in_the_same_program_too(peopled: Office) -> None:
    with pytest.raises(UserError, match="已在另一个窗口打开"):
        Office.open(peopled.folder)
    peopled.add("members", {"name": "张明", "work_unit": "镇", "joined": "2022-1-1"})

"""Proof 1: kill −9 while writing; everything that was reported as saved is there, and the file is sound."""

from __future__ import annotations

from liaison.office import Office
from tests.faults.damaging import protect
from tests.faults.killing import kill_often


def test_every_reported_change_outlives_the_program(office: Office) -> None:
    folder = office.folder
    office.close()
    toll = kill_often(folder, 5, seed=1)
    assert toll.acknowledged > 20
    assert (toll.missing, toll.problems) == (0, ())


def test_with_a_password_too(office: Office) -> None:
    key = protect(office)
    folder = office.folder
    office.close()
    toll = kill_often(folder, 3, seed=3, key=key)
    assert toll.acknowledged > 10
    assert (toll.missing, toll.problems) == (0, ())


def test_a_folder_of_the_killed_program_is_free_at_once(office: Office) -> None:
    """No lock is left behind: the next start is not told that the office is open elsewhere."""
    folder = office.folder
    office.close()
    kill_often(folder, 1, seed=2)
    Office.open(folder).close()

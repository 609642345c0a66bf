"""Proof 2: a power cut at any moment loses nothing that was reported as saved, and breaks no file."""

from __future__ import annotations

import pytest

from liaison.store.database import DURABLE, PRAGMAS
from tests.faults.powerloss import Outcome, lose_power_often

SHIPPED = (*PRAGMAS, *DURABLE)
CARELESS = (*PRAGMAS, "journal_mode = TRUNCATE", "synchronous = OFF")


def test_the_shipped_mode_loses_nothing() -> None:
    outcome = lose_power_often(SHIPPED, 400)
    assert outcome == Outcome(400, outcome.acknowledged, lost=0, broken=0)
    assert outcome.acknowledged > 2000


def test_pages_that_leave_the_memory_early_are_safe_too() -> None:
    """A change larger than the page cache is written in part before it is committed."""
    outcome = lose_power_often((*SHIPPED, "cache_size = 8"), 150)
    assert (outcome.lost, outcome.broken) == (0, 0)


@pytest.mark.parametrize("mode", ["OFF", "NORMAL"])
def test_the_same_cuts_are_seen_to_hurt_a_careless_mode(mode: str) -> None:
    """The simulator can fail: with writes that nobody waits for, changes and whole files are gone."""
    outcome = lose_power_often((*PRAGMAS, "journal_mode = TRUNCATE", f"synchronous = {mode}"), 100)
    assert outcome.lost > 0
    assert outcome.broken > 0

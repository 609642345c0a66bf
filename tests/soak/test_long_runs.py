"""The properties of the suite for as long as it takes to meet rare orders of things."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.figures import test_collect
from tests.kit.test_ledger import LedgerMachine

pytestmark = pytest.mark.soak


def test_the_invariants_hold_over_thousands_of_steps() -> None:
    run_state_machine_as_test(
        LedgerMachine, settings=settings(max_examples=300, stateful_step_count=60, deadline=None)
    )


def test_figures_agree_with_a_second_count_over_many_offices() -> None:
    """The suite's own property, over many more offices."""
    rule = test_collect.test_figures_agree_with_a_second_count.hypothesis.inner_test  # type: ignore[attr-defined]
    offices = given(
        test_collect.people, test_collect.meetings, test_collect.gifts, test_collect.gifts, test_collect.tasks
    )
    settings(max_examples=400, deadline=None)(offices(rule))()

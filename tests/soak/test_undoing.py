"""Proof 8, run long: undo and redo against a second account."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.kit.test_undo_machine import UndoMachine

pytestmark = pytest.mark.soak


def test_undo_and_redo_agree_with_a_second_account_over_thousands_of_steps() -> None:
    run_state_machine_as_test(
        UndoMachine, settings=settings(max_examples=600, stateful_step_count=60, deadline=None, database=None)
    )

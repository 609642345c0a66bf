"""Blocks of cells: checked whole, written as one action, ledger entries and doubles refused."""

from __future__ import annotations

import pytest

from liaison.errors import UserError
from liaison.kit.pasting import plan_block, write_block
from liaison.office import Office


def test_changed_and_new_records_are_one_action(peopled: Office) -> None:
    first = peopled.ids("members")[0]
    rows: list[tuple[int | None, dict[str, object]]] = [
        (first, {"post": "校长"}),
        (None, {"name": "马桂兰", "work_unit": "敬老院", "joined": "2023-1-1"}),
    ]
    plan = plan_block(peopled, "members", rows)
    assert (plan.rows, plan.bad_rows, plan.edits) == (2, [], {first: {"post": "校长"}})
    assert peopled.get("members", first)["post"] is None
    changes = write_block(peopled, plan)
    assert changes.title == "粘贴 2 位委员"
    assert peopled.get("members", first)["post"] == "校长"
    assert peopled.count("members") == 5
    peopled.undo()
    assert peopled.get("members", first)["post"] is None
    assert peopled.count("members") == 4


def test_bad_rows_stay_out_with_their_column(peopled: Office) -> None:
    rows: list[tuple[int | None, dict[str, object]]] = [
        (None, {"name": "甲", "work_unit": "某单位", "joined": "2026-02-30"}),
        (None, {"name": "乙", "work_unit": "某单位", "joined": "2025-01-01"}),
        (None, {"name": "乙", "work_unit": "某单位", "joined": "2025-01-02"}),
        (None, {"name": "沈佳禾", "work_unit": "镇中心小学", "joined": "2025-01-02"}),
    ]
    plan = plan_block(peopled, "members", rows)
    assert plan.bad_rows == [0, 2, 3]
    assert [p.name for p in plan.problems[0]] == ["joined"]
    assert "相同" in plan.problems[2][0].sentence and "相同" in plan.problems[3][0].sentence
    write_block(peopled, plan)
    assert peopled.count("members") == 5


def test_an_entered_gift_is_not_pasted_over(office: Office) -> None:
    gift = {"date": "2026-09-01", "donor": "甲", "kind": "款", "amount": "5", "purpose": "助学"}
    number = office.add("donations", gift).created["donations"][0]
    office.enter("donations", [number])
    plan = plan_block(office, "donations", [(number, {"amount": "6"}), (number, {"beneficiary": "某村"})])
    assert plan.bad_rows == [0]
    assert "已入账" in plan.problems[0][0].sentence
    write_block(office, plan)
    assert office.get("donations", number)["amount"] == 500
    assert office.get("donations", number)["beneficiary"] == "某村"


def test_nothing_new_writes_nothing(peopled: Office) -> None:
    first = peopled.ids("members")[0]
    plan = plan_block(peopled, "members", [(first, {"name": "沈佳禾"})])
    before = peopled.last_action()
    assert not write_block(peopled, plan)
    assert peopled.last_action() == before


def test_an_unknown_column_is_our_own_mistake(peopled: Office) -> None:
    with pytest.raises(KeyError):
        plan_block(peopled, "members", [(None, {"nothing": "x"})])
    with pytest.raises(UserError):
        peopled.add("members", {"name": "x"})

"""The board: columns, standings, members without an assignment, progress and closing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.books.assignments import SOON_DAYS
from liaison.errors import BadInput, UserError
from liaison.office import Office, Query
from tests.conftest import TODAY


def group_of(office: Office, place: int = 0) -> int:
    return list(office.names.labels("groups"))[place]


def assign(office: Office, what: str = "修路灯", owner: int = 1, **values: object) -> int:
    raw = {
        "work_group": group_of(office), "what": what, "owner": owner, "assigned_on": "2026-07-01",
        "due": "2026-12-01", "steps": 2, **values,
    }  # fmt: skip
    return office.add("assignments", raw).created["assignments"][0]


def card(office: Office, number: int):  # type: ignore[no-untyped-def]
    return office.board.card(office.row("assignments", number))


def test_the_three_customary_groups_stand_in_their_order(office: Office) -> None:
    columns = office.board.columns()
    assert [c.group.texts["name"] for c in columns] == [
        "民生热点难点问题调查处理", "文史资料收集整理", "招商引资联系服务"
    ]  # fmt: skip
    assert all((c.open, c.closed, c.members, c.leader, c.cards) == (0, 0, 0, "", ()) for c in columns)


def test_columns_count_members_of_today_only(peopled: Office) -> None:
    group = group_of(peopled)
    for member, since, until in (
        (1, "2022-01-01", ""), (2, "2022-01-01", TODAY), (3, "2026-09-19", ""), (1, "2026-01-01", "")
    ):  # fmt: skip
        peopled.add("memberships", {"work_group": group, "member": member, "since": since, "until": until})
    assert peopled.board.columns()[0].members == 1  # one person, counted once; 2 left today, 3 comes tomorrow


def test_cards_come_by_due_day_and_closed_ones_only_when_asked(peopled: Office) -> None:
    late, early = assign(peopled, "后", due="2026-11-01"), assign(peopled, "先", due="2026-10-01")
    done = assign(peopled, "了", due="2026-09-10", steps=1)
    peopled.board.log(done, "办了", steps_done=1)
    peopled.board.close(done, "办成了")
    column = peopled.board.columns()[0]
    assert [c.id for c in column.cards] == [early, late]
    assert (column.open, column.closed) == (2, 1)
    assert {c.id for c in peopled.board.columns(with_closed=True)[0].cards} == {early, late, done}


@given(days=st.integers(-400, 400))
def test_a_standing_follows_from_the_day_it_is_due(peopled: Office, days: int) -> None:
    due = (date.fromisoformat(TODAY) + timedelta(days=days)).isoformat()
    number = assign(peopled, f"第{days}天", due=due, assigned_on="2025-01-01")
    found = card(peopled, number)
    expected = "逾期" if days < 0 else "临近" if days <= SOON_DAYS else "未开始"
    assert (found.standing, found.days_left) == (expected, days)


def test_progress_makes_it_under_way_and_the_last_one_is_shown(peopled: Office) -> None:
    number = assign(peopled)
    assert card(peopled, number).standing == "未开始"
    peopled.board.log(number, "已联系", on="2026-09-01")
    assert (card(peopled, number).standing, card(peopled, number).steps_done) == ("进行中", 0)
    peopled.board.log(number, "材料到位", steps_done=1, on="2026-09-10")
    peopled.board.log(number, "补记一笔早的", on="2026-09-05")
    found = card(peopled, number)
    assert (found.steps_done, found.last_progress) == (1, "2026-09-10 材料到位")


@pytest.mark.parametrize(("steps", "on"), [(3, "2026-09-01"), (1, "2026-09-19")])
def test_progress_beyond_the_steps_or_the_day_is_refused(peopled: Office, steps: int, on: str) -> None:
    with pytest.raises(BadInput):
        peopled.board.log(assign(peopled), "办了", steps_done=steps, on=on)
    assert peopled.count("progress") == 0


def test_closing_needs_every_step_and_a_result(peopled: Office) -> None:
    number = assign(peopled)
    with pytest.raises(UserError, match="还有 2 步"):
        peopled.board.close(number, "办成了")
    peopled.board.log(number, "办完", steps_done=2)
    assert card(peopled, number).can_close
    with pytest.raises(BadInput, match="销号要写结果"):
        peopled.board.close(number, "")
    changes = peopled.board.close(number, "路灯全亮了")
    assert changes.title == "销号：修路灯"
    assert peopled.get("assignments", number)["closed_on"] == TODAY
    with pytest.raises(UserError, match="已经销号"):
        peopled.board.close(number, "再来")


def test_undo_and_reopen_take_a_closing_back(peopled: Office) -> None:
    number = assign(peopled, steps=1)
    peopled.board.log(number, "办完", steps_done=1)
    peopled.undo(peopled.board.close(number, "成了").action)
    assert card(peopled, number).can_close
    peopled.board.close(number, "成了")
    peopled.board.reopen(number)
    values = peopled.get("assignments", number)
    assert (values["closed_on"], values["result"]) == (None, "成了")


def test_owners_and_helpers_of_open_assignments_are_busy(peopled: Office) -> None:
    def idle() -> list[str]:
        return [name for _, name in peopled.board.without_assignment()]

    assert idle() == ["沈佳禾", "王芳（镇卫生院）", "王芳（溪畔茶叶合作社）"]  # 韩堃 has left
    number = assign(peopled, owner=1, helpers=[3], steps=1)
    assert idle() == ["王芳（镇卫生院）"]
    peopled.board.log(number, "办完", steps_done=1)
    peopled.board.close(number, "成了")
    assert len(idle()) == 3
    second = assign(peopled, "另一件", owner=2)
    peopled.remove("assignments", [second])
    assert len(idle()) == 3


def test_helpers_are_named_unmistakably(peopled: Office) -> None:
    found = card(peopled, assign(peopled, owner=2, helpers=[3, 1]))
    assert found.owner == "王芳（镇卫生院）"
    assert found.helpers == ("王芳（溪畔茶叶合作社）", "沈佳禾")


def test_a_filter_and_the_board_agree(peopled: Office) -> None:
    for days in (-5, 3, 40):
        due = (date.fromisoformat(TODAY) + timedelta(days=days)).isoformat()
        assign(peopled, f"{days}", due=due)
    cards = [c for column in peopled.board.columns() for c in column.cards]
    for key, standing in (("overdue", "逾期"), ("soon", "临近")):
        ids = peopled.ids("assignments", Query(filters=frozenset({key})))
        assert ids == [c.id for c in cards if c.standing == standing]

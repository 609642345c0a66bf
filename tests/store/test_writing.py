"""Writing inside an action: what is stored is what was given, an empty text as well as none at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.errors import UserError
from liaison.office import Office
from liaison.store.writing import acting

VALUES = st.one_of(st.none(), st.just(""), st.text("甲a ", min_size=1, max_size=3))


@given(st.lists(st.tuples(VALUES, VALUES, st.one_of(st.none(), st.integers(0, 5))), max_size=6))
def test_what_was_given_is_stored(office: Office, rows: list[tuple[str | None, str | None, int | None]]) -> None:
    full = [(f"专班{number}-{office.database.value('SELECT max(id) FROM groups')}", *row)
            for number, row in enumerate(rows)]
    with acting(office.database, "记") as action:
        columns = [[row[at] for row in full] for at in range(4)]
        numbers = action.insert("groups", dict(zip(("name", "duty", "notes", "place"), columns, strict=True)))
    stored = [
        office.database.rows("SELECT name, duty, notes, place FROM groups WHERE id = ?", (number,))[0]
        for number in numbers
    ]
    assert stored == full


def test_undo_takes_back_its_own_action_only(office: Office) -> None:
    before = office.add("terms", {"name": "第一届", "start": "2016-01-01", "until": "2020-12-31"})
    middle = office.add("terms", {"name": "第二届", "start": "2021-01-01", "until": "2025-12-31"})
    with acting(office.database, "什么也没有写"):
        pass
    after = office.add("terms", {"name": "第三届", "start": "2026-01-01", "until": "2030-12-31"})
    office.undo(middle.action)
    assert [row.texts["name"] for row in office.page("terms")] == ["第三届", "第一届"]
    assert office.last_action() == (after.action, after.title)
    office.undo()
    assert office.last_action() == (before.action, before.title)


def test_what_was_changed_later_is_not_undone(office: Office) -> None:
    first = office.add("terms", {"name": "第一届", "start": "2016-01-01", "until": "2020-12-31"})
    office.edit("terms", 1, {"notes": "补记"})
    with pytest.raises(UserError, match="之后又改过"):
        office.undo(first.action)

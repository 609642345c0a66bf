"""Writing inside an action: what is stored is what was given, an empty text as well as none at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from liaison.office import Office
from liaison.store.writing import acting

VALUES = st.one_of(st.none(), st.just(""), st.text("甲a ", min_size=1, max_size=3))


@given(st.lists(st.tuples(VALUES, VALUES, st.one_of(st.none(), st.integers(0, 5))), max_size=6))
def test_what_was_given_is_stored(office: Office, rows: list[tuple[str | None, str | None, int | None]]) -> None:
    full = [(f"专班{number}-{office.database.value('SELECT max(id) FROM groups')}", *row)
            for number, row in enumerate(rows)]
    with acting(office.database, "记") as action:
        numbers = action.insert("groups", ("name", "duty", "notes", "place"), full)
    stored = [
        office.database.rows("SELECT name, duty, notes, place FROM groups WHERE id = ?", (number,))[0]
        for number in numbers
    ]
    assert stored == full

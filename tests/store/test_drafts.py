"""Drafts: kept through a restart, apart from the books, and gone when dropped."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.errors import UserError
from liaison.office import Office

JSON = st.recursive(
    st.none() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


def test_a_draft_outlives_the_program_and_is_no_record(peopled: Office) -> None:
    actions = peopled.database.value("SELECT count(*) FROM actions")
    typed: dict[str, object] = {"name": "韩", "work_unit": "", "helpers": [1, 2], "owner": None}
    peopled.keep_draft("members", 0, typed)
    peopled.keep_draft("members", 3, {"phone": "1380"})
    peopled.keep_draft("board/progress", 7, {"what": "水样"})
    peopled.close()
    with Office.open(peopled.folder) as again:
        assert [(d.record, dict(d.values)) for d in again.drafts("members")] == [(0, typed), (3, {"phone": "1380"})]
        assert [d.record for d in again.drafts("board/progress")] == [7]
        assert again.count("members") == 4
        assert again.database.value("SELECT count(*) FROM actions") == actions, "no action, nothing to undo"
        again.drop_draft("members", 0)
        again.drop_draft("members", 0)
        assert [d.record for d in again.drafts("members")] == [3]


def test_the_last_one_counts_and_nothing_typed_is_no_draft(office: Office) -> None:
    office.keep_draft("members", 0, {"name": "韩"})
    office.keep_draft("members", 0, {"name": "韩堃"})
    assert [dict(d.values) for d in office.drafts("members")] == [{"name": "韩堃"}]
    office.keep_draft("members", 0, {})
    assert office.drafts("members") == []


def test_an_endless_text_and_a_broken_line_stop_nothing(office: Office) -> None:
    office.keep_draft("members", 0, {"name": "长" * 3_000_000})
    office.database.run("INSERT INTO drafts VALUES ('members', 5, '2026-09-18', '{half')")
    office.database.run("INSERT INTO drafts VALUES ('members', 6, '2026-09-18', '[1]')")
    assert office.drafts("members") == []


def test_where_nothing_can_be_written_a_draft_is_refused_with_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.close()
    monkeypatch.setattr("liaison.store.database._writable", lambda _path: False)
    with Office.open(office.folder) as reading, pytest.raises(UserError, match="只能看不能改"):
        reading.keep_draft("members", 0, {"name": "韩"})


@given(values=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), JSON, max_size=5))
def test_whatever_was_typed_comes_back(office: Office, values: dict[str, Any]) -> None:
    office.keep_draft("members", 0, values)
    found = office.drafts("members")
    assert [dict(d.values) for d in found] == ([values] if values else [])

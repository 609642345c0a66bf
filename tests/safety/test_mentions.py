"""Finding one person's name in texts: never half of somebody else's, never a piece left standing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.office import Office
from liaison.safety.mentions import Person, mentions_of, trail_lines_of

SYLLABLES = st.text("王芳韩堃宇", min_size=1, max_size=3)


@pytest.fixture(scope="module")
def families(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Names that hold one another."""
    folder: Path = tmp_path_factory.mktemp("families")
    office = Office.create(folder / "office", name="政协云溪镇联络处", town="云溪镇", today=lambda: "2026-09-18")
    for number, name in enumerate(("王芳", "王芳宇", "韩王芳", "韩堃", "李|王", "a.b*c")):
        office.add("members", {"name": name, "work_unit": f"单位{number}", "joined": "2022-01-01",
                               "phone": f"1380000000{number}"})  # fmt: skip
    yield office
    office.close()


@given(before=SYLLABLES, after=SYLLABLES, number=st.integers(1, 6))
def test_what_is_found_is_replaced_and_nothing_else(families: Office, before: str, after: str, number: int) -> None:
    person = Person(families, number)
    text = f"{before}{person.name}、{after}，电话 {person.values['phone']}"
    changed = person.replaced(text)
    assert person.found(changed) is None
    assert str(person.values["phone"]) not in changed
    assert changed.startswith(before[:1]) or person.found(text) is not None
    longer = [str(name) for (name,) in families.database.rows("SELECT name FROM members") if person.name in str(name)]
    rest = changed
    for name in sorted(longer, key=len, reverse=True):
        rest = rest.replace(name, "") if name != person.name else rest
    assert person.name not in rest, "left standing"
    assert person.replaced(changed) == changed


@given(text=st.text(max_size=60))
def test_a_text_without_the_name_is_left_alone(families: Office, text: str) -> None:
    person = Person(families, 4)
    if not any(needle in text for needle in person.needles):
        assert person.found(text) is None and person.replaced(text) == text


def test_quotes_and_backslashes_are_found_in_the_trail(peopled: Office) -> None:
    member = peopled.add("members", {"name": '阿"卜\\杜', "work_unit": "镇中学", "joined": "2022-01-01"})
    number = member.created["members"][0]
    peopled.add("activities", {"kind": "会议", "title": "例会", "start": "2026-09-01", "minutes": '阿"卜\\杜发言'})
    person = Person(peopled, number)
    mentions = list(mentions_of(person))
    assert [m.column for m in mentions] == ["minutes"]
    lines = trail_lines_of(person, mentions)
    books = {peopled.database.value("SELECT book FROM trail WHERE id = ?", (line,)) for line in lines}
    assert books == {"members", "activities"}
    peopled.people.erase(number, "本人申请")
    assert b"\xe5\x8d\x9c" not in (peopled.folder / "office.db").read_bytes()  # 卜


def test_a_name_of_one_character_is_not_looked_for_in_texts(peopled: Office) -> None:
    member = peopled.add("members", {"name": "堃", "work_unit": "镇中学", "joined": "2022-01-01"})
    assert list(mentions_of(Person(peopled, member.created["members"][0]))) == []

"""A record that was changed around the program is found by its trail."""

from __future__ import annotations

import sqlite3

import pytest

from liaison.kit.agreement import unlike_their_trail
from liaison.kit.checking import check_office
from liaison.office import Office
from liaison.store.database import FILE_NAME


def _around_the_program(office: Office, *statements: str) -> Office:
    office.close()
    connection = sqlite3.connect(office.folder / FILE_NAME)
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return Office.open(office.folder)


def test_what_the_program_wrote_agrees(peopled: Office) -> None:
    peopled.edit("members", 1, {"notes": "示例"})
    peopled.remove("members", [4])
    peopled.undo()
    assert unlike_their_trail(peopled) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE members SET phone = '13800000000' WHERE id = 2",
        "UPDATE members SET deleted = 1 WHERE id = 2",
        "INSERT INTO members(name, work_unit, joined) VALUES ('沈佳苗', '镇中心小学', '2022-01-01')",
        "DELETE FROM trail WHERE book = 'members' AND record = 2",
    ],
)
def test_a_change_around_the_program_is_named(peopled: Office, statement: str) -> None:
    with _around_the_program(peopled, statement) as changed:
        (sentence,) = unlike_their_trail(changed)
        assert sentence.startswith("“委员名册”里“")
        assert sentence in check_office(changed)


def test_a_column_of_a_later_version_is_no_difference(peopled: Office) -> None:
    changed = _around_the_program(
        peopled, "UPDATE trail SET after = json_remove(after, '$.phone') WHERE book = 'members' AND record = 2"
    )
    with changed:
        assert unlike_their_trail(changed) == []


def test_an_erased_line_says_nothing(peopled: Office) -> None:
    changed = _around_the_program(
        peopled,
        "UPDATE trail SET before = NULL, after = NULL WHERE book = 'members' AND record = 2",
        "UPDATE members SET name = '已删除' WHERE id = 2",
    )
    with changed:
        assert unlike_their_trail(changed) == []

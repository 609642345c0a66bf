"""The trail's chain: what was written verifies, what was changed behind its back does not."""

from __future__ import annotations

import pytest

from liaison.office import Office
from liaison.store import links
from liaison.store.links import ERASED, verify_trail


def _unguarded(office: Office, *statements: str) -> None:
    """What somebody with another tool could do: change the file without its guards."""
    guards = dict(office.database.rows(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('trail', 'trail_links')"
    ))
    with office.database.transaction():
        for name in guards:
            office.database.run(f"DROP TRIGGER {name}")
        for statement in statements:
            office.database.run(statement)
        for sql in guards.values():
            office.database.run(sql)


def _last(office: Office) -> int:
    return int(office.database.value("SELECT max(id) FROM trail"))


def test_what_was_written_verifies(peopled: Office) -> None:
    assert verify_trail(peopled.database) is None
    peopled.edit("members", 1, {"phone": "13800001234"})
    peopled.remove("members", [2])
    peopled.undo()
    assert verify_trail(peopled.database) is None


def test_an_empty_office_verifies(office: Office) -> None:
    assert verify_trail(office.database) is None


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("UPDATE trail SET after = replace(after, '镇卫生院', '镇中学') WHERE id = {line}", 0),
        ("UPDATE trail SET before = '{{}}' WHERE id = {line}", 0),
        ("UPDATE trail SET before = NULL, after = NULL WHERE id = {line}", 0),
        ("UPDATE trail SET record = record + 1 WHERE id = {line}", 0),
        ("UPDATE trail SET book = 'terms' WHERE id = {line}", 0),
        ("UPDATE trail_links SET seal = randomblob(80) WHERE id = {line}", 0),
        ("UPDATE trail_links SET seal = x'00' WHERE id = {line}", 0),
        ("UPDATE actions SET moment = '1970-01-01T00:00:00+00:00' WHERE id = "
         "(SELECT action FROM trail WHERE id = {line})", 0),
        ("DELETE FROM trail_links WHERE id = {line}", 0),
        # the text taken out with its seal zeroed, but for the digest: the next line hangs on the true one
        ("UPDATE trail_links SET seal = CAST(zeroblob(16) || randomblob(64) AS BLOB) WHERE id = {line}", 0),
    ],
)
def test_the_first_line_that_was_changed_is_named(peopled: Office, statement: str, at: int) -> None:
    line = _last(peopled) - 2
    _unguarded(peopled, statement.format(line=line))
    broken = verify_trail(peopled.database)
    assert broken is not None and broken.line == line + at


def test_a_line_taken_out_is_missed(peopled: Office) -> None:
    line = _last(peopled) - 2
    _unguarded(peopled, f"DELETE FROM trail_links WHERE id = {line}", f"DELETE FROM trail WHERE id = {line}")
    broken = verify_trail(peopled.database)
    assert broken is not None and broken.line == line


def test_the_last_line_taken_without_its_link_is_missed(peopled: Office) -> None:
    line = _last(peopled)
    peopled.database.run("PRAGMA foreign_keys = OFF")
    _unguarded(peopled, f"DELETE FROM trail WHERE id = {line}")
    peopled.database.run("PRAGMA foreign_keys = ON")
    broken = verify_trail(peopled.database)
    assert broken is not None and broken.line == line


def test_an_erased_line_still_verifies_and_says_nothing(peopled: Office) -> None:
    line = _last(peopled) - 2
    with peopled.database.transaction():
        peopled.database.run("UPDATE trail SET before = NULL, after = NULL WHERE id = ?", (line,))
        peopled.database.run("UPDATE trail_links SET seal = trail_erased(seal) WHERE id = ?", (line,))
    assert verify_trail(peopled.database) is None
    assert peopled.database.value("SELECT seal FROM trail_links WHERE id = ?", (line,)).startswith(ERASED)
    _unguarded(peopled, f"UPDATE trail SET after = '{{}}' WHERE id = {line}")
    broken = verify_trail(peopled.database)
    assert broken is not None and broken.line == line


def test_lines_are_read_a_window_at_a_time(peopled: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_WINDOW", 2)
    assert verify_trail(peopled.database) is None
    assert [line[0] for line in links._lines(peopled.database)] == list(range(1, _last(peopled) + 1))

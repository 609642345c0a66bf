"""Proof 6: an older file becomes today's whole or stays what it was, whatever kills the program meanwhile."""

from __future__ import annotations

import random
from typing import Any

import apsw
import pytest

from liaison.store import migrations
from liaison.store.database import APPLICATION_ID, DURABLE, PRAGMAS
from liaison.store.steps import STEPS, statements
from tests.faults.powerloss import Disk, connect, until_dark

_MODE = (*PRAGMAS, *DURABLE)


class Standing:
    """As much of a `Database` as a migration asks for, over a disk whose power may go."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def roll_back(self) -> None:
        if self._connection.in_transaction:
            self.run("ROLLBACK")

    def run(self, sql: str, parameters: Any = ()) -> Any:
        return self._connection.execute(sql, parameters)

    def value(self, sql: str) -> Any:
        return next(iter(self._connection.execute(sql)))[0]


def _old_office(version: int) -> Disk:
    """An office as a program of that version left it: a member, a gift entered and one reversed, with their trail."""
    disk = Disk()
    connection = connect(disk, _MODE)
    with connection:
        for step in STEPS[:version]:
            for statement in statements(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("INSERT INTO actions(id, title, moment, trail) VALUES (1, '建立', '2025-05-05T10:00:00', 1)")
        connection.execute("INSERT INTO acting(action) VALUES (1)")
        connection.execute("INSERT INTO members(name, work_unit, joined) VALUES ('王芳', '镇卫生院', '2022-01-01')")
        for number, amount, reverses in ((1, 5000, None), (2, 700, None), (3, -700, 2)):
            connection.execute(
                "INSERT INTO donations(date, donor, kind, amount, purpose, year, serial, reverses, reason)"
                " VALUES ('2025-05-05', '示例公司', '款', ?, '助学', 2025, ?, ?, ?)",
                (amount, number, reverses, "金额写错" if reverses else None),
            )
        connection.execute("UPDATE members SET notes = '示例' WHERE id = 1")
        connection.execute("DELETE FROM acting")
    connection.close()
    return disk.copy()


def _migrate(connection: apsw.Connection) -> None:
    migrations.migrate(Standing(connection))  # type: ignore[arg-type]


def _migrated(disk: Disk) -> Disk:
    connection = connect(disk, _MODE)
    _migrate(connection)
    connection.close()
    return disk


def _schema(disk: Disk) -> dict[str, str]:
    connection = connect(disk, _MODE)
    found = {
        name: " ".join(sql.split())
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    }
    version = next(iter(connection.execute("PRAGMA user_version")))[0]
    connection.close()
    return {**found, "version": str(version)}


def _records(disk: Disk) -> dict[str, object]:
    connection = connect(disk, _MODE)
    found: dict[str, object] = {
        table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()
        for table, columns in (
            ("members", "id, name, work_unit, joined, notes"),
            ("donations", "id, donor, amount, year, serial, reverses, reason"),
            ("trail", "*"), ("actions", "id, title, moment, trail"),
        )
    }  # fmt: skip
    found["sound"] = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_every_released_schema_becomes_a_fresh_one(version: int) -> None:
    disk = _old_office(version)
    before = _records(disk)
    assert _schema(_migrated(disk)) == _schema(_migrated(Disk()))
    assert _records(disk) == before


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_a_power_cut_at_any_write_leaves_the_old_file_or_the_new_one(version: int) -> None:
    """Every write of the migration in turn is the one at which the power goes."""
    old = _old_office(version)
    before, old_schema = _records(old), _schema(old)
    new_schema = _schema(_migrated(old.copy()))
    seen = set()
    for at in range(10_000):
        disk = old.copy()
        disk.until_cut = at
        found = until_dark(disk, _MODE, random.Random(at), _migrate)
        if not disk.dead:
            assert at > 20
            break
        schema = _schema(found)
        assert schema in (old_schema, new_schema), at
        assert _records(found) == before, at
        seen.add(schema["version"])
    assert old_schema["version"] in seen

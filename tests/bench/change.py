"""What safety costs per change: the same gifts inserted bare, then with each guard added; then with a password.

Only the cost of the processor is compared in the first lines (5,000 entries in one transaction); the last ones
are single changes, each with its own wait for the disk, as the director makes them.
"""

from __future__ import annotations

import itertools
from pathlib import Path

from sqlcipher3 import dbapi2

from liaison.store import links
from liaison.store.database import DURABLE, PRAGMAS, raw_key
from liaison.store.steps import STEPS, statements
from tests.bench.measure import paired

ROWS, SINGLE = 5_000, 100
_KEY = bytes(range(32))
_NONE, _GUARDS, _TRAIL, _LINKS, _CHAIN = range(5)
_NAMES = ("bare", "the ledger's guards", "guards and trail", "guards, trail and its chain", "and the ledger's chain")


def prepared(path: Path, level: int, *, key: bytes | None = None) -> dbapi2.Connection:
    """An office file with the triggers of that level; what is above it is dropped."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    if key is not None:
        connection.execute(f'PRAGMA key = "{raw_key(key)}"')
    for name, count, function, deterministic in links.FUNCTIONS:
        connection.create_function(name, count, function, deterministic=deterministic)
    for pragma in (*PRAGMAS, *DURABLE):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for step in STEPS:
        for statement in statements(step):
            connection.execute(statement)
    connection.execute("COMMIT")
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('donations', 'trail')"
    ).fetchall()
    for name, sql in triggers:
        if _level(name, sql) > level:
            connection.execute(f"DROP TRIGGER {name}")
    return connection


def _level(name: str, sql: str) -> int:
    if "INTO chain" in sql:
        return _CHAIN
    if name == "trail_linked":
        return _LINKS
    return _TRAIL if "INTO trail(" in sql else _GUARDS


class Writer:
    """Writes entries into one file, with running numbers."""

    def __init__(self, connection: dbapi2.Connection) -> None:
        self.connection = connection
        self.turn = itertools.count(1)
        self.serial = 0

    def action(self, rows: int) -> None:
        """One action with so many entries."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        number = next(self.turn)
        run("INSERT INTO actions(id, title, moment, trail) VALUES (?, '入账', '2026-09-18T10:00:00', 1)", (number,))
        run("INSERT INTO acting(action) VALUES (?)", (number,))
        first, self.serial = self.serial + 1, self.serial + rows
        self.connection.executemany(
            "INSERT INTO donations(date, donor, kind, amount, purpose, notes, year, serial)"
            " VALUES ('2026-05-05', ?, '款', 140950, '助学', '村小学的桌椅', 2026, ?)",
            [(f"示例公司第{n}分公司", n) for n in range(first, self.serial + 1)],
        )
        run("DELETE FROM acting")
        run("COMMIT")

    def one(self, rows: int = SINGLE) -> None:
        """So many actions of one entry each."""
        for _ in range(rows):
            self.action(1)


def run(folder: Path) -> list[str]:
    """The figures of this benchmark."""
    lines = []
    for level in (_GUARDS, _TRAIL, _LINKS, _CHAIN):
        ours, bare = _pair(folder, f"l{level}", (level, None), (_NONE, None))
        a, b, ratio = paired(lambda ours=ours: ours.action(ROWS), lambda bare=bare: bare.action(ROWS), runs=5)  # type: ignore[misc]
        lines.append(f"{_NAMES[level]}: {a / ROWS * 1e6:.1f} µs an entry, bare {b / ROWS * 1e6:.1f}, ratio {ratio:.2f}")
    for level, words in ((_CHAIN, "all of it"), (_NONE, "bare")):
        ours, bare = _pair(folder, f"k{level}", (level, _KEY), (level, None))
        a, b, ratio = paired(lambda ours=ours: ours.action(ROWS), lambda bare=bare: bare.action(ROWS), runs=5)  # type: ignore[misc]
        lines.append(f"with a password, {words}: {a / ROWS * 1e6:.1f} µs an entry, ratio to none {ratio:.2f}")
    ours, bare = _pair(folder, "s", (_CHAIN, None), (_NONE, None))
    a, b, ratio = paired(ours.one, bare.one, runs=5)
    a, b = a / SINGLE * 1e3, b / SINGLE * 1e3
    lines.append(f"one change with its wait for the disk: {a:.2f} ms, bare {b:.2f}, ratio {ratio:.2f}")
    ours, bare = _pair(folder, "e", (_CHAIN, _KEY), (_CHAIN, None))
    a, b, ratio = paired(ours.one, bare.one, runs=5)
    lines.append(f"the same with a password: {a / SINGLE * 1e3:.2f} ms, ratio to none {ratio:.2f}")
    return lines


def _pair(
    folder: Path, name: str, ours: tuple[int, bytes | None], bare: tuple[int, bytes | None]
) -> tuple[Writer, Writer]:
    return (
        Writer(prepared(folder / f"{name}-ours.db", ours[0], key=ours[1])),
        Writer(prepared(folder / f"{name}-bare.db", bare[0], key=bare[1])),
    )

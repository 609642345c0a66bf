"""A disk that loses its power: what was not synced may be there, not there, or there in part.

SQLite writes through this virtual disk as through a real one. At a chosen write the power goes: of everything
that was not synced before, each 512-byte sector, each change of a file's length and each entry of the folder
is kept or dropped by chance. What `kill -9` can never show (the system keeps its buffers then) shows here: the
same run with synchronous=OFF loses acknowledged changes and whole files.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

from liaison.store import links
from liaison.store.database import DURABLE, PRAGMAS
from liaison.store.steps import STEPS, statements

SECTOR = 512
_POWERSAFE_OVERWRITE = 0x1000  # what SQLite assumes of every disk under Unix and Windows
NAME = "/office.db"


class PowerCut(Exception):  # noqa: N818 - it is what happens
    """The power went at this very operation."""


@dataclass
class File:
    """One file: what is surely on the disk, and what waits in the system's buffers."""

    durable: bytearray = field(default_factory=bytearray)
    current: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(offset, sector's bytes), or (new length, None) for a change of the length."""
    entry_durable: bool = False

    def write(self, data: bytes, offset: int) -> None:
        grow(self.current, offset)
        self.current[offset : offset + len(data)] = data
        for start, end in sectors(offset, len(data)):
            self.waiting.append((start, data[start - offset : end - offset]))

    def truncate(self, size: int) -> None:
        if size < len(self.current):
            del self.current[size:]
        grow(self.current, size)
        self.waiting.append((size, None))

    def sync(self) -> None:
        self.durable = bytearray(self.current)
        self.waiting.clear()
        self.entry_durable = True

    def after_power_cut(self, chance: random.Random, kept: float) -> File:
        """What a reader finds when the power is back."""
        content = bytearray(self.durable)
        for offset, data in self.waiting:
            if chance.random() >= kept:
                continue
            if data is None:
                del content[offset:]
                grow(content, offset)
            else:
                grow(content, offset)
                content[offset : offset + len(data)] = data
        return File(content, bytearray(content), [], entry_durable=True)


def grow(content: bytearray, size: int) -> None:
    """Zeros up to a length, as a file system gives them."""
    if len(content) < size:
        content.extend(bytes(size - len(content)))


def sectors(offset: int, length: int) -> Iterator[tuple[int, int]]:
    """The pieces of a write that the disk keeps or loses each on its own."""
    end = offset + length
    while offset < end:
        stop = min(end, (offset // SECTOR + 1) * SECTOR)
        yield offset, stop
        offset = stop


class Disk:
    """Files by name, and how many writes it will still do before the power goes."""

    def __init__(self, files: dict[str, File] | None = None) -> None:
        self.files = files or {}
        self.removed: dict[str, File] = {}
        self.until_cut: int | None = None
        self.dead = self.forgotten = False

    def working(self) -> bool:
        """Before everything that changes the disk; False when nothing reaches it any more."""
        if self.forgotten:
            return False  # what it holds was looked at already; SQLite may close its files
        if self.dead:
            raise PowerCut
        if self.until_cut is not None:
            self.until_cut -= 1
            if self.until_cut < 0:
                self.dead = True
                raise PowerCut
        return True

    def remove(self, name: str, *, synced: bool) -> None:
        gone = self.files.pop(name, None)
        if gone is not None and not synced and gone.entry_durable:
            self.removed[name] = gone

    def after_power_cut(self, chance: random.Random) -> Disk:
        """The disk as it is found again."""
        kept = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        found = {}
        for name, file in self.removed.items():
            if chance.random() < 0.5:
                found[name] = file.after_power_cut(chance, kept)
        for name, file in self.files.items():
            if file.entry_durable or chance.random() < 0.5:
                found[name] = file.after_power_cut(chance, kept)
        return Disk(found)

    def copy(self) -> Disk:
        """The same disk again, all of it durable."""
        return Disk({n: File(bytearray(f.current), bytearray(f.current), [], True) for n, f in self.files.items()})


class Handle(apsw.VFSFile):
    """SQLite's hand on one file."""

    def __init__(self, disk: Disk, file: File, name: str, *, delete_on_close: bool) -> None:
        self._disk, self._file, self._name = disk, file, name
        self._delete_on_close = delete_on_close

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._file.current[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        if self._disk.working():
            self._file.write(bytes(data), offset)

    def xTruncate(self, size: int) -> None:
        if self._disk.working():
            self._file.truncate(size)

    def xSync(self, _flags: int) -> None:
        if self._disk.working():
            self._file.sync()

    def xFileSize(self) -> int:
        return len(self._file.current)

    def xClose(self) -> None:
        if self._delete_on_close:
            self._disk.files.pop(self._name, None)

    def xLock(self, _level: int) -> None:
        pass

    def xUnlock(self, _level: int) -> None:
        pass

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, _operation: int, _pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return 4096

    def xDeviceCharacteristics(self) -> int:
        return _POWERSAFE_OVERWRITE


class System(apsw.VFS):
    """The file system that SQLite sees; the disk under it is exchanged for every run."""

    def __init__(self) -> None:
        self.disk = Disk()
        self._serial = 0
        super().__init__("powerloss", "")

    def xOpen(self, name: Any, flags: list[int]) -> Handle:
        if name is None:
            self._serial += 1
            path = f"/temporary-{self._serial}"
        else:
            path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        file = self.disk.files.get(path)
        if file is None:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError
            self.disk.working()
            file = self.disk.files[path] = File()
        flags[1] = flags[0]
        return Handle(
            self.disk, file, path, delete_on_close=bool(flags[0] & apsw.SQLITE_OPEN_DELETEONCLOSE)
        )

    def xDelete(self, name: str, synced: bool) -> None:
        if self.disk.working():
            self.disk.remove(name, synced=bool(synced))

    def xAccess(self, name: str, _flags: int) -> bool:
        return name in self.disk.files

    def xFullPathname(self, name: str) -> str:
        return name if name.startswith("/") else f"/{name}"


_system: System | None = None


def connect(disk: Disk, pragmas: Sequence[str]) -> apsw.Connection:
    """Open the office file of a disk, as the program does."""
    global _system
    if _system is None:
        _system = System()
    _system.disk = disk
    connection = apsw.Connection(NAME, vfs="powerloss")
    try:
        _prepare(connection, pragmas)
    except BaseException:
        disk.forgotten = True  # the connection is given up; its last writes go nowhere
        connection.close(True)
        raise
    return connection


def _prepare(connection: apsw.Connection, pragmas: Sequence[str]) -> None:
    for name, count, function, deterministic in links.FUNCTIONS:
        connection.create_scalar_function(name, function, count, deterministic=deterministic)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def fresh_office() -> Disk:
    """A disk with an empty office on it, made by the program's own steps."""
    disk = Disk()
    connection = connect(disk, (*PRAGMAS, *DURABLE))
    with connection:
        for step in STEPS:
            for statement in statements(step):
                connection.execute(statement)
    connection.close()
    return disk.copy()


@dataclass
class Outcome:
    """What a number of power cuts did.

    Attributes:
        runs: how many there were.
        acknowledged: how many changes had been reported as saved.
        lost: runs in which one of those was missing afterwards.
        broken: runs after which the file was damaged or half a change was there.
    """

    runs: int = 0
    acknowledged: int = 0
    lost: int = 0
    broken: int = 0


def write(connection: apsw.Connection, number: int, rows: int) -> None:
    """One change as the program writes it: an action, its records with their trail, all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO actions(id, title, moment, trail)"
        " VALUES (?, '新增', '2026-09-18T10:00:00', 1 + (SELECT coalesce(max(id), 0) FROM trail))",
        (number,),
    )
    connection.execute("INSERT INTO acting(action) VALUES (?)", (number,))
    for row in range(rows):
        connection.execute(
            "INSERT INTO terms(name, start, until, notes) VALUES (?, '2022-01-01', '2026-12-31', ?)",
            (f"{number}-{row}", "记" * (number * 37 % 900)),
        )
    connection.execute("UPDATE terms SET notes = ? WHERE id % 3 = ?", (f"改 {number}", number % 3))
    connection.execute("DELETE FROM acting")
    connection.execute("COMMIT")


def lose_power(empty: Disk, pragmas: Sequence[str], seed: int, outcome: Outcome) -> None:
    """One run: changes until the power goes, then (sometimes twice) again during recovery; then look."""
    chance = random.Random(seed)
    disk = empty.copy()
    disk.until_cut = chance.randrange(4, 1200)
    acknowledged = 0

    def work(connection: apsw.Connection) -> None:
        nonlocal acknowledged
        while True:
            write(connection, acknowledged + 1, chance.choice((1, 1, 1, 2, 40)))
            acknowledged += 1

    disk = until_dark(disk, pragmas, chance, work)
    for _ in range(chance.choice((0, 0, 1, 2))):
        disk.until_cut = chance.randrange(0, 12)
        disk = until_dark(disk, pragmas, chance, lambda c: c.execute("SELECT count(*) FROM terms").fetchall())
    outcome.runs += 1
    outcome.acknowledged += acknowledged
    found = _found(disk, pragmas)
    if found is None:
        outcome.broken += 1
    elif found < acknowledged:
        outcome.lost += 1


def until_dark(
    disk: Disk, pragmas: Sequence[str], chance: random.Random, work: Callable[[apsw.Connection], object]
) -> Disk:
    """Work on a disk until its power goes or the work is done; the disk as it is found after a cut."""
    connection = None
    try:
        connection = connect(disk, pragmas)
        work(connection)
    except (PowerCut, apsw.Error):
        pass
    found = disk.after_power_cut(chance)
    disk.forgotten = True
    if connection is not None:
        connection.close(True)
    return found


def _found(disk: Disk, pragmas: Sequence[str]) -> int | None:
    """How many changes are there, all whole; None when the file is damaged or one is there in part."""
    disk.until_cut = None
    connection = None
    try:
        connection = connect(disk, pragmas)
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return None
        (count, last), = connection.execute("SELECT count(*), coalesce(max(id), 0) FROM actions").fetchall()
        (half,), = connection.execute("SELECT count(*) FROM acting").fetchall()
        (stray,), = connection.execute(
            "SELECT count(*) FROM trail t WHERE NOT EXISTS (SELECT 1 FROM trail_links l WHERE l.id = t.id)"
            " OR NOT EXISTS (SELECT 1 FROM terms r WHERE r.id = t.record)"
        ).fetchall()
        return None if half or stray or count != last else int(count)
    except apsw.Error:
        return None
    finally:
        disk.forgotten = True
        if connection is not None:
            connection.close(True)


def lose_power_often(pragmas: Sequence[str], runs: int, first: int = 0) -> Outcome:
    """Many runs, each from its own seed."""
    outcome = Outcome()
    empty = fresh_office()
    for seed in range(first, first + runs):
        lose_power(empty, pragmas, seed, outcome)
    return outcome

"""Turns bits, zeroes sectors and cuts ends of an office file, and sorts what the program makes of it."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from liaison.errors import UserError
from liaison.kit.checking import check_office
from liaison.kit.schema import column_names
from liaison.office import Office
from liaison.store.database import FILE_NAME

_SECTOR = 512


def flip_bit(content: bytearray, chance: random.Random) -> None:
    """One bit, as a failing memory turns it."""
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def flip_bits(content: bytearray, chance: random.Random) -> None:
    """A few bits here and there."""
    for _ in range(chance.randrange(2, 12)):
        flip_bit(content, chance)


def zero_sector(content: bytearray, chance: random.Random) -> None:
    """A sector that was never written."""
    at = chance.randrange(len(content) // _SECTOR) * _SECTOR
    content[at : at + _SECTOR] = bytes(_SECTOR)


def scramble_sector(content: bytearray, chance: random.Random) -> None:
    """A sector with something else in it."""
    at = chance.randrange(len(content) // _SECTOR) * _SECTOR
    content[at : at + _SECTOR] = chance.randbytes(_SECTOR)


def cut(content: bytearray, chance: random.Random) -> None:
    """A copy that was not finished."""
    del content[chance.randrange(1, len(content)) :]


def swap_pages(content: bytearray, chance: random.Random) -> None:
    """Two pages in each other's place."""
    count = len(content) // 4096
    one, two = (place * 4096 for place in chance.sample(range(count), 2))
    content[one : one + 4096], content[two : two + 4096] = content[two : two + 4096], content[one : one + 4096]


KINDS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip_bit, flip_bit, flip_bits, zero_sector, scramble_sector, cut, swap_pages,
)  # fmt: skip


@dataclass
class Sorted:
    """What became of the damaged files.

    Attributes:
        refused: not opened, with a sentence.
        found: opened, and named by the check or when it was read.
        harmless: not named, and every record and setting still as it was (unused bytes of the file).
        silent: not named, and something differs; (kind of damage, what) each.
        crashed: ended in something else than a sentence.
    """

    refused: int = 0
    found: int = 0
    harmless: int = 0
    silent: list[tuple[str, str]] = field(default_factory=list)
    crashed: list[tuple[str, str]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, other: Sorted) -> None:
        """Another stretch of runs on top."""
        self.refused += other.refused
        self.found += other.found
        self.harmless += other.harmless
        self.silent += other.silent
        self.crashed += other.crashed
        self.kinds += other.kinds

    @property
    def runs(self) -> int:
        return self.refused + self.found + self.harmless + len(self.silent) + len(self.crashed)

    @property
    def share_seen(self) -> float:
        """Of the files whose content differs or cannot be read, those that were refused or found."""
        seen = self.refused + self.found
        wrong = seen + len(self.silent) + len(self.crashed)
        return seen / wrong if wrong else 1.0


def damage_often(sound: Path, work: Path, runs: int, seed: int, key: bytes | None = None) -> Sorted:
    """Damage copies of a sound office, open each, check it, read all of it."""
    with Office.open(sound, key=key) as office:
        truth = content_of(office)
    outcome = Sorted()
    for run in range(runs):
        chance = random.Random(seed * 1_000_003 + run)
        kind = chance.choice(KINDS)
        folder = work / "damaged"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(sound, folder, ignore=shutil.ignore_patterns("backups"))
        content = bytearray((sound / FILE_NAME).read_bytes())
        before = bytes(content)
        kind(content, chance)
        if content == before:
            continue
        (folder / FILE_NAME).write_bytes(content)
        outcome.kinds[kind.__name__] += 1
        _sort(folder, key, truth, kind.__name__, outcome)
    return outcome


def _sort(folder: Path, key: bytes | None, truth: dict[str, object], kind: str, outcome: Sorted) -> None:
    try:
        office = Office.open(folder, key=key)
    except UserError:
        outcome.refused += 1
        return
    except Exception as error:
        outcome.crashed.append((kind, f"open: {error!r}"))
        return
    try:
        if check_office(office):
            outcome.found += 1
            return
        found = content_of(office)
    except UserError:
        outcome.found += 1
    except Exception as error:
        outcome.crashed.append((kind, f"read: {error!r}"))
    else:
        if found == truth:
            outcome.harmless += 1
        else:
            outcome.silent.append((kind, ", ".join(name for name in truth if truth[name] != found.get(name))))
    finally:
        office.close()


def protect(office: Office) -> bytes:
    """Turn the password on; the key that opens the office from now on."""
    from liaison.safety import protection

    office.protection.turn_on("示例密码 2026", protection.new_recovery_code())
    assert office.database.key is not None
    return office.database.key


def content_of(office: Office) -> dict[str, object]:
    """Everything an office says: all records of all books, the settings, the history's moments.

    The text that the search box looks through is left out: it is derived and can be made anew; and so are
    the actions' titles, which are labels.
    """
    found: dict[str, object] = {}
    for name, book in office.books.items():
        columns = ", ".join(column for column in column_names(book) if column != "search")
        found[name] = office.database.rows(f"SELECT {columns} FROM {name} ORDER BY id")
        found[f"{name} listed"] = [tuple(row.texts.items()) for row in office.page(name, limit=10**6)]
    found["settings"] = office.settings
    found["history"] = office.database.rows("SELECT id, moment FROM actions ORDER BY id")
    return found

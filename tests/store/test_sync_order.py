"""A power cut keeps what was synced and may lose the rest: nothing is relied on before it is on the disk.

The system's calls are listened to while an office is encrypted and opened up again: what gets a name was synced
before, what a file is replaced by is in its folder for good before the old one goes, and the key file is there
before anything needs it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from liaison.store import keys
from tests.store.locked import CHEAP, CODE, NEW, make_office, opened

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks the system which file is synced")


class Disk:
    """What is certainly on the disk, by what was synced."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.synced: set[str] = set()
        self.waiting: dict[str, set[str]] = {}
        self.wrong: list[str] = []
        self.gone: list[str] = []
        self.settled: list[str] = []

    def sync(self, path: Path) -> None:
        if path.is_dir():
            self.settled += sorted(self.waiting.pop(str(path), ()))
        else:
            self.synced.add(str(path))

    def rename(self, source: Path, target: Path) -> None:
        if target.suffix == ".part":  # a temporary's other name; it is synced before it gets its own
            return
        if str(source) not in self.synced:
            self.wrong.append(f"{target.name} got its name before its content was synced")
        self.synced.discard(str(source))
        self.waiting.setdefault(str(target.parent), set()).add(str(target))
        if target.name == "office.db" and not self.is_settled("office.key") and "office.key" not in self.gone:
            self.wrong.append("the office file changed before the key file was there for good")

    def remove(self, path: Path) -> None:
        if path.suffix == ".part" or not path.exists():
            return
        self.gone.append(path.name)
        if "attachments" in path.parts or "damaged" in path.parts:
            other = path.name.removesuffix(".sealed") if path.suffix == ".sealed" else f"{path.name}.sealed"
            if not self.is_settled(other):
                self.wrong.append(f"{path.name} went before {other} was there for good")
        if path.name == "office.key" and not self.is_settled("office.db"):
            self.wrong.append("the key went before the plain office file was there for good")

    def is_settled(self, name: str) -> bool:
        return any(Path(path).name == name for path in self.settled)


@contextmanager
def listening(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def before(name: str, told: Callable[..., object]) -> None:
        real = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            told(*arguments)
            return real(*arguments, **named)

        monkeypatch.setattr(os, name, call)

    def mine(path: object) -> bool:
        return str(path).startswith(str(disk.folder))

    before("fsync", lambda fd: disk.sync(Path(f"/proc/self/fd/{fd}").readlink()))
    before("replace", lambda a, b, **_: disk.rename(Path(a), Path(b)) if mine(b) else None)
    before("rename", lambda a, b, **_: disk.rename(Path(a), Path(b)) if mine(b) else None)
    before("unlink", lambda path, **_: disk.remove(Path(path)) if mine(path) else None)
    yield
    monkeypatch.undo()


def test_nothing_is_relied_on_before_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "office"
    make_office(folder, tmp_path)
    monkeypatch.setattr(keys, "SCRYPT", dict(CHEAP))
    with opened(folder) as office:
        on, off = Disk(folder), Disk(folder)
        with monkeypatch.context() as patch, listening(on, patch):
            office.protection.turn_on(NEW, CODE)
        assert on.wrong == []
        assert {"office.key", "office.db"} <= {Path(path).name for path in on.settled}
        assert sum(name.endswith(".txt") for name in on.gone) == 2, "it heard of the attachments"
        off.settled.append(str(folder / "office.key"))
        with monkeypatch.context() as patch, listening(off, patch):
            office.protection.turn_off(NEW)
        assert off.wrong == []
        assert "office.key" in off.gone and sum(name.endswith(".txt.sealed") for name in off.gone) == 2
        assert not off.waiting and not on.waiting

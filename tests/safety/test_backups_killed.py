"""Restoring, making and receiving, killed before every single step on the disk: the former office or the new one."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from liaison.errors import UserError
from liaison.office import Office
from liaison.safety import backups
from liaison.store import keys
from tests.safety.offices import (
    CODE,
    PASSWORD,
    TODAY,
    State,
    change_everything,
    copy_folder,
    fill,
    plain_files,
    state_of,
    wreck,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a child that can be killed at a chosen step")

EVERY = int(os.environ.get("STEPS_BETWEEN_KILLINGS", "7"))
"""How many steps lie between two killings; 1 kills before each."""

STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate", "shutil.rmtree"}
"""What the interpreter tells of the disk being changed; opening to write is told apart by its flags."""


def die_before(step: int, work: Callable[[], object]) -> bool:
    """Do the work in a child that is killed before its step-th change of the disk; whether it came to its end."""
    child = os.fork()
    if child == 0:  # pragma: no cover - it never comes back
        left = step

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            if writes or event in STEPS:
                left -= 1
                if left < 0:
                    os._exit(9)

        sys.addaudithook(watch)
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9), "the work itself failed"
    return code == 0


def killed_everywhere(
    master: Path, place: Path, work: Callable[[Path], object], look: Callable[[Path], object]
) -> int:
    """Kill the work before its first, second, … step, each time on a fresh copy of a folder; gives the steps."""
    step = 0
    while True:
        copy_folder(master, place)
        done = die_before(step, lambda: work(place))
        look(place)
        shutil.rmtree(place)
        if done:
            return step
        step += EVERY


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "SCRYPT", {"n": 16, "r": 8, "p": 1})


def opened_state(folder: Path, key: bytes | None) -> State:
    """As the next start of the program finds it."""
    Office.open(folder, key=key, today=lambda: TODAY).close()
    assert not (folder / ".exchange").exists()
    return state_of(folder, key)


@pytest.mark.parametrize("secret", ["", PASSWORD], ids=["plain", "encrypted"])
def test_a_restore_is_the_former_office_or_the_new_one(tmp_path: Path, secret: str) -> None:
    master = tmp_path / "master" / "office"
    master.parent.mkdir()
    with fill(master, secret, CODE) as office:
        key = office.database.key
        copy = office.backup.make("manual")
    new = state_of(master, key)
    with Office.open(master, key=key, today=lambda: TODAY) as office:
        change_everything(office)
    old = state_of(master, key)
    kept = {path.name: path.read_bytes() for path in (master / "backups").glob("*.db")}
    ends = {"old": 0, "new": 0}

    def restore(folder: Path) -> None:
        [mine] = [c for c in backups.copies(folder / "office") if c.path.name == copy.path.name]
        backups.restore(folder / "office", mine, secret, key=key)

    def look(folder: Path) -> None:
        found = opened_state(folder / "office", key)
        assert found in (old, new)
        ends["new" if found == new else "old"] += 1
        for name, content in kept.items():
            assert (folder / "office" / "backups" / name).read_bytes() == content
        if found == new:  # then a good copy of the former one is there
            newest = backups.copies(folder / "office")[0]
            assert newest.reason == "restore"
            backups.restore(folder / "office", newest, secret, key=key)
            assert state_of(folder / "office", key) == old

    steps = killed_everywhere(master.parent, tmp_path / "try", restore, look)
    assert steps > 30
    assert min(ends.values()) > 0


def test_a_damaged_office_or_the_restored_one(tmp_path: Path) -> None:
    master = tmp_path / "master" / "office"
    master.parent.mkdir()
    with fill(master) as office:
        office.backup.make("manual")
    new = state_of(master)
    wreck(master)
    damaged = (master / "office.db").read_bytes()

    def restore(folder: Path) -> None:
        backups.restore(folder / "office", backups.copies(folder / "office")[0])

    def look(folder: Path) -> None:
        office = folder / "office"
        try:
            found: State | None = opened_state(office, None)
        except UserError:
            found = None
        if found == new:
            assert [path.read_bytes() for path in (office / "damaged").rglob("office.db")] == [damaged]
        else:
            assert (office / "office.db").read_bytes() == damaged

    assert killed_everywhere(master.parent, tmp_path / "try", restore, look) > 20


def test_a_receiving_is_a_whole_office_or_none(tmp_path: Path) -> None:
    fill(tmp_path / "office").close()
    then = state_of(tmp_path / "office")
    with Office.open(tmp_path / "office", today=lambda: TODAY) as office:
        office.backup.hand_over(tmp_path / "parcel.llb", code := keys.new_recovery_code())
    empty = tmp_path / "master"
    empty.mkdir()

    def receive(folder: Path) -> None:
        backups.receive(tmp_path / "parcel.llb", folder / "successor", code)

    def look(folder: Path) -> None:
        successor = folder / "successor"
        try:
            found = opened_state(successor, None)
        except UserError:
            assert not (successor / "office.db").exists()
            backups.receive(tmp_path / "parcel.llb", successor, code)  # a second try is not in its own way
            found = state_of(successor)
        assert found.rows == then.rows
        assert set(found.files) == plain_files(then.files)

    assert killed_everywhere(empty, tmp_path / "try", receive, look) > 20


def test_a_copy_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    master = tmp_path / "master" / "office"
    master.parent.mkdir()
    with fill(master) as office:
        first = office.backup.make("manual")
        change_everything(office)

    def make(folder: Path) -> None:
        with Office.open(folder / "office", today=lambda: TODAY) as office:
            office.backup.make("exit")

    def look(folder: Path) -> None:
        copies = backups.copies(folder / "office")
        assert first.path.name in [copy.path.name for copy in copies]
        for copy in copies:
            assert backups.facts(copy).sound
            assert copy.files is not None
        with Office.open(folder / "office", today=lambda: TODAY) as office:
            office.backup.make("start")
        left = {path.suffix for path in (folder / "office" / "backups").iterdir() if path.is_file()}
        assert left == {".db", ".json"}
        names = {path.stem for path in (folder / "office" / "backups").glob("0*")}
        assert len(names) == len(backups.copies(folder / "office"))

    assert killed_everywhere(master.parent, tmp_path / "try", make, look) > 5


def test_a_second_copy_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    master = tmp_path / "master"
    master.mkdir()
    (master / "stick").mkdir()
    with fill(master / "office") as office:
        office.backup.outside(master / "stick")
        change_everything(office)

    def carry(folder: Path) -> None:
        with Office.open(folder / "office", today=lambda: TODAY) as office:
            office.backup.outside(folder / "stick")

    def look(folder: Path) -> None:
        found = backups.copies(folder / "stick")
        assert found
        for copy in found:
            assert backups.facts(copy).sound
        carry(folder)
        assert all(backups.facts(copy).sound for copy in backups.copies(folder / "stick"))

    assert killed_everywhere(master, tmp_path / "try", carry, look) > 10


def test_nothing_is_exchanged_before_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut may lose whatever was not synced: when the plan gets its name, all that it names is synced, with
    the folders it lies in, and the copy of the former office is there for good."""
    folder = tmp_path / "office"
    with fill(folder) as office:
        copy = office.backup.make("manual")
        change_everything(office)
    synced: set[tuple[int, int]] = set()
    unsynced: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def note(handle: int) -> None:
        state = os.fstat(handle)
        synced.add((state.st_dev, state.st_ino))
        real_sync(handle)

    def replaced(source: str, target: str | Path) -> None:
        if Path(target).name == "plan.json":
            staged = [folder / ".exchange", *(folder / ".exchange").rglob("*")]
            new = [path for path in (folder / "backups").rglob("*") if path.stat().st_mtime_ns > began]
            for path in [*staged, *new]:
                state = path.stat()
                linked = path.is_file() and state.st_nlink > 1  # the office's own, there since it was attached
                if not linked and (state.st_dev, state.st_ino) not in synced:
                    unsynced.append(str(path.relative_to(folder)))
        real_replace(source, target)

    began = max(path.stat().st_mtime_ns for path in folder.rglob("*"))
    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(os, "replace", replaced)
    backups.restore(folder, copy)
    assert synced
    assert [name for name in unsynced if "seen.json" not in name] == []

"""The second copy: on a stick or in a folder, only what is new, read again; a stick pulled out, full, or broken."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from liaison.errors import UserError
from liaison.office import Office
from liaison.safety import backups
from liaison.store import remembered
from liaison.store.backup import carrying, making, shelf
from tests.safety.offices import TODAY, change_everything, copy_folder, fill, state_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with fill(tmp_path / "office") as made:
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def written(folder: Path) -> dict[str, int]:
    """When each file in a folder was written."""
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def test_it_lies_in_a_folder_called_after_the_office(office: Office, stick: Path) -> None:
    made = office.backup.outside(stick)
    assert made.path.parent.parent == stick
    assert made.path.parent.name.startswith("政协云溪镇联络处-备份-")
    assert made.place == str(stick)
    assert backups.copies(stick) == [made]
    assert office.backup.all()[0].path.name == made.path.name
    assert office.backup.facts(made).sound


def test_only_what_is_new_is_written(office: Office, stick: Path) -> None:
    office.backup.outside(stick)
    before = written(stick)
    office.backup.outside(stick)
    assert {k: v for k, v in written(stick).items() if "seen" not in k} == {
        k: v for k, v in before.items() if "seen" not in k
    }
    change_everything(office)
    office.backup.outside(stick)
    after = written(stick)
    assert all(after[name] == time for name, time in before.items() if "seen" not in name)
    new = {name for name in after if name not in before}
    assert len([name for name in new if name.endswith(".db")]) == 1
    assert len([name for name in new if "files" in name]) == 2  # the new attachment and the changed template


def test_it_remembers_when_and_where_and_that_is_no_step_to_undo(office: Office, stick: Path) -> None:
    assert office.backup.outside_made() is None
    before = office.last_action()
    lines = office.database.value("SELECT count(*) FROM trail")
    office.backup.outside(stick)
    assert office.database.value("SELECT count(*) FROM trail") == lines
    assert office.last_action() == before
    remembered.remember(office.database, {"outside_moment": "20260910T120000"})
    assert office.backup.outside_made() == ("20260910T120000", str(stick), 8)
    remembered.remember(office.database, {"outside_moment": "20990910T120000"})
    assert office.backup.outside_made() == ("20990910T120000", str(stick), 0)
    assert office.backup.make_if_changed("start") is None, "a note of the program is no change of the books"


def test_a_renamed_office_goes_on_in_its_folder(office: Office, stick: Path) -> None:
    from dataclasses import replace

    first = office.backup.outside(stick)
    office.change_settings(replace(office.settings, name="政协新名字联络处"))
    second = office.backup.outside(stick)
    assert second.path.parent == first.path.parent
    assert office.backup.outside(first.path.parent).path.parent == first.path.parent, "its own folder chosen"


def test_two_offices_are_never_mixed(office: Office, stick: Path, tmp_path: Path) -> None:
    with fill(tmp_path / "other") as other:
        a, b = office.backup.outside(stick), other.backup.outside(stick)
        assert a.path.parent != b.path.parent
        # Somebody put the one's copies into the other's folder by hand.
        for path in (a.path, a.envelope_path):
            shutil.copy(path, b.path.parent / path.name.replace("000001", "000009"))
        change_everything(other)
        with pytest.raises(UserError, match="另一个联络处"):
            other.backup.outside(stick)


@pytest.mark.parametrize("below", ["", "backups", "attachments/x"])
def test_not_inside_the_office_itself(office: Office, below: str) -> None:
    folder = office.folder / below
    folder.mkdir(parents=True, exist_ok=True)
    with pytest.raises(UserError, match="自己的文件夹"):
        office.backup.outside(folder)
    assert office.backup.outside_made() is None


@pytest.mark.parametrize("below", ["", "backups"])
def test_not_inside_another_office(office: Office, tmp_path: Path, below: str) -> None:
    other = Office.create(tmp_path / "other", name="别的联络处", town="某镇")
    other.close()
    folder = other.folder / below
    folder.mkdir(exist_ok=True)
    with pytest.raises(UserError, match="已经放着一个联络处"):
        office.backup.outside(folder)
    assert not list(folder.glob("*备份*"))


def test_an_office_that_can_only_be_read_goes_straight_outside(office: Office, stick: Path) -> None:
    office.close()
    then = state_of(office.folder)
    with Office.open(office.folder, today=lambda: TODAY) as opened:
        opened.database.read_only = True
        made = opened.backup.outside(stick)
        assert opened.backup.all() == []
    backups.restore_new(made, stick / "new")
    assert state_of(stick / "new") == then


def test_a_new_computer_goes_on_above_the_sticks_numbers(office: Office, stick: Path, tmp_path: Path) -> None:
    """A received or restored office begins with copy 1; on the stick it must not be the oldest."""
    for _ in range(3):
        change_something(office)
        office.backup.outside(stick)
    newest = backups.copies(stick)[0]
    backups.restore_new(newest, tmp_path / "again")
    with Office.open(tmp_path / "again", today=lambda: TODAY) as again:
        change_something(again)
        made = again.backup.outside(stick)
    assert made.serial == newest.serial + 1
    assert backups.copies(stick)[0] == made


def change_something(office: Office) -> None:
    office.edit("members", 1, {"notes": f"第 {office.database.value('SELECT max(id) FROM actions')} 步"})


class Pulled:
    """Breaks the writing of blocks, after so many, for one folder; optionally the folder goes away as well."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path, after: int, code: int, *, gone: bool) -> None:
        self.left, self.folder, self.code, self.gone = after, folder, code, gone
        real_open, real_replace = Path.open, os.replace

        def opened(path: Path, mode: str = "r", *arguments: Any, **more: Any) -> Any:
            if set(mode) & set("wax+"):
                self.step(path)
            return real_open(path, mode, *arguments, **more)

        def replaced(source: Any, target: Any) -> None:
            self.step(Path(target))
            real_replace(source, target)

        monkeypatch.setattr(Path, "open", opened)
        monkeypatch.setattr(os, "replace", replaced)

    def step(self, path: Path) -> None:
        if self.folder not in path.parents:
            return
        self.left -= 1
        if self.left < 0:
            if self.gone and self.folder.exists():
                self.folder.rename(self.folder.with_name("pulled out"))
            raise OSError(self.code, os.strerror(self.code), str(path))


@pytest.mark.parametrize("after", range(0, 12, 2))
@pytest.mark.parametrize(
    ("code", "gone", "words"),
    [
        (errno.EIO, True, "不见了"),
        (errno.ENODEV, True, "不见了"),
        (errno.EIO, False, "写"),
        (errno.ENOSPC, False, "磁盘满了"),
    ],
)
def test_pulled_out_full_or_broken(
    office: Office, stick: Path, after: int, code: int, gone: bool, words: str
) -> None:
    """At any moment: a sentence, the office and the copies here unharmed, and nothing there that looks whole."""
    first = office.backup.outside(stick)
    change_everything(office)
    (office.folder / "fonts").mkdir(exist_ok=True)
    (office.folder / "fonts" / "黑体.ttf").write_bytes(b"font" * 1000)
    with pytest.MonkeyPatch.context() as patch:
        Pulled(patch, stick, after, code, gone=gone)
        with pytest.raises(UserError, match=words):
            office.backup.outside(stick)
    there = stick.with_name("pulled out") if gone else stick
    if not there.exists():  # it broke before anything was written there
        there = stick
    for copy in backups.copies(there):
        assert backups.facts(copy).sound
    assert [copy.serial for copy in backups.copies(there)] == [first.serial]
    assert office.backup.outside_made() is not None
    assert office.count("members") == 3
    office.add("members", {"name": "照样能写", "work_unit": "河口村", "joined": "2024-03-01"})
    if gone and there != stick:
        there.rename(stick)
    made = office.backup.outside(stick)
    assert backups.facts(made).sound
    assert not [path for path in stick.rglob("*") if path.name.endswith(".part")]


def test_what_reads_back_otherwise_is_told(office: Office, stick: Path) -> None:
    """A stick that says written and holds something else, as counterfeit ones do."""
    real = carrying.copy_file

    def forgetful(source: Path, target: Path, *, sync: bool = True) -> str:
        found = real(source, target, sync=sync)
        if stick in target.parents:
            content = bytearray(target.read_bytes())
            content[-1] ^= 1
            target.write_bytes(content)
        return found

    for module in (shelf, carrying):  # the attachments first, then the copy itself
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "copy_file", forgetful)
            with pytest.raises(UserError, match="不一样"):
                office.backup.outside(stick)
        assert backups.copies(stick) == []
    assert backups.copies(stick) == []
    assert office.backup.outside_made() is None


def test_a_rotten_file_on_the_stick_is_written_again(office: Office, stick: Path) -> None:
    made = office.backup.outside(stick)
    rotten = next(made.path.parent.joinpath("files").glob("*/*"))
    rotten.write_bytes(bytes(rotten.stat().st_size))
    made.path.write_bytes(b"rot" + made.path.read_bytes()[3:])
    assert not backups.facts(made).sound
    again = office.backup.outside(stick)
    assert again.path == made.path
    assert backups.facts(again).sound


def test_a_place_that_is_not_there(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到"):
        office.backup.outside(tmp_path / "no stick")


def test_progress_reaches_its_end(office: Office, stick: Path) -> None:
    told: list[tuple[int, int]] = []
    office.backup.outside(stick, progress=lambda done, whole: told.append((done, whole)))
    assert told == sorted(told)
    assert told[-1] == (1000, 1000)


def test_a_copied_office_folder_brings_its_copies(office: Office, tmp_path: Path) -> None:
    office.backup.make("manual")
    again = copy_folder(office.folder, tmp_path / "again")
    assert [copy.path.name for copy in backups.copies(again)] == [copy.path.name for copy in office.backup.all()]
    assert making.office_files(again)

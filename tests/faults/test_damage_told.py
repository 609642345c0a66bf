"""Proof 5, the program's side: every kind of damage has its sentence, and the damaged file is left as it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from liaison.errors import Damaged, UserError
from liaison.office import Office
from liaison.safety.opening import look_over

PAGE = 4096


@pytest.fixture
def file(peopled: Office) -> Path:
    """A closed office of some pages of every book."""
    peopled.add_many(
        "suggestions",
        [{"date": "2026-09-01", "text": f"建议{n}" * 20, "status": "已提交"} for n in range(300)],
        title="建议",
    )
    peopled.close()
    return peopled.folder / "office.db"


def open_and_look(folder: Path) -> int:
    with Office.open(folder) as office:
        look_over(office)
        return office.count("members")


DAMAGE: dict[str, Callable[[bytearray], bytearray]] = {
    "empty": lambda c: c[:0],
    "one byte": lambda c: c[:1],
    "header only": lambda c: c[:100],
    "half a page": lambda c: c[: PAGE // 2],
    "half": lambda c: c[: len(c) // 2 // PAGE * PAGE],
    "last page": lambda c: c[:-PAGE],
    "odd length": lambda c: c[: len(c) // 2 + 77],
    "zeros": lambda c: bytearray(len(c)),
    "zeros after the header": lambda c: c[:100] + bytearray(len(c) - 100),
    "first page overwritten": lambda c: bytearray(os.urandom(PAGE)) + c[PAGE:],
    "middle overwritten": lambda c: c[: len(c) // 2] + bytearray(b"\xff" * PAGE) + c[len(c) // 2 + PAGE :],
    "application id": lambda c: c[:68] + bytearray(4) + c[72:],
    "version of -1": lambda c: c[:60] + bytearray(b"\xff" * 4) + c[64:],
    "version of a million": lambda c: c[:60] + bytearray((10**6).to_bytes(4, "big")) + c[64:],
    "version 0": lambda c: c[:60] + bytearray(4) + c[64:],
    "page size": lambda c: c[:16] + bytearray(b"\x00\x03") + c[18:],
    "text encoding": lambda c: c[:56] + bytearray((2).to_bytes(4, "big")) + c[60:],
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_explained_and_kept(file: Path, damage: str) -> None:
    content = bytes(DAMAGE[damage](bytearray(file.read_bytes())))
    file.write_bytes(content)
    with pytest.raises(Damaged) as found:
        open_and_look(file.parent)
    assert "备份" in found.value.sentence
    assert "恢复" in found.value.sentence
    assert file.read_bytes() == content, "the damaged file is not touched"


def test_an_older_version_number_over_newer_content_is_damage_not_a_half_migration(file: Path) -> None:
    from liaison.store import migrations

    for version in range(1, migrations.CURRENT):
        connection = dbapi2.connect(str(file))
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        with pytest.raises(Damaged, match="备份恢复"):
            open_and_look(file.parent)
        connection = dbapi2.connect(str(file))
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        connection.close()


def test_damage_met_later_is_told_from_any_read_and_write(file: Path) -> None:
    """The pages of the gifts and of the members' names are broken while the office is open."""
    office = Office.open(file.parent)
    try:
        roots = dict(office.database.rows("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"))
        office.database.run("PRAGMA cache_size = 0")
        office.database.run("PRAGMA shrink_memory")
        with file.open("r+b") as raw:
            for name in ("suggestions", "honors", "trail"):
                raw.seek((roots[name] - 1) * PAGE)
                raw.write(b"\xfe" * PAGE)
        with pytest.raises(Damaged, match="备份恢复"):
            office.page("suggestions")
        with pytest.raises(Damaged, match="备份恢复"):
            office.database.rows("SELECT * FROM honors")
        with pytest.raises(Damaged, match="备份恢复"):
            office.add("members", {"name": "张明", "work_unit": "镇", "joined": "2022-1-1"})
        with pytest.raises(Damaged):
            look_over(office)
    finally:
        office.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from liaison.office import Office
office = Office.open(Path(sys.argv[1]))
office.database.run("PRAGMA cache_size = 4")  # so that half an action is on the disk before it is finished
with office.acting("改一半") as action:
    for record in range(1, 401):
        office.update(action, "suggestions", record, {"status": "已采纳", "result": "办成" * 200})
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def half_written(peopled: Office) -> Path:
    """An office that was killed in the middle of an action, with its journal; 400 suggestions were there before."""
    peopled.add_many(
        "suggestions",
        [{"date": "2026-09-01", "text": f"关于集镇停车的建议{n}", "status": "已提交"} for n in range(400)],
        title="建议",
    )
    peopled.close()
    ended = subprocess.run([sys.executable, "-c", KILLED, str(peopled.folder)], check=False, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert (peopled.folder / "office.db-journal").stat().st_size > 0
    return peopled.folder


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_journal_that_was_left_brings_the_old_state_back(half_written: Path) -> None:
    with Office.open(half_written) as office:
        look_over(office)
        changed = office.database.value("SELECT count(*) FROM suggestions WHERE status = '已采纳'")
        assert (changed, office.count("suggestions")) == (0, 400)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_journal_that_was_deleted_is_found_out(half_written: Path) -> None:
    """SQLite itself calls such a file sound; half of the action stands in it."""
    (half_written / "office.db-journal").unlink()
    with pytest.raises(Damaged, match="备份恢复"):
        open_and_look(half_written)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_journal_left_where_nothing_can_be_written_has_its_own_sentence(half_written: Path) -> None:
    from tests.faults.places import foreign_folder

    with foreign_folder(half_written) as folder, pytest.raises(UserError, match=r"上次没有正常关闭.*拷到本机"):
        Office.open(folder)

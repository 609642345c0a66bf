"""Opening: what is no office, newer, open elsewhere or read-only is told before anything is written."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from liaison.errors import UserError
from liaison.office import Office
from liaison.store import migrations
from liaison.store.database import FILE_NAME


def test_the_decisions_hold(office: Office) -> None:
    value = office.database.value
    assert value("PRAGMA journal_mode") == "truncate"
    assert value("PRAGMA synchronous") == 3
    assert value("PRAGMA locking_mode") == "exclusive"
    assert value("PRAGMA foreign_keys") == 1
    assert value("PRAGMA recursive_triggers") == 1


def test_a_second_program_is_told_at_once(office: Office) -> None:
    with pytest.raises(UserError, match="已在另一个窗口打开"):
        Office.open(office.folder)


def test_an_office_opens_again_after_closing(office: Office) -> None:
    office.add("members", {"name": "王芳", "work_unit": "镇卫生院", "joined": "2022-1-1"})
    office.close()
    with Office.open(office.folder) as again:
        assert again.count("members") == 1
        assert again.settings.town == "云溪镇"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "0 字节"), (b"PK\x03\x04 no office at all", "损坏"), (b"SQLite format 3\x00" + b"\xff" * 4000, "损坏")],
)
def test_a_file_that_is_no_office_is_refused_and_kept(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / FILE_NAME
    file.write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        Office.open(tmp_path)
    assert file.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE t(x)")
    connection.close()
    with pytest.raises(UserError, match="不是联络簿"):
        Office.open(tmp_path)


def test_a_newer_file_is_refused_before_any_write(office: Office) -> None:
    office.close()
    file = office.folder / FILE_NAME
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA user_version = {migrations.CURRENT + 1}")
    connection.close()
    content = file.read_bytes()
    with pytest.raises(UserError, match="新版"):
        Office.open(office.folder)
    assert file.read_bytes() == content


def test_an_empty_folder_and_a_used_one(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有联络簿的资料"):
        Office.open(tmp_path / "nothing")
    with pytest.raises(UserError, match="已经有一个联络处"):
        Office.create(office.folder, name="又一个", town="云溪镇")


def test_a_migration_killed_anywhere_leaves_old_or_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from liaison.store.database import Database
    from liaison.store.steps import STEPS, statements

    count = sum(len(statements(step)) for step in STEPS)
    for stop in range(0, count, 7):
        folder = tmp_path / str(stop)
        database = Database(folder, create=True)
        ran = 0
        run = database.run

        def dying(sql: str, parameters: object = (), *, run=run, stop=stop) -> object:  # type: ignore[no-untyped-def]
            nonlocal ran
            if not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
                ran += 1
                if ran > stop:
                    raise KeyboardInterrupt
            return run(sql, parameters)

        monkeypatch.setattr(database, "run", dying)
        with pytest.raises(KeyboardInterrupt):
            migrations.migrate(database)
        monkeypatch.undo()
        assert database.value("SELECT count(*) FROM sqlite_schema") == 0
        assert migrations.version(database) == 0
        migrations.migrate(database)
        assert migrations.version(database) == migrations.CURRENT
        database.close()


def test_a_full_disk_is_a_sentence_and_keeps_the_old_data(office: Office) -> None:
    office.add("members", {"name": "王芳", "work_unit": "镇卫生院", "joined": "2022-1-1"})
    pages = office.database.value("PRAGMA page_count")
    office.database.run(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UserError, match="磁盘满了"):
        for n in range(200):
            office.add("members", {"name": f"王{n}", "work_unit": "镇", "joined": "2022-1-1", "notes": "字" * 3000})
    office.database.run("PRAGMA max_page_count = 1000000")
    assert office.database.value("PRAGMA integrity_check") == "ok"
    office.add("members", {"name": "李四", "work_unit": "镇", "joined": "2022-1-1"})


def test_a_read_only_file_opens_to_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.close()
    monkeypatch.setattr("liaison.store.database._writable", lambda _path: False)
    with Office.open(office.folder) as reading:
        assert reading.read_only
        assert reading.count("groups") == 3
        with pytest.raises(UserError, match="只能看不能改"):
            reading.add("members", {"name": "王芳", "work_unit": "镇卫生院", "joined": "2022-1-1"})


def test_a_copied_folder_is_whole(office: Office, tmp_path: Path) -> None:
    office.add("members", {"name": "王芳", "work_unit": "镇卫生院", "joined": "2022-1-1"})
    shutil.copytree(office.folder, tmp_path / "copy")
    with Office.open(tmp_path / "copy") as copy:
        assert copy.count("members") == 1

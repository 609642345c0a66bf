"""Encryption turned on and off: everything is there and equal, nothing plain is left, and no kill leaves it between."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from liaison.errors import Damaged, Locked, UserError, WrongPassword
from liaison.kit.checking import check_office
from liaison.office import Office
from liaison.safety import protection
from liaison.store import attachments, converting, encryption, keys, sealed
from liaison.store.database import FILE_NAME
from tests.store.locked import CHEAP, CODE, NAMES, NEW, OLD, make_office, opened, plain_files, problems, sealed_files

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "SCRYPT", dict(CHEAP))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plain office with records, attachments, three backups and files set aside."""
    make_office(tmp_path / "office", tmp_path)
    return tmp_path / "office"


@pytest.fixture
def locked(folder: Path) -> Path:
    """The same office with a password."""
    with opened(folder) as office:
        office.protection.turn_on(OLD, CODE)
    return folder


def contents(office: Office) -> list[object]:
    """Everything an office file says, table by table, with what it says it is."""
    run = office.database.rows
    tables = [name for (name,) in run("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    said: list[object] = [run(f"PRAGMA {name}") for name in ("user_version", "application_id")]
    said.append(run("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"))
    return said + [(table, sorted(run(f"SELECT * FROM {table}"), key=repr)) for table in tables]


def test_on_and_off_keep_every_row_and_leave_nothing_behind(folder: Path) -> None:
    with opened(folder) as office:
        before = contents(office)
        steps: list[tuple[int, int]] = []
        assert office.protection.turn_on(NEW, CODE, lambda done, whole: steps.append((done, whole))) == ()
        assert office.protection.on
        assert contents(office) == before, "the open office goes on as it was"
        assert steps == sorted(steps) and steps[-1][0] == steps[-1][1]
        office.add("members", {"name": "王五", "work_unit": NAMES[2], "joined": "2022-01-01"})
        office.undo(office.last_action()[0])
    assert plain_files(folder) == []
    assert protection.is_locked(folder)
    with opened(folder) as office:
        assert check_office(office) == []
        before = contents(office)
        assert office.protection.turn_off(NEW) == ()
        assert not office.protection.on
        assert contents(office) == before
    assert sealed_files(folder) == []
    assert not protection.is_locked(folder)
    assert problems(folder) == []


def test_nothing_of_the_books_is_plain_in_any_file_at_any_time(
    locked: Path, tmp_path: Path, viewing_folder: Path
) -> None:
    """Records, undo, attachments, papers, copies, an export and a transaction that is still open."""
    with opened(locked) as office:
        source = tmp_path / "新信.txt"
        source.write_text(NAMES[3] * 50, encoding="utf-8")
        files = [office.attach(source)]
        member = office.add("members", {"name": NAMES[0] + "二", "work_unit": NAMES[2], "joined": "2022-01-01"})
        office.add("activities", {"title": NAMES[3], "start": "2026-08-02 09:00", "kind": "座谈", "files": files})
        office.undo(member.action)
        office.backup.make("manual")
        office.database.run("PRAGMA cache_size = 10")  # so that pages reach the journal and the file
        with pytest.raises(ZeroDivisionError), office.acting("许多") as action:
            for number in range(300):
                row = office.get("members", 1)
                office.update(action, "members", 1, {**row, "notes": f"{NAMES[2]}{number}" * 400})
            journal = locked / f"{FILE_NAME}-journal"
            assert journal.stat().st_size > 4096
            assert plain_files(locked) == []
            raise ZeroDivisionError
        shown = office.open_attachment(files[0]["digest"], files[0]["name"])
        assert NAMES[3].encode() in shown.read_bytes() and viewing_folder in shown.parents
        assert plain_files(locked) == []
    assert plain_files(locked) == []
    assert not viewing_folder.exists()


@pytest.mark.parametrize("what", ["on", "off", "password", "code"])
def test_stopped_anywhere_it_comes_up_old_or_new(what: str) -> None:
    """At every fourth step here; at every step under `make soak`."""
    if not hasattr(os, "fork"):
        pytest.skip("forks")
    every = 4
    arguments = [sys.executable, "-m", "tests.store.stopping", what, str(every)]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) * every > 20


def test_it_is_opened_by_password_or_code_and_by_nothing_else(locked: Path) -> None:
    with pytest.raises(Locked, match="设了密码"):
        Office.open(locked)
    for secret in (OLD, CODE, CODE.lower().replace("-", " ")):
        Office.open(locked, key=protection.unlock(locked, secret)).close()
    for wrong in ("", "错", OLD + "1", protection.new_recovery_code(), "x" * 1000):
        with pytest.raises(WrongPassword):
            protection.unlock(locked, wrong)
    with pytest.raises(WrongPassword):
        Office.open(locked, key=bytes(32))


def test_a_failure_on_the_way_leaves_the_office_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != FILE_NAME}
    with opened(folder) as office:
        said = contents(office)

        def differs(*_: object, **__: object) -> None:
            raise UserError("改写后的资料和原来的对不上")

        monkeypatch.setattr(converting, "_compare", differs)
        with pytest.raises(UserError, match="对不上"):
            office.protection.turn_on(NEW, CODE)
        monkeypatch.undo()
        assert not office.protection.on and contents(office) == said
        office.add("members", {"name": "还能写", "work_unit": "镇", "joined": "2022-01-01"})
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != FILE_NAME}
    assert after == before


def test_a_difference_in_any_row_is_found(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as office:
        connection = office.database.peewee.connection()
        key = keys.new_key()
        target = tmp_path / "anew"
        converting.write_anew(connection, target, key)
        for change in (
            "UPDATE anew.actions SET title = 'x' WHERE id = 1", "PRAGMA anew.user_version = 1",
            "PRAGMA anew.application_id = 7", "INSERT INTO anew.drafts VALUES ('members', 9, 'm', 'c')",
            "INSERT INTO anew.acting VALUES (1)", "DROP INDEX anew.actions_redoes",
            "DELETE FROM anew.actions WHERE id = (SELECT max(id) FROM anew.actions)",
        ):  # fmt: skip
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("ATTACH DATABASE ? AS anew KEY ?", (str(target), f"x'{key.hex()}'"))
            connection.execute(change)
            with pytest.raises(UserError, match="对不上"):
                converting._compare(connection, encrypted=True)
            connection.execute("DETACH DATABASE anew")
            target.unlink()
            converting.write_anew(connection, target, key)


def test_one_flipped_bit_of_the_encrypted_copy_is_found(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as office:
        connection, key, target = office.database.peewee.connection(), keys.new_key(), tmp_path / "anew"
        for place in (100, 5000, -100):
            converting.write_anew(connection, target, key)
            content = bytearray(target.read_bytes())
            content[place] ^= 4
            target.write_bytes(content)
            assert not converting.opens(target, key) or _fails(target, key)
            target.unlink()


def _fails(path: Path, key: bytes) -> bool:
    try:
        converting.convert_file(path, path.with_name("again"), key, None)
    except (Damaged, UserError):
        return not path.with_name("again").exists()
    return False


def test_a_second_password_and_an_office_without_one_are_refused(folder: Path) -> None:
    with opened(folder) as office:
        with pytest.raises(UserError, match="还没有设密码"):
            office.protection.turn_off(OLD)
        with pytest.raises(WrongPassword, match="没有设密码"):
            office.protection.check(OLD)
        with pytest.raises(UserError, match="不能是空的"):
            office.protection.turn_on(" ", CODE)
        with pytest.raises(UserError, match="恢复码"):
            office.protection.turn_on(OLD, "ABC")
        assert not encryption.key_path(folder).exists()
        office.protection.turn_on(OLD, CODE)
        with pytest.raises(UserError, match="已经设了密码"):
            office.protection.turn_on(NEW, CODE)
        with pytest.raises(WrongPassword):
            office.protection.turn_off(NEW)
        assert office.protection.on


def test_no_room_is_told_before_anything_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(folder) as office:
        monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1000}))
        with pytest.raises(UserError, match="磁盘快满了"):
            office.protection.turn_on(NEW, CODE)
        assert not encryption.key_path(folder).exists()


def test_a_disk_that_fills_up_half_way_leaves_the_office_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = converting._export

    def tight(connection: Any) -> None:
        connection.execute("PRAGMA anew.max_page_count = 20")
        export(connection)

    monkeypatch.setattr(converting, "_export", tight)
    with opened(folder) as office:
        with pytest.raises(UserError, match="磁盘满了"):
            office.protection.turn_on(NEW, CODE)
        assert not office.protection.on and check_office(office) == []
        assert sorted(path.name for path in folder.iterdir() if path.is_file()) == [FILE_NAME, f"{FILE_NAME}-journal"]
    assert problems(folder) == []


def test_a_read_only_office_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liaison.store.database._writable", lambda _path: False)
    with opened(folder) as office, pytest.raises(UserError, match="只能看不能改"):
        office.protection.turn_on(NEW, CODE)


def test_a_lost_key_file_comes_back_out_of_a_backup(locked: Path) -> None:
    text = encryption.key_path(locked).read_text(encoding="utf-8")
    for spoilt in (None, "", text[:100]):
        encryption.key_path(locked).unlink(missing_ok=True)
        if spoilt is not None:
            encryption.key_path(locked).write_text(spoilt, encoding="utf-8")
        assert protection.is_locked(locked)
        Office.open(locked, key=protection.unlock(locked, OLD)).close()
        assert encryption.key_path(locked).read_text(encoding="utf-8") == text


def test_a_spoilt_attachment_stops_nothing_and_is_named(locked: Path) -> None:
    digest, path = next(attachments.every(locked))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with opened(locked) as office:
        key = office.database.key
        assert [problem for problem in check_office(office) if "内容变了" in problem]
        with pytest.raises(Damaged, match="内容变了"):
            office.attachment(digest)
        (sentence,) = office.protection.turn_off(OLD)
        assert "1 个附件早已损坏" in sentence
        (kept,) = (locked / "damaged").rglob(path.name)
        assert sealed.is_sealed(kept.read_bytes()) and keys.fits(kept.with_name("office.key").read_text(), key or b"")
    assert not encryption.key_path(locked).exists()
    with Office.open(locked) as office:
        assert office.count("members") == 2
        assert office.protection.turn_on(NEW, CODE) == ()
        assert office.protection.turn_off(NEW) == ()


def test_a_plain_file_that_turns_up_in_a_locked_office_is_sealed(locked: Path) -> None:
    plain = attachments.put(locked, attachments.attach_content(locked, "a.txt", b"x")["digest"], b"x", None)
    assert plain.suffix == ".txt"
    (locked / "damaged" / "迟到.db").write_bytes(NAMES[0].encode())
    assert plain_files(locked)
    with opened(locked):
        assert not plain.exists()
        assert plain_files(locked) == []


def test_what_cannot_be_sealed_is_told_and_never_stands_in_the_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".txt":
            raise PermissionError  # as Windows does for a file that a viewer or a scanner holds
        unlink(path, missing_ok=missing_ok)

    with opened(folder) as office:
        monkeypatch.setattr(Path, "unlink", held)
        told = office.protection.turn_on(NEW, CODE)
        monkeypatch.undo()
        assert told and all("下次打开时会接着做" in sentence for sentence in told)
        assert office.protection.on and check_office(office) == []
    assert problems(folder) == []
    encryption.key_path(folder).unlink()
    for path in (folder / "backups").glob("*.json"):
        path.unlink()
    assert not protection.is_locked(folder), "damage, since nothing opens it any more"


def test_cancelling_on_the_way_off_leaves_it_on(locked: Path) -> None:
    class Cancelled(Exception):  # noqa: N818 - it is no error
        pass

    def cancel(done: int, whole: int) -> None:
        if done > whole // 3:
            raise Cancelled

    with opened(locked) as office:
        with pytest.raises(Cancelled):
            office.protection.turn_off(OLD, cancel)
        assert office.protection.on and check_office(office) == []
    assert problems(locked) == []


def test_a_key_file_beside_a_plain_office_is_put_away_with_what_it_opens(folder: Path) -> None:
    key = keys.new_key()
    keys.write_key_file(encryption.key_path(folder), keys.key_text("0" * 32, key, OLD, CODE))
    left = attachments.put(folder, attachments.attach_content(folder, "a.txt", b"x", key)["digest"], b"x", key)
    assert not protection.is_locked(folder)
    Office.open(folder).close()
    assert not encryption.key_path(folder).exists() and not left.exists()
    (kept,) = (folder / "damaged").rglob(left.name)
    assert sealed.unseal(protection.unlock_file(kept.with_name("office.key").read_text(), OLD), left.name[:64],
                         kept.read_bytes()) == b"x"
    assert problems(folder) == [f"sealed: {kept.relative_to(folder)}"]

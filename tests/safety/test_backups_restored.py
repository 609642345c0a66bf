"""Proof 13: every kind of backup restored and compared, record by record and file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from liaison.errors import Locked, UserError, WrongPassword
from liaison.kit.checking import check_office
from liaison.office import Office
from liaison.safety import backups
from liaison.safety.protection import unlock
from liaison.store import keys, remembered
from liaison.store.backup.shelf import Copy
from tests.safety.offices import (
    CODE,
    PASSWORD,
    TODAY,
    change_everything,
    copy_folder,
    fill,
    plain_files,
    state_of,
    wreck,
)

REASONS = ("start", "import", "bulk", "migration", "restore", "upgrade", "exit", "changes", "manual", "handover")


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same wrapping at less cost: what is tried here is not how hard a password is to guess."""
    monkeypatch.setattr(keys, "SCRYPT", {"n": 16, "r": 8, "p": 1})


@pytest.fixture(params=["plain", "encrypted"])
def secret(request: pytest.FixtureRequest) -> str:
    return PASSWORD if request.param == "encrypted" else ""


def key_of(folder: Path, secret: str) -> bytes | None:
    return unlock(folder, secret) if secret else None


@pytest.mark.parametrize("reason", REASONS)
def test_a_copy_for_any_reason_comes_back_in_its_own_folder(tmp_path: Path, reason: str) -> None:
    folder = tmp_path / "office"
    with fill(folder) as office:
        copy = office.backup.make(reason)
        assert copy.reason == reason
    then = state_of(folder)
    with Office.open(folder, today=lambda: TODAY) as office:
        change_everything(office)
    now = state_of(folder)
    assert now != then
    done = backups.restore(folder, copy)
    assert state_of(folder) == then
    assert (done.before, done.after) == (now.living, then.living)
    assert done.kept is not None
    kept = next(c for c in backups.copies(folder) if c.path == done.kept)
    assert kept.reason == "restore"
    backups.restore(folder, kept)
    assert state_of(folder) == now
    assert not (folder / ".exchange").exists()
    with Office.open(folder) as office:
        assert office.count("members") == 3


def test_each_way_of_keeping_comes_back(tmp_path: Path, secret: str) -> None:
    """Local, outside, one file, a saved copy: each into its own folder again and into a new one."""
    folder, stick = tmp_path / "office", tmp_path / "stick"
    stick.mkdir()
    with fill(folder, secret, CODE) as office:
        key = office.database.key
        local = office.backup.make("manual")
        outside = office.backup.outside(stick)
        office.backup.to_file(tmp_path / "one.llb")
        backups.save_as(local, tmp_path / "saved.llb")
    then = state_of(folder, key)
    with Office.open(folder, key=key, today=lambda: TODAY) as office:
        change_everything(office)
    sources: list[Copy | Path] = [local, outside, tmp_path / "one.llb", tmp_path / "saved.llb"]
    for number, source in enumerate(sources):
        backups.restore(folder, source, secret)
        assert state_of(folder, key) == then, source
        new = tmp_path / f"new{number}"
        done = backups.restore_new(source, new, secret)
        assert state_of(new, key_of(new, secret)) == then, source
        assert (done.before, done.kept) == (None, None)
        assert done.after == then.living


def test_a_parcel_comes_back_plain_or_with_a_password(tmp_path: Path, secret: str) -> None:
    folder = tmp_path / "office"
    with fill(folder, secret, CODE) as office:
        key = office.database.key
    then = state_of(folder, key)
    with Office.open(folder, key=key, today=lambda: TODAY) as office:
        told = office.backup.hand_over(tmp_path / "parcel.llb", code := keys.new_recovery_code())
        assert told.digest in office.actions()[0].title
    got = backups.receive(tmp_path / "parcel.llb", tmp_path / "plain", code)
    plain = state_of(tmp_path / "plain")
    assert (got.digest, got.counts, got.name) == (told.digest, told.counts, "政协云溪镇联络处")
    assert len(got.digest) == 16
    assert got.counts == then.living
    assert (plain.rows, plain.schema) == (then.rows, then.schema)
    assert set(plain.files) == plain_files(then.files)
    new_code = keys.new_recovery_code()
    kept = backups.receive(
        tmp_path / "parcel.llb", tmp_path / "kept", code, password="新主任的密码", new_code=new_code
    )
    assert kept.digest == told.digest
    for words in ("新主任的密码", new_code):
        again = state_of(tmp_path / "kept", unlock(tmp_path / "kept", words))
        assert (again.rows, plain_files(again.files)) == (then.rows, plain_files(then.files))
    with pytest.raises(WrongPassword):
        unlock(tmp_path / "kept", code)
    with Office.open(tmp_path / "kept", key=unlock(tmp_path / "kept", new_code)) as office:
        for name, digest in plain.files.items():
            if name.startswith("attachments/"):
                assert office.attachment(Path(name).name)[:4] in (b"%PDF", b"\xff\xd8\xffp"), digest


def test_a_parcel_tells_nothing_of_the_books(tmp_path: Path) -> None:
    with fill(tmp_path / "office") as office:
        code = keys.new_recovery_code()
        office.backup.hand_over(tmp_path / "parcel.llb", code)
    content = (tmp_path / "parcel.llb").read_bytes()
    for words in ("沈佳禾", "热心人", "收据扫描", "河道走访"):
        assert words.encode() not in content
    assert b"%PDF-1.4 " not in content
    assert code.replace("-", "").encode() not in content


@pytest.mark.parametrize("known", ["password", "key", "damaged"])
def test_a_copy_made_before_the_password_comes_back_under_it(tmp_path: Path, known: str) -> None:
    """Going back to what lies on a stick since then takes nobody's password away."""
    folder, stick = tmp_path / "office", tmp_path / "stick"
    stick.mkdir()
    with fill(folder) as office:
        outside = office.backup.outside(stick)
    before = state_of(folder)
    with Office.open(folder) as office:
        office.protection.turn_on(PASSWORD, CODE)
        key = office.database.key
    if known == "damaged":
        wreck(folder)
    with_key = known == "key"
    then = backups.restore(folder, outside, "" if with_key else PASSWORD, key=key if with_key else None)
    assert then.kept is not None
    with pytest.raises(Locked):
        Office.open(folder)
    with Office.open(folder, key=unlock(folder, CODE)) as office:
        assert office.count("members") == 2
        assert check_office(office) == []
    now = state_of(folder, key)
    assert {name: rows for name, rows in now.rows.items() if name != "options"} == {
        name: rows for name, rows in before.rows.items() if name != "options"
    }
    assert plain_files(now.files) == set(before.files)


def test_without_any_password_the_office_is_plain_as_the_copy_is(tmp_path: Path) -> None:
    """Where nobody can open what is there, a copy made before the password opens as it was; what was there is kept."""
    folder, stick = tmp_path / "office", tmp_path / "stick"
    stick.mkdir()
    with fill(folder) as office:
        outside = office.backup.outside(stick)
        office.protection.turn_on(PASSWORD, CODE)
    then = backups.restore(folder, outside)
    assert then.kept is not None and then.kept.is_dir()
    assert not (folder / "office.key").exists()
    assert all(not name.endswith(".sealed") for name in state_of(folder).files)
    with Office.open(folder) as office:
        assert office.count("members") == 2
    with Office.open(then.kept, key=unlock(then.kept, PASSWORD)) as office:
        assert office.count("members") == 2


def test_a_locked_copy_wants_its_password(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with fill(folder, PASSWORD, CODE) as office:
        copy = office.backup.make("manual")
        key = office.database.key
    then = state_of(folder, key)
    with pytest.raises(Locked):
        backups.restore(folder, copy)
    with pytest.raises(WrongPassword):
        backups.restore(folder, copy, "不是这个")
    assert state_of(folder, key) == then
    assert backups.restore(folder, copy, key=key).after == then.living
    assert not [c for c in backups.copies(folder) if c.reason == "handover"]


def test_a_damaged_office_is_put_back_and_kept(tmp_path: Path, secret: str) -> None:
    folder = tmp_path / "office"
    with fill(folder, secret, CODE) as office:
        key = office.database.key
        office.backup.make("manual")
    then = state_of(folder, key)
    damaged = wreck_and_read(folder)
    found = backups.newest_good(folder)
    assert found is not None
    assert found[1].locked == bool(secret)
    assert found[1].sound
    done = backups.restore(folder, found[0], secret)
    assert state_of(folder, key) == then
    assert done.kept is not None
    assert done.kept.parent == folder / "damaged"
    assert done.kept.name.startswith("恢复前-")
    assert (done.kept / "office.db").read_bytes() == damaged
    with Office.open(folder, key=key):
        pass
    assert (done.kept / "office.db").exists() or (done.kept / "office.db.sealed").exists()


def wreck_and_read(folder: Path) -> bytes:
    wreck(folder)
    return (folder / "office.db").read_bytes()


@pytest.mark.parametrize("content", [b"", b"no office", b"SQLite format 3\x00" + b"\x01" * 4000])
def test_whatever_lies_there_is_kept(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "office"
    with fill(folder) as office:
        copy = office.backup.make("manual")
    then = state_of(folder)
    (folder / "office.db").write_bytes(content)
    done = backups.restore(folder, copy)
    assert done.before is None
    assert state_of(folder) == then
    assert done.kept is not None
    assert (done.kept / "office.db").read_bytes() == content


def test_a_missing_file_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with fill(folder) as office:
        copy = office.backup.make("manual")
    then = state_of(folder)
    (folder / "office.db").unlink()
    done = backups.restore(folder, copy)
    assert done.before is None
    assert state_of(folder) == then


def test_another_offices_copy_is_refused(tmp_path: Path) -> None:
    with fill(tmp_path / "one") as one, fill(tmp_path / "two") as two:
        foreign = one.backup.make("manual")
        one.backup.to_file(tmp_path / "one.llb")
        two.backup.make("manual")
        two.add("members", {"name": "本处的", "work_unit": "河口村", "joined": "2024-03-01"})
    before = state_of(tmp_path / "two")
    for source in (foreign, tmp_path / "one.llb", tmp_path / "one" / "office.db"):
        with pytest.raises(UserError, match="另一个联络处"):
            backups.restore(tmp_path / "two", source)
    assert state_of(tmp_path / "two") == before
    wreck(tmp_path / "two")
    with pytest.raises(UserError, match="另一个联络处"):
        backups.restore(tmp_path / "two", foreign)


def test_an_office_that_is_open_elsewhere_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with fill(folder) as office:
        copy = office.backup.make("manual")
        with pytest.raises(UserError, match="另一个窗口"):
            backups.restore(folder, copy)
        assert office.count("members") == 2


def test_a_copy_of_a_newer_program_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from liaison.store import migrations

    folder = tmp_path / "office"
    with fill(folder) as office:
        copy = office.backup.make("manual")
    before = state_of(folder)
    monkeypatch.setattr(migrations, "CURRENT", migrations.CURRENT - 1)
    for target in (folder, tmp_path / "new"):
        with pytest.raises(UserError, match="先更新程序"):
            backups.restore(target, copy)
    assert state_of(folder) == before
    assert not (tmp_path / "new").exists()


def test_a_folder_with_an_office_takes_no_second_one(tmp_path: Path) -> None:
    with fill(tmp_path / "one") as office:
        office.backup.to_file(tmp_path / "one.llb")
        office.backup.hand_over(tmp_path / "parcel.llb", code := keys.new_recovery_code())
    Office.create(tmp_path / "two", name="政协大河镇联络处", town="大河镇").close()
    before = state_of(tmp_path / "two")
    with pytest.raises(UserError, match="已经有一个联络处"):
        backups.restore_new(tmp_path / "one.llb", tmp_path / "two")
    with pytest.raises(UserError, match="已经有一个联络处"):
        backups.receive(tmp_path / "parcel.llb", tmp_path / "two", code)
    assert state_of(tmp_path / "two") == before


def test_the_first_versions_copies_are_listed_and_come_back(tmp_path: Path) -> None:
    """A file in backups/ without an envelope, and a folder with office.db and attachments beside it."""
    folder = tmp_path / "office"
    with fill(folder) as office:
        old = folder / "backups" / "000007-20250101T080000-exit.db"
        old.parent.mkdir(exist_ok=True)
        office.database.run("VACUUM INTO ?", (str(old),))
    then = state_of(folder)
    beside = copy_folder(folder, tmp_path / "政协云溪镇联络处备份20250101")
    with Office.open(folder, today=lambda: TODAY) as office:
        change_everything(office)
    found = backups.copies(folder)
    assert [(c.serial, c.reason, c.files, c.sound) for c in found] == [(7, "exit", None, True)]
    facts = backups.facts(found[0])
    assert facts.sound
    assert "没有附件" in facts.sentence
    assert facts.counts == then.living
    files = state_of(folder).files
    backups.restore(folder, found[0])
    back = state_of(folder)
    assert (back.rows, back.files) == (then.rows, files), "files that the copy says nothing of stay"
    assert backups.look(beside / "office.db").kind == "file"
    backups.restore_new(beside / "office.db", tmp_path / "new")
    assert state_of(tmp_path / "new") == then


def test_a_copy_from_before_offices_had_a_number(tmp_path: Path) -> None:
    """It takes the number of the office it goes back to, so that the other copies still are its own."""
    from liaison.store import migrations
    from liaison.store.database import Database
    from liaison.store.steps import STEPS

    folder = tmp_path / "office"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "CURRENT", 1)
        patch.setattr(migrations, "STEPS", STEPS[:1])
        old = Database(folder, create=True)
        migrations.migrate(old)
        old.run("INSERT INTO options(key, value) VALUES ('name', '政协云溪镇联络处'), ('town', '云溪镇')")
        old.close()
    with Office.open(folder) as office:
        number = remembered.recall(office.database, "office_id")
        later = office.backup.make("manual")
        assert [c.reason for c in office.backup.all()] == ["manual", "migration"]
        first = office.backup.all()[-1]
    assert (first.office, later.office) == ("", number)
    backups.restore(folder, first)
    with Office.open(folder) as office:
        assert remembered.recall(office.database, "office_id") == number
    backups.restore(folder, later)


def test_the_trail_and_the_ledger_go_on_after_a_restore(tmp_path: Path) -> None:
    from liaison.kit.checking import check_office

    folder = tmp_path / "office"
    with fill(folder) as office:
        copy = office.backup.make("manual")
        change_everything(office)
    backups.restore(folder, copy)
    with Office.open(folder, today=lambda: TODAY) as office:
        change_everything(office)
        assert check_office(office) == []
        assert office.backup.make_if_changed("start") is not None

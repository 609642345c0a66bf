"""Copies in the office folder: when they are made, what they hold, what they say of themselves."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from liaison import office as offices
from liaison.errors import UserError
from liaison.office import Office
from liaison.safety import backups
from liaison.store import keys, ledger_chain, remembered
from liaison.store.backup import making
from liaison.store.backup.reading import CopyFile
from tests.safety.offices import CODE, PASSWORD, TODAY, change_everything, fill, state_of


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Office]:
    with fill(tmp_path / "office") as made:
        yield made


def reasons(office: Office) -> list[str]:
    return [copy.reason for copy in office.backup.all()]


# -- when -------------------------------------------------------------------------------------------


def test_only_when_something_changed(full: Office) -> None:
    assert full.backup.make_if_changed("start") is not None
    assert full.backup.make_if_changed("exit") is None
    full.add("members", {"name": "王芬", "work_unit": "镇卫生院", "joined": "2022-1-1"})
    assert full.backup.make_if_changed("exit") is not None
    (full.folder / "templates" / "quarterly.docx").write_bytes(b"PK another")
    assert full.backup.make_if_changed("exit") is not None
    (full.folder / "fonts" / "仿宋.ttf").unlink()
    assert full.backup.make_if_changed("exit") is not None
    assert full.backup.make_if_changed("exit") is None
    folder = full.folder
    full.close()
    with Office.open(folder) as same:
        assert same.backup.make_if_changed("start") is None


def test_a_damaged_newest_copy_is_no_reason_not_to_make_one(full: Office) -> None:
    copy = full.backup.make("start")
    copy.path.write_bytes(copy.path.read_bytes()[:5000])
    assert full.backup.make_if_changed("exit") is not None


def test_after_a_restore_the_same_number_of_changes_is_another_state(full: Office) -> None:
    """The actions count to the same number again, with other content."""
    first = full.backup.make("start")
    full.edit("members", 1, {"notes": "一"})
    full.backup.make("exit")
    folder = full.folder
    full.close()
    backups.restore(folder, first)
    with Office.open(folder, today=lambda: TODAY) as again:
        again.edit("members", 1, {"notes": "二"})
        assert again.backup.make_if_changed("exit") is not None


def test_due_after_fifty_changes(full: Office) -> None:
    full.backup.make("start")
    for number in range(49):
        full.edit("members", 1, {"notes": str(number)})
        assert not full.backup.due()
    full.edit("members", 1, {"notes": "50"})
    assert full.backup.due()
    full.backup.make("changes")
    assert not full.backup.due()


def test_before_an_import_and_before_bulk_changes(full: Office, tmp_path: Path) -> None:
    sheet = tmp_path / "名单.csv"
    lines = "".join(f"甲{n},单位{n},2024-01-01\n" for n in range(30))
    sheet.write_text(f"姓名,工作单位,任职时间\n{lines}", "utf-8-sig")
    read, header = full.read_for("members", sheet)
    full.import_plan(full.plan_import("members", read, header))
    assert reasons(full) == ["import"]
    ids = full.ids("members")
    full.edit_many("members", {n: {"notes": "一"} for n in ids[:19]})
    assert reasons(full) == ["import"]
    full.edit_many("members", {n: {"notes": "二"} for n in ids[:20]})
    assert reasons(full) == ["bulk", "import"]
    full.remove("members", ids[2:25])
    assert reasons(full)[0] == "bulk"
    assert len(reasons(full)) == 3
    block = [(None, {"name": f"乙{n}", "work_unit": "单位", "joined": "2024-01-01"}) for n in range(25)]
    full.write_block(full.plan_block("members", block))
    assert len(reasons(full)) == 4
    before = backups.facts(full.backup.all()[0]).counts["members"]
    assert before == full.count("members") - 25


def test_before_a_migration_and_the_first_opening_by_another_version(full: Office) -> None:
    folder = full.folder
    full.close()
    with Office.open(folder):
        pass
    assert backups.copies(folder) == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offices, "__version__", "9.9")
        for _ in range(2):
            with Office.open(folder) as again:
                assert reasons(again) == ["upgrade"]
    with Office.open(folder) as again:
        assert reasons(again) == ["upgrade", "upgrade"], "an older version is another one too"


def test_no_room_for_that_copy_is_no_reason_not_to_open(full: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = full.folder
    remembered.remember(full.database, {"program": "0.0.1"})
    full.close()

    def full_disk(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(making, "gather", full_disk)
    with Office.open(folder) as again:
        assert again.count("members") == 2
        assert again.backup.all() == []
    monkeypatch.undo()
    with Office.open(folder) as again:
        assert reasons(again) == ["upgrade"]


def test_an_office_that_can_only_be_read_makes_none(full: Office) -> None:
    full.database.read_only = True
    assert full.backup.make_if_changed("start") is None
    assert not full.backup.due()
    with pytest.raises(UserError, match="只能看"):
        full.backup.make("manual")


# -- what -------------------------------------------------------------------------------------------


def test_a_copy_says_what_it_is_inside_and_beside(full: Office) -> None:
    copy = full.backup.make("manual")
    with CopyFile(copy.path) as found:
        told = dict(found.rows("SELECT name, value FROM manifest"))
        assert found.value("PRAGMA user_version") == full.database.value("PRAGMA user_version")
    assert (told["serial"], told["reason"], told["moment"]) == ("1", "manual", copy.moment)
    assert json.loads(told["books"])["members"] == 2
    assert json.loads(told["tables"])["members"] == 3
    said = json.loads(copy.envelope_path.read_text(encoding="utf-8"))
    assert said["format"] == 1
    assert said["key"] is None
    assert said["size"] == copy.path.stat().st_size
    assert {entry["path"].partition("/")[0] for entry in said["files"]} == {"attachments", "templates", "fonts"}
    for entry in said["files"]:
        place = full.folder / "backups" / "files" / entry["sha256"][:2] / entry["sha256"]
        assert place.read_bytes() == (full.folder / entry["path"]).read_bytes()
    assert copy.size == said["size"] + sum(entry["size"] for entry in said["files"])
    assert copy.records == sum(full.count(book) for book in full.books)


def test_it_keeps_the_heads_of_the_ledgers(full: Office) -> None:
    facts = full.backup.facts(full.backup.make("manual"))
    head = ledger_chain.head(full.database, "donations")
    assert facts.ledgers[0] == ("donations", head.entries, head.fen, head.hex16)
    assert facts.ledgers[0][1:3] == (4, 40000)
    assert (facts.sound, facts.sentence, facts.locked, facts.files) == (True, "", False, 4)
    assert facts.counts == {book: full.count(book) for book in full.books}


def test_every_file_once_however_many_copies(full: Office) -> None:
    for _ in range(3):
        full.backup.make("manual")
    stored = list((full.folder / "backups" / "files").glob("*/*"))
    assert len(stored) == 4
    shutil.copy(full.folder / "fonts" / "仿宋.ttf", full.folder / "fonts" / "另一个.ttf")
    full.backup.make("manual")
    assert len(list((full.folder / "backups" / "files").glob("*/*"))) == 4


def test_what_does_not_belong_is_left_out(full: Office) -> None:
    for name in ("attachments/Thumbs.db", "templates/~$w.tmp/x.docx", "fonts/.hidden", "notes.txt"):
        (full.folder / name).parent.mkdir(exist_ok=True)
        (full.folder / name).write_bytes(b"x")
    (full.folder / "fonts" / "link.ttf").symlink_to(full.folder / "office.db")
    copy = full.backup.make("manual")
    assert copy.files == 4


def test_an_attachment_that_cannot_be_read_is_said(full: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real = making.digest_of

    def broken(path: Path) -> str:
        if path.name == "仿宋.ttf":
            raise OSError(errno.EIO, "bad sector")
        return real(path)

    monkeypatch.setattr(making, "digest_of", broken)
    facts = full.backup.facts(full.backup.make("manual"))
    assert facts.sound
    assert "1 个附件读不出来" in facts.sentence


def test_compared_with_now(full: Office) -> None:
    copy = full.backup.make("manual")
    change_everything(full)
    found = full.backup.compare(copy)
    assert (found.then["members"], found.now["members"]) == (2, 3)
    assert (found.then["donations"], found.now["donations"]) == (4, 5)


# -- good and not good ------------------------------------------------------------------------------


def test_a_ledger_that_fails_makes_no_good_copy(full: Office) -> None:
    good = full.backup.make("manual")
    full.database.run("DROP TRIGGER donations_no_change")
    full.database.run("INSERT INTO acting(action) SELECT max(id) FROM actions")
    full.database.run("UPDATE donations SET amount = 1 WHERE id = 1")
    full.database.run("DELETE FROM acting")
    bad = full.backup.make("manual")
    assert not bad.sound
    facts = full.backup.facts(bad)
    assert not facts.sound
    assert "2026-001" in facts.sentence
    found = backups.newest_good(full.folder)
    assert found is not None
    assert found[0] == good
    assert full.backup.make_if_changed("exit") is not None, "a bad copy does not stand for a good one"


def test_a_copy_that_does_not_read_back_is_not_there(full: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(path: Path, *_: object) -> None:
        path.write_bytes(path.read_bytes()[:-4096])

    monkeypatch.setattr(making, "write_manifest", cut)
    with pytest.raises(UserError, match="读不回"):
        full.backup.make("manual")
    assert [p.name for p in (full.folder / "backups").iterdir()] == ["files"]


def test_a_full_disk_leaves_nothing_half(full: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def no_room(source: object, target: object) -> None:
        if str(target).endswith(".db"):
            raise OSError(errno.ENOSPC, "no space left")
        real(source, target)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "replace", no_room)
    with pytest.raises(UserError, match="磁盘满了"):
        full.backup.make("manual")
    assert [p.name for p in (full.folder / "backups").iterdir()] == ["files"]
    monkeypatch.undo()
    assert full.backup.make("manual").serial == 1


@pytest.mark.parametrize("part", ["db", "files", "envelope"])
def test_what_is_missing_or_changed_is_told(full: Office, part: str) -> None:
    copy = full.backup.make("manual")
    if part == "db":
        content = bytearray(copy.path.read_bytes())
        content[-10] ^= 1
        copy.path.write_bytes(content)
    elif part == "files":
        next((full.folder / "backups" / "files").glob("*/*")).unlink()
    else:
        copy.envelope_path.write_text(copy.envelope_path.read_text().replace('"reason": "manual"', '"reason": "exit"'))
    facts = full.backup.facts(copy)
    assert not facts.sound
    assert facts.sentence.endswith("请换一份") or facts.sentence.endswith("请换一份备份")
    with pytest.raises(UserError):
        backups.restore_new(copy, full.folder.parent / "new")
    assert not (full.folder.parent / "new").exists()


# -- encrypted --------------------------------------------------------------------------------------


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(keys, "SCRYPT", {"n": 16, "r": 8, "p": 1})
    with fill(tmp_path / "office", PASSWORD, CODE) as made:
        yield made


def test_a_copy_carries_what_opens_it(locked: Office) -> None:
    copy = locked.backup.make("manual")
    assert copy.encrypted
    assert locked.backup.facts(copy).counts["members"] == 2, "the open office's own key opens it"
    closed = backups.facts(copy)
    assert (closed.locked, closed.sound, closed.counts) == (True, True, {})
    assert "密码" in closed.sentence
    for secret in (PASSWORD, CODE):
        assert backups.facts(copy, secret).counts["members"] == 2
    wrong = backups.facts(copy, "不是这个")
    assert (wrong.locked, wrong.counts) == (True, {})


def test_nothing_of_it_can_be_read_without(locked: Office) -> None:
    copy = locked.backup.make("manual")
    for path in copy.path.parent.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for words in ("沈佳禾", "热心人", "收据扫描"):
                assert words.encode() not in content, path
            assert b"%PDF-1.4 " not in content


def test_a_rotten_locked_copy_is_told_without_the_password(locked: Office) -> None:
    copy = locked.backup.make("manual")
    content = bytearray(copy.path.read_bytes())
    content[-10] ^= 1
    copy.path.write_bytes(content)
    assert not backups.facts(copy).sound
    assert backups.newest_good(locked.folder) is None


def test_no_copy_is_made_that_nobody_could_open(locked: Office) -> None:
    (locked.folder / "office.key").unlink()
    with pytest.raises(UserError, match="密码文件"):
        locked.backup.make("manual")
    assert locked.backup.all() == []


# -- the command line -------------------------------------------------------------------------------


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from liaison.__main__ import main

    fill(tmp_path / "office").close()
    then = state_of(tmp_path / "office")
    office, one, again = (str(tmp_path / name) for name in ("office", "one.llb", "again"))
    assert main(["backup", office, one]) == 0
    assert main(["restore", one, again]) == 0
    assert "已恢复政协云溪镇联络处：" in capsys.readouterr().out
    assert state_of(tmp_path / "again") == then
    assert main(["restore", one, again]) == 1
    assert "已经有一个联络处" in capsys.readouterr().err
    parcel, successor = str(tmp_path / "p.llb"), str(tmp_path / "successor")
    assert main(["hand-over", office, parcel]) == 0
    told = capsys.readouterr().out
    words = dict(line.split("\t") for line in told.splitlines() if "\t" in line)
    (tmp_path / "code.txt").write_text(words["移交码"] + "\r\n", encoding="utf-8")
    assert main(["receive", parcel, successor, "--code-file", str(tmp_path / "code.txt")]) == 0
    got = capsys.readouterr().out
    assert dict(line.split("\t") for line in got.splitlines() if "\t" in line)["核对码"] == words["核对码"]
    assert got.splitlines()[0].partition("：")[2] == told.splitlines()[0].partition("：")[2]
    assert main(["receive", parcel, str(tmp_path / "more"), "--code-file", str(tmp_path / "no.txt")]) == 1


def test_a_locked_one_from_the_command_line(locked: Office, capsys: pytest.CaptureFixture[str]) -> None:
    from liaison.__main__ import main

    place = locked.folder.parent
    locked.backup.to_file(place / "one.llb")
    (place / "wrong.txt").write_text("不是这个", encoding="utf-8")
    (place / "right.txt").write_text(PASSWORD + "\n", encoding="utf-8")
    arguments = ["restore", str(place / "one.llb"), str(place / "again"), "--password-file"]
    assert main([*arguments, str(place / "wrong.txt")]) == 1
    assert "密码不对" in capsys.readouterr().err
    assert main([*arguments, str(place / "right.txt")]) == 0
    assert state_of(place / "again", locked.database.key).living["members"] == 2


# -- one file ---------------------------------------------------------------------------------------


def test_a_copy_from_before_a_handing_over_is_a_backup(full: Office) -> None:
    place = full.folder.parent
    backups.save_as(full.backup.make("handover"), place / "saved.llb")
    assert backups.look(place / "saved.llb").kind == "backup"
    backups.restore_new(place / "saved.llb", place / "new")


def test_what_a_file_is_told_without_a_password(full: Office) -> None:
    place = full.folder.parent
    full.backup.to_file(place / "one.llb")
    full.backup.hand_over(place / "parcel.llb", keys.new_recovery_code())
    copy = full.backup.make("manual")
    shutil.copy(copy.path, place / "bare.db")
    one, parcel, bare, kept = (
        backups.look(path) for path in (place / "one.llb", place / "parcel.llb", place / "bare.db", copy.path)
    )
    assert [(p.kind, p.needs_secret) for p in (one, parcel, bare, kept)] == [
        ("backup", False), ("handover", True), ("file", False), ("backup", False),
    ]  # fmt: skip
    assert {p.office_name for p in (one, parcel, bare, kept)} == {"政协云溪镇联络处"}
    assert kept.moment == copy.moment
    assert backups.find(place / "one.llb").records == copy.records
    assert backups.facts(backups.find(place / "bare.db")).counts["members"] == 2
    assert backups.find(copy.path).serial == copy.serial


def test_a_damaged_copy_is_not_saved_as_a_whole_one(full: Office) -> None:
    copy = full.backup.make("manual")
    stored = next((full.folder / "backups" / "files").glob("*/*"))
    stored.write_bytes(bytes(stored.stat().st_size))
    with pytest.raises(UserError, match="损坏"):
        backups.save_as(copy, full.folder.parent / "saved.llb")
    assert not list(full.folder.parent.glob("*saved*"))
    assert not list(full.folder.parent.glob(".lianluobu*"))


def test_the_parcels_name(full: Office) -> None:
    from liaison.safety.handing_over import file_name

    assert file_name(full.settings.name, TODAY) == "政协云溪镇联络处-移交-20260918.llb"
    assert file_name('a/b\\c:d*"<>|?', TODAY) == "abcd-移交-20260918.llb"
    assert file_name("\u202e", TODAY) == "联络处-移交-20260918.llb"


def test_the_sticks_copies_open_with_todays_password(locked: Office) -> None:
    stick = locked.folder.parent / "stick"
    stick.mkdir()
    first = locked.backup.outside(stick)
    locked.protection.change_password(PASSWORD, "换过的密码 9")
    assert backups.facts(first, PASSWORD).counts
    change_everything(locked)
    locked.backup.outside(stick)
    for copy in backups.copies(stick):
        assert backups.facts(copy, "换过的密码 9").counts
        assert backups.facts(copy, PASSWORD).locked

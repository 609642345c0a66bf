"""Attachments: refused before anything is copied, kept under their digest, read back checked, viewed as copies."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.errors import Damaged, UserError
from liaison.kit.checking import check_office
from liaison.office import Office
from liaison.store import attachments, keys, sealed, viewing

KEY = bytes(range(32))
DIGEST = hashlib.sha256(b"x").hexdigest()


@pytest.fixture(params=[None, KEY], ids=["plain", "sealed"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    found: bytes | None = request.param
    return found


# -- before copying ---------------------------------------------------------------------------------


def test_what_cannot_be_attached_is_told_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "空.txt").touch()
    (tmp_path / "夹").mkdir()
    big = tmp_path / "会议录像.mp4"
    with big.open("wb") as file:
        file.truncate(5 * 2**30)  # sparse: it takes no room, and would take minutes to read
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was read"))
    for name, words in (
        ("没有.txt", "是否还在"), ("空.txt", "0 字节"), ("夹", "不是文件"),
        ("会议录像.mp4", "有 5.0 GB，附件最大 50 MB"),
        ("nul\0", "是否还在"), ("x" * 300, "是否还在"),
    ):  # fmt: skip
        sentence = attachments.refusal(tmp_path / name, tmp_path)
        assert words in sentence
        with pytest.raises(UserError, match=words):
            attachments.attach(tmp_path / "office", tmp_path / name)
    assert not (tmp_path / "office").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_a_pipe_or_a_device_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        assert "不是文件" in attachments.refusal(path)


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "密.txt"
    source.write_bytes(b"x")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(UserError, match="读不出来"):
        attachments.attach(tmp_path / "office", source)


def test_a_full_disk_is_told_before_copying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "照片.jpg"
    source.write_bytes(b"x" * 3_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 4_000_000}))
    assert attachments.refusal(source) == ""
    assert "磁盘快满了，放不下“照片.jpg”（2.9 MB）" in attachments.refusal(source, tmp_path)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "日志.txt"
    source.write_bytes(b"x" * 5000)
    monkeypatch.setattr(attachments, "LIMIT", 6000)
    monkeypatch.setattr(attachments, "_STEP", 1000)

    def grow(_done: int, _whole: int) -> None:
        with source.open("ab") as file:
            file.write(b"y" * 2000)

    with pytest.raises(UserError, match="正在变大"):
        attachments.attach(tmp_path / "office", source, progress=grow)
    assert not (tmp_path / "office").exists()


# -- copying and reading ----------------------------------------------------------------------------


def test_it_is_copied_with_its_digest_and_read_back(tmp_path: Path, key: bytes | None) -> None:
    content = os.urandom(3_500_000)
    source = tmp_path / "Scan 1.PDF"
    source.write_bytes(content)
    steps: list[tuple[int, int]] = []
    made = attachments.attach(tmp_path / "o", source, key, lambda done, whole: steps.append((done, whole)))
    assert made == {"digest": hashlib.sha256(content).hexdigest() + ".pdf", "name": "Scan 1.PDF", "size": len(content)}
    assert len(steps) == 4 and steps[-1] == (len(content), len(content))
    assert attachments.read(tmp_path / "o", made["digest"], key) == content
    lies = attachments.lies_at(tmp_path / "o", made["digest"])
    assert lies is not None and lies.name == made["digest"] + (sealed.ENDING if key else "")
    assert (lies.read_bytes() == content) is (key is None)
    assert attachments.attach(tmp_path / "o", source, key) == made
    assert [path for _, path in attachments.every(tmp_path / "o")] == [lies]


def test_a_changed_or_missing_file_is_named_and_healed(tmp_path: Path, key: bytes | None) -> None:
    source = tmp_path / "信.txt"
    source.write_bytes(b"letter" * 100)
    made = attachments.attach(tmp_path / "o", source, key)
    lies = attachments.lies_at(tmp_path / "o", made["digest"])
    assert lies is not None
    whole = lies.read_bytes()
    for spoilt in (b"", whole[:-1], whole[:50], whole + b"x", b"y" + whole[1:]):
        lies.write_bytes(spoilt)
        with pytest.raises(Damaged, match="内容变了"):
            attachments.read(tmp_path / "o", made["digest"], key)
        assert "内容变了" in attachments.trouble(tmp_path / "o", made["digest"], key)
    assert attachments.attach(tmp_path / "o", source, key) == made
    assert attachments.trouble(tmp_path / "o", made["digest"], key) == "", "attached again, it is whole again"
    lies.unlink()
    assert "找不到了" in attachments.trouble(tmp_path / "o", made["digest"], key)
    with pytest.raises(UserError, match="找不到这个附件了"):
        attachments.read(tmp_path / "o", made["digest"], key)


@pytest.mark.parametrize("digest", ["", "x", "../../../etc/passwd", "/etc/passwd", DIGEST + "/../x", DIGEST[:-1],
                                    DIGEST.upper(), DIGEST + ".toolong", "C:\\x", DIGEST + "\n", "\0"])  # fmt: skip
def test_a_record_from_elsewhere_reaches_nothing_outside(tmp_path: Path, digest: str) -> None:
    assert attachments.lies_at(tmp_path, digest) is None
    assert "找不到了" in attachments.trouble(tmp_path, digest)
    with pytest.raises(UserError, match="找不到"):
        attachments.path_of(tmp_path, digest)
    with pytest.raises(UserError, match="找不到"):
        viewing.copy_for_viewing(tmp_path, digest, "a.txt")


def test_a_sealed_file_opens_only_in_its_own_place_under_its_own_key() -> None:
    content = b"letter" * 1000
    one = sealed.seal(KEY, DIGEST, content)
    assert sealed.seal(KEY, DIGEST, content) != one, "never the same twice"
    assert sealed.unseal(KEY, DIGEST, one) == content
    wrong = ((bytes(32), DIGEST, one), (KEY, "0" * 64, one), (KEY, DIGEST, one[:-1]), (KEY, DIGEST, b""))
    for key, digest, found in wrong:
        with pytest.raises(Damaged):
            sealed.unseal(key, digest, found)
    assert b"letter" not in one and sealed.is_sealed(one) and not sealed.is_sealed(content)


# -- names ------------------------------------------------------------------------------------------

NAMES = [
    ("CON", "_CON"), ("con.txt", "_con.txt"), ("NUL.pdf", "_NUL.pdf"), ("COM1.jpg", "_COM1.jpg"), ("lpt9", "_lpt9"),
    ("console.txt", "console.txt"), ("信.txt.", "信.txt"), ("信.txt ...", "信.txt"),
    ("../../etc/passwd", "_.._etc_passwd"),
    ("a/b\\c:d*e?.txt", "a_b_c_d_e_.txt"), ("\u202egpj.exe", "gpj.exe"), ("a\u200bb.txt", "ab.txt"), ("", "附件"),
    (" . ", "附件"), ("..", "附件"), (".bashrc", "bashrc"), ("\0\n.txt", "txt"), ("无", "无"),
    ('"<|>".docx', "_____.docx"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "safe"), NAMES)
def test_a_name_is_made_safe_for_every_system(name: str, safe: str) -> None:
    assert viewing.safe_name(name) == safe


@given(st.text(max_size=400))
def test_any_name_stays_in_its_folder(name: str) -> None:
    safe = viewing.safe_name(name, DIGEST + ".jpg")
    assert safe and Path(safe).name == safe and not set(safe) & set('/\\:*?"<>|\0\n')
    assert len(safe.encode()) <= 200 and safe == safe.strip(" ") and not safe.endswith(".")
    assert viewing.safe_name(safe, DIGEST + ".jpg") in (safe, f"_{safe}")


@pytest.mark.parametrize("letter", ["照", "x", "𠮷"])
def test_a_name_of_300_characters_keeps_its_ending(letter: str) -> None:
    name = letter * 296 + ".jpg"
    kept = attachments.kept_name(name)
    assert len(kept) == attachments.LONGEST_NAME and kept.endswith(letter + ".jpg")
    assert viewing.safe_name(name).endswith(letter + ".jpg")
    assert attachments.kept_name("甲" * 300) == "甲" * 120
    assert attachments.kept_name("\u202e\0") == "附件"


# -- viewing ----------------------------------------------------------------------------------------


@pytest.fixture
def attached(office: Office, tmp_path: Path) -> Iterator[tuple[Office, str]]:
    source = tmp_path / "感谢信.txt"
    source.write_text("感谢", encoding="utf-8")
    made = office.attach(source)
    office.add("activities", {"title": "走访", "start": "2026-08-01 09:00", "kind": "座谈", "files": [made]})
    yield office, made["digest"]


def test_a_copy_is_shown_under_its_own_name_to_this_user_only(
    attached: tuple[Office, str], viewing_folder: Path
) -> None:
    office, digest = attached
    path = office.open_attachment(digest, "感谢信.txt")
    assert path.name == "感谢信.txt" and path.read_text(encoding="utf-8") == "感谢"
    assert path.stat().st_mode & 0o777 == 0o400, "for reading, and not to be run"
    for folder in (path.parent, path.parent.parent, viewing_folder):
        assert folder.stat().st_mode & 0o077 == 0
    assert office.open_attachment(digest, "感谢信.txt") == path, "open twice"
    path.chmod(0o600)
    path.write_text("别的", encoding="utf-8")
    assert office.open_attachment(digest, "感谢信.txt").read_text(encoding="utf-8") == "感谢"
    office.close()
    assert not viewing_folder.exists()


def test_two_files_of_one_name_are_both_shown(office: Office) -> None:
    made = [attachments.attach_content(office.folder, "信.txt", content) for content in (b"1", b"2")]
    shown = [office.open_attachment(one["digest"], "信.txt") for one in made]
    assert [path.read_bytes() for path in shown] == [b"1", b"2"]


def test_copies_left_by_a_crash_are_wiped_at_the_next_start(attached: tuple[Office, str], viewing_folder: Path) -> None:
    office, digest = attached
    left = office.open_attachment(digest, "感谢信.txt")
    office.database.close()  # as if the power went
    others = viewing_folder / "another office" / "x"
    others.mkdir(parents=True)
    (others / "信.txt").touch()
    Office.open(office.folder).close()
    assert not left.exists()
    assert (others / "信.txt").exists(), "another office may be open in another window"
    os.utime(others.parent, (time.time() - 2 * 86400,) * 2)
    viewing.wipe_viewing(office.folder)
    assert not viewing_folder.exists()


@pytest.mark.parametrize(
    "name",
    ["开票.exe", "x.BAT", "a.cmd", "快捷方式.lnk", "x.js", "x.vbs", "x.ps1", "x.desktop", "x.sh", "x.scr", "x.msi",
     "x.jar", "x.com", "x.reg", "x.hta", "照片.jpg.exe", "照片.exe.", "照片.exe ", "a\u202egpj.exe", "x.exe:y.exe"],
)  # fmt: skip
def test_a_program_is_kept_but_not_opened(office: Office, tmp_path: Path, name: str) -> None:
    source = tmp_path / name.replace("\0", "")
    source.write_bytes(b"MZ")
    made = office.attach(source)
    with pytest.raises(UserError, match=r"是程序.*不从这里打开"):
        office.open_attachment(made["digest"], made["name"])
    with pytest.raises(UserError, match="是程序"):
        office.open_attachment(made["digest"], name)
    assert office.attachment(made["digest"]) == b"MZ"


def test_a_program_is_not_opened_by_another_name_either(office: Office, tmp_path: Path) -> None:
    (tmp_path / "x.exe").write_bytes(b"MZ")
    made = office.attach(tmp_path / "x.exe")
    with pytest.raises(UserError, match="是程序"):
        office.open_attachment(made["digest"], "照片.jpg")


def test_a_changed_file_is_not_shown_and_check_names_it(attached: tuple[Office, str]) -> None:
    office, digest = attached
    assert check_office(office) == []
    attachments.path_of(office.folder, digest).write_bytes(b"other")
    with pytest.raises(Damaged, match="内容变了"):
        office.open_attachment(digest, "感谢信.txt")
    assert check_office(office) == ["“活动”的附件“感谢信.txt”内容变了，请从备份里找回"]
    attachments.path_of(office.folder, digest).unlink()
    assert check_office(office) == ["“活动”的附件“感谢信.txt”找不到了，请从备份里找回"]


def test_a_stick_pulled_out_while_attaching_is_told(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "信.txt"
    source.write_bytes(b"letter")

    def gone(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("os.replace", gone)
    with pytest.raises(UserError, match="不见了"):
        office.attach(source)
    monkeypatch.undo()
    assert list((office.folder / "attachments").rglob("*.part")) == []


def test_an_encrypted_offices_attachments_work_like_a_plain_ones(
    attached: tuple[Office, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liaison.safety.protection import new_recovery_code

    monkeypatch.setattr(keys, "SCRYPT", {"n": 16, "r": 8, "p": 1})
    office, digest = attached
    office.protection.turn_on("密码", new_recovery_code())
    assert office.attachment(digest).decode() == "感谢"
    assert office.open_attachment(digest, "感谢信.txt").read_text(encoding="utf-8") == "感谢"
    assert check_office(office) == []
    (tmp_path / "新.txt").write_bytes(b"new")
    made = office.attach(tmp_path / "新.txt")
    lies = attachments.lies_at(office.folder, made["digest"])
    assert lies is not None and sealed.is_sealed(lies.read_bytes())

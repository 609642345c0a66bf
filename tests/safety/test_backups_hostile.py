"""Proof 11: archives that mean harm, or are broken: a sentence, and nothing outside the folder."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.errors import UserError
from liaison.office import Office
from liaison.safety import backups
from liaison.store import keys
from liaison.store.backup import envelope
from liaison.store.backup.envelope import FileEntry
from tests.safety.offices import fill, state_of

PAYLOAD = b"found outside"

EVIL_NAMES = (
    "../evil.txt", "../../evil.txt", "..\\evil.txt",
    "/tmp/evil.txt", "C:\\evil.txt", "C:/evil.txt", "\\\\host\\evil.txt",
    "templates/../../evil.txt", "templates/..", "templates/.", "templates/", "fonts//evil.ttf", "./templates/evil.docx",
    "templates/CON", "templates/con.docx", "templates/NUL.txt", "fonts/COM1.ttf", "fonts/lpt¹.ttf",
    "templates/a:b.docx",
    "templates/evil.docx ", "templates/evil.docx.", "templates/" + "长" * 1000 + ".docx", "templates/a\x00b.docx",
    "templates/\u202ecod.exe", "office.db-journal", "office.key", "OFFICE.DB", "backups/000001-20260101T000000-exit.db",
    "attachments/ab/" + "c" * 64, "attachments/ab/ab.pdf", "attachments/../office.db", "damaged/evil.db",
    ".exchange/plan.json", "templates/a/b.docx",
)  # fmt: skip


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """One file that holds a whole office."""
    with fill(tmp_path / "office") as office:
        office.backup.to_file(tmp_path / "good.llb")
    return tmp_path / "good.llb"


def entries_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pack(path: Path, entries: list[tuple[str | zipfile.ZipInfo, bytes]], kind: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", kind) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return path


def envelope_of(path: Path) -> envelope.Envelope:
    return envelope.parse(entries_of(path)["envelope.json"].decode())


def everything_outside(tmp_path: Path) -> dict[str, str]:
    """Every file under the test's folder but those in the target, with its digest."""
    return {
        str(path.relative_to(tmp_path)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tmp_path.rglob("*")
        if path.is_file() and "target" not in path.relative_to(tmp_path).parts[:1]
    }


def refused(tmp_path: Path, file: Path) -> str:
    """The sentence with which a file is refused, in an empty folder and over an office; nothing else happens."""
    sentences = []
    before = everything_outside(tmp_path)
    with pytest.raises(UserError) as told:
        backups.restore_new(file, tmp_path / "target")
    sentences.append(told.value.sentence)
    assert not (tmp_path / "target").exists()
    state = state_of(tmp_path / "office")
    with pytest.raises(UserError) as told:
        backups.restore(tmp_path / "office", file)
    sentences.append(told.value.sentence)
    assert state_of(tmp_path / "office") == state
    assert not (tmp_path / "office" / ".exchange").exists()
    assert everything_outside(tmp_path) == before
    with pytest.raises(UserError):
        backups.receive(file, tmp_path / "target", keys.new_recovery_code())
    assert not (tmp_path / "target").exists()
    assert all(sentence[0] >= "一" or sentence[0] in "“U" for sentence in sentences)
    return sentences[0]


def test_names_that_no_office_writes(tmp_path: Path, good: Path) -> None:
    """In the zip alone, and in the zip with an envelope that names them."""
    entries = list(entries_of(good).items())
    said = envelope_of(good)
    others = [(entry, content) for entry, content in entries if entry != "envelope.json"]
    for name in EVIL_NAMES:
        refused(tmp_path, pack(tmp_path / "more.llb", [*entries, (name, PAYLOAD)]))
        evil = FileEntry(name, hashlib.sha256(PAYLOAD).hexdigest(), len(PAYLOAD))
        text = replace(said, files=(*said.files, evil)).text().encode()
        refused(tmp_path, pack(tmp_path / "named.llb", [("envelope.json", text), *others, (name, PAYLOAD)]))


def test_a_symbolic_link_is_no_file(tmp_path: Path, good: Path) -> None:
    link = zipfile.ZipInfo("templates/quarterly.docx")
    link.external_attr = (0o120777) << 16
    entries: list[tuple[str | zipfile.ZipInfo, bytes]] = []
    said = envelope_of(good)
    target = b"/etc/passwd"
    files = tuple(
        replace(e, sha256=hashlib.sha256(target).hexdigest(), size=len(target)) if e.path.startswith("temp") else e
        for e in said.files
    )
    for name, content in entries_of(good).items():
        if name == "envelope.json":
            content = replace(said, files=files).text().encode()
        entries.append((link, target) if name == link.filename else (name, content))
    refused(tmp_path, pack(tmp_path / "link.llb", entries))


def test_a_bomb_is_not_unpacked(tmp_path: Path, good: Path) -> None:
    """50 MB of nought in 50 kB; and the same as an envelope."""
    nought = bytes(50 * 2**20)
    said = envelope_of(good)
    bomb = FileEntry("templates/quarterly.docx", hashlib.sha256(nought).hexdigest(), len(nought))
    others = [(n, c) for n, c in entries_of(good).items() if n not in ("envelope.json", bomb.path)]
    files = (*(e for e in said.files if e.path != bomb.path), bomb)
    text = replace(said, files=files).text().encode()
    entries = [("envelope.json", text), *others, (bomb.path, nought)]
    assert "不是联络簿的备份" in refused(tmp_path, pack(tmp_path / "bomb.llb", entries, zipfile.ZIP_DEFLATED))
    refused(tmp_path, pack(tmp_path / "text.llb", [("envelope.json", nought)], zipfile.ZIP_DEFLATED))


def test_a_size_that_lies(tmp_path: Path, good: Path) -> None:
    """The zip's own directory says other sizes than its entries have."""
    content = bytearray(good.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<II", content, at + 20, 2**31, 2**31)
    (tmp_path / "lies.llb").write_bytes(content)
    refused(tmp_path, tmp_path / "lies.llb")


def test_an_entry_twice(tmp_path: Path, good: Path) -> None:
    entries = list(entries_of(good).items())
    with pytest.warns(UserWarning, match="Duplicate"):
        pack(tmp_path / "twice.llb", [*entries, ("office.db", PAYLOAD)])
    refused(tmp_path, tmp_path / "twice.llb")


def test_something_else_altogether(tmp_path: Path, good: Path) -> None:
    assert good.exists()
    for name, content in (
        ("empty.llb", b""), ("short.db", b"SQLite"), ("text.llb", "随便写的".encode()), ("zip.llb", b"PK\x03\x04rest"),
        ("picture.db", b"\xff\xd8\xff" + bytes(5000)),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        refused(tmp_path, tmp_path / name)
    pack(tmp_path / "other.zip", [("readme.txt", b"hello")])
    refused(tmp_path, tmp_path / "other.zip")
    pack(tmp_path / "nothing.zip", [])
    refused(tmp_path, tmp_path / "nothing.zip")
    refused(tmp_path, tmp_path / "not there.llb")
    (tmp_path / "a folder.llb").mkdir()
    refused(tmp_path, tmp_path / "a folder.llb")


def test_another_sqlite_file(tmp_path: Path, good: Path) -> None:
    import sqlite3

    assert good.exists()
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE \"x'; DROP TABLE y; --\" (search TEXT, deleted INT)")
    other.close()
    refused(tmp_path, tmp_path / "other.db")
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute(f"PRAGMA application_id = {0x4C4C4231}")
    other.close()
    refused(tmp_path, tmp_path / "other.db")


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_cut_anywhere(tmp_path: Path, good: Path, share: float) -> None:
    content = good.read_bytes()
    (tmp_path / "cut.llb").write_bytes(content[: int(len(content) * share)])
    refused(tmp_path, tmp_path / "cut.llb")


def flips() -> Iterator[Callable[[bytearray], None]]:
    def one(at: float) -> Callable[[bytearray], None]:
        def flip(content: bytearray) -> None:
            content[int(at * (len(content) - 1))] ^= 0x10

        return flip

    return (one(at / 40) for at in range(41))


def test_a_flipped_bit_is_found_or_changes_nothing(tmp_path: Path, good: Path) -> None:
    """Anywhere in the file: either it is refused, or what comes back is exactly what went in."""
    then = state_of(tmp_path / "office")
    found = 0
    for number, flip in enumerate(flips()):
        content = bytearray(good.read_bytes())
        flip(content)
        (tmp_path / "flipped.llb").write_bytes(content)
        new = tmp_path / f"new{number}"
        try:
            backups.restore_new(tmp_path / "flipped.llb", new)
        except UserError:
            found += 1
            assert not new.exists()
        else:
            assert state_of(new) == then
    assert found > 35


def test_an_envelope_that_was_changed(tmp_path: Path, good: Path) -> None:
    """Its digest over all of it is found out; and with the digest made anew, what it says does not agree."""
    entries = entries_of(good)
    said = json.loads(entries["envelope.json"])
    for name, value in (("records", 5), ("sha256", "0" * 64), ("office", "f" * 32), ("format", 0), ("files", [])):
        changed = json.dumps({**said, name: value}).encode()
        refused(tmp_path, pack(tmp_path / "changed.llb", [*{**entries, "envelope.json": changed}.items()]))
    for one in (
        replace(envelope_of(good), sha256="0" * 64),
        replace(envelope_of(good), size=1),
        replace(envelope_of(good), files=()),
        replace(envelope_of(good), serial="1"),  # type: ignore[arg-type]
        replace(envelope_of(good), key=["x"]),  # type: ignore[arg-type]
    ):
        refused(tmp_path, pack(tmp_path / "told.llb", [*{**entries, "envelope.json": one.text().encode()}.items()]))
    newer = json.dumps({**said, "format": 2}).encode()
    newer_file = pack(tmp_path / "newer.llb", [*{**entries, "envelope.json": newer}.items()])
    assert "先更新程序" in refused(tmp_path, newer_file)


def test_a_copy_whose_envelope_names_other_places(tmp_path: Path, good: Path) -> None:
    """The same on a shelf: an envelope beside a copy is believed no more than one in a zip."""
    assert good.exists()
    with Office.open(tmp_path / "office") as office:
        copy = office.backup.make("manual")
    said = copy.envelope()
    assert said is not None
    evil = FileEntry("../evil.txt", hashlib.sha256(PAYLOAD).hexdigest(), len(PAYLOAD))
    place = copy.path.parent / "files" / evil.sha256[:2] / evil.sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(PAYLOAD)
    envelope.write(replace(said, files=(*said.files, evil)), copy.envelope_path)
    [again] = [c for c in backups.copies(tmp_path / "office") if c.path == copy.path]
    assert not again.sound
    with pytest.raises(UserError, match="清单损坏"):
        backups.restore(tmp_path / "office", again)
    assert not (tmp_path / "evil.txt").exists()


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_any_name_that_belongs_stays_in_its_folder(name: str) -> None:
    """Whatever is let through is a plain file of one of three folders, on every system."""
    for path in (name, f"templates/{name}", f"fonts/{name}", f"attachments/{name}"):
        if envelope.belongs(path):
            folder, _, rest = path.partition("/")
            assert folder in envelope.FOLDERS
            assert ".." not in rest.split("/")
            assert not set(rest) & set('\\:*?"<>|\x00')
            assert rest == rest.strip() and not rest.endswith(".")
            assert rest.count("/") == (1 if folder == "attachments" else 0)


def test_a_wrong_code_names_its_group(tmp_path: Path) -> None:
    with fill(tmp_path / "office") as office:
        code = keys.new_recovery_code()
        office.backup.hand_over(tmp_path / "parcel.llb", code)
    letters = list(code)
    letters[7] = next(letter for letter in keys.ALPHABET if letter != letters[7])
    with pytest.raises(UserError, match="移交码第 2 组"):
        backups.receive(tmp_path / "parcel.llb", tmp_path / "target", "".join(letters))
    with pytest.raises(UserError, match="移交码不对"):
        backups.receive(tmp_path / "parcel.llb", tmp_path / "target", keys.new_recovery_code())
    assert not (tmp_path / "target").exists()
    with pytest.raises(UserError, match="接收移交"):
        backups.restore_new(tmp_path / "parcel.llb", tmp_path / "target", code)


@pytest.mark.parametrize("content", [b"x", b"PK\x05\x06" + bytes(18)])
def test_a_tiny_file_is_called_by_its_own_name(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "一份.llb"
    file.write_bytes(content)
    with pytest.raises(UserError, match=r"“一份\.llb”不是联络簿的备份"):
        backups.restore_new(file, tmp_path / "new")
    assert not (tmp_path / "new").exists()

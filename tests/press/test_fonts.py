"""Which face is used, and why; the bundle itself."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from liaison import press
from liaison.press import fonts
from liaison.press.blocks import Document, Heading, Paragraph
from liaison.press.fonts import BUNDLED, NO_FANGSONG, ROLES, find_fonts, font_report
from liaison.press.sfnt import read_font
from tests.press.texts import RARE


@pytest.fixture(autouse=True)
def _fresh() -> None:
    fonts._find.cache_clear()


def _named(folder: Path, family: str, *, kind: bytes = b"\x00\x01\x00\x00", rights: int = 0, file: str) -> Path:
    """The smallest file that says of itself what the search reads: a family, its rights, its outlines."""
    raw = family.encode("utf-16-be")
    name = struct.pack(">HHH", 0, 1, 18) + struct.pack(">HHHHHH", 3, 1, 0x804, 1, len(raw), 0) + raw
    tables = {b"OS/2": struct.pack(">4HH", 4, 0, 400, 5, rights), b"name": name}
    tables[b"glyf" if kind != b"OTTO" else b"CFF "] = b"\0\0\0\0"
    head = kind + struct.pack(">HHHH", len(tables), 0, 0, 0)
    place = len(head) + 16 * len(tables)
    directory, body = b"", b""
    for tag, data in tables.items():
        directory += struct.pack(">4sIII", tag, 0, place + len(body), len(data))
        body += data
    path = folder / file
    path.write_bytes(head + directory + body)
    return path


def test_the_bundle_stays_small_and_has_its_licences() -> None:
    assert sum(path.stat().st_size for path in BUNDLED.iterdir()) <= 30_000_000
    assert {path.name for path in BUNDLED.glob("*.txt")} == {
        "OFL-NotoSerifSC.txt", "OFL-NotoSansSC.txt", "ARPHIC-gkai00mp.txt"}


def test_song_holds_gbk_extension_a_and_the_rare_names() -> None:
    held = fonts.load(BUNDLED / "NotoSerifSC-Regular.ttf").face.charToGlyph
    gbk = {ord(bytes((lead, trail)).decode("gbk")) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF)
           if trail != 0x7F and _decodes(bytes((lead, trail)))}
    hanzi = {code for code in gbk if 0x4E00 <= code <= 0x9FFF}
    assert len(hanzi) == 20902
    assert hanzi <= held.keys()
    assert set(range(0x3400, 0x4DB6)) <= held.keys()
    assert {ord(character) for character in RARE} <= held.keys()


def _decodes(pair: bytes) -> bool:
    try:
        return len(pair.decode("gbk")) == 1
    except UnicodeDecodeError:
        return False


def test_a_computer_without_fonts_uses_the_bundle_and_says_what_is_missing() -> None:
    report = font_report(press.bundled_fonts())
    assert len(report) == len(ROLES)
    assert [notice for _label, _face, notice in report] == [NO_FANGSONG, "", "", "", ""]
    assert press.bundled_fonts().notices == (NO_FANGSONG,)


def test_a_system_fangsong_is_found_by_its_file(tmp_path: Path) -> None:
    path = _named(tmp_path, "仿宋", file="SIMFANG.TTF")
    face = find_fonts(system=(tmp_path,)).face("fangsong")
    assert (face.path, face.name, face.bundled, face.notice) == (path, "仿宋", False, "")


def test_a_fangsong_of_the_offices_own_is_found_by_its_family(tmp_path: Path) -> None:
    path = _named(tmp_path, "朱雀仿宋", file="whatever.ttf")
    face = find_fonts(tmp_path, system=()).face("fangsong")
    assert (face.path, face.name) == (path, "朱雀仿宋")


def test_founders_faces_need_the_licence(tmp_path: Path) -> None:
    _named(tmp_path, "方正小标宋简体", file="FZXBSJW.TTF")
    _named(tmp_path, "方正仿宋_GBK", file="FZFSK.TTF")
    without = find_fonts(system=(tmp_path,))
    assert without.face("xiaobiaosong").bundled
    assert "方正仿宋_GBK" in without.face("fangsong").notice
    held = find_fonts(system=(tmp_path,), founder_licensed=True)
    assert held.face("xiaobiaosong").name == "方正小标宋简体"
    assert held.face("fangsong").notice == ""
    assert without.word_name("xiaobiaosong") == "方正小标宋简体", "Word files name the official face in any case"


@pytest.mark.parametrize(("kind", "rights"), [(b"OTTO", 0), (b"\x00\x01\x00\x00", 2)])
def test_faces_a_pdf_cannot_hold_are_passed_over(tmp_path: Path, kind: bytes, rights: int) -> None:
    _named(tmp_path, "仿宋", file="fang.otf", kind=kind, rights=rights)
    face = find_fonts(tmp_path, system=()).face("fangsong")
    assert face.bundled
    assert "fang.otf" in face.notice


def test_the_older_name_is_given_to_word_where_it_is_installed(tmp_path: Path) -> None:
    _named(tmp_path, "仿宋_GB2312", file="仿宋_GB2312.ttf")
    assert find_fonts(system=(tmp_path,)).word_name("fangsong") == "仿宋_GB2312"
    assert press.bundled_fonts().word_name("fangsong") == "仿宋"


def test_a_broken_file_is_no_font(tmp_path: Path) -> None:
    broken = tmp_path / "simfang.ttf"
    broken.write_bytes(b"not a font")
    assert read_font(broken) is None
    assert find_fonts(system=(tmp_path,)).face("fangsong").bundled


def test_another_face_leaves_every_line_where_it_was(tmp_path: Path) -> None:
    shutil.copyfile(BUNDLED / "gkai00mp.ttf", tmp_path / "simfang.ttf")
    other = find_fonts(system=(tmp_path,))
    assert not other.face("fangsong").bundled
    document = Document("字体", (Heading(2, f"（一）{RARE}"), Paragraph(f"2026年共12.5%，{RARE}。" * 9)))
    assert press.lay(document, other).pages == press.lay(document, press.bundled_fonts()).pages
    assert press.pdf_bytes(document, other) != press.pdf_bytes(document, press.bundled_fonts())


def test_a_face_is_parsed_once() -> None:
    path = BUNDLED / "gkai00mp.ttf"
    assert fonts.load(path) is fonts.load(path)

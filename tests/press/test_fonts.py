"""Which face is used, and why; the bundle itself."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont

from liaison import press
from liaison.errors import UserError
from liaison.press import fonts
from liaison.press.blocks import Document, Heading, Paragraph
from liaison.press.fontroles import ROLES
from liaison.press.fonts import BUNDLED, NO_FANGSONG, add_font, find_fonts, font_report
from liaison.press.sfnt import read_font
from tests.press.texts import RARE


@pytest.fixture(scope="module")
def small() -> bytes:
    """A real TrueType font of a few characters, cut out of the bundled 楷体."""
    options = subset.Options(layout_features=[], notdef_outline=True, drop_tables=["GSUB", "GPOS", "vhea", "vmtx"])
    font = subset.load_font(str(BUNDLED / "gkai00mp.ttf"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="中文一二三")
    cutter.subset(font)
    stream = io.BytesIO()
    font.save(stream)
    font.close()
    return stream.getvalue()


class Maker:
    """Makes font files that say of themselves what a test needs."""

    def __init__(self, small: bytes) -> None:
        self.small = small

    def __call__(self, folder: Path, family: str, *, file: str, rights: int = 0, whole_face: bool = False,
                 name: str = "Made") -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        source = BUNDLED / "gkai00mp.ttf" if whole_face else io.BytesIO(self.small)
        with TTFont(source) as font:
            font["name"].names = []
            font["name"].setName(family, 1, 3, 1, 0x804)
            font["name"].setName(name, 6, 3, 1, 0x409)
            font["OS/2"].fsType = rights
            font.save(folder / file)
        return folder / file

    def postscript(self, folder: Path, family: str, *, file: str) -> Path:
        """A font with CFF outlines."""
        pen = T2CharStringPen(1000, None)
        pen.moveTo((0, 0))
        pen.lineTo((500, 0))
        pen.lineTo((500, 500))
        pen.closePath()
        glyph = pen.getCharString()
        builder = FontBuilder(1000, isTTF=False)
        builder.setupGlyphOrder([".notdef", "one"])
        builder.setupCharacterMap({0x4E00: "one"})
        builder.setupCFF("Made", {}, {".notdef": glyph, "one": glyph}, {})
        builder.setupHorizontalMetrics({".notdef": (1000, 0), "one": (1000, 0)})
        builder.setupHorizontalHeader(ascent=880, descent=-120)
        builder.setupNameTable({"familyName": family, "styleName": "Regular"})
        builder.setupOS2()
        builder.setupPost()
        builder.save(folder / file)
        return folder / file

    def collection(self, folder: Path, *families: str, file: str) -> Path:
        """A TTC of whole faces."""
        fonts = [TTFont(self(folder, family, file=f"{number}.part", whole_face=True))
                 for number, family in enumerate(families)]
        holder = TTCollection()
        holder.fonts = fonts
        holder.save(folder / file)
        for number, font in enumerate(fonts):
            font.close()
            (folder / f"{number}.part").unlink()
        return folder / file


@pytest.fixture
def make(small: bytes) -> Maker:
    """Makes font files."""
    return Maker(small)


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


def test_a_system_fangsong_is_found_by_its_file(tmp_path: Path, make: Maker) -> None:
    path = make(tmp_path, "仿宋", file="SIMFANG.TTF")
    face = find_fonts(system=(tmp_path,)).face("fangsong")
    assert (face.path, face.name, face.bundled, face.notice) == (path, "仿宋", False, "")


def test_a_fangsong_of_the_offices_own_is_found_by_its_family(tmp_path: Path, make: Maker) -> None:
    path = make(tmp_path, "朱雀仿宋", file="whatever.ttf")
    face = find_fonts(tmp_path, system=()).face("fangsong")
    assert (face.path, face.name) == (path, "朱雀仿宋")


def test_founders_faces_need_the_licence(tmp_path: Path, make: Maker) -> None:
    make(tmp_path, "方正小标宋简体", file="FZXBSJW.TTF")
    make(tmp_path, "方正仿宋_GBK", file="FZFSK.TTF")
    without = find_fonts(system=(tmp_path,))
    assert without.face("xiaobiaosong").bundled
    assert "方正仿宋_GBK" in without.face("fangsong").notice
    held = find_fonts(system=(tmp_path,), founder_licensed=True)
    assert held.face("xiaobiaosong").name == "方正小标宋简体"
    assert held.face("fangsong").notice == ""
    assert without.word_name("xiaobiaosong") == "方正小标宋简体", "Word files name the official face in any case"


def test_a_system_fangsong_is_found_by_its_family_whatever_its_file_is_called(tmp_path: Path, make: Maker) -> None:
    path = make(tmp_path, "FangSong", file="a1.ttf")
    make(tmp_path, "微软雅黑", file="msyh.ttf")
    found = find_fonts(system=(tmp_path,))
    assert found.face("fangsong").path == path
    assert found.face("hei").bundled


def test_families_are_only_looked_through_where_no_file_name_is_known(
    tmp_path: Path, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for family, file in (("仿宋", "simfang.ttf"), ("华文中宋", "stzhongs.ttf"), ("黑体", "simhei.ttf"),
                         ("楷体", "simkai.ttf"), ("宋体", "simsun.ttf"), ("别的", "other.ttf")):  # fmt: skip
        make(tmp_path, family, file=file)
    seen: list[str] = []
    read = fonts.read_font
    monkeypatch.setattr(fonts, "read_font", lambda path: seen.append(path.name) or read(path))
    assert not any(face.bundled for face in find_fonts(system=(tmp_path,)).faces)
    assert "other.ttf" not in seen


def test_the_offices_own_face_comes_before_the_systems(tmp_path: Path, make: Maker) -> None:
    make(tmp_path / "system", "华文中宋", file="STZHONGS.TTF")
    own = make(tmp_path / "own", "某某小标宋", file="mine.ttf")
    found = find_fonts(tmp_path / "own", system=(tmp_path / "system",))
    assert found.face("xiaobiaosong").path == own


def test_a_file_put_into_the_folder_counts_at_once(tmp_path: Path, make: Maker) -> None:
    own = tmp_path / "fonts"
    assert find_fonts(own, system=()).face("fangsong").bundled
    make(own, "朱雀仿宋", file="zq.ttf")
    assert find_fonts(own, system=()).face("fangsong").name == "朱雀仿宋"


def test_a_font_that_the_system_is_given_counts_at_once(tmp_path: Path, make: Maker) -> None:
    assert find_fonts(system=(tmp_path,)).face("fangsong").bundled
    make(tmp_path, "仿宋", file="simfang.ttf")
    assert not find_fonts(system=(tmp_path,)).face("fangsong").bundled


def test_founders_face_is_named_for_its_role(tmp_path: Path, make: Maker) -> None:
    make(tmp_path, "方正小标宋简体", file="FZXBSJW.TTF")
    make(tmp_path, "仿宋", file="simfang.ttf")
    found = find_fonts(system=(tmp_path,))
    assert "方正小标宋简体 为方正字体" in found.face("xiaobiaosong").notice
    assert found.notices == (), "only a missing 仿宋 is said with every paper"


def test_a_system_face_is_not_missed_where_ours_is_as_good(tmp_path: Path, make: Maker) -> None:
    for family, file in (("方正黑体_GBK", "FZHTK.TTF"), ("方正楷体_GBK", "FZKTK.TTF"), ("方正书宋_GBK", "FZSSK.TTF")):
        make(tmp_path, family, file=file)
    assert [notice for _role, _face, notice in font_report(find_fonts(system=(tmp_path,)))[2:]] == ["", "", ""]
    own = font_report(find_fonts(tmp_path, system=()))
    assert all("为方正字体" in notice for _role, _face, notice in own[2:]), "a file put there by hand is answered"


@pytest.mark.parametrize("place", ["own", "system"])
def test_postscript_outlines_are_passed_over_by_name(tmp_path: Path, make: Maker, place: str) -> None:
    make.postscript(tmp_path, "仿宋", file="fang.otf")
    found = find_fonts(tmp_path, system=()) if place == "own" else find_fonts(system=(tmp_path,))
    assert found.face("fangsong").bundled
    assert "fang.otf 是 OTF" in found.face("fangsong").notice
    assert found.notices == (found.face("fangsong").notice,)


@pytest.mark.parametrize(("rights", "taken"), [(0, True), (2, False), (4, True), (8, True), (6, True), (0x200, False),
                                               (0x100, False)])
def test_a_makers_word_on_embedding_is_kept(tmp_path: Path, make: Maker, rights: int, taken: bool) -> None:
    make(tmp_path, "仿宋", file="fang.ttf", rights=rights)
    face = find_fonts(tmp_path, system=()).face("fangsong")
    assert face.bundled is not taken
    assert ("fang.ttf 的厂商不允许" in face.notice) is not taken


def test_a_cut_file_is_passed_over(tmp_path: Path, make: Maker) -> None:
    path = make(tmp_path, "仿宋", file="simfang.ttf")
    path.write_bytes(path.read_bytes()[:-200])
    face = find_fonts(system=(tmp_path,)).face("fangsong")
    assert face.bundled and "simfang.ttf 不完整" in face.notice


def test_a_face_that_a_pdf_chokes_on_is_passed_over(tmp_path: Path, make: Maker) -> None:
    make(tmp_path, "仿宋", file="fang.ttf", name="仿宋")
    face = find_fonts(tmp_path, system=()).face("fangsong")
    assert face.bundled and "fang.ttf 里有 PDF 用不了的内容" in face.notice


def test_the_older_name_is_given_to_word_where_it_is_installed(tmp_path: Path, make: Maker) -> None:
    make(tmp_path, "仿宋_GB2312", file="仿宋_GB2312.ttf")
    assert find_fonts(system=(tmp_path,)).word_name("fangsong") == "仿宋_GB2312"
    assert press.bundled_fonts().word_name("fangsong") == "仿宋"


def test_the_older_face_is_known_under_the_newer_ones_file_name(tmp_path: Path, make: Maker) -> None:
    make(tmp_path, "楷体_GB2312", file="simkai.ttf")
    found = find_fonts(system=(tmp_path,))
    assert (found.word_name("kai"), found.face("kai").name) == ("楷体_GB2312", "楷体_GB2312")


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


# fonts that the user adds ------------------------------------------------------------------------------------------


def test_a_font_added_is_used_from_then_on(tmp_path: Path, make: Maker) -> None:
    source = make(tmp_path / "stick", "朱雀仿宋", file="zhuque.ttf", whole_face=True)
    office = tmp_path / "office"
    kept = add_font(office, source)
    assert kept == office / "fonts" / "zhuque.ttf"
    assert kept.read_bytes() == source.read_bytes()
    found = find_fonts(office / "fonts", system=())
    assert (found.face("fangsong").path, found.notices) == (kept, ())
    assert press.pdf_bytes(Document("x", (Paragraph("正文。"),)), found).startswith(b"%PDF")
    assert add_font(office, kept) == kept, "adding the copy itself changes nothing"


def test_a_collection_can_be_added(tmp_path: Path, make: Maker) -> None:
    source = make.collection(tmp_path, "仿宋", "别的", file="both.ttc")
    add_font(tmp_path / "office", source)
    face = find_fonts(tmp_path / "office" / "fonts", system=()).face("fangsong")
    assert face.path.name == "both.ttc"
    assert press.pdf_bytes(Document("x", (Paragraph("正文。"),)), find_fonts(tmp_path / "office" / "fonts", system=()))


def test_what_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, make: Maker) -> None:
    text = tmp_path / "说明.ttf"
    text.write_text("不是字体", encoding="utf-8")
    cut = make(tmp_path, "仿宋", file="cut.ttf")
    cut.write_bytes(cut.read_bytes()[:-200])
    wrong = {
        tmp_path / "没有.ttf": "读不出来",
        text: "不是字体文件",
        tmp_path: "不是字体文件",
        cut: "不完整",
        make.postscript(tmp_path, "仿宋", file="a.otf"): "OTF",
        make(tmp_path, "仿宋", file="b.ttf", rights=2): "不允许",
        make(tmp_path, "仿宋", file="c.ttf"): "缺 3,75[0-9] 个常用汉字",
        make(tmp_path, "微软雅黑", file="d.ttf", whole_face=True): "用不到",
        make(tmp_path, "仿宋", file="e.ttf", name="仿宋"): "PDF 用不了",
    }
    for source, words in wrong.items():
        with pytest.raises(UserError, match=words):
            add_font(tmp_path / "office", source)
    assert not (tmp_path / "office").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the folder's owner may write anyway")
def test_a_folder_that_cannot_be_written(tmp_path: Path, make: Maker) -> None:
    source = make(tmp_path, "仿宋", file="a.ttf", whole_face=True)
    office = tmp_path / "office"
    office.mkdir(mode=0o500)
    with pytest.raises(UserError, match="复制不了"):
        add_font(office, source)

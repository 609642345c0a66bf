"""The office's own Word file as a paper's form: what is kept, what is filled in, what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st

from liaison import press
from liaison.errors import UserError
from liaison.press.blocks import (
    Addressee,
    AttachmentHead,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Imprint,
    Note,
    PageSums,
    Paragraph,
    Photo,
    Photos,
    RedHead,
    Section,
    Signature,
    Table,
    Title,
)
from liaison.press.plaintext import plain_text
from liaison.press.word import template
from liaison.press.word.templatemarks import fill
from tests.press.everything import DOCUMENTS, DOT
from tests.press.libreoffice import saved_again
from tests.press.texts import corpus
from tests.press.wordschema import problems

OFFICE, DATE = "石桥镇政协委员联络处", "2026年9月30日"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _paper(*more: Block) -> Document:
    return Document(
        "关于第三季度工作的汇报",
        (
            RedHead("自带的红头", "石协联〔2026〕12号", ("王堃",)),
            Title("关于第三季度工作的汇报"),
            Addressee("中共石桥镇委员会"),
            *(Paragraph(text) for text in corpus(21, 1500)),
            Heading(1, "一、工作措施"),
            Table((Column("序号"), Column("姓名")), (("1", "吴𬭚"), ("2", "王堃"))),
            *more,
            Signature(OFFICE, DATE),
            Note("联系人：张三"),
            AttachmentHead(1, "名单"),
            Photos((Photo(DOT, "学习"), Photo(DOT, "走访"))),
            Imprint(("县政协办公室",), (), OFFICE, DATE),
        ),
    )


def _office(marked: bool = True) -> WordDocument:
    """A file as an office has: red head with a picture and a table, a head on every page, 版记, its own 标题 1."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin = Mm(30), Mm(30), Mm(40)
    section.header.paragraphs[0].text = "内部资料"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "首页"
    own = word.styles["Heading 1"]
    own.font.color.rgb, own.font.size = RGBColor(0, 0x80, 0), Pt(17)
    head = word.add_paragraph()
    head.add_run("政协石桥镇联络处文件").font.color.rgb = RGBColor(255, 0, 0)
    head.add_run().add_picture(io.BytesIO(DOT), width=Mm(20))
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "【文号】" if marked else "文号"
    table.cell(0, 1).text = "签发人：【签发人】" if marked else "签发人"
    if marked:
        title = word.add_paragraph()
        title.add_run("【标").bold = True
        title.add_run("题】")
        word.add_paragraph("【主送】：")
        word.add_paragraph("【正文】")
        word.add_paragraph("【落款】")
        word.add_paragraph("（印章）【日期】")
        word.add_paragraph("抄送：【抄送】。")
        word.add_paragraph("办公室印制")
    return word


@pytest.fixture
def save(tmp_path: Path) -> Callable[[WordDocument], Path]:
    """Keeps a template as a file."""

    def keep(word: WordDocument) -> Path:
        word.save(tmp_path / "模板.docx")
        return tmp_path / "模板.docx"

    return keep


@lru_cache
def _before(template_file: bytes) -> frozenset[str]:
    return frozenset(problems(template_file))


def _filled(document: Document, path: Path, faces: press.FontSet) -> tuple[bytes, WordDocument]:
    template.check(path)
    data = press.word_bytes(document, faces, template=path)
    assert set(problems(data)) <= _before(path.read_bytes()), "nothing is wrong that was not wrong before"
    return data, docx.Document(io.BytesIO(data))


def _texts(word: WordDocument) -> list[str]:
    """Paragraphs and cells in order."""
    found = []
    for element in word.element.body.iter(f"{W}p"):
        found.append("".join(text.text or "" for text in element.iter(f"{W}t")))
    return found


def test_head_and_tail_stay_and_the_body_stands_between(save: Any, faces: press.FontSet) -> None:
    document = _paper()
    _data, word = _filled(document, save(_office()), faces)
    texts = _texts(word)
    joined = "\n".join(texts)
    assert "【" not in joined
    places = [joined.index(words) for words in (
        "政协石桥镇联络处文件", "石协联〔2026〕12号", "签发人：王堃", "关于第三季度工作的汇报", "中共石桥镇委员会：",
        "一、工作措施", OFFICE, f"（印章）{DATE}", "（联系人：张三）", "附件1", "学习", "抄送：县政协办公室。",
        "办公室印制",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "自带的红头" not in joined, "the template's head stands for ours"
    assert "中共石桥镇委员会：：" not in joined
    paragraphs = tuple(block for block in document.blocks if isinstance(block, Paragraph))
    for line in plain_text(Document("x", paragraphs)).splitlines():
        assert texts.count(line) == 1
    assert texts.count("关于第三季度工作的汇报") == 1
    assert joined.count(OFFICE) == 1 and joined.count(DATE) == 1


def test_sheet_headers_and_pictures_are_the_templates(save: Any, faces: press.FontSet) -> None:
    data, word = _filled(_paper(), save(_office()), faces)
    section = word.sections[0]
    assert (round(section.left_margin.mm), round(section.top_margin.mm)) == (30, 40)
    assert section.header.paragraphs[0].text == "内部资料"
    assert section.first_page_header.paragraphs[0].text == "首页"
    assert len(word.inline_shapes) == 3, "its own picture and ours"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "word/theme/theme1.xml" in package.namelist()
    widths = [int(column.get(f"{W}w")) for column in word.tables[1]._tbl.iter(f"{W}gridCol")]
    assert sum(widths) == pytest.approx(Mm(150).twips, abs=20), "our table is as wide as the template's text"


def test_a_marks_format_is_kept(save: Any, faces: press.FontSet) -> None:
    _data, word = _filled(_paper(), save(_office()), faces)
    title = next(each for each in word.paragraphs if each.text == "关于第三季度工作的汇报")
    assert title.runs[0].bold and title.runs[0].text == "关于第三季度工作的汇报"


def test_its_styles_win_and_ours_are_added_once(save: Any, faces: press.FontSet) -> None:
    form = _office()
    clash = form.styles.add_style("PaperBody", WD_STYLE_TYPE.CHARACTER)
    assert clash.style_id == "PaperBody"
    form.styles.add_style("署名", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(20)
    _data, word = _filled(_paper(), save(form), faces)
    heading = next(each for each in word.paragraphs if each.text == "一、工作措施")
    assert heading.style.name == "一级标题"
    assert heading.style.base_style.name == "Heading 1"
    assert heading.style.base_style.font.color.rgb == RGBColor(0, 0x80, 0)
    body = next(each for each in word.paragraphs if each.text.startswith(corpus(21, 1500)[0][:9]))
    assert body.style.name == "公文正文" and body.style.style_id != "PaperBody"
    names = [style.name for style in word.styles]
    assert names.count("公文正文") == 1 and "大字" not in names, "only what is used is added"
    plain, _ = _filled(_paper(), save(_with_words_only()), faces)
    signer = next(each for each in docx.Document(io.BytesIO(plain)).paragraphs if each.text == OFFICE)
    assert signer.style.name == "署名"


def _with_words_only() -> WordDocument:
    word = docx.Document()
    word.add_paragraph("某某文件")
    word.add_paragraph("【正文】")
    return word


def test_styles_are_known_by_name_whatever_their_ids(save: Any, faces: press.FontSet) -> None:
    """Word numbers the ids of its own styles in Chinese files: 1 for 标题 1, a for 正文."""
    form = _with_words_only()
    own = form.styles["Heading 1"]
    own.element.set(f"{W}styleId", "1")
    own.font.size = Pt(19)
    _data, word = _filled(_paper(), save(form), faces)
    heading = next(each for each in word.paragraphs if each.text == "一、工作措施")
    assert heading.style.base_style.style_id == "1" and heading.style.base_style.font.size == Pt(19)


def test_two_tables_do_not_touch(save: Any, faces: press.FontSet) -> None:
    form = docx.Document()
    form.add_table(1, 1).cell(0, 0).text = "红头"
    form.add_paragraph("【正文】")
    _data, word = _filled(Document("x", (Table((Column("甲"),), (("1",),)),)), save(form), faces)
    assert word.tables[0]._tbl.getnext().tag == f"{W}p"
    assert len(word.tables) == 2


def test_without_a_mark_the_body_follows_the_head(save: Any, faces: press.FontSet) -> None:
    _data, word = _filled(_paper(), save(_office(marked=False)), faces)
    texts = _texts(word)
    assert texts.index("文号") < texts.index("关于第三季度工作的汇报") < texts.index(OFFICE)
    assert "自带的红头" not in "".join(texts)
    assert "县政协办公室" in "".join(texts), "without 版记 of its own, ours is written"


def test_an_empty_template_gives_only_its_styles(save: Any, faces: press.FontSet) -> None:
    word = docx.Document()
    word.add_paragraph()
    _data, filled = _filled(_paper(), save(word), faces)
    joined = "".join(_texts(filled))
    assert "自带的红头" in joined and "石协联〔2026〕12号" in joined


def test_what_a_document_has_nothing_for_is_taken_away(save: Any, faces: press.FontSet) -> None:
    _data, word = _filled(Document("x", (Paragraph("只有一段。"),)), save(_office()), faces)
    texts = _texts(word)
    joined = "".join(texts)
    assert "只有一段。" in texts and "办公室印制" in texts
    assert not [words for words in ("【", "签发人", "抄送", "印章", "：") if words in joined]


def _boxed(text: str) -> Any:
    """A paragraph with a text box of the older kind anchored in it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f'<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>外面</w:t></w:r><w:r><w:pict><v:shape>'
        f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
        "</w:pict></w:r></w:p>"
    )


def test_marks_in_boxes_and_headers_are_filled_too(save: Any, faces: press.FontSet) -> None:
    form = _with_words_only()
    form.element.body.insert(0, _boxed("【文号】"))
    form.sections[0].header.paragraphs[0].text = "【标题】（第【文号】号）"
    word = docx.Document(io.BytesIO(press.word_bytes(_paper(), faces, template=save(form))))
    assert word.sections[0].header.paragraphs[0].text == "关于第三季度工作的汇报（第石协联〔2026〕12号号）"
    boxed = next(word.element.body.iter(f"{W}txbxContent"))
    assert [text.text for text in boxed.iter(f"{W}t")] == ["石协联〔2026〕12号"]
    assert word.paragraphs[0].text == "外面"


@given(st.lists(st.sampled_from(["甲", "【标题】", "【 落款 】", "【别的】", "：", "【", "】"]), max_size=8), st.data())
def test_a_mark_is_found_however_it_is_parted_into_runs(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    paragraph = docx.Document().add_paragraph()
    while text:
        cut = data.draw(st.integers(1, len(text)))
        paragraph.add_run(text[:cut])
        text = text[cut:]
    written = paragraph.text
    fill(paragraph._p.getparent(), {"标题": "题", "落款": "款："})
    wanted = re.sub(r"【 落款 】(?=：)", "款", written)
    assert paragraph.text == wanted.replace("【标题】", "题").replace("【 落款 】", "款：")


def test_turned_sheets_keep_the_templates_headers(save: Any, faces: press.FontSet) -> None:
    document = _paper(Section(landscape=True), Table((Column("甲"), Column("乙")), (("1", "2"),)), Section())
    _data, word = _filled(document, save(_office()), faces)
    ways = [(section.orientation, round(section.page_width.mm)) for section in word.sections]
    assert ways == [(WD_ORIENT.PORTRAIT, 210), (WD_ORIENT.LANDSCAPE, 297), (WD_ORIENT.PORTRAIT, 210)]
    assert round(word.sections[1].top_margin.mm) == 30
    assert [section.different_first_page_header_footer for section in word.sections] == [True, False, False]
    assert all(section.header.paragraphs[0].text == "内部资料" for section in word.sections)


def test_every_document_of_a_batch_gets_head_and_tail(save: Any, faces: press.FontSet) -> None:
    letters: list[Block] = []
    for number in range(1, 4):
        letters += [Section(restart=True, opens=True)] if letters else []
        letters += [Title(f"感谢状之{number}"), Paragraph(f"第{number}位。"), Signature(OFFICE, f"2026年9月{number}日")]
    form = _office()
    form.paragraphs[0]._p.append(docx.oxml.OxmlElement("w:bookmarkStart"))
    start = form.paragraphs[0]._p[-1]
    start.set(f"{W}id", "0")
    start.set(f"{W}name", "_GoBack")
    _data, word = _filled(Document("感谢状", tuple(letters)), save(form), faces)
    texts = _texts(word)
    assert texts.count("政协石桥镇联络处文件") == 3 and texts.count("办公室印制") == 3
    order = [texts.index(f"{words}{number}{end}") for number in range(1, 4)
             for words, end in (("感谢状之", ""), ("第", "位。"), ("（印章）2026年9月", "日"))]  # fmt: skip
    assert order == sorted(order)
    assert len(word.sections) == 3 and len(word.inline_shapes) == 3
    starts = [section._sectPr.find(f"{W}pgNumType") for section in word.sections]
    assert [each is not None and each.get(f"{W}start") for each in starts] == [False, "1", "1"]


def test_a_table_shows_its_total_instead_of_every_pages(save: Any, faces: press.FontSet) -> None:
    def row(label: str, totals: Any) -> tuple[str | Cell, ...]:
        return (label, str(totals.get("money", 0)))

    table = Table((Column("项"), Column("数")), (("甲", "1"),) * 90, sums=PageSums(({"money": 1},) * 90, row))
    _data, word = _filled(Document("x", (table,)), save(_with_words_only()), faces)
    texts = _texts(word)
    assert "过次页" not in texts
    assert texts[texts.index("累计") + 1] == "90"


def test_every_kind_of_paper_can_be_filled_in(save: Any, faces: press.FontSet) -> None:
    path = save(_office())
    for name in ("everything", "letter", "minutes", "book"):
        _filled(DOCUMENTS[name], path, faces)


def test_our_own_files_can_be_templates(tmp_path: Path, faces: press.FontSet) -> None:
    """An office may take a paper that it once made, and numbers of drawings and names of styles must not clash."""
    path = tmp_path / "旧稿.docx"
    press.write_word(DOCUMENTS["everything"], path, faces)
    _data, word = _filled(_paper(), path, faces)
    assert len({style.name for style in word.styles}) == len(list(word.styles))


def test_line_ends_are_left_to_word(save: Any, faces: press.FontSet) -> None:
    data, _word = _filled(_paper(), save(_with_words_only()), faces)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("word/document.xml").decode()
    assert not re.search(r"<w:rPr>[^/]*/><w:spacing", xml)
    assert "\u200b" not in xml


# what is refused -------------------------------------------------------------------------------------------------


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def _good() -> dict[str, bytes]:
    stream = io.BytesIO()
    docx.Document().save(stream)
    with zipfile.ZipFile(stream) as package:
        return {name: package.read(name) for name in package.namelist()}


def _changed(part: str, old: bytes, new: bytes) -> bytes:
    parts = _good()
    assert old in parts[part]
    return _zipped({**parts, part: parts[part].replace(old, new)})


def _flipped() -> bytes:
    data = bytearray(_zipped(_good()))
    data[len(data) // 2] ^= 0xFF
    return bytes(data)


def _locked() -> bytes:
    data = bytearray(_zipped({"[Content_Types].xml": b"x", "a": b"b"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + place] |= 1
    return bytes(data)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "text": (lambda: "不是文件".encode(), "不是 Word 文件"),
    "nothing": (lambda: b"", "不是 Word 文件"),
    "old": (lambda: _OLE, "是旧格式，请在 Word 或 WPS 里另存为 docx"),
    "password": (lambda: _OLE + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
    "locked zip": (_locked, "设了密码"),
    "cut zip": (lambda: _zipped(_good())[:-400], "已经损坏"),
    "flipped zip": (_flipped, "已经损坏"),
    "other zip": (lambda: _zipped({"a.txt": b"x"}), "不是 Word 文件"),
    "macros": (lambda: _changed("[Content_Types].xml", b"openxmlformats-officedocument.wordprocessingml.document.main",
                                b"ms-word.document.macroEnabled.main"), "带有宏"),
    "macro part": (lambda: _zipped({**_good(), "word/vbaProject.bin": b"x"}), "带有宏"),
    "dotx": (lambda: _changed("[Content_Types].xml", b"document.main+xml", b"template.main+xml"), "是 dotx 格式"),
    "sheet": (lambda: _changed("[Content_Types].xml", b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"),
              "不是 Word 文件"),
    "bomb": (lambda: _zipped({**_good(), "word/media/big.bmp": bytes(160_000_000)}), "内容太多"),
    "many parts": (lambda: _zipped({**_good(), **{f"a{number}": b"" for number in range(3001)}}), "内容太多"),
    "no body": (lambda: _changed("word/document.xml", b"w:body", b"w:bodice"), "没有正文"),
    "broken part": (lambda: _changed("word/document.xml", b"</w:body>", b""), "已经损坏"),
    "broken styles": (lambda: _changed("word/styles.xml", b"</w:styles>", b""), "已经损坏"),
    "no main part": (lambda: _zipped({name: data for name, data in _good().items() if name != "word/document.xml"}),
                     "已经损坏"),
    "strict": (lambda: _changed("_rels/.rels", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/off",
                                b"http://purl.oclc.org/ooxml/officeDocument/relationships/off"), "“严格”格式"),
    "margins": (lambda: _changed("word/document.xml", b'w:left="1800"', b'w:left="7800"'), "页边距太大"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_wrong_template_gets_a_sentence(name: str, tmp_path: Path, faces: press.FontSet) -> None:
    make, words = REFUSED[name]
    path = tmp_path / "模板.docx"
    path.write_bytes(make())
    with pytest.raises(UserError) as told:
        template.check(path)
    assert words in told.value.sentence and "“模板.docx”" in told.value.sentence
    with pytest.raises(UserError):
        press.word_bytes(Document("x", (Paragraph("甲"),)), faces, template=path)


_GOOD = _good()


@given(st.sampled_from(sorted(name for name in _GOOD if name.endswith((".xml", ".rels")))), st.floats(0, 1),
       st.integers(0, 40), st.sampled_from([b"", b"<a/>", b"\x00", b"w:"]))  # fmt: skip
def test_a_spoilt_part_is_either_harmless_or_refused(
    tmp_path: Path, part: str, place: float, gone: int, put: bytes
) -> None:
    at = int(place * len(_GOOD[part]))
    path = tmp_path / "模板.docx"
    path.write_bytes(_zipped({**_GOOD, part: _GOOD[part][:at] + put + _GOOD[part][at + gone:]}))
    with suppress(UserError):
        template.check(path)


def test_a_file_that_is_gone_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="读不出来"):
        template.check(tmp_path / "没有.docx")
    large = tmp_path / "大.docx"
    with large.open("wb") as stream:
        stream.truncate(31_000_000)
    with pytest.raises(UserError, match="太大"):
        template.check(large)


def test_the_body_needs_a_line_of_its_own(save: Any) -> None:
    word = docx.Document()
    word.add_table(1, 1).cell(0, 0).text = "【正文】"
    with pytest.raises(UserError, match="单独成一段"):
        template.check(save(word))


def test_a_protected_template_gives_a_paper_that_can_be_edited(save: Any, faces: press.FontSet) -> None:
    word = _with_words_only()
    from docx.oxml import parse_xml

    word.settings.element.insert(0, parse_xml(
        '<w:documentProtection xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:edit="readOnly"'
        ' w:enforcement="1"/>'))
    data, _ = _filled(_paper(), save(word), faces)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"documentProtection" not in package.read("word/settings.xml")


@pytest.mark.libreoffice
def test_libreoffice_opens_it_with_every_text_once(tmp_path: Path, save: Any, faces: press.FontSet) -> None:
    document = _paper()
    data = saved_again(press.word_bytes(document, faces, template=save(_office())), tmp_path)
    texts = _texts(docx.Document(io.BytesIO(data)))
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert texts.count(str(block.runs)) == 1
    for words in ("政协石桥镇联络处文件", "石协联〔2026〕12号", "一、工作措施", OFFICE, "附件1"):
        assert "".join(texts).count(words) == 1

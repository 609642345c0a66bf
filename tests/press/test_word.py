"""The Word file by itself: whole, in the schema's order, with real styles; then turned to PDF by LibreOffice."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from lxml import etree

from liaison import press
from liaison.errors import UserError
from liaison.press.blocks import (
    Addressee,
    AttachmentHead,
    AttachmentNote,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Properties,
    Run,
    Signature,
    Subtitle,
    Table,
    Title,
)
from liaison.press.plaintext import plain_text
from tests.press.libreoffice import saved_again, turned_to_pdf
from tests.press.texts import RARE, calibration, corpus

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
def _report() -> Document:
    strokes = (((0.1, 0.2), (0.5, 0.9), (0.9, 0.1)), ((0.3, 0.3),))
    rows = tuple(
        (str(number), "吴𬭚", "石桥镇人民政府农业农村办公室主任、高级农艺师" if number % 4 == 0 else "中心小学",
         Cell(strokes=strokes))
        for number in range(1, 50)
    )
    return Document(
        "第三季度工作汇报",
        (
            Title("石桥镇政协委员联络处关于2026年第三季度工作情况的汇报"),
            Addressee("中共石桥镇委员会"),
            *(Paragraph(text) for text in corpus(11, 700)),
            Heading(1, "一、工作措施"),
            Heading(2, "（一）加强学习"),
            *(Paragraph(text) for text in corpus(12, 900)),
            Heading(3, "1.委员履职"),
            Paragraph((Run("共开展活动"), Run("12", figure="activities.count"), Run("次，"),
                       Run("成效好。", role="kai"))),
            Heading(4, "（1）其他"),
            *(Paragraph(text) for text in corpus(13, 900)),
            AttachmentNote(("统计表", "2026年第三季度爱心捐赠台账与荣誉登记簿摘要及其说明材料汇总情况一览表")),
            Signature("石桥镇政协委员联络处", "2026年9月30日"),
            Note("联系人：张三"),
            AttachmentHead(1, "2026年第三季度委员履职情况统计表"),
            Table((Column("序号", width_mm=16, align="center"), Column("姓名", width_mm=26, align="center"),
                   Column("工作单位及职务"), Column("签名", width_mm=36)), rows,
                  foot=((Cell("合计", span=3, align="center"), "49"),)),
            PageBreak(),
            Table((Column("事项"), Column("金额", align="right")), (("捐赠", "1,409.50"),), caption="捐赠汇总"),
            Paragraph("说明。"),
        ),
        Properties(author="石桥镇政协委员联络处", subject="季度汇报"),
    )


@pytest.fixture(scope="module")
def parts(faces: press.FontSet) -> dict[str, bytes]:
    """The parts of a Word file that holds every kind of block."""
    with zipfile.ZipFile(io.BytesIO(press.word_bytes(_report(), faces))) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_word_opens_it_with_the_text_that_went_in(faces: press.FontSet) -> None:
    document = _report()
    opened = docx.Document(io.BytesIO(press.word_bytes(document, faces)))
    texts = [paragraph.text.replace("\n", "").replace("\u200b", "") for paragraph in opened.paragraphs]
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    joined = "".join(texts)  # the paragraph before the signature may have been cut in two
    for line in plain_text(document).splitlines():
        if "\t" not in line:
            assert line in joined, line
    assert cells.count("吴𬭚") == 49


def test_styles_are_real(faces: press.FontSet) -> None:
    opened = docx.Document(io.BytesIO(press.word_bytes(_report(), faces)))
    named = {paragraph.text.replace("\n", ""): paragraph.style.name for paragraph in opened.paragraphs}
    assert named["石桥镇政协委员联络处关于2026年第三季度工作情况的汇报"] == "公文标题"
    assert named["中共石桥镇委员会："] == "主送机关"
    assert named["一、工作措施"] == "一级标题"
    assert named["（1）其他"] == "四级标题"
    assert named["石桥镇政协委员联络处"] == "署名"
    assert named["2026年9月30日"] == "成文日期"


def test_no_hard_breaks_but_in_titles(parts: dict[str, bytes]) -> None:
    body = etree.fromstring(parts["word/document.xml"])
    for paragraph in body.iter(f"{W}p"):
        if paragraph.find(f".//{W}br") is not None:
            assert paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "PaperTitle"


def test_faces_are_the_official_ones_and_said_by_styles_alone(parts: dict[str, bytes]) -> None:
    named = list(etree.fromstring(parts["word/styles.xml"]).iter(f"{W}rFonts"))
    for element in named:
        names = {element.get(f"{W}{kind}") for kind in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(names) == 1
        assert names <= {"仿宋", "黑体", "楷体", "宋体", "方正小标宋简体"}
        assert not [key for key in element.attrib if "Theme" in str(key)]
    assert len(named) > 10
    for run in etree.fromstring(parts["word/document.xml"]).iter(f"{W}r"):
        said = run.find(f"{W}rPr/{W}rFonts")
        assert said is None or dict(said.attrib) == {f"{W}hint": "eastAsia"}
        assert said is not None or run.find(f"{W}t") is None


def test_a_led_line_is_all_that_a_run_says_outside_the_styles(parts: dict[str, bytes]) -> None:
    """So that clearing direct formatting leaves a clean document behind, only with Word's own line ends."""
    body = etree.fromstring(parts["word/document.xml"])
    said = {etree.QName(each).localname for each in body.iterfind(f".//{W}r/{W}rPr/*")}
    assert said <= {"rStyle", "rFonts", "spacing", "w"}
    cells = {etree.QName(each).localname for each in body.iterfind(f".//{W}tc/{W}p/{W}pPr/*")}
    assert cells <= {"pStyle", "keepNext", "pageBreakBefore", "spacing"}, "a table's text is set by its styles"


def test_tables_repeat_their_heads_and_keep_rows(parts: dict[str, bytes]) -> None:
    body = etree.fromstring(parts["word/document.xml"])
    for table in body.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert body[0][-2].tag == f"{W}p", "the body does not end with a table"


def test_page_numbers_are_fields_on_both_feet(parts: dict[str, bytes]) -> None:
    feet = [data.decode() for name, data in parts.items() if re.match(r"word/footer\d*\.xml", name)]
    assert len(feet) == 2
    assert all(" PAGE " in foot for foot in feet)
    assert {re.search(r'jc w:val="(\w+)"', foot).group(1) for foot in feet} == {"left", "right"}  # type: ignore[union-attr]
    assert "evenAndOddHeaders" in parts["word/settings.xml"].decode()


def test_properties(faces: press.FontSet) -> None:
    core = docx.Document(io.BytesIO(press.word_bytes(_report(), faces))).core_properties
    assert (core.title, core.author, core.subject) == ("第三季度工作汇报", "石桥镇政协委员联络处", "季度汇报")
    assert core.comments == ""


def test_markup_is_only_text(faces: press.FontSet) -> None:
    text = "<w:b/>&amp;\x07\x00甲"
    opened = docx.Document(io.BytesIO(press.word_bytes(Document("x", (Paragraph(text),)), faces)))
    assert opened.paragraphs[0].text == "<w:b/>&amp;甲"


def test_files_are_written_whole_or_not_at_all(tmp_path: Path, faces: press.FontSet) -> None:
    document = Document("x", (Paragraph("甲"),))
    for write, name in ((press.write_pdf, "a.pdf"), (press.write_word, "a.docx")):
        write(document, tmp_path / name, faces)
        with pytest.raises(UserError) as told:
            write(document, tmp_path / "没有" / name, faces)
        assert name in told.value.sentence
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "a.pdf"]


# the file as LibreOffice lays it -------------------------------------------------------------------------------

def _tail(lines: int) -> Document:
    signature = Signature("石桥镇政协委员联络处", "2026年9月30日")
    return Document("签名", (Paragraph(calibration(lines), indent=0), signature))


def _mixed() -> Document:
    blocks: list[Block] = []
    for number in range(12):
        blocks.append(Heading(1, "一、标题"))
        blocks += [Paragraph(text) for text in corpus(100 + number, 500)]
    return Document("标题", tuple(blocks))


def _ledger() -> Document:
    columns = (
        Column("编号", align="center"), Column("日期", align="center"), Column("捐赠人", 2),
        Column("款/物", width_mm=16, align="center"), Column("金额（元）", align="right"), Column("用途", 3),
        Column("备注", 2),
    )
    rows = tuple(
        (f"2026-{number:03d}", "2026-09-30", "石桥镇商会、王堃等11人" if number % 3 else "无名氏", "款", "1,409.50",
         "助学（石桥镇中心小学困难学生助学金）", "") for number in range(1, 60)
    )
    foot = ((Cell("合计", span=4, align="center"), "83,160.50", Cell("人民币捌万叁仟壹佰陆拾元伍角整", span=2)),)
    blocks = (Title("2026年爱心捐赠台账"), Table(columns, rows, foot, caption="单位：元"))
    return Document("台账", blocks, landscape=True)


def _signin() -> Document:
    columns = (Column("序号", align="center"), Column("姓名", align="center"), Column("单位", 2), Column("签名", 2))
    rows = tuple((str(number), "吴𬭚", "石桥镇中心小学", Cell(height=12)) for number in range(1, 30))
    blocks = (Title("活动签到表"), Subtitle("（2026年9月30日）"), Table(columns, rows), Paragraph("记录人："))
    return Document("签到表", blocks, page_numbers=False)


def _members() -> Document:
    columns = tuple(Column(label) for label in ("姓名", "性别", "民族", "界别", "工作单位", "职务", "手机", "加入日期"))
    row = ("买买提·艾力", "男", "维吾尔族", "农业", "石桥镇农业农村办公室", "副主任", "13800000000", "2021-05-01")
    return Document("名单", (Title("委员名单"), Table(columns, (row,) * 40)), plain=True)


DOCUMENTS = {
    "calibration": Document("校准", (Paragraph(calibration(50), indent=0),)),
    "corpus": Document("语料", tuple(Paragraph(text) for text in corpus(1, 12_000))),
    "headings": _mixed(),
    "report": _report(),
    "rare": Document("人名", (Paragraph(f"委员{RARE}到会。" * 20),)),
    "landscape": Document("横排", (Paragraph(calibration(40, 40), indent=0),), landscape=True),
    "plain": Document("清单", tuple(Paragraph(text) for text in corpus(5, 3000)), plain=True),
    "ledger": _ledger(),
    "signin": _signin(),
    "members": _members(),
    "seal": Document("盖章", (Paragraph(corpus(6, 300)[0]), Signature("联络处", "2026年9月30日", seal=True))),
    **{f"tail{lines}": _tail(lines) for lines in range(18, 25)},
}


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory, faces: press.FontSet) -> dict[str, tuple[Path, Path]]:
    """Every document as our PDF and as the PDF that LibreOffice makes of our Word file."""
    folder = tmp_path_factory.mktemp("word")
    theirs = turned_to_pdf({name: press.word_bytes(document, faces) for name, document in DOCUMENTS.items()}, folder)
    for name, document in DOCUMENTS.items():
        press.write_pdf(document, folder / f"{name}-ours.pdf", faces)
    return {name: (folder / f"{name}-ours.pdf", path) for name, path in theirs.items()}


def _lines(path: Path) -> list[list[str]]:
    """The text lines of each page, each line's characters left to right."""
    pages = []
    with pdfplumber.open(path) as file:
        for page in file.pages:
            rows: dict[int, list[str]] = {}
            for character in sorted(page.chars, key=lambda each: each["matrix"][4]):
                if not character["upright"]:
                    continue
                key = next((known for known in rows if abs(known - character["matrix"][5]) < 3), None)
                rows.setdefault(round(character["matrix"][5]) if key is None else key, []).append(character["text"])
            lines = ["".join(rows[key]).replace(" ", "").replace("\u200b", "") for key in sorted(rows, reverse=True)]
            pages.append([line for line in lines if line and not re.fullmatch(r"—\d+—", line)])
    return pages


def _as_set(line: str) -> str:
    """A line's characters in an order of their own: where a line is tight, two may overlap and change places."""
    return "".join(sorted(line))


def _outline(style: Any) -> str:
    """The level that the navigation pane shows a style's paragraphs on."""
    found = style.element.find(f"{W}pPr/{W}outlineLvl")
    return _outline(style.base_style) if found is None else found.get(f"{W}val")


def _read(data: bytes) -> dict[str, object]:
    """What an editor sees of a file: text by style, outline, repeated heads, fields, pictures, properties."""
    word = docx.Document(io.BytesIO(data))
    feet = (word.sections[0].footer._element, word.sections[0].even_page_footer._element)
    return {
        "text": [(each.style.name, each.text.replace("\u200b", "")) for each in word.paragraphs if each.text],
        "cells": [[cell.text for cell in row.cells] for table in word.tables for row in table.rows],
        "outline": {style.name: _outline(style) for style in word.styles if str(style.name).endswith("级标题")},
        "heads": [len(table._tbl.findall(f"{W}tr/{W}trPr/{W}tblHeader")) for table in word.tables],
        "fields": ["".join(each.text or "" for each in foot.iter(f"{W}instrText")).split() for foot in feet],
        "drawings": len(list(word.element.iter(f"{W}drawing"))),
        "title": word.core_properties.title,
    }  # fmt: skip


@pytest.mark.libreoffice
def test_saving_it_again_in_libreoffice_loses_nothing(tmp_path: Path, faces: press.FontSet) -> None:
    data = press.word_bytes(_report(), faces)
    before, after = _read(data), _read(saved_again(data, tmp_path))
    assert after == before


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_word_breaks_lines_and_pages_where_the_pdf_does(name: str, turned: dict[str, tuple[Path, Path]]) -> None:
    ours, theirs = ([[_as_set(line) for line in page] for page in _lines(path)] for path in turned[name])
    assert theirs == ours


@pytest.mark.libreoffice
def test_word_holds_22_lines_of_28(turned: dict[str, tuple[Path, Path]]) -> None:
    pages = _lines(turned["calibration"][1])
    assert [[len(line) for line in page] for page in pages[:2]] == [[28] * 22] * 2


@pytest.mark.libreoffice
def test_word_page_numbers_stand_where_the_pdfs_do(turned: dict[str, tuple[Path, Path]]) -> None:
    for path in turned["calibration"]:
        with pdfplumber.open(path) as file:
            for index, page in enumerate(file.pages):
                foot = [each for each in page.chars if each["matrix"][5] < 842 - 263 * 72 / 25.4]
                left = min(each["x0"] for each in foot)
                right = max(each["x1"] for each in foot)
                if index % 2 == 0:
                    assert right == pytest.approx((184 * 72 / 25.4) - 14, abs=2)
                else:
                    assert left == pytest.approx((28 * 72 / 25.4) + 14, abs=2)

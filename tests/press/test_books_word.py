"""Bound books and documents on several sheets: the same page holds the same text in PDF and in Word."""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import docx
import pdfplumber
import pypdfium2
import pytest
from lxml import etree

from liaison import press
from liaison.press.blocks import (
    AttachmentHead,
    Cell,
    Column,
    Cover,
    Document,
    Group,
    Heading,
    PageSums,
    Paragraph,
    Row,
    Section,
    Signature,
    Table,
    Title,
)
from liaison.press.measures import LEFT, MM, PAGE_WIDTH, RIGHT
from tests.press.libreoffice import turned_to_pdf
from tests.press.texts import corpus

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COVER = Cover(
    "爱心捐赠台账", "石桥镇政协委员联络处",
    (("年度", "2026年"), ("捐赠编号", "001—060"), ("联络处主任", "王堃")), "2026年12月31日",
)  # fmt: skip


def _sums(label: str, totals: Mapping[str, int]) -> Row:
    return (Cell(label, span=3, align="center"), f"{totals.get('money', 0):,}.00", Cell("", span=2))


def _ledger(count: int, seed: int) -> Table:
    source = random.Random(seed)
    uses = ("助学", "石桥镇中心小学困难学生助学金", "助学（石桥镇中心小学困难学生助学金，含上年结转部分）")
    remarks = ("", "票据附后", "捐赠人要求不公开姓名，由联络处代为登记并回执，收据附后备查")
    rows: list[Row | Group] = []
    amounts: list[Mapping[str, int]] = []
    for number in range(count):
        if number % 17 == 0:
            rows.append(Group(f"第{number // 17 + 1}批"))
        amount = source.randint(1, 9_000_000)
        rows.append((f"{number:03d}号", "2026-09-30", "买买提·艾力", f"{amount:,}.00", source.choice(uses),
                     source.choice(remarks)))  # fmt: skip
        amounts.append({"money": amount})
    labels = ("编号", "日期", "捐赠人", "金额（元）", "用途", "备注")
    foot = ((Cell("合计（大写）", span=3), Cell("人民币若干元整", span=3)),)
    return Table(tuple(map(Column, labels)), tuple(rows), foot, sums=PageSums(tuple(amounts), _sums))


def _groups(landscape: bool) -> Document:
    rows: list[Row | Group] = []
    for number in range(90):
        if number % 4 == 0:
            rows.append(Group(f"第{number // 4 + 1}组"))
        work = "石桥镇农业农村办公室副主任、高级农艺师" if number % 3 == 0 else "教师"
        rows.append((f"{number}号", work, "13800000000"))
    table = Table((Column("序号"), Column("单位及职务", width_mm=60), Column("电话")), tuple(rows))
    return Document("名单", (Title("委员名单"), table, Paragraph("以上共九十人。")), landscape=landscape)


def _report() -> Document:
    return Document("报告", (
        Title("关于报送2026年台账的报告"), *(Paragraph(text) for text in corpus(31, 700)),
        Signature("石桥镇政协委员联络处", "2026年9月30日"),
        Section(landscape=True), AttachmentHead(1, "台账"), _ledger(30, 2),
        Section(), AttachmentHead(2, "说明"), *(Paragraph(text) for text in corpus(32, 500)),
    ))  # fmt: skip


def _tall(sums: bool) -> Document:
    """A row higher than a page between short ones."""
    rows = (("1号", "甲" * 60), ("2号", "".join(f"第{n}句话，" for n in range(500))), ("3号", "丙"))
    carried = PageSums(({"a": 1}, {"a": 2}, {"a": 3}), lambda label, totals: (label, str(totals.get("a", 0))))
    table = Table((Column("序号"), Column("说明")), rows, sums=carried if sums else None)
    return Document("高行", (Paragraph("前文。"), table, Paragraph("后文。")))


DOCUMENTS = {
    **{
        f"book{seed}": Document("台账", (COVER, Section(landscape=True, numbering="of", restart=True),
                                       Heading(1, "一、收到的捐赠"), _ledger(60, seed), Paragraph("编号连续。")))
        for seed in (1, 2, 3)
    },
    "upright-book": Document("台账", (Title("捐赠台账"), _ledger(80, 4), Signature("联络处", "2026年9月30日"))),
    "groups": _groups(False), "turned-groups": _groups(True), "report": _report(),
    "tall": _tall(False), "tall-sums": _tall(True),
}  # fmt: skip

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory, faces: press.FontSet) -> dict[str, Path]:
    """Every document as the PDF that LibreOffice makes of our Word file."""
    files = {name: press.word_bytes(made, faces) for name, made in DOCUMENTS.items()}
    return turned_to_pdf(files, tmp_path_factory.mktemp("books"))


def _read(text: str) -> tuple[Counter[str], list[str]]:
    """The characters of a page, and the numbers of its rows in order.

    Figures, and the characters of page numbers, are left out of the former: LibreOffice's own format loses the
    fields of turned page numbers.
    """
    plain = text.replace("\u200b", "")
    return Counter("".join(re.sub(r"[0-9—第共页]", "", plain).split())), re.findall(r"\d+(?=号)", plain)


def _theirs(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(str(path)) as file:
        return [page.get_textpage().get_text_range() for page in file]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_same_pages_in_word(name: str, turned: dict[str, Path]) -> None:
    ours = [_read(page.text) for page in press.lay(DOCUMENTS[name])]
    theirs = [_read(text) for text in _theirs(turned[name])]
    assert len(theirs) == len(ours)
    for index, ((mine, my_rows), (other, other_rows)) in enumerate(zip(ours, theirs, strict=True)):
        assert other_rows == my_rows, index
        if name != "tall":  # Word goes on with such a row by itself, within a line or two of ours
            assert (mine - other, other - mine) == (Counter(), Counter()), index


def test_numbers_on_turned_sheets_stand_where_the_upright_ones_do(tmp_path: Path, faces: press.FontSet) -> None:
    """Along the left side of the sheet as it is read, between the binding margins, odd ones at the lower end."""
    made = turned_to_pdf({"book": press.word_bytes(DOCUMENTS["book1"], faces)}, tmp_path, straight=True)
    with pdfplumber.open(made["book"]) as file:
        for index, page in enumerate(file.pages[1:], start=1):
            assert page.width > page.height
            foot = [each for each in page.chars if each["x1"] < 34 * MM]
            text = "".join(each["text"] for each in foot)
            assert str(index) in text and str(len(file.pages) - 1) in text
            if index % 2:
                assert max(each["bottom"] for each in foot) == pytest.approx(page.height - RIGHT - 14, abs=4)
            else:
                assert min(each["top"] for each in foot) == pytest.approx(LEFT + 14, abs=4)
            assert min(each["x0"] for each in foot) >= 24 * MM - 2
    assert PAGE_WIDTH - RIGHT > LEFT


FOOT = "捐赠账簿36笔 5,009.50元　校验码 3F2A 91BC 0D77 E5A1"


def test_what_stands_beside_the_numbers_stands_there_in_word_too(tmp_path: Path, faces: press.FontSet) -> None:
    """Small, towards the middle of the page, on turned and on upright sheets, with < & > as they are."""
    table = Table((Column("序号"), Column("姓名")), tuple((str(number), "王堃") for number in range(40)))
    sections = ((Section(landscape=True, numbering="of", foot=FOOT), table), (Section(foot="甲<乙&丙>"), table))
    document = Document("台账", tuple(block for section in sections for block in section))
    made = turned_to_pdf({"foot": press.word_bytes(document, faces)}, tmp_path, straight=True)
    with pdfplumber.open(made["foot"]) as theirs, pdfplumber.open(io.BytesIO(press.pdf_bytes(document, faces))) as ours:
        assert len(theirs.pages) == len(ours.pages) >= 4
        for page, other in zip(ours.pages, theirs.pages, strict=True):
            mine, its = _foot(page), _foot(other)
            assert "".join(sorted(mine)) == "".join(sorted(its))
            assert set("捐账校验" if page.width > page.height else "甲<乙&丙>") <= mine.keys()
            for character in set(mine) & set("捐校甲丙"):
                assert its[character] == pytest.approx(mine[character], abs=8)


def _foot(page: pdfplumber.page.Page) -> dict[str, float]:
    """Where the characters at a page's foot stand along it; a turned sheet's foot is its left side."""
    if page.width > page.height:
        return {each["text"]: each["top"] for each in page.chars if each["x1"] < 34 * MM and each["text"].strip()}
    return {each["text"]: each["x0"] for each in page.chars if each["top"] > 260 * MM and each["text"].strip()}


def test_a_book_is_one_table_for_editing(faces: press.FontSet) -> None:
    word = docx.Document(io.BytesIO(press.word_bytes(DOCUMENTS["book1"], faces)))
    book = word.tables[1]
    rows = book._tbl.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows].count(True) == 1
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    brought = [row for row in rows if "承前页" in "".join(etree.ElementBase.itertext(row))]
    pages = press.lay(DOCUMENTS["book1"])
    assert len(brought) == sum("承前页" in page.text for page in pages)
    for row in brought:
        assert row.find(f".//{W}pageBreakBefore") is not None
    group = next(row for row in rows if "第1批" in "".join(etree.ElementBase.itertext(row)))
    assert group.find(f"{W}tc/{W}tcPr/{W}gridSpan").get(f"{W}val") == "6"
    assert group.find(f".//{W}keepNext") is not None

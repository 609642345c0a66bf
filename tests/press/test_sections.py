"""Sheets of both ways in one document, how their pages are counted and numbered, covers, and the turned sheet."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from liaison import press
from liaison.press.blocks import (
    AttachmentHead,
    Block,
    Column,
    Cover,
    Document,
    LetterHead,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Title,
)
from liaison.press.measures import LEFT, MM, PAGE_HEIGHT, PAGE_WIDTH, RIGHT
from tests.press.texts import calibration

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Printer = Callable[[Document], pdfplumber.PDF]

COVER = Cover("爱心捐赠台账", "石桥镇政协委员联络处", (("年度", "2026年"), ("联络处主任", "王堃")), "2026年12月31日")


def _book(pages: int = 3) -> Document:
    rows = tuple((str(number), "王堃") for number in range(pages * 20 + 1))
    table = Table((Column("序号"), Column("姓名")), rows)
    return Document("台账", (COVER, Section(landscape=True, numbering="of", restart=True), table))


def _texts(pages: press.Pages) -> list[str]:
    return [page.number.text if page.number else "" for page in pages]


def test_covers_are_known_by_their_places() -> None:
    assert press.lay(_book()).covers == (0,)
    assert press.lay(Document("x", (Paragraph("甲"),))).covers == ()


# sheets -------------------------------------------------------------------------------------------------------


def test_a_section_starts_a_page_on_its_sheet() -> None:
    blocks = (Paragraph("甲"), Section(landscape=True), Paragraph("乙"), Section(), Paragraph("丙"))
    pages = press.lay(Document("x", blocks))
    assert [(page.width > page.height, page.text) for page in pages] == [(False, "甲"), (True, "乙"), (False, "丙")]


def test_lines_are_broken_for_the_sheet_they_stand_on() -> None:
    blocks: tuple[Block, ...] = (
        Paragraph(calibration(3), indent=0), Section(landscape=True), Paragraph(calibration(3, 40), indent=0),
        Section(plain=True), Paragraph(calibration(2, 30), indent=0),
    )
    pages = press.lay(Document("x", blocks))
    assert [[len(line.text) for line in page.lines] for page in pages] == [[28] * 3, [40] * 3, [30] * 2]


def test_an_empty_section_leaves_no_page() -> None:
    blocks = (Section(landscape=True), Section(), Paragraph("甲"), Section(landscape=True), PageBreak(), Section())
    pages = press.lay(Document("x", blocks))
    assert [(page.width > page.height, page.text) for page in pages] == [(False, "甲")]


def test_what_starts_a_page_of_its_own_does_not_start_two() -> None:
    pages = press.lay(Document("x", (Paragraph("甲"), Section(landscape=True), AttachmentHead(1, "名单"))))
    assert len(pages) == 2


# numbers ------------------------------------------------------------------------------------------------------


def test_pages_are_counted_through_from_sheet_to_sheet() -> None:
    blocks = (Paragraph("甲"), Section(landscape=True), Paragraph("乙"), Section(), Paragraph("丙"))
    assert _texts(press.lay(Document("x", blocks))) == ["— 1 —", "— 2 —", "— 3 —"]


def test_a_cover_is_neither_numbered_nor_counted() -> None:
    pages = press.lay(_book())
    count = len(pages) - 1
    assert count > 2
    assert _texts(pages) == ["", *(f"第 {number} 页 共 {count} 页" for number in range(1, count + 1))]
    blocks = (Paragraph("甲"), COVER, Paragraph("乙"))
    assert _texts(press.lay(Document("x", blocks))) == ["— 1 —", "", "— 2 —"]


def test_a_restart_counts_for_itself() -> None:
    blocks = (Paragraph("甲"), PageBreak(), Paragraph("乙"), Section(numbering="of", restart=True), Paragraph("丙"))
    document = Document("x", blocks, numbering="of")
    assert _texts(press.lay(document)) == ["第 1 页 共 2 页", "第 2 页 共 2 页", "第 1 页 共 1 页"]


def test_pages_without_numbers_are_counted() -> None:
    blocks = (Paragraph("甲"), Section(numbering="none"), Paragraph("乙"), Section(), Paragraph("丙"))
    assert _texts(press.lay(Document("x", blocks))) == ["— 1 —", "", "— 3 —"]
    assert _texts(press.lay(Document("x", (Paragraph("甲"),), page_numbers=False))) == [""]


def test_the_first_page_of_a_letter_has_no_number() -> None:
    document = Document("x", (LetterHead("石桥镇政协委员联络处"), Title("通知"), PageBreak(), Paragraph("乙")))
    assert _texts(press.lay(document)) == ["", "— 2 —"]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.integers(1, 3)), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_numbers_run_from_one_to_their_total(sections: list[tuple[bool, bool, bool, int]]) -> None:
    blocks: list[Block] = []
    for landscape, restart, covered, count in sections:
        blocks.append(Section(landscape=landscape, numbering="of", restart=restart))
        blocks += [COVER] if covered else []
        blocks += [block for _page in range(count) for block in (Paragraph("甲"), PageBreak())]
    written = filter(None, _texts(press.lay(Document("x", tuple(blocks)))))
    numbers = [tuple(map(int, re.findall(r"\d+", text))) for text in written]
    assert len(numbers) == sum(count for *_rest, count in sections)
    expected = 1
    for place, (number, total) in enumerate(numbers):
        if number == 1 and place:
            assert numbers[place - 1][0] == numbers[place - 1][1], "the pages before were counted to their end"
            expected = 1
        assert number == expected
        assert number <= total
        expected += 1
    assert numbers[-1][0] == numbers[-1][1]


# the turned sheet (clause 8) ----------------------------------------------------------------------------------


def _upright_place(page: press.Page) -> tuple[float, float]:
    """Where a page number ends or begins, and the upper edge of its dashes, on the sheet held upright."""
    number = page.number
    assert number is not None
    if not number.turned:
        return number.x, number.top
    # the head lies at the upright sheet's left: read right is held down, read down is held right
    return number.x, page.width - number.top


def test_numbers_stand_where_the_upright_pages_have_them() -> None:
    upright = (Paragraph("甲"), PageBreak(), Paragraph("乙"))
    blocks = (*upright, Section(landscape=True), *upright)
    odd, even, turned_odd, turned_even = press.lay(Document("x", blocks))
    assert _upright_place(turned_odd) == pytest.approx(_upright_place(odd))
    assert _upright_place(turned_even) == pytest.approx(_upright_place(even))
    assert turned_odd.number and turned_odd.number.right and turned_even.number and not turned_even.number.right


def test_turned_pages_are_upright_sheets_shown_turned(faces: press.FontSet) -> None:
    """Viewers show them standing up; a printer gets the sheet with the table's head at its left edge."""
    data = press.pdf_bytes(_book(), faces)
    with pypdfium2.PdfDocument(data) as file:
        for number, page in enumerate(file):
            turned = number > 0
            assert page.get_rotation() == (90 if turned else 0)
            assert page.get_mediabox() == pytest.approx((0, 0, PAGE_WIDTH, PAGE_HEIGHT), abs=0.01)
            assert page.get_size() == pytest.approx((PAGE_HEIGHT, PAGE_WIDTH) if turned else (PAGE_WIDTH, PAGE_HEIGHT))
        text = file[1].get_textpage()
        assert text.get_text_range().split()[:4] == ["序号", "姓名", "0", "王堃"]
        left, *_others = text.get_charbox(0)
        assert left < LEFT + 10 * MM, "the head lies along the upright sheet's left side"
        picture = file[1].render(scale=1).to_pil().convert("L").point(lambda grey: 255 * (grey < 128))
        assert picture.width > picture.height
        box = picture.getbbox()
        assert box is not None
        assert box[1] == pytest.approx(28 * MM, abs=3), "seen standing up, the table begins under the binding margin"


def test_text_on_turned_pages_is_read_upright(printed: Printer) -> None:
    page = printed(_book()).pages[1]
    assert (page.width, page.height) == pytest.approx((PAGE_HEIGHT, PAGE_WIDTH))
    body = [each for each in page.chars if each["text"] in "王堃"]
    assert body and all(each["upright"] for each in body)
    assert page.extract_text().split()[:2] == ["序号", "姓名"]


def test_margins_are_the_same_on_odd_and_even_turned_pages() -> None:
    pages = press.lay(_book())
    for page in list(pages)[1:]:
        assert min(rule.y0 for rule in page.rules) == pytest.approx(LEFT)
        assert min(rule.x0 for rule in page.rules) == pytest.approx(35 * MM)
        assert max(rule.y1 for rule in page.rules) <= page.height - RIGHT + 0.01


# covers -------------------------------------------------------------------------------------------------------


def test_a_cover_is_an_upright_page_of_its_own() -> None:
    cover, *rest = press.lay(_book())
    assert cover.width < cover.height
    assert cover.text.split("\n")[:2] == ["石桥镇政协委员联络处", "爱心捐赠台账"]
    assert cover.lines[-1].text == "2026年12月31日"
    assert all(page.width > page.height for page in rest)


@given(
    st.text("爱心捐赠台账登记簿", min_size=1, max_size=40), st.text("石桥镇联络处", max_size=60),
    st.lists(st.tuples(st.text("年度编号", min_size=1, max_size=6), st.text("2026年，至", max_size=60)), max_size=9),
    st.text("成册日期：", max_size=40),
)
@settings(max_examples=60, deadline=None)
def test_nothing_on_a_cover_overlaps_or_leaves_the_type_area(
    title: str, office: str, lines: list[tuple[str, str]], foot: str
) -> None:
    page = press.lay(Document("x", (Cover(title, office, tuple(lines), foot),)))[0]
    written = sorted("".join(line.text for line in page.lines))
    assert written == sorted(title + office + foot + "".join(label + value for label, value in lines))
    for line in page.lines:
        assert line.x >= LEFT - 1 and line.x + line.width <= PAGE_WIDTH - RIGHT + 1, line.text
        assert line.y + line.size <= 262 * MM + 0.1
    placed = sorted((line.y, line.x, line) for line in page.lines if line.text)
    for (y, _x, one), (other_y, _other_x, other) in pairwise(placed):
        if other_y < y + one.size - 0.5:
            assert one.x + one.width <= other.x + 0.6, (one.text, other.text)


# Word ---------------------------------------------------------------------------------------------------------


def _parts(document: Document, faces: press.FontSet) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(press.word_bytes(document, faces))) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_sheet_is_a_section_with_feet_of_its_own(faces: press.FontSet) -> None:
    blocks = (COVER, Section(landscape=True, numbering="of"), Paragraph("甲"), Section(), Paragraph("乙"))
    parts = _parts(Document("x", blocks), faces)
    body = etree.fromstring(parts["word/document.xml"])
    sections = list(body.iter(f"{W}sectPr"))
    assert [section.find(f"{W}pgSz").get(f"{W}orient") for section in sections] == [None, "landscape", None]
    assert sections[-1].getparent().tag == f"{W}body"
    for section in sections:
        assert [each.get(f"{W}type") for each in section.findall(f"{W}footerReference")] == ["default", "even"]
    starts = [section.find(f"{W}pgNumType").get(f"{W}start") for section in sections]
    assert starts == [None, "1", None], "the cover is not counted"
    feet = {name: data.decode() for name, data in parts.items() if re.match(r"word/footer\d+\.xml", name)}
    assert sum(" PAGE " in foot for foot in feet.values()) == 4
    assert sum('vert="vert"' in foot for foot in feet.values()) == 2, "numbers on turned sheets are turned"
    assert sum("PAGEREF _Pages1" in foot for foot in feet.values()) == 2
    assert parts["word/document.xml"].count(b'w:name="_Pages1"') == 1


def test_a_letters_first_page_has_a_foot_without_a_number(faces: press.FontSet) -> None:
    parts = _parts(Document("x", (LetterHead("石桥镇政协委员联络处"), Title("通知"))), faces)
    body = etree.fromstring(parts["word/document.xml"])
    section = next(body.iter(f"{W}sectPr"))
    assert section.find(f"{W}titlePg") is not None
    assert "first" in [each.get(f"{W}type") for each in section.findall(f"{W}footerReference")]

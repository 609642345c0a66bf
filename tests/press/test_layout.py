"""What stands where: headings, signatures, attachments, tables, figures to click on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison import press
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
    Run,
    Signature,
    Spacer,
    Subtitle,
    Table,
    Title,
)
from liaison.press.measures import CELL, LEFT, MM, PITCH, TOP
from tests.press.texts import calibration

NAME = "石桥镇政协委员联络处"
DATE = "2026年9月30日"


def lay(*blocks: Block, **given: bool) -> press.Pages:
    return press.lay(Document("试排", blocks, **given))


def cells(x: float) -> float:
    """How many cells from the type area's left side."""
    return (x - LEFT) / CELL


def row(y: float) -> int:
    """Which line of the grid, from 0."""
    return round((y - TOP) / PITCH)


def test_addressee_stands_one_line_under_the_title() -> None:
    page = lay(Title("汇报"), Addressee("中共石桥镇委员会"), Paragraph("正文"))[0]
    title, addressee, body = page.lines
    assert (title.size, row(title.y)) == (22, 0)
    assert addressee.text == "中共石桥镇委员会："
    assert (row(addressee.y), cells(addressee.x)) == (2, 0)
    assert (row(body.y), cells(body.x)) == (3, pytest.approx(2))


def test_a_long_title_is_cut_where_a_reader_pauses() -> None:
    page = lay(Title("石桥镇政协委员联络处关于2026年第三季度委员履职情况的汇报"), Paragraph("正文"))[0]
    assert [line.text for line in page.lines[:2]] == ["石桥镇政协委员联络处关于", "2026年第三季度委员履职情况的汇报"]
    assert row(page.lines[2].y) == 4, "two title lines take three of the grid, one stays blank"


def test_a_subtitle_stands_right_under_its_title() -> None:
    page = lay(Title("签到表"), Subtitle("（2026年9月）"), Paragraph("正文"))[0]
    assert [row(line.y) for line in page.lines] == [0, 1, 3]


def test_columns_hold_what_must_not_be_cut() -> None:
    table = Table((Column("姓名", 5), Column("手机"), Column("日期")), (("王芳", "13800000000", "2026-09-30"),))
    assert [line.text for line in lay(table, plain=True)[0].lines][3:] == ["王芳", "13800000000", "2026-09-30"]


def test_headings_by_level() -> None:
    page = lay(*(Heading(level, "标题") for level in (1, 2, 3, 4)))[0]
    assert [line.spans[0].role for line in page.lines] == ["hei", "kai", "fangsong", "fangsong"]
    assert [round(cells(line.x), 3) for line in page.lines] == [2, 2, 2, 2]


def test_a_heading_never_ends_a_page() -> None:
    pages = lay(Paragraph(calibration(21), indent=0), Heading(1, "一、标题"), Paragraph("正文"))
    assert len(pages[0].lines) == 21
    assert pages[1].lines[0].text == "一、标题"


def test_more_headings_than_a_page_holds_fill_their_pages() -> None:
    pages = lay(*(Heading(2, "（一）标题") for _number in range(60)), Paragraph("正文"))
    assert len(pages[0].lines) == 22
    assert len(pages) <= 4, "not a page for each"
    assert sum(len(page.lines) for page in pages) == 61


@given(st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_a_signature_never_stands_alone(lines: int) -> None:
    pages = lay(Paragraph(calibration(lines), indent=0), Signature(NAME, DATE))
    last = pages[len(pages) - 1]
    assert last.lines[-1].text == DATE
    assert last.lines[-2].text == NAME
    body = [line for line in last.lines if line.block == 0]
    assert body, "some of the text stands on the signature's page"
    assert sum(len([line for line in page.lines if line.block == 0]) for page in pages) == lines


@given(st.integers(1, 40))
@settings(max_examples=30, deadline=None)
def test_an_attachment_list_keeps_with_the_text_and_the_signature(lines: int) -> None:
    pages = lay(Paragraph(calibration(lines), indent=0), AttachmentNote(("统计表",)), Signature(NAME, DATE))
    assert {line.block for line in pages[len(pages) - 1].lines} == {0, 1, 2}


def test_the_signature_without_a_seal() -> None:
    page = lay(Paragraph("正文"), Signature(NAME, DATE))[0]
    name, date = page.lines[-2:]
    assert row(name.y) == 2, "one blank line under the text"
    assert cells(name.x + name.width) == pytest.approx(26), "two characters from the right"
    assert cells(date.x) == pytest.approx(cells(name.x) + 2), "the date begins two characters further in"


def test_a_date_longer_than_the_name() -> None:
    page = lay(Paragraph("正文"), Signature("联络处", DATE))[0]
    name, date = page.lines[-2:]
    assert cells(date.x + date.width) == pytest.approx(26)
    assert cells(name.x) == pytest.approx(cells(date.x) - 2)


def test_the_signature_with_a_seal() -> None:
    page = lay(Paragraph("正文"), Signature(NAME, DATE, seal=True))[0]
    name, date = page.lines[-2:]
    assert cells(date.x + date.width) == pytest.approx(24), "four characters from the right"
    assert name.x + name.width / 2 == pytest.approx(date.x + date.width / 2), "centred on each other"


def test_several_offices_sign_one_under_the_other() -> None:
    also = ("石桥镇商会", "石桥镇妇女联合会")
    page = lay(Paragraph("正文"), Signature(NAME, DATE, also=also))[0]
    *names, date = page.lines[1:]
    assert [line.text for line in names] == [NAME, *also]
    assert [row(line.y) for line in (*names, date)] == [2, 3, 4, 5]
    assert {round(cells(line.x), 3) for line in names} == {16.0}, "from one and the same left side"
    assert cells(names[0].x + names[0].width) == pytest.approx(26)
    assert cells(date.x) == pytest.approx(18), "the date begins two characters further in"


def test_seals_of_several_offices_do_not_touch() -> None:
    page = lay(Paragraph("正文"), Signature(NAME, DATE, seal=True, also=("石桥镇商会", "石桥镇妇女联合会")))[0]
    *names, date = page.lines[1:]
    assert row(names[0].y) == 3
    for before, after in pairwise(names):
        assert (after.y - before.y) / MM > 42
    assert row(date.y) == row(names[-1].y) + 1
    for line in names:
        assert line.x + line.width / 2 == pytest.approx(date.x + date.width / 2)


def test_a_note_keeps_with_the_signature() -> None:
    for lines in range(12, 24):
        pages = lay(Paragraph(calibration(lines), indent=0), Signature(NAME, DATE), Note("联系人：张三"))
        assert {line.block for line in pages[len(pages) - 1].lines} == {0, 1, 2}, lines


def test_the_note_stands_in_brackets_two_characters_in() -> None:
    page = lay(Paragraph("正文"), Signature(NAME, DATE), Note("联系人：张三"))[0]
    assert page.lines[-1].text == "（联系人：张三）"
    assert cells(page.lines[-1].x) == pytest.approx(2)
    assert row(page.lines[-1].y) == row(page.lines[-2].y) + 1, "on the line under the date (7.3.6)"


def test_a_long_name_under_a_seal_stays_on_the_page() -> None:
    page = lay(Paragraph("正文"), Signature("中国人民政治协商会议某某县委员会石桥镇委员联络处", DATE, seal=True))[0]
    name, date = page.lines[-2:]
    assert cells(name.x + name.width) <= 28.001
    assert name.x + name.width / 2 == pytest.approx(date.x + date.width / 2)


def test_attachments_hang_under_their_names() -> None:
    long = "2026年第三季度爱心捐赠台账与荣誉登记簿摘要及其说明材料汇总情况一览表"
    page = lay(Paragraph("正文"), AttachmentNote(("统计表", long)))[0]
    first, second, rest = page.lines[1:]
    assert first.text == "附件：1.统计表"
    assert cells(first.x) == pytest.approx(2)
    assert cells(second.x) == pytest.approx(5)
    assert cells(rest.x) == pytest.approx(6), "under the first character of the name"


def test_ten_attachments_and_more_hang_under_their_own_names() -> None:
    long = "年度爱心捐赠台账与荣誉登记簿摘要及其说明材料汇总情况一览表和有关图片资料"
    pages = lay(Paragraph("正文"), AttachmentNote((long,) * 12), Signature(NAME, DATE))
    assert len(pages[0].lines) == 21, "a long list goes on over the page's end"
    items = [line for page in pages for line in page.lines if line.block == 1]
    starts = [line for line in items if "." in line.text]
    assert [line.text.split(".")[0].removeprefix("附件：") for line in starts] == [str(n) for n in range(1, 13)]
    assert {round(cells(line.x), 3) for line in starts[1:]} == {5.0}, "numbers under each other"
    for line, after in pairwise(items):
        if line in starts and after not in starts:
            lead = 4 if line is starts[0] else 1.5 if line in starts[9:] else 1
            assert cells(after.x) == pytest.approx(cells(line.x) + lead), "under the name's first character"


def test_one_long_attachment_hangs_after_the_colon() -> None:
    page = lay(AttachmentNote(("石桥镇政协委员联络处2026年度爱心捐赠台账与荣誉登记簿摘要及其说明材料汇总表",)))[0]
    assert cells(page.lines[0].x) == pytest.approx(2)
    assert cells(page.lines[1].x) == pytest.approx(5)


def test_one_attachment_has_no_number() -> None:
    assert lay(AttachmentNote(("统计表",)))[0].lines[0].text == "附件：统计表"


def test_an_attachment_starts_a_page() -> None:
    pages = lay(Paragraph("正文"), AttachmentHead(2, "名单"), Paragraph("内容"))
    assert [line.text for line in pages[1].lines] == ["附件2", "名单", "内容"]
    assert [row(line.y) for line in pages[1].lines] == [0, 2, 4]
    assert pages[1].lines[0].spans[0].role == "hei"


def test_breaks_and_blank_lines() -> None:
    pages = lay(Paragraph("甲"), Spacer(2), Paragraph("乙"), PageBreak(), Paragraph("丙"), PageBreak())
    assert len(pages) == 2
    assert [row(line.y) for line in pages[0].lines] == [0, 3]


def test_figures_can_be_hit() -> None:
    page = lay(Paragraph((Run("共"), Run("1,234", figure="donations.count"), Run("次。"))))[0]
    (key, x, y, width, height), = page.figure_boxes()
    assert key == "donations.count"
    assert page.figure_at(x + width / 2, y + height / 2) == key
    assert page.figure_at(x - 1, y + 1) is None
    assert width == pytest.approx(2.5 * CELL)
    assert page.block_at(x + 1, y + 1) == 0


def test_a_figure_broken_over_lines_can_be_hit_on_both() -> None:
    page = lay(Paragraph((Run("国" * 25), Run("合计三百二十五元", figure="sum"))))[0]
    assert [key for key, *_box in page.figure_boxes()] == ["sum", "sum"]


def _table(count: int, text: str = "内容") -> Table:
    return Table((Column("序号", width_mm=20), Column("事项")), tuple((str(n), text) for n in range(count)))


def test_tables_repeat_their_head_and_keep_rows_whole() -> None:
    pages = lay(_table(50, "一二三四五六七八九十" * 5))
    assert len(pages) > 1
    for page in pages:
        assert [line.text for line in page.lines[:2]] == ["序号", "事项"]
    numbers = [line.text for page in pages for line in page.lines if line.text.isdigit()]
    assert numbers == [str(number) for number in range(50)]


def test_a_full_page_of_rows_fills_the_type_area() -> None:
    page = lay(_table(40))[0]
    assert len([line for line in page.lines if line.text.isdigit()]) == 21
    assert max(rule.y1 for rule in page.rules) == pytest.approx(TOP + 225 * 72 / 25.4)


@given(st.lists(st.text(alphabet="委员王芳123，。（）", max_size=60), min_size=1, max_size=40), st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_cell_is_cut_or_overprinted(texts: list[str], landscape: bool) -> None:
    table = Table((Column("姓名", width_mm=25), Column("事项", 2), Column("备注")),
                  tuple(("王芳", text, text[:9]) for text in texts))
    pages = lay(table, landscape=landscape)
    written = "".join(line.text for page in pages for line in page.lines)
    assert sorted(written.replace("姓名", "").replace("事项", "").replace("备注", "")) == sorted(
        "".join("王芳" + text + text[:9] for text in texts))
    for page in pages:
        for line in page.lines:
            edges = sorted(rule.y0 for rule in page.rules if rule.y0 == rule.y1)
            above = max(edge for edge in edges if edge <= line.y)
            below = min(edge for edge in edges if edge > line.y)
            assert line.y + line.size <= below + 0.01
            assert above <= line.y
            sides = sorted({rule.x0 for rule in page.rules if rule.x0 == rule.x1})
            left = max(side for side in sides if side <= line.x + 0.01)
            right = min(side for side in sides if side > line.x)
            assert line.x + line.width <= right + 0.01, (left, line.text)


def test_spanning_cells_and_foot() -> None:
    table = Table((Column("甲"), Column("乙"), Column("丙")), (("1", "2", "3"),),
                  foot=((Cell("合计", span=2), "3"),))
    assert [line.text for line in lay(table)[0].lines] == ["甲", "乙", "丙", "1", "2", "3", "合计", "3"]


def test_a_row_of_the_wrong_length_is_our_bug() -> None:
    with pytest.raises(ValueError, match="covers 1 of 2"):
        lay(Table((Column("甲"), Column("乙")), (("1",),)))


def test_a_row_higher_than_a_page_is_not_endless() -> None:
    pages = lay(Table((Column("甲"),), ((Cell("乙", height=400),), ("丙",))))
    assert len(pages) <= 3


def test_landscape_turns_the_sheet_and_keeps_the_number_where_it_is() -> None:
    pages = lay(Paragraph(calibration(31, 40), indent=0), landscape=True)
    assert [len(page.lines) for page in pages] == [15, 15, 1]
    assert pages[0].width > pages[0].height
    first, second = pages[0].number, pages[1].number
    assert first is not None and second is not None
    assert first.turned and second.turned
    assert first.right and not second.right
    assert first.top == pytest.approx(28 * 72 / 25.4), "7 mm from the type area, on the sheet's left"


def test_an_empty_document_is_one_page() -> None:
    pages = lay()
    assert len(pages) == 1
    assert pages[0].lines == ()


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_laid(text: str) -> None:
    pages = lay(Paragraph(text), Heading(2, text), Title(text.replace("\n", "")))
    assert len(pages) >= 1

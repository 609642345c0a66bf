"""爱心捐赠台账: every entered record with its number, sums that add up, and a page that holds all of it."""

from __future__ import annotations

import io

import pytest
from docx import Document as Word
from docx.shared import RGBColor

from liaison import press
from liaison.chinese.dates import Period
from liaison.kit.fields import Values
from liaison.kit.ledger import number_entries
from liaison.office import Office
from liaison.papers.donation_book import came_sums, goods_by_unit, make, missing_numbers, went_sums
from liaison.papers.paper import Request
from liaison.press import blocks as b
from liaison.store import ledger_chain
from tests.papers.laid import HOSTILE, column, keyed, said, tables, texts
from tests.papers.stage import give

YEAR = Request(Period.year(2026))


def book(office: Office, request: Request = YEAR) -> b.Document:
    return make(office, office.settings, request)


@pytest.fixture
def given(office: Office) -> Office:
    """Money, goods, one gift voided, a draft, and a handout."""
    give(office, kind="款", amount="1409.50", handled_by="孙国平", accepted_by="林素梅", notes="现金")
    wrong = give(office, kind="款", amount="6007.14", purpose="重阳慰问", donor="清溪食品厂")
    office.reverse("donations", wrong, "金额写错")
    bags = give(office, kind="物", item="书包", spec="大号", quantity="30", unit="个", estimate="900", donor="何秀英")
    give(office, kind="物", item="大米", quantity="0.5", unit="吨", donor="何秀英", beneficiary="镇敬老院")
    office.add("donations", {"date": "2026-08-02", "donor": "李敏", "kind": "款", "amount": "5", "purpose": "助学"})
    give(office, "handouts", kind="物", item="书包", quantity="10", unit="个", donation=bags, received_by="王老师")
    return office


def test_the_cover_names_office_year_numbers_and_director(given: Office) -> None:
    cover = book(given).blocks[0]
    assert isinstance(cover, b.Cover)
    assert (cover.office, cover.title) == ("政协云溪镇联络处", "爱心捐赠台账")
    lines = dict(cover.lines)
    assert lines["年度"] == "2026年"
    assert lines["起止"] == "2026年1月1日至9月18日"
    assert lines["捐赠编号"] == "001—005 号，共 5 笔"
    assert lines["发放编号"] == "001 号，共 1 笔"
    assert lines["捐款合计"] == "1,409.50 元"
    assert lines["联络处主任"] == "孙国平"


def test_every_entered_gift_stands_under_its_number(given: Office) -> None:
    came = tables(book(given))[0]
    assert column(came, "编号") == ["001", "002", "003", "004", "005"]
    assert texts(came)[0] == [
        "001", "8月1日", "周国栋", "1,409.50", "", "", "", "", "助学", "孙国平", "林素梅", "", "现金",
    ]  # fmt: skip
    assert texts(came)[3][4:8] == ["书包 大号", "30", "个", "900.00"]
    assert texts(came)[4][-1] == "受益：镇敬老院"


def test_a_voided_gift_and_its_reversal_name_each_other(given: Office) -> None:
    came = tables(book(given))[0]
    assert column(came, "捐款（元）")[1:3] == ["6,007.14", "-6,007.14"]
    assert column(came, "备注")[1:3] == ["已作废，见 003 号冲销", "红字，冲销 002 号；金额写错"]


def test_a_reversal_is_written_in_red(given: Office) -> None:
    came = tables(book(given))[0]
    reds = [all(b.cell_of(cell).red for cell in row) for row in came.rows if not isinstance(row, b.Group)]
    assert reds == [False, False, True, False, False]
    document = book(given)
    lines = [line for page in press.lay(document) for line in page.lines]
    assert {line.text for line in lines if line.colour == "red"} >= {"003", "-6,007.14", "清溪食品厂"}
    word = Word(io.BytesIO(press.word_bytes(document, press.bundled_fonts())))
    row = next(row for table in word.tables for row in table.rows if row.cells[0].text == "003")
    inks = {run.font.color.rgb for cell in row.cells for text in cell.paragraphs for run in text.runs if run.text}
    assert inks == {RGBColor(255, 0, 0)}


def test_the_sums_are_whole_fen_and_goods_by_unit(given: Office) -> None:
    came = tables(book(given))[0]
    assert came.sums is not None
    assert came.sums.amounts == (
        {"money": 140950}, {"money": 600714}, {"money": -600714},
        {"estimate": 90000, "goods:个": 30000}, {"goods:吨": 500},
    )  # fmt: skip
    row = came.sums.row("本页小计", {"money": 140950, "estimate": 90000, "goods:个": 30000, "goods:吨": 500})
    assert [b.plain(b.cell_of(cell).text) for cell in row] == ["本页小计", "1,409.50", "30 个、0.5 吨", "900.00", ""]


def test_rows_of_sums_cover_every_column(given: Office) -> None:
    came, went = tables(book(given))[:2]
    for table, sums in ((came, came_sums), (went, went_sums)):
        assert sum(b.cell_of(cell).span for cell in sums("累计", {})) == len(table.columns)
        for row in table.foot:
            assert sum(b.cell_of(cell).span for cell in row) == len(table.columns)


def test_a_unit_that_was_given_back_is_left_out_of_the_sums() -> None:
    assert goods_by_unit({"goods:个": 0, "money": 5, "goods:袋": 2500}) == "2.5 袋"


def test_the_total_stands_in_capitals_and_opens_its_records(given: Office) -> None:
    came = tables(book(given))[0]
    assert keyed(came) == {"donations.money": "人民币壹仟肆佰零玖元伍角整"}


def test_the_closing_says_what_an_inspector_asks(given: Office) -> None:
    words = said(book(given))
    assert "001—005 号，共 5 笔，编号连续，没有缺号。" in words
    assert "入账 5 笔，其中有效 3 笔、作废 1 笔、红字冲销 1 笔" in words
    assert "物资累计：30 个、0.5 吨。" in words
    assert "另有草稿 1 笔没有入账" in words
    assert "李敏" not in words


def test_handouts_name_the_gift_that_they_come_from(given: Office) -> None:
    went = tables(book(given))[1]
    assert texts(went) == [
        ["001", "8月1日", "河口村", "", "书包", "10", "个", "助学", "2026-004", "王老师", "", "", ""]
    ]


def test_the_balance_is_what_came_less_what_went(given: Office) -> None:
    give(given, kind="款", amount="10.00", date="2025-12-01")
    money, goods = tables(book(given))[2:]
    assert texts(money) == [["助学", "10.00", "1,409.50", "", "1,419.50"]]
    assert [column.label for column in money.columns][1:] == [
        "上年结转（元）", "本年收到（元）", "本年发放（元）", "目前结存（元）",
    ]  # fmt: skip
    assert texts(goods) == [["书包", "个", "", "30", "10", "20"], ["大米", "吨", "", "0.5", "", "0.5"]]
    assert keyed(goods)["balance.goods:item=书包/个"] == "20"
    assert "人民币壹仟肆佰壹拾玖元伍角整" in keyed(money).values()


def test_a_gift_voided_after_the_span_is_said_in_both(office: Office) -> None:
    old = give(office, kind="款", amount="100.00", date="2026-03-30")
    give(office, kind="款", amount="7.00", date="2026-03-31")
    office.reverse("donations", old, "记重了")
    spring = Request(Period.parse("2026Q1"))
    before = said(book(office, spring))
    assert "已作废，见 003 号冲销" in before
    assert "第 001 号在本册以后冲销。只计有效的登记，捐款为 7.00 元；" in before
    assert keyed(tables(book(office, spring))[0]) == {}
    now = said(book(office, Request(Period.parse("2026Q3"))))
    assert "红字，冲销 001 号" in now
    assert "第 003 号冲销的是本册以前的登记。" in now


def test_a_correction_stands_in_both_books_in_the_ink_of_all_entries(office: Office) -> None:
    old = give(office, kind="款", amount="1000.00", date="2025-12-30", donor="清溪食品厂")
    give(office, kind="款", amount="50.00")
    office.correct("donations", old, {"amount": "100"}, "多写了一个零")
    before = book(office, Request(Period.year(2025)))
    assert column(tables(before)[0], "备注") == ["已更正，见 2026-002 号"]
    assert column(tables(before)[0], "捐款（元）") == ["1,000.00"]
    assert "第 001 号在以后年度更正，差额记在那一年。" in said(before)
    now = book(office)
    came = tables(now)[0]
    assert column(came, "捐款（元）") == ["50.00", "-900.00"]
    assert column(came, "备注") == ["", "更正 2025-001 号；多写了一个零"]
    assert not any(b.cell_of(cell).red for row in came.rows for cell in row)  # type: ignore[union-attr]
    assert "入账 2 笔，其中有效 1 笔。其中更正以前年度 1 笔，差额记在本册，不算一笔捐赠或发放。" in said(now)
    assert keyed(came) == {"donations.money": "人民币负捌佰伍拾元整"}


def test_every_page_says_where_the_ledger_stands(given: Office) -> None:
    """The 校验码 of the chain, with how many entries and how much: the file's and the paper's are the same."""
    head = ledger_chain.head(given.database, "donations")
    made = book(given)
    words = said(made)
    assert f"打印时捐赠账簿历年共 5 笔，合计 1,409.50 元，账簿校验码 {head.letters}，每页下方同此。" in words
    pages = press.lay(made)
    every = [page.number.note for page in pages if page.number]
    assert len(every) == len(pages) - 1  # the cover
    notes = list(dict.fromkeys(every))
    assert notes[0] == f"捐赠账簿5笔 1,409.50元　校验码 {head.letters}"
    assert notes[1].startswith("发放账簿1笔 0.00元　校验码 ")
    assert notes[2].startswith(f"校验码　捐赠 {head.letters}　发放 ")
    assert len(notes) == 3


def test_an_empty_ledger_has_nothing_to_hold_against(office: Office) -> None:
    made = book(office)
    assert "校验码" not in said(made)
    assert [page.number.note for page in press.lay(made) if page.number] == ["", "", ""]


def test_an_overdrawn_purpose_is_said(office: Office) -> None:
    give(office, "handouts", kind="款", amount="12.00")
    assert "“助学”的结存是负数，请核对。" in said(book(office))


def test_a_missing_number_is_named() -> None:
    assert missing_numbers([(2026, 1), (2026, 2), (2026, 5)]) == ["2026-003", "2026-004"]
    assert missing_numbers([(2025, 2), (2026, 1)]) == ["2025-001"]
    assert missing_numbers([(2025, 1), (2025, 2), (2026, 1)]) == []


def test_a_quarter_says_its_numbers_without_a_word_on_gaps(given: Office) -> None:
    words = said(book(given, Request(Period.parse("2026Q3"))))
    assert "001—005 号，共 5 笔。入账 5 笔" in words
    assert "缺号" not in words


def test_a_long_note_stands_after_the_table(office: Office) -> None:
    note = "字" * 2_990 + HOSTILE[:8]
    give(office, kind="款", amount="1", notes=note, donor=HOSTILE[:40])
    document = book(office)
    assert column(tables(document)[0], "备注") == ["详见附注 1"]
    assert f"1. 001 号：{note}" in said(document)


def test_an_empty_year_says_so_and_still_has_its_cover(office: Office) -> None:
    document = book(office)
    assert isinstance(document.blocks[0], b.Cover)
    assert dict(document.blocks[0].lines)["捐赠编号"] == "没有入账"
    assert "2026年没有入账的捐赠。" in said(document)
    assert "2026年没有入账的发放。" in said(document)
    assert tables(document) == []


def test_a_book_begins_with_cover_and_landscape_section_and_ends_with_signing(given: Office) -> None:
    blocks = book(given).blocks
    assert isinstance(blocks[0], b.Cover)
    assert isinstance(blocks[1], b.Section)
    assert (blocks[1].landscape, blocks[1].numbering, blocks[1].restart) == (True, "of", True)
    assert blocks[-1] == b.SignOff(("经手人", "复核", "主任"))


def test_five_thousand_rows_keep_their_numbers_and_their_sum(office: Office) -> None:
    records: list[Values] = [
        {"date": f"2026-{1 + turn // 500:02d}-01", "donor": f"捐赠人{turn}", "kind": "款", "amount": turn + 1,
         "purpose": "助学", "publish": "不公示"}
        for turn in range(4_500)
    ] + [
        {"date": "2026-09-02", "donor": "合作社", "kind": "物", "item": "书包", "quantity": 1_500, "unit": "个",
         "purpose": "助学", "publish": "不公示"}
    ] * 500  # fmt: skip
    records = [dict(record) for record in records]
    number_entries(office, office.books["donations"], records)
    office.add_many("donations", records, title="导入")
    came = tables(book(office))[0]
    assert column(came, "编号") == [f"{number:03d}" for number in range(1, 5_001)]
    assert came.sums is not None
    assert sum(amounts.get("money", 0) for amounts in came.sums.amounts) == 4_500 * 4_501 // 2
    assert sum(amounts.get("goods:个", 0) for amounts in came.sums.amounts) == 750_000
    assert "001—5000 号，共 5000 笔，编号连续，没有缺号。" in said(book(office))

"""登记回执 and 感谢状: a page a gift, a sheet a donor, and never a receipt."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from liaison import press
from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.office import Office
from liaison.papers import donation_slip, thanks_letter
from liaison.papers.paper import Request
from liaison.press import blocks as b
from tests.papers.laid import HOSTILE, said, tables, texts
from tests.papers.stage import give

Q3 = Request(Period.parse("2026Q3"))


def slips(office: Office, request: Request = Q3) -> tuple[b.Document, ...]:
    return donation_slip.make(office, office.settings, request)


def letters(office: Office, request: Request = Q3) -> tuple[b.Document, ...]:
    return thanks_letter.make(office, office.settings, request)


def test_a_slip_has_a_stub_above_a_line_to_cut_and_the_donors_part_below(office: Office) -> None:
    give(office, kind="款", amount="1409.50", handled_by="林素梅")
    (slip,) = slips(office)
    kinds = [type(block).__name__ for block in slip.blocks]
    assert kinds.count("CutLine") == 1
    cut = kinds.index("CutLine")
    stub, part = tables(slip)
    assert texts(stub)[:-1] == texts(part)[:-2] == [
        ["编号", "2026-001", "捐赠日期", "2026年8月1日"],
        ["捐赠人", "周国栋"],
        ["捐款金额", "1,409.50 元"],
        ["大写", "人民币壹仟肆佰零玖元伍角整"],
        ["用途", "助学"],
        ["经手人", "林素梅"],
    ]
    assert kinds.index("Table") < cut < len(kinds) - 1 - kinds[::-1].index("Table")


def test_goods_have_their_quantity_and_no_amount(office: Office) -> None:
    give(office, kind="物", item="书包", spec="大号", quantity="30", unit="个", estimate="900.00")
    rows = texts(tables(slips(office)[0])[0])
    assert ["品名、规格", "书包 大号"] in rows
    assert ["数量", "30 个", "估值", "900.00 元"] in rows
    assert not any("大写" in row for row in rows)


def test_it_says_plainly_that_it_is_no_receipt_and_never_uses_the_words(office: Office) -> None:
    give(office, kind="款", amount="1", official_receipt="A-1")
    words = said(slips(office)[0])
    assert "不是报销凭证，也不能用来抵扣税款" in words
    assert "由有资格的单位另行开具，号码：A-1" in words
    assert "收据" not in words and "票据" not in words


def test_without_a_handler_the_director_handled_it(office: Office) -> None:
    give(office, kind="款", amount="1")
    assert ["经手人", "孙国平"] in texts(tables(slips(office)[0])[0])


def test_both_parts_have_a_tall_cell_to_sign_in(office: Office) -> None:
    give(office, kind="款", amount="1")
    stub, part = tables(slips(office)[0])
    assert texts(stub)[-1] == ["捐赠人签字", "", "经手人签字", ""]
    assert texts(part)[-2] == ["经手人签字", "", "日期", "2026年9月18日"]
    for row in (stub.rows[-1], part.rows[-2]):
        assert not isinstance(row, b.Group)
        assert (b.cell_of(row[1]).height or 0) >= 10


def test_a_period_leaves_out_drafts_and_voided_gifts(office: Office) -> None:
    give(office, kind="款", amount="1", donor="甲")
    office.reverse("donations", give(office, kind="款", amount="2", donor="乙"), "写错")
    office.add("donations", {"date": "2026-08-02", "donor": "丙", "kind": "款", "amount": "5", "purpose": "助学"})
    assert [slip.title for slip in slips(office)] == ["登记回执 2026-001 甲"]


def test_a_chosen_draft_or_voided_gift_gets_a_sentence(office: Office) -> None:
    draft = office.add(
        "donations", {"date": "2026-08-02", "donor": "丙", "kind": "款", "amount": "5", "purpose": "助学"}
    ).created["donations"][0]
    wrong = give(office, kind="款", amount="2")
    office.reverse("donations", wrong, "写错")
    with pytest.raises(UserError, match="丙的捐赠还没有入账"):
        slips(office, Request(records=(draft,)))
    with pytest.raises(UserError, match="2026-001 号已作废"):
        letters(office, Request(records=(wrong,)))
    with pytest.raises(UserError, match="2026-002 号冲销第 001 号"):
        slips(office, Request(records=(wrong + 1,)))


def test_an_empty_period_gets_a_sentence(office: Office) -> None:
    with pytest.raises(UserError, match="2026年第三季度没有入账的捐赠，没有可以打印的回执"):
        slips(office)
    with pytest.raises(UserError, match="没有可以打印的感谢状"):
        letters(office)


def test_only_the_chosen_gifts_are_printed(office: Office) -> None:
    give(office, kind="款", amount="1", donor="甲")
    second = give(office, kind="款", amount="2", donor="乙")
    assert [slip.title for slip in slips(office, Request(records=(second,)))] == ["登记回执 2026-002 乙"]


def test_a_donor_gets_one_letter_for_all_gifts(peopled: Office) -> None:
    give(peopled, kind="款", amount="1000.00", donor="王芳（镇卫生院）", member=2)
    give(peopled, kind="款", amount="409.50", donor="王芳", member=2, date="2026-09-02", purpose="重阳慰问")
    give(peopled, kind="物", item="书包", quantity="30", unit="个", donor="周国栋")
    give(peopled, kind="物", item="书包", quantity="5", unit="个", donor="周国栋", purpose="其他")
    first, second = map(said, letters(peopled))
    assert "王芳委员：" in first and "镇卫生院" not in first
    assert (
        "于2026年8月1日至9月2日先后2次捐款人民币壹仟肆佰零玖元伍角整（1,409.50元），用于助学、重阳慰问。" in first
    )
    assert "周国栋：" in second
    assert "于2026年8月1日先后2次捐赠书包35个，用于助学。" in second


def test_a_letter_to_who_gave_no_name(office: Office) -> None:
    give(office, kind="款", amount="1", donor="无名氏", publish="匿名", purpose="其他")
    words = said(letters(office)[0])
    assert "爱心人士：" in words and "无名氏" not in words
    assert "（1.00元）。善行义举" in words


def test_a_letter_is_a_landscape_sheet_with_a_red_heading(office: Office) -> None:
    give(office, kind="款", amount="1")
    (letter,) = letters(office)
    assert letter.landscape and not letter.page_numbers
    head, *_text = (block for block in letter.blocks if isinstance(block, b.Display))
    assert head.red and head.size >= 36


def test_whatever_is_typed_is_on_both(office: Office) -> None:
    give(office, kind="款", amount="99999999.99", donor=HOSTILE, purpose="修" * 30)
    assert HOSTILE in said(slips(office)[0]) and HOSTILE in said(letters(office)[0])


def test_in_word_the_letters_text_is_one_paragraph_to_edit(office: Office) -> None:
    give(office, kind="款", amount="1234.56")
    (letter,) = letters(office)
    with ZipFile(BytesIO(press.word_bytes(letter))) as package:
        body = package.read("word/document.xml").decode("utf-8")
    (paragraph,) = (part for part in body.split("</w:p>") if "承蒙关心" in part)
    assert "谨表谢忱。" in paragraph
    assert "<w:br" not in paragraph

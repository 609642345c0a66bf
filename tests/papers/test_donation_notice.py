"""捐赠公示: only who agreed is named, and the totals still add up."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given as given_
from hypothesis import settings
from hypothesis import strategies as st

from liaison.chinese.dates import Period
from liaison.office import Office
from liaison.papers.donation_notice import make
from liaison.papers.paper import Request
from liaison.press import blocks as b
from tests.papers.laid import HOSTILE, column, keyed, lay_whole, said, tables, texts
from tests.papers.stage import give

Q3 = Request(Period.parse("2026Q3"))


def notice(office: Office) -> b.Document:
    return make(office, office.settings, Q3)


@pytest.fixture
def given(office: Office) -> Office:
    give(office, kind="款", amount="6000.00", publish="实名", donor="周国栋")
    give(office, kind="款", amount="7.14", publish="匿名", donor="李隐名", purpose="重阳慰问")
    give(office, kind="款", amount="100.00", publish="不公示", donor="郑不公示")
    give(office, kind="物", item="书包", quantity="30", unit="个", donor="清溪食品厂", publish="实名", notes="内部备注")
    give(office, kind="物", item="大米", quantity="2.5", unit="袋", donor="吴不愿", beneficiary="河口村五保户")
    wrong = give(office, kind="款", amount="999.00", publish="实名", donor="冯写错")
    office.reverse("donations", wrong, "写错")
    office.add("donations", {"date": "2026-08-02", "donor": "何草稿", "kind": "款", "amount": "5", "purpose": "助学",
                             "publish": "实名"})  # fmt: skip
    give(office, "handouts", kind="款", amount="1000.00", recipient="某困难户")
    return office


def test_only_who_agreed_is_named(given: Office) -> None:
    document = notice(given)
    everything = said(document) + str(document.properties) + document.title
    for hidden in ("李隐名", "郑不公示", "吴不愿", "冯写错", "何草稿", "内部备注", "五保户", "困难户"):
        assert hidden not in everything
    assert "周国栋" in everything and "清溪食品厂" in everything


def test_members_of_one_name_are_told_apart(peopled: Office) -> None:
    for member in (2, 3):
        give(peopled, kind="款", amount="50.00", publish="实名", donor="王芳", member=member)
    give(peopled, kind="款", amount="50.00", publish="实名", donor="沈佳禾", member=1)
    names = column(tables(notice(peopled))[0], "捐赠人")
    assert names[:3] == ["王芳（镇卫生院）", "王芳（溪畔茶叶合作社）", "沈佳禾"]


def test_an_anonymous_gift_has_a_line_without_a_name(given: Office) -> None:
    money = tables(notice(given))[0]
    assert texts(money) == [
        ["1", "8月1日", "周国栋", "6,000.00", "助学"], ["2", "8月1日", "爱心人士", "7.14", "重阳慰问"],
    ]  # fmt: skip
    assert "写作“爱心人士”的是愿意公示、不愿署名的捐赠人。" in said(notice(given))


def test_the_lines_and_what_is_not_listed_add_up_to_the_total(given: Office) -> None:
    money = tables(notice(given))[0]
    foot = [[b.plain(b.cell_of(cell).text) for cell in row] for row in money.foot]
    assert foot == [["列名小计", "6,007.14", ""], ["不单独公示的 1 笔", "100.00", ""], ["合计", "6,107.14", ""]]
    words = said(notice(given))
    assert "收到捐款3笔，合计6,107.14元（人民币陆仟壹佰零柒元壹角肆分）。" in words
    assert "另有1笔按捐赠人的意愿不单独公示，只计入合计。" in words


def test_goods_stand_apart_by_unit(given: Office) -> None:
    goods = tables(notice(given))[1]
    assert texts(goods) == [["1", "8月1日", "清溪食品厂", "书包", "30 个", "助学"]]
    words = said(notice(given))
    assert "收到捐物2笔，共有书包30个、大米2.5袋。物资不折算成款，不与捐款相加。" in words


def test_numbers_open_their_records(given: Office) -> None:
    document = notice(given)
    paragraphs = [block for block in document.blocks if isinstance(block, b.Paragraph)]
    runs = {run.figure: run.text for paragraph in paragraphs for run in b.runs_of(paragraph.runs)}
    assert runs["donations.count"] == "5笔"
    assert runs["donations.goods:item=书包/个"] == "30个"
    assert runs["handouts.money"] == "1,000.00元"
    assert keyed(tables(document)[0])["donations.money"] == "6,107.14"


def test_the_use_of_the_gifts_is_told(given: Office) -> None:
    assert "同期发放捐款1,000.00元，目前结存捐款5,107.14元。" in said(notice(given))


def test_a_phone_is_printed_only_where_the_office_has_set_one(given: Office) -> None:
    assert "电话" not in said(notice(given))
    given.change_settings(replace(given.settings, phone="0000-1234567"))
    assert "可以向联络处反映，电话：0000-1234567。" in said(notice(given))


def test_nobody_agreed(office: Office) -> None:
    give(office, kind="款", amount="6000.00", donor="周国栋")
    document = notice(office)
    assert tables(document) == []
    assert "都按捐赠人的意愿不单独公示，只计入合计。" in said(document)
    assert "周国栋" not in said(document)


def test_an_empty_period_says_so(office: Office) -> None:
    words = said(notice(office))
    assert "联络处没有收到捐赠。" in words
    assert "同期没有发放，目前结存捐款0.00元。" in words


def test_it_is_signed_and_dated(given: Office) -> None:
    assert b.Signature("政协云溪镇联络处", "2026年9月18日", seal=True) in notice(given).blocks


def test_whatever_is_typed_is_on_the_page(given: Office) -> None:
    give(given, kind="款", amount="1", donor=HOSTILE + "长" * 20, publish="实名", purpose="修" * 30)
    lay_whole(notice(given))


@settings(max_examples=8)
@given_(st.lists(st.tuples(st.integers(1, 10**7), st.sampled_from(["实名", "匿名", "不公示"])), max_size=6))
def test_no_hidden_name_is_ever_printed(gifts: list[tuple[int, str]]) -> None:
    folder = Path(mkdtemp())
    office = Office.create(folder / "office", name="政协云溪镇联络处", town="云溪镇", today=lambda: "2026-09-18")
    try:
        for number, (fen, publish) in enumerate(gifts):
            give(office, kind="款", amount=f"{fen / 100:.2f}", donor=f"甲{number}乙", publish=publish)
        document = notice(office)
        words = said(document)
        for number, (_fen, publish) in enumerate(gifts):
            assert (f"甲{number}乙" in words) == (publish == "实名")
        shown = [row for table in tables(document) for row in column(table, "捐赠人")]
        assert shown.count("爱心人士") == sum(publish == "匿名" for _, publish in gifts)
    finally:
        office.close()
        shutil.rmtree(folder)

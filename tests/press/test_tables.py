"""Tables and bound books: columns from their content, whole rows, groups, sums carried from page to page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison import press
from liaison.press.blocks import (
    Cell,
    Column,
    Document,
    Group,
    Heading,
    PageSums,
    Paragraph,
    Row,
    Signature,
    Table,
)
from liaison.press.columns import fit_columns
from liaison.press.linebreak import text_width
from liaison.press.measures import AREA_HEIGHT, AREA_WIDTH, MM, TOP
from liaison.press.plaintext import plain_text
from tests.press.tablefacts import check_page, lay, letters, rows_of

LONG = "捐赠人要求不公开姓名，由联络处代为登记并回执，收据编号0012345，分两次到账，第二笔由经手人次月补登。"


def _widths(*columns: Column, rows: tuple[Row, ...] = (), room: float = AREA_WIDTH) -> tuple[float, ...]:
    return fit_columns(Table(columns, rows), room).widths


# columns ------------------------------------------------------------------------------------------------------


def test_columns_fill_the_type_area() -> None:
    assert sum(_widths(Column("甲"), Column("乙", 3))) == pytest.approx(AREA_WIDTH)
    assert sum(_widths(Column("甲", width_mm=10), Column("乙", width_mm=20))) == pytest.approx(AREA_WIDTH)


def test_blank_columns_stand_by_their_weights() -> None:
    one, three = _widths(Column("甲"), Column("乙", 3))
    assert three == pytest.approx(3 * one)


def test_a_fixed_column_is_as_wide_as_asked_and_wider_where_its_content_would_be_cut() -> None:
    fixed, _other = _widths(Column("甲", width_mm=30), Column("乙"), rows=(("王芳", "内容"),))
    assert fixed == pytest.approx(30 * MM)
    grown, _other = _widths(Column("甲", width_mm=10), Column("乙"), rows=(("13800000000", "内容"),))
    assert grown > 5.5 * 10.5


def test_names_days_and_amounts_stay_on_one_line_beside_long_texts() -> None:
    rows = tuple((f"2026-{n:03d}", "2026-09-30", "买买提·艾力", "1,234,567.89", LONG, LONG) for n in range(30))
    labels = ("编号", "日期", "捐赠人", "金额（元）", "用途", "备注")
    pages = lay(Table(tuple(map(Column, labels)), rows), landscape=True)
    texts = [line.text for page in pages for line in page.lines]
    for number, _day, name, amount, _use, _remark in rows:
        assert number in texts and name in texts and amount in texts
    assert "2026-09-30" in texts


def test_long_texts_share_by_the_root_of_their_length() -> None:
    rows = ((LONG * 4, LONG),)
    first, second = _widths(Column("甲"), Column("乙"), rows=rows)
    assert first / second == pytest.approx(2, rel=0.1)


def test_a_single_long_entry_leaves_the_others_their_room() -> None:
    rows = tuple((f"第{n}号", "王芳", LONG * 20 if n == 3 else "票据附后") for n in range(20))
    widths = _widths(Column("编号"), Column("姓名"), Column("备注"), rows=rows)
    assert widths[2] > widths[0] + widths[1]
    assert widths[1] >= 2 * 14


def test_text_gets_smaller_before_anything_is_cut() -> None:
    few, many = (
        fit_columns(Table(tuple(Column(f"第{n}列数据") for n in range(count)), ()), AREA_WIDTH) for count in (4, 7)
    )
    assert few.size == 14
    assert many.size < 14


@given(st.lists(st.text("委员王芳，。12a-", max_size=30), min_size=1, max_size=8), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_any_number_of_columns_stands_on_the_sheet(texts: list[str], count: int) -> None:
    columns = tuple(Column(f"列{n}") for n in range(count))
    row = tuple(texts[n % len(texts)] for n in range(count))
    fit = fit_columns(Table(columns, (row,)), AREA_WIDTH)
    assert sum(fit.widths) == pytest.approx(AREA_WIDTH)
    assert all(width - 2 * fit.padding >= fit.size * 0.99 for width in fit.widths)
    pages = lay(Table(columns, (row,)))
    wanted = Counter("".join((*row, *(column.label for column in columns))).replace(" ", ""))
    assert letters(pages) == wanted
    for page in pages:
        check_page(page)


@given(
    st.lists(
        st.tuples(st.text("名字12-", max_size=8), st.text("石桥，a1（）。", max_size=200), st.text("甲", max_size=20)),
        min_size=1, max_size=12,
    ),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_cut_or_overprinted(rows: list[Row], landscape: bool) -> None:
    table = Table((Column("甲"), Column("乙"), Column("丙")), tuple(rows))
    pages = lay(table, landscape=landscape)
    for page in pages:
        check_page(page)
    heads = Counter("甲乙丙" * len(pages))
    assert letters(pages) - heads == Counter("".join("".join(row) for row in rows))  # type: ignore[arg-type]


def test_a_long_unbroken_word_is_cut_rather_than_lost() -> None:
    word = "https://example.org/" + "a" * 300
    pages = lay(Table((Column("甲"), Column("网址")), (("乙", word),)))
    written = "".join(line.text for line in pages[0].lines)
    assert word in written
    check_page(pages[0])


def test_a_name_of_forty_characters() -> None:
    name = "买买提·" * 10
    pages = lay(Table(tuple(map(Column, ("序号", "姓名", "单位", "职务", "备注"))), (("1", name, LONG, LONG, LONG),)))
    assert not Counter(name) - letters(pages)
    check_page(pages[0])


# rows ---------------------------------------------------------------------------------------------------------


def test_a_cell_of_three_thousand_characters_goes_on_over_the_pages() -> None:
    text = "".join(f"第{n}句话说明情况，" for n in range(340))
    pages = lay(Paragraph("前文"), Table((Column("事项"), Column("说明", 3)), (("甲", text), ("乙", "短"))))
    assert 2 <= len(pages) <= 6
    told = "".join(cells[1] for page in pages for cells in rows_of(page)[1:])
    assert told == text + "短"
    assert letters(pages) - Counter("事项说明" * len(pages)) == Counter("前文甲乙短" + text)
    for page in pages:
        check_page(page)
        assert [line.text for line in page.lines if line.block == 1][:2] == ["事项", "说明"]
        assert max(rule.y1 for rule in page.rules) <= TOP + AREA_HEIGHT + 0.01


def test_a_field_to_sign_in_is_never_higher_than_a_page() -> None:
    assert len(lay(Table((Column("甲"),), ((Cell("乙", height=400),),)))) == 1
    pages = lay(Table((Column("甲"),), ((Cell("乙", height=400),), ("丙",))))
    assert len(pages) == 2
    for page in pages:
        assert max(rule.y1 for rule in page.rules) <= TOP + AREA_HEIGHT + 0.01


@given(st.lists(st.integers(1, 12), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_rows_stay_whole(heights: list[int]) -> None:
    rows = tuple((f"{n}号", "一二三四五六七八九十" * height) for n, height in enumerate(heights))
    pages = lay(Table((Column("序号"), Column("事项")), rows))
    where: dict[str, set[int]] = {}
    for page in pages:
        check_page(page)
        for cells in rows_of(page)[1:]:
            where.setdefault(cells[0], set()).add(page.index)
            assert cells[1] == dict(rows)[cells[0]], "all of a row's text stands in it"
    assert where.keys() == {label for label, _text in rows}
    assert all(len(indexes) == 1 for indexes in where.values())


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6)), min_size=1, max_size=70), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_group_is_never_the_last_on_a_page(given_rows: list[tuple[bool, int]], summed: bool) -> None:
    rows: list[Row | Group] = []
    amounts: list[Mapping[str, int]] = []
    for number, (group, height) in enumerate(given_rows):
        if group:
            rows.append(Group(f"组{number}"))
        rows.append((f"{number}号", "一二三四五六七八九十" * height))
        amounts.append({"a": 1})
    sums = PageSums(tuple(amounts), _sum_row) if summed else None
    pages = lay(Table((Column("序号"), Column("事项")), tuple(rows), sums=sums))
    for page in pages:
        printed = rows_of(page)
        if summed and page.index < len(pages) - 1:
            printed = printed[:-2]
        assert not printed[-1][0].startswith("组")


def test_the_closing_rows_stand_with_the_last_row() -> None:
    for count in range(15, 24):
        rows = tuple((str(n), "内容") for n in range(count))
        pages = lay(Table((Column("序号"), Column("事项")), rows, foot=(("合计", "9"), ("结存", "8"))))
        last = [cells[0] for cells in rows_of(pages[len(pages) - 1])]
        assert last[-3:] == [str(count - 1), "合计", "结存"]


def test_a_heading_goes_down_with_its_table() -> None:
    for lines in range(15, 22):
        filler = tuple(Paragraph("行") for _line in range(lines))
        sums = PageSums(({"a": 1},) * 30, _sum_row)
        table = Table((Column("序号"), Column("事项")), tuple((str(n), "甲") for n in range(30)), sums=sums)
        pages = lay(*filler, Heading(1, "一、台账"), table)
        page = next(page for page in pages if any(line.text == "一、台账" for line in page.lines))
        assert any(line.text == "0" for line in page.lines)


def test_a_signature_keeps_the_last_row_and_its_sums() -> None:
    for count in range(10, 30):
        sums = PageSums(({"a": 1},) * count, _sum_row)
        rows = tuple((str(n), "甲") for n in range(count))
        pages = lay(Table((Column("序号"), Column("事项")), rows, sums=sums), Signature("联络处", "2026年9月30日"))
        last = [line.text for line in pages[len(pages) - 1].lines]
        assert str(count - 1) in last and "累计" in last and "联络处" in last


# sums ---------------------------------------------------------------------------------------------------------


def _sum_row(label: str, totals: Mapping[str, int]) -> Row:
    return (label, str(totals.get("a", 0)))


@given(
    st.lists(st.tuples(st.integers(-10**9, 10**12), st.integers(1, 5)), min_size=1, max_size=90),
    st.booleans(), st.integers(0, 3),
)
@settings(max_examples=80, deadline=None)
def test_the_sums_of_the_pages_are_the_whole(given_rows: list[tuple[int, int]], landscape: bool, foot: int) -> None:
    rows = tuple((f"{n}号", "说明" * 8 * height) for n, (_amount, height) in enumerate(given_rows))
    sums = PageSums(tuple({"a": amount} for amount, _height in given_rows), _sum_row)
    table = Table((Column("序号"), Column("事项")), rows, foot=(("结束", ""),) * foot, sums=sums)
    pages = lay(table, landscape=landscape)
    carried = running = 0
    seen: list[str] = []
    for page in pages:
        check_page(page)
        cells = rows_of(page)[1:]
        named = {label: int(text) for label, text in cells if label in ("本页小计", "过次页", "承前页", "累计")}
        here = [label for label, _text in cells if label.endswith("号")]
        seen += here
        own = sum(given_rows[int(label[:-1])][0] for label in here)
        running += own
        if page.index:
            assert cells[0][0] == "承前页" and named["承前页"] == carried
        else:
            assert "承前页" not in named
        if page.index < len(pages) - 1:
            assert [label for label, _text in cells[-2:]] == ["本页小计", "过次页"]
            assert named["本页小计"] == own
            carried = named["过次页"]
            assert carried == running
            assert max(rule.y1 for rule in page.rules) == pytest.approx(page.height - page_foot(landscape=landscape))
        else:
            assert named["累计"] == running
            assert ("本页小计" in named) == (len(pages) > 1)
            assert [label for label, _text in cells[len(cells) - foot:]] == ["结束"] * foot
    assert seen == [label for label, _text in rows]


def page_foot(*, landscape: bool) -> float:
    """The margin under the type area."""
    return 26 * MM if landscape else 35 * MM


def test_a_row_higher_than_a_page_is_summed_where_its_amount_stands() -> None:
    text = "说明" * 1500
    sums = PageSums(({"a": 5}, {"a": 7}), _sum_row)
    pages = lay(Table((Column("序号"), Column("事项", width_mm=100)), (("一", text), ("二", "短")), sums=sums))
    told = [[cells for cells in rows_of(page) if cells[0] in ("本页小计", "过次页", "累计")] for page in pages]
    assert told[0] == [["本页小计", "5"], ["过次页", "5"]]
    assert told[1] == [["本页小计", "0"], ["过次页", "5"]]
    assert told[-1][-1] == ["累计", "12"]
    assert letters(pages)["说"] == 1500


def test_sums_that_fill_their_row_have_room() -> None:
    """The row of sums is higher than a line: room is kept for what it really takes."""
    def row(label: str, totals: Mapping[str, int]) -> Row:
        return (label, "、".join(f"{key}{amount}件" for key, amount in totals.items()))

    kinds = [f"第{n}种物资" for n in range(40)]
    sums = PageSums(tuple({kind: 1} for kind in kinds), row)
    rows = tuple((str(n), kind) for n, kind in enumerate(kinds))
    pages = lay(Table((Column("序号"), Column("品名")), rows, sums=sums))
    for page in pages:
        check_page(page)
        assert max(rule.y1 for rule in page.rules) <= TOP + AREA_HEIGHT + 0.01
    assert rows_of(pages[len(pages) - 1])[-1][1].count("件") == 40


_TEXTS = st.text("石桥镇联络处，（）12a-", max_size=90)


@given(
    st.lists(st.tuples(st.booleans(), st.lists(_TEXTS, min_size=3, max_size=3), st.sampled_from((None, 12.0, 300.0)))),
    st.lists(st.lists(_TEXTS, min_size=3, max_size=3), max_size=3), st.booleans(), st.booleans(), st.integers(0, 20),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_table_is_printed_whole(
    given_rows: list[tuple[bool, list[str], float | None]], foot: list[list[str]], summed: bool, signed: bool,
    before: int, landscape: bool,
) -> None:  # fmt: skip
    """Groups, fields to sign in, closing rows and sums in any mixture, wherever on a page the table begins."""
    rows: list[Row | Group] = []
    for grouped, texts, height in given_rows:
        rows += [Group("组别")] if grouped else []
        rows.append((Cell(texts[0], height=height), *texts[1:]))
    sums = PageSums(({"a": 1},) * len(given_rows), lambda label, totals: (label, str(totals.get("a", 0)), ""))
    closing = tuple(tuple(texts) for texts in foot)
    table = Table(tuple(map(Column, ("甲", "乙", "丙"))), tuple(rows), closing, sums=sums if summed else None)
    last = (Signature("办公室", "2026年9月30日"),) if signed else ()
    document = Document("x", (*(Paragraph("文") for _line in range(before)), table, *last), landscape=landscape)
    pages = press.lay(document)
    assert not Counter("".join(plain_text(document).split())) - letters(pages)
    for page in pages:
        check_page(page)
        assert max((rule.y1 for rule in page.rules), default=0) <= page.height - page_foot(landscape=landscape) + 0.01
        assert page.lines, "no page stays empty"


def test_amounts_of_the_wrong_number_are_our_bug() -> None:
    with pytest.raises(ValueError, match="zip"):
        lay(Table((Column("甲"), Column("乙")), (("1", "2"),), sums=PageSums((), _sum_row)))


def test_the_column_of_sums_is_wide_enough_for_the_whole() -> None:
    rows = tuple((str(n), "9,999.00", LONG, LONG) for n in range(300))

    def row(label: str, totals: Mapping[str, int]) -> Row:
        return (label, f"{totals['a'] / 100:,.2f}", "", "")

    sums = PageSums(({"a": 999_900},) * 300, row)
    pages = lay(Table(tuple(map(Column, ("序号", "金额", "用途", "备注"))), rows, sums=sums))
    assert any(line.text == "2,999,700.00" for line in pages[len(pages) - 1].lines)


def test_five_thousand_rows_are_all_there() -> None:
    rows = tuple((f"{n:04d}", "2026-09-30", "石桥镇中心小学") for n in range(5000))
    document = Document("台账", (Table(tuple(map(Column, ("编号", "日期", "用途"))), rows),), landscape=True)
    pages = press.lay(document)
    numbers = [line.text for page in pages for line in page.lines if len(line.text) == 4 and line.text.isdigit()]
    assert numbers == [f"{n:04d}" for n in range(5000)]
    assert text_width("石桥镇中心小学") == 7

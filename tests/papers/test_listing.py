"""Any book as a plain list: the columns, the filter and the order that are on the screen."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison import press
from liaison.books import BOOKS
from liaison.errors import UserError
from liaison.kit.fields import Reference
from liaison.kit.query import Query
from liaison.office import Office
from liaison.papers.listing import LONGEST_CELL, make_list
from liaison.press.blocks import Cell, Document, Table, cell_of, plain
from liaison.press.plaintext import plain_text
from liaison.sample import make_sample

HOSTILE = ("<b>甲</b>&乙", "=1+1", "臺灣鄉鎮𬭚㛃", "来宾🎉", "\\[[x|y]]", "长" * 40)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = make_sample(tmp_path_factory.mktemp("sample") / "o", years=1, until="2026-09-18")
    yield office
    office.close()


def a_list(
    office: Office, book: str, columns: Sequence[str] = (), query: Query | None = None, **asked: object
) -> Document:
    names = columns or [f.name for f in BOOKS[book].columns if f.listed]
    return make_list(office, office.settings, book, query or Query(), names, **asked)  # type: ignore[arg-type]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def cells(document: Document, label: str) -> list[str]:
    """The texts of a column, by its heading."""
    for table in tables(document):
        headings = [column.label for column in table.columns]
        if label in headings:
            return [plain(cell_of(row[headings.index(label)]).text) for row in table.rows]  # type: ignore[index]
    raise LookupError(label)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("book", BOOKS)
def test_every_book_with_every_column(sample: Office, book: str) -> None:
    declared = BOOKS[book]
    document = a_list(sample, book, [f.name for f in declared.columns], private=True)
    hidden = {"year", "serial"} if declared.ledger else set()
    wanted = [
        f.label for f in declared.columns
        if f.name not in hidden and not (isinstance(f, Reference) and not f.to)
    ]
    headings = [column.label for table in tables(document) for column in table.columns]
    assert list(dict.fromkeys(label for label in headings if label != "序号")) == list(dict.fromkeys(wanted))
    assert all(len(table.rows) == sample.count(book) for table in tables(document))
    text = squeezed(plain_text(document))
    assert declared.title in text and "2026年9月18日" in text and f"共{sample.count(book)}{declared.measure}" in text
    laid = squeezed("".join(page.text for page in press.lay(document)))
    assert f"{sample.count(book)}" in laid


@pytest.mark.parametrize("book", BOOKS)
def test_a_book_with_its_first_column_alone_stands_upright(sample: Office, book: str) -> None:
    name = next(f.name for f in BOOKS[book].columns if f.listed)
    document = a_list(sample, book, [name], private=True)
    assert not document.landscape
    (table,) = tables(document)
    assert len(table.columns) == 2
    first = sample.rows(book, sample.ids(book, Query(), 0, 1), whole=True)[0]
    assert first.texts[name] in cells(document, BOOKS[book].field(name).label)[0]


@settings(max_examples=15)
@given(st.data())
def test_any_columns_in_any_order_fit_their_sheet(sample: Office, data: st.DataObject) -> None:
    book = data.draw(st.sampled_from(sorted(BOOKS)))
    names = [f.name for f in BOOKS[book].columns if not (isinstance(f, Reference) and not f.to)]
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    hidden = {"year", "serial"} if BOOKS[book].ledger else set()
    if not set(chosen) - hidden:
        return
    document = a_list(sample, book, chosen, Query(ids=tuple(sample.ids(book, Query(), 0, 8))), private=True)
    wanted = [BOOKS[book].field(name).label for name in chosen if name not in hidden]
    for table in tables(document):
        assert len({column.label for column in table.columns}) == len(table.columns)
    headings = dict.fromkeys(column.label for table in tables(document) for column in table.columns[1:])
    assert list(headings) == list(dict.fromkeys(wanted)), "the column that names a record begins the later parts"
    for page in press.lay(document):
        for line in page.lines:
            assert line.x >= 0 and line.x + line.width <= page.width - 20 * 72 / 25.4 + 8, line.text


def test_columns_filter_and_order_are_those_asked_for(sample: Office) -> None:
    query = Query(search="助学", filters=frozenset({"money"}), sort="-amount")
    document = a_list(sample, "donations", ("amount", "donor", "date"), query, title="助学捐款", said="助学，捐款")
    (table,) = tables(document)
    assert [column.label for column in table.columns] == ["序号", "金额", "捐赠人", "日期"]
    rows = sample.page("donations", query, 0, 500)
    assert cells(document, "捐赠人") == [row.texts["donor"] for row in rows]
    assert cells(document, "序号") == [str(n) for n in range(1, len(rows) + 1)]
    assert "助学捐款" in plain_text(document) and "所列：助学，捐款" in plain_text(document)
    assert all("年" in text for text in cells(document, "日期"))


def test_money_and_goods_are_summed_apart(office: Office) -> None:
    for values in (
        {"kind": "款", "amount": "1409.50"}, {"kind": "款", "amount": "600000.14"},
        {"kind": "物", "item": "书包", "quantity": "30", "unit": "个", "estimate": "900"},
        {"kind": "物", "item": "大米", "quantity": "0.5", "unit": "吨", "estimate": "2000"},
        {"kind": "物", "item": "文具", "quantity": "12", "unit": "个"},
    ):
        office.add("donations", {"date": "2026-08-01", "donor": "周国栋", "purpose": "助学", **values})
    office.enter("donations", [1, 2, 3, 4, 5])
    office.add("donations", {"date": "2026-08-02", "donor": "何秀英", "purpose": "助学", "kind": "款", "amount": "77"})
    document = a_list(office, "donations", ("donor", "amount", "quantity", "unit", "estimate"))
    (table,) = tables(document)
    money, goods = ([plain(cell_of(cell).text) for cell in row] for row in table.foot)
    assert money == ["合计", "601,409.64", "", "", "2,900.00"]
    assert isinstance(table.foot[0][0], Cell) and table.foot[0][0].span == 2
    assert goods == ["物资", "42 个、0.5 吨"]
    assert {column.label: column.align for column in table.columns}["金额"] == "right"
    assert "序号1是草稿，没有计入合计。" in plain_text(document)


def test_a_void_is_said_where_its_column_is_not_printed(office: Office) -> None:
    gift = {"date": "2026-08-01", "donor": "周国栋", "purpose": "助学", "kind": "款", "amount": "100"}
    office.add("donations", gift)
    office.enter("donations", [1])
    office.reverse("donations", 1, "金额写错")
    text = plain_text(a_list(office, "donations", ("donor", "amount")))
    assert "序号1已作废。序号2是冲销。" in text and "\t0.00" in text
    assert "序号1" not in plain_text(a_list(office, "donations", ("donor", "standing")))


def test_private_columns_only_when_asked(sample: Office) -> None:
    names = ("name", "phone", "address", "id_number")
    quiet = a_list(sample, "members", names)
    assert [column.label for column in tables(quiet)[0].columns] == ["序号", "姓名"]
    assert "1380000" not in plain_text(quiet)
    asked = plain_text(a_list(sample, "members", names, private=True))
    assert str(sample.get("members", 1)["phone"]) in asked
    with pytest.raises(UserError, match="没有可以打印的列"):
        a_list(sample, "members", ("phone",))


def test_an_empty_list_says_so(office: Office) -> None:
    for book in ("members", "donations", "signins"):
        text = plain_text(a_list(office, book, said="含“没有”"))
        assert "没有符合的记录。" in text and "共0" in text


def test_hostile_text_comes_out_as_it_went_in(office: Office) -> None:
    for text in HOSTILE:
        office.add("members", {"name": text, "work_unit": text, "joined": "2022-01-01", "notes": f"{text}\n第二行"})
    document = a_list(office, "members", ("name", "work_unit", "notes"), title="<b>名册</b>&", said="含“=1+1”")
    assert cells(document, "姓名") == list(HOSTILE)
    laid = squeezed("".join(page.text for page in press.lay(document)))
    for text in HOSTILE:
        assert text in squeezed(plain_text(document))
    assert "<b>名册</b>&" in laid and "=1+1" in laid
    opened = docx.Document(io.BytesIO(press.word_bytes(document, press.bundled_fonts())))
    assert [row.cells[1].text for row in opened.tables[0].rows[1:]] == list(HOSTILE)


def test_a_long_text_stands_whole_after_the_table(office: Office) -> None:
    for name, notes in (("沈佳禾", "甲" * 3000), ("王芳", "乙" * LONGEST_CELL)):
        office.add("members", {"name": name, "work_unit": "镇卫生院", "joined": "2022-01-01", "notes": notes})
    document = a_list(office, "members", ("name", "notes"))
    assert cells(document, "备注") == ["见附注1", "乙" * LONGEST_CELL]
    laid = squeezed("".join(page.text for page in press.lay(document)))
    assert laid.count("甲") == 3000 and "1.序号1，备注：甲" in laid


def test_what_does_not_fit_goes_on_in_a_second_part(sample: Office) -> None:
    document = a_list(sample, "members", [f.name for f in BOOKS["members"].columns], private=True)
    parts = tables(document)
    assert document.landscape and len(parts) > 1
    assert all([column.label for column in table.columns][:2] == ["序号", "姓名"] for table in parts)
    assert [row[:2] for row in parts[0].rows] == [row[:2] for row in parts[1].rows]  # type: ignore[index]


def test_five_thousand_rows(office: Office) -> None:
    office.add("members", {"name": "沈佳禾", "work_unit": "镇中心小学", "joined": "2022-01-01"})
    texts = [{"date": f"2026-{n % 8 + 1:02d}-01", "text": f"第{n}条建议", "raised_by": 1, "status": "办理中"}
             for n in range(5000)]  # fmt: skip
    office.add_many("suggestions", texts, title="导入")  # type: ignore[arg-type]
    document = a_list(office, "suggestions", ("date", "text", "status"), Query(sort="date"))
    assert len(tables(document)[0].rows) == 5000
    assert cells(document, "序号")[-1] == "5000"


def test_a_list_goes_through_the_office(sample: Office, tmp_path: Path) -> None:
    made = sample.print_list("honors", Query(), ["title", "date"], said="2026年")
    (file,) = sample.write_printed(made, tmp_path / "清单.pdf", "pdf")
    assert file.read_bytes().startswith(b"%PDF") and made.title == "荣誉登记簿清单"

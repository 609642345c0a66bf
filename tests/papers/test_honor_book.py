"""荣誉登记簿 and 荣誉证书清单: honours by level, whose they are, and where the certificates are."""

from __future__ import annotations

import pytest

from liaison.chinese.dates import Period
from liaison.office import Office
from liaison.papers import honor_book, honor_certificates
from liaison.papers.paper import Request
from liaison.press import blocks as b
from tests.papers.laid import HOSTILE, column, keyed, lay_whole, said, tables, texts

YEAR = Request(Period.year(2026))


def book(office: Office) -> b.Document:
    return honor_book.make(office, office.settings, YEAR)


def listing(office: Office) -> b.Document:
    return honor_certificates.make(office, office.settings, YEAR)


@pytest.fixture
def honoured(peopled: Office) -> Office:
    honor = {"issuer": "县政协", "date": "2026-07-20"}
    peopled.add("honors", {**honor, "title": "优秀政协委员", "level": "县", "member": 2, "kept_at": "档案柜 2 号"})
    peopled.add("honors", {**honor, "title": "最美教师", "level": "市", "member": 1, "date": "2026-03-18",
                           "document_number": "市教〔2026〕3号"})  # fmt: skip
    peopled.add("honors", {**honor, "title": "先进联络处", "level": "县", "valid_until": "2026-09-01"})
    peopled.add("honors", {**honor, "title": "去年的", "level": "县", "date": "2025-07-20"})
    return peopled


def test_the_members_honours_stand_by_level_the_highest_first(honoured: Office) -> None:
    members, office = tables(book(honoured))[:2]
    assert [row[:4] for row in texts(members)] == [
        ["市级　1 项"], ["1", "3月18日", "沈佳禾", "最美教师"],
        ["县级　1 项"], ["2", "7月20日", "王芳（镇卫生院）", "优秀政协委员"],
    ]  # fmt: skip
    assert [row[:3] for row in texts(office)] == [["县级　1 项"], ["3", "7月20日", "先进联络处"]]


def test_the_summary_counts_by_holder_and_level(honoured: Office) -> None:
    summary = tables(book(honoured))[2]
    assert texts(summary) == [
        ["沈佳禾", "", "", "1", "", "", "", "1"],
        ["王芳（镇卫生院）", "", "", "", "1", "", "", "1"],
        ["联络处", "", "", "", "1", "", "", "1"],
    ]
    assert keyed(summary)["honors.count:level=县"] == "2"
    assert keyed(summary)["honors.count"] == "3"


def test_what_the_file_lacks_is_said(honoured: Office) -> None:
    assert "其中 2 项没有登记证书存放处，3 项没有扫描件。" in said(book(honoured))


def test_an_empty_year_says_so(office: Office) -> None:
    assert "2026年没有登记荣誉。" in said(book(office))
    assert "2026年没有登记荣誉。" in said(listing(office))


def test_one_honour_of_the_office_alone(office: Office) -> None:
    office.add("honors", {"title": "先进", "level": "其他", "issuer": "镇", "date": "2026-01-02"})
    words = said(book(office))
    assert "2026年没有登记委员荣誉。" in words
    assert "其他　1 项" in words


def test_the_list_says_where_each_certificate_is_and_what_is_open(honoured: Office) -> None:
    document = listing(honoured)
    (table,) = tables(document)
    assert column(table, "荣誉名称") == ["最美教师", "优秀政协委员", "先进联络处"]
    assert column(table, "获得者") == ["沈佳禾", "王芳（镇卫生院）", "联络处"]
    assert column(table, "证书存放") == ["", "档案柜 2 号", ""]
    words = said(document)
    assert "2026年共登记荣誉3项，其中第 1、3 号没有登记证书存放处，请补上。第 3 号的有效期已过。" in words


def test_the_list_holds_whatever_is_typed(honoured: Office) -> None:
    honoured.add("honors", {"title": HOSTILE + "长" * 60, "level": "省", "issuer": HOSTILE, "date": "2026-02-02",
                            "kept_at": HOSTILE})  # fmt: skip
    lay_whole(listing(honoured))

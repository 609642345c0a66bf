"""The bound books, notices, slips and letters on their pages: nothing cut, nothing overprinted, sums that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

import pytest

from liaison.chinese.dates import Period
from liaison.office import Office
from liaison.papers.paper import Request
from liaison.press import blocks as b
from liaison.press.measures import MM, PAGE_WIDTH
from liaison.sample import make_sample
from tests.papers.laid import HOSTILE, lay_whole
from tests.papers.stage import give, hold

YEAR, Q3 = Request(Period.year(2026)), Request(Period.parse("2026Q3"))
BOOKS = ("donation_book", "signin_book", "honor_book")
ALL = (*BOOKS, "donation_notice", "donation_slip", "thanks_letter", "honor_certificates")
EMPTY = (*BOOKS, "donation_notice", "honor_certificates")


def made(office: Office, name: str, request: Request = YEAR) -> tuple[b.Document, ...]:
    papers = import_module(f"liaison.papers.{name}").make(office, office.settings, request)
    return papers if isinstance(papers, tuple) else (papers,)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample office with one year of records."""
    with make_sample(tmp_path_factory.mktemp("sample") / "office", years=1, until="2026-09-18") as office:
        yield office


@pytest.mark.parametrize("name", ALL)
def test_the_sample_offices_papers_lie_whole(sample: Office, name: str) -> None:
    for document in made(sample, name):
        lay_whole(document)


@pytest.mark.parametrize("name", BOOKS)
def test_a_bound_book_has_a_portrait_cover_and_landscape_pages_numbered_of_all(sample: Office, name: str) -> None:
    (document,) = made(sample, name)
    pages = lay_whole(document)
    assert pages[0].number is None
    assert pages[0].width == pytest.approx(PAGE_WIDTH)
    assert all(page.width > page.height for page in pages.pages[1:])
    for place, page in enumerate(pages.pages[1:], start=1):
        assert page.number is not None
        assert page.number.text == f"第 {place} 页 共 {len(pages) - 1} 页"


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_year_is_a_whole_paper(office: Office, name: str) -> None:
    (document,) = made(office, name)
    lay_whole(document)


@pytest.mark.parametrize("name", ALL)
def test_one_row_with_the_worst_of_texts(peopled: Office, name: str) -> None:
    worst = HOSTILE + "长" * 20
    give(peopled, kind="款", amount="99999999.99", donor=worst[:60], purpose=(HOSTILE[:20] + "修" * 10),
         publish="实名", beneficiary=HOSTILE * 2, handled_by=HOSTILE[:30], accepted_by="字" * 40,
         official_receipt=HOSTILE, notes=HOSTILE + "备" * 2_900)  # fmt: skip
    give(peopled, kind="物", item=("A" * 20 + "书" * 20), spec="规" * 40, quantity="0.001", unit="十个字的计量单位名称",
         estimate="99999999.99", donor="长" * 60, publish="实名")  # fmt: skip
    give(peopled, "handouts", kind="款", amount="5", recipient="河" * 100, received_by="签" * 40, notes="备" * 3_000)
    peopled.add("members", {"name": "买买提·" + "长" * 36, "work_unit": "单" * 60, "post": "职" * 60,
                            "joined": "2022-01-01"})  # fmt: skip
    held = hold(peopled, "主" * 70 + "<b>&", "2026-08-21", place="地" * 80)
    peopled.signin.set_status(held, 5, "迟到", time="9:20", reason=HOSTILE + "因" * 60)
    peopled.add("honors", {"title": "荣" * 90 + "<b>", "level": "省", "issuer": HOSTILE + "单" * 40, "member": 5,
                           "date": "2026-07-20", "document_number": "号" * 60, "valid_until": "2029-12-31",
                           "kept_at": "柜" * 80, "notes": "备" * 3_000})  # fmt: skip
    for document in made(peopled, name):
        lay_whole(document)


def test_a_slip_is_one_page_cut_near_its_middle_whatever_is_written(office: Office) -> None:
    give(office, kind="款", amount="12.00")
    give(office, kind="物", item="书" * 40, spec="规" * 40, quantity="1", unit="个", donor="长" * 60,
         purpose="修" * 30, handled_by="手" * 40, official_receipt="号" * 60)  # fmt: skip
    for document in made(office, "donation_slip"):
        pages = lay_whole(document)
        assert len(pages) == 1
        (cut,) = {rule.y0 for rule in pages[0].rules if rule.dashed}
        assert 110 * MM < cut < 187 * MM


def test_a_letter_of_thanks_is_one_sheet(office: Office) -> None:
    for turn in range(12):
        give(office, kind="物", item=f"物资{turn}", quantity="30", unit="个", donor="长" * 60)
    (document,) = made(office, "thanks_letter")
    assert len(lay_whole(document)) == 1


def test_page_sums_are_carried_over_and_add_up(office: Office) -> None:
    for turn in range(1, 61):
        give(office, kind="款", amount=f"{turn}.01")
    (document,) = made(office, "donation_book")
    pages = [page for page in lay_whole(document) if "本页小计" in page.text]
    assert len(pages) > 2
    carried = brought = 0
    for place, page in enumerate(pages):
        rows = _rows(page.text)
        entries = [_fen(row[1]) for row in rows if re.fullmatch(r"\d{3}", row[0])]
        if place:
            assert "承前页" in page.text
        assert _after(page.text, "本页小计") == sum(entries)
        brought = carried
        carried += sum(entries)
        if place:
            assert _after(page.text, "承前页") == brought
        if place < len(pages) - 1:
            assert _after(page.text, "过次页") == carried
    assert carried == 183_060
    assert _after(pages[-1].text, "累计") == carried


def _fen(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def _after(text: str, label: str) -> int:
    found = re.search(rf"^{label}\n([\d,]+\.\d\d)$", text, re.MULTILINE)
    assert found, (label, text)
    return _fen(found[1])


def _rows(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^(\d{3})\n[^\n]+\n[^\n]+\n([\d,]+\.\d\d)$", text, re.MULTILINE)

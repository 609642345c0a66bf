"""Every paper's Word file is one by the schema, with a red head and 版记 where it can carry them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from liaison import press
from liaison.books import BOOKS
from liaison.chinese.dates import Period
from liaison.kit.query import Query
from liaison.office import Office
from liaison.papers import PAPERS, Issue, Request
from liaison.papers.listing import make_list
from liaison.sample import make_sample
from tests.press.wordschema import problems

ISSUE = Issue(True, "云协联〔2026〕12号", "孙国平", ("县政协办公室", "镇人大办公室"), imprint=True)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample office, read and not written."""
    office = make_sample(tmp_path_factory.mktemp("sample") / "office", years=1, until="2026-09-18")
    yield office
    office.close()


@pytest.mark.parametrize("name", PAPERS)
def test_every_papers_word_file_is_valid(sample: Office, name: str) -> None:
    paper = PAPERS[name]
    period = {"": None, "member": None, "year": Period.parse("2026")}.get(paper.needs, Period.parse("2026Q3"))
    records = (1,) if paper.needs == "member" else ()
    made = sample.print_paper(name, Request(period, records=records, phones=paper.phones, issue=ISSUE))
    assert problems(press.word_bytes(made.pages, press.bundled_fonts())) == []


def test_a_plain_lists_word_file_is_valid(sample: Office) -> None:
    columns = [column.name for column in BOOKS["suggestions"].columns if column.listed]
    made = make_list(sample, sample.settings, "suggestions", Query(), columns)
    assert problems(press.word_bytes(made, press.bundled_fonts())) == []

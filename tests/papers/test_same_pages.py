"""Every paper of the sample office has the same pages in PDF and in Word, as LibreOffice lays it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from liaison import press
from liaison.books import BOOKS
from liaison.chinese.dates import Period
from liaison.kit.query import Query
from liaison.office import Office
from liaison.papers import PAPERS, Request
from liaison.papers.listing import make_list
from liaison.press import Pages
from liaison.sample import make_sample
from tests.press.libreoffice import turned_to_pdf

LISTS = ("donations", "members", "suggestions", "signins")
NAMES = (*PAPERS, *(f"list-{book}" for book in LISTS))
NUMBER = re.compile(r"—\d+—|第\d+页共\d+页")

TURNED = set("第页共—0123456789")
"""The marks of a turned number, which LibreOffice's own format scatters."""

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = make_sample(tmp_path_factory.mktemp("sample") / "o", years=1, until="2026-09-18")
    yield office
    office.close()


@pytest.fixture(scope="module")
def laid(sample: Office) -> dict[str, Pages]:
    """Every paper and some lists on our pages."""
    found = {name: sample.print_paper(name, _asked(name)).pages for name in PAPERS}
    for book in LISTS:
        columns = [f.name for f in BOOKS[book].columns if f.listed]
        found[f"list-{book}"] = press.lay(make_list(sample, sample.settings, book, Query(), columns))
    return found


@pytest.fixture(scope="module")
def turned(laid: dict[str, Pages], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same as PDF files that LibreOffice makes of our Word files."""
    fonts = press.bundled_fonts()
    files = {name: press.word_bytes(pages, fonts) for name, pages in laid.items()}
    return turned_to_pdf(files, tmp_path_factory.mktemp("word"))


@pytest.mark.parametrize("name", NAMES)
def test_word_has_the_same_text_on_the_same_pages(
    name: str, laid: dict[str, Pages], turned: dict[str, Path]
) -> None:
    ours = [_characters(page.text + (page.number.note if page.number else "")) for page in laid[name]]
    theirs = [_characters(text) for text in _texts(turned[name])]
    assert len(theirs) == len(ours)
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True), start=1):
        assert not mine - other, f"page {number}, only here: {mine - other}"
        note = laid[name][number - 1].number
        scattered = TURNED | set(note.note if note else "")
        assert set(other - mine) <= scattered, f"page {number}, only in Word: {other - mine}"


def _asked(name: str) -> Request:
    needs = PAPERS[name].needs
    if needs == "":
        return Request()
    if needs == "member":
        return Request(records=(1,))
    return Request(Period.parse("2026" if needs == "year" else "2026Q3"))


def _texts(path: Path) -> list[str]:
    import pypdfium2

    file = pypdfium2.PdfDocument(str(path))
    try:
        return [page.get_textpage().get_text_range() for page in file]
    finally:
        file.close()


def _characters(text: str) -> Counter[str]:
    """A page's characters without blanks, blanks to sign in and its number."""
    return Counter(NUMBER.sub("", "".join(text.replace("\u200b", "").split()).replace("_", "")))

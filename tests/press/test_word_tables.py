"""Tables break at the same rows in PDF and in Word, on every sheet and at every size of text."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pypdfium2
import pytest

from liaison import press
from liaison.press.blocks import Column, Document, Heading, Paragraph, Row, Table
from tests.press.libreoffice import turned_to_pdf

SHEETS = tuple(product((False, True), (False, True), (10.5, 14.0), (0, 1, 4)))

pytestmark = pytest.mark.libreoffice


def _document(landscape: bool, plain: bool, size: float, before: int) -> Document:
    """A table of single-line rows, now and then one of two lines, after some lines of text."""
    rows: tuple[Row, ...] = tuple((f"r{n}", "乙" if n % 11 else "乙" * 60) for n in range(120))
    table = Table((Column("甲", width_mm=30), Column("乙")), rows, size=size)
    return Document("表", (*(Paragraph("正文。") for _ in range(before)), Heading(1, "一、表"), table),
                    landscape=landscape, plain=plain)  # fmt: skip


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory, faces: press.FontSet) -> dict[str, Path]:
    files = {_name(way): press.word_bytes(_document(*way), faces) for way in SHEETS}
    return turned_to_pdf(files, tmp_path_factory.mktemp("tables"))


@pytest.mark.parametrize("way", SHEETS, ids=lambda way: _name(way))
def test_the_same_rows_on_the_same_pages(
    way: tuple[bool, bool, float, int], turned: dict[str, Path]
) -> None:
    ours = [page.text.count("r") for page in press.lay(_document(*way))]
    file = pypdfium2.PdfDocument(str(turned[_name(way)]))
    theirs = [page.get_textpage().get_text_range().count("r") for page in file]
    file.close()
    assert theirs == ours


def _name(way: tuple[bool, bool, float, int]) -> str:
    landscape, plain, size, before = way
    return f"{'turned' if landscape else 'upright'}-{'list' if plain else 'official'}-{size}-after{before}"

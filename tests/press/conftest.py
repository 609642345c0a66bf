"""The faces every test draws with, and PDF files opened for measuring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pdfplumber
import pytest

from liaison import press
from liaison.press.blocks import Document


@pytest.fixture(scope="session")
def faces() -> press.FontSet:
    """The program's own faces, so that tests see the same glyphs everywhere."""
    return press.bundled_fonts()


@pytest.fixture
def printed(tmp_path: Path, faces: press.FontSet) -> Iterator[Callable[[Document], pdfplumber.PDF]]:
    """Prints a document and opens the file for measuring."""
    opened: list[pdfplumber.PDF] = []

    def make(document: Document) -> pdfplumber.PDF:
        path = tmp_path / f"paper{len(opened)}.pdf"
        press.write_pdf(document, path, faces)
        opened.append(pdfplumber.open(path))
        return opened[-1]

    yield make
    for file in opened:
        file.close()

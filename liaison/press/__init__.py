"""The press: neutral blocks to pages, PDF and Word, with the same lines on the same pages.

    from liaison import press
    pages = press.lay(document)               # for the screen: lines, figures, number of pages
    press.write_pdf(document, path)
    press.write_word(document, path)
    press.chart_svg(chart)                    # one chart for the screen

It knows no book and no window. reportlab and python-docx are imported only when a file is written.
"""

from __future__ import annotations

from pathlib import Path

from liaison.paths import replacing
from liaison.press.blocks import Chart, Document, Photo
from liaison.press.fonts import FontSet, bundled_fonts, find_fonts, font_report
from liaison.press.layout import lay_pages
from liaison.press.pages import Page, Pages, PlacedLine, Span

__all__ = [
    "FontSet", "Page", "Pages", "PlacedLine", "Span", "bundled_fonts", "chart_svg", "find_fonts", "font_report", "lay",
    "pdf_bytes", "photo_notices", "word_bytes", "write_pdf", "write_word",
]


def lay(document: Document, fonts: FontSet | None = None) -> Pages:  # noqa: ARG001
    """The document on pages, measured in points from each sheet's top left.

    Half-width figures take half a cell whatever the face, so the faces do not change any place; the argument is
    there for callers that hand the same set to all three functions.
    """
    return lay_pages(document)


def pdf_bytes(document: Document | Pages, fonts: FontSet | None = None) -> bytes:
    """The PDF file's bytes, for a preview that needs no file; pages already laid are not laid again."""
    from liaison.press.pdf import pages_to_pdf

    pages = document if isinstance(document, Pages) else lay_pages(document)
    return pages_to_pdf(pages, fonts or find_fonts())


def word_bytes(document: Document | Pages, fonts: FontSet | None = None, *, template: Path | None = None) -> bytes:
    """The Word file's bytes; see press.template for what a template of the office's own does."""
    from liaison.press.word.file import pages_to_word

    pages = document if isinstance(document, Pages) else lay_pages(document)
    if template is not None:
        from liaison.press.word.template import filled

        return filled(pages, fonts or find_fonts(), template)
    return pages_to_word(pages, fonts or find_fonts())


def chart_svg(chart: Chart, family: str = "sans-serif") -> bytes:
    """The chart as an SVG picture for the screen, without its title; the same drawing that goes into PDF and Word.

    Args:
        chart: what is drawn.
        family: the face of its letters; the program's own on the screen.
    """
    from liaison.press.charts.drawing import chart_svg as drawn

    return drawn(chart, family=family)


def photo_notices(pages: Pages) -> tuple[str, ...]:
    """One sentence for every photo of the pages that cannot be shown."""
    from liaison.press.pictures import Broken, prepare

    made = (
        prepare(picture.source, picture.width, picture.height)
        for page in pages for picture in page.pictures if isinstance(picture.source, Photo)
    )
    return tuple(dict.fromkeys(one.sentence for one in made if isinstance(one, Broken)))


def write_pdf(document: Document | Pages, path: Path, fonts: FontSet | None = None) -> None:
    """Write a PDF file whole or not at all.

    Raises:
        UserError: it cannot be written there.
    """
    data = pdf_bytes(document, fonts)
    with replacing(Path(path)) as temporary:
        temporary.write_bytes(data)


def write_word(
    document: Document | Pages, path: Path, fonts: FontSet | None = None, *, template: Path | None = None
) -> None:
    """Write a Word file whole or not at all.

    Raises:
        UserError: it cannot be written there.
    """
    data = word_bytes(document, fonts, template=template)
    with replacing(Path(path)) as temporary:
        temporary.write_bytes(data)

"""The quarterly report's PDF against reportlab drawing the same lines bare, with the same faces."""

from __future__ import annotations

from pathlib import Path

from liaison.chinese.dates import Period
from liaison.press import Pages, bundled_fonts, lay, write_pdf
from liaison.sample import make_sample
from tests.bench.measure import paired


def run(folder: Path) -> list[str]:
    """Both sides draw every line of the same pages; the faces are read once, before the clock starts."""
    with make_sample(folder / "o", years=1, until="2026-09-18") as office:
        report = office.reports.existing(Period.parse("2026Q3"))
        document = office.reports.document(report)

    def ours() -> None:
        write_pdf(lay(document), folder / "ours.pdf", bundled_fonts())

    lines = bare_lines(lay(document))

    def bare() -> None:
        draw_bare(folder / "bare.pdf", lines)

    a, b, ratio = paired(ours, bare)
    count = sum(len(page) for page in lines)
    return [
        f"{len(lines)} pages, {count} lines laid and drawn {a * 1000:.0f} ms, the lines drawn bare {b * 1000:.0f} ms, "
        f"ratio {ratio:.2f} (aim: at most 2)"
    ]


Line = tuple[float, float, float, str, str]


def bare_lines(pages: Pages) -> list[list[Line]]:
    """(x, y from the bottom, size, face's role, text) of every line, page by page."""
    return [
        [
            (span.places[0], page.height - line.y - line.size, line.size, span.role, span.text)
            for line in page.lines
            for span in line.spans
        ]
        for page in pages
    ]


def draw_bare(path: Path, pages: list[list[Line]]) -> None:
    """What anyone would write with reportlab: a string a stretch of one face."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    fonts = bundled_fonts()
    for role in ("fangsong", "xiaobiaosong", "hei", "kai", "song"):
        if f"bare-{role}" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(f"bare-{role}", str(fonts.face(role).path)))
    canvas = Canvas(str(path), pagesize=(595.3, 841.9), initialFontName="bare-song", pageCompression=1)
    for page in pages:
        for x, y, size, role, text in page:
            canvas.setFont(f"bare-{role}", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()

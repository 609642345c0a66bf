"""Charts, drawn once: as vectors on the PDF's page, as SVG on the screen, as a picture of 300 dpi in Word."""

from __future__ import annotations

import io
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from liaison.press import blocks as b
from liaison.press import linebreak
from liaison.press.charts.bars import LyingBars, StandingBars
from liaison.press.charts.labels import Head
from liaison.press.charts.lines import Lines
from liaison.press.charts.numbers import NO_DATA, ChartData, chart_text, data_of
from liaison.press.charts.pen import HAIRLINE, SECOND, SIZE, Pen
from liaison.press.charts.pie import Pie, has_slices
from liaison.press.measures import AREA_WIDTH, MM, PAGE_HEIGHT, SIZE_3, Sheet
from liaison.press.pdftext import TextWriter
from liaison.press.pieces import UNITS, Panel, Para, Piece
from liaison.press.placed import Picture

if TYPE_CHECKING:
    from liaison.press.fonts import FontSet

__all__ = ["chart_pen", "chart_png", "chart_svg", "chart_text", "draw_chart", "set_chart"]

DPI = 300
_ABOVE = 4.0  # between a chart's title and the chart, points
_QUIET_HEIGHT = 60.0  # of the frame that says that there is nothing to draw
_one_at_a_time = threading.Lock()  # the library that turns PDF into pictures has one state for the whole program


class Plan(Protocol):
    """A way to draw a chart's body.

    Attributes:
        least: the height it needs, in points.
    """

    least: float

    def draw(self, pen: Pen, top: float) -> None:
        """Draw it from the drawing's lower edge up to `top`."""


def chart_pen(chart: b.Chart, width: float, most: float = PAGE_HEIGHT) -> Pen:
    """The chart drawn, for a width in points.

    It is as high as the chart asks for, higher where its names and values need it, but never higher than `most`.
    """
    return _drawn(chart, round(width, 2), round(most, 2))


def chart_svg(chart: b.Chart, width: float = AREA_WIDTH, family: str = "sans-serif") -> bytes:
    """The chart for the screen, without its title.

    Args:
        chart: what is drawn.
        width: in points; SVG takes them for its own units, so the picture may be shown at any size.
        family: the face of its letters.
    """
    from liaison.press.charts.screen import to_svg

    return to_svg(chart_pen(chart, width).drawing, b.plain(chart.title), chart_text(chart), family)


def chart_png(chart: b.Chart, width: float, height: float, fonts: FontSet) -> bytes:
    """The chart as a PNG file of 300 dots to the inch, for a place in points as large as it was set for."""
    import pypdfium2

    data = _one_chart_pdf(chart, width, height, fonts)
    stream = io.BytesIO()
    with _one_at_a_time:
        file = pypdfium2.PdfDocument(data)
        try:
            image = file[0].render(scale=DPI / 72).to_pil()
        finally:
            file.close()
    # 256 colours are plenty for flat shapes and make the file a third as large
    image.convert("RGB").quantize(256, dither=0).save(stream, "PNG", dpi=(DPI, DPI))
    return stream.getvalue()


def draw_chart(text: TextWriter, chart: b.Chart, left: float, bottom: float, width: float, height: float) -> None:
    """Draw the chart into a box on the page that the text is written on; the box is as high as the chart was set."""
    from liaison.press.charts.paper import draw_on_page

    draw_on_page(text, chart_pen(chart, width, height).drawing, left, bottom)


def set_chart(block: b.Chart, sheet: Sheet) -> list[Piece]:
    """The chart's title as a paragraph and the chart as a panel on whole lines of the grid."""
    pieces: list[Piece] = []
    title = b.plain(block.title)
    lines_left = sheet.lines
    if title:
        runs = b.runs_of(title)
        lines = tuple(linebreak.break_text(title, float(sheet.cells)))
        pieces.append(Para("caption", runs, lines, role="hei", align="center", cell=sheet.cell, keep_next=True))
        lines_left = max(sheet.lines // 2, sheet.lines - len(lines))
    under = sheet.pitch - SIZE_3
    most = lines_left * sheet.pitch - under - _ABOVE
    pen = chart_pen(block, sheet.area_width, most)
    height = -int(-(pen.height + _ABOVE + under) // sheet.pitch) * UNITS
    picture = Picture(0.0, _ABOVE, pen.width, pen.height, block)
    return [*pieces, Panel(block, height, pictures=(picture,))]


@lru_cache(maxsize=32)
def _drawn(chart: b.Chart, width: float, most: float) -> Pen:
    data = data_of(chart)
    if data.empty or not data.categories or (chart.kind == "pie" and not has_slices(data)):
        return _quiet(width, min(_QUIET_HEIGHT, most))
    head = Head(data, width, lines=chart.kind == "line", legend=chart.kind != "pie")
    asked = min(chart.height_mm * MM, most)
    plan = _plan(chart, data, width, asked - head.height, most - head.height)
    pen = Pen(width, min(most, max(asked, head.height + plan.least)))
    head.draw(pen)
    plan.draw(pen, pen.height - head.height)
    return pen


def _plan(chart: b.Chart, data: ChartData, width: float, height: float, most: float) -> Plan:
    if chart.kind == "pie":
        return Pie(data, width)
    if chart.kind == "line":
        return Lines(data, width, height)
    return StandingBars.planned(data, width, height) or LyingBars(data, width, most)


def _quiet(width: float, height: float) -> Pen:
    """A frame that says that there is nothing to draw."""
    pen = Pen(width, height)
    for x0, y0, x1, y1 in ((0, 0, 1, 0), (1, 0, 1, 1), (1, 1, 0, 1), (0, 1, 0, 0)):
        pen.line(x0 * width, y0 * height, x1 * width, y1 * height, HAIRLINE, 0.5)
    pen.text(width / 2, height / 2 - 0.36 * SIZE, NO_DATA, size=SIZE, anchor="middle", colour=SECOND)
    return pen


def _one_chart_pdf(chart: b.Chart, width: float, height: float, fonts: FontSet) -> bytes:
    """A PDF file whose page is the chart."""
    from reportlab.pdfgen.canvas import Canvas

    from liaison.press import fonts as faces
    from liaison.press.pdftext import register

    stream = io.BytesIO()
    initial = faces.load(faces.chain(fonts, "hei")[0])
    register(initial)
    canvas = Canvas(stream, pagesize=(width, height), initialFontName=initial.fontName)
    draw_chart(TextWriter(canvas, fonts), chart, 0.0, 0.0, width, height)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()

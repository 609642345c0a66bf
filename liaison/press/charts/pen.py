"""The pen that charts are drawn with: shapes and letters on one drawing, its origin at the lower left.

The drawing is the one source of screen, PDF and Word. Letters are measured as on our pages, half a cell for a
half-width character, whichever face draws them later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from liaison.press.blocks import Role
from liaison.press.linebreak import break_text, longest_unbroken, text_width

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

ACCENT = "#9B2C2C"
TEXT = "#26221D"
SECOND = "#5A534A"
HAIRLINE = "#D8D0C3"  # a shade darker than on the screen, so that a printer still shows it
EDGE = "#8E8577"
ROLE: Role = "hei"

SIZE = 10.5
SMALL = 9.0
LEADING = 1.25
Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Ink:
    """How a series is told from the others, on black and white paper too.

    Attributes:
        fill: of its bars and slices.
        stripes: which way its bars are striped with the fill on white, "" for not at all.
        edge: around bars, None for none.
        line: of its line.
        dash: of its line, () for an unbroken one.
        marker: of its points.
        hollow: its markers are white inside.
    """

    fill: str
    stripes: Literal["", "level", "upright"] = ""
    edge: str | None = None
    line: str = TEXT
    dash: tuple[float, ...] = ()
    marker: Literal["circle", "square", "triangle", "diamond"] = "circle"
    hollow: bool = False


INKS = (
    Ink(ACCENT, line=ACCENT),
    Ink("#D8CDBB", edge=EDGE, line=TEXT, dash=(5, 3), marker="square", hollow=True),
    Ink("#7CA08A", line="#2C6546", marker="triangle"),
    Ink("#332E28", line=EDGE, dash=(1.5, 2.5), marker="diamond"),
    Ink("#FFFFFF", edge=SECOND, line=ACCENT, dash=(8, 3, 2, 3), hollow=True),
    Ink(ACCENT, stripes="level", edge=ACCENT, line="#2C6546", dash=(5, 3), marker="square"),
    Ink("#332E28", stripes="upright", edge="#332E28", line=TEXT, marker="triangle", hollow=True),
    Ink("#7CA08A", stripes="level", edge="#2C6546", line=EDGE, marker="diamond", hollow=True),
)
"""Lightness from step to step: 36, 83, 62, 20, 100 of 100; then stripes."""


def ink(number: int) -> Ink:
    """The ink of a series."""
    return INKS[number % len(INKS)]


@dataclass(frozen=True, slots=True)
class Lettered:
    """Where letters stand, so that nothing is written over them.

    Attributes:
        text: the letters.
        left, bottom, right, top: their box.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def touches(self, other: Lettered) -> bool:
        """Whether two boxes share any ground."""
        return (self.left < other.right and other.left < self.right
                and self.bottom < other.top and other.bottom < self.top)


def width_of_text(text: str, size: float) -> float:
    """In points, with a little room for faces whose figures are wider than half a cell."""
    return text_width(text) * size * 1.06


def lines_of_text(text: str, size: float, width: float) -> list[str]:
    """A text broken for a width in points; here no mark gives up its blank, so a line may have to end earlier."""
    measure = int(width / (size * 1.06) * 2 + 0.01) / 2
    while True:
        lines = [text[line.start:line.end] for line in break_text(text, max(1.0, measure))]
        if measure <= 1 or all(width_of_text(line, size) <= width for line in lines):
            return lines
        measure -= 0.5


def even_lines(text: str, size: float, width: float) -> list[str]:
    """A text broken for a width into lines of about one length, so that none holds a single character."""
    lines = lines_of_text(text, size, width)
    while len(lines) > 1:
        width -= size / 2
        closer = lines_of_text(text, size, width)
        if len(closer) > len(lines) or longest_unbroken(text) * size * 1.06 > width:
            break
        lines = closer
    return lines


class Pen:
    """Draws one chart.

    Attributes:
        drawing: what was drawn.
        letters: where letters stand.
    """

    def __init__(self, width: float, height: float) -> None:
        from reportlab.graphics.shapes import Drawing

        self.drawing: Drawing = Drawing(width, height)
        self.width = width
        self.height = height
        self.letters: list[Lettered] = []

    def line(self, x0: float, y0: float, x1: float, y1: float, colour: str = HAIRLINE, width: float = 0.5) -> None:
        """A straight line."""
        from reportlab.graphics.shapes import Line

        self.drawing.add(Line(x0, y0, x1, y1, strokeColor=_colour(colour), strokeWidth=width))

    def curve(self, points: list[tuple[float, float]], kind: Ink) -> None:
        """A series' line through its points."""
        from reportlab.graphics.shapes import PolyLine

        flat = [number for point in points for number in point]
        self.drawing.add(PolyLine(flat, strokeColor=_colour(kind.line), strokeWidth=1.6, strokeLineJoin=1,
                                  strokeLineCap=0, strokeDashArray=list(kind.dash) or None, fillColor=None))

    def marker(self, x: float, y: float, kind: Ink, radius: float = 2.8) -> None:
        """A series' point."""
        from reportlab.graphics.shapes import Circle, Polygon, Rect

        looks: dict[str, Any] = {
            "fillColor": _colour("#FFFFFF" if kind.hollow else kind.line), "strokeColor": _colour(kind.line),
            "strokeWidth": 1.1,
        }
        r = radius
        if kind.marker == "circle":
            self.drawing.add(Circle(x, y, r, **looks))
        elif kind.marker == "square":
            self.drawing.add(Rect(x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r, **looks))
        elif kind.marker == "triangle":
            self.drawing.add(Polygon([x - 1.1 * r, y - 0.8 * r, x + 1.1 * r, y - 0.8 * r, x, y + 1.2 * r], **looks))
        else:
            self.drawing.add(Polygon([x, y - 1.3 * r, x + 1.3 * r, y, x, y + 1.3 * r, x - 1.3 * r, y], **looks))

    def bar(self, x: float, y: float, width: float, height: float, kind: Ink) -> None:
        """A series' bar; a negative width or height lets it grow the other way."""
        from reportlab.graphics.shapes import Rect

        left, bottom = min(x, x + width), min(y, y + height)
        across, up = abs(width), abs(height)
        fill = "#FFFFFF" if kind.stripes else kind.fill
        self.drawing.add(Rect(left, bottom, across, up, fillColor=_colour(fill), strokeWidth=0.5,
                              strokeColor=_colour(kind.edge) if kind.edge else None))
        if kind.stripes == "level":
            for number in range(int(up / 3)):
                level = bottom + number * 3 + 1.5
                self.line(left, level, left + across, level, kind.fill, 1.2)
        elif kind.stripes == "upright":
            for number in range(int(across / 3)):
                place = left + number * 3 + 1.5
                self.line(place, bottom, place, bottom + up, kind.fill, 1.2)

    def slice(self, x: float, y: float, radius: float, start: float, end: float, kind: Ink) -> None:
        """A slice of a pie, from one angle to another in degrees, counted from three o'clock against the clock."""
        from reportlab.graphics.shapes import Circle, Wedge

        looks: dict[str, Any] = {"fillColor": _colour(kind.fill), "strokeColor": _colour("#FFFFFF"), "strokeWidth": 1.2}
        if end - start >= 359.99:
            self.drawing.add(Circle(x, y, radius, **looks))
        else:
            self.drawing.add(Wedge(x, y, radius, start, end, **looks))

    def ring(self, x: float, y: float, radius: float) -> None:
        """A thin circle around a pie, so that its light slices have an edge."""
        from reportlab.graphics.shapes import Circle

        self.drawing.add(Circle(x, y, radius, fillColor=None, strokeColor=_colour(EDGE), strokeWidth=0.5))

    def text(self, x: float, y: float, text: str, *, size: float = SMALL, anchor: Anchor = "start",
             colour: str = TEXT, upright: bool = False) -> None:
        """Letters with their base line at y; upright ones read upwards, their base line at x."""
        from reportlab.graphics.shapes import Group, String, rotate, translate

        box = self.text_box(x, y, text, size=size, anchor=anchor, upright=upright)
        self.letters.append(box)
        looks: dict[str, Any] = {
            "fontName": ROLE, "fontSize": size, "fillColor": _colour(colour), "textAnchor": anchor,
        }
        if not upright:
            self.drawing.add(String(x, y, text, **looks))
            return
        turned = Group(String(0, 0, text, **looks))
        turned.transform = _product(translate(x, y), rotate(90))
        self.drawing.add(turned)

    @staticmethod
    def text_box(x: float, y: float, text: str, *, size: float = SMALL, anchor: Anchor = "start",
                 upright: bool = False) -> Lettered:
        """The box that letters would take."""
        width = width_of_text(text, size)
        before = {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        if upright:
            return Lettered(text, x - 0.86 * size, y - before, x + 0.14 * size, y - before + width)
        return Lettered(text, x - before, y - 0.14 * size, x - before + width, y + 0.86 * size)

    def free(self, box: Lettered) -> bool:
        """Whether a box lies on the drawing and no letters stand in it."""
        across = box.left >= 0 and box.right <= self.width
        inside = across and box.bottom >= 0 and box.top <= self.height
        return inside and not any(box.touches(other) for other in self.letters)


def _colour(name: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(name)


def _product(first: Any, second: Any) -> Any:
    from reportlab.graphics.shapes import mmult

    return mmult(first, second)

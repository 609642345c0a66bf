"""A chart's drawing as SVG for the screen.

Written here shape by shape: the library's own SVG measures letters by a face that it must know, colours in whole
per cent, and turns the whole picture upside down twice.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportlab.graphics.shapes import Drawing

_SIDE = 8  # at either side, for faces whose letters are wider than on paper


def to_svg(drawing: Drawing, title: str, told: str, family: str) -> bytes:
    """The drawing as an SVG file.

    Args:
        drawing: what the pen drew.
        title: its name.
        told: what it shows, in words.
        family: the face of its letters.
    """
    width, height = _number(drawing.width + 2 * _SIDE), _number(drawing.height)
    body = "".join(_shape(shape, drawing.height) for shape in drawing.contents)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><svg xmlns="http://www.w3.org/2000/svg" width="{width}"'
        f' height="{height}" viewBox="-{_SIDE} 0 {width} {height}" font-family={quoteattr(family)}>'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>{body}</svg>"
    ).encode()


def _shape(shape: Any, height: float) -> str:
    kind = type(shape).__name__
    if kind == "Group":  # letters that read upwards: the only turned thing
        _a, _b, _c, _d, x, y = shape.transform
        return _letters(shape.contents[0], x, height - y, turned=True)
    if kind == "String":
        return _letters(shape, shape.x, height - shape.y)
    return _OUTLINES[kind](shape, height).replace("/>", f"{_looks(shape)}/>")


def _letters(string: Any, x: float, y: float, *, turned: bool = False) -> str:
    anchor = "" if string.textAnchor == "start" else f' text-anchor="{string.textAnchor}"'
    turn = f' transform="rotate(-90 {_number(x)} {_number(y)})"' if turned else ""
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(string.fontSize)}"'
        f' fill="{_hex(string.fillColor)}"{anchor}{turn}>{escape(string.text)}</text>'
    )


def _looks(shape: Any) -> str:
    """Fill and stroke."""
    fill = _hex(getattr(shape, "fillColor", None))
    parts = [f' fill="{fill}"']
    if shape.strokeColor is not None:
        parts.append(f' stroke="{_hex(shape.strokeColor)}" stroke-width="{_number(shape.strokeWidth)}"')
        if shape.strokeDashArray:
            parts.append(f' stroke-dasharray="{" ".join(map(_number, shape.strokeDashArray))}"')
        if getattr(shape, "strokeLineJoin", 0) == 1:
            parts.append(' stroke-linejoin="round"')
    return "".join(parts)


def _line(shape: Any, height: float) -> str:
    ends = (shape.x1, height - shape.y1, shape.x2, height - shape.y2)
    return '<line x1="{}" y1="{}" x2="{}" y2="{}"/>'.format(*map(_number, ends))


def _rect(shape: Any, height: float) -> str:
    box = (shape.x, height - shape.y - shape.height, shape.width, shape.height)
    return '<rect x="{}" y="{}" width="{}" height="{}"/>'.format(*map(_number, box))


def _circle(shape: Any, height: float) -> str:
    return f'<circle cx="{_number(shape.cx)}" cy="{_number(height - shape.cy)}" r="{_number(shape.r)}"/>'


def _polyline(shape: Any, height: float) -> str:
    return f'<polyline points="{_points(shape.points, height)}"/>'


def _polygon(shape: Any, height: float) -> str:
    return f'<polygon points="{_points(shape.points, height)}"/>'


def _wedge(shape: Any, height: float) -> str:
    x, y, radius = shape.centerx, height - shape.centery, shape.radius
    ends = [
        (x + radius * math.cos(math.radians(angle)), y - radius * math.sin(math.radians(angle)))
        for angle in (shape.startangledegrees, shape.endangledegrees)
    ]
    large = int(shape.endangledegrees - shape.startangledegrees > 180)
    (x0, y0), (x1, y1) = ends
    return (
        f'<path d="M{_number(x)} {_number(y)}L{_number(x0)} {_number(y0)}A{_number(radius)} {_number(radius)} 0'
        f' {large} 0 {_number(x1)} {_number(y1)}Z"/>'
    )


_OUTLINES = {
    "Line": _line, "Rect": _rect, "Circle": _circle, "PolyLine": _polyline, "Polygon": _polygon, "Wedge": _wedge,
}


def _points(flat: Iterable[float], height: float) -> str:
    numbers = list(flat)
    return " ".join(
        f"{_number(x)},{_number(height - y)}" for x, y in zip(numbers[::2], numbers[1::2], strict=True)
    )


def _hex(colour: Any) -> str:
    return "none" if colour is None else f"#{colour.hexval()[2:]}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

"""Photos and charts drawn on a PDF page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liaison.press.fonts import FontSet
from liaison.press.placed import Picture

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def draw(canvas: Canvas, picture: Picture, page_height: float, fonts: FontSet) -> None:
    """Draw a photo or a chart into its box."""
    raise NotImplementedError(type(picture.source).__name__)

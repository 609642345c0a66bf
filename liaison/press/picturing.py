"""Photos and charts drawn on a PDF page."""

from __future__ import annotations

from liaison.press.pdftext import TextWriter
from liaison.press.placed import Picture


def draw(text: TextWriter, picture: Picture, page_height: float) -> None:
    """Draw a photo or a chart into its box on the canvas that the text is written on."""
    raise NotImplementedError(type(picture.source).__name__)

"""A chart's drawing on a PDF page, its letters written as the page's own text is.

The library's renderer would set letters in the drawing's named face and would begin with a face of its own that
no file of ours holds; here letters go through the same writer as every other line, character by character in the
first face that has it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from liaison.press.charts.pen import ROLE
from liaison.press.linebreak import break_text, text_width

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing, String

    from liaison.press.pdftext import TextWriter


def draw_on_page(text: TextWriter, drawing: Drawing, left: float, bottom: float) -> None:
    """Draw with the drawing's lower left corner at a place of the page."""
    renderer = _renderer()(text)
    renderer.draw(drawing, text.canvas, left, bottom, showBoundary=0)


@lru_cache(maxsize=1)
def _renderer() -> Any:
    from reportlab.graphics.renderPDF import _PDFRenderer

    class PageRenderer(_PDFRenderer):  # type: ignore[misc]
        """Draws shapes as the library does, and letters as our pages do."""

        def __init__(self, text: TextWriter) -> None:
            super().__init__()
            self.text = text

        def applyStateChanges(self, delta: dict[str, Any], newState: dict[str, Any]) -> None:
            kept = {key: value for key, value in delta.items() if key not in ("fontName", "fontSize")}
            super().applyStateChanges(kept, newState)

        def drawString(self, string: String) -> None:
            size = self._tracker.getState()["fontSize"]
            line = break_text(string.text, 1e6)[0]
            width = text_width(string.text) * size
            start = string.x - {"start": 0.0, "middle": width / 2, "end": width}[string.textAnchor]
            places = tuple(start + offset * size for offset in line.offsets()[:-1])
            code = ["BT"]
            self.text.show(code, string.text[:len(places)], ROLE, size, places, string.y)
            code.append("ET")
            self.text.canvas._code.append("\n".join(code))

    return PageRenderer

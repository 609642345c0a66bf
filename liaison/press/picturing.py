"""Photos and charts drawn on a PDF page."""

from __future__ import annotations

import io

from liaison.press.graphics import Photo
from liaison.press.pdftext import ASCENT, TextWriter
from liaison.press.photopages import caption_para
from liaison.press.pictures import Broken, Prepared, prepare
from liaison.press.placed import Picture
from liaison.press.placing import place_line

FRAME = 12.0  # between the frame around a missing photo's place and the sentence in it, points


def draw(text: TextWriter, picture: Picture, page_height: float) -> None:
    """Draw a photo or a chart into its box on the canvas that the text is written on."""
    if not isinstance(picture.source, Photo):
        from liaison.press.charts.drawing import draw_chart

        draw_chart(text, picture.source, picture.x, page_height - picture.y - picture.height, picture.width,
                   picture.height)
        return
    prepared = prepare(picture.source, picture.width, picture.height)
    if isinstance(prepared, Broken):
        _draw_sentence(text, prepared.sentence, picture, page_height)
    else:
        _draw_photo(text, prepared, picture, page_height)


def shown_size(prepared: Prepared, width: float, height: float) -> tuple[float, float]:
    """How large a photo is drawn in a box, in points: as large as fits, but never coarser than 72 dots to the inch."""
    scale = min(width / prepared.width, height / prepared.height, 1.0)
    return prepared.width * scale, prepared.height * scale


def _draw_photo(text: TextWriter, prepared: Prepared, picture: Picture, page_height: float) -> None:
    """The photo in the middle of its box and on its floor, close to its caption."""
    from reportlab.lib.utils import ImageReader

    width, height = shown_size(prepared, picture.width, picture.height)
    left = picture.x + (picture.width - width) / 2
    floor = page_height - picture.y - picture.height
    text.canvas.drawImage(ImageReader(io.BytesIO(prepared.data)), left, floor, width, height)


def _draw_sentence(text: TextWriter, sentence: str, picture: Picture, page_height: float) -> None:
    """A thin frame with a sentence, where a photo cannot be shown."""
    floor = page_height - picture.y - picture.height
    code = [f"q 0.5 w 0.6 G {picture.x:.2f} {floor:.2f} {picture.width:.2f} {picture.height:.2f} re S Q", "BT"]
    room = picture.width - 2 * FRAME
    para = caption_para(sentence, room)
    pitch = para.size * 1.4
    top = picture.y + (picture.height - pitch * len(para.lines)) / 2
    for number, line in enumerate(para.lines):
        placed = place_line(para, line, picture.x + FRAME, room, top + number * pitch)
        for span in placed.spans:
            base = page_height - placed.y - ASCENT * placed.size
            text.show(code, span.text, span.role, placed.size, span.places, base)
    code.append("ET")
    text.canvas._code.append("\n".join(code))

"""Generated photos, and blocks of them."""

from __future__ import annotations

import io

from PIL import Image

from liaison.press.blocks import Photo, Photos

RED, BLUE = (200, 30, 30), (30, 30, 200)
CAPTION = "委员王堃、李喆在石桥村走访调研饮水工程建设情况"


def photo_bytes(width: int = 40, height: int = 30, *, mode: str = "RGB", form: str = "JPEG", held: int = 1) -> bytes:
    """A photo whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height))
    stream = io.BytesIO()
    notes = Image.Exif()
    notes[0x0112] = held
    image.convert(mode).save(stream, form, exif=notes)
    return stream.getvalue()


WIDE, TALL, LONG = photo_bytes(160, 120), photo_bytes(120, 160), photo_bytes(320, 80)
MIXED = (WIDE, TALL, LONG, WIDE, TALL)


def album(count: int, per_page: int, caption: str = CAPTION) -> Photos:
    """So many photos, upright and lying ones mixed."""
    return Photos(tuple(Photo(MIXED[number % 5], caption) for number in range(count)),
                  2 if per_page == 2 else 4)

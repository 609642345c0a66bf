"""Photos made ready for paper: upright, small, without notes; broken ones give a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from liaison.press import pictures
from liaison.press.blocks import Photo
from liaison.press.measures import AREA_WIDTH
from liaison.press.pictures import Broken, Prepared, prepare
from tests.press.photos import RED, photo_bytes

BOX = (AREA_WIDTH, 280.0)


def opened(prepared: Prepared | Broken) -> Image.Image:
    assert isinstance(prepared, Prepared), prepared
    image = Image.open(io.BytesIO(prepared.data))
    assert image.size == (prepared.width, prepared.height)
    return image


def near(colour: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - other) < 40 for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize(("held", "red"), [
    (1, "left"), (2, "right"), (3, "right"), (4, "left"), (5, "top"), (6, "top"), (7, "bottom"), (8, "bottom"),
])
def test_a_photo_stands_as_the_camera_was_held(held: int, red: str) -> None:
    image = opened(prepare(Photo(photo_bytes(80, 60, held=held)), *BOX))
    assert image.size == ((80, 60) if held < 5 else (60, 80))
    width, height = image.size
    places = {"left": (3, height // 2), "right": (width - 4, height // 2), "top": (width // 2, 3),
              "bottom": (width // 2, height - 4)}
    assert near(image.getpixel(places[red]), RED)


def test_48_megapixels_are_never_opened_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()
    notes = Image.Exif()
    notes[0x0112] = 6
    Image.new("L", (8000, 6000), 120).save(stream, "JPEG", exif=notes)
    sizes: list[int] = []
    resize = Image.Image.resize

    def seen(self: Image.Image, *given: object, **named: object) -> Image.Image:
        sizes.append(self.width * self.height)
        return resize(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Image.Image, "resize", seen)
    image = opened(prepare(Photo(stream.getvalue()), *BOX))
    assert image.size[1] == round(280 / 72 * 300)
    assert image.size[0] * 4 == pytest.approx(image.size[1] * 3, abs=4)
    assert max(sizes) <= 48_000_000 / 4


def test_no_more_than_300_dots_to_the_inch_and_never_enlarged() -> None:
    assert opened(prepare(Photo(photo_bytes(1000, 500)), 72, 72)).size == (300, 150)
    assert opened(prepare(Photo(photo_bytes(100, 50)), 72, 72)).size == (100, 50)
    assert opened(prepare(Photo(photo_bytes(900, 2)), 72, 72)).size == (300, 1)


def test_what_the_camera_noted_stays_behind() -> None:
    notes = Image.Exif()
    notes[0x0112] = 1
    notes[0x010F] = "CameraMaker"
    notes.get_ifd(0x8825)[1] = "N"
    notes.get_ifd(0x8825)[2] = (28.0, 12.0, 30.0)
    image = Image.new("RGB", (30, 20), RED)
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=notes, comment=b"remark of the camera", xmp=b"<x:xmpmeta>place</x:xmpmeta>")
    assert b"CameraMaker" in stream.getvalue()
    made = prepare(Photo(stream.getvalue()), *BOX)
    assert isinstance(made, Prepared)
    for mark in (b"Exif", b"CameraMaker", b"remark", b"xmpmeta", b"ICC_PROFILE"):
        assert mark not in made.data
    assert not opened(made).getexif()


@pytest.mark.parametrize(("mode", "form"), [
    ("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("L", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "PNG"),
    ("RGB", "BMP"), ("P", "GIF"), ("RGB", "WEBP"), ("RGB", "TIFF"), ("CMYK", "TIFF"), ("F", "TIFF"), ("I;16", "TIFF"),
])
def test_every_usual_kind_of_file_can_be_shown(mode: str, form: str) -> None:
    image = Image.new("RGB", (40, 30), (255, 255, 255))
    image = image.convert("L").convert("I").point(lambda value: value * 256).convert("I;16") if mode == "I;16" \
        else image.convert(mode)
    stream = io.BytesIO()
    image.save(stream, form)
    shown = opened(prepare(Photo(stream.getvalue()), *BOX)).convert("RGB")
    assert shown.size == (40, 30)
    light = shown.getpixel((20, 15))
    assert isinstance(light, tuple)
    assert min(light) > 240, "no kind of file comes out dark or inverted"


def test_what_can_be_seen_through_shows_white_paper() -> None:
    for image in (Image.new("RGBA", (20, 20), (0, 0, 0, 0)), Image.new("LA", (20, 20), (0, 0))):
        stream = io.BytesIO()
        image.save(stream, "PNG")
        assert near(opened(prepare(Photo(stream.getvalue()), *BOX)).convert("RGB").getpixel((9, 9)), (255, 255, 255))
    marked = Image.new("P", (20, 20), 3)
    stream = io.BytesIO()
    marked.save(stream, "GIF", transparency=3)
    assert near(opened(prepare(Photo(stream.getvalue()), *BOX)).convert("RGB").getpixel((9, 9)), (255, 255, 255))


def test_a_profile_that_fits_no_picture_is_passed_over() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (20, 20), RED).save(stream, "JPEG", icc_profile=b"no profile at all")
    assert near(opened(prepare(Photo(stream.getvalue()), *BOX)).getpixel((9, 9)), RED)


def png_head(width: int, height: int) -> bytes:
    """A PNG file that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def jpeg_head(width: int, height: int) -> bytes:
    """A JPEG file that claims a size."""
    whole = photo_bytes(16, 16)
    place = whole.index(b"\xff\xc0")
    return whole[:place + 5] + struct.pack(">HH", height, width) + whole[place + 9:]


@pytest.mark.parametrize(("content", "why"), [
    (b"", "空文件"), (b"no photo", "不是照片"), (photo_bytes(400, 300)[:-900], "已损坏"),
    (photo_bytes(40, 30)[:90], ""), (png_head(40, 30), "已损坏"), (png_head(30_000, 30_000), "太大"),
    (png_head(9_000, 9_000), "太大"),
    (jpeg_head(60_000, 60_000), "太大"), (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC 格式，请先另存为 JPG"),
    (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "不是照片"),
])
def test_a_photo_that_cannot_be_shown_gives_a_sentence(content: bytes, why: str, tmp_path: Path) -> None:
    file = tmp_path / "走访 照片.jpg"
    file.write_bytes(content)
    for source in (file, content):
        made = prepare(Photo(source), *BOX)
        assert isinstance(made, Broken)
        assert made.sentence.startswith("照片打不开")
        assert why in made.sentence
        assert ("走访 照片.jpg" in made.sentence) == isinstance(source, Path)
        assert pictures.aspect_of(Photo(source)) > 0


def test_no_photo_where_one_should_be(tmp_path: Path) -> None:
    missing = prepare(Photo(tmp_path / "没有.jpg"), *BOX)
    assert missing == Broken("照片打不开：没有.jpg（文件找不到）")
    assert prepare(Photo(None), *BOX) == Broken("照片找不到")
    assert isinstance(prepare(Photo(tmp_path), *BOX), Broken), "a folder is no photo"


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0",
                                                 b"RIFF\0\0\0\0WEBPVP8 ", photo_bytes(8, 8)[:200]]))
def test_no_bytes_stop_a_paper(tail: bytes, head: bytes) -> None:
    pictures.aspect_of(Photo(head + tail))
    assert isinstance(prepare(Photo(head + tail), 100, 100), (Prepared, Broken))


def test_a_file_is_opened_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opens: list[object] = []
    real = pictures._open
    monkeypatch.setattr(pictures, "_open", lambda stream: (opens.append(stream), real(stream))[1])
    file = tmp_path / "a.jpg"
    file.write_bytes(photo_bytes(44, 33))
    first = prepare(Photo(file, "甲"), *BOX)
    assert prepare(Photo(file, "乙"), *BOX) is first
    assert len(opens) == 1
    file.write_bytes(photo_bytes(48, 33))
    assert opened(prepare(Photo(file), *BOX)).size == (48, 33)
    assert len(opens) == 2

"""Photos: made ready for paper, set on pages, written to PDF and Word; broken ones give a sentence."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from liaison import press
from liaison.press import pictures
from liaison.press.blocks import Document, Paragraph, Photo, Photos
from liaison.press.measures import AREA_HEIGHT, AREA_WIDTH, LEFT, MM, TOP
from liaison.press.pictures import Broken, Prepared, prepare
from tests.press.test_pdf import embedded_fonts

Printed = Callable[[Document], pdfplumber.PDF]
BOX = (AREA_WIDTH, 280.0)
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


# on pages ------------------------------------------------------------------------------------------------------

WIDE, TALL, LONG = photo_bytes(160, 120), photo_bytes(120, 160), photo_bytes(320, 80)
MIXED = (WIDE, TALL, LONG, WIDE, TALL)


def album(count: int, per_page: int, caption: str = CAPTION) -> Photos:
    return Photos(tuple(Photo(MIXED[number % 5], caption) for number in range(count)),
                  2 if per_page == 2 else 4)


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("per_page", [2, 4])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 9])
def test_photos_stand_in_equal_boxes_and_no_more_to_a_page(count: int, per_page: int, landscape: bool) -> None:
    pages = press.lay(Document("照片", (album(count, per_page),), landscape=landscape))
    shown = [page.pictures for page in pages]
    assert sum(map(len, shown)) == count
    assert len(pages) == max(1, -(-count // per_page))
    assert all(len(page) <= per_page for page in shown)
    boxes = {(round(picture.width, 3), round(picture.height, 3)) for page in shown for picture in page}
    assert len(boxes) <= 1
    for page in pages:
        for number, picture in enumerate(page.pictures):
            for line in page.lines:
                apart = line.y >= picture.y + picture.height or line.y + line.size <= picture.y
                beside = line.x >= picture.x + picture.width or line.x + line.width <= picture.x
                assert apart or beside, "a caption never stands in a photo"
            for other in page.pictures[number + 1:]:
                assert other.y >= picture.y + picture.height or other.x >= picture.x + picture.width
            assert not landscape or picture.y + picture.height <= page.height - 26 * MM


def test_photos_keep_inside_the_type_area() -> None:
    for per_page in (2, 4):
        pages = press.lay(Document("照片", (Paragraph("正文。"), album(9, per_page))))
        for page in pages:
            for thing in (*page.pictures, *page.lines):
                height = getattr(thing, "height", getattr(thing, "size", 0.0))
                assert thing.x >= LEFT - 0.01
                assert thing.x + thing.width <= LEFT + AREA_WIDTH + 0.01
                assert thing.y >= TOP - 0.01
                assert thing.y + height <= TOP + AREA_HEIGHT + 0.01


@pytest.mark.parametrize("per_page", [2, 4])
@pytest.mark.parametrize("size", [0, 1, 40, 200, 900, 3000])
def test_a_caption_is_never_cut(size: int, per_page: int) -> None:
    caption = "".join(chr(0x4E00 + number) for number in range(size))
    pages = press.lay(Document("照片", (album(3, per_page, caption), Paragraph("完。"))))
    text = "".join(page.text for page in pages)
    for character in set(caption):
        assert text.count(character) == 3
    for page in pages:
        assert all(line.y + line.size <= TOP + AREA_HEIGHT + 0.01 for line in page.lines)


def test_the_pdf_shows_photos_upright_and_undistorted(printed: Printed) -> None:
    turned = photo_bytes(160, 120, held=6)
    file = printed(Document("照片", (Photos((Photo(WIDE, "甲"), Photo(TALL, "乙"), Photo(turned, "丙"))),)))
    sizes = [(image["width"], image["height"]) for page in file.pages for image in page.images]
    assert [round(width / height, 2) for width, height in sizes] == [1.33, 0.75, 0.75]
    assert all(embedded_fonts(file).values())


def test_a_broken_photo_leaves_a_framed_sentence(printed: Printed) -> None:
    file = printed(Document("照片", (Photos((Photo(b"none", "说明"), Photo(WIDE, "说明"))),), page_numbers=False))
    text = file.pages[0].extract_text()
    assert "照片打不开（不是照片，或格式不认识）" in text
    assert text.count("说明") == 2
    assert len(file.pages[0].images) == 1
    assert len(file.pages[0].rects) == 1


def test_the_print_room_can_say_which_photos_are_missing(tmp_path: Path) -> None:
    photos = Photos((Photo(WIDE), Photo(tmp_path / "甲.jpg"), Photo(tmp_path / "甲.jpg"), Photo(None)))
    assert press.photo_notices(press.lay(Document("照片", (photos,)))) == (
        "照片打不开：甲.jpg（文件找不到）", "照片找不到"
    )


def test_a_photo_used_twice_is_kept_once(printed: Printed) -> None:
    noise = io.BytesIO()
    Image.effect_noise((600, 450), 90).save(noise, "JPEG", quality=95)
    one = printed(Document("照片", (Photos((Photo(noise.getvalue()),)),)))
    two = printed(Document("照片", (Photos((Photo(noise.getvalue()),) * 2),)))
    once, twice = (Path(str(file.path)).stat().st_size for file in (one, two))
    assert twice - once < len(noise.getvalue()) / 4


# in Word -------------------------------------------------------------------------------------------------------

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def word_parts(document: Document, faces: press.FontSet) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(press.word_bytes(document, faces))) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("per_page", [2, 4])
def test_word_holds_pictures_in_the_line_with_their_text(per_page: int, faces: press.FontSet) -> None:
    parts = word_parts(Document("照片", (album(5, per_page), Paragraph("完。"))), faces)
    body = etree.fromstring(parts["word/document.xml"])
    told = list(body.iter(f"{WP}docPr"))
    assert [element.get("descr") for element in told] == [CAPTION] * 5
    assert len({element.get("id") for element in told}) == 5
    styles = [element.get(f"{W}val") for element in body.iter(f"{W}pStyle")]
    assert styles.count("PictureCaption") == 5
    assert styles.count("Picture") == 5
    extents = [(int(e.get("cx", 0)), int(e.get("cy", 0))) for e in body.iter(f"{WP}extent")]
    assert [round(width / height, 1) for width, height in extents] == [1.3, 0.8, 4.0, 1.3, 0.8]
    named = {element.get(f"{W}styleId"): element.find(f"{W}name").get(f"{W}val")  # type: ignore[union-attr]
             for element in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")}
    assert named["PictureCaption"] == "图片说明"
    media = [data for name, data in parts.items() if name.startswith("word/media/")]
    assert len(media) == 3, "a photo shown twice is kept once"
    assert not any(b"Exif" in data for data in media)


def test_word_says_what_cannot_be_shown(faces: press.FontSet) -> None:
    for per_page in (2, 4):
        photos = Photos((Photo(b"none", "说明"), Photo(None)), 2 if per_page == 2 else 4)
        body = etree.fromstring(word_parts(Document("照片", (photos,)), faces)["word/document.xml"])
        text = "".join(element.text or "" for element in body.iter(f"{W}t"))
        assert "照片打不开（不是照片，或格式不认识）" in text
        assert "照片找不到" in text
        assert body[0][-2].tag == f"{W}p", "the body does not end with a table"
        for cell in body.iter(f"{W}tc"):
            assert cell[-1].tag == f"{W}p", "nor does a cell"


def test_rows_in_word_are_as_high_as_lines_of_its_grid(faces: press.FontSet) -> None:
    """Five photos, two beside each other: the rows of tables and the single one fill whole lines of 579 twips."""
    pages = press.lay(Document("照片", (album(5, 4),)))
    heights = [piece.height for piece in pages.composed.pieces if hasattr(piece, "pictures")]
    body = press.word_bytes(pages, faces)
    xml = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode()
    rows = [int(value) for value in re.findall(r'<w:trHeight w:val="(\d+)"', xml)]
    assert [row + 4 for row in rows] == [height * 193 for height in heights[:2]]

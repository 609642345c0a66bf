"""Photos on pages: equal boxes, whole captions, upright and undistorted in the PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image

from liaison import press
from liaison.press.blocks import Document, Paragraph, Photo, Photos
from liaison.press.measures import AREA_HEIGHT, AREA_WIDTH, LEFT, MM, TOP
from tests.press.photos import TALL, WIDE, album, photo_bytes
from tests.press.test_pdf import embedded_fonts

Printed = Callable[[Document], pdfplumber.PDF]


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("per_page", [2, 4])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 9])
def test_photos_stand_in_equal_boxes_and_no_more_to_a_page(count: int, per_page: int, landscape: bool) -> None:
    pages = press.lay(Document("照片", (album(count, per_page),), landscape=landscape))
    shown = [page.pictures for page in pages]
    assert sum(map(len, shown)) == count
    assert len(pages) == max(1, -(-count // per_page))
    assert all(len(page) <= per_page for page in shown)
    assert len({round(picture.width, 3) for page in shown for picture in page}) <= 1
    for page in shown:
        for row in {picture.y for picture in page}:
            assert len({round(picture.height, 3) for picture in page if picture.y == row}) == 1
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

"""Photos and charts in Word: in the line, with a text, on the same pages as in the PDF."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree

from liaison import press
from liaison.press.blocks import Block, Chart, Document, Paragraph, Photo, Photos, Series
from tests.press.libreoffice import turned_to_pdf
from tests.press.photos import CAPTION, LONG, TALL, WIDE, album

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


def _chart(kind: str, height: float, title: str) -> Chart:
    values = tuple(float(number) for number in range(1, 13))
    return Chart(kind, title, tuple(f"{month}月" for month in range(1, 13)),  # type: ignore[arg-type]
                 (Series("次数", values),), "次", height)


def _photos(*sources: bytes | None, per_page: int, start: int = 0, words: int = 1) -> Photos:
    photos = tuple(Photo(source, f"第{start + number}张" + CAPTION * words) for number, source in enumerate(sources))
    return Photos(photos, 2 if per_page == 2 else 4)


def _text(number: int, lines: int) -> tuple[Block, ...]:
    return tuple(Paragraph(f"第{number}段第{line}行。") for line in range(lines))


MANY = (WIDE, TALL, LONG, None, b"none", WIDE, LONG)
DOCUMENTS = {
    "two": (*_text(0, 3), _photos(*MANY, per_page=2), *_text(1, 3)),
    "four": (*_text(0, 3), _photos(*MANY, per_page=4), *_text(1, 3)),
    "long captions": (*_text(0, 1), _photos(WIDE, TALL, LONG, per_page=2, words=3), *_text(1, 30)),
    "long captions beside": (*_text(0, 1), _photos(*MANY, per_page=4, words=2), *_text(1, 30)),
    "row after row": tuple(
        block for number in range(6)
        for block in (*_text(number, 5), _photos(WIDE, WIDE, per_page=4, start=number * 10))
    ),
    "charts": tuple(
        block for number, kind in enumerate(("bar", "line", "pie") * 4)
        for block in (*_text(number, number), _chart(kind, 40 + 12 * number, f"图{number}各月活动"))
    ),
    "landscape": (*_text(0, 3), _photos(*MANY, per_page=4), _chart("bar", 70, "图各月活动"), *_text(1, 9)),
}


def _captions(path: Path) -> list[list[str]]:
    """The numbered beginnings that each page holds, in their order."""
    with pdfplumber.open(path) as file:
        texts = [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in file.pages]
    return [sorted(re.findall(r"第\d+张|第\d+段第\d+行|图\d*各月活动", text)) for text in texts]


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory, faces: press.FontSet) -> dict[str, tuple[Path, Path]]:
    """Every document as our PDF and as the one that LibreOffice makes of our Word file."""
    folder = tmp_path_factory.mktemp("pictures")
    documents = {name.replace(" ", "-"): Document(name, blocks, landscape=name == "landscape")
                 for name, blocks in DOCUMENTS.items()}
    theirs = turned_to_pdf({name: press.word_bytes(document, faces) for name, document in documents.items()}, folder)
    for name, document in documents.items():
        press.write_pdf(document, folder / f"{name}-ours.pdf", faces)
    return {name: (folder / f"{name}-ours.pdf", theirs[name]) for name in theirs}


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", [name.replace(" ", "-") for name in DOCUMENTS])
def test_pages_end_at_the_same_places_in_word(name: str, turned: dict[str, tuple[Path, Path]]) -> None:
    ours, theirs = map(_captions, turned[name])
    assert theirs == ours
    assert sum(map(len, ours)) >= 10

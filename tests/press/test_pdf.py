"""The PDF measured on the page: grid, edges, numbers, faces, text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from pdfminer.pdftypes import resolve1

from liaison import press
from liaison.press.blocks import (
    AttachmentHead,
    AttachmentNote,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Properties,
    Run,
    Signature,
    Table,
    Title,
)
from liaison.press.linebreak import NOT_AT_END, NOT_AT_START
from liaison.press.plaintext import plain_text
from tests.press.texts import RARE, calibration, corpus

MM = 72 / 25.4
Printed = Callable[[Document], pdfplumber.PDF]


def lines_of(page: Any) -> list[tuple[float, list[dict[str, Any]]]]:
    """The page's characters by base line, top first, each line left to right."""
    rows: dict[float, list[dict[str, Any]]] = defaultdict(list)
    for character in page.chars:
        rows[round(character["matrix"][5], 1)].append(character)
    return [(base, sorted(row, key=lambda each: each["matrix"][4])) for base, row in sorted(rows.items(), reverse=True)]


def text_of(row: list[dict[str, Any]]) -> str:
    return "".join(character["text"] for character in row)


def ink_box(path: str, index: int = 0) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is black on a page, in millimetres, its number left out."""
    from PIL import ImageOps

    file = pypdfium2.PdfDocument(path)
    try:
        image = file[index].render(scale=200 / 72).to_pil().convert("L")
    finally:
        file.close()
    width, height = image.size
    area = image.crop((0, 0, width, int(height * 265 / 297)))
    box = ImageOps.invert(area).point(lambda value: 255 if value > 100 else 0).getbbox()
    assert box is not None
    return tuple(side * 25.4 / 200 for side in box)  # type: ignore[return-value]


def embedded_fonts(file: pdfplumber.PDF) -> dict[str, bool]:
    """The faces that the pages name, and whether the file holds each."""
    fonts: dict[str, bool] = {}
    for page in file.pages:
        named = resolve1(resolve1(page.page_obj.resources).get("Font")) or {}
        for reference in named.values():
            font = resolve1(reference)
            descriptor = resolve1(font.get("FontDescriptor"))
            fonts[str(font["BaseFont"])] = descriptor is not None and "FontFile2" in descriptor
    return fonts


def test_22_lines_of_28_characters(printed: Printed) -> None:
    file = printed(Document("校准", (Paragraph(calibration(55), indent=0),), page_numbers=False))
    counts = [[len(row) for _base, row in lines_of(page)] for page in file.pages]
    assert counts == [[28] * 22, [28] * 22, [28] * 11]


def test_the_edges_of_the_type_area(printed: Printed) -> None:
    file = printed(Document("校准", (Paragraph("国" * 28 * 22, indent=0),)))
    left, top, right, bottom = ink_box(str(file.path))
    assert left == pytest.approx(28, abs=0.5 + 1.6), "a hanzi's own blank at its left is up to a tenth of its cell"
    assert right == pytest.approx(184, abs=0.5 + 1.1)
    assert top == pytest.approx(37, abs=0.5 + 0.4)
    assert bottom == pytest.approx(262, abs=0.5 + 0.2)
    rows = lines_of(file.pages[0])
    first, last = rows[0][1][0], rows[21][1][-1]
    height = float(file.pages[0].height)
    assert first["matrix"][4] / MM == pytest.approx(28, abs=0.01)
    assert (last["matrix"][4] + 16) / MM == pytest.approx(184, abs=0.5)
    # a hanzi's em box reaches 0.86 em over its base line and 0.14 em below
    assert (height - rows[0][0] - 0.86 * 16) / MM == pytest.approx(37, abs=0.5)
    assert (height - rows[21][0] + 0.14 * 16) / MM == pytest.approx(262, abs=0.5)


def test_lines_and_cells_stand_evenly(printed: Printed) -> None:
    file = printed(Document("校准", (Paragraph(calibration(22), indent=0),), page_numbers=False))
    rows = lines_of(file.pages[0])
    pitches = [before - after for (before, _a), (after, _b) in pairwise(rows)]
    assert min(pitches) == pytest.approx(29.61, abs=0.11), "measured to a tenth of a point"
    assert max(pitches) == pytest.approx(29.61, abs=0.11)
    for _base, row in rows:
        starts = [character["matrix"][4] for character in row]
        for number, start in enumerate(starts):
            assert start == pytest.approx(28 * MM + number * 156 * MM / 28, abs=0.05)


def test_page_numbers_stand_outside_and_change_sides(printed: Printed) -> None:
    file = printed(Document("页码", (Paragraph(calibration(60), indent=0),)))
    for index, page in enumerate(file.pages):
        base, row = lines_of(page)[-1]
        assert text_of(row).replace(" ", "") == f"—{index + 1}—"
        left = row[0]["matrix"][4] / MM
        right = (row[-1]["matrix"][4] + 14) / MM
        if index % 2 == 0:
            assert right == pytest.approx(184 - 14 / MM, abs=0.1), "one character from the right on odd pages"
        else:
            assert left == pytest.approx(28 + 14 / MM, abs=0.1), "one character from the left on even pages"
        assert base < 842 - 262 * MM


def test_the_dashes_stand_7_mm_below_the_type_area(printed: Printed) -> None:
    file = printed(Document("页码", (Paragraph("国", indent=0),)))
    picture = pypdfium2.PdfDocument(str(file.path))
    image = picture[0].render(scale=600 / 72).to_pil().convert("L")
    picture.close()
    row = lines_of(file.pages[0])[-1][1]
    x = int((row[0]["matrix"][4] + 7) * 600 / 72)
    column = [image.getpixel((x, y)) for y in range(int(262 / 25.4 * 600), image.size[1])]
    first = next(place for place, value in enumerate(column) if value < 128)
    assert first * 25.4 / 600 == pytest.approx(7, abs=0.5)


def test_every_face_is_embedded_and_none_is_foreign(printed: Printed) -> None:
    fonts = embedded_fonts(printed(_report()))
    assert fonts, "the pages use faces"
    assert all(fonts.values()), fonts
    assert len({name.split("+")[-1] for name in fonts}) == 4


def test_text_comes_out_as_it_went_in(printed: Printed) -> None:
    text = f"委员{RARE}到会，1,409.50元（66.7%），“有事好商量”——……12℃、CPPCC。"
    file = printed(Document("文字", (Paragraph(text), Paragraph("结束。"))))
    assert "".join(text_of(row) for _base, row in lines_of(file.pages[0])[:-1]) == text + "结束。"


def test_rare_names_in_every_face(printed: Printed) -> None:
    blocks = (Title(RARE), Heading(1, RARE), Heading(2, RARE), Heading(3, RARE))
    file = printed(Document("人名", blocks, page_numbers=False))
    assert [text_of(row) for _base, row in lines_of(file.pages[0])] == [RARE] * 4


def test_a_plain_reader_finds_figures_unbroken(printed: Printed) -> None:
    file = printed(Document("数字", (Paragraph("合计1,409.50元，占66.7%，见https://a.cn/b，A4纸。"),)))
    text = file.pages[0].extract_text()
    for whole in ("1,409.50元", "66.7%", "https://a.cn/b", "A4"):
        assert whole in text
    with_pdfium = pypdfium2.PdfDocument(str(file.path))
    assert "1,409.50" in with_pdfium[0].get_textpage().get_text_range()
    with_pdfium.close()


def test_a_character_no_face_has_is_marked_not_lost(printed: Printed) -> None:
    file = printed(Document("表情", (Paragraph("来宾🎉到会"),), page_numbers=False))
    assert text_of(lines_of(file.pages[0])[0][1]) == "来宾〓到会"


def test_no_forbidden_mark_on_paper(printed: Printed) -> None:
    file = printed(Document("禁则", tuple(Paragraph(text) for text in corpus(3, 10_000)), page_numbers=False))
    rows = [text_of(row) for page in file.pages for _base, row in lines_of(page)]
    assert sum(map(len, rows)) >= 10_000
    assert not [row for row in rows if row[0] in NOT_AT_START or row[-1] in NOT_AT_END]
    full = [len(lines_of(page)) for page in file.pages[:-1]]
    assert set(full) == {22}


def test_properties_reach_the_file(printed: Printed) -> None:
    file = printed(_report())
    assert file.metadata["Title"] == "第三季度工作汇报"
    assert file.metadata["Author"] == "石桥镇政协委员联络处"
    assert file.metadata["Subject"] == "季度汇报"


def test_markup_is_only_text(printed: Printed) -> None:
    text = "<b>甲</b>&乙=1+1\\(丙)"
    file = printed(Document("标记", (Paragraph(text, indent=0),), page_numbers=False))
    assert text_of(lines_of(file.pages[0])[0][1]) == text


def test_the_same_pages_whatever_the_faces() -> None:
    document = _report()
    laid = press.lay(document)
    assert press.lay(document, press.find_fonts()).pages == laid.pages


def test_signatures_are_drawn_as_lines(printed: Printed) -> None:
    strokes = (((0.1, 0.2), (0.5, 0.9), (0.9, 0.1)), ((0.3, 0.3),))
    table = Table((Column("姓名"), Column("签名")), (("王芳", Cell(strokes=strokes, height=12)),))
    file = printed(Document("签到", (table,), page_numbers=False))
    assert file.pages[0].curves or file.pages[0].lines
    assert not file.pages[0].images


def test_plain_text_holds_what_the_pages_hold() -> None:
    document = _report()
    on_paper = "".join(page.text for page in press.lay(document)).replace("\n", "")
    for line in plain_text(document).splitlines():
        assert line.replace("\t", "") in on_paper


def test_to_unicode_keeps_to_the_formats_limit() -> None:
    from liaison.press.pdf import _to_unicode

    made = _to_unicode("F", [0x2CB5A, *range(0x4E00, 0x4E00 + 200)])
    assert "<00> <D872DF5A>" in made
    assert [int(number) for number in re.findall(r"(\d+) beginbfchar", made)] == [100, 100, 1]


def _report() -> Document:
    rows = tuple((str(number), "吴𬭚", f"{number}/12") for number in range(1, 12))
    return Document(
        "第三季度工作汇报",
        (
            Title("石桥镇政协委员联络处关于2026年第三季度工作情况的汇报"),
            Heading(1, "一、工作措施"),
            Heading(2, "（一）加强学习"),
            Paragraph((Run("共开展活动"), Run("12", figure="activities.count"), Run("次。"))),
            AttachmentNote(("统计表", "名单")),
            Signature("石桥镇政协委员联络处", "2026年9月30日"),
            Note("联系人：张三"),
            AttachmentHead(1, "统计表"),
            Table((Column("序号", width_mm=20), Column("姓名"), Column("出席")), rows),
        ),
        Properties(author="石桥镇政协委员联络处", subject="季度汇报"),
    )

"""Charts: readable whatever they hold, the same on screen, in PDF and in Word."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from liaison import press
from liaison.press.blocks import Chart, Document, Paragraph, Series
from liaison.press.charts import drawing as charts
from liaison.press.charts.labels import names_for, thinned_names
from liaison.press.charts.numbers import NO_DATA, chart_text, data_of, number_text, scale_for, shares
from liaison.press.charts.pen import INKS, Pen, even_lines
from liaison.press.charts.pie import _FILLS
from liaison.press.measures import AREA_HEIGHT, AREA_WIDTH, LEFT, TOP
from tests.press.test_pdf import embedded_fonts

Printed = Callable[[Document], pdfplumber.PDF]
MONTHS = tuple(f"{month}月" for month in range(1, 13))
KINDS = ("学习培训", "走访调研", "协商议事", "民主监督", "公益捐赠")
LONG = ("开展饮水工程建设专题调研与协商议事", "爱心助学", "石桥镇中心小学支教送教活动", "王堃",
        "2026年第三季度履职情况整理")
PEOPLE = tuple(f"{surname}{given}" for surname in "王李张赵钱孙周吴郑冯" for given in ("堃", "喆华", "犇"))


def one(*values: float) -> tuple[Series, ...]:
    return (Series("次数", tuple(values)),)


def several(count: int, length: int) -> tuple[Series, ...]:
    return tuple(Series(f"第{number}小组", tuple(float((place * 7 + number * 15) % 130) for place in range(length)))
                 for number in range(count))


CHARTS = {
    "bars": Chart("bar", "各类活动", KINDS, one(12, 8, 3, 0, 21), "次"),
    "months": Chart("bar", "每月", MONTHS, one(*range(12)), "人次"),
    "groups": Chart("bar", "三组", MONTHS, several(3, 12), "人次"),
    "eight": Chart("bar", "八组", KINDS, several(8, 5), "人次"),
    "dense": Chart("bar", "八组", MONTHS, several(8, 12), "人次"),
    "money": Chart("bar", "捐赠", KINDS, one(123456.78, 80000, 300, 0, 215000), "元"),
    "long": Chart("bar", "长名称", LONG, one(12, 8, 3, 0, 21), "次"),
    "thirty": Chart("bar", "三十人", PEOPLE, one(*range(30)), "次"),
    "thirty long": Chart("bar", "三十项", tuple(f"{LONG[n % 5]}{n}" for n in range(30)), one(*range(30)), "次"),
    "hundred": Chart("bar", "一百项", tuple(f"{LONG[n % 5]}{n}" for n in range(100)), one(*range(100)), "次"),
    "negative": Chart("bar", "增减", KINDS, one(12, -8, 3, 0, -21), "万元"),
    "negative long": Chart("bar", "增减", tuple(name * 2 for name in LONG), several(2, 5), "万元"),
    "noughts": Chart("bar", "全零", KINDS, one(0, 0, 0, 0, 0), "次"),
    "single": Chart("bar", "一项", ("学习",), one(5), "次"),
    "name of forty": Chart("bar", "长", ("某某" * 20, "乙"), one(5, 3), "次"),
    "no series": Chart("bar", "空", KINDS, (), "次"),
    "nothing": Chart("bar", "空", (), (), "次"),
    "line": Chart("line", "到会率", MONTHS, one(80, 82.5, 79, 91, 88.3, 100, 95, 93, 90, 97, 99, 85), "%"),
    "lines": Chart("line", "各组", MONTHS, several(8, 12), "人次"),
    "three years": Chart("line", "逐月", tuple(f"{y}年{m}月" for y in (2024, 2025, 2026) for m in range(1, 13)),
                         several(1, 36), "人次"),
    "line of noughts": Chart("line", "全零", MONTHS, one(*[0] * 12), "次"),
    "line with gaps": Chart("line", "缺", MONTHS, one(1, math.nan, 3, 4, math.inf), "次"),
    "line below": Chart("line", "增减", MONTHS, one(*[(n * 7) % 50 - 25 for n in range(12)]), "万元"),
    "point": Chart("line", "一点", ("一月",), one(5), "次"),
    "long line": Chart("line", "长", LONG, several(2, 5), "次"),
    "pie": Chart("pie", "构成", KINDS, one(12, 8, 3, 1, 21), "次"),
    "pie of one": Chart("pie", "一项", KINDS, one(12, 0, 0, 0, 0), "次"),
    "pie of thirty": Chart("pie", "三十项", PEOPLE, one(*range(1, 31)), "次"),
    "pie of crumbs": Chart("pie", "小块", LONG + KINDS, one(500, 3, 2, 1, 4, 2, -1, 3, 2, 600), "次"),
    "pie of noughts": Chart("pie", "全零", KINDS, one(0, 0, 0, 0, 0), "次"),
    "pie of nothing": Chart("pie", "空", KINDS, (), "次"),
    "landscape": Chart("bar", "各类活动", KINDS, one(1.5, 2.25, 3, 0, 0.001), ""),
}
QUIET = {"no series", "nothing", "pie of noughts", "pie of nothing"}


def assert_readable(pen: Pen) -> None:
    for number, letters in enumerate(pen.letters):
        assert letters.left >= -0.01, letters
        assert letters.right <= pen.width + 0.01, letters
        assert letters.bottom >= -0.01, letters
        assert letters.top <= pen.height + 0.01, letters
        for other in pen.letters[number + 1:]:
            assert not letters.touches(other), (letters, other)


def written(pen: Pen) -> str:
    return "".join(letters.text for letters in pen.letters)


@pytest.mark.parametrize("width", [AREA_WIDTH, 640.0, 300.0])
@pytest.mark.parametrize("name", CHARTS)
def test_letters_never_touch_nor_leave_the_drawing(name: str, width: float) -> None:
    assert_readable(charts.chart_pen(CHARTS[name], width, 600))


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_to_draw_is_said_quietly(name: str) -> None:
    assert (written(charts.chart_pen(CHARTS[name], AREA_WIDTH)) == NO_DATA) == (name in QUIET)


@pytest.mark.parametrize("name", [name for name, chart in CHARTS.items() if chart.kind == "bar" and name not in QUIET])
def test_every_bar_has_its_name_and_its_value(name: str) -> None:
    chart = CHARTS[name]
    pen = charts.chart_pen(chart, AREA_WIDTH)
    data = data_of(chart)
    text = written(pen)
    left_out = 0
    if "另有" in text:
        left_out = int(text.split("另有")[1].split("项")[0])
    for category in data.categories[:len(data.categories) - left_out]:
        assert category in text
    count = len(data.categories) - left_out
    values = [data.text(value) for row in data.values for value in row[:count] if value is not None]
    shown = [letters.text for letters in pen.letters]
    for value in set(values):
        assert shown.count(value) >= values.count(value)


def test_a_hundred_bars_say_how_many_are_left_out() -> None:
    pen = charts.chart_pen(CHARTS["hundred"], AREA_WIDTH, 600)
    assert pen.height <= 600
    assert "项未画出" in written(pen)


def test_long_names_make_a_chart_higher_but_never_higher_than_its_page() -> None:
    assert charts.chart_pen(CHARTS["bars"], AREA_WIDTH).height == pytest.approx(70 * 72 / 25.4)
    assert 400 < charts.chart_pen(CHARTS["thirty long"], AREA_WIDTH, 600).height <= 600


def test_every_slice_says_its_part() -> None:
    text = written(charts.chart_pen(CHARTS["pie"], AREA_WIDTH))
    assert "学习培训 12次（26.7%）" in text
    assert "公益捐赠 21次（46.7%）" in text
    assert "其他21项" in written(charts.chart_pen(CHARTS["pie of thirty"], AREA_WIDTH))
    assert "小于零的数未画出" in written(charts.chart_pen(CHARTS["pie of crumbs"], AREA_WIDTH))


def lightness(colour: str) -> float:
    """L* of a colour, 0 to 100."""
    parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * grey ** (1 / 3) - 16 if grey > 0.008856 else 903.3 * grey


def test_series_are_told_apart_without_colour() -> None:
    """On black and white paper: neighbours by lightness, later ones by stripes, lines by dashes and points."""
    solid = [lightness(ink.fill) for ink in INKS if not ink.stripes]
    assert all(abs(one - other) >= 14 for place, one in enumerate(solid) for other in solid[place + 1:])
    assert len({(ink.fill, ink.stripes) for ink in INKS}) == len(INKS)
    assert len({(ink.marker, ink.hollow) for ink in INKS}) == len(INKS)
    around = [lightness(fill) for fill in (*_FILLS, _FILLS[0])]
    assert all(abs(one - other) >= 14 for one, other in pairwise(around))


# figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "text"), [
    (0, "0"), (12.0, "12"), (-3, "-3"), (12.35, "12.35"), (12.50, "12.5"), (1234567, "1,234,567"), (0.004, "0.004"),
    (-0.0004, "-0.0004"), (99.999, "100"), (1e18, "1e+18"),
])
def test_numbers_are_written_short(value: float, text: str) -> None:
    assert number_text(value) == text


def test_money_is_written_in_ten_thousands_once_it_reaches_them() -> None:
    data = data_of(CHARTS["money"])
    assert (data.unit, data.text(123456.78), data.text(300)) == ("万元", "12.35", "0.03")
    small = data_of(Chart("bar", "", ("甲",), one(9999.5), "元"))
    assert (small.unit, small.text(9999.5)) == ("元", "9,999.5")


@given(st.lists(st.floats(0.001, 1e9), min_size=1, max_size=40))
def test_shares_are_rounded_each_for_itself(values: list[float]) -> None:
    whole = sum(values)
    for share, value in zip(shares(values), values, strict=True):
        assert abs(float(share.rstrip("%")) - value / whole * 100) < 0.0501


@given(st.lists(st.one_of(st.integers(-10**6, 10**6), st.floats(-1e12, 1e12)), max_size=30))
def test_an_axis_holds_its_values_in_few_even_steps(values: list[float]) -> None:
    scale = scale_for(values)
    hair = 1e-6 * (scale.high - scale.low)
    assert scale.low <= min([0.0, *values]) + hair
    assert scale.high >= max([0.0, *values]) - hair
    assert 2 <= len(scale.ticks) <= 8
    steps = [after - before for before, after in pairwise(scale.ticks)]
    assert max(steps) == pytest.approx(min(steps))
    if all(value == int(value) for value in values):
        assert all(tick == int(tick) for tick in scale.ticks)


def test_names_are_written_as_their_room_allows() -> None:
    assert names_for(KINDS, 80, 80).way == "flat"  # type: ignore[union-attr]
    assert [len(lines) for lines in names_for(KINDS, 30, 80).lines] == [2] * 5  # type: ignore[union-attr]
    assert names_for(KINDS, 14, 80).way == "stack"  # type: ignore[union-attr]
    assert names_for(MONTHS, 14, 80).way == "upright"  # type: ignore[union-attr]
    assert names_for(KINDS, 8, 80) is None
    assert names_for(LONG, 14, 80) is None
    assert thinned_names(MONTHS, 10).every == 3


@given(st.text("开展饮水工程建设，0123。", min_size=1, max_size=60), st.floats(30, 200))
def test_even_lines_lose_nothing_and_are_no_more(text: str, width: float) -> None:
    assert "".join(even_lines(text, 9, width)) == text


SOME_NUMBERS = st.one_of(st.integers(-50, 500), st.floats(allow_nan=True, allow_infinity=True))


@given(st.sampled_from(["bar", "line", "pie"]), st.lists(st.text(max_size=30), max_size=14),
       st.lists(st.lists(SOME_NUMBERS, max_size=16), max_size=4), st.sampled_from(["", "次", "元", "万元"]),
       st.floats(5, 200))
def test_whatever_a_chart_holds_it_is_drawn_readably(kind: str, names: list[str], rows: list[list[float]], unit: str,
                                                      height: float) -> None:
    series = tuple(Series(f"组{place}", tuple(row)) for place, row in enumerate(rows))
    chart = Chart(kind, "题", tuple(names), series, unit, height)  # type: ignore[arg-type]
    assert_readable(charts.chart_pen(chart, AREA_WIDTH, 620))
    etree.fromstring(press.chart_svg(chart))
    assert chart_text(chart)


# screen, PDF, Word -------------------------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", CHARTS)
def test_the_screen_shows_the_same_letters(name: str) -> None:
    chart = CHARTS[name]
    picture = etree.fromstring(press.chart_svg(chart, family="思源黑体"))
    texts = [element.text for element in picture.iter(f"{SVG}text")]
    assert texts == [letters.text for letters in charts.chart_pen(chart, AREA_WIDTH).letters]
    assert picture.get("font-family") == "思源黑体"
    assert picture.findtext(f"{SVG}title") == chart.title


def test_markup_in_a_name_is_only_text() -> None:
    chart = Chart("bar", "<b>&", ('<script>"&', "乙"), one(1, 2), "&")
    picture = etree.fromstring(press.chart_svg(chart))
    assert '<script>"&' in [element.text for element in picture.iter(f"{SVG}text")]


def test_a_whole_pie_is_drawn_as_a_circle_and_slices_as_arcs() -> None:
    whole = etree.fromstring(press.chart_svg(CHARTS["pie of one"]))
    assert len(list(whole.iter(f"{SVG}circle"))) == 2
    parted = etree.fromstring(press.chart_svg(CHARTS["pie"]))
    assert len(list(parted.iter(f"{SVG}path"))) == 5


def shown(file: pdfplumber.PDF) -> str:
    return "".join(page.extract_text() for page in file.pages)


@pytest.mark.parametrize("name", ["bars", "lines", "pie", "thirty", "long", "nothing"])
def test_the_pdf_holds_vectors_letters_and_no_foreign_face(name: str, printed: Printed) -> None:
    chart = CHARTS[name]
    file = printed(Document("图表", (Paragraph("正文。"), chart, Paragraph("完。"))))
    fonts = embedded_fonts(file)
    assert all(fonts.values()), fonts
    data = Path(str(file.path)).read_bytes()
    assert b"Helvetica" not in data
    assert b"Times" not in data
    assert not any(page.images for page in file.pages)
    drawn = "".join(character["text"] for page in file.pages for character in page.chars)
    for letters in charts.chart_pen(chart, AREA_WIDTH).letters:
        assert letters.text in drawn
    assert chart.title in drawn


def test_a_chart_stands_in_the_type_area_under_its_title(printed: Printed) -> None:
    chart = CHARTS["bars"]
    file = printed(Document("图表", (Paragraph("正文。"), chart), page_numbers=False))
    page = file.pages[0]
    for rect in page.rects:
        assert LEFT - 0.1 <= rect["x0"] <= rect["x1"] <= LEFT + AREA_WIDTH + 0.1
        assert TOP <= rect["top"] <= rect["bottom"] <= TOP + AREA_HEIGHT
    title = next(line for line in page.extract_text_lines() if chart.title in line["text"])
    assert title["bottom"] < min(rect["top"] for rect in page.rects)
    assert len(page.rects) >= 4


def test_names_that_read_upwards_are_read_whole(printed: Printed) -> None:
    days = tuple(f"9月{day}日" for day in range(1, 31))
    chart = Chart("bar", "", days, one(*range(30)), "次")
    file = printed(Document("图表", (chart,), page_numbers=False))
    turned = "".join(character["text"] for character in file.pages[0].chars if not character["upright"])
    assert turned == "".join(days)
    assert file.pages[0].extract_text_lines()[0]["text"] == "单位：次", "a chart without a title begins at once"


def test_a_title_never_stands_alone_at_a_pages_foot() -> None:
    for lines in range(1, 23):
        pages = press.lay(Document("图表", (*[Paragraph("正文。")] * lines, CHARTS["bars"])))
        page = next(page for page in pages if page.pictures)
        assert CHARTS["bars"].title in page.text


@pytest.mark.parametrize("landscape", [False, True])
def test_the_highest_chart_fits_its_page(landscape: bool) -> None:
    pages = press.lay(Document("图表", (Paragraph("正文。"), CHARTS["hundred"]), landscape=landscape))
    picture = next(page.pictures[0] for page in pages if page.pictures)
    sheet = pages[0]
    bottom = sheet.height - (26 if landscape else 35) * 72 / 25.4
    assert picture.y + picture.height <= bottom + 0.01


def test_rare_names_are_written_in_charts_too(printed: Printed) -> None:
    chart = Chart("bar", "名", ("孙㛃", "周䶮", "吴𬭚", "🎉"), one(1, 2, 3, 4), "次")
    text = shown(printed(Document("图表", (chart,))))
    for name in ("孙㛃", "周䶮", "吴𬭚", "〓"):
        assert name in text


def test_the_picture_for_word_is_sharp(faces: press.FontSet) -> None:
    pen = charts.chart_pen(CHARTS["bars"], AREA_WIDTH)
    image = Image.open(io.BytesIO(charts.chart_png(CHARTS["bars"], AREA_WIDTH, pen.height, faces)))
    assert image.size == pytest.approx((AREA_WIDTH / 72 * 300, pen.height / 72 * 300), abs=1)
    assert [round(dots) for dots in image.info["dpi"]] == [300, 300]
    colours = {colour for _count, colour in image.convert("RGB").getcolors(10_000) or ()}
    assert (255, 255, 255) in colours
    assert any(abs(red - 0x9B) < 4 and abs(green - 0x2C) < 4 for red, green, _blue in colours)


def descriptions(document: Document, faces: press.FontSet) -> Iterable[str]:
    with zipfile.ZipFile(io.BytesIO(press.word_bytes(document, faces))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    space = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    return [element.get("descr", "") for element in body.iter(f"{space}docPr")]


def test_word_tells_a_chart_in_words(faces: press.FontSet) -> None:
    told = descriptions(Document("图表", (CHARTS["bars"], CHARTS["nothing"], CHARTS["thirty long"])), faces)
    assert told[0] == "柱状图：各类活动。学习培训12次，走访调研8次，协商议事3次，民主监督0次，公益捐赠21次。"
    assert told[1] == "柱状图：空（没有数据）"
    assert len(told[2]) <= 1000

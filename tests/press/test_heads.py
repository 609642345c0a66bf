"""红头, the head of a letter, 版记, people, large text and lines to sign or to cut along, measured on the PDF."""

from __future__ import annotations

from collections.abc import Callable

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison import press
from liaison.press.blocks import (
    Addressee,
    Block,
    CutLine,
    Display,
    Document,
    Imprint,
    LetterHead,
    Paragraph,
    People,
    RedHead,
    Signature,
    SignOff,
    Title,
)
from liaison.press.heads import fit_mark
from liaison.press.linebreak import width_of
from liaison.press.measures import AREA_WIDTH, CELL, LEFT, MM, PITCH, SIZE_3, TOP
from tests.press.texts import RARE, calibration

MARK = "政协云溪镇委员联络处文件"
NUMBER = "云协联〔2026〕12号"
OFFICE = "政协云溪镇委员联络处"
DATE = "2026年9月30日"
FOOT = 262 * MM
Printer = Callable[[Document], pdfplumber.PDF]


def lay(*blocks: Block) -> press.Pages:
    return press.lay(Document("试排", blocks))


def line_of(page: press.Page, text: str) -> press.PlacedLine:
    (found,) = [line for line in page.lines if line.text == text]
    return found


def red_rules(page: press.Page) -> list[tuple[float, float, float, float]]:
    """Red rules from the top: upper edge, lower edge, left and right end, in millimetres."""
    return sorted(
        ((r.y0 - r.width / 2) / MM, (r.y0 + r.width / 2) / MM, (r.x0 - r.width / 2) / MM, (r.x1 + r.width / 2) / MM)
        for r in page.rules if r.colour == "red"
    )  # fmt: skip


def cells(x: float) -> float:
    return (x - LEFT) / CELL


# 红头 -----------------------------------------------------------------------------------------------------------


def _paper(head: RedHead) -> tuple[Block, ...]:
    return (head, Title("关于做好工作的通知"), Addressee("各委员小组"), Paragraph("正文。"))


@pytest.mark.parametrize("mark", ["云溪镇文件", MARK, "中国人民政治协商会议某某县云溪镇委员联络处文件"])
def test_the_ink_of_the_mark_begins_35_mm_under_the_type_area(mark: str, printed: Printer) -> None:
    page = printed(Document("x", _paper(RedHead(mark, NUMBER)))).pages[0]
    image = page.to_image(resolution=200).original.convert("RGB")
    red = [
        (x, y) for y in range(image.height) for x in range(0, image.width, 2)
        if image.getpixel((x, y))[0] > 200 and image.getpixel((x, y))[1] < 80
    ]  # fmt: skip
    top = min(y for _x, y in red) / 200 * 25.4
    left, right = (edge(x for x, _y in red) / 200 * 25.4 for edge in (min, max))
    assert top == pytest.approx(37 + 35, abs=0.6)
    assert left >= 28 - 0.3
    assert right <= 184 + 0.3


def test_the_mark_stands_in_the_middle_in_red() -> None:
    mark = lay(*_paper(RedHead(MARK, NUMBER)))[0].lines[0]
    assert (mark.text, mark.colour, mark.spans[0].role) == (MARK, "red", "xiaobiaosong")
    assert mark.x + mark.width / 2 == pytest.approx(LEFT + AREA_WIDTH / 2, abs=4)
    assert mark.size > 45, "a long mark is narrowed before it is made small"


@given(st.text(alphabet="政协云溪镇委员联络处文件A1（） ", min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_every_mark_stands_on_one_line(text: str) -> None:
    mark = fit_mark(text, AREA_WIDTH, 62)
    (line,) = [line for line in lay(RedHead(text))[0].lines if line.text.strip()] or [None]
    if line is not None:
        assert line.x >= LEFT - 0.01
        assert line.spans[-1].places[-1] + mark.size * mark.narrow * width_of(line.text[-1]) <= LEFT + AREA_WIDTH + 0.01


def test_number_and_rule() -> None:
    page = lay(*_paper(RedHead(MARK, NUMBER)))[0]
    mark, number = page.lines[0], line_of(page, NUMBER)
    blank = (number.y - mark.y - mark.size) / PITCH
    assert blank - (PITCH - SIZE_3) / PITCH == pytest.approx(2, abs=0.3), "two lines free under the mark"
    assert number.x + number.width / 2 == pytest.approx(LEFT + AREA_WIDTH / 2)
    ((top, _bottom, left, right),) = red_rules(page)
    assert top == pytest.approx((number.y + SIZE_3) / MM + 4, abs=0.01)
    assert (left, right) == (pytest.approx(28), pytest.approx(184))
    title = line_of(page, "关于做好工作的通知")
    assert (title.y / MM - top) / (PITCH / MM) == pytest.approx(2, abs=0.35)
    assert (title.y - TOP) / PITCH == pytest.approx(round((title.y - TOP) / PITCH)), "the title is on the grid"


def test_a_number_and_one_signer_share_a_line() -> None:
    page = lay(*_paper(RedHead(MARK, NUMBER, ("王堃",))))[0]
    number, label, signer = (line_of(page, text) for text in (NUMBER, "签发人：", "王堃"))
    assert number.y == label.y == signer.y
    assert cells(number.x) == pytest.approx(1), "one character in"
    assert cells(signer.x + signer.width) == pytest.approx(27), "one character free"
    assert (label.spans[0].role, signer.spans[0].role) == ("fangsong", "kai")


def test_signers_stand_two_to_a_line_and_the_number_with_the_last() -> None:
    names = ("王堃", "欧阳和平", "吴𬭚", "李喆", "张犇")
    page = lay(*_paper(RedHead(MARK, NUMBER, names)))[0]
    lines = [line_of(page, name) for name in names]
    assert [round((line.y - lines[0].y) / PITCH) for line in lines] == [0, 0, 1, 1, 2]
    assert line_of(page, NUMBER).y == lines[-1].y
    assert len({round(line.x, 3) for line in lines[::2]}) == 1, "names stand under each other"
    assert len({round(line.x, 3) for line in lines[1::2]}) == 1
    assert cells(max(line.x + line.width for line in lines)) == pytest.approx(27)
    assert page.lines[-1].text == "正文。", "the first page shows the text (7.3.3)"


def test_copy_number_secrecy_and_urgency_stand_at_the_top_left() -> None:
    page = lay(*_paper(RedHead(MARK, NUMBER, (), "000001", "机密★1年", "特急")))[0]
    assert [(line.text, round((line.y - TOP) / PITCH, 3), cells(line.x)) for line in page.lines[:3]] == [
        ("000001", 0, 0), ("机密★1年", 1, 0), ("特急", 2, 0),
    ]  # fmt: skip
    assert [line.spans[0].role for line in page.lines[:3]] == ["fangsong", "hei", "hei"]
    assert page.lines[2].y + SIZE_3 < page.lines[3].y, "nothing runs into the mark"


def test_the_head_of_minutes_may_have_no_number() -> None:
    page = lay(RedHead("云溪镇政协工作会议纪要", minutes=True), Title("工作例会"), Paragraph("会议认为。"))[0]
    ((top, *_rest),) = red_rules(page)
    assert page.lines[0].y / MM == pytest.approx(37 + 35, abs=0.6)
    assert top < line_of(page, "工作例会").y / MM


@pytest.mark.parametrize("signers", [(), ("王堃", "李喆", "张犇", "赵昇", "钱镕", "孙㛃")])
def test_the_first_page_shows_the_text(signers: tuple[str, ...]) -> None:
    title = "政协云溪镇委员联络处关于深入学习贯彻党的二十大精神扎实推进乡村振兴和农村人居环境整治工作的报告"
    head = RedHead(MARK, NUMBER, signers, "000001", "机密★1年", "特急")
    page = lay(head, Title(title), Addressee("中共云溪镇委员会"), Paragraph("正文。" * 40))[0]
    assert page.lines[-1].block == 3


def test_a_head_gives_up_its_blank_lines_before_the_text_goes_to_the_next_page() -> None:
    signers = ("王堃", "李喆", "张犇", "赵昇", "钱镕", "孙㛃", "周䶮", "吴𬭚")
    title = "政协云溪镇委员联络处关于进一步加强和改进委员履职管理工作有关情况的报告" * 2
    page = lay(RedHead(MARK, NUMBER, signers), Title(title), Addressee("中共云溪镇委员会"), Paragraph("正文。" * 9))[0]
    assert page.lines[-1].block == 3
    ((_top, rule, *_sides),) = red_rules(page)
    assert rule < min(line.y for line in page.lines if line.block == 1) / MM


# the head of a letter -------------------------------------------------------------------------------------------


def _letter(*more: Block) -> tuple[Block, ...]:
    head = LetterHead(OFFICE, "云协联函〔2026〕3号")
    return (head, Title("关于召开会议的通知"), Paragraph(calibration(30), indent=0), Signature(OFFICE, DATE), *more)


def test_the_letters_mark_and_double_lines() -> None:
    pages = lay(*_letter())
    first = pages[0]
    mark = first.lines[0]
    assert mark.colour == "red"
    assert (mark.y + 0.02 * mark.size) / MM == pytest.approx(30), "from the sheet's upper edge"
    thick, thin, thin_foot, thick_foot = red_rules(first)
    assert {(round(rule[2], 3), round(rule[3], 3)) for rule in red_rules(first)} == {(20.0, 190.0)}
    assert thick[0] == pytest.approx(30 + mark.size / MM + 4)
    assert thick[1] - thick[0] > thin[1] - thin[0], "thick above thin"
    assert thick_foot[1] == pytest.approx(297 - 20)
    assert thick_foot[1] - thick_foot[0] > thin_foot[1] - thin_foot[0], "thin above thick"
    assert not red_rules(pages[1]), "on the first page only"


def test_the_letters_number_and_title() -> None:
    page = lay(*_letter())[0]
    number, title = line_of(page, "云协联函〔2026〕3号"), line_of(page, "关于召开会议的通知")
    under = red_rules(page)[1][1]
    assert cells(number.x + number.width) == pytest.approx(28), "flush right"
    assert (number.y / MM - under) * MM == pytest.approx(SIZE_3 * 7 / 8)
    assert 1.9 <= (title.y - number.y - SIZE_3) / PITCH <= 3.05, "two lines free"


def test_the_letters_first_page_has_no_number() -> None:
    pages = lay(*_letter())
    assert pages[0].number is None
    assert pages[1].number is not None
    assert pages[1].number.text == "— 2 —"


def test_a_letters_imprint_is_its_copies_alone_without_rules() -> None:
    last = lay(*_letter(Imprint(("县政协办公室",), (), OFFICE, DATE)))[1]
    assert last.lines[-1].text == "抄送：县政协办公室。"
    assert last.lines[-1].y + last.lines[-1].size == pytest.approx(FOOT)
    assert not last.rules


# 版记 -----------------------------------------------------------------------------------------------------------

COPIES = ("县政协办公室", "镇党委、镇政府、镇人大、镇纪委", "各村（社区）委员小组", "中心小学", "卫生院、供电所")


def test_the_imprints_rules(printed: Printer) -> None:
    file = printed(Document("x", (Paragraph("正文。"), Imprint(COPIES, (), OFFICE, DATE))))
    rules = sorted(file.pages[0].lines, key=lambda line: line["top"])
    assert [round(rule["linewidth"] / MM, 2) for rule in rules] == [0.35, 0.25, 0.35]
    assert float(rules[-1]["top"]) + rules[-1]["linewidth"] / 2 == pytest.approx(FOOT, abs=0.05)
    for rule in rules:
        assert rule["x0"] - rule["linewidth"] / 2 == pytest.approx(LEFT, abs=0.05)
        assert rule["x1"] + rule["linewidth"] / 2 == pytest.approx(LEFT + AREA_WIDTH, abs=0.05)


def test_the_imprints_text() -> None:
    page = lay(Paragraph("正文。"), Imprint(COPIES, (), OFFICE, DATE))[0]
    first, second, printer, date = page.lines[1:]
    assert {line.size for line in page.lines[1:]} == {14}
    assert first.text.startswith("抄送：县政协办公室，镇党委")
    assert second.text.endswith("。")
    assert first.x == pytest.approx(LEFT + 14), "one character free"
    assert second.x == pytest.approx(first.x + 3 * 14), "under the first character after the colon"
    assert max(first.x + first.width, second.x + second.width) <= LEFT + AREA_WIDTH - 14 + 0.01
    assert (printer.text, date.text) == (OFFICE, f"{DATE}印发")
    assert printer.x == pytest.approx(LEFT + 14)
    assert date.x + date.width == pytest.approx(LEFT + AREA_WIDTH - 14)


def test_sent_to_stands_over_copies_without_a_rule_between() -> None:
    page = lay(Paragraph("正文。"), Imprint(("县政协",), ("各委员小组",), OFFICE, DATE))[0]
    assert [line.text for line in page.lines[1:3]] == ["主送：各委员小组。", "抄送：县政协。"]
    assert len(page.rules) == 3


def test_an_imprint_without_anyone_to_copy_to_has_two_rules() -> None:
    page = lay(Paragraph("正文。"), Imprint((), (), OFFICE, DATE))[0]
    assert [round(rule.width / MM, 2) for rule in page.rules] == [0.35, 0.35]


@pytest.mark.parametrize("lines", range(15, 23))
def test_text_and_imprint_never_touch(lines: int) -> None:
    pages = lay(Paragraph(calibration(lines), indent=0), Imprint(COPIES, (), OFFICE, DATE))
    last = pages[len(pages) - 1]
    top = min(rule.y0 for rule in last.rules)
    text = [line for line in last.lines if line.block == 0]
    assert all(line.y + line.size < top for line in text)
    assert len(pages) == (1 if text else 2)
    assert max(rule.y0 for rule in last.rules) == pytest.approx(FOOT, abs=0.6)


# people ---------------------------------------------------------------------------------------------------------


def test_people_stand_by_unit_after_a_hanging_label() -> None:
    groups = (("云溪镇中心小学", ("王堃", "李喆")), ("云溪镇农业农村办公室", ("买买提·艾力",)), ("卫生院", ("吴𬭚",)))
    page = lay(Paragraph("会议认为。"), People("出席", groups), People("请假", (("", ("张犇", "赵昇")),)))[0]
    first, second, away = page.lines[1:]
    assert (first.y - page.lines[0].y) / PITCH == pytest.approx(2), "one line free above the first"
    assert (away.y - second.y) / PITCH == pytest.approx(1)
    assert next((span.text, span.role) for span in first.spans) == ("出席", "hei")
    assert cells(first.x) == pytest.approx(2)
    assert cells(second.x) == pytest.approx(5), "under the first character after the colon"
    joined = first.text + second.text
    assert joined == "出席：云溪镇中心小学　王堃、李喆；云溪镇农业农村办公室　买买提·艾力；卫生院　吴𬭚"
    assert away.text == "请假：张犇、赵昇"


_NAMES = st.text(alphabet="王堃李喆张犇·", max_size=4).map(lambda middle: f"赵{middle}昇")


@given(st.lists(_NAMES, min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_line_of_people_ends_inside_a_name(names: list[str]) -> None:
    lines = [line.text for page in lay(People("出席", (("中心小学", tuple(names)),))) for line in page.lines]
    assert "".join(lines).removeprefix("出席：中心小学　").split("、") == names
    written = iter(names)
    assert not [line for line in lines if line.startswith("　")]
    for part in "\n".join(lines).removeprefix("出席：中心小学　").replace("、\n", "、").split("、"):
        assert part.replace("\n", "", part.startswith("\n")) == next(written)


# large text, blanks, cuts ---------------------------------------------------------------------------------------


def test_large_text_leaves_the_grid_whole() -> None:
    page = lay(Display("感谢状\n第二行", 56, red=True), Paragraph("正文"))[0]
    first, second, body = page.lines
    assert (first.size, first.colour) == (56, "red")
    assert first.x + first.width / 2 == pytest.approx(LEFT + AREA_WIDTH / 2)
    assert second.y >= first.y + 56
    assert (body.y - TOP) / PITCH == pytest.approx(round((body.y - TOP) / PITCH))
    assert body.y > second.y + 56


def test_large_running_text_goes_on_overleaf() -> None:
    text = calibration(60, 20)
    pages = lay(Display(text, 22, "kai", "left"), Paragraph("正文"))
    lines = [line for page in pages for line in page.lines]
    assert "".join(line.text for line in lines if line.block == 0) == text
    assert len(pages) == 3
    assert all(line.y + line.size <= FOOT + 8 for line in lines)
    assert all(line.x + line.width <= LEFT + AREA_WIDTH + 0.01 for line in lines)


def test_blanks_to_sign_in_share_the_line() -> None:
    page = lay(Paragraph("正文"), SignOff(("经手人", "复核：", "主任")))[0]
    assert [line.text for line in page.lines[1:]] == ["经手人：", "复核：", "主任："]
    assert len(page.rules) == 3
    for line, rule in zip(page.lines[1:], page.rules, strict=True):
        assert rule.x0 == pytest.approx(line.x + line.width)
        assert rule.x1 - rule.x0 > 60
        assert line.y + line.size < rule.y0 < line.y + PITCH


def test_a_cut_goes_over_the_whole_sheet() -> None:
    page = lay(Paragraph("正文"), CutLine("存根"), Paragraph("存根正文"))[0]
    (rule,) = page.rules
    assert (rule.x0 / MM, rule.x1 / MM, rule.dashed) == (pytest.approx(0), pytest.approx(210), True)
    label, after = page.lines[1:]
    assert label.y + label.size < rule.y0 < after.y


# bad input ------------------------------------------------------------------------------------------------------

_ANY = st.text(max_size=60)


@given(_ANY, _ANY, st.lists(_ANY, max_size=5), _ANY)
@settings(max_examples=40, deadline=None)
def test_any_text_can_stand_in_any_form(mark: str, number: str, names: list[str], other: str) -> None:
    pages = lay(
        RedHead(mark, number, tuple(names), other, other, other), Paragraph("正文"),
        People(other, ((mark, tuple(names)),)), SignOff(tuple(names)), CutLine(other), Display(other, 30),
        Imprint(tuple(names), tuple(names[:1]), other, number), LetterHead(mark, number, other),
    )  # fmt: skip
    assert len(pages) >= 1


@pytest.mark.parametrize("block", [
    RedHead("联络处" * 20, NUMBER, ("赫" * 40, "王堃")), Imprint(("长" * 300,), (), "处" * 60, DATE),
    People("出席", (("单位" * 40, ("赫" * 40,)),)), SignOff(("很长的职务名称",) * 5), CutLine("切" * 90),
    Display("长" * 90, 40), LetterHead("政协" * 30, NUMBER), CutLine("\U0001f3fb"), SignOff(("\u200d",)),
])  # fmt: skip
def test_what_is_too_long_stays_on_the_sheet(block: Block) -> None:
    for page in lay(block, Paragraph("正文")):
        for line in page.lines:
            assert line.x >= 0
            assert line.x + line.width <= page.width + 0.01, line.text


def test_rare_names_and_pictures_in_every_form(printed: Printer) -> None:
    head = RedHead(f"{RARE}文件", NUMBER, (RARE,))
    closing = (People("出席", ((RARE, (RARE,)),)), Imprint((RARE,), (), RARE, DATE))
    file = printed(Document("x", (head, Title(f"关于{RARE}的通知"), Paragraph(RARE), *closing)))
    text = "".join(page.extract_text() or "" for page in file.pages).replace("\n", "")
    assert sum(text.count(character) for character in RARE) == 8 * len(RARE)
    shown = printed(Document("x", (RedHead("笑😀文件", "😀"), Title("臺灣😀傳統字")))).pages[0].extract_text()
    assert "〓" in shown
    assert "臺灣" in shown
    assert "傳統字" in shown

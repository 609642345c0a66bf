"""Titles: cut by sense, never inside a word or a name, in the shape of a trapezoid or a lozenge."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from liaison import press
from liaison.press.blocks import AttachmentHead, Document, Title
from liaison.press.linebreak import MIDDLE_DOT, width_of
from liaison.press.measures import AREA_WIDTH, SIZE_2
from liaison.press.titles import split_title, well_shaped
from liaison.press.titlewords import Trust, lexicon, places

MEASURE = AREA_WIDTH / SIZE_2
OFFICE = "石桥镇政协委员联络处"
NAMES = (OFFICE, "石桥镇", "王堃", "欧阳和平", "吴𬭚", "买买提·艾力", "周及时")


def text_width(text: str) -> float:
    """As Word has it: marks share no blank, and a name's dot takes a whole cell."""
    return sum(1.0 if character == MIDDLE_DOT else width_of(character) for character in text)


def cut(text: str, measure: float = MEASURE, names: tuple[str, ...] = NAMES) -> list[str]:
    return [text[line.start : line.end] for line in split_title(text, measure, names)]


@pytest.mark.parametrize(
    "lines",
    [
        ["石桥镇政协委员联络处关于", "2026年第三季度委员履职情况的汇报"],
        ["石桥镇政协委员联络处关于印发", "《委员履职考核办法（试行）》的通知"],
        ["石桥镇政协委员联络处关于表彰", "王堃、欧阳和平等同志的决定"],
        ["关于做好2026年国庆中秋期间", "安全生产和值班值守工作的通知"],
        ["石桥镇2026年上半年", "爱心捐赠款物接收及发放情况公示"],
        ["政协石桥镇委员联络处关于", "深入学习贯彻党的二十大精神", "扎实推进乡村振兴工作的实施意见"],
        ["石桥镇农村饮水安全和道路硬化", "民生实事专题协商会会议纪要"],
        ["2026年委员签到簿"],
    ],
)
def test_titles_are_cut_where_a_reader_pauses(lines: list[str]) -> None:
    assert cut("".join(lines)) == lines


def test_a_title_of_one_line_is_left_alone() -> None:
    assert cut("石桥镇政协委员联络处荣誉登记簿") == ["石桥镇政协委员联络处荣誉登记簿"]


def test_the_authors_own_breaks_are_kept() -> None:
    text = f"{OFFICE}\n关于工作的汇报"
    joined = text.replace("\n", "")
    assert [joined[line.start : line.end] for line in split_title(text, MEASURE)] == text.split("\n")


@pytest.mark.parametrize("name", ["王和平", "周及时", "李的", "吴𬭚", "第五召开", "关于山"])
def test_a_name_that_reads_like_words_is_kept_whole(name: str) -> None:
    for lead in range(12, 24):
        text = "优秀" * (lead // 2) + "奖" * (lead % 2) + name + "同志先进事迹报告会的通知"
        assert any(name in line for line in cut(text, names=(name,))), (lead, cut(text, names=(name,)))


def test_an_unknown_name_between_known_words_is_kept_whole() -> None:
    for lead in range(8, 22):
        text = "表彰" * (lead // 2) + "奖" * (lead % 2) + "申屠瑾瑜同志先进事迹报告会的通知"
        assert any("申屠瑾瑜" in line for line in cut(text, names=()))


_PARTS = st.sampled_from(
    (*NAMES, "关于", "召开", "印发", "《委员履职考核办法》", "2026年第三季度", "12,345.67元", "126户", "专题协商会",
     "委员", "和", "的", "、", "会议", "工作情况", "（试行）", "“有事好商量”", "乡村振兴", "学习贯彻", "通知", "66.7%",
     "联络处", "镇", "调研", "第十届三次", "申屠瑾瑜", "𬭚", "——")
)  # fmt: skip
_TITLES = st.lists(_PARTS, min_size=6, max_size=14).map("".join)
_FIGURES = ("2026年", "第三季度", "12,345.67元", "126户", "66.7%", "——", "第十届三次")


@given(_TITLES)
@example("石桥镇政协委员联络处" * 6 + "——" + "石桥镇政协委员联络处" * 3)
@settings(max_examples=150, deadline=None)
def test_no_name_and_no_figure_is_ever_cut(text: str) -> None:
    edges = _edges(text)
    for whole in (*NAMES, *_FIGURES):
        start = text.find(whole)
        while start >= 0:
            assert not [place for place in edges if start < place < start + len(whole)], cut(text)
            start = text.find(whole, start + 1)


@given(_TITLES)
@settings(max_examples=150, deadline=None)
def test_no_word_and_no_book_title_is_cut_while_another_cut_fits(text: str) -> None:
    trust = places(text, NAMES)
    sure = [place for place in range(1, len(text)) if trust[place] == Trust.SURE]
    if len(_edges(text)) > 3 or not _fits(text, sure, len(_edges(text))):
        return
    for place in _edges(text):
        assert trust[place] == Trust.SURE, cut(text)
        assert text[:place].count("《") == text[:place].count("》"), cut(text)


@given(_TITLES)
@settings(max_examples=150, deadline=None)
def test_the_shape_is_a_trapezoid_or_a_lozenge_where_one_exists(text: str) -> None:
    edges = _edges(text)
    if not 1 <= len(edges) <= 3:
        return
    trust = places(text, NAMES)
    level = min(trust[place] for place in edges)
    allowed = [place for place in range(1, len(text)) if trust[place] >= level]
    if not well_shaped(_widths(text, edges)):
        shapes = [cuts for cuts in combinations(allowed, len(edges)) if _shaped(text, cuts)]
        assert not shapes, (cut(text), shapes[0])


def _edges(text: str) -> tuple[int, ...]:
    return tuple(line.start for line in split_title(text, MEASURE, NAMES))[1:]


def _widths(text: str, cuts: tuple[int, ...]) -> list[float]:
    return [text_width(text[start:end].strip()) for start, end in pairwise((0, *cuts, len(text)))]


def _fits(text: str, allowed: list[int], count: int) -> bool:
    return any(max(_widths(text, cuts)) <= MEASURE and _even(text, cuts) for cuts in combinations(allowed, count))


def _shaped(text: str, cuts: tuple[int, ...]) -> bool:
    widths = _widths(text, cuts)
    return max(widths) <= MEASURE and well_shaped(widths) and _even(text, cuts)


def _even(text: str, cuts: tuple[int, ...]) -> bool:
    """No line so short that it looks forgotten."""
    return min(_widths(text, cuts)) >= text_width(text) / (len(cuts) + 1) * 0.3


@given(st.text(max_size=200).filter(lambda text: "\n" not in text and "\r" not in text))
@settings(max_examples=100, deadline=None)
def test_every_character_stands_on_one_line(text: str) -> None:
    lines = split_title(text, MEASURE, NAMES)
    assert "".join(text[line.start : line.end] for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.natural <= MEASURE + 1e-6 for line in lines)


def test_a_very_long_title_is_still_cut_between_words() -> None:
    text = "石桥镇政协委员联络处关于进一步加强和改进委员履职管理" * 6 + "的通知"
    lines = cut(text, names=("石桥镇",))
    assert "".join(lines) == text
    trust = places(text, ("石桥镇",))
    assert min(trust[place] for place in _edges(text)) >= Trust.WORD


def test_a_long_office_is_cut_between_its_words() -> None:
    office = "中国人民政治协商会议石桥县委员会石桥镇政协委员联络处"
    assert cut(office + "委员名册", names=(office,))[0] == "中国人民政治协商会议石桥县委员会"


def test_a_name_longer_than_the_line_is_cut_and_not_lost() -> None:
    name = "赫" * 40
    assert "".join(cut(f"关于{name}同志的决定", names=(name,))) == f"关于{name}同志的决定"


@pytest.mark.parametrize(
    ("widths", "shaped"),
    [((5, 9), True), ((9, 5), True), ((9, 9), False), ((5, 9, 6), True), ((9, 5, 8), False), ((4, 6, 9), True),
     ((9, 6, 4), True), ((5, 9, 9), False), ((7,), True)],
)  # fmt: skip
def test_shapes(widths: tuple[float, ...], shaped: bool) -> None:
    assert well_shaped(widths) is shaped


def test_a_document_hands_its_names_to_its_titles() -> None:
    title = "石桥镇政协委员联络处关于报送王与时同志先进事迹材料的函"
    for names in ((), ("王与时",)):
        pages = press.lay(Document("函", (Title(title), AttachmentHead(1, title)), names=names))
        for page in pages:
            written = [line.text for line in page.lines if line.size == SIZE_2]
            assert "".join(written) == title
            if names:
                assert any("王与时" in line for line in written)


def test_the_lexicon_is_not_read_before_a_title_needs_it() -> None:
    code = (
        "from liaison import press; from liaison.press.blocks import *; from liaison.press import titlewords as w;"
        "press.lay(Document('x', (Title('短标题'),))); assert not w.lexicon.cache_info().currsize;"
        "press.lay(Document('x', (Title('很长的标题' * 9),))); assert w.lexicon.cache_info().currsize"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_the_lexicon_has_no_word_of_one_unknown_character() -> None:
    assert {word for word in lexicon().words if len(word) == 1} <= set("的等和与及或暨并在对向由为以按至从同就于函镇")

"""Line ends: the marks, the squeezing, what is kept whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.press.linebreak import (
    CLOSERS,
    NOT_AT_END,
    NOT_AT_START,
    Line,
    break_text,
    may_break,
    text_width,
)
from tests.press.texts import corpus

_ALPHABET = "民生热点委员王堃𬭚、，。；：？！“”‘’（）《》〔〕—…·％℃～12345.,%¥元次 aW/"


def _pieces(text: str, lines: list[Line]) -> list[str]:
    return [text[line.start:line.end] for line in lines]


def _forbidden(text: str, lines: list[Line]) -> list[str]:
    wrong = []
    for before, after in pairwise(lines):
        if text[after.start] in NOT_AT_START or text[before.end - 1] in NOT_AT_END:
            wrong.append(text[before.start:after.end])
    return wrong


def test_a_line_holds_28_hanzi() -> None:
    text = "国" * 60
    assert [line.end - line.start for line in break_text(text, 26, 28)] == [26, 28, 6]


def test_figures_take_half_a_cell() -> None:
    assert text_width("2026年12.5%") == pytest.approx(2 + 1 + 2.5)


def test_a_mark_is_squeezed_in_before_anything_is_pushed_out() -> None:
    text = "国" * 10 + "，" + "民" * 17 + "。后面"
    line = break_text(text, 28)[0]
    assert text[line.end - 1] == "。"
    assert line.natural == pytest.approx(28)
    assert line.cuts_right[10] == pytest.approx(0.5), "the comma gives up its blank"


def test_without_a_blank_to_give_up_a_character_is_pushed_out() -> None:
    text = "国" * 28 + "。后面"
    lines = break_text(text, 28)
    assert _pieces(text, lines)[0] == "国" * 27
    assert lines[0].offsets()[-1] == pytest.approx(28), "the line is spread to the measure"


def test_a_mark_at_the_end_takes_half_a_cell() -> None:
    text = "国" * 27 + "，" + "民" * 9
    line = break_text(text, 28)[0]
    assert line.cuts_right[-1] == 0.5
    assert line.offsets()[-1] == pytest.approx(28)


def test_marks_that_meet_share_a_blank() -> None:
    assert text_width("好”，再") == pytest.approx(3.5)
    assert text_width("（“好”）") == pytest.approx(4)


@pytest.mark.parametrize("whole", [
    "——", "……", "1,234.56元", "66.7%", "¥1,409.50", "12℃", "126户", "3.5kg", "WPS", "〔2026〕12号", "第12次", "12～15%",
    "63%～68%", "11:30-12:00时", "66.7个百分点", "2026年",
])  # fmt: skip
def test_what_is_kept_whole(whole: str) -> None:
    for lead in range(20, 29):
        text = "国" * lead + whole + "民" * 30
        assert any(whole in piece for piece in _pieces(text, break_text(text, 28))), lead


def test_a_name_with_a_dot_is_broken_only_inside_its_parts() -> None:
    assert not may_break("买买提·艾力", 3)
    assert not may_break("买买提·艾力", 4)


@pytest.mark.parametrize("picture", ["👨‍👩‍👧", "🇨🇳", "👍🏽", "1️⃣", "葛󠄀"])
def test_a_picture_of_several_characters_is_kept_whole(picture: str) -> None:
    for place in range(1, len(picture)):
        assert not may_break(f"国{picture}国", 1 + place)
    assert may_break(f"国{picture}国", 1 + len(picture))


def test_two_flags_may_be_parted() -> None:
    assert [may_break("🇨🇳🇨🇳", place) for place in (1, 2, 3)] == [False, True, False]


def test_a_word_longer_than_the_line_is_cut_and_not_lost() -> None:
    text = "a" * 200
    lines = break_text(text, 28)
    assert "".join(_pieces(text, lines)) == text
    assert max(line.natural for line in lines) <= 28


def test_no_forbidden_mark_over_a_corpus() -> None:
    texts = corpus(7, 20_000)
    assert sum(map(len, texts)) >= 20_000
    for text in texts:
        assert not _forbidden(text, break_text(text, 26, 28))


def test_full_lines_fill_the_measure() -> None:
    for text in corpus(8, 10_000):
        for line in break_text(text, 26, 28):
            assert line.natural <= line.measure + 1e-6
            if line.full:
                assert line.offsets()[-1] == pytest.approx(line.measure)


@given(st.text(alphabet=_ALPHABET, max_size=200), st.integers(4, 30))
def test_every_character_stands_on_one_line(text: str, measure: int) -> None:
    lines = break_text(text, measure)
    assert lines[0].start == 0
    assert lines[-1].next == len(text)
    for before, after in pairwise(lines):
        assert before.next == after.start
        assert before.start < before.next, "every line moves on"
        assert text[before.end:before.next].strip(" ") == "", "only blanks are left out"


@given(st.text(alphabet=_ALPHABET, max_size=200))
def test_marks_stand_where_they_may_unless_one_run_of_marks_is_longer_than_the_line(text: str) -> None:
    lines = break_text(text, 28)
    for before, after in pairwise(lines):
        possible = any(may_break(text, place) for place in range(before.start + 1, before.next + 1))
        if possible and text[before.end:before.next] == "":
            assert may_break(text, after.start), (text[before.start:before.end], text[after.start:])


@given(st.text(alphabet=_ALPHABET, max_size=120))
def test_places_never_run_backwards_by_more_than_a_shared_blank(text: str) -> None:
    for line in break_text(text, 28):
        places = line.offsets()
        for before, after in pairwise(places):
            assert after - before >= -0.5 - 1e-9
        if line.end > line.start and text[line.start] in CLOSERS:
            assert places[0] == 0

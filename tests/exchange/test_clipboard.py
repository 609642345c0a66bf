"""Blocks of cells between the program and WPS or Excel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.exchange.clipboard import format_block, parse_block

CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t" '), max_size=8)
BLOCK = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(BLOCK)
def test_a_block_goes_out_and_back(rows: list[list[str]]) -> None:
    assert parse_block(format_block(rows)) == rows


@pytest.mark.parametrize(
    ("copied", "rows"),
    [
        ("", []),
        ("王芳", [["王芳"]]),
        ("王芳\t女\r\n李强\t男\r\n", [["王芳", "女"], ["李强", "男"]]),
        ("王芳\t女\n李强\t男", [["王芳", "女"], ["李强", "男"]]),
        ("\t\n", [["", ""]]),
        ('"一\n二"\t三\r\n', [["一\n二", "三"]]),
        ('"他说""好""\n走了"\t三\r\n', [['他说"好"\n走了', "三"]]),
        ('"云溪"号\t三', [['"云溪"号', "三"]]),
        ('"云溪"\t三', [['"云溪"', "三"]]),
        ('5" 管\t6"', [['5" 管', '6"']]),
        ('"没有完\t三\n四\t五', [['"没有完', "三"], ["四", "五"]]),
        ('"一\r\n二"', [["一\n二"]]),
    ],
)
def test_what_spreadsheets_copy(copied: str, rows: list[list[str]]) -> None:
    assert parse_block(copied) == rows


@given(st.text(st.sampled_from('王"\t\n\r'), max_size=30))
def test_any_text_is_a_block(text: str) -> None:
    rows = parse_block(text)
    assert parse_block(format_block(rows)) == rows


def test_only_what_needs_quotes_gets_them() -> None:
    assert format_block([["王芳", '5" 管', "一\n二", '"号"']]) == '王芳\t5" 管\t"一\n二"\t"""号"""\r\n'

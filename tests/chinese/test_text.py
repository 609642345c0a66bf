"""The cleaner at every door, and folding for search."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.chinese.text import LONGEST, clean_text, fold
from liaison.errors import UserError

ANYTHING = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from("王 芳\u3000\t\n\r\x00\u200b\u202e\ufeff\ud800é\u0301e\xa0\u2028𠮷\ufe00"), max_size=30
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  王芳 ", "王芳"),
        ("王\u200b芳\ufeff", "王芳"),
        ("\u202e王芳\u202c", "王芳"),
        ("王\x00芳\x07", "王芳"),
        ("王\ud800芳", "王芳"),
        ("镇\t政\xa0协", "镇 政 协"),
        ("王\u3000芳", "王 芳"),
        ("第一行\r\n第二行", "第一行 第二行"),
        ("e\u0301", "é"),
        ("\u200b \u200b", ""),
        ("𬭚𠮷㛃䶮", "𬭚𠮷㛃䶮"),
        ("葛\U000e0100", "葛\U000e0100"),  # a variant of a character is part of a name
        ("１２", "１２"),  # full width is kept as typed; searching folds it
    ],
)
def test_one_line(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("一\r\n二\r三\u2028四\x0b五", "一\n二\n三\n四\n五"),
        ("\n\n正文\n\n", "正文"),
        ("段一\n\u3000\u3000段二", "段一\n\u3000\u3000段二"),
    ],
)
def test_lines(raw: str, clean: str) -> None:
    assert clean_text(raw, lines=True) == clean


def test_the_limit_counts_what_is_kept() -> None:
    assert clean_text(" " * 50 + "王" * 40 + "\u200b" * 9, limit=40) == "王" * 40
    with pytest.raises(UserError, match="太长了：最多 40 个字，现有 52 个字"):
        clean_text("王" * 52, limit=40)
    with pytest.raises(UserError, match="太长了"):
        clean_text("王" * (LONGEST + 1))


@given(ANYTHING, st.booleans())
def test_what_is_cleaned_is_clean(raw: str, lines: bool) -> None:
    clean = clean_text(raw, lines=lines)
    assert clean_text(clean, lines=lines) == clean
    assert clean == clean.strip() == unicodedata.normalize("NFC", clean)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in clean.replace("\n", "" if lines else "\n"))
    assert not set(clean) & set("\u200b\u200d\u200e\u202a\u202e\u2066\ufeff\ufffe\uffff")
    clean.encode("utf-8")


@given(ANYTHING)
def test_folding_is_stable(raw: str) -> None:
    folded = fold(clean_text(raw))
    assert fold(folded) == folded
    assert not any(c.isspace() for c in folded)


@pytest.mark.parametrize(
    ("left", "right"),
    [("王　芳", "王芳"), ("ＡＢ１２", "ab12"), ("A b", "aB"), ("（款）", "(款)"), ("王\u200b芳", "王芳")],
)
def test_folding_finds(left: str, right: str) -> None:
    assert fold(left) == fold(right)

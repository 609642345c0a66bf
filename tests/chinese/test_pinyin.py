"""Initials and the order of lists."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.chinese.pinyin import initials, sort_key


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("王芳", "wf"), ("单立人", "slr"), ("仇英", "qy"), ("解晓东", "xxd"), ("查良文", "zlw"), ("区小明", "oxm"),
        ("曾国强", "zgq"), ("尉迟恭", "ycg"), ("万俟春", "mqc"), ("缪昌文", "mcw"), ("朴成", "pc"), ("翟华", "zh"),
        ("覃文", "qw"), ("冼星", "xx"), ("乐小天", "yxt"), ("吕布", "lb"), ("欧阳明", "oym"), ("长孙明", "zsm"),
        ("堃喆犇", "kzb"), ("㛃䶮", "jy"), ("𬭚", "c"),
        ("单位情况", "dwqk"), ("单位", "dw"), ("解决", "jj"), ("重庆", "cq"), ("农商行行长", "nshxz"), ("调研", "dy"),
        ("A组 第２次", "azd2c"), ("（王芳）", "wf"), ("", ""), ("—", ""),
    ],
)  # fmt: skip
def test_initials(text: str, letters: str) -> None:
    assert initials(text) == letters


def test_a_known_name_is_read_as_one() -> None:
    assert initials("曾经国") == "cjg"
    assert initials("曾经国", name=True) == "zjg"


@pytest.mark.parametrize(
    "listed",
    [
        ["白云", "陈刚", "李强", "王芳", "赵敏"],
        ["曹明", "区小明", "仇英", "单立人", "王芳", "解晓东", "曾国强", "查良文", "翟华"],
        ["汪洋", "王芳"],  # wāng before wáng
        ["马一", "马三"][::-1],  # sān before yī
        ["第2次学习", "第10次学习", "第100次学习"],
        ["2025年", "2026年"],
        ["3号", "A组", "阿明"],
        ["王", "王芳", "王芳芳"],
    ],
)
def test_order(listed: list[str]) -> None:
    shuffled = listed[1::2] + listed[::2]
    assert sorted(shuffled, key=sort_key) == listed


def test_the_rare_come_last_and_apart() -> None:
    unknown = "\U00020002\U00020004"
    assert sorted([unknown[1], "左明", unknown[0]], key=sort_key) == ["左明", unknown[0], unknown[1]]


@given(st.text(max_size=20))
def test_any_text_has_a_place(text: str) -> None:
    assert isinstance(sort_key(text), str)
    assert initials(text) == initials(text).lower()


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_by_value(one: int, other: int) -> None:
    assert (sort_key(f"第{one}次") < sort_key(f"第{other}次")) == (one < other)


def test_the_reader_is_loaded_late_and_without_its_phrases() -> None:
    code = (
        "import sys, os; import liaison.chinese.pinyin as p; assert 'pypinyin' not in sys.modules;"
        "p.sort_key('王芳'); assert 'pypinyin' in sys.modules and 'pypinyin.phrases_dict' not in sys.modules;"
        "assert 'PYPINYIN_NO_PHRASES' not in os.environ"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

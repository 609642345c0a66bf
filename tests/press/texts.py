"""Texts to lay: a page of calibration hanzi, and a corpus made of believable words, figures and quotes."""

from __future__ import annotations

import random

RARE = "堃喆犇昇镕㛃䶮𬭚"
_WORDS = (
    "委员", "联络处", "调研", "群众", "镇党委", "石桥镇", "民生热点", "难点问题",
    "意见建议", "道路硬化", "饮水工程", "养老服务", "王堃", "李喆", "张犇", "赵昇",
    "钱镕", "孙㛃", "周䶮", "吴𬭚", "组织", "开展", "走访", "协商议事",
    "办理", "落实", "的", "和", "了", "在", "中心小学", "农业农村办公室",
    "招商引资", "文史资料",
)
_UNITS = ("", "次", "户", "条", "万元", "人", "%")


def calibration(lines: int, cells: int = 28) -> str:
    """Hanzi that fill whole lines of the grid, every line different from its neighbours."""
    alphabet = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
    return "".join(alphabet[(line * 7 + cell) % len(alphabet)] for line in range(lines) for cell in range(cells))


def corpus(seed: int, size: int) -> list[str]:
    """Paragraphs with figures, quotes, brackets, dashes and rare names, at least `size` characters together."""
    source = random.Random(seed)
    found: list[str] = []
    while sum(map(len, found)) < size:
        found.append("".join(_sentence(source) for _number in range(source.randint(1, 7))))
    return found


def _sentence(source: random.Random) -> str:
    parts: list[str] = []
    for number in range(source.randint(3, 9)):
        if number:
            parts.append(source.choice(("", "", "，", "、", "；")))
        parts.append(source.choice(_WORDS) + source.choice(_WORDS) + _extra(source))
    return "".join(parts) + source.choice("。。。；！？")


def _extra(source: random.Random) -> str:
    word = source.choice(_WORDS)
    kind = source.random()
    if kind < 0.20:
        return f"{source.randint(1, 999)}{source.choice(_UNITS)}"
    if kind < 0.26:
        return f"{source.randint(1, 9)},{source.randint(100, 999)}.{source.randint(10, 99)}元"
    if kind < 0.30:
        return f"2026年{source.randint(1, 12)}月{source.randint(1, 28)}日"
    if kind < 0.38:
        return f"“{word}”"
    if kind < 0.44:
        return f"（{word}、{source.choice(_WORDS)}）"
    if kind < 0.48:
        return f"《{word}》"
    if kind < 0.52:
        return source.choice(("——", "……", "WPS", "12℃", "3～5次"))
    return ""

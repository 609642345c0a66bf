"""What the user reads is short, plain and calm (ui/brief.md, Words)."""

from __future__ import annotations

import json
import re

import pytest

from tests.texts import ROOT, all_texts

# Words of programmers, of praise and scolding, and what the law keeps for others.
FORBIDDEN = {
    "你": "no 你 or 您", "您": "no 你 or 您", "数据库": "say 资料", "字段": "say 列", "提交": "say 保存 or 报送",
    "异常": "say what happened", "收据": "only public bodies issue receipts",
    "票据": "only public bodies issue receipts",
    "落后": "nobody is ranked", "排名": "nobody is ranked", "！": "no exclamation marks", "!": "no exclamation marks",
}
ALLOWED = {
    # Words that a data table has to know, because people write them into sheets.
    ("liaison/chinese/", "！"), ("liaison/press/", "！"), ("liaison/press/", "!"), ("liaison/chinese/", "!"),
}

PATTERN = re.compile(r"\\d|\(\?")  # a regular expression reads what people write; nobody sees it

TEXTS = [(name, line, text) for name, line, text in all_texts()]


def test_there_are_texts_to_look_at() -> None:
    assert len(TEXTS) > 500


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_text_says(word: str) -> None:
    found = [
        f"{name}:{line}: {text}"
        for name, line, text in TEXTS
        if word in text and not any(name.startswith(where) and word == mark for where, mark in ALLOWED)
    ]
    assert not found, f"{FORBIDDEN[word]}: {found}"


def test_the_samples_and_phrases_obey_too() -> None:
    for path in [*(ROOT / "resources").rglob("*.json")]:
        text = json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
        for word, why in FORBIDDEN.items():
            if word != "!":
                assert word not in text, f"{path.name}: {word}: {why}"


def test_sentences_use_full_width_marks() -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;?](?:[\u4e00-\u9fff]|$)")
    found = [f"{name}:{line}: {text}" for name, line, text in TEXTS if half.search(text) and not PATTERN.search(text)]
    assert not found

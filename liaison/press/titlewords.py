"""Where a title may be cut without cutting a word or a name (GB/T 9704-2012, 7.3.1).

A small lexicon of the office's field is laid over the text so that it leaves the fewest characters unknown with
the fewest words. A general lexicon would weigh 40 MB and know neither the office nor its people; this one is read
the first time a title needs two lines. What it does not know is kept whole: a cut is trusted only between two
words that it knows, or between one of them and a stretch that may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from liaison.paths import resources
from liaison.press.linebreak import may_break

GLUE = frozenset("的等和与及或暨并在对向由为以按至从同就于")
"""Words of one character; between two unknown stretches one may be part of a name."""
_LEANING = frozenset("省市县区镇乡村州旗局委办处站所院校厅部会组队长员者们性化型级别度率表册簿单书函报等的了地得着过")
_UNKNOWN = 3.0  # what an unknown character costs, in words
_FIGURES = re.compile(
    r"[0-9０-９][0-9０-９,.:：～—\-]*[%％‰℃]?(?:年度|季度|月份|周年|[年月日届次期号批个人名件条项户点时分秒元万亿多余])*"
    r"|第?[一二三四五六七八九十百]+届[一二三四五六七八九十]+次"
    r"|第[0-9一二三四五六七八九十百零两]+(?:季度|[届次期号批个名件条项年月章节类组])?"
    r"|[0-9]+年第?[一二三四1-4]季度|[A-Za-z0-9]+"
)
_BRACKETED = re.compile(r"《[^《》]*》|（[^（）]*）|〔[^〔〕]*〕|“[^“”]*”|「[^「」]*」")


class Trust(IntEnum):
    """How far a place to cut can be trusted; every place of a level is one of the levels below it too."""

    FORBIDDEN = 0  # inside a name that was given, or where a mark forbids it
    LETTER = 1  # inside a word
    WORD = 2  # between two words, one of which the lexicon may have read wrongly, or inside brackets
    SURE = 3  # between two words


class _Word(NamedTuple):
    text: str
    known: bool


@lru_cache(maxsize=64)
def places(text: str, whole: tuple[str, ...] = ()) -> tuple[Trust, ...]:
    """For every index of a title, how far a line may end before it.

    Args:
        text: one line of the title as it was written.
        whole: names and places that are never cut.
    """
    kept = _kept(text, whole)
    bracketed = [False] * len(text)
    for found in _BRACKETED.finditer(text):
        bracketed[found.start() + 1 : found.end()] = [True] * (found.end() - found.start() - 1)
    sure = _borders(text, kept)
    levels = []
    for place in range(len(text)):
        if kept[place] or not may_break(text, place):
            levels.append(Trust.FORBIDDEN)
        elif place not in sure:
            levels.append(Trust.LETTER)
        else:
            levels.append(Trust.SURE if sure[place] and not bracketed[place] else Trust.WORD)
    return tuple(levels)


def _kept(text: str, whole: Iterable[str]) -> list[bool]:
    """For every index, whether it lies inside a given name or a figure with its unit."""
    kept = [False] * len(text)
    for name in whole:
        start = text.find(name) if len(name) > 1 else -1
        while start >= 0:
            kept[start + 1 : start + len(name)] = [True] * (len(name) - 1)
            start = text.find(name, start + 1)
    for found in _FIGURES.finditer(text):
        kept[found.start() + 1 : found.end()] = [True] * (found.end() - found.start() - 1)
    return kept


def _borders(text: str, kept: list[bool]) -> dict[int, bool]:
    """Every place between two words, and whether it is sure."""
    words = _words(text, kept)
    borders: dict[int, bool] = {}
    place = 0
    for number, word in enumerate(words[:-1]):
        place += len(word.text)
        after = words[number + 1]
        joined = (not word.known and not after.known) or (after.text in _LEANING and not _is_mark(word.text))
        if not joined:
            borders[place] = _sure(words, number)
    return borders


def _sure(words: list[_Word], number: int) -> bool:
    """Whether the border after a word is beyond doubt."""
    before, after = words[number], words[number + 1]
    if _is_mark(before.text) or _is_mark(after.text) or before.text == "的":
        return True
    for place, word in ((number, before), (number + 1, after)):
        beside = [words[at] for at in (place - 1, place + 1) if 0 <= at < len(words)]
        if word.text in GLUE and any(not each.known for each in beside):
            return False  # 和 in a name
    stretches = [_stretch(words, number, -1), _stretch(words, number + 1, 1)]
    return 1 not in stretches  # one unknown character alone belongs to its neighbour


def _stretch(words: list[_Word], place: int, step: int) -> int:
    """How many unknown characters stand together from a place on."""
    length = 0
    while 0 <= place < len(words) and not words[place].known:
        length += len(words[place].text)
        place += step
    return length


def _is_mark(text: str) -> bool:
    return len(text) == 1 and not text.isalnum()


def _words(text: str, kept: list[bool]) -> list[_Word]:
    """The text as words: the fewest unknown characters, then the fewest words."""
    known = lexicon()
    length = len(text)
    best: list[tuple[float, int, bool]] = [(0.0, 0, True)]
    for end in range(1, length + 1):
        choices = []
        for start in range(max(0, end - known.longest), end):
            if (start and kept[start]) or (end < length and kept[end]):
                continue  # a kept stretch is a word by itself
            word = text[start:end]
            if word in known.words or _is_mark(word):
                choices.append((best[start][0] + 1.0 + (0.3 if word in GLUE else 0.0), start, True))
        start = end - 1
        while start and kept[start]:
            start -= 1
        whole = end - start > 1
        if end == length or not kept[end]:
            choices.append((best[start][0] + (1.0 if whole else _UNKNOWN), start, whole))
        best.append(min(choices, default=(best[end - 1][0] + _UNKNOWN, end - 1, False)))
    found: list[_Word] = []
    end = length
    while end:
        _cost, start, sure = best[end]
        found.append(_Word(text[start:end], sure))
        end = start
    return found[::-1]


class Lexicon(NamedTuple):
    """The words of the field and the length of the longest."""

    words: frozenset[str]
    longest: int


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read once and not before it is needed."""
    lines = (resources() / "phrases" / "title_words.txt").read_text(encoding="utf-8").splitlines()
    words = frozenset(word for line in lines if not line.startswith("#") for word in line.split())
    return Lexicon(words, max(map(len, words)))

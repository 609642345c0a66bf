"""A title's lines: cut by sense, never inside a word or a name, as a trapezoid or a lozenge (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from liaison.press.linebreak import MIDDLE_DOT, Line, break_text, width_of
from liaison.press.titlewords import Trust, lexicon, places

_MOST_LINES = 5  # beyond this a title is simply filled
_LEAST_SHARE = 0.28  # no line is shorter than this share of the longest
_MANY, _NEAR = 40, 4  # places to cut, and characters from an even cut
_ALIKE = 0.5  # lines that differ by less are of one length, in ems

# What a cut costs, in ems of unevenness. A reader pauses before 关于 and after the marks; what stands after 的 is
# what the title is about.
_PAUSE = 3.0
_AFTER: Sequence[tuple[tuple[str, ...], float]] = (
    (("》", "）", "〕", "”"), 0.5),
    (("、", "，", "：", "；", " ", "　"), 0.5),
    (("关于",), 1.0),
    (("年度", "季度", "年", "月", "月份", "届", "次会议"), 1.5),
    (("的",), 1.5),
    (("等",), 4.0),
    (tuple("和与及暨并在对向由为以按至从同就于"), 5.0),
)
_TIME = re.compile("第?[一二三四1-4]季度|[上下]半年|[0-9]+月")
_ACT = re.compile("关于(?:对|做好|组织|开展)?[\u4e00-\u9fff]{2}$")  # 关于召开: what is done, before what it is done to
_COUNT = re.compile("[0-9一二三四五六七八九十两]+[项名个件条位篇户人]$")
_NEVER_BEGINS = ("和", "与", "及", "暨", "或", "等", "、")


def split_title(text: str, measure: float, names: tuple[str, ...] = ()) -> list[Line]:
    """The lines of a title, centred by the caller.

    Line feeds in the text are the author's own breaks and are kept. Otherwise a title that does not fit one line
    is cut into as few lines as hold it: between words, in the shape of a trapezoid (every line longer than the one
    before it, or every line shorter) or of a lozenge (longest in the middle), where the reader pauses.

    Args:
        text: the title.
        measure: what a line may hold, in ems.
        names: names of people and places that no line may cut.
    """
    parts = text.split("\n")
    lines: list[Line] = []
    offset = 0
    for part in parts:
        edges = [0, *_cuts(part, measure, names), len(part)]
        for start, end in pairwise(edges):
            lines.extend(_shifted(part[start:end], offset + start, measure))
        offset += len(part)
    return lines


def _width(text: str) -> float:
    """The width of a text in ems as Word has it: marks share no blank, and a name's dot takes a whole cell."""
    return sum(1.0 if character == MIDDLE_DOT else width_of(character) for character in text)


def well_shaped(widths: Sequence[float]) -> bool:
    """Whether centred lines of these widths make a trapezoid or a lozenge; a single line is well shaped."""
    steps = [after - before for before, after in pairwise(widths)]
    if any(abs(step) < _ALIKE for step in steps):
        return False
    rising = [step > 0 for step in steps]
    return rising == sorted(rising, reverse=True)  # up, then down


@lru_cache(maxsize=64)
def _cuts(text: str, measure: float, names: tuple[str, ...]) -> tuple[int, ...]:
    """Where to cut; empty when the text fits one line, or when nothing but plain filling works."""
    if _width(text) <= measure:
        return ()
    trust = places(text, tuple(name for name in names if _width(name) <= measure))
    search = _Search(text, measure)
    fewest = int(_width(text) // measure) + 1
    for level in (Trust.SURE, Trust.WORD, Trust.LETTER):
        allowed = [place for place in range(1, len(text)) if trust[place] >= level]
        # one line more is better than a doubtful cut, and than a rectangle
        counts = range(fewest, min(fewest + 2, _MOST_LINES + 1))
        found = [best for count in counts if (best := search.best(allowed, count))]
        if found:
            return min(found, key=lambda best: not best.shaped).cuts
    return tuple(_filled(text, trust, measure))


def _filled(text: str, trust: Sequence[Trust], measure: float) -> Iterator[int]:
    """Cuts that fill line after line, still between words: for titles of more lines than can be weighed."""
    start = 0
    while _width(text[start:]) > measure:
        near = range(start + 1, min(len(text), start + int(measure * 2) + 1))
        fitting = [place for place in near if _width(text[start:place]) <= measure]
        fuller = [place for place in fitting if _width(text[start:place]) > measure / 2]
        # a short line is better than a cut word, a cut word better than no cut
        ways = ((fuller, Trust.SURE), (fuller, Trust.WORD), (fitting, Trust.WORD), (fuller, Trust.LETTER))
        best = next((place for places_, level in ways for place in reversed(places_) if trust[place] >= level), None)
        if best is None:
            return  # one unbroken stretch longer than the line
        yield best
        start = best


class _Found(NamedTuple):
    """Cuts, and whether their lines make a trapezoid or a lozenge."""

    shaped: bool
    cuts: tuple[int, ...]


class _Search:
    """The cheapest cuts of one text."""

    def __init__(self, text: str, measure: float) -> None:
        self.text = text
        self.measure = measure

    def best(self, allowed: list[int], count: int) -> _Found | None:
        """The cheapest cuts into `count` lines, well-shaped ones before all others; None when none fit."""
        near = self._near(allowed, count) if len(allowed) > _MANY else allowed
        found = self._cheapest(near, count)
        return found if near is allowed or (found and found.shaped) else self._cheapest(allowed, count)

    def _near(self, allowed: list[int], count: int) -> list[int]:
        """The places not far from an even cut, which are weighed first where there are many."""
        even = [len(self.text) * number / count for number in range(1, count)]
        return [place for place in allowed if any(abs(place - middle) <= _NEAR for middle in even)]

    def _cheapest(self, allowed: list[int], count: int) -> _Found | None:
        found = min(
            ((not well_shaped(widths), self._cost(cuts, widths), cuts) for cuts, widths in self._all(allowed, count)),
            default=None,
        )
        return _Found(not found[0], found[2]) if found else None

    def _all(self, allowed: list[int], count: int) -> Iterator[tuple[tuple[int, ...], tuple[float, ...]]]:
        """All cuts whose lines fit, with the lines' widths."""
        least = _width(self.text) / count * _LEAST_SHARE
        end = len(self.text)
        known: dict[tuple[int, int], float] = {}

        def width(start: int, stop: int) -> float:
            if (start, stop) not in known:
                known[start, stop] = _width(self.text[start:stop].strip(" 　"))
            return known[start, stop]

        def go_on(
            start: int, first: int, left: int, widths: tuple[float, ...]
        ) -> Iterator[tuple[tuple[int, ...], tuple[float, ...]]]:
            if left == 1:
                last = width(start, end)
                if last <= self.measure:
                    yield (), (*widths, last)
                return
            for place in range(first, len(allowed)):
                cut = allowed[place]
                here = width(start, cut)
                if here > self.measure:
                    break
                if here < least or width(cut, end) > self.measure * (left - 1):
                    continue
                for cuts, all_widths in go_on(cut, place + 1, left - 1, (*widths, here)):
                    yield (cut, *cuts), all_widths

        yield from go_on(0, 0, count, ())

    def _cost(self, cuts: tuple[int, ...], widths: tuple[float, ...]) -> float:
        longest, shortest = max(widths), min(widths)
        cost = (longest - shortest) * 0.6
        if shortest < longest * _LEAST_SHARE:
            cost += 20
        if longest > self.measure - 1:
            cost += 3.0  # a title does not fill the line
        return cost + sum(self._break_cost(cut) for cut in cuts)

    def _break_cost(self, cut: int) -> float:
        before, after = self.text[:cut].rstrip(" 　"), self.text[cut:].lstrip(" 　")
        if after.startswith(_NEVER_BEGINS):
            return 9.0
        if after.startswith(("关于", "《", "（", "〔")) and not before.endswith("关于"):
            return 0.0
        if before.endswith(("年", "年度")) and _TIME.match(after):
            return 6.0
        if _COUNT.search(before):
            return 7.0
        if _ACT.search(before):
            return 1.0
        for ends, cost in _AFTER:
            if before.endswith(ends):
                return cost + (4.0 if len(after) <= 2 else 0.0)  # 通知 alone on a line
        return _PAUSE + (2.0 if self._phrase(cut) else 0.0)

    def _phrase(self, cut: int) -> bool:
        """Whether a word of the lexicon, such as 工作情况, is parted although its halves are words too."""
        known = lexicon()
        return any(
            self.text[start:stop] in known.words
            for start in range(max(0, cut - known.longest + 1), cut)
            for stop in range(cut + 1, min(len(self.text), start + known.longest) + 1)
        )


def _shifted(text: str, offset: int, measure: float) -> list[Line]:
    return [
        Line(line.start + offset, line.end + offset, line.next + offset, line.widths, line.cuts_left,
             line.cuts_right, line.gaps, line.measure, 0.0, False)
        for line in break_text(text, measure)
    ]  # fmt: skip

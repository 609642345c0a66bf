"""Where a line of Chinese text ends.

The rules are those of GB/T 15834-2011 section 5.1 and of the W3C's Requirements for Chinese Text Layout: marks
that may not begin or end a line, figures with their units and pairs of dashes or dots kept whole, marks that
stand together sharing one blank, a mark at the line's end taking half a cell. A line whose natural end is
forbidden is first squeezed (its marks give up their blanks), and only then pushed out (the characters before
the end go down with it and the line is spread).

Widths are in ems of the text's own size. Half-width characters take half an em whatever face draws them, so
breaks do not depend on which fonts a computer has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

# Full-width marks whose blank half is at their right or at their left.
CLOSERS = frozenset("、，。：；！？）》」』】〕〗’”〉〞")
OPENERS = frozenset("（《「『【〔〖‘“〈〝")
MIDDLE_DOT = "·"

NOT_AT_START = CLOSERS | frozenset("\u3000·•…—～~％‰℃°′″!%),.:;?]}>¢／–＝＋×")
NOT_AT_END = OPENERS | frozenset("·([{￥¥$＄£№")  # a name's dot holds both of its sides
DASHES = "—…"

# A figure takes one of these with it: the unit a reader would lose.
_UNITS = (
    "个百分点|平方公里|平方米|立方米|公里|公斤|千克|千瓦|人次|个月|万元|亿元|万人|亿人|万吨|万亩|万户|百分点"
    "|[元角分人名位次件个户条项期份场篇年月日号天时点秒岁届组村镇县家只张本册台辆套棵株头尾米克吨斤亩里万亿千百倍成折页行届％‰℃]"
)
# Kept whole: a document's number; figures with their sign, separators, range and unit; Latin words; addresses.
_WHOLE = re.compile(
    r"〔[0-9]{4}〕[0-9]+号"
    r"|第?[￥¥$＄£]?[+\-−±]?[0-9](?:[0-9,.:/%～~–-]*[0-9%])?(?:[A-Za-zμ°²³/%‰℃％]+|(?:" + _UNITS + r"))?"
    r"|[A-Za-z0-9_@&'.:/\-+#=?%~]*[A-Za-z0-9/%]"
    r"|——|……|⸺"
)
_HALF = frozenset(chr(code) for code in range(0x20, 0x7F)) | frozenset("\u00a0¥£²³µ·")
_EPSILON = 1e-6
_LONGEST_WORD = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a broken text, in ems of the text's size.

    Attributes:
        start: index of its first character.
        end: index after its last character that is drawn; blanks at the end are not.
        next: index where the following line starts.
        widths: natural width of every character, before blanks are cut and gaps spread.
        cuts_left: blank cut from the left of every character.
        cuts_right: blank cut from the right of every character.
        gaps: which characters may have room added after them when the line is spread.
        measure: what the line may hold.
        indent: where it begins.
        full: it ends because it is full, so it is spread to the measure; False for a text's last line.
    """

    start: int
    end: int
    next: int
    widths: tuple[float, ...]
    cuts_left: tuple[float, ...]
    cuts_right: tuple[float, ...]
    gaps: tuple[bool, ...]
    measure: float
    indent: float
    full: bool

    @property
    def natural(self) -> float:
        """Its width before it is spread."""
        return sum(self.widths) - sum(self.cuts_left) - sum(self.cuts_right)

    def offsets(self, *, spread: bool = True) -> list[float]:
        """Where each character's cell begins, from the line's own beginning, and where the line ends.

        A cut at the left moves the cell itself to the left, so that its ink keeps its place in the cell.
        """
        gap = 0.0
        if spread and self.full:
            room, count = self.measure - self.natural, sum(self.gaps)
            gap = room / count if count and room > 0 else 0.0
        if not gap and not any(self.cuts_left) and not any(self.cuts_right):
            return list(accumulate(self.widths, initial=0.0))
        places = []
        pen = 0.0
        for width, left, right, open_ in zip(self.widths, self.cuts_left, self.cuts_right, self.gaps, strict=True):
            pen -= left
            places.append(pen)
            pen += width - right + (gap if open_ else 0.0)
        places.append(pen)
        return places


def width_of(character: str) -> float:
    """The natural width of a character in ems: ASCII takes half a cell, everything else a whole one."""
    if character in _HALF:
        return 0.5
    return 0.0 if _combines(character) else 1.0


def text_width(text: str) -> float:
    """The width of a text set on one line, with the marks that stand together sharing a blank."""
    if not text:
        return 0.0
    left, right = _pair_cuts(text)
    return sum(map(width_of, text)) - sum(left) - sum(right)


def longest_unbroken(text: str) -> float:
    """The width of the widest stretch that no line may end in: what a narrow column must hold."""
    breaks = _breaks(text)
    widest = width = 0.0
    for character, opens in zip(text, breaks, strict=True):
        width = (0.0 if opens else width) + width_of(character)
        widest = max(widest, width)
    return widest


def may_break(text: str, place: int) -> bool:
    """Whether a line may end before the character at `place`."""
    return 0 < place < len(text) and _breaks(text)[place]


def break_text(text: str, first: float, rest: float | None = None, *, indent: float = 0.0, hang: float = 0.0,
               kept: Iterable[tuple[int, int]] = ()) -> list[Line]:
    """Break a text into lines.

    Args:
        text: one paragraph, without line feeds.
        first: what the first line holds, in ems.
        rest: what every other line holds; the same when left out.
        indent: where the first line begins, copied to the line.
        hang: where the other lines begin.
        kept: stretches, from an index to the one after, that no line ends in unless they are longer than a line.

    Returns:
        The lines; one empty line for an empty text.
    """
    following = first if rest is None else rest
    least = min(first, following)
    breaker = _Breaker(text, [(start, end) for start, end in kept if text_width(text[start:end]) <= least])
    lines: list[Line] = []
    start = 0
    while start < len(text) or not lines:
        measure, left = (following, hang) if lines else (first, indent)
        line = breaker.line(start, measure, left)
        lines.append(line)
        start = line.next
    return lines


def fitting_line(text: str, measure: float) -> Line | None:
    """A text that fits one line with room to spare, as that line; None for any other. It is not for spreading."""
    if text.endswith(" "):
        return None
    left, right = _pair_cuts(text)
    widths = tuple([width_of(character) for character in text])
    if sum(widths) > measure - 0.5:
        return None
    count = len(text)
    return Line(0, count, count, widths, tuple(left), tuple(right), (False,) * count, measure, 0.0, False)


class _Breaker:
    """The prepared text: permissions, widths and shared blanks, looked up by index."""

    def __init__(self, text: str, kept: Iterable[tuple[int, int]] = ()) -> None:
        self.text = text
        breaks = list(_breaks(text))
        for start, end in kept:
            breaks[start + 1:end] = [False] * (end - start - 1)
        self.breaks = breaks
        self.widths = [width_of(character) for character in text]
        self.left, self.right = _pair_cuts(text)
        self.sums = [0.0]
        for width, left, right in zip(self.widths, self.left, self.right, strict=True):
            self.sums.append(self.sums[-1] + width - left - right)

    def line(self, start: int, measure: float, indent: float) -> Line:
        """The line that begins at `start`."""
        end = self._end(start, measure)
        drawn = end
        while drawn > start and self.text[drawn - 1] == " ":
            drawn -= 1
        last = end >= len(self.text)
        left, right = self.left[start:drawn], self.right[start:drawn]
        if drawn > start:
            left[0] = 0.0  # what shared a blank with the line before has it back
            if self.text[drawn - 1] in CLOSERS:
                # GB/T 15834 5.1.10; a text's last mark is not at a line's end unless the line is that long.
                right[-1] = 0.5 if not last or self._sum(start, drawn) > measure - 0.5 + _EPSILON else right[-1]
        over = sum(self.widths[start:drawn]) - sum(left) - sum(right) - measure
        if over > _EPSILON:
            self._squeeze(start, drawn, left, right, over)
        return Line(start, drawn, end, tuple(self.widths[start:drawn]), tuple(left), tuple(right),
                    self._gaps(start, drawn), measure, indent, not last)

    def _sum(self, start: int, end: int) -> float:
        return self.sums[end] - self.sums[start] + self.left[start]

    def _tail(self, start: int, end: int) -> float:
        """The width of start:end set as a line that ends there."""
        while end > start and self.text[end - 1] == " ":
            end -= 1
        if end == start:
            return 0.0
        width = self._sum(start, end)
        if self.text[end - 1] in CLOSERS:
            width -= 0.5 - self.right[end - 1]
        return width

    def _end(self, start: int, measure: float) -> int:
        """Where the line that begins at `start` ends: fill, then squeeze in, then push out."""
        length = len(self.text)
        limit = measure + _EPSILON
        fill = start
        allowed = start
        place = start + 1
        while place <= length:
            if self._sum(start, place) - 1.0 > limit:
                break
            if self._tail(start, place) <= limit:
                fill = place
                if place == length or self.breaks[place]:
                    allowed = place
            place += 1
        if fill >= length:
            return length
        if allowed == fill and allowed > start:
            return allowed
        squeezed = self._squeezed(start, fill, limit)
        if squeezed is not None:
            return squeezed
        if allowed > start:
            return allowed
        return max(fill, start + 1)  # one unbreakable word is longer than the line

    def _squeezed(self, start: int, fill: int, limit: float) -> int | None:
        """The next allowed end after `fill` that the blanks of the marks make room for, or None."""
        length = len(self.text)
        for place in range(fill + 1, min(fill + 8, length) + 1):
            if place < length and not self.breaks[place]:
                continue
            room = sum(self._blank(start, index) for index in range(start, place - 1))
            return place if self._tail(start, place) - room <= limit else None
        return None

    def _blank(self, start: int, index: int) -> float:
        """What the mark at `index` can still give up inside a line that begins at `start`."""
        character = self.text[index]
        if character in CLOSERS:
            return 0.5 - self.right[index]
        if character in OPENERS and index > start:
            return 0.5 - self.left[index]
        return 0.0

    def _squeeze(self, start: int, end: int, left: list[float], right: list[float], over: float) -> None:
        """Take `over` ems out of the blanks of the marks, the same share from each."""
        blanks = [self._blank(start, index) for index in range(start, end - 1)]
        room = sum(blanks)
        if room <= 0:
            return
        share = min(1.0, over / room)
        for place, blank in enumerate(blanks):
            if not blank:
                continue
            side = right if self.text[start + place] in CLOSERS else left
            side[place] += blank * share

    def _gaps(self, start: int, end: int) -> tuple[bool, ...]:
        """Where a spread line opens: between characters, but not inside words, figures, dashes or dots."""
        inside = _inside_whole(self.text)
        return tuple(
            index + 1 < end and not inside[index + 1] for index in range(start, end)
        )


@lru_cache(maxsize=512)
def _breaks(text: str) -> tuple[bool, ...]:
    """For every index, whether a line may end before it."""
    inside = _inside_whole(text)
    allowed = []
    for place, character in enumerate(text):
        before = text[place - 1] if place else ""
        allowed.append(
            place > 0
            and not inside[place]
            and character not in NOT_AT_START
            and character != " "
            and before not in NOT_AT_END
            and not _combines(character)
            and before != _JOINER
            and not _second_of_flag(text, place)
        )
    return tuple(allowed)


@lru_cache(maxsize=512)
def _inside_whole(text: str) -> tuple[bool, ...]:
    """For every index, whether it lies inside something kept whole, its first character excepted."""
    inside = [False] * (len(text) + 1)
    for found in _WHOLE.finditer(text):
        # an address may end a line after a stroke, or it would leave half a line blank
        long = found.end() - found.start() > _LONGEST_WORD
        for place in range(found.start() + 1, found.end()):
            inside[place] = not (long and text[place - 1] == "/" and text[place].isalpha())
    return tuple(inside)


def _pair_cuts(text: str) -> tuple[list[float], list[float]]:
    """The blanks that marks share with their neighbours (left, right), for every character."""
    left = [0.0] * len(text)
    right = [0.0] * len(text)
    for place in range(len(text) - 1):
        here, after = text[place], text[place + 1]
        if here in CLOSERS and (after in CLOSERS or after in OPENERS):
            right[place] = 0.5
        elif here in OPENERS and after in OPENERS:
            left[place + 1] = 0.5
    return left, right


_JOINER = "\u200d"  # joins pictures into one, such as a family


def _combines(character: str) -> bool:
    """Whether a character is drawn over the one before it, such as a variation selector or a picture's tint."""
    code = ord(character)
    return (
        0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or 0x300 <= code <= 0x36F
        or 0x200B <= code <= 0x200F
        or 0x20D0 <= code <= 0x20FF
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
    )


def _second_of_flag(text: str, place: int) -> bool:
    """Whether the character at a place is the second letter of a flag; flags are pairs of letters."""
    count = 0
    while place - count >= 0 and 0x1F1E6 <= ord(text[place - count]) <= 0x1F1FF:
        count += 1
    return count > 0 and count % 2 == 0

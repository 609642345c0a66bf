"""How hard a password is to guess, as a hint in plain words; it never refuses one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from liaison.store.keys import secret_of

WORDS = ("很弱", "弱", "可以", "强")

_ENOUGH = (26.0, 42.0, 60.0)
"""Bits from which a password is weak, fair, strong; scrypt makes each guess cost 0.2 s on a computer like ours."""

_OFTEN = (
    "password", "passw0rd", "admin", "root", "test", "qwerty", "qwertyuiop", "asdfgh", "asdfghjkl", "zxcvbn",
    "zxcvbnm", "1qaz2wsx", "abc123", "a123456", "iloveyou", "woaini", "5201314", "1314", "520", "888", "666",
    "mima", "密码", "zhengxie", "政协", "联络处", "联络簿", "lianluochu", "lianluobu",
)  # fmt: skip
_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "一二三四五六七八九十")

_BIRTHDAY = re.compile(r"(19|20)?\d{2}(0?[1-9]|1[0-2])(0?[1-9]|[12]\d|3[01])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_EMBEDDED = re.compile(r"1[3-9]\d{9}|(?:19|20)\d{2}")  # a mobile number, a year, a birthday's beginning
_IDENTITY = re.compile(r"\d{17}[\dXx]")
_LINE = re.compile(r"0?\d{2,3}-?\d{7,8}")


@dataclass(frozen=True, slots=True)
class Strength:
    """A hint at a password.

    Attributes:
        level: 0 to 3.
        word: 很弱, 弱, 可以 or 强; "" for no password.
        advice: what would make it better, in one sentence; "" for a strong one.
    """

    level: int
    word: str
    advice: str


def strength(password: str, known: Iterable[str] = ()) -> Strength:
    """How strong a password is.

    Args:
        password: as typed.
        known: what anybody near the office knows, such as its name, town and director.
    """
    text = secret_of(password)
    if not text:
        return Strength(0, "", "")
    kind = _number_kind(text)
    if kind:
        return Strength(0, WORDS[0], f"像是{kind}，认识的人很容易猜到，请加上几个字或字母")
    found = [word for word in (*known, *_OFTEN) if len(word) > 1 and word.casefold() in text.casefold()]
    rest = _EMBEDDED.sub("\0", text)
    for word in sorted(found, key=len, reverse=True):
        rest = re.sub(re.escape(word), "\0", rest, flags=re.IGNORECASE)
    bits = sum(_bits(character, rest) for character in _telling(rest))
    level = sum(bits >= least for least in _ENOUGH)
    if text.isdecimal():
        level = min(level, 1)
    return Strength(level, WORDS[level], _advice(text, rest, found, level, set(known)))


def _advice(text: str, rest: str, found: list[str], level: int, known: set[str]) -> str:
    if level == 3:
        return ""
    if text.isdecimal():
        return "只有数字，容易被试出来，请加上几个字或字母"
    if found and level < 2:
        if found[0] in known:
            return f"里面的“{found[0]}”外人也知道，请再加几个别人想不到的字"
        return f"里面的“{found[0]}”是常见的密码，请换掉，或再加几个别人想不到的字"
    if len(set(text)) <= max(2, len(text) // 3):
        return "重复的字太多，请换成不同的字"
    if len(text) >= 6 and len(list(_telling(rest))) * 2 < len(rest.replace("\0", "")):
        return "按顺序排的数字或字母容易猜到，请打乱或换掉"
    if level < 2:
        return "太短，请再加几个字；一句只有自己知道的话最好记，也最难猜"
    return "可以用了；再长几个字会更稳妥"


def _number_kind(text: str) -> str:
    figures = text.replace("-", "").replace(" ", "").replace("/", "").replace(".", "")
    if _IDENTITY.fullmatch(figures):
        return "身份证号"
    if not figures.isdecimal():
        return ""
    if _MOBILE.fullmatch(figures):
        return "手机号"
    if len(figures) in (6, 8) and _BIRTHDAY.fullmatch(figures):
        return "生日"
    return "电话号码" if figures.startswith("0") and _LINE.fullmatch(figures) else ""


def _telling(text: str) -> Iterator[str]:
    """The characters that could not be told from the two before: no repetition, no run along a row."""
    for place, character in enumerate(text):
        before = text[max(0, place - 2) : place]
        pair = (before[-1:] + character).casefold()
        runs = len(pair) == 2 and any(pair in row or pair[::-1] in row for row in _ROWS)
        if character != "\0" and not runs and character not in before:
            yield character


def _bits(character: str, text: str) -> float:
    """How much a guesser must try for one character, among those of the kinds used."""
    if ord(character) > 0x2E7F:
        return 9.0  # a character of those commonly written; people write words, hence not 12
    kinds = {unicodedata.category(c)[:2] for c in text if ord(c) <= 0x2E7F}
    return 3.3 if kinds <= {"Nd"} else 4.7 if len(kinds) == 1 else 5.6

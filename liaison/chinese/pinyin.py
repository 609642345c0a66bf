"""Initials for finding and an order for listing, both by pinyin, with surnames read as surnames.

Only pypinyin's table of single characters is loaded: with its table of phrases it takes 57 MB and a tenth of
a second more, and for names and titles the few words below do that work.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_SURNAMES = {
    "万俟": "mo4 qi2", "尉迟": "yu4 chi2", "长孙": "zhang3 sun1", "单于": "chan2 yu2", "澹台": "tan2 tai2",
    "鲜于": "xian1 yu2", "令狐": "ling2 hu2", "宰父": "zai3 fu3", "亓官": "qi2 guan1", "夏侯": "xia4 hou2",
    "皇甫": "huang2 fu3", "濮阳": "pu2 yang2", "呼延": "hu1 yan2", "诸葛": "zhu1 ge3", "司马": "si1 ma3",
    "欧阳": "ou1 yang2", "上官": "shang4 guan1", "公孙": "gong1 sun1", "轩辕": "xuan1 yuan2",
    "东方": "dong1 fang1", "慕容": "mu4 rong2", "宇文": "yu3 wen2", "司徒": "si1 tu2", "司空": "si1 kong1",
    "单": "shan4", "仇": "qiu2", "解": "xie4", "查": "zha1", "区": "ou1", "曾": "zeng1", "缪": "miao4",
    "任": "ren2", "华": "hua4", "朴": "piao2", "盖": "ge3", "翟": "zhai2", "冼": "xian3", "乐": "yue4",
    "覃": "qin2", "黑": "he4", "员": "yun4", "祭": "zhai4", "繁": "po2", "召": "shao4", "宁": "ning4",
    "洗": "xian3", "折": "she2", "种": "chong2", "秘": "bi4", "燕": "yan1", "葛": "ge3", "过": "guo1",
    "纪": "ji3", "谌": "chen2", "那": "na1", "佴": "nai4", "逄": "pang2", "郗": "xi1", "郇": "xun2",
    "应": "ying1", "於": "yu1", "相": "xiang4", "钭": "tou3", "眭": "sui1", "瞿": "qu2", "隗": "wei3",
    "车": "che1", "柏": "bai3", "宓": "mi4", "阚": "kan4", "哈": "ha3", "盛": "sheng4", "句": "gou1",
    "谷": "gu3", "能": "nai4", "厍": "she4", "角": "jue2", "撒": "sa3", "牟": "mou2", "莘": "shen1",
    "殷": "yin1", "尉": "wei4", "长": "zhang3", "沈": "shen3", "石": "shi2", "贾": "jia3", "卜": "bu3",
    "俞": "yu2", "佘": "she2", "教": "jiao4", "占": "zhan1", "令": "ling2", "冯": "feng2", "尹": "yin3",
    "臧": "zang1", "系": "xi4", "粘": "nian2", "褚": "chu3", "晁": "chao2", "訾": "zi1", "乜": "nie4",
}  # fmt: skip

# Everyday words in which a character is not read as it is alone, and words that begin like a surname.
_WORDS = {
    "重庆": "chong2 qing4", "重阳": "chong2 yang2", "重新": "chong2 xin1", "重修": "chong2 xiu1",
    "重建": "chong2 jian4", "银行": "yin2 hang2", "行业": "hang2 ye4", "商行": "shang1 hang2",
    "农商行": "nong2 shang1 hang2", "分行": "fen1 hang2", "支行": "zhi1 hang2", "镇长": "zhen4 zhang3",
    "乡长": "xiang1 zhang3", "村长": "cun1 zhang3", "校长": "xiao4 zhang3", "院长": "yuan4 zhang3",
    "所长": "suo3 zhang3", "站长": "zhan4 zhang3", "组长": "zu3 zhang3", "会长": "hui4 zhang3",
    "部长": "bu4 zhang3", "局长": "ju2 zhang3", "社长": "she4 zhang3", "成长": "cheng2 zhang3",
    "增长": "zeng1 zhang3", "家长": "jia1 zhang3", "董事长": "dong3 shi4 zhang3", "调研": "diao4 yan2",
    "调查": "diao4 cha2", "调度": "diao4 du4", "强调": "qiang2 diao4", "会计": "kuai4 ji4",
    "音乐": "yin1 yue4", "出差": "chu1 chai1", "参差": "cen1 ci1", "朝阳": "chao2 yang2",
    "单位": "dan1 wei4", "单项": "dan1 xiang4", "单独": "dan1 du2", "单身": "dan1 shen1",
    "单车": "dan1 che1", "解决": "jie3 jue2", "解放": "jie3 fang4", "解读": "jie3 du2", "解困": "jie3 kun4",
    "解答": "jie3 da2", "查看": "cha2 kan4", "查处": "cha2 chu3", "查漏": "cha2 lou4", "查摆": "cha2 bai3",
    "查找": "cha2 zhao3", "区域": "qu1 yu4", "区级": "qu1 ji2", "区委": "qu1 wei3", "区政": "qu1 zheng4",
    "区情": "qu1 qing2", "曾经": "ceng2 jing1", "华夏": "hua2 xia4", "华侨": "hua2 qiao2",
    "华东": "hua2 dong1", "乐器": "yue4 qi4", "乐园": "le4 yuan2", "乐捐": "le4 juan1", "能力": "neng2 li4",
    "能源": "neng2 yuan2", "种植": "zhong4 zhi2", "种子": "zhong3 zi3", "种粮": "zhong4 liang2",
    "种养": "zhong4 yang3", "过节": "guo4 jie2", "过渡": "guo4 du4", "过程": "guo4 cheng2",
    "应急": "ying4 ji2", "应对": "ying4 dui4", "黑板": "hei1 ban3", "黑木": "hei1 mu4",
    "长期": "chang2 qi1", "长江": "chang2 jiang1", "长沙": "chang2 sha1", "召开": "zhao4 kai1",
    "召集": "zhao4 ji2", "员工": "yuan2 gong1", "宁夏": "ning2 xia4", "宁波": "ning2 bo1",
    "角色": "jue2 se4", "盖章": "gai4 zhang1", "盖房": "gai4 fang2", "繁荣": "fan2 rong2",
    "繁殖": "fan2 zhi2", "纪念": "ji4 nian4", "纪律": "ji4 lu:4", "纪检": "ji4 jian3", "纪委": "ji4 wei3",
    "占地": "zhan4 di4", "相关": "xiang1 guan1", "相互": "xiang1 hu4", "洗涤": "xi3 di2",
    "秘书": "mi4 shu1", "折扣": "zhe2 kou4", "朴素": "pu3 su4", "句子": "ju4 zi0", "任务": "ren4 wu4",
    "任命": "ren4 ming4", "任职": "ren4 zhi2", "燕子": "yan4 zi0", "教师": "jiao4 shi1", "哈密": "ha1 mi4",
    "令人": "ling4 ren2", "盛大": "sheng4 da4", "仇恨": "chou2 hen4",
}  # fmt: skip

_BY_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_SURNAME_FIRST = {word[0] for word in _SURNAMES}
_DIGITS = re.compile(r"\d+", re.ASCII)
_LONGEST_NAME = 4


class _Readings(dict[int, str]):
    """Characters by code point with their fragment of a text's key, filled as they are met.

    It serves `str.translate`, which makes a key at the speed of a table look-up.
    """

    def __init__(self, make: Callable[[str, str], str]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, code: int) -> str:
        fragment = self[code] = self.make(chr(code), _reading(code))
        return fragment


def _initial(char: str, reading: str) -> str:
    if reading:
        return reading[0]
    folded = unicodedata.normalize("NFKC", char).casefold()
    return "".join(c for c in folded if c.isalnum())


def _order(char: str, reading: str) -> str:
    """Marks, then digits, Latin letters, characters by pinyin, and last the ones without a known reading.

    Within one reading and tone, code points follow radical and strokes for the common characters.
    """
    if reading:
        return f"3{reading}{char} "
    if unicodedata.category(char) in ("Lo", "Co", "Cn"):
        return f"4{char}"
    folded = unicodedata.normalize("NFKC", char).casefold()
    return "".join(f"2{c}" if c.isalpha() else f"0{c}" for c in folded)


@lru_cache(maxsize=1)
def _single() -> dict[int, str]:
    """pypinyin's table of single characters, loaded without its phrases."""
    switches = {"PYPINYIN_NO_PHRASES": "true", "PYPINYIN_NO_DICT_COPY": "true"}
    before = {name: os.environ.get(name) for name in switches}
    os.environ.update(switches)  # read once, when pypinyin is imported
    try:
        from pypinyin.constants import PINYIN_DICT
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    table: dict[int, str] = PINYIN_DICT
    return table


_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def _reading(code: int) -> str:
    """The first reading with its tone as a figure: 王 → wang2, 女 → nu:3; "" where there is none."""
    if code < 0x3007:
        return ""
    marked = _single().get(code, "").split(",")[0]
    tone, letters = "0", ""
    for char in unicodedata.normalize("NFD", marked):
        if char in _TONES:
            tone = _TONES[char]
        elif char == "\u0308":
            letters += ":"
        else:
            letters += char
    return letters + tone if letters else ""


_INITIALS = _Readings(_initial)
_ORDERS = _Readings(_order)


def _translated(text: str, table: _Readings, name: bool) -> str:
    """The key of a text, with surnames and everyday words read rightly."""
    head = ""
    if text and text[0] in _SURNAME_FIRST and (name or _looks_like_name(text)):
        surname = text[:2] if text[:2] in _SURNAMES else text[:1]
        if surname in _SURNAMES:
            head = _spelt(surname, _SURNAMES[surname], table)
            text = text[len(surname) :]
    if not _BY_WORD.search(text):
        return head + text.translate(table)
    parts, at = [head], 0
    for match in _BY_WORD.finditer(text):
        parts.append(text[at : match.start()].translate(table))
        parts.append(_spelt(match[0], _WORDS[match[0]], table))
        at = match.end()
    parts.append(text[at:].translate(table))
    return "".join(parts)


def _looks_like_name(text: str) -> bool:
    """A short run of characters that does not begin with an everyday word."""
    return len(text) <= _LONGEST_NAME and not _BY_WORD.match(text)


def _spelt(word: str, readings: str, table: _Readings) -> str:
    return "".join(table.make(char, reading) for char, reading in zip(word, readings.split(), strict=True))


@lru_cache(maxsize=1 << 17)
def initials(text: str, *, name: bool = False) -> str:
    """The first letters of a text: 王芳 → wf; letters and digits stay, other marks go.

    A short text that begins with a surname is read as a name (单立人 → slr, but 单位 → dw).

    Args:
        text: what to find.
        name: the text is known to be a person's name.
    """
    return _translated(text, _INITIALS, name)


@lru_cache(maxsize=1 << 17)
def sort_key(text: str) -> str:
    """A key that sorts as Chinese lists do: by pinyin and tone, then character; numbers by their value."""
    if not text.isprintable():
        text = "".join(text.split())
    return _with_numbers(text) if _DIGITS.search(text) else _translated(text, _ORDERS, False)


def _with_numbers(text: str) -> str:
    """第2次 before 第10次: a number is led by its length, so that text order is the order of values."""
    parts, at = [], 0
    for match in _DIGITS.finditer(text):
        parts.append(_translated(text[at : match.start()], _ORDERS, False))
        figures = match[0].lstrip("0") or "0"
        parts.append(f"1{min(len(figures), 999):03d}{figures} ")
        at = match.end()
    parts.append(_translated(text[at:], _ORDERS, False))
    return "".join(parts)

"""The faces that official documents use: how each is known on a computer, and what stands in for it.

File and family names as Windows, UOS, Kylin and WPS have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liaison.press.blocks import Role
from liaison.press.sfnt import FontFile

ROLES: tuple[Role, ...] = ("fangsong", "xiaobiaosong", "hei", "kai", "song")
LABELS: Mapping[Role, str] = {
    "fangsong": "仿宋（正文）",
    "xiaobiaosong": "小标宋（标题）",
    "hei": "黑体（一级标题）",
    "kai": "楷体（二级标题）",
    "song": "宋体（页码）",
}
STAND_INS: Mapping[Role, str] = {
    "fangsong": "正文以宋体代替",
    "xiaobiaosong": "标题以自带的思源宋体代替",
    "hei": "黑体以自带的思源黑体代替",
    "kai": "楷体以自带的文鼎楷体代替",
    "song": "宋体以自带的思源宋体代替",
}
FOUNDER_MARKS = ("fz", "方正", "founder")


@dataclass(frozen=True, slots=True)
class WantedFace:
    """How a role's face is found: file names first, then family names, then the bundled file.

    A file of the office's own is also known by a hint in its family's name: it was put there to be used.
    """

    files: tuple[str, ...]
    families: tuple[str, ...]
    bundled: str
    bundled_name: str
    word: str
    hints: tuple[str, ...]


WANTED: Mapping[Role, WantedFace] = {
    "fangsong": WantedFace(
        ("simfang.ttf", "仿宋_gb2312.ttf", "fangsong_gb2312.ttf", "simfang_gb2312.ttf", "stfangso.ttf",
         "zhuquefangsong-regular.ttf", "fzfsk.ttf"),
        ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312", "华文仿宋", "STFangsong", "朱雀仿宋",
         "朱雀仿宋（预览测试版）", "Zhuque Fangsong", "Zhuque Fangsong (technical preview)", "方正仿宋_GBK"),
        "NotoSerifSC-Regular.ttf", "思源宋体（Noto Serif SC）", "仿宋",
        ("仿宋", "fangsong", "fang song"),
    ),
    "xiaobiaosong": WantedFace(
        ("fzxbsjw.ttf", "fzxbsk.ttf", "fzxbs.ttf", "stzhongs.ttf"),
        ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong"),
        "NotoSerifSC-Bold-GB2312.ttf", "思源宋体 Bold（Noto Serif SC）", "方正小标宋简体",
        ("小标宋", "xiaobiaosong"),
    ),
    "hei": WantedFace(
        ("simhei.ttf", "fzhtk.ttf"), ("黑体", "SimHei", "方正黑体_GBK"),
        "NotoSansSC-Medium-GB2312.ttf", "思源黑体 Medium（Noto Sans SC）", "黑体",
        ("黑体", "simhei", "heiti"),
    ),
    "kai": WantedFace(
        ("simkai.ttf", "楷体_gb2312.ttf", "simkai_gb2312.ttf", "fzktk.ttf"),
        ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK"),
        "gkai00mp.ttf", "文鼎简中楷（AR PL KaitiM GB）", "楷体",
        ("楷", "kaiti", "wenkai"),
    ),
    "song": WantedFace(
        ("simsun.ttc", "simsun.ttf", "fzssk.ttf"), ("宋体", "SimSun", "方正书宋_GBK"),
        "NotoSerifSC-Regular.ttf", "思源宋体（Noto Serif SC）", "宋体",
        ("宋体", "书宋", "simsun", "songti"),
    ),
}
GB2312_NAMES: Mapping[Role, tuple[str, ...]] = {
    "fangsong": ("仿宋_GB2312", "FangSong_GB2312"), "kai": ("楷体_GB2312", "KaiTi_GB2312"),
}  # fmt: skip


def role_of(found: FontFile) -> Role | None:
    """What an office's own font is for, by its file's or its family's name; None for one that no paper uses."""
    names = [name.casefold() for name in (found.path.name, *found.families)]
    for role in ROLES:
        known = {name.casefold() for name in (*WANTED[role].files, *WANTED[role].families)}
        if known.intersection(names):
            return role
    for role in ROLES:
        if any(hint in name for hint in WANTED[role].hints for name in names):
            return role
    return None

"""Which face each role uses on this computer, and which face draws each character.

The program brings faces for every role but one: no simplified 仿宋 may be given away, so it is taken from the
system or from a folder the office fills, and 宋 stands in for it with a plain notice. A character that a face
lacks is drawn by the 宋 face that holds every character of the country's name standards.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.paths import resources
from liaison.press.blocks import Role
from liaison.press.sfnt import FontFile, read_font

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

BUNDLED = resources() / "fonts"
ROLES: tuple[Role, ...] = ("fangsong", "xiaobiaosong", "hei", "kai", "song")
LABELS: Mapping[Role, str] = {
    "fangsong": "仿宋（正文）",
    "xiaobiaosong": "小标宋（标题）",
    "hei": "黑体（一级标题）",
    "kai": "楷体（二级标题）",
    "song": "宋体（页码）",
}
FOUNDER_MARKS = ("fz", "方正", "founder")
NO_FANGSONG = "本机无仿宋体，PDF 正文以宋体代替；把仿宋字体文件（如朱雀仿宋）放进联络处文件夹的“fonts”里即可使用"
SUBSTITUTE_MARK = "〓"  # the printer's mark for a sort that is missing


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How a role's face is found: file names first, then family names, then the bundled file."""

    files: tuple[str, ...]
    families: tuple[str, ...]
    bundled: str
    bundled_name: str
    word: str


_WANTED: Mapping[Role, _Wanted] = {
    "fangsong": _Wanted(
        ("simfang.ttf", "仿宋_gb2312.ttf", "fangsong_gb2312.ttf", "simfang_gb2312.ttf", "stfangso.ttf",
         "zhuquefangsong-regular.ttf", "fzfsk.ttf"),
        ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312", "华文仿宋", "STFangsong", "朱雀仿宋",
         "朱雀仿宋（预览测试版）", "Zhuque Fangsong", "Zhuque Fangsong (technical preview)", "方正仿宋_GBK"),
        "NotoSerifSC-Regular.ttf", "思源宋体（Noto Serif SC）", "仿宋",
    ),
    "xiaobiaosong": _Wanted(
        ("fzxbsjw.ttf", "fzxbsk.ttf", "fzxbs.ttf", "stzhongs.ttf"),
        ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong"),
        "NotoSerifSC-Bold-GB2312.ttf", "思源宋体 Bold（Noto Serif SC）", "方正小标宋简体",
    ),
    "hei": _Wanted(
        ("simhei.ttf", "fzhtk.ttf"), ("黑体", "SimHei", "方正黑体_GBK"),
        "NotoSansSC-Medium-GB2312.ttf", "思源黑体 Medium（Noto Sans SC）", "黑体",
    ),
    "kai": _Wanted(
        ("simkai.ttf", "楷体_gb2312.ttf", "simkai_gb2312.ttf", "fzktk.ttf"),
        ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK"),
        "gkai00mp.ttf", "文鼎简中楷（AR PL KaitiM GB）", "楷体",
    ),
    "song": _Wanted(
        ("simsun.ttc", "simsun.ttf", "fzssk.ttf"), ("宋体", "SimSun", "方正书宋_GBK"),
        "NotoSerifSC-Regular.ttf", "思源宋体（Noto Serif SC）", "宋体",
    ),
}
_GB2312_NAMES = {"fangsong": ("仿宋_GB2312", "FangSong_GB2312"), "kai": ("楷体_GB2312", "KaiTi_GB2312")}


@dataclass(frozen=True, slots=True)
class Face:
    """The face that a role uses in PDF and on the screen, and the name that Word is given.

    Attributes:
        role: what it is for.
        path: its file.
        name: its name as shown to the user.
        word_name: the official face's name, written into Word files whatever this computer has.
        bundled: it came with the program.
        notice: one plain sentence when the right face is missing, or "".
    """

    role: Role
    path: Path
    name: str
    word_name: str
    bundled: bool
    notice: str = ""


@dataclass(frozen=True, slots=True)
class FontSet:
    """The faces of all roles; equal sets draw equal pages."""

    faces: tuple[Face, ...]

    def face(self, role: Role) -> Face:
        """The face of a role."""
        return self.faces[ROLES.index(role)]

    def word_name(self, role: Role) -> str:
        """The face's name for Word."""
        return self.face(role).word_name

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should be told once."""
        return tuple(face.notice for face in self.faces if face.notice)


def find_fonts(folder: Path | None = None, *, founder_licensed: bool = False,
               system: Iterable[Path] | None = None) -> FontSet:
    """The faces to use on this computer.

    Args:
        folder: where the office keeps fonts of its own; looked into before the program's own faces.
        founder_licensed: the office holds 方正's licence to embed its faces in files; without it they are passed
            over in PDF (their terms forbid it).
        system: folders to look into instead of the system's font folders.
    """
    places = tuple(system) if system is not None else system_folders()
    return _find(folder, founder_licensed, places)


def bundled_fonts() -> FontSet:
    """Only the faces that come with the program: the same pages on every computer."""
    return find_fonts(system=())


@lru_cache(maxsize=8)
def _find(folder: Path | None, founder_licensed: bool, places: tuple[Path, ...]) -> FontSet:
    installed: dict[str, Path] = {}
    for place in places:
        installed.update({name: path for name, path in _font_files(place).items() if name not in installed})
    own: dict[str, FontFile] = {}
    unusable: list[str] = []
    if folder is not None:
        for path in sorted(_font_files(folder).values()):
            read = read_font(path)
            if read is None or not read.outlines or not read.embeddable:
                unusable.append(path.name)
                continue
            for name in (*read.families, path.name):
                own.setdefault(name.casefold(), read)
    return FontSet(tuple(_choose(role, installed, own, founder_licensed, tuple(unusable)) for role in ROLES))


def _choose(role: Role, installed: Mapping[str, Path], own: Mapping[str, FontFile], founder_licensed: bool,
            unusable: tuple[str, ...]) -> Face:
    wanted = _WANTED[role]
    word = wanted.word
    older = _GB2312_NAMES.get(role)
    if older and any(name.casefold() + ".ttf" in installed for name in older):
        word = older[0]
    skipped: list[str] = []
    for name in wanted.files:
        path = installed.get(name)
        found = read_font(path) if path else None
        if found and _usable(found, founder_licensed, skipped):
            return Face(role, found.path, _shown(found), word, bundled=False)
    for name in (*wanted.files, *wanted.families):
        mine = own.get(name.casefold())
        if mine and _usable(mine, founder_licensed, skipped):
            return Face(role, mine.path, _shown(mine), word, bundled=False)
    notice = ""
    if role == "fangsong":
        notice = NO_FANGSONG
        if skipped:
            notice = f"{skipped[0]} 为方正字体，未经授权不嵌入 PDF，正文以宋体代替；已取得授权的，可在设置中注明"
        elif unusable:
            notice = f"字体文件夹中的 {unusable[0]} 无法用于 PDF（需 TrueType 字体且允许嵌入），正文以宋体代替"
    return Face(role, BUNDLED / wanted.bundled, wanted.bundled_name, word, bundled=True, notice=notice)


def _usable(found: FontFile, founder_licensed: bool, skipped: list[str]) -> bool:
    if not found.outlines or not found.embeddable:
        return False
    names = (found.path.name, *found.families)
    if not founder_licensed and any(name.casefold().startswith(FOUNDER_MARKS) for name in names):
        skipped.append(_shown(found))
        return False
    return True


def _shown(found: FontFile) -> str:
    chinese = [name for name in found.families if any("\u4e00" <= character <= "\u9fff" for character in name)]
    return (chinese or list(found.families) or [found.path.stem])[0]


def _font_files(folder: Path) -> dict[str, Path]:
    """The font files under a folder, by lower-case name."""
    found: dict[str, Path] = {}
    for root, _folders, names in os.walk(folder):
        for name in names:
            if name.lower().endswith((".ttf", ".ttc", ".otf")):
                found.setdefault(name.casefold(), Path(root) / name)
    return found


def system_folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        return (windows, home / "AppData/Local/Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    return (
        Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/opt/kingsoft"),
        home / ".local/share/fonts", home / ".fonts",
    )


def font_report(fonts: FontSet | None = None) -> tuple[tuple[str, str, str], ...]:
    """For every role: its label, the face used, and a notice or ""."""
    chosen = fonts or find_fonts()
    return tuple((LABELS[face.role], face.name, face.notice) for face in chosen.faces)


_loaded: list[str | bytes] = []


@cache
def load(path: Path) -> TTFont:
    """The face in a file, parsed once per process: the widest takes a second on a slow laptop."""
    from reportlab.pdfbase.ttfonts import TTFont

    number = len(_loaded)
    font = TTFont(f"L{number}", str(path), subfontIndex=0)
    # The library files a face's tables under its own name; two files of one face would collide.
    if font.face.name in _loaded:
        font.face.name = font.face.name + (b"-%d" % number if isinstance(font.face.name, bytes) else f"-{number}")
    _loaded.append(font.face.name)
    return font


def chain(fonts: FontSet, role: Role) -> tuple[Path, ...]:
    """The files tried for a character of a role: its own face, 宋, and the bundled 宋 that holds every name."""
    song = BUNDLED / _WANTED["song"].bundled
    return tuple(dict.fromkeys((fonts.face(role).path, fonts.face("song").path, song)))

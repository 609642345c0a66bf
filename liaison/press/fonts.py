"""Which face each role uses on this computer, and which face draws each character.

The program brings faces for every role but one: no simplified 仿宋 may be given away, so it is taken from the
system or from a folder the office fills, and 宋 stands in for it with a plain notice. A character that a face
lacks is drawn by the 宋 face that holds every character of the country's name standards.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.errors import UserError
from liaison.paths import replacing, resources
from liaison.press.blocks import Role
from liaison.press.fontroles import FOUNDER_MARKS, GB2312_NAMES, LABELS, ROLES, STAND_INS, WANTED, WantedFace, role_of
from liaison.press.sfnt import FontFile, read_font

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

BUNDLED = resources() / "fonts"
NO_FANGSONG = (
    "本机无仿宋体，PDF 正文以宋体代替；在设置中添加仿宋字体文件（如朱雀仿宋），或放进联络处文件夹的“fonts”里即可"
)
_MISSED: tuple[Role, ...] = ("fangsong", "xiaobiaosong")  # the others' own faces are as good as the system's
_LARGEST = 100_000_000  # bytes; a Chinese face has 5 to 30 million
_MISSING_ALLOWED = 37  # of the 3,755 common characters, one in a hundred
SUBSTITUTE_MARK = "〓"  # the printer's mark for a sort that is missing


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
        """What the user should be told once with every paper: that its text is not in 仿宋. The rest is said in the
        report of all roles."""
        return tuple(notice for notice in (self.face("fangsong").notice,) if notice)


def find_fonts(folder: Path | None = None, *, founder_licensed: bool = False,
               system: Iterable[Path] | None = None) -> FontSet:
    """The faces to use on this computer.

    Args:
        folder: where the office keeps fonts of its own; they were put there to be used, so they come first.
        founder_licensed: the office holds 方正's licence to embed its faces in files; without it they are passed
            over in PDF (their terms forbid it).
        system: folders to look into instead of the system's font folders.
    """
    places = tuple(system) if system is not None else system_folders()
    return _find(folder, (_stamp(folder), tuple(map(_changed, places))), founder_licensed, places)


def bundled_fonts() -> FontSet:
    """Only the faces that come with the program: the same pages on every computer."""
    return find_fonts(system=())


@lru_cache(maxsize=8)
def _find(folder: Path | None, stamp: object, founder_licensed: bool, places: tuple[Path, ...]) -> FontSet:  # noqa: ARG001
    chooser = _Chooser(folder, founder_licensed, places)
    return FontSet(tuple(chooser.choose(role) for role in ROLES))


def _stamp(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    """What tells whether the office's own fonts are still the same: a file put there by hand counts at once."""
    if folder is None:
        return ()
    found = []
    for path in _font_files(folder).values():
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((str(path), state.st_mtime_ns, state.st_size))
    return tuple(sorted(found))


def _changed(place: Path) -> int:
    """When a font was last put into a folder of the system's, 0 where there is no such folder."""
    try:
        return place.stat().st_mtime_ns
    except OSError:
        return 0


class _Chooser:
    """Chooses the faces of one computer and office."""

    def __init__(self, folder: Path | None, founder_licensed: bool, places: tuple[Path, ...]) -> None:
        self.founder_licensed = founder_licensed
        self.installed: dict[str, Path] = {}
        for place in places:
            for name, path in _font_files(place).items():
                self.installed.setdefault(name, path)
        own = sorted(_font_files(folder).values()) if folder is not None else []
        read = [(path, read_font(path)) for path in own]
        self.own = [found for _path, found in read if found]
        self.unreadable = [path.name for path, found in read if not found]
        self._families: dict[str, FontFile] | None = None

    def choose(self, role: Role) -> Face:
        """The office's own file, the system's by file name and by family, or the program's own face."""
        wanted = WANTED[role]
        problems: list[str] = []
        for found in itertools.chain(self._own(role), self._by_file(wanted), self._by_family(wanted)):
            problem = self._problem(found)
            if not problem:
                return Face(role, found.path, _shown(found), self._word_name(role), bundled=False)
            if found in self.own or role in _MISSED:
                problems.append(problem)
        if role == "fangsong":
            problems += [f"字体文件夹中的 {name} 读不出来|请换一个 .ttf 或 .ttc 文件" for name in self.unreadable]
        notice = NO_FANGSONG if role == "fangsong" else ""
        if problems:
            said, remedy = problems[0].split("|")
            notice = f"{said}，{STAND_INS[role]}；{remedy}"
        bundled = BUNDLED / wanted.bundled
        return Face(role, bundled, wanted.bundled_name, self._word_name(role), bundled=True, notice=notice)

    def _own(self, role: Role) -> list[FontFile]:
        return [found for found in self.own if role_of(found) == role]

    def _by_file(self, wanted: WantedFace) -> Iterator[FontFile]:
        for name in wanted.files:
            found = read_font(self.installed[name]) if name in self.installed else None
            if found:
                yield found

    def _by_family(self, wanted: WantedFace) -> Iterator[FontFile]:
        """Only looked through when no file has a name that is known: the system may have hundreds."""
        if self._families is None:
            self._families = {}
            for path in self.installed.values():
                found = read_font(path)
                for family in found.families if found else ():
                    assert found is not None
                    known = self._families.get(family.casefold())
                    if known is None or (found.usable and not known.usable):
                        self._families[family.casefold()] = found
        for family in wanted.families:
            if family.casefold() in self._families:
                yield self._families[family.casefold()]

    def _word_name(self, role: Role) -> str:
        """The older name where the system has that face: such offices' templates use it too."""
        for older in GB2312_NAMES.get(role, ()):
            path = self.installed.get(f"{older.casefold()}.ttf")
            first = self.installed.get(WANTED[role].files[0])
            found = read_font(first) if first else None
            if path or (found and older in found.families):
                return GB2312_NAMES[role][0]
        return WANTED[role].word

    def _problem(self, found: FontFile) -> str:
        """Why a face cannot be put into a PDF and what to do, parted by a bar; "" when it can."""
        if fault := _fault(found):
            return fault
        names = (found.path.name, *found.families)
        if not self.founder_licensed and any(name.casefold().startswith(FOUNDER_MARKS) for name in names):
            return f"{_shown(found)} 为方正字体，未经授权不嵌入 PDF|已取得授权的，可在设置中注明"
        try:
            load(found.path)  # a paper needs it a moment later, and would stop where this stops
        except Exception:  # a foreign file may be wrong in any way that its parser did not think of
            return f"{found.path.name} 里有 PDF 用不了的内容|请换一个版本的字体文件"
        return ""


def _fault(found: FontFile) -> str:
    name = found.path.name
    if not found.whole:
        return f"{name} 不完整|请重新拷贝一份"
    if not found.outlines:
        return f"{name} 是 OTF（PostScript 轮廓）字体，PDF 里放不进|请换同款的 .ttf 文件"
    if not found.embeddable:
        return f"{name} 的厂商不允许把它嵌入文件|请换一款允许嵌入的字体"
    if found.variable:
        return f"{name} 是可变字体，直接用会太细|请换单一粗细的 .ttf 文件"
    return ""


def add_font(office_folder: Path, source: Path) -> Path:
    """Copy a font file into the office folder's `fonts`, where papers look first; gives the copy.

    Raises:
        UserError: it is no font, cannot stand in a PDF, lacks common characters, is used by no paper, or cannot be
            copied.
    """
    name = source.name
    try:
        size = source.stat().st_size
    except OSError as error:
        raise UserError(f"“{name}”读不出来，请看看它是否还在", details=str(error)) from error
    if size > _LARGEST:
        raise UserError(f"“{name}”太大，不像是一个字体文件，请选 .ttf 或 .ttc 文件")
    found = read_font(source)
    if found is None:
        raise UserError(f"“{name}”不是字体文件，或者已经损坏，请选 .ttf 或 .ttc 文件")
    if fault := _fault(found):
        raise UserError(fault.replace("|", "，"))
    if role_of(found) is None:
        raise UserError(f"“{_shown(found)}”文稿里用不到，请选仿宋、小标宋、黑体、楷体或宋体的字体文件")
    missing = _missing_hanzi(source)
    if missing > _MISSING_ALLOWED:
        raise UserError(f"“{_shown(found)}”缺 {missing:,} 个常用汉字，做不了文稿的字体，请换一款简体中文字体")
    target = office_folder / "fonts" / name
    if target.exists() and target.samefile(source):
        return target
    try:
        data = source.read_bytes()
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"“{name}”复制不了，请看看它是否还在、磁盘是否已满", details=str(error)) from error
    with replacing(target) as temporary:
        temporary.write_bytes(data)
    load.cache_clear()  # a file of this name may have been another one
    return target


def _missing_hanzi(path: Path) -> int:
    """How many of GB2312's 3,755 common characters a font lacks."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    try:
        held = TTFontFile(str(path), subfontIndex=0).charToGlyph
    except Exception as error:  # as above
        raise UserError(f"“{path.name}”里有 PDF 用不了的内容，请换一个版本的字体文件", details=str(error)) from error
    pairs = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    common = (pair.decode("gb2312", "ignore") for pair in pairs)
    return sum(1 for character in common if character and not held.get(ord(character)))


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
    song = BUNDLED / WANTED["song"].bundled
    return tuple(dict.fromkeys((fonts.face(role).path, fonts.face("song").path, song)))

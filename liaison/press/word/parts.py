"""The small parts of our Word files: which faces it names, and which program wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from liaison.press.blocks import Role
from liaison.press.fontroles import ROLES
from liaison.press.fonts import FontSet

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PROGRAM = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_OTHER_NAMES: Mapping[Role, str] = {
    "fangsong": "FangSong", "xiaobiaosong": "FZXiaoBiaoSong-B05S", "hei": "SimHei", "kai": "KaiTi", "song": "SimSun",
}  # fmt: skip
_FAMILIES: Mapping[Role, str] = {"xiaobiaosong": "roman", "song": "roman"}


def font_table_xml(fonts: FontSet) -> str:
    """The faces with their other names and their character set, by which Word finds another one where one is
    missing."""
    faces = "".join(
        f"<w:font w:name={quoteattr(fonts.word_name(role))}><w:altName w:val={quoteattr(_OTHER_NAMES[role])}/>"
        f'<w:charset w:val="86"/><w:family w:val="{_FAMILIES.get(role, "modern")}"/>'
        '<w:pitch w:val="fixed"/></w:font>'
        for role in ROLES
    )
    return f'{_HEAD}<w:fonts xmlns:w="{_WORD}">{faces}</w:fonts>'


def program_xml(pages: int, office: str) -> str:
    """What wrote the file, for whom, and how many pages it has."""
    return (
        f'{_HEAD}<Properties xmlns="{_PROGRAM}"><Template>Normal.dotm</Template><Pages>{pages}</Pages>'
        f"<Application>联络簿</Application><DocSecurity>0</DocSecurity><Company>{escape(office)}</Company></Properties>"
    )

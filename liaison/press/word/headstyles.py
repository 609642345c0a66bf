"""The styles of heads, 版记 and other forms in Word: name, paragraph and character properties."""

from __future__ import annotations

from collections.abc import Callable

from liaison.press.blocks import Role
from liaison.press.closing import IMPRINT_PITCH
from liaison.press.measures import SIZE_4, SIZE_5, TWIPS

_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_CENTRED = _FLUSH + '<w:jc w:val="center"/>'
_LEFT = _FLUSH + '<w:jc w:val="left"/>'


def head_styles(face: Callable[[Role], str]) -> tuple[tuple[str, str, str, str], ...]:
    """Id, name, paragraph and character properties of every style, based on the body's.

    Args:
        face: gives the XML of a role's face.
    """
    small = f'<w:spacing w:val="0"/><w:sz w:val="{round(SIZE_5 * 2)}"/><w:szCs w:val="{round(SIZE_5 * 2)}"/>'
    fourth = f'<w:spacing w:val="0"/><w:sz w:val="{round(SIZE_4 * 2)}"/><w:szCs w:val="{round(SIZE_4 * 2)}"/>'
    pitch = round(IMPRINT_PITCH * TWIPS)
    return (
        ("RedMark", "发文机关标志", _CENTRED, face("xiaobiaosong") + '<w:color w:val="FF0000"/><w:spacing w:val="0"/>'),
        ("HeadNote", "份号密级", _LEFT, ""),
        ("DocNumber", "发文字号", _CENTRED, ""),
        ("DocSigners", "签发人", _LEFT, ""),
        ("Imprint", "版记", f'<w:spacing w:line="{pitch}" w:lineRule="exact"/>{_LEFT}', fourth),
        ("ImprintRule", "版记分隔线", '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>' + _FLUSH,
         '<w:sz w:val="2"/><w:szCs w:val="2"/>'),
        ("CutLine", "裁切线", _CENTRED, small),
    )  # fmt: skip

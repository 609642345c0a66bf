"""The fixed parts of our Word files: styles and settings.

Every list of properties stands in the order of the file format's schema; Word refuses a file, and LibreOffice
ignores a property, that is out of order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from liaison.press.blocks import Align, Role
from liaison.press.fonts import FontSet
from liaison.press.linebreak import NOT_AT_END, NOT_AT_START
from liaison.press.measures import (
    SIZE_2,
    SIZE_3,
    SIZE_4,
    TWIPS,
    WORD_PITCH_TWIPS,
    WORD_SPACING_TWIPS,
    Sheet,
)
from liaison.press.pieces import UNITS, Style
from liaison.press.tables import LEADING
from liaison.press.word.headstyles import head_styles

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)

STYLE_IDS: Mapping[Style, str] = {
    "title": "PaperTitle", "subtitle": "PaperSubtitle", "addressee": "Addressee", "body": "PaperBody",
    "heading1": "PaperHeading1", "heading2": "PaperHeading2", "heading3": "PaperHeading3",
    "heading4": "PaperHeading4", "attachments": "Attachments", "attachment-head": "AttachmentHead",
    "signer": "Signer", "date": "SignDate", "note": "Remark", "caption": "TableCaption", "blank": "Blank",
    "people": "People", "display": "Display", "sign-off": "SignOff", "picture-caption": "PictureCaption",
    "imprint": "Imprint", "cut-line": "CutLine",
}  # fmt: skip
"""The style of every kind of paragraph."""

STYLE_ROLES: Mapping[Style, Role] = {
    "title": "xiaobiaosong", "subtitle": "kai", "heading1": "hei", "heading2": "kai", "attachment-head": "hei",
    "caption": "hei", "display": "xiaobiaosong",
}  # fmt: skip
"""The faces that styles bring; fangsong where none is named."""

ROLE_STYLES: Mapping[Role, str] = {
    "fangsong": "FaceFangsong", "xiaobiaosong": "FaceXiaobiaosong", "hei": "FaceHei", "kai": "FaceKai",
    "song": "FaceSong",
}  # fmt: skip
"""Styles of characters that stand in another face than their paragraph."""

_ROLE_NAMES: Mapping[Role, str] = {
    "fangsong": "仿宋字", "xiaobiaosong": "小标宋字", "hei": "黑体字", "kai": "楷体字", "song": "宋体字",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordGrid:
    """The grid as Word can hold it, in twips.

    Attributes:
        pitch: of the lines; a multiple of three, with one line more not fitting.
        spacing: added to every character so that a full line just fits.
        cell: width of one character with its spacing.
        led: lines are made to end where ours do; without, Word breaks them as it likes.
    """

    pitch: int
    spacing: int
    cell: int
    led: bool = True

    @classmethod
    def of(cls, sheet: Sheet) -> WordGrid:  # noqa: ARG003
        """The grid of every sheet, so that sheets of one file share their styles: as many lines and characters
        stand on a turned sheet and on a plain one as in our own pages, and none more."""
        return cls(WORD_PITCH_TWIPS, WORD_SPACING_TWIPS, round(SIZE_3 * TWIPS) + WORD_SPACING_TWIPS)

    def cells(self, count: float) -> int:
        """The width of some characters."""
        return round(count * (self.cell + 1))


HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
"""Quotes and dashes count as Chinese; nothing else is said outside the styles."""


def fonts_xml(name: str) -> str:
    """A face for every kind of character: a dash or a quote set in a Latin face would be half as wide."""
    shown = quoteattr(name)
    return f'<w:rFonts w:hint="eastAsia" w:ascii={shown} w:hAnsi={shown} w:eastAsia={shown} w:cs={shown}/>'


def styles_xml(fonts: FontSet, grid: WordGrid, written: str) -> str:
    """The styles' XML: the defaults, what the program's own list of styles shows, then the styles.

    Args:
        fonts: the faces.
        grid: the page's grid.
        written: the body that uses them, whose tables may need styles of their own.
    """
    size = round(SIZE_3 * 2)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts_xml(fonts.word_name('fangsong'))}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1"'
        ' w:defQFormat="0" w:count="376"/>'
    )
    return defaults + "".join(style.xml for style in word_styles(fonts, grid, written))


@dataclass(frozen=True, slots=True)
class WordStyle:
    """One style of a Word file.

    Attributes:
        style_id: what paragraphs call it by.
        name: as the user sees it; in small letters where it is one of Word's own.
        based: the style that it is based on, "" for none.
        xml: the whole style.
    """

    style_id: str
    name: str
    based: str
    xml: str


def word_styles(fonts: FontSet, grid: WordGrid, written: str) -> tuple[WordStyle, ...]:
    """Our styles, those they are based on first.

    公文正文 says everything itself and is based on nothing, so that it looks the same inside an office's own
    template. Title and headings stand under Chinese names of their own on Word's built-in ones: the list of styles
    reads as the standard does, and a template's own headings, or a table of contents, still work.
    """
    flush = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    centred = flush + '<w:jc w:val="center"/>'

    def face(role: Role) -> str:
        return fonts_xml(fonts.word_name(role))

    def sized(points: float) -> str:
        return f'<w:spacing w:val="0"/><w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'

    def pitch(twips: int, rule: str) -> str:
        return f'<w:spacing w:line="{twips}" w:lineRule="{rule}"/>'

    return (
        _paragraph("Normal", "Normal", '<w:widowControl w:val="0"/><w:jc w:val="both"/>', based="", default=True),
        _paragraph("PaperBody", "公文正文", _body(grid), face("fangsong") + f'<w:spacing w:val="{grid.spacing}"/>'
                   '<w:sz w:val="32"/><w:szCs w:val="32"/>', based=""),
        _paragraph("Title", "Title", centred + '<w:outlineLvl w:val="0"/>', face("xiaobiaosong") + sized(SIZE_2)),
        _paragraph("PaperTitle", "公文标题", '<w:outlineLvl w:val="0"/>', based="Title", after="PaperBody"),
        _paragraph("PaperSubtitle", "公文副标题", centred, face("kai"), after="PaperBody"),
        _paragraph("Addressee", "主送机关", flush, after="PaperBody"),
        *(style for level, name, role in _HEADINGS for style in _headings(level, name, face(role))),
        _paragraph("Attachments", "附件说明"),
        _paragraph("AttachmentHead", "附件序号", flush, face("hei"), after="PaperBody"),
        _paragraph("Signer", "署名", flush + '<w:jc w:val="right"/>', after="SignDate"),
        _paragraph("SignDate", "成文日期", flush + '<w:jc w:val="right"/>', after="PaperBody"),
        _paragraph("Remark", "附注", after="PaperBody"),
        _paragraph("People", "出席人员"),
        _paragraph("TableCaption", "表题", centred, face("hei")),
        _paragraph("TableText", "表格文字", pitch(240, "atLeast") + flush + '<w:jc w:val="left"/>',
                   '<w:spacing w:val="0"/>'),
        _paragraph("SignOff", "签字行", flush),
        _paragraph("Display", "大字", pitch(240, "atLeast") + centred, face("xiaobiaosong") + sized(36.0)),
        _paragraph("Picture", "图片", pitch(240, "atLeast") + centred),
        _paragraph("PictureCaption", "图片说明", pitch(2 * grid.pitch // UNITS, "exact") + centred, sized(SIZE_4)),
        *(_paragraph(*style) for style in head_styles(face)),
        _paragraph("footer", "公文页码", pitch(280, "exact") + flush, face("song") + sized(SIZE_4)),
        _paragraph("Blank", "空行", flush, after="PaperBody"),
        _paragraph("Thin", "表后细行", pitch(2, "exact") + flush, '<w:sz w:val="2"/><w:szCs w:val="2"/>'),
        *(_character(ROLE_STYLES[role], _ROLE_NAMES[role], face(role)) for role in ROLE_STYLES),
        *_table_styles(written),
        WordStyle("Ruled", "公文表格", "", _RULED),
    )


def table_style(size: float, align: Align) -> str:
    """The style of a table's text, by its size in points and how it stands."""
    return f"TableText{round(size * 2)}{align}"


def _table_styles(written: str) -> Iterator[WordStyle]:
    """A style for every size and way of standing that the tables of a body have."""
    used = sorted({(int(size), align) for size, align in re.findall(r'"TableText(\d+)(left|center|right)"', written)})
    for half_points, align in used:
        size = _SIZE_NAMES.get(half_points, f"{half_points / 2:g}磅")
        line = f'<w:spacing w:line="{round(half_points * LEADING / 2 * TWIPS)}" w:lineRule="atLeast"/>'
        yield _paragraph(
            table_style(half_points / 2, align), f"表格文字{size}{_STANDS[align]}", f'{line}<w:jc w:val="{align}"/>',
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>', based="TableText",
        )  # fmt: skip


def _body(grid: WordGrid) -> str:
    return (
        '<w:widowControl w:val="0"/><w:kinsoku/><w:wordWrap/><w:overflowPunct w:val="0"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/>'
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{grid.pitch}" w:lineRule="exact"/>'
        f'<w:ind w:firstLineChars="200" w:firstLine="{2 * grid.cell + 2}"/><w:jc w:val="both"/>'
    )


def _headings(level: int, name: str, face: str) -> tuple[WordStyle, WordStyle]:
    outline = f'<w:outlineLvl w:val="{level}"/>'
    return (
        _paragraph(f"Heading{level}", f"heading {level}", "<w:keepNext/>" + outline, face),
        _paragraph(f"PaperHeading{level}", f"{name}级标题", outline, based=f"Heading{level}", after="PaperBody"),
    )


_HEADINGS: tuple[tuple[int, str, Role], ...] = (
    (1, "一", "hei"), (2, "二", "kai"), (3, "三", "fangsong"), (4, "四", "fangsong"),
)  # fmt: skip
_SIZE_NAMES = {32: "三号", 28: "四号", 24: "小四", 21: "五号", 18: "小五", 15: "六号"}
_STANDS: Mapping[Align, str] = {"left": "", "center": "居中", "right": "靠右"}
_SIDES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_RULED = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Ruled"><w:name w:val="公文表格"/>'
    "<w:uiPriority w:val=\"30\"/><w:qFormat/><w:tblPr>"
    f'<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{_SIDES}</w:tblBorders>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _paragraph(style_id: str, name: str, paragraph: str = "", character: str = "", *, based: str = "PaperBody",
               after: str = "", default: bool = False) -> WordStyle:
    """A style of paragraphs; those with Chinese names are ours and offered in the list of styles."""
    own = not name.isascii()
    attributes = 'w:type="paragraph"' + (' w:default="1"' if default else "") + (' w:customStyle="1"' if own else "")
    parts = [f"<w:name w:val={quoteattr(name)}/>"]
    if based:
        parts.append(f'<w:basedOn w:val="{based}"/>')
    if after:
        parts.append(f'<w:next w:val="{after}"/>')
    parts.append('<w:uiPriority w:val="1"/><w:qFormat/>' if own else '<w:uiPriority w:val="9"/>')
    if paragraph:
        parts.append(f"<w:pPr>{paragraph}</w:pPr>")
    if character:
        parts.append(f"<w:rPr>{character}</w:rPr>")
    return WordStyle(style_id, name, based, f'<w:style {attributes} w:styleId="{style_id}">{"".join(parts)}</w:style>')


def _character(style_id: str, name: str, face: str) -> WordStyle:
    return WordStyle(style_id, name, "", (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style_id}"><w:name w:val={quoteattr(name)}/>'
        f'<w:uiPriority w:val="2"/><w:qFormat/><w:rPr>{face}</w:rPr></w:style>'
    ))


def settings_xml() -> str:
    """Different feet on odd and even pages, no compression of Word's own, and our marks for line ends."""
    before = quoteattr("".join(sorted(NOT_AT_START)))
    after = quoteattr("".join(sorted(NOT_AT_END)))
    return (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={after}/><w:noLineBreaksBefore w:lang="zh-CN" w:val={before}/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'    )

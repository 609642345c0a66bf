"""The fixed parts of our Word files: styles, settings, the numbered foot of a page.

Every list of properties stands in the order of the file format's schema; Word refuses a file, and LibreOffice
ignores a property, that is out of order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from liaison.press.blocks import Role
from liaison.press.fonts import FontSet
from liaison.press.linebreak import NOT_AT_END, NOT_AT_START
from liaison.press.measures import SIZE_3, SIZE_4, TWIPS, Sheet
from liaison.press.pieces import UNITS, Style

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)

STYLE_IDS: Mapping[Style, str] = {
    "title": "Title", "subtitle": "Subtitle", "addressee": "Addressee", "body": "Normal", "heading1": "Heading1",
    "heading2": "Heading2", "heading3": "Heading3", "heading4": "Heading4", "attachments": "Attachments",
    "attachment-head": "AttachmentHead", "signer": "Signer", "date": "SignDate", "note": "Remark",
    "caption": "TableCaption", "blank": "Blank", "picture-caption": "PictureCaption",
}


@dataclass(frozen=True, slots=True)
class WordGrid:
    """The grid as Word can hold it, in twips.

    Attributes:
        pitch: of the lines; a multiple of three, with one line more not fitting.
        spacing: added to every character so that a full line just fits.
        cell: width of one character with its spacing.
    """

    pitch: int
    spacing: int
    cell: int

    @classmethod
    def of(cls, sheet: Sheet) -> WordGrid:
        """The grid of a sheet: 579 and -5 for the standard's page."""
        pitch = int(sheet.area_height * TWIPS / sheet.lines) // UNITS * UNITS
        em = round(SIZE_3 * TWIPS)
        cell = int(sheet.area_width * TWIPS / sheet.cells)
        return cls(pitch, cell - em, cell)

    def cells(self, count: float) -> int:
        """The width of some characters."""
        return round(count * (self.cell + 1))


def fonts_xml(name: str) -> str:
    """A face for every kind of character: a dash or a quote set in a Latin face would be half as wide."""
    shown = quoteattr(name)
    return f'<w:rFonts w:hint="eastAsia" w:ascii={shown} w:hAnsi={shown} w:eastAsia={shown} w:cs={shown}/>'


def styles_xml(fonts: FontSet, grid: WordGrid) -> str:
    """The styles' XML: the defaults, then one style for every kind of paragraph."""
    size = round(SIZE_3 * 2)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts_xml(fonts.word_name('fangsong'))}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    flush = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    two = 2 * grid.cell + 2
    body = (
        '<w:widowControl w:val="0"/><w:kinsoku/><w:wordWrap/><w:overflowPunct w:val="0"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/>'
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{grid.pitch}" w:lineRule="exact"/>'
        f'<w:ind w:firstLineChars="200" w:firstLine="{two}"/><w:jc w:val="both"/>'
    )
    centred = flush + '<w:jc w:val="center"/>'

    def face(role: Role) -> str:
        return fonts_xml(fonts.word_name(role))

    title_face = face("xiaobiaosong") + '<w:spacing w:val="0"/><w:sz w:val="44"/><w:szCs w:val="44"/>'
    styles = [
        _style("Normal", "Normal", body, f'<w:spacing w:val="{grid.spacing}"/>', aliases="正文", default=True),
        _style("Title", "Title", centred + '<w:outlineLvl w:val="0"/>', title_face, aliases="公文标题"),
        _style("Subtitle", "Subtitle", centred, face("kai"), aliases="副标题"),
        _style("Addressee", "主送机关", flush),
        *(
            _style(f"Heading{level}", f"heading {level}", f'<w:keepNext/><w:outlineLvl w:val="{level}"/>',
                   face(role), aliases=f"{name}级标题")
            for level, name, role in _HEADINGS
        ),
        _style("Attachments", "附件说明", ""),
        _style("AttachmentHead", "附件序号", flush, face("hei")),
        _style("Signer", "署名", flush + '<w:jc w:val="right"/>'),
        _style("SignDate", "成文日期", flush + '<w:jc w:val="right"/>'),
        _style("Remark", "附注", ""),
        _style("TableCaption", "表题", centred, face("hei")),
        _style("Blank", "空行", flush),
        _style("Picture", "图片", '<w:spacing w:line="240" w:lineRule="atLeast"/>' + centred),
        _style("PictureCaption", "图片说明",
               f'<w:spacing w:line="{2 * grid.pitch // UNITS}" w:lineRule="exact"/>' + centred,
               '<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/>'),
        _style("TableText", "表格文字", '<w:spacing w:line="240" w:lineRule="atLeast"/>' + flush
               + '<w:jc w:val="left"/>', '<w:spacing w:val="0"/>'),
        _style("Thin", "表后细行", '<w:spacing w:line="2" w:lineRule="exact"/>' + flush,
               '<w:sz w:val="2"/><w:szCs w:val="2"/>'),
        _style("footer", "footer", '<w:spacing w:line="280" w:lineRule="exact"/>' + flush,
               face("song") + '<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/>', aliases="页码"),
        _RULED,
    ]
    return defaults + "".join(styles)


_HEADINGS: tuple[tuple[int, str, Role], ...] = (
    (1, "一", "hei"), (2, "二", "kai"), (3, "三", "fangsong"), (4, "四", "fangsong"),
)
_SIDES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_RULED = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Ruled"><w:name w:val="公文表格"/><w:tblPr>'
    f'<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{_SIDES}</w:tblBorders>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _style(style_id: str, name: str, paragraph: str, character: str = "", *, aliases: str = "",
           default: bool = False) -> str:
    built_in = style_id in ("Normal", "Title", "Subtitle", "footer") or style_id.startswith("Heading")
    attributes = 'w:type="paragraph"' + (' w:default="1"' if default else "")
    attributes += "" if built_in else ' w:customStyle="1"'
    parts = [f"<w:name w:val={quoteattr(name)}/>"]
    if aliases:
        parts.append(f"<w:aliases w:val={quoteattr(aliases)}/>")
    if not default:
        parts.append('<w:basedOn w:val="Normal"/>')
        if style_id not in ("TableText", "footer", "Thin"):
            parts.append('<w:next w:val="Normal"/>')
    parts.append("<w:qFormat/>")
    if paragraph:
        parts.append(f"<w:pPr>{paragraph}</w:pPr>")
    if character:
        parts.append(f"<w:rPr>{character}</w:rPr>")
    return f'<w:style {attributes} w:styleId="{style_id}">{"".join(parts)}</w:style>'


def settings_xml() -> str:
    """Different feet on odd and even pages, no compression of Word's own, and our marks for line ends."""
    before = quoteattr("".join(sorted(NOT_AT_START)))
    after = quoteattr("".join(sorted(NOT_AT_END)))
    return (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={after}/><w:noLineBreaksBefore w:lang="zh-CN" w:val={before}/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    )


def footer_xml(fonts: FontSet, *, odd: bool) -> str:
    """The page number between dashes: at the right on odd pages, at the left on even ones (7.5)."""
    one = round(SIZE_4 * TWIPS)
    side = "right" if odd else "left"
    face = f"<w:rPr>{fonts_xml(fonts.word_name('song'))}</w:rPr>"
    field = "".join(
        f"<w:r>{face}{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="footer"/><w:ind w:{side}Chars="100" w:{side}="{one}"'
        f' w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{face}<w:t xml:space="preserve">— </w:t></w:r>{field}'
        f'<w:r>{face}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )

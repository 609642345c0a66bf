"""Photos and charts in Word: pictures in the line, with a text for readers who do not see them.

Photos and captions are ordinary paragraphs in styles of their own, two beside each other stand in a table without
rules. Every row is as high as in our own pages, in lines of Word's grid, so that pages end at the same places.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from liaison.press import blocks as b
from liaison.press.graphics import Chart, Photo, Photos
from liaison.press.measures import SIZE_3, TWIPS
from liaison.press.photopages import CAPTION_GAP, CAPTION_UNITS, GUTTER, caption_para, caption_width
from liaison.press.pictures import Broken, prepare
from liaison.press.picturing import FRAME, shown_size
from liaison.press.pieces import UNITS, Panel, Para
from liaison.press.placed import Picture
from liaison.press.word.context import PanelContext
from liaison.press.word.runs import RunWriter

_EMU = 12700  # English metric units in a point
_SLACK = 2.0  # between a picture and the line it stands in, points
_THIN_TWIPS = 2
_THIN = '<w:p><w:pPr><w:pStyle w:val="Thin"/></w:pPr></w:p>'
_THIN_BREAK = '<w:p><w:pPr><w:pStyle w:val="Thin"/><w:pageBreakBefore/></w:pPr></w:p>'
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def photos_xml(panel: Panel, context: PanelContext) -> str:
    """One row of photos with their captions."""
    return _Row(panel, context).xml()


def chart_xml(panel: Panel, context: PanelContext) -> str:
    """A chart as a picture of 300 dots to the inch; its title is the paragraph before."""
    from liaison.press.charts.drawing import chart_png, chart_text

    chart = panel.source
    assert isinstance(chart, Chart)
    picture = panel.pictures[0]
    total = panel.height * context.grid.pitch // UNITS
    under = _lead(context)
    room = (total - 2 * under) / TWIPS - _SLACK
    part = min(1.0, room / picture.height)
    drawing = inline_picture(chart_png(chart, picture.width, picture.height, context.fonts), picture.width * part,
                             picture.height * part, "图表", chart_text(chart), context)
    return _picture_paragraph(drawing, total - under, after=under, page_break=panel.new_page)


class _Row:
    """Writes one row of photos."""

    def __init__(self, panel: Panel, context: PanelContext) -> None:
        assert isinstance(panel.source, Photos)
        self.panel = panel
        self.context = context
        self.runs = RunWriter(context.grid)
        width = caption_width(panel.source, context.sheet)
        self.width = width
        self.captions = [caption_para(photo.caption, width) if photo.caption else None
                         for photo in panel.source.photos]
        self.line = CAPTION_UNITS * context.grid.pitch // UNITS
        self.total = panel.height * context.grid.pitch // UNITS
        self.lead = _lead(context)
        # Word's lines stand a little closer than ours, and so do its boxes
        self.box = int(panel.pictures[0].height * context.grid.pitch / context.sheet.pitch)

    def xml(self) -> str:
        if len(self.panel.pictures) == 1:
            return self._alone()
        cells = "".join(self._cell(number) for number in range(len(self.panel.pictures)))
        half = round(self.context.sheet.area_width * TWIPS / 2)
        table = (
            f'<w:tbl><w:tblPr><w:tblW w:w="{2 * half}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/>{_NO_MARGINS}</w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{half}"/><w:gridCol w:w="{half}"/></w:tblGrid>'
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{self.total - 2 * _THIN_TWIPS}" w:hRule="atLeast"/>'
            f"</w:trPr>{cells}</w:tr></w:tbl>"
        )
        return (_THIN_BREAK if self.panel.new_page else "") + table + _THIN

    def _alone(self) -> str:
        """A photo and its caption as two paragraphs that stay together."""
        picture, para = self.panel.pictures[0], self.captions[0]
        spare = self.total - self.lead - self.box - 3 * _THIN_TWIPS
        if para is None:
            return self._shown(picture, after=spare, page_break=self.panel.new_page)
        spare -= len(para.lines) * self.line + round(CAPTION_GAP * TWIPS)
        return self._shown(picture, after=0, keep=True, page_break=self.panel.new_page) + self._caption(
            para, after=max(0, spare)
        )

    def _cell(self, number: int) -> str:
        half = round(self.context.sheet.area_width * TWIPS / 2)
        inner = "right" if number == 0 else "left"
        para = self.captions[number]
        below = self._caption(para, after=0) if para else _THIN
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{half}" w:type="dxa"/><w:tcMar><w:{inner} w:w="{round(GUTTER / 2 * TWIPS)}"'
            f' w:type="dxa"/></w:tcMar></w:tcPr>{self._shown(self.panel.pictures[number], after=0)}{below}</w:tc>'
        )

    def _shown(self, picture: Picture, *, after: int, keep: bool = False, page_break: bool = False) -> str:
        """The photo's paragraph, or the frame with a sentence in its place."""
        assert isinstance(picture.source, Photo)
        prepared = prepare(picture.source, picture.width, picture.height)
        if isinstance(prepared, Broken):
            return self._sentence(prepared.sentence, picture, after, page_break=page_break)
        width, height = shown_size(prepared, picture.width, min(picture.height, self.box / TWIPS - _SLACK))
        told = picture.source.caption or "照片"
        drawing = inline_picture(prepared.data, width, height, "照片", told, self.context)
        return _picture_paragraph(drawing, self.lead + self.box, after=after, keep=keep, page_break=page_break)

    def _sentence(self, sentence: str, picture: Picture, after: int, *, page_break: bool) -> str:
        """A frame as large as the photo's box would be: a table of one cell."""
        width = round(picture.width * TWIPS)
        text = "".join(self.runs.runs(caption_para(sentence, picture.width - 2 * FRAME)))
        side = f'w:w="{round(FRAME * TWIPS)}" w:type="dxa"'
        margins = f"<w:tcMar><w:left {side}/><w:right {side}/></w:tcMar>"
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>'
            for side in ("top", "left", "bottom", "right")
        )
        table = (
            f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
            f"<w:tblBorders>{sides}</w:tblBorders>"
            f'<w:tblLayout w:type="fixed"/>{_NO_MARGINS}</w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{self.box}" w:hRule="exact"/></w:trPr>'
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{margins}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="PictureCaption"/><w:keepNext/></w:pPr>{text}</w:p></w:tc></w:tr></w:tbl>'
        )
        blank = f'<w:p><w:pPr><w:pStyle w:val="Thin"/><w:spacing w:after="{after}"/></w:pPr></w:p>' if after else ""
        head = (
            f'<w:p><w:pPr><w:pStyle w:val="Thin"/><w:keepNext/>{"<w:pageBreakBefore/>" if page_break else ""}'
            f'<w:spacing w:after="{self.lead - _THIN_TWIPS}"/></w:pPr></w:p>'
        )
        return head + table + blank

    def _caption(self, para: Para, *, after: int) -> str:
        """The caption's paragraph, as wide as its lines were broken for."""
        spare = max(0, int((self.width - para.lines[0].measure * para.size) * TWIPS) - 4)
        side = spare // 2
        return (
            f'<w:p><w:pPr><w:pStyle w:val="PictureCaption"/><w:keepLines/>'
            f'<w:spacing w:before="{round(CAPTION_GAP * TWIPS)}" w:after="{after}"/>'
            f'<w:ind w:left="{side}" w:right="{spare - side}" w:firstLineChars="0" w:firstLine="0"/></w:pPr>'
            f"{''.join(self.runs.runs(para))}</w:p>"
        )


_NO_MARGINS = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
)


def _lead(context: PanelContext) -> int:
    """What is left free over a picture, in twips: text stands lower in Word's lines than in ours."""
    return round((context.sheet.pitch - SIZE_3) / 2 * TWIPS)


def inline_picture(data: bytes, width: float, height: float, kind: str, told: str, context: PanelContext) -> str:
    """A run with a picture in the line.

    Args:
        data: a JPEG or PNG file.
        width, height: as shown, in points.
        kind: what it is called in Word's list of objects, its number added.
        told: what a reader who does not see it is told.
        context: keeps the picture and counts it.
    """
    number = context.next_drawing()
    relationship = context.add_image(data)
    across, down = max(1, round(width * _EMU)), max(1, round(height * _EMU))
    name, told = quoteattr(f"{kind} {number}"), quoteattr(b.plain(told))
    return (
        '<w:r><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f"<wp:docPr id=\"{number}\" name={name} descr={told}/>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_DRAWN}"><pic:pic xmlns:pic="{_DRAWN}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name={name} descr={told}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _picture_paragraph(drawing: str, room: int, *, after: int, keep: bool = False, page_break: bool = False) -> str:
    """A paragraph whose one line is as high as the picture's place, in twips; the picture stands on its floor."""
    flags = ("<w:keepNext/>" if keep else "") + ("<w:pageBreakBefore/>" if page_break else "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Picture"/>{flags}'
        f'<w:spacing w:after="{after}" w:line="{room}" w:lineRule="atLeast"/>'
        f'<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr>{drawing}</w:p>'
    )

"""A handwritten signature as a drawing inside a Word file: a shape of lines, sharp at every size."""

from __future__ import annotations

from liaison.press.blocks import Polyline

_EMU = 12700  # English metric units in a point


def drawing(strokes: tuple[Polyline, ...], aspect: float, width: float, height: float, number: int) -> str:
    """The strokes as an inline shape no wider and no higher than asked, in points.

    Args:
        strokes: polylines of (x, y) from 0 to 1, y downwards.
        aspect: width over height of the field they were drawn in.
        width: the most it may take.
        height: the most it may take.
        number: different for every drawing of a file.
    """
    drawn = max(1.0, min(width, height * aspect))
    across, down = round(drawn * _EMU), round(drawn / aspect * _EMU)
    paths = "".join(_path(stroke, across, down) for stroke in strokes if stroke)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{number}" name="签名 {number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{across}" h="{down}" fill="none">{paths}</a:path></a:pathLst></a:custGeom><a:noFill/>'
        '<a:ln w="11430" cap="rnd"><a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:round/></a:ln>'
        "</wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        "</mc:AlternateContent></w:r>"
    )


def _path(stroke: Polyline, across: int, down: int) -> str:
    points = [(round(x * across), round(y * down)) for x, y in stroke]
    if len(points) == 1:
        points.append((points[0][0] + _EMU // 2, points[0][1]))  # a tap is a dot
    first, *others = (f'<a:pt x="{x}" y="{y}"/>' for x, y in points)
    return f"<a:moveTo>{first}</a:moveTo>" + "".join(f"<a:lnTo>{point}</a:lnTo>" for point in others)

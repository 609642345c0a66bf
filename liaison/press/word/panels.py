"""Heads, imprints, photos and charts in Word: each kind of block has a function that writes it."""

from __future__ import annotations

from collections.abc import Callable

from liaison.press.forms import Cover, CutLine, Display, Imprint, LetterHead, RedHead, SignOff
from liaison.press.graphics import Chart, Photos
from liaison.press.pieces import Panel
from liaison.press.word.context import PanelContext
from liaison.press.word.covers import cover_xml
from liaison.press.word.heads import (
    cut_line_xml,
    display_xml,
    imprint_xml,
    letter_head_xml,
    red_head_xml,
    sign_off_xml,
)
from liaison.press.word.pictures import chart_xml, photos_xml

PANELS: dict[type, Callable[[Panel, PanelContext], str]] = {
    Cover: cover_xml,
    RedHead: red_head_xml,
    LetterHead: letter_head_xml,
    Imprint: imprint_xml,
    Display: display_xml,
    SignOff: sign_off_xml,
    CutLine: cut_line_xml,
    Photos: photos_xml,
    Chart: chart_xml,
}
"""By the type of the block: the XML of its paragraphs."""


def panel_xml(panel: Panel, context: PanelContext) -> str:
    """The XML of a panel."""
    return PANELS[type(panel.source)](panel, context)

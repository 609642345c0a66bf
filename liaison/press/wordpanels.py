"""Heads, imprints, photos and charts in Word: each kind of block has a function that writes it."""

from __future__ import annotations

from collections.abc import Callable

from liaison.press.graphics import Chart, Photos
from liaison.press.pieces import Panel
from liaison.press.wordcontext import PanelContext
from liaison.press.wordpictures import chart_xml, photos_xml

PANELS: dict[type, Callable[[Panel, PanelContext], str]] = {
    Photos: photos_xml,
    Chart: chart_xml,
}
"""By the type of the block: the XML of its paragraphs."""


def panel_xml(panel: Panel, context: PanelContext) -> str:
    """The XML of a panel."""
    return PANELS[type(panel.source)](panel, context)

"""Scrolled parts of a page."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget


def show_through(area: QScrollArea, content: QWidget) -> None:
    """Put content into a scroll area so that the ground behind it shows.

    The area gets a viewport of ours: to hand out Qt's own one, PySide first makes the enums of every widget
    class it knows, to find out what it is. That was 9 ms of every start.
    """
    area.setViewport(QWidget())
    area.setWidget(content)
    content.setAutoFillBackground(False)

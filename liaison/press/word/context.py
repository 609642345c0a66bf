"""What the writers of a Word file's parts share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from liaison.press.fonts import FontSet
from liaison.press.measures import Sheet
from liaison.press.word.styles import WordGrid


@dataclass(slots=True)
class PanelContext:
    """What a block's writer may use.

    Attributes:
        fonts: the faces.
        grid: the page's grid in twips.
        sheet: the sheet it stands on.
        add_image: keeps a picture in the file and gives its relationship id.
    """

    fonts: FontSet
    grid: WordGrid
    sheet: Sheet
    add_image: Callable[[bytes], str]
    _drawings: count[int] = field(default_factory=lambda: count(1))

    def next_drawing(self) -> int:
        """A number that no other drawing of the file has."""
        return next(self._drawings)

"""Photos and charts as blocks; how they are prepared and drawn is in pictures.py and charts/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol


class Kept(Protocol):
    """A photo's content that is kept somewhere else and read when it is drawn, such as an encrypted attachment."""

    @property
    def identity(self) -> object:
        """What tells this content from any other; raises OSError where it is not there."""

    def read(self) -> bytes:
        """The whole content."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo.

    Attributes:
        source: its file, its bytes, or where they are read from; None where it is missing. One that cannot be read
            leaves a framed sentence.
        caption: what stands under it; it is also what a reader who does not see it is told.
        name: what people call its file, where it is kept under another name.
    """

    source: Path | bytes | Kept | None
    caption: str = ""
    name: str = ""

    @property
    def called(self) -> str:
        """What its file is called, "" where it has none."""
        return self.name or (self.source.name if isinstance(self.source, Path) else "")


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos, two or four to a page, in their right orientation."""

    photos: tuple[Photo, ...]
    per_page: Literal[2, 4] = 2


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values of a chart, one for every category; what is no number is left out."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over the width of the text.

    Attributes:
        kind: bars, lines or a pie; a pie shows the first series only.
        title: the line over it.
        categories: the names along its axis, or of its slices.
        series: the values.
        unit: what they are counted in, such as 人次; 元 is written as 万元 once a value reaches ten thousand.
        height_mm: how high it is drawn; names and values that need more room make it higher, up to a page.
    """

    kind: Literal["bar", "line", "pie"]
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    height_mm: float = 70.0

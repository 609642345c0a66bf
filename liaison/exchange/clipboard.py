"""Blocks of cells as WPS and Excel put them on the clipboard: tabs between cells, quotes around line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def parse_block(text: str) -> list[list[str]]:
    """The cells of a copied block; the line end after the last row is no row of its own."""
    if not text:
        return []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text[:-1] if text.endswith("\n") else text
    return [row or [""] for row in csv.reader(io.StringIO(text), delimiter="\t")]


def format_block(rows: Iterable[Sequence[str]]) -> str:
    """A block to be pasted into WPS or Excel."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return text.getvalue()

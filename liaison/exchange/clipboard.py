"""Blocks of cells as WPS and Excel put them on the clipboard: tabs between cells, lines between rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WRAPPED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_REASON = re.compile(r'[\t\n]|""')
_BORDER = re.compile(r"[\t\n]")
_NEEDS_QUOTES = re.compile(r'[\t\n\r]|^"')


def parse_block(text: str) -> list[list[str]]:
    """The cells of a copied block; the line end after the last row is no row of its own.

    Spreadsheets put quotes around a cell only where it holds a line end or a tab, doubling the quotes inside;
    a cell that was typed with quotes around it (“"云溪"号”) comes as it is, and keeps them.
    """
    if not text:
        return []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    if '"' not in text:
        return [line.split("\t") for line in text.split("\n")]
    rows: list[list[str]] = [[]]
    at, end = 0, len(text)
    while True:
        wrapped = _WRAPPED.match(text, at)
        if wrapped and _REASON.search(wrapped[1]):
            cell, at = wrapped[1].replace('""', '"'), wrapped.end()
        else:
            border = _BORDER.search(text, at)
            stop = border.start() if border else end
            cell, at = text[at:stop], stop
        rows[-1].append(cell)
        if at >= end:
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


def format_block(rows: Iterable[Sequence[str]]) -> str:
    """A block to be pasted into WPS or Excel."""
    return "".join("\t".join(map(_cell, row)) + "\r\n" for row in rows)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text

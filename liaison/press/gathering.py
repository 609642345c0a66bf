"""Who was there: 出席, 请假 and 列席 under the text of minutes (GB/T 9704-2012, 10.3)."""

from __future__ import annotations

from collections.abc import Iterator

from liaison.press import blocks as b
from liaison.press import linebreak
from liaison.press.measures import Sheet
from liaison.press.pieces import Para, Piece

INDENT = 2.0  # 10.3


def people_runs(block: b.People) -> tuple[b.Run, ...]:
    """The label in hei, its colon, then the units with their people: parted by ； where units are named."""
    told = [
        f"{unit}　{'、'.join(names)}" if unit and names else unit or "、".join(names) for unit, names in _groups(block)
    ]
    parted = "；" if any(unit for unit, _names in _groups(block)) else "、"
    return (b.Run(b.plain(block.label).rstrip("：:"), role="hei"), b.Run("：" + parted.join(filter(None, told))))


def _groups(block: b.People) -> list[tuple[str, list[str]]]:
    """The units and names as they are printed, empty names left out."""
    return [
        (b.plain(unit).strip(), [name for name in map(b.plain, names) if name.strip()]) for unit, names in block.groups
    ]


def _names(block: b.People, text: str) -> Iterator[tuple[int, int]]:
    """Where the names stand in the text: no line ends inside one."""
    place = 0
    for unit, names in _groups(block):
        place = text.index(unit, place) + len(unit)
        for name in names:
            place = text.index(name, place)
            yield place, place + len(name)
            place += len(name)


def set_people(block: b.People, sheet: Sheet) -> list[Piece]:
    """One paragraph two characters in, its lines hanging after the full-width colon."""
    runs = people_runs(block)
    text = "".join(run.text for run in runs)
    hang = min(INDENT + linebreak.text_width(runs[0].text) + 1, sheet.cells / 2)
    lines = linebreak.break_text(text, sheet.cells - INDENT, sheet.cells - hang, indent=INDENT, hang=hang,
                                 kept=_names(block, text))
    return [Para("people", runs, tuple(lines), cell=sheet.cell, hang=hang)]

"""A text of more than ten thousand characters, and what is measured of it on a PDF: ours, or that of the Word file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdftypes import resolve1

from liaison.press.blocks import Document, Paragraph, Properties, Run
from liaison.press.linebreak import CLOSERS, NOT_AT_END, NOT_AT_START, OPENERS
from liaison.press.plaintext import plain_text
from tests.press.texts import RARE, calibration, corpus

MM = 72 / 25.4
SIZE = 16.0
ABOVE, BELOW = 0.86, 0.14
"""A hanzi's em box reaches so many ems over its base line, and below."""

_NUMBER = re.compile(r"—\d+—")
_HANZI = re.compile(r"[\u4e00-\u9fff]+")


def measured_document() -> Document:
    """Running text with figures, quotes, brackets, dashes, dates, amounts and names, some in black and in kai.

    The rarest names stand in the first paragraph, and every tenth is of hanzi alone, whatever chance makes of the rest.
    """
    found = [Paragraph(f"到会委员有王堃、李喆、张犇、赵昇、钱镕、孙㛃、周䶮和吴𬭚（{RARE}八字都要印得出、抄得下）。")]
    for place, text in enumerate(corpus(20260930, 12_000)):
        if place % 10 == 5:
            found.append(Paragraph(calibration(3, 27)))
        lead = (Run("一是组织学习。", role="hei"), Run("重点如下：", role="kai")) if place % 7 == 3 else ()
        found.append(Paragraph((*lead, Run(text))))
    return Document("量度用文", tuple(found), Properties(author="政协云溪镇联络处"))


def text_put_in(document: Document) -> str:
    """The text without line feeds and blanks, as a reader takes it out again."""
    return _squeezed(plain_text(document))


@dataclass(slots=True)
class Measured:
    """What a PDF of running text measures; lengths in millimetres from the sheet's top left.

    Attributes:
        lines: the text's lines by page, page numbers left out.
        tops, bottoms: upper edge of each page's first line, lower edge of its last, by the em boxes.
        lefts: where lines begin that start with a hanzi at the edge.
        rights: where full lines end in a hanzi; `marked`: where they end in a mark, which fills half of its cell.
        of_hanzi: how many lines of nothing but hanzi, from edge to edge, hold how many of them.
        numbers: for each page its number's text and its distance from the nearer side of the type area: (text, side,
            distance).
        faces: whether each face of the file is embedded.
        text: everything but page numbers, in the file's own order; LibreOffice draws what a face lacks last.
    """

    lines: list[list[str]] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    bottoms: list[float] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    marked: list[float] = field(default_factory=list)
    of_hanzi: Counter[int] = field(default_factory=Counter)
    numbers: list[tuple[str, str, float]] = field(default_factory=list)
    faces: dict[str, bool] = field(default_factory=dict)
    text: str = ""

    @property
    def lines_a_page(self) -> Counter[int]:
        """How many pages hold how many lines, the last page left out."""
        return Counter(len(page) for page in self.lines[:-1])

    @property
    def longest_line(self) -> int:
        """The most characters of one line; half-width figures make it more than 28."""
        return max(len(line) for page in self.lines for line in page)

    @property
    def forbidden(self) -> list[str]:
        """Lines that begin or end with a mark that may not stand there."""
        return [
            line for page in self.lines for line in page if line[0] in NOT_AT_START or line[-1] in NOT_AT_END
        ]  # fmt: skip


def measured(path: Path) -> Measured:
    """Measure a PDF of running text on the grid of GB/T 9704-2012."""
    found = Measured()
    with pdfplumber.open(path) as file:
        for page in file.pages:
            _measure_page(found, page)
            found.faces.update(_faces(page))
    return found


def _measure_page(found: Measured, page: Any) -> None:
    rows = _rows(page)
    *body, (_base, foot) = rows
    found.numbers.append(_number(foot))
    found.lines.append([_squeezed("".join(each["text"] for each in row)) for _base, row in body])
    number = {id(each) for each in foot}
    found.text += _squeezed("".join(each["text"] for each in page.chars if id(each) not in number))
    height = float(page.height)
    found.tops.append((height - body[0][0] - ABOVE * SIZE) / MM)
    found.bottoms.append((height - body[-1][0] + BELOW * SIZE) / MM)
    for (_base, row), after in zip(body, [*(row for _base, row in body[1:]), None], strict=True):
        begins, ends = row[0], row[-1]
        left = begins["matrix"][4] / MM
        if left < 30 and begins["text"] not in OPENERS and begins["text"] > "\u3000":
            found.lefts.append(left)
        if after is not None and after[0]["matrix"][4] / MM < 30:  # the next line goes on with the paragraph
            text = "".join(each["text"] for each in row)
            if left < 30 and _HANZI.fullmatch(text):
                found.of_hanzi[len(text)] += 1
            if ends["text"] in CLOSERS:
                found.marked.append((ends["matrix"][4] + SIZE / 2) / MM)
            elif ends["text"] > "\u3000":
                found.rights.append((ends["matrix"][4] + SIZE) / MM)


def _rows(page: Any) -> list[tuple[float, list[dict[str, Any]]]]:
    """The page's characters by base line, top first, each line left to right."""
    rows: dict[float, list[dict[str, Any]]] = {}
    for each in page.chars:
        base = each["matrix"][5]
        key = next((known for known in rows if abs(known - base) < 3), base)
        rows.setdefault(key, []).append(each)
    return [(base, sorted(row, key=lambda each: each["matrix"][4])) for base, row in sorted(rows.items(), reverse=True)]


def _number(row: list[dict[str, Any]]) -> tuple[str, str, float]:
    """A page number's text, the side it stands at, and how far it is from that side of the type area."""
    drawn = [each for each in row if each["text"].strip()]
    text = _squeezed("".join(each["text"] for each in drawn))
    left, right = drawn[0]["matrix"][4] / MM, (drawn[-1]["matrix"][4] + 14) / MM
    return (text, "right", 184 - right) if 184 - right < left - 28 else (text, "left", left - 28)


def _faces(page: Any) -> Iterator[tuple[str, bool]]:
    for reference in resolve1(resolve1(page.page_obj.resources)["Font"]).values():
        font = resolve1(reference)
        descendants = resolve1(font.get("DescendantFonts"))
        holder = resolve1(descendants[0]) if descendants else font
        descriptor = resolve1(holder.get("FontDescriptor")) or {}
        yield str(font["BaseFont"]), bool({"FontFile", "FontFile2", "FontFile3"} & set(descriptor))


def _squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())

"""A document without its pages: its text, and the figures it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from liaison.press import blocks as b
from liaison.press.gathering import people_runs


def plain_text(document: b.Document) -> str:
    """The document as plain text, one paragraph a line, cells parted by tabs."""
    return "\n".join(line for block in document.blocks for line in _plain_lines(block))


def figures_in(document: b.Document) -> tuple[str, ...]:
    """The keys of the figures the document shows, each once, in the order they appear."""
    return tuple(dict.fromkeys(run.figure for run in _all_runs(document) if run.figure))


def _plain_lines(block: b.Block) -> Iterator[str]:
    if isinstance(block, b.Table):
        yield from _table_lines(block)
        return
    way = _LINES.get(type(block))
    if way is not None:
        yield from way(block)


def _table_lines(table: b.Table) -> Iterator[str]:
    if table.caption:
        yield table.caption
    if any(column.label for column in table.columns):
        yield "\t".join(column.label for column in table.columns)
    for row in (*table.rows, *table.foot):
        cells = (row.label,) if isinstance(row, b.Group) else tuple(b.cell_of(cell).text for cell in row)
        yield "\t".join(map(b.plain, cells))


_LINES: dict[type, Callable[[Any], Iterable[str]]] = {
    b.Title: lambda block: [block.text.replace("\n", "")],
    b.Paragraph: lambda block: [b.plain(block.runs)],
    b.Heading: lambda block: [b.plain(block.text)],
    b.Subtitle: lambda block: [b.plain(block.text)],
    b.Addressee: lambda block: [b.addressee_text(block)],
    b.Signature: lambda block: [block.name, *block.also, block.date_text],
    b.AttachmentNote: lambda block: [lead + name for lead, name in b.attachment_lines(block)],
    b.AttachmentHead: lambda block: [b.attachment_label(block), block.title],
    b.Note: lambda block: [b.plain(b.note_text(block))],
    b.RedHead: lambda block: [
        block.copy_number, block.secrecy, block.urgency, block.mark, block.number, *block.signers
    ],
    b.LetterHead: lambda block: [
        *filter(None, (block.copy_number, block.secrecy, block.urgency)), block.mark, block.number
    ],
    b.People: lambda block: ["".join(run.text for run in people_runs(block))],
    b.Imprint: lambda block: [*block.sent_to, *block.copies_to, block.printed_by, block.printed_on],
    b.Cover: lambda block: [block.office, block.title, *map("\t".join, block.lines), block.foot],
    b.SignOff: lambda block: ["\t".join(block.labels)],
    b.Display: lambda block: block.text.split("\n"),
    b.CutLine: lambda block: [block.label],
    b.Photos: lambda block: [photo.caption for photo in block.photos],
    b.Chart: lambda block: [block.title],
}


def _all_runs(document: b.Document) -> Iterator[b.Run]:
    for block in document.blocks:
        if isinstance(block, b.Paragraph):
            yield from b.runs_of(block.runs)
        elif isinstance(block, (b.Heading, b.Subtitle, b.Note)):
            yield from b.runs_of(block.text)
        elif isinstance(block, b.Table):
            for row in (*block.rows, *block.foot):
                cells = (b.Cell(row.label),) if isinstance(row, b.Group) else row
                for cell in cells:
                    yield from b.runs_of(b.cell_of(cell).text)

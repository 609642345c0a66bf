"""Blocks set as paragraphs: every line broken, nothing placed on a page yet.

Both writers start from these pieces. The page layout stacks them for the screen and for PDF; the Word writer
turns the same pieces into real paragraphs and tables whose lines are made to end at the same characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from liaison.press import blocks as b
from liaison.press import linebreak, measures
from liaison.press.charts.drawing import set_chart
from liaison.press.closing import set_cut_line, set_imprint, set_sign_off
from liaison.press.covers import set_cover
from liaison.press.gathering import set_people
from liaison.press.heads import set_display, set_letter_head, set_red_head, with_text_shown
from liaison.press.measures import SIZE_2, Sheet, Sheets
from liaison.press.photopages import set_photos
from liaison.press.pieces import UNITS, Break, Composed, NewSheet, Panel, Para, Piece, SetTable, Style
from liaison.press.tables import set_table
from liaison.press.titles import split_title

HEADING_ROLES: dict[int, b.Role] = {1: "hei", 2: "kai", 3: "fangsong", 4: "fangsong"}
Form: TypeAlias = "Callable[[Any, Sheet], list[Piece]]"
FORMS: dict[type, Form] = {
    b.RedHead: set_red_head,
    b.LetterHead: set_letter_head,
    b.Display: set_display,
    b.People: set_people,
    b.Imprint: set_imprint,
    b.SignOff: set_sign_off,
    b.CutLine: set_cut_line,
    b.Photos: set_photos,
    b.Chart: set_chart,
}
"""Blocks that are set by a function of their own, given the block and its sheet."""

SEAL_LINES = 5  # of the grid, for a seal of 42 mm and what parts it from the next one

HEADING_STYLES: dict[int, Style] = {1: "heading1", 2: "heading2", 3: "heading3", 4: "heading4"}


def compose(document: b.Document, sheets: Sheets = measures.sheet_for) -> Composed:
    """Set every block of a document, on the standard's sheets or on those that a template has."""
    sheet = sheets(landscape=document.landscape, plain=document.plain)
    first = NewSheet(sheet, document.numbering if document.page_numbers else "none")
    pieces: list[Piece] = [first]
    on, setter = first, _Setter(sheet, document.names)
    for index, block in enumerate(_as_letters_are(document.blocks)):
        if isinstance(block, b.Section):
            plain = document.plain if block.plain is None else block.plain
            sheet = sheets(landscape=block.landscape, plain=plain)
            on = NewSheet(sheet, block.numbering, block.restart, block=index, foot=b.plain(block.foot))
            setter = _Setter(sheet, document.names)
            pieces.append(on)
            continue
        if isinstance(block, b.Cover):
            pieces += _covered(block, on, index, sheets(landscape=False, plain=False))
            continue
        made = [replace(piece, block=index) for piece in setter.set(block)]
        if isinstance(block, b.Subtitle) and index and isinstance(document.blocks[index - 1], b.Title | b.Subtitle):
            made.append(pieces.pop())  # the blank line under a title stands under its subtitle
        if isinstance(block, b.Signature | b.AttachmentNote | b.Note | b.SignOff):
            pieces[-1] = _held(pieces[-1])
        if isinstance(block, b.People) and index and not isinstance(document.blocks[index - 1], b.People):
            made = [replace(piece, block=index) for piece in setter.set(b.Spacer())] + made  # 10.3
        pieces.extend(made)
    return Composed(document, tuple(with_text_shown(_joined_sheets(_joined_breaks(pieces)))))


def _as_letters_are(blocks: tuple[b.Block, ...]) -> Iterator[b.Block]:
    """The blocks, an imprint under a letter's head without printer and date (10.1)."""
    letter = False
    for block in blocks:
        if isinstance(block, b.LetterHead | b.RedHead | b.Section):
            letter = isinstance(block, b.LetterHead)
        yield replace(block, printed_by="", printed_on="") if letter and isinstance(block, b.Imprint) else block


def _covered(block: b.Cover, on: NewSheet, index: int, sheet: Sheet) -> list[Piece]:
    """A cover on an upright sheet of its own, then the sheet that was there before it."""
    cover = NewSheet(sheet, "none", counted=False, block=index)
    return [cover, replace(set_cover(block, sheet), block=index), replace(on, restart=False, block=index)]


def _joined_sheets(pieces: Iterable[Piece]) -> list[Piece]:
    """Of sheets that nothing stands on only the last is left; a restart is not lost with the others."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if isinstance(piece, NewSheet) and isinstance(before, NewSheet):
            joined[-1] = replace(piece, restart=piece.restart or before.restart)
        else:
            joined.append(piece)
    if len(joined) > 1 and isinstance(joined[-1], NewSheet):
        joined.pop()
    return joined


def _held(piece: Piece) -> Piece:
    """The piece tied to what follows, so that a signature never stands alone on a page (7.3.5.5)."""
    if isinstance(piece, Para):
        return replace(piece, keep_next=True, widows=True)
    if isinstance(piece, SetTable | Panel):
        return replace(piece, keep_next=True)
    return piece


def _joined_breaks(pieces: list[Piece]) -> Iterator[Piece]:
    """Page breaks folded into the paragraph they stand before, where one follows; a new sheet needs none."""
    pending = False
    fresh = True
    for piece in pieces:
        if isinstance(piece, Break):
            pending = not fresh
            continue
        if isinstance(piece, NewSheet):
            fresh, pending = True, False
            yield piece
            continue
        if isinstance(piece, Para | Panel):
            piece = replace(piece, new_page=not fresh and (pending or piece.new_page))
        elif pending:
            yield Break(piece.block)
        fresh = pending = False
        yield piece


class _Setter:
    """Sets blocks for one sheet."""

    def __init__(self, sheet: Sheet, names: tuple[str, ...] = ()) -> None:
        self.sheet = sheet
        self.names = names
        self.cells = float(sheet.cells)
        self._ways: dict[type, Callable[[Any], list[Piece]]] = {
            b.Title: self._title,
            b.Subtitle: self._subtitle,
            b.Addressee: self._addressee,
            b.Paragraph: self._paragraph,
            b.Heading: self._heading,
            b.AttachmentNote: self._attachments,
            b.AttachmentHead: self._attachment_head,
            b.Signature: self._signature,
            b.Note: self._note,
            b.Spacer: self._spacer,
            b.PageBreak: lambda _block: [Break()],
            b.Table: self._table,
        }

    def set(self, block: b.Block) -> list[Piece]:
        """The pieces of one block."""
        form = FORMS.get(type(block))
        return form(block, self.sheet) if form else self._ways[type(block)](block)

    def _para(self, style: Style, text: b.Text, *, indent: float = 0.0, hang: float = 0.0, right: float = 0.0,
              role: b.Role = "fangsong", align: b.Align = "left", keep_next: bool = False,
              new_page: bool = False) -> Para:
        runs = b.runs_of(text)
        joined = "".join(run.text for run in runs)
        room = self.cells - right
        lines = linebreak.break_text(joined, room - indent, room - hang, indent=indent, hang=hang)
        return Para(style, runs, tuple(lines), role=role, align=align, right=right, hang=hang, cell=self.sheet.cell,
                    keep_next=keep_next, new_page=new_page)

    def _blank(self, *, keep_next: bool = True) -> Para:
        return self._para("blank", "", keep_next=keep_next)

    def _titled(self, text: str) -> Para:
        """A title in size 2: its lines share whole lines of the grid, so that 22 lines stay 22."""
        cleaned = b.title_text(text)
        lines = split_title(cleaned, self.sheet.area_width / SIZE_2, self.names)
        joined = cleaned.replace("\n", "")
        pitch = self.sheet.pitch
        grid = 1 if len(lines) == 1 else -(-int(len(lines) * measures.TITLE_PITCH * 100) // int(pitch * 100))
        return Para("title", b.runs_of(joined), tuple(lines), role="xiaobiaosong", size=SIZE_2, cell=SIZE_2,
                    align="center", total=grid * UNITS, keep_next=True)

    def _title(self, block: b.Title) -> list[Piece]:
        return [self._titled(block.text), self._blank()]

    def _subtitle(self, block: b.Subtitle) -> list[Piece]:
        return [self._para("subtitle", block.text, role="kai", align="center", keep_next=True)]

    def _addressee(self, block: b.Addressee) -> list[Piece]:
        return [self._para("addressee", b.addressee_text(block), keep_next=True)]

    def _paragraph(self, block: b.Paragraph) -> list[Piece]:
        return [self._para("body", block.runs, indent=block.indent, align=block.align)]

    def _heading(self, block: b.Heading) -> list[Piece]:
        style = HEADING_STYLES[block.level]
        return [self._para(style, block.text, indent=2, role=HEADING_ROLES[block.level], keep_next=True)]

    def _attachments(self, block: b.AttachmentNote) -> list[Piece]:
        """7.3.4: one blank line above, two characters in, names hanging under their own first character."""
        pieces: list[Piece] = [self._blank()]
        pairs = b.attachment_lines(block)
        widest = max((linebreak.text_width(lead) for lead, _name in pairs), default=0.0)
        for number, (lead, name) in enumerate(pairs, start=1):
            width = linebreak.text_width(lead)
            # later items stand under the first one's number; the names of all begin alike
            indent = 2 + (0.0 if lead.startswith("附件") else 3.0)
            hang = indent + width
            pieces.append(self._para("attachments", lead + name, indent=indent, hang=min(hang, 2 + 3 + widest),
                                     keep_next=number == 1 < len(pairs)))
        return pieces

    def _attachment_head(self, block: b.AttachmentHead) -> list[Piece]:
        label = self._para("attachment-head", b.attachment_label(block), role="hei", keep_next=True, new_page=True)
        return [label, self._blank(), self._titled(block.title), self._blank()]

    def _signature(self, block: b.Signature) -> list[Piece]:
        """Names and date by 7.3.5: under seals centred on the date, else stepped by two characters.

        Several offices stand one under the other, the main one first: under seals so far apart that these, 42 mm
        across, do not touch; else from one and the same left side.
        """
        names = [name for name in map(b.plain, (block.name, *block.also)) if name.strip()] or [""]
        widths = [linebreak.text_width(name) for name in names]
        date_width = linebreak.text_width(block.date_text)
        if block.seal:
            # a seal presses on both lines, its top within one line of the text
            date_right = max(4.0, (max(widths) - date_width) / 2)
            rights = [date_right + (date_width - width) / 2 for width in widths]
        else:
            longer = date_width > max(widths)
            date_right = 2.0 if longer else max(widths) - date_width
            left = date_right + date_width + 2
            rights = [left - width for width in widths]
        blanks = [self._blank() for _line in range(2 if block.seal else 1)]
        between = [self._blank() for _line in range(SEAL_LINES - 1 if block.seal else 0)]
        pieces: list[Piece] = []
        for name, right in zip(names, rights, strict=True):
            pieces += [*(between if pieces else blanks),
                       self._para("signer", name, right=max(0.0, right), align="right", keep_next=True)]
        return [*pieces, self._para("date", block.date_text, right=max(0.0, date_right), align="right")]

    def _note(self, block: b.Note) -> list[Piece]:
        return [self._para("note", b.note_text(block), indent=2)]

    def _spacer(self, block: b.Spacer) -> list[Piece]:
        return [self._blank(keep_next=False) for _line in range(block.lines)]

    def _table(self, block: b.Table) -> list[Piece]:
        pieces: list[Piece] = []
        if block.caption:
            pieces.append(self._para("caption", block.caption, role="hei", align="center", keep_next=True))
        return [*pieces, set_table(block, self.sheet)]


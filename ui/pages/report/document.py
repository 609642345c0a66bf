"""One section's text as a document of its own, with its own undo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.pages.report import chips
from ui.pages.report.chips import Chip, Piece

_MARGIN, _ABOVE = 22, 6


class SectionDocument(QTextDocument):
    """One section's text with its own undo."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDefaultFont(theme.font("reading"))
        self.setDocumentMargin(0)
        self.setUndoRedoEnabled(False)
        self._paint = _Bold(self)

    def fill(self, pieces: Sequence[Piece], words: dict[int, str]) -> None:
        """Show a stored text; undo begins here.

        Args:
            words: what the books give, for the pieces (by place) that were typed over.
        """
        self.empty()
        self._write(pieces, words)
        self.setUndoRedoEnabled(True)
        self.setModified(False)

    def empty(self) -> None:
        """Nothing in it, and nothing to undo."""
        self.setUndoRedoEnabled(False)
        self.clear()
        self._set_margins()

    def replace(self, pieces: Sequence[Piece], words: dict[int, str]) -> None:
        """Show another text, as one step that can be undone."""
        self._write(pieces, words)

    def _write(self, pieces: Sequence[Piece], words: dict[int, str]) -> None:
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        cursor.setBlockFormat(chips.block_format())
        cursor.setBlockCharFormat(chips.plain_format())
        chips.insert(cursor, [(p.text, p.key, words.get(n, p.text)) for n, p in enumerate(pieces)])
        cursor.endEditBlock()

    def _set_margins(self) -> None:
        """Room at the sides for the text, little above: the heading stands there."""
        frame = self.rootFrame().frameFormat()
        if frame.leftMargin() != _MARGIN:
            frame.setLeftMargin(_MARGIN)
            frame.setRightMargin(_MARGIN)
            frame.setTopMargin(_ABOVE)
            frame.setBottomMargin(_ABOVE)
            self.rootFrame().setFrameFormat(frame)

    def pieces(self) -> tuple[tuple[str, str | None], ...]:
        """The text as (text, key or None) stretches, ready to be stored."""
        return chips.pieces_of(self)

    def says(self, pieces: Sequence[Piece], words: dict[int, str]) -> bool:
        """Whether it holds just this stored text, with the same words of the books."""
        given: list[tuple[str, str | None]] = []
        for piece in pieces:
            if given and piece.key is None and given[-1][1] is None:
                given[-1] = (given[-1][0] + piece.text, None)
            elif piece.text:
                given.append((piece.text, piece.key))
        known = [words.get(n, p.text) for n, p in enumerate(pieces) if p.key]
        return self.pieces() == tuple(given) and [chip.words for chip in self.chips()] == known

    def chips(self) -> list[Chip]:
        """Its figures, in order."""
        return chips.all_chips(self)

    def embolden(self, place: int | None) -> None:
        """Draw the figure at this place bold; None: no figure."""
        self._paint.choose(place)


class _Bold(QSyntaxHighlighter):
    """Draws the chosen figure bold without touching the text or its undo."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._place: int | None = None
        self._format = QTextCharFormat()
        self._format.setFontWeight(700)

    def choose(self, place: int | None) -> None:
        if place == self._place:
            return
        before, self._place = self._place, place
        for at in (before, place):
            if at is not None:
                self.rehighlightBlock(self.document().findBlock(min(at, self.document().characterCount() - 1)))

    def highlightBlock(self, _text: str) -> None:
        if self._place is None:
            return
        block = self.currentBlock()
        for chip in chips.chips_in(block):
            if chip.start == self._place:
                self.setFormat(chip.start - block.position(), chip.end - chip.start, self._format)

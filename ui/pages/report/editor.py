"""The text of one section, in which figures stay figures.

Typing beside a figure never changes it; typing inside it, or over it while it is chosen, keeps the figure
and marks it as typed over (手改). 退格 behind a figure chooses it first and takes it away when pressed again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QToolTip, QWidget

from ui import theme
from ui.pages.report import chips
from ui.pages.report.chips import Chip, Piece

MARKS = "application/x-lianluobu-report"
_SIDE = 3
"""How far a figure's ground reaches past its characters, in px."""
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


class SectionEdit(QTextEdit):
    """The editor of the section that is shown.

    Signals:
        figure_chosen: a figure was clicked, or 回车 pressed in it: its key.
        edited: the text is another than before.
    """

    figure_chosen = Signal(str)
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bare", True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.labels: dict[str, str] = {}
        self._pending: QTextCharFormat | None = None
        self._pending_text = ""
        self._goes_on: tuple[int, QTextCharFormat] | None = None
        self.cursorPositionChanged.connect(self._caret_moved)
        self._chosen: int | None = None
        self._last: tuple[tuple[str, str | None], ...] = ()
        self._section = SectionDocument(self)
        self._section.contentsChanged.connect(self._contents_changed)
        self.show_section(self._section)

    # -- what it shows ------------------------------------------------------------------------------

    def show_section(self, document: SectionDocument) -> None:
        """Edit another section; each keeps its own undo."""
        self._choose(None)
        if document is not self._section:
            self._section.contentsChanged.disconnect(self._contents_changed)
            document.contentsChanged.connect(self._contents_changed)
            self._section = document
        self.setDocument(document)
        self.viewport().setAcceptDrops(False)  # a figure dragged about would lose its key
        self._last = document.pieces()

    @property
    def section(self) -> SectionDocument:
        """The document that is being edited."""
        return self._section

    def set_read_only(self, read_only: bool) -> None:
        """Frozen text can be read, walked through by keys and copied, and its figures opened."""
        self.setReadOnly(read_only)
        if read_only:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)

    @Slot()
    def _contents_changed(self) -> None:
        now = self._section.pieces()
        if now != self._last:
            self._last = now
            self.edited.emit()

    @Slot()
    def _caret_moved(self) -> None:
        if self._goes_on is not None and self.textCursor().position() != self._goes_on[0]:
            self._goes_on = None

    # -- choosing figures ---------------------------------------------------------------------------

    def chip_at(self, point: QPointF) -> Chip | None:
        """The figure under a point of the viewport."""
        cursor = self.cursorForPosition(point.toPoint())
        for chip in chips.chips_in(cursor.block()):
            if any(box.contains(point) for box in self._boxes(chip)):
                return chip
        return None

    def chosen_chip(self) -> Chip | None:
        """The figure whose records are open."""
        if self._chosen is None:
            return None
        return next((c for c in chips.chips_in(self._section.findBlock(self._chosen)) if c.start == self._chosen), None)

    def choose_key(self, key: str) -> bool:
        """Choose the first figure with this key; False when the section has none."""
        chip = next((c for c in self._section.chips() if c.key == key), None)
        self._choose(chip)
        if chip is not None:
            cursor = self.textCursor()
            cursor.setPosition(chip.end)
            self.setTextCursor(cursor)
        return chip is not None

    def choose_none(self) -> None:
        """No figure's records are open."""
        self._choose(None)

    def _choose(self, chip: Chip | None) -> None:
        self._chosen = None if chip is None else chip.start
        self._section.embolden(self._chosen)
        self.viewport().update()

    def _open(self, chip: Chip) -> None:
        self._choose(chip)
        self.figure_chosen.emit(chip.key)

    def _chip_here(self) -> Chip | None:
        """The figure the keyboard is at: chosen whole, or with the caret inside."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            return self._whole_chip(cursor)
        return chips.chip_around(self._section, cursor.position(), edges=self.isReadOnly())

    @staticmethod
    def _whole_chip(cursor: QTextCursor) -> Chip | None:
        """The figure that the selection is exactly."""
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        for chip in chips.chips_in(cursor.document().findBlock(start)):
            if (chip.start, chip.end) == (start, end):
                return chip
        return None

    # -- writing ------------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """Write as if typed: into the figure the caret is in, over a figure that is chosen whole, else plain."""
        cursor = self._snapped()
        chip = self._whole_chip(cursor) if cursor.hasSelection() else None
        form = self._format_at(cursor, chip)
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
        if chips.number_of(form):
            cursor.insertText(" ".join(lines.split("\n")), form)
        elif "\n" in lines or cursor.hasSelection():
            cursor.beginEditBlock()
            cursor.removeSelectedText()
            chips.insert(cursor, [(_printable(lines), None, "")])
            cursor.endEditBlock()
        else:
            cursor.insertText(_printable(lines), form)  # no block around it: typing is one step of undo
        self.setTextCursor(cursor)
        self._goes_on = (cursor.position(), form) if chips.number_of(form) else None
        self.ensureCursorVisible()

    def insert_figure(self, key: str, words: str) -> None:
        """Put a figure at the caret; inside another figure it goes behind that one."""
        cursor = self._snapped()
        inside = None if cursor.hasSelection() else chips.chip_around(self._section, cursor.position())
        if inside is not None:
            cursor.setPosition(inside.end)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        chips.insert(cursor, [(words, key, words)])
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def put_back(self, chip: Chip) -> None:
        """A typed-over figure becomes what the books give; one step of undo."""
        cursor = QTextCursor(self._section)
        cursor.setPosition(chip.start)
        cursor.setPosition(chip.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(chip.words, chips.chip_format(chip.key, chip.words))

    def _format_at(self, cursor: QTextCursor, chosen: Chip | None) -> QTextCharFormat:
        """What is written here belongs to the figure it is written into or over, else to none.

        At a figure's end that is the figure only while the same typing goes on.
        """
        if self._goes_on is not None and not cursor.hasSelection() and cursor.position() == self._goes_on[0]:
            return self._goes_on[1]
        chip = chosen
        if chip is None and not cursor.hasSelection():
            chip = chips.chip_around(self._section, cursor.position())
        elif chip is None:
            start, end = cursor.selectionStart(), cursor.selectionEnd()
            chip = next((c for c in chips.chips_in(cursor.document().findBlock(start))
                         if c.start <= start and end <= c.end), None)  # fmt: skip
        if chip is None:
            return chips.plain_format()
        inside = QTextCursor(self._section)
        inside.setPosition(chip.start + 1)
        return inside.charFormat()

    def _snapped(self) -> QTextCursor:
        """The cursor, its selection widened to whole figures where it cuts through one from outside."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return cursor
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        for edge in (start, end):
            chip = chips.chip_around(self._section, edge)
            if chip is not None and not (chip.start <= start and end <= chip.end):
                start, end = min(start, chip.start), max(end, chip.end)
        if (start, end) != (cursor.selectionStart(), cursor.selectionEnd()):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        return cursor

    # -- keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(event)
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._erase(event)
        elif event.matches(QKeySequence.StandardKey.Cut):
            self._snapped()
            super().keyPressEvent(event)
        elif self._is_typing(event):
            self.write(event.text())
            event.accept()
        elif key == Qt.Key.Key_Escape:
            event.ignore()  # belongs to the window: back
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _is_typing(event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        altgr = held == (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        text = event.text()
        return bool(text) and (text.isprintable() or text == "\u3000") and (not held.value or altgr)

    def _enter(self, event: QKeyEvent) -> None:
        chip = self._chip_here()
        if chip is not None:
            self._open(chip)
        elif not self.isReadOnly():
            self.write("\n")
        event.accept()

    def _erase(self, event: QKeyEvent) -> None:
        """退格 and Delete: at a figure's edge they choose it first, and take it away when pressed again."""
        cursor = self._snapped()
        on = self._goes_on
        if on is not None and event.key() == Qt.Key.Key_Backspace and not cursor.hasSelection():
            here = chips.chip_around(self._section, on[0], edges=True)
            if here is not None and here.start + 1 < on[0]:  # still typing over it: take the last one back
                super().keyPressEvent(event)
                self._goes_on = (self.textCursor().position(), on[1])
                return
        if not cursor.hasSelection():
            at = cursor.position()
            back = event.key() == Qt.Key.Key_Backspace
            whole_word = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            for chip in chips.chips_in(cursor.block()):
                touched = at == (chip.end if back else chip.start)
                if touched or (whole_word and chip.start < at < chip.end):
                    cursor.setPosition(chip.start if back else chip.end)
                    cursor.setPosition(chip.end if back else chip.start, QTextCursor.MoveMode.KeepAnchor)
                    self.setTextCursor(cursor)
                    event.accept()
                    return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing shows at the caret; what is committed is written as if typed."""
        if self.isReadOnly():
            event.ignore()  # Qt would write into text that can be walked through by keys
            return
        if event.replacementLength():
            super().inputMethodEvent(event)
            return
        cursor = self._snapped()
        chip = self._whole_chip(cursor) if cursor.hasSelection() else None
        if chip is not None and event.preeditString() and not event.commitString():
            self._pending = self._format_at(cursor, chip)  # Qt takes the chosen text away while composing
            self._pending_text = chip.text
        committed = event.commitString()
        if not committed:
            super().inputMethodEvent(event)
            if self._pending is not None and not event.preeditString():
                self.textCursor().insertText(self._pending_text, self._pending)  # composing was given up
                self._pending = None
            return
        if event.preeditString() or self.textCursor().block().layout().preeditAreaText():
            self._preedit("", [])
        if self._pending is not None:
            cursor = self.textCursor()
            cursor.insertText(committed, self._pending)
            self.setTextCursor(cursor)
            self._goes_on, self._pending = (cursor.position(), self._pending), None
            self.ensureCursorVisible()
        else:
            self.write(committed)
        if event.preeditString():
            self._preedit(event.preeditString(), event.attributes())
        event.accept()

    def _preedit(self, text: str, attributes: Sequence[QInputMethodEvent.Attribute]) -> None:
        super().inputMethodEvent(QInputMethodEvent(text, list(attributes)))

    # -- clipboard ----------------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:
        pieces = chips.selected_with_words(self.textCursor())
        data = QMimeData()
        data.setText("".join(text for text, _, _ in pieces))
        data.setData(MARKS, QByteArray(json.dumps(pieces, ensure_ascii=False).encode()))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste: figures copied in this program stay figures, everything else comes as plain text."""
        pieces = _read_marks(source)
        if not pieces:
            self.write(source.text())
            return
        cursor = self._snapped()
        inside = chips.chip_around(self._section, cursor.position())
        if inside is not None and not cursor.hasSelection():
            cursor.setPosition(inside.end)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        chips.insert(cursor, pieces)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # -- mouse --------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            chip = self.chip_at(event.position())
            if chip is not None:
                self._open(chip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self.chip_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            chip = self.chip_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(chip) if chip else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def tip(self, chip: Chip) -> str:
        """What a figure says of itself."""
        lines = [self.labels.get(chip.key, ""), "点开看出处（回车）"]
        if chip.typed_over:
            lines.insert(1, f"手改，台账是 {chip.words}" if chip.words else "手改，台账里已经没有这个数")
        return "\n".join(line for line in lines if line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def menu(self) -> QMenu:
        """The menu of the right button, in the program's own words."""
        menu = QMenu(self)
        selected, writes = self.textCursor().hasSelection(), not self.isReadOnly()
        for word, slot, possible in (
            ("撤销\tCtrl+Z", self.undo, writes and self._section.isUndoAvailable()),
            ("重做\tCtrl+Y", self.redo, writes and self._section.isRedoAvailable()),
            ("剪切\tCtrl+X", self.cut, writes and selected),
            ("复制\tCtrl+C", self.copy, selected),
            ("粘贴\tCtrl+V", self.paste, writes and self.canPaste()),
            ("全选\tCtrl+A", self.selectAll, True),
        ):
            menu.addAction(word, slot).setEnabled(possible)
        return menu

    # -- painting -----------------------------------------------------------------------------------

    def _boxes(self, chip: Chip) -> list[QRectF]:
        """The chip's ground on each of its lines, in viewport places."""
        block = self._section.findBlock(chip.start)
        layout = block.layout()
        corner = layout.position() - QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        size = self.fontMetrics().height() if self._section.isEmpty() else _em(self)
        start, end = chip.start - block.position(), chip.end - block.position()
        found: list[QRectF] = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            left, right = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if left >= right:
                continue
            x1, x2 = line.cursorToX(left), line.cursorToX(right)
            x1, x2 = (v[0] if isinstance(v, tuple) else v for v in (x1, x2))
            middle = corner.y() + line.y() + line.ascent() - 0.38 * size
            high = 1.6 * size
            found.append(QRectF(corner.x() + x1 - _SIDE, middle - high / 2, x2 - x1 + 2 * _SIDE, high))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint_chips(event.rect())
        super().paintEvent(event)

    def _paint_chips(self, region: QRect) -> None:
        painter = QPainter(self.viewport())
        chosen = self._chosen
        block: QTextBlock = self.cursorForPosition(region.topLeft()).block()
        while block.isValid():
            top = block.layout().position().y() - self.verticalScrollBar().value()
            if top > region.bottom():
                break
            for chip in chips.chips_in(block):
                self._paint_chip(painter, chip, chip.start == chosen)
            block = block.next()
        painter.end()

    def _paint_chip(self, painter: QPainter, chip: Chip, chosen: bool) -> None:
        ground = theme.colour("figure_clicked" if chosen else "figure_ground")
        edge = theme.colour("figure_edge") if chosen or chip.typed_over else theme.tone("near")[2]
        if chip.typed_over and not chosen:
            ground = theme.colour("surface")
        for box in self._boxes(chip):
            theme.paint_box(
                painter, box, ground=ground, edge=edge, radius=theme.RADIUS,
                edge_width=theme.FOCUS_EDGE if chosen else theme.EDGE, dashed=chip.typed_over,
            )  # fmt: skip

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.isReadOnly():
            self.setCursorWidth(2)


def _em(widget: QWidget) -> float:
    """The size of one character of report text, in px."""
    return float(theme.font("reading").pointSizeF() * widget.logicalDpiY() / 72)


def _printable(text: str) -> str:
    """Without control marks; tabs become blanks."""
    return "".join(c if c.isprintable() or c in "\n\u3000" else " " if c == "\t" else "" for c in text)


def _read_marks(source: QMimeData) -> list[tuple[str, str | None, str]]:
    """The figures and texts that this program put on the clipboard; [] when another program did."""
    if not source.hasFormat(MARKS):
        return []
    try:
        given = json.loads(bytes(source.data(MARKS).data()).decode())
        return [(_printable(str(text)), str(key) if key else None, str(words)) for text, key, words in given]
    except (ValueError, TypeError):
        return []

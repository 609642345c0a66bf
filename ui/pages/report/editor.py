"""The text of one section, in which figures stay figures.

Typing beside a figure never changes it; typing inside it, or over it while it is chosen, keeps the figure
and marks it as typed over (手改). 退格 behind a figure chooses it first and takes it away when pressed again.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QToolTip, QWidget

from ui.pages.report import chips, painting
from ui.pages.report.chips import Chip
from ui.pages.report.clipboard import copied, printable, read_marks
from ui.pages.report.document import SectionDocument


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
            if any(box.contains(point) for box in self.boxes(chip)):
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
            chips.insert(cursor, [(printable(lines), None, "")])
            cursor.endEditBlock()
        else:
            cursor.insertText(printable(lines), form)  # no block around it: typing is one step of undo
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
        return copied(self.textCursor())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste: figures copied in this program stay figures, everything else comes as plain text."""
        pieces = read_marks(source)
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

    def boxes(self, chip: Chip) -> list[QRectF]:
        """Where a figure stands, one box a line, in viewport places."""
        return painting.boxes(self, chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.paint_chips(self, event.rect(), self._chosen)
        super().paintEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.isReadOnly():
            self.setCursorWidth(2)

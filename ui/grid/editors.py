"""What a value is typed into in a form, by the kind of its field.

Every editor has `show(row)`, `raw()`, `is_changed()`, `set_locked(bool)` and the signal `left`: the user is
done with the value, so it may be saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QDate, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from liaison.kit.fields import (
    Choice,
    Day,
    Field,
    Files,
    Flag,
    LongText,
    Moment,
    Phone,
    Reference,
    References,
    Text,
    Value,
)
from ui import icons, theme
from ui.grid.choice_editors import ChoiceEditor, NameEditor, NamesEditor
from ui.grid.file_editor import FilesEditor
from ui.pages.base import Room
from ui.widgets.buttons import LinkButton

AS_TYPED = 1_500
"""Milliseconds of quiet after which a long text is saved while it is being typed."""


class LineEditor(QLineEdit):
    """A line of text, an amount, a number."""

    left = Signal()

    def __init__(self, f: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of = f
        self._kept = ""
        if f.right_aligned:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self.left)

    def show_value(self, value: Value, text: str) -> None:
        """Show a stored value; what was typed before is gone."""
        self._kept = self.of.edit(value)
        self.setText(self._kept)
        self.setCursorPosition(0)

    def put(self, raw: object) -> None:
        """Show what was typed once and refused, or foreseen for a new record."""
        self.setText("" if raw is None else str(raw))

    def raw(self) -> object:
        """What is in the field, as typed."""
        return self.text()

    def is_changed(self) -> bool:
        """Whether it says something else than what was shown."""
        return self.text() != self._kept

    def set_locked(self, locked: bool) -> None:
        """Readable only."""
        if self.isReadOnly() != locked:
            self.setReadOnly(locked)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape and self.is_changed():
            self.setText(self._kept)
        else:
            super().keyPressEvent(event)


class LongEditor(QPlainTextEdit):
    """Text of several lines; saved when left and after a short quiet while typing."""

    left = Signal()

    def __init__(self, f: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of = f
        self._kept = ""
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.height(theme.CONTROL) * 2 + 8)
        self.quiet = QTimer(self, singleShot=True, interval=AS_TYPED)
        self.quiet.timeout.connect(self.left)
        self.textChanged.connect(self._typed)

    def show_value(self, value: Value, text: str) -> None:
        self._kept = self.of.edit(value)
        if self.toPlainText() != self._kept:
            self.setPlainText(self._kept)
        self.quiet.stop()

    def put(self, raw: object) -> None:
        self.setPlainText("" if raw is None else str(raw))

    def raw(self) -> object:
        return self.toPlainText()

    def is_changed(self) -> bool:
        return self.toPlainText() != self._kept

    def set_locked(self, locked: bool) -> None:
        if self.isReadOnly() != locked:
            self.setReadOnly(locked)
            self.style().unpolish(self)
            self.style().polish(self)

    @Slot()
    def _typed(self) -> None:
        if self.hasFocus() and not self.isReadOnly():
            self.quiet.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.quiet.stop()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class DayEditor(LineEditor):
    """A day typed in any way people write it, or taken from the calendar (Alt+↓)."""

    def __init__(self, f: Field, parent: QWidget | None = None) -> None:
        super().__init__(f, parent)
        self._action = self.addAction(icons.icon("calendar", "second"), QLineEdit.ActionPosition.TrailingPosition)
        self._action.setToolTip("日历（Alt+↓）")
        self._action.triggered.connect(self.open_calendar)
        self._popup: QFrame | None = None
        self.today = ""

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self._action.setVisible(not locked)

    @Slot()
    def open_calendar(self) -> None:
        """Show the month under the field."""
        frame = QFrame(self, Qt.WindowType.Popup)
        frame.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = QVBoxLayout(frame)
        box.setContentsMargins(1, 1, 1, 1)
        calendar = QCalendarWidget(frame)
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        chosen = QDate.fromString(self._iso(), Qt.DateFormat.ISODate)
        if chosen.isValid():
            calendar.setSelectedDate(chosen)
        calendar.activated.connect(self._chosen)
        calendar.clicked.connect(self._chosen)
        box.addWidget(calendar)
        frame.move(self.mapToGlobal(self.rect().bottomLeft()))
        self._popup = frame
        frame.show()
        calendar.setFocus()

    def _iso(self) -> str:
        from liaison.chinese.dates import parse_date
        from liaison.errors import UserError

        try:
            return parse_date(self.text()) if self.text().strip() else self.today
        except UserError:
            return self.today

    @Slot(QDate)
    def _chosen(self, chosen: QDate) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self.setText(self.of.edit(chosen.toString(Qt.DateFormat.ISODate)))
        self.setFocus()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        if event.key() == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier and not self.isReadOnly():
            self.open_calendar()
        elif event.key() == Qt.Key.Key_Semicolon and held == Qt.KeyboardModifier.ControlModifier:
            if not self.isReadOnly():
                self.setText(self.of.edit(self.today))
        else:
            super().keyPressEvent(event)


class PrivateEditor(QWidget):
    """A telephone or ID number, an address: masked until asked for.

    Signals:
        asked: 显示 was pressed; whoever answers calls `reveal`.
    """

    left = Signal()
    asked = Signal()

    def __init__(self, f: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of = f
        self._value: Value = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.line = LineEditor(f, self)
        self.line.setAccessibleName(f.label)
        self.line.left.connect(self.left)
        row.addWidget(self.line, 1)
        self._reveal = LinkButton("显示", self.asked, parent=self)
        self._reveal.setAccessibleName(f"显示{f.label}")
        row.addWidget(self._reveal)
        self.setFocusProxy(self.line)

    def show_value(self, value: Value, text: str) -> None:
        self._value = value
        hidden = value is not None and text != self.of.show(value)
        self.line.show_value(value, text)
        if hidden:
            self.line.setText(text)
        self.line.set_locked(hidden)
        self._reveal.setVisible(hidden)

    @Slot()
    def reveal(self) -> None:
        """Show the whole text and let it be changed."""
        self.line.set_locked(False)
        self.line.show_value(self._value, "")
        self._reveal.hide()

    def put(self, raw: object) -> None:
        self.line.set_locked(False)
        self._reveal.hide()
        self.line.put(raw)

    def raw(self) -> object:
        return self.of.edit(self._value) if self.line.isReadOnly() else self.line.raw()

    def is_changed(self) -> bool:
        return not self.line.isReadOnly() and self.line.is_changed()

    def set_locked(self, locked: bool) -> None:
        if locked:
            self.line.set_locked(True)


def make_editor(f: Field, room: Room, initials: Callable[[str], str], parent: QWidget) -> Any:
    """The editor for a field; its names and proposals are filled in later."""
    if isinstance(f, Files):
        return FilesEditor(f, room, parent)
    if isinstance(f, Reference):
        return NameEditor(f, initials, parent)
    if isinstance(f, References):
        return NamesEditor(f, initials, parent)
    if f.private and isinstance(f, (Phone, Text)):
        return PrivateEditor(f, parent)
    if isinstance(f, Choice):
        return ChoiceEditor(f, f.options, parent)
    if isinstance(f, Flag):
        return ChoiceEditor(f, (f.yes, f.no), parent)
    if isinstance(f, LongText):
        return LongEditor(f, parent)
    if isinstance(f, Day) and not isinstance(f, Moment):
        editor = DayEditor(f, parent)
        editor.today = room.today().isoformat()
        return editor
    return LineEditor(f, parent)


def initial_raw(f: Field, value: Value) -> object:
    """What a new record's field holds at first, in the form `put` takes."""
    if value is None:
        return None
    return value if isinstance(f, (Reference, References)) else f.edit(value)


__all__ = ["AS_TYPED", "initial_raw", "make_editor"]

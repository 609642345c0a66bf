"""What a value is typed into in a form, by the kind of its field.

Every editor has `show(row)`, `raw()`, `is_changed()`, `set_locked(bool)` and the signal `left`: the user is
done with the value, so it may be saved.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QDate, QRectF, QStringListModel, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCompleter,
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
    Value,
    numbers_of,
)
from ui import ask, icons, theme
from ui.dialogs.form import NameSelect, NamesField
from ui.pages.base import Room
from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.search import Select
from ui.widgets.text import ElidedLabel

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


class ChoiceEditor(Select):
    """One of a few words; an open-ended choice can be typed too."""

    left = Signal()

    def __init__(self, f: Field, options: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(f.label, parent)
        self.of = f
        self._kept = ""
        self._open_ended = isinstance(f, Choice) and f.open_ended
        self.setPlaceholderText("")
        if self._open_ended:
            self.setEditable(True)
            self.setInsertPolicy(Select.InsertPolicy.NoInsert)
            line = self.lineEdit()
            line.setProperty("bare", True)
            line.setTextMargins(10, 0, 26, 0)
            line.setAccessibleName(f.label)
            line.editingFinished.connect(self.left)
        self.set_options(options)
        self.activated.connect(self._activated)

    def set_options(self, options: tuple[str, ...]) -> None:
        """What is proposed; what is chosen stays."""
        now = self.raw() if self.count() else ""
        self.blockSignals(True)
        self.clear()
        if not self.of.required and not self._open_ended:
            self.addItem("")
        self.addItems(list(options))
        self.blockSignals(False)
        self.put(now)

    @Slot()
    def _activated(self) -> None:
        self.left.emit()

    def show_value(self, value: Value, text: str) -> None:
        self._kept = self.of.edit(value)
        self.put(self._kept)

    def put(self, raw: object) -> None:
        text = "" if raw is None else str(raw)
        place = self.findText(text)
        if place < 0 and text and not self._open_ended:
            self.addItem(text)
            place = self.count() - 1
        self.setCurrentIndex(place)
        if self._open_ended:
            self.setEditText(text)

    def raw(self) -> object:
        return self.currentText() if self.currentIndex() >= 0 or self._open_ended else ""

    def is_changed(self) -> bool:
        return self.raw() != self._kept

    def set_locked(self, locked: bool) -> None:
        _lock(self, locked)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEnabled():
            super().paintEvent(event)
        else:
            _paint_locked(self, self.currentText())


class NameEditor(NameSelect):
    """Another book's record by its name: a list narrows while it is typed, by characters or pinyin initials."""

    left = Signal()

    def __init__(self, f: Field, initials: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(f.label, initials, parent)
        self.of = f
        self._kept: object = None
        self._expected: int | None = None
        self._hits = QStringListModel(self)
        completer = QCompleter(self._hits, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        completer.activated.connect(self._picked)
        self.lineEdit().editingFinished.connect(self._finished)
        self.activated.connect(self._activated)

    def set_names(self, names: dict[int, str], empty: str = "") -> None:
        """What can be chosen; a record that was named before its name was known is chosen now."""
        expected, self._expected = self._expected, None
        super().set_names(names, empty)
        if expected is not None:
            self.set_value(expected)

    def found(self, text: str) -> list[str]:
        """The names that hold a text, or whose pinyin initials begin with it."""
        letters = text.strip().casefold()
        if not letters:
            return []
        latin = letters.isascii()
        names = (self.itemText(n) for n in range(self.count()))
        return [
            n for n in names if letters in n.casefold() or (latin and self._initials(n).startswith(letters))
        ]

    @Slot(str)
    def _typed(self, text: str) -> None:
        """Narrow the list; nothing is chosen before the field is left."""
        self._hits.setStringList(self.found(text)[:50])

    @Slot(str)
    def _picked(self, name: str) -> None:
        self.setCurrentIndex(self.findText(name))
        self.left.emit()

    @Slot()
    def _finished(self) -> None:
        """The only name that fits is meant."""
        text = self.currentText()
        hits = self.found(text) if self.findText(text) < 0 else []
        if len(hits) == 1:
            self.setCurrentIndex(self.findText(hits[0]))
        self.left.emit()

    @Slot()
    def _activated(self) -> None:
        self.left.emit()

    def show_value(self, value: Value, text: str) -> None:
        if isinstance(value, int) and self.findData(value) < 0:
            self.addItem(text, value)
        self._kept, self._expected = value, None
        self.set_value(value)
        self.lineEdit().setCursorPosition(0)

    def put(self, raw: object) -> None:
        self._expected = raw if isinstance(raw, int) and self.findData(raw) < 0 else None
        self.set_value(raw if isinstance(raw, (int, str)) else None)

    def raw(self) -> object:
        return self._expected if self._expected is not None else self.value()

    def is_changed(self) -> bool:
        return self.raw() != self._kept

    def set_locked(self, locked: bool) -> None:
        _lock(self, locked)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEnabled():
            super().paintEvent(event)
        else:
            _paint_locked(self, self.currentText())


class NamesEditor(NamesField):
    """Several records of another book, as chips."""

    left = Signal()

    def __init__(self, f: Field, initials: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(f.label, initials, parent)
        self.of = f
        self._kept: list[int] = []
        self.changed.connect(self.left)

    def show_value(self, value: Value, text: str) -> None:
        self._kept = numbers_of(value)
        self.set_values(self._kept)

    def put(self, raw: object) -> None:
        self.set_values([int(n) for n in raw] if isinstance(raw, (list, tuple)) else [])

    def raw(self) -> object:
        return self.values()

    def is_changed(self) -> bool:
        return self.values() != self._kept

    def set_locked(self, locked: bool) -> None:
        self.setEnabled(not locked)


class PrivateEditor(QWidget):
    """A telephone or ID number: masked until asked for."""

    left = Signal()

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
        self._reveal = LinkButton("显示", self.reveal, parent=self)
        row.addWidget(self._reveal)
        self.setFocusProxy(self.line)

    def show_value(self, value: Value, text: str) -> None:
        self._value = value
        hidden = value is not None
        self.line.show_value(value, text)
        if hidden:
            self.line.setText(self.of.show(value))
        self.line.set_locked(hidden)
        self._reveal.setVisible(hidden)

    @Slot()
    def reveal(self) -> None:
        """Show the whole number and let it be changed."""
        self.line.set_locked(False)
        self.line.show_value(self._value, "")
        self._reveal.hide()
        self.line.setFocus()

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


class FilesEditor(QWidget):
    """Attached files: open them, add more, take one off."""

    left = Signal()

    def __init__(self, f: Field, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of, self._room = f, room
        self._files: list[dict[str, Any]] = []
        self._kept: list[dict[str, Any]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        self.add = LinkButton("添加", self.choose, parent=self)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignRight)
        self.setFocusProxy(self.add)

    def show_value(self, value: Value, text: str) -> None:
        self._kept = list(json.loads(str(value))) if value else []
        self.put(self._kept)

    def put(self, raw: object) -> None:
        self._files = list(raw) if isinstance(raw, list) else []
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for place, file in enumerate(self._files):
            self._list.addWidget(_FileRow(str(file["name"]), place, self))

    def raw(self) -> object:
        return list(self._files) if self._files else None

    def is_changed(self) -> bool:
        return self._files != self._kept

    def set_locked(self, locked: bool) -> None:
        self.add.setVisible(not locked)

    @Slot()
    def choose(self) -> None:
        """Choose files and copy them into the office folder."""
        paths = ask.open_files("attach", "添加附件")
        if paths:
            self._room.tasks.ask(_attach_all, self._room.office, paths, done=self._attached, owner=self)

    def _attached(self, files: list[dict[str, Any]]) -> None:
        self.put([*self._files, *files])
        self.left.emit()

    def take_off(self, place: int) -> None:
        """Take a file off the record; the copy in the office folder stays for 撤销."""
        self.put([f for n, f in enumerate(self._files) if n != place])
        self.left.emit()

    def open_file(self, place: int) -> None:
        """Open a file with the system's program for it."""
        self._room.tasks.ask(
            _path_of, self._room.office, json.dumps([self._files[place]]), done=_open_path, owner=self
        )


class _FileRow(QWidget):
    def __init__(self, name: str, place: int, editor: FilesEditor) -> None:
        super().__init__(editor)
        self._place, self._editor = place, editor
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        short = ElidedLabel(name).fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideMiddle, theme.width(130)
        )
        link = LinkButton(short, self._open, role="progress", icon="attachment", parent=self)
        link.setToolTip(f"打开 {name}")
        row.addWidget(link)
        row.addStretch(1)
        row.addWidget(IconButton("close", f"去掉 {name}", self._off, parent=self))

    @Slot()
    def _open(self) -> None:
        self._editor.open_file(self._place)

    @Slot()
    def _off(self) -> None:
        self._editor.take_off(self._place)


def _lock(select: Select, locked: bool) -> None:
    """A locked choice is read like a locked line: no arrow, nothing to open."""
    select.setEnabled(not locked)
    line = select.lineEdit()
    if line is not None:
        line.setVisible(not locked)


def _paint_locked(select: Select, text: str) -> None:
    painter = QPainter(select)
    box = QRectF(select.rect())
    theme.paint_box(painter, box, ground=theme.colour("page"), edge=theme.colour("hairline"))
    painter.setFont(select.font())
    painter.setPen(theme.colour("text"))
    inner = box.adjusted(11, 0, -8, 0)
    text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)


def make_editor(f: Field, room: Room, initials: Callable[[str], str], parent: QWidget) -> Any:
    """The editor for a field; its names and proposals are filled in later."""
    if isinstance(f, Files):
        return FilesEditor(f, room, parent)
    if isinstance(f, Reference):
        return NameEditor(f, initials, parent)
    if isinstance(f, References):
        return NamesEditor(f, initials, parent)
    if isinstance(f, Phone):
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


def _attach_all(office: Any, paths: list[Any]) -> list[Mapping[str, Any]]:
    return [office.attach(path) for path in paths]


def _path_of(office: Any, value: str) -> Any:
    found = office.attached(value)
    return found[0][1] if found else None


def _open_path(path: Any) -> None:
    if path is None or not path.is_file():
        ask.tell("找不到这个附件了，记录没有受影响，请从备份里找回")
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        ask.tell("没有能打开这种文件的程序，请在文件夹里找到它再打开", detail=str(path))


__all__ = ["AS_TYPED", "initial_raw", "make_editor"]

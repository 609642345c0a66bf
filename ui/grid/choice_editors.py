"""Fields in which something is chosen: a word of a few, a record of another book, several of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QWidget

from liaison.kit.fields import Choice, Field, Value, numbers_of
from ui import theme
from ui.dialogs.form import NameSelect, NamesField
from ui.widgets.search import Select


class _Kept:
    """Put before a `Select`: it knows what it was shown with, and is read like a locked line when it is locked."""

    _kept: object

    def is_changed(self) -> bool:
        return self.raw() != self._kept

    def set_locked(self, locked: bool) -> None:
        """No arrow, nothing to open."""
        self.setEnabled(not locked)
        line = self.lineEdit()
        if line is not None:
            line.setVisible(not locked)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEnabled():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        box = QRectF(self.rect())
        theme.paint_box(painter, box, ground=theme.colour("page"), edge=theme.colour("hairline"))
        painter.setFont(self.font())
        painter.setPen(theme.colour("text"))
        inner = box.adjusted(11, 0, -8, 0)
        text = painter.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)


class ChoiceEditor(_Kept, Select):
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


class NameEditor(_Kept, NameSelect):
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
        for number, word in zip(self._kept, text.split("、"), strict=False):
            self._names.setdefault(number, word)  # one that is not offered any more stands where it stood
        self.set_values(self._kept)

    def put(self, raw: object) -> None:
        self.set_values([int(n) for n in raw] if isinstance(raw, (list, tuple)) else [])

    def raw(self) -> object:
        return self.values()

    def is_changed(self) -> bool:
        return self.values() != self._kept

    def set_locked(self, locked: bool) -> None:
        self.setEnabled(not locked)

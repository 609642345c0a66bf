"""A small dialog with a form: rows, what is wrong beside each, the verb that goes ahead and the safe way out.

The work runs on the worker while the dialog stays open; refused values stay on the screen with their
sentence under the field.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from liaison.errors import BadInput, UserError
from ui import icons, theme
from ui.dialogs.form_drafts import FormDrafts
from ui.drafts import NEW
from ui.tasks import Tasks
from ui.widgets.buttons import Button
from ui.widgets.form import FormRow
from ui.widgets.search import Select
from ui.widgets.text import label

Work = Callable[[], Any]


class FormDialog(QDialog):
    """Title, rows, foot. Fill `rows` with `add_row`; override `work` to say what going ahead does.

    Attributes:
        result_value: what the work gave, after the dialog was accepted.
    """

    def __init__(
        self,
        tasks: Tasks,
        title: str,
        verb: str,
        *,
        safe: str = "不改了",
        wide: int = 460,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        verb: the button that goes ahead.
        safe: the button that leaves all as it is; Esc does the same.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.tasks = tasks
        self.result_value: Any = None
        self.rows: dict[str, FormRow] = {}
        self.drafts: FormDrafts | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(theme.GAP)
        self.heading = label(title, "section", wrap=True)
        column.addWidget(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.GAP)
        column.addLayout(self.body, 1)
        self.trouble = label("", "body", "overdue", wrap=True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        self.foot_left = QHBoxLayout()
        foot.addLayout(self.foot_left)
        foot.addStretch(1)
        self.safe = Button(safe, self.reject, key="Esc", parent=self)
        foot.addWidget(self.safe)
        self.ahead = Button(verb, self.go_ahead, kind="primary", key="Ctrl+回车", parent=self)
        foot.addWidget(self.ahead)
        column.addSpacing(4)
        column.addLayout(foot)
        self.setMinimumWidth(theme.width(wide))

    def add_row(self, name: str, word: str, field: QWidget, *, required: bool = False, hint: str = "") -> FormRow:
        """A row whose problems are those of the column `name`."""
        row = FormRow(word, field, required=required, hint=hint, parent=self)
        self.rows[name] = row
        self.body.addWidget(row)
        return row

    def keep_as(self, office: Any, key: str, record: int = NEW) -> None:
        """Keep what is typed here under a name of the dialog's own, until it is saved or the dialog is left.

        To be called when the fields are filled as they begin.

        Args:
            key: the name ("board/progress"); of the office, not of a book.
            record: the record it is about; NEW for one that is begun.
        """
        self.drafts = FormDrafts(self, office, key, record)

    def done(self, result: int) -> None:
        """Saved, or left on purpose."""
        if self.drafts is not None:
            self.drafts.end()
        super().done(result)

    def work(self) -> Work:
        """What going ahead does on the worker; called on this thread to read the fields first."""
        raise NotImplementedError

    @Slot()
    def go_ahead(self) -> None:
        """Do the work; the dialog closes when it went well."""
        for row in self.rows.values():
            row.clear_problem()
        self.trouble.hide()
        self.ahead.disable("正在保存")
        self.tasks.ask(self.work(), done=self._went_well, failed=self.refused, owner=self)

    def _went_well(self, result: Any) -> None:
        self.result_value = result
        self.ahead.enable()
        self.accept()

    def refused(self, error: BaseException) -> None:
        """Show each problem under its field; the first one gets the cursor."""
        self.ahead.enable()
        if not isinstance(error, UserError):
            raise error
        loose: list[str] = []
        first: FormRow | None = None
        for problem in error.problems if isinstance(error, BadInput) else ():
            row = self.rows.get(problem.name)
            if row is None:
                loose.append(str(problem))
                continue
            row.problem(problem.sentence, blocking=problem.blocking)
            if first is None and problem.blocking:
                first = row
        if first is not None:
            first.field.setFocus()
        elif not isinstance(error, BadInput):
            loose.append(error.sentence)
        self.trouble.setText("\n".join(loose))
        self.trouble.setVisible(bool(loose))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        first = next(iter(self.rows.values()), None)
        if first is not None:
            first.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if held or isinstance(self.focusWidget(), QLineEdit):
                if self.ahead.isEnabled():
                    self.go_ahead()
                return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("page"))


class _NameCompleter(QCompleter):
    """Proposes names by their characters or their initials."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setCompletionRole(Qt.ItemDataRole.UserRole)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def set_names(self, names: list[tuple[str, str]]) -> None:
        """Names with their initials."""
        self._model.clear()
        for word, letters in names:
            item = QStandardItem(word)
            item.setData(f"{word} {letters}", Qt.ItemDataRole.UserRole)
            self._model.appendRow(item)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class NameSelect(Select):
    """A choice of records by name that can also be typed, in characters or pinyin initials.

    What is typed and found nowhere stays as text, so that the book can say what is wrong with it.
    """

    def __init__(self, name: str, initials: Callable[[str], str], parent: QWidget | None = None) -> None:
        """Args: initials: the pinyin initials of a name (王芳 → wf)."""
        super().__init__(name, parent)
        self._initials = initials
        self.setEditable(True)
        self.setInsertPolicy(Select.InsertPolicy.NoInsert)
        self._completer = _NameCompleter(self)
        self.setCompleter(self._completer)
        line = self.lineEdit()
        line.setProperty("bare", True)
        line.setAccessibleName(name)
        line.setTextMargins(8, 0, 2, 0)
        line.installEventFilter(self)
        line.editingFinished.connect(self._settle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The field ends before the painted arrow, at every size of type."""
        super().resizeEvent(event)
        arrow = theme.icon_size(15) + 16
        self.lineEdit().setGeometry(2, 2, self.width() - arrow - 4, self.height() - 4)

    def set_names(self, names: dict[int, str], empty: str = "") -> None:
        """What can be chosen, by record number; `empty` adds a first choice that means none."""
        chosen = self.value()
        self.clear()
        if empty:
            self.addItem(empty, None)
        for number, word in names.items():
            self.addItem(word, number)
        self._completer.set_names([(word, self._initials(word)) for word in names.values()])
        self.set_value(chosen)

    def value(self) -> int | str | None:
        """The chosen record's number, None for none, or what was typed when it names none."""
        text = self.currentText().strip()
        if not text:
            return None
        place = self.findText(text)
        if place >= 0:
            number = self.itemData(place)
            return int(number) if number is not None else None
        return text

    def set_value(self, value: int | str | None) -> None:
        """Choose a record by number; None empties the field."""
        place = self.findData(value) if isinstance(value, int) else -1
        self.setCurrentIndex(place)
        if place < 0:
            self.setEditText(value if isinstance(value, str) else "")

    @Slot()
    def _settle(self) -> None:
        """Letters that are the initials of exactly one name choose it; two of one name: nothing is guessed."""
        letters = self.currentText().strip().casefold()
        if not letters or not letters.isascii() or self.findText(self.currentText()) >= 0:
            return
        hits = [n for n in range(self.count()) if self._initials(self.itemText(n)).startswith(letters)]
        if len(hits) == 1:
            self.setCurrentIndex(hits[0])
            self.activated.emit(hits[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down and (
            event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.showPopup()
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.lineEdit().hasFocus():
            theme.paint_focus(QPainter(self), QRectF(self.rect()))


class NamesField(QWidget):
    """Several names as small chips that can be taken away, and a choice that adds one.

    Signals:
        changed: a name was added or taken away.
    """

    changed = Signal()

    def __init__(self, name: str, initials: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from ui.widgets.flow import FlowLayout

        self._names: dict[int, str] = {}
        self._chosen: list[int] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._flow_host = QWidget(self)
        self._flow = FlowLayout(self._flow_host, spacing=6)
        column.addWidget(self._flow_host)
        self.select = NameSelect(f"{name}，选一位加上", initials, self)
        self.select.lineEdit().setPlaceholderText("加一位")
        self.select.activated.connect(self._add)
        column.addWidget(self.select)
        self.setFocusProxy(self.select)
        self.setAccessibleName(name)

    def set_names(self, names: dict[int, str]) -> None:
        """Who can be chosen."""
        self._names = dict(names)
        self._show()

    def values(self) -> list[int]:
        """The chosen numbers; one that was typed in full counts too."""
        typed = self.select.value()
        return self._chosen + ([typed] if isinstance(typed, int) and typed not in self._chosen else [])

    def set_values(self, numbers: list[int]) -> None:
        """Choose these."""
        self._chosen = list(numbers)
        self._show()

    @Slot(int)
    def _add(self, _place: int) -> None:
        number = self.select.value()
        if isinstance(number, int) and number not in self._chosen:
            self._chosen.append(number)
            self._show()
            self.changed.emit()

    @Slot()
    def _remove(self) -> None:
        button = self.sender()
        number = button.property("number")
        if number in self._chosen:
            self._chosen.remove(number)
            self._show()
            self.changed.emit()
            self.select.setFocus()

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for number in self._chosen:
            chip = NameChip(self._names.get(number, ""), self._remove, self._flow_host)
            chip.setProperty("number", number)
            self._flow.addWidget(chip)
        self._flow_host.setVisible(bool(self._chosen))
        self.select.set_names({n: word for n, word in self._names.items() if n not in self._chosen})
        self.select.set_value(None)
        self.updateGeometry()


class NameChip(Button):
    """A chosen name with its cross; a click takes it away."""

    def __init__(self, name: str, removed: Callable[[], object], parent: QWidget) -> None:
        super().__init__(name, removed, in_row=True, parent=parent)
        self.setToolTip(f"去掉{name}")
        self.setAccessibleName(f"{name}，按下去掉")
        self.show()

    def sizeHint(self):  # type: ignore[no-untyped-def]
        size = super().sizeHint()
        size.setWidth(size.width() + theme.icon_size(12) + 4)
        return size

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        theme.paint_box(painter, box, ground=theme.colour("surface"), edge=theme.colour("button_edge"))
        painter.setFont(self.font())
        painter.setPen(theme.colour("text"))
        painter.drawText(box.adjusted(10, 0, -22, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        edge = theme.icon_size(12)
        cross = QRectF(box.right() - edge - 8, (box.height() - edge) / 2, edge, edge)
        icons.paint(painter, "close", cross, theme.colour("second"))
        if self.hasFocus():
            theme.paint_focus(painter, box)


def note(text: str) -> QLabel:
    """A line of explanation in a dialog."""
    return label(text, "hint", "second", wrap=True)

"""What is being typed is kept in the office file a moment after each key, and given back after a bad end.

One keeper for one kind of form: a book's, or a dialog's of its own. A draft is dropped when it was saved or is not
wanted; keeping one never disturbs: what cannot be kept now is tried again with the next key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from liaison.errors import UserError
from ui import theme
from ui.tasks import Tasks
from ui.widgets.buttons import LinkButton
from ui.widgets.states import Icon
from ui.widgets.text import label

QUIET = 800
"""Milliseconds of rest after a key, until what was typed is kept."""
NEW = 0
EMPTY: tuple[object, ...] = (None, "", [])
LEFT_OVER = "上次没有保存完的内容"


class DraftKeeper(QObject):
    """Keeps the drafts of one kind of form.

    Signals:
        arrived: what was kept before this form was made is known now.
    """

    arrived = Signal()

    def __init__(
        self, office: Any, tasks: Tasks, key: str, typed: Callable[[], tuple[int, Mapping[str, object]] | None],
        parent: QWidget,
    ) -> None:
        """Args:
        key: the book, or the dialog's own name ("board/progress").
        typed: what stands in the form now and is not saved: (record, values); None when nothing is shown. No
            values drop the record's draft.
        parent: the form; while it is out of sight nothing is kept.
        """
        super().__init__(parent)
        self._office, self._tasks, self._key, self._typed, self.form = office, tasks, key, typed, parent
        self._kept: dict[int, dict[str, object]] = {}
        self._sure = True
        self.rest = QTimer(self, singleShot=True, interval=QUIET)
        self.rest.timeout.connect(self._rested)

    def fetch(self) -> None:
        """Ask for what was kept; `arrived` follows."""
        self._tasks.ask(self._office.drafts, self._key, done=self._fetched, failed=self._not_now, owner=self)

    def _fetched(self, drafts: list[Any]) -> None:
        for draft in drafts:
            self._kept.setdefault(draft.record, dict(draft.values))
        self.arrived.emit()

    def records(self) -> list[int]:
        """The records that have a draft; NEW for a new one."""
        return sorted(self._kept)

    def values(self, record: int) -> dict[str, object]:
        """What is kept of a record; {} when nothing is."""
        return dict(self._kept.get(record, {}))

    @Slot()
    def touched(self) -> None:
        """A key was typed."""
        self.rest.start()

    @Slot()
    def _rested(self) -> None:
        if self.form.isVisible():
            self.keep_now()
        else:
            self.rest.start()  # behind a lock; or about to be freed, and this timer with it

    def keep_now(self) -> None:
        """Keep what stands in the form without waiting."""
        self.rest.stop()
        found = self._typed()
        if found is None:
            return
        record, values = found
        if dict(values) == self._kept.get(record, {}) and self._sure:
            return
        self._sure = True
        if values:
            self._kept[record] = dict(values)
            self._ask(record, self._office.keep_draft, self._key, record, dict(values))
        else:
            self.drop(record)

    def settle(self, record: int, name: str) -> None:
        """One field's value has been saved, or is not wanted; the others stay."""
        values = self._kept.get(record, {})
        if name not in values:
            return
        del values[name]
        if values:
            self._ask(record, self._office.keep_draft, self._key, record, dict(values))
        else:
            self.drop(record)

    def drop(self, record: int) -> None:
        """What was typed has been saved, or is not wanted."""
        if self._kept.pop(record, None) is not None:
            self._ask(record, self._office.drop_draft, self._key, record)

    def _ask(self, record: int, function: Callable[..., None], *arguments: object) -> None:
        if self._office.read_only:
            return
        # A newer one takes the place of an older one that still waits: only the last state counts.
        self._tasks.ask(
            function, *arguments, failed=self._not_now, owner=self, key=("draft", self._key, record)
        )

    def _not_now(self, error: BaseException) -> None:
        """The disk is full or gone: saving will say so; what is typed stays on the screen."""
        if not isinstance(error, UserError):
            raise error
        self._sure = False  # the next rest tries again


class LeftOver(QWidget):
    """The quiet line over a form: 上次没有保存完的内容, with 丢弃."""

    def __init__(self, discard: Callable[[], object], parent: QWidget | None = None, *, inset: int = 16) -> None:
        """Args: inset: px at its left and right, as the fields below have."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(inset, 6, inset, 2)
        row.setSpacing(8)
        row.addWidget(Icon("edit", 15, "near"))
        row.addWidget(label(LEFT_OVER, "hint", "near"), 1)
        self.discard = LinkButton("丢弃", discard, parent=self)
        self.discard.setFont(theme.font("hint"))
        row.addWidget(self.discard)
        self.setAccessibleName(LEFT_OVER)
        self.hide()


def when_typed(widget: QWidget, slot: Callable[[], object]) -> None:
    """Call a slot whenever something is typed or chosen in a field, of whatever kind it is."""
    inner = getattr(widget, "line", None)
    target = inner if isinstance(inner, QWidget) else widget
    for name in ("textChanged", "editTextChanged", "currentIndexChanged", "changed", "chosen", "left"):
        signal = getattr(target, name, None)
        if signal is not None and hasattr(signal, "connect"):
            signal.connect(slot)
            if name != "editTextChanged":
                return


def read(field: QWidget) -> object:
    """What was typed into a plain field of a dialog; None for one that holds no text of the user's."""
    field = _real(field)
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    for name in ("values", "value", "current"):
        ask = getattr(field, name, None)
        if callable(ask):
            return ask()
    return None


def write(field: QWidget, value: object) -> None:
    """Put back what `read` gave."""
    field = _real(field)
    if isinstance(field, QLineEdit):
        field.setText(str(value))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(str(value))
    else:
        for name in ("set_values", "set_value", "set_current"):
            put = getattr(field, name, None)
            if callable(put):
                put(value)
                return


def _real(field: QWidget) -> QWidget:
    """The field itself, where a row holds a host around it."""
    inner = field.focusProxy()
    plain = isinstance(field, (QLineEdit, QPlainTextEdit)) or any(
        hasattr(field, name) for name in ("set_values", "set_value", "set_current")
    )
    return field if plain or inner is None else inner


def keep_all() -> None:
    """Something broke: keep what stands in every form that is in sight."""
    from PySide6.QtWidgets import QApplication

    for window in QApplication.topLevelWidgets():
        for keeper in window.findChildren(DraftKeeper):
            if keeper.form.isVisible():
                keeper.keep_now()

"""What is typed into a dialog's rows, kept until it is saved or the dialog is left on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from ui.drafts import DraftKeeper, LeftOver, read, when_typed, write

if TYPE_CHECKING:
    from ui.dialogs.form import FormDialog


class FormDrafts(QObject):
    """The drafts of one open dialog."""

    def __init__(self, dialog: FormDialog, office: Any, key: str, record: int) -> None:
        super().__init__(dialog)
        self._rows, self._record = dialog.rows, record
        self._first = self._typed()
        self.keeper = DraftKeeper(office, dialog.tasks, key, self._unsaved, dialog)
        self.keeper.arrived.connect(self._arrived)
        self.line = LeftOver(self.discard, dialog, inset=0)
        dialog.body.insertWidget(0, self.line)
        for row in self._rows.values():
            when_typed(row.field, self.keeper.touched)
        if not office.read_only:
            self.keeper.fetch()

    def begin(self) -> None:
        """What stands in the fields now is what the dialog begins with."""
        self._first = self._typed()

    def _typed(self) -> dict[str, object]:
        return {name: read(row.field) for name, row in self._rows.items()}

    def _unsaved(self) -> tuple[int, dict[str, object]]:
        """What stands here and did not stand here at first."""
        return self._record, {n: v for n, v in self._typed().items() if v != self._first.get(n)}

    @Slot()
    def _arrived(self) -> None:
        """What the last time left here stands here again, unless typing has begun."""
        kept = self.keeper.values(self._record)
        if kept and self._typed() == self._first:
            self._put(kept)
            self.line.show()

    @Slot()
    def discard(self) -> None:
        """丢弃: as the dialog began."""
        self._put(self._first)
        self.line.hide()
        self.end()

    def end(self) -> None:
        """Saved, or left on purpose: nothing is kept. What ends otherwise leaves its draft."""
        self.keeper.rest.stop()
        self.keeper.drop(self._record)

    def _put(self, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            if name in self._rows and value is not None:
                write(self._rows[name].field, value)

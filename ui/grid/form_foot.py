"""The verbs at the foot of a form: which of them a record has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from liaison.kit.desk import Row
from liaison.kit.fields import SEALED
from ui import theme
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from ui.grid.form import RecordForm


class FormFoot:
    """The buttons of one form. Rooms put their own into `extra`; those show for a valid ledger entry only."""

    def __init__(self, form: RecordForm) -> None:
        self._ledger = form.book.ledger is not None
        self._read_only = bool(form.room.office.read_only)
        self._today = form.room.today
        self.save = Button("保存", form.save_new, kind="primary", key="Ctrl+S")
        self.enter = Button("入账", form.enter, kind="primary", key="Ctrl+S")
        self.draft = Button("存为草稿", form.save_draft)
        self.give_up = Button("不填了", form.give_up)
        self.void = Button("作废冲销", form.void_wanted, kind="danger")
        self.remove = Button("删除", form.remove_wanted, kind="danger", key="Delete")
        self.extra = QHBoxLayout()
        self.extra.setSpacing(theme.GAP)
        form.foot.setSpacing(theme.GAP)
        form.foot.addLayout(self.extra)
        for button in (self.save, self.enter, self.draft):
            form.foot.addWidget(button)
        form.foot.addStretch(1)
        for button in (self.give_up, self.void, self.remove):
            form.foot.addWidget(button)

    def show_for(self, row: Row | None, *, is_new: bool, entered: bool) -> None:
        """Show what can be done with a record; nothing with a sealed one, or in an office that can only be read."""
        there, may = row is not None, not self._read_only and (row is None or SEALED not in row.texts.values())
        valid = may and row is not None and entered and row.mark not in ("void", "reversal")
        own = valid and row is not None and row.mark != "correction"  # a gift of its own
        earlier = valid and row is not None and int(str(row.values.get("year") or 0)) < self._today().year
        self.void.setText("更正" if earlier else "作废冲销")
        self.void.kind = "secondary" if earlier else "danger"
        self.save.setVisible(may and is_new and not self._ledger)
        self.enter.setVisible(may and self._ledger and (is_new or (there and not entered)))
        self.draft.setVisible(may and self._ledger and is_new)
        self.give_up.setVisible(is_new)
        self.void.setVisible(valid)
        self.remove.setVisible(may and there and not entered)
        for n in range(self.extra.count()):
            widget = self.extra.itemAt(n).widget()
            if widget is not None:
                widget.setVisible(own)

    def busy(self, busy: bool) -> None:
        """A new record is being written."""
        for button in (self.save, self.enter, self.draft):
            button.disable("正在保存") if busy else button.enable()

"""The list's current record in the form beside it, and what the form says back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from liaison.kit.desk import Row
from ui.drafts import NEW

if TYPE_CHECKING:
    from ui.pages.register import RegisterPage


class CurrentRecord(QObject):
    """Keeps one register's form with its list."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__(page)
        self.page = page

    def row(self) -> Row | None:
        """The record the cursor is on; None while its row is not there."""
        model, record = self.page.model, self.page.view.record
        place = model.place_of(record) if record else None
        return model.row_at(place) if place is not None else None

    def show(self) -> None:
        """Show it in the form, unless a new one is being entered there."""
        form, row = self.page.form, self.row()
        if row is not None and (not form.is_new or self.page.view.hasFocus()):
            form.show_record(row, *self.page.heading_of(row))

    @Slot(int)
    def written(self, record: int) -> None:
        """A new record was saved, or given up: the list's current one is shown again."""
        if record:
            self.page.view.select_record(record)
        row = self.row()
        if row is not None:
            self.page.form.show_record(row, *self.page.heading_of(row))
        else:
            self.page.form.clear()

    @Slot()
    def resume(self) -> None:
        """What the last time left unsaved is known: go there, unless the room was opened for something else."""
        page, left = self.page, self.page.form.drafts.records()
        if not left or page.asked_for or page.form.is_new:
            return
        if left[0] == NEW:
            page.begin(page.foreseen())
        else:
            page.want(left[0])

    @Slot()
    def put_aside(self) -> None:
        """A new record that was begun waits while another is looked at."""
        self.page.room.toast(f"没有保存的{self.page.book.noun}先放着，点“新增”接着填", undo=False)

    @Slot(int, str, str, str)
    def problem_elsewhere(self, record: int, name: str, text: str, sentence: str) -> None:
        """A value of a record that the form has left was refused: it stands in the list."""
        self.page.model.refuse(record, name, text, sentence)
        label = self.page.book.field(name).label
        self.page.room.toast(f"“{label}”没有存上：{sentence}", undo=False)

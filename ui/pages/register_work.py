"""What a register does with whole sheets and columns: import, export, and how the list is laid out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ui import ask
from ui.private import ask_to_take_out

if TYPE_CHECKING:
    from ui.pages.register import RegisterPage


class RegisterWork(QObject):
    """The verbs of one register that open a dialog of their own."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__(page)
        self.page = page

    @Slot()
    def import_sheet(self) -> None:
        """导入: the dialog from file to finished rows."""
        path = ask.open_file("import", f"选择要导入“{self.page.book.title}”的表格", ask.SHEETS)
        if path is not None:
            self.import_file(path)

    def import_file(self, path: Path) -> None:
        """Import a file that is already chosen."""
        from ui.dialogs.importing import ImportDialog

        dialog = ImportDialog(self.page.room, self.page.book, path)
        if ask.run(dialog) and dialog.changes is not None:
            self.page.room.changed(dialog.changes)

    @Slot()
    def export(self) -> None:
        """导出 what the list shows, as xlsx or csv."""
        from ui.dialogs.exporting import CSV, XLSX, ExportDialog, exported_count

        if self.page.book.apart and not ask_to_take_out(self.page.book, "导出"):
            return
        shown = [self.page.model.columns[c].name for c in self.page.view.shown_columns()]
        dialog = ExportDialog(self.page.book, self.page.is_narrowed())
        if not ask.run(dialog):
            return
        path = ask.save_file("export", "导出到", f"{self.page.book.title}", XLSX, CSV)
        if path is None:
            return
        query = self.page.model.query if dialog.only_shown_rows else self.page.base_query()
        self.page.room.tasks.long(
            f"正在导出 {self.page.book.title}", exported_count, self.page.room.office, self.page.book.name, path, query,
            shown if dialog.only_shown_columns else None, dialog.private,
            done=partial(_exported, self.page, path), owner=self,
        )

    @Slot()
    def choose_columns(self) -> None:
        """Which columns the list shows, in what order, and how it is sorted."""
        from ui.dialogs.columns import ColumnsDialog

        names = [self.page.model.columns[c].name for c in self.page.view.shown_columns()]
        head = self.page.view.head
        before = (self.page.model.columns[head.sorted].name, head.direction) if head.sorted >= 0 else ("", "")
        dialog = ColumnsDialog(self.page.model.columns, names, self.page.view.columns_at_first(), before)
        if not ask.run(dialog):
            return
        self.page.view.set_columns(dialog.chosen())
        name, direction = dialog.sorting()
        if (name, direction) != before:
            section = next((n for n, c in enumerate(self.page.model.columns) if c.name == name), -1)
            head.show_sorting(section, direction)
            self.page.sort_by(section, direction)


def _exported(page: RegisterPage, path: Path, count: int) -> None:
    page.room.toast(f"已导出 {count:,} {page.book.measure}到 {path.name}", undo=False)

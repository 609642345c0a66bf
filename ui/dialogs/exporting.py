"""What of a book goes into a sheet; private columns only when ticked in that very moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from liaison.kit.book import Book
from ui.ask import Kind
from ui.dialogs.base import Dialog
from ui.private import private_labels
from ui.widgets.buttons import Button
from ui.widgets.text import label

XLSX = Kind("Excel 和 WPS 表格", ("xlsx",))
CSV = Kind("CSV 文本表格", ("csv",))


class ExportDialog(Dialog):
    """Rows, columns, private columns."""

    def __init__(self, book: Book, narrowed: bool, parent: QWidget | None = None) -> None:
        """Args: narrowed: the list shows less than the whole book."""
        super().__init__("导出", parent=parent)
        self.add_heading(f"导出“{book.title}”")
        self._groups: list[QButtonGroup] = []
        self._shown_rows = self._choice("行", ("列表里现在的行", "全部的行")) if narrowed else None
        self._shown_columns = self._choice("列", ("屏幕上的列", "全部的列"))
        self._apart = book.apart
        private = private_labels(book)
        self._private = QCheckBox(f"也导出{private}", self)
        self._private.setToolTip("只管这一次，不会记住；会记进操作记录")
        self._private.setVisible(bool(private) and not book.apart)
        self.body.addWidget(self._private)
        ahead = Button("选择位置并导出", self.accept, kind="primary")
        ahead.setDefault(True)
        self.add_buttons((), [Button("不导出", self.reject), ahead])

    def _choice(self, word: str, options: Sequence[str]) -> QRadioButton:
        self.body.addWidget(label(word, "body", "second"))
        group = QButtonGroup(self)
        self._groups.append(group)
        buttons = [QRadioButton(option, self) for option in options]
        for button in buttons:
            group.addButton(button)
            self.body.addWidget(button)
        buttons[0].setChecked(True)
        return buttons[0]

    @property
    def only_shown_rows(self) -> bool:
        """Only what search and filters leave."""
        return self._shown_rows is None or self._shown_rows.isChecked()

    @property
    def only_shown_columns(self) -> bool:
        """Only the columns on the screen."""
        return self._shown_columns.isChecked()

    @property
    def private(self) -> bool:
        """Private columns too; of a book apart they were asked for before."""
        return self._apart or self._private.isChecked()


def exported_count(
    office: Any, book: str, path: Path, query: Any, columns: Sequence[str] | None, private: bool,
    *, progress: Callable[..., None],
) -> int:
    """Export on the worker; the number of rows written."""
    progress(0, 0, path.name)
    count: int = office.export(book, path, query, columns, private=private)
    return count

"""Which columns a list shows, and in what order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui import theme
from ui.dialogs.base import Dialog
from ui.grid.columns import Column
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.search import Select
from ui.widgets.text import label


class ColumnsDialog(Dialog):
    """A list of the columns with ticks; 上移 and 下移 change the order, the first column stays; and the sorting,
    so that everything the header does with the mouse can be done by keys.
    """

    def __init__(
        self, columns: Sequence[Column], shown: Sequence[str], at_first: Sequence[str],
        sorting: tuple[str, str] = ("", ""), parent: QWidget | None = None,
    ) -> None:
        """Args: sorting: the column the list is sorted by and "up" or "down"; empty for book order."""
        super().__init__("列和排序", parent=parent)
        self._columns, self._at_first = tuple(columns), tuple(at_first)
        self.add_heading("显示哪些列，怎样排序")
        row = QHBoxLayout()
        self.list = QListWidget(self)
        self.list.setAccessibleName("列")
        self.list.setMinimumHeight(theme.height(330))
        row.addWidget(self.list, 1)
        beside = QVBoxLayout()
        beside.addWidget(Button("上移", self._up))
        beside.addWidget(Button("下移", self._down))
        beside.addStretch(1)
        row.addLayout(beside)
        self.body.addLayout(row, 1)
        below = QHBoxLayout()
        below.addWidget(label("排序", "body", "second"))
        self.sort = Select("按哪一列排序")
        self.sort.addItem("册子里的顺序", ("", ""))
        for c in columns:
            self.sort.addItem(f"{c.heading}，从小到大", (c.name, "up"))
            self.sort.addItem(f"{c.heading}，从大到小", (c.name, "down"))
        places = [n for n in range(self.sort.count()) if tuple(self.sort.itemData(n)) == sorting]
        self.sort.setCurrentIndex(places[0] if places else 0)
        below.addWidget(self.sort, 1)
        self.body.addLayout(below)
        ahead = Button("就这样显示", self.accept, kind="primary")
        ahead.setDefault(True)
        self.add_buttons([LinkButton("恢复原样", self._restore)], [Button("不改", self.reject), ahead])
        self._fill(shown)

    def chosen(self) -> list[str]:
        """The names of the ticked columns in their order, the first one always among them."""
        items = (self.list.item(n) for n in range(self.list.count()))
        return [
            str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == Qt.CheckState.Checked
        ]

    def sorting(self) -> tuple[str, str]:
        """The column to sort by and its direction; empty for book order."""
        name, direction = self.sort.currentData()
        return str(name), str(direction)

    def _fill(self, shown: Sequence[str]) -> None:
        self.list.clear()
        by_name = {c.name: c for c in self._columns}
        rest = [c.name for c in self._columns if c.name not in shown]
        for name in [*shown, *rest]:
            item = QListWidgetItem(by_name[name].heading, self.list)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setCheckState(Qt.CheckState.Checked if name in shown else Qt.CheckState.Unchecked)
            if name == self._columns[0].name:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.list.setCurrentRow(0)

    @Slot()
    def _restore(self) -> None:
        self._fill(self._at_first)

    @Slot()
    def _up(self) -> None:
        self._move(-1)

    @Slot()
    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        place = self.list.currentRow()
        if place >= 1 and 1 <= place + by < self.list.count():
            item = self.list.takeItem(place)
            self.list.insertItem(place + by, item)
            self.list.setCurrentRow(place + by)

"""查看余额: what came in, went out and is left, purpose by purpose; goods per unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from liaison.chinese.numbers import money, quantity
from liaison.press.blocks import Chart, Series
from ui import theme
from ui.dialogs.base import Dialog
from ui.grid.paste import BAD_ROLE, preview_table
from ui.widgets.buttons import Button
from ui.widgets.chart import ChartView
from ui.widgets.states import EmptyState
from ui.widgets.text import label

Index = QModelIndex | QPersistentModelIndex
HEADINGS = ("用途", "款物", "收到", "发放", "结余")


class BalanceModel(QAbstractTableModel):
    """One row for the money of a purpose and one for each of its goods."""

    def __init__(self, balances: Sequence[Any], parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[tuple[str, ...], bool]] = []
        for b in balances:
            if b.came or b.went or not b.goods:
                words = (b.purpose, "捐款（元）", money(b.came), money(b.went), money(b.left))
                self._rows.append((words, b.left < 0))
            for g in b.goods:
                amounts = (f"{quantity(n)} {g.unit}" for n in (g.came, g.went, g.left))
                self._rows.append(((b.purpose, g.item, *amounts), g.left < 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(section))
        return HEADINGS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        words, short = self._rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(index.column()))
        if role == BAD_ROLE:
            return short and index.column() == len(HEADINGS) - 1
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADINGS[index.column()]}：{words[index.column()]}"
        return None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column >= 2 else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def money_chart(balances: Sequence[Any]) -> Chart | None:
    """What came in and is left in money, purpose by purpose, in yuan; None where no money came or went."""
    moved = [b for b in balances if b.came or b.went]
    if not moved:
        return None
    series = (
        Series("收到", tuple(b.came / 100 for b in moved)), Series("结余", tuple(b.left / 100 for b in moved)),
    )  # fmt: skip
    return Chart("bar", "各用途的捐款", tuple(b.purpose for b in moved), series, unit="元", height_mm=50)


def drawn(balances: Sequence[Any], family: str) -> bytes:
    """On the worker: the chart for the screen, b"" where there is nothing to draw."""
    from liaison import press

    chart = money_chart(balances)
    return press.chart_svg(chart, family) if chart else b""


def chart_face() -> str:
    """The face of a chart's letters: the window's own."""
    return (theme.font("body").families() or ["sans-serif"])[0]


class BalancesDialog(Dialog):
    """The balances of all purposes."""

    def __init__(self, balances: Sequence[Any], chart: bytes = b"", parent: QWidget | None = None) -> None:
        """Args: chart: as `drawn` makes it."""
        super().__init__("余额", wide=620, parent=parent)
        self.add_heading("各用途的余额")
        note = "只算已入账、没有作废的；款和物分开，物资按单位各算各的"
        self.body.addWidget(label(note, "hint", "second", wrap=True))
        self.chart = ChartView(chart, "各用途的捐款，收到和结余", self) if chart else None
        if self.chart is not None:
            self.body.addWidget(self.chart)
        self.model = BalanceModel(balances, self)
        if balances:
            table = preview_table(self.model, self, min(7 if chart else 11, max(4, self.model.rowCount())))
            table.setAccessibleName("余额")
            table.horizontalHeader().setStretchLastSection(False)
            self._spread(table)
            self.body.addWidget(table, 1)
        else:
            self.body.addWidget(EmptyState("ledger", "还没有入账的捐赠"))
        close = Button("看完了", self.accept, kind="primary")
        close.setDefault(True)
        self.add_buttons((), [close])

    def _spread(self, table: Any) -> None:
        mode = table.horizontalHeader().ResizeMode
        table.horizontalHeader().setSectionResizeMode(mode.Stretch)

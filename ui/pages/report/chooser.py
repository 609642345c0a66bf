"""The quarter that is shown: previous, next, and a list of all with their stage."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from liaison.chinese.dates import Period
from ui.pages.report.reading import Quarter
from ui.widgets.buttons import Button, IconButton


class QuarterChooser(QWidget):
    """‹ 2026年第三季度 › beside the title.

    Signals:
        chosen: the quarter's key (2026Q3).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quarters: tuple[Quarter, ...] = ()
        self._period: Period | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.earlier = IconButton("left", "上一季度", self._earlier)
        self.list = Button("", self._open, kind="plain", menu=True, in_row=True)
        self.later = IconButton("right", "下一季度", self._later)
        for widget in (self.earlier, self.list, self.later):
            row.addWidget(widget)

    def show_quarters(self, quarters: Sequence[Quarter], period: Period) -> None:
        """What can be chosen, and what is shown."""
        self._quarters, self._period = tuple(quarters), period
        self.list.setText(period.label)
        self.list.setToolTip("选一个季度")
        self.list.setAccessibleName(f"季度，{period.label}")
        newest = max((q.period for q in quarters), default=period)
        self.later.setEnabled(period < newest)
        self.later.setToolTip("下一季度" if period < newest else "还没有到下一季度")
        self.list.updateGeometry()

    def menu(self) -> QMenu:
        """Every quarter with its stage."""
        menu = QMenu(self)
        for quarter in self._quarters:
            action = menu.addAction(f"{quarter.period.label}\t{quarter.stage or '还没有写'}")
            action.setData(quarter.period.key)
            action.setCheckable(True)
            action.setChecked(quarter.period == self._period)
            action.triggered.connect(self._picked)
        return menu

    @Slot()
    def _open(self) -> None:
        menu = self.menu()
        menu.exec(self.list.mapToGlobal(QPoint(0, self.list.height())))
        menu.deleteLater()

    @Slot()
    def _picked(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(action.data())

    @Slot()
    def _earlier(self) -> None:
        if self._period is not None:
            self.chosen.emit(self._period.previous().key)

    @Slot()
    def _later(self) -> None:
        if self._period is not None:
            self.chosen.emit(self._period.next().key)

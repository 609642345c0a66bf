"""The quarter that is shown: previous, next, and a list of all with their stage."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from liaison.chinese.dates import Period
from ui.pages.report.reading import Quarter
from ui.widgets.periods import PeriodSteps


class QuarterChooser(PeriodSteps):
    """‹ 2026年第三季度 › beside the title.

    Signals:
        chosen: the quarter's key (2026Q3).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quarters: tuple[Quarter, ...] = ()

    def show_quarters(self, quarters: Sequence[Quarter], period: Period) -> None:
        """What can be chosen, and what is shown."""
        self._quarters = tuple(quarters)
        newest = max((q.period for q in quarters), default=period)
        self._say(period, "季度", over=period >= newest)

    def menu(self) -> QMenu:
        """Every quarter with its stage."""
        menu = QMenu(self)
        for quarter in self._quarters:
            self._offer(menu, quarter.period, f"{quarter.period.label}\t{quarter.stage or '还没有写'}")
        return menu

    def choose(self, period: Period) -> None:
        """Ask the page for it; it is shown when the page has read it."""
        self.chosen.emit(period.key)

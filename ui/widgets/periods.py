"""A span of time to choose: the one before, the one after, and a list of the recent ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from liaison.chinese.dates import Period
from ui.widgets.buttons import Button, IconButton

_OFFERED = {"quarter": 6, "half": 3, "year": 6}
"""How many of each kind the list offers; the arrows reach the earlier ones."""
_WORDS = {"quarter": "季度", "half": "半年", "year": "年度"}


class PeriodChooser(QWidget):
    """‹ 2026年第三季度 › . Nothing that lies wholly in the future can be chosen.

    Signals:
        chosen: the Period.
    """

    chosen = Signal(object)

    def __init__(
        self, period: Period, today: str, kinds: Sequence[str] = ("quarter",), parent: QWidget | None = None
    ) -> None:
        """Args: kinds: of periods in the list, "quarter", "half", "year"."""
        super().__init__(parent)
        self._today, self._kinds = today, tuple(kinds)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.earlier = IconButton("left", "", self._earlier)
        self.list = Button("", self._open, kind="plain", menu=True, in_row=True)
        self.later = IconButton("right", "", self._later)
        for widget in (self.earlier, self.list, self.later):
            row.addWidget(widget)
        row.addStretch(1)
        self.setFocusProxy(self.list)
        self.show_period(period)

    @property
    def period(self) -> Period:
        """What is chosen."""
        return self._period

    def show_period(self, period: Period) -> None:
        """Show another one, without saying so."""
        self._period = period
        word = _WORDS.get(period.kind, "段")
        self.list.setText(period.label)
        self.list.setAccessibleName(f"{word}，{period.label}")
        self.list.setToolTip(f"选一个{word}")
        self.list.updateGeometry()
        over = period.next().first > self._today
        self.later.setEnabled(not over)
        after = f"还没有到下一{word}" if over else f"下一{word}"
        for button, name in ((self.earlier, f"上一{word}"), (self.later, after)):
            button.setToolTip(name)
            button.setAccessibleName(name)

    def offered(self) -> list[list[Period]]:
        """What the list offers, kind by kind, newest first."""
        makers = {"quarter": Period.quarter_of, "half": Period.half_of, "year": Period.year_of}
        found = []
        for kind in self._kinds:
            newest = makers[kind](self._today)
            periods = [newest]
            while len(periods) < _OFFERED[kind]:
                periods.append(periods[-1].previous())
            if self._period.kind == kind and self._period not in periods:
                periods.append(self._period)
            found.append(periods)
        return found

    def menu(self) -> QMenu:
        """The list."""
        menu = QMenu(self)
        for number, periods in enumerate(self.offered()):
            if number:
                menu.addSeparator()
            for period in periods:
                action = menu.addAction(period.label, self._picked)
                action.setData(period.key)
                action.setCheckable(True)
                action.setChecked(period == self._period)
        return menu

    def choose(self, period: Period) -> None:
        """Show a period and say so."""
        if period != self._period:
            self.show_period(period)
            self.chosen.emit(period)

    @Slot()
    def _open(self) -> None:
        menu = self.menu()
        menu.exec(self.list.mapToGlobal(QPoint(0, self.list.height())))
        menu.deleteLater()

    @Slot()
    def _picked(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.choose(Period.parse(action.data()))

    @Slot()
    def _earlier(self) -> None:
        self.choose(self._period.previous())

    @Slot()
    def _later(self) -> None:
        self.choose(self._period.next())

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


class PeriodSteps(QWidget):
    """‹ 2026年第三季度 ›: the period before, a list, the period after. What is offered and what a choice does is
    said by `menu` and `choose`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._period: Period | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.earlier = IconButton("left", "", self._earlier)
        self.list = Button("", self._open, kind="plain", menu=True, in_row=True)
        self.later = IconButton("right", "", self._later)
        for widget in (self.earlier, self.list, self.later):
            row.addWidget(widget)

    def menu(self) -> QMenu:
        """The list; every action's data is a period's key."""
        raise NotImplementedError

    def choose(self, period: Period) -> None:
        """A period was asked for."""
        raise NotImplementedError

    def _offer(self, menu: QMenu, period: Period, words: str) -> None:
        action = menu.addAction(words, self._picked)
        action.setData(period.key)
        action.setCheckable(True)
        action.setChecked(period == self._period)

    def _say(self, period: Period, word: str, *, over: bool) -> None:
        """Show a period; `over`: the one after it has not begun."""
        self._period = period
        self.list.setText(period.label)
        self.list.setAccessibleName(f"{word}，{period.label}")
        self.list.setToolTip(f"选一个{word}")
        self.list.updateGeometry()
        self.later.setEnabled(not over)
        after = f"还没有到下一{word}" if over else f"下一{word}"
        for button, name in ((self.earlier, f"上一{word}"), (self.later, after)):
            button.setToolTip(name)
            button.setAccessibleName(name)

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
        if self._period is not None:
            self.choose(self._period.previous())

    @Slot()
    def _later(self) -> None:
        if self._period is not None:
            self.choose(self._period.next())


class PeriodChooser(PeriodSteps):
    """A period of some kinds. Nothing that lies wholly in the future can be chosen.

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
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.addStretch(1)
        self.setFocusProxy(self.list)
        self.show_period(period)

    @property
    def period(self) -> Period:
        """What is chosen."""
        assert self._period is not None
        return self._period

    def show_period(self, period: Period) -> None:
        """Show another one, without saying so."""
        self._say(period, _WORDS.get(period.kind, "段"), over=period.next().first > self._today)

    def offered(self) -> list[list[Period]]:
        """What the list offers, kind by kind, newest first."""
        makers = {"quarter": Period.quarter_of, "half": Period.half_of, "year": Period.year_of}
        found = []
        for kind in self._kinds:
            newest = makers[kind](self._today)
            periods = [newest]
            while len(periods) < _OFFERED[kind]:
                periods.append(periods[-1].previous())
            if self.period.kind == kind and self.period not in periods:
                periods.append(self.period)
            found.append(periods)
        return found

    def menu(self) -> QMenu:
        """The recent ones."""
        menu = QMenu(self)
        for number, periods in enumerate(self.offered()):
            if number:
                menu.addSeparator()
            for period in periods:
                self._offer(menu, period, period.label)
        return menu

    def choose(self, period: Period) -> None:
        """Show a period and say so."""
        if period != self._period:
            self.show_period(period)
            self.chosen.emit(period)

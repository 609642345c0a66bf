"""The filters above a list in one row; what does not fit stands under 更多."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.chips import Filter, FilterRow


class FilterBar(QWidget):
    """A `FilterRow` that never needs more room than there is. A chosen filter is always in sight.

    Signals:
        changed: the chosen keys; [] when nothing narrows.
    """

    changed = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: list[Filter] = []
        self._row_of_filters = FilterRow((), self)
        self._row_of_filters.changed.connect(self._row_changed)
        self._more = Button("更多", menu=True, kind="plain", parent=self)
        self._menu = QMenu(self._more)
        self._menu.triggered.connect(self._picked)
        self._more.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self._row_of_filters)
        row.addWidget(self._more)
        row.addStretch(1)
        self._more.hide()
        self._row_of_filters.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_filters(self, filters: Sequence[Filter]) -> None:
        """All filters, the first of which means "all"."""
        self._all = list(filters)
        self._arrange()

    def chosen(self) -> list[str]:
        """The chosen keys; [] when nothing narrows."""
        return [key for key in self._row_of_filters.chosen() if key]

    def choose(self, keys: Iterable[str]) -> None:
        """Choose these without sending `changed`."""
        wanted = [key for key in keys if any(f.key == key for f in self._all)]
        self._arrange(wanted)
        self._row_of_filters.choose(wanted)
        self._arrange()

    @Slot()
    def clear(self) -> None:
        """清除筛选."""
        self._row_of_filters.clear()

    @Slot(list)
    def _row_changed(self, keys: list[str]) -> None:
        self._arrange()
        self.changed.emit([key for key in keys if key])

    @Slot("QAction*")
    def _picked(self, action: object) -> None:
        key = action.data()  # type: ignore[attr-defined]
        self.choose([*self.chosen(), key])
        self.changed.emit(self.chosen())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, also: Iterable[str] = ()) -> None:
        """Put as many filters in the row as fit, the chosen ones in any case."""
        keep = {*self.chosen(), *also}
        metrics = QFontMetrics(theme.font("strong"))
        wide = {
            f.key: metrics.horizontalAdvance(f.word if f.count is None else f"{f.word} {f.count}") + 24 + theme.GAP
            for f in self._all
        }
        room = self.width()
        if keep:
            room -= metrics.horizontalAdvance("清除筛选") + 20
        if sum(wide.values()) > room:
            room -= self._more.sizeHint().width() + theme.GAP
        must = [f for n, f in enumerate(self._all) if n == 0 or f.key in keep]
        room -= sum(wide[f.key] for f in must)
        fit = {f.key for f in must}
        for f in self._all:
            if f.key not in fit and wide[f.key] <= room:
                fit.add(f.key)
                room -= wide[f.key]
            elif f.key not in fit:
                break
        self._row_of_filters.set_filters([f for f in self._all if f.key in fit])
        rest = [f for f in self._all if f.key not in fit]
        self._menu.clear()
        for f in rest:
            action = self._menu.addAction(f.word if f.count is None else f"{f.word} {f.count}")
            action.setData(f.key)
        self._more.setVisible(bool(rest))
        self.setFixedHeight(theme.height(theme.CONTROL))

"""The strip above the page: what the director should know about where the books lie, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.states import Banner

if TYPE_CHECKING:
    from liaison.safety.opening import Notice

AT_ONCE = 2
"""So many lines stand at once; the others are one click away, so that the page keeps its room."""
_ICONS = {
    "read-only": "lock", "network": "lock", "clock": "near", "space": "overdue", "synced": "overdue",
    "removable": "drive", "restart": "done",
}  # fmt: skip


class Notices(QWidget):
    """The notices that stand, the gravest first.

    Signals:
        put_away: the kind of a notice whose cross was pressed.
    """

    put_away = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []
        self._all = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 10, 20, 0)
        self._column.setSpacing(6)
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these; none hides the strip."""
        self._notices = list(notices)
        self._lay_out()

    def banners(self) -> list[Banner]:
        """The lines that stand now."""
        items = (self._column.itemAt(n).widget() for n in range(self._column.count()))
        return [widget for widget in items if isinstance(widget, Banner)]

    def _lay_out(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        hidden = 0 if self._all else max(0, len(self._notices) - AT_ONCE)
        for place, notice in enumerate(self._notices[: len(self._notices) - hidden]):
            icon = _ICONS.get(notice.kind, "note")
            banner = Banner(notice.tone, notice.word, notice.sentence, icon=icon, parent=self)
            if hidden and place == AT_ONCE - 1:
                self.more = LinkButton(f"还有 {hidden} 条", self._show_all, parent=banner)
                banner.add(self.more)
            if notice.harmless:
                cross = IconButton("close", "知道了", self._crossed, parent=banner)
                cross.setProperty("kind", notice.kind)
                banner.add(cross)
            self._column.addWidget(banner)
            banner.show()
        self.setVisible(bool(self._notices))

    @Slot()
    def _show_all(self) -> None:
        self._all = True
        self._lay_out()

    @Slot()
    def _crossed(self) -> None:
        kind = str(self.sender().property("kind"))
        self._notices = [notice for notice in self._notices if notice.kind != kind]
        self._lay_out()
        self.put_away.emit(kind)

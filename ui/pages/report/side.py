"""The right column: the report's pages as they print, and where the chosen figure comes from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.pages.base import Room
from ui.pages.report.preview import PreviewPane
from ui.pages.report.sources import SourcesCard
from ui.widgets.buttons import Button, IconButton


class SideColumn(QWidget):
    """352 wide; F8 folds it into a strip with the button that opens it.

    Signals:
        toggled: True when it has been folded by the user.
    """

    toggled = Signal(bool)

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folded = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._inside = QWidget(self)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.BLOCK_GAP)
        self.preview = PreviewPane(room)
        self.preview.head.addWidget(IconButton("fold", "收起右侧（F8）", self.toggle))
        column.addWidget(self.preview, 1)
        self.sources = SourcesCard(room)
        self.sources.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(self.sources)
        outer.addWidget(self._inside, 1)
        self._strip = QWidget(self)
        strip = QVBoxLayout(self._strip)
        strip.setContentsMargins(0, 4, 0, 0)
        strip.setSpacing(theme.GAP)
        strip.addWidget(IconButton("unfold", "展开右侧（F8）", self.toggle), 0, Qt.AlignmentFlag.AlignHCenter)
        for word in ("预览", "出处"):
            strip.addWidget(Button(word, self.toggle, in_row=True), 0, Qt.AlignmentFlag.AlignHCenter)
        strip.addStretch(1)
        outer.addWidget(self._strip)
        self.fold(False)

    @Slot()
    def toggle(self) -> None:
        """Fold or unfold, and say so."""
        self.fold(not self.folded)
        self.toggled.emit(self.folded)

    def fold(self, folded: bool) -> None:
        """Fold or unfold."""
        self.folded = folded
        self._inside.setVisible(not folded)
        self._strip.setVisible(folded)
        self.setFixedWidth(
            self._strip.sizeHint().width() + 4 if folded else theme.width(theme.PANEL_REPORT)
        )
        self.preview.set_wanted(not folded)


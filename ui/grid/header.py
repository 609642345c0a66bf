"""The header of a list: sorting by a click with a third click back to book order, moving, resizing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui import icons, theme

PADDING = 10


class GridHeader(QHeaderView):
    """A header that paints its own sections.

    Signals:
        sorting: section, "up", "down" or "" for book order.
    """

    sorting = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sorted, self.direction = -1, ""
        self._pressed = QPoint()
        self.setFont(theme.font("strong"))
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.width(40))
        self.setFixedHeight(theme.height(theme.TABLE_HEADER))
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.sectionClicked.connect(self._clicked)

    def show_sorting(self, section: int, direction: str) -> None:
        """Mark the column the rows are sorted by; -1 for book order."""
        self.sorted, self.direction = (section, direction) if direction else (-1, "")
        self.viewport().update()

    @Slot(int)
    def _clicked(self, section: int) -> None:
        self.turn(section)

    def turn(self, section: int) -> None:
        """The next order of a column: up, down, book order."""
        direction = "up"
        if section == self.sorted:
            direction = {"up": "down", "down": ""}[self.direction]
        self.show_sorting(section, direction)
        self.sorting.emit(section, direction)

    def words_width(self, section: int) -> int:
        """How wide a section must be for its word and the arrow."""
        word = str(self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or "")
        return QFontMetrics(self.font()).horizontalAdvance(word) + 2 * PADDING + 2

    def sectionSizeFromContents(self, section: int) -> QSize:
        return QSize(self.words_width(section), self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, theme.colour("header"))
        line = QRectF(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme.colour("button_edge"))
        model = self.model()
        role = Qt.ItemDataRole
        word = str(model.headerData(section, Qt.Orientation.Horizontal, role.DisplayRole) or "")
        align = model.headerData(section, Qt.Orientation.Horizontal, role.TextAlignmentRole)
        box = QRectF(rect).adjusted(PADDING, 0, -PADDING, 0)
        painter.setFont(self.font())
        painter.setPen(theme.colour("text"))
        if section == self.sorted:
            edge = theme.icon_size(12)
            wide = painter.fontMetrics().horizontalAdvance(word)
            right = bool(int(align) & int(Qt.AlignmentFlag.AlignRight))
            x = box.right() - wide - edge - 2 if right else min(box.left() + wide + 3, rect.right() - edge - 1)
            arrow = QRectF(x, rect.center().y() - edge / 2, edge, edge)
            icons.paint(painter, "up" if self.direction == "up" else "down", arrow, theme.colour("accent"))
            painter.setPen(theme.colour("accent"))
        text = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, Qt.AlignmentFlag(int(align)), text)
        painter.restore()

"""A layout that puts its widgets in rows and wraps, so that nothing is cut."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows from left to right; each item keeps its own size and stands on the row's middle."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        visible = [i.sizeHint() for i in self._items if not i.isEmpty()]
        wide = sum(s.width() for s in visible) + self.spacing() * max(0, len(visible) - 1)
        return QSize(wide, max((s.height() for s in visible), default=0))

    def minimumSize(self) -> QSize:
        visible = [i.minimumSize() for i in self._items if not i.isEmpty()]
        return QSize(
            max((s.width() for s in visible), default=0), max((s.height() for s in visible), default=0)
        )

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items; the height they take."""
        rows: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if rows[-1] and used + size.width() > rect.width():
                rows.append([])
                used = 0
            rows[-1].append((item, size))
            used += size.width() + self.spacing()
        top = rect.top()
        for row in rows:
            high = max((size.height() for _, size in row), default=0)
            left = rect.left()
            for item, size in row:
                if move:
                    corner = QPoint(left, top + (high - size.height()) // 2)
                    item.setGeometry(QRect(corner, QSize(min(size.width(), rect.width()), size.height())))
                left += size.width() + self.spacing()
            top += high + (4 if row is not rows[-1] else 0)
        return top - rect.top()

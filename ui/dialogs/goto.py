"""转到 (Ctrl+G): type words or pinyin initials, 回车 opens the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui import theme


def matching(
    typed: str, pages: Sequence[tuple[str, str, str]], initials: Mapping[str, str], recent: Sequence[str]
) -> list[str]:
    """The keys of the pages that fit, best first; with nothing typed those used last come first.

    Args:
        pages: key, group's word, title.
        initials: pinyin initials by key; may be empty while they are still being read.
    """
    typed = typed.strip().lower().replace(" ", "")
    newest = {key: place for place, key in enumerate(recent)}
    found: list[tuple[int, int, int, str]] = []
    for place, (key, group, title) in enumerate(pages):
        short = initials.get(key, "")
        if not typed or title.startswith(typed) or short.startswith(typed):
            rank = 0
        elif typed in title or typed in short:
            rank = 1
        elif typed in group:
            rank = 2
        else:
            continue
        found.append((rank, newest.get(key, len(recent)) if not typed else 0, place, key))
    return [key for *_, key in sorted(found)]


class GoTo(QWidget):
    """A small popup over the window; leaves with Esc or a click beside it.

    Signals:
        chosen: the page's key.
    """

    chosen = Signal(str)

    def __init__(self, pages: Sequence[tuple[str, str, str]], recent: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pages, self._recent = tuple(pages), tuple(recent)
        self._initials: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(theme.GAP)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("转到：页名或拼音首字母")
        self.field.setAccessibleName("转到")
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        self.list = QListWidget(self)
        self.list.setAccessibleName("页")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._take)
        column.addWidget(self.list)
        self.setFixedSize(theme.width(360), theme.height(360))
        self._fill()

    def paintEvent(self, _event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        theme.paint_box(
            QPainter(self), box, ground=theme.colour("page"), edge=theme.colour("field_edge"), radius=0
        )

    @Slot(object)
    def set_initials(self, initials: Mapping[str, str]) -> None:
        """The pinyin initials by page key, when they have been read."""
        self._initials = dict(initials)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        words = {key: (group, title) for key, group, title in self._pages}
        self.list.clear()
        for key in matching(self.field.text(), self._pages, self._initials, self._recent):
            group, title = words[key]
            item = QListWidgetItem(title if not group or group == title else f"{title}　{group}")
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                count = max(1, self.list.count())
                self.list.setCurrentRow((self.list.currentRow() + step) % count)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return False

    @Slot()
    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.close()
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

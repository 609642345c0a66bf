"""What stands where there is nothing, something to know, or something running."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.tasks import Tasks
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card
from ui.widgets.text import label


class Icon(QWidget):
    """An icon that stands by itself; hidden from screen readers, its words are beside it."""

    def __init__(self, meaning: str, size: int = 18, role: str = "second", parent: QWidget | None = None):
        super().__init__(parent)
        self._meaning, self._role = meaning, role
        edge = theme.icon_size(size)
        self.setFixedSize(edge, edge)

    def set(self, meaning: str, role: str) -> None:
        """Another icon or colour."""
        self._meaning, self._role = meaning, role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._meaning, QRectF(self.rect()), theme.colour(self._role))


class EmptyState(QWidget):
    """One icon, what belongs here, and the ways to begin; after a filter, the way back."""

    def __init__(self, icon: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        self._icon = Icon(icon, 40, "hint")
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence = label(sentence, "reading", "second", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.sentence)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.GAP)
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        column.addLayout(self._buttons)
        column.addStretch(3)

    def add(self, button: QWidget) -> None:
        """A way to begin: 新增, 导入, 清除筛选."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)


class Banner(Card):
    """A strip that tells something: a tone, an icon, a bold word, a sentence, and what to do about it."""

    def __init__(
        self, tone: str, word: str, sentence: str = "", *, icon: str = "overdue", parent: QWidget | None = None
    ) -> None:
        ground = "column" if tone == "plain" else f"{tone}_ground"
        super().__init__(parent, ground=ground, edge="", margins=(16, 8, 12, 8))
        role = "second" if tone == "plain" else tone
        row = QHBoxLayout()
        row.setSpacing(10)
        self._icon = Icon(icon, 18, role)
        row.addWidget(self._icon)
        self.word = label(word, "strong", role)
        row.addWidget(self.word)
        self.sentence = label(sentence, "body", "text", wrap=True)
        row.addWidget(self.sentence, 1)
        self._row = row
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set(word, sentence)

    def set(self, word: str, sentence: str = "") -> None:
        """Other words."""
        self.word.setText(word)
        self.word.setVisible(bool(word))
        self.sentence.setText(sentence)
        self.setAccessibleName(f"{word} {sentence}".strip())

    def add(self, widget: QWidget) -> None:
        """A link or button at the right."""
        self._row.addWidget(widget)


class ProgressStrip(QWidget):
    """The running long work: its title, count and 停止. Shows and hides itself."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = self._total = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 10, 6)
        row.setSpacing(12)
        self._title = label("", "strong")
        row.addWidget(self._title)
        self._count = label("", "body", "second")
        row.addWidget(self._count, 1)
        self.stop = Button("停止", in_row=True, key="Esc")
        row.addWidget(self.stop)
        self._tasks = tasks
        self.stop.clicked.connect(self._stop)
        tasks.long_started.connect(self._begin)
        tasks.progressed.connect(self._step)
        tasks.long_ended.connect(self.hide)
        self.hide()

    @Slot(str)
    def _begin(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self.stop.enable()
        self.show()
        self.raise_()

    @Slot(int, int, str)
    def _step(self, done: int, total: int, note: str) -> None:
        self._done, self._total = done, total
        count = f"{done:,} / {total:,}" if total else f"{done:,}" if done else ""
        self._count.setText(f"{count}　{note}" if note else count)
        self.update()

    @Slot()
    def _stop(self) -> None:
        self.stop.disable("正在停下来")
        self._tasks.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        self._done = self._total = 0
        self._count.setText("")
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._stop()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.height(46))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        painter.fillRect(box, theme.colour("progress_ground"))
        track = QRectF(0, box.height() - 4, box.width(), 4)
        painter.fillRect(track, theme.colour("hairline"))
        if self._total:
            track.setWidth(box.width() * min(1.0, self._done / self._total))
            painter.fillRect(track, theme.colour("progress"))


def nothing_found(clear: Callable[[], object], parent: QWidget | None = None) -> EmptyState:
    """没有符合的记录, with the way back."""
    state = EmptyState("search", "没有符合的记录", parent)
    state.add(LinkButton("清除筛选", clear))
    return state

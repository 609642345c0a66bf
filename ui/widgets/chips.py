"""Status chips (a word with its colour) and the row of filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.widgets.buttons import LinkButton


def paint_chip(
    painter: QPainter, rect: QRectF, word: str, tone: str, *, left: bool = False, font: str = "hint"
) -> None:
    """Paint a status chip into a rectangle; for tables and cards as well."""
    text, ground, _edge = theme.tone(tone)
    painter.setFont(theme.font(font))
    wide = QFontMetrics(painter.font()).horizontalAdvance(word) + 20
    high = min(rect.height(), theme.height(24))
    x = rect.left() if left else rect.center().x() - min(wide, rect.width()) / 2
    box = QRectF(x, rect.center().y() - high / 2, min(wide, rect.width()), high)
    theme.paint_box(painter, box, ground=ground)
    painter.setPen(text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)


class Chip(QWidget):
    """A status: always a word, never colour alone. Tones: see `theme.TONES`."""

    def __init__(self, word: str = "", tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.word, self.tone = "", "plain"
        self.set(word, tone)

    def set(self, word: str, tone: str) -> None:
        """Another word and tone; an empty word hides the chip."""
        self.word, self.tone = word, tone
        self.setAccessibleName(word)
        if not word:
            self.hide()
        elif self.isHidden() and self.parent() is not None:
            self.show()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("hint"))
        return QSize(metrics.horizontalAdvance(self.word) + 20, theme.height(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_chip(QPainter(self), QRectF(self.rect()), self.word, self.tone)


@dataclass(frozen=True)
class Filter:
    """One filter: its name in code, its word, and how many records it holds (None: not shown)."""

    key: str
    word: str
    count: int | None = None


class _FilterChip(QAbstractButton):
    def __init__(self, of: Filter, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_filter(of)

    def show_filter(self, of: Filter) -> None:
        self.filter = of
        self.setText(of.word if of.count is None else f"{of.word} {of.count}")
        self.setAccessibleName(of.word if of.count is None else f"{of.word}，{of.count} 条")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("strong"))  # bold is the widest state: choosing moves nothing
        return QSize(metrics.horizontalAdvance(self.text()) + 24, theme.height(32))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self.isChecked()
        box = QRectF(self.rect())
        ground = "selected" if chosen else "foot" if self.underMouse() else "surface"
        theme.paint_box(
            painter, box, ground=theme.colour(ground), edge=theme.colour("accent" if chosen else "button_edge")
        )
        painter.setFont(theme.font("strong" if chosen else "body"))
        painter.setPen(theme.colour("accent" if chosen else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            theme.paint_focus(painter, box)


class FilterRow(QWidget):
    """Filters with counts in one row: a click or 回车 chooses one, with Ctrl held several. The first filter
    means "all" and stands alone. (Ctrl+空格 belongs to input methods, so it is 回车.)

    Signals:
        changed: the chosen keys, in their order; [first key] when nothing narrows.
    """

    changed = Signal(list)

    def __init__(self, filters: Sequence[Filter] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[_FilterChip] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.GAP)
        self._clear = LinkButton("清除筛选", self.clear, parent=self)
        self._clear.hide()
        self._layout.addWidget(self._clear)
        self._layout.addStretch(1)
        self.set_filters(filters)

    def set_filters(self, filters: Sequence[Filter]) -> None:
        """Show these filters; what was chosen stays chosen where the key is still there."""
        chosen = set(self.chosen())
        if [c.filter.key for c in self._chips] == [f.key for f in filters]:
            for chip, of in zip(self._chips, filters, strict=True):
                chip.show_filter(of)
            return
        for chip in self._chips:
            self._layout.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        for place, of in enumerate(filters):
            chip = _FilterChip(of, self)
            chip.setChecked(of.key in chosen)
            chip.clicked.connect(self._clicked)
            chip.installEventFilter(self)
            self._chips.append(chip)
            self._layout.insertWidget(place, chip)
        self._settle()

    def chosen(self) -> list[str]:
        """The chosen keys."""
        return [chip.filter.key for chip in self._chips if chip.isChecked()]

    def choose(self, keys: Iterable[str]) -> None:
        """Choose these, as a remembered choice does; `changed` is not sent."""
        wanted = set(keys)
        for chip in self._chips:
            chip.setChecked(chip.filter.key in wanted)
        self._settle()

    @Slot()
    def clear(self) -> None:
        """清除筛选: back to the first filter."""
        self.choose(())
        self.changed.emit(self.chosen())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(watched, _FilterChip)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            several = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            watched.setChecked(not watched.isChecked() if several else True)
            self._choose_one(watched, several=several)
            return True
        return False

    @Slot()
    def _clicked(self) -> None:
        chip = self.sender()
        held = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        if isinstance(chip, _FilterChip):
            self._choose_one(chip, several=bool(held))

    def _choose_one(self, chip: _FilterChip, *, several: bool) -> None:
        first = self._chips[0]
        for other in self._chips:
            if other is not chip and (not several or chip is first or other is first):
                other.setChecked(False)
        if not several:
            chip.setChecked(True)
        self._settle()
        self.changed.emit(self.chosen())

    def _settle(self) -> None:
        """Nothing chosen means all; the way back shows when something narrows."""
        if self._chips and not self.chosen():
            self._chips[0].setChecked(True)
        self._clear.setVisible(bool(self._chips) and not self._chips[0].isChecked())


class Steps(QWidget):
    """Segments of a task's steps: done ones filled, the others pale."""

    def __init__(self, done: int = 0, total: int = 0, tone: str = "progress", parent: QWidget | None = None):
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(done, total, tone)

    def set(self, done: int, total: int, tone: str) -> None:
        """How many of the steps are done, and the task's tone."""
        self._done, self._total, self._tone = done, total, tone
        self.setAccessibleName(f"{done}/{total} 步已完成")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.width(76), 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_steps(QPainter(self), QRectF(self.rect()), self._done, self._total, self._tone)


def paint_steps(painter: QPainter, rect: QRectF, done: int, total: int, tone: str) -> None:
    """Paint a task's steps as segments."""
    if total <= 0:
        return
    gap = 3
    wide = (rect.width() - gap * (total - 1)) / total
    for step in range(total):
        ground = theme.tone(tone)[0] if step < done else theme.colour("hairline")
        box = QRectF(rect.left() + step * (wide + gap), rect.center().y() - 3, wide, 6)
        theme.paint_box(painter, box, ground=ground, radius=2)

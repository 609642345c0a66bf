"""提纲: the report's sections with where each stands, its table, papers and earlier versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.widgets.cards import Card, Line
from ui.widgets.pressing import DrawnButton
from ui.widgets.text import label

WIDE = 176
_ROW, _SMALL_ROW = 54, 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One section in the outline.

    Attributes:
        name: its name in code; `title`: “一、工作措施”.
        words: where it stands: 已写 412 字, 正在写, 上季 2 条待回应, 还没写.
        tone: done, progress, near or plain.
        written: counts as written.
    """

    name: str
    title: str
    words: str
    tone: str
    written: bool


_ICONS = {"done": "done", "progress": "progress", "near": "near", "plain": "edit"}


class SectionRow(DrawnButton):
    """A section: icon, title, where it stands. ↑↓ go to its neighbours."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_entry(entry)

    def show_entry(self, entry: Entry) -> None:
        """Other words of the same section."""
        self.entry = entry
        self.setAccessibleName(f"{entry.title}，{entry.words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.width(120), theme.height(_ROW) + theme.height(0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        chosen = self.isChecked()
        if chosen:
            painter.fillRect(box, theme.colour("selected"))
            painter.fillRect(QRectF(0, 0, 3, box.height()), theme.colour("accent"))
        elif self.underMouse():
            painter.fillRect(box, theme.colour("foot"))
        role = self.entry.tone if self.entry.tone != "plain" else "second"
        edge = theme.icon_size(theme.ICON)
        place = QRectF(9, (box.height() - edge) / 2, edge, edge)
        icons.paint(painter, _ICONS[self.entry.tone], place, theme.colour(role))
        left = 9 + edge + 9
        half = (box.height() - 10) / 2
        painter.setFont(theme.font("strong" if chosen else "body"))
        painter.setPen(theme.colour("accent" if chosen else "text"))
        words = QRectF(left, 5, box.width() - left - 4, half)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, _cut(painter, self.entry.title, words))
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour(role if self.entry.tone in ("near", "progress") else "second"))
        words.translate(0, half)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, _cut(painter, self.entry.words, words))
        if self.hasFocus():
            theme.paint_focus(painter, box)


def _cut(painter: QPainter, text: str, box: QRectF) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))


class SmallRow(DrawnButton):
    """附：数据表, 附件 2 份, 历次版本 3 个: an icon and words that open something."""

    def __init__(self, icon: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setText(word)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(theme.height(_SMALL_ROW))

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(theme.font("body")).horizontalAdvance(self.text())
        return QSize(wide + 45, theme.height(_SMALL_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse() and self.isEnabled():
            theme.paint_box(painter, box, ground=theme.colour("foot"))
        edge = theme.icon_size(17)
        ink = theme.colour("second")
        icons.paint(painter, self._icon, QRectF(9, (box.height() - edge) / 2, edge, edge), ink)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if self.isEnabled() else "hint"))
        left = 9 + theme.icon_size(theme.ICON) + 9
        painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            theme.paint_focus(painter, box)


class Outline(Card):
    """The left column.

    Signals:
        chosen: the section's name.
        table, papers, versions: that row was clicked.
    """

    chosen = Signal(str)
    table = Signal()
    papers = Signal()
    versions = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(8, 8, 8, 8), spacing=0)
        self.setFixedWidth(theme.width(WIDE))
        head = QHBoxLayout()
        head.setContentsMargins(8, 2, 8, 4)
        head.addWidget(label("提纲", "section"))
        head.addStretch(1)
        self.count = label("", "hint", "second")
        head.addWidget(self.count)
        self.body.addLayout(head)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self._sections = QVBoxLayout()
        self._sections.setSpacing(1)
        column.addLayout(self._sections)
        column.addSpacing(6)
        column.addWidget(Line())
        column.addSpacing(6)
        self.table_row = SmallRow("table", "附：数据表")
        self.table_row.setToolTip("在预览里翻到数据表")
        self.papers_row = SmallRow("attachment", "附件")
        self.versions_row = SmallRow("list", "历次版本")
        for row, signal in ((self.table_row, self.table), (self.papers_row, self.papers),
                            (self.versions_row, self.versions)):  # fmt: skip
            row.clicked.connect(signal)
            column.addWidget(row)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.body.addWidget(scroll, 1)

    def set_entries(self, entries: Sequence[Entry], current: str) -> None:
        """Show these sections; rows stay where the sections are the same, so the focus stays too."""
        rows = self.rows()
        if [row.entry.name for row in rows] != [entry.name for entry in entries]:
            for row in rows:
                row.setParent(None)
                row.deleteLater()
            for entry in entries:
                made = SectionRow(entry)
                made.clicked.connect(self._clicked)
                made.installEventFilter(self)
                self._sections.addWidget(made)
            rows = self.rows()
        for row, entry in zip(rows, entries, strict=True):
            row.show_entry(entry)
            row.setChecked(entry.name == current)
        counted = [entry for entry in entries if "、" in entry.title]
        self.count.setText(f"{sum(e.written for e in counted)}/{len(counted)} 已写")

    def rows(self) -> list[SectionRow]:
        """The sections' rows, in order."""
        items = (self._sections.itemAt(n) for n in range(self._sections.count()))
        found = (item.widget() for item in items if item is not None)
        return [row for row in found if isinstance(row, SectionRow)]

    def set_extras(self, papers: int, versions: int) -> None:
        """How many kept papers and earlier versions there are; what there is none of is not shown."""
        self.papers_row.setText(f"附件 {papers} 份")
        self.papers_row.setVisible(bool(papers))
        self.versions_row.setText(f"历次版本 {versions} 个")
        self.versions_row.setVisible(bool(versions))

    @Slot()
    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, SectionRow):
            self.chosen.emit(row.entry.name)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            rows = self.rows()
            if step and watched in rows:
                place = rows.index(watched) + step
                if 0 <= place < len(rows):
                    rows[place].setFocus(Qt.FocusReason.OtherFocusReason)
                    rows[place].click()
                return True
        return super().eventFilter(watched, event)

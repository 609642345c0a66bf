"""The column beside the sign-in table: guests, the five study items, the keys, the sheet's photos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.pages.signin.five_items import FiveItems
from ui.pages.signin.guests import Guests
from ui.pages.signin.side_card import SideCard
from ui.widgets.buttons import LinkButton, secondary
from ui.widgets.cards import Card
from ui.widgets.text import label

if TYPE_CHECKING:
    from liaison.books.roster import Roster

STUDY = "集中学习"


class _KeyCap(QWidget):
    """A key, drawn."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word
        self.setFixedSize(theme.width(62), theme.height(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        theme.paint_box(painter, box, ground=theme.colour("foot"), edge=theme.colour("button_edge"))
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("second"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._word)


class Keys(SideCard):
    """The keys of the table."""

    def __init__(self) -> None:
        super().__init__("按键")
        self.body.setSpacing(2)
        for key, word in (("↑ ↓", "换人"), ("1—7", "改到场情况"), ("回车", "填时间与原因")):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(_KeyCap(key))
            row.addWidget(label(word, "body", "second"))
            row.addStretch(1)
            self.body.addLayout(row)


class Photos(Card):
    """签到表照片: how many, a menu to look at or take off one, and 添加.

    Signals:
        add: 添加 was pressed.
        opened: the photo to look at: digest and original name.
        removed: its place among the photos.
    """

    add = Signal()
    opened = Signal(str, str)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__(margins=(12, 4, 8, 4))
        row = QHBoxLayout()
        row.setSpacing(4)
        self.show_button = LinkButton("签到表照片", self._show, role="text", icon="attachment")
        row.addWidget(self.show_button)
        row.addStretch(1)
        self.add_button = LinkButton("添加", self.add)
        row.addWidget(self.add_button)
        self.body.addLayout(row)
        self.files: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_files(self, files: Sequence[tuple[str, str]]) -> None:
        """Show these photos: original name and digest."""
        self.files = list(files)
        self.show_button.setText(f"签到表照片 {len(files)} 张" if files else "签到表照片")
        self.show_button.setToolTip("点开看照片" if files else "会后把签好的纸质签到表拍下来，存在这里")
        self.show_button.updateGeometry()

    def menu(self) -> QMenu:
        """What can be done with the photos."""
        menu = QMenu(self)
        for name, digest in self.files:
            menu.addAction(f"看 {name}").setData((digest, name))
        menu.addSeparator()
        for place, (name, _) in enumerate(self.files):
            menu.addAction(f"移除 {name}").setData(place)
        return menu

    @Slot()
    def _show(self) -> None:
        if not self.files:
            self.add.emit()
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(self.chosen)
        menu.popup(self.show_button.mapToGlobal(self.show_button.rect().bottomLeft()))

    @Slot(object)
    def chosen(self, action: Any) -> None:
        """An entry of the menu."""
        what = action.data()
        if isinstance(what, int):
            self.removed.emit(what)
        else:
            self.opened.emit(*what)


class Side(QWidget):
    """The whole column; F8 folds it into buttons (来宾 3, 五有 4/5).

    Signals:
        toggled: True when it has been folded.
    """

    toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.guests, self.five, self.keys, self.photos = Guests(), FiveItems(), Keys(), Photos()
        self._whole = QWidget()
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for card in (self.guests, self.five, self.keys, self.photos):
            column.addWidget(card)
        column.addStretch(1)
        self._strip = QWidget()
        self._buttons = QVBoxLayout(self._strip)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(theme.GAP)
        self._to_guests = secondary("来宾", self.toggle, in_row=True)
        self._to_five = secondary("五有", self.toggle, in_row=True)
        self._to_photos = secondary("照片", self.toggle, in_row=True)
        for button in (self._to_guests, self._to_five, self._to_photos):
            button.setToolTip("展开右侧（F8）")
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._whole)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._whole.installEventFilter(self)
        for part in (self._scroll.viewport(), self._whole):
            part.setAutoFillBackground(False)
        outer.addWidget(self._scroll)
        outer.addWidget(self._strip)
        self.folded = False
        self.fold(False)

    def show_roster(self, roster: Roster, files: Sequence[tuple[str, Path]]) -> None:
        """Show everything of an activity."""
        study = roster.activity.values.get("kind") == STUDY
        self.five.setVisible(study)
        self.five.show_roster(roster)
        self.guests.most_rows = 3 if study else 8
        self.guests.show_guests(roster.guests)
        self.photos.show_files(files)
        self._to_guests.setText(f"来宾 {len(roster.guests)}")
        self._to_five.setText(f"五有 {self.five.there}/5")
        self._to_five.setVisible(study)
        self._to_photos.setText(f"照片 {len(files)}")
        self.fold(self.folded)

    @Slot()
    def toggle(self) -> None:
        """Fold or unfold, and say so."""
        self.fold(not self.folded)
        self.toggled.emit(self.folded)

    def fold(self, folded: bool) -> None:
        """Fold or unfold."""
        self.folded = folded
        self._scroll.setVisible(not folded)
        self._strip.setVisible(folded)
        if folded:
            words = ("来宾 99", "五有 5/5")
            widest = max(QFontMetrics(theme.font("body")).horizontalAdvance(word) for word in words)
            self.setFixedWidth(widest + 28)
        else:
            self.setFixedWidth(theme.width(theme.PANEL_SIGNIN))
        self._make_room()

    def _make_room(self) -> None:
        """Hints are the first to go where the column is too low."""
        shown = not self.keys.isHidden()
        needed = self._whole.minimumSizeHint().height()
        if not shown:
            needed += self.keys.sizeHint().height() + 10
        if (needed <= self.height()) != shown:
            self.keys.setVisible(not shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

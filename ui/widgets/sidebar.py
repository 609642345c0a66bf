"""The sidebar: groups with their pages, one group open at a time; the foot with what is always there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import paint_line
from ui.widgets.chips import Chip
from ui.widgets.pressing import DrawnButton
from ui.widgets.states import Icon
from ui.widgets.text import ElidedLabel, label

_BAR = 3


class NavRow(DrawnButton):
    """One row: a group (icon, word, arrow) or a page (word, further in)."""

    def __init__(self, key: str, word: str, icon: str = "", *, arrow: bool = False, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self._icon, self._arrow, self.narrow = icon, arrow, False
        self.open = False
        self.setText(word)
        self.setCheckable(True)
        self.setAccessibleName(word)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        base = theme.GROUP_ROW if icon else theme.PAGE_ROW
        line = QFontMetrics(theme.font("strong")).height()
        self.setFixedHeight(max(base, line + 6))

    def nextCheckState(self) -> None:
        """The window decides what is chosen, not the click."""

    def sizeHint(self) -> QSize:
        return QSize(80, self.height())

    def set_open(self, opened: bool) -> None:
        """Whether the group's pages show below it."""
        self.open = opened
        if self._arrow:
            self.setAccessibleDescription("已展开" if opened else "已收起")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        chosen = self.isChecked()
        if chosen:
            theme.paint_box(painter, box, ground=theme.colour("surface"))
            painter.fillRect(QRectF(0, 0, _BAR, box.height()), theme.colour("accent"))
        elif self.underMouse():
            theme.paint_box(painter, box, ground=theme.colour("header"), edge=theme.colour("hairline"))
        ink = theme.colour("accent" if chosen else "text" if self._icon else "second")
        painter.setFont(theme.font("strong" if chosen else "body"))
        left = self._paint_icon(painter, box, ink)
        painter.setPen(ink)
        arrow = theme.icon_size(13) if self._arrow and not self.narrow else 0
        words = QRectF(left, 0, box.width() - left - arrow - (4 if self.narrow else 8), box.height())
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        if text != self.text():  # in a narrow sidebar the small type still holds five characters
            painter.setFont(theme.font("hint strong" if chosen else "hint"))
            text = painter.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, int(words.width())
            )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        if arrow:
            place = QRectF(box.width() - arrow - 9, (box.height() - arrow) / 2, arrow, arrow)
            icons.paint(painter, "down" if self.open else "right", place, theme.colour("second"))
        if self.hasFocus():
            theme.paint_focus(painter, box)

    def _paint_icon(self, painter: QPainter, box: QRectF, ink: QColor) -> float:
        """Paint the icon; where the word begins."""
        if not self._icon:
            return 8 if self.narrow else 43
        edge = theme.icon_size(18)
        left = 7 if self.narrow else 11
        icons.paint(painter, self._icon, QRectF(left, (box.height() - edge) / 2, edge, edge), ink)
        return left + edge + (6 if self.narrow else 11)


class Sidebar(QWidget):
    """Groups and pages. Signals: chosen(page key), group_chosen(group word), lock_wanted."""

    chosen = Signal(str)
    group_chosen = Signal(str)
    lock_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("导航")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._groups: dict[str, NavRow] = {}
        self._pages: dict[str, NavRow] = {}
        self._group_of: dict[str, str] = {}
        self._open = ""
        self._narrow = False
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(10, 12, 11, 10)
        column.setSpacing(2)
        self._head(column)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(2)
        self._foot.setContentsMargins(0, 8, 0, 0)
        column.addLayout(self._foot)
        self._last = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._last.setContentsMargins(11, 4, 0, 0)
        self._last.setSpacing(0)
        saved = QHBoxLayout()
        saved.setSpacing(9)
        self._saved_icon = Icon("check", 15, "done")
        self._saved = label("", "hint", "second")
        saved.addWidget(self._saved_icon)
        saved.addWidget(self._saved, 1)
        self.lock = LinkButton("锁定", self.lock_wanted.emit, role="second", parent=self)
        self.lock.setToolTip("盖住全部资料，输入密码再打开（Ctrl+L）")
        self.lock.hide()
        self._last.addLayout(saved, 1)
        self._last.addWidget(self.lock, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._last)
        self._saved_icon.hide()
        self._set_width()

    def _head(self, column: QVBoxLayout) -> None:
        row = self._names = QHBoxLayout()
        row.setContentsMargins(8, 0, 5, 0)
        self._town = ElidedLabel("", "section")
        self._sample = Chip("", "near", self)
        row.addWidget(self._town, 1)
        row.addWidget(self._sample)
        column.addLayout(row)
        self._office = ElidedLabel("", "hint", "second")
        self._office.setContentsMargins(8, 0, 0, 6)
        self._office.setMinimumHeight(theme.height(28))
        column.addWidget(self._office)

    def set_office(self, town: str, name: str, *, sample: bool) -> None:
        """Whose books these are; the sample office says so."""
        rest = name.replace(town, "") if town and town in name else name
        self._town.setText(town or name)
        self._office.setText(rest if rest != (town or name) else "")
        self._sample.set("示例" if sample else "", "near")

    def set_lock(self, on: bool) -> None:
        """Whether 锁定 is offered: only where a password opens it again."""
        self.lock.setVisible(on)
        self._place_lock()

    def _place_lock(self) -> None:
        """Beside the saved state; under it where type and width leave no room, since neither may be cut."""
        words = "10:24" if self._narrow else "已保存 10:24"
        needed = QFontMetrics(theme.font("hint")).horizontalAdvance(words) + self.lock.sizeHint().width()
        room = self.width() - 2 * 11 - theme.icon_size(15) - 2 * 9
        direction = QBoxLayout.Direction
        self._last.setDirection(direction.LeftToRight if needed <= room else direction.TopToBottom)

    def set_pages(
        self, groups: Sequence[tuple[str, str]], pages: Sequence[tuple[str, str, str, str]]
    ) -> None:
        """Build the rows.

        Args:
            groups: word and icon, in order; a group without a page is left out.
            pages: key, group's word ("" for the foot), word, icon (foot only).
        """
        for word, icon in groups:
            own = [p for p in pages if p[1] == word]
            if not own:
                continue
            alone = len(own) == 1 and own[0][2] == word
            row = NavRow(word, word, icon, arrow=not alone, parent=self)
            row.clicked.connect(self._group_clicked)
            self._groups[word] = row
            self._rows.addWidget(row)
            for key, group, title, _ in own:
                self._group_of[key] = group
                if alone:
                    self._pages[key] = row
                    continue
                page = NavRow(key, title, parent=self)
                page.clicked.connect(self._page_clicked)
                page.hide()
                self._pages[key] = page
                self._rows.addWidget(page)
        for key, group, title, icon in pages:
            if not group:
                row = NavRow(key, title, icon, parent=self)
                row.clicked.connect(self._page_clicked)
                self._pages[key] = row
                self._foot.addWidget(row)
        self._apply_narrow()

    def show_page(self, key: str) -> None:
        """Mark the page and open its group."""
        for other, row in self._pages.items():
            row.setChecked(other == key)
        group = self._group_of.get(key, "")
        if group:
            self._open = group
        for word, row in self._groups.items():
            row.set_open(word == self._open)
        for other, row in self._pages.items():
            belongs = self._group_of.get(other, "")
            if belongs and row not in self._groups.values():
                row.setVisible(belongs == self._open)

    def saved(self, words: str) -> None:
        """The foot's state: 已保存 10:24."""
        self._saved.setText(words.split()[-1] if self._narrow else words)
        self._saved.setAccessibleName(words)
        self._saved.setToolTip(words)
        self._saved_icon.setVisible(bool(words))

    def set_narrow(self, narrow: bool) -> None:
        """Icons with words close beside them, for small windows."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._apply_narrow()
            self._set_width()
            if self._saved.accessibleName():
                self.saved(self._saved.accessibleName())
            self._place_lock()

    def focus_row(self) -> QWidget:
        """The row that takes the focus when the sidebar is the next area."""
        return next((row for row in self._pages.values() if row.isChecked()), next(iter(self._pages.values())))

    def _apply_narrow(self) -> None:
        for row in (*self._groups.values(), *self._pages.values()):
            row.narrow = self._narrow
            row.setToolTip(row.text() if self._narrow else "")
            row.update()

    def _set_width(self) -> None:
        margins = (4, 12, 4, 10) if self._narrow else (10, 12, 11, 10)
        self._column.setContentsMargins(*margins)
        down = QHBoxLayout.Direction.TopToBottom
        self._names.setDirection(down if self._narrow else QHBoxLayout.Direction.LeftToRight)
        if self._narrow:
            self.setFixedWidth(theme.width(theme.SIDEBAR_NARROW))
        else:
            longest = QFontMetrics(theme.font("strong")).horizontalAdvance("活动与签到") + 43 + 8 + 21
            self.setFixedWidth(max(theme.SIDEBAR, longest))

    @Slot()
    def _group_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, NavRow):
            self.group_chosen.emit(row.key)

    @Slot()
    def _page_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, NavRow):
            self.chosen.emit(row.key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("column"))
        paint_line(painter, QRectF(self.width() - 1, 0, 1, self.height()))
        top = self._foot.geometry().top()
        paint_line(painter, QRectF(10, top, self.width() - 21, 1), "button_edge")

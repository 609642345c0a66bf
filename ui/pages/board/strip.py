"""The strip of members without an assignment, each with 安排; it vanishes when everybody has one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.states import Icon
from ui.widgets.text import label


class IdleStrip(QWidget):
    """尚无任务的委员 n 人, and a button for each that fits; the others in a menu, none hidden.

    Signals:
        arranged: the member's number.
    """

    arranged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 7, 12, 7)
        self._row.setSpacing(10)
        self._row.addWidget(Icon("members", 19, "near"))
        self.words = label("", "strong", "near")
        self._row.addWidget(self.words)
        self.buttons: list[Button] = []
        self.others = Button("", self._show_others, in_row=True, menu=True, parent=self)
        self._row.addWidget(self.others)
        self._row.addStretch(1)
        self.hint = label("每位委员至少进一个专班、有一件事", "hint", "second")
        self._row.addWidget(self.hint)
        self._people: tuple[tuple[int, str], ...] = ()
        self.hide()

    def show_people(self, people: Sequence[tuple[int, str]]) -> None:
        """Members by number and name; none hides the strip."""
        people = tuple(people)
        if people != self._people:
            self._people = people
            self._make_buttons()
        self.setVisible(bool(people))

    def _make_buttons(self) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.words.setText(f"尚无任务的委员 {len(self._people)} 人")
        self.setAccessibleName(self.words.text())
        self.buttons = []
        for place, (number, name) in enumerate(self._people):
            button = Button(f"{name}　安排", self._arrange, icon="add", in_row=True, parent=self)
            button.setProperty("member", number)
            button.setToolTip(f"给{name}安排任务")
            self._row.insertWidget(2 + place, button)
            self.buttons.append(button)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(400, theme.height(theme.CONTROL_IN_ROW) + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The hint goes first, then the last names go into the menu."""
        gap = self._row.spacing()
        room = self.width() - 28 - theme.icon_size(19) - self.words.sizeHint().width() - 2 * gap
        wide = [b.sizeHint().width() + gap for b in self.buttons]
        self.hint.setVisible(sum(wide) + self.hint.sizeHint().width() + gap <= room)
        fits = len(wide)
        if sum(wide) > room:
            self.others.setText("其余 99 人")
            room -= self.others.sizeHint().width() + gap
            while fits and sum(wide[:fits]) > room:
                fits -= 1
        for place, button in enumerate(self.buttons):
            button.setVisible(place < fits)
        self.others.setText(f"其余 {len(wide) - fits} 人" if fits else f"{len(wide)} 人")
        self.others.setVisible(fits < len(wide))

    @Slot()
    def _arrange(self) -> None:
        self.arranged.emit(int(self.sender().property("member")))

    @Slot()
    def _show_others(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for (number, name), button in zip(self._people, self.buttons, strict=True):
            if button.isHidden():
                action = menu.addAction(f"{name}　安排")
                action.setProperty("member", number)
                action.triggered.connect(self._arrange)
        menu.popup(self.others.mapToGlobal(self.others.rect().bottomLeft()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        _, ground, edge = theme.tone("near")
        theme.paint_box(QPainter(self), QRectF(self.rect()), ground=ground, edge=edge)

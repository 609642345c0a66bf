"""The column beside the sign-in table: guests, the five study items, the keys, the sheet's photos."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.widgets.buttons import IconButton, LinkButton, secondary
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.states import Icon
from ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from liaison.books.roster import Attendee, Roster

STUDY = "集中学习"
_ROW = 30


class _SideCard(Card):
    """A card with its title row."""

    def __init__(self, title: str) -> None:
        super().__init__(margins=(16, 8, 12, 8), spacing=0)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(label(title, "section"))
        self.body.addLayout(self.head)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class _Person(QWidget):
    """A guest: name, unit, that he came, and a way to take him off."""

    removed = Signal(int)

    def __init__(self, guest: Attendee) -> None:
        super().__init__()
        self._signin = guest.signin or 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(guest.name))
        row.addWidget(ElidedLabel(guest.unit, "hint", "second"), 1)
        row.addWidget(Icon("done", 17, "done"))
        row.addWidget(IconButton("close", f"移除 {guest.name}", self._remove))
        self.setFixedHeight(theme.height(_ROW))

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self._signin)


class Guests(_SideCard):
    """列席与来宾: the list, and two fields to add one.

    Signals:
        added: name, unit.
        removed: the sign-in's number.
    """

    added = Signal(str, str)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__("列席与来宾")
        self.count = label("", "hint", "second")
        self.head.addWidget(self.count)
        self.head.addStretch(1)
        self.add = LinkButton("添加", self.begin, icon="add")
        self.head.addWidget(self.add)
        self._people = QWidget()
        self._list = QVBoxLayout(self._people)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._people)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._people.setAutoFillBackground(False)
        self.body.addWidget(self._scroll)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 4, 4, 2)
        form.setSpacing(6)
        self.name, self.unit = QLineEdit(), QLineEdit()
        for field, word, limit in ((self.name, "姓名", 40), (self.unit, "单位及职务", 60)):
            field.setPlaceholderText(word)
            field.setAccessibleName(f"来宾{word}")
            field.setMaxLength(limit)
            field.returnPressed.connect(self._entered)
            form.addWidget(field)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(LinkButton("收起", self.end, role="second"))
        buttons.addWidget(secondary("加上", self._add, in_row=True))
        form.addLayout(buttons)
        self.body.addWidget(self._form)
        self._form.hide()
        self.most_rows = 4

    def show_guests(self, guests: Sequence[Attendee]) -> None:
        """Show these guests."""
        while self._list.count():
            old = self._list.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        for guest in guests:
            person = _Person(guest)
            person.removed.connect(self.removed)
            self._list.addWidget(person)
        self.count.setText(f"{len(guests)} 人" if guests else "")
        self._rows = len(guests)
        self._scroll.setVisible(bool(guests))
        self._scroll.setFixedHeight(theme.height(_ROW) * min(len(guests), self.most_rows))

    @Slot()
    def begin(self) -> None:
        """Open the two fields."""
        self._form.show()
        self.name.setFocus()

    @Slot()
    def end(self) -> None:
        """Close them; what was typed goes."""
        self.name.clear()
        self.unit.clear()
        self._form.hide()
        self.add.setFocus()

    @Slot()
    def _entered(self) -> None:
        """回车 in the name goes on to the unit, in the unit adds."""
        if self.name.hasFocus() and self.name.text().strip():
            self.unit.setFocus()
        else:
            self._add()

    @Slot()
    def _add(self) -> None:
        if not self.name.text().strip():
            self.name.setFocus()
            return
        self.added.emit(self.name.text().strip(), self.unit.text().strip())
        self.name.clear()
        self.unit.clear()
        self.name.setFocus()

    def give_back(self, name: str, unit: str) -> None:
        """What could not be written stands in the fields again."""
        self._form.show()
        self.name.setText(name)
        self.unit.setText(unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._form.isVisible():
            self.end()
        else:
            super().keyPressEvent(event)


class _Item(QAbstractButton):
    """One of the five: done or missing, with a note; a click or 空格 changes it."""

    def __init__(self, word: str, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.setText(word)
        self._done, self._note = False, ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(clicked)

    def set(self, done: bool, note: str = "") -> None:
        self._done, self._note = done, note
        self.setAccessibleName(f"{self.text()}：{'有' if done else '缺'} {note}".strip())
        self.setToolTip(note)
        self.update()

    @property
    def done(self) -> bool:
        """Whether it is there."""
        return self._done

    def sizeHint(self) -> QSize:
        return QSize(theme.width(180), theme.height(_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        role, edge = ("done" if self._done else "near"), theme.icon_size()
        box = QRectF(self.rect())
        if self.underMouse():
            theme.paint_box(painter, box, ground=theme.colour("foot"))
        icons.paint(
            painter, "done" if self._done else "overdue", QRectF(0, (box.height() - edge) / 2, edge, edge),
            theme.colour(role),
        )  # fmt: skip
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if self._done else "near"))
        left = edge + 10
        painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        left += painter.fontMetrics().horizontalAdvance(self.text()) + 10
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("second"))
        note = painter.fontMetrics().elidedText(
            self._note, Qt.TextElideMode.ElideRight, max(0, int(box.width() - left - 4))
        )
        painter.drawText(
            box.adjusted(left, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, note
        )
        if self.hasFocus():
            theme.paint_focus(painter, box)


class FiveItems(_SideCard):
    """学习五有 of a study meeting.

    Signals:
        toggled: the column and its new value, for the three that are there or not.
        asked: the column of the two that want words or a number (study_tutor, study_reflections).
    """

    toggled = Signal(str, int)
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("学习五有")
        self.head.addStretch(1)
        self.chip = Chip("", "plain", self)
        self.head.addWidget(self.chip)
        self._values: dict[str, Any] = {}
        self.items = {
            "study_plan": _Item("学习计划", self._toggle_plan),
            "study_materials": _Item("学习资料", self._toggle_materials),
            "study_tutor": _Item("辅导教师", self._ask_tutor),
            "study_notes": _Item("学习笔记", self._toggle_notes),
            "study_reflections": _Item("心得体会", self._ask_reflections),
        }
        for item in self.items.values():
            self.body.addWidget(item)
        self.there = 0

    def show_roster(self, roster: Roster) -> None:
        """Show what the activity has of the five; reflections are asked of everybody who came."""
        self._values = dict(roster.activity.values)
        came = roster.counts.present
        handed_in = int(self._values.get("study_reflections") or 0)
        tutor = str(self._values.get("study_tutor") or "")
        for name in ("study_plan", "study_materials", "study_notes"):
            self.items[name].set(bool(self._values.get(name)))
        self.items["study_tutor"].set(bool(tutor), tutor)
        note = f"{handed_in}/{came} 人已交" if came else f"{handed_in} 份" if handed_in else ""
        self.items["study_reflections"].set(handed_in > 0 and handed_in >= came, note)
        self.there = sum(item.done for item in self.items.values())
        missing = len(self.items) - self.there
        self.chip.set(f"缺 {missing} 项" if missing else "齐全", "near" if missing else "done")

    def _toggle(self, name: str) -> None:
        self.toggled.emit(name, 0 if self._values.get(name) else 1)

    @Slot()
    def _toggle_plan(self) -> None:
        self._toggle("study_plan")

    @Slot()
    def _toggle_materials(self) -> None:
        self._toggle("study_materials")

    @Slot()
    def _toggle_notes(self) -> None:
        self._toggle("study_notes")

    @Slot()
    def _ask_tutor(self) -> None:
        self.asked.emit("study_tutor")

    @Slot()
    def _ask_reflections(self) -> None:
        self.asked.emit("study_reflections")


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


class Keys(_SideCard):
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
        opened: the file to look at.
        removed: its place among the photos.
    """

    add = Signal()
    opened = Signal(Path)
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
        self.files: list[tuple[str, Path]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_files(self, files: Sequence[tuple[str, Path]]) -> None:
        """Show these photos: original name and where each lies."""
        self.files = list(files)
        self.show_button.setText(f"签到表照片 {len(files)} 张" if files else "签到表照片")
        self.show_button.setToolTip("点开看照片" if files else "会后把签好的纸质签到表拍下来，存在这里")
        self.show_button.updateGeometry()

    def menu(self) -> QMenu:
        """What can be done with the photos."""
        menu = QMenu(self)
        for name, path in self.files:
            menu.addAction(f"看 {name}").setData(path)
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
            self.opened.emit(Path(what))


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

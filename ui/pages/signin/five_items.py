"""学习五有: what a study meeting has of the five items."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QSizePolicy,
)

from ui import icons, theme
from ui.pages.signin.side_card import ROW, SideCard
from ui.widgets.chips import Chip

if TYPE_CHECKING:
    from liaison.books.roster import Roster

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
        return QSize(theme.width(180), theme.height(ROW))

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


class FiveItems(SideCard):
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

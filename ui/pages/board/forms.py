"""The board's two forms: an assignment, and 记进展."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from liaison.chinese.pinyin import initials
from ui import ask, theme
from ui.dialogs.form import FormDialog, NameSelect, NamesField, Work
from ui.pages.base import Room
from ui.widgets.buttons import Button
from ui.widgets.search import Select
from ui.widgets.segmented import Choice, Segmented

USUAL_STEPS, MOST_STEPS = 3, 12


@dataclass(frozen=True, slots=True)
class People:
    """Whom an assignment can name.

    Attributes:
        members: the present members by number, in their own order.
        everybody: those who left as well.
        groups: the work groups by number.
        group_of: a member's work group now.
    """

    members: dict[int, str] = field(default_factory=dict)
    everybody: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    group_of: dict[int, int] = field(default_factory=dict)


class AssignmentForm(FormDialog):
    """A new assignment, or one to change. Its result is the Changes."""

    def __init__(
        self,
        room: Room,
        people: People,
        values: dict[str, Any],
        record: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        values: stored values to begin with.
        record: the assignment's number; None for a new one.
        """
        super().__init__(
            room.tasks, "修改任务" if record else "新增任务", "保存", safe="不保存", wide=520, parent=parent
        )
        self.room, self.record, self._people = room, record, people
        self.changed: Any = None
        self._group_chosen = "work_group" in values
        self.what = QLineEdit()
        self.what.setMaxLength(80)
        self.add_row("what", "任务", self.what, required=True)
        self.group = Select("专班")
        for number, name in people.groups.items():
            self.group.addItem(name, number)
        self.add_row("work_group", "专班", self.group, required=True)
        self.owner = NameSelect("负责人", _initials)
        self.owner.set_names(people.members)
        self.owner.activated.connect(self._owner_chosen)
        self.add_row("owner", "负责人", self.owner, required=True, hint="可以打姓名，也可以打拼音首字母")
        self.helpers = NamesField("协助", _initials)
        self.add_row("helpers", "协助", self.helpers)
        self.due = QLineEdit()
        self.due.setPlaceholderText("如 2026-09-30 或 9月30日")
        self.add_row("due", "期限", self.due, required=True)
        self.steps = Segmented([Choice(str(n), str(n), "progress") for n in range(1, MOST_STEPS + 1)], "步数")
        self.add_row("steps", "步数", _left(self.steps), hint="分几步办，看板上一格一步")
        self.priority = Segmented([Choice("一般", "一般"), Choice("急", "急", "overdue")], "轻重")
        self.add_row("priority", "轻重", _left(self.priority))
        self.notes = QPlainTextEdit()
        self.notes.setFixedHeight(theme.height(56))
        self.notes.setTabChangesFocus(True)
        self.add_row("notes", "备注", self.notes)
        if record:
            self.foot_left.addWidget(Button("删除", self._remove, kind="danger"))
            if values.get("closed_on"):
                self.foot_left.addWidget(Button("恢复为未销号", self._reopen))
        self._fill(values)
        self.keep_as(room.office, "board/assignment", record or 0)

    def _fill(self, values: dict[str, Any]) -> None:
        self.what.setText(str(values.get("what") or ""))
        self.group.setCurrentIndex(max(0, self.group.findData(values.get("work_group"))))
        self.owner.set_value(values.get("owner"))
        self.helpers.set_names(self._people.members)
        self.helpers.set_values(list(values.get("helpers") or ()))
        self.due.setText(str(values.get("due") or ""))
        self.steps.set_current(str(values.get("steps") or USUAL_STEPS))
        self.priority.set_current(str(values.get("priority") or "一般"))
        self.notes.setPlainText(str(values.get("notes") or ""))
        if not self._group_chosen and isinstance(values.get("owner"), int):
            self._follow_owner()

    @Slot(int)
    def _owner_chosen(self, _place: int) -> None:
        if not self._group_chosen and not self.record:
            self._follow_owner()

    def _follow_owner(self) -> None:
        """A member's own work group is the likely one."""
        owner = self.owner.value()
        group = self._people.group_of.get(owner) if isinstance(owner, int) else None
        if group is not None:
            self.group.setCurrentIndex(self.group.findData(group))

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, for the book."""
        due = self.due.text().strip()
        return {
            "what": self.what.text(),
            "work_group": self.group.currentData(),
            "owner": self.owner.value(),
            "helpers": self.helpers.values(),
            "due": with_year(due, self.room.today().year),
            "steps": int(self.steps.current()),
            "priority": self.priority.current(),
            "notes": self.notes.toPlainText(),
        }

    def work(self) -> Work:
        office = self.room.office
        if self.record:
            return partial(office.edit, "assignments", self.record, self.typed())
        return partial(office.add, "assignments", self.typed())

    @Slot()
    def _reopen(self) -> None:
        """Take a closing back; 撤销 takes that back in turn."""
        self.tasks.ask(
            self.room.office.board.reopen, self.record, done=self._went_well, failed=self.refused, owner=self
        )

    @Slot()
    def _remove(self) -> None:
        """删除 can be taken back by 撤销, so nothing is asked first."""
        self.tasks.ask(
            self.room.office.remove, "assignments", [self.record],
            done=self._went_well, failed=self.refused, owner=self,
        )  # fmt: skip


class ProgressForm(FormDialog):
    """记进展: what was done, on which day, and how many steps are done by then."""

    def __init__(self, room: Room, card: Any, parent: QWidget | None = None) -> None:
        super().__init__(room.tasks, f"记进展：{card.what}", "记下", safe="不记了", wide=520, parent=parent)
        self.room, self.card = room, card
        self.what = QLineEdit()
        self.what.setMaxLength(200)
        self.what.setPlaceholderText("办了什么，如：水样已送检")
        self.add_row("what", "进展", self.what, required=True)
        self.on = QLineEdit(room.today().isoformat())
        self.add_row("date", "日期", self.on, required=True)
        self.steps = Segmented(
            [Choice(str(n), str(n), "progress") for n in range(card.steps + 1)], "已办步数"
        )
        likely = min(card.steps_done + 1, card.steps - 1)  # that the last step is done has to be said
        self.steps.set_current(str(max(card.steps_done, likely)))
        self.add_row("steps_done", "已办步数", _left(self.steps), hint=f"一共 {card.steps} 步")
        self.keep_as(room.office, "board/progress", card.id)

    def work(self) -> Work:
        on = with_year(self.on.text().strip(), self.room.today().year)
        steps = int(self.steps.current() or 0)
        return partial(self.room.office.board.log, self.card.id, self.what.text(), steps_done=steps, on=on)


def ask_result(card: Any) -> str | None:
    """销号 asks for the result; None when left."""
    return ask.text(f"销号：{card.what}", "结果", verb="销号", check=_needs_result)


def _needs_result(text: str) -> str:
    return "" if text.strip() else "请写办成了什么"


def with_year(text: str, year: int) -> str:
    """9月30日 means this year's; everything else is the book's to read."""
    from liaison.chinese.dates import parse_date
    from liaison.errors import UserError

    try:
        return parse_date(text, year=year)
    except UserError:
        return text


def _initials(name: str) -> str:
    return initials(name, name=True)


def _left(widget: QWidget) -> QWidget:
    """A field that keeps its own width in a form row."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    host.setFocusProxy(widget)
    return host



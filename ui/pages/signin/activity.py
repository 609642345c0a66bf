"""新增活动 and 修改活动: what an activity is called, when and where it is, who is called to it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from liaison.changes import Changes
from liaison.chinese.pinyin import initials
from liaison.kit.fields import numbers_of
from ui import theme
from ui.dialogs.form import FormDialog, NameSelect, NamesField, Work
from ui.pages.base import Room
from ui.widgets.search import Select
from ui.widgets.segmented import Choice, Segmented

if TYPE_CHECKING:
    from liaison.kit.desk import Row

REQUIRED = (Choice("1", "必须参加", "done"), Choice("0", "自愿参加", "progress"))


class ActivityDialog(FormDialog):
    """The form. `result_value` is the Changes of what was written."""

    def __init__(
        self, room: Room, names: dict[int, str], activity: Row | None = None, parent: QWidget | None = None
    ) -> None:
        """Args:
        names: the members that can be chosen, by number, as they are told apart.
        activity: the one to change; None for a new one.
        """
        title, verb = ("修改活动", "改好了") if activity else ("新增活动", "新增")
        super().__init__(room.tasks, title, verb, safe="不改了" if activity else "不加了", wide=520, parent=parent)
        self._office = room.office
        self._number = activity.id if activity else None
        self.kind = Select("类型")
        self.kind.setEditable(True)
        self.kind.lineEdit().setProperty("bare", True)
        self.kind.lineEdit().setTextMargins(10, 0, 26, 0)
        self.kind.addItems(room.office.books["activities"].field("kind").options)
        self.title = QLineEdit()
        self.start, self.finish, self.place = QLineEdit(), QLineEdit(), QLineEdit()
        self.host = NameSelect("承办委员", _initials)
        names = {**names, **_named(activity)}
        self.host.set_names(names, empty="没有")
        self.required = Segmented(REQUIRED, "参加要求")
        self.called = NamesField("应到人员", _initials)
        self.called.set_names(names)
        today = room.today()
        self.start.setPlaceholderText(f"{today.year}-{today.month}-{today.day} 9:00")
        self.finish.setPlaceholderText("可以不填")
        self._lay_out()
        self._show(activity)
        self.keep_as(room.office, "signin/activity", self._number or 0)
        self.title.setFocus()

    def _lay_out(self) -> None:
        self.add_row("title", "主题", self.title, required=True)
        self.add_row("kind", "类型", self.kind, required=True)
        self.add_row("start", "开始", self.start, required=True)
        self.add_row("finish", "结束", self.finish)
        self.add_row("place", "地点", self.place)
        self.add_row("host", "承办委员", self.host)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.required)
        row.addStretch(1)
        holder.setFocusProxy(self.required)
        self.add_row("required", "参加要求", holder)
        self.add_row("called", "应到人员", self.called, hint="不选就是当天全体在任委员")
        self.setMinimumHeight(theme.height(420))

    def _show(self, activity: Row | None) -> None:
        if activity is None:
            self.kind.setCurrentIndex(0)
            self.required.set_current("1")
            self.host.set_value(None)
            return
        values = activity.values
        self.title.setText(str(values["title"]))
        self.kind.setCurrentText(str(values["kind"]))
        self.start.setText(_typed(values.get("start")))
        self.finish.setText(_typed(values.get("finish")))
        self.place.setText(str(values.get("place") or ""))
        host = values.get("host")
        self.host.set_value(int(host) if host else None)
        self.required.set_current("1" if values.get("required") else "0")
        self.called.set_values(_numbers(values.get("called")))

    def prefill(self, values: dict[str, Any]) -> None:
        """Values given beforehand: a kind, a title, a day, a place, a host."""
        fields = {"title": self.title, "start": self.start, "finish": self.finish, "place": self.place}
        for name, field in fields.items():
            if values.get(name):
                field.setText(str(values[name]))
        if values.get("kind"):
            self.kind.setCurrentText(str(values["kind"]))
        if values.get("host"):
            self.host.set_value(int(values["host"]))
        if self.drafts is not None:
            self.drafts.begin()

    def work(self) -> Work:
        """Read the fields; what the worker will do with them."""
        raw: dict[str, Any] = {
            "kind": self.kind.currentText(),
            "title": self.title.text(),
            "start": self.start.text(),
            "finish": _whole_moment(self.finish.text(), self.start.text()),
            "place": self.place.text(),
            "host": self.host.value(),
            "required": int(self.required.current()),
            "called": self.called.values() or None,
        }
        return partial(_write, self._office, self._number, raw)


def _write(office: Any, number: int | None, raw: dict[str, Any]) -> Changes:
    """On the worker."""
    made: Changes = office.add("activities", raw) if number is None else office.edit("activities", number, raw)
    return made


def _whole_moment(finish: str, start: str) -> str:
    """An end typed as a time only is on the day of the start: 11:30."""
    only_time = re.fullmatch(r"\s*\d{1,2}[:：]\d{2}\s*", finish)
    day = start.split()[0] if start.split() else ""
    return f"{day} {finish.strip()}" if only_time and day else finish


def _typed(value: object) -> str:
    """A stored moment as one types it; it parses back to itself."""
    return str(value or "")


def _numbers(value: object) -> list[int]:
    import json

    return [int(n) for n in json.loads(str(value))] if value else []


def _initials(name: str) -> str:
    return initials(name, name=True)


def _named(activity: Row | None) -> dict[int, str]:
    """Whom an activity names already: they stand, though their data may be sealed and is not offered any more."""
    if activity is None:
        return {}
    called = zip(numbers_of(activity.values["called"]), activity.texts["called"].split("、"), strict=False)
    host = activity.values["host"]
    return {**dict(called), **({int(host): activity.texts["host"]} if host else {})}

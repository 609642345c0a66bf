"""活动与签到: the list of activities, and the sign-in of the one that is open."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from liaison.changes import Changes
from ui.pages.base import Page, Room
from ui.pages.signin.activities import ActivityList
from ui.pages.signin.sheet import Sheet


class SigninPage(Page):
    """The room. `open` takes: id (an activity, its sign-in), ids and title (the activities behind a figure),
    filter (a filter's key), new and values (the form of a new activity).
    """

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(room, parent=parent)
        self.frame.hide()
        self._stack = QStackedWidget()
        self.list = ActivityList(room)
        self.sheet = Sheet(room)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.sheet)
        self.layout().addWidget(self._stack)  # type: ignore[union-attr]
        self.list.opened.connect(self.open_sheet)
        self.sheet.left.connect(self.open_list)
        self.frame = self.list.frame

    def open(self, target: dict[str, Any]) -> None:
        if target.get("id"):
            self.open_sheet(int(target["id"]))
            return
        ids, key = target.get("ids"), str(target.get("filter") or "")
        if ids is not None or key or target.get("new") or self._stack.currentWidget() is self.list:
            self._show(self.list)
            only = None if ids is None else tuple(int(n) for n in ids)
            self.list.open(only, str(target.get("title") or ""), (key,) if key else ())
        else:
            self.sheet.show_activity(self.sheet.activity or 0)
        if target.get("new"):
            self.list.begin_new(dict(target.get("values") or {}))

    @Slot(int)
    def open_sheet(self, number: int) -> None:
        """The sign-in of one activity."""
        self._show(self.sheet)
        self.sheet.show_activity(number)

    @Slot()
    def open_list(self) -> None:
        """Back to the activities."""
        self.sheet.leave()
        self._show(self.list)
        self.list.come_back()

    def _show(self, part: ActivityList | Sheet) -> None:
        self.frame = part.frame
        self._stack.setCurrentWidget(part)

    @property
    def _on_sheet(self) -> bool:
        return self._stack.currentWidget() is self.sheet

    def refresh(self, changes: Changes) -> None:
        self.list.refresh(changes)
        if self._on_sheet:
            self.sheet.refresh(changes)

    def leave(self) -> bool:
        return self.sheet.leave() if self._on_sheet else True

    def new(self) -> None:
        self.list.new()

    def find(self) -> None:
        if self._on_sheet:
            self.open_list()
        self.list.search.setFocus()
        self.list.search.selectAll()

    def print(self) -> None:
        if self._on_sheet:
            self.sheet.print()
        else:
            self.list.print_button.choose()

    def fold(self) -> None:
        if self._on_sheet:
            self.sheet.fold()

    def record_shown(self) -> tuple[str, int] | None:
        return self.sheet.record_shown() if self._on_sheet else self.list.record_shown()

    def areas(self) -> list[QWidget]:
        if self._on_sheet:
            return self.sheet.areas()
        return [self.list.search, self.list.filters, self.list.table]

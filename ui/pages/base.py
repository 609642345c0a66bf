"""What every room is: a page, what it is given, and how it is announced to the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from liaison.changes import Changes
from ui.settings import Settings
from ui.tasks import Tasks
from ui.widgets.frame import PageFrame


class Toast(Protocol):
    """`toast(text, undo=True)`: what happened, with 撤销 where it can be undone."""

    def __call__(self, text: str, *, undo: bool = True) -> None: ...


class Go(Protocol):
    """`go(page_key, **target)`: open a page; the target goes to its `open`."""

    def __call__(self, page: str, /, **target: Any) -> None: ...


def _settled() -> bool:
    """A room without a window around it has nothing that was typed elsewhere."""
    return True


def _nothing(*_: object) -> None:
    """What a room without a window around it does with the window's affairs."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a page may use; passed in, never looked up.

    Attributes:
        office: the open office; its methods are called only through `tasks`.
        tasks: the database worker.
        settings: what the window remembers for this user.
        go: open another page at a record, figure or filter.
        toast: say what was done.
        changed: announce a change: every open page gets `refresh`, its title is shown as a toast and the
            foot of the sidebar shows when it was saved.
        today: the day; tests set it.
        restyle: build the window anew after 大字 was switched (`settings.large_text`) or pages were hidden.
        open_office: close this office and open another folder; None shows the first start.
        renamed: the office's settings or its password were changed; the window shows its names anew.
        lock: hide everything until the password is typed.
    """

    office: Any
    tasks: Tasks
    settings: Settings
    go: Go
    toast: Toast
    changed: Callable[[Changes], None]
    today: Callable[[], date] = field(default=date.today)
    restyle: Callable[[], None] = field(default=_nothing)
    open_office: Callable[[Path | None], None] = field(default=_nothing)
    renamed: Callable[[], None] = field(default=_nothing)
    restore: Callable[[Any, str], None] = field(default=_nothing)
    lock: Callable[[], None] = field(default=_nothing)
    settle: Callable[[], bool] = field(default=_settled)


ONLY_READ = "这里只能看，不能改"


def only_to_read(room: Room, *buttons: QWidget) -> None:
    """Where nothing can be written, buttons that write are grey and say why."""
    if room.office is not None and room.office.read_only:
        for button in buttons:
            button.setEnabled(False)
            button.setToolTip(ONLY_READ)
            button.setAccessibleDescription(ONLY_READ)


class Page(QWidget):
    """A room of the program. Made on the first visit, kept until the window closes.

    A page fills `self.frame` and overrides what it needs of the methods below.
    """

    def __init__(self, room: Room, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room = room
        self.frame = PageFrame(title, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

    def open(self, target: dict[str, Any]) -> None:
        """Show what `go` named; called at every visit, with {} when nothing was named."""

    def refresh(self, changes: Changes) -> None:
        """Something was written; reload when it touches what is shown."""

    def leave(self) -> bool:
        """The user is going elsewhere or closing: save what was typed. False keeps him here."""
        return True

    def new(self) -> None:
        """Ctrl+N 新增."""

    def find(self) -> None:  # type: ignore[override]  # Qt's own static find is of no use here
        """Ctrl+F 查找: put the cursor into the search field."""

    def print(self) -> None:
        """Ctrl+P 打印."""

    def save(self) -> None:
        """Ctrl+S 保存."""

    def fold(self) -> None:
        """F8: fold or unfold the right panel."""
        if self.frame.panel is not None:
            self.frame.panel.toggle()

    def copied(self) -> None:
        """A copy of the office was made by itself; for the pages that say how the copies stand."""

    def record_shown(self) -> tuple[str, int] | None:
        """The record that 这里改过什么 (Ctrl+H) is about: book and number; None while there is none."""
        return None

    def areas(self) -> list[QWidget]:
        """Where F6 goes in turn, in reading order; hidden ones are passed over."""
        return []


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page as the window lists it.

    Attributes:
        key: its name in `go` ("donations").
        group: the word of its group in the sidebar; "" puts it at the foot.
        title: its word in the sidebar.
        factory: makes the page at the first visit.
        icon: for a page at the foot, the meaning of its icon.
        under: for a page without a row in the sidebar, the page whose row stands for it; 转到 lists it all the same.
    """

    key: str
    group: str
    title: str
    factory: Callable[[Room], Page]
    icon: str = ""
    under: str = ""

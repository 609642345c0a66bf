"""The part of 设置 that is about paper: the faces in use, and the office's own Word templates."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import ask
from ui.pages.base import Room
from ui.widgets.buttons import LinkButton, secondary
from ui.widgets.cards import Card, CardHeader, empty_layout
from ui.widgets.switch import Switch
from ui.widgets.text import ElidedLabel, label

FACES = ask.Kind("字体文件", ("ttf", "ttc"))
_READ_ONLY = "这里只能看，不能改"


class FontsCard(Card):
    """The face of every role, what is missing said once, a way to add one, and 方正's licence."""

    def __init__(self, room: Room, licence: Switch, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(1, 1, 1, 14), spacing=0)
        self._room = room
        header = CardHeader("文稿用的字体")
        self.add_button = secondary("添加字体", self.add, icon="add", in_row=True)
        header.add(self.add_button)
        self.body.addWidget(header)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 0)
        inner.setSpacing(10)
        self.body.addLayout(inner)
        self._faces = QGridLayout()
        self._faces.setVerticalSpacing(6)
        self._faces.setHorizontalSpacing(16)
        self._faces.setColumnStretch(1, 1)
        inner.addLayout(self._faces)
        self.notice = label("", "hint", "near", wrap=True)
        inner.addWidget(self.notice)
        inner.addWidget(licence)
        if room.office.read_only:
            self.add_button.disable(_READ_ONLY)

    def load(self) -> None:
        """Ask which faces are in use."""
        self._room.tasks.ask(_faces, self._room.office, done=self._show, owner=self, key=(id(self), "faces"))

    def _show(self, report: tuple[tuple[str, str, str], ...]) -> None:
        empty_layout(self._faces)
        for place, (role, face, _notice) in enumerate(report):
            self._faces.addWidget(label(role, "body", "second"), place, 0)
            self._faces.addWidget(ElidedLabel(face), place, 1)
        notices = dict.fromkeys(notice for _role, _face, notice in report if notice)
        self.notice.setText("。\n".join(notices))
        self.notice.setVisible(bool(notices))

    @Slot()
    def add(self) -> None:
        """添加字体: copied into the office folder, where papers look first."""
        path = ask.open_file("font", "选择字体文件，如仿宋", FACES)
        if path is not None:
            self._room.tasks.ask(
                self._room.office.add_font, path, done=partial(_added, self, path.name), owner=self
            )  # a face that cannot be used is told in a sentence

    def added(self, name: str) -> None:
        """It is in its place."""
        self._room.toast(f"已添加字体 {name}", undo=False)
        self.load()


class TemplatesCard(Card):
    """Which papers are written with a Word template of the office's own."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(1, 1, 1, 14), spacing=0)
        self._room = room
        self.body.addWidget(CardHeader("自己的 Word 模板"))
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(16, 10, 16, 0)
        self._rows.setSpacing(4)
        self.body.addLayout(self._rows)

    def load(self) -> None:
        """Ask which papers have one."""
        self._room.tasks.ask(_templates, self._room.office, done=self._show, owner=self, key=(id(self), "templates"))

    def _show(self, found: list[tuple[str, str]]) -> None:
        empty_layout(self._rows)
        for name, title in found:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(label(title))
            row.addStretch(1)
            clear = LinkButton("不用模板", self._clear)
            clear.setProperty("paper", name)
            clear.setAccessibleName(f"{title}，不用模板")
            clear.setEnabled(not self._room.office.read_only)
            row.addWidget(clear)
            self._rows.addWidget(line)
        if not found:
            words = "还没有。要用单位现成的红头和格式，在“打印与导出”的选项里，可以给每种文稿选一个。"
            self._rows.addWidget(label(words, "hint", "second", wrap=True), 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _clear(self) -> None:
        name = str(self.sender().property("paper"))
        self._room.tasks.ask(self._room.office.choose_template, name, None, done=self._cleared, owner=self)

    def _cleared(self, _nothing: object) -> None:
        self._room.toast("这种文稿改用自带的格式", undo=False)
        self.load()


def _faces(office: Any) -> tuple[tuple[str, str, str], ...]:
    """On the worker."""
    report: tuple[tuple[str, str, str], ...] = office.font_report()
    return report


def _templates(office: Any) -> list[tuple[str, str]]:
    """On the worker: names and titles of the papers that have a template."""
    return [(name, office.papers[name].title) for name in office.templates()]


def _added(card: FontsCard, name: str, _nothing: object) -> None:
    card.added(name)




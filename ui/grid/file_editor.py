"""The field of attached files: open them, add more, take one off."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from liaison.kit.fields import Field, Value
from ui import ask, theme
from ui.attaching import SAID_FIRST, attach_files
from ui.pages.base import Room
from ui.viewing import view_attachment
from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.text import ElidedLabel


class FilesEditor(QWidget):
    """Attached files: open them, add more, take one off."""

    left = Signal()

    def __init__(self, f: Field, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of, self._room = f, room
        self._files: list[dict[str, Any]] = []
        self._kept: list[dict[str, Any]] = []
        self._locked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        self.add = LinkButton("添加", self.choose, parent=self)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignRight)
        self.setFocusProxy(self.add)

    def show_value(self, value: Value, text: str) -> None:
        self._kept = list(json.loads(str(value))) if value else []
        self.put(self._kept)

    def put(self, raw: object) -> None:
        self._files = list(raw) if isinstance(raw, list) else []
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for place, file in enumerate(self._files):
            self._list.addWidget(_FileRow(str(file["name"]), place, self, locked=self._locked))

    def raw(self) -> object:
        return list(self._files) if self._files else None

    def is_changed(self) -> bool:
        return self._files != self._kept

    def set_locked(self, locked: bool) -> None:
        self.add.setVisible(not locked)
        if locked != self._locked:
            self._locked = locked
            self.put(self._files)

    @Slot()
    def choose(self) -> None:
        """Choose files and copy them into the office folder."""
        paths = ask.open_files("attach", f"添加附件（{SAID_FIRST}）")
        if paths:
            attach_files(self._room, self, paths, self._attached)

    def _attached(self, files: list[dict[str, Any]]) -> None:
        self.put([*self._files, *files])
        self.left.emit()

    def take_off(self, place: int) -> None:
        """Take a file off the record; the copy in the office folder stays for 撤销."""
        self.put([f for n, f in enumerate(self._files) if n != place])
        self.left.emit()

    def open_file(self, place: int) -> None:
        """Open a file with the system's program for it."""
        file = self._files[place]
        view_attachment(self._room, self, str(file["digest"]), str(file["name"]))


class _FileRow(QWidget):
    def __init__(self, name: str, place: int, editor: FilesEditor, *, locked: bool) -> None:
        super().__init__(editor)
        self._place, self._editor = place, editor
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        short = ElidedLabel(name).fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideMiddle, theme.width(130)
        )
        link = LinkButton(short, self._open, role="progress", icon="attachment", parent=self)
        link.setToolTip(f"打开 {name}")
        row.addWidget(link)
        row.addStretch(1)
        if not locked:
            row.addWidget(IconButton("close", f"去掉 {name}", self._off, parent=self))

    @Slot()
    def _open(self) -> None:
        self._editor.open_file(self._place)

    @Slot()
    def _off(self) -> None:
        self._editor.take_off(self._place)

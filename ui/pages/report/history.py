"""历次版本: what the report said before, when and why it was kept; to read and to copy from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from liaison.chinese.dates import day
from ui import theme
from ui.dialogs.base import Dialog
from ui.pages.report import chips
from ui.pages.report.document import SectionDocument
from ui.pages.report.editor import SectionEdit
from ui.tasks import Tasks
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.text import label


class VersionsDialog(Dialog):
    """The versions left, newest first; the chosen one as a whole right, read only."""

    def __init__(
        self,
        tasks: Tasks,
        versions: Sequence[Any],
        read: Callable[[int], Any],
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        versions: number, moment, reason, stage of each (VersionInfo).
        read: gives the whole version of a number; called on the worker.
        """
        super().__init__("历次版本", wide=860, parent=parent)
        self._tasks, self._read, self._versions = tasks, read, list(versions)
        self.add_heading("历次版本")
        row = QHBoxLayout()
        row.setSpacing(theme.BLOCK_GAP)
        self.list = QListWidget(self)
        self.list.setFixedWidth(theme.width(240))
        self.list.setAccessibleName("版本")
        self.list.setWordWrap(True)
        for info in self._versions:
            item = QListWidgetItem(f"{_moment(info.moment)}　{info.stage}\n{info.reason}")
            self.list.addItem(item)
        row.addWidget(self.list)
        card = Card(margins=(1, 10, 1, 1), spacing=0)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.about = label("", "hint", "second", wrap=True)
        self.about.setContentsMargins(22, 0, 22, 0)
        column.addWidget(self.about)
        self.text = SectionEdit(self)
        self.text.set_read_only(True)
        self.text.setAccessibleName("这个版本的正文，只读")
        column.addWidget(self.text, 1)
        card.body.addLayout(column)
        card.setMinimumHeight(theme.height(430))
        row.addWidget(card, 1)
        self.body.addLayout(row, 1)
        self.add_buttons((), [Button("关上", self.reject, key="Esc")])
        self.list.currentRowChanged.connect(self._chosen)
        if self._versions:
            self.list.setCurrentRow(0)
        self.list.setFocus()

    @Slot(int)
    def _chosen(self, place: int) -> None:
        if 0 <= place < len(self._versions):
            number = self._versions[place].number
            self._tasks.ask(self._read, number, done=self._show, owner=self, key=(id(self), "version"))

    def _show(self, view: Any) -> None:
        info = self._versions[self.list.currentRow()]
        self.about.setText(f"{_moment(info.moment)}，{info.stage}，{info.reason}。这是当时的样子，可以选取复制。")
        document = SectionDocument(self.text)
        write_report(document, view)
        self.text.show_section(document)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)


def write_report(document: SectionDocument, view: Any) -> None:
    """A whole report, title to last section, into one document."""
    document.setUndoRedoEnabled(False)
    document.empty()
    cursor = QTextCursor(document)
    middle = QTextBlockFormat()
    middle.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    middle.setBottomMargin(chips.BELOW_PARAGRAPH)
    strong = QTextCharFormat()
    strong.setFontWeight(700)
    strong.setForeground(theme.colour("text"))
    cursor.setBlockFormat(middle)
    cursor.insertText(view.title, strong)
    cursor.insertBlock(QTextBlockFormat(), chips.plain_format())
    cursor.insertText(f"{view.addressee}：", chips.plain_format())
    for section in view.sections:
        if not section.text.strip():
            continue
        if section.heading:
            cursor.insertBlock(chips.block_format(), chips.plain_format())
            cursor.insertText(section.heading, strong)
        cursor.insertBlock(chips.block_format(), chips.plain_format())
        words = {n: "" for n, piece in enumerate(section.pieces) if piece.key and piece.typed_over}
        chips.insert(cursor, [(p.text, p.key, words.get(n, p.text)) for n, p in enumerate(section.pieces)])


def _moment(moment: str) -> str:
    """9月18日 10:24."""
    return f"{day(moment[:10])} {moment[11:16]}".strip()

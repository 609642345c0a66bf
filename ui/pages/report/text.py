"""The middle of the page: the section's heading and text, with what is to know about it underneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from liaison.chinese.dates import day
from ui import theme
from ui.pages.report.chips import Chip
from ui.pages.report.editor import SectionEdit
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card, Line
from ui.widgets.form import FormRow
from ui.widgets.states import Icon
from ui.widgets.text import ElidedLabel, label

TEXT_WIDE = 720
_TOOLS = 43
_MOST_LINES = 3


class Note(Card):
    """A strip under the text: a bold word with its icon, an action at the right, lines below.

    Alone it shows its lines; beside other strips one line has to do, and the tooltip holds them all.
    """

    def __init__(self, tone: str, icon: str, verb: str = "", clicked: Any = None) -> None:
        super().__init__(ground=f"{tone}_ground", edge="", margins=(14, 4, 10, 4), spacing=0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(9)
        row.addWidget(Icon(icon, 18, tone))
        self.word = label("", "strong", tone)
        self.word.setMinimumHeight(theme.height(theme.CONTROL_IN_ROW))
        row.addWidget(self.word)
        self._short = ElidedLabel("")
        row.addWidget(self._short, 1)
        self.action = LinkButton(verb, clicked) if verb else None
        if self.action is not None:
            row.addWidget(self.action)
        self.body.addLayout(row)
        self._below = QWidget(self)
        self._lines = QVBoxLayout(self._below)
        self._lines.setContentsMargins(0, 0, 0, 4)
        self._lines.setSpacing(2)
        self.body.addWidget(self._below)
        self.wanted = False
        self.lines: tuple[str, ...] = ()
        self.hide()

    def say(self, word: str, lines: Sequence[str] = ()) -> None:
        """Show word and lines; an empty word hides the strip."""
        self.wanted, self.lines = bool(word), tuple(lines)
        self.word.setText(word)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        shown = list(lines[:_MOST_LINES])
        if len(lines) > _MOST_LINES:
            shown[-1] = f"{shown[-1]}　等 {len(lines)} 处"
        for line in shown:
            made = ElidedLabel(line)
            made.setMinimumHeight(theme.height(24))
            self._lines.addWidget(made)
        self.setVisible(self.wanted)
        self.setAccessibleName("，".join([word, *lines]))

    def set_short(self, short: bool) -> None:
        """All in one line, or the lines one under the other."""
        self._short.setText("　".join(self.lines) if short else "")
        self._below.setVisible(bool(self.lines) and not short)
        self.setToolTip("\n".join(self.lines) if short or len(self.lines) > _MOST_LINES else "")


class Head(QWidget):
    """Title, addressee and date of the report; each is saved when its field is left.

    Signals:
        changed: the field's name, what was typed.
    """

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 12, 22, 0)
        column.setSpacing(6)
        self.fields: dict[str, QLineEdit] = {}
        self.rows: dict[str, FormRow] = {}
        self._stored: dict[str, str] = {}
        for name, word, limit in (("title", "标题", 100), ("addressee", "主送", 60), ("dated", "成文日期", 20)):
            field = QLineEdit()
            field.setMaxLength(limit)
            field.editingFinished.connect(self._left)
            self.fields[name] = field
            self.rows[name] = FormRow(word, field)
            column.addWidget(self.rows[name])
        self.fields["dated"].setPlaceholderText("不填时，定稿那天就是成文日期")

    def show_head(self, view: Any) -> None:
        """Show the report's head; locked once it is final."""
        for name, field in self.fields.items():
            value = str(getattr(view, name) or "")
            if name == "dated" and value:
                value = day(value, "form")
            field.setReadOnly(not view.editable)
            if value != self._stored.get(name) or not field.hasFocus():
                self._stored[name] = value
                field.setText(value)
                self.rows[name].clear_problem()

    def lay_down(self) -> None:
        """Save a field that still has the cursor."""
        for name, field in self.fields.items():
            self._save(name, field)

    @Slot()
    def _left(self) -> None:
        for name, field in self.fields.items():
            if field is self.sender():
                self._save(name, field)

    def _save(self, name: str, field: QLineEdit) -> None:
        typed = field.text().strip()
        if not field.isReadOnly() and name in self._stored and typed != self._stored[name]:
            self._stored[name] = typed
            self.changed.emit(name, typed)


class TextCard(Card):
    """Toolbar, heading, editor, and the notes under it.

    Signals:
        insert_wanted: 插入数字.
        put_back_wanted: 还原 what was typed over.
        refresh_wanted: 更新数字.
        write_in_wanted: 写进本季.
    """

    insert_wanted = Signal()
    put_back_wanted = Signal()
    refresh_wanted = Signal()
    write_in_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(margins=(1, 1, 1, 1), spacing=0)
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(11, 0, 16, 0)
        self.insert = Button("插入数字", self.insert_wanted.emit, kind="plain", icon="add", key="Ctrl+I")
        row.addWidget(self.insert)
        row.addStretch(1)
        self.hint = ElidedLabel("", "hint", "second")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self.hint, 8)
        self._tools.setFixedHeight(theme.height(_TOOLS))
        self.body.addWidget(self._tools)
        self.body.addWidget(Line())
        middle = QHBoxLayout()
        host = QWidget()
        host.setMaximumWidth(theme.width(TEXT_WIDE + 44))
        host.setMinimumHeight(theme.height(160))
        middle.addWidget(host, 1)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = Head()
        column.addWidget(self.head)
        self.heading = label("", "section")
        self.heading.setContentsMargins(22, 13, 22, 0)
        column.addWidget(self.heading)
        self.edit = SectionEdit()
        column.addWidget(self.edit, 1)
        self.body.addLayout(middle, 1)
        notes = QVBoxLayout()
        notes.setContentsMargins(12, 4, 12, 12)
        notes.setSpacing(theme.GAP)
        self.typed = Note("progress", "edit", "还原", self.put_back_wanted.emit)
        self.moved = Note("near", "refresh", "更新数字", self.refresh_wanted.emit)
        self.carried = Note("near", "overdue", "写进本季", self.write_in_wanted.emit)
        self.instruction = Note("done", "sign")
        self.trouble = Note("overdue", "overdue")
        self.notes = (self.trouble, self.typed, self.moved, self.carried, self.instruction)
        for note in self.notes:
            notes.addWidget(note)
        self.body.addLayout(notes)

    def arrange(self) -> None:
        """One strip shows its lines; several are one line each, so that the text keeps its room."""
        several = sum(note.wanted for note in self.notes) > 1
        for note in self.notes:
            note.set_short(several and note is not self.trouble)

    def show_typed_over(self, chips: Sequence[Chip], labels: dict[str, str], *, editable: bool) -> None:
        """手改 n 处, each with what the books say."""
        lines = [
            f"{labels.get(chip.key, '')}：写的是 {chip.text or '空'}，"
            + (f"台账是 {chip.words}" if chip.words else "台账里已经没有")
            for chip in chips
        ]
        self.typed.say(f"手改 {len(chips)} 处" if chips else "", lines)
        assert self.typed.action is not None
        self.typed.action.setVisible(editable)

    def show_moved(self, moves: Sequence[Any], *, editable: bool) -> None:
        """台账之后有变动 n 处, each old and new."""
        lines = [f"{move.label}：{move.old} → {move.new}" for move in moves]
        self.moved.say(f"台账之后有变动 {len(moves)} 处" if moves else "", lines)
        assert self.moved.action is not None
        self.moved.action.setVisible(editable)

    def show_carried(self, carried: Sequence[Any]) -> None:
        """What came over from before and is not in this report yet."""
        difficulties = [c for c in carried if c.section == "difficulties"]
        others = len(carried) - len(difficulties)
        parts = [f"困难 {len(difficulties)} 条"] if difficulties else []
        parts += [f"意见建议 {others} 条"] if others else []
        lines = [f"{c.text.rstrip('。')}：{c.standing}" if c.standing else c.text for c in carried]
        self.carried.say(f"上季度提出、还没有结果的{'、'.join(parts)}" if parts else "", lines)

    def show_instruction(self, view: Any) -> None:
        """The committee's words, once they are noted."""
        if view.instruction:
            on = f"{day(view.instructed_on)}，" if view.instructed_on else ""
            self.instruction.say(f"批示：{on}{view.instructed_by}", view.instruction.split("\n"))
        else:
            self.instruction.say("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self.insert.sizeHint().width() + self.hint.sizeHint().width() + 50
        self.hint.setVisible(self.width() > needed)  # hints are the first to go when narrow

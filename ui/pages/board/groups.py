"""专班设置: the work groups' names, duties and leaders, and their members by period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from liaison.changes import Changes
from liaison.chinese.pinyin import initials
from liaison.errors import BadInput, UserError
from liaison.office import Query
from ui import theme
from ui.dialogs.form import NameSelect
from ui.pages.base import Room
from ui.widgets.buttons import Button, LinkButton, primary
from ui.widgets.cards import Card
from ui.widgets.form import FormRow
from ui.widgets.text import ElidedLabel, label


@dataclass(frozen=True, slots=True)
class GroupsData:
    """The work groups with their memberships, and who can be a member."""

    groups: list[Any]
    memberships: list[Any]
    members: dict[int, str]


def read_groups(office: Any) -> GroupsData:
    """Runs on the worker."""
    names = office.names.offered("members")
    present = office.ids("members", Query(filters=frozenset({"present"})))
    return GroupsData(
        groups=office.page("groups", Query(), 0, 200),
        memberships=office.page("memberships", Query(), 0, 5_000),
        members={n: names[n] for n in present if n in names},
    )


class GroupsDialog(QDialog):
    """The list of work groups at the left, the chosen one at the right; saved when a field is left."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("专班设置")
        self.room = room
        self.data = GroupsData([], [], {})
        self._group: int | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 14)
        outer.setSpacing(theme.BLOCK_GAP)
        outer.addWidget(label("专班设置", "section"))
        row = QHBoxLayout()
        row.setSpacing(theme.BLOCK_GAP)
        row.addWidget(self._list_card())
        row.addWidget(self._form_card(), 1)
        outer.addLayout(row, 1)
        foot = QHBoxLayout()
        foot.addWidget(label("改动离开格子就保存", "hint", "second"))
        foot.addStretch(1)
        foot.addWidget(primary("关闭", self.accept, key="Esc"))
        outer.addLayout(foot)
        self.resize(theme.width(820), theme.height(540))
        self._load()

    def _list_card(self) -> QWidget:
        card = Card(self, margins=(6, 6, 6, 6))
        self.list = QListWidget()
        self.list.setAccessibleName("专班")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._chosen)
        card.body.addWidget(self.list, 1)
        card.body.addWidget(Button("新增专班", self._add_group, icon="add", in_row=True))
        card.setFixedWidth(theme.width(250))
        return card

    def _form_card(self) -> QWidget:
        card = Card(self)
        self.fields: dict[str, QLineEdit | NameSelect] = {}
        self.rows: dict[str, FormRow] = {}
        for name, word in (("name", "名称"), ("duty", "职责"), ("leader", "召集人")):
            field: QLineEdit | NameSelect = NameSelect(word, _initials) if name == "leader" else QLineEdit()
            field.setProperty("column", name)
            if isinstance(field, NameSelect):
                field.activated.connect(self._leader_chosen)
                field.lineEdit().setProperty("column", name)
                field.lineEdit().editingFinished.connect(self._field_left)
            else:
                field.setMaxLength(200 if name == "duty" else 40)
                field.editingFinished.connect(self._field_left)
            self.fields[name] = field
            self.rows[name] = FormRow(word, field, required=name == "name")
            card.body.addWidget(self.rows[name])
        card.body.addWidget(label("成员", "section"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 6, 0)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        area.setWidget(host)
        host.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        card.body.addWidget(area, 1)
        adding = QHBoxLayout()
        self.joining = NameSelect("加入专班的委员", _initials)
        self.joining.lineEdit().setPlaceholderText("选一位委员")
        adding.addWidget(self.joining, 1)
        adding.addWidget(Button("加入", self._join, icon="add"))
        card.body.addLayout(adding)
        self.trouble = label("", "body", "overdue", wrap=True)
        self.trouble.hide()
        card.body.addWidget(self.trouble)
        self.remove = Button("删除这个专班", self._remove_group, kind="danger", in_row=True)
        card.body.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignRight)
        return card

    # -- reading ------------------------------------------------------------------------------------

    def _load(self) -> None:
        self.room.tasks.ask(read_groups, self.room.office, done=self._show, owner=self)

    def _show(self, data: GroupsData) -> None:
        self.data = data
        wanted = self._group if any(g.id == self._group for g in data.groups) else None
        self.list.blockSignals(True)
        self.list.clear()
        for group in data.groups:
            item = QListWidgetItem(group.texts["name"])
            item.setData(Qt.ItemDataRole.UserRole, group.id)
            item.setToolTip(group.texts["name"])
            item.setSizeHint(QSize(0, theme.height(theme.TABLE_ROW)))
            self.list.addItem(item)
            if group.id == wanted or (wanted is None and self.list.count() == 1):
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._show_group()

    @Slot()
    def _chosen(self) -> None:
        self._show_group()

    def _show_group(self) -> None:
        item = self.list.currentItem()
        self._group = item.data(Qt.ItemDataRole.UserRole) if item else None
        group = next((g for g in self.data.groups if g.id == self._group), None)
        for row in self.rows.values():
            row.clear_problem()
        if group is None:
            return
        for name in ("name", "duty"):
            self.fields[name].setText(str(group.values[name] or ""))  # type: ignore[union-attr]
        leader = self.fields["leader"]
        assert isinstance(leader, NameSelect)
        names = dict(self.data.members)
        if group.values["leader"]:
            names.setdefault(int(group.values["leader"]), group.texts["leader"])
        leader.set_names(names, "未定")
        leader.set_value(group.values["leader"])
        self._show_members()

    def _show_members(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        mine = [m for m in self.data.memberships if m.values["work_group"] == self._group]
        today = self.room.today().isoformat()
        now = {int(m.values["member"]) for m in mine if not m.values["until"] or str(m.values["until"]) > today}
        for line, membership in enumerate(mine):
            name = membership.texts["member"]
            self._grid.addWidget(ElidedLabel(name), line, 0)
            for place, column in ((1, "since"), (3, "until")):
                field = QLineEdit(str(membership.values[column] or ""))
                field.setFixedWidth(theme.width(112))
                field.setPlaceholderText("至今" if column == "until" else "")
                field.setAccessibleName(f"{name}，{'起' if column == 'since' else '止'}")
                field.setProperty("column", column)
                field.setProperty("record", membership.id)
                field.editingFinished.connect(self._period_left)
                self._grid.addWidget(field, line, place)
            self._grid.addWidget(label("至", "body", "second"), line, 2)
            leave = LinkButton("移出", self._take_out)
            leave.setToolTip(f"把{name}的这一条去掉；任期满了请填“止”")
            leave.setProperty("record", membership.id)
            self._grid.addWidget(leave, line, 4)
        self.joining.set_names({n: w for n, w in self.data.members.items() if n not in now})
        self.joining.set_value(None)

    # -- writing ------------------------------------------------------------------------------------

    @Slot(int)
    def _leader_chosen(self, _place: int) -> None:
        self._save("leader")

    @Slot()
    def _field_left(self) -> None:
        self._save(str(self.sender().property("column")))

    def _save(self, name: str) -> None:
        """One field of the group, when it has been changed."""
        group = next((g for g in self.data.groups if g.id == self._group), None)
        field = self.fields[name]
        value = field.value() if isinstance(field, NameSelect) else field.text().strip()
        if group is None or value == (group.values[name] if name == "leader" else str(group.values[name] or "")):
            return
        self._write(partial(self.room.office.edit, "groups", group.id, {name: value}))

    @Slot()
    def _period_left(self) -> None:
        field = self.sender()
        record, column = int(field.property("record")), str(field.property("column"))
        old = next((m for m in self.data.memberships if m.id == record), None)
        if old is not None and field.text().strip() != str(old.values[column] or ""):
            self._write(partial(self.room.office.edit, "memberships", record, {column: field.text().strip()}))

    @Slot()
    def _take_out(self) -> None:
        self._write(partial(self.room.office.remove, "memberships", [int(self.sender().property("record"))]))

    @Slot()
    def _join(self) -> None:
        member = self.joining.value()
        if member is None:
            self._say("请先选一位委员")
            self.joining.setFocus()
            return
        self._write(partial(self.room.office.add, "memberships", {"work_group": self._group, "member": member}))

    @Slot()
    def _add_group(self) -> None:
        taken = {g.texts["name"] for g in self.data.groups}
        name = next(n for k in range(1, 1_000) if (n := "新专班" if k == 1 else f"新专班 {k}") not in taken)
        self._group = -1
        self._write(partial(self.room.office.add, "groups", {"name": name}))

    @Slot()
    def _remove_group(self) -> None:
        if self._group is not None:
            self._write(partial(self.room.office.remove, "groups", [self._group]))

    def _write(self, work: Any) -> None:
        self.room.tasks.ask(work, done=self._written, failed=self._refused, owner=self)

    def _written(self, changes: Changes) -> None:
        self._say("")
        made = changes.created.get("groups")
        if made:
            self._group = made[0]
        self.room.changed(changes)
        self._load()
        if made:
            self.fields["name"].setFocus()

    def _refused(self, error: BaseException) -> None:
        """What was typed stays, with what is wrong with it."""
        if not isinstance(error, UserError):
            raise error
        if isinstance(error, BadInput) and error.problems[0].name in self.rows:
            self.rows[error.problems[0].name].problem(error.problems[0].sentence)
        else:
            self._say(error.sentence)

    def _say(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # 回车 leaves a field, it does not close
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(self.rect()), theme.colour("page"))


def _initials(name: str) -> str:
    return initials(name, name=True)

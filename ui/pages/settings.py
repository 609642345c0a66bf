"""设置: the office's names, how attendance counts, type size, fonts on paper, the folder and its backups.

What is changed is saved when a field is left; a refusal stands beside the field and what was typed stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from liaison.changes import Changes
from liaison.errors import UserError
from ui import ask, theme
from ui.copying import Standing, ago, copy_here, read_standing, when
from ui.pages.base import Page, Room
from ui.pages.settings_lock import LockCard
from ui.pages.settings_paper import FontsCard, TemplatesCard
from ui.widgets.buttons import Button, LinkButton, primary, secondary
from ui.widgets.cards import Card, titled_card
from ui.widgets.form import FormRow
from ui.widgets.switch import Switch
from ui.widgets.text import ElidedLabel, label

NAMES, OFFICIAL = ("name", "town", "director"), ("addressee", "head_mark", "copies_to", "phone")
TEXTS = (*NAMES, *OFFICIAL)
SWITCHES = ("duty_leave_counts", "founder_licence")
_SHORT = {"name": "名称", "director": "主任", "addressee": "主送", "head_mark": "红头", "copies_to": "常用抄送",
          "phone": "电话"}  # fmt: skip
_LONGEST = {"copies_to": 200}


@dataclass(frozen=True, slots=True)
class SettingsData:
    """What the page shows, read in one go."""

    settings: Any
    folder: str
    standing: Standing
    read_only: bool


def read_settings(office: Any) -> SettingsData:
    """Runs on the worker."""
    return SettingsData(office.settings, str(office.folder), read_standing(office), office.read_only)


class SettingsPage(Page):
    """设置."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "设置")
        self.frame.set_title("设置", note="改动离开格子就保存")
        self.data: SettingsData | None = None
        self.fields: dict[str, QLineEdit] = {}
        self.rows: dict[str, FormRow] = {}
        self.switches: dict[str, Switch] = {}
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        host = QWidget()
        columns = QHBoxLayout(host)
        columns.setContentsMargins(0, 0, 4, 0)
        columns.setSpacing(14)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(theme.BLOCK_GAP)
            columns.addLayout(column, 1)
        left.addWidget(self._texts_card("联络处", NAMES))
        left.addWidget(self._texts_card("公文", OFFICIAL))
        left.addWidget(self._rules_card())
        left.addWidget(self._look_card())
        left.addStretch(1)
        right.addWidget(self._folder_card())
        self.lock = LockCard(room)
        right.addWidget(self.lock)
        self.fonts = FontsCard(room, self.switches["founder_licence"])
        self.templates = TemplatesCard(room)
        right.addWidget(self.fonts)
        right.addWidget(self.templates)
        right.addStretch(1)
        area.setWidget(host)
        host.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self.frame.content.addWidget(area, 1)

    # -- building -----------------------------------------------------------------------------------

    def _texts_card(self, title: str, names: Sequence[str]) -> Card:
        card = titled_card(title)
        declared = _declared()
        for name in names:
            word, hint = declared[name]
            field = QLineEdit()
            field.setMaxLength(_LONGEST.get(name, 60))
            field.setProperty("setting", name)
            field.editingFinished.connect(self._field_left)
            row = FormRow(_SHORT.get(name, word), field, required=name in ("name", "town"))
            field.setAccessibleName(word)
            field.setPlaceholderText(hint)
            field.setToolTip(hint)
            self.fields[name], self.rows[name] = field, row
            card.body.addWidget(row)
        return card

    def _rules_card(self) -> Card:
        card = titled_card("统计与专班")
        for name in SWITCHES:
            word, hint = _declared()[name]
            switch = Switch(word, hint)
            switch.setProperty("setting", name)
            switch.clicked.connect(self._switched)
            self.switches[name] = switch
        card.body.addWidget(self.switches["duty_leave_counts"])
        self.groups_link = LinkButton("改专班的名称、召集人和成员", self._open_groups, icon="group")
        card.body.addWidget(self.groups_link, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _look_card(self) -> Card:
        card = titled_card("显示")
        self.large = Switch("大字", "全部文字放大四分之一，窗口重新排一遍")
        self.large.clicked.connect(self._large_switched)
        card.body.addWidget(self.large)
        return card

    def _folder_card(self) -> Card:
        card = titled_card("资料和备份")
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.folder = ElidedLabel("")
        row.addWidget(self.folder, 1)
        self.open_folder = secondary("打开文件夹", self._open_folder, icon="folder", in_row=True)
        row.addWidget(self.open_folder)
        card.body.addLayout(row)
        note = "全部资料都在这个文件夹里，换电脑时整个拷走。不得存储国家秘密。"
        card.body.addWidget(label(note, "hint", "second", wrap=True))
        other = secondary("换一个联络处", self._other_office, in_row=True)
        other.setToolTip("关上这个联络处，打开或新建另一个")
        self.other_office = other
        card.body.addWidget(other)
        card.body.addSpacing(4)
        line = QHBoxLayout()
        self.backup_words = ElidedLabel("备份", "strong")
        line.addWidget(self.backup_words, 1)
        self.backups_link = LinkButton("备份与移交", self._open_backups)
        line.addWidget(self.backups_link)
        self.backup_button = primary("立即备份", self._back_up, icon="backup")
        line.addWidget(self.backup_button)
        card.body.addLayout(line)
        self.second_words = label("", "hint", "second", wrap=True)
        card.body.addWidget(self.second_words)
        return card

    # -- showing ------------------------------------------------------------------------------------

    def open(self, target: dict[str, Any]) -> None:
        self._load()
        self.lock.load()
        self.fonts.load()
        self.templates.load()

    def refresh(self, changes: Changes) -> None:
        if changes and self.isVisible():
            self._load()

    def _load(self) -> None:
        self.room.tasks.ask(read_settings, self.room.office, done=self._show, owner=self, key=(id(self), "settings"))

    def _show(self, data: SettingsData) -> None:
        before, self.data = self.data, data
        for name, field in self.fields.items():
            value = str(getattr(data.settings, name))
            if before is None or (not field.hasFocus() and field.text() == getattr(before.settings, name)):
                field.setText(value)
        for name, switch in self.switches.items():
            switch.setChecked(bool(getattr(data.settings, name)))
            switch.setEnabled(not data.read_only)
        for field in self.fields.values():
            field.setReadOnly(data.read_only)
        self.large.setChecked(self.room.settings.large_text)
        self.folder.setText(data.folder)
        self._show_backups(data.standing)

    def _show_backups(self, standing: Standing) -> None:
        """How the copies stand, in two lines; the page 备份与移交 has all of it."""
        words = "还没有备份"
        if standing.kept:
            words = f"本机有 {standing.kept} 份备份，上次 {when(standing.here, datetime.now())}"
        self.backup_words.setText(words)
        if standing.days is None:
            second = "U盘上还没有第二份。电脑坏了，本机的备份也会没有。"
        else:
            second = f"第二份是{ago(standing.days)}存的，在“{standing.folder}”。"
        self.second_words.setText(second)
        if standing.read_only:
            self.backup_button.disable("这里只能看，不能改")

    # -- saving -------------------------------------------------------------------------------------

    def leave(self) -> bool:
        """What stands in a field that still has the cursor is saved too."""
        for name in TEXTS:
            self._save_text(name)
        return True

    def save(self) -> None:
        self.leave()

    @Slot()
    def _field_left(self) -> None:
        self._save_text(str(self.sender().property("setting")))

    def _save_text(self, name: str) -> None:
        if self.data is None or self.data.read_only:
            return
        text = self.fields[name].text().strip()
        if text != getattr(self.data.settings, name):
            self._change(name, text)

    @Slot()
    def _switched(self) -> None:
        switch = self.sender()
        if isinstance(switch, Switch) and self.data is not None:
            self._change(str(switch.property("setting")), switch.isChecked())

    def _change(self, name: str, value: object) -> None:
        self.room.tasks.ask(
            _change_setting, self.room.office, name, value,
            done=partial(self._changed, name), failed=partial(self._refused, name), owner=self,
        )  # fmt: skip

    def _changed(self, name: str, answer: tuple[Changes, SettingsData]) -> None:
        changes, data = answer
        if name in self.rows:
            self.rows[name].clear_problem()
        self._show(data)
        if name == "founder_licence":
            self.fonts.load()
        self.room.changed(changes)

    def _refused(self, name: str, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        if name in self.rows:
            self.rows[name].problem(error.sentence)
        else:
            ask.tell(error)
            self._load()

    # -- doing --------------------------------------------------------------------------------------

    @Slot()
    def _large_switched(self) -> None:
        self.room.settings.large_text = self.large.isChecked()
        self.room.restyle()

    @Slot()
    def _open_groups(self) -> None:
        self.room.go("board", groups=True)

    @Slot()
    def _open_folder(self) -> None:
        if self.data is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(self.data.folder)):
            ask.tell("文件夹打不开，请在文件管理器里按上面写的位置找")

    @Slot()
    def _other_office(self) -> None:
        self.room.open_office(None)

    @Slot()
    def _back_up(self) -> None:
        copy_here(self.room, self, self._backed_up)

    def _backed_up(self, _copy: Any) -> None:
        self.room.toast("已备份在本机", undo=False)
        self._load()

    @Slot()
    def _open_backups(self) -> None:
        self.room.go("backups")

    def record_shown(self) -> tuple[str, int] | None:
        return "options", 0

    def areas(self) -> list[QWidget]:
        buttons: list[Button] = [self.open_folder, self.backup_button]
        return [self.fields["name"], self.switches["duty_leave_counts"], self.large, *buttons]


# -- on the worker ----------------------------------------------------------------------------------


def _change_setting(office: Any, name: str, value: object) -> tuple[Changes, SettingsData]:
    return office.change_settings(replace(office.settings, **{name: value})), read_settings(office)


# -- small things -----------------------------------------------------------------------------------


def _declared() -> dict[str, tuple[str, str]]:
    """The settings' labels and hints, by name, as the office declares them."""
    from liaison.settings import OfficeSettings

    return {f.name: (f.metadata["label"], f.metadata["help"]) for f in fields(OfficeSettings)}

"""个人信息: what the member on the page may ask for: a file of the own data, sealing, erasing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from liaison.changes import Changes
from ui import ask
from ui.ask import Kind
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from ui.pages.member.page import MemberPage

XLSX = Kind("Excel 和 WPS 表格", ("xlsx",))
OWN, SEAL, UNSEAL, ERASE = "导出本人的信息", "封存资料", "解除封存", "删除个人信息"


@dataclass(frozen=True, slots=True)
class Privacy:
    """How a member's data stands.

    Attributes:
        name: of the record now.
        sealed: it is sealed; `why`: the reason that was given.
        erased: it was erased; `gifts`, `shown`: entries of the money's books that are sealed, or shown for an audit.
    """

    name: str = ""
    sealed: bool = False
    why: str = ""
    erased: bool = False
    gifts: int = 0
    shown: int = 0

    def verbs(self) -> list[str]:
        """What can be done."""
        if self.erased:
            return [verb for verb, there in ((UNSEAL, self.gifts), (SEAL, self.shown)) if there]
        return [OWN, UNSEAL if self.sealed else SEAL, ERASE]

    def words(self) -> str:
        """What the page says of it; "" while nothing is hidden."""
        if self.erased:
            return "个人信息已删除"
        return f"资料已封存：{self.why}" if self.sealed else ""


def read_privacy(office: Any, member: int) -> Privacy:
    """Runs on the worker."""
    people, sealing = office.people, office.people.sealed().get(member)
    erased = people.is_erased(member)
    return Privacy(
        str(office.get("members", member).get("name") or ""), sealing is not None, sealing.reason if sealing else "",
        erased, people.sealed_gifts(member) if erased else 0, people.shown_gifts(member) if erased else 0,
    )  # fmt: skip


class PersonalButton(Button):
    """个人信息 ▾."""

    def __init__(self, page: MemberPage) -> None:
        super().__init__("个人信息", self.choose, icon="lock", menu=True, parent=page)
        self.page = page
        self.state = Privacy()
        self.menu_shown = QMenu(self)
        self.menu_shown.triggered.connect(self._chosen)

    def show_state(self, state: Privacy) -> None:
        """What can be done for the member that is shown."""
        self.state = state
        read_only = self.page.room.office.read_only
        if read_only:
            self.disable("这里只能看，不能改")
        elif not state.verbs():
            self.disable("个人信息已删除，没有别的可做")
        else:
            self.enable()

    @Slot()
    def choose(self) -> None:
        """List what can be done."""
        self.menu_shown.clear()
        for verb in self.state.verbs():
            self.menu_shown.addAction(verb)
        self.menu_shown.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.menu_shown.setActiveAction(self.menu_shown.actions()[0])

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        self.act(action.text())

    def act(self, verb: str) -> None:
        """Do one of the menu's lines for the member that is shown."""
        if verb == OWN:
            self._own_data()
        elif verb == ERASE:
            room = self.page.room
            room.tasks.ask(
                room.office.people.foresee, self.page.member,
                done=partial(_foreseen, self, self.page.member), owner=self,
            )  # fmt: skip
        else:
            self._seal(unseal=verb == UNSEAL)

    def _own_data(self) -> None:
        path = ask.save_file("export", "导出本人的信息", f"{self.state.name}本人的信息", XLSX)
        if path is not None:
            room = self.page.room
            room.tasks.ask(
                room.office.people.own_data, self.page.member, path, done=partial(_exported, self, path), owner=self
            )

    def _seal(self, *, unseal: bool) -> None:
        from ui.dialogs.people import SealDialog, UnsealDialog

        room, member, state = self.page.room, self.page.member, self.state
        dialog = (
            UnsealDialog(room, member, state.name, "" if state.erased else state.why, state.gifts) if unseal
            else SealDialog(room, member, state.name)
        )  # fmt: skip
        if ask.run(dialog) and dialog.result_value is not None:
            self._changed(dialog.result_value)

    def ask_to_erase(self, member: int, foreseen: Any) -> None:
        """What would be erased is known: ask with all of it on the screen."""
        from ui.dialogs.people import EraseDialog

        dialog = EraseDialog(self.page.room, member, foreseen)
        if ask.run(dialog) and dialog.result_value is not None:
            self._changed(dialog.result_value.changes)
            if dialog.result_value.left:
                ask.tell(f"有 {len(dialog.result_value.left)} 项没有删干净，请关掉正在用它们的程序，再请人检查",
                         "、".join(dialog.result_value.left))  # fmt: skip

    def _changed(self, changes: Changes) -> None:
        self.page.room.changed(changes)


def _foreseen(button: PersonalButton, member: int, foreseen: Any) -> None:
    if member == button.page.member:
        button.ask_to_erase(member, foreseen)


def _exported(button: PersonalButton, path: Path, count: int) -> None:
    button.page.room.toast(f"已导出 {count} 条到 {path.name}，请当面交给本人", undo=False)

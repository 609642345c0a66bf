"""封存 and 解除封存: a reason, and plain words for what will be seen and what not."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit

from ui.dialogs.form import FormDialog, Work
from ui.pages.base import Room
from ui.widgets.text import label

_LONGEST = 100


class SealDialog(FormDialog):
    """封存 a member's data. Its result is the Changes."""

    def __init__(self, room: Room, member: int, name: str) -> None:
        super().__init__(room.tasks, f"封存 {name} 的资料", "封存", safe="不封存", wide=480)
        self.room, self.member = room, member
        for sentence in (
            "封存以后，除了姓名和任职日期，电话、身份证号、住址、单位这些在哪里都看不到，也印不出来。",
            "姓名不再出现在下拉列表和名册里；签到、捐赠、荣誉、任务照样算数。",
            "写明原因就可以解除封存，资料原样回来。",
        ):
            self.body.addWidget(label(sentence, "body", "second", wrap=True))
        self.reason = _reason("如 本人书面申请")
        self.add_row("reason", "原因", self.reason, required=True)

    def work(self) -> Work:
        return partial(self.room.office.people.seal, self.member, self.reason.text())


class UnsealDialog(FormDialog):
    """解除封存. Its result is the Changes."""

    def __init__(self, room: Room, member: int, name: str, why: str, gifts: int = 0) -> None:
        """Args:
        why: why it was sealed, as it was written then.
        gifts: of an erased person: how many entries of the money's books are sealed.
        """
        what = f"{gifts} 笔捐赠" if gifts else "资料"
        super().__init__(room.tasks, f"解除封存 {name} 的{what}", "解除封存", safe="不解除", wide=480)
        self.room, self.member = room, member
        if why:
            self.body.addWidget(label(f"封存的原因：{why}", "body", "second", wrap=True))
        if gifts:
            words = "解除以后，捐赠台账里又能看到这位捐赠人的姓名。用完可以在这里重新封存。"
            self.body.addWidget(label(words, "body", "second", wrap=True))
        self.reason = _reason("如 本人撤回申请" if not gifts else "如 上级查账")
        self.add_row("reason", "原因", self.reason, required=True)

    def work(self) -> Work:
        return partial(self.room.office.people.unseal, self.member, self.reason.text())


def _reason(proposed: str) -> QLineEdit:
    line = QLineEdit()
    line.setMaxLength(_LONGEST)
    line.setPlaceholderText(proposed)
    return line

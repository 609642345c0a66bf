"""打包移交: the whole office in one file under a code. The code goes onto paper, and counts once it was typed back.

Three steps: where the file goes and the code; the code typed back in part; what was packed, to be compared by
whoever opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import ask, theme
from ui.dialogs.counts import Book, Counts, CountsModel, books_of, counts_table, fit, framed, lines
from ui.dialogs.password_code import CodeJob, CodeView, TypeBack
from ui.dialogs.password_steps import Step, SteppedDialog
from ui.looking import grouped
from ui.pages.base import Room
from ui.widgets.buttons import secondary
from ui.widgets.form import FormRow
from ui.widgets.text import ElidedLabel, label

HANDOVER = ask.Kind("移交文件", ("llb",))
_ROWS = 8


class HandOverDialog(SteppedDialog):
    """Packs the office.

    Attributes:
        code: the code that opens the file; a new one for every dialog.
        path: where the file goes; packed: what was made; None before.
    """

    def __init__(self, room: Room) -> None:
        from liaison.safety.protection import new_recovery_code

        super().__init__(room.tasks, "打包移交", "不移交", wide=620)
        self.room = room
        self.code = new_recovery_code()
        self.path: Path | None = None
        self.packed: Any = None
        self.typed = TypeBack(self.code, word="移交码")
        self.typed.entered.connect(self.go_on)
        self.copy_button = secondary("复制清单", self.copy_summary, icon="copy")
        self.folder_button = secondary("打开所在文件夹", self._open_folder, icon="folder")
        self._foot.insertWidget(0, self.copy_button)
        self._foot.insertWidget(1, self.folder_button)
        self.set_steps([
            Step("全部资料装进一个文件，用移交码锁住", self._where(), "记好了", self._has_place),
            Step("看看移交码抄得对不对", self.typed, "打包", self.typed.check, "再看一眼移交码"),
        ])  # fmt: skip

    def _where(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        words = "文件放在U盘里，移交码印在纸上，两样分开带给接手的人。没有移交码，谁也打不开这个文件。"
        column.addWidget(label(words, "body", "second", wrap=True))
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.place = ElidedLabel("还没有选", "body", "second")
        row.addWidget(self.place, 1)
        self.choose_button = secondary("选位置…", self.choose, icon="folder")
        row.addWidget(self.choose_button)
        place.setFocusProxy(self.choose_button)
        self.file_row = FormRow("文件", place, required=True)
        column.addWidget(self.file_row)
        self.view = CodeView(self.code, "移交码")
        column.addWidget(self.view)
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        self.print_button = secondary("打印移交码", self.print_code, icon="print", key="Ctrl+P")
        line.addWidget(self.print_button)
        line.addWidget(label("或者抄在纸上。下一步要抄回其中两组。", "hint", "second"), 1)
        column.addLayout(line)
        page.setFocusProxy(self.choose_button)
        return page

    def show_step(self, number: int) -> None:
        super().show_step(number)
        for button in (self.copy_button, self.folder_button):
            button.setVisible(number == 2)
        self.safe.setVisible(number < 2)

    # -- the steps ----------------------------------------------------------------------------------

    @Slot()
    def choose(self) -> None:
        """选位置."""
        from liaison.safety.handing_over import file_name

        name = file_name(self.room.office.settings.name, self.room.today().isoformat())
        path = ask.save_file("handover", "移交文件放在哪里，可以选U盘", name, HANDOVER)
        if path is not None:
            self.path = path
            self.place.setText(str(path))
            self.file_row.clear_problem()
            self.ahead.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_place(self) -> bool:
        if self.path is None:
            self.file_row.problem("请先选好文件放在哪里")
            self.choose_button.setFocus()
        return self.path is not None

    def finish(self) -> None:
        if self.step == 2:
            self.accept()
        else:
            self.work("正在打包", _pack, self.room.office, self.path, self.code, long="正在打包")

    def went_well(self, result: Any) -> None:
        self.packed = result
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(summary(self, books_of(self.room.office), result.counts, result.digest), 1)
        words = "接手的人打开时会看到同样的条数和核对码，请对一对。文件和移交码分开带。"
        column.addWidget(label(words, "body", "second", wrap=True))
        self.set_steps([*self._steps, Step(f"打包好了：{result.path.name}", page, "好了")])
        self.show_step(2)
        self.grow()

    # -- beside -------------------------------------------------------------------------------------

    @Slot()
    def print_code(self) -> None:
        """The code on paper, through the print room."""
        from ui.dialogs.printing import begin

        self.print_button.disable("正在排版")
        job = HandoverJob(self.code)
        self.room.tasks.ask(begin, self.room.office, job, {}, done=self._laid, failed=self._not_laid, owner=self)

    def _laid(self, opened: Any) -> None:
        from ui.dialogs.printing import PrintRoom

        self.print_button.enable()
        ask.run(PrintRoom(self.room, HandoverJob(self.code), opened))

    def _not_laid(self, error: BaseException) -> None:
        self.print_button.enable()
        raise error  # a sentence is told, a bug is caught: both by the net

    @Slot()
    def copy_summary(self) -> None:
        """复制清单: counts and digest, to be sent apart from the file. Never the code."""
        words = summary_text(books_of(self.room.office), self.packed.counts, self.packed.digest)
        QGuiApplication.clipboard().setText(f"{self.packed.path.name}\n{words}")
        self.copy_button.setText("已复制")
        self.copy_button.updateGeometry()

    @Slot()
    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.packed.path.parent))):
            ask.tell("文件夹打不开，请在文件管理器里找", detail=str(self.packed.path.parent))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_P and self.step == 0:
            self.print_code()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class HandoverJob(CodeJob):
    """The sheet with the code of a handing over, for the print room."""

    key: str = "handover-code"
    title: str = "移交码"

    def make(self, office: Any, _options: Any) -> Any:
        return office.protection.print_code(self.code, handing_over=True)


def summary(parent: QWidget, books: Mapping[str, Book], counts: Counts, digest: str) -> QWidget:
    """Counts and digest of a packed or received office, to be compared by eye."""
    host = QWidget(parent)
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.GAP)
    model = CountsModel(host, headings=("条数", ""))
    model.show(lines(books, counts, None))
    table = counts_table(model, host, "各账簿的条数", wide=90)
    for unused in (2, 3):
        table.setColumnHidden(unused, True)
    fit(table, _ROWS)
    column.addWidget(framed(table))
    if digest:
        code = label(f"核对码　{grouped(digest)}", "strong")
        by = Qt.TextInteractionFlag
        code.setTextInteractionFlags(by.TextSelectableByMouse | by.TextSelectableByKeyboard)
        column.addWidget(code)
    return host


def summary_text(books: Mapping[str, Book], counts: Counts, digest: str) -> str:
    """The same as text."""
    rows = [f"{line.title} {line.then:,}" for line in lines(books, counts, None)]
    return "\n".join([*rows, f"核对码 {grouped(digest)}"])


def _pack(office: Any, path: Path, code: str, *, progress: Any) -> Any:
    return office.backup.hand_over(path, code, progress=progress)

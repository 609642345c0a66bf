"""打开移交文件, 从备份恢复: an office from a file or a stick into a folder of its own on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from liaison import paths
from liaison.errors import UserError
from ui import ask, theme
from ui.copying import moment_day, reason_word, size_words
from ui.dialogs.base import Dialog
from ui.dialogs.counts import all_books
from ui.dialogs.handing_over import summary
from ui.dialogs.office_folders import own_folder, synced_warning
from ui.tasks import Cancelled, Tasks
from ui.widgets.buttons import Button, secondary
from ui.widgets.form import FormRow
from ui.widgets.password import PasswordField
from ui.widgets.search import Select
from ui.widgets.states import ProgressStrip
from ui.widgets.text import ElidedLabel, WrapLabel, label

FILES = ask.Kind("移交文件或备份", ("llb", "db"))
_HINTS = {
    "移交码": "25 个字母和数字，大小写、横线都不要紧",
    "密码": "做这份备份时的密码，或那时的恢复码",
}
_KINDS = {"handover": "移交文件", "backup": "备份文件", "file": "旧版的资料文件"}


class ReceiveDialog(Dialog):
    """Chooses a file, its code and a folder; shows what came. Accepted means: open `folder`.

    Attributes:
        folder: where the office lies now; None before.
        received: what came: the office's name, its counts, and the digest of a handing over.
    """

    def __init__(
        self, tasks: Tasks, *, backup: bool = False, proposed: Path | None = None, parent: QWidget | None = None
    ) -> None:
        """Args:
        backup: for 从备份恢复, where a folder of copies may be chosen as well as a file.
        proposed: the folder proposed for the office; by default in the user's documents, where none is yet.
        """
        super().__init__("从备份恢复" if backup else "打开移交文件", wide=580, parent=parent)
        self._tasks, self._backup = tasks, backup
        self._proposed = proposed or free_folder(paths.default_office_folder())
        self.folder: Path | None = None
        self.received: tuple[str, dict[str, int], str] | None = None
        self._source: Path | None = None
        self._parcel: Any = None
        self._working = False
        self._steps = QStackedWidget(self)
        self._steps.addWidget(self._asking())
        self._result = QWidget()
        self._steps.addWidget(self._result)
        self.body.addWidget(self._steps, 1)
        self.trouble = WrapLabel("", "body", "overdue")
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.body.addWidget(ProgressStrip(tasks, self))
        self.safe = Button("不打开", self.reject, key="Esc")
        self.ahead = Button("恢复" if backup else "打开", self.go_ahead, kind="primary")
        self.ahead.setDefault(True)
        self.ahead.disable("先选文件")
        self.add_buttons((), [self.safe, self.ahead])
        self.file_button.setFocus()

    # -- building -----------------------------------------------------------------------------------

    def _asking(self) -> QWidget:
        from PySide6.QtWidgets import QVBoxLayout

        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        title = "用备份在这台电脑上恢复联络处" if self._backup else "把移交来的联络处装到这台电脑上"
        column.addWidget(label(title, "section", wrap=True))
        words = "备份文件或放着备份的文件夹都可以。" if self._backup else "移交文件在U盘里，移交码在另一张纸上。"
        column.addWidget(label(f"{words}放进一个新文件夹，不会和已有的联络处混在一起。", "body", "second", wrap=True))
        self.file_row = FormRow("文件", self._file_line(), required=True)
        column.addWidget(self.file_row)
        self.copies = Select("哪一份备份")
        self.copies.activated.connect(self._copy_chosen)
        self.copies_row = FormRow("哪一份", self.copies)
        self.copies_row.hide()
        column.addWidget(self.copies_row)
        self.secret = PasswordField("移交码、密码或恢复码")
        self.secret.entered.connect(self._entered)
        self.secret_row = FormRow("移交码", self.secret, required=True, hint=_HINTS["移交码"])
        self.secret_row.hide()
        column.addWidget(self.secret_row)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.place = QLineEdit(str(self._proposed))
        self.place.setAccessibleName("存放的文件夹，必填")
        self.place.textEdited.connect(self._place_edited)
        row.addWidget(self.place, 1)
        row.addWidget(secondary("更改", self._choose_place, icon="folder"))
        place.setFocusProxy(self.place)
        self.place_row = FormRow("放到", place, required=True, hint="全部资料都放在这里")
        column.addWidget(self.place_row)
        column.addStretch(1)
        return page

    def _file_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.file_name = ElidedLabel("还没有选", "body", "second")
        row.addWidget(self.file_name, 1)
        self.file_button = secondary("选文件…", self.choose_file, icon="document")
        row.addWidget(self.file_button)
        self.folder_button = secondary("选文件夹…", self.choose_folder, icon="folder")
        self.folder_button.setVisible(self._backup)
        row.addWidget(self.folder_button)
        line.setFocusProxy(self.file_button)
        return line

    # -- choosing -----------------------------------------------------------------------------------

    @Slot()
    def choose_file(self) -> None:
        """选文件."""
        path = ask.open_file("handover", "选择备份文件" if self._backup else "选择移交文件", FILES)
        if path is not None:
            self.take(path)

    @Slot()
    def choose_folder(self) -> None:
        """选文件夹: a stick's, or an old computer's."""
        folder = ask.folder("backup", "选择放着备份的文件夹")
        if folder is not None:
            self.take(folder)

    def take(self, path: Path) -> None:
        """A file or a folder was chosen: look what it is."""
        self.trouble.hide()
        self.file_row.clear_problem()
        self.ahead.disable("正在看这是什么")
        self._tasks.ask(_look, path, done=self._looked, failed=self._not_read, owner=self, key=(id(self), "look"))

    def _not_read(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._source = None
        self.ahead.disable("先选文件")
        self.file_row.problem(error.sentence)
        self.file_button.setFocus()

    def _looked(self, answer: tuple[Path, list[tuple[Any, str]], Any]) -> None:
        path, copies, parcel = answer
        self.file_name.setText(path.name or str(path))
        self.file_name.setToolTip(str(path))
        self.copies_row.setVisible(bool(copies))
        self.copies.clear()
        several = len({name for _, name in copies}) > 1
        for copy, name in copies:
            words = f"{moment_day(copy.moment)}　{reason_word(copy.reason)}"
            self.copies.addItem(f"{words}　{name}" if several else words, copy)
        if copies:
            self._copy_chosen()
        else:
            self._source = path
            self._show_parcel(parcel)

    @Slot()
    def _copy_chosen(self) -> None:
        copy = self.copies.currentData()
        self._source = copy.path
        self.file_row.say(f"这里有 {self.copies.count()} 份备份")
        self._want_secret("密码" if copy.encrypted else "")

    def _show_parcel(self, parcel: Any) -> None:
        said = [_KINDS.get(parcel.kind, "备份文件")]
        if parcel.office_name:
            said.insert(0, parcel.office_name)
        if parcel.moment:
            said.append(f"{moment_day(parcel.moment)}做的")
        said.append(size_words(parcel.size))
        self.file_row.say("，".join(said))
        self._parcel = parcel
        self._want_secret(("移交码" if parcel.kind == "handover" else "密码") if parcel.needs_secret else "")

    def _want_secret(self, word: str) -> None:
        """移交码, 密码 or nothing to be typed."""
        self.secret_row.setVisible(bool(word))
        if word:
            self.secret_row.set_word(word)
            self.secret_row.say(_HINTS[word])
            if word == "移交码" and not self.secret.is_shown:
                self.secret.toggle()  # 25 letters from a paper are read while they are typed
        self.ahead.enable()
        self.grow()
        (self.secret if word else self.ahead).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _choose_place(self) -> None:
        chosen = ask.folder("office", "放到哪个文件夹")
        if chosen is not None:
            self.place.setText(str(free_folder(own_folder(chosen))))
            self._place_edited()

    @Slot()
    def _place_edited(self) -> None:
        warning = synced_warning(self.place.text())
        if warning:
            self.place_row.problem(warning, blocking=False)
        else:
            self.place_row.clear_problem()

    @Slot()
    def _entered(self) -> None:
        if self.ahead.isEnabled():
            self.go_ahead()

    # -- doing --------------------------------------------------------------------------------------

    @Slot()
    def go_ahead(self) -> None:
        """打开 or 恢复; 打开联络处 once it is there."""
        if self.received is not None:
            self.accept()
            return
        self.trouble.hide()
        if not self._is_complete():
            return
        self._set_working(True)
        self._tasks.long(
            "正在恢复", _receive, self._source, Path(self.place.text().strip()), self.secret.text, self._is_handover,
            done=self._came, failed=self._failed, owner=self,
        )  # fmt: skip

    def _is_complete(self) -> bool:
        """Whether all is there; says beside the field what is not."""
        from liaison.safety.opening import place_warning

        place = self.place.text().strip()
        self.secret_row.clear_problem()
        if self._source is None:
            self.file_row.problem("请先选文件")
        elif not self.secret_row.isHidden() and not self.secret.text:
            self.secret_row.problem("请照着纸上输入" if self._is_handover else "请输入密码或恢复码")
            self.secret.setFocus()
        elif not place or not Path(place).is_absolute():
            self.place_row.problem("请用“更改”选一个文件夹")
            self.place.setFocus()
        elif place_warning(Path(place))[1]:
            self.place_row.problem(place_warning(Path(place))[0])
            self.place.setFocus()
        else:
            return True
        return False

    @property
    def _is_handover(self) -> bool:
        return self._parcel is not None and self._parcel.kind == "handover" and self.copies_row.isHidden()

    def _set_working(self, working: bool) -> None:
        self._working = working
        self._steps.setEnabled(not working)
        if working:
            self.ahead.disable("正在恢复")
        else:
            self.ahead.enable()
        self.safe.setText("停止" if working else "不打开")

    def _came(self, received: tuple[str, dict[str, int], str]) -> None:
        from PySide6.QtWidgets import QVBoxLayout

        self._set_working(False)
        self.secret.wipe()
        self.received, self.folder = received, Path(self.place.text().strip())
        name, counts, digest = received
        column = QVBoxLayout(self._result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(f"“{name or self.folder.name}”已经装好", "section", wrap=True))
        column.addWidget(summary(self, all_books(), counts, digest), 1)
        words = f"条数请和原来的对一对。资料放在“{self.folder}”。"
        if self._is_handover:
            words = f"条数和核对码请和移交的人对一对。资料放在“{self.folder}”，现在没有密码，可以在“设置”里设一个。"
        column.addWidget(WrapLabel(words, "body", "second"))
        self._steps.setCurrentIndex(1)
        self.ahead.setText("打开联络处")
        self.ahead.updateGeometry()
        self.safe.hide()
        self.grow()
        self.ahead.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: BaseException) -> None:
        from liaison.errors import WrongPassword

        self._set_working(False)
        if isinstance(error, Cancelled):
            self.trouble.setText("已停止，什么都没有装。")
        elif isinstance(error, WrongPassword):
            self.secret_row.problem(error.sentence)
            self.secret.setFocus()
            return
        elif isinstance(error, UserError):
            self.trouble.setText(error.sentence)
        else:
            raise error
        self.trouble.show()
        self.grow()

    def reject(self) -> None:
        """Esc stops what runs; otherwise it leaves. What has been installed stays and is opened."""
        if self._working:
            self._tasks.stop()
        elif self.received is not None:
            self.accept()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.focusWidget(), QLineEdit):
            self._entered()
        else:
            super().keyPressEvent(event)


def free_folder(proposed: Path) -> Path:
    """The proposed folder, or one beside it while an office or anything else lies there."""
    found, number = proposed, 2
    while found.exists() and (not found.is_dir() or any(found.iterdir())):
        found, number = proposed.with_name(f"{proposed.name}{number}"), number + 1
    return found


# -- on the worker ----------------------------------------------------------------------------------


def _look(path: Path) -> tuple[Path, list[tuple[Any, str]], Any]:
    """What a chosen file or folder is: (the path, a folder's copies with their offices' names, a file's parcel)."""
    from liaison.safety import backups

    if path.is_dir():
        found = backups.copies(path)
        if not found:
            raise UserError("这个文件夹里没有联络簿的备份，请换一个")
        return path, [(copy, _name_of(copy)) for copy in found], None
    return path, [], backups.look(path)


def _name_of(copy: Any) -> str:
    try:
        said = copy.envelope()
    except UserError:
        return ""  # it will be refused when it is chosen
    return said.name if said is not None else ""


def _receive(
    source: Path, folder: Path, secret: str, handover: bool, *, progress: Any
) -> tuple[str, dict[str, int], str]:
    """Put it there: the office's name, its counts, and the digest of a handing over."""
    from liaison.safety import backups

    if handover:
        received = backups.receive(source, folder, secret, progress=progress)
        return received.name, received.counts, received.digest
    name = backups.look(source).office_name
    return name, backups.restore_new(source, folder, secret, progress=progress).after, ""

"""First start: a new office, one that is there already, or the sample; then the members' sheet.

The page stands alone, before any office is open. It makes or tries an office on the worker, closes it again
and says which folder to open; `ui.app` opens it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from liaison import paths
from liaison.errors import UserError
from ui import ask, theme
from ui.dialogs.office_folders import create_office, own_folder, sample_office, synced_warning, try_to_open
from ui.tasks import Tasks
from ui.widgets.buttons import Button, LinkButton, primary, secondary
from ui.widgets.cards import Card
from ui.widgets.form import FormRow
from ui.widgets.segmented import Choice, Segmented
from ui.widgets.states import Icon, ProgressStrip
from ui.widgets.text import ElidedLabel, label

WITHOUT = "谁打开这台电脑，都能看到全部资料。以后随时可以在“设置”里设。"
WITH = "资料都加密，每次打开要输密码。忘了密码，要靠打印在纸上的恢复码；两样都没有，谁也打不开。"
SECRETS = "资料只存在这台电脑上，不联网。不得存储国家秘密。"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the director chose.

    Attributes:
        folder: the office folder to open.
        then: "import" the sheet into the members, "type" a first member, or "" for home.
        sheet: the members' sheet.
        protect: set a password as soon as the office is open, before anything is written into it.
    """

    folder: Path
    then: str = ""
    sheet: Path | None = None
    protect: bool = False


class FirstStart(QWidget):
    """The whole window before an office is open.

    Signals:
        chosen: a Chosen; the office in its folder is whole and closed.
    """

    chosen = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        *,
        folder: Path | None = None,
        sample_folder: Path | None = None,
        last: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        folder: where a new office is proposed; by default in the user's documents.
        sample_folder: the sample office's own folder.
        last: the office that was open before, to go back to; None at the very first start.
        """
        super().__init__(parent)
        self.tasks = tasks
        self._proposed = folder or paths.default_office_folder()
        self._sample_folder = sample_folder or paths.sample_office_folder()
        self._made: Path | None = None
        self._last = last
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._steps = QStackedWidget(self)
        self._steps.addWidget(_scrolling(self._first_step()))
        self._steps.addWidget(_scrolling(self._second_step()))
        outer.addWidget(self._steps, 1)
        outer.addWidget(ProgressStrip(tasks, self))
        secrets = label(SECRETS, "hint", "second")
        secrets.setAlignment(Qt.AlignmentFlag.AlignCenter)
        secrets.setContentsMargins(0, 8, 0, 12)
        outer.addWidget(secrets)
        self.town.setFocus()

    # -- the first step: which office ---------------------------------------------------------------

    def _first_step(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(40, 24, 40, 16)
        column.setSpacing(theme.BLOCK_GAP)
        column.addStretch(2)
        column.addWidget(label("联络簿", "name"), 0, Qt.AlignmentFlag.AlignHCenter)
        about = label("签到、捐赠、荣誉、专班任务和季度汇报，都记在这里", "body", "second")
        column.addWidget(about, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch(1)
        row.addWidget(self._new_card(), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._other_cards(), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        return page

    def _new_card(self) -> QWidget:
        card = Card(margins=(24, 18, 24, 20), spacing=10)
        card.setFixedWidth(theme.width(500))
        card.body.addWidget(label("新建联络处", "section"))
        self.town, self.name, self.director, self.place = (QLineEdit() for _ in range(4))
        self.town.setPlaceholderText("如 云溪镇")
        self.name.setPlaceholderText("如 政协云溪镇联络处")
        self.town.setMaxLength(20)
        self.name.setMaxLength(40)
        self.director.setMaxLength(40)
        self.place.setText(str(self._proposed))
        self.town.textEdited.connect(self._propose_name)
        self.place.textEdited.connect(self._place_edited)
        places = QWidget()
        line = QHBoxLayout(places)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GAP)
        line.addWidget(self.place, 1)
        line.addWidget(secondary("更改", self._choose_place, icon="folder"))
        places.setFocusProxy(self.place)
        self.rows = {
            "town": FormRow("乡镇", self.town, required=True),
            "name": FormRow("名称", self.name, required=True, hint="印在各种文稿上"),
            "director": FormRow("主任姓名", self.director),
            "place": FormRow("文件夹", places, required=True, hint="全部资料都放在这里，换电脑时整个拷走"),
        }
        self.place.setAccessibleName("存放的文件夹，必填")
        for row in self.rows.values():
            card.body.addWidget(row)
        self.protect = Segmented((Choice("off", "不设密码"), Choice("on", "设密码")), "密码")
        self.protect.set_current("off")
        self.protect.chosen.connect(self._protect_chosen)
        choice = QWidget()
        beside = QHBoxLayout(choice)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.protect)
        beside.addStretch(1)
        choice.setFocusProxy(self.protect)
        self.rows["password"] = FormRow("密码", choice, hint=WITHOUT)
        card.body.addWidget(self.rows["password"])
        self.make = primary("建立联络处", self.make_office, key="回车")
        card.body.addSpacing(4)
        card.body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignRight)
        self._name_typed = False
        self.name.textEdited.connect(self._name_edited)
        return card

    def _other_cards(self) -> QWidget:
        host = QWidget()
        host.setFixedWidth(theme.width(360))
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.open_button = secondary("选择文件夹", self.open_existing, icon="folder")
        self.open_trouble = label("", "hint", "overdue", wrap=True)
        self.back = LinkButton("回到上次的联络处", self.open_last)
        self.back.setToolTip(str(self._last))
        opening = _side_by_side(self.open_button, self.back)
        column.addWidget(
            _card("打开已有的联络处", "这台电脑上的，或从别的电脑整个拷来的。", opening, self.open_trouble)
        )
        opening.show()
        self.back.setVisible(self._last is not None)
        self.receive_button = secondary("打开移交文件…", self.receive, icon="move")
        self.restore_button = secondary("从备份恢复…", self.restore, icon="drive")
        both = _side_by_side(self.receive_button, self.restore_button)
        column.addWidget(_card("接手，或换了电脑", "前任给的移交文件，或U盘上的第二份备份。", both))
        both.show()
        self.sample_button = secondary("打开示例", self.open_sample, icon="sample")
        self.sample_trouble = label("", "hint", "overdue", wrap=True)
        column.addWidget(
            _card(
                "先看示例",
                "一个虚构的联络处，有三年的记录，随便改。它放在自己的文件夹里，标着“示例”，和真的资料不混。",
                self.sample_button,
                self.sample_trouble,
            )
        )
        column.addStretch(1)
        return host

    @Slot(str)
    def _propose_name(self, town: str) -> None:
        """The usual name follows the town until another one is typed."""
        if not self._name_typed:
            self.name.setText(f"政协{town.strip()}联络处" if town.strip() else "")

    @Slot(str)
    def _protect_chosen(self, key: str) -> None:
        self.rows["password"].say(WITH if key == "on" else WITHOUT)

    @Slot(str)
    def _name_edited(self, text: str) -> None:
        self._name_typed = bool(text.strip())

    @Slot()
    def _choose_place(self) -> None:
        chosen = ask.folder("office", "新联络处放在哪个文件夹")
        if chosen is not None:
            self.place.setText(str(own_folder(chosen)))
            self._place_edited()

    @Slot()
    def _place_edited(self) -> None:
        warning = synced_warning(self.place.text())
        if warning:
            self.rows["place"].problem(warning, blocking=False)
        else:
            self.rows["place"].clear_problem()

    @Slot()
    def make_office(self) -> None:
        """建立联络处: what is wrong is said beside the field, and what was typed stays."""
        for row in self.rows.values():
            row.clear_problem()
        town, name, place = self.town.text().strip(), self.name.text().strip(), self.place.text().strip()
        wrong = [
            (key, sentence)
            for key, missing, sentence in (
                ("town", not town, "请写乡镇，如“云溪镇”"),
                ("name", not name, "请写联络处名称，如“政协云溪镇联络处”"),
                ("place", not place, "请选一个存放的文件夹"),
                ("place", bool(place) and not Path(place).is_absolute(), "请用“更改”选一个文件夹"),
            )
            if missing
        ]
        for key, sentence in wrong:
            self.rows[key].problem(sentence)
        if wrong:
            self.rows[wrong[0][0]].field.setFocus()
            return
        self.make.disable("正在建立")
        work = partial(create_office, Path(place), name, town, self.director.text().strip())
        self.tasks.ask(work, done=self._made_one, failed=self._not_made, owner=self)

    def _made_one(self, folder: Path) -> None:
        self.make.enable()
        self._made = folder
        self._ready.setText(f"“{self.name.text().strip()}”建好了")
        self._ready_place.setText(str(folder))
        self._steps.setCurrentIndex(1)
        self.choose_sheet.setFocus()

    def _not_made(self, error: BaseException) -> None:
        self.make.enable()
        self.rows["place"].problem(_sentence(error))
        self.place.setFocus()

    @Slot()
    def open_last(self) -> None:
        """回到上次的联络处: nothing was changed by coming here."""
        if self._last is not None:
            self.chosen.emit(Chosen(self._last))

    @Slot()
    def open_existing(self) -> None:
        """打开已有的联络处."""
        self.open_trouble.hide()
        folder = ask.folder("office", "选择联络处的文件夹")
        if folder is not None:
            self.tasks.ask(try_to_open, folder, done=self._opened, failed=self._not_opened, owner=self)

    def _opened(self, folder: Path) -> None:
        self.chosen.emit(Chosen(folder))

    @Slot()
    def receive(self) -> None:
        """打开移交文件: what a predecessor handed over, into a folder of its own."""
        self._take_in(backup=False)

    @Slot()
    def restore(self) -> None:
        """从备份恢复: on a new computer, from a file or a stick."""
        self._take_in(backup=True)

    def _take_in(self, *, backup: bool) -> None:
        from ui.dialogs.receiving import ReceiveDialog, free_folder

        dialog = ReceiveDialog(self.tasks, backup=backup, proposed=free_folder(self._proposed))
        if ask.run(dialog) and dialog.folder is not None:
            self.chosen.emit(Chosen(dialog.folder))

    def _not_opened(self, error: BaseException) -> None:
        self.open_trouble.setText(_sentence(error))
        self.open_trouble.show()

    @Slot()
    def open_sample(self) -> None:
        """先看示例: made when it is not there yet."""
        self.sample_trouble.hide()
        self.sample_button.disable("正在准备示例")
        self.tasks.long(
            "正在准备示例", sample_office, self._sample_folder,
            done=self._sample_ready, failed=self._no_sample, owner=self,
        )  # fmt: skip

    def _sample_ready(self, folder: Path) -> None:
        self.sample_button.enable()
        self.chosen.emit(Chosen(folder))

    def _no_sample(self, error: BaseException) -> None:
        self.sample_button.enable()
        self.sample_trouble.setText(_sentence(error))
        self.sample_trouble.show()

    # -- the second step: the members -----------------------------------------------------------------

    def _second_step(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(40, 24, 40, 16)
        column.setSpacing(theme.BLOCK_GAP)
        column.addStretch(2)
        done = QHBoxLayout()
        done.setSpacing(10)
        done.addStretch(1)
        done.addWidget(Icon("done", 24, "done"))
        self._ready = label("", "title")
        done.addWidget(self._ready)
        done.addStretch(1)
        column.addLayout(done)
        self._ready_place = ElidedLabel("", "hint", "second")
        self._ready_place.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._ready_place)
        column.addSpacing(12)
        card = Card(margins=(28, 22, 28, 24), spacing=10)
        card.setFixedWidth(theme.width(600))
        card.body.addWidget(label("请先导入委员名册", "section"))
        card.body.addWidget(
            label(
                "签到、捐赠、任务都从委员名册里选人。表格第一行写姓名、工作单位、职务、手机、加入日期，"
                "列的先后随意，xlsx、xls、ods、csv 都可以。",
                "body",
                "second",
                wrap=True,
            )
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        self.choose_sheet = primary("选择表格", self._choose_sheet, icon="import")
        self.type_later = secondary("手工录入", self._type, icon="edit")
        self.later = Button("以后再说", self._later, kind="plain")
        for button in (self.choose_sheet, self.type_later, self.later):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card.body.addSpacing(6)
        card.body.addLayout(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        return page

    @Slot()
    def _choose_sheet(self) -> None:
        sheet = ask.open_file("import", "选择委员名册", ask.SHEETS)
        if sheet is not None and self._made is not None:
            self.chosen.emit(Chosen(self._made, "import", sheet, self._protected))

    @Slot()
    def _type(self) -> None:
        if self._made is not None:
            self.chosen.emit(Chosen(self._made, "type", protect=self._protected))

    @Slot()
    def _later(self) -> None:
        if self._made is not None:
            self.chosen.emit(Chosen(self._made, protect=self._protected))

    @property
    def _protected(self) -> bool:
        return self.protect.current() == "on"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self._steps.currentIndex() == 0 and isinstance(self.focusWidget(), QLineEdit):
            if self.make.isEnabled():
                self.make_office()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(self.rect()), theme.colour("page"))


# -- small things -----------------------------------------------------------------------------------


def _sentence(error: BaseException) -> str:
    if isinstance(error, UserError):
        return error.sentence
    raise error


def _card(title: str, words: str, *widgets: QWidget) -> QWidget:
    card = Card(margins=(20, 16, 20, 16), spacing=10)
    card.body.addWidget(label(title, "section"))
    card.body.addWidget(label(words, "body", "second", wrap=True))
    for widget in widgets:
        card.body.addWidget(widget)
        if not isinstance(widget, Button):
            widget.hide()
    return card


def _side_by_side(*widgets: QWidget) -> QWidget:
    """Buttons in a row, at the left."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return host


def _scrolling(page: QWidget) -> QWidget:
    """A page that scrolls when 大字 or a small screen leaves too little room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    page.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area

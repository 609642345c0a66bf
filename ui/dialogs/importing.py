"""导入: from a chosen file to finished rows. Nothing is written before the last button.

Sheet and header are found, headings are matched with columns and can be matched by hand, every row is checked
in the background, and what is wrong stands beside its row. What was chosen stays after every mistake, and a
matching made once is remembered for the same headings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from liaison.changes import Changes
from liaison.errors import BadInput, UserError
from liaison.kit.book import Book
from ui import ask, theme
from ui.dialogs.base import Dialog
from ui.dialogs.import_preview import PreviewModel, cell_text
from ui.grid.paste import preview_table
from ui.pages.base import Room
from ui.tasks import Cancelled
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card
from ui.widgets.search import Select
from ui.widgets.text import ElidedLabel, label, recolour

Index = QModelIndex | QPersistentModelIndex


class ImportDialog(Dialog):
    """The whole way of an import. `changes` is what was written, once the dialog was accepted."""

    def __init__(self, room: Room, book: Book, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(f"导入{book.title}", wide=980, parent=parent)
        self.room, self.book, self.path = room, book, path
        self.changes: Changes | None = None
        self._sheets: Sequence[Any] = ()
        self._plan: Any = None
        self._asked = self._checking = 0
        self._combos: list[Select] = []
        self._build()
        self.read(path)

    # -- building -----------------------------------------------------------------------------------

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label(f"导入到“{self.book.title}”", "section"))
        self.file_name = ElidedLabel("", "body", "second")
        top.addWidget(self.file_name, 1)
        self.other_file = LinkButton("换一个文件", self.choose_file, parent=self)
        top.addWidget(self.other_file)
        self.body.addLayout(top)
        self.trouble = label("", "body", "overdue", wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self._middle = QWidget(self)
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(16)
        middle.addLayout(self._matching())
        middle.addLayout(self._preview(), 1)
        self.body.addWidget(self._middle, 1)
        self.stop_button = Button("停止", self._stop, in_row=True)
        self.stop_button.hide()
        self.good_button = Button("", self.write_good)
        self.good_button.hide()
        self.ahead = Button("导入", self.write_all, kind="primary")
        self.ahead.disable("先核对表格")
        self.add_buttons([self.stop_button], [Button("不导入", self.reject), self.good_button, self.ahead])
        self.room.tasks.progressed.connect(self._progressed)

    def _matching(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP)
        self.sheet = Select("工作表")
        self.header = Select("表头在哪一行")
        for place, (word, select) in enumerate((("工作表", self.sheet), ("表头", self.header))):
            grid.addWidget(label(word, "body", "second"), place, 0)
            grid.addWidget(select, place, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addWidget(label("表里的每一列放到哪里", "strong"))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(theme.width(330))
        self._area = area
        column.addWidget(area, 1)
        self.sheet.activated.connect(self._sheet_chosen)
        self.header.activated.connect(self._header_chosen)
        return column

    def _preview(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        row = QHBoxLayout()
        self.outcome = label("", "strong", wrap=True)
        row.addWidget(self.outcome, 1)
        self.only_bad = QCheckBox("只看有问题的行", self)
        self.only_bad.toggled.connect(self._show_plan)
        row.addWidget(self.only_bad)
        column.addLayout(row)
        self.model = PreviewModel(self)
        self.table = preview_table(self.model, self, 9)
        self.table.setAccessibleName("导入预览")
        card = Card(margins=(1, 1, 1, 1))
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        self.notes = label("", "hint", "second", wrap=True)
        column.addWidget(self.notes)
        return column

    # -- the file -----------------------------------------------------------------------------------

    @Slot()
    def choose_file(self) -> None:
        """换一个文件: what was matched stays when the new file cannot be read."""
        path = ask.open_file("import", f"选择要导入“{self.book.title}”的表格", ask.SHEETS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a file on the worker and find the sheet and header that fit."""
        self.room.tasks.ask(
            _read, self.room.office, self.book.name, path,
            done=self._was_read, failed=self._not_read, owner=self, key=(id(self), "read"),
        )

    def _not_read(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._say(error.sentence)
        self._middle.setEnabled(bool(self._sheets))

    def _was_read(self, answer: tuple[Path, Sequence[Any], tuple[int, int], str]) -> None:
        path, sheets, at, sentence = answer
        self.path, self._sheets = path, sheets
        self.file_name.setText(path.name)
        self._middle.setEnabled(True)
        self._say(sentence)
        self.sheet.clear()
        for sheet in sheets:
            self.sheet.addItem(sheet.name)
        self.sheet.setCurrentIndex(at[0])
        self.sheet.setEnabled(len(sheets) > 1)
        self._show_headers(at[1])

    def _say(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    @property
    def _current_sheet(self) -> Any:
        return self._sheets[max(0, self.sheet.currentIndex())]

    @Slot()
    def _sheet_chosen(self) -> None:
        self._say("")
        self._show_headers(0)

    def _show_headers(self, at: int) -> None:
        self.header.clear()
        for n, row in enumerate(self._current_sheet.rows[:30]):
            words = "　".join(cell_text(c) for c in row if c not in (None, ""))
            self.header.addItem(f"第 {n + 1} 行：{words[:40] or '（空）'}")
        self.header.setCurrentIndex(min(at, self.header.count() - 1))
        self._match()

    @Slot()
    def _header_chosen(self) -> None:
        self._say("")
        self._match()

    # -- matching -----------------------------------------------------------------------------------

    def _match(self) -> None:
        """Guess which heading is which column, or take what was chosen before for the same headings."""
        header = self._current_sheet.rows[self.header.currentIndex()]
        self.room.tasks.ask(
            self.room.office.guess_mapping, self.book.name, header,
            done=self._guessed, owner=self, key=(id(self), "guess"),
        )

    def _guessed(self, guess: dict[str, int]) -> None:
        header = [cell_text(c) for c in self._current_sheet.rows[self.header.currentIndex()]]
        kept = self.room.settings.read(self._key(header), {})
        names = {f.name for f in (*self.book.typed, *self.book.import_only)}
        if kept and all(name in names and isinstance(at, int) and at < len(header) for name, at in kept.items()):
            guess = kept
        self._fill_matching(header, guess)
        self.check()

    def _key(self, header: Sequence[str]) -> str:
        digest = hashlib.sha256("\t".join(header).encode()).hexdigest()[:16]
        return f"matching/{self.book.name}-{digest}"

    def _fill_matching(self, header: Sequence[str], mapping: Mapping[str, int]) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(6)
        self._combos = []
        by_place = {place: name for name, place in mapping.items()}
        for place, heading in enumerate(header):
            name = ElidedLabel(heading or f"（第 {place + 1} 列）", "body")
            name.setFixedWidth(theme.width(130))
            grid.addWidget(name, place, 0)
            combo = Select(f"{heading} 放到")
            combo.addItem("不导入", "")
            for f in (*self.book.typed, *self.book.import_only):
                combo.addItem(f"{f.label} *" if f.required else f.label, f.name)
            combo.setCurrentIndex(max(0, combo.findData(by_place.get(place, ""))))
            combo.activated.connect(self._combo_chosen)
            self._combos.append(combo)
            grid.addWidget(combo, place, 1)
        grid.setRowStretch(len(header), 1)
        grid.setColumnStretch(1, 1)
        self._area.setWidget(inside)
        inside.setAutoFillBackground(False)

    def mapping(self) -> dict[str, int]:
        """Column name → position in the sheet, as chosen."""
        return {str(c.currentData()): n for n, c in enumerate(self._combos) if c.currentData()}

    @Slot()
    def _combo_chosen(self) -> None:
        combo = self.sender()
        if isinstance(combo, Select):
            self.match(self._combos.index(combo), str(combo.currentData() or ""))

    def match(self, place: int, name: str) -> None:
        """Put a column of the sheet into a column of the book, "" for none; two never share one."""
        for n, combo in enumerate(self._combos):
            if n == place:
                combo.setCurrentIndex(max(0, combo.findData(name)))
            elif name and combo.currentData() == name:
                combo.setCurrentIndex(0)
        self.check()

    # -- checking -----------------------------------------------------------------------------------

    def check(self) -> None:
        """Check every row in the background; nothing is written."""
        self._asked += 1
        self._plan = None
        self._busy("正在核对")
        self._stop()
        self.room.tasks.long(
            f"正在核对 {self.path.name}", _plan, self.room.office, self.book.name, self._current_sheet,
            self.header.currentIndex(), self.mapping(), self._asked,
            done=self._planned, failed=self._not_planned, owner=self,
        )
        self._checking += 1

    @Slot()
    def _stop(self) -> None:
        """停止 our own check; nobody else's work."""
        if self._checking:
            self.room.tasks.stop()

    def done(self, result: int) -> None:
        self._stop()
        super().done(result)

    def _busy(self, words: str) -> None:
        self.outcome.setText(words)
        recolour(self.outcome, "text")
        self.ahead.disable(words)
        self.good_button.hide()
        self.stop_button.show()
        self.only_bad.hide()

    @Slot(int, int, str)
    def _progressed(self, done: int, total: int, _note: str) -> None:
        if self.stop_button.isVisible() and total:
            self.outcome.setText(f"正在核对 {done:,} / {total:,} 行")

    def _planned(self, answer: tuple[int, Any]) -> None:
        self._checking -= 1
        asked, plan = answer
        if asked == self._asked:
            self._take_plan(plan)

    def _not_planned(self, error: BaseException) -> None:
        self._checking -= 1
        if self._checking:
            return  # stopped, because a newer check is on its way
        self.stop_button.hide()
        if isinstance(error, Cancelled):
            self.outcome.setText("已停止，什么都没有写")
            self.ahead.disable("已停止，改一下对应关系会重新核对")
        elif isinstance(error, UserError):
            self._say(error.sentence)
            self.outcome.setText("")
        else:
            raise error

    def _take_plan(self, plan: Any) -> None:
        self._plan = plan
        self.stop_button.hide()
        bad = len(plan.bad_rows)
        self.only_bad.setVisible(bool(bad))
        self.only_bad.blockSignals(True)
        self.only_bad.setChecked(bool(bad))
        self.only_bad.blockSignals(False)
        self._show_plan()
        if plan.records and not plan.rejected and not isinstance(self.focusWidget(), Select):
            self.ahead.setFocus(Qt.FocusReason.OtherFocusReason)  # nothing to settle: Enter imports

    @Slot()
    def _show_plan(self) -> None:
        plan = self._plan
        if plan is None:
            return
        good, bad = len(plan.records), len(plan.bad_rows)
        general = [p.sentence for p in plan.rejected if p.row is None]
        words = f"{good:,} 行可以导入" + (f"，{bad:,} 行有问题" if bad else "")
        self.outcome.setText("；".join(general) if general else words)
        recolour(self.outcome, "overdue" if bad or general else "done")
        self.model.show(self.book, self._current_sheet, plan, self.only_bad.isChecked())
        self.table.setColumnHidden(self.model.columnCount() - 1, not plan.problems)
        self._size_columns()
        self.notes.setText("　".join(self._remarks(plan)))
        self.ahead.enable()
        self.ahead.setText(f"导入 {good:,} 行")
        self.good_button.setVisible(bool(bad and good))
        self.good_button.setText(f"只导入没有问题的 {good:,} 行")
        if general:
            self.ahead.disable(general[0])
            self.ahead.setText("导入")
        elif bad:
            self.ahead.disable("有的行有问题，请在表格里改好再导入，或只导入没有问题的行")
            self.ahead.setText("全部导入")
        elif not good:
            self.ahead.disable("没有可以导入的行")
        self.good_button.updateGeometry()

    def _remarks(self, plan: Any) -> list[str]:
        remarks = []
        warnings = sum(1 for p in plan.problems if not p.blocking)
        if warnings:
            remarks.append(f"{warnings:,} 处提醒，可以导入")
        if plan.merged:
            remarks.append(f"{plan.merged:,} 行和前面的一样，只记一次")
        if plan.unused:
            remarks.append(f"不导入的列：{'、'.join(plan.unused[:8])}")
        if self.book.ledger and plan.records:
            remarks.append("导入的都直接入账，编号按日期排")
        return remarks

    def _size_columns(self) -> None:
        metrics = self.table.fontMetrics()
        for column in range(self.model.columnCount()):
            shown = (str(self.model.index(n, column).data() or "") for n in range(min(40, self.model.rowCount())))
            widest = max((metrics.horizontalAdvance(text) for text in shown), default=0) + 24
            heading = metrics.horizontalAdvance(str(self.model.headerData(column, Qt.Orientation.Horizontal, 0))) + 26
            last = column == self.model.columnCount() - 1
            most = theme.width(600 if last else 180)
            self.table.setColumnWidth(column, max(heading, min(widest, most)))

    # -- writing ------------------------------------------------------------------------------------

    @Slot()
    def write_all(self) -> None:
        """导入 N 行."""
        self._write(only_good=False)

    @Slot()
    def write_good(self) -> None:
        """只导入没有问题的行."""
        self._write(only_good=True)

    def _write(self, *, only_good: bool) -> None:
        if self._plan is None:
            return
        header = [cell_text(c) for c in self._current_sheet.rows[self.header.currentIndex()]]
        self.room.settings.write(self._key(header), self.mapping())
        self._busy(f"正在导入 {len(self._plan.records):,} 行")
        self.stop_button.hide()
        self.room.tasks.ask(
            partial(self.room.office.import_plan, self._plan, only_good=only_good),
            done=self._written, failed=self._not_written, owner=self,
        )

    def _written(self, changes: Changes) -> None:
        self.changes = changes
        self.accept()

    def _not_written(self, error: BaseException) -> None:
        """Say why; everything that was chosen is still there."""
        if not isinstance(error, UserError):
            raise error
        self._show_plan()
        first = error.problems[0] if isinstance(error, BadInput) else error
        self._say(str(first))


def _read(office: Any, book: str, path: Path) -> tuple[Path, Sequence[Any], tuple[int, int], str]:
    """On the worker: the sheets, which fits with its header, and what stands against it, if anything."""
    sheets = office.read_sheets(path)
    try:
        sheet, header_at = office.choose_sheet(book, sheets)
    except UserError as error:
        return path, sheets, (0, 0), error.sentence
    place = next(n for n, s in enumerate(sheets) if s is sheet)
    return path, sheets, (place, header_at), ""


def _plan(
    office: Any, book: str, sheet: Any, header_at: int, mapping: Mapping[str, int], asked: int,
    *, progress: Callable[..., None],
) -> tuple[int, Any]:
    return asked, office.plan_import(book, sheet, header_at, mapping, progress)


__all__ = ["ImportDialog", "PreviewModel"]

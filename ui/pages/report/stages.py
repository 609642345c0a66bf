"""What the buttons of the title row do: 撤销, 打印, 导出 Word, 定稿, 报送, 批示, 改回草稿, 历次版本."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from liaison.changes import Changes
from ui import ask
from ui.dialogs.handing_in import HandInDialog, InstructDialog
from ui.pages.report import reading
from ui.pages.report.document import SectionDocument
from ui.pages.report.history import VersionsDialog
from ui.widgets.buttons import Button, primary, secondary

if TYPE_CHECKING:
    from ui.pages.report.page import ReportPage

DRAFT, FINAL, SENT, ANSWERED = "草稿", "定稿", "已报送", "已批示"


class Stages(QObject):
    """The buttons of one report page, by the report's stage."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self._page = page
        self._document: SectionDocument | None = None
        self.undo = secondary("撤销", self._undo, icon="undo", key="Ctrl+Z")
        self.reopen = secondary("改回草稿", self._reopen, icon="edit")
        self.printing = secondary("打印", self.print, icon="print", key="Ctrl+P")
        self.word = secondary("导出 Word", self._export, icon="export")
        self.finish = primary("定稿", self._finish, icon="lock")
        self.hand_in = primary("报送", self._hand_in, icon="document")
        self.instruct = primary("批示", self._instruct, icon="sign")
        self.correct = secondary("改批示", self._instruct, icon="sign")
        for button in self.buttons:
            page.frame.add_action(button)
            button.hide()

    @property
    def buttons(self) -> list[Button]:
        """All of them, in reading order."""
        return [
            self.undo, self.reopen, self.correct, self.printing, self.word, self.finish, self.hand_in,
            self.instruct,
        ]  # fmt: skip

    def show(self) -> None:
        """Show the buttons that fit the stage."""
        view = self._page.view
        stage = view.stage if view is not None else ""
        fits = {
            DRAFT: [self.undo, self.printing, self.word, self.finish],
            FINAL: [self.reopen, self.printing, self.word, self.hand_in],
            SENT: [self.reopen, self.printing, self.word, self.instruct],
            ANSWERED: [self.correct, self.printing, self.word],
        }.get(stage, [])
        only_read = self._page.room.office.read_only
        for button in self.buttons:
            button.setVisible(button in fits and (not only_read or button in (self.printing, self.word)))

    # -- undo ---------------------------------------------------------------------------------------

    def follow_undo(self, document: SectionDocument) -> None:
        """撤销 works on the section that is shown."""
        if self._document is not None:
            self._document.undoAvailable.disconnect(self._undo_available)
        self._document = document
        document.undoAvailable.connect(self._undo_available)
        document.destroyed.connect(self._forget)
        self._undo_available(document.isUndoAvailable())

    @Slot()
    def _forget(self) -> None:
        self._document = None

    @Slot(bool)
    def _undo_available(self, available: bool) -> None:
        if available:
            self.undo.enable()
        else:
            self.undo.disable("这一部分还没有改动")

    @Slot()
    def _undo(self) -> None:
        self._page.edit.undo()
        self._page.edit.setFocus()

    # -- paper --------------------------------------------------------------------------------------

    @Slot()
    def print(self) -> None:
        """打印: the pages, with the printer's questions."""
        if self._page.view is not None:
            self._page.flush()
            self._page.side.preview.print_report(self._page.view.id)

    @Slot()
    def _export(self) -> None:
        view = self._page.view
        self._page.flush()
        path = ask.save_file("paper/quarterly-report", "导出 Word", f"{self._page.period.label}工作汇报.docx", ask.WORD)
        if path is not None:
            self._page.side.preview.export_word(view.id, path)

    # -- stages -------------------------------------------------------------------------------------

    @Slot()
    def _finish(self) -> None:
        page = self._page
        page.flush()
        over = len(page.keeper.typed_over())
        moved = len(page.loaded.moved) if page.loaded is not None else 0
        detail = "定稿以后文字和数字不再变，PDF 和 Word 各存一份。要改可以改回草稿，定稿的样子仍留在历次版本里。"
        if moved:
            detail += f"\n台账之后有变动 {moved} 处，定稿时一起更新。"
        if over:
            detail += f"\n有 {over} 处数字是手改的，照手改的定稿。"
        if ask.question(f"{page.period.short}汇报现在定稿吗", yes="定稿", no="再改改", detail=detail):
            self.finish.disable("正在定稿")
            page.room.tasks.long(
                "正在定稿", reading.finish, page.room.office, page.view.id,
                done=self._finished, failed=self._failed, owner=self,
            )  # fmt: skip

    def _finished(self, changes: Changes) -> None:
        self.finish.enable()
        self._page.room.changed(changes)

    def _failed(self, error: BaseException) -> None:
        from liaison.errors import UserError
        from ui.tasks import Cancelled

        self.finish.enable()
        if isinstance(error, UserError):
            ask.tell(error)
        elif not isinstance(error, Cancelled):
            raise error

    @Slot()
    def _hand_in(self) -> None:
        page = self._page
        send = partial(reading.call, page.room.office, "hand_in", page.view.id)
        dialog = HandInDialog(
            page.room.tasks, send, today=page.room.today().isoformat(), to_whom=page.view.addressee
        )
        self._run(dialog)

    @Slot()
    def _instruct(self) -> None:
        page, view = self._page, self._page.view
        send = partial(_instruct, page.room.office, view.id)
        dialog = InstructDialog(
            page.room.tasks, send, today=page.room.today().isoformat(), text=view.instruction or "",
            by=view.instructed_by or "", on=view.instructed_on or "",
        )  # fmt: skip
        dialog.keep_as(page.room.office, "report/instruction", view.id)
        self._run(dialog)

    def _run(self, dialog: Any) -> None:
        if ask.run(dialog):
            self._page.room.changed(dialog.result_value)

    @Slot()
    def _reopen(self) -> None:
        page = self._page
        reason = ask.text(
            f"{page.period.short}汇报改回草稿", "缘由", verb="改回草稿", check=_needs_reason
        )
        if reason:
            page.room.tasks.ask(
                reading.call, page.room.office, "reopen", page.view.id, reason, done=self._reopened, owner=self
            )

    def _reopened(self, changes: Changes) -> None:
        self._page.room.changed(changes)

    @Slot()
    def show_versions(self) -> None:
        """历次版本, to read."""
        page = self._page
        if page.loaded is not None and page.loaded.versions:
            page.flush()
            read = partial(reading.call, page.room.office, "version", page.view.id)
            ask.run(VersionsDialog(page.room.tasks, page.loaded.versions, read))


def _instruct(office: Any, report: int, text: str, by: str, on: str) -> Changes:
    changes: Changes = office.reports.instruct(report, text, by, on)
    return changes


def _needs_reason(text: str) -> str:
    return "" if text.strip() else "请写为什么改回草稿"

"""The print room: exact pages, the paper's options beside them, and the ways out: printer, PDF, Word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from liaison.errors import UserError
from ui import ask, theme
from ui.dialogs.printing import sending
from ui.dialogs.printing.jobs import Facts, Job, Opened, change_template, remembered
from ui.dialogs.printing.pages import PagesView
from ui.dialogs.printing.panel import OptionsPanel
from ui.pages.records import open_figure
from ui.widgets.buttons import Button, IconButton, LinkButton, primary, secondary
from ui.widgets.paper import PdfFile
from ui.widgets.states import Banner
from ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ui.pages.base import Room

_FORMS = {"pdf": ("另存 PDF", ask.PDF), "docx": ("导出 Word", ask.WORD)}


class PrintRoom(QDialog):
    """Look at a paper, set its options, print it, keep it.

    Keys: PgUp, PgDn, Home, End; Ctrl and +, −, 0, 9; Ctrl+P prints; Ctrl+S keeps the PDF; F8 folds the options;
    Esc closes. What is printed or kept always has the options on the screen: while pages are being made anew, it
    waits for them.
    """

    def __init__(self, room: Room, job: Job, opened: Opened, parent: QWidget | None = None) -> None:
        """Args: opened: the first pages, as `jobs.begin` makes them on the worker.

        Raises:
            UserError: the pages cannot be shown.
        """
        super().__init__(parent)
        self.room, self.job = room, job
        self.printed = opened.printed
        self._saved: list[Path] = []
        self.sending_now: sending.Sender | None = None
        self._under_way: set[str] = set()
        self._then: Callable[[], None] | None = None
        self.setWindowTitle(self.printed.title or job.title)
        self.pages = PagesView(PdfFile(self.printed.pdf))
        self.pages.moved.connect(self._show_where)
        self.pages.column.clicked.connect(self._page_clicked)
        self.pages.column.opens = self._opens
        both = room.settings.both_sides and not job.batch  # two slips on one sheet could not be given away
        today = room.today().isoformat()
        self.panel = OptionsPanel(
            job, opened.options, opened.facts, both_sides=both, today=today, told=room.settings.told
        )
        self.panel.heard.connect(self._heard)
        self.panel.changed.connect(self._make_anew)
        self.panel.both_sides_changed.connect(self._both_sides)
        self.panel.choose_template.connect(self._choose_template)
        self.panel.clear_template.connect(self._clear_template)
        self.panel.toggled.connect(self._folded)
        self._build()
        self._show_printed()
        self.panel.fold(bool(room.settings.folded["printing"]))
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(theme.width(1200), screen.width() - 60), min(theme.width(1000), screen.height() - 60))
        self.pages.setFocus()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._top())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.pages, 1)
        beside = QVBoxLayout()
        beside.setContentsMargins(10, 0, 12, 12)
        beside.addWidget(self.panel)
        row.addLayout(beside)
        outer.addLayout(row, 1)
        self.note = Banner("done", "", icon="done")
        self.open_link = LinkButton("打开", self._open_saved)
        self.open_folder_link = LinkButton("打开所在文件夹", self._open_folder)
        self.stop_link = LinkButton("停止")
        self.hide_link = IconButton("close", "收起", self.note.hide)
        for widget in (self.open_link, self.open_folder_link, self.stop_link, self.hide_link):
            self.note.add(widget)
        self.note.hide()
        outer.addWidget(self.note)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 14, 10)
        row.setSpacing(theme.GAP)
        self.back = IconButton("left", "上一页（PgUp）", self.pages.previous)
        self.where = label("", "body", "second")
        self.on = IconButton("right", "下一页（PgDn）", self.pages.next)
        for widget in (self.back, self.where, self.on):
            row.addWidget(widget)
        row.addSpacing(8)
        self.smaller = secondary("缩小", self.pages.smaller, in_row=True, key="Ctrl+-")
        self.larger = secondary("放大", self.pages.larger, in_row=True, key="Ctrl++")
        self.fit = secondary("适合宽度", self.pages.fit_width, in_row=True, key="Ctrl+0")
        self.whole = secondary("整页", self.pages.fit_page, in_row=True, key="Ctrl+9")
        for button in (self.smaller, self.larger, self.fit, self.whole):
            row.addWidget(button)
        row.addStretch(1)
        self.word_button = secondary("导出 Word", self.export_word, icon="export")
        self.keep_button = secondary("另存 PDF", self.keep, icon="document", key="Ctrl+S")
        self.print_button = primary("打印", self.print, icon="print", key="Ctrl+P")
        self.close_button = secondary("关闭", self.reject, key="Esc")
        for button in (*self._ways_out, self.close_button):
            row.addWidget(button)
        return row

    @property
    def _ways_out(self) -> tuple[Button, ...]:
        return self.word_button, self.keep_button, self.print_button

    # -- looking ------------------------------------------------------------------------------------

    def show_page(self, page: int) -> None:
        """Bring a page's top to the top."""
        self.pages.show_page(page)

    @Slot()
    def _show_where(self) -> None:
        page, count = self.pages.page, self.pages.count
        self.where.setText(f"第 {page + 1} 页，共 {count} 页")
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page < count - 1)

    def _figure_at(self, page: int, point: QPointF) -> str | None:
        """The key of the figure printed at a place, where its records can be found."""
        if self.printed.period is None or page >= len(self.printed.pages):
            return None
        key: str | None = self.printed.pages[page].figure_at(point.x(), point.y())
        return key

    def _opens(self, page: int, point: QPointF) -> bool:
        return bool(self._figure_at(page, point))

    @Slot(int, QPointF)
    def _page_clicked(self, page: int, point: QPointF) -> None:
        """A printed figure opens the records behind it; the print room makes way for them."""
        key = self._figure_at(page, point)
        if key and self.sending_now is None:
            figure = partial(self.room.office.figure, self.printed.period, key)
            self.room.tasks.ask(figure, done=self._open_figure, owner=self, key=(id(self), "figure"))

    def _open_figure(self, figure: Any) -> None:
        if open_figure(self.room, self.printed.period, figure):
            self.reject()

    def _show_printed(self) -> None:
        self.setWindowTitle(self.printed.title or self.job.title)
        self.pages.setAccessibleName(f"{self.printed.title}，共 {self.pages.count} 页")
        self.panel.show_notices(self.printed.notices)
        self.panel.say_trouble("")
        for button in self._ways_out:
            button.enable()
        self._show_where()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        act: Callable[[], object] | None = {
            (Qt.Key.Key_PageUp, False): self.pages.previous, (Qt.Key.Key_PageDown, False): self.pages.next,
            (Qt.Key.Key_Plus, True): self.pages.larger, (Qt.Key.Key_Equal, True): self.pages.larger,
            (Qt.Key.Key_Minus, True): self.pages.smaller, (Qt.Key.Key_0, True): self.pages.fit_width,
            (Qt.Key.Key_9, True): self.pages.fit_page,
            (Qt.Key.Key_P, True): self.print, (Qt.Key.Key_S, True): self.keep,
            (Qt.Key.Key_F8, False): self.panel.toggle,
        }.get((Qt.Key(event.key()), held))  # fmt: skip
        if act is not None:
            act()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.pages.show_page(0 if event.key() == Qt.Key.Key_Home else self.pages.count - 1)
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    # -- options ------------------------------------------------------------------------------------

    @Slot()
    def _make_anew(self) -> None:
        """Other options: other pages; an older wish that is not done yet gives way."""
        self.room.settings.papers[self.job.key] = remembered(self.panel.options)
        self._begin("pages")
        self.room.tasks.ask(
            self.job.make, self.room.office, self.panel.options,
            done=self._made, failed=self._not_made, owner=self, key=(id(self), "make"),
        )  # fmt: skip

    def _begin(self, work: str) -> None:
        self._under_way.add(work)
        self._then = None
        self.where.setText("正在排版")

    def _made(self, printed: Any) -> None:
        self._under_way.discard("pages")
        self.printed = printed
        self.pages.set_file(PdfFile(printed.pdf))
        self._show_printed()
        self._go_on()

    def _not_made(self, error: BaseException) -> None:
        """The pages on the screen are not those of the options: say why, and let nothing out."""
        self._under_way.discard("pages")
        self._then = None
        self._show_where()
        sentence = error.sentence if isinstance(error, UserError) else "按这个选项没有排成，请换一个选项"
        self.panel.say_trouble(sentence)
        for button in self._ways_out:
            button.disable(sentence)
        if not isinstance(error, UserError):
            raise error

    def _ready_for(self, act: Callable[[], None]) -> bool:
        """Whether the pages on the screen are those of the options; if they are on their way, `act` follows."""
        self.panel.flush()
        if self._under_way:
            self._then = act
        return not self._under_way and self.print_button.isEnabled()

    def _go_on(self) -> None:
        if self._then is not None and not self._under_way:
            then, self._then = self._then, None
            then()

    @Slot(bool)
    def _both_sides(self, on: bool) -> None:
        if not self.job.batch:
            self.room.settings.both_sides = on

    @Slot(list)
    def _heard(self, sentences: list[str]) -> None:
        self.room.settings.told = sorted({*self.room.settings.told, *sentences})

    @Slot(bool)
    def _folded(self, folded: bool) -> None:
        self.room.settings.folded["printing"] = folded

    @Slot()
    def _choose_template(self) -> None:
        source = ask.open_file("template", "选择这份文稿的 Word 模板", ask.WORD)
        if source is not None:
            self._change_template(source)

    @Slot()
    def _clear_template(self) -> None:
        self._change_template(None)

    def _change_template(self, source: Path | None) -> None:
        self._begin("template")
        self.room.tasks.ask(
            change_template, self.room.office, self.job, source,
            done=self._template_changed, failed=self._template_refused, owner=self,
        )  # fmt: skip

    def _template_changed(self, facts: Facts) -> None:
        self._under_way.discard("template")
        self.panel.show_facts(facts)
        self._make_anew()

    def _template_refused(self, error: BaseException) -> None:
        """The template is no good: what was used before is used on."""
        self._under_way.discard("template")
        self._then = None
        self._show_where()
        if not isinstance(error, UserError):
            raise error
        ask.tell(error)

    # -- keeping ------------------------------------------------------------------------------------

    @Slot()
    def keep(self) -> None:
        """另存 PDF."""
        if self._ready_for(self.keep):
            self._keep("pdf")

    @Slot()
    def export_word(self) -> None:
        """导出 Word, with the same lines on the same pages."""
        if self._ready_for(self.export_word):
            self._keep("docx")

    def _keep(self, form: str) -> None:
        title, kind = _FORMS[form]
        path = ask.save_file(f"paper/{self.job.key}", title, f"{self.printed.stem}.{form}", kind)
        if path is None:
            return
        self.note.hide()
        for button in self._ways_out:
            button.disable("正在写文件")
        writing = partial(self.room.office.write_printed, self.printed, path, form, each=self.panel.one_each)
        self.room.tasks.ask(writing, done=self._kept, failed=self._not_kept, owner=self)

    def _kept(self, paths: Sequence[Path]) -> None:
        for button in self._ways_out:
            button.enable()
        self._saved = list(paths)
        first = self._saved[0]
        words = f"“{first.name}”" if len(paths) == 1 else f"“{first.name}”等 {len(paths)} 个文件"
        self._note("已存好", words, self.open_link, self.open_folder_link, self.hide_link)

    def _note(self, word: str, sentence: str, *links: QWidget) -> None:
        """Say something under the pages, with what can be done about it."""
        self.note.set(word, sentence)
        for link in (self.open_link, self.open_folder_link, self.stop_link, self.hide_link):
            link.setVisible(link in links)
        self.note.show()

    def _not_kept(self, error: BaseException) -> None:
        for button in self._ways_out:
            button.enable()
        if not isinstance(error, UserError):
            raise error
        ask.tell(error)

    @Slot()
    def _open_saved(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved[0]))):
            ask.tell("没有能打开它的程序。文件已存好，可以拿到别的电脑上打开")

    @Slot()
    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved[0].parent))):
            ask.tell("文件夹打不开，请在文件管理器里找")

    # -- printing -----------------------------------------------------------------------------------

    @Slot()
    def print(self) -> None:
        """打印: the system's dialog with its range of pages and copies."""
        if not self._ready_for(self.print):
            return
        if not sending.has_printer():
            ask.tell(sending.NO_PRINTER)
            return
        printer = sending.set_up(self.printed.stem, both_sides=self.panel.both_sides.isChecked())
        dialog = sending.dialog_for(printer, self.pages.count, self)
        if ask.run(dialog):
            if self.printed.private:
                self.room.tasks.ask(self.room.office.note_printed, self.printed, owner=self)
            self._send(printer)

    def _send(self, printer: QPrinter) -> None:
        self.sending_now = sending.Sender(
            self.pages.column.file, printer, self, covers=self.printed.pages.covers
        )
        self.sending_now.sent.connect(self._sent)
        self.sending_now.ended.connect(self._all_sent)
        self.stop_link.clicked.connect(self.sending_now.stop)
        for button in self._ways_out:
            button.disable("正在打印")
        self._note("正在打印", "", self.stop_link)
        self.sending_now.start()

    @Slot(int, int)
    def _sent(self, done: int, count: int) -> None:
        self.note.set("正在打印", f"第 {done} 页，共 {count} 页")

    @Slot(bool)
    def _all_sent(self, taken: bool) -> None:
        self.note.hide()
        if self.sending_now is not None:
            self.sending_now.deleteLater()
            self.sending_now = None
        for button in self._ways_out:
            button.enable()
        if not taken:
            ask.tell(sending.NO_ANSWER)

    def done(self, result: int) -> None:
        """Closed while pages are on their way to the printer: they stop."""
        if self.sending_now is not None:
            self.sending_now.stop()
        super().done(result)

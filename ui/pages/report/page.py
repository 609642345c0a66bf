"""季度汇报: outline, text and paper side by side; saved as it is typed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from liaison.changes import Changes
from liaison.chinese.dates import Period
from liaison.errors import UserError
from ui import ask, theme
from ui.pages.base import Page, Room, only_to_read
from ui.pages.report import reading, sources, words
from ui.pages.report.chips import characters
from ui.pages.report.chooser import QuarterChooser
from ui.pages.report.choosing import FigureChooser, Offer
from ui.pages.report.document import SectionDocument
from ui.pages.report.keeping import Keeper
from ui.pages.report.outline import Outline
from ui.pages.report.reading import Loaded
from ui.pages.report.side import SideColumn
from ui.pages.report.stages import Stages
from ui.pages.report.text import TextCard
from ui.viewing import view_attachment
from ui.widgets.buttons import primary
from ui.widgets.states import EmptyState

CATCH_UP_AFTER = 500
"""Milliseconds of rest after a save until pages, counts and notes follow."""
LEAVE_WAITS = 4_000
"""Milliseconds that leaving waits for the last save, to know that it went well."""
NARROW = 950
"""Below this width of the page the paper is folded away."""
OPENING = "opening"


class ReportPage(Page):
    """The quarter's report. Targets of `open`: period (2026Q3), id (a report's number), section, key (a figure)."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "季度汇报")
        self.period = Period.quarter_of(room.today().isoformat())
        self.loaded: Loaded | None = None
        self.section = ""
        self._target: dict[str, Any] = {}
        self._key = self._found = ""
        self._narrow = False
        self._catching_up = QTimer(self, singleShot=True, interval=CATCH_UP_AFTER)
        self._catching_up.timeout.connect(self.load)
        self._build()

    # -- building -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.chooser = QuarterChooser(self)
        self.chooser.chosen.connect(self._quarter_chosen)
        self.frame.beside.addWidget(self.chooser)
        self.stages = Stages(self)
        self.outline = Outline()
        self.outline.chosen.connect(self.show_section)
        self.outline.table.connect(self._show_table)
        self.outline.papers.connect(self._show_papers)
        self.outline.versions.connect(self.stages.show_versions)
        self.text = TextCard()
        self.edit = self.text.edit
        self.edit.edited.connect(self._edited)
        self.keeper = Keeper(self.room, self.edit, self)
        self.keeper.stored.connect(self._stored)
        self.keeper.refused.connect(self._not_stored)
        self.edit.figure_chosen.connect(self.show_sources)
        self.text.insert_wanted.connect(self.insert_figure)
        self.text.put_back_wanted.connect(self.put_back)
        self.text.refresh_wanted.connect(self._refresh_figures)
        self.text.write_in_wanted.connect(self._write_in)
        self.text.head.changed.connect(self._head_changed)
        self.side = SideColumn(self.room)
        self.side.toggled.connect(self._folded)
        self.side.preview.figure_chosen.connect(self._figure_on_paper)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.BLOCK_GAP)
        row.addWidget(self.outline)
        row.addWidget(self.text, 1)
        row.addWidget(self.side)
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())
        self._stack.addWidget(work)
        self.empty = EmptyState("document", "")
        self.write_draft = primary("写草稿", self.begin, icon="edit", key="Ctrl+N")
        only_to_read(self.room, self.write_draft)
        self.empty.add(self.write_draft)
        self._stack.addWidget(self.empty)
        self.frame.content.addWidget(self._stack, 1)
        for key, slot in (("Ctrl+I", self.insert_figure), ("Ctrl+Return", self._open_figure_records)):
            QShortcut(QKeySequence(key), self, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.side.fold(self.room.settings.folded["report"])

    # -- opening and showing ------------------------------------------------------------------------

    def open(self, target: dict[str, Any]) -> None:
        self._target = dict(target)
        if "id" in target:
            self.room.tasks.ask(
                reading.period_of, self.room.office, int(target["id"]), done=self._go_to, owner=self
            )
        else:
            self._go_to(Period.parse(target["period"]) if "period" in target else self.period)

    def _go_to(self, period: Period) -> None:
        self.flush()
        self.period = period
        self.load()

    @Slot(str)
    def _quarter_chosen(self, key: str) -> None:
        if self.leave():
            self._target = {}
            self._go_to(Period.parse(key))

    def load(self) -> None:
        """Read the quarter again; what is being typed is saved first and stays."""
        self.flush()
        self.room.tasks.ask(
            reading.load, self.room.office, self.period, done=self._show, owner=self, key=(id(self), "load")
        )

    @property
    def view(self) -> Any:
        """The report that is shown; None when the quarter has none."""
        return self.loaded.view if self.loaded is not None else None

    @property
    def editable(self) -> bool:
        """Whether text may be typed."""
        return self.view is not None and bool(self.view.editable) and not self.room.office.read_only

    def _show(self, loaded: Loaded) -> None:
        if loaded.period != self.period:
            return
        before = self.view.id if self.view is not None else None
        fresh = loaded.view is None or before != loaded.view.id
        if fresh:
            self.flush()  # what was typed while the other quarter was being read belongs to this one
            self._forget_documents()
        self.loaded = loaded
        self.chooser.show_quarters(loaded.quarters, loaded.period)
        self._show_title()
        self.stages.show()
        if loaded.view is None:
            self.empty.sentence.setText(f"{loaded.period.short}还没有汇报")
            self._stack.setCurrentIndex(2)
            self.write_draft.setFocus()
            return
        self._fill(loaded.view)
        self._stack.setCurrentIndex(1)
        self._lay_pages()
        self._follow_target()

    def _forget_documents(self) -> None:
        """Another report comes: nothing of this one stays in the editor."""
        self.section = self._key = ""
        self.edit.show_section(SectionDocument(self.edit))
        self.stages.follow_undo(self.edit.section)
        self.keeper.forget()
        self.side.sources.show_sources(None)

    def _fill(self, view: Any) -> None:
        """Bring the documents to the stored text; a change from outside is one step that 撤销 takes back."""
        self.edit.labels = {key: figure.label for key, figure in view.figures.items()}
        self.keeper.show(view)
        names = [section.name for section in view.sections]
        self.edit.set_read_only(not self.editable)
        self.text.head.show_head(view)
        self.text.insert.setVisible(self.editable)
        self.text.hint.setText("带底色的数字来自台账，不用手改" if view.editable else "定稿以后文字和数字不再变")
        self.show_section(self.section if self.section in names else _first(names))
        self._show_notes()

    def _follow_target(self) -> None:
        target, self._target = self._target, {}
        if target.get("section") in self.keeper.documents:
            self.show_section(target["section"])
        if target.get("key"):
            self._figure_on_paper(str(target["key"]))

    def _show_title(self) -> None:
        assert self.loaded is not None
        period, view = self.loaded.period, self.view
        stage = view.stage if view is not None else ""
        self.frame.set_title(f"{period.short}工作汇报", status=stage, tone=words.tone(stage))
        today = self.room.today().isoformat()
        self.frame.set_subtitle(words.about(view, period, f"{self.loaded.town}党委", today))

    def _show_notes(self) -> None:
        view = self.view
        assert self.loaded is not None
        self.text.show_moved(self.loaded.moved, editable=view.editable)
        self.text.show_carried([c for c in self.loaded.carried if not c.written])
        self.text.show_instruction(view)
        self._show_typed_over()
        self._show_outline()

    # -- sections -----------------------------------------------------------------------------------

    @Slot(str)
    def show_section(self, name: str) -> None:
        """Put another section into the editor; each keeps its own undo and caret."""
        view = self.view
        if view is None or name not in self.keeper.documents:
            return
        other = name != self.section
        self.section = name
        section = view.section(name)
        self.text.heading.setText(section.heading or section.label)
        self.text.head.setVisible(name == OPENING)
        if other or self.edit.section is not self.keeper.documents[name]:
            self.edit.show_section(self.keeper.documents[name])
            self.edit.setAccessibleName(f"{section.heading or section.label}，正文")
            self.edit.choose_key(self._key) if self._key else None
            self.stages.follow_undo(self.keeper.documents[name])
        self._show_outline()

    def _show_outline(self) -> None:
        view = self.view
        assert self.loaded is not None
        entries = [
            words.entry(
                section, characters(self.keeper.documents[section.name].pieces()), self.loaded.carried,
                writing=self.editable and section.name == self.section,
            )
            for section in view.sections
        ]  # fmt: skip
        self.outline.set_entries(entries, self.section)
        self.outline.set_extras(len(view.papers), len(self.loaded.versions))

    # -- typing and saving --------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        if self.editable and self.section:
            self.keeper.touch(self.section)
            self._show_typed_over()

    @Slot()
    def flush(self) -> None:
        """Save now what was typed."""
        if self.view is not None:
            self.text.head.lay_down()
            self.keeper.flush()

    @Slot(object)
    def _stored(self, changes: Changes) -> None:
        """A section is stored; counts, notes and pages follow after a rest."""
        if changes:
            self.room.changed(replace(changes, title=""))  # saved as it is typed: no toast each time
            self._catching_up.start()
        if self.view is not None:
            self.text.trouble.say("")
            self.text.arrange()
            self._show_outline()

    @Slot(str)
    def _not_stored(self, sentence: str) -> None:
        """Saving failed: the text stays, and is tried again with the next key, Ctrl+S or on leaving."""
        self.period = self.view.period  # another quarter that is being read has to wait
        self.text.trouble.say("刚才写的还没有存下", [sentence, "文字都在，按 Ctrl+S 再存一次。"])
        self.text.arrange()

    @Slot(str, str)
    def _head_changed(self, name: str, value: str) -> None:
        self.room.tasks.ask(
            reading.save_head, self.room.office, self.view.id, name, value,
            done=self._head_saved, failed=partial(_head_refused, self, name), owner=self,
        )  # fmt: skip

    def _head_saved(self, changes: Changes) -> None:
        if changes:
            self.room.changed(replace(changes, title=""))

    def save(self) -> None:
        self.flush()
        self.room.toast("文字随写随存，已经存好", undo=False)

    def leave(self) -> bool:
        self.flush()
        if self.keeper.under_way:
            self.room.tasks.wait_idle(LEAVE_WAITS)
        if not self.keeper.dirty:
            return True
        verbs = ("留在这里", "不存就离开")
        return ask.choose("刚才写的还没有存下", verbs, safe=0, detail=self.text.trouble.lines[0]) == 1

    def refresh(self, changes: Changes) -> None:
        if self.keeper.is_own(changes) or self.loaded is None:
            return
        if self.isVisible():  # out of sight, the next visit reads it anyway
            self.load()

    # -- figures ------------------------------------------------------------------------------------

    @Slot(str)
    def show_sources(self, key: str) -> None:
        """Show where a figure comes from, and light it up on the paper."""
        self._key = key
        if self.side.folded:
            self.side.fold(False)
            self._arrange()
        self.side.preview.light_up(key)
        self.room.tasks.ask(
            sources.read, self.room.office, self.view.id, key,
            done=self._show_sources, owner=self, key=(id(self), "sources"),
        )  # fmt: skip

    def _show_sources(self, found: sources.Sources | None) -> None:
        chip = self.edit.chosen_chip()
        self.side.sources.show_sources(found, chip.text if chip is not None and chip.typed_over else "")

    @Slot(str)
    def _figure_on_paper(self, key: str) -> None:
        """A figure was clicked on the page: go to it in the text as well."""
        name = next((n for n, d in self.keeper.documents.items() if any(c.key == key for c in d.chips())), "")
        if name:
            self.show_section(name)
            self.edit.choose_key(key)
        self.show_sources(key)

    @Slot()
    def _open_figure_records(self) -> None:
        self.side.sources.open_all()

    @Slot()
    def insert_figure(self) -> None:
        """插入数字."""
        if self.editable:
            self.room.tasks.ask(
                reading.choices, self.room.office, self.view.id, done=self._choose_figure, owner=self
            )

    def _choose_figure(self, found: list[tuple[Any, str, str]]) -> None:
        offers = [
            Offer(choice.key, choice.label, choice.text, base, choice.group, initials)
            for choice, base, initials in found
        ]
        dialog = FigureChooser(offers)
        if ask.run(dialog) and dialog.offer is not None:
            self.edit.labels.setdefault(dialog.offer.key, dialog.offer.label)
            self.edit.insert_figure(dialog.offer.key, dialog.offer.text)
        self.edit.setFocus()

    def _show_typed_over(self) -> None:
        over = [chip for _, chip in self.keeper.typed_over()]
        self.text.show_typed_over(over, self.edit.labels, editable=self.editable)
        self.text.arrange()

    @Slot()
    def put_back(self) -> None:
        """还原: every typed-over figure becomes what the books give; those of the section shown come first."""
        found = self.keeper.typed_over()
        name = self.section if any(n == self.section for n, _ in found) else found[0][0] if found else ""
        self.show_section(name)
        for _, chip in reversed([(n, c) for n, c in found if n == name]):
            if chip.words:
                self.edit.put_back(chip)

    @Slot()
    def _refresh_figures(self) -> None:
        self._call("refresh", self.view.id, done=self._refreshed)

    def _refreshed(self, moves: tuple[Any, ...]) -> None:
        self.load()
        if moves:
            self.room.toast(f"已更新 {len(moves)} 处数字，原来的样子在历次版本里", undo=False)

    @Slot()
    def _write_in(self) -> None:
        assert self.loaded is not None
        self.flush()
        waiting = [c for c in self.loaded.carried if not c.written]
        if waiting:
            self._target = {"section": waiting[0].section}
        self.room.tasks.ask(
            reading.write_in, self.room.office, self.view.id, waiting, done=self._written_in, owner=self
        )

    def _written_in(self, _nothing: object) -> None:
        self.load()

    def _call(self, method: str, *arguments: Any, done: Any) -> None:
        """One of the report service's methods, after what was typed is saved."""
        self.flush()
        self.room.tasks.ask(reading.call, self.room.office, method, *arguments, done=done, owner=self)

    # -- beginning, paper ---------------------------------------------------------------------------

    @Slot()
    def begin(self) -> None:
        """写草稿: the quarter's draft writes itself."""
        self.write_draft.disable("正在写")
        self.room.tasks.ask(
            reading.draft, self.room.office, self.period, done=self._begun, failed=self._not_begun, owner=self
        )

    def _begun(self, _number: int) -> None:
        self.write_draft.enable()
        self._target = {}
        self.load()
        self.edit.setFocus()

    def _not_begun(self, error: BaseException) -> None:
        self.write_draft.enable()
        if not isinstance(error, UserError):
            raise error
        ask.tell(error)

    def _lay_pages(self) -> None:
        self.side.preview.show_report(self.view.id)

    @Slot()
    def _show_table(self) -> None:
        if self.side.folded:
            self.side.toggle()
        self.side.preview.show_table()

    @Slot()
    def _show_papers(self) -> None:
        menu = QMenu(self)
        for name, digest in self.view.papers:
            action = menu.addAction(name, self._open_paper)
            action.setData((digest, name))
        menu.exec(self.outline.papers_row.mapToGlobal(self.outline.papers_row.rect().bottomLeft()))
        menu.deleteLater()

    @Slot()
    def _open_paper(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            view_attachment(self.room, self, *action.data())

    # -- the window's keys --------------------------------------------------------------------------

    def new(self) -> None:
        if self._stack.currentWidget() is self.empty:
            self.begin()

    def find(self) -> None:
        """Ctrl+F: the next place of a word, in this section and then in those after it."""
        if self.view is None:
            return
        chosen = self.edit.textCursor().selectedText()
        word = ask.text("在汇报里查找", "查找", chosen or self._found, verb="找下一处")
        if word and word.strip():
            self._found = word.strip()
            self._find(self._found)

    def _find(self, word: str) -> None:
        names = list(self.keeper.documents)
        at = names.index(self.section)
        places = [(self.section, self.edit.textCursor())]
        places += [(n, QTextCursor(self.keeper.documents[n])) for n in [*names[at + 1 :], *names[: at + 1]]]
        for name, begin in places:
            found = self.keeper.documents[name].find(word, begin)
            if not found.isNull():
                self.show_section(name)
                self.edit.setTextCursor(found)
                self.edit.setFocus()
                return
        self.room.toast(f"没有找到“{word}”", undo=False)

    def print(self) -> None:
        self.stages.print()

    def fold(self) -> None:
        self.side.toggle()

    def record_shown(self) -> tuple[str, int] | None:
        view = self.loaded.view if self.loaded is not None else None
        return ("reports", view.id) if view is not None and view.id else None

    def areas(self) -> list[QWidget]:
        if self._stack.currentIndex() != 1:
            return [self.empty]
        return [self.outline, self.edit, self.side.preview, self.side.sources]

    @Slot(bool)
    def _folded(self, folded: bool) -> None:
        if not self._narrow:
            self.room.settings.folded["report"] = folded
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.width(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self.side.fold(narrow or self.room.settings.folded["report"])
            self._arrange()

    def _arrange(self) -> None:
        """When narrow, the paper takes the outline's place while it is unfolded, and the chooser is its arrows."""
        self.outline.setVisible(not self._narrow or self.side.folded)
        self.chooser.list.setVisible(not self._narrow)

    def sizeHint(self) -> QSize:
        return QSize(theme.CLIENT_WIDTH - theme.SIDEBAR, theme.CLIENT_HEIGHT)


def _first(names: list[str]) -> str:
    """The section shown first: the first with a heading of its own."""
    return next((name for name in names if name != OPENING), names[0] if names else "")


def _head_refused(page: ReportPage, name: str, error: BaseException) -> None:
    if not isinstance(error, UserError):
        raise error
    page.text.head.rows[name].problem(error.sentence)




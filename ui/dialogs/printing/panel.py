"""The print room's side panel: what can be chosen for this paper, and which faces it is drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from liaison.chinese.dates import Period
from liaison.papers.paper import Issue
from ui import theme
from ui.dialogs.printing.jobs import Facts, Font, Job, Options, names_in
from ui.widgets.buttons import LinkButton, secondary
from ui.widgets.form import FormRow
from ui.widgets.frame import RightPanel
from ui.widgets.periods import PeriodChooser
from ui.widgets.segmented import Choice, Segmented
from ui.widgets.switch import Switch
from ui.widgets.text import WrapLabel, label

WIDE = 284
_ONE, _EACH = "one", "each"


class OptionsPanel(RightPanel):
    """What can be chosen for one paper.

    Signals:
        changed: an option was changed that changes the pages.
        both_sides_changed: 双面 was switched.
        choose_template, clear_template: the buttons of the own Word template.
        heard: 知道了 was pressed: these sentences about fonts need not stand at the top again.
    """

    changed = Signal()
    both_sides_changed = Signal(bool)
    choose_template = Signal()
    clear_template = Signal()
    heard = Signal(list)

    def __init__(
        self, job: Job, options: Options, facts: Facts, *, both_sides: bool, today: str, told: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Args: told: sentences about fonts that were read before."""
        super().__init__("选项", WIDE, parent)
        self._job = job
        self._options = options
        self.content.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        host = QWidget()
        self._column = QVBoxLayout(host)
        self._column.setContentsMargins(16, 12, 14, 14)
        self._column.setSpacing(theme.GAP)
        area.setWidget(host)
        host.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self.content.addWidget(area, 1)
        self.trouble = WrapLabel("", "body", "overdue")
        self.trouble.hide()
        self._column.addWidget(self.trouble)
        self._notices = QVBoxLayout()
        self._column.addLayout(self._notices)
        self.once = WrapLabel("", "body", "near")
        self.heard_link = LinkButton("知道了", self._hear, flush=True)
        self._column.addWidget(self.once)
        self._column.addWidget(self.heard_link, 0, Qt.AlignmentFlag.AlignLeft)
        self._before = self._column.count()
        self._period_section(today)
        self._formal_section(facts)
        self._content_section()
        self._sheet_section(both_sides)
        self._word_section(facts)
        self._font_section()
        self._column.addStretch(1)
        self.show_facts(facts)
        self._say_once([notice for notice in self._font_notices if notice not in told])

    # -- building -----------------------------------------------------------------------------------

    def _heading(self, word: str) -> None:
        if self._column.count() > self._before:
            self._column.addSpacing(8)
        self._column.addWidget(label(word, "strong"))

    def _period_section(self, today: str) -> None:
        self.period: PeriodChooser | None = None
        if self._job.period is not None:
            self._heading("年度" if self._job.yearly else "时段")
            kinds: tuple[str, ...] = ("year",) if self._job.yearly else ("quarter", "half", "year")
            self.period = PeriodChooser(self._job.period, today, kinds)
            self.period.chosen.connect(self._period_chosen)
            self._column.addWidget(self.period)

    def _formal_section(self, facts: Facts) -> None:
        """Head and imprint of an official paper; of one with a head of its own, only what stands in it."""
        self.rows: dict[str, FormRow] = {}
        self.red_head: Switch | None = None
        self.imprint: Switch | None = None
        if not self._job.formal and not self._job.numbered:
            return
        issue = self._options.issue
        self._heading("公文格式")
        if self._job.formal:
            self.red_head = self._switch("红头", issue.red_head)
        number = "如 云协联〔2026〕12号" if self._job.numbered in ("", "发文字号") else "如 12"
        self.number = self._field("number", self._job.numbered or "发文字号", issue.number, number)
        self.signer = self._field("signer", "签发人", issue.signer, facts.director)
        if self._job.formal:
            self.imprint = self._switch("版记", issue.imprint)
        proposed = facts.copies_to or "几个单位用顿号分开"
        self.copies_to = self._field("copies", "抄送", "、".join(issue.copies_to), proposed)
        self._show_rows()

    def _content_section(self) -> None:
        self.private: Switch | None = None
        if self._job.private:
            self._heading("内容")
            self.private = self._switch(f"含{self._job.private}", False, "只管这一次，不会记住")

    def _sheet_section(self, both_sides: bool) -> None:
        self._heading("打印和保存")
        self.both_sides = Switch("双面", "打印机支持双面时用")
        self.both_sides.setChecked(both_sides)
        self.both_sides.clicked.connect(self._both_sides_clicked)
        self._column.addWidget(self.both_sides)
        self.each: Segmented | None = None
        if self._job.batch:
            ways = (Choice(_ONE, "一个文件", "progress"), Choice(_EACH, "每份一个文件", "progress"))
            self.each = Segmented(ways, "存成几个文件")
            self.each.set_current(_ONE)
            self._column.addWidget(self.each, 0, Qt.AlignmentFlag.AlignLeft)

    def _word_section(self, facts: Facts) -> None:
        if not self._job.has_template:
            return
        self._heading("Word 模板")
        self.template_words = label("", "hint", "second", wrap=True)
        self._column.addWidget(self.template_words)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.choose_button = secondary("选模板", self.choose_template, icon="document", in_row=True)
        self.choose_button.setToolTip("单位现用的 Word 文件，删去旧文字，在要放正文的地方单独写一行【正文】")
        self.clear_button = secondary("不用模板", self.clear_template, in_row=True)
        row.addWidget(self.choose_button)
        row.addWidget(self.clear_button)
        row.addStretch(1)
        self._column.addLayout(row)
        if facts.read_only:
            self.choose_button.disable("这里只能看，不能改")
            self.clear_button.disable("这里只能看，不能改")

    def _font_section(self) -> None:
        self._heading("字体")
        self._fonts = QGridLayout()
        self._fonts.setHorizontalSpacing(10)
        self._fonts.setVerticalSpacing(3)
        self._fonts.setColumnStretch(1, 1)
        self._column.addLayout(self._fonts)
        self.font_notice = label("", "hint", "near", wrap=True)
        self._column.addWidget(self.font_notice)

    def _switch(self, word: str, on: bool, hint: str = "") -> Switch:
        made = Switch(word, hint)
        made.setChecked(on)
        made.clicked.connect(self._taken)
        self._column.addWidget(made)
        return made

    def _field(self, name: str, word: str, text: str, proposed: str) -> QLineEdit:
        made = QLineEdit(text)
        made.setMaxLength(200)
        made.setPlaceholderText(proposed)
        made.editingFinished.connect(self._taken)
        row = FormRow(word, made)
        self.rows[name] = row
        self._column.addWidget(row)
        return made

    # -- what is chosen -----------------------------------------------------------------------------

    @property
    def options(self) -> Options:
        """What the panel says now."""
        return self._options

    @property
    def one_each(self) -> bool:
        """每份一个文件."""
        return self.each is not None and self.each.current() == _EACH

    def flush(self) -> None:
        """Take what stands in a field that still has the cursor."""
        self._taken()

    @Slot()
    def _taken(self) -> None:
        options = self._options
        if self.rows:
            head, imprint = _is_on(self.red_head), _is_on(self.imprint)
            options = replace(options, issue=Issue(
                head, self.number.text().strip(), self.signer.text().strip() if self._job.upward else "",
                names_in(self.copies_to.text()) if imprint or self._job.numbered else (), imprint,
            ))  # fmt: skip
        if self.private is not None:
            options = replace(options, private=self.private.isChecked())
        self._take(options)

    @Slot(object)
    def _period_chosen(self, period: Period) -> None:
        self._take(replace(self._options, period=period))

    def _take(self, options: Options) -> None:
        before, self._options = self._options, options
        if options != before:
            self._show_rows()
            self.changed.emit()

    def _show_rows(self) -> None:
        """What belongs to a head or an imprint shows while there is one."""
        if self.rows:
            head, own = _is_on(self.red_head), bool(self._job.numbered)
            self.rows["number"].setVisible(head or own)
            self.rows["signer"].setVisible(head and self._job.upward)
            self.rows["copies"].setVisible(_is_on(self.imprint) or own)

    @Slot()
    def _both_sides_clicked(self) -> None:
        self.both_sides_changed.emit(self.both_sides.isChecked())

    # -- what it says -------------------------------------------------------------------------------

    def show_facts(self, facts: Facts) -> None:
        """The faces in use, said once what is missing, and the template."""
        while (item := self._fonts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, (role, face, _notice) in enumerate(facts.fonts):
            self._fonts.addWidget(label(role, "hint", "second"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._fonts.addWidget(label(face, "hint", wrap=True), place, 1)
        self._font_notices = _once(facts.fonts)
        self.font_notice.setText("。".join(self._font_notices))
        self.font_notice.setVisible(bool(self._font_notices) and not self.once.text())
        if self._job.has_template:
            own = facts.own_template
            words = "导出 Word 时用自己的模板，分页随模板；打印和 PDF 不变" if own else "导出 Word 时用自带的格式"
            self.template_words.setText(words)
            self.choose_button.setText("换模板" if own else "选模板")
            self.clear_button.setVisible(own)

    def _say_once(self, sentences: list[str]) -> None:
        self.once.setText("。\n".join(sentences))
        self.once.setVisible(bool(sentences))
        self.heard_link.setVisible(bool(sentences))
        self.font_notice.setVisible(bool(self._font_notices) and not sentences)

    @Slot()
    def _hear(self) -> None:
        self._say_once([])
        self.heard.emit(list(self._font_notices))

    def show_notices(self, notices: Sequence[str]) -> None:
        """What the paper itself has to say; what the fonts have said is not said again."""
        while (item := self._notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for notice in notices:
            if notice not in self._font_notices:
                self._notices.addWidget(WrapLabel(notice, "body", "near"))

    def say_trouble(self, sentence: str) -> None:
        """Why the pages do not follow the options; "" when they do."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))


def _is_on(switch: Switch | None) -> bool:
    return switch is not None and switch.isChecked()


def _once(fonts: Sequence[Font]) -> tuple[str, ...]:
    """Each notice once, in order."""
    return tuple(dict.fromkeys(notice for _role, _face, notice in fonts if notice))

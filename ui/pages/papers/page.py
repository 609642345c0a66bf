"""A page of papers: which one, of what time or activity, its pages as they print, and the way to the printer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from liaison.changes import Changes
from liaison.chinese.dates import Period, day
from liaison.chinese.pinyin import initials
from liaison.errors import UserError
from liaison.papers.paper import Paper, Request
from ui import theme
from ui.dialogs.form import NameSelect
from ui.pages.base import Page, Room
from ui.pages.papers.rows import PaperList
from ui.pages.records import open_figure, open_new
from ui.printing import Printing
from ui.widgets.buttons import IconButton, LinkButton, primary, secondary
from ui.widgets.cards import Card
from ui.widgets.paper import PageView
from ui.widgets.periods import PeriodChooser
from ui.widgets.states import EmptyState
from ui.widgets.text import WrapLabel, label

if TYPE_CHECKING:
    from ui.dialogs.printing import Opened, PaperJob

_OFFERED = 200
"""So many activities can be chosen; older ones are printed from their own room."""
_SHOWN, _NOTHING, _NO_ACTIVITY = range(3)


@dataclass(frozen=True, slots=True)
class Held:
    """An activity to choose: its number, what it is called, and whether its day has come."""

    number: int
    word: str
    held: bool


class PapersPage(Page):
    """Targets of `open`: paper (a name), period (2026Q3), activity (a number).

    Where a book of the year is among the papers, every paper of the page is of a year.
    """

    def __init__(self, room: Room, title: str, *names: str, parent: QWidget | None = None) -> None:
        super().__init__(room, title, parent)
        self._word = title
        self.printing = Printing(room, self)
        self.papers = [self.printing.paper(name) for name in names if self.printing.has(name)]
        self._yearly = any(paper.needs == "year" for paper in self.papers)
        today = room.today().isoformat()
        self._quarter, self._year = Period.quarter_of(today), Period.year_of(today)
        self._activities: list[Held] | None = None
        self._activity: int | None = None
        self._opened: Opened | None = None
        self._build(today)
        self._fit_chooser()

    # -- building -----------------------------------------------------------------------------------

    def _build(self, today: str) -> None:
        self.quarters = PeriodChooser(self._quarter, today, ("quarter", "half", "year"))
        self.years = PeriodChooser(self._year, today, ("year",))
        self.quarters.chosen.connect(self._period_chosen)
        self.years.chosen.connect(self._period_chosen)
        self.activity = NameSelect("活动", _initials)
        self.activity.setMinimumWidth(theme.width(400))
        self.activity.activated.connect(self._activity_chosen)
        for chooser in (self.quarters, self.years, self.activity):
            self.frame.beside.addWidget(chooser)
        self.print_button = primary("打印与导出", self.print, icon="print", key="Ctrl+P")
        self.frame.add_action(self.print_button)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._list_card())
        row.addWidget(self._pages_card(), 1)
        self.frame.content.addLayout(row, 1)

    def _list_card(self) -> Card:
        card = Card(margins=(0, 0, 0, 12), spacing=0)
        card.setFixedWidth(theme.width(300))
        self.list = PaperList(self.papers)
        self.list.chosen.connect(self._paper_chosen)
        self.list.turned.connect(self._turn)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.list)
        self.list.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        card.body.addWidget(area, 1)
        self.facts = label("", "hint", "second", wrap=True)
        self.facts.setContentsMargins(16, 0, 14, 0)
        card.body.addWidget(self.facts)
        self.notices = QVBoxLayout()
        self.notices.setContentsMargins(16, 8, 14, 0)
        self.notices.setSpacing(6)
        card.body.addLayout(self.notices)
        return card

    def _pages_card(self) -> Card:
        card = Card(ground="column", edge="hairline", margins=(14, 6, 14, 12), spacing=6)
        head = QHBoxLayout()
        head.setSpacing(2)
        self.earlier = IconButton("left", "上一页（PgUp）")
        self.where = label("", "hint", "second")
        self.later = IconButton("right", "下一页（PgDn）")
        self.larger = LinkButton("放大", self.print)
        self.hint = label("点纸上的数字看出处", "hint", "hint")
        self.hint.setContentsMargins(10, 0, 0, 0)
        head.addWidget(label("A4 预览", "section"))
        head.addWidget(self.hint)
        head.addStretch(1)
        for widget in (self.earlier, self.where, self.later, self.larger):
            head.addWidget(widget)
        card.body.addLayout(head)
        self.page = PageView()
        self.page.page_changed.connect(self._turned)
        self.page.clicked.connect(self._page_clicked)
        self.earlier.clicked.connect(self.page.previous)
        self.later.clicked.connect(self.page.next)
        self.nothing = EmptyState("document", "")
        self.no_activity = EmptyState("activities", "还没有活动，先登记一次活动，通知和纪要就有了内容")
        self.no_activity.add(secondary("新增活动", self._new_activity, icon="add"))
        self.stack = QStackedWidget()
        for part in (self.page, self.nothing, self.no_activity):
            self.stack.addWidget(part)
        card.body.addWidget(self.stack, 1)
        return card

    # -- which paper, of what -----------------------------------------------------------------------

    @property
    def paper(self) -> Paper:
        """The chosen paper."""
        return self.list.paper

    def open(self, target: dict[str, Any]) -> None:
        if "paper" in target:
            self.list.choose(str(target["paper"]))
        if "period" in target:
            period = Period.parse(str(target["period"]))
            (self.years if self._yearly else self.quarters).show_period(period)
        if "activity" in target:
            self._activity = int(target["activity"])
        self._fit_chooser()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_activities()

    def refresh(self, changes: Changes) -> None:
        if changes and self.isVisible():
            self._read_activities()

    def _read_activities(self) -> None:
        """What can be chosen may have changed; then the pages."""
        if any(paper.needs == "activity or period" for paper in self.papers):
            self.room.tasks.ask(
                _activities, self.room.office, self._activity, done=self._show_activities, owner=self,
                key=(id(self), "activities"),
            )  # fmt: skip
        else:
            self.load()

    def _show_activities(self, found: list[Held]) -> None:
        self._activities = found
        self.activity.set_names({one.number: one.word for one in found})
        if self._activity not in {one.number for one in found}:
            self._activity = None
        self._fit_chooser()
        self._choose_activity()
        self.load()

    def _choose_activity(self) -> None:
        """The chosen one, or the one that fits the paper: a notice is of the next, minutes are of the last."""
        found = self._activities or []
        number = self._activity
        if number is None and found:
            coming, past = [one for one in found if not one.held], [one for one in found if one.held]
            before = self.paper.name == "meeting-notice"
            fits = coming[-1:] + past[:1] if before else past[:1] + coming[-1:]
            number = fits[0].number
        self._show_chosen(number)

    def _show_chosen(self, number: int | None) -> None:
        """A long title from its beginning; the rest in the tooltip."""
        self.activity.set_value(number)
        self.activity.lineEdit().setCursorPosition(0)
        self.activity.setToolTip(self.activity.currentText())

    def _fit_chooser(self) -> None:
        """Show the chooser that the paper asks for."""
        needs = self.paper.needs
        spans = needs in ("period", "records or period")
        self.quarters.setVisible(spans and not self._yearly)
        self.years.setVisible(needs == "year" or (spans and self._yearly))
        self.activity.setVisible(needs == "activity or period")

    def request(self) -> Request | None:
        """What the paper is asked about; None when there is no activity to ask about."""
        needs = self.paper.needs
        if needs == "activity or period":
            number = self.activity.value()
            return Request(records=(number,)) if isinstance(number, int) else None
        return Request((self.years if self._yearly else self.quarters).period) if needs else Request()

    @Slot(object)
    def _paper_chosen(self, _paper: Paper) -> None:
        self._fit_chooser()
        self._choose_activity()
        self.page.show_page(0)
        self.load()

    @Slot(object)
    def _period_chosen(self, _period: Period) -> None:
        self.load()

    @Slot(int)
    def _activity_chosen(self, _place: int) -> None:
        number = self.activity.value()
        if isinstance(number, int):
            self._activity = number
            self._show_chosen(number)
            self.load()

    @Slot()
    def _new_activity(self) -> None:
        open_new(self.room, "activities")

    # -- its pages ----------------------------------------------------------------------------------

    def _job(self) -> PaperJob | None:
        from ui.dialogs.printing import PaperJob

        request = self.request()
        return PaperJob(self.paper, request) if request is not None else None

    def load(self) -> None:
        """Make the pages on the worker; an older wish gives way."""
        from ui.dialogs.printing import begin

        job = self._job()
        self._opened = None
        self.print_button.disable("正在排版")
        if job is None:
            self._say_nothing(_NO_ACTIVITY, "还没有活动")
            self.activity.hide()
            return
        self.where.setText("正在排版")
        self.where.show()
        self.room.tasks.ask(
            begin, self.room.office, job, self.room.settings.papers[job.key],
            done=self._made, failed=self._not_made, owner=self, key=(id(self), "pages"),
        )  # fmt: skip

    def _made(self, opened: Opened) -> None:
        self._opened = opened
        self.page.set_pdf(opened.printed.pdf)
        links = {page.index: [QRectF(*box) for _key, *box in page.figure_boxes()] for page in opened.printed.pages}
        self.page.set_links(links)
        self.hint.setVisible(opened.printed.period is not None and any(links.values()))
        self.stack.setCurrentIndex(_SHOWN)
        self.print_button.enable()
        self._say_facts(opened)
        faces = {notice for _role, _face, notice in opened.facts.fonts}  # said in the print room and in 设置
        self._say_notices(tuple(notice for notice in opened.printed.notices if notice not in faces))

    def _not_made(self, error: BaseException) -> None:
        """An empty quarter and the like: the sentence stands where the pages would."""
        if isinstance(error, UserError):
            self._say_nothing(_NOTHING, error.sentence)
            return
        self._say_nothing(_NOTHING, "这份文稿没有排成")
        raise error

    def _say_nothing(self, state: int, sentence: str) -> None:
        self.page.set_pdf(None)
        self.facts.hide()
        self.hint.hide()
        if state == _NOTHING:
            self.nothing.sentence.setText(sentence)
        self.stack.setCurrentIndex(state)
        self.print_button.disable(sentence)
        self._say_notices(())

    def _say_facts(self, opened: Opened) -> None:
        """How many sheets, and what was chosen for this paper in the print room."""
        issue, count = opened.options.issue, self.page.count
        dress = "、".join(word for word, on in (("红头", issue.red_head), ("版记", issue.imprint)) if on)
        self.facts.setText(f"共 {count} 页" + (f"，带{dress}" if dress else ""))
        self.facts.show()

    def _say_notices(self, notices: tuple[str, ...]) -> None:
        while (item := self.notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for notice in notices:
            self.notices.addWidget(WrapLabel(notice, "hint", "near"))

    @Slot(int, int)
    def _turned(self, page: int, count: int) -> None:
        self.where.setText(f"第 {page + 1} 页，共 {count} 页")
        self.earlier.setEnabled(page > 0)
        self.later.setEnabled(page < count - 1)
        for widget in (self.earlier, self.where, self.later, self.larger):
            widget.setVisible(count > 0)

    @Slot(int, QPointF)
    def _page_clicked(self, page: int, point: QPointF) -> None:
        """A figure on the paper opens the records behind it."""
        if self._opened is None or self._opened.printed.period is None:
            return
        key = self._opened.printed.pages[page].figure_at(point.x(), point.y())
        if key:
            period = self._opened.printed.period
            self.room.tasks.ask(
                self.room.office.figure, period, key, done=partial(open_figure, self.room, period), owner=self
            )

    # -- the window's keys --------------------------------------------------------------------------

    @Slot()
    def print(self) -> None:
        """打印与导出: the print room with these very pages; options changed there show here afterwards."""
        job, opened = self._job(), self._opened
        if job is not None and opened is not None:
            self.printing.show_opened(job, opened, self.page.page)
            self.load()

    @Slot(int)
    def _turn(self, step: int) -> None:
        self.page.show_page(self.page.page + step)

    def areas(self) -> list[QWidget]:
        return [self.list, self.quarters, self.years, self.activity, self.page]


def _activities(office: Any, wanted: int | None) -> list[Held]:
    """On the worker: the activities to choose from, newest first, the wanted one among them."""
    rows = office.page("activities", None, 0, _OFFERED)
    if wanted is not None and wanted not in {row.id for row in rows}:
        rows += office.rows("activities", [wanted])
    today = office.today
    return [Held(row.id, _called(row), str(row.values["start"])[:10] <= today) for row in rows]


def _called(row: Any) -> str:
    start = str(row.values["start"])[:10]
    return f"{start[:4]}年{day(start)} {row.texts['title']}"


def _initials(word: str) -> str:
    """Of an activity's title, without its day."""
    return initials(word.partition(" ")[2])

"""The home page: greeting, six figures, what the quarter wants, tasks and activities near, the last backup."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTime, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from liaison.changes import Changes
from ui import ask, theme
from ui.pages.base import Page, Room
from ui.pages.home.copies import CopiesCard
from ui.pages.home.reading import CardData, HomeData, RowData, greeting, period_line, read_home
from ui.pages.home.rows import DutyRow, RecordRow
from ui.pages.home.search import Hit, Hits, SearchResults, all_ids, search_all
from ui.pages.records import open_new, open_record, open_records
from ui.widgets.buttons import Button, LinkButton, primary, secondary
from ui.widgets.cards import Card, CardHeader, FigureCard
from ui.widgets.scrolling import show_through
from ui.widgets.search import SearchField
from ui.widgets.text import label

NEW = (
    ("activities", "活动"), ("donations", "捐赠"), ("honors", "荣誉"), ("suggestions", "意见建议"),
    ("assignments", "专班任务"), ("members", "委员"),
)  # fmt: skip


class HomePage(Page):
    """首页."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "")
        self.data: HomeData | None = None
        self.copies = CopiesCard(room)
        self.search = SearchField("找人、找事、找记录")
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.add_button = primary("新增", self.new, icon="add", key="Ctrl+N")
        self.frame.add_action(self.search)
        self.frame.add_action(self.add_button)
        self._stack = QStackedWidget(self)
        self.frame.content.addWidget(self._stack, 1)
        self._stack.addWidget(self._overview())
        self.results = SearchResults(self)
        self.results.opened.connect(self._open_hit)
        self.results.all_opened.connect(self._open_all)
        self.results.left_up.connect(self.find)
        self._stack.addWidget(self.results)

    # -- building -----------------------------------------------------------------------------------

    def _overview(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._figures = QGridLayout()
        self._figures.setSpacing(theme.BLOCK_GAP)
        self.cards = [FigureCard(word) for word in ("活动", "出席", "捐款", "捐物", "意见建议", "荣誉")]
        for card in self.cards:
            card.clicked.connect(self._open_card)
            card.setMinimumWidth(40)  # the page may be made narrower: two rows then
        self._place_figures(len(self.cards))
        column.addLayout(self._figures)
        self.begin = self._begin_card()
        column.addWidget(self.begin)
        column.addWidget(self.copies.reminder)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._duties_card(), 62)
        right = QVBoxLayout()
        right.setSpacing(theme.BLOCK_GAP)
        self._tasks, self.task_rows = self._rows_card("任务到期", "专班", "全部任务", self._all_tasks)
        self._activities, self.activity_rows = self._rows_card("近期活动", "", "新建活动", self._new_activity)
        right.addWidget(self._tasks, 1)
        right.addWidget(self._activities, 1)
        right.addWidget(self.copies)
        row.addLayout(right, 38)
        column.addLayout(row, 1)
        area = QScrollArea()  # for windows smaller than the brief's: then it scrolls, nothing is cut
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        show_through(area, page)
        return area

    def _place_figures(self, across: int) -> None:
        """In one row, or in two where that would cut an amount."""
        for place, card in enumerate(self.cards):
            self._figures.removeWidget(card)
            self._figures.addWidget(card, place // across, place % across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count = len(self.cards)
        self._place_figures(count if event.size().width() >= theme.width(140) * count else count // 2)

    def _begin_card(self) -> Card:
        """What to do first in an empty office."""
        card = Card(margins=(20, 14, 20, 16), spacing=10)
        card.body.addWidget(label("先做这两件", "section"))
        self.import_members = primary("导入委员", self._import_members, icon="import")
        self.type_member = secondary("手工新增委员", self._new_member)
        self.first_activity = secondary("新增活动", self._new_activity, icon="add")
        for number, words, buttons in (
            ("1", "导入委员名册，签到、捐赠、任务都从这里选人", (self.import_members, self.type_member)),
            ("2", "登记一次活动，记下谁到了，季度汇报就有了底稿", (self.first_activity,)),
        ):
            line = QHBoxLayout()
            line.setSpacing(theme.GAP + 2)
            line.addWidget(label(number, "section", "accent"))
            line.addWidget(label(words, "body", "text", wrap=True), 1)
            for button in buttons:
                line.addWidget(button)
            card.body.addLayout(line)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        card.hide()
        return card

    def _duties_card(self) -> Card:
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._duties_header = CardHeader("本季度该做的")
        card.body.addWidget(self._duties_header)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        host = QWidget()
        self._duties = QVBoxLayout(host)
        self._duties.setContentsMargins(0, 0, 0, 0)
        self._duties.setSpacing(0)
        show_through(area, host)
        card.body.addWidget(area, 1)
        self.duty_rows: list[DutyRow] = []
        return card

    def _rows_card(self, title: str, note: str, link: str, clicked: Any) -> tuple[Card, list[RecordRow]]:
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        header = CardHeader(title, note)
        header.add(LinkButton(link, clicked))
        card.body.addWidget(header)
        card.body.addStretch(1)
        return card, []

    # -- showing ------------------------------------------------------------------------------------

    def open(self, target: dict[str, Any]) -> None:
        """`search` looks the words up in the whole office."""
        words = str(target.get("search") or "")
        if words or "search" in target:
            self.search.setText(words)
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._load()

    def refresh(self, changes: Changes) -> None:
        if changes and self.isVisible():  # every visit reads anew, so a hidden page need not
            self._load()

    def copied(self) -> None:
        self.copies.load()

    def _load(self) -> None:
        self.room.tasks.ask(read_home, self.room.office, done=self._show, owner=self, key=(id(self), "home"))
        self.copies.load()

    def _show(self, data: HomeData) -> None:
        self.data = data
        self.frame.set_title(greeting(QTime.currentTime().hour(), data.director))
        self.frame.set_subtitle(period_line(data.quarter, self.room.today()))
        for view, card in zip(self.cards, data.cards, strict=True):
            view.set(card.value, card.unit, card.note)
            view.setProperty("card", card.word)
        empty = not data.members or not data.activity_count
        self.begin.setVisible(empty)
        self.add_button.setVisible(not empty)  # 导入委员 is then the one primary button
        self._show_duties(data)
        self._show_rows(self._tasks, self.task_rows, data.tasks, "没有要办的任务")
        self._show_rows(self._activities, self.activity_rows, data.activities, "还没有活动")

    def _show_duties(self, data: HomeData) -> None:
        _empty(self._duties)
        self.duty_rows.clear()
        for duty in data.duties:
            row = DutyRow(duty)
            row.acted.connect(self._act)
            self._duties.addWidget(row, 1)
            self.duty_rows.append(row)
        self._duties.addStretch(0)
        counts = [(word, sum(d.standing == word for d in data.duties)) for word in ("逾期", "临近")]
        words = "，".join(f"{count} 件{word}" for word, count in counts if count)
        self._duties_header.note.setText(f"{len(data.duties)} 件" + (f"：{words}" if words else ""))

    def _show_rows(self, card: Card, rows: list[RecordRow], data: tuple[RowData, ...], nothing: str) -> None:
        while card.body.count() > 1:
            item = card.body.takeAt(1)
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        rows.clear()
        for line in data:
            row = RecordRow(line, card)
            row.opened.connect(self._open_row)
            card.body.addWidget(row, 1)
            rows.append(row)
        if not data:
            words = label(nothing, "body", "hint")
            words.setContentsMargins(17, 12, 17, 12)
            card.body.addWidget(words)
        card.body.addStretch(0 if len(data) > 2 else 1)

    # -- acting -------------------------------------------------------------------------------------

    @Slot()
    def _open_card(self) -> None:
        word = self.sender().property("card")
        if self.data is not None:
            card: CardData = next(c for c in self.data.cards if c.word == word)
            open_records(self.room, card.book, card.ids, f"{card.word} {self.data.quarter.label}")

    @Slot(object)
    def _act(self, duty: Any) -> None:
        """What a duty's button does."""
        if duty.aim == "report":
            self.room.go("report", period=duty.values["period"])
        elif duty.aim == "add":
            open_new(self.room, duty.book, **duty.values)
        elif duty.aim == "record" and duty.ids:
            open_record(self.room, duty.book, duty.ids[0])
        elif duty.key == "tasks":
            self.room.go("board", **({"id": duty.ids[0]} if duty.ids else {}))
        elif len(duty.ids) == 1:
            open_record(self.room, duty.book, duty.ids[0])
        else:
            open_records(self.room, duty.book, duty.ids, duty.title)

    @Slot(object)
    def _open_row(self, row: RowData) -> None:
        open_record(self.room, row.book, row.record)

    @Slot()
    def _all_tasks(self) -> None:
        self.room.go("board")

    @Slot()
    def _new_activity(self) -> None:
        open_new(self.room, "activities")

    @Slot()
    def _new_member(self) -> None:
        open_new(self.room, "members")

    @Slot()
    def _import_members(self) -> None:
        sheet = ask.open_file("import", "选择委员名册", ask.SHEETS)
        if sheet is not None:
            self.room.go("members", import_sheet=sheet)

    @Slot()
    def new(self) -> None:
        """新增: a short menu of what can be added."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for book, word in NEW:
            action = menu.addAction(word)
            action.setData(book)
        menu.triggered.connect(self._new_chosen)
        corner = self.add_button.mapToGlobal(self.add_button.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), -2))
        menu.setActiveAction(menu.actions()[0])

    @Slot(object)
    def _new_chosen(self, action: Any) -> None:
        open_new(self.room, str(action.data()))

    # -- searching ----------------------------------------------------------------------------------

    def find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot(str)
    def _search(self, text: str) -> None:
        words = text.strip()
        if not words:
            self._stack.setCurrentIndex(0)
            return
        self.room.tasks.ask(
            search_all, self.room.office, words, done=self._found, owner=self, key=(id(self), "search")
        )

    def _found(self, answer: tuple[str, list[Hits]]) -> None:
        words, found = answer
        if self.search.text().strip() == words:
            self.results.show_hits(found, words)
            self._stack.setCurrentIndex(1)

    @Slot(object)
    def _open_hit(self, hit: Hit) -> None:
        open_record(self.room, hit.book, hit.record)

    @Slot(str)
    def _open_all(self, book: str) -> None:
        words = self.search.text().strip()
        self.room.tasks.ask(all_ids, self.room.office, book, words, done=self._go_all, owner=self)

    def _go_all(self, answer: tuple[str, str, list[int]]) -> None:
        book, words, ids = answer
        open_records(self.room, book, ids, f"找“{words}”")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._stack.currentIndex() == 1:
                if key == Qt.Key.Key_Down:
                    self.results.focus_first()
                elif self.results.rows:
                    self._open_hit(self.results.rows[0].hit)
                return True
        return super().eventFilter(watched, event)

    def areas(self) -> list[QWidget]:
        if self._stack.currentIndex() == 1:
            return [self.search, *self.results.rows[:1]]
        duties: list[Button] = [row.button for row in self.duty_rows[:1]]
        return [self.cards[0], *duties, *self.task_rows[:1], *self.activity_rows[:1], self.copies.button]




def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()

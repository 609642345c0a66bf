"""履职档案: one member's record over a period. The list of members at the left, the person at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from liaison.changes import Changes
from liaison.chinese.dates import Period, day
from liaison.chinese.numbers import money
from ui import theme
from ui.pages.base import Page, Room
from ui.pages.home.reading import RowData
from ui.pages.home.rows import RecordRow
from ui.pages.member.people import PeopleList, Person, read_people
from ui.pages.member.personal import PersonalButton, Privacy, read_privacy
from ui.pages.records import PAGE_OF, open_record, open_records
from ui.printing import Printing
from ui.undoing import UndoIcon
from ui.widgets.buttons import LinkButton, secondary
from ui.widgets.cards import Card, CardHeader, FigureCard
from ui.widgets.chips import Chip
from ui.widgets.search import Select
from ui.widgets.states import EmptyState
from ui.widgets.text import ElidedLabel, label

FIGURES = ("出席", "捐款", "捐物", "荣誉", "任务", "意见建议")
ROWS = 60
"""So many lines a card shows at most; 全部 opens them all."""
_TONES = {"出席": "done", "迟到": "near", "早退": "near", "公假": "progress", "病假": "near", "事假": "near",
          "缺席": "overdue", "": "near"}  # fmt: skip
_ICONS = {"done": "done", "near": "near", "progress": "progress", "overdue": "overdue"}


def periods(today: str, joined: str) -> list[tuple[str, Period | None]]:
    """What can be chosen: this year first, its quarters so far, earlier years, everything."""
    year = Period.year_of(today)
    found: list[tuple[str, Period | None]] = [(f"今年（{year.label}）", year)]
    found += [(q.label, q) for q in reversed(year.quarters()) if q.first <= today]
    first = max(int(joined[:4] or year.first[:4]), int(year.first[:4]) - 10)
    found += [(f"{y}年", Period.year(y)) for y in range(int(year.first[:4]) - 1, first - 1, -1)]
    return [*found, ("任职以来", None)]


class MemberPage(Page):
    """履职档案."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "履职档案")
        self.member = self._asked_for = 0
        self.data: Any = None
        self.privacy = Privacy()
        self._period_key = ""
        row = QHBoxLayout()
        row.setSpacing(14)
        self.people = PeopleList(self)
        self.people.chosen.connect(self._chosen)
        row.addWidget(self.people)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty_state())
        self._stack.addWidget(self._dossier())
        row.addWidget(self._stack, 1)
        self.frame.content.addLayout(row, 1)

    # -- building -----------------------------------------------------------------------------------

    def _empty_state(self) -> QWidget:
        state = EmptyState("members", "名册里还没有委员，先导入或新增，履职档案就会自己写起来")
        state.add(secondary("打开委员名册", self._open_register, icon="members"))
        return state

    def _dossier(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.BLOCK_GAP)
        column.addWidget(self._head())
        self._figure_grid = QGridLayout()
        self._figure_grid.setSpacing(10)
        self.figures = [FigureCard(word) for word in FIGURES]
        for card in self.figures:
            card.clicked.connect(self._open_figure)
            card.setMinimumWidth(40)  # the page may be made narrower: two rows then
        self._place_figures(len(FIGURES))
        column.addLayout(self._figure_grid)
        row = QHBoxLayout()
        row.setSpacing(theme.BLOCK_GAP)
        self._attendance_header = CardHeader("活动")
        attendance, self._attendance_lines = self._lines_card(self._attendance_header)
        row.addWidget(attendance, 1)
        self._others_header = CardHeader("捐赠、荣誉、任务、建议")
        others, self._other_lines = self._lines_card(self._others_header)
        row.addWidget(others, 1)
        column.addLayout(row, 1)
        return page

    def _place_figures(self, across: int) -> None:
        """In one row, or in two when that would cut an amount."""
        for place, card in enumerate(self.figures):
            self._figure_grid.removeWidget(card)
            self._figure_grid.addWidget(card, place // across, place % across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - self.people.width() - 60
        self._place_figures(len(FIGURES) if room >= theme.width(120) * len(FIGURES) else len(FIGURES) // 2)

    def _head(self) -> Card:
        card = Card(margins=(18, 12, 14, 12), spacing=4)
        top = QHBoxLayout()
        top.setSpacing(12)
        self.name = ElidedLabel("", "title")
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.standing = Chip("", "plain", card)
        top.addWidget(self.name)
        top.addWidget(self.standing)
        top.addStretch(1)
        self.period = Select("时段")
        self.period.setFixedWidth(theme.width(178))
        self.period.activated.connect(self._period_chosen)
        top.addWidget(self.period)
        top.addWidget(secondary("打开名册", self._open_in_register, icon="members"))
        self.personal = PersonalButton(self)
        top.addWidget(self.personal)
        self.printing = Printing(self.room, self)
        self.print_button = secondary("打印", self.print, icon="print", key="Ctrl+P")
        top.addWidget(self.print_button)
        self.undo_button = UndoIcon(self.room, self.record_shown, card)
        top.addWidget(self.undo_button)
        card.body.addLayout(top)
        self.where = ElidedLabel("", "body", "second")
        card.body.addWidget(self.where)
        bottom = QHBoxLayout()
        bottom.setSpacing(6)
        self.about = ElidedLabel("", "hint", "second")
        bottom.addWidget(self.about, 1)
        self.phone = label("", "hint", "second")
        bottom.addWidget(self.phone)
        self.show_phone = LinkButton("显示", self._toggle_phone)
        bottom.addWidget(self.show_phone)
        card.body.addLayout(bottom)
        return card

    def _lines_card(self, header: CardHeader) -> tuple[Card, QVBoxLayout]:
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        card.body.addWidget(header)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        host = QWidget()
        lines = QVBoxLayout(host)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        area.setWidget(host)
        host.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        card.body.addWidget(area, 1)
        return card, lines

    # -- who ------------------------------------------------------------------------------------------

    def open(self, target: dict[str, Any]) -> None:
        """`id` shows that member."""
        self._load_people(int(target.get("id") or 0))

    def refresh(self, changes: Changes) -> None:
        if not self.isVisible():
            return  # every visit reads anew
        if changes.touches("members"):
            self._load_people(0)
        elif changes:
            self._load()

    def _load_people(self, member: int) -> None:
        self._asked_for = member or self._asked_for
        self.room.tasks.ask(
            read_people, self.room.office, done=self._show_people, owner=self, key=(id(self), "people")
        )

    def _show_people(self, people: list[Person]) -> None:
        member, self._asked_for = self._asked_for, 0
        present = sum(p.present for p in people)
        self.frame.set_title("履职档案", note=f"{present} 位在任" if people else "")
        self._stack.setCurrentIndex(1 if people else 0)
        self.people.show_people(people, member)

    @Slot(int)
    def _chosen(self, member: int) -> None:
        if member != self.member:
            self.member = member
            self._hide_phone()
        self._load()

    # -- the dossier --------------------------------------------------------------------------------

    def _load(self) -> None:
        if self.member:
            self.room.tasks.ask(
                _read, self.room.office, self.member, self._period_key,
                done=self._show, owner=self, key=(id(self), "dossier"),
            )  # fmt: skip

    def _show(self, found: tuple[Any, list[tuple[str, Period | None]], Privacy] | None) -> None:
        if found is None:
            return
        self.data, choices, self.privacy = found
        self.personal.show_state(self.privacy)
        values, texts = self.data.member.values, self.data.member.texts
        self.name.setText(texts["name"])
        self.name.updateGeometry()
        left = bool(values["left_on"]) and str(values["left_on"]) <= self.room.today().isoformat()
        self.standing.set("已离任" if left else "在任", "plain" if left else "done")
        where = _spaced(texts["work_unit"], texts["post"], texts["sector"], texts["party"])
        self.where.setText(self.privacy.words() or where)
        joined = f"{day(str(values['joined']), 'form')}加入"
        until = f"，{day(str(values['left_on']), 'form')}离任" if values["left_on"] else ""
        self.about.setText(_spaced(joined + until, "、".join(self.data.terms), "、".join(self.data.groups)))
        self._show_phone()
        self.period.blockSignals(True)
        self.period.clear()
        for word, period in choices:
            self.period.addItem(word, period.key if period else "all")
        self.period.setCurrentIndex(max(0, self.period.findData(self._period_key)))
        self.period.blockSignals(False)
        self._show_figures()
        self._show_lines()

    def _show_figures(self) -> None:
        data = self.data
        leave = f"公假 {data.duty_leave}" if data.duty_leave else ""
        voluntary = f"自愿 {data.voluntary} 次" if data.voluntary else ""
        tasks = len(data.assignments)
        adopted = sum(r.values["status"] in ("采纳", "部分采纳") for r in data.suggestions)
        shown = (
            (f"{data.present}/{data.base}", "次", "，".join(w for w in (leave, voluntary) if w) or "必须参加的活动"),
            (money(data.money), "元", f"{sum(not r.mark and r.values['kind'] == '款' for r in data.donations)} 笔"),
            (f"{data.goods}", "笔", "物资"),
            (f"{len(data.honors)}", "项", ""),
            (f"{data.closed}/{tasks}", "件", f"另协助 {len(data.helping)} 件" if data.helping else "已销号"),
            (f"{len(data.suggestions)}", "条", f"已采纳 {adopted} 条" if adopted else ""),
        )
        for card, word, (value, unit, note) in zip(self.figures, FIGURES, shown, strict=True):
            card.set(value, unit, note)
            card.setProperty("figure", word)

    def records_of(self, figure: str) -> tuple[str, tuple[int, ...]]:
        """The book and the records behind a figure card."""
        data = self.data
        kinds = {"捐款": "款", "捐物": "物"}
        if figure in kinds:
            return "donations", tuple(r.id for r in data.donations if r.values["kind"] == kinds[figure])
        return {
            "出席": ("signins", tuple(a.signin for a in data.required if a.signin)),
            "荣誉": ("honors", tuple(r.id for r in data.honors)),
            "任务": ("assignments", tuple(r.id for r in data.assignments)),
            "意见建议": ("suggestions", tuple(r.id for r in data.suggestions)),
        }[figure]

    def _show_lines(self) -> None:
        data = self.data
        attended = [
            RowData(_ICONS[_TONES[a.status]], _TONES[a.status], _day(a.day, data.period),
                    a.title, a.how + ("" if a.required or not a.called else "（自愿）"), "activities", a.activity)
            for a in data.attended[:ROWS]
        ]  # fmt: skip
        self._fill(self._attendance_lines, attended, "这段时间没有签到记录")
        self._attendance_header.note.setText(f"{len(data.attended)} 次")
        lines: list[tuple[str, RowData]] = []
        for book, icon, rows in (
            ("donations", "ledger", data.donations), ("honors", "honor", data.honors),
            ("assignments", "service", data.assignments), ("suggestions", "speech", data.suggestions),
        ):  # fmt: skip
            for row in rows:
                on = str(row.values[{"assignments": "due"}.get(book, "date")])
                lines.append((on, RowData(icon, "", _day(on, data.period), *_words(book, row), book, row.id)))
        lines.sort(key=lambda line: line[0], reverse=True)
        self._fill(self._other_lines, [line for _, line in lines[:ROWS]], "这段时间没有记录")
        self._others_header.note.setText(f"{len(lines)} 条")

    def _fill(self, lines: QVBoxLayout, rows: Sequence[RowData], nothing: str) -> None:
        while (item := lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for data in rows:
            row = RecordRow(data)
            row.setFixedHeight(theme.height(theme.DUTY_ROW))
            row.opened.connect(self._open_row)
            lines.addWidget(row)
        if not rows:
            words = label(nothing, "body", "hint")
            words.setContentsMargins(17, 12, 17, 12)
            lines.addWidget(words)
        lines.addStretch(1)

    # -- phone --------------------------------------------------------------------------------------

    def _show_phone(self) -> None:
        if self.privacy.words():
            self.phone.setText("")
            self.show_phone.hide()
            return
        number = str(self.data.member.values["phone"] or "")
        shown = self.show_phone.text() == "遮住"
        self.phone.setText(f"手机 {number if shown else self.data.member.texts['phone']}" if number else "手机未登记")
        self.show_phone.setVisible(bool(number))

    def _hide_phone(self) -> None:
        self.show_phone.setText("显示")

    @Slot()
    def _toggle_phone(self) -> None:
        self.show_phone.setText("遮住" if self.show_phone.text() == "显示" else "显示")
        self._show_phone()

    # -- acting -------------------------------------------------------------------------------------

    @Slot(int)
    def _period_chosen(self, _place: int) -> None:
        self._period_key = str(self.period.currentData())
        self._load()

    @Slot()
    def _open_figure(self) -> None:
        word = str(self.sender().property("figure"))
        book, ids = self.records_of(word)
        span = self.data.period.label if self.data.period else "任职以来"
        open_records(self.room, book, ids, f"{self.data.member.texts['name']} {word} {span}")

    @Slot(object)
    def _open_row(self, row: RowData) -> None:
        open_record(self.room, row.book, row.record)

    @Slot()
    def _open_register(self) -> None:
        self.room.go(PAGE_OF["members"])

    @Slot()
    def _open_in_register(self) -> None:
        open_record(self.room, "members", self.member)

    @Slot()
    def print(self) -> None:
        """The dossier of the time that is shown."""
        if self.data is not None:
            self.printing.show_paper("dossier", period=self.data.period, records=(self.member,))

    def find(self) -> None:
        self.people.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.people.search.selectAll()

    def record_shown(self) -> tuple[str, int] | None:
        return ("members", self.member) if self.member else None

    def areas(self) -> list[QWidget]:
        return [self.people.search, self.people.list, self.period, self.figures[0]]

    def leave(self) -> bool:
        """A phone that was shown is masked again."""
        self._hide_phone()
        if self.data is not None:
            self._show_phone()
        return True


def _read(office: Any, member: int, key: str) -> tuple[Any, list[tuple[str, Period | None]], Privacy] | None:
    """On the worker: the dossier, the periods to choose from, how the data stands; None when the member is gone."""
    values = office.get("members", member)
    if not values:
        return None
    period = None if key == "all" else Period.parse(key) if key else Period.year_of(office.today)
    chosen = periods(office.today, str(values["joined"]))
    return office.dossier(member, period), chosen, read_privacy(office, member)


def _spaced(*words: str) -> str:
    return "　".join(word for word in words if word)


def _day(iso: str, period: Period | None) -> str:
    """With its year where the list spans several."""
    return day(iso) if period is not None else f"{iso[:4]}.{int(iso[5:7])}.{int(iso[8:10])}"


def _words(book: str, row: Any) -> tuple[str, str]:
    """What a line says of a record, and the words at its right."""
    texts = row.texts
    if book == "donations":
        money_gift = row.values["kind"] == "款"
        what = f"{texts['amount']} 元" if money_gift else f"{texts['item']} {texts['quantity']} {texts['unit']}"
        return f"捐赠 {what}", texts["purpose"]
    if book == "honors":
        return texts["title"], texts["level"]
    if book == "assignments":
        return texts["what"], texts["standing"]
    return texts["text"].replace("\n", " "), texts["status"]


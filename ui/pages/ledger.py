"""A ledger of gifts, year by year, in pages like the printed book: donations or handouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QWidget

from liaison.changes import Changes
from liaison.chinese.dates import Period, day
from liaison.chinese.numbers import money, quantity
from liaison.kit.book import ENTERED
from liaison.kit.desk import Row
from liaison.kit.query import Query
from ui import ask
from ui.grid.columns import Column, columns_of, with_columns
from ui.grid.foot import FootRow, LedgerFoot
from ui.grid.form import RecordForm
from ui.pages.base import Room
from ui.pages.register import RegisterPage
from ui.widgets.buttons import Button, IconButton, LinkButton
from ui.widgets.cards import Total
from ui.widgets.segmented import Segmented
from ui.widgets.text import label

PAGE_ROWS = 21
"""Entries on one page of the printed book; the screen turns the same pages."""

DONATIONS, HANDOUTS = "donations", "handouts"
_MONEY_ONLY = {"amount"}
_GOODS_ONLY = {"item", "spec", "quantity", "unit", "estimate"}
_ORDER = {
    DONATIONS: ("date", "donor", "kind", "amount", "item", "spec", "quantity", "unit", "estimate", "purpose",
                "beneficiary", "handled_by", "voucher", "accepted_by", "donor_kind", "member", "publish"),
    HANDOUTS: ("date", "donation", "kind", "amount", "item", "spec", "quantity", "unit", "purpose", "recipient",
               "received_by", "handled_by", "voucher"),
}  # fmt: skip


class LedgerPage(RegisterPage):
    """One of the two ledgers."""

    def __init__(self, room: Room, book: str, switch: Segmented, parent: QWidget | None = None) -> None:
        self._year: int | None = room.today().year
        self._page, self._pages = -1, 1
        super().__init__(room, book, parent)
        self._build_year(switch)
        self._build_foot()
        self.total_line.body.setContentsMargins(16, 4, 16, 4)
        self.total_line.show()
        self.frame.total.addWidget(self.total_line)
        if book == DONATIONS:
            self.total_line.add(LinkButton("查看余额", self.show_balances))
            self.form.extra.addWidget(Button("发放", self.hand_out, icon="handout"))
            self.form.extra.addWidget(Button("感谢状", self.print_thanks, icon="certificate"))

    # -- what this room says otherwise --------------------------------------------------------------

    def columns(self) -> Sequence[Column]:
        declared = columns_of(self.book, str(self.room.today().year))
        every = {c.name: c for c in declared}
        first = [every["entry"], every["date"]]
        if self.book.name == DONATIONS:
            first.append(every["donor"])
        first += [
            Column(every["kind"].field, "款/物"),
            Column(every["amount"].field, "金额（元）"),
            Column(
                every["item"].field, "物品与说明", text=goods_words, tone=_standing_tone, struck=False,
                covers=("item", "quantity", "unit"),
            ),
            every["purpose"],
        ]
        if self.book.name == DONATIONS:
            first.append(Column(every["handed"].field, "发放", tone=_handed_tone))
        else:
            first += [every["recipient"], every["received_by"]]
        return with_columns(declared, first, hidden=("quantity", "unit", "standing"))

    def make_form(self) -> RecordForm:
        return RecordForm(self.room, self.book, _ORDER[self.book.name], _belongs)

    def heading_of(self, row: Row) -> tuple[str, str, str]:
        if row.mark == "draft":
            return "草稿", "未入账", "near"
        number = row.texts["entry"]
        if row.mark == "void":
            return number, "已作废", "overdue"
        if row.mark == "reversal":
            return number, row.texts["standing"], "overdue"
        if row.mark == "correction" or row.texts["standing"] != ENTERED:
            return number, row.texts["standing"].partition("，")[0], "progress"
        handed = row.texts.get("handed", "")
        return number, handed or "已入账", _HANDED_TONES.get(handed, "done")

    def base_query(self) -> Query:
        return Query(period=Period.year(self._year) if self._year is not None else None)

    def pages(self) -> tuple[int, int]:
        return max(0, self._page) * PAGE_ROWS, PAGE_ROWS

    def to_first_page(self) -> None:
        self._page = 0

    def reask(self) -> None:
        """A year opens at its last page, where the next entry will stand; a search at its first."""
        if self._page < 0:
            self.room.tasks.ask(
                self.room.office.count, self.book.name, self.query(), done=self._to_last_page, owner=self,
                key=(id(self), "last"),
            )
            return
        super().reask()

    def _to_last_page(self, total: int) -> None:
        self._page = max(0, (total - 1) // PAGE_ROWS)
        super().reask()

    def open(self, target: dict[str, Any]) -> None:
        if "ids" in target or "id" in target:
            self._year, self._page = None, 0
            self._say_year()
        super().open(target)
        if "id" in target:
            self._turn_to(int(target["id"]))
        self._ask_years()

    def refresh(self, changes: Changes) -> None:
        super().refresh(changes)
        if changes.touches(DONATIONS, HANDOUTS) and self._opened and not self._concerns(changes):
            self.model.reload()
        created = changes.created.get(self.book.name, ())
        if created:
            self._turn_to(created[-1])
            self._ask_years()

    def _turn_to(self, record: int) -> None:
        """Show the page on which a record stands."""
        self.room.tasks.ask(
            _place_of, self.room.office, self.book.name, self.query(), record,
            done=partial(_turned, self, record), owner=self, key=(id(self), "turn"),
        )

    def foreseen(self) -> Mapping[str, object] | None:
        return {"kind": "款"}  # most gifts are money; the goods' fields appear when it is changed

    # -- year and pages -----------------------------------------------------------------------------

    def _build_year(self, switch: Segmented) -> None:
        self.year_button = Button("", menu=True, kind="plain")
        self._years = QMenu(self.year_button)
        self._years.triggered.connect(self._year_chosen)
        self.year_button.setMenu(self._years)
        self.frame.beside.addWidget(self.year_button)
        self.frame.beside.addSpacing(6)
        self.switch = switch
        self.frame.beside.addWidget(switch)
        self._fill_years([])
        self._say_year()

    def _say_year(self) -> None:
        self.year_button.setText("全部年度" if self._year is None else f"{self._year}年")
        self.year_button.setAccessibleName(f"年度：{self.year_button.text()}")

    def _ask_years(self) -> None:
        self.room.tasks.ask(
            self.room.office.proposals, self.book.name, "year", done=self._fill_years, owner=self
        )

    def _fill_years(self, years: list[str]) -> None:
        known = {int(y) for y in years} | {self.room.today().year}
        if self._year is not None:
            known.add(self._year)
        self._years.clear()
        for year in sorted(known, reverse=True):
            self._years.addAction(f"{year}年").setData(year)
        self._years.addAction("全部年度").setData(None)

    @Slot("QAction*")
    def _year_chosen(self, action: Any) -> None:
        self._year, self._page = action.data(), -1
        self._say_year()
        self.reask()

    def _build_foot(self) -> None:
        self.sums = LedgerFoot(self.view, "amount")
        self.sums.set_rows([FootRow("本页小计", "0.00", strong=True), FootRow("累计（含承前页）", "0.00")])
        self.listed.addWidget(self.sums)
        self.page_words = label("", "hint", "second")
        self.back_button = IconButton("left", "上一页", self._back)
        self.on_button = IconButton("right", "下一页", self._on)
        for widget in (self.page_words, self.back_button, self.on_button):
            self.frame.add_foot(widget)

    @Slot()
    def _back(self) -> None:
        self._page -= 1
        super().reask()

    @Slot()
    def _on(self) -> None:
        self._page += 1
        super().reask()

    # -- totals -------------------------------------------------------------------------------------

    def show_totals(self, query: Query, total: int) -> None:
        self._pages = max(1, -(-total // PAGE_ROWS))
        if self._page >= self._pages:
            self._page = self._pages - 1
            super().reask()
            return
        self.page_words.setText(f"第 {self._page + 1} 页，共 {self._pages} 页")
        self.back_button.setEnabled(self._page > 0)
        self.on_button.setEnabled(self._page < self._pages - 1)
        self.room.tasks.ask(
            _sums, self.room.office, self.book.name, query.with_(sort=None), query, self._page * PAGE_ROWS,
            done=self._summed, owner=self, key=(id(self), "sums"),
        )

    def _summed(self, answer: tuple[Any, Any, Any, int]) -> None:
        totals, page, whole, before = answer
        verb = "捐" if self.book.name == DONATIONS else "发"
        notes = [totals.capitals] if totals.money_count else []
        if totals.voided:
            notes.append(f"另有作废、冲销各 {totals.voided} 条")
        if totals.corrections:
            notes.append(f"含更正以前年度 {totals.corrections} 笔，不算笔数")
        if totals.drafts:
            notes.append(f"草稿 {totals.drafts} {self.book.measure}未计入")
        paid = f"{_signed(money(totals.money))} 元"
        blocks = [Total(f"{verb}款 {totals.money_count} 笔", (paid,), "　".join(notes), large=True)]
        if totals.goods_count or totals.goods:
            goods = tuple(f"{g.item} {_signed(quantity(g.quantity))} {g.unit}" for g in totals.goods)
            note = f"估值 {_signed(money(totals.estimate))} 元，单独记，不并入捐款" if totals.estimate else ""
            blocks.append(Total(f"{verb}物 {totals.goods_count} 笔", goods, note))
        self.total_line.set_totals(blocks)
        self.sums.set_rows([
            FootRow("本页小计", _signed(money(page[0])), _goods_in_short(page[1]), strong=True),
            FootRow("累计（含承前页）", _signed(money(whole[0])), f"承前页 {_signed(money(before))} 元"),
        ])  # fmt: skip

    # -- verbs --------------------------------------------------------------------------------------

    @Slot(int)
    def enter(self, record: int) -> None:
        """入账 a draft; a handout that would overdraw its purpose asks first."""
        self.room.tasks.ask(
            _shortfall, self.room.office, self.book.name, record, done=partial(_may_enter, self, record), owner=self
        )

    def enter_record(self, record: int) -> None:
        """Enter a draft whose balance has been looked at."""
        self._wanted_record = record
        self.room.tasks.ask(self.room.office.enter, self.book.name, [record], done=self._entered, owner=self)

    def _entered(self, changes: Changes) -> None:
        self.room.changed(changes)
        for numbers in changes.records.values():
            for number in numbers:
                self._turn_to(number)

    @Slot()
    def void(self) -> None:
        """作废冲销 the entry in the form, or 更正 one of an earlier year."""
        from ui.dialogs.reversal import put_right

        row = self.form.row
        if row is not None:
            what = entry_words(row, self.book.name)
            put_right(self.room, self.book, row, what, partial(_was_put_right, self, row.id))

    @Slot()
    def show_balances(self) -> None:
        """查看余额."""
        from ui.dialogs.balances import chart_face

        self.room.tasks.ask(_balances, self.room.office, chart_face(), done=_show_balances, owner=self)

    @Slot()
    def hand_out(self) -> None:
        """发放 the gift in the form: a new handout with what the gift says."""
        row = self.form.row
        if row is None:
            return
        same = ("kind", "item", "spec", "unit", "purpose")
        foreseen: dict[str, object] = {name: row.texts.get(name, "") for name in same if row.values.get(name)}
        foreseen["donation"] = row.id
        for name in ("amount", "quantity"):
            if row.values.get(name):
                foreseen[name] = row.texts[name]
        if row.values.get("beneficiary"):
            foreseen["recipient"] = row.texts["beneficiary"]
        self.room.go("donations", handout=foreseen)

    @Slot()
    def print_thanks(self) -> None:
        """感谢状 for the gift in the form."""
        if self.form.row is not None:
            self.printing.show_paper("thanks-letter", records=(self.form.row.id,))


_HANDED_TONES = {"未发放": "near", "部分发放": "progress", "已发放": "done"}


def _handed_tone(row: Row) -> str:
    tone = _HANDED_TONES.get(row.texts.get("handed", ""), "")
    return tone if tone != "done" else ""


def _standing_tone(row: Row) -> str:
    return {"draft": "near", "": "progress" if row.texts.get("standing") != ENTERED else ""}.get(row.mark, "")


def _was_put_right(page: LedgerPage, record: int, changes: Changes) -> None:
    """Stay at the entry; a draft that was written to be put right is opened."""
    created = changes.created.get(page.book.name, ())
    page._wanted_record = record
    page.room.changed(changes)
    if created:
        page._turn_to(created[-1])


def goods_words(row: Row) -> str:
    """物品与说明: the goods with their quantity, or what became of the entry."""
    standing = row.texts.get("standing", "")
    if row.mark in ("void", "reversal", "draft"):
        return standing
    item = row.texts.get("item", "")
    amount = row.texts.get("quantity", "").replace("-", "−")
    goods = f"{item} {amount} {row.texts.get('unit', '') if amount else ''}".strip() if item else ""
    short = standing.replace("已更正，见 ", "更正见 ").removesuffix(" 号") if standing != ENTERED else ""
    return "　".join(filter(None, (goods, short)))


def entry_words(row: Row, book: str) -> str:
    """An entry in one line, for a question about it."""
    who = row.texts.get("donor" if book == DONATIONS else "recipient", "")
    verb = "捐" if book == DONATIONS else "发"
    date = day(str(row.values["date"]), "form")
    if row.values.get("kind") == "款":
        return f"{date}　{who}　{verb}款 {row.texts['amount']} 元　{row.texts['purpose']}"
    goods = f"{row.texts['item']} {row.texts['quantity']} {row.texts['unit']}"
    return f"{date}　{who}　{verb}物 {goods}　{row.texts['purpose']}"


def _belongs(name: str, kind: str) -> bool:
    """Money has no goods columns and goods no amount."""
    if kind == "款":
        return name not in _GOODS_ONLY
    return name not in _MONEY_ONLY if kind == "物" else True


def _signed(text: str) -> str:
    """A number with a minus as wide as its digits, as in the list."""
    return text.replace("-", "−")


def _goods_in_short(goods: Sequence[Any]) -> str:
    words = (f"{g.item} {_signed(quantity(g.quantity))} {g.unit}" for g in goods)
    return "　".join(word.replace(" ", "\u00a0") for word in words)  # no break inside


def _sums(office: Any, book: str, query: Query, ordered: Query, first: int) -> tuple[Any, Any, Any, int]:
    """On the worker: totals of the query, sums of this page, of all up to its end, and brought forward."""
    gifts = office.gifts
    numbers = office.ids(book, ordered, 0, first + PAGE_ROWS)
    page = gifts.page_sums(book, numbers[first:])
    whole = gifts.page_sums(book, numbers)
    return gifts.totals(book, query), page, whole, whole[0] - page[0]


def _place_of(office: Any, book: str, query: Query, record: int) -> int:
    numbers = office.ids(book, query)
    return numbers.index(record) if record in numbers else -1


def _turned(page: LedgerPage, record: int, place: int) -> None:
    if place < 0:
        return
    page._wanted_record = record
    wanted = place // PAGE_ROWS
    if wanted != page._page:
        page._page = wanted
        RegisterPage.reask(page)
    else:
        page.view.select_record(record)


def _shortfall(office: Any, book: str, record: int) -> str:
    return str(office.gifts.shortfall(dict(office.get(book, record)))) if book == HANDOUTS else ""


def _may_enter(page: LedgerPage, record: int, sentence: str) -> None:
    if sentence and not ask.question(
        f"{sentence}。仍要入账吗", yes="仍要入账", no="先不入账", detail="不入账时，这一笔留作草稿。"
    ):
        return
    page.enter_record(record)


def _balances(office: Any, face: str) -> tuple[list[Any], bytes]:
    """On the worker: the balances and their chart."""
    from ui.dialogs.balances import drawn

    found = list(office.gifts.balances())
    return found, drawn(found, face)


def _show_balances(found: tuple[list[Any], bytes]) -> None:
    from ui.dialogs.balances import BalancesDialog

    ask.run(BalancesDialog(*found))

"""The two ledgers: totals, pages, entering, voiding, handing out; by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from liaison.changes import Changes
from liaison.office import Office
from tests.ui.conftest import Asked, Visits
from tests.ui.gifts import add_gifts
from tests.ui.offices import make_office, on_worker, write
from tests.ui.test_register import settle
from ui.dialogs.balances import BalanceModel, BalancesDialog, drawn, money_chart
from ui.dialogs.reversal import ReversalDialog
from ui.pages.base import Room
from ui.pages.donations import DonationsPage
from ui.pages.ledger import DONATIONS, HANDOUTS, LedgerPage
from ui.tasks import Tasks


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of the design picture, made once; every test works on a copy."""
    folder = tmp_path_factory.mktemp("picture") / "office"
    make_office(folder, add_gifts).close()
    return folder


@pytest.fixture
def room_office(tasks: Tasks, tmp_path: Path, picture: Path) -> Iterator[Office]:
    import shutil

    folder = tmp_path / "office"
    shutil.copytree(picture, folder)
    office = on_worker(tasks, _open, folder)
    yield office
    on_worker(tasks, office.close)


def _open(folder: Path) -> Office:
    return Office.open(folder, today=lambda: "2026-09-18")


@pytest.fixture
def page(room: Room, qtbot: Any, visits: Visits) -> DonationsPage:
    pages: list[DonationsPage] = []

    def changed(changes: Changes) -> None:
        visits.changes.append(changes)
        for page in pages:
            page.refresh(changes)

    def go(key: str, /, **target: Any) -> None:
        visits.gone.append((key, target))
        pages[0].open(target)

    page = DonationsPage(replace(room, changed=changed, go=go))
    pages.append(page)
    qtbot.addWidget(page)
    page.resize(1180, 696)
    page.show()
    page.open({})
    settle(page.current)
    return page


def entries(page: DonationsPage) -> list[str]:
    model = page.current.model
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def said(page: LedgerPage) -> str:
    """The words of the total line."""
    return " ".join(block.accessibleName() for block in _blocks(page))


def _blocks(page: LedgerPage) -> list[Any]:
    layout = page.total_line._blocks
    widgets = [layout.itemAt(n).widget() for n in range(layout.count())]
    return [w for w in widgets if w is not None and w.accessibleName()]


def enter_gift(page: DonationsPage, amount: str) -> None:
    """Type a gift of money into the form; it is not yet written."""
    form = page.current.form
    page.new()
    write(form.editors["donor"], "集镇商会")
    form.editors["kind"].put("款")
    form.editors["kind"].activated.emit(0)
    form.editors["amount"].setFocus()
    form.editors["amount"].setText(amount)
    form.editors["purpose"].put("助学")


def test_it_opens_at_the_last_page_with_totals_and_sums(page: DonationsPage) -> None:
    ledger = page.current
    assert entries(page) == [f"2026-{n:03d}" for n in range(22, 33)]
    words = said(ledger)
    assert "捐款 22 笔 16,246.88 元" in words
    assert "人民币壹万陆仟贰佰肆拾陆元捌角捌分" in words
    assert "另有作废、冲销各 1 条" in words
    assert "捐物 8 笔 大米 40 袋 书包 60 个 食用油 36 桶 电脑 2 台 水泥 2 吨" in words
    assert "单独记，不并入捐款" in words
    assert ledger.sums.accessibleName() == (
        "本页小计 3,262.14 元，书包 30 个　食用油 12 桶　水泥 2 吨；累计（含承前页） 16,246.88 元，承前页 12,984.74 元"
    )
    assert ledger.page_words.text() == "第 2 页，共 2 页"


def test_pages_turn(page: DonationsPage, qtbot: Any) -> None:
    ledger = page.current
    assert not ledger.on_button.isEnabled()
    qtbot.mouseClick(ledger.back_button, Qt.MouseButton.LeftButton)
    settle(ledger)
    assert entries(page) == [f"2026-{n:03d}" for n in range(1, 22)]
    assert "承前页 0.00 元" in ledger.sums.accessibleName()
    assert not ledger.back_button.isEnabled()


def test_a_voided_entry_stays_in_its_place_and_its_reversal_says_so(page: DonationsPage) -> None:
    model = page.current.model
    columns = {c.heading: n for n, c in enumerate(model.columns)}
    assert model.index(3, columns["物品与说明"]).data() == "已作废"
    assert model.index(5, columns["物品与说明"]).data() == "冲销第 025 号"
    assert model.index(5, columns["金额（元）"]).data() == "−1,000.00"
    assert model.index(1, columns["物品与说明"]).data() == "书包 30 个"
    assert model.index(2, columns["发放"]).data() == "未发放"


def test_an_entered_gift_is_locked_but_for_its_loose_columns(page: DonationsPage, visits: Visits) -> None:
    ledger = page.current
    ledger.view.select_record(24)
    settle(ledger)
    form = ledger.form
    assert (form.header.title.text(), form.chip.word) == ("2026-024", "未发放")
    assert form.editors["amount"].isReadOnly()
    assert not form.editors["kind"].isEnabled()
    assert form.rows["amount"]._note.text() == "人民币贰仟元整"
    assert form.notice.text() == "已入账，写错了请作废冲销"
    assert form.rows["item"].isHidden()
    assert form.remove_button.isHidden() and not form.void_button.isHidden()
    beneficiary = form.editors["beneficiary"]
    write(beneficiary, "河口村困难学生 4 人")
    ledger.leave()
    settle(ledger)
    assert visits.changes[-1].title.startswith("修改捐赠")
    assert form.row is not None and form.row.values["beneficiary"] == "河口村困难学生 4 人"


def test_a_gift_is_entered_and_gets_the_next_number(page: DonationsPage, visits: Visits, qtbot: Any) -> None:
    enter_gift(page, "１,２３４.５０元")
    form = page.current.form
    assert form.rows["item"].isHidden() and not form.rows["amount"].isHidden()
    assert form.rows["amount"]._note.text() == "人民币壹仟贰佰叁拾肆元伍角整"
    qtbot.mouseClick(form.enter_button, Qt.MouseButton.LeftButton)
    settle(page.current)
    assert [c.title for c in visits.changes][-1] == "入账 2026-033"
    assert entries(page)[-1] == "2026-033"
    assert form.header.title.text() == "2026-033"
    assert "捐款 23 笔 17,481.38 元" in said(page.current)


def test_a_draft_is_kept_edited_and_entered_later(page: DonationsPage, visits: Visits, qtbot: Any) -> None:
    enter_gift(page, "50")
    form = page.current.form
    qtbot.mouseClick(form.draft_button, Qt.MouseButton.LeftButton)
    settle(page.current)
    assert form.header.title.text() == "草稿"
    assert "草稿 1 笔未计入" in said(page.current)
    amount = form.editors["amount"]
    amount.setFocus()
    amount.setText("60")
    qtbot.keyClick(amount, Qt.Key.Key_Return)
    settle(page.current)
    assert form.row is not None and form.row.values["amount"] == 6_000
    qtbot.mouseClick(form.enter_button, Qt.MouseButton.LeftButton)
    settle(page.current)
    assert visits.changes[-1].title == "入账 2026-033"


def test_voiding_asks_for_a_reason_and_writes_a_red_entry(
    page: DonationsPage, asked: Asked, visits: Visits, qtbot: Any
) -> None:
    ledger = page.current
    ledger.view.select_record(24)
    settle(ledger)

    def answer(dialog: ReversalDialog) -> bool:
        assert (dialog.ahead.text(), dialog.safe.text()) == ("作废冲销", "不作废")
        dialog.go_ahead()
        assert ledger.room.tasks.wait_idle()
        assert not dialog.trouble.isHidden() or dialog.rows["reason"]._note.text()
        dialog.reason.setText("重复登记")
        dialog.go_ahead()
        assert ledger.room.tasks.wait_idle()
        return dialog.result() == dialog.DialogCode.Accepted

    asked.answers.append(answer)
    qtbot.mouseClick(ledger.form.void_button, Qt.MouseButton.LeftButton)
    settle(ledger)
    assert visits.changes[-1].title == "作废冲销第 2026-024 号"
    assert entries(page)[-1] == "2026-033"
    assert "另有作废、冲销各 2 条" in said(ledger)
    assert page.current.model.index(2, 5).data() == "已作废"


def test_leaving_the_dialog_voids_nothing(page: DonationsPage, visits: Visits, qtbot: Any) -> None:
    page.current.view.select_record(24)
    settle(page.current)
    qtbot.mouseClick(page.current.form.void_button, Qt.MouseButton.LeftButton)
    settle(page.current)
    assert not visits.changes


def test_a_gift_is_handed_out_with_what_it_says(
    page: DonationsPage, asked: Asked, visits: Visits, qtbot: Any
) -> None:
    ledger = page.current
    ledger.view.select_record(24)
    settle(ledger)
    qtbot.mouseClick(ledger.form.extra.itemAt(0).widget(), Qt.MouseButton.LeftButton)
    settle(page.current)
    assert page.current.book.name == HANDOUTS
    form = page.current.form
    assert form.is_new
    raws = form.raws()
    assert (raws["amount"], raws["purpose"], raws["donation"], raws["kind"]) == ("2,000.00", "助学", 24, "款")
    write(form.editors["recipient"], "河口村困难学生 4 人")
    qtbot.mouseClick(form.enter_button, Qt.MouseButton.LeftButton)
    settle(page.current)
    assert visits.changes[-1].title.startswith("入账 2026-")
    assert not asked.questions
    page.open({"book": DONATIONS, "id": 24})
    settle(page.current)
    assert page.current.form.chip.word == "已发放"


def test_overdrawing_a_purpose_asks_and_keeps_a_draft(
    page: DonationsPage, asked: Asked, visits: Visits, qtbot: Any
) -> None:
    page.open({"book": HANDOUTS, "new": True, "foreseen": {
        "kind": "款", "amount": "999999", "purpose": "助学", "recipient": "某村"}})  # fmt: skip
    settle(page.current)
    form = page.current.form
    qtbot.mouseClick(form.enter_button, Qt.MouseButton.LeftButton)
    settle(page.current)
    assert "只剩" in asked.questions[-1]
    assert visits.changes[-1].title.startswith("新增发放")
    assert form.header.title.text() == "草稿"
    asked.answers.append("仍要入账")
    qtbot.mouseClick(form.enter_button, Qt.MouseButton.LeftButton)
    settle(page.current)
    assert visits.changes[-1].title.startswith("入账")


def test_the_switch_turns_between_the_ledgers(page: DonationsPage, qtbot: Any) -> None:
    switch = page.current.switch
    qtbot.keyClick(switch, Qt.Key.Key_2)
    settle(page.current)
    assert page.current.book.name == HANDOUTS
    assert "发款" in said(page.current)
    assert page.current.switch.current() == HANDOUTS
    qtbot.keyClick(page.current.switch, Qt.Key.Key_1)
    settle(page.current)
    assert page.current.book.name == DONATIONS
    assert page.current.switch.current() == DONATIONS


def test_another_year_has_its_own_pages(page: DonationsPage) -> None:
    ledger = page.current
    assert ledger.year_button.text() == "2026年"
    words = [a.text() for a in ledger._years.actions()]
    assert words == ["2026年", "全部年度"]
    ledger._years.actions()[-1].trigger()
    settle(ledger)
    assert ledger.year_button.text() == "全部年度"
    assert ledger.model.total == 32


def test_a_figure_opens_exactly_its_gifts(page: DonationsPage) -> None:
    page.open({"book": DONATIONS, "ids": (1, 2, 24), "title": "6,007.14 元"})
    settle(page.current)
    assert entries(page) == ["2026-001", "2026-002", "2026-024"]
    assert page.current.banner.word.text() == "6,007.14 元"


def test_balances_are_shown_per_purpose_and_unit(page: DonationsPage, asked: Asked) -> None:
    page.current.show_balances()
    settle(page.current)
    model = asked.dialogs[-1].model
    assert isinstance(model, BalanceModel)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = {
        (model.index(r, 0).data(), model.index(r, 1).data()): model.index(r, 4).data() for r in range(model.rowCount())
    }
    assert rows["助学", "捐款（元）"] == "2,700.00"
    assert rows["村道修补", "水泥"] == "2 吨"
    assert rows["重阳慰问", "食用油"] == "0 桶"
    assert model.rowCount(model.index(0, 0)) == 0
    del tester


def test_the_balances_are_drawn_too(qtbot: QtBot, page: DonationsPage, asked: Asked) -> None:
    page.current.show_balances()
    settle(page.current)
    dialog = asked.dialogs[-1]
    assert dialog.chart is not None
    qtbot.addWidget(dialog)
    dialog.show()
    image = dialog.chart.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert "#9b2c2c" in inks, "the bars are in the accent"
    assert "收到" in dialog.chart.accessibleName()


def test_without_money_there_is_no_chart() -> None:
    assert money_chart([]) is None and drawn([], "sans-serif") == b""
    assert BalancesDialog([]).chart is None

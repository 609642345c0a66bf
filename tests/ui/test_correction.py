"""Putting an entry right: voided and written anew in its own year, corrected in a later one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from liaison.changes import Changes
from liaison.office import Office
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import make_office, on_worker, write
from tests.ui.test_register import settle
from ui.dialogs.correction import NOTHING, CorrectionDialog
from ui.dialogs.reversal import ReversalDialog
from ui.pages.base import Room
from ui.pages.donations import DonationsPage
from ui.pages.ledger import LedgerPage
from ui.tasks import Tasks
from ui.undoing import undo


def _fill(office: Office) -> None:
    """2025-001 money, 2025-002 goods, 2026-001 money."""
    for gift in (
        {"date": "2025-11-03", "donor": "清溪食品厂", "kind": "款", "amount": "1000"},
        {"date": "2025-12-01", "donor": "云溪电子", "kind": "物", "item": "书包", "quantity": "30", "unit": "个",
         "estimate": "900"},
        {"date": "2026-03-01", "donor": "周国栋", "kind": "款", "amount": "500"},
    ):  # fmt: skip
        office.enter("donations", office.add("donations", {**gift, "purpose": "助学"}).created["donations"])


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corrections") / "office"
    make_office(folder, _fill).close()
    return folder


@pytest.fixture
def room_office(tasks: Tasks, tmp_path: Path, picture: Path) -> Iterator[Office]:
    import shutil

    shutil.copytree(picture, tmp_path / "office")
    office = on_worker(tasks, _open, tmp_path / "office")
    yield office
    on_worker(tasks, office.close)


def _open(folder: Path) -> Office:
    return Office.open(folder, today=lambda: "2026-09-18")


@pytest.fixture
def page(room: Room, qtbot: Any, visits: Visits) -> DonationsPage:
    pages: list[DonationsPage] = []

    def changed(changes: Changes) -> None:
        visits.changes.append(changes)
        for each in pages:
            each.refresh(changes)

    page = DonationsPage(replace(room, changed=changed))
    pages.append(page)
    qtbot.addWidget(page)
    page.resize(1180, 696)
    page.show()
    return page


def at(page: DonationsPage, record: int) -> LedgerPage:
    page.open({"id": record})
    settle(page.current)
    return page.current


def retype(editor: Any, text: str) -> None:
    """Type in place of what stands there."""
    editor.selectAll()
    write(editor, text)


def press_void(ledger: LedgerPage, qtbot: Any) -> None:
    qtbot.mouseClick(ledger.form.void_button, Qt.MouseButton.LeftButton)
    settle(ledger)


def test_an_entry_of_an_earlier_year_is_corrected_with_its_difference_shown(
    page: DonationsPage, asked: Asked, visits: Visits, qtbot: Any
) -> None:
    ledger = at(page, 1)
    assert ledger.form.void_button.text() == "更正"
    assert ledger.form.notice.text() == "已入账；以前年度的，写错了请更正，差额记在今年"

    def answer(dialog: CorrectionDialog) -> bool:
        wait = ledger.room.tasks.wait_idle
        assert wait()
        assert (dialog.ahead.text(), dialog.outcome.text()) == ("更正", "改对以后，这里写出差额")
        assert dialog.rows["item"].isHidden() and not dialog.rows["amount"].isHidden()
        retype(dialog.editors["amount"], "100")
        assert wait()
        assert dialog.outcome.text() == "今天记 1 笔：−900.00 元"
        assert dialog.rows["amount"]._note.text() == "现在记的是 1,000.00"
        dialog.go_ahead()
        assert wait()
        assert "更正要写原因" in dialog.trouble.text()
        dialog.reason.setText("多写了一个零")
        dialog.go_ahead()
        assert wait()
        return dialog.result() == dialog.DialogCode.Accepted

    asked.answers.append(answer)
    press_void(ledger, qtbot)
    assert visits.changes[-1].title == "更正第 2025-001 号"
    assert (ledger.form.header.title.text(), ledger.form.chip.word) == ("2026-002", "更正 2025-001 号")
    assert ledger.form.notice.text() == "更正 2025-001 号，原因：多写了一个零"
    assert ledger.form.void_button.text() == "作废冲销"
    assert all(ledger.form.extra.itemAt(n).widget().isHidden() for n in range(ledger.form.extra.count()))
    ledger = at(page, 1)
    assert ledger.form.chip.word == "已更正"
    assert ledger.form.notice.text().startswith("已更正，见 2026-002 号；")


def test_a_correction_is_blue_with_a_minus_and_both_numbers(page: DonationsPage, room_office: Office) -> None:
    tasks = page.room.tasks
    on_worker(tasks, room_office.correct, "donations", 1, {"amount": "100"}, "写错")
    on_worker(tasks, room_office.correct, "donations", 2, {"quantity": "20"}, "点错")
    at(page, 1)
    model = page.current.model
    columns = {c.heading: n for n, c in enumerate(model.columns)}
    rows = {str(model.index(n, 0).data()): n for n in range(model.rowCount())}
    said, paid = columns["物品与说明"], columns["金额（元）"]
    assert model.index(rows["2026-002"], said).data() == "更正 2025-001"
    assert model.index(rows["2026-002"], paid).data() == "−900.00"
    assert model.index(rows["2025-001"], said).data() == "更正见 2026-002"
    assert model.index(rows["2026-003"], said).data() == "书包 −10 个　更正 2025-002"
    assert model.index(rows["2025-002"], said).data() == "书包 30 个　更正见 2026-003"
    words = str(model.index(rows["2026-002"], paid).data(Qt.ItemDataRole.AccessibleTextRole))
    assert words.endswith("，更正")
    text = " ".join(w.accessibleName() for w in page.current.total_line.children() if hasattr(w, "accessibleName"))
    assert "含更正以前年度 2 笔，不算笔数" in text


def test_another_giver_takes_two_entries_and_an_overdraft_is_told(
    page: DonationsPage, asked: Asked, room_office: Office, qtbot: Any
) -> None:
    out = {"kind": "款", "amount": "1400", "purpose": "助学", "recipient": "河口小学"}
    made = on_worker(page.room.tasks, room_office.add, "handouts", out).created["handouts"]
    on_worker(page.room.tasks, room_office.enter, "handouts", made)
    ledger = at(page, 1)
    seen: list[tuple[str, str]] = []

    def answer(dialog: CorrectionDialog) -> bool:
        assert ledger.room.tasks.wait_idle()
        retype(dialog.editors["donor"], "镇小")
        assert ledger.room.tasks.wait_idle()
        seen.append((dialog.outcome.text(), dialog.warning.text()))
        retype(dialog.editors["amount"], "800")
        assert ledger.room.tasks.wait_idle()
        seen.append((dialog.outcome.text(), dialog.warning.text()))
        dialog.how.set_current(NOTHING)
        dialog.how.chosen.emit(NOTHING)
        assert ledger.room.tasks.wait_idle()
        assert dialog.rows["amount"].isHidden()
        seen.append((dialog.outcome.text(), dialog.warning.text()))
        return False

    asked.answers.append(answer)
    press_void(ledger, qtbot)
    assert seen == [
        ("今天记 2 笔：清溪食品厂 −1,000.00 元（助学）；镇小 +1,000.00 元（助学）", ""),
        ("今天记 2 笔：清溪食品厂 −1,000.00 元（助学）；镇小 +800.00 元（助学）",
         "更正以后“助学”会少 100.00 元，发出的比收到的多"),
        ("今天记 1 笔：−1,000.00 元", "更正以后“助学”会少 900.00 元，发出的比收到的多"),
    ]  # fmt: skip


def test_what_a_correction_cannot_be_is_said_beside_its_field(
    page: DonationsPage, asked: Asked, visits: Visits, qtbot: Any
) -> None:
    ledger = at(page, 2)

    def answer(dialog: CorrectionDialog) -> bool:
        assert ledger.room.tasks.wait_idle()
        assert dialog.rows["amount"].isHidden()
        dialog.reason.setText("点错")
        retype(dialog.editors["quantity"], "-3")
        dialog.go_ahead()
        assert ledger.room.tasks.wait_idle()
        assert dialog.rows["quantity"]._note.text() == "数量不能是负数"
        retype(dialog.editors["quantity"], "30")
        dialog.go_ahead()
        assert ledger.room.tasks.wait_idle()
        assert "没有要更正的" in dialog.trouble.text()
        dialog.editors["kind"].put("款")
        dialog.editors["kind"].activated.emit(0)
        assert dialog.rows["quantity"].isHidden()
        retype(dialog.editors["amount"], "900")
        assert ledger.room.tasks.wait_idle()
        back, on = "云溪电子 书包 −30 个，估值 −900.00 元（助学）", "云溪电子 +900.00 元（助学）"
        assert dialog.outcome.text() == f"今天记 2 笔：{back}；{on}"
        dialog.go_ahead()
        assert ledger.room.tasks.wait_idle()
        return dialog.result() == dialog.DialogCode.Accepted

    asked.answers.append(answer)
    press_void(ledger, qtbot)
    assert len(visits.changes[-1].created["donations"]) == 2


def test_a_correction_of_an_earlier_year_is_corrected_through_its_entry(
    page: DonationsPage, asked: Asked, room_office: Office, tasks: Tasks
) -> None:
    made = on_worker(tasks, room_office.correct, "donations", 1, {"amount": "100"}, "写错").created["donations"][0]
    room_office._today = lambda: "2027-01-05"
    from datetime import date

    object.__setattr__(page.room, "today", lambda: date(2027, 1, 5))
    ledger = at(page, made)
    titles: list[str] = []

    def answer(dialog: CorrectionDialog) -> bool:
        titles.append(dialog.windowTitle())
        assert ledger.room.tasks.wait_idle()
        assert dialog.what.text().startswith("2025年11月3日　清溪食品厂　捐款 1,000.00 元")
        assert dialog.editors["amount"].raw() == "100.00"
        return False

    asked.answers.append(answer)
    ledger.void()
    settle(ledger)
    assert titles == ["更正第 2025-001 号"]


def test_taking_back_the_entering_of_an_earlier_years_gift_offers_the_correction(
    page: DonationsPage, asked: Asked, room_office: Office, tasks: Tasks
) -> None:
    """What was entered last is undone by what its year allows."""
    gift = {"date": "2025-12-31", "donor": "镇小", "kind": "款", "amount": "7", "purpose": "助学"}
    made = on_worker(tasks, room_office.add, "donations", gift).created["donations"]
    on_worker(tasks, room_office.enter, "donations", made)
    at(page, made[0])
    titles: list[str] = []

    def answer(dialog: CorrectionDialog) -> bool:
        titles.append(dialog.windowTitle())
        return False

    asked.answers.append(answer)
    undo(page.room)
    settle(page.current)
    assert titles == ["更正第 2025-003 号"]


def test_an_entry_of_this_year_is_voided_and_written_anew(
    page: DonationsPage, asked: Asked, visits: Visits, qtbot: Any
) -> None:
    ledger = at(page, 3)
    assert ledger.form.void_button.text() == "作废冲销"

    def answer(dialog: ReversalDialog) -> bool:
        qtbot.mouseClick(dialog.anew, Qt.MouseButton.LeftButton)
        assert ledger.room.tasks.wait_idle()
        assert dialog.result() != dialog.DialogCode.Accepted
        dialog.reason.setText("金额写错")
        dialog.void_and_write_anew()
        assert ledger.room.tasks.wait_idle()
        return dialog.result() == dialog.DialogCode.Accepted

    asked.answers.append(answer)
    press_void(ledger, qtbot)
    assert visits.changes[-1].title == "作废冲销第 2026-001 号"
    assert ledger.form.header.title.text() == "草稿"
    assert ledger.form.raws()["amount"] == "500.00"
    retype(ledger.form.editors["amount"], "50")
    qtbot.mouseClick(ledger.form.enter_button, Qt.MouseButton.LeftButton)
    settle(ledger)
    assert ledger.form.header.title.text() == "2026-003"
    assert ledger.form.row is not None and ledger.form.row.values["amount"] == 5_000

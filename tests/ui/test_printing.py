"""What every room prints: its menu, what each line asks for, and the list as it stands on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from liaison.chinese.dates import Period
from liaison.papers.paper import Request
from tests.ui.conftest import Asked
from tests.ui.offices import add_quarter, on_worker
from tests.ui.papers import send_all
from ui.dialogs.printing import ListJob, PaperJob, PrintRoom
from ui.dialogs.printing.sending import Sender
from ui.pages.base import Room
from ui.pages.board import BoardPage
from ui.pages.donations import DonationsPage
from ui.pages.member import MemberPage
from ui.pages.register import RegisterPage
from ui.pages.signin import SigninPage
from ui.printing import Entry, PrintButton, Printing, said
from ui.widgets.paper import PdfFile

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
YEAR = Period.year(2026)


@pytest.fixture
def fill() -> Any:
    return add_quarter


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the rooms would have shown in the print room."""
    shown: list[Any] = []
    monkeypatch.setattr(Printing, "show", lambda _self, job, _page=0: shown.append(job))
    return shown


def opened(qtbot: QtBot, room: Room, page: Any) -> Any:
    qtbot.addWidget(page)
    page.resize(1180, 696)
    page.show()
    qtbot.waitExposed(page)
    page.open({})
    assert room.tasks.wait_idle()
    return page


def choose(qtbot: QtBot, button: PrintButton, word: str) -> None:
    """Open the menu with the mouse and choose a line with the keys."""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = button.menu_shown
    words = [action.text() for action in menu.actions()]
    assert menu.isVisible() and word in words
    for _ in range(words.index(word)):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert not menu.isVisible()


def words(button: PrintButton) -> list[str]:
    return [entry.word for entry in button.entries()]


# -- registers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("book", "listed"),
    [
        ("members", ["委员名册", "委员联系方式", "履职档案（沈佳禾）", "打印清单"]),
        ("signins", ["签到簿", "打印清单"]),
        ("honors", ["荣誉登记簿", "荣誉证书清单", "打印清单"]),
        ("suggestions", ["打印"]),
    ],
)
def test_a_register_lists_the_papers_of_its_book(
    qtbot: QtBot, room: Room, jobs: list[Any], book: str, listed: list[str]
) -> None:
    page = opened(qtbot, room, RegisterPage(room, book))
    assert words(page.print_button) == listed
    for name, word in zip(("member-list", "contact-list"), listed, strict=False):
        if book == "members":
            choose(qtbot, page.print_button, word)
            assert jobs[-1].key == name and jobs[-1].paper.needs == ""
            assert jobs[-1].private == ("电话" if name == "contact-list" else "")
    if book == "members":
        choose(qtbot, page.print_button, listed[2])
        assert (jobs[-1].key, jobs[-1].request.records) == ("dossier", (1,))
    if book == "honors":
        choose(qtbot, page.print_button, "荣誉登记簿")
        assert jobs[-1].request.period == YEAR and jobs[-1].yearly


def test_where_there_is_only_the_list_it_comes_at_once(qtbot: QtBot, room: Room, jobs: list[Any]) -> None:
    page = opened(qtbot, room, RegisterPage(room, "suggestions"))
    page.print()
    (job,) = jobs
    assert isinstance(job, ListJob) and job.title == "意见建议" and job.said == ""
    assert not page.print_button.menu_shown.isVisible()


def test_a_list_has_the_columns_order_search_and_filters_of_the_screen(
    qtbot: QtBot, room: Room, jobs: list[Any]
) -> None:
    page = opened(qtbot, room, RegisterPage(room, "suggestions"))
    page.search.setText("停车")
    page.bar.choose([page.book.filters[0].key])
    page.view.head.show_sorting(1, "down")
    page.reask()
    assert room.tasks.wait_idle()
    names = [page.model.columns[place].name for place in (0, 3, 2)]  # the first one stays where it is
    page.view.set_columns(names)
    page.printing.print_list()
    job = jobs[-1]
    assert job.query.search == "停车" and job.query.sort == f"-{page.model.columns[1].name}"
    assert job.query.filters == {page.book.filters[0].key}
    assert list(job.columns) == names
    assert job.said == f"{page.book.filters[0].label}，含“停车”"


def test_private_columns_on_the_screen_stay_out_of_the_list(qtbot: QtBot, room: Room, jobs: list[Any]) -> None:
    page = opened(qtbot, room, RegisterPage(room, "members"))
    page.view.set_columns(["name", "phone", "work_unit"])
    page.printing.print_list()
    job = jobs[-1]
    assert tuple(job.columns) == ("name", "work_unit") and tuple(job.all_columns) == ("name", "phone", "work_unit")
    assert job.private == page.book.field("phone").label


def test_a_list_of_a_real_office_opens_in_the_print_room(
    qtbot: QtBot, room: Room, asked: Asked
) -> None:
    page = opened(qtbot, room, RegisterPage(room, "members"))
    page.view.set_columns(["name", "phone", "work_unit"])
    choose(qtbot, page.print_button, "打印清单")
    assert room.tasks.wait_idle()
    (dialog,) = asked.dialogs
    qtbot.addWidget(dialog)
    assert isinstance(dialog, PrintRoom) and dialog.pages.count == 1 and not asked.told
    texts = "".join(page.text for page in dialog.printed.pages)
    assert "镇卫生院" in texts and "手机" not in texts
    assert dialog.panel.private is not None
    dialog.panel.private.click()
    assert room.tasks.wait_idle()
    assert "手机" in "".join(page.text for page in dialog.printed.pages)


def test_exactly_the_named_records_are_listed(qtbot: QtBot, room: Room, jobs: list[Any]) -> None:
    page = opened(qtbot, room, RegisterPage(room, "suggestions"))
    page.open({"ids": (2, 3), "title": "意见建议 2026年第三季度"})
    assert room.tasks.wait_idle()
    page.printing.print_list()
    assert jobs[-1].query.ids == (2, 3) and jobs[-1].said == "意见建议 2026年第三季度"


@pytest.mark.parametrize(
    ("search", "filters", "only", "span", "sentence"),
    [
        ("", [], "", "", ""),
        (" 助学 ", ["未发放", "捐款"], "", "2026年", "2026年，未发放，捐款，含“助学”"),
        ("", [], "捐款的出处", "", "捐款的出处"),
    ],
)
def test_what_a_list_leaves_out_is_said(
    search: str, filters: list[str], only: str, span: str, sentence: str
) -> None:
    assert said(search, filters, only, span) == sentence


# -- the ledgers of gifts -------------------------------------------------------------------------------


class TestGifts:
    @pytest.fixture
    def page(self, qtbot: QtBot, room: Room) -> DonationsPage:
        made = opened(qtbot, room, DonationsPage(room))
        assert isinstance(made, DonationsPage)
        return made

    def test_slips_for_the_chosen_or_for_all(self, qtbot: QtBot, page: DonationsPage, jobs: list[Any]) -> None:
        ledger = page.current
        view = ledger.view
        view.selectRow(1)
        model = view.selectionModel()
        model.select(view.model().index(2, 0), QItemSelectionModel.SelectionFlag.Select)
        assert words(ledger.print_button) == [
            "爱心捐赠台账", "捐赠公示", "登记回执（选中 2 笔）", "登记回执（2026年全部）", "感谢状（选中 2 笔）",
            "感谢状（2026年全部）", "打印清单",
        ]  # fmt: skip
        choose(qtbot, ledger.print_button, "登记回执（选中 2 笔）")
        assert jobs[-1].key == "donation-slip" and jobs[-1].request.period is None
        rows = [ledger.model.row_at(n) for n in (1, 2)]
        assert jobs[-1].request.records == tuple(row.id for row in rows if row is not None)
        choose(qtbot, ledger.print_button, "感谢状（2026年全部）")
        assert jobs[-1].key == "thanks-letter" and jobs[-1].request.records == ()
        assert jobs[-1].period == YEAR

    def test_a_letter_of_thanks_from_the_form(self, qtbot: QtBot, page: DonationsPage, jobs: list[Any]) -> None:
        form = page.current.form
        button = next(b for b in form.findChildren(type(form.save_button)) if b.text() == "感谢状")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert form.row is not None
        assert (jobs[-1].key, jobs[-1].request.records) == ("thanks-letter", (form.row.id,))

    def test_the_list_says_its_year_and_what_a_composed_column_covers(
        self, page: DonationsPage, jobs: list[Any]
    ) -> None:
        page.print()
        page.current.print_button.menu_shown.close()
        page.current.printing.print_list()
        assert jobs[-1].said == "2026年"
        columns = list(jobs[-1].columns)
        place = columns.index("item")
        assert columns[place : place + 3] == ["item", "quantity", "unit"]

    def test_handouts_have_their_list(self, room: Room, page: DonationsPage, jobs: list[Any]) -> None:
        page.show_book("handouts").open({})
        assert room.tasks.wait_idle()
        page.print()
        assert jobs[-1].key == "list-handouts"


# -- one member's record --------------------------------------------------------------------------------


def test_a_dossier_is_printed_of_the_time_that_is_shown(qtbot: QtBot, room: Room, jobs: list[Any]) -> None:
    page = opened(qtbot, room, MemberPage(room))
    assert room.tasks.wait_idle()
    qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    assert (jobs[-1].key, jobs[-1].request.period, jobs[-1].request.records) == ("dossier", YEAR, (page.member,))
    page.period.setCurrentIndex(page.period.count() - 1)
    page.period.activated.emit(page.period.count() - 1)
    assert room.tasks.wait_idle()
    page.print()
    assert jobs[-1].request.period is None and jobs[-1].private == "手机、身份证号、住址"


# -- activities and the board ---------------------------------------------------------------------------


def test_an_activity_prints_its_papers_from_list_and_sheet(qtbot: QtBot, room: Room, jobs: list[Any]) -> None:
    page = opened(qtbot, room, SigninPage(room))
    page.print()
    button = page.list.print_button
    assert button.menu_shown.isVisible()
    assert words(button) == ["签到表（空白）", "会议通知", "签到表（已签）", "会议纪要", "活动简报", "打印清单"]
    button.menu_shown.close()
    choose(qtbot, button, "会议通知")
    activity = page.list.table.number()
    assert (jobs[-1].key, jobs[-1].request.records) == ("meeting-notice", (activity,))
    choose(qtbot, button, "打印清单")
    assert isinstance(jobs[-1], ListJob) and jobs[-1].book == "activities" and "title" in jobs[-1].columns
    page.open_sheet(activity)
    assert room.tasks.wait_idle()
    choose(qtbot, page.sheet.print_button, "会议纪要")
    assert (jobs[-1].key, jobs[-1].request.records) == ("minutes", (activity,))


def test_the_board_prints_sheets_and_slips(qtbot: QtBot, room: Room, jobs: list[Any]) -> None:
    page = opened(qtbot, room, BoardPage(room))
    page.cards()[0].setFocus()
    what = page.cards()[0].card.row.texts["what"]
    assert words(page.print_button) == [
        "任务表", "挂图作战图", f"任务交办单（{what}）", "任务交办单（看板上 10 件）"
    ]  # fmt: skip
    choose(qtbot, page.print_button, "任务表")
    assert isinstance(jobs[-1], PaperJob) and jobs[-1].key == "assignment-table"
    page.cards()[0].setFocus()
    page.print()
    page.print_button.menu_shown.close()
    page._entries()[2].act()
    assert jobs[-1].request.records == (page.cards()[0].card.id,)
    page._entries()[-1].act()
    assert len(jobs[-1].request.records) == 10
    page.show_list()
    assert room.tasks.wait_idle()
    page.print()
    assert page.listing is not None and page.listing.print_button.menu_shown.isVisible()
    page.listing.print_button.menu_shown.close()


def test_a_turned_chart_fills_the_sheets_it_is_printed_on(room: Room, tmp_path: Path) -> None:
    """The press's own landscape pages through a printer: every page whole, at its size, with its head at the left."""
    made = on_worker(room.tasks, room.office.print_paper, "workgroup-chart", Request())
    source = PdfFile(made.pdf)
    assert source.size(0).width() > source.size(0).height()
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    assert send_all(Sender(source, printer))
    printed = PdfFile(tmp_path / "out.pdf")
    assert printed.count == source.count
    for page in range(source.count):
        assert printed.size(page).width() == pytest.approx(595, abs=1)
        turned = source.image(page, 842, 595).transformed(QTransform().rotate(-90))
        assert _ink(printed.image(page, 595, 842)) == pytest.approx(_ink(turned), abs=2)


def _ink(image: QImage) -> tuple[int, int, int, int]:
    """The box of everything that is not white, in pixels of a 72nd of an inch."""
    grey = QImage(image.size(), QImage.Format.Format_Grayscale8)
    grey.fill(Qt.GlobalColor.white)
    painter = QPainter(grey)
    painter.drawImage(0, 0, image)
    painter.end()
    bits, wide = bytes(grey.constBits()), grey.bytesPerLine()
    rows = [bits[n * wide : n * wide + grey.width()] for n in range(grey.height())]
    down = [n for n, row in enumerate(rows) if min(row) < 150]
    across = [n for n, column in enumerate(zip(*rows, strict=True)) if min(column) < 150]
    return across[0], down[0], across[-1], down[-1]


def test_what_cannot_be_made_is_told_and_nothing_opens(
    room: Room, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liaison.errors import UserError
    from liaison.office import Office

    def refuse(_office: Any, _name: str, _request: Any) -> Any:
        raise UserError("2026年没有荣誉")

    monkeypatch.setattr(Office, "print_paper", refuse)
    from PySide6.QtWidgets import QWidget

    holder = QWidget()
    Printing(room, holder).show_paper("honor-book", period=YEAR)
    assert room.tasks.wait_idle()
    assert asked.told == ["2026年没有荣誉"] and not asked.dialogs


def test_a_button_does_not_keep_its_page(qtbot: QtBot) -> None:
    class Owner:
        def entries(self) -> list[Entry]:
            return [Entry("打印", print)]

    owner = Owner()
    button = PrintButton(owner.entries, several=False)
    qtbot.addWidget(button)
    assert len(button.entries()) == 1
    del owner
    assert button.entries() == ()
    button.choose()

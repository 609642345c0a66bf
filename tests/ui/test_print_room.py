"""The print room: exact pages, options that make them anew, printing, keeping; and each page on its sheet."""

from __future__ import annotations

import errno
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from pytestqt.qtbot import QtBot

from liaison.chinese.dates import Period
from liaison.kit.query import Query
from liaison.papers.paper import Request
from tests.ui.conftest import Asked, Visits
from tests.ui.offices import on_worker, write
from tests.ui.papers import PAPERS, StandIn, pdf_of, send_all
from ui.dialogs.printing import Job, ListJob, PaperJob, PrintRoom, begin
from ui.dialogs.printing.sending import Sender, wanted_pages
from ui.pages.base import Room
from ui.widgets.paper import PdfFile

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True), pytest.mark.usefixtures("qapp")
]  # fmt: skip
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def room_office() -> StandIn:
    return StandIn()


class Opener:
    """Opens the print room as `ui.printing` does."""

    def __init__(self, qtbot: QtBot, room: Room) -> None:
        self.qtbot, self.room = qtbot, room
        self.dialogs: list[PrintRoom] = []

    def __call__(self, job: str | Job, request: Request | None = None) -> PrintRoom:
        if isinstance(job, str):
            job = PaperJob(PAPERS[job], request or Request())
        opened = on_worker(self.room.tasks, begin, self.room.office, job, self.room.settings.papers[job.key])
        dialog = PrintRoom(self.room, job, opened)
        self.qtbot.addWidget(dialog)
        self.dialogs.append(dialog)
        dialog.resize(1200, 640)
        dialog.show()
        self.qtbot.waitExposed(dialog)
        return dialog


@pytest.fixture
def opened(qtbot: QtBot, room: Room) -> Opener:
    return Opener(qtbot, room)


def last(office: StandIn) -> Request:
    return office.asked[-1][1]


# -- looking --------------------------------------------------------------------------------------------


def test_it_goes_page_by_page(qtbot: QtBot, opened: Opener) -> None:
    dialog = opened("table")
    assert dialog.where.text() == "第 1 页，共 3 页" and not dialog.back.isEnabled()
    qtbot.keyClick(dialog.pages, Qt.Key.Key_PageDown)
    assert dialog.where.text() == "第 2 页，共 3 页"
    qtbot.mouseClick(dialog.on, Qt.MouseButton.LeftButton)
    assert dialog.pages.page == 2 and not dialog.on.isEnabled()
    qtbot.keyClick(dialog.pages, Qt.Key.Key_Home)
    assert dialog.pages.page == 0
    qtbot.keyClick(dialog.pages, Qt.Key.Key_End)
    assert dialog.pages.page == 2
    assert dialog.windowTitle() == "任务表" and dialog.pages.accessibleName() == "任务表，共 3 页"


def test_zoom_keeps_the_page_and_fits_again(qtbot: QtBot, opened: Opener) -> None:
    dialog = opened("notice")
    fitted = dialog.pages.column.zoom
    assert dialog.pages.column.width() <= dialog.pages.viewport().width()
    dialog.show_page(1)
    qtbot.keyClick(dialog.pages, Qt.Key.Key_Plus, CTRL)
    assert dialog.pages.column.zoom > fitted and dialog.pages.page == 1
    for _ in range(20):
        qtbot.keyClick(dialog.pages, Qt.Key.Key_Minus, CTRL)
    assert dialog.pages.column.zoom == 0.5
    qtbot.mouseClick(dialog.fit, Qt.MouseButton.LeftButton)
    assert dialog.pages.column.zoom == pytest.approx(fitted)
    qtbot.mouseClick(dialog.whole, Qt.MouseButton.LeftButton)
    assert dialog.pages.column.page_box(1).height() <= dialog.pages.viewport().height() and dialog.pages.page == 1


def test_a_landscape_page_is_shown_the_broad_way(opened: Opener) -> None:
    box = opened("table").pages.column.page_box(0)
    assert box.width() > box.height()


def test_every_page_is_found_at_its_height(opened: Opener) -> None:
    column = opened("notice").pages.column
    for page in range(3):
        assert column.page_at(column.page_box(page).center().y()) == page
    assert column.page_at(0) == 0 and column.page_at(1e9) == 2


def test_f8_folds_the_options_and_remembers(qtbot: QtBot, opened: Opener, room: Room) -> None:
    dialog = opened("notice")
    qtbot.keyClick(dialog, Qt.Key.Key_F8)
    assert dialog.panel.folded and room.settings.folded["printing"]
    assert opened("notice").panel.folded


def test_escape_closes(qtbot: QtBot, opened: Opener) -> None:
    dialog = opened("notice")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


# -- options --------------------------------------------------------------------------------------------


def test_a_red_head_makes_the_pages_anew(qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn) -> None:
    dialog = opened("report", Request(Period.quarter(2026, 3)))
    number, signer, copies = dialog.panel.rows.values()
    assert not any(row.isVisible() for row in dialog.panel.rows.values())
    dialog.show_page(2)
    qtbot.mouseClick(dialog.panel.red_head, Qt.MouseButton.LeftButton)
    assert dialog.where.text() == "正在排版"
    assert room.tasks.wait_idle()
    assert last(room_office).issue.red_head and last(room_office).issue.signer == "孙国平"
    assert dialog.pages.count == 4 and dialog.pages.page == 2
    assert number.isVisible() and signer.isVisible() and not copies.isVisible()
    write(dialog.panel.number, "云协联〔2026〕12号")
    qtbot.keyClick(dialog.panel.number, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert last(room_office).issue.number == "云协联〔2026〕12号"
    assert dialog.isVisible()


def test_copies_stand_in_the_imprint_only(qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn) -> None:
    dialog = opened("notice")
    qtbot.mouseClick(dialog.panel.imprint, Qt.MouseButton.LeftButton)
    dialog.panel.copies_to.setText("县政协办公室，各党支部 ； 镇人大")
    qtbot.keyClick(dialog.panel.copies_to, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert last(room_office).issue.copies_to == ("县政协办公室", "各党支部", "镇人大")
    assert not dialog.panel.rows["signer"].isVisible()  # no signer on a paper that goes to no higher body
    qtbot.mouseClick(dialog.panel.imprint, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert last(room_office).issue.copies_to == () and not last(room_office).issue.wanted


def test_a_paper_with_a_head_of_its_own_asks_for_what_stands_in_it(
    qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn
) -> None:
    dialog = opened("minutes", Request(records=(4,)))
    assert dialog.panel.red_head is None and dialog.panel.imprint is None
    assert [name for name, row in dialog.panel.rows.items() if row.isVisible()] == ["number", "copies"]
    assert dialog.panel.number.accessibleName() == "编号"
    write(dialog.panel.number, "12")
    write(dialog.panel.copies_to, "县政协办公室")
    qtbot.keyClick(dialog.panel.copies_to, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert last(room_office).issue.number == "12" and last(room_office).issue.copies_to == ("县政协办公室",)
    assert not last(room_office).issue.red_head


def test_head_and_imprint_are_remembered_by_paper_but_no_number(
    qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn
) -> None:
    dialog = opened("report")
    qtbot.mouseClick(dialog.panel.red_head, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.panel.imprint, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.panel.number, "9")
    qtbot.keyClick(dialog.panel.number, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    again = opened("report")
    issue = last(room_office).issue
    assert issue.red_head and issue.imprint and issue.number == ""
    assert issue.copies_to == ("县政协办公室", "镇人大") and again.panel.copies_to.text() == "县政协办公室、镇人大"
    assert not opened("notice").panel.red_head.isChecked()


def test_phones_are_asked_for_each_time(qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn) -> None:
    dialog = opened("contacts")
    assert dialog.panel.private is not None and dialog.panel.private.text() == "含电话" and not last(room_office).phones
    qtbot.mouseClick(dialog.panel.private, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle() and last(room_office).phones
    opened("contacts")
    assert not last(room_office).phones
    assert opened("notice").panel.private is None


def test_the_period_can_be_changed_where_there_is_one(
    qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn
) -> None:
    dialog = opened("book", Request(Period.year(2026)))
    assert dialog.panel.period is not None and not dialog.panel.period.later.isEnabled()
    qtbot.mouseClick(dialog.panel.period.earlier, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle() and last(room_office).period == Period.year(2025)
    assert [p.key for p in dialog.panel.period.offered()[0]][:2] == ["2026", "2025"]
    assert opened("slip", Request(records=(1,))).panel.period is None


def test_a_newer_wish_puts_the_older_one_aside(
    qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn
) -> None:
    dialog = opened("report")
    go_on, begun = Event(), Event()

    def slow() -> None:
        begun.set()
        assert go_on.wait(10)

    room_office.before = slow
    shown: list[int] = []
    dialog.pages.moved.connect(lambda: shown.append(dialog.pages.count))
    qtbot.mouseClick(dialog.panel.red_head, Qt.MouseButton.LeftButton)
    assert begun.wait(10)
    room_office.before = None
    qtbot.mouseClick(dialog.panel.red_head, Qt.MouseButton.LeftButton)
    go_on.set()
    assert room.tasks.wait_idle()
    assert 4 not in shown and dialog.pages.count == 3 and dialog.print_button.isEnabled()


def test_what_goes_out_waits_for_the_pages_of_the_options(
    qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn, asked: Asked, tmp_path: Path
) -> None:
    dialog = opened("report")
    qtbot.mouseClick(dialog.panel.red_head, Qt.MouseButton.LeftButton)
    asked.answers.append(tmp_path / "汇报.pdf")
    qtbot.keyClick(dialog, Qt.Key.Key_S, CTRL)
    assert not asked.questions
    assert room.tasks.wait_idle()
    assert PdfFile(tmp_path / "汇报.pdf").count == 4
    qtbot.keyClicks(dialog.panel.number, "7")  # the cursor is still in the field
    asked.answers.append(tmp_path / "again.pdf")
    qtbot.mouseClick(dialog.keep_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert last(room_office).issue.number == "7" and (tmp_path / "again.pdf").exists()


def test_options_that_cannot_be_are_said_and_nothing_goes_out(
    qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn, asked: Asked
) -> None:
    room_office.refusal = lambda request: "发文字号太长" if request.issue.number else ""
    dialog = opened("report")
    qtbot.mouseClick(dialog.panel.red_head, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.panel.number, "9")
    qtbot.keyClick(dialog.panel.number, Qt.Key.Key_Return)
    assert room.tasks.wait_idle()
    assert dialog.panel.trouble.text() == "发文字号太长" and not dialog.print_button.isEnabled()
    assert dialog.print_button.toolTip() == "发文字号太长"
    qtbot.keyClick(dialog, Qt.Key.Key_S, CTRL)
    assert not asked.questions and not asked.told
    dialog.panel.number.clear()
    dialog.panel.flush()
    assert room.tasks.wait_idle()
    assert dialog.print_button.isEnabled() and not dialog.panel.trouble.isVisible()


def test_faces_are_named_and_what_is_missing_is_said_once(opened: Opener, room_office: StandIn) -> None:
    room_office.notices = ("本机无仿宋体，以宋体代替", "有一张照片打不开，留了空")
    dialog = opened("notice")
    assert dialog.panel.font_notice.text() == "本机无仿宋体，以宋体代替"
    said = [w.text() for w in dialog.panel.findChildren(type(dialog.panel.trouble)) if w.text()]
    assert sorted(said) == sorted(["有一张照片打不开，留了空", "本机无仿宋体，以宋体代替"])


def test_a_missing_face_stands_at_the_top_until_it_was_read(
    qtbot: QtBot, opened: Opener, room_office: StandIn
) -> None:
    dialog = opened("notice")
    assert dialog.panel.once.isVisible() and not dialog.panel.font_notice.isVisible()
    opened("notice")
    assert opened("table").panel.once.isVisible()  # looked at is not read
    qtbot.mouseClick(dialog.panel.heard_link, Qt.MouseButton.LeftButton)
    assert not dialog.panel.once.isVisible() and not dialog.panel.heard_link.isVisible()
    assert dialog.panel.font_notice.isVisible()
    again = opened("table").panel
    assert not again.once.isVisible() and again.font_notice.text() == "本机无仿宋体，以宋体代替"
    room_office.fonts = (("仿宋（正文）", "宋体", "方正仿宋未经授权，以宋体代替"),)
    assert opened("table").panel.once.text() == "方正仿宋未经授权，以宋体代替"  # something else is missing now


def test_an_own_template_is_chosen_and_put_away(
    qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn, asked: Asked, tmp_path: Path
) -> None:
    dialog = opened("notice")
    assert not dialog.panel.clear_button.isVisible()
    asked.answers.append([tmp_path / "none.docx"])
    qtbot.mouseClick(dialog.panel.choose_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert asked.told == ["“none.docx”不是 Word 模板"] and not room_office.own and dialog.print_button.isEnabled()
    own = tmp_path / "own.docx"
    own.touch()
    asked.answers.append([own])
    qtbot.mouseClick(dialog.panel.choose_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert room_office.own == {"notice": own} and "自己的模板" in dialog.panel.template_words.text()
    qtbot.mouseClick(dialog.panel.clear_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert not room_office.own and not dialog.panel.clear_button.isVisible()
    assert dialog.where.text() == "第 1 页，共 3 页"
    assert dialog.panel.once.isVisible() and not dialog.panel.font_notice.isVisible()  # still said once


def test_a_list_prints_private_columns_only_when_asked(
    qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn
) -> None:
    job = ListJob(
        "members", Query(), ("name", "work_unit"), "委员名册", "在任",
        private="手机", all_columns=("name", "phone", "work_unit"),
    )  # fmt: skip
    dialog = opened(job)
    assert room_office.lists[-1]["columns"] == ["name", "work_unit"] and not room_office.lists[-1]["private"]
    assert room_office.lists[-1]["said"] == "在任"
    assert dialog.panel.private is not None and not hasattr(dialog.panel, "choose_button")
    qtbot.mouseClick(dialog.panel.private, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert room_office.lists[-1]["columns"] == ["name", "phone", "work_unit"] and room_office.lists[-1]["private"]


# -- keeping --------------------------------------------------------------------------------------------


def test_a_copy_is_kept_and_can_be_opened(
    qtbot: QtBot, opened: Opener, room: Room, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(QUrl(url).toLocalFile()) or True)
    dialog = opened("notice")
    qtbot.keyClick(dialog.pages, Qt.Key.Key_S, CTRL)  # left without a choice
    assert not dialog.note.isVisible()
    target = tmp_path / "通知.pdf"
    asked.answers.append(target)
    qtbot.mouseClick(dialog.keep_button, Qt.MouseButton.LeftButton)
    assert room.tasks.wait_idle()
    assert target.read_bytes() == dialog.printed.pdf and dialog.note.sentence.text() == "“通知.pdf”"
    qtbot.mouseClick(dialog.open_link, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.open_folder_link, Qt.MouseButton.LeftButton)
    assert urls == [str(target), str(tmp_path)]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    dialog._open_saved()
    dialog._open_folder()
    assert len(asked.told) == 2


def test_a_batch_is_one_file_or_one_each(
    qtbot: QtBot, opened: Opener, room: Room, room_office: StandIn, asked: Asked, tmp_path: Path
) -> None:
    dialog = opened("slip", Request(records=(1, 2, 3)))
    for each in (False, True):
        asked.answers.append(tmp_path / "回执.docx")
        qtbot.mouseClick(dialog.word_button, Qt.MouseButton.LeftButton)
        assert room.tasks.wait_idle()
        assert room_office.written[-1] == (tmp_path / "回执.docx", "docx", each)
        assert dialog.panel.each is not None
        dialog.panel.each.set_current("each")
    assert dialog.note.sentence.text() == "“回执01.docx”等 3 个文件"
    assert opened("notice").panel.each is None


def test_a_place_that_cannot_be_written_is_a_sentence_and_the_room_stays(
    opened: Opener, room: Room, asked: Asked, tmp_path: Path
) -> None:
    dialog = opened("notice")
    asked.answers.append(tmp_path / "no" / "such" / "copy.pdf")
    dialog.keep()
    assert room.tasks.wait_idle()
    assert len(asked.told) == 1 and dialog.isVisible() and dialog.keep_button.isEnabled()


@pytest.mark.parametrize(
    ("error", "word"),
    [(PermissionError(13, "in use"), "正在别的程序里打开"), (OSError(errno.ENOSPC, "full"), "磁盘满了")],
)
def test_a_file_in_use_and_a_full_disk_leave_the_old_file_and_the_room(
    opened: Opener, room: Room, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, word: str
) -> None:
    target = tmp_path / "通知.docx"
    target.write_bytes(b"as it was")

    def replace(*_: object) -> None:
        raise error

    dialog = opened("notice")
    monkeypatch.setattr("os.replace", replace)
    monkeypatch.setattr(Path, "replace", replace)
    asked.answers.append(target)
    dialog.export_word()
    assert room.tasks.wait_idle()
    assert len(asked.told) == 1 and word in asked.told[0] and dialog.isVisible() and dialog.word_button.isEnabled()
    assert target.read_bytes() == b"as it was"
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".ini"] == [target.name]


# -- printing -------------------------------------------------------------------------------------------


def test_without_a_printer_it_says_what_to_do(
    qtbot: QtBot, opened: Opener, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    dialog = opened("notice")
    qtbot.keyClick(dialog, Qt.Key.Key_P, CTRL)
    assert asked.told == ["没有找到打印机。可以先存成 PDF，拿到别的电脑上打印"] and dialog.isVisible()


def test_it_goes_through_the_systems_dialog(
    qtbot: QtBot, opened: Opener, asked: Asked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["HP"]))

    def answer(dialog: Any) -> bool:
        qtbot.addWidget(dialog)
        assert (dialog.minPage(), dialog.maxPage()) == (1, 3) and dialog.printer().docName() == "会议通知"
        dialog.printer().setOutputFileName(str(tmp_path / "out.pdf"))
        dialog.printer().setFromTo(2, 3)
        return True

    asked.answers.append(answer)
    dialog = opened("notice")
    qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
    assert dialog.note.word.text() == "正在打印" and not dialog.print_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.sending_now is None)
    assert PdfFile(tmp_path / "out.pdf").count == 2 and not asked.told
    assert dialog.print_button.isEnabled() and not dialog.note.isVisible()


@pytest.mark.parametrize("by_closing", [False, True])
def test_printing_can_be_stopped(
    qtbot: QtBot, opened: Opener, asked: Asked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, by_closing: bool
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["HP"]))
    asked.answers.append(lambda dialog: dialog.printer().setOutputFileName(str(tmp_path / "out.pdf")) or True)
    dialog = opened("notice")
    dialog.print()
    assert dialog.sending_now is not None
    dialog.sending_now._turns.stop()
    dialog.sending_now.step()
    assert dialog.note.sentence.text() == "第 1 页，共 3 页"
    if by_closing:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(dialog.stop_link, Qt.MouseButton.LeftButton)
    assert dialog.sending_now is None and PdfFile(tmp_path / "out.pdf").count == 1 and not asked.told


def test_what_is_sent_follows_range_order_and_copies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "out.pdf")
    assert wanted_pages(printer, 3) == [0, 1, 2]
    some = QPageRanges()
    some.addRange(1, 1)
    some.addRange(3, 7)
    printer.setPageRanges(some)
    assert wanted_pages(printer, 5) == [0, 2, 3, 4]
    printer.setPageRanges(QPageRanges())
    printer.setFromTo(2, 9)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert wanted_pages(printer, 3) == [2, 1]
    printer.setCopyCount(2)
    monkeypatch.setattr(QPrinter, "supportsMultipleCopies", lambda _self: False)
    assert wanted_pages(printer, 3) == [2, 1, 2, 1]
    monkeypatch.setattr(QPrinter, "supportsMultipleCopies", lambda _self: True)
    assert wanted_pages(printer, 3) == [2, 1]


def test_on_both_sides_a_covers_back_stays_blank(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "out.pdf")
    assert wanted_pages(printer, 3, (0,)) == [0, 1, 2]
    monkeypatch.setattr(QPrinter, "duplex", lambda _self: QPrinter.DuplexMode.DuplexLongSide)
    assert wanted_pages(printer, 3, (0,)) == [0, None, 1, 2]
    assert send_all(Sender(PdfFile(pdf_of(3)), printer, covers=(0,)))
    printed = PdfFile(tmp_path / "out.pdf")
    assert printed.count == 4
    inks = [
        len({image.pixel(x, y) for x in range(60) for y in range(85)})
        for image in (printed.image(number, 60, 85) for number in range(4))
    ]
    assert [ink > 1 for ink in inks] == [True, False, True, True]


@pytest.mark.qt_log_ignore("Returned false", "This plugin does not support")
def test_a_printer_that_does_not_answer_is_a_sentence(
    opened: Opener, asked: Asked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["HP"]))
    asked.answers.append(lambda dialog: dialog.printer().setOutputFileName(str(tmp_path / "no" / "x.pdf")) or True)
    opened("notice").print()
    assert asked.told == ["打印机没有反应。内容已保存，可先存成 PDF"]


def test_both_sides_are_remembered(qtbot: QtBot, opened: Opener, room: Room) -> None:
    dialog = opened("notice")
    assert dialog.panel.both_sides.isChecked()
    qtbot.mouseClick(dialog.panel.both_sides, Qt.MouseButton.LeftButton)
    assert not room.settings.both_sides and not opened("table").panel.both_sides.isChecked()
    room.settings.both_sides = True
    slips = opened("slip", Request(records=(1, 2)))
    assert not slips.panel.both_sides.isChecked()  # two slips on one sheet could not be given away
    slips.panel.both_sides.click()
    slips.panel.both_sides.click()
    assert room.settings.both_sides


@pytest.mark.parametrize("wish", [True, False])
@pytest.mark.parametrize("able", [True, False])
def test_both_sides_only_where_the_printer_can(
    monkeypatch: pytest.MonkeyPatch, wish: bool, able: bool
) -> None:
    from ui.dialogs.printing import sending

    turned = QPrinter.DuplexMode.DuplexLongSide
    monkeypatch.setattr(QPrinterInfo, "supportedDuplexModes", lambda _self: [turned] if able else [])
    chosen: list[QPrinter.DuplexMode] = []
    monkeypatch.setattr(QPrinter, "setDuplex", lambda _self, mode: chosen.append(mode))
    sending.set_up("名", both_sides=wish)
    assert chosen == ([turned] if wish and able else [])


def printer_to(path: Path, *, landscape: bool = False) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if landscape:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    return printer


def print_pages(file: PdfFile, printer: QPrinter) -> bool:
    """Send everything at once."""
    return send_all(Sender(file, printer))


@pytest.mark.parametrize(("first", "last_one", "pages"), [(0, 0, 3), (2, 3, 2), (2, 2, 1), (2, 99, 2)])
def test_printing_sends_the_range_at_the_papers_size(
    tmp_path: Path, first: int, last_one: int, pages: int
) -> None:
    printer = printer_to(tmp_path / "out.pdf")
    printer.setFromTo(first, last_one)
    assert print_pages(PdfFile(pdf_of(3)), printer)
    printed = PdfFile(tmp_path / "out.pdf")
    assert printed.count == pages
    assert printed.size(0).width() == pytest.approx(595, abs=1)
    image = printed.image(0, 595, 842)
    top = 72 * max(1, first)
    assert image.pixelColor(250, top + 10).lightness() < 80
    assert image.pixelColor(250, top + 60).lightness() > 200


@pytest.mark.parametrize("turned", [True, False])
def test_a_landscape_page_fills_a_portrait_sheet_with_its_head_at_the_left(
    tmp_path: Path, turned: bool
) -> None:
    """7.5: the head of a landscape table at the binding edge of odd pages, at the outer edge of even ones."""
    source = PdfFile(pdf_of(2, landscape=True) if turned else pdf_of(2, wide_sheet=True))
    assert source.size(0).width() == pytest.approx(841.9, abs=0.5)
    assert print_pages(source, printer_to(tmp_path / "out.pdf"))
    printed = PdfFile(tmp_path / "out.pdf")
    assert printed.size(0).width() == pytest.approx(595, abs=1)
    for page in range(2):
        image = printed.image(page, 595, 842)
        bar = 72 * (page + 1) + 10  # so far from the head, measured across the sheet

        def dark(x: int, y: int, image: Any = image) -> bool:
            return image.pixelColor(x, y).lightness() < 80

        down = [y for y in range(842) if dark(bar, y)]
        # 300 points long, where the page has it: the page's left is at the sheet's foot.
        assert (min(down), max(down)) == pytest.approx((842 - 400, 842 - 100), abs=2)
        across = [x for x in range(20, 595) if dark(x, 842 - 250)]
        assert (min(across), max(across)) == pytest.approx((72 * (page + 1), 72 * (page + 1) + 19), abs=2)
        if turned:
            edge = [y for y in range(842) if dark(3, y)]
            assert len(edge) >= 840  # the head's edge runs along the whole sheet: nothing is shrunk


def test_a_portrait_page_on_a_landscape_sheet_is_turned_as_well(tmp_path: Path) -> None:
    assert print_pages(PdfFile(pdf_of(1)), printer_to(tmp_path / "out.pdf", landscape=True))
    printed = PdfFile(tmp_path / "out.pdf")
    assert printed.size(0).width() == pytest.approx(842, abs=1)
    image = printed.image(0, 842, 595)
    down = [y for y in range(595) if image.pixelColor(842 - 82, y).lightness() < 80]
    assert (min(down), max(down)) == pytest.approx((100, 400), abs=2)


# -- figures --------------------------------------------------------------------------------------------


def test_a_printed_figure_opens_its_records(
    qtbot: QtBot, opened: Opener, room_office: StandIn, visits: Visits
) -> None:
    dialog = opened("report", Request(Period.quarter(2026, 3)))
    column = dialog.pages.column
    box = column.page_box(0)
    scale = box.width() / 595.276
    figure, beside = QPointF(200, 80) * scale + box.topLeft(), QPointF(200, 300) * scale + box.topLeft()
    qtbot.mouseMove(column, beside.toPoint())
    qtbot.mouseClick(column, Qt.MouseButton.LeftButton, pos=beside.toPoint())
    assert dialog.room.tasks.wait_idle() and not visits.gone and dialog.isVisible()
    qtbot.mouseMove(column, figure.toPoint())
    assert column.cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseClick(column, Qt.MouseButton.LeftButton, pos=figure.toPoint())
    assert dialog.room.tasks.wait_idle()
    assert visits.gone == [("donations", {"book": "donations", "ids": (3, 5), "title": "捐款 2026年第三季度"})]
    assert not dialog.isVisible()
    assert room_office.figures == [(Period.quarter(2026, 3), "donations.money")]


def test_without_a_period_nothing_opens(qtbot: QtBot, opened: Opener, visits: Visits) -> None:
    dialog = opened("contacts")
    column = dialog.pages.column
    box = column.page_box(0)
    point = QPointF(200, 80) * (box.width() / 595.276) + box.topLeft()
    qtbot.mouseClick(column, Qt.MouseButton.LeftButton, pos=point.toPoint())
    assert dialog.room.tasks.wait_idle() and not visits.gone and dialog.isVisible()

"""Every room, dialog and paper as PNG, to be looked at: at 100 % and 150 %, full, empty and with long names.

    python -m tests.gallery FOLDER [--only WORD]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

TODAY = "2026-09-18"
SCALES = {"100": "1", "150": "1.5"}
LONG_NAME = "欧阳慕容上官诸葛司马"
LONG_UNIT = "云溪镇河口村溪畔生态茶叶种植加工销售专业合作社联合社有限责任公司"


def main() -> None:
    """Start one process for each scale, since Qt reads the scale once; then the papers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", choices=SCALES, help=argparse.SUPPRESS)
    parser.add_argument("--only", default="", help="only pictures whose name holds this word")
    options = parser.parse_args()
    if options.scale:
        show_all(Stage(options.folder / options.scale, options.only))
        return
    for scale, factor in SCALES.items():
        environment = os.environ | {"QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run(
            [sys.executable, "-m", "tests.gallery", str(options.folder), "--scale", scale, "--only", options.only],
            env=environment, check=True,
        )
    show_papers(options.folder / "papers", options.only)


class Stage:
    """The application, one window at a time, and a camera."""

    def __init__(self, folder: Path, only: str) -> None:
        from PySide6.QtWidgets import QApplication

        from ui import ask, theme
        from ui.dialogs.door import DialogDoor
        from ui.settings import Settings
        from ui.tasks import Sweeper, Tasks

        stage = self

        class Camera(DialogDoor):
            """Pictures a dialog instead of waiting for its answer; the answer is the safe choice."""

            def run(self, dialog: Any) -> bool:
                dialog.show()
                stage.settle()
                stage.save(dialog, stage.dialog_name)
                dialog.close()
                return False

        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.only = folder, only
        self.app = QApplication([])
        theme.apply(self.app)
        self.work = Path(tempfile.mkdtemp())
        self.settings = Settings(self.work / "window.ini")
        self.tasks = Tasks()
        self._sweeper = Sweeper(self.app)  # as in the program: no widget dies on the worker
        self.window: Any = None
        self.office: Any = None
        self.dialog_name = "dialog"
        ask.install(Camera(self.settings, lambda: self.window))

    def settle(self) -> None:
        """Let the worker finish and the window paint."""
        for _ in range(8):
            self.tasks.wait_idle()
            self.app.processEvents()

    def rest(self) -> None:
        """Let the pause pass after which the paper beside the text is laid anew."""
        from PySide6.QtTest import QTest

        QTest.qWait(1500)
        self.settle()

    def save(self, widget: Any, name: str) -> None:
        """Picture a widget."""
        if self.only in name:
            widget.grab().save(str(self.folder / f"{name}.png"))
            print(self.folder.name, name, flush=True)

    def on_worker(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run something on the worker and wait for its answer."""
        found: list[Any] = []
        self.tasks.ask(function, *arguments, done=found.append)
        self.settle()
        return found[0]

    def open(self, make: Callable[[], Any]) -> None:
        """A new window for an office."""
        from PySide6.QtCore import Qt

        from ui import theme
        from ui.opening import names_of
        from ui.pages.base import Room
        from ui.pages.listed import PAGES
        from ui.window import Window

        if self.office is not None:
            self.window.hide()
            self.on_worker(self.office.close)
        self.office = self.on_worker(make)
        self.window = Window(self.tasks, self.settings, PAGES)
        self.window.setWindowState(Qt.WindowState.WindowNoState)  # the screenless screen is small
        self.window.resize(theme.CLIENT_WIDTH, theme.CLIENT_HEIGHT)
        self.window.show()
        room = Room(
            self.office, self.tasks, self.settings, self.window.go, self.window.toast, self.window.changed,
            lambda: date.fromisoformat(TODAY),
        )
        self.window.set_room(room, **self.on_worker(names_of, self.office))

    def page(self, name: str, place: str, /, **target: Any) -> Any:
        """Go to a page, picture the window, and give the page."""
        self.window.go(place, **target)
        self.settle()
        if place == "report":
            self.rest()
        self.save(self.window, name)
        return self.window.page


def show_all(stage: Stage) -> None:
    """The whole programme: the sample office, an empty one, one with long names, the first start."""
    from liaison.sample import make_sample
    from tests.gallery_copies import copies
    from tests.gallery_privacy import privacy

    def sample() -> Any:
        return make_sample(stage.work / "sample", until=TODAY)

    first_start(stage)
    stage.open(sample)
    passwords(stage)
    turning(stage)
    rooms(stage, "full")
    warnings(stage)
    signing(stage)
    dialogs(stage)
    printing(stage)
    copies(stage)
    privacy(stage)
    stage.open(empty_office(stage))
    rooms(stage, "empty")
    stage.open(long_office(stage))
    rooms(stage, "long")
    stage.on_worker(stage.office.close)
    stage.tasks.close()


def rooms(stage: Stage, state: str) -> None:
    """Every page the window lists, in one state of the office."""
    from ui.pages.listed import PAGES

    for spec in PAGES:
        stage.page(f"{spec.key}-{state}", spec.key)


def warnings(stage: Stage) -> None:
    """What is said above the page at the opening, and what was begun and not saved the last time."""
    from liaison.safety.opening import SOUND, Notice

    said = [
        Notice(kind, "plain" if kind == "removable" else "near", word, sentence)
        for kind, word, sentence in (
            ("network", "只能看",
             "资料在网络共享盘上，容易损坏，所以只能看不能改。要用，请把整个文件夹拷到本机硬盘，从那里打开"),
            ("clock", "日期不对",
             "电脑的日期是 1970年1月1日，比最近一次记录（2026年9月18日）还早，请先调对。已有的记录按编号排，不会乱"),
            ("synced", "网盘文件夹",
             "资料在“坚果云”的文件夹里，网盘可能用旧的一份盖掉新的。"
             "请退出后把整个文件夹移到网盘以外的地方再打开，网盘里只放备份"),
            ("removable", "U 盘",
             "资料在 U 盘或移动硬盘上，可以用。请先退出联络簿再拔，并在电脑上留一份备份"),
        )
    ]  # fmt: skip
    strip = stage.window.notices
    strip.show_notices(said)
    stage.page("opening-notices", "home")
    strip.more.click()
    stage.settle()
    stage.page("opening-notices-all", "donations")
    strip.show_notices([SOUND])
    stage.on_worker(stage.office.keep_draft, "honors", 0, {"title": "全县优秀政协委员", "notes": "证书还没有拿到"})
    stage.window._made.pop("honors", None)
    stage.page("opening-left-over", "honors")
    stage.window.page.form.give_up()
    strip.show_notices([])


def turning(stage: Stage) -> None:
    """Things done, taken back and done again; records in the recycle bin; the menus and dialogs about them."""
    from liaison.errors import NeedsReversal
    from ui.dialogs.record_history import RecordHistoryDialog
    from ui.dialogs.reversing_many import ReverseManyDialog

    office = stage.office

    def do() -> list[Any]:
        office.edit("members", 1, {"phone": "13800001234", "work_unit": "镇文化站"})
        office.remove("honors", office.ids("honors")[:3])
        office.remove("suggestions", office.ids("suggestions")[:2])
        office.edit("members", 2, {"notes": "县里的通讯员"})
        office.undo()
        office.edit("members", 3, {"notes": "茶叶合作社的带头人，" * 30})
        office.undo()
        office.redo()
        office.note("导出 委员名册 11 位，含电话")
        return list(office.page("donations"))[:6]

    gifts = stage.on_worker(do)
    stage.window.can_undo = True
    stage.page("history-full", "history")
    stage.page("trash-full", "trash")
    stage.window.go("members")
    stage.settle()
    page = stage.window.page
    for name, menu in (("undo-menu", page.undo_button.menu_shown), ("list-menu", page.list_menu)):
        menu.popup(page.mapToGlobal(page.rect().center()))
        stage.settle()
        stage.save(menu, name)
        menu.close()
    needs = NeedsReversal("“导入 6 笔捐赠”已经入账 6 笔，撤销要作废冲销", "donations", [row.id for row in gifts])
    for name, dialog in (
        ("record-history", RecordHistoryDialog(page.room, "members", 1)),
        ("reversing-many", ReverseManyDialog(page.room, office.books["donations"], needs, gifts)),
    ):
        dialog.show()
        stage.settle()
        stage.save(dialog, f"dialog-{name}")
        dialog.hide()
    stage.window.changed(stage.on_worker(office.undo))
    stage.settle()
    stage.save(stage.window, "toast-undone")
    stage.window.changed(stage.on_worker(office.redo))
    stage.settle()


def first_start(stage: Stage) -> None:
    """What a new user sees."""
    from ui import theme
    from ui.dialogs.first_start import FirstStart

    first = FirstStart(stage.tasks, folder=Path("联络簿"), sample_folder=stage.work / "unused")
    first.resize(theme.CLIENT_WIDTH, theme.CLIENT_HEIGHT)
    first.show()
    stage.settle()
    stage.save(first, "first-start")
    first.protect.set_current("on")
    first._protect_chosen("on")
    first.back.show()
    stage.settle()
    stage.save(first, "first-start-password")
    first.close()


def passwords(stage: Stage) -> None:
    """The unlock screen, the steps of setting a password and the other dialogs about it."""
    from liaison.errors import WrongPassword
    from ui import theme
    from ui.dialogs.password_asking import AskSecretDialog
    from ui.dialogs.password_change import ChangePasswordDialog, RenewCodeDialog, TurnOffDialog
    from ui.dialogs.password_set import SetPasswordDialog
    from ui.dialogs.password_unlock import UnlockScreen

    if stage.only and not any(stage.only in name for name in ("unlock", "dialog-password", "settings-password")):
        return
    stage.page("settings-password-off", "settings")
    room = stage.window.page.room
    screen = UnlockScreen(stage.tasks, stage.office.folder, "政协云溪镇联络处", again=True)
    screen.resize(theme.CLIENT_WIDTH, theme.CLIENT_HEIGHT)
    screen.show()
    stage.settle()
    stage.save(screen, "unlock")
    for _ in range(4):
        screen._wrong(WrongPassword("密码不对，请再试一次。忘了密码，请点“忘记密码”"))
    screen.password.toggle()
    screen.password.line.setText("yunxi2026")
    stage.settle()
    stage.save(screen, "unlock-wrong")
    screen.forget()
    screen.code.setText("7KQ2M-")
    screen.new.first.line.setText("云溪河边")
    screen.new._typed()
    stage.settle()
    stage.save(screen, "unlock-forgotten")
    screen.hide()
    dialog = SetPasswordDialog(room)
    dialog.show()
    for step, typed in enumerate(("yunxi2026", "", "")):
        if typed:
            dialog.rows.first.line.setText(typed)
            dialog.rows._typed()
        dialog.show_step(step)
        stage.settle()
        stage.save(dialog, f"dialog-password-{step + 1}")
    dialog.type_back.check()
    stage.settle()
    stage.save(dialog, "dialog-password-3-wrong")
    dialog.went_well(())
    stage.settle()
    stage.save(dialog, "dialog-password-4")
    dialog.hide()
    for name, other in (
        ("change", ChangePasswordDialog(room)), ("off", TurnOffDialog(room)), ("renew", RenewCodeDialog(room)),
        ("ask", AskSecretDialog("打开这份备份", "这份备份有密码：输入做备份时的密码，或那时的恢复码。", "密码不对")),
    ):
        other.show()
        stage.settle()
        stage.save(other, f"dialog-password-{name}")
        other.hide()
    room.settings.lock_after = 10
    stage.window.sidebar.set_lock(True)
    stage.window.page.lock._show(True)
    stage.settle()
    stage.save(stage.window, "settings-password-on")
    stage.window.sidebar.set_lock(False)


def signing(stage: Stage) -> None:
    """The sign-in of one activity, and the room at the door with a signature being written."""
    from PySide6.QtCore import QSize

    from liaison.kit.query import Query
    from ui.pages.kiosk import Kiosk

    def latest(kind: str) -> int:
        query = Query(filters=frozenset({kind}))
        return int(stage.office.ids("activities", query, 0, 1)[0])

    studies, coming = stage.on_worker(latest, "集中学习"), stage.on_worker(latest, "coming")
    stage.page("signin-activity", "signin", id=studies)
    stage.page("signin-unrecorded", "signin", id=coming)
    kiosk = Kiosk(stage.window.page.room, studies)
    kiosk.resize(QSize(1366, 768))
    kiosk.show()
    stage.settle()
    stage.save(kiosk, "kiosk")
    kiosk.tap(next(e.member for e in kiosk.roster.entries if not e.signed))
    kiosk.signing.pad.set_strokes([[[0.2, 0.5], [0.4, 0.4], [0.6, 0.6], [0.8, 0.5]]])
    kiosk.ask_to_leave()
    stage.settle()
    stage.save(kiosk, "kiosk-begun-leaving")
    kiosk.hide()
    stage.page("report-results", "report", section="results", key="donations.money")


def dialogs(stage: Stage) -> None:
    """Every dialog, as it opens."""
    import xlsxwriter

    from ui.dialogs.balances import BalancesDialog, chart_face, drawn
    from ui.dialogs.crash import CrashDialog
    from ui.dialogs.exporting import ExportDialog
    from ui.dialogs.handing_in import HandInDialog, InstructDialog
    from ui.dialogs.importing import ImportDialog
    from ui.dialogs.keys import KeysDialog
    from ui.dialogs.questions import ChooseDialog, TellDialog, TextDialog
    from ui.dialogs.reversal import ReversalDialog
    from ui.pages.board.groups import GroupsDialog

    office, room = stage.office, stage.window.page.room
    sheet = stage.work / "委员.xlsx"
    book = xlsxwriter.Workbook(sheet)
    page = book.add_worksheet("名册")
    for number, row in enumerate([
        ("姓名", "工作单位", "职务", "手机", "加入日期", "特长"),
        ("郑明远", "东坪村", "村主任", "13800000021", "2024-03-01", "书法"),
        ("", "云溪村", "会计", "13800000022", "2024-03-01", ""),
        ("秦若兰", "南山茶场", "技师", "不知道", "2024-02-30", ""),
    ]):
        page.write_row(number, 0, row)
    book.close()
    gift = stage.on_worker(office.page, "donations")[0]
    balances = stage.on_worker(lambda: office.gifts.balances())
    shown = {
        "import": ImportDialog(room, office.books["members"], sheet),
        "export": ExportDialog(office.books["members"], narrowed=True),
        "balances": BalancesDialog(balances, drawn(balances, chart_face())),
        "reversal": ReversalDialog(room, office.books["donations"], gift, "9月2日 刘犇 捐款 1,000.00 元"),
        "groups": GroupsDialog(room),
        "hand-in": HandInDialog(stage.tasks, lambda *_: None, today=TODAY, to_whom="云溪镇党委办公室"),
        "instruct": InstructDialog(stage.tasks, lambda *_: None, today=TODAY),
        "keys": KeysDialog(),
        "crash": CrashDialog("ValueError\n  ui/pages/home/page.py:42 in load"),
        "crash-again": CrashDialog("ValueError\n  ui/pages/home/page.py:42 in load", again=True),
        "tell": TellDialog("打印机没有反应。内容已保存，可先存成 PDF。", "timeout"),
        "question": ChooseDialog("第三季度汇报定稿后，文字和数字不再改动。", ["定稿", "再改改"], 1, "", False),
        "text": TextDialog("改回草稿", "原因", "", "改回草稿", None),
    }
    for name, dialog in shown.items():
        dialog.show()
        stage.settle()
        stage.save(dialog, f"dialog-{name}")
        dialog.hide()


def printing(stage: Stage) -> None:
    """The print room upright, turned, with a head and for a batch; the pages of papers; a print menu."""
    from liaison.chinese.dates import Period
    from liaison.papers.paper import Request
    from ui.dialogs.printing import PaperJob, PrintRoom, begin
    from ui.pages.listed import NOTICES, YEARLY

    for page, names in (("yearly", YEARLY), ("notices", NOTICES)):
        for name in names:
            stage.page(f"{page}-{name}", page, paper=name)
    quarter, year = Request(Period.quarter_of(TODAY)), Request(Period.year_of(TODAY))
    stage.window.go("donations")
    stage.settle()
    register = stage.window.page.current
    register.print()
    stage.save(register.print_button.menu_shown, "print-menu")
    register.print_button.menu_shown.close()
    jobs: list[tuple[str, Any, tuple[str, ...]]] = [
        (name, PaperJob(stage.office.papers[name], request), switches) for name, request, switches in (
            ("quarterly-report", quarter, ()), ("quarterly-bulletin", quarter, ("red_head", "imprint")),
            ("donation-book", year, ()), ("workgroup-chart", Request(), ()), ("donation-slip", quarter, ()),
            ("contact-list", Request(), ("private",)),
        )
    ]  # fmt: skip
    register.printing.show = lambda job, _page=0: jobs.append(("list", job, ()))
    register.printing.print_list()
    for name, job, switches in jobs:
        dialog = PrintRoom(stage.window.page.room, job, stage.on_worker(begin, stage.office, job, {}))
        dialog.resize(1240, 640)
        dialog.show()
        stage.settle()
        for switch in switches:
            getattr(dialog.panel, switch).click()
            stage.settle()
        stage.save(dialog, f"print-{name}")
        dialog.hide()


def empty_office(stage: Stage) -> Callable[[], Any]:
    """An office on its first day."""
    from liaison.office import Office

    return lambda: Office.create(
        stage.work / "empty", name="政协云溪镇联络处", town="云溪镇", director="孙国平", today=lambda: TODAY
    )


def long_office(stage: Stage) -> Callable[[], Any]:
    """Names, units and titles as long as the books allow."""

    def make() -> Any:
        from liaison.office import Office

        office = Office.create(
            stage.work / "long", name="政协" + "云溪" * 8 + "镇联络处", town="云溪古渡生态文化镇",
            director="欧阳慕容上官",
            today=lambda: TODAY,
        )
        for n in range(14):
            office.add("members", {"name": LONG_NAME + "甲乙丙丁戊己庚辛壬癸子丑寅卯"[n],
                                   "work_unit": LONG_UNIT[: 20 + n],
                                   "post": "党支部书记兼理事长兼总经理", "joined": "2022-01-01", "sex": "女"})
        activity = office.add(
            "activities",
            {"kind": "协商议事", "title": "云溪河沿岸污水治理和集镇老旧小区排水改造暨农贸市场搬迁专题协商议事会" * 2,
             "start": "2026-09-10 09:00", "place": "河口村党群服务中心三楼多功能会议室" * 2, "host": 1},
        ).created["activities"][0]
        office.signin.set_status(activity, 3, "公假", reason="到省里参加为期五天的基层协商民主建设专题培训班学习" * 2)
        for n in range(3):
            gift = office.add("donations", {"donor": LONG_UNIT, "amount": "98765432.10", "date": f"2026-08-{n + 1:02d}",
                                            "purpose": "农村留守儿童课后看护与助学"}).created["donations"]
            office.enter("donations", gift)
        office.add("assignments", {"work_group": 1, "what": "云溪河沿岸污水治理和集镇老旧小区排水改造" * 2, "owner": 1,
                                   "helpers": [2, 3, 4, 5], "due": "2026-09-10", "assigned_on": "2026-09-01"})
        office.add("suggestions", {"text": "在镇中心小学门口增设早晚护学岗，划出临时停车位。" * 12, "raised_by": 1,
                                   "date": "2026-09-01"})
        return office

    return make


def show_papers(folder: Path, only: str) -> None:
    """Every paper of the sample office, each page a picture."""
    import pypdfium2

    from liaison.chinese.dates import Period
    from liaison.papers import PAPERS, Request
    from liaison.sample import make_sample

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, make_sample(Path(work) / "o", until=TODAY) as office:
        for name in PAPERS:
            if only not in name:
                continue
            period = Period.parse("2026" if PAPERS[name].needs == "year" else "2026Q3")
            records = (office.ids("members")[0],) if PAPERS[name].needs == "member" else ()
            for path in office.make_paper(name, folder, Request(period=period, records=records)):
                if path.suffix == ".pdf":
                    pdf = pypdfium2.PdfDocument(path)
                    for number, page in enumerate(pdf, start=1):
                        page.render(scale=1.3).to_pil().save(folder / f"{path.stem}-{number}.png")
                        print("papers", path.stem, number, flush=True)
                    pdf.close()


if __name__ == "__main__":
    main()

"""The shared widgets: keys, clicks, names for screen readers, and that they let go."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from tests.ui.conftest import Asked
from ui import ask, theme
from ui.dialogs.base import Dialog
from ui.dialogs.crash import CrashDialog
from ui.dialogs.door import DialogDoor
from ui.dialogs.goto import matching
from ui.dialogs.keys import KeysDialog
from ui.dialogs.questions import ChooseDialog, TellDialog, TextDialog
from ui.settings import Settings
from ui.widgets.buttons import Button, IconButton, LinkButton, danger, primary, secondary
from ui.widgets.cards import FigureCard, Total, TotalLine
from ui.widgets.chips import Chip, Filter, FilterRow, Steps
from ui.widgets.flow import FlowLayout
from ui.widgets.form import FormRow
from ui.widgets.frame import PageFrame, RightPanel
from ui.widgets.search import SearchField, Select
from ui.widgets.segmented import Choice, Segmented, segment_at, segment_rect
from ui.widgets.text import ElidedLabel, label
from ui.widgets.toast import Toast

SEVEN = [
    Choice("present", "出席", "done"), Choice("late", "迟到", "near"), Choice("early", "早退", "near"),
    Choice("duty", "公假", "progress"), Choice("sick", "病假", "near"), Choice("personal", "事假", "near"),
    Choice("absent", "缺席", "overdue"),
]  # fmt: skip
FILTERS = [Filter("all", "全部", 32), Filter("money", "捐款", 23), Filter("goods", "捐物", 9)]


@pytest.fixture
def host(qtbot: Any) -> Iterator[QWidget]:
    """A shown window to put widgets in."""
    window = QWidget()
    QVBoxLayout(window)
    window.resize(900, 500)
    qtbot.addWidget(window)
    window.show()
    yield window


def put(host: QWidget, widget: QWidget) -> Any:
    host.layout().addWidget(widget)
    widget.show()
    return widget


def settle() -> None:
    """Let the layouts and the showing of new children happen."""
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def test_a_disabled_button_says_why(qtbot: Any) -> None:
    button = secondary("导出", key="Ctrl+E")
    qtbot.addWidget(button)
    assert button.toolTip() == "导出（Ctrl+E）"
    button.disable("没有可以导出的记录")
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "没有可以导出的记录"
    button.enable()
    assert button.isEnabled()
    assert button.toolTip() == "导出（Ctrl+E）"


@pytest.mark.parametrize("make", [primary, secondary, danger])
def test_buttons_hold_their_word(qtbot: Any, make: Any) -> None:
    button = make("作废冲销")
    qtbot.addWidget(button)
    assert button.sizeHint().width() >= button.fontMetrics().horizontalAdvance("作废冲销") + 20
    assert button.sizeHint().height() == theme.height(34)
    before = button.sizeHint().width()
    button.setText("作废冲销并说明")
    assert button.sizeHint().width() > before


def painted(widget: QWidget) -> bytes:
    return bytes(widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32).constBits())


@pytest.mark.parametrize(
    "make",
    [
        lambda: primary("新增"), lambda: secondary("导入"), lambda: IconButton("close", "关闭"),
        lambda: LinkButton("更多"), lambda: FigureCard("活动", "5", "次"), lambda: Segmented(SEVEN),
        lambda: SearchField("找"), lambda: Select("类别"), lambda: QLineEdit("x"),
        lambda: QCheckBox("不公布"),
    ],
)  # fmt: skip
def test_the_focus_is_always_seen(host: QWidget, qtbot: Any, make: Any) -> None:
    other = put(host, QLineEdit())
    widget = put(host, make())
    qtbot.waitActive(host)
    other.setFocus()
    before = painted(widget)
    widget.setFocus()
    assert widget.hasFocus()
    ring = theme.colour("focus")
    image = widget.grab().toImage()
    seen = sum(image.pixelColor(image.width() // 2, y) == ring for y in range(image.height()))
    assert seen >= 2
    assert painted(widget) != before


def test_filters_choose_one_or_with_ctrl_several(host: QWidget, qtbot: Any) -> None:
    row = put(host, FilterRow(FILTERS))
    sent: list[list[str]] = []
    row.changed.connect(sent.append)
    chips = row._chips
    assert row.chosen() == ["all"]
    qtbot.mouseClick(chips[1], Qt.MouseButton.LeftButton)
    assert row.chosen() == ["money"]
    assert row._clear.isVisible()
    qtbot.keyClick(chips[2], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert row.chosen() == ["money", "goods"]
    qtbot.mouseClick(chips[0], Qt.MouseButton.LeftButton)
    assert row.chosen() == ["all"]
    assert not row._clear.isVisible()
    row.choose(["goods", "gone"])
    assert row.chosen() == ["goods"]
    row.clear()
    assert sent == [["money"], ["money", "goods"], ["all"], ["all"]]


def test_filters_keep_the_choice_when_counts_change(host: QWidget) -> None:
    row = put(host, FilterRow(FILTERS))
    row.choose(["money"])
    row.set_filters([Filter("all", "全部", 33), Filter("money", "捐款", 24), Filter("goods", "捐物", 9)])
    assert row.chosen() == ["money"]
    assert row._chips[1].accessibleName() == "捐款，24 条"
    row.set_filters([Filter("all", "全部", 33), Filter("goods", "捐物", 9)])
    assert row.chosen() == ["all"]


def test_seven_choices_by_key_and_click(host: QWidget, qtbot: Any) -> None:
    row = put(host, Segmented(SEVEN, "到场情况"))
    sent: list[str] = []
    row.chosen.connect(sent.append)
    row.set_current("present")
    assert sent == []
    assert row.accessibleName() == "到场情况：出席"
    qtbot.keyClick(row, Qt.Key.Key_7)
    qtbot.keyClick(row, Qt.Key.Key_8)
    qtbot.keyClick(row, Qt.Key.Key_Left)
    middle = segment_rect(QRectF(row.rect()), 7, 3).center().toPoint()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=middle)
    assert sent == ["absent", "personal", "duty"]
    assert row.current() == "duty"


def test_segments_are_found_where_they_are_painted() -> None:
    rect = QRectF(10, 10, 357, 32)
    for place in range(7):
        assert segment_at(rect, 7, segment_rect(rect, 7, place).center()) == place
    assert segment_at(rect, 7, QPointF(5, 5)) == -1


def test_a_figure_card_opens_by_key_and_reads_whole(host: QWidget, qtbot: Any) -> None:
    card = put(host, FigureCard("捐款", "6,007.14", "元", "11 笔"))
    assert card.accessibleName() == "捐款 6,007.14元，11 笔"
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(card.clicked):
            qtbot.keyClick(card, key)


def test_totals_wrap_and_are_never_cut(host: QWidget) -> None:
    line = put(host, TotalLine())
    goods = tuple(f"{n} 大米 {n}00 袋" for n in range(1, 12))
    money = Total("捐款 21 笔", ("16,409.02 元",), "人民币壹万陆仟肆佰零玖元零贰分")
    line.set_totals([money, Total("捐物 9 笔", goods)])
    host.resize(700, 500)
    settle()
    for words in line.findChildren(QLabel):
        if words.text() and not words.wordWrap():
            assert words.width() >= words.fontMetrics().horizontalAdvance(words.text()), words.text()
            assert words.mapTo(line, words.rect().bottomRight()).y() <= line.height(), words.text()
    line.set_totals([Total("捐款 1 笔", ("5.00 元",))])
    settle()
    assert [words.text() for words in line.findChildren(QLabel)] == ["捐款 1 笔", "5.00 元"]


def test_cut_text_has_a_tooltip(host: QWidget) -> None:
    words = put(host, ElidedLabel("溪畔茶叶专业合作社理事长兼技术负责人"))
    words.setFixedWidth(600)
    host.layout().activate()
    assert words.toolTip() == ""
    words.setFixedWidth(60)
    host.layout().activate()
    assert words.toolTip() == words.text()


def test_text_is_never_read_as_markup(qtbot: Any) -> None:
    made = label("<b>王芳</b>")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_the_toast_stays_while_focused_and_is_one(host: QWidget, qtbot: Any) -> None:
    toast = Toast(host)
    toast.say("已新增委员 王芳")
    toast.say("已作废 2026-024 号")
    assert toast.text == "已作废 2026-024 号"
    assert toast.isVisible()
    assert toast.geometry().bottom() == host.height() - theme.TOAST_ABOVE_EDGE - 1
    qtbot.waitActive(host)
    toast._undo.setFocus()
    toast._over()
    assert toast.isVisible(), "it stays while it has the focus"
    with qtbot.waitSignal(toast.undo):
        toast._undo.click()
    assert not toast.isVisible()
    toast.say("已导出", undo=False)
    assert not toast._undo.isVisible()
    host.setFocus()
    toast._over()
    assert not toast.isVisible()


def test_a_form_row_shows_its_problem_under_the_field(host: QWidget) -> None:
    field = QLineEdit()
    row = put(host, FormRow("捐赠人", field, required=True, hint="可以写无名氏"))
    assert field.accessibleName() == "捐赠人，必填"
    row.problem("捐赠人要写")
    assert field.accessibleDescription() == "捐赠人要写"
    row.clear_problem()
    assert field.accessibleDescription() == "可以写无名氏"


def test_the_panel_folds_and_says_so(host: QWidget, qtbot: Any) -> None:
    panel = put(host, RightPanel("2026-024"))
    panel.set_folded_words(["来宾 3", "五有 4/5"])
    wide = panel.width()
    with qtbot.waitSignal(panel.toggled) as signal:
        panel.toggle()
    assert signal.args == [True]
    assert panel.width() < wide
    assert [b.text() for b in panel.findChildren(Button) if b.isVisible()] == ["来宾 3", "五有 4/5"]
    panel.toggle()
    assert panel.width() == wide


def test_a_slot_takes_no_room_until_it_is_filled(host: QWidget) -> None:
    frame = put(host, PageFrame("捐赠台账"))
    frame.content.addWidget(QWidget())
    frame.layout().activate()
    assert frame.filters.sizeHint() == QSize(0, 0)
    frame.filters.addWidget(SearchField("找"))
    settle()
    assert frame.filters.sizeHint().height() == theme.height(34) + 10


def test_a_flow_wraps(host: QWidget) -> None:
    box = put(host, QWidget())
    flow = FlowLayout(box, spacing=4)
    for _ in range(6):
        part = QWidget()
        part.setFixedSize(100, 20)
        flow.addWidget(part)
    settle()
    assert flow.heightForWidth(700) == 20
    assert flow.heightForWidth(210) == 3 * 20 + 2 * 4
    assert flow.sizeHint() == QSize(620, 20)


def test_status_has_a_word(qtbot: Any) -> None:
    chip, steps = Chip("逾期", "overdue"), Steps(3, 4, "overdue")
    for widget in (chip, steps):
        qtbot.addWidget(widget)
    assert chip.accessibleName() == "逾期"
    assert steps.accessibleName() == "3/4 步已完成"


@pytest.mark.usefixtures("qapp")
def test_boxes_are_crisp_at_one_and_a_half() -> None:
    """The edge of a box at a fractional place fills whole device pixels: no half-tinted rows beside it."""
    image = QImage(150, 60, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1.5)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    theme.paint_box(painter, QRectF(3, 3, 81, 31), edge=theme.colour("text"), radius=0)
    painter.end()
    column = [image.pixelColor(75, y).name() for y in range(60)]
    inked = set(column) - {theme.colour("surface").name()}
    assert inked == {theme.colour("text").name()}


# -- dialogs --------------------------------------------------------------------------------------

DIALOGS = [
    lambda: TellDialog("打印机没有反应。内容已保存，可先存成 PDF。", "0x80"),
    lambda: ChooseDialog("作废 2026-024 号？", ("作废冲销", "不作废"), 1, danger=True),
    lambda: TextDialog("销号", "结果", "", "销号"),
    lambda: CrashDialog("report"),
    KeysDialog,
]


@pytest.mark.parametrize("make", DIALOGS)
def test_a_dialog_dies_with_its_last_reference(
    make: Any, settings: Settings, host: QWidget
) -> None:
    door = DialogDoor(settings, lambda: host)
    dialog: Dialog | None = make()
    gone = weakref.ref(dialog)
    gc.disable()
    try:
        QTimer.singleShot(0, dialog, dialog.reject)  # type: ignore[union-attr]
        door.run(dialog)  # type: ignore[arg-type]
        dialog = None
        assert gone() is None, "something holds the dialog: a lambda, or a parent"
    finally:
        gc.enable()
    assert host.findChildren(QDialog) == []


def test_esc_is_the_safe_choice_and_enter_does_no_harm(qtbot: Any) -> None:
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        dialog = ChooseDialog("作废 2026-024 号？", ("作废冲销", "不作废"), 1, danger=True)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.keyClick(dialog, key)
        assert dialog.chosen == 1
        assert not dialog.isVisible()


def test_a_text_is_refused_until_it_is_right(qtbot: Any) -> None:
    dialog = TextDialog("销号", "结果", "", "销号", lambda t: "" if t else "结果要写")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.field.accessibleDescription() == "结果要写"
    qtbot.keyClicks(dialog.field, " done ")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.text == "done"


def test_detail_is_folded_and_can_be_copied(qtbot: Any) -> None:
    dialog = TellDialog("打印机没有反应。", "0x80")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog._detail.isVisible()
    dialog._more.click()
    assert dialog._detail.isVisible()
    dialog._copy.click()
    assert QGuiApplication.clipboard().text() == "0x80"


def test_file_choosers_remember_the_folder_and_add_the_ending(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    door = DialogDoor(settings, lambda: None)
    seen: list[str] = []

    def save(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        seen.append(start)
        return str(tmp_path / "名册"), str(ask.SHEETS)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    for _ in range(2):
        assert door.save_file("export", "导出", "名册.xlsx", [ask.SHEETS, ask.PDF]) == tmp_path / "名册.xlsx"
    assert seen[1] == str(tmp_path / "名册.xlsx")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    assert door.open_files("import", "导入", [ask.SHEETS], False) == []
    assert settings.folders["import"] == ""


def test_a_paper_without_a_folder_of_its_own_begins_in_the_last_papers_folder(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    door, seen, chosen = DialogDoor(settings, lambda: None), [], iter(("a", "b", "c"))

    def save(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        seen.append(Path(start).parent.name)
        folder = tmp_path / next(chosen)
        folder.mkdir()
        return str(folder / "x.pdf"), str(ask.PDF)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    for purpose in ("paper/minutes", "paper/notice", "paper/minutes"):
        door.save_file(purpose, "另存 PDF", "x.pdf", [ask.PDF])
    assert seen[1:] == ["a", "a"]  # the last paper's, then its own


def test_the_door_passes_everything_on(asked: Asked) -> None:
    asked.answers = ["作废冲销", "王芳", [Path("a.xlsx")], None]
    assert ask.question("作废？", yes="作废冲销", no="不作废")
    assert ask.text("改名", "姓名", verb="改名") == "王芳"
    assert ask.open_file("import", "导入") == Path("a.xlsx")
    assert ask.folder("backup", "备份到") is None
    assert not ask.question("作废？", yes="作废冲销", no="不作废"), "without an answer the safe one"


# -- going to a page by its letters -----------------------------------------------------------------

PAGES = [("donations", "台账", "捐赠台账"), ("signins", "台账", "签到簿"), ("report", "文稿", "季度汇报")]
LETTERS = {"donations": "jztz", "signins": "qdb", "report": "jdhb"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["report", "donations", "signins"]),
        ("j", ["donations", "report"]),
        ("jd", ["report"]),
        ("QDB", ["signins"]),
        ("台账", ["donations", "signins"]),
        ("签到", ["signins"]),
        ("zz", []),
    ],
)
def test_pages_are_found_by_words_and_initials(typed: str, found: list[str]) -> None:
    assert matching(typed, PAGES, LETTERS, ["report"]) == found


def test_preferences_last_and_survive_nonsense(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "window.ini"
    settings = Settings(file)
    assert settings.large_text is False
    settings.large_text = True
    settings.columns["donations"] = [80, 120]
    settings.last_pages["台账"] = "honors"
    settings.flush()
    again = Settings(file)
    assert again.large_text is True
    assert again.columns["donations"] == [80, 120]
    assert again.last_pages["台账"] == "honors"
    again.write("window/large_text", "yes")
    assert again.large_text is False
    again.columns["new"].append(1)
    assert again.columns["other"] == []


def test_the_wheel_does_not_change_a_value(host: QWidget) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QWheelEvent

    field = put(host, Select("类别"))
    field.addItems(["捐款", "捐物"])
    middle = QPointF(field.rect().center())
    turn = QWheelEvent(
        middle, field.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, turn)
    assert field.currentText() == "捐款"
    assert turn.type() == QEvent.Type.Wheel


@pytest.mark.parametrize("make", [lambda slot: Button("写草稿", slot), lambda slot: LinkButton("全部出席", slot),
                                  lambda slot: IconButton("close", "关闭", slot)])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus(qtbot, make, key) -> None:  # type: ignore[no-untyped-def]
    pressed: list[bool] = []
    button = make(lambda: pressed.append(True))
    qtbot.addWidget(button)
    button.show()
    qtbot.keyClick(button, key)
    assert pressed == [True]

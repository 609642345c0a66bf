"""Figures in the editor: what is stored comes back, typing beside, inside and over them, keys, clipboard."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.pages.report.chips import Chip, characters
from ui.pages.report.clipboard import MARKS
from ui.pages.report.document import SectionDocument
from ui.pages.report.editor import SectionEdit

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@dataclass(frozen=True, slots=True)
class P:
    """A stored piece."""

    text: str
    key: str | None = None


CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffc\ufdd0\ufdd1"
)
PLAIN = st.text(CHARACTERS, min_size=1, max_size=12)
LINES = st.lists(PLAIN, min_size=1, max_size=3).map("\n".join)
PIECES = st.lists(
    st.one_of(LINES.map(P), st.tuples(PLAIN, st.sampled_from(["a.b", "c.d:kind=会议", "e"])).map(lambda t: P(*t))),
    max_size=8,
)


def merged(pieces: list[P]) -> tuple[tuple[str, str | None], ...]:
    found: list[tuple[str, str | None]] = []
    for piece in pieces:
        if found and piece.key is None and found[-1][1] is None:
            found[-1] = (found[-1][0] + piece.text, None)
        else:
            found.append((piece.text, piece.key))
    return tuple(found)


@pytest.fixture
def edit(qtbot: QtBot) -> SectionEdit:
    """Two paragraphs: 活动[5次]，出席[46/52人次]。 and 收到[30个]"""
    made = SectionEdit()
    qtbot.addWidget(made)
    made.resize(600, 300)
    document = SectionDocument(made)
    document.fill(
        [P("活动"), P("5次", "activities.count"), P("，出席"), P("46/52人次", "attendance.present"),
         P("。\n收到"), P("30个", "goods")], {},
    )  # fmt: skip
    made.show_section(document)
    made.show()
    made.setFocus()
    return made


def put(edit: SectionEdit, at: int, to: int | None = None) -> None:
    cursor = edit.textCursor()
    cursor.setPosition(at)
    if to is not None:
        cursor.setPosition(to, QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)


def commit(edit: SectionEdit, text: str, preedit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(edit, event)


def chip(edit: SectionEdit, key: str) -> Chip:
    return next(c for c in edit.section.chips() if c.key == key)


def text(edit: SectionEdit) -> str:
    return "".join(f"[{t}]" if key else t for t, key in edit.section.pieces())


START = "活动[5次]，出席[46/52人次]。\n收到[30个]"

# -- what is stored comes back ----------------------------------------------------------------------


@pytest.mark.usefixtures("qapp")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=PIECES)
def test_what_is_stored_comes_back_as_it_was(pieces: list[P]) -> None:
    edit = SectionEdit()
    document = SectionDocument(edit)
    document.fill(pieces, {})
    assert document.pieces() == merged(pieces)
    assert not any(c.typed_over for c in document.chips())
    assert not document.isUndoAvailable()


@pytest.mark.usefixtures("qapp")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=PIECES, at=st.floats(0, 1), typed=PLAIN)
def test_typing_anywhere_keeps_every_figure_and_can_be_undone(pieces: list[P], at: float, typed: str) -> None:
    edit = SectionEdit()
    document = SectionDocument(edit)
    document.fill(pieces, {})
    edit.show_section(document)
    cursor = edit.textCursor()
    cursor.setPosition(round(at * (document.characterCount() - 1)))
    edit.setTextCursor(cursor)
    edit.write(typed)
    assert [key for _, key in document.pieces() if key] == [p.key for p in pieces if p.key]
    while document.isUndoAvailable():
        document.undo()
    assert document.pieces() == merged(pieces)


def test_a_replaced_text_is_one_step_of_undo(edit: SectionEdit) -> None:
    edit.section.replace([P("新的"), P("6次", "activities.count")], {})
    assert text(edit) == "新的[6次]"
    edit.undo()
    assert text(edit) == START
    edit.redo()
    assert text(edit) == "新的[6次]"


def test_what_was_stored_as_typed_over_knows_the_books_words(edit: SectionEdit) -> None:
    edit.section.fill([P("活动"), P("9次", "activities.count")], {1: "5次"})
    assert chip(edit, "activities.count").typed_over
    edit.put_back(chip(edit, "activities.count"))
    assert text(edit) == "活动[5次]"
    assert not chip(edit, "activities.count").typed_over


# -- typing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (2, "活动约[5次]，出席[46/52人次]。\n收到[30个]"),
        (4, "活动[5次]约，出席[46/52人次]。\n收到[30个]"),
        (3, "活动[5约次]，出席[46/52人次]。\n收到[30个]"),
        (0, "约活动[5次]，出席[46/52人次]。\n收到[30个]"),
    ],
)
@pytest.mark.parametrize("way", ["keys", "input method"])
def test_typing_beside_a_figure_leaves_it_alone_inside_marks_it(
    qtbot: QtBot, edit: SectionEdit, at: int, expected: str, way: str
) -> None:
    put(edit, at)
    if way == "keys":
        qtbot.keyClicks(edit, "x")
        assert text(edit) == expected.replace("约", "x")
    else:
        commit(edit, "约")
        assert text(edit) == expected
    assert chip(edit, "activities.count").typed_over is (at == 3)


@pytest.mark.parametrize("way", ["keys", "input method", "composed"])
def test_typing_over_a_chosen_figure_keeps_it_and_marks_it(qtbot: QtBot, edit: SectionEdit, way: str) -> None:
    put(edit, 2, 4)
    if way == "keys":
        qtbot.keyClicks(edit, "6")
    elif way == "composed":
        commit(edit, "", "liu")
        commit(edit, "6")
    else:
        commit(edit, "6")
    assert text(edit) == "活动[6]，出席[46/52人次]。\n收到[30个]"
    over = chip(edit, "activities.count")
    assert over.typed_over and over.words == "5次"
    edit.undo()
    while edit.section.isUndoAvailable():
        edit.undo()
    assert text(edit) == START


def test_typing_over_goes_on_to_its_end_until_the_caret_moves(qtbot: QtBot, edit: SectionEdit) -> None:
    put(edit, 2, 4)
    qtbot.keyClicks(edit, "612")
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    commit(edit, "次")
    assert text(edit) == "活动[61次]，出席[46/52人次]。\n收到[30个]"
    qtbot.keyClick(edit, Qt.Key.Key_Left)
    qtbot.keyClick(edit, Qt.Key.Key_Right)
    qtbot.keyClicks(edit, "x")
    assert text(edit) == "活动[61次]x，出席[46/52人次]。\n收到[30个]"
    edit.undo()
    assert text(edit) == "活动[61次]，出席[46/52人次]。\n收到[30个]"


def test_typing_is_one_step_of_undo(qtbot: QtBot, edit: SectionEdit) -> None:
    put(edit, 0)
    qtbot.keyClicks(edit, "abc")
    edit.undo()
    assert text(edit) == START


def test_composing_that_is_given_up_leaves_the_figure(edit: SectionEdit) -> None:
    put(edit, 2, 4)
    commit(edit, "", "liu")
    commit(edit, "")
    assert text(edit) == START
    assert not chip(edit, "activities.count").typed_over


def test_typing_the_books_words_again_takes_the_mark_away(qtbot: QtBot, edit: SectionEdit) -> None:
    put(edit, 3)
    qtbot.keyClicks(edit, "0")
    assert chip(edit, "activities.count").typed_over
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert not chip(edit, "activities.count").typed_over


def test_a_selection_that_cuts_a_figure_takes_the_whole_of_it(qtbot: QtBot, edit: SectionEdit) -> None:
    put(edit, 1, 3)
    qtbot.keyClicks(edit, "x")
    assert text(edit) == "活x，出席[46/52人次]。\n收到[30个]"


def test_at_the_start_of_a_paragraph_typing_goes_before_the_figure(qtbot: QtBot, edit: SectionEdit) -> None:
    edit.section.fill([P("5次", "k")], {})
    put(edit, 0)
    qtbot.keyClicks(edit, "a")
    assert text(edit) == "a[5次]"
    put(edit, 3)
    commit(edit, "尾")
    assert text(edit) == "a[5次]尾"


# -- taking away ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "at"), [(Qt.Key.Key_Backspace, 4), (Qt.Key.Key_Delete, 2)])
def test_a_figure_goes_with_the_second_press(qtbot: QtBot, edit: SectionEdit, key: Qt.Key, at: int) -> None:
    put(edit, at)
    qtbot.keyClick(edit, key)
    assert text(edit) == START
    assert edit.textCursor().selectedText() == "5次"
    qtbot.keyClick(edit, key)
    assert text(edit) == "活动，出席[46/52人次]。\n收到[30个]"
    edit.undo()
    assert text(edit) == START


def test_beside_plain_text_backspace_is_plain(qtbot: QtBot, edit: SectionEdit) -> None:
    put(edit, 2)
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert text(edit) == "活[5次]，出席[46/52人次]。\n收到[30个]"


# -- figures in and out -----------------------------------------------------------------------------


def test_a_figure_is_inserted_behind_the_one_the_caret_is_in(edit: SectionEdit) -> None:
    put(edit, 3)
    edit.insert_figure("honors.count", "1项")
    assert text(edit) == "活动[5次][1项]，出席[46/52人次]。\n收到[30个]"
    assert [c.typed_over for c in edit.section.chips()] == [False] * 4


def test_copying_keeps_figures_inside_the_program(edit: SectionEdit) -> None:
    put(edit, 0, 5)
    data = edit.createMimeDataFromSelection()
    assert data.text() == "活动5次，" and data.hasFormat(MARKS)
    put(edit, edit.section.characterCount() - 1)
    edit.insertFromMimeData(data)
    assert text(edit) == START + "活动[5次]，"


def test_half_a_figure_is_copied_as_text(edit: SectionEdit) -> None:
    put(edit, 0, 3)
    data = edit.createMimeDataFromSelection()
    put(edit, 0)
    edit.insertFromMimeData(data)
    assert text(edit) == "活动5" + START


def test_text_of_another_program_comes_plain_with_its_paragraphs(edit: SectionEdit) -> None:
    data = QMimeData()
    data.setText("甲\r\n乙\t丙\x07")
    data.setHtml("<b>甲</b>")
    put(edit, 0)
    edit.insertFromMimeData(data)
    assert text(edit) == "甲\n乙 丙" + START


def test_marks_that_cannot_be_read_come_as_text(edit: SectionEdit) -> None:
    data = QMimeData()
    data.setText("甲")
    data.setData(MARKS, b"[1, 2")
    put(edit, 0)
    edit.insertFromMimeData(data)
    assert text(edit) == "甲" + START


# -- opening ----------------------------------------------------------------------------------------


def middle_of(edit: SectionEdit, key: str) -> QPointF:
    return edit.boxes(chip(edit, key))[0].center()


def test_a_click_on_a_figure_opens_it(qtbot: QtBot, edit: SectionEdit) -> None:
    point = middle_of(edit, "attendance.present").toPoint()
    with qtbot.waitSignal(edit.figure_chosen) as got:
        qtbot.mouseClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert got.args == ["attendance.present"]
    chosen = edit.chosen_chip()
    assert chosen is not None and chosen.text == "46/52人次"
    assert text(edit) == START


def test_enter_inside_a_figure_opens_it_beside_it_begins_a_paragraph(qtbot: QtBot, edit: SectionEdit) -> None:
    put(edit, 3)
    with qtbot.waitSignal(edit.figure_chosen) as got:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert got.args == ["activities.count"] and text(edit) == START
    put(edit, 4)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert text(edit) == "活动[5次]\n，出席[46/52人次]。\n收到[30个]"


def test_frozen_text_can_be_opened_but_not_typed(qtbot: QtBot, edit: SectionEdit) -> None:
    edit.set_read_only(True)
    put(edit, 2)
    qtbot.keyClicks(edit, "x")
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    commit(edit, "约")
    assert text(edit) == START
    with qtbot.waitSignal(edit.figure_chosen) as got:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert got.args == ["activities.count"]


def test_the_tip_says_what_it_is_and_what_the_books_say(qtbot: QtBot, edit: SectionEdit) -> None:
    edit.labels = {"activities.count": "开展活动"}
    assert edit.tip(chip(edit, "activities.count")) == "开展活动\n点开看出处（回车）"
    put(edit, 3)
    qtbot.keyClicks(edit, "0")
    assert edit.tip(chip(edit, "activities.count")).splitlines()[1] == "手改，台账是 5次"


def test_the_menu_is_in_plain_words(edit: SectionEdit) -> None:
    menu = edit.menu()
    assert [a.text().split("\t")[0] for a in menu.actions()] == ["撤销", "重做", "剪切", "复制", "粘贴", "全选"]
    assert not menu.actions()[0].isEnabled()


def test_characters_are_counted_without_blanks() -> None:
    assert characters((("甲 乙\n", None), ("5次", "k"))) == 4

"""签到表: what the blank and the filled sheet say, and what comes out on paper, measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.books.roster import TO_SIGN_LATER
from liaison.errors import UserError
from liaison.office import Office
from liaison.papers.signin_sheet import (
    BOX_ASPECT,
    GUEST_LINES,
    LEAST_GUEST_LINES,
    count_sentence,
    ink,
    make_blank,
    make_filled,
)
from liaison.press.blocks import Cell, Document, Group, Row, Table, Title, cell_of, plain
from liaison.press.plaintext import plain_text
from tests.ui import signins

LEAST_CELL = 10.0  # millimetres


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The study meeting of the design picture; 陈喆 came without signing."""
    folder = tmp_path_factory.mktemp("sheet") / "office"
    with Office.create(folder, name="政协云溪镇联络处", town="云溪镇", today=lambda: "2026-09-18") as office:
        signins.add_recorded_meeting(office)
        office.signin.sign(1, 5, None, "8:54")
        office.signin.add_guest(1, "李敏", "县政协", signins.scribble(9), "8:50")
        yield office


def table(document: Document) -> Table:
    (found,) = (block for block in document.blocks if isinstance(block, Table))
    return found


def rows_of(document: Document) -> list[Row]:
    """The rows; a group's as one cell over all columns."""
    return [(Cell(row.label),) if isinstance(row, Group) else row for row in table(document).rows]


def texts(document: Document) -> list[list[str]]:
    return [[plain(cell_of(cell).text) for cell in row] for row in rows_of(document)]


def test_the_blank_sheet_has_a_tall_empty_cell_for_everybody(meeting: Office) -> None:
    document = make_blank(meeting, meeting.settings, 1)
    rows = rows_of(document)
    assert [column.label for column in table(document).columns] == ["序号", "姓名", "单位及职务", "签名", "备注"]
    assert len(rows) == 11 + 1 + 4 + LEAST_GUEST_LINES
    for row in rows:
        if len(row) == 5:
            cell = cell_of(row[3])
            assert cell.height is not None
            assert cell.height >= LEAST_CELL
            assert not plain(cell.text)
            assert not cell.strokes
    assert texts(document)[2][:3] == ["3", "王芳", "溪畔茶叶合作社 理事长"]
    assert texts(document)[-1] == ["7", "", "", "", ""]


def test_without_announced_guests_there_is_room_for_some(office: Office) -> None:
    signins.add_empty_meeting(office)
    assert [row[:2] for row in texts(make_blank(office, office.settings, 1))[12:]] == [
        [str(n), ""] for n in range(1, GUEST_LINES + 1)
    ]


def test_nothing_recorded_shows_on_the_blank_sheet(meeting: Office) -> None:
    words = plain_text(make_blank(meeting, meeting.settings, 1))
    assert not any(word in words for word in ("公假", "车坏", "8:51", "出席率"))


def test_both_name_office_activity_day_place_and_host(meeting: Office) -> None:
    for document in (make_blank(meeting, meeting.settings, 1), make_filled(meeting, meeting.settings, 1)):
        words = plain_text(document)
        assert words.startswith("集中学习（7—8月）签到表\n政协云溪镇联络处\n")
        assert "时间：2026年8月21日 9:00—11:30　　地点：委员之家" in words
        assert "承办：何秀英　　必须参加" in words
        assert isinstance(document.blocks[0], Title)


def test_the_filled_sheet_says_how_everybody_came(meeting: Office) -> None:
    rows = texts(make_filled(meeting, meeting.settings, 1))
    assert [row[-1] for row in rows[:11]] == [
        "出席，8:51 到", "出席，8:52 到", "出席", "迟到，9:20 到，车坏在路上", f"{TO_SIGN_LATER}，8:54 到",
        "公假，县里开会", "出席，8:55 到", "出席，8:57 到", "病假，有请假条", "缺席，未说明", "出席，8:58 到",
    ]  # fmt: skip
    assert rows[11] == ["列席与来宾"]
    assert [row[1:3] for row in rows[12:]] == [
        ["周建民", "镇党委副书记"], ["林素梅", "县政协委工委"], ["郭宏", "辅导教师"], ["李敏", "县政协"],
    ]  # fmt: skip


def test_the_counters_stand_below_with_their_base(meeting: Office) -> None:
    (row,) = table(make_filled(meeting, meeting.settings, 1)).foot
    assert plain(cell_of(row[0]).text) == (
        "应到 11 人，实到 8 人（迟到 1 人），公假 1 人，病假 1 人，缺席 1 人。"
        "出席率 8/10（公假 1 人不算缺席）。列席与来宾 4 人。"
    )


def test_both_can_lie_in_one_folder(meeting: Office) -> None:
    assert make_blank(meeting, meeting.settings, 1).title != make_filled(meeting, meeting.settings, 1).title


def test_an_office_may_count_leave_on_duty(meeting: Office) -> None:
    counts = meeting.signin.roster(1).counts
    from dataclasses import replace

    sentence = count_sentence(replace(counts, duty_leave_counts=True), required=True, duty_leave_counts=True)
    assert "出席率 8/11（公假 1 人计入应到）" in sentence


def test_a_voluntary_activity_has_no_rate(meeting: Office) -> None:
    sentence = count_sentence(meeting.signin.roster(1).counts, required=False, duty_leave_counts=False)
    assert "出席率 " not in sentence.replace("不计出席率", "")
    assert "自愿参加，不计出席率" in sentence
    assert "缺席" not in sentence


def test_signatures_stand_where_people_signed(meeting: Office) -> None:
    rows = rows_of(make_filled(meeting, meeting.settings, 1))
    signed = [len(row) == 5 and bool(cell_of(row[3]).strokes) for row in rows]
    # 沈佳禾 王芳 韩堃 周䶮 何秀英 and the guest 李敏; 陈喆 signs later
    assert [place for place, yes in enumerate(signed) if yes] == [0, 1, 6, 7, 10, 15]


def test_absent_after_all_shows_no_signature(office: Office) -> None:
    signins.add_half_signed_meeting(office)
    office.signin.set_status(1, 1, "缺席")
    first = rows_of(make_filled(office, office.settings, 1))[0]
    assert isinstance(first[3], Cell)
    assert not first[3].strokes
    assert first[4] == "缺席"


def test_not_recorded_says_so(office: Office) -> None:
    signins.add_half_signed_meeting(office)
    document = make_filled(office, office.settings, 1)
    assert texts(document)[3][-1] == "还没有记"
    assert "还没有记的 3 人" in plain_text(document)


def test_a_deleted_activity_is_refused(office: Office) -> None:
    signins.add_empty_meeting(office)
    office.remove("activities", [1])
    with pytest.raises((UserError, LookupError)):
        make_blank(office, office.settings, 1)


_points = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(list)


@given(st.lists(st.lists(_points, min_size=1, max_size=8), min_size=1, max_size=5))
def test_ink_stays_in_its_box_and_keeps_its_shape(strokes: list[list[list[float]]]) -> None:
    lines, aspect = ink(strokes)
    assert all(-1e-9 <= x <= 1 + 1e-9 and -1e-9 <= y <= 1 + 1e-9 for line in lines for x, y in line)
    ways_x, ways_y = [], []
    for before, after in zip(strokes, lines, strict=True):
        for (x0, y0), (x1, y1) in zip(before, after, strict=True):
            ways_x.append((x0 * BOX_ASPECT, x1 * aspect))
            ways_y.append((y0, y1))
    # one scale for both directions: the distance of any two points grew by the same factor
    scale = _scale(ways_x) or _scale(ways_y)
    for ways in (ways_x, ways_y):
        other = _scale(ways)
        assert other is None or scale is None or other == pytest.approx(scale, rel=1e-3)


def _scale(ways: list[tuple[float, float]]) -> float | None:
    (least, at_least), (most, at_most) = min(ways), max(ways)
    return (at_most - at_least) / (most - least) if most - least > 0.05 else None


def test_no_ink_is_no_strokes() -> None:
    assert ink([]) == ((), BOX_ASPECT)


def test_a_single_dash_is_not_blown_up() -> None:
    (line,), aspect = ink([[[0.5, 0.5], [0.6, 0.5]]])
    assert aspect == pytest.approx(1.0)
    assert line[1][0] - line[0][0] < 0.5




# -- on paper, measured -------------------------------------------------------------------------------

MM = 72 / 25.4


def printed(document: Document) -> list[Any]:
    """The pages as pdfplumber reads them."""
    from io import BytesIO

    import pdfplumber

    from liaison import press

    with pdfplumber.open(BytesIO(press.pdf_bytes(document, press.bundled_fonts()))) as pdf:
        return [
            {
                "words": page.extract_text(), "chars": page.chars, "width": page.width,
                "cells": [cell for found in page.find_tables() for row in found.rows for cell in row.cells if cell],
                "ink": [*page.curves, *[line for line in page.lines if not _straight(line)]],
            }
            for page in pdf.pages
        ]  # fmt: skip


def _straight(line: dict[str, Any]) -> bool:
    """A ruled line runs along the sheet's edges; ink does not."""
    return abs(line["x0"] - line["x1"]) < 0.2 or abs(line["top"] - line["bottom"]) < 0.2


def inside(x0: float, top: float, x1: float, bottom: float, cell: tuple[float, ...]) -> bool:
    return cell[0] <= x0 and cell[1] <= top and x1 <= cell[2] and bottom <= cell[3]


def signing_cells(page: Any) -> list[tuple[float, ...]]:
    """The column to sign in, from the top, without its heading."""
    return sorted((c for c in page["cells"] if 33 < (c[2] - c[0]) / MM < 35), key=lambda c: c[1])[1:]


@pytest.fixture(scope="module")
def blank_pages(meeting: Office) -> list[Any]:
    return printed(make_blank(meeting, meeting.settings, 1))


@pytest.fixture(scope="module")
def filled_pages(meeting: Office) -> list[Any]:
    return printed(make_filled(meeting, meeting.settings, 1))


def test_every_cell_to_sign_in_is_tall_and_wide_enough(blank_pages: list[Any]) -> None:
    cells = [cell for page in blank_pages for cell in signing_cells(page)]
    assert len(cells) == 11 + 4 + LEAST_GUEST_LINES
    for x0, top, x1, bottom in cells:
        assert (bottom - top) / MM >= LEAST_CELL
        assert (x1 - x0) / MM >= 30


def test_all_of_both_sheets_stands_on_one_page(blank_pages: list[Any], filled_pages: list[Any]) -> None:
    assert (len(blank_pages), len(filled_pages)) == (1, 1)


def test_no_character_leaves_its_cell_or_the_sheet(blank_pages: list[Any], filled_pages: list[Any]) -> None:
    for page in (*blank_pages, *filled_pages):
        top = min(cell[1] for cell in page["cells"])
        bottom = max(cell[3] for cell in page["cells"])
        for char in page["chars"]:
            assert char["x0"] > 15 * MM
            assert char["x1"] < page["width"] - 15 * MM
            middle = (char["top"] + char["bottom"]) / 2
            if top < middle < bottom:
                box = (char["x0"], middle, char["x1"], middle)
                assert any(inside(*box, cell) for cell in page["cells"]), char["text"]


def test_all_words_of_the_document_are_on_the_paper(meeting: Office, filled_pages: list[Any]) -> None:
    seen = "".join("".join(page["words"].split()) for page in filled_pages)
    for row in texts(make_filled(meeting, meeting.settings, 1)):
        assert all(character in seen for text in row for character in "".join(text.split()))
    assert "出席率8/10（公假1人不算缺席）" in seen


def test_signatures_are_lines_inside_their_own_cells(filled_pages: list[Any]) -> None:
    (page,) = filled_pages
    cells = signing_cells(page)
    used = set()
    for line in page["ink"]:
        box = (line["x0"], line["top"], line["x1"], line["bottom"])
        places = [place for place, cell in enumerate(cells) if inside(*box, cell)]
        assert len(places) == 1, box
        used.add(places[0])
    # 沈佳禾 王芳 韩堃 周䶮 何秀英 and, after ten more rows, the last of four guests
    assert sorted(used) == [0, 1, 6, 7, 10, 14]


def test_a_crowd_with_long_names_repeats_the_heading(office: Office) -> None:
    signins.add_crowd(office)
    pages = printed(make_blank(office, office.settings, 1))
    assert len(pages) > 1
    for page in pages:
        assert "单位及职务" in page["words"]
    assert sum(len(signing_cells(page)) for page in pages) == 30 + GUEST_LINES
    seen = "".join("".join(page["words"].split()) for page in pages)
    assert seen.count("买提") == 3

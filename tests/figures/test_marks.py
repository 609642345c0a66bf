"""Marks: what is written reads back, typed brackets stay text, refreshing touches nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.chinese.dates import Period
from liaison.figures import marks
from liaison.figures.figure import Figures, count
from liaison.figures.marks import Piece

texts = st.text(alphabet="[]|\\!a数，\n", max_size=12)
inner = st.text(alphabet="[]|\\!a数，", max_size=6)
pieces = st.lists(
    st.builds(Piece, texts) | st.builds(Piece, inner, inner.filter(bool), st.booleans()), max_size=6
)


def merged(given_: list[Piece]) -> list[Piece]:
    """Plain neighbours as one, empty plain pieces gone."""
    found: list[Piece] = []
    for piece in given_:
        if piece.key is None and found and found[-1].key is None:
            found[-1] = Piece(found[-1].text + piece.text)
        elif piece.key or piece.text:
            found.append(piece)
    return [p for p in found if p.key or p.text]


@given(pieces)
def test_what_is_written_reads_back(given_: list[Piece]) -> None:
    assert list(marks.parse(marks.write(given_))) == merged(given_)


@given(texts)
def test_any_typed_text_is_text(text: str) -> None:
    assert marks.plain(marks.escape(text)) == text
    assert marks.keys(marks.escape(text)) == ()


@given(texts)
def test_reading_and_writing_any_text_settles_at_once(text: str) -> None:
    once = marks.write(marks.parse(text))
    assert marks.parse(once) == marks.parse(text)
    assert marks.write(marks.parse(once)) == once


@pytest.mark.parametrize(
    ("text", "read"),
    [("活动[[a.b|5次]]。", "活动5次。"), ("[[没有完", "[[没有完"), ("[[a]]", "[[a]]"), ("见附件[1]", "见附件[1]"),
     ("[[[a.b|5次]]]", "[5次]"), ("C:\\账\\[旧]", "C:\\账[旧]")],
)  # fmt: skip
def test_stray_brackets(text: str, read: str) -> None:
    assert marks.plain(text) == read


def figures(**texts_: str) -> Figures:
    return Figures(
        Period.parse("2026Q3"),
        [count(key.replace("_", "."), key, "次", "activities", (), text=text) for key, text in texts_.items()],
    )


def test_refresh_moves_figures_and_leaves_typed_ones() -> None:
    text = "办[[a.b|5次]]，约[[a.b|五六次|!]]，[[gone.key|1次]]，又[[c.d|2次]]。\\[\\[x|y]]"
    new, moved = marks.refresh(text, figures(a_b="6次", c_d="2次"))
    assert new == "办[[a.b|6次]]，约[[a.b|五六次|!]]，[[gone.key|1次]]，又[[c.d|2次]]。\\[\\[x|y]]"
    assert moved == (marks.Moved("a.b", "5次", "6次"),)
    assert marks.refresh(new, figures(a_b="6次", c_d="2次")) == (new, ())


@given(pieces)
def test_refresh_changes_only_the_figures(given_: list[Piece]) -> None:
    now = Figures(Period.parse("2026Q3"), [count("a", "a", "次", "activities", (), text="9次")])
    before = merged(given_)
    after = list(marks.parse(marks.refresh(marks.write(given_), now)[0]))
    assert after == [Piece("9次", "a") if p.key == "a" and not p.typed_over else p for p in before]


def test_typing_over_is_seen_and_taken_back() -> None:
    known = {"a": "5次"}
    assert marks.settle([Piece("6次", "a")], known) == (Piece("6次", "a", True),)
    assert marks.settle([Piece("5次", "a", True)], known) == (Piece("5次", "a", False),)
    assert marks.settle([Piece("7次", "new")], known) == (Piece("7次", "new"),)

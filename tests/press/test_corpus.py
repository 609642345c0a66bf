"""Ten thousand characters measured on our PDF, and on the Word file as LibreOffice lays it."""

from __future__ import annotations

import io
from itertools import pairwise

import docx
import pytest

from liaison import press
from tests.press.corpus import Measured, measured, measured_document, text_put_in
from tests.press.libreoffice import turned_to_pdf
from tests.press.texts import RARE

DOCUMENT = measured_document()


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, faces: press.FontSet) -> Measured:
    path = tmp_path_factory.mktemp("ours") / "corpus.pdf"
    press.write_pdf(DOCUMENT, path, faces)
    return measured(path)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory, faces: press.FontSet) -> Measured:
    """The Word file as LibreOffice lays it."""
    folder = tmp_path_factory.mktemp("theirs")
    return measured(turned_to_pdf({"corpus": press.word_bytes(DOCUMENT, faces)}, folder)["corpus"])


def test_the_text_is_long_and_mixed_enough() -> None:
    text = text_put_in(DOCUMENT)
    assert len(text) >= 10_000
    assert sum(character.isdigit() for character in text) > 300
    for mark in (*RARE, *"“”（）《》，。；！？、%", "——", "……", "12℃", "3～5次", "WPS", "万元", "2026年"):
        assert mark in text, mark


def test_every_page_has_22_lines_of_28_cells(ours: Measured) -> None:
    assert set(ours.lines_a_page) == {22}
    assert set(ours.of_hanzi) == {28}, "a full line of nothing but hanzi"


def test_the_type_area_is_filled_to_its_edges_on_every_page(ours: Measured) -> None:
    assert ours.tops == pytest.approx([37] * len(ours.tops), abs=0.5)
    assert ours.bottoms[:-1] == pytest.approx([262] * (len(ours.tops) - 1), abs=0.5)
    assert ours.lefts == pytest.approx([28] * len(ours.lefts), abs=0.5)
    assert ours.rights == pytest.approx([184] * len(ours.rights), abs=0.5)
    assert ours.marked == pytest.approx([184] * len(ours.marked), abs=0.5)
    assert len(ours.lefts) > 200 and len(ours.rights) > 200 and len(ours.marked) > 20


def test_page_numbers_change_sides_one_character_from_the_edge(ours: Measured) -> None:
    for number, (text, side, distance) in enumerate(ours.numbers, start=1):
        assert text == f"—{number}—"
        assert side == ("right" if number % 2 else "left")
        assert distance == pytest.approx(14 * 25.4 / 72, abs=0.1)


def test_no_line_begins_or_ends_with_a_forbidden_mark(ours: Measured) -> None:
    assert not ours.forbidden


def test_every_face_is_embedded(ours: Measured) -> None:
    assert len(ours.faces) >= 3 and all(ours.faces.values()), ours.faces


def test_the_text_comes_out_as_it_went_in(ours: Measured, faces: press.FontSet) -> None:
    assert ours.text == text_put_in(DOCUMENT)
    assert "".join(line for page in ours.lines for line in page) == text_put_in(DOCUMENT)
    opened = docx.Document(io.BytesIO(press.word_bytes(DOCUMENT, faces)))
    assert "".join("".join(p.text.replace("\u200b", "").split()) for p in opened.paragraphs) == text_put_in(DOCUMENT)


def test_figures_and_pairs_are_never_cut(ours: Measured) -> None:
    lines = [line for page in ours.lines for line in page]
    for before, after in pairwise(lines):
        assert not (before[-1].isdigit() and after[0].isdigit()), (before, after)
        assert not (before[-1] in "—…" and after[0] == before[-1]), (before, after)


@pytest.mark.libreoffice
def test_word_breaks_where_the_pdf_does(ours: Measured, theirs: Measured) -> None:
    assert [len(page) for page in theirs.lines] == [len(page) for page in ours.lines]
    for mine, other in zip(ours.lines, theirs.lines, strict=True):
        # Where a line is tight two characters may overlap in LibreOffice's PDF and change places.
        assert [sorted(line) for line in other] == [sorted(line) for line in mine]


@pytest.mark.libreoffice
def test_word_keeps_the_measures_that_bind_it(theirs: Measured) -> None:
    assert set(theirs.lines_a_page) == {22}
    assert set(theirs.of_hanzi) == {28}
    assert not theirs.forbidden
    assert sorted(theirs.text) == sorted(text_put_in(DOCUMENT))
    for number, (text, side, distance) in enumerate(theirs.numbers, start=1):
        assert (text, side) == (f"—{number}—", "right" if number % 2 else "left")
        assert distance == pytest.approx(14 * 25.4 / 72, abs=0.7)
    assert theirs.lefts == pytest.approx([28] * len(theirs.lefts), abs=0.5)
    # LibreOffice leaves a share of the room that it spreads over a line after the line's last character.
    assert theirs.rights == pytest.approx([184] * len(theirs.rights), abs=1.1)

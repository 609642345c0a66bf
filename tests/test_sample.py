"""The sample office: fictional, believable, the same for the same seed and day, sound in every book."""

from __future__ import annotations

from pathlib import Path

import pytest

from liaison.kit.checking import check_office
from liaison.kit.query import Query
from liaison.office import Office
from liaison.sample import make_sample

UNTIL = "2026-09-18"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = make_sample(tmp_path_factory.mktemp("sample") / "o", years=1, until=UNTIL)
    yield office
    office.close()


def content(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Every record but for what names a moment of the real clock or a digest of a paper."""
    skip = {("report_versions", "moment"), ("reports", "papers"), ("reports", "frozen"), ("report_versions", "content")}
    found = {}
    for book in office.books.values():
        names = [f.name for f in book.stored if (book.name, f.name) not in skip]
        found[book.name] = office.database.rows(f"SELECT id, {', '.join(names)} FROM {book.name} ORDER BY id")
    return found


def test_every_book_has_records_and_all_is_sound(sample: Office) -> None:
    assert check_office(sample) == []
    for book in sample.books:
        assert sample.count(book) > 0, book
    assert sample.settings.sample
    assert sample.count("members") == 11
    marks = {row.mark for row in sample.page("donations", limit=1_000)}
    assert {"", "void", "reversal", "correction"} <= marks


def test_nothing_lies_after_its_last_day(sample: Office) -> None:
    for book, column in (("donations", "date"), ("handouts", "date"), ("honors", "date"), ("suggestions", "date"),
                         ("progress", "date")):
        assert sample.database.value(f"SELECT max({column}) FROM {book}") <= UNTIL, book
    coming = sample.count("activities", Query(filters=frozenset({"coming"})))
    assert coming == 1


def test_the_same_seed_and_day_give_the_same_records(sample: Office, tmp_path: Path) -> None:
    with make_sample(tmp_path / "again", years=1, until=UNTIL) as again:
        assert content(again) == content(sample)
    with make_sample(tmp_path / "other", years=1, until=UNTIL, seed=2) as other:
        assert content(other) != content(sample)


@pytest.mark.parametrize("members", [1, 30])
def test_smaller_and_larger_offices(tmp_path: Path, members: int) -> None:
    with make_sample(tmp_path / "o", members=members, years=1, until=UNTIL) as office:
        assert office.count("members") == members
        assert check_office(office) == []


def test_a_used_folder_is_refused(sample: Office) -> None:
    from liaison.errors import UserError

    with pytest.raises(UserError, match="已经有一个联络处"):
        make_sample(sample.folder)

"""A marker in every private column of every book: on no paper, list, export or figure unless it was asked for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from liaison.books import BOOKS
from liaison.books.duties import duties
from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.kit.fields import Data, Day, Field, Files, IdNumber, LongText, Phone, Reference, Text
from liaison.kit.query import Query
from liaison.office import Office
from liaison.papers import PAPERS
from tests.papers.test_hostile import asked, fill, new_office

PRIVATE = [(book, f) for book in BOOKS.values() for f in book.fields if f.private]
APART = [
    (book, f) for book in BOOKS.values() if book.apart
    for f in book.fields if isinstance(f, (Text, LongText)) and not f.private
]  # fmt: skip


def marker(book: str, f: Field, record: int) -> str:
    """A value that stands nowhere else; no two begin or end alike, so that a part of it gives it away too."""
    place = 1 + [(b.name, x.name) for b, x in (*PRIVATE, *APART)].index((book, f.name))
    if isinstance(f, IdNumber):
        return f"33{place:02d}0119{place:02d}0{record}01{place:02d}0{record}7"[:15]
    if isinstance(f, Phone):
        return f"19{place:02d}7{record}46{place:02d}9"
    return f"暗记{chr(0x4E8C + place * 7)}{chr(0x5C71 + record * 11)}文"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with a record in every book, and a marker in every private column."""
    folder = tmp_path_factory.mktemp("marked")
    office = new_office(folder / "office")
    fill(office, ("王堃", "李犇"), folder / "none.jpg")
    for number in (1, 2):
        office.add("petitions", {"petitioner": "甲", "matter": "乙", "member": number, "since": "2026-08-01"})
        office.add("petition_contacts", {"petition": number, "date": "2026-08-02", "what": "丙", "member": number})
    for book, f in (*PRIVATE, *APART):
        for number in office.ids(book.name):
            office.edit(book.name, number, {f.name: marker(book.name, f, number)})
    yield office
    office.close()


def markers(office: Office, *, apart: bool | None = None) -> list[str]:
    """Every marker, or only those of books that are kept apart, or only those of the others."""
    return [
        marker(book.name, f, number) for book, f in (*PRIVATE, *APART) if apart is None or book.apart is apart
        for number in office.ids(book.name)
    ]  # fmt: skip


def found(office: Office, text: str, **which: bool) -> list[str]:
    squeezed = "".join(text.split())
    return [word for word in markers(office, **which) if word in squeezed]


def pdf_text(content: bytes) -> str:
    file = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in file)


def zipped_text(path: Path) -> str:
    """Everything that a Word or Excel file holds, its properties and its hidden parts too, without the markup."""
    import re

    with zipfile.ZipFile(path) as file:
        parts = [file.read(name).decode("utf-8", "ignore") for name in file.namelist()]
    return re.sub(r"<[^>]*>", "", "\n".join(parts))


def made(office: Office, name: str, folder: Path, *, phones: bool) -> str:
    """The text of a paper's PDF and Word file together, and their names."""
    files = office.make_paper(name, folder, asked(name, phones=phones))
    text = "".join(pdf_text(f.read_bytes()) if f.suffix == ".pdf" else zipped_text(f) for f in files)
    return text + "".join(f.name for f in files)


def test_every_private_column_has_its_own_marker(marked: Office) -> None:
    every = markers(marked)
    assert len(every) == len(set(every)) > 20
    assert {f.name for book, f in PRIVATE if book.name == "members"} == {"phone", "id_number", "address"}
    for book, f in (*PRIVATE, *APART):
        for number in marked.ids(book.name):
            assert marked.get(book.name, number)[f.name] == marker(book.name, f, number)


@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_shows_what_was_not_asked_for(marked: Office, name: str, tmp_path: Path) -> None:
    text = made(marked, name, tmp_path, phones=False)
    assert found(marked, text) == []
    assert "****" not in text, "a masked number is no use on paper, and gives half of it away"


@pytest.mark.parametrize("name", PAPERS)
def test_what_was_asked_for_stands_there_whole_and_is_noted(marked: Office, name: str, tmp_path: Path) -> None:
    before = marked.action_count()
    text = made(marked, name, tmp_path, phones=True)
    own = {
        "dossier": [marker("members", f, 1) for book, f in PRIVATE if book.name == "members"],
        "contact-list": [marker("members", BOOKS["members"].field("phone"), n) for n in (1, 2)],
    }.get(name, [])
    assert sorted(found(marked, text)) == sorted(own)
    assert marked.action_count() - before == bool(own)
    if own:
        assert marked.actions()[0].title.startswith(f"存成文件 {PAPERS[name].title}，含")


@pytest.mark.parametrize("book", BOOKS)
def test_no_list_shows_what_was_not_asked_for(marked: Office, book: str, tmp_path: Path) -> None:
    columns = [f.name for f in BOOKS[book].columns if not (isinstance(f, Reference) and not f.to)]
    if BOOKS[book].apart:
        with pytest.raises(UserError, match="单独保管"):
            marked.print_list(book, Query(), columns)
        return
    printed = marked.print_list(book, Query(), columns)
    (word,) = marked.write_printed(printed, tmp_path / "清单.docx", "docx")
    text = pdf_text(printed.pdf) + zipped_text(word)
    assert found(marked, text) == [] and "****" not in text and printed.private == ""


@pytest.mark.parametrize("book", BOOKS)
def test_a_list_that_was_asked_for_shows_it_whole_and_is_noted(marked: Office, book: str, tmp_path: Path) -> None:
    columns = [f.name for f in BOOKS[book].columns if not (isinstance(f, Reference) and not f.to)]
    printed = marked.print_list(book, Query(), columns, private=True)
    before = marked.action_count()
    (word,) = marked.write_printed(printed, tmp_path / "清单.docx", "docx")
    own = [marker(b.name, f, n) for b, f in (*PRIVATE, *APART) if b.name == book for n in marked.ids(book)]
    assert sorted(found(marked, zipped_text(word))) == sorted(own)
    assert marked.action_count() - before == bool(own)


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_exports_too(marked: Office, book: str, ending: str, tmp_path: Path) -> None:
    declared, path = BOOKS[book], tmp_path / f"册.{ending}"

    def read() -> str:
        return zipped_text(path) if ending == "xlsx" else path.read_text(encoding="utf-8")

    if declared.apart:
        with pytest.raises(UserError, match="单独保管"):
            marked.export(book, path)
        assert not path.exists()
    else:
        count = marked.export(book, path)
        assert found(marked, read()) == [] and "****" not in read()
        assert marked.actions()[0].title == f"导出 {declared.noun} {count} {declared.measure}"
    count = marked.export(book, path, private=True)
    own = [marker(b.name, f, n) for b, f in (*PRIVATE, *APART) if b.name == book for n in marked.ids(book)]
    assert sorted(found(marked, read())) == sorted(own)
    labels = "、".join(f.label for f in declared.columns if f.private)
    words = f"，含{labels}" if labels else ""
    assert marked.actions()[0].title == f"导出 {declared.noun} {count} {declared.measure}{words}"


def test_rows_names_proposals_and_histories_are_masked(marked: Office) -> None:
    for book in BOOKS.values():
        texts = str([dict(row.texts) for row in marked.rows(book.name, marked.ids(book.name))])
        own = [marker(book.name, f, n) for b, f in PRIVATE if b is book for n in marked.ids(book.name)]
        assert not [word for word in own if word in texts], book.name
        said = str(marked.names.labels(book.name)) + str([marked.history(book.name, n) for n in (1, 2)])
        said += "".join(str(marked.proposals(book.name, f.name)) for f in book.fields
                        if not isinstance(f, (Data, Files, Day)) and not book.apart)  # fmt: skip
        assert found(marked, said) == [], book.name


def test_figures_duties_dossiers_and_titles_name_no_number_and_no_petitioner(marked: Office) -> None:
    said = str(marked.figures(Period.parse("2026")).as_json()) + str(duties(marked))
    said += str(marked.actions(limit=2_000))
    record = marked.dossier(1)
    said += str(dict(record.member.texts)) + str(record.petitions)
    assert found(marked, said) == []


def test_the_recycle_bin_names_no_petitioner(marked: Office) -> None:
    marked.remove("petition_contacts", [2])
    marked.remove("petitions", [2])
    said = str(marked.trash_counts()) + str(marked.trash_rows(marked.trash())) + str(marked.last_action())
    whole = [marker(book.name, f, 2) for book, f in (*PRIVATE, *APART) if book.apart]
    assert not [word for word in whole if word in said]
    words = marker("petitions", BOOKS["petitions"].field("petitioner"), 2)
    assert marked.trash(search=words) == [] and len(marked.trash("petitions", words)) == 1
    marked.bring_back("petitions", [2])
    marked.bring_back("petition_contacts", [2])

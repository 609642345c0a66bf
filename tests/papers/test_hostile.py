"""Every paper against what an office throws at it: long names, markup, rare characters, nothing at all, a full disk."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from liaison import paths, press
from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.office import Office
from liaison.papers import PAPERS, Issue, Request
from liaison.papers import templates as own
from liaison.papers.making import Printed
from liaison.press.plaintext import plain_text

TODAY = "2026-09-18"
NAME_40 = "阿卜杜热依木·买买提艾力" + "长" * 28
CELL_3000 = "这一格有三千个字。" + "格" * 2990 + "完"
TRADITIONAL = "臺灣鄉鎮聯絡處與會議記錄"
HOSTILE = (NAME_40, "<b>甲</b>&乙", "=1+1", "来宾🎉", TRADITIONAL, "堃喆犇昇镕㛃䶮𬭚", "[[x|y]]\\{z}%s")

ISSUE = Issue(True, "云协联〔2026〕12号<b>", NAME_40, ("县政协&", "=1+1"), imprint=True)


def asked(name: str, *, period: str = "2026Q3", **more: Any) -> Request:
    """What a paper needs to be made, of this period."""
    needs = PAPERS[name].needs
    if needs == "":
        return Request(**more)
    if needs == "member":
        return Request(records=(1,), **more)
    return Request(Period.parse(period[:4] if needs == "year" else period), **more)


def new_office(folder: Path, name: str = "政协云溪镇联络处") -> Office:
    return Office.create(folder, name=name, town="云溪镇", director="孙国平", today=lambda: TODAY)


def fill(office: Office, texts: tuple[str, ...], photo: Path, long: str = "") -> None:
    """A record of every book for every text, all of them in the third quarter of 2026."""
    broken = [office.attach(photo)] if photo.exists() else None
    for number, text in enumerate(texts, start=1):
        add = office.add
        add("members", {"name": text, "work_unit": text, "post": text, "joined": "2022-01-01", "phone": "13800000000",
                        "sector": text[:40], "notes": long})
        activity = add("activities", {"title": text, "kind": "集中学习", "start": f"2026-08-{number:02d} 09:00",
                                      "place": text, "organiser": text, "leaders": text, "agenda": long or text,
                                      "minutes": long or text, "files": broken}).created["activities"][0]
        office.signin.record_all(activity)
        office.signin.set_status(activity, 1, "病假", reason=text)
        office.signin.add_guest(activity, text, text)
        gift = {"date": "2026-08-01", "purpose": text[:30], "notes": long or text, "handled_by": text}
        add("donations", {**gift, "donor": text, "kind": "款", "amount": "1409.50", "publish": "实名"})
        add("donations", {**gift, "donor": text, "kind": "物", "item": text, "quantity": "3", "unit": text[:10],
                          "spec": text, "estimate": "10", "publish": "实名"})
        add("handouts", {**gift, "recipient": text, "kind": "款", "amount": "1.00", "received_by": text})
        add("honors", {"holder": "委员", "member": number, "title": text, "level": "县", "issuer": text,
                       "date": "2026-07-20", "kept_at": text, "document_number": text, "notes": long or text})
        add("assignments", {"work_group": 1, "what": text, "owner": number, "helpers": [1], "assigned_on": "2026-07-01",
                            "due": "2026-10-01", "notes": long or text})
        office.board.log(number, text, steps_done=1, on="2026-09-01")
        add("memberships", {"work_group": 1, "member": number, "since": "2026-01-01"})
        add("suggestions", {"date": "2026-08-03", "text": long or text, "raised_by": number, "to_whom": text,
                            "status": "办理中"})  # fmt: skip
    office.edit("groups", 1, {"leader": 1, "duty": texts[0]})
    office.enter("donations", office.ids("donations"))
    office.enter("handouts", office.ids("handouts"))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose every record holds what no form expects, with cells of three thousand characters."""
    folder = tmp_path_factory.mktemp("crowded")
    photo = folder / "坏照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 this is no picture")
    office = new_office(folder / "office")
    fill(office, HOSTILE, photo, long=CELL_3000)
    yield office
    office.close()


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with one record in every book."""
    folder = tmp_path_factory.mktemp("single")
    office = new_office(folder / "office")
    fill(office, ("王堃",), folder / "none.jpg")
    yield office
    office.close()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with nothing in it but one member."""
    office = new_office(tmp_path_factory.mktemp("bare") / "office")
    office.add("members", {"name": "王芳", "work_unit": "镇卫生院", "joined": "2022-01-01"})
    yield office
    office.close()


@cache
def hostile(office: Office, name: str) -> Printed:
    """The paper of the crowded office, with all it can be asked for."""
    paper = PAPERS[name]
    return office.print_paper(name, asked(name, phones=paper.phones, issue=ISSUE if paper.formal else Issue()))


def characters(text: str, *, drawn: bool = False) -> Counter[str]:
    """The characters of a text without blanks; as they are drawn, 〓 stands for those that no face has."""
    kept = (each for each in text if not each.isspace())
    return Counter("〓" if drawn and ord(each) >= 0x1F000 and each not in "𬭚" else each for each in kept)


def text_in(pdf: bytes) -> str:
    """The text that a reader takes out of a PDF."""
    import pypdfium2

    file = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in file)
    finally:
        file.close()


@pytest.mark.parametrize("name", PAPERS)
def test_all_text_put_in_comes_out_of_the_pdf(crowded: Office, name: str) -> None:
    made = hostile(crowded, name)
    put_in = "".join(plain_text(document) for document in made.documents)
    missing = characters(put_in, drawn=True) - characters(text_in(made.pdf))
    assert not missing, f"{sum(missing.values())} characters are not on paper: {missing.most_common(8)}"


def test_a_broken_photo_is_said_by_the_name_that_people_know(crowded: Office) -> None:
    notices = hostile(crowded, "activity-brief").notices
    assert [notice for notice in notices if "照片" in notice] == ["照片打不开：坏照片.jpg（文件已损坏）"]


@pytest.mark.parametrize("name", PAPERS)
def test_the_paper_holds_what_the_books_hold(crowded: Office, name: str) -> None:
    text = "".join("".join(plain_text(document).split()) for document in hostile(crowded, name).documents)
    held = [each for each in HOSTILE if each in text]
    assert held if PAPERS[name].needs in ("member", "activity or period") else len(held) == len(HOSTILE), held


@pytest.mark.parametrize("name", PAPERS)
def test_no_line_leaves_its_sheet_and_no_two_stand_on_each_other(crowded: Office, name: str) -> None:
    for page in hostile(crowded, name).pages:
        boxes = sorted((line.y, line.x, line.x + line.width, line.text) for line in page.lines)
        for place, (y, left, right, text) in enumerate(boxes):
            assert left >= 0 and right <= page.width + 1 and 0 <= y <= page.height, (page.index, text)
            for other_y, other_left, other_right, other in boxes[place + 1:]:
                if other_y - y > 4:
                    break
                beside = other_left >= right - 9 or other_right <= left + 9  # a mark at a line's end keeps half a cell
                assert beside, (page.index, text, other)


@pytest.mark.parametrize("name", PAPERS)
def test_word_takes_it_too(crowded: Office, name: str) -> None:
    import io

    import docx

    made = hostile(crowded, name)
    opened = docx.Document(io.BytesIO(press.word_bytes(made.pages, made.fonts)))
    put_in = "".join(plain_text(document) for document in made.documents)
    found = "".join(opened.element.itertext())
    assert not characters(put_in) - characters(found)


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("period", ["2020Q1", "2026Q3"])
def test_an_empty_quarter_gives_a_paper_or_a_sentence(bare: Office, name: str, period: str) -> None:
    try:
        made = bare.print_paper(name, asked(name, period=period))
    except UserError as error:
        assert error.sentence and error.sentence[-1] not in ".。"
    else:
        assert len(made.pages) >= 1 and made.pdf.startswith(b"%PDF")
        assert not characters(plain_text(made.documents[0])) - characters(text_in(made.pdf))


@pytest.mark.parametrize("name", PAPERS)
def test_one_row(single: Office, name: str) -> None:
    made = single.print_paper(name, asked(name))
    assert len(made.pages) >= 1
    text = "".join(plain_text(document) for document in made.documents)
    assert "王堃" in text and not characters(text) - characters(text_in(made.pdf))


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("name", PAPERS)
def test_a_full_disk_leaves_what_was_there(
    single: Office, name: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = single.print_paper(name, asked(name))
    target = tmp_path / f"文稿.{form}"
    target.write_bytes(b"before")

    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(paths, "_sync", full)
    with pytest.raises(UserError, match="磁盘满了"):
        single.write_printed(made, target, form)
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == [target.name] and target.read_bytes() == b"before"


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("name", PAPERS)
def test_a_target_open_elsewhere_is_left_alone(
    single: Office, name: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = single.print_paper(name, asked(name))
    target = tmp_path / f"文稿.{form}"
    target.write_bytes(b"before")

    def held(_source: object, _target: object) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(UserError, match="正在别的程序里打开"):
        single.write_printed(made, target, form)
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == [target.name] and target.read_bytes() == b"before"


@pytest.mark.parametrize("name", PAPERS)
def test_a_template_that_is_none_is_said_once_and_the_own_form_used(
    single: Office, name: str, tmp_path: Path
) -> None:
    template = own.path_of(single.folder, name)
    template.parent.mkdir(exist_ok=True)
    template.write_bytes(b"this is no Word file")
    try:
        made = single.print_paper(name, asked(name))
        assert made.template is None
        assert sum("改用自带的格式" in notice for notice in made.notices) == 1
        assert single.write_printed(made, tmp_path / "文稿.docx", "docx")
    finally:
        template.unlink()
    again = single.print_paper(name, asked(name))
    assert not any("改用自带的格式" in notice for notice in again.notices)

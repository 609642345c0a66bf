"""Papers of an office with a password: photos on them, reports that keep their papers, nothing of them in plain."""

from __future__ import annotations

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image

from liaison.kit.checking import check_office
from liaison.office import Office
from liaison.papers.paper import Request
from liaison.safety.protection import new_recovery_code
from liaison.store import keys
from tests.papers.stage import Q3, full_quarter, hold


@pytest.fixture
def locked(peopled: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An open office with a password and an activity with a photo from before it and one from after."""
    monkeypatch.setattr(keys, "SCRYPT", {"n": 16, "r": 8, "p": 1})
    activity = hold(peopled, "重阳慰问", "2026-08-21")
    files = []
    for number, name in enumerate(("之前.jpg", "之后.jpg")):
        Image.new("RGB", (320, 240), (200, 80 * number, 60)).save(tmp_path / name)
        if number:
            peopled.protection.turn_on("密码", new_recovery_code())
        files.append(peopled.attach(tmp_path / name))
    peopled.edit("activities", activity, {"files": files})
    return peopled


def test_photos_come_onto_the_page(locked: Office) -> None:
    made = locked.print_paper("activity-brief", Request(activity="重阳慰问"))
    assert not [notice for notice in made.notices if "照片" in notice]
    with pdfplumber.open(BytesIO(made.pdf)) as opened:
        assert sum(len(page.images) for page in opened.pages) == 2


def test_a_report_keeps_its_papers_sealed(locked: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    full_quarter(locked)
    report = locked.reports.draft(Q3)
    locked.reports.finish(report)
    kept = locked.reports.get(report).papers
    assert [locked.attachment(digest)[:2] for _, digest in kept] == [b"%P", b"PK"]
    assert [path.suffix for path in (locked.folder / "attachments").rglob("*") if path.is_file()] == [".sealed"] * 4
    assert check_office(locked) == []


def test_three_years_of_books_leave_no_word_and_no_number_to_be_read(
    three_years: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four Chinese characters in a row, or a mobile number, do not happen in encrypted bytes."""
    words = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){4}|(?<![0-9a-f])1[3-9][0-9]{9}(?![0-9a-f])")
    monkeypatch.setattr(keys, "SCRYPT", {"n": 16, "r": 8, "p": 1})
    folder = tmp_path / "copy"
    shutil.copytree(three_years.folder, folder)
    with Office.open(folder) as office:
        office.backup.make("manual")
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert sum(bool(words.search(path.read_bytes())) for path in files) >= 2, "it can be read before"
        office.protection.turn_on("密码", new_recovery_code())
        office.backup.make("manual")
        name = office.settings.name
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        if path.suffix == ".json" and path.name != "seen.json":  # an envelope says whose copy it is, and nothing else
            said = json.loads(path.read_text(encoding="utf-8"))
            assert said.pop("name") == name
            assert not re.search("[\u4e00-\u9fff]", json.dumps(said, ensure_ascii=False))
        elif path.name != "seen.json":
            assert not words.search(path.read_bytes()), path.name

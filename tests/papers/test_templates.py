"""The office's own Word templates: kept with the office, checked before use, passed over with a sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document as Word

from liaison.errors import UserError
from liaison.office import Office
from liaison.papers.paper import Request
from tests.papers.stage import Q3

HEAD = "云溪镇政协联络处用笺"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A Word file with a head of its own."""
    path = tmp_path / "用笺.docx"
    word = Word()
    word.add_paragraph(HEAD)
    word.add_paragraph("【正文】")
    word.save(str(path))
    return path


def test_a_chosen_template_travels_with_the_office(peopled: Office, template: Path, tmp_path: Path) -> None:
    peopled.choose_template("quarterly-report", template)
    template.unlink()
    assert list(peopled.templates()) == ["quarterly-report"]
    made = peopled.print_paper("quarterly-report", Request(Q3))
    assert made.template is not None and made.template.parent.parent == peopled.folder
    peopled.write_printed(made, tmp_path / "a.docx", "docx")
    texts = [p.text for p in Word(str(tmp_path / "a.docx")).paragraphs]
    assert texts[0] == HEAD and any("工作情况" in text for text in texts)
    peopled.choose_template("quarterly-report", None)
    assert not peopled.templates()
    assert peopled.print_paper("quarterly-report", Request(Q3)).template is None


def test_no_template_is_refused_with_a_sentence(peopled: Office, tmp_path: Path) -> None:
    wrong = tmp_path / "旧.docx"
    wrong.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(UserError):
        peopled.choose_template("quarterly-report", wrong)
    assert not peopled.templates()


def test_a_spoilt_template_is_passed_over(peopled: Office, template: Path, tmp_path: Path) -> None:
    peopled.choose_template("quarterly-report", template)
    peopled.templates()["quarterly-report"].write_bytes(b"PK\x03\x04 cut")
    made = peopled.print_paper("quarterly-report", Request(Q3))
    assert made.template is None
    assert any("改用自带的格式" in notice for notice in made.notices)
    peopled.write_printed(made, tmp_path / "a.docx", "docx")
    assert Word(io.BytesIO((tmp_path / "a.docx").read_bytes())).paragraphs

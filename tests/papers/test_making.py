"""Papers made by name: what they need, batches, files that are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from liaison.errors import UserError
from liaison.office import Office
from liaison.papers import PAPERS, Request
from liaison.papers.making import file_stem, joined
from liaison.press.blocks import Document, Paragraph, Section
from tests.papers.stage import Q3, full_quarter


def test_documents_join_on_pages_of_their_own() -> None:
    one, two = (Document(str(n), (Paragraph(f"第{n}份"),), landscape=n == 2) for n in (1, 2))
    whole = joined((one, two), "全部")
    assert whole.title == "全部"
    between = Section(landscape=True, plain=False, restart=True, opens=True)
    assert whole.blocks == (Paragraph("第1份"), between, Paragraph("第2份"))
    assert joined((one,), "全部") is one
    with pytest.raises(UserError, match="没有可以打印的记录"):
        joined(())


def test_a_batch_is_one_file_or_one_each(peopled: Office, tmp_path: Path) -> None:
    full_quarter(peopled)
    made = peopled.print_paper("donation-slip", Request(Q3))
    assert len(made.documents) == 3 and len(made.pages) >= 3
    assert len(peopled.write_printed(made, tmp_path / "回执.pdf", "pdf")) == 1
    each = peopled.write_printed(made, tmp_path / "回执.pdf", "pdf", each=True)
    assert len(set(each)) == 3 and all(path.read_bytes().startswith(b"%PDF") for path in each)
    chosen = peopled.print_paper("donation-slip", Request(records=(2,)))
    assert len(chosen.documents) == 1


@pytest.mark.parametrize("name", PAPERS)
def test_what_a_paper_needs_is_asked_for(peopled: Office, name: str, tmp_path: Path) -> None:
    if not PAPERS[name].needs:
        assert peopled.make_paper(name, tmp_path, Request(), formats=("pdf",))
        return
    with pytest.raises(UserError, match="要指明"):
        peopled.make_paper(name, tmp_path, Request())
    assert not list(tmp_path.glob("*.pdf"))


def test_a_stem_that_every_system_takes() -> None:
    assert file_stem('a/b:c*?"<>| d\n') == "abcd"
    assert file_stem("...") == "文稿"
    assert len(file_stem("长" * 300)) == 80


def test_a_printed_figure_finds_its_records(peopled: Office) -> None:
    full_quarter(peopled)
    made = peopled.print_paper("quarterly-report", Request(Q3))
    assert made.period == Q3
    boxes = [(page, box) for page in made.pages for box in page.figure_boxes()]
    page, (key, x, y, wide, high) = next(found for found in boxes if found[1][0] == "donations.money")
    assert page.figure_at(x + wide / 2, y + high / 2) == key
    figure = peopled.figure(Q3, key)
    assert figure is not None and figure.book == "donations" and len(figure.records) == 2
    assert peopled.figure(Q3, "nothing.known") is None


def test_a_finished_report_does_not_point_at_todays_books(peopled: Office) -> None:
    report = peopled.reports.draft(Q3)
    assert peopled.print_paper("quarterly-report", Request(Q3)).period == Q3
    peopled.reports.finish(report)
    assert peopled.print_paper("quarterly-report", Request(Q3)).period is None

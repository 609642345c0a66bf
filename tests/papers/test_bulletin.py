"""Both bulletins over offices that hypothesis makes: each number opens its records, nothing reads as a filler."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import given, settings

from liaison.chinese.dates import Period
from liaison.figures import collect
from liaison.office import Office
from liaison.papers import annual_bulletin, quarterly_bulletin
from liaison.papers.paper import Request
from liaison.press import blocks as b
from tests.figures import test_collect as made
from tests.papers.laid import said, tables
from tests.papers.test_any_office import FILLER

Q3, YEAR = Period.parse("2026Q3"), Period.year(2026)


@settings(max_examples=25)
@given(made.people, made.meetings, made.gifts, made.tasks)
def test_bulletins_read_well_whatever_happened(persons, held, given_, work) -> None:  # type: ignore[no-untyped-def]
    folder = Path(mkdtemp())
    office = Office.create(folder / "office", name="政协云溪镇联络处", town="云溪镇", today=lambda: made.TODAY)
    try:
        made.make(office, persons, held, given_, [], work)
        for module, period in ((quarterly_bulletin, Q3), (annual_bulletin, YEAR)):
            document = module.make(office, office.settings, Request(period=period))
            words = said(document)
            assert not FILLER.search(words), words
            figures = collect(office, period)
            for key, text in _shown(document).items():
                assert text in figures[key].text.replace(" ", "") or text == figures[key].base.replace(" ", ""), key
    finally:
        office.close()
        shutil.rmtree(folder)


def _shown(document: b.Document) -> dict[str, str]:
    """Every figure that a bulletin shows; 公假1 is told without its unit."""
    texts = [block.runs for block in document.blocks if isinstance(block, b.Paragraph)]
    rows = [row for table in tables(document) for row in (*table.rows, *table.foot) if not isinstance(row, b.Group)]
    texts += [b.cell_of(cell).text for row in rows for cell in row]
    return {run.figure: run.text.removeprefix("公假") for text in texts for run in b.runs_of(text) if run.figure}

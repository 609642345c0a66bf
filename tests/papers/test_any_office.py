"""Drafts over offices that hypothesis makes: every sentence finds its facts, nothing reads as a filler."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import given, settings

from liaison.office import Office
from liaison.press.plaintext import figures_in
from tests.figures import test_collect as made

FILLER = re.compile(r"(?<![\d.,/])0(次|人次|笔|件|条|项|份|个|人|\.00元)|None|[{}]|。。|，，|，。|、。|：。|“”|（）")


@settings(max_examples=20)
@given(made.people, made.meetings, made.gifts, made.gifts, made.tasks)
def test_drafts_read_well_whatever_happened(persons, held, given_, handed, work) -> None:  # type: ignore[no-untyped-def]
    folder = Path(mkdtemp())
    office = Office.create(folder / "office", name="政协云溪镇联络处", town="云溪镇", today=lambda: made.TODAY)
    try:
        made.make(office, persons, held, given_, handed, work)
        for period in made.PERIODS:
            view = office.reports.compose(period)
            for section in view.sections:
                text = "".join(p.text for p in section.pieces)
                assert text.strip() and not FILLER.search(text), text
                assert all(p.text == view.figures[p.key].text for p in section.pieces if p.key)
            assert set(view.keys) <= set(figures_in(office.reports.document(view)))
    finally:
        office.close()
        shutil.rmtree(folder)

"""Red head and imprint: there only when asked for, the signer only on papers upwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liaison.chinese.dates import Period
from liaison.office import Office
from liaison.papers.issue import document_number, issued
from liaison.papers.paper import Issue, Request
from liaison.press.blocks import Document, Imprint, Paragraph, RedHead, Signature, Title
from tests.papers.stage import Q3

PAPER = Document("报告", (Title("报告"), Paragraph("情况如下。"), Signature("政协云溪镇联络处", "2026年9月30日")))


def test_nothing_asked_nothing_added(office: Office) -> None:
    assert issued(PAPER, Issue(number="云协联〔2026〕12号"), office.settings, today="2026-10-01") is PAPER


def test_the_red_head_comes_first_with_the_director_as_signer_upwards(office: Office) -> None:
    asked = Issue(red_head=True, number="云协联〔2026〕12号")
    up = issued(PAPER, asked, office.settings, today="2026-10-01", upward=True).blocks[0]
    assert up == RedHead("政协云溪镇联络处文件", "云协联〔2026〕12号", ("孙国平",))
    down = issued(PAPER, asked, office.settings, today="2026-10-01").blocks[0]
    assert isinstance(down, RedHead) and down.signers == ()
    named = replace(asked, signer="王芳")
    marked = replace(office.settings, head_mark="云溪镇政协联络处文件")
    up = issued(PAPER, named, marked, today="", upward=True).blocks[0]
    assert isinstance(up, RedHead) and (up.mark, up.signers) == ("云溪镇政协联络处文件", ("王芳",))


def test_the_imprint_comes_last_with_the_papers_own_day(office: Office) -> None:
    asked = Issue(copies_to=("县政协办公室", " ", "镇党政办"))
    last = issued(PAPER, asked, office.settings, today="2026-10-05").blocks[-1]
    assert last == Imprint(("县政协办公室", "镇党政办"), (), "政协云溪镇联络处", "2026年9月30日")
    unsigned = replace(PAPER, blocks=PAPER.blocks[:2])
    last = issued(unsigned, Issue(imprint=True), office.settings, today="2026-10-05").blocks[-1]
    assert isinstance(last, Imprint) and last.printed_on == "2026年10月5日"


@pytest.mark.parametrize(
    ("name", "signed"), [("quarterly-report", True), ("quarterly-bulletin", False), ("annual-bulletin", False)]
)
def test_formal_papers_take_them(peopled: Office, name: str, signed: bool) -> None:
    period = Period.year(2026) if name.startswith("annual") else Q3
    made = peopled.print_paper(name, Request(period, issue=Issue(red_head=True, imprint=True)))
    head, foot = made.documents[0].blocks[0], made.documents[0].blocks[-1]
    assert isinstance(head, RedHead) and bool(head.signers) is signed
    assert isinstance(foot, Imprint)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("云协联[2026]12", "云协联〔2026〕12号"), ("云协联（2026）第012号", "云协联〔2026〕12号"),
     ("云协联〔2026〕12号", "云协联〔2026〕12号"), ("云协联【2026年】3 号", "云协联〔2026〕3号"),
     ("第 7 期", "第 7 期"), ("", "")],
)  # fmt: skip
def test_a_document_number_takes_the_standards_form(typed: str, printed: str) -> None:
    assert document_number(typed) == printed

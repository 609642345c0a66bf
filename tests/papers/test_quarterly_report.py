"""The report as blocks: headings, figures in place, table with sources; papers by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from liaison.errors import UserError
from liaison.office import Office
from liaison.papers import PAPERS, Request
from liaison.papers.making import make_paper
from liaison.press.blocks import (
    Addressee,
    AttachmentHead,
    AttachmentNote,
    Document,
    Heading,
    Paragraph,
    Signature,
    Table,
    Title,
    plain,
    runs_of,
)
from liaison.press.plaintext import figures_in, plain_text
from tests.papers.stage import Q2, Q3, full_quarter


@pytest.fixture
def document(peopled: Office) -> Document:
    full_quarter(peopled)
    return peopled.reports.document(peopled.reports.compose(Q3))


def test_the_order_of_an_official_document(document: Document) -> None:
    kinds = [type(b) for b in document.blocks]
    assert kinds[:3] == [Title, Addressee, Paragraph]
    assert kinds[-4:] == [AttachmentNote, Signature, AttachmentHead, Table]
    headings = [plain(b.text) for b in document.blocks if isinstance(b, Heading)]
    assert headings == ["一、工作措施", "二、工作成效", "三、工作困难", "四、下一步打算", "五、意见建议"]
    signature = document.blocks[-3]
    assert isinstance(signature, Signature)
    assert (signature.name, signature.date_text) == ("政协云溪镇联络处", "2026年9月18日")


def test_the_second_level_runs_on_in_kai(document: Document) -> None:
    paragraph = next(b for b in document.blocks if isinstance(b, Paragraph) and "（三）爱心捐赠" in plain(b.runs))
    first, *rest = runs_of(paragraph.runs)
    assert (first.text, first.role) == ("（三）爱心捐赠。", "kai")
    assert all(run.role is None for run in rest)
    money = [run.text for run in rest if run.figure == "donations.money"]
    assert money == ["6,007.14元"]


def test_every_figure_of_the_text_is_in_its_run(peopled: Office, document: Document) -> None:
    view = peopled.reports.compose(Q3)
    assert set(view.keys) <= set(figures_in(document))


def test_the_table_names_value_base_unit_and_source(document: Document) -> None:
    lines = plain_text(document).split("\n")
    table = [line.split("\t") for line in lines[lines.index("项目\t数字\t单位\t底数\t出处") :]]
    rows = {row[0]: row[1:] for row in table}
    assert rows["出席率"] == ["87.5", "%", "7/8，公假1", "签到簿9人次"]
    assert rows["收到捐款"] == ["6,007.14", "元", "", "捐赠台账2笔"]
    assert rows["收到书包"] == ["30", "个", "", "捐赠台账1笔"]
    assert rows["结存捐款"] == ["5,007.14", "元", "", "捐赠台账、发放登记"]
    assert "缺席" in rows and "病假" not in rows, "noughts are left out"


def test_lines_that_the_director_writes(peopled: Office) -> None:
    number = peopled.reports.draft(Q3)
    typed = "（一）抓学习\n　　两月一学。\n\n1.先摸底\n（二）抓活动。每月一次。"
    peopled.reports.save_section(number, "measures", typed)
    found = [b for b in peopled.reports.document(number).blocks if isinstance(b, (Heading, Paragraph))][2:6]
    assert [(type(b), plain(b.text if isinstance(b, Heading) else b.runs)) for b in found] == [
        (Heading, "（一）抓学习"), (Paragraph, "两月一学。"), (Paragraph, "1.先摸底"),
        (Paragraph, "（二）抓活动。每月一次。"),
    ]  # fmt: skip


def test_both_files_hold_the_figures(peopled: Office, tmp_path: Path) -> None:
    import pdfplumber
    from docx import Document as Word

    full_quarter(peopled)
    made = make_paper(peopled, peopled.settings, "quarterly-report", tmp_path / "new", Request(Q3))
    assert [p.name for p in made] == [
        "政协云溪镇联络处关于2026年第三季度工作情况的报告.pdf", "政协云溪镇联络处关于2026年第三季度工作情况的报告.docx",
    ]  # fmt: skip
    with pdfplumber.open(made[0]) as pdf:
        printed = "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)
    written = "".join(p.text for p in Word(str(made[1])).paragraphs)
    for text in ("合计6,007.14元", "实到7/8人次", "出席率87.5%"):
        assert text in printed and text in written
    assert peopled.count("reports") == 0, "a paper is not a draft"


def test_a_stored_report_is_the_paper(peopled: Office) -> None:
    number = peopled.reports.draft(Q3)
    peopled.reports.save_section(number, "opening", "这是改过的开头。")
    make = PAPERS["quarterly-report"].make
    assert "这是改过的开头。" in plain_text(make(peopled, peopled.settings, Request(Q3))[0])
    assert "这是改过的开头。" not in plain_text(make(peopled, peopled.settings, Request(Q2))[0])


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [("letter", {}, "没有叫"), ("quarterly-report", {}, "要指明时段"), ("signin-sheet", {}, "要指明活动"),
     ("quarterly-report", {"formats": ["odt"]}, "不会做"), ("annual-bulletin", {}, "要指明年度")],
)  # fmt: skip
def test_what_a_paper_needs(office: Office, tmp_path: Path, name: str, given: dict, sentence: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(UserError, match=sentence):
        make_paper(office, office.settings, name, tmp_path, Request(), **given)
    assert not list(tmp_path.glob("*.pdf"))


def test_phrases_name_only_what_there_is(office: Office) -> None:
    """Every figure that a sentence names is always there, so no draft can fail over it."""
    import re

    from liaison.papers.phrases import phrases

    figures = office.figures(Q3)
    sometimes = {"donations.count:kind=款", "donations.count:kind=物"}
    for name, phrase in phrases("quarterly_report").items():
        if name == "about":
            continue
        for key in re.findall(r"\{@([^{}]+)\}", phrase):
            assert key in figures or key in sometimes, f"{name} names {key}"

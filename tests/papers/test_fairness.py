"""Nobody is ranked, no telephone is printed unasked, no donor is named who did not agree, no receipt is issued."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.office import Office
from liaison.papers import PAPERS, Request
from liaison.press.plaintext import plain_text
from tests.papers.edges import ADDRESS, ID_NUMBER, PHONE, SILENT, VEILED
from tests.papers.reading import by_heading, text_of
from tests.papers.tally import Tally

Q3 = Period.parse("2026Q3")

RANKING = ("第一名", "末位", "排名", "名次", "倒数", "最后一名", "垫底", "落后", "得分", "积分", "冠军")
RECEIPT = ("收据", "票据", "发票")
PETITION = ("信访", "上访")
PUBLIC = ("donation-notice", "quarterly-report", "quarterly-bulletin", "annual-bulletin")
"""Papers that leave the office; the ledger, the slip and the letter to the donor stay with those concerned."""


def every_paper(office: Office, *, phones: bool = False) -> Iterator[tuple[str, str]]:
    """Every paper of a quarter, a year and every member, as text."""
    for name, paper in PAPERS.items():
        people = office.names.labels("members").values() if paper.needs == "member" else [""]
        for period in (Q3, Period.parse("2026")):
            for member in people:
                try:
                    request = Request(period=period, member=member, phones=phones)
                    documents = paper.make(office, office.settings, request)
                except UserError:
                    continue
                yield from ((name, plain_text(document)) for document in documents)


def test_nobody_is_ranked_no_petition_is_told_and_nothing_is_called_a_receipt(any_office: Office) -> None:
    told = any_office.database.rows("SELECT petitioner, matter FROM petitions")
    for name, text in every_paper(any_office):
        without = re.sub(r"信访包保\d+件", "", text) if name == "dossier" else text  # a member's work is counted
        for word in (*RANKING, *RECEIPT, *PETITION, *(word for row in told for word in row)):
            assert word not in without, (name, word)


def test_no_paper_shows_private_columns_unasked(edges: Office) -> None:
    found = list(every_paper(edges))
    assert {name for name, _ in found} == set(PAPERS)
    for name, text in found:
        assert not any(secret in text for secret in (PHONE, ID_NUMBER, ADDRESS)), name


def test_private_columns_stand_only_where_they_were_asked_for(edges: Office) -> None:
    asked = {name for name, text in every_paper(edges, phones=True) if PHONE in text}
    assert asked == {name for name, paper in PAPERS.items() if paper.phones}
    deeper = {name for name, text in every_paper(edges, phones=True) if ID_NUMBER in text or ADDRESS in text}
    assert deeper == {"dossier"}


@pytest.mark.parametrize("name", PUBLIC)
def test_no_paper_that_leaves_the_office_names_a_donor_who_did_not_agree(edges: Office, name: str) -> None:
    for period in ("2026Q3", "2026"):
        if PAPERS[name].needs == "year" and period != "2026":
            continue
        text = text_of(edges, name, period=period)
        assert SILENT not in text and VEILED not in text
        t = Tally(edges, Period.parse(period))
        unnamed = [g for g in t.gifts("donations") if g.publish != "实名" and g.kind == "款"]
        assert unnamed
        for line in text.split("\n"):  # nor does the amount stand beside a name
            cells = line.split("\t")
            for gift in unnamed:
                assert f"{gift.amount / 100:.2f}" not in cells or gift.who not in cells, line


def test_members_stand_in_their_own_order_on_every_list(any_office: Office) -> None:
    t = Tally(any_office, Q3)
    own = [t.names[n] for n in sorted(t.names)]
    plain = [str(any_office.get("members", n)["name"]) for n in sorted(t.names)]
    lists = {
        "quarterly-bulletin": ("序号", "姓名", "出席"), "annual-bulletin": ("序号", "姓名", "出席"),
        "signin-book": ("姓名", "应到"), "member-list": ("序号", "姓名"), "contact-list": ("序号", "姓名"),
        "honor-book": ("归属", "国家级"),
    }  # fmt: skip
    for name, head in lists.items():
        rows = by_heading(text_of(any_office, name, period="2026"), *head)
        shown = [row[head[0] if head[0] != "序号" else "姓名"] for row in rows]
        shown = [who for who in shown if who not in ("合计", "联络处")]
        order = own if set(shown) <= set(own) else plain
        assert shown == sorted(shown, key=order.index), name
        assert len(shown) > 2
    for sheet in ("signin-sheet", "signin-sheet-filled"):
        rows = by_heading(text_of(any_office, sheet, period=Q3), "序号", "姓名")
        shown = [row["姓名"] for row in rows if row["姓名"] in plain]
        assert len(shown) > 2 and shown == sorted(shown, key=plain.index)


def test_people_named_for_missing_something_stand_in_their_own_order_too(any_office: Office) -> None:
    t = Tally(any_office, Q3)
    own = [t.names[n] for n in sorted(t.names)]
    text = text_of(any_office, "quarterly-bulletin", period=Q3)
    for names in re.findall(r"(?:没有到|没有任务)的委员\d*人?：(\S+?)。", text):
        people = names.split("、")
        assert people == sorted(people, key=own.index)


def test_consent_belongs_to_the_gift_not_to_the_giver(edges: Office) -> None:
    """One member agreed for one gift and not for another: only the one is told beside the name."""
    rows = {row["姓名"]: row for row in by_heading(text_of(edges, "quarterly-bulletin", period=Q3), "序号", "姓名")}
    assert rows["王芳（溪畔茶叶合作社）"]["捐款（元）"] == "40.00"
    notice = by_heading(text_of(edges, "donation-notice", period=Q3), "序号", "日期", "捐赠人", "金额（元）")
    assert ("王芳", "60.00") not in {(row["捐赠人"], row["金额（元）"]) for row in notice}
    dossier = text_of(edges, "dossier", period=Q3, records=(3,))
    assert "捐款100.00元" in dossier  # the member's own record holds all

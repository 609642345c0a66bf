"""Report and bulletins against the books, recounted with plain SQL, and all papers of a year against each other."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from liaison.chinese.dates import Period
from liaison.office import Office
from liaison.papers import PAPERS, Request
from liaison.press.blocks import Chart
from liaison.press.plaintext import plain_text
from tests.papers.reading import by_heading, numbers, rows_under, text_of
from tests.papers.tally import QUARTERS, YEARS, Tally, capitals, goods, money, or_dash, quantity, thing, total

# -- the report -------------------------------------------------------------------------------------


def figure_table(t: Tally) -> dict[str, str]:
    """The attached table of figures as it must be, label by label; what there is none of has no line."""
    every, came, went = t.attendance(), t.gifts("donations"), t.gifts("handouts")
    statuses = Counter(status for _, status, _ in t.suggestions())
    closed, still = len(t.tasks("closed")), len(t.tasks("open"))
    found = {
        "开展活动": len(t.held()), **{f"　其中：{kind}": n for kind, n in t.kinds().items()},
        "应到": every.required, "实到": every.present, "公假": every.duty, "病假": every.of("病假"),
        "事假": every.of("事假"), "缺席": every.of("缺席"), "自愿参加": sum(t.voluntary().values()),
        "列席与来宾": t.guests(), "收到捐赠": len(t.given("donations")), "发放": len(t.given("handouts")),
        "更正以前年度捐赠": len(t.corrections("donations")), "更正以前年度发放": len(t.corrections("handouts")),
        "获得荣誉": len(t.honors()), "提出意见建议": len(t.suggestions()),
        "仍在办理的意见建议": statuses["办理中"] + t.open_before(), "专班任务": closed + still, "销号任务": closed,
        "未销号任务": still, "逾期任务": len(t.tasks("overdue")), "在任委员": len(t.present()),
        "手上有任务的委员": len(t.busy()),
    }  # fmt: skip
    levels = Counter(level for _, level, *_ in t.honors())
    found |= {f"　其中：{level}{'级' if level != '其他' else ''}荣誉": n for level, n in levels.items()}
    found |= {f"　其中：{status}": n for status, n in statuses.items()}
    texts = {label: str(number) for label, number in found.items() if number}
    amounts = {"收到捐款": total(came), "物资估值": sum(g.estimate for g in came), "发放捐款": total(went),
               "结存捐款": t.left()[0], "更正以前年度捐赠的差额": total(t.corrections("donations")),
               "更正以前年度发放的差额": total(t.corrections("handouts"))}  # fmt: skip
    texts |= {label: money(fen) for label, fen in amounts.items() if fen}
    if every.base and every.present:
        texts["出席率"] = every.percent
    return texts


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_reports_table_holds_what_the_books_hold(any_office: Office, quarter: str) -> None:
    t = Tally(any_office, Period.parse(quarter))
    document = any_office.reports.document(any_office.reports.compose(t.period))
    text = plain_text(document)
    shown = rows_under(text, "项目", "数字")
    purposes = {f"　其中：{g.purpose}" for b in ("donations", "handouts") for g in t.gifts(b)}
    things = re.compile("^(收到|发放)(?!捐)(.+)")
    plain_rows = {row[0]: row[1] for row in shown if row[0] not in purposes and not things.match(row[0])}
    assert plain_rows == figure_table(t)
    for word, book in (("收到", "donations"), ("发放", "handouts")):
        of = [row for row in shown if row[4].startswith({"donations": "捐赠台账", "handouts": "发放登记"}[book])]
        told = {row[0].removeprefix("　其中："): row[1] for row in of if row[0] in purposes}
        by_purpose = Counter[str]()
        for gift in t.gifts(book):
            by_purpose[gift.purpose] += gift.amount
        assert told == {purpose: money(fen) for purpose, fen in by_purpose.items() if fen}
        items = Counter({(row[0].removeprefix(word), row[2]): row[1] for row in of if things.match(row[0])})
        assert items == {key: quantity(amount) for key, amount in goods(t.gifts(book)).items() if amount}
        check_ledger_line(t, book, text)
    every = t.attendance()
    bases = {row[0]: row[3] for row in shown if row[3]}
    if every.base and every.present:
        assert bases["实到"] == bases["出席率"] == every.text
    check_sentences(t, text)


def check_ledger_line(t: Tally, book: str, text: str) -> None:
    """Under the table: how many entries the ledger ever had, their sum, and its 校验码."""
    every = t.entered(book, "0", "9")
    word = "捐赠" if book == "donations" else "发放"
    told = numbers(rf"{word}账簿（历年）：(\d+)笔，合计(-?[\d,.]+)元，校验码((?: ?[0-9A-F]{{4}}){{4}})", text)
    assert told == ((str(len(every)), money(sum(g.amount for g in every)), told[2]) if every else ())


def check_sentences(t: Tally, text: str) -> None:
    """The same numbers in the report's running text."""
    every, came = t.attendance(), t.gifts("donations")
    assert numbers(r"组织委员开展\S+?(\d+)次。现将", text) == ((str(len(t.held())),) if t.held() else ())
    if every.base and every.present < every.required - every.duty:
        assert numbers(r"应到(\d+)人次，实到(\d+)/(\d+)人次", text) == (
            str(every.required), str(every.present), str(every.base)
        )  # fmt: skip
        assert numbers(r"出席率([\d.]+)%", text) == (every.percent,)
        for word in ("公假", "病假", "事假", "缺席"):
            said = numbers(rf"，{word}(\d+)人次", text)
            assert said == ((str(every.of(word)),) if every.of(word) else ())
    if any(g.kind == "款" for g in t.given("donations")):
        assert numbers(r"收到捐款(\d+)笔，合计([\d,.]+)元（(\S+?)）", text) == (
            str(sum(g.kind == "款" for g in t.given("donations"))), money(total(came)), capitals(total(came))
        )  # fmt: skip
    if t.left()[0]:
        assert numbers(r"结存捐款(-?[\d,.]+)元。", text) == (money(t.left()[0]),)
    closed = len(t.tasks("closed"))
    assert numbers(r"本季度销号(\d+)件", text) == ((str(closed),) if closed else ())


# -- the bulletins ----------------------------------------------------------------------------------


def member_row(t: Tally, member: int) -> dict[str, str]:
    """A member's row as it must be."""
    own = [g for g in t.gifts("donations") if g.member == member and g.publish == "实名"]
    things = "、".join(thing(item, n, unit) for (item, unit), n in goods(own).items())
    closed, still = (sum(owner == member for _, _, owner, _ in t.tasks(key)) for key in ("closed", "open"))
    mine = t.attendance(member=member)
    return {
        "姓名": t.names[member], "出席": mine.text or (f"公假{mine.duty}" if mine.duty else "—"),
        "学习": or_dash(t.studied()[member]), "自愿": or_dash(t.voluntary()[member]),
        "建议": or_dash(sum(by == member for _, _, by in t.suggestions())),
        "任务": f"{closed}/{still}" if closed or still else "—",
        "捐款（元）": money(total(own)) if total(own) else "—", "捐物": things or "—",
        "荣誉": or_dash(sum(who == member for _, _, _, who, _ in t.honors())),
    }  # fmt: skip


def check_members(t: Tally, text: str) -> None:
    """Every member of the period, in the register's order, each with the numbers of the books; and their sums."""
    if not t.members():
        assert "名册里" in text
        return
    shown = by_heading(text, "序号", "姓名", "出席")
    assert [row.pop("序号") for row in shown] == [str(n) for n in range(1, len(shown) + 1)]
    wanted = [member_row(t, member) for member in t.members()]
    assert shown == [{key: row[key] for key in shown[0]} for row in wanted]
    left_out = {key for row in wanted for key in row if key not in shown[0] and row[key] != "—"}
    assert not left_out, "a column that somebody has something in"
    every, rows = t.attendance(), [numbers(r"(\d+)/(\d+)(?:，公假(\d+))?", row["出席"]) for row in shown]
    assert sum(int(row[0]) for row in rows if row) == every.present
    assert sum(int(row[1]) for row in rows if row) == every.base
    strangers = [owner for key in ("closed", "open") for _, _, owner, _ in t.tasks(key) if owner not in t.members()]
    tasks = [numbers(r"(\d+)/(\d+)", row["任务"]) for row in shown]
    assert sum(int(n) for pair in tasks for n in pair) + len(strangers) == (
        len(t.tasks("closed")) + len(t.tasks("open"))
    )
    assert sum(int(row["学习"]) for row in shown if row["学习"] != "—") == sum(t.studied().values())
    honors = sum(int(row["荣誉"]) for row in shown if row["荣誉"] != "—")
    others = sum(who not in t.members() for _, _, _, who, _ in t.honors())
    assert honors + others == len(t.honors())


def check_groups(t: Tally, text: str) -> None:
    """Every work group with its counts, which are the totals' parts."""
    if not (t.tasks("closed") or t.tasks("open")):
        return
    names = dict(t.rows("SELECT id, name FROM groups WHERE deleted = 0"))
    wanted = {
        name: [or_dash(sum(of == number for _, of, _, _ in t.tasks(key))) for key in ("closed", "open", "overdue")]
        for number, name in names.items()
    }
    assert {row["专班"]: [row["办结"], row["在办"], row["逾期"]] for row in by_heading(text, "专班", "办结")} == wanted
    for name, told in ((row["专班"], row["任务和进度"]) for row in by_heading(text, "专班", "办结")):
        number = next(n for n, label in names.items() if label == name)
        for key in ("closed", "open"):
            for task in [what for _, of, _, what in t.tasks(key) if of == number][:6]:
                assert task in told
        for done, steps in re.findall(r"已办(\d+)/(\d+)步", told):
            assert int(done) <= int(steps)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_quarterly_bulletin_holds_what_the_books_hold(any_office: Office, quarter: str) -> None:
    t = Tally(any_office, Period.parse(quarter))
    text = text_of(any_office, "quarterly-bulletin", period=quarter)
    check_members(t, text)
    check_groups(t, text)
    if t.first > any_office.today:
        return
    lead, every, came = text.split("\n")[2], t.attendance(), t.gifts("donations")
    assert numbers(r"开展(?:活动|\D{2,6})(\d+)次", lead) == ((str(len(t.held())),) if t.held() else ())
    if len(t.kinds()) > 1:
        for kind, number in t.kinds().items():
            assert f"{kind}{number}次" in lead
    if every.base:
        duty = f"，公假{every.duty}人次" if every.duty else ""
        assert f"应到{every.required}人次，实到{every.present}/{every.base}人次{duty}" in lead
    assert numbers(r"提出意见建议(\d+)条", lead) == ((str(len(t.suggestions())),) if t.suggestions() else ())
    own = t.given("donations")
    if own:
        assert f"收到捐赠{len(own)}笔" in lead
        paid = any(gift.kind == "款" for gift in own)
        assert numbers(r"捐款([\d,.]+)元", lead) == ((money(total(came)),) if paid else ())
    assert numbers(r"获得荣誉(\d+)项", lead) == ((str(len(t.honors())),) if t.honors() else ())
    for word, key in (("办结", "closed"), ("在办", "open"), ("逾期", "overdue")):
        said = numbers(rf"{word}(\d+)件", lead)
        assert said == ((str(len(t.tasks(key))),) if t.tasks(key) else ())
    idle = [t.names[n] for n in t.present() if n not in t.busy()]
    assert numbers(r"手上没有任务的委员(\d+)人：(\S+?)。", text) == ((str(len(idle)), "、".join(idle)) if idle else ())
    gone = [f"“{what}”" for _, _, owner, what in t.tasks("open") if owner not in t.present()]
    told = numbers(r"要另定负责人的任务：(\S+?)。", text)
    assert [item.partition("（")[0] for item in told[0].split("、")] == gone if told else not gone
    missing = len(t.unrecorded())
    assert numbers(r"还没有记签到的活动(\d+)次：", text) == ((str(missing),) if missing else ())


@pytest.mark.parametrize(("name", "period"), [("quarterly-bulletin", "2026Q3"), ("annual-bulletin", "2026")])
def test_what_a_chart_draws_is_what_the_words_beside_it_say(any_office: Office, name: str, period: str) -> None:
    t = Tally(any_office, Period.parse(period))
    (document,) = PAPERS[name].make(any_office, any_office.settings, Request(period=t.period))
    (chart,) = [block for block in document.blocks if isinstance(block, Chart)]
    every = t.attendance()
    assert [sum(series.values) for series in chart.series] == [every.base, every.present]


@pytest.mark.parametrize("year", YEARS)
def test_the_annual_bulletin_is_the_sum_of_its_quarters(any_office: Office, year: str) -> None:
    t = Tally(any_office, Period.parse(year))
    text = text_of(any_office, "annual-bulletin", period=year)
    check_members(t, text)
    check_groups(t, text)
    columns = {
        "活动": lambda p: len(p.held()), "应到": lambda p: p.attendance().required,
        "实到": lambda p: p.attendance().present, "公假": lambda p: p.attendance().duty, "列席": Tally.guests,
        "建议": lambda p: len(p.suggestions()), "捐款（元）": lambda p: total(p.gifts("donations")),
        "捐物": lambda p: sum(g.kind == "物" for g in p.given("donations")), "荣誉": lambda p: len(p.honors()),
        "销号": lambda p: len(p.tasks("closed")),
    }  # fmt: skip
    quarters = [Tally(any_office, quarter) for quarter in t.period.quarters()]
    counted = [{name: way(part) for name, way in columns.items()} for part in (*quarters, t)]
    if any(counted[-1].values()):
        shown = by_heading(text, "季度", "活动")
        assert [row.pop("季度") for row in shown] == ["第一季度", "第二季度", "第三季度", "第四季度", "合计"]
        as_shown = [
            {name: money(n) if n and name == "捐款（元）" else or_dash(n) for name, n in row.items()} for row in counted
        ]
        assert shown == as_shown
        assert all(sum(row[name] for row in counted[:-1]) == counted[-1][name] for name in columns)
    for word, book in (("捐赠", "donations"), ("发放", "handouts")):
        every = t.entered(book)
        void = sum(not gift.counts for gift in every)
        said = numbers(rf"{word}入账(\d+)笔，编号([\d-]+)至([\d-]+)\S*?(?:其中作废和冲销(\d+)笔|[。；])", text)
        if len(every) > 1:
            assert said[:4] == (str(len(every)), every[0].number, every[-1].number, str(void) if void else "")
    if any(gift.kind == "款" for gift in t.given("donations")):
        fen = total(t.gifts("donations"))
        assert f"合计{money(fen)}元（{capitals(fen)}）" in text
    left = [thing(item, n, unit) for (item, unit), n in t.left()[2].items() if n]
    told = numbers(r"结存物资有([^。\n]+)。", text)
    assert sorted(told[0].split("、") if told else []) == sorted(left)


# -- papers against papers --------------------------------------------------------------------------


def test_all_papers_of_a_year_have_the_same_totals(any_office: Office) -> None:
    """Report, bulletins, notice and the three books, read against each other and not against the books' tables."""
    annual = text_of(any_office, "annual-bulletin", period="2026")
    last = by_heading(annual, "季度", "活动")[-1]
    labels = {"活动": "开展活动", "荣誉": "获得荣誉", "销号": "销号任务", "捐款（元）": "收到捐款"}
    for name in ("活动", "应到", "实到", "公假", "荣誉", "销号", "捐款（元）"):
        told = Counter[str]()
        for quarter in ("2026Q1", "2026Q2", "2026Q3"):
            period = Period.parse(quarter)
            document = any_office.reports.document(any_office.reports.compose(period))
            report = {row[0]: row[1] for row in rows_under(plain_text(document), "项目", "数字")}
            label = labels.get(name, name)
            told[name] += int(report.get(label, "0").replace(",", "").replace(".", ""))
            if name == "捐款（元）":
                notice = text_of(any_office, "donation-notice", period=quarter)
                assert numbers(r"合计([\d,.]+)元", notice) == ((report[label],) if label in report else ())
        assert told[name] == int(last[name].replace(",", "").replace(".", "").replace("—", "0"))
    book = text_of(any_office, "signin-book", period="2026")
    people = by_heading(book, "姓名", "应到")[-1]
    assert [people[name] for name in ("应到", "实到", "公假")] == [last[name] for name in ("应到", "实到", "公假")]
    ledger = text_of(any_office, "donation-book", period="2026")
    closing = next(row for row in rows_under(ledger, "用途", "上年结转（元）") if row[0] == "合计")
    assert closing[2] == last["捐款（元）"]
    honors = rows_under(text_of(any_office, "honor-book", period="2026"), "归属", "国家级")[-1]
    assert honors[-1] == last["荣誉"]

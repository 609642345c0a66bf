"""Every number on every paper against the books and against every other paper, recounted with plain SQL."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from liaison.chinese.dates import Period, day
from liaison.chinese.numbers import money_in_capitals
from liaison.office import Office
from liaison.sample import make_sample
from tests.papers.edges import edge_office
from tests.papers.reading import by_heading, numbers, rows_under, text_of, texts_of
from tests.papers.tally import Tally, goods, money, quantity, total

QUARTERS = ("2026Q3", "2026Q2", "2025Q4", "2026Q4", "2023Q3")
YEARS = ("2026", "2025", "2024")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample office: eleven members, three years."""
    with make_sample(tmp_path_factory.mktemp("sample") / "o", members=11, years=3, until="2026-09-18") as office:
        yield office


@pytest.fixture(scope="module")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The small office of edge cases."""
    with edge_office(tmp_path_factory.mktemp("edges") / "o") as office:
        yield office


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The same office, where 公假 counts into the base."""
    with edge_office(tmp_path_factory.mktemp("counting") / "o") as office:
        office.change_settings(replace(office.settings, duty_leave_counts=True))
        yield office


@pytest.fixture(params=["sample", "edges", "counting"])
def any_office(request: pytest.FixtureRequest) -> Office:
    office: Office = request.getfixturevalue(request.param)
    return office


def or_dash(number: int | str) -> str:
    return str(number) if number else "—"


def capitals(fen: int) -> str:
    return money_in_capitals(fen)


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
        "列席与来宾": t.guests(), "收到捐赠": len(came), "发放": len(went),
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
               "结存捐款": t.left()[0]}  # fmt: skip
    texts |= {label: money(fen) for label, fen in amounts.items() if fen}
    if every.base and every.present:
        texts["出席率"] = every.percent
    return texts


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_reports_table_holds_what_the_books_hold(any_office: Office, quarter: str) -> None:
    t = Tally(any_office, Period.parse(quarter))
    document = any_office.reports.document(any_office.reports.compose(t.period))
    from liaison.press.plaintext import plain_text

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
        assert items == {key: quantity(amount) for key, amount in goods(t.gifts(book)).items()}
    every = t.attendance()
    bases = {row[0]: row[3] for row in shown if row[3]}
    if every.base and every.present:
        assert bases["实到"] == bases["出席率"] == every.text
    check_sentences(t, text)


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
    if total(came):
        assert numbers(r"收到捐款(\d+)笔，合计([\d,.]+)元（(\S+?)）", text) == (
            str(sum(g.kind == "款" for g in came)), money(total(came)), capitals(total(came))
        )  # fmt: skip
    if t.left()[0]:
        assert numbers(r"结存捐款(-?[\d,.]+)元。", text) == (money(t.left()[0]),)
    closed = len(t.tasks("closed"))
    assert numbers(r"本季度销号(\d+)件", text) == ((str(closed),) if closed else ())


# -- the bulletins ----------------------------------------------------------------------------------


def member_row(t: Tally, member: int) -> dict[str, str]:
    """A member's row as it must be."""
    own = [g for g in t.gifts("donations") if g.member == member and g.publish == "实名"]
    things = "、".join(f"{item}{quantity(n)}{unit}" for (item, unit), n in goods(own).items())
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
    if came:
        assert f"收到捐赠{len(came)}笔" in lead
        assert numbers(r"捐款([\d,.]+)元", lead) == ((money(total(came)),) if total(came) else ())
    assert numbers(r"获得荣誉(\d+)项", lead) == ((str(len(t.honors())),) if t.honors() else ())
    for word, key in (("办结", "closed"), ("在办", "open"), ("逾期", "overdue")):
        said = numbers(rf"{word}(\d+)件", lead)
        assert said == ((str(len(t.tasks(key))),) if t.tasks(key) else ())
    idle = [t.names[n] for n in t.present() if n not in t.busy()]
    assert numbers(r"手上没有任务的委员(\d+)人：(\S+?)。", text) == ((str(len(idle)), "、".join(idle)) if idle else ())
    missing = len(t.unrecorded())
    assert numbers(r"还没有记签到的活动(\d+)次：", text) == ((str(missing),) if missing else ())


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
        "捐物": lambda p: sum(g.kind == "物" for g in p.gifts("donations")), "荣誉": lambda p: len(p.honors()),
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
    if total(t.gifts("donations")):
        fen = total(t.gifts("donations"))
        assert f"合计{money(fen)}元（{capitals(fen)}）" in text
    left = [f"{item}{quantity(n)}{unit}" for (item, unit), n in t.left()[2].items() if n]
    told = numbers(r"结存物资有(\S+?)。\n", text + "\n")
    assert sorted(told[0].split("、") if told else []) == sorted(left)


# -- the three books --------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_the_sign_in_book_adds_up(any_office: Office, year: str) -> None:
    t = Tally(any_office, Period.parse(year))
    text = text_of(any_office, "signin-book", period=year)
    came = t.attendance().present + sum(t.voluntary().values())
    assert (f"活动\t{len(t.held())} 次", f"委员到场\t{came} 人次", f"列席与来宾\t{t.guests()} 人次") == tuple(
        line for line in text.split("\n") if re.match("(活动|委员到场|列席与来宾)\t", line)
    )
    if not t.held():
        return
    heads = re.findall(r"^(\d+)\. (.+)$", text, re.MULTILINE)
    assert len(heads) == len(t.held())
    lines = [line for _, line in heads]
    for number, _, required, title, start in t.held():
        line = next(line for line in lines if line.startswith(f"{title}　{day(start, 'form')}"))
        if required:
            check_counters(t, number, line)
    summed = [numbers(r"应到 (\d+) 人，实到 (\d+) 人", line) for _, line in heads]
    assert sum(int(pair[0]) for pair in summed if pair) == t.attendance().required
    assert sum(int(pair[1]) for pair in summed if pair) == t.attendance().present
    check_summaries(t, text)


def check_counters(t: Tally, activity: int, line: str) -> None:
    """The counters of one required activity, as sign-in sheet and book tell them."""
    counted = t.attendance(activity=activity)
    if not counted.required:
        return
    assert numbers(r"应到 (\d+) 人，实到 (\d+) 人", line) == (str(counted.required), str(counted.present)), line
    for word in ("迟到", "早退", "公假", "病假", "事假", "缺席"):
        assert numbers(rf"{word} (\d+) 人", line) == ((str(counted.of(word)),) if counted.of(word) else ()), line
    assert numbers(r"还没有记的 (\d+) 人", line) == ((str(counted.of("")),) if counted.of("") else ()), line
    assert numbers(r"出席率 (\d+)/(\d+)", line) == (
        (str(counted.present), str(counted.base)) if counted.base else ()
    ), line  # fmt: skip


def check_summaries(t: Tally, text: str) -> None:
    """By kind and by member, with the totals under both."""
    words = ("应到", "实到", "迟到", "早退", "公假", "病假", "事假", "缺席")

    def wanted(first: str, name: str, which: dict[str, object], voluntary: int) -> dict[str, str]:
        counted = t.attendance(**which)  # type: ignore[arg-type]
        numbers_ = (counted.required, counted.present, *(counted.of(word) for word in words[2:]))
        return {first: name, **{w: str(n) if n else "" for w, n in zip(words, numbers_, strict=True)},
                "出席率": counted.text, "自愿到场": str(voluntary) if voluntary else ""}  # fmt: skip

    kinds = by_heading(text, "类型", "活动")
    for row in kinds:
        kind = row["类型"]
        held = t.kinds()[kind] if kind != "合计" else len(t.held())
        assert row.pop("活动") == str(held)
        row.pop("自愿到场")
        told = wanted("类型", kind, {} if kind == "合计" else {"kind": kind}, 0)
        told.pop("自愿到场")
        assert row == told
    assert {row["类型"] for row in kinds} == {*t.kinds(), "合计"}
    people = by_heading(text, "姓名", "应到")
    assert [row["姓名"] for row in people] == [*(t.names[n] for n in t.members()), "合计"]
    for row, member in zip(people, [*t.members(), None], strict=True):
        row.pop("备注")
        none = t.attendance(member=member).of("")
        assert row.pop("无记录", "") == (str(none) if none else "")
        came = t.voluntary()[member] if member is not None else sum(t.voluntary().values())
        assert row == wanted("姓名", row["姓名"], {"member": member}, came)


@pytest.mark.parametrize("year", YEARS)
def test_the_donation_book_closes_with_the_books_totals(any_office: Office, year: str) -> None:
    t = Tally(any_office, Period.parse(year))
    text = text_of(any_office, "donation-book", period=year)
    parts = re.split(r"\n(?:一、收到捐赠|二、发放|三、结存)\n", text)
    assert len(parts) == 4
    for part, book, who, amount in (
        (parts[1], "donations", "捐赠人", "捐款（元）"), (parts[2], "handouts", "发放给", "发款（元）")
    ):  # fmt: skip
        every = t.entered(book)
        assert numbers(r"另有草稿 (\d+) 笔", part) == ((str(t.drafts(book)),) if t.drafts(book) else ())
        if not every:
            assert "没有入账" in part
            continue
        shown = by_heading(part, "编号", "日期", who)
        assert [
            (row["编号"], row["日期"], row[who], row[amount], row["数量"], row["单位"], row["用途"]) for row in shown
        ] == [
            (g.number[5:], day(g.date), g.who, money(g.amount) if g.kind == "款" else "",
             quantity(g.quantity) if g.kind == "物" else "", g.unit, g.purpose) for g in every
        ]  # fmt: skip
        printed = sum(g.amount for g in every)
        assert rows_under(part, "捐款累计（大写）" if book == "donations" else "发款累计（大写）") == []
        assert capitals(printed) in part
        valid = total(t.gifts(book))
        void, red = sum(g.void for g in every), sum(g.reversal for g in every)
        assert f"入账 {len(every)} 笔，其中有效 {len(t.gifts(book))} 笔" in part
        if void or red:
            assert f"作废 {void} 笔、红字冲销 {red} 笔" in part
        # Where voids of another year make the book's sum differ from every other paper's, the book says what counts.
        assert printed == valid or f"{money(valid)} 元" in part
        units = Counter[str]()
        for gift in every:
            units[gift.unit] += gift.quantity if gift.kind == "物" else 0
        told = numbers(r"物资累计：([^。]+(?:\.\d+[^。]*)*)。", part)
        wanted = [f"{quantity(n)} {unit}" for unit, n in units.items() if n]
        assert sorted(told[0].split("、") if told else []) == sorted(wanted)
        estimate = sum(g.estimate for g in every)
        assert numbers(r"物资估值累计 ([\d,.]+) 元", part) == ((money(estimate),) if estimate else ())
    check_balances(t, parts[3])


def check_balances(t: Tally, part: str) -> None:
    """Brought forward, received, handed out and left: line by line, and one year on the next."""
    from liaison.chinese.dates import add_days

    money_left, purposes, things = t.left()
    before = t.left(add_days(t.first, -1))
    came, went = t.gifts("donations"), t.gifts("handouts")

    def line(name: str, opened: int, received: int, handed: int, left: int) -> list[str]:
        assert opened + received - handed == left
        return [name, *(money(n) if n else "" for n in (opened, received, handed)), money(left)]

    wanted = [
        line(
            name, before[1][name], total(g for g in came if g.purpose == name),
            total(g for g in went if g.purpose == name), left,
        )
        for name, left in purposes.items()
    ]  # fmt: skip
    if purposes:
        wanted.append(line("合计", before[0], total(came), total(went), money_left))
    shown = rows_under(part, "用途", "上年结转（元）")
    if shown:
        assert shown.pop() == ["结存（大写）", capitals(money_left)]
    assert sorted(shown) == sorted(wanted)
    goods_wanted = [
        [item, unit, *(quantity(n) if n else "" for n in (before[2][item, unit], goods(came)[item, unit],
                                                        goods(went)[item, unit])), quantity(left)]
        for (item, unit), left in things.items()
    ]  # fmt: skip
    assert sorted(rows_under(part, "品名", "单位", "上年结转")) == sorted(goods_wanted)


@pytest.mark.parametrize("year", YEARS)
def test_the_honor_book_counts_every_honour_once(any_office: Office, year: str) -> None:
    t = Tally(any_office, Period.parse(year))
    text = text_of(any_office, "honor-book", period=year)
    found = t.honors()
    holders = Counter(holder for _, _, holder, *_ in found)
    for label, number in (("荣誉", len(found)), ("委员荣誉", holders["委员"]), ("联络处荣誉", holders["联络处"])):
        assert f"{label}\t{number} 项" in text.split("\n")
    levels = ("国家", "省", "市", "县", "镇", "其他")

    def row(name: str, chosen: list[str]) -> list[str]:
        counted = Counter(chosen)
        return [name, *(str(counted[level]) if counted[level] else "" for level in levels), str(len(chosen))]

    people = {n: [level for _, level, _, who, _ in found if who == n] for n in t.names}
    wanted = [row(t.names[n], mine) for n, mine in people.items() if mine]
    if holders["联络处"]:
        wanted.append(row("联络处", [level for _, level, holder, *_ in found if holder == "联络处"]))
    if found:
        wanted.append(row("合计", [level for _, level, *_ in found]))
    assert rows_under(text, "归属", "国家级") == wanted
    by_level = Counter(level for _, level, *_ in found)
    told = Counter[str]()
    for level, number in re.findall(r"^(\S+)　(\d+) 项$", text, re.MULTILINE):
        told[level.removesuffix("级")] += int(number)
    assert told == by_level
    certificates = rows_under(text_of(any_office, "honor-certificates", period=year), "序号", "获得者")
    assert [(cells[1], cells[2]) for cells in certificates] == [
        (t.names[who] if who is not None else "联络处", title) for _, _, _, who, title in found
    ]


# -- gifts on single papers -------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", QUARTERS)
def test_notice_slips_and_letters_hold_the_same_gifts(any_office: Office, quarter: str) -> None:
    t = Tally(any_office, Period.parse(quarter))
    given = t.gifts("donations")
    notice = text_of(any_office, "donation-notice", period=quarter)
    if not given:
        assert "没有收到捐赠" in notice
        return
    assert f"爱心捐赠{len(given)}笔" in notice
    paid, things = [g for g in given if g.kind == "款"], [g for g in given if g.kind == "物"]
    if paid:
        assert f"收到捐款{len(paid)}笔，合计{money(total(paid))}元（{capitals(total(paid))}）" in notice
    check_notice(t, notice, paid, things)
    slips = texts_of(any_office, "donation-slip", period=quarter)
    assert len(slips) == len(given)
    for slip, gift in zip(slips, given, strict=True):
        stub, _, rest = slip.partition("沿虚线裁开")
        for half in (stub, rest):
            assert f"编号\t{gift.number}\t捐赠日期\t{day(gift.date, 'form')}" in half
            assert f"捐赠人\t{gift.who}" in half
            if gift.kind == "款":
                assert f"捐款金额\t{money(gift.amount)} 元\n大写\t{capitals(gift.amount)}" in half
            else:
                assert f"数量\t{quantity(gift.quantity)} {gift.unit}" in half
    letters = "\n".join(texts_of(any_office, "thanks-letter", period=quarter))
    told = re.findall(r"捐款(人民币[^（]+)（([\d,.]+)元）", letters)
    assert all(capitals(int(text.replace(",", "").replace(".", ""))) == words for words, text in told)
    assert sum(int(text.replace(",", "").replace(".", "")) for _, text in told) == total(paid)


def check_notice(t: Tally, notice: str, paid: list, things: list) -> None:  # type: ignore[type-arg]
    """Every gift that may be told has a line, no other has, and the lines and the rest are the total."""
    who = {"实名": lambda g: g.who, "匿名": lambda g: "爱心人士"}
    shown = [g for g in paid if g.publish in who]
    rows = by_heading(notice, "序号", "日期", "捐赠人", "金额（元）") if shown else []
    assert [(row["日期"], row["捐赠人"], row["金额（元）"]) for row in rows] == [
        (day(g.date), who[g.publish](g), money(g.amount)) for g in shown
    ]
    hidden = len(paid) - len(shown)
    if shown:
        assert f"合计\t{money(total(paid))}\t" in notice
        if hidden:
            assert f"列名小计\t{money(total(shown))}\t" in notice
            assert f"不单独公示的 {hidden} 笔\t{money(total(paid) - total(shown))}\t" in notice
    told = [g for g in things if g.publish in who]
    rows = by_heading(notice, "序号", "日期", "捐赠人", "品名、规格") if told else []
    assert [(row["捐赠人"], row["数量"]) for row in rows] == [
        (who[g.publish](g), f"{quantity(g.quantity)} {g.unit}") for g in told
    ]
    for (item, unit), number in goods(things).items():
        assert f"{item}{quantity(number)}{unit}" in notice
    assert f"到期末结存捐款{money(t.left()[0])}元" in notice


# -- one activity -----------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", QUARTERS[:3])
def test_sheets_and_minutes_of_every_activity(any_office: Office, quarter: str) -> None:
    t = Tally(any_office, Period.parse(quarter))
    for number, _, required, title, _ in t.held():
        sheet = text_of(any_office, "signin-sheet-filled", records=(number,))
        minutes = text_of(any_office, "minutes", records=(number,))
        assert title in minutes
        if required:
            check_counters(t, number, sheet.rsplit("\n", 1)[-1])
        guests = t.column("SELECT guest FROM signins WHERE deleted = 0 AND activity = ? AND member IS NULL", number)
        listed = rows_under(sheet, "序号", "姓名", "单位及职务")
        assert len(guests) == (0 if "列席与来宾\n" not in sheet else len(
            [line for line in sheet.split("列席与来宾\n")[1].split("\n") if line.count("\t") == 4]
        ))  # fmt: skip
        recorded = t.rows(
            "SELECT m.id, m.name, s.status FROM signins s JOIN members m ON m.id = s.member WHERE s.deleted = 0"
            " AND s.activity = ? ORDER BY m.id", number,
        )  # fmt: skip
        for label, statuses in (("出席", ("出席", "迟到", "早退")), ("请假", ("公假", "病假", "事假"))):
            names = [name for _, name, status in recorded if status in statuses]
            line = next((part for part in minutes.split("\n") if part.startswith(f"{label}：")), "")
            assert sum(line.count(name) for name in set(names)) == len(names), (title, line)
        for _, name, status in recorded:
            word = "" if status == "出席" else status
            assert any(cells[1] == name and word in cells[4] for cells in listed)


# -- members ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2026Q3", "2026Q2", "2025", "2026"])
def test_every_dossier_says_what_the_bulletin_says_of_the_member(any_office: Office, period: str) -> None:
    t = Tally(any_office, Period.parse(period))
    bulletin = text_of(any_office, "quarterly-bulletin", period=period)
    rows = {row["姓名"]: row for row in by_heading(bulletin, "序号", "姓名", "出席")} if t.members() else {}
    for member in t.members():
        text = text_of(any_office, "dossier", period=period, member=t.names[member])
        check_dossier(t, member, text.split("\n一、履职概况\n")[1].split("\n")[0], rows[t.names[member]])
        listed = by_heading(text, "序号", "日期", "类型", "活动") if "没有签到记录" not in text else []
        mine = t.attendance(member=member)
        counted = [row for row in listed if "（" not in row["情况"]]
        required = {title for number, _, must, title, _ in t.held() if must and t.attendance(activity=number).required}
        assert sum(row["活动"] in required for row in counted) == mine.required
        came = [row for row in counted if row["情况"] in ("出席", "迟到", "早退")]
        assert sum(row["活动"] in required for row in came) == mine.present


def check_dossier(t: Tally, member: int, said: str, row: dict[str, str]) -> None:
    """The summary of a dossier against the books, and against the member's row in the bulletin."""
    mine, given = t.attendance(member=member), [g for g in t.gifts("donations") if g.member == member]
    base, duty = str(mine.base), f"，公假{mine.duty}次" if mine.duty else ""
    if mine.base:
        assert f"应到{mine.required}次，实到{mine.present}/{base}次{duty}" in said
        assert row["出席"] == mine.text
    voluntary = t.voluntary()[member]
    assert numbers(r"另自愿参加活动(\d+)次", said) == ((str(voluntary),) if voluntary else ())
    assert row.get("自愿", "—") == or_dash(voluntary)
    fen = total(given)
    assert numbers(r"捐款([\d,.]+)元（(\S+?)）", said) == ((money(fen), capitals(fen)) if fen else ())
    if all(g.publish == "实名" for g in given):
        assert row["捐款（元）"] == (money(fen) if fen else "—")
    things = sum(g.kind == "物" for g in given)
    assert numbers(r"捐物(\d+)笔", said) == ((str(things),) if things else ())
    honors = sum(who == member for _, _, _, who, _ in t.honors())
    assert numbers(r"获得荣誉(\d+)项", said) == ((str(honors),) if honors else ())
    assert row["荣誉"] == or_dash(honors)
    closed, still = (sum(owner == member for _, _, owner, _ in t.tasks(key)) for key in ("closed", "open"))
    told = numbers(r"负责专班任务(\d+)件，已销号(\d+)件", said)
    assert told == ((str(closed + still), str(closed)) if closed or still else ())
    assert row["任务"] == (f"{closed}/{still}" if closed or still else "—")
    advice = sum(by == member for _, _, by in t.suggestions())
    assert numbers(r"提出意见建议(\d+)条", said) == ((str(advice),) if advice else ())
    assert row["建议"] == or_dash(advice)


def test_the_list_of_members_has_those_in_office(any_office: Office) -> None:
    t = Tally(any_office, Period.quarter_of(any_office.today))
    text = text_of(any_office, "member-list")
    plain = [any_office.get("members", n)["name"] for n in t.present()]
    assert [row["姓名"] for row in by_heading(text, "序号", "姓名")] == plain
    assert f"在任委员{len(plain)}人" in text
    contacts = text_of(any_office, "contact-list")
    assert [row["姓名"] for row in by_heading(contacts, "序号", "姓名")] == plain


# -- the work groups --------------------------------------------------------------------------------


def test_chart_and_table_of_assignments_are_the_bulletins(any_office: Office) -> None:
    t = Tally(any_office, Period.quarter_of(any_office.today))
    chart = text_of(any_office, "workgroup-chart")
    table = text_of(any_office, "assignment-table", period=t.period.key)
    names = dict(t.rows("SELECT id, name FROM groups WHERE deleted = 0 ORDER BY place, id"))
    sheets = re.split(r"\n?^(?=\S+\n\S+专班挂图作战图)", chart, flags=re.MULTILINE)
    sheets = [sheet for sheet in sheets if sheet]
    assert [sheet.split("\n")[0] for sheet in sheets] == list(names.values())
    for sheet, number in zip(sheets, names, strict=True):
        of = {key: [what for _, group, _, what in t.tasks(key) if group == number]
              for key in ("open", "closed", "overdue")}  # fmt: skip
        assert f"未销号{len(of['open'])}件" in sheet
        assert numbers(r"逾期(\d+)件", sheet) == ((str(len(of["overdue"])),) if of["overdue"] else ())
        assert f"销号{len(of['closed'])}件\n" in sheet + "\n"
        rows = by_heading(sheet, "序号", "任务", "负责人") if of["open"] or of["closed"] else []
        assert sorted(row["任务"] for row in rows) == sorted(of["open"] + of["closed"])
        members = t.column(
            "SELECT DISTINCT s.member FROM memberships s JOIN members m ON m.id = s.member WHERE s.deleted = 0"
            " AND s.work_group = ? AND s.since <= ? AND coalesce(s.until, '9999') > ?", number, t.now, t.now,
        )  # fmt: skip
        there = [n for n in members if n in t.present()]
        assert numbers(r"成员\t\S+（(\d+)人）", sheet) == ((str(len(there)),) if there else ())
        head = numbers(rf"^{names[number]}（(\d+)人\S*?任务(\d+)件）$", "") or re.findall(
            rf"^{names[number]}（(\d+)人\S*?任务(\d+)件）$", table, re.MULTILINE
        )
        assert head == ([(str(len(there)), str(len(rows)))] if rows else [])
    everything = len(t.tasks("open")) + len(t.tasks("closed"))
    assert f"共{everything}件任务：" in table
    idle = [t.names[n] for n in t.present() if n not in t.busy()]
    assert numbers(r"还没有任务的委员(\d+)人：(\S+?)。", table) == ((str(len(idle)), "、".join(idle)) if idle else ())


# -- papers against papers --------------------------------------------------------------------------


def test_all_papers_of_a_year_have_the_same_totals(any_office: Office) -> None:
    """Report, bulletins, notice and the three books, read against each other and not against the books' tables."""
    annual = text_of(any_office, "annual-bulletin", period="2026")
    last = by_heading(annual, "季度", "活动")[-1]
    from liaison.press.plaintext import plain_text

    for name in ("活动", "应到", "实到", "公假", "荣誉", "销号", "捐款（元）"):
        told = Counter[str]()
        for quarter in ("2026Q1", "2026Q2", "2026Q3"):
            period = Period.parse(quarter)
            document = any_office.reports.document(any_office.reports.compose(period))
            report = {row[0]: row[1] for row in rows_under(plain_text(document), "项目", "数字")}
            label = {"活动": "开展活动", "荣誉": "获得荣誉", "销号": "销号任务", "捐款（元）": "收到捐款"}.get(name, name)
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

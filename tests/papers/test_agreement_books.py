"""The three bound books, and the papers about gifts, against the books' tables, recounted with plain SQL."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from liaison.chinese.dates import Period, add_days, day
from liaison.kit.query import Query
from liaison.office import Office
from liaison.papers.listing import make_list
from liaison.press.plaintext import plain_text
from tests.papers.counters import check_counters
from tests.papers.reading import by_heading, numbers, rows_under, text_of, texts_of
from tests.papers.tally import QUARTERS, YEARS, Gift, Tally, capitals, goods, money, quantity, thing, total

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
        assert f"入账 {len(every)} 笔，其中有效 {len(t.given(book))} 笔" in part
        corrections = t.corrections(book)
        assert numbers(r"其中更正以前年度 (\d+) 笔", part) == ((str(len(corrections)),) if corrections else ())
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
        kept = Counter[str]()
        for gift in t.gifts(book):
            kept[gift.unit] += gift.quantity if gift.kind == "物" else 0
        if {unit: n for unit, n in units.items() if n} != {unit: n for unit, n in kept.items() if n}:
            counting = numbers(r"只计有效的登记，物资为 ([^。]+(?:\.\d+[^。]*)*)。", part)[0].split("、")
            assert sorted(counting) == (sorted(f"{quantity(n)} {unit}" for unit, n in kept.items() if n) or ["零"])
        estimate = sum(g.estimate for g in every)
        assert numbers(r"物资估值累计 ([\d,.]+) 元", part) == ((money(estimate),) if estimate else ())
    check_balances(t, parts[3])


def check_balances(t: Tally, part: str) -> None:
    """Brought forward, received, handed out and left: line by line, and one year on the next."""
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
    given, corrections = t.given("donations"), t.corrections("donations")
    notice = text_of(any_office, "donation-notice", period=quarter)
    if not given:
        assert "没有收到捐赠" in notice
        return
    assert f"爱心捐赠{len(given)}笔" in notice
    paid, things = [g for g in given if g.kind == "款"], [g for g in given if g.kind == "物"]
    everything = total(paid) + total(corrections)
    if paid:
        assert f"收到捐款{len(paid)}笔，合计{money(everything)}元（{capitals(everything)}）" in notice
    check_notice(t, notice, paid, things)
    slips = texts_of(any_office, "donation-slip", period=quarter)
    stand = [gift for gift in map(t.as_corrected, given) if gift is not None]
    assert len(slips) == len(stand)
    for slip, gift in zip(slips, stand, strict=True):
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
    assert sum(int(text.replace(",", "").replace(".", "")) for _, text in told) == total(stand)


def _apart(gift: Gift, twice: dict[int, str]) -> str:
    """The donor as the public is told: a member with the unit where another has the same name."""
    words = twice.get(gift.member or 0, "")
    return words if words.startswith(f"{gift.who}（") else gift.who


def check_notice(t: Tally, notice: str, paid: list, things: list) -> None:  # type: ignore[type-arg]
    """Every gift that may be told has a line, no other has, and the lines and the rest are the total."""
    twice = {
        number: f"{name}（{unit}）"
        for number, name, unit in t.rows(
            "SELECT id, name, work_unit FROM members m WHERE deleted = 0 AND 1 <"
            " (SELECT count(*) FROM members o WHERE o.name = m.name AND o.deleted = 0)"
        )
    }
    who = {"实名": lambda g: _apart(g, twice), "匿名": lambda _: "爱心人士"}
    shown = [g for g in paid if g.publish in who]
    rows = by_heading(notice, "序号", "日期", "捐赠人", "金额（元）") if shown else []
    assert [(row["日期"], row["捐赠人"], row["金额（元）"]) for row in rows] == [
        (day(g.date), who[g.publish](g), money(g.amount)) for g in shown
    ]
    hidden = len(paid) - len(shown)
    if shown:
        difference = total(t.corrections("donations"))
        assert f"合计\t{money(total(paid) + difference)}\t" in notice
        assert not difference or f"更正以前年度登记的差额\t{money(difference)}\t" in notice
        if hidden:
            assert f"列名小计\t{money(total(shown))}\t" in notice
            assert f"不单独公示的 {hidden} 笔\t{money(total(paid) - total(shown))}\t" in notice
    told = [g for g in things if g.publish in who]
    rows = by_heading(notice, "序号", "日期", "捐赠人", "品名、规格") if told else []
    assert [(row["捐赠人"], row["数量"]) for row in rows] == [
        (who[g.publish](g), f"{quantity(g.quantity)} {g.unit}") for g in told
    ]
    for (item, unit), number in goods(t.gifts("donations")).items() if things else ():
        assert thing(item, number, unit) in notice
    assert re.search(f"，(目前|期末)结存捐款{re.escape(money(t.left()[0]))}元", notice)


@pytest.mark.parametrize("period", ["2026Q3", "2026Q2", "2025", "2026"])
def test_a_printed_list_of_gifts_has_the_total_of_every_paper(any_office: Office, period: str) -> None:
    t = Tally(any_office, Period.parse(period))
    for book in ("donations", "handouts"):
        query = Query(period=t.period)
        document = make_list(any_office, any_office.settings, book, query, ("date", "amount", "quantity", "unit"))
        text, valid = plain_text(document), t.gifts(book)
        if total(valid):
            assert f"合计\t{money(total(valid))}" in text
        assert any_office.gifts.totals(book, query).money == total(valid)
        units = Counter[str]()
        for gift in valid:
            units[gift.unit] += gift.quantity if gift.kind == "物" else 0
        for unit, number in units.items():
            wanted = rf"^物资\t.*(?<![\d.]){re.escape(quantity(number))} {unit}"
            assert not number or re.search(wanted, text, re.MULTILINE)

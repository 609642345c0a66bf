"""年度整理通报: the three books' totals, the year by quarters, every member's year."""

from __future__ import annotations

import pytest

from liaison.chinese.dates import Period
from liaison.figures import collect
from liaison.office import Office
from liaison.papers.annual_bulletin import make
from liaison.papers.paper import Request
from liaison.press import blocks as b
from liaison.press.plaintext import figures_in
from tests.papers.laid import HOSTILE, column, keyed, lay_whole, said, tables, texts
from tests.papers.stage import advise, full_quarter, give, hold, task

YEAR = Period.year(2026)


def bulletin(office: Office, period: Period = YEAR) -> b.Document:
    return make(office, office.settings, Request(period=period))


@pytest.fixture
def year(peopled: Office) -> Office:
    hold(peopled, "学习统战条例", "2026-03-20", "集中学习", {4: "病假"})
    give(peopled, kind="款", amount="100.00", date="2026-02-03", publish="实名")
    full_quarter(peopled)
    return peopled


def section(document: b.Document, heading: str) -> str:
    """The text between a heading and the next one."""
    lines = said(document).split("\n")
    begin = lines.index(heading) + 1
    heads = [b.plain(block.text) for block in document.blocks if isinstance(block, b.Heading)]
    return "\n".join(lines[begin : lines.index(heads[heads.index(heading) + 1])])


def test_the_sign_in_book_is_totalled_with_its_base(year: Office) -> None:
    words = section(bulletin(year), "一、签到簿")
    assert "开展活动4次，其中集中学习2次、集体活动2次。" in words
    assert "必须参加的活动应到13人次，实到10/12人次，公假1人次，病假1人次，缺席1人次，出席率83.3%。" in words
    assert "集中学习委员到场5人次。" in words


def test_the_ledger_tells_its_numbers_its_capitals_and_goods_apart(year: Office) -> None:
    wrong = give(year, kind="款", amount="999.00", publish="实名", donor="冯写错")
    year.reverse("donations", wrong, "写错")
    year.add("donations", {"date": "2026-08-02", "donor": "何草稿", "kind": "款", "amount": "5", "purpose": "助学"})
    words = section(bulletin(year), "二、爱心捐赠台账")
    assert (
        "捐赠入账6笔，编号2026-001至2026-006，号码连续，其中作废和冲销2笔，不进合计；另有草稿1笔没有入账，不进合计。"
        in words
    )
    assert "发放入账1笔，编号2026-001。" in words
    assert "合计6,107.14元（人民币陆仟壹佰零柒元壹角肆分），其中助学6,100.00元、重阳慰问7.14元" in words
    assert "书包30个" in words and "目前结存物资有书包30个。" in words
    assert "冯写错" not in words and "无名氏" not in words


def test_numbers_that_are_not_together_are_not_called_so(year: Office) -> None:
    part = Period.span("2026-08-02", "2026-12-31")
    give(year, kind="款", amount="1.00", date="2026-08-02")
    words = said(bulletin(year, part))
    assert "捐赠入账1笔，编号2026-005。" in words
    give(year, kind="款", amount="1.00", date="2026-07-01")
    give(year, kind="款", amount="1.00", date="2026-08-03")
    assert "捐赠入账2笔，编号2026-005至2026-007。" in said(bulletin(year, part))


def test_honours_by_level_and_holder_and_what_is_not_scanned(year: Office) -> None:
    words = section(bulletin(year), "三、荣誉登记簿")
    assert words == (
        "获得荣誉2项，其中市级1项、县级1项。委员获得1项，联络处获得1项。分别是7月20日沈佳禾委员“优秀政协委员”（县政协）；"
        "7月20日联络处“先进联络处”（市政协）。尚缺证书扫描件2项。"
    )


def test_the_quarters_add_up_to_the_year(year: Office) -> None:
    quarters = tables(bulletin(year))[0]
    assert texts(quarters)[0] == ["第一季度", "1", "4", "3", "—", "—", "—", "100.00", "—", "—", "—"]
    assert texts(quarters)[2] == ["第三季度", "3", "9", "7", "1", "—", "2", "6,007.14", "1", "2", "1"]
    foot = [b.plain(b.cell_of(cell).text) for cell in quarters.foot[0]]
    assert foot == ["合计", "4", "13", "10", "1", "—", "3", "6,107.14", "1", "2", "1"]
    assert keyed(quarters)["attendance.present"] == "10"
    (chart,) = [block for block in bulletin(year).blocks if isinstance(block, b.Chart)]
    assert chart.series[0].values == (4.0, 0.0, 8.0, 0.0) and chart.series[1].values == (3.0, 0.0, 7.0, 0.0)


def test_a_quarter_cell_carries_no_key_for_it_would_open_the_year(year: Office) -> None:
    quarters = tables(bulletin(year))[0]
    body = [run for row in quarters.rows for cell in row for run in b.runs_of(b.cell_of(cell).text)]  # type: ignore[union-attr]
    assert not any(run.figure for run in body)


def test_every_member_has_a_row_also_who_left(year: Office) -> None:
    people = tables(bulletin(year))[1]
    assert column(people, "姓名") == ["沈佳禾", "王芳（镇卫生院）", "王芳（溪畔茶叶合作社）", "韩堃"]
    assert column(people, "出席") == ["4/4", "3/3，公假1", "3/4", "0/1"]
    assert "韩堃6月30日离任。" in said(bulletin(year))
    assert "必须参加的活动一次也没有到的委员：韩堃。" in said(bulletin(year))


def test_adopted_suggestions_are_told_with_who_raised_them(year: Office) -> None:
    advise(year, "增设护学岗", "2026-09-02", "部分采纳", raised_by="")
    words = section(bulletin(year), "六、意见建议和专班任务")
    assert "提出意见建议4条，办理中2条，采纳1条，部分采纳1条。" in words
    assert "采纳和部分采纳的有：沈佳禾委员提出的“集镇路灯损坏较多，建议纳入维修计划”；" in words
    assert words.split("\n")[0].endswith("；联络处提出的“增设护学岗”。")


def test_an_empty_year_says_so(office: Office) -> None:
    document = bulletin(office, Period.year(2025))
    words = said(document)
    for sentence in (
        "本年度没有开展活动，没有签到。", "本年度没有收到捐赠。", "本年度没有新获荣誉。", "各季度都没有记录。",
        "名册里本年度没有委员。", "本年度没有提出意见建议。", "各专班本年度没有任务。",
    ):  # fmt: skip
        assert sentence in words, sentence
    assert document.title == "政协云溪镇联络处关于2025年度簿册整理和委员履职情况的通报"
    assert not tables(document) and len(lay_whole(document)) <= 2


def test_another_span_is_named_as_it_is(year: Office) -> None:
    title = bulletin(year, Period.parse("2026H1")).title
    assert title == "政协云溪镇联络处关于2026年上半年簿册整理和委员履职情况的通报"
    over = tables(bulletin(year, Period.span("2025-11-01", "2026-03-31")))[0]
    assert [row[0] for row in texts(over)] == ["2025年第四季度", "2026年第一季度"]


def test_every_key_is_one_that_the_figures_know(year: Office) -> None:
    figures = collect(year, YEAR)
    assert all(figures.get(key) for key in figures_in(bulletin(year)))


def test_much_and_odd_content_is_laid_whole(year: Office) -> None:
    for number in range(40):
        honor = {"title": HOSTILE, "level": "县", "issuer": "县政协", "date": "2026-07-20", "member": 1}
        year.add("honors", {**honor, "notes": str(number)})
        advise(year, f"{number}{HOSTILE}" * 20, "2026-07-05", "采纳")
        task(year, f"{number}{HOSTILE}"[:80], "2026-11-01")
    document = bulletin(year)
    assert "分别是" not in section(document, "三、荣誉登记簿")
    lay_whole(document)

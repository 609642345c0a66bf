"""信访包保：petitioners that a member looks after, until the matter is resolved (化解).

The book is kept apart: nothing of it is found, listed, printed or exported unless it is asked for in that moment,
and on its own page the names stay masked until they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from liaison.errors import Problem
from liaison.kit.book import Book, Filter, Reader
from liaison.kit.fields import Choice, Computed, Day, LongText, Number, Phone, Reference, Text, Value, Values
from liaison.kit.rules import not_after_today, not_before

STATUSES = ("未化解", "稳定", "已化解")
RESOLVED = "已化解"
SOON_DAYS = 7


def _resolved_today(values: Values, reader: Reader) -> None:
    """A matter that is called resolved was resolved on some day: today, unless another is said."""
    if values.get("status") == RESOLVED and not values.get("resolved_on"):
        values["resolved_on"] = reader.today


def _resolved_on_needs_it(values: Values, _reader: Reader, _record: int | None) -> Iterable[Problem]:
    if values.get("resolved_on") and values.get("status") != RESOLVED:
        yield Problem("填了化解日期，进展要写成“已化解”；还没有化解的话，请把日期清掉", "化解日期", name="resolved_on")


def _mark(values: Mapping[str, Value]) -> str:
    """How a row is shown: resolved, or due to be seen again."""
    marks = {"该联系了": "overdue", "快到日子": "near"}
    return "done" if values.get("status") == RESOLVED else marks.get(str(values.get("standing")), "")


_LAST = (
    "(SELECT {} FROM petition_contacts c WHERE c.petition = t.id AND c.deleted = 0 ORDER BY c.date DESC, c.id DESC"
    " LIMIT 1)"
)
_OPEN = f"t.status <> '{RESOLVED}'"
DUE = f"{_OPEN} AND t.next_contact <= :today"
SOON = f"{_OPEN} AND t.next_contact > :today AND t.next_contact <= date(:today, '+{SOON_DAYS} days')"

PETITIONS = Book(
    name="petitions",
    title="信访包保",
    noun="信访件",
    measure="件",
    apart=True,
    fields=(
        Text(name="petitioner", label="信访人", required=True, aliases=("姓名", "信访人姓名", "当事人"), limit=40,
             width=10, searchable=True, pinyin=True, private=True),
        Phone(name="phone", label="电话", aliases=("信访人电话", "联系电话"), listed=False),
        Text(name="address", label="住址", aliases=("家庭住址", "地址"), limit=120, private=True, listed=False),
        LongText(name="matter", label="信访事项", required=True, aliases=("事项", "反映的问题", "诉求"), limit=2000,
                 listed=True, width=34, searchable=True),
        Reference(name="member", label="包保委员", to="members", required=True, aliases=("委员", "责任委员", "负责人"),
                  width=10),
        Day(name="since", label="包保日期", required=True, aliases=("日期", "开始日期", "登记日期"),
            default=lambda today: today, listed=False),
        LongText(name="plan", label="化解办法", aliases=("化解方案", "包保措施", "措施"), searchable=True),
        Choice(name="status", label="进展", required=True, options=STATUSES, default="未化解", width=8,
               aliases=("状态", "化解情况"), words={"化解": RESOLVED, "办结": RESOLVED, "基本稳定": "稳定"}),
        Day(name="next_contact", label="下次联系", aliases=("下次联系日期",)),
        Day(name="resolved_on", label="化解日期", listed=False),
        LongText(name="result", label="化解结果", aliases=("结果",)),
        LongText(name="notes", label="备注"),
    ),
    computed=(
        Computed(as_field=Day(name="last_contact", label="最近联系", typed=False), sql=_LAST.format("c.date")),
        Computed(
            as_field=Number(name="contacts", label="联系次数", unit="次", typed=False, width=8),
            sql="(SELECT count(*) FROM petition_contacts c WHERE c.petition = t.id AND c.deleted = 0)",
        ),
        Computed(
            as_field=Text(name="standing", label="提醒", typed=False, width=8),
            sql=f"CASE WHEN {DUE} THEN '该联系了' WHEN {SOON} THEN '快到日子' ELSE '' END",
        ),
    ),
    label="petitioner",
    distinguish="t.since",
    date="since",
    order=("-since", "-id"),
    filters=(
        Filter(key="open", label="没有化解", sql=_OPEN),
        Filter(key="due", label="该联系了", sql=DUE),
        Filter(key="soon", label="快到日子", sql=SOON),
        *(Filter(key=s, label=s, sql=f"t.status = '{s}'") for s in STATUSES),
    ),
    rules=(
        not_after_today("since", "包保日期"),
        not_before("resolved_on", "since", "化解日期早于包保日期，请核对"),
        _resolved_on_needs_it,
    ),
    derive=(_resolved_today,),
    mark=_mark,
    hint="委员包保的信访事项，每联系一次记一笔，直到化解",
)

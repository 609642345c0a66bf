"""信访联系：the time-line of a petition: when somebody was seen or called, what was said, when is next."""

from __future__ import annotations

from liaison.kit.book import Book
from liaison.kit.fields import Choice, Day, LongText, Reference
from liaison.kit.rules import not_after_today, not_before

PETITION_CONTACTS = Book(
    name="petition_contacts",
    title="信访联系",
    noun="联系",
    measure="次",
    apart=True,
    fields=(
        Reference(name="petition", label="信访人", to="petitions", required=True, hint="since"),
        Day(name="date", label="日期", required=True, default=lambda today: today, aliases=("联系日期",)),
        Choice(name="how", label="方式", options=("上门", "电话", "约谈", "陪访"), open_ended=True, default="上门",
               width=8, aliases=("联系方式",)),
        Reference(name="member", label="联系人", to="members", aliases=("委员",)),
        LongText(name="what", label="情况", required=True, limit=2000, listed=True, width=40, searchable=True,
                 aliases=("联系情况", "内容")),
        Day(name="next_contact", label="下次联系", listed=False),
    ),
    import_only=(Day(name="since", label="包保日期"),),
    label="date",  # what was said stays out of every list of names
    date="date",
    order=("-date", "-id"),
    rules=(
        not_after_today("date", "日期"),
        not_before("next_contact", "date", "下次联系早于这一次，请核对"),
    ),
    hint="每联系一次信访人记一笔",
)

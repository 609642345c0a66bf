"""专班成员：who belongs to a work group, from when until when."""

from liaison.kit.book import Book, Filter
from liaison.kit.fields import Day, Reference
from liaison.kit.rules import not_before

MEMBERSHIPS = Book(
    name="memberships",
    title="专班成员",
    noun="专班成员",
    measure="人",
    fields=(
        Reference(name="work_group", label="专班", to="groups", required=True, width=26),
        Reference(name="member", label="委员", to="members", required=True, aliases=("姓名",)),
        Day(name="since", label="起", required=True, aliases=("开始日期",), default=lambda today: today),
        Day(name="until", label="止", aliases=("结束日期",)),
    ),
    label="member",
    date="since",
    order=("work_group", "since", "id"),
    filters=(Filter(key="now", label="现任", sql="t.since <= :today AND (t.until IS NULL OR t.until > :today)"),),
    rules=(not_before("until", "since", "结束日期早于开始日期，请核对"),),
    hint="每个专班有哪些委员",
)

"""签到簿：who came to an activity, late, left early, on leave and why, or not at all; guests too."""

from __future__ import annotations

from collections.abc import Iterable

from liaison.books.members import was_member
from liaison.chinese.dates import day
from liaison.errors import Problem
from liaison.kit.book import Book, Filter, Reader
from liaison.kit.fields import Choice, Computed, Data, Day, Reference, Text, Values

STATUSES = ("出席", "迟到", "早退", "公假", "病假", "事假", "缺席")
PRESENT = ("出席", "迟到", "早退")
LEAVE = ("公假", "病假", "事假")


def _member_or_guest(values: Values, _reader: Reader, _record: int | None) -> Iterable[Problem]:
    if values.get("member") is None and not values.get("guest"):
        return (Problem("还没有填，请写委员或来宾的姓名", "姓名", name="member"),)
    return ()


def _was_member_that_day(values: Values, reader: Reader, _record: int | None) -> Iterable[Problem]:
    if values.get("member") is None:
        return ()
    member = reader.get("members", int(values["member"] or 0))
    activity = reader.get("activities", int(values["activity"] or 0))
    if not member or not activity:
        return ()
    on = str(activity["start"])[:10]
    if was_member(member, on):
        return ()
    which = "已经离任" if str(member["joined"]) <= on else "还没有加入"
    return (
        Problem(
            f"{day(on, 'form')}时{member['name']}{which}，请核对日期，或到委员名册改任职日期", "姓名", name="member"
        ),
    )


SIGNINS = Book(
    name="signins",
    title="签到簿",
    noun="签到",
    measure="人次",
    fields=(
        Reference(name="activity", label="活动", to="activities", required=True, hint="day", width=24,
                  aliases=("活动名称", "活动主题", "主题")),
        Reference(name="member", label="姓名", to="members", hint="unit", aliases=("委员", "委员姓名", "签到人"),
                  width=12),
        Text(name="guest", label="来宾", aliases=("来宾姓名", "列席"), limit=40, searchable=True, pinyin=True),
        Text(name="guest_unit", label="来宾单位", limit=60, searchable=True, width=16, listed=False),
        Choice(name="status", label="状态", required=True, options=STATUSES, default="出席", width=8,
               aliases=("到场情况", "签到状态", "出席情况", "签到情况", "情况"),
               words={"到": "出席", "已到": "出席", "实到": "出席", "正常": "出席", "签到": "出席", "√": "出席",
                      "请假": "事假", "未到": "缺席", "旷会": "缺席", "无故缺席": "缺席", "因公": "公假",
                      "因公请假": "公假", "公差": "公假", "生病": "病假"}),
        Text(name="time", label="签到时间", aliases=("时间",), limit=20, width=8),
        Text(name="reason", label="原因", aliases=("请假原因", "事由"), limit=100, searchable=True, width=16),
        Text(name="note", label="备注", limit=200, searchable=True, listed=False),
        Data(name="signature", label="签名"),
    ),
    import_only=(
        Day(name="day", label="日期", aliases=("活动日期", "开始日期")),
        Text(name="unit", label="单位", aliases=("工作单位", "所在单位")),
    ),
    computed=(
        Computed(
            as_field=Day(name="on", label="日期", typed=False),
            sql="(SELECT substr(a.start, 1, 10) FROM activities a WHERE a.id = t.activity)",
        ),
    ),
    label="status",
    order=("-activity", "id"),
    filters=(
        *(Filter(key=status, label=status, sql=f"t.status = '{status}'") for status in STATUSES),
        Filter(key="guests", label="来宾", sql="t.member IS NULL"),
    ),
    rules=(_member_or_guest, _was_member_that_day),
    mark=lambda values: {"缺席": "overdue", "迟到": "near", "早退": "near", "病假": "near", "事假": "near",
                         "公假": "progress"}.get(str(values.get("status")), ""),
    unique=(("member", "activity"),),  # with the book's order, which begins with the activity, the two ways in
    # Few sign-ins say more than a status: those few are looked through without touching the others.
    extra_sql=("CREATE INDEX signins_searched ON signins(search) WHERE search <> ''",),
    hint="每次活动谁到了、谁请假，从“活动与签到”里记，也可以导入",
)

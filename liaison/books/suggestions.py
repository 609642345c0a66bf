"""意见建议：advice to the Party committee, with where it stands."""

from liaison.kit.book import Book, Filter
from liaison.kit.fields import Choice, Day, LongText, Reference, Text
from liaison.kit.rules import not_after_today, not_before

STATUSES = ("办理中", "采纳", "部分采纳", "留作参考", "未采纳")
ADOPTED = ("采纳", "部分采纳")
OPEN = ("办理中",)

SUGGESTIONS = Book(
    name="suggestions",
    title="意见建议",
    noun="意见建议",
    measure="条",
    fields=(
        Day(name="date", label="提出日期", required=True, aliases=("日期", "时间", "提出时间"),
            default=lambda today: today),
        LongText(name="text", label="内容", required=True, limit=3000, listed=True, width=40, searchable=True,
                 aliases=("建议内容", "意见建议", "意见建议内容", "建议")),
        Reference(name="raised_by", label="提出人", to="members", aliases=("委员", "姓名", "提出委员")),
        Text(name="to_whom", label="送交", aliases=("送交单位", "办理单位", "主送"), limit=60, searchable=True),
        Text(name="number", label="编号", limit=30, width=10, listed=False),
        Choice(name="status", label="办理情况", required=True, options=STATUSES, default="办理中",
               aliases=("状态", "采纳情况", "办理状态"),
               words={"已采纳": "采纳", "在办": "办理中", "正在办理": "办理中", "参考": "留作参考",
                      "不采纳": "未采纳"}),
        LongText(name="reply", label="答复", aliases=("答复内容",), searchable=True),
        Day(name="reply_date", label="答复日期", aliases=("答复时间",)),
        LongText(name="result", label="结果", aliases=("办理结果", "落实情况")),
    ),
    label="text",
    distinguish="t.date",
    date="date",
    order=("-date",),
    filters=tuple(Filter(key=s, label=s, sql=f"t.status = '{s}'") for s in STATUSES),
    rules=(
        not_after_today("date", "提出日期"),
        not_before("reply_date", "date", "答复日期早于提出日期，请核对"),
    ),
    mark=lambda values: {"采纳": "done", "部分采纳": "done", "办理中": "progress"}.get(str(values.get("status")), ""),
    indexes=(("date",),),
    hint="向镇党委提的意见建议，采纳没有、答复没有",
)

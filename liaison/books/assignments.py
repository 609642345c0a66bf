"""任务：a work group's tasks with owner, helpers, due date and steps; closed (销号) only when done."""

from __future__ import annotations

from collections.abc import Iterable

from liaison.errors import Problem
from liaison.kit.book import Book, Filter, Reader
from liaison.kit.fields import Choice, Computed, Day, LongText, Number, Reference, References, Text, Values
from liaison.kit.rules import not_before

SOON_DAYS = 14


def _closed_with_result(values: Values, _reader: Reader, _record: int | None) -> Iterable[Problem]:
    if values.get("closed_on") and not values.get("result"):
        yield Problem("销号要写结果，请写办成了什么", "结果", name="result")


_DONE_STEPS = (
    "coalesce((SELECT p.steps_done FROM progress p WHERE p.assignment = t.id AND p.deleted = 0"
    " AND p.steps_done IS NOT NULL ORDER BY p.date DESC, p.id DESC LIMIT 1), 0)"
)

ASSIGNMENTS = Book(
    name="assignments",
    title="专班任务",
    noun="任务",
    measure="件",
    fields=(
        Reference(name="work_group", label="专班", to="groups", required=True, aliases=("专班名称", "所属专班"),
                  width=18),
        Text(name="what", label="任务", required=True, aliases=("任务名称", "任务内容", "事项"), limit=80, width=26,
             searchable=True),
        Reference(name="owner", label="负责人", to="members", required=True, aliases=("责任人", "责任委员", "委员")),
        References(name="helpers", label="协助", to="members", aliases=("协助人", "协办人", "配合")),
        Day(name="assigned_on", label="交办日期", aliases=("开始日期", "安排日期"), default=lambda today: today,
            required=True, listed=False),
        Day(name="due", label="完成期限", required=True, aliases=("期限", "截止日期", "完成时限", "到期日")),
        Choice(name="priority", label="轻重", options=("急", "一般"), default="一般", listed=False, width=6,
               words={"紧急": "急", "普通": "一般"}),
        Number(name="steps", label="步数", unit="步", default=3, least=1, most=12, listed=False,
               help="分几步办，看板上一格一步"),
        LongText(name="result", label="结果", aliases=("办理结果", "完成情况"), searchable=True),
        Day(name="closed_on", label="销号日期", aliases=("完成日期", "办结日期")),
        LongText(name="notes", label="备注"),
    ),
    computed=(
        Computed(as_field=Number(name="steps_done", label="已办步数", typed=False, listed=False), sql=_DONE_STEPS),
        Computed(
            as_field=Text(name="standing", label="状态", typed=False, width=8),
            sql="CASE WHEN t.closed_on IS NOT NULL THEN '已销号' WHEN t.due < :today THEN '逾期'"
            f" WHEN t.due <= date(:today, '+{SOON_DAYS} days') THEN '临近'"
            f" WHEN {_DONE_STEPS} = 0 AND NOT EXISTS (SELECT 1 FROM progress p WHERE p.assignment = t.id"
            " AND p.deleted = 0) THEN '未开始' ELSE '进行中' END",
        ),
        Computed(
            as_field=LongText(name="last_progress", label="最近进展", typed=False, listed=True, width=20),
            sql="(SELECT p.date || ' ' || p.what FROM progress p WHERE p.assignment = t.id AND p.deleted = 0"
            " ORDER BY p.date DESC, p.id DESC LIMIT 1)",
        ),
    ),
    label="what",
    distinguish="t.due",
    date="assigned_on",
    order=("due", "id"),
    filters=(
        Filter(key="open", label="未销号", sql="t.closed_on IS NULL"),
        Filter(key="overdue", label="逾期", sql="t.closed_on IS NULL AND t.due < :today"),
        Filter(key="soon", label="临近", sql="t.closed_on IS NULL AND t.due >= :today"
               f" AND t.due <= date(:today, '+{SOON_DAYS} days')"),
        Filter(key="closed", label="已销号", sql="t.closed_on IS NOT NULL"),
    ),
    rules=(
        not_before("due", "assigned_on", "完成期限早于交办日期，请核对"),
        not_before("closed_on", "assigned_on", "销号日期早于交办日期，请核对"),
        _closed_with_result,
    ),
    mark=lambda values: {"逾期": "overdue", "临近": "near", "已销号": "done"}.get(str(values.get("standing")), ""),
    indexes=(("due",), ("closed_on",)),
    hint="专班的任务，谁负责、哪天到期、办到哪一步",
)

"""季度汇报：the report to the Party committee, from draft to instructions.

The text of each section holds its figures as marks `[[key|text]]` (see figures.marks), so that a
figure stays a figure while the director edits around it.
"""

from __future__ import annotations

from collections.abc import Iterable

from liaison.chinese.dates import Period
from liaison.errors import Problem, UserError
from liaison.kit.book import Book, Filter, Reader
from liaison.kit.fields import Choice, Data, Day, Files, LongText, Text, Values
from liaison.kit.rules import not_before

STAGES = ("草稿", "定稿", "已报送", "已批示")

SECTIONS = (
    ("opening", "开头"),
    ("measures", "工作措施"),
    ("results", "工作成效"),
    ("difficulties", "工作困难"),
    ("next_steps", "下一步打算"),
    ("suggestions", "意见建议"),
)


def _period_is_known(values: Values, _reader: Reader, _record: int | None) -> Iterable[Problem]:
    try:
        Period.parse(str(values.get("period")))
    except UserError as error:
        yield Problem(error.sentence, "时段", name="period")


def _a_final_text_stays(values: Values, reader: Reader, record: int | None) -> Iterable[Problem]:
    """Once final, what was said stays as it was; changing it begins with taking it back to a draft."""
    before = reader.get("reports", record) if record is not None else {}
    if not before or "草稿" in (before["stage"], values.get("stage")):
        return
    for name, label in (("title", "标题"), ("addressee", "主送"), ("dated", "成文日期"), *SECTIONS):
        if values.get(name) != before[name]:
            yield Problem("已经定稿，不能再改；要改请先“改回草稿”", label, name=name)


REPORTS = Book(
    name="reports",
    title="季度汇报",
    noun="季度汇报",
    measure="份",
    fields=(
        Text(name="period", label="时段", required=True, limit=24, aliases=("季度",)),
        Text(name="title", label="标题", required=True, limit=100, width=30, searchable=True),
        Text(name="addressee", label="主送", required=True, limit=60),
        *(LongText(name=name, label=label, limit=10_000, searchable=True) for name, label in SECTIONS),
        Day(name="dated", label="成文日期"),
        Choice(name="stage", label="进度", required=True, options=STAGES, default="草稿", width=8),
        Data(name="frozen", label="定稿数据"),
        Day(name="finished_on", label="定稿日期", typed=False),
        Day(name="handed_in_on", label="报送日期"),
        Text(name="handed_to", label="报送给", limit=60),
        LongText(name="instruction", label="批示内容", listed=False, searchable=True),
        Text(name="instructed_by", label="批示人", limit=40, listed=False),
        Day(name="instructed_on", label="批示日期", listed=False),
        Files(name="papers", label="定稿文件"),
    ),
    label="title",
    date="",
    order=("-period",),
    filters=tuple(Filter(key=s, label=s, sql=f"t.stage = '{s}'") for s in STAGES),
    rules=(
        _period_is_known,
        _a_final_text_stays,
        not_before("handed_in_on", "finished_on", "报送日期早于定稿日期，请核对"),
        not_before("instructed_on", "handed_in_on", "批示日期早于报送日期，请核对"),
    ),
    mark=lambda values: "progress" if values.get("stage") == "草稿" else "done",
    unique=(("period",),),
    hint="每季度向镇党委汇报一次，草稿由台账自动写出",
)

"""任务进展：the log of an assignment; an entry may say how many steps are done by then."""

from __future__ import annotations

from collections.abc import Iterable

from liaison.errors import Problem
from liaison.kit.book import Book, Reader
from liaison.kit.fields import Day, Files, Number, Reference, Text, Values
from liaison.kit.rules import not_after_today


def _not_more_than_all(values: Values, reader: Reader, _record: int | None) -> Iterable[Problem]:
    task = reader.get("assignments", int(values["assignment"] or 0))
    steps, done = task.get("steps"), values.get("steps_done")
    if steps and done and int(done) > int(steps):
        yield Problem(f"这件任务一共 {steps} 步，请填 0 到 {steps}", "已办步数", name="steps_done")


PROGRESS = Book(
    name="progress",
    title="任务进展",
    noun="进展",
    measure="条",
    fields=(
        Reference(name="assignment", label="任务", to="assignments", required=True, width=26),
        Day(name="date", label="日期", required=True, default=lambda today: today),
        Text(name="what", label="进展", required=True, aliases=("进展情况", "内容"), limit=200, width=40,
             searchable=True),
        Number(name="steps_done", label="已办步数", unit="步", most=12),
        Files(name="files", label="材料"),
    ),
    label="what",
    date="date",
    order=("-date", "-id"),
    rules=(not_after_today("date", "日期"), _not_more_than_all),
    hint="每办一步记一笔，写明哪天办了什么",
)

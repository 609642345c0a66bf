"""A final report keeps what it said, whichever door is tried."""

from __future__ import annotations

import pytest

from liaison.chinese.dates import Period
from liaison.errors import BadInput
from liaison.kit.query import Query
from liaison.office import Office


def test_a_final_report_is_not_edited_around_its_service(peopled: Office) -> None:
    report = peopled.reports.draft(Period.parse("2026Q3"))
    peopled.edit("reports", report, {"measures": "（一）集中学习。照常。"})
    peopled.reports.finish(report)
    for name in ("measures", "title"):
        with pytest.raises(BadInput, match="改回草稿"):
            peopled.edit("reports", report, {name: "改掉"})
    peopled.reports.hand_in(report, "2026-09-18", "镇党委办公室")
    with pytest.raises(BadInput, match="改回草稿"):
        peopled.edit("reports", report, {"results": "改掉"})
    peopled.reports.reopen(report, "数字要改")
    peopled.edit("reports", report, {"results": "改好了。"})
    assert peopled.count("reports", Query(filters=frozenset({"草稿"}))) == 1

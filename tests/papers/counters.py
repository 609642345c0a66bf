"""The counters of one activity, as its sheet and the sign-in book tell them."""

from __future__ import annotations

from tests.papers.reading import numbers
from tests.papers.tally import Tally


def check_counters(t: Tally, activity: int, line: str) -> None:
    """The counters of one required activity, as sign-in sheet and book tell them."""
    counted = t.attendance(activity=activity)
    if not counted.required:
        return
    assert numbers(r"应到 (\d+) 人，实到 (\d+) 人", line) == (str(counted.required), str(counted.present)), line
    for word in ("迟到", "早退", "公假", "病假", "事假", "缺席"):
        assert numbers(rf"{word} (\d+) 人", line) == ((str(counted.of(word)),) if counted.of(word) else ()), line
    assert numbers(r"还没有记的 (\d+) 人", line) == ((str(counted.of("")),) if counted.of("") else ()), line
    assert numbers(r"出席率 (\d+)/(\d+)", line) == (
        (str(counted.present), str(counted.base)) if counted.base else ()
    ), line  # fmt: skip

"""How the page says where a report and its sections stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from liaison.chinese.dates import Period, day, days_between
from ui.pages.report.outline import Entry


def tone(stage: str) -> str:
    """The tone of a stage's chip."""
    return {"草稿": "progress", "定稿": "near"}.get(stage, "done")


def about(view: Any, period: Period, whom: str, today: str) -> str:
    """To whom the report goes and by when, or when it went.

    Args:
        view: the report; None when none is written.
        whom: the Party committee in short.
        today: ISO; the report is due on the quarter's last day.
    """
    if view is not None and view.handed_in_on:
        return f"{day(view.handed_in_on)}已报送{view.handed_to or whom}"
    left = days_between(today, period.last)
    when = f"还有 {left} 天" if left > 0 else "今天到期" if left == 0 else f"已过 {-left} 天"
    return f"报{whom}　{day(period.last)}前，{when}"


def entry(section: Any, count: int, carried: Iterable[Any], *, writing: bool) -> Entry:
    """A section in the outline.

    Args:
        section: the SectionView; `count`: its characters as they stand in the editor.
        carried: what came over from before.
        writing: it is the one in the editor, and may be typed in.
    """
    title = section.heading or section.label
    waiting = sum(c.section == section.name and not c.written for c in carried)
    if writing:
        return Entry(section.name, title, "正在写", "progress", bool(count))
    if waiting:
        return Entry(section.name, title, f"上季 {waiting} 条待回应", "near", bool(count))
    if count:
        return Entry(section.name, title, f"已写 {count} 字", "done", True)
    return Entry(section.name, title, "还没写", "plain", False)

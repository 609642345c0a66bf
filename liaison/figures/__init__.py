"""What the books say about a span of time; every figure carries the records behind it."""

from __future__ import annotations

from liaison.chinese.dates import Period
from liaison.figures.asking import Question
from liaison.figures.attendance import activities, attendance
from liaison.figures.figure import Figure, Figures
from liaison.figures.gifts import gifts
from liaison.figures.work import assignments, honors, members, suggestions
from liaison.kit.desk import Desk

__all__ = ["Figure", "Figures", "collect"]


def collect(desk: Desk, period: Period, *, duty_leave_counts: bool = False) -> Figures:
    """Ask every book about a period.

    Args:
        desk: the open office; its day of asking decides what has taken place.
        period: both its ends are included.
        duty_leave_counts: the office counts 公假 into the base of the rate of attendance.
    """
    question = Question(desk, period)
    return Figures(
        period,
        [
            *activities(question),
            *attendance(question, duty_leave_counts),
            *gifts(question),
            *honors(question),
            *suggestions(question),
            *assignments(question),
            *members(question),
        ],
    )

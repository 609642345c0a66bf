"""The report's draft, second half: difficulties, next steps and suggestions that are still open."""

from __future__ import annotations

from collections.abc import Sequence

from liaison.chinese.dates import Period, add_days, day
from liaison.kit.desk import Row
from liaison.kit.query import Query
from liaison.papers.carrying import Difficulty
from liaison.papers.wording import Marked, Wording, gist, joined, numbered, trimmed

LISTED = 8
"""So many assignments are named one by one; beyond, only their number is told."""


def difficulties(w: Wording, carried: Sequence[Difficulty]) -> str:
    """What was not solved before, with since when; what is overdue; or plainly that there is nothing new."""
    lines = [w.say("difficulty.carried", text=d.text, since=d.since) for d in carried]
    if w.has("assignments.overdue"):
        rows = w.rows("assignments.overdue", "due")
        items = joined([_overdue(w, r) for r in rows[:LISTED]], "；")
        lines.append(w.say("difficulty.overdue", list=items))
    if not lines:
        return w.say("difficulty.none")
    if not w.has("assignments.overdue"):
        lines.append(w.say("difficulty.none_new"))
    return "\n".join(lines)


def _overdue(w: Wording, row: Row) -> Marked:
    item = w.say("difficulty.overdue_item", what=row.texts["what"], due=w.day(row.values["due"]))
    last = w.desk.database.rows(
        "SELECT what FROM progress WHERE assignment = ? AND deleted = 0 AND date <= ?"
        " ORDER BY date DESC, id DESC LIMIT 1",
        (row.id, w.now),
    )
    if last:
        return Marked(item + w.say("difficulty.progress", progress=trimmed(last[0][0])))
    return Marked(item + w.say("difficulty.no_progress"))


def next_steps(w: Wording) -> str:
    """From what is open and due, what is planned, and the beat of the year."""
    return numbered([_tasks(w), _doings(w), _advice(w), _beat(w)])


def _tasks(w: Wording) -> tuple[str, list[Marked]]:
    told = []
    if w.has("assignments.overdue"):
        told.append(w.say("next.overdue"))
    due = w.has("assignments.due_next")
    if due:
        items = [
            w.say("next.due_item", what=r.texts["what"], who=w.member(r.values["owner"]), due=w.day(r.values["due"]))
            for r in w.rows("assignments.due_next", "due")[:LISTED]
        ]
        told.append(w.say("next.due", list=joined(items, "、")))
    elif w.has("assignments.open") and not told:
        told.append(w.say("next.open"))
    if not w.has("assignments.open"):
        told.append(w.say("next.no_tasks"))
    elif w.has("members.without_assignment"):
        told.append(w.say("next.idle"))
    return w.phrases["next.tasks.head"], told


def _doings(w: Wording) -> tuple[str, list[Marked]]:
    told = []
    ahead = Period.span(add_days(w.now, 1), w.period.next().quarters()[0].last)
    coming = w.desk.page("activities", Query(period=ahead, sort="start"), 0, LISTED)
    if coming:
        items = [w.say("next.planned_item", day=w.day(r.values["start"]), title=r.texts["title"]) for r in coming]
        told.append(w.say("next.planned", list=joined(items, "，")))
    told.append(w.say("next.beat"))
    if w.period.kind == "quarter":
        if not w.has("activities.study"):
            told.append(w.say("next.no_study"))
        if not w.has("activities.count:kind=专题调研"):
            told.append(w.say("next.no_research"))
    if w.has("activities.unrecorded"):
        told.append(w.say("next.signins"))
    return w.phrases["next.doings.head"], told


def _advice(w: Wording) -> tuple[str, list[Marked]]:
    told = [w.say("next.pending")] if w.has("suggestions.pending") else []
    return w.phrases["next.advice.head"], [*told, w.say("next.collect")]


def _beat(w: Wording) -> tuple[str, list[Marked]]:
    """What the next quarter of the year brings."""
    following = w.period.next().quarters()[0]
    return w.phrases["next.beat.head"], [w.say(f"next.beat.{following.number}")]


def open_advice(w: Wording) -> str:
    """The suggestions that wait for an answer: this period's, then those raised before, with since when."""
    lines: list[Marked] = []
    number = 0
    for key, phrase in (("suggestions.open", "advice.open"), ("suggestions.open_before", "advice.pending")):
        rows = w.rows(key, "date")
        if not rows:
            continue
        lines.append(w.say(phrase))
        for row in rows:
            number += 1
            lines.append(advice_line(w, row, number))
    if not w.has("suggestions.count"):
        lines.insert(0, w.say("advice.no_new"))
    elif not w.has("suggestions.open"):
        lines.insert(0, w.say("advice.answered"))
    return "\n".join(lines)


def advice_line(w: Wording, row: Row, number: int) -> Marked:
    """One open suggestion: what, by whom, when, and to whom it went."""
    to_whom = trimmed(row.values["to_whom"])
    raised = str(row.values["date"])
    return w.say(
        "advice.item", number=str(number), gist=gist(str(row.values["text"])),
        who=w.member(row.values["raised_by"]),
        day=day(raised, "screen" if raised[:4] == w.period.first[:4] else "form"),
        whom=w.say("advice.whom", whom=to_whom) if to_whom else "",
    )

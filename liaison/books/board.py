"""The work groups' board: columns of cards, members without an assignment, progress and closing (销号)."""

from __future__ import annotations

from dataclasses import dataclass

from liaison.changes import Changes
from liaison.errors import UserError
from liaison.kit.desk import Desk, Row
from liaison.kit.fields import numbers_of
from liaison.kit.query import Query


@dataclass(frozen=True, slots=True)
class Card:
    """One assignment. `standing` is 逾期, 临近, 未开始, 进行中 or 已销号; days_left is negative when overdue."""

    row: Row
    what: str
    owner: str
    helpers: tuple[str, ...]
    due: str
    standing: str
    days_left: int
    steps: int
    steps_done: int
    last_progress: str

    @property
    def id(self) -> int:
        """The assignment's number."""
        return self.row.id

    @property
    def can_close(self) -> bool:
        """Closed only when done: all steps are."""
        return self.standing != "已销号" and self.steps_done >= self.steps


@dataclass(frozen=True, slots=True)
class Column:
    """One work group with its open cards by due date; `closed` counts its closed assignments.

    `members` counts those who are in office: who left it is in no group any more.
    """

    group: Row
    leader: str
    members: int
    open: int
    closed: int
    cards: tuple[Card, ...]


class Board:
    """Reads the board and moves its assignments."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def columns(self, *, with_closed: bool = False) -> tuple[Column, ...]:
        """The work groups in their order; closed cards too when asked."""
        query = Query() if with_closed else Query(filters=frozenset({"open"}))
        rows = self.desk.page("assignments", query, 0, 10_000)
        today = self.desk.today
        counts = {
            number: (opened, closed)
            for number, opened, closed in self.desk.database.rows(
                "SELECT work_group, sum(closed_on IS NULL), sum(closed_on IS NOT NULL) FROM assignments"
                " WHERE deleted = 0 GROUP BY work_group"
            )
        }
        people = dict(
            self.desk.database.rows(
                "SELECT s.work_group, count(DISTINCT s.member) FROM memberships s JOIN members m ON m.id = s.member"
                " WHERE s.deleted = 0 AND s.since <= :today AND (s.until IS NULL OR s.until > :today)"
                " AND m.joined <= :today AND (m.left_on IS NULL OR m.left_on > :today) GROUP BY s.work_group",
                {"today": today},
            )
        )
        found = []
        for group in self.desk.page("groups", Query(), 0, 200):
            cards = tuple(self.card(r) for r in rows if r.values["work_group"] == group.id)
            opened, closed = counts.get(group.id, (0, 0))
            found.append(
                Column(group, group.texts["leader"], people.get(group.id, 0), opened or 0, closed or 0, cards)
            )
        return tuple(found)

    def card(self, row: Row) -> Card:
        """An assignment's row as a card."""
        from datetime import date

        values = row.values
        days = (date.fromisoformat(str(values["due"])) - date.fromisoformat(self.desk.today)).days
        return Card(
            row=row,
            what=row.texts["what"],
            owner=row.texts["owner"],
            helpers=tuple(self.desk.names.label("members", n) for n in numbers_of(values["helpers"])),
            due=str(values["due"]),
            standing=row.texts["standing"],
            days_left=days,
            steps=int(values["steps"] or 1),
            steps_done=int(values["steps_done"] or 0),
            last_progress=row.texts["last_progress"],
        )

    def without_assignment(self) -> list[tuple[int, str]]:
        """Present members who own or help with no open assignment, in their own order."""
        busy = {
            n
            for (n,) in self.desk.database.rows(
                "SELECT owner FROM assignments WHERE deleted = 0 AND closed_on IS NULL UNION"
                " SELECT j.value FROM assignments a, json_each(a.helpers) j"
                " WHERE a.deleted = 0 AND a.closed_on IS NULL"
            )
        }
        present = self.desk.ids("members", Query(filters=frozenset({"present"})))
        return [(n, self.desk.names.label("members", n)) for n in present if n not in busy]

    def log(
        self, assignment: int, what: str, *, steps_done: int | None = None, on: str | None = None
    ) -> Changes:
        """记进展: one entry of the log; steps_done says how many steps are done by then."""
        return self.desk.add(
            "progress",
            {"assignment": assignment, "date": on or self.desk.today, "what": what, "steps_done": steps_done},
            title=f"记进展：{self.desk.names.label('assignments', assignment)[:20]}",
        )

    def close(self, assignment: int, result: str, *, on: str | None = None) -> Changes:
        """销号: only when all steps are done, with the result.

        Raises:
            UserError: steps are still open, or no result was given.
        """
        card = self.card(self.desk.row("assignments", assignment))
        if card.standing == "已销号":
            raise UserError("这件任务已经销号了")
        if card.steps_done < card.steps:
            raise UserError(f"还有 {card.steps - card.steps_done} 步没有办完，请先记进展再销号")
        return self.desk.edit(
            "assignments", assignment, {"result": result, "closed_on": on or self.desk.today},
            title=f"销号：{card.what[:20]}",
        )

    def reopen(self, assignment: int) -> Changes:
        """Take a closing back; the result stays as a note of what was thought done."""
        name = self.desk.names.label("assignments", assignment)[:20]
        return self.desk.edit("assignments", assignment, {"closed_on": ""}, title=f"恢复任务：{name}")

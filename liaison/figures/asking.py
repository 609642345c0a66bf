"""How figures are asked for: SQL counts and groups, and gives with every group the records it counted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from liaison.chinese.dates import Period
from liaison.kit.desk import Desk


class Question:
    """A period put to an office.

    Attributes:
        first, last: the period's days, ISO.
        now: the last day of the period that has come, ISO: what lies later has not taken place.
    """

    def __init__(self, desk: Desk, period: Period) -> None:
        self.desk = desk
        self.period = period
        self.first, self.last = period.first, period.last
        self.now = min(period.last, desk.today)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query that may use :first, :last, :after, :now, :now_after and :next_last.

        `:after` sorts behind every moment of the period's last day, `:now_after` behind those of the last day that has
        come; `:next_last` is the last day of the following period.
        """
        names = {
            "first": self.first, "last": self.last, "after": self.last + "~", "now": self.now,
            "now_after": self.now + "~",
        }
        if ":next_last" in sql:
            names["next_last"] = self.period.next().last
        return self.desk.database.rows(sql, {k: v for k, v in names.items() if f":{k}" in sql})

    def groups(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a grouping query whose last column is json_group_array(id); it comes as numbers."""
        return [(*row[:-1], tuple(sorted(json.loads(row[-1])))) for row in self.rows(sql)]

    def numbers(self, sql: str) -> tuple[int, ...]:
        """The numbers of the records a query finds."""
        return tuple(row[0] for row in self.rows(sql))

    def person(self, member: int) -> str:
        """The member as the office calls him, unmistakably."""
        return self.desk.names.label("members", member)

    def people(self, numbers: Iterable[int]) -> list[int]:
        """Member numbers in the members' own order; the removed ones last."""
        place = {number: at for at, number in enumerate(self.desk.names.labels("members"))}
        return sorted(numbers, key=lambda n: (place.get(n, len(place)), n))


def ordered(values: Iterable[str], first: Sequence[str]) -> list[str]:
    """Values in the order a book declares them; others after, as they come."""
    found = list(dict.fromkeys(values))
    return [v for v in first if v in found] + [v for v in found if v not in first]

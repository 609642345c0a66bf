"""A block of cells into a book: changed records and new ones, checked first, written as one action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from liaison.changes import Changes
from liaison.errors import Problem
from liaison.kit import entry
from liaison.kit.desk import Desk
from liaison.kit.fields import Values

Raw = Mapping[str, object]


@dataclass
class BlockPlan:
    """What a pasted block would do; nothing is written yet.

    Attributes:
        book: the book's name.
        edits: stored values by record, for the records that would change.
        additions: the stored values of new records.
        problems: for each row of the block, what is wrong with it or worth a warning.
    """

    book: str
    edits: dict[int, Values] = field(default_factory=dict)
    additions: list[Values] = field(default_factory=list)
    problems: list[list[Problem]] = field(default_factory=list)

    @property
    def bad_rows(self) -> list[int]:
        """The rows of the block that cannot be written, counted from 0."""
        return [n for n, found in enumerate(self.problems) if any(p.blocking for p in found)]

    @property
    def rows(self) -> int:
        """How many records would be written."""
        return len(self.edits) + len(self.additions)


def plan_block(desk: Desk, book: str, rows: Sequence[tuple[int | None, Raw]]) -> BlockPlan:
    """Check a block: for each row the record it goes into (None for a new one) and what was typed.

    A new record that would say the same as another row in a unique group is refused like in an import.
    """
    declared, reader = desk.books[book], desk.names
    reader.today = desk.today
    plan = BlockPlan(book)
    seen: set[tuple[object, ...]] = set()
    for record, raw in rows:
        problems = _locked(desk, book, record, raw)
        values, found = entry.check(declared, raw, reader, record)
        problems += found
        if not any(p.blocking for p in problems) and record is None:
            problems += _twice(desk, book, values, seen)
        plan.problems.append(problems)
        if any(p.blocking for p in problems):
            continue
        if record is None:
            plan.additions.append(values)
        else:
            old = desk.get(book, record)
            changed = {k: v for k, v in values.items() if old.get(k) != v}
            if changed:
                plan.edits[record] = {**plan.edits.get(record, {}), **changed}
    return plan


def write_block(desk: Desk, plan: BlockPlan, *, title: str = "") -> Changes:
    """Write a plan's good rows as one action; gives empty changes when there is nothing to write."""
    if not plan.rows:
        return Changes(0, "")
    words = title or f"粘贴 {desk.books[plan.book].count_words(plan.rows)}"
    desk.prepare_bulk(plan.rows)
    with desk.acting(words) as action:
        for record, values in plan.edits.items():
            desk.update(action, plan.book, record, values)
        if plan.additions:
            desk.insert(action, plan.book, plan.additions)
    return action.changes()


def _locked(desk: Desk, book: str, record: int | None, raw: Raw) -> list[Problem]:
    declared = desk.books[book]
    if record is None or not declared.ledger or desk.get(book, record).get("serial") is None:
        return []
    return [
        Problem("已入账，不能再改；写错了请作废冲销，以前年度的请更正", f.label, name=f.name)
        for f in declared.fields
        if f.locked and f.name in raw
    ]


def _twice(desk: Desk, book: str, values: Values, seen: set[tuple[object, ...]]) -> list[Problem]:
    declared = desk.books[book]
    for group in declared.unique:
        key = tuple(values.get(name) for name in group)
        if None in key:
            continue
        same = " AND ".join(f"{name} = ?" for name in group)
        stored = desk.database.value(f"SELECT count(*) FROM {book} WHERE deleted = 0 AND {same}", key)
        if stored or (group, key) in seen:
            labels = "、".join(declared.by_name[n].label for n in group)
            return [Problem(f"已经有{labels}相同的{declared.noun}，请去掉重复的一行", name=group[0])]
        seen.add((group, key))
    return []

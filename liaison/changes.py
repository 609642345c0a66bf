"""What a change touched, so that every open room can decide whether to refresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """The outcome of one action.

    Attributes:
        action: the action's number in the trail; 0 when nothing was written.
        title: what was done, in plain words ("新增委员 王芳").
        records: the touched records' numbers by book name.
        created: the new records' numbers by book name, in the order they were written.
        undoable: False where there is no way back: a reversal is final, and what was taken back is redone.
        undone: the action that this one took back; 0 for any other. It can be done again (重做).
    """

    action: int
    title: str
    records: Mapping[str, frozenset[int]] = field(default_factory=dict)
    created: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    undoable: bool = True
    undone: int = 0

    def touches(self, *books: str) -> bool:
        """Whether any record of one of these books was touched."""
        return any(book in self.records for book in books)

    def __bool__(self) -> bool:
        return self.action != 0

"""The two families of errors.

`UserError` is the user's world: a busy file, a full disk, a bad row. It carries one plain Chinese
sentence that says what happened and what to do. Everything else that is raised is our own bug and
ends in the crash dialog.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class UserError(Exception):
    """Something in the user's world stands in the way.

    Args:
        sentence: one plain Chinese sentence: what happened, whether the data is safe, what to do.
        details: technical detail, folded away on the screen.
    """

    def __init__(self, sentence: str, *, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details

    def __str__(self) -> str:
        return self.sentence


class Locked(UserError):  # noqa: N818 - as BadInput
    """The office is encrypted and no password was given, or none that fits."""


class WrongPassword(Locked):
    """A password or a recovery code was given, and it does not open this office."""


class Damaged(UserError):  # noqa: N818 - as BadInput
    """The office file cannot be read as it should: a backup is the way back, the damaged file is kept."""


class NeedsReversal(UserError):  # noqa: N818 - as BadInput
    """What shall be undone has entered a ledger: it is voided by a reversal instead.

    Attributes:
        book: the ledger book.
        records: the entries concerned, by record number.
    """

    def __init__(self, sentence: str, book: str, records: Iterable[int]) -> None:
        super().__init__(sentence)
        self.book = book
        self.records = tuple(records)


class NeedsParents(UserError):  # noqa: N818 - as BadInput
    """What shall come out of the recycle bin belongs to records that are in it as well.

    Attributes:
        parents: the records to bring back with it, by book.
    """

    def __init__(self, sentence: str, parents: Mapping[str, tuple[int, ...]]) -> None:
        super().__init__(sentence)
        self.parents = dict(parents)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one value.

    Attributes:
        sentence: plain Chinese, with what to do.
        column: the column's label, or "" when the whole record is meant.
        row: the sheet's row number as the user counts it (the header is row 1), or None.
        blocking: False for a warning that the user may pass over.
        name: the column's name in the book, or "" when the whole record is meant.
    """

    sentence: str
    column: str = ""
    row: int | None = None
    blocking: bool = True
    name: str = ""

    def __str__(self) -> str:
        place = "" if self.row is None else f"第 {self.row} 行"
        if self.column:
            place += f"“{self.column}”"
        return f"{place}：{self.sentence}" if place else self.sentence


class BadInput(UserError):  # noqa: N818 - what it is called says more than an ending would
    """Values that a book refuses; `problems` names each of them.

    The sentence shown is the first problem, with the number of the others.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("BadInput needs at least one problem")
        sentence = str(self.problems[0])
        if len(self.problems) > 1:
            sentence += f"（另有 {len(self.problems) - 1} 处）"
        super().__init__(sentence)

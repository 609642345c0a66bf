"""An open action at the desk: the store's own, with sentences for what the file refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from liaison.errors import UserError
from liaison.kit.book import Book
from liaison.store.database import DATABASE_ERRORS
from liaison.store.writing import Action, acting

if TYPE_CHECKING:
    from liaison.kit.desk import Desk

ALREADY = "“{title}”里已经有{labels}相同的{noun}，请不要重复登记"
"""The sentence for what may not be there twice."""


def doing(verb: str, book: Book, label: str) -> str:
    """An action's title: “新增委员 王芳”; of a book apart no name."""
    return f"{verb}{book.noun}" if book.apart else f"{verb}{book.noun} {label[:20]}".strip()


class Acting:
    """`store.writing.acting` with the desk's sentences; what was read before is forgotten at its end.

    Args:
        twice: the sentence for a violated uniqueness, with {title}, {labels}, {noun} and {measure}.
        undoes, redoes: the original action that this one takes back, or applies again.
    """

    def __init__(
        self, desk: Desk, title: str, *, twice: str = ALREADY, undoes: int | None = None, redoes: int | None = None
    ) -> None:
        self.desk, self.title, self.twice = desk, title, twice
        self._inner = acting(desk.database, title, undoes=undoes, redoes=redoes)

    def __enter__(self) -> Action:
        self.action = self._inner.__enter__()
        return self.action

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._inner.__exit__(kind, error, trace)
        except DATABASE_ERRORS as failed:
            error = failed
        finally:
            # After a refusal as well: names may have been read from what was not kept.
            self.desk.forget(self.action.changes())
        if isinstance(error, DATABASE_ERRORS):
            sentence = refusal(self.desk.books, str(error), self.twice)
            if sentence:
                raise UserError(sentence, details=str(error)) from error
            if kind is None:
                raise error


def refusal(books: Mapping[str, Book], text: str, twice: str = ALREADY) -> str:
    """What the file's refusal means in plain words; "" for what is our own mistake."""
    unique = re.search(r"UNIQUE constraint failed: (.+)", text)
    if unique:
        parts = [p.strip().split(".") for p in unique[1].split(",")]
        book = books.get(parts[0][0])
        if book:
            labels = "、".join(f.label for f in book.stored if [book.name, f.name] in parts)
            return twice.format(title=book.title, labels=labels, noun=book.noun, measure=book.measure)
    if "ledger: " in text:
        return "已入账的不能改也不能删，写错了请作废冲销，以前年度的请更正"
    return ""

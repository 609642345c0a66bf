"""What leaves the office is asked for and noted: private columns, and books that are kept apart."""

from __future__ import annotations

from collections.abc import Iterable

from liaison.errors import UserError
from liaison.kit.book import Book
from liaison.kit.desk import Desk
from liaison.kit.fields import Field


def refuse_apart(book: Book, *, private: bool) -> None:
    """A book apart is printed and exported only when it was asked for in that very moment.

    Raises:
        UserError: it was not.
    """
    if book.apart and not private:
        raise UserError(f"“{book.title}”单独保管，不随别的一起拿出来；要打印或导出，请在当时勾选含个人信息")


def private_words(fields: Iterable[Field]) -> str:
    """“，含手机、住址” for the private ones among the columns; "" for none."""
    labels = [f.label for f in fields if f.private]
    return f"，含{'、'.join(labels)}" if labels else ""


def noted(desk: Desk, title: str) -> None:
    """Note in 操作记录 what was handed out; a folder that cannot be written keeps no notes."""
    if not desk.database.read_only:
        with desk.acting(title):
            pass

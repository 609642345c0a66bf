"""A book into a sheet: the columns, order and filter that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from liaison.errors import UserError
from liaison.kit.book import Book
from liaison.kit.desk import Desk
from liaison.kit.fields import Data, Day, Field, Files, Money, Number, Quantity
from liaison.kit.query import Query

WINDOW = 1_000


def exported_columns(book: Book, columns: Sequence[str] | None = None, *, private: bool = False) -> list[Field]:
    """The columns of an export: those named, or all that a person reads; private ones only when asked."""
    chosen = [book.field(name) for name in columns] if columns else list(book.columns)
    hidden = ("year", "serial", "reverses")
    return [
        f for f in chosen
        if not isinstance(f, (Files, Data)) and f.name not in hidden and (private or not f.private)
    ]


def export(
    desk: Desk, book: str, path: Path, query: Query | None, columns: Sequence[str] | None, *, private: bool
) -> int:
    """Write the rows found to an .xlsx or .csv file; gives their number.

    Raises:
        UserError: another ending, the target open elsewhere, the disk full.
    """
    from liaison.exchange import writer

    declared = desk.books[book]
    fields = exported_columns(declared, columns, private=private)
    numbers = desk.ids(book, query)
    rows: list[list[object]] = []
    for start in range(0, len(numbers), WINDOW):
        for row in desk.rows(book, numbers[start : start + WINDOW]):
            rows.append([f.export(row.values[f.name], desk.names) for f in fields])
    header = [f.label for f in fields]
    if path.suffix.lower() == ".xlsx":
        writer.write_xlsx(path, declared.title, header, rows, [f.width for f in fields], [_kind(f) for f in fields])
    elif path.suffix.lower() == ".csv":
        writer.write_csv(path, header, rows)
    else:
        raise UserError("只能导出成 .xlsx 或 .csv，请改一下文件名的结尾")
    return len(rows)


def _kind(f: Field) -> str:
    """How the writer formats a column: money, number, date or text."""
    if isinstance(f, Money):
        return "money"
    if isinstance(f, (Number, Quantity)):
        return "number"
    return "date" if type(f) is Day else "text"

"""A book into a sheet: the columns, order and filter that are asked for. Every export is noted in the trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from liaison.errors import UserError
from liaison.kit.book import Book
from liaison.kit.desk import Desk
from liaison.kit.fields import Data, Day, Field, Files, Money, Number, Quantity
from liaison.kit.private import noted, private_words, refuse_apart
from liaison.kit.query import Query

WINDOW = 1_000


def exported_columns(book: Book, columns: Sequence[str] | None = None, *, private: bool = False) -> list[Field]:
    """The columns of an export: those named, or all that a person reads; private ones only when asked."""
    chosen = [book.field(name) for name in columns] if columns else list(book.columns)
    hidden = ("year", "serial", "reverses", "corrects")
    return [
        f for f in chosen
        if not isinstance(f, (Files, Data)) and f.name not in hidden and (private or not f.private)
    ]


def export(
    desk: Desk, book: str, path: Path, query: Query | None, columns: Sequence[str] | None, *, private: bool
) -> int:
    """Write the rows found to an .xlsx or .csv file, and note that it was done; gives their number.

    Args:
        private: private columns, or a book that is kept apart, were asked for in this very moment.

    Raises:
        UserError: another ending, the target open elsewhere, the disk full; a book apart that was not asked for.
    """
    from liaison.exchange import writer

    declared = desk.books[book]
    refuse_apart(declared, private=private)
    fields = exported_columns(declared, columns, private=private)
    numbers = desk.ids(book, query)
    header, rows = [f.label for f in fields], _cells(desk, book, fields, numbers)
    if path.suffix.lower() == ".xlsx":
        kinds = [kind_of(f) for f in fields]
        writer.write_xlsx(path, declared.title, header, list(rows), [f.width for f in fields], kinds)
    elif path.suffix.lower() == ".csv":
        writer.write_csv(path, header, rows)
    else:
        raise UserError("只能导出成 .xlsx 或 .csv，请改一下文件名的结尾")
    noted(desk, f"导出 {declared.noun} {len(numbers)} {declared.measure}{private_words(fields)}")
    return len(numbers)


def _cells(desk: Desk, book: str, fields: Sequence[Field], numbers: Sequence[int]) -> Iterator[list[object]]:
    for start in range(0, len(numbers), WINDOW):
        for row in desk.rows(book, numbers[start : start + WINDOW]):
            yield [f.export(row.values[f.name], desk.names) for f in fields]


def kind_of(f: Field) -> str:
    """How the writer formats a column: money, number, date or text."""
    if isinstance(f, Money):
        return "money"
    if isinstance(f, (Number, Quantity)):
        return "number"
    return "date" if type(f) is Day else "text"

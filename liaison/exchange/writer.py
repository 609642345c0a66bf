"""Spreadsheets out: text stays text, money stays money, and a formula that somebody typed stays asleep."""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.errors import UserError
from liaison.paths import replacing

if TYPE_CHECKING:
    from xlsxwriter import Workbook

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
"""What the format allows; beyond it the writer would leave rows out, or cells empty, without a word."""

_NUMERIC = {"number", "money"}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

# What WPS would take for a formula at the start of a cell; plain numbers may keep their minus.
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


def write_xlsx(
    path: Path,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    widths: Sequence[int] | None = None,
    kinds: Sequence[str] | None = None,
) -> None:
    """Write one sheet named `title`; see `SheetOut` and `write_sheets`."""
    write_sheets(path, [SheetOut(title, header, rows, widths or (), kinds or ())])


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet to be written.

    Attributes:
        title: its name.
        widths: of the columns, in half-width characters.
        kinds: of the columns: "text", "number", "money" (yuan), "date" (ISO text becomes a real date); () is all text.
    """

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int] = ()
    kinds: Sequence[str] = ()


def write_sheets(path: Path, sheets: Sequence[SheetOut]) -> None:
    """Write a workbook of several sheets.

    Raises:
        UserError: the target is open elsewhere, the disk is full, the folder cannot be written, or there is
            more than a sheet can hold.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    content = BytesIO()  # a sheet is small when zipped, and a full disk then meets one plain write
    with replacing(path) as temporary, _scratch(path) as scratch:
        book = xlsxwriter.Workbook(content, {**_OPTIONS, "tmpdir": scratch})
        try:
            try:
                for sheet in sheets:
                    _fill(book, sheet)
            finally:
                book.close()  # also after a failure: it lets go of its own temporary files
        except FileCreateError as error:
            raise error.args[0] from error  # the OSError within: `replacing` knows what to say
        except FileSizeError as error:
            raise UserError("内容太多，一个表格放不下，请分几次导出") from error
        temporary.write_bytes(content.getbuffer())


@contextmanager
def _scratch(path: Path) -> Iterator[str]:
    """A folder for the writer's own temporary files, which hold the rows in plain: beside the target, where the
    rows are wanted in plain, and not in the system's folder, where they would be left when the power fails.
    """
    scratch = tempfile.mkdtemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _fill(book: Workbook, out: SheetOut) -> None:
    header, kinds = out.header, out.kinds or ["text"] * len(out.header)
    sheet = book.add_worksheet(_sheet_name(out.title))
    bold = book.add_format({"bold": True, "border": 1, "align": "center"})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format(),
        "money": book.add_format({"num_format": "#,##0.00"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    }
    for column, width in enumerate(out.widths):
        sheet.set_column(column, column, max(6, width + 2))
    for column, heading in enumerate(header):
        sheet.write_string(0, column, heading, bold)
    sheet.freeze_panes(1, 0)
    for r, row in enumerate(out.rows, start=1):
        if r >= MOST_ROWS:
            raise UserError(f"一个表格最多 {MOST_ROWS - 1} 行，请缩小范围，分几次导出")
        for c, (value, kind) in enumerate(zip(row, kinds, strict=True)):
            if value is None or value == "":
                continue
            if kind == "date" and isinstance(value, str):
                sheet.write_datetime(r, c, date.fromisoformat(value), formats["date"])
            elif isinstance(value, (int, float)) and kind in _NUMERIC:
                sheet.write_number(r, c, value, formats[kind])
            else:
                text = str(value)
                if len(text) > LONGEST_CELL:
                    raise UserError(
                        f"第 {r + 1} 行“{header[c]}”有 {len(text)} 个字，一格最多 {LONGEST_CELL} 个，请改导出 csv"
                    )
                sheet.write_string(r, c, text, formats["text"])


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write UTF-8 with a byte order mark, as WPS and Excel expect it.

    Raises:
        UserError: the target is open elsewhere, the disk is full, the folder cannot be written.
    """
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_asleep(value) for value in row] for row in rows)


def _asleep(value: object) -> object:
    """A typed text that a spreadsheet would run gets an apostrophe in front."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.match(value):
        return "'" + value
    return "" if value is None else value


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "Sheet1"

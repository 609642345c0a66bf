"""Spreadsheets out: text stays text, money stays money, and a formula that somebody typed stays asleep."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from liaison.paths import replacing

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
    """Write one sheet named `title`.

    Args:
        widths: of the columns, in half-width characters.
        kinds: of the columns: "text", "number", "money" (yuan), "date" (ISO text becomes a real date).

    Raises:
        UserError: the target is open elsewhere, the disk is full, the folder cannot be written.
    """
    import xlsxwriter

    kinds = kinds or ["text"] * len(header)
    with replacing(path) as temporary:
        book = xlsxwriter.Workbook(str(temporary), {"constant_memory": True, "strings_to_formulas": False,
                                                    "strings_to_urls": False, "strings_to_numbers": False})
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True, "border": 1, "align": "center"})
        formats = {
            "text": book.add_format({"num_format": "@"}),
            "number": book.add_format(),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        }
        for column, width in enumerate(widths or ()):
            sheet.set_column(column, column, max(6, width + 2))
        sheet.write_row(0, 0, header, bold)
        sheet.freeze_panes(1, 0)
        for r, row in enumerate(rows, start=1):
            for c, (value, kind) in enumerate(zip(row, kinds, strict=True)):
                if value is None or value == "":
                    continue
                if kind == "date" and isinstance(value, str):
                    sheet.write_datetime(r, c, date.fromisoformat(value), formats["date"])
                elif isinstance(value, (int, float)):
                    sheet.write_number(r, c, value, formats[kind])
                else:
                    sheet.write_string(r, c, str(value), formats["text"])
        book.close()


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write UTF-8 with a byte order mark, as WPS and Excel expect it.

    Raises:
        UserError: the target is open elsewhere, the disk is full, the folder cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_asleep(value) for value in row])
    with replacing(path) as temporary:
        temporary.write_bytes(text.getvalue().encode("utf-8-sig"))


def _asleep(value: object) -> object:
    """A typed text that a spreadsheet would run gets an apostrophe in front."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.match(value):
        return "'" + value
    return "" if value is None else value


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "Sheet1"

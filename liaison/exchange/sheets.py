"""Spreadsheets in: xlsx xls xlsb ods through calamine, csv and its kin by ourselves; bounded, refused plainly."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liaison.errors import UserError
from liaison.exchange import extent

MOST_BYTES = 50 * 2**20
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000
MOST_CELLS = 5_000_000
"""A sheet is laid out as a full rectangle, some 100 bytes a cell: 0.5 GB is what an old laptop can spare."""

SUFFIXES = (".xlsx", ".xls", ".et", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv", ".txt")
"""What a file dialog may offer; what a file is, its content tells."""

_TEXT = {".csv", ".tsv", ".txt"}
_HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows of raw values, empty rows and columns at the end cut off.

    Values are str, int, float, bool, date, datetime, time or timedelta; "" where there is nothing. Row 0 is
    the file's first row, also when it is empty.
    """

    name: str
    rows: list[list[Any]]


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every sheet of a file that has anything in it.

    Raises:
        UserError: the file is missing, empty, too large, damaged, protected, open elsewhere or no sheet.
    """
    content = _content(path)
    try:
        kind = extent.kind_of(content)
        if kind == "bomb":
            raise UserError(f"“{path.name}”展开后太大了，请拆成几个表再导入")
        if kind == "locked":
            raise _locked(path)
        sheets = _read_text(path, content) if kind == "other" else _read_workbook(path, content, kind)
    except extent.DamagedError as error:
        known = path.suffix.lower() in SUFFIXES
        raise (_damaged(path, error) if known else _no_sheet(path)) from error
    found = tuple(sheet for sheet in sheets if sheet.rows)
    if not found:
        raise UserError(f"“{path.name}”里没有内容，请核对是不是选错了文件")
    return found


def read_table(path: Path, sheet: str | None = None) -> Sheet:
    """One sheet of a file: the one of that name, or the first that has anything in it.

    Raises:
        UserError: as `read_sheets`, or there is no sheet of that name.
    """
    sheets = read_sheets(path)
    for found in sheets:
        if sheet is None or found.name == sheet:
            return found
    raise UserError(f"“{path.name}”里没有名叫“{sheet}”的表，现有：{'、'.join(s.name for s in sheets)}")


def find_header(rows: Sequence[Sequence[Any]], known: Collection[str]) -> int | None:
    """The position of the header among the first ten rows: two headings that are known, or all of them.

    Args:
        known: headings as `normal_heading` gives them.
    """
    for position, row in enumerate(rows[:_HEADER_WITHIN]):
        cells = [normal_heading(str(c)) for c in row if c is not None and c != ""]
        hits = sum(c in known for c in cells)
        if cells and (hits >= 2 or hits == len(cells)):
            return position
    return None


def normal_heading(text: str) -> str:
    """A heading without what offices decorate it with: blanks, stars, colons, a unit in brackets."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[（(\[【].*?[)）\]】]", "", folded) or folded
    return re.sub(r"[\s*※:：、.]", "", folded).casefold()


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UserError(f"“{path.name}”是文件夹，请选里面的表格文件")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UserError(f"“{path.name}”有 {size // 2**20} MB，太大了，请拆成几个表再导入")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UserError(f"找不到“{path.name}”，请看看文件是否还在") from error
    except PermissionError as error:
        raise UserError(f"“{path.name}”正在别的程序里打开，请先关闭它再导入", details=str(error)) from error
    except OSError as error:
        raise UserError(f"“{path.name}”读不出来，请把它复制到桌面再试", details=str(error)) from error
    if not content:
        raise UserError(f"“{path.name}”是空文件（0 字节），请换一个")
    return content


def _damaged(path: Path, error: BaseException) -> UserError:
    return UserError(f"“{path.name}”不是表格，或者已经损坏，请用 WPS 打开后另存为 xlsx", details=str(error))


def _locked(path: Path) -> UserError:
    return UserError(f"“{path.name}”加了密码，请先在 WPS 里去掉密码再导入")


def _no_sheet(path: Path) -> UserError:
    return UserError(f"“{path.name}”不是表格，请选 xlsx、xls、ods 或 csv 文件")


def _too_large(path: Path, rows: int, columns: int) -> UserError:
    return UserError(f"“{path.name}”里有一张表到了 {rows} 行 {columns} 列，太大了，请删去多余的行列，或拆成几个表")


def _check_extent(path: Path, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise _too_large(path, rows, columns)


def _read_workbook(path: Path, content: bytes, kind: extent.Kind) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if kind == "xls" and extent.is_locked_xls(content):
        raise _locked(path)
    for reached in extent.extents(content, kind):
        _check_extent(path, reached.rows, reached.columns)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            Sheet(name, _trim(book.get_sheet_by_name(name).to_python(skip_empty_area=False)))
            for name in book.sheet_names
        )
    except PasswordError as error:
        raise _locked(path) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise _damaged(path, error) from error
    except BaseException as error:
        # The reader is written in Rust; where a broken file takes it by surprise it panics, and the panic
        # arrives here outside the family of ordinary exceptions.
        if type(error).__name__ == "PanicException":
            raise _damaged(path, error) from error
        raise


def _read_text(path: Path, content: bytes) -> tuple[Sheet, ...]:
    """Text with cells set apart; some programs also give such a file the name .xls."""
    if path.suffix.lower() not in _TEXT | {".xls", ".et"}:
        raise _no_sheet(path) if path.suffix.lower() not in SUFFIXES else _damaged(path, ValueError("no workbook"))
    text = _decode(content)
    if text is None or "\x00" in text or text.lstrip()[:1] in ("<", "{") or text.startswith("%PDF"):
        raise _no_sheet(path)
    rows: list[list[Any]] = []
    widest = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(list(row))
            widest = max(widest, len(row))
            if len(rows) > MOST_ROWS or widest > MOST_COLUMNS or len(rows) * widest > MOST_CELLS:
                raise _too_large(path, len(rows), widest)
    except csv.Error as error:
        raise UserError(f"“{path.name}”第 {len(rows) + 1} 行的引号不成对，请用 WPS 打开后另存为 xlsx") from error
    return (Sheet(path.stem, _trim(rows)),)


def _delimiter(text: str) -> str:
    """What sets the cells apart: the mark that most of the first lines hold equally often.

    A comma inside a sentence is in few lines, or in each a different number of times.
    """
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    best, weight = ",", (0, 0)
    for mark in "\t,;，":
        counts = [line.count(mark) for line in lines]
        common = max(set(counts), key=lambda n: (counts.count(n) if n else 0, n), default=0)
        if common and (counts.count(common), common) > weight:
            best, weight = mark, (counts.count(common), common)
    return best


def _decode(content: bytes) -> str | None:
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _trim(rows: list[list[Any]]) -> list[list[Any]]:
    """Without the empty rows and columns at the end; cells of nothing but blanks count as empty."""
    last = len(rows)
    while last and not any(_filled(c) for c in rows[last - 1]):
        last -= 1
    del rows[last:]
    width = max(map(len, rows), default=0)
    while width and not any(len(row) >= width and _filled(row[width - 1]) for row in rows):
        width -= 1
    if any(len(row) > width for row in rows):
        return [row[:width] for row in rows]
    return rows


def _filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None

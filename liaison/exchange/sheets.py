"""Spreadsheets in: xlsx xls xlsb ods through calamine, csv and its kin by ourselves; bounded, and refused plainly."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liaison.errors import UserError

MOST_BYTES = 50 * 2**20
MOST_UNPACKED = 300 * 2**20
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000
BINARY = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"}
TEXT = {".csv", ".tsv", ".txt"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows of raw values, empty tails cut off."""

    name: str
    rows: list[list[Any]]


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every sheet of a file that has anything in it.

    Raises:
        UserError: the file is missing, empty, too large, damaged, protected, open elsewhere or no sheet.
    """
    _refuse_outside(path)
    suffix = path.suffix.lower()
    if suffix in TEXT:
        sheets = (Sheet(path.stem, _trim(_read_text(path))),)
    elif suffix in BINARY:
        sheets = _read_binary(path)
    else:
        raise UserError(f"“{path.name}”不是表格，请选 xlsx、xls、ods 或 csv 文件")
    found = tuple(s for s in sheets if s.rows)
    if not found:
        raise UserError(f"“{path.name}”里没有内容，请核对是不是选错了文件")
    return found


def find_header(rows: Sequence[Sequence[Any]], known: Collection[str]) -> int | None:
    """The position of the header among the first ten rows: two headings that are known, or all of them."""
    for position, row in enumerate(rows[:10]):
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


def _refuse_outside(path: Path) -> None:
    try:
        if path.is_dir():
            raise UserError(f"“{path.name}”是文件夹，请选里面的表格文件")
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise UserError(f"找不到“{path.name}”，请看看文件是否还在") from error
    except OSError as error:
        raise UserError(f"“{path.name}”打不开，请先在别的程序里关闭它", details=str(error)) from error
    if size == 0:
        raise UserError(f"“{path.name}”是空文件（0 字节），请换一个")
    if size > MOST_BYTES:
        raise UserError(f"“{path.name}”有 {size // 2**20} MB，太大了，请拆成几个表再导入")


def _read_binary(path: Path) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _refuse_bombs(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        found = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                raise UserError(f"“{name}”有 {sheet.total_height} 行 {sheet.total_width} 列，太大了，请拆成几个表再导入")
            found.append(Sheet(name, _trim(sheet.to_python(skip_empty_area=False))))
    except PasswordError as error:
        raise UserError(f"“{path.name}”加了密码，请先在 WPS 里去掉密码再导入") from error
    except PermissionError as error:
        raise UserError(f"“{path.name}”正在别的程序里打开，请先关闭它再导入") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UserError(f"“{path.name}”不是表格，或者已经损坏，请用 WPS 打开后另存为 xlsx", details=str(error)) from error
    return tuple(found)


def _refuse_bombs(path: Path) -> None:
    """Look at what a zip says it unpacks to before anything is unpacked."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise UserError(f"“{path.name}”展开后太大了，请拆成几个表再导入")


def _read_text(path: Path) -> list[list[Any]]:
    content = path.read_bytes()
    text = _decode(content)
    if text is None or "\x00" in text:
        raise UserError(f"“{path.name}”不是表格，请用 WPS 打开后另存为 xlsx")
    sample = text[:5000]
    delimiter = max(",\t;，", key=sample.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if len(rows) > MOST_ROWS:
        raise UserError(f"“{path.name}”有 {len(rows)} 行，太大了，请拆成几个表再导入")
    return rows


def _decode(content: bytes) -> str | None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _trim(rows: list[list[Any]]) -> list[list[Any]]:
    """Without the empty rows at the end; cells of nothing but blanks count as empty."""
    last = len(rows)
    while last and not any(c is not None and str(c).strip() for c in rows[last - 1]):
        last -= 1
    return rows[:last]

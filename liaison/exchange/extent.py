"""How far a sheet reaches, found out before anything unfolds it.

The reader of sheets lays every sheet out as a full rectangle up to its farthest cell, and a rectangle that
does not fit into memory ends the whole program. A file of 5 kB can name a cell in row 1,048,576 and column
16,384, by malice, by damage or by a slip; so the farthest cell is looked for first, cheaply.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Literal
from xml.parsers.expat import ExpatError, ParserCreate

MOST_UNPACKED = 200 * 2**20
"""Bytes that a zipped workbook may unfold to: a sheet of 200,000 rows and 10 columns has about 100 MB."""

Kind = Literal["xlsx", "xlsb", "ods", "xls", "locked", "other", "bomb"]
END = 0xFFFFFFFA  # from here on a sector number of a compound file is a mark, not a place


class DamagedError(Exception):
    """The file breaks the rules of its own format."""


@dataclass(slots=True)
class Extent:
    """The rows and columns, counted from the first, up to the farthest cell with something in it."""

    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Make room for a cell, its place counted from 1."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)


def kind_of(content: bytes) -> Kind:
    """What a file is by what stands in it, whatever it is called.

    Raises:
        DamagedError: it begins like a workbook and goes on like none.
    """
    if content.startswith(b"PK"):
        return _kind_of_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        names = set(_streams(content))
        if "EncryptedPackage" in names:
            return "locked"
        return "xls" if names & {"Workbook", "Book"} else "other"
    return "other"


def extents(content: bytes, kind: Kind) -> Iterator[Extent]:
    """The extent of every sheet of a workbook.

    Raises:
        DamagedError: the file breaks the rules of its format.
    """
    if kind == "xls":
        yield from _of_xls(content)
        return
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            lower = name.lower()
            if kind == "xlsb" and lower.endswith(".bin"):
                yield _of_xlsb(_part(archive, name))
            elif kind == "ods" and lower == "content.xml":
                yield from _of_ods(_part(archive, name))
            elif kind == "xlsx" and lower.endswith(".xml"):
                yield _of_xlsx(_part(archive, name))


def _kind_of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {part.filename.lower() for part in archive.infolist()}
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                return "bomb"
            if any(part.flag_bits & 1 for part in archive.infolist()):
                return "locked"
            if "content.xml" in parts:
                return _kind_of_open_document(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DamagedError(str(error)) from error
    if "xl/workbook.bin" in parts:
        return "xlsb"
    return "xlsx" if any(name.startswith("xl/") for name in parts) else "other"


def _kind_of_open_document(archive: zipfile.ZipFile) -> Kind:
    names = archive.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        return "locked"
    if "mimetype" in names and b"spreadsheet" not in _part(archive, "mimetype"):
        return "other"
    return "ods"


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, whole. Reading stops at the size that the archive declares, and a lie breaks the checksum."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DamagedError(str(error)) from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma", "_lzma", "_bz2"):
            raise DamagedError(str(error)) from error
        raise


# -- xlsx -------------------------------------------------------------------------------------------

_ATTRIBUTES = rb"(?:[^>\"'/]|\"[^\"]*\"|'[^']*'|/(?!>))*"
_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])(" + _ATTRIBUTES + rb")(/?)>")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
# A numbered cell in column AA or beyond, or in row 100,000 or beyond.
_FAR = re.compile(rb" r=\"(?:[A-Za-z]{2}|[A-Za-z]?\d{6})")


def _of_xlsx(xml: bytes) -> Extent:
    if b"sheetData" not in xml:
        return Extent()
    cells, rows = xml.count(b'<c r="'), xml.count(b"<row")
    everyday = (
        # Every row and cell names its place, none is far: no need to look at each. Elements such as <col>
        # and <cfRule>, or a name before a colon, only cost the second look.
        xml.count(b"<c") == cells + xml.count(b"<col")
        and rows == xml.count(b'<row r="')
        and b":c" not in xml
        and b":row" not in xml
        and not _FAR.search(xml)
    )
    if everyday:
        return Extent(99_999, 26) if rows else Extent()
    extent = Extent()
    row = column = 0
    for element in _ELEMENT.finditer(xml):
        name, attributes, closed = element.groups()
        place = _PLACE.search(attributes)
        letters, figures = place.groups() if place else (b"", b"")
        if name == b"row":
            row = int(figures[:9]) if figures else row + 1
            column = 0
            continue
        column = _column(letters) if letters else column + 1
        row = int(figures[:9]) if figures else row
        if not closed:  # a cell that is only painted is left out by the reader
            extent.reach(row, column)
    return extent


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:7].upper():
        number = number * 26 + letter - 64
    return number


# -- xlsb -------------------------------------------------------------------------------------------


def _of_xlsb(content: bytes) -> Extent:
    """[MS-XLSB] 2.1.4: a record is a type in 1–2 bytes and a size in 1–4, seven bits in each, then its content.

    Rows are records of type 0, cells of types 1 (only painted) to 11; both begin with their number.
    """
    extent = Extent()
    at, row = 0, 0
    end = len(content)
    while at < end:
        kind, at = _seven_bits(content, at, 2)
        size, at = _seven_bits(content, at, 4)
        if kind <= 11 and at + 4 <= end:
            number = int.from_bytes(content[at : at + 4], "little") + 1
            if kind == 0:
                row = number
            elif kind > 1:
                extent.reach(row, number)
        at += size
    return extent


def _seven_bits(content: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for position in range(most):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        number |= (byte & 0x7F) << 7 * position
        if byte < 0x80:
            break
    return number, at


# -- ods --------------------------------------------------------------------------------------------

_TABLE_TAG = re.compile(
    rb"<(/?)(?:[\w.-]+:)?(table|table-row|table-cell|covered-table-cell)(?=[\s/>])(" + _ATTRIBUTES + rb")(/?)>"
)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"'](\d+)[\"']")


def _of_ods(xml: bytes) -> Iterator[Extent]:
    """One extent a table. Repeats of empty cells count only where something follows them.

    The reader waits for ever for an end tag that does not come, so the whole part is checked for form.
    """
    try:
        ParserCreate().Parse(xml, True)
    except ExpatError as error:
        raise DamagedError(str(error)) from error
    extent = Extent()
    row = column = 0
    for element in _TABLE_TAG.finditer(xml):
        closing, name, attributes, closed = element.groups()
        found = _REPEATED.search(attributes) if b"repeated" in attributes else None
        times = int(found[1][:9]) if found else 1
        if name == b"table":
            yield extent
            extent, row = Extent(), 0
        elif closing:
            continue
        elif name == b"table-row":
            row += times
            column = 0
        else:
            column += times
            if not closed or b"value" in attributes:
                extent.reach(row, column)
    yield extent


# -- xls --------------------------------------------------------------------------------------------

# Records that hold a cell with something in it; each begins with its row and column.
_CELLS = {0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x0406, 0x0206}
_MANY_NUMBERS, _BEGIN, _PASSWORD = 0x00BD, {0x0009, 0x0209, 0x0409, 0x0809}, 0x002F


def is_locked_xls(content: bytes) -> bool:
    """Whether an .xls needs a password: it then says so ahead of its sheets."""
    return any(kind == _PASSWORD for kind, _, _ in _records(_book_stream(content)))


def _of_xls(content: bytes) -> Iterator[Extent]:
    stream = _book_stream(content)
    extent = Extent()
    for kind, at, size in _records(stream):
        if kind in _BEGIN:
            yield extent
            extent = Extent()
        elif kind in _CELLS and size >= 4:
            row, column = struct.unpack_from("<HH", stream, at)
            if kind == _MANY_NUMBERS and size >= 6:
                column = max(column, struct.unpack_from("<H", stream, at + size - 2)[0])
            extent.reach(row + 1, column + 1)
    yield extent


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, place and size of every record of a BIFF stream."""
    at, end = 0, len(stream)
    unpack = struct.Struct("<HH").unpack_from
    while at + 4 <= end:
        kind, size = unpack(stream, at)
        if at + 4 + size > end:
            raise DamagedError("a record ends beyond the file")
        yield kind, at + 4, size
        at += 4 + size


def _book_stream(content: bytes) -> bytes:
    streams = _streams(content)
    return streams["Workbook" if "Workbook" in streams else "Book"].read()


@dataclass(slots=True)
class _Stream:
    """A stream of a compound file, read only when it is asked for."""

    source: bytes
    chain: list[int]
    sector: int
    first: int
    size: int

    def read(self) -> bytes:
        parts = (self.source[self.first + n * self.sector :][: self.sector] for n in self.chain)
        return b"".join(parts)[: self.size]


def _streams(content: bytes) -> dict[str, _Stream]:
    """The streams of a compound file ([MS-CFB]) by name.

    Raises:
        DamagedError: chains that run in circles or out of the file, or no directory.
    """
    try:
        return _open_compound(content)
    except (struct.error, IndexError, OverflowError) as error:
        raise DamagedError(str(error)) from error


def _open_compound(content: bytes) -> dict[str, _Stream]:
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise DamagedError("unknown size of sectors")
    sector = 1 << shift
    directory_at, _, cutoff, small_at, _, more_at, _ = struct.unpack_from("<IIIIIII", content, 48)
    table = _allocation(content, sector, more_at)

    def whole(chain: list[int]) -> bytes:
        return b"".join(content[(n + 1) * sector : (n + 2) * sector] for n in chain)

    directory = whole(_chain(table, directory_at))
    small_table = _numbers(whole(_chain(table, small_at))) if small_at < END else []
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    if not entries:
        raise DamagedError("no directory")
    root_at, root_size = struct.unpack_from("<IQ", entries[0], 116)
    small = whole(_chain(table, root_at))[: root_size & 0xFFFFFFFF] if root_at < END else b""
    found: dict[str, _Stream] = {}
    for entry in entries[1:]:
        length, form = struct.unpack_from("<HB", entry, 64)
        if form != 2 or not 2 <= length <= 64:
            continue
        name = entry[: length - 2].decode("utf-16-le", errors="replace")
        at, size = struct.unpack_from("<II", entry, 116)
        if size < cutoff:
            found[name] = _Stream(small, _chain(small_table, at) if size else [], 64, 0, size)
        else:
            found[name] = _Stream(content, _chain(table, at), sector, sector, size)
    return found


def _allocation(content: bytes, sector: int, more_at: int) -> list[int]:
    """The table that links the sectors: 109 places in the header, further ones in a chain of their own."""
    places = [n for n in struct.unpack_from("<109I", content, 76) if n < END]
    seen: set[int] = set()
    while more_at < END:
        if more_at in seen:
            raise DamagedError("a chain of sectors runs in a circle")
        seen.add(more_at)
        numbers = _numbers(content[(more_at + 1) * sector : (more_at + 2) * sector])
        places += [n for n in numbers[:-1] if n < END]
        more_at = numbers[-1]
    if len(places) > len(content) // sector:
        raise DamagedError("more tables than sectors")
    return _numbers(b"".join(content[(n + 1) * sector : (n + 2) * sector] for n in places))


def _chain(table: list[int], at: int) -> list[int]:
    found: list[int] = []
    while at < END:
        found.append(at)
        if len(found) > len(table):
            raise DamagedError("a chain of sectors runs in a circle")
        at = table[at]
    return found


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))

"""Workbooks made by hand, byte for byte: those that no library here writes, and those that no honest one would."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

Cell = tuple[int, int, str | float]
_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(cells: Sequence[Cell], *, extra: bytes = b"", stream: str = "Workbook") -> bytes:
    """An Excel 97 workbook of one sheet; cells are (row, column, value) counted from 0."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    name = b"\x06\x00Sheet1"
    head = begin(5) + extra + record(0x0042, struct.pack("<H", 1200))
    at = len(head) + 4 + 6 + len(name) + 4
    head += record(0x0085, struct.pack("<IBB", at, 0, 0) + name) + record(0x000A, b"")
    body = begin(0x10)
    for row, column, value in cells:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            body += record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        else:
            body += record(0x0203, place + struct.pack("<d", value))
    return compound({stream: head + body + record(0x000A, b"")})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]); short streams go into the small sectors, as the format demands."""
    small, small_table, sectors, table = b"", [], b"", []
    places: list[tuple[str, int, int]] = []

    def lay(content: bytes) -> int:
        nonlocal sectors
        at, count = len(table), max(1, -(-len(content) // _SECTOR))
        sectors += content.ljust(count * _SECTOR, b"\0")
        table.extend([*range(at + 1, at + count), _END])
        return at

    for name, content in streams.items():
        if len(content) < 4096:
            at, count = len(small_table), -(-len(content) // 64)
            small += content.ljust(count * 64, b"\0")
            small_table += [*range(at + 1, at + count), _END]
            places.append((name, at, len(content)))
        else:
            places.append((name, lay(content), len(content)))
    root = lay(small) if small else _END
    small_at = lay(struct.pack(f"<{len(small_table)}I", *small_table).ljust(_SECTOR, b"\xff")) if small else _END

    def entry(name: str, form: int, at: int, size: int, child: int, right: int = _FREE) -> bytes:
        title = name.encode("utf-16-le") + b"\0\0"
        return (
            title.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(title), form, 1, _FREE, right, child)
            + bytes(36)
            + struct.pack("<IQ", at, size)
        )

    entries = entry("Root Entry", 5, root, len(small), 1)
    for n, (name, at, size) in enumerate(places, start=1):
        entries += entry(name, 2, at, size, _FREE, n + 1 if n < len(places) else _FREE)
    directory = lay(entries.ljust(-(-len(entries) // _SECTOR) * _SECTOR, b"\0"))
    tables = 1
    while tables * 128 < len(table) + tables:
        tables += 1
    first = len(table)
    table += [_TABLE] * tables
    sectors += struct.pack(f"<{tables * 128}I", *table, *[_FREE] * (tables * 128 - len(table)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, small_at, int(bool(small)), _END, 0)
    return header + struct.pack("<109I", *range(first, first + tables), *[_FREE] * (109 - tables)) + sectors


def ods(table: str, *, kind: str = "spreadsheet", manifest: str = "") -> bytes:
    """An OpenDocument file with these rows in its one table."""
    spaces = " ".join(
        f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "table", "text")
    )
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="表一">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def ods_cell(text: str, *, repeated: int = 1) -> str:
    """One cell of text."""
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def xlsx(sheet: str, *, prefix: str = "") -> bytes:
    """A workbook whose one sheet holds this XML inside its sheetData."""
    mark = f"{prefix}:" if prefix else ""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
            '<sheet name="表一" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<{mark}worksheet xmlns{":" if mark else ""}{prefix}="{main}">'
            f"<{mark}sheetData>{sheet}</{mark}sheetData></{mark}worksheet>",
        }
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()

"""How far a sheet reaches is known before it is laid out; no file, however broken, ends the program."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from liaison.errors import UserError
from liaison.exchange import extent, sheets
from liaison.exchange.extent import Extent, extents, kind_of
from liaison.exchange.sheets import read_sheets
from tests.exchange import workbooks

PLACES = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), min_size=1, max_size=12, unique=True)


def reached(content: bytes) -> tuple[int, int]:
    """The farthest row and column of all sheets, by the product."""
    found = list(extents(content, kind_of(content)))
    return max(e.rows for e in found), max(e.columns for e in found)


def read(content: bytes) -> tuple[int, int]:
    """The same, by the library that lays sheets out."""
    end = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).end
    assert end is not None
    return end[0] + 1, end[1] + 1


def letters(column: int) -> str:
    name = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        name, column = chr(65 + rest) + name, column - 1
    return name


@given(PLACES)
def test_an_xls_reaches_as_far_as_it_is_read(places: list[tuple[int, int]]) -> None:
    content = workbooks.xls([(row, column, "王芳" if row % 2 else 1.5) for row, column in places])
    assert kind_of(content) == "xls"
    assert reached(content) == read(content)


@given(PLACES, st.sampled_from(["", "x"]), st.booleans())
def test_an_xlsx_reaches_as_far_as_it_is_read(places: list[tuple[int, int]], prefix: str, padded: bool) -> None:
    mark = f"{prefix}:" if prefix else ""
    rows = ""
    for number in sorted({row for row, _ in places}):
        cells = "".join(
            f'<{mark}c r="{letters(column)}{number + 1}"{" s=" + chr(34) + "0" + chr(34) if padded else ""}>'
            f"<{mark}v>1</{mark}v></{mark}c>"
            for column in sorted(c for r, c in places if r == number)
        )
        painted = f'<{mark}c r="XFD{number + 1}" s="0"/>' if padded else ""
        rows += f'<{mark}row r="{number + 1}">{cells}{painted}</{mark}row>'
    content = workbooks.xlsx(rows, prefix=prefix)
    rows_found, columns_found = reached(content)
    rows_read, columns_read = read(content)
    if (rows_found, columns_found) == (99_999, 26):  # the bound of an everyday sheet, found without a look at cells
        assert rows_read <= rows_found and columns_read <= columns_found
    else:
        assert (rows_found, columns_found) == (rows_read, columns_read)


FILLED = st.lists(st.lists(st.booleans(), min_size=1, max_size=6), min_size=1, max_size=6)
GAP = '<table:table-cell table:number-columns-repeated="3"/>'


@given(FILLED.filter(lambda table: any(map(any, table))))
def test_an_ods_reaches_as_far_as_it_is_read(table: list[list[bool]]) -> None:
    rows = "".join(
        f"<table:table-row>{''.join(workbooks.ods_cell('王') if filled else GAP for filled in row)}</table:table-row>"
        for row in table
    )
    rest = f'<table:table-row table:number-rows-repeated="1048000">{GAP}</table:table-row>'
    content = workbooks.ods(rows + rest)
    assert reached(content) == read(content)


def test_an_xlsb_is_measured_record_by_record() -> None:
    def record(kind: int, content: bytes) -> bytes:
        return bytes([kind, len(content)]) + content

    def number(n: int) -> bytes:
        return n.to_bytes(4, "little") + bytes(8)

    sheet = record(0, number(7)) + record(5, number(3)) + record(1, number(999)) + record(0, number(8))
    content = workbooks.zipped({"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": sheet})
    assert kind_of(content) == "xlsb"
    assert list(extents(content, "xlsb"))[1] == Extent(8, 4)


FAR = {
    "xls": workbooks.xls([(0, 0, "姓名"), (65_535, 65_535, "远")]),
    "xlsx": workbooks.xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>'),
    "xlsx without places": workbooks.xlsx("<row/>" * 300_000 + "<row>" + "<c><v>1</v></c>" * 3_000 + "</row>"),
    "xlsx in another space": workbooks.xlsx('<x:row><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>', prefix="x"),
    "xlsx in small letters": workbooks.xlsx('<row r="1"><c r="xfd1048576"><v>1</v></c></row>'),
    "ods": workbooks.ods(
        '<table:table-row table:number-rows-repeated="1048576">'
        f"{workbooks.ods_cell('王', repeated=16_384)}</table:table-row>"
    ),
    "xlsb": workbooks.zipped(
        {"xl/workbook.bin": b"", "xl/worksheets/s.bin": b"\x00\x04\xff\xff\x0f\x00" + b"\x02\x04\xff\x3f\x00\x00"}
    ),
}


@pytest.mark.parametrize("name", FAR)
def test_a_sheet_that_reaches_too_far_is_never_laid_out(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def laid_out(*_: object) -> None:
        raise AssertionError("the sheet was handed over")

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", laid_out, raising=False)
    path = tmp_path / f"远.{name[:4].strip()}"
    path.write_bytes(FAR[name])
    with pytest.raises(UserError, match="太大了"):
        read_sheets(path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("信.xlsx", workbooks.compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y"}), "密码"),
        ("信.xls", workbooks.xls([(0, 0, "王")], extra=b"\x2f\x00\x06\x00" + bytes(6)), "密码"),
        ("信.ods", workbooks.ods("", manifest="<encryption-data/>"), "密码"),
        ("信.xls", workbooks.compound({"WordDocument": b"x" * 5000}), "不是表格"),
        ("信.ods", workbooks.ods("", kind="text"), "不是表格"),
        ("信.xlsx", workbooks.zipped({"word/document.xml": "<w/>"}), "不是表格"),
        ("信.docx", workbooks.zipped({"word/document.xml": "<w/>"}), "不是表格"),
        ("信.xls", b"<html><table><tr><td>1</td></tr></table></html>", "不是表格"),
        ("信.xlsx", b"%PDF-1.7 ...", "不是表格"),
        ("信.csv", b"%PDF-1.7 ...", "不是表格"),
        ("没完.ods", workbooks.ods("<table:table-row></table:table-now>"), "损坏"),
        ("信.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
    ],
)
def test_what_is_no_sheet_or_locked(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        read_sheets(path)


def test_the_name_may_lie_about_the_kind(tmp_path: Path) -> None:
    path = tmp_path / "其实是新的.xls"
    path.write_bytes(workbooks.xlsx('<row r="1"><c r="A1"><v>7</v></c></row>'))
    assert read_sheets(path)[0].rows == [[7.0]]
    path.write_text("姓名\t单位\n王芳\t镇卫生院\n", encoding="gb18030")
    assert read_sheets(path)[0].rows[1] == ["王芳", "镇卫生院"]


WHOLE = {
    "a.xls": workbooks.xls([(row, column, "王芳") for row in range(40) for column in range(5)]),
    "b.xls": workbooks.xls([(0, 0, "王芳"), (1, 1, 2.5)]),
    "c.ods": workbooks.ods(f"<table:table-row>{workbooks.ods_cell('王芳')}</table:table-row>"),
    "d.xlsx": workbooks.xlsx('<row r="1"><c r="A1"><v>7</v></c></row>'),
    "e.csv": "姓名,单位\n王芳,\"镇\n卫生院\"\n".encode("gb18030"),
}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
    st.floats(0, 1),
)
def test_damage_is_refused_or_read(name: str, flips: list[tuple[float, int]], cut: float) -> None:
    content = bytearray(WHOLE[name])
    for where, byte in flips:
        content[int(where * len(content))] = byte
    if cut < 0.2:
        del content[int(cut * 5 * len(content)) :]
    try:
        kind = kind_of(bytes(content))
        if kind in ("xls", "xlsx", "ods", "xlsb"):
            assert sheets._read_workbook(Path(name), bytes(content), kind) is not None
    except (UserError, extent.DamagedError):
        pass

"""Reading sheets: every encoding and kind, and refusals that say what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from liaison.errors import UserError
from liaison.exchange import extent, sheets
from liaison.exchange.sheets import find_header, normal_heading, read_sheets

TEXT = "姓名,单位\n王芳,镇卫生院\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_files_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(TEXT.replace(",", delimiter).encode(encoding))
    assert read_sheets(path)[0].rows == [["姓名", "单位"], ["王芳", "镇卫生院"]]


@pytest.mark.parametrize(
    ("heading", "plain"),
    [("姓  名", "姓名"), ("※金额（元）：", "金额"), ("类别(款/物)", "类别"), ("*日期", "日期"), ("Ｎｏ．", "no")],
)
def test_headings_without_decoration(heading: str, plain: str) -> None:
    assert normal_heading(heading) == plain


def test_the_header_may_stand_lower() -> None:
    rows = [["2026年名册", "", ""], [None], ["姓 名", "性别", "单位"], ["王芳", "女", "镇"]]
    assert find_header(rows, {"姓名", "单位"}) == 2
    assert find_header(rows, {"金额"}) is None


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "炸.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (extent.MOST_UNPACKED + 1))
    with pytest.raises(UserError, match="展开后太大"):
        read_sheets(path)


def test_a_sheet_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write(0, 0, "姓名")
    page.write(1_048_575, 16_383, "远")
    book.close()
    with pytest.raises(UserError, match="太大了"):
        read_sheets(path)
    monkeypatch.setattr(sheets, "MOST_BYTES", 10)
    with pytest.raises(UserError, match="太大了"):
        read_sheets(path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.xlsx", b"", "空文件"),
        ("图.xlsx", b"\x89PNG" + b"\0" * 200, "不是表格"),
        ("文.docx", b"PK", "请选 xlsx"),
        ("坏.xlsx", b"PK\x03\x04broken", "损坏"),
        ("二进制.csv", b"\x00\x01\x02\x00", "不是表格"),
        ("白.csv", b" \n , \n", "没有内容"),
    ],
)
def test_refusals_say_what_to_do(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        read_sheets(path)


def test_a_folder_is_no_sheet(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="文件夹"):
        read_sheets(tmp_path)

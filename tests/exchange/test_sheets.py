"""Reading sheets: every encoding and kind, and refusals that say what to do."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from liaison.chinese.dates import parse_date
from liaison.errors import UserError
from liaison.exchange import extent, sheets
from liaison.exchange.sheets import find_header, normal_heading, read_sheets, read_table

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


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到“没有"):
        read_sheets(tmp_path / "没有.xlsx")


@pytest.mark.parametrize(("error", "words"), [(PermissionError, "先关闭它再导入"), (OSError, "复制到桌面")])
def test_a_file_that_cannot_be_opened(
    error: type[OSError], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"PK")

    def refuse(*_: object, **__: object) -> None:
        raise error("held")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UserError, match=words):
        read_sheets(path)


def test_empty_rows_and_columns_at_the_end_go_and_those_before_stay(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(",,,\n姓名,单位,,\n,,,\n王芳,,, \n,,,\n", encoding="utf-8")
    assert read_sheets(path)[0].rows == [["", ""], ["姓名", "单位"], ["", ""], ["王芳", ""]]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("姓名\t事迹\n王芳\t走访、座谈,座谈,再座谈,又座谈\n", ["姓名", "事迹"]),
        ("姓名,事迹\n王芳,走访；座谈;;;;;;\n李强,无\n", ["姓名", "事迹"]),
        ("姓名，单位\n王芳，镇卫生院\n", ["姓名", "单位"]),
        ('姓名,"事\n迹"\n王芳,无\n', ["姓名", "事\n迹"]),
        ("姓名\n王芳\n", ["姓名"]),
    ],
)
def test_what_sets_cells_apart(text: str, first: list[str], tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_sheets(path)[0].rows[0] == first


def test_text_beyond_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "表.csv"
    path.write_text("姓名\n\"" + "王" * 200_000, encoding="utf-8")
    with pytest.raises(UserError, match="第 2 行的引号不成对"):
        read_sheets(path)
    path.write_text("," * 3_000, encoding="utf-8")
    with pytest.raises(UserError, match="太大了"):
        read_sheets(path)
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    path.write_text("王芳\n" * 6, encoding="utf-8")
    with pytest.raises(UserError, match="太大了"):
        read_sheets(path)


def test_a_sheet_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "册.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("空")
    book.add_worksheet("委员").write(0, 0, "姓名")
    book.add_worksheet("活动").write(0, 0, "主题")
    book.close()
    assert read_table(path).name == "委员"
    assert read_table(path, "活动").rows == [["主题"]]
    with pytest.raises(UserError, match="没有名叫“荣誉”的表，现有：委员、活动"):
        read_table(path, "荣誉")


def test_dates_and_numbers_come_as_such(tmp_path: Path) -> None:
    path = tmp_path / "册.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_datetime(0, 0, datetime(2026, 9, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    page.write_number(0, 1, 1409.5)
    page.write_string(0, 2, "13800000001")
    page.write_formula(0, 3, "=1+1", None, 2)
    book.close()
    when, amount, phone, sum_ = read_sheets(path)[0].rows[0]
    assert (parse_date(when), amount, phone, sum_) == ("2026-09-01", 1409.5, "13800000001", 2)

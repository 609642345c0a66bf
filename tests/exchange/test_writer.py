"""What goes out reads back as it was, and a formula stays asleep."""

from __future__ import annotations

import csv
import errno
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from liaison.errors import UserError
from liaison.exchange import writer
from liaison.exchange.sheets import read_sheets
from liaison.exchange.writer import write_csv, write_xlsx

ROWS = [["=1+1", "13800000001", 1409.5, "2026-09-18"], ["<b>&", "00123", None, ""], ["𬭚𠮷", "", -3, "2026-01-01"]]
KINDS = ["text", "text", "money", "date"]


def test_a_sheet_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "出.xlsx"
    write_xlsx(path, "捐赠/台账:2026", ["甲", "电话", "金额", "日期"], ROWS, [10, 12, 8, 11], KINDS)
    rows = read_sheets(path)[0].rows
    assert rows[0] == ["甲", "电话", "金额", "日期"]
    assert rows[1][:3] == ["=1+1", "13800000001", 1409.5]
    assert str(rows[1][3]).startswith("2026-09-18")
    assert rows[2][1] == "00123"
    assert rows[3][0] == "𬭚𠮷"


def test_a_csv_reads_back_and_stays_asleep(tmp_path: Path) -> None:
    path = tmp_path / "出.csv"
    write_csv(path, ["甲", "乙"], [["=cmd|' /C calc'!A0", "-5"], ["@x", "+1,\n\"2\""]])
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert rows[1] == ["'=cmd|' /C calc'!A0", "-5"]
    assert rows[2] == ["'@x", "'+1,\n\"2\""]


def test_a_target_that_cannot_be_written_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "出.csv"
    path.write_text("old", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError("open elsewhere")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(UserError, match="正在别的程序里打开"):
        write_csv(path, ["甲"], [["乙"]])
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]



def test_every_kind_of_cell_is_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "出.xlsx"
    write_xlsx(path, "表", ["款", "日期", "电话"], [[0.5, "2026-09-18", "+8613800000001"], [None, None, 12]],
               kinds=["money", "date", "text"])  # fmt: skip
    assert read_sheets(path)[0].rows[1:] == [[0.5, date(2026, 9, 18), "+8613800000001"], ["", "", "12"]]


@pytest.mark.parametrize(
    ("limit", "rows", "words"),
    [("MOST_ROWS", [["一"]] * 3, "最多 2 行"), ("LONGEST_CELL", [["一二三四"]], "一格最多 3")],
)
def test_nothing_is_left_out_in_silence(
    limit: str, rows: list[list[str]], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, limit, 3)
    with pytest.raises(UserError, match=words):
        write_xlsx(tmp_path / "出.xlsx", "表", ["甲"], rows)
    assert list(tmp_path.iterdir()) == []


def test_the_longest_cell_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "出.xlsx"
    write_xlsx(path, "表", ["甲"], [["长" * writer.LONGEST_CELL]])
    assert read_sheets(path)[0].rows[1] == ["长" * writer.LONGEST_CELL]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("name", ["出.xlsx", "出.csv"])
def test_a_full_disk_leaves_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getpid", lambda: 7)
    (tmp_path / f".{name}.7.part").symlink_to("/dev/full")
    with pytest.raises(UserError, match="磁盘满了"):
        if name.endswith("xlsx"):
            write_xlsx(tmp_path / name, "表", ["甲"], [["乙" * 5000]])
        else:
            write_csv(tmp_path / name, ["甲"], [["乙" * 50_000]])
    assert list(tmp_path.iterdir()) == []


def test_rows_that_fail_half_way_leave_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "出.xlsx"
    path.write_bytes(b"old")

    def rows() -> Iterator[list[str]]:
        yield ["乙"]
        raise OSError(errno.EIO, "the books cannot be read")

    with pytest.raises(UserError):
        write_xlsx(path, "表", ["甲"], rows())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_rows_are_never_put_into_the_systems_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    target = tmp_path / "out" / "册子.xlsx"
    target.parent.mkdir()
    write_xlsx(target, "册子", ["姓名"], [["王芳"]] * 3)
    assert [p.name for p in target.parent.iterdir()] == ["册子.xlsx"]

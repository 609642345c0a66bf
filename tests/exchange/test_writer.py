"""What goes out reads back as it was, and a formula stays asleep."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.errors import UserError
from liaison.exchange.clipboard import format_block, parse_block
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


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.just("\n"), max_size=12)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_a_block_goes_to_wps_and_back(rows: list[list[str]]) -> None:
    back = parse_block(format_block(rows))
    if len(rows[0]) == 1 and any(row == [""] for row in rows):
        return  # a single empty cell is a line of nothing, which WPS leaves out as well
    assert back == rows

"""Importing 10,000 rows against reading the same sheet and inserting it bare, with the same safety of the file."""

from __future__ import annotations

import itertools
from pathlib import Path

import xlsxwriter
from sqlcipher3 import dbapi2

from liaison.office import Office
from tests.bench.measure import paired

ROWS = 10_000


def write_sheet(path: Path) -> None:
    """Sign-ins of 250 activities and 40 members as an office would write them."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, ["活动", "日期", "姓名", "状态", "原因"])
    row = 1
    for activity in range(ROWS // 40):
        for member in range(40):
            late = (activity + member) % 9 == 0
            page.write_row(row, 0, [f"学习第{activity}次", f"2026-{1 + activity % 8:02d}-{1 + activity % 28:02d}",
                                    f"委员{member}", "迟到" if late else "出席", "堵车" if late else ""])
            row += 1
    book.close()


def fresh_office(folder: Path) -> Office:
    """An office with the members and activities that the sheet names."""
    office = Office.create(folder, name="政协大河镇联络处", town="大河镇", today=lambda: "2026-09-18")
    office.add_many(
        "members",
        [{"name": f"委员{n}", "work_unit": f"第{n}村", "joined": "2020-01-01"} for n in range(40)],
        title="委员",
    )
    office.add_many(
        "activities",
        [
            {"kind": "集中学习", "title": f"学习第{n}次", "required": 1,
             "start": f"2026-{1 + n % 8:02d}-{1 + n % 28:02d}"}
            for n in range(ROWS // 40)
        ],
        title="活动",
    )
    return office


def run(folder: Path) -> list[str]:
    """The figure of this benchmark."""
    sheet = folder / "签到.xlsx"
    write_sheet(sheet)
    turn = itertools.count()
    offices = {n: fresh_office(folder / f"o{n}") for n in range(10)}

    def ours() -> None:
        office = offices[next(turn)]
        found, at = office.read_for("signins", sheet)
        plan = office.plan_import("signins", found, at)
        assert len(plan.records) == ROWS and not plan.problems, plan.problems[:3]
        office.import_plan(plan)

    bare_turn = itertools.count()

    def bare() -> None:
        from python_calamine import CalamineWorkbook

        rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()[1:]
        connection = dbapi2.connect(str(folder / f"bare{next(bare_turn)}.db"), isolation_level=None)
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute(
            "CREATE TABLE signins(id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT, e TEXT) STRICT"
        )
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO signins(a, b, c, d, e) VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
        connection.close()

    a, b, ratio = paired(ours, bare)
    for office in offices.values():
        office.close()
    return [f"10,000 rows checked and written with trail and backup {a * 1000:.0f} ms, bare {b * 1000:.0f} ms, "
            f"ratio {ratio:.2f} (aim: at most 3)"]

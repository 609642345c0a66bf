"""The command line: exit status, the sentence on standard error, and the same doors as the window."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from liaison.__main__ import main

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["init", str(tmp_path / "o"), "--name", "政协云溪镇联络处", "--town", "云溪镇"]) == 0
    capsys.readouterr()
    return tmp_path / "o"


def members(path: Path, *rows: tuple[str, ...]) -> Path:
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    for number, row in enumerate([("姓名", "工作单位", "加入日期"), *rows]):
        page.write_row(number, 0, row)
    book.close()
    return path


def test_import_then_figures(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = members(tmp_path / "m.xlsx", ("王芳", "镇卫生院", "2022-01-01"))
    assert main(["import", str(folder), "members", str(sheet), "--dry-run"]) == 0
    assert "没有写入" in capsys.readouterr().out
    assert main(["import", str(folder), "members", str(sheet)]) == 0
    assert capsys.readouterr().out == "已导入 1 位委员\n"
    assert main(["figures", str(folder), "--period", "2026Q1", "--json"]) == 0
    found = {f["key"]: f for f in json.loads(capsys.readouterr().out)["figures"]}
    assert found["members.count"]["value"] == 1
    assert found["members.count"]["book"] == "members"
    assert found["members.count"]["records"] == [1]


def test_a_bad_row_is_told_and_nothing_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = members(tmp_path / "m.xlsx", ("王芳", "镇卫生院", "2022-01-01"), ("", "镇卫生院", "2026-02-30"))
    assert main(["import", str(folder), "members", str(sheet)]) == 1
    told = capsys.readouterr().err
    assert "第 3 行“加入日期”" in told
    assert main(["import", str(folder), "members", str(sheet), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["good"] == 1 and not answer["written"]
    assert {p["row"] for p in answer["problems"]} == {3}
    main(["check", str(folder), "--json"])
    assert json.loads(capsys.readouterr().out)["counts"]["members"] == 0


def test_export_backup_restore_check(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(folder), "members", str(members(tmp_path / "m.xlsx", ("王芳", "镇", "2022-01-01")))])
    assert main(["export", str(folder), "members", str(tmp_path / "out.csv")]) == 0
    assert "王芳" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert main(["backup", str(folder), str(tmp_path / "b.db")]) == 0
    assert main(["restore", str(tmp_path / "b.db"), str(tmp_path / "again")]) == 0
    assert "1 位委员" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "b.db"), str(tmp_path / "again")]) == 1
    assert main(["check", str(tmp_path / "again")]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["figures", "{o}", "--period", "2026Q9"], "2026Q9"),
        (["figures", "{o}/nothing", "--period", "2026Q3"], "没有联络簿的资料"),
        (["import", "{o}", "members", "{o}/nothing.xlsx"], "nothing.xlsx"),
        (["export", "{o}", "members", "{o}/x.doc"], "xlsx"),
        (["paper", "{o}", "no-such-paper", "--period", "2026Q3", "--out", "{o}/p"], "no-such-paper"),
        (["paper", "{o}", "quarterly-report", "--out", "{o}/p"], "时段"),
        (["init", "{o}", "--name", "又一个", "--town", "云溪镇"], "已经有一个联络处"),
    ],
)
def test_the_users_world_ends_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main([a.format(o=folder) for a in arguments]) == 1
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1 and "Traceback" not in told


@pytest.mark.parametrize("arguments", [[], ["no-such-command"], ["import", "x", "no-such-book", "y"], ["init", "x"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    capsys.readouterr()


def test_books_and_papers_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["books", "--json"]) == 0
    books = {b["name"]: b for b in json.loads(capsys.readouterr().out)}
    assert {"members", "activities", "signins", "donations", "handouts", "honors", "groups", "assignments",
            "suggestions", "reports"} <= set(books)
    assert any(c["private"] for c in books["members"]["columns"])
    assert main(["papers", "--json"]) == 0
    assert {"quarterly-report", "signin-sheet"} <= {p["name"] for p in json.loads(capsys.readouterr().out)}
    assert main(["books"]) == 0
    assert "姓名*" in capsys.readouterr().out
    assert main(["papers"]) == 0
    capsys.readouterr()


def test_the_quarterly_report_of_an_empty_quarter(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "papers"
    assert main(["paper", str(folder), "quarterly-report", "--period", "2026Q3", "--out", str(out)]) == 0
    made = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(p.suffix for p in made) == [".docx", ".pdf"]
    assert all(p.stat().st_size > 1000 for p in made)


def test_it_starts_as_a_module_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, liaison.__main__, liaison.office; "
        "bad = {'PySide6', 'reportlab', 'docx', 'xlsxwriter', 'python_calamine', 'pypinyin'} & set(sys.modules); "
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_stored_draft_is_printed_with_todays_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The draft was written before the quarter's last activity; the paper says what the books say now."""
    import pdfplumber

    folder = tmp_path / "o"
    assert main(["sample", str(folder), "--years", "1", "--until", "2026-09-18"]) == 0
    assert main(["figures", str(folder), "--period", "2026Q3", "--json"]) == 0
    found = {f["key"]: f for f in json.loads(capsys.readouterr().out.partition("\n")[2])["figures"]}
    assert main(["paper", str(folder), "quarterly-report", "--period", "2026Q3", "--out", str(tmp_path / "p")]) == 0
    (pdf,) = (tmp_path / "p").glob("*.pdf")
    with pdfplumber.open(pdf) as opened:
        text = "".join(page.extract_text() for page in opened.pages).replace("\n", "")
    for key in ("activities.count", "attendance.present", "donations.money"):
        assert found[key]["text"] in text, key
    assert main(["paper", str(folder), "signin-sheet-filled", "--period", "2026Q3", "--out", str(tmp_path / "p")]) == 0
    capsys.readouterr()


def test_private_columns_and_petitions_are_exported_only_when_asked(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from liaison.office import Office

    with Office.open(folder) as office:
        office.add("members", {"name": "王芳", "work_unit": "镇", "joined": "2022-01-01", "phone": "13800001234"})
        office.add("petitions", {"petitioner": "郝来访", "matter": "宅基地", "member": 1})
    out = tmp_path / "out.csv"
    assert main(["export", str(folder), "members", str(out)]) == 0
    assert "13800001234" not in out.read_text(encoding="utf-8-sig")
    assert main(["export", str(folder), "members", str(out), "--private"]) == 0
    assert "13800001234" in out.read_text(encoding="utf-8-sig")
    out.unlink()
    capsys.readouterr()
    assert main(["export", str(folder), "petitions", str(out)]) == 1
    assert "单独保管" in capsys.readouterr().err and not out.exists()
    assert main(["export", str(folder), "petitions", str(out), "--private"]) == 0
    assert "郝来访" in out.read_text(encoding="utf-8-sig")

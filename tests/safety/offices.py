"""An office with a little of everything, and a look at all of it: every row of every table, every file."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from liaison.books import BOOKS
from liaison.office import Office
from liaison.store import keys
from liaison.store.backup.making import office_files
from liaison.store.backup.reading import CopyFile
from liaison.store.database import FILE_NAME

TODAY = "2026-09-18"
NAME = "政协云溪镇联络处"
PASSWORD = "溪水长流 2026"


@dataclass(frozen=True)
class State:
    """All an office holds: rows by table, statements of the schema, digests by path; `living` counts every book."""

    rows: dict[str, list[tuple[object, ...]]]
    schema: list[tuple[object, ...]]
    files: dict[str, str]
    living: dict[str, int]


def fill(folder: Path, password: str = "", code: str = "") -> Office:
    """Make an office with members, gifts in the ledger, a void, a deleted record, attachments, a template, a font."""
    office = Office.create(folder, name=NAME, town="云溪镇", director="孙国平", today=lambda: TODAY)
    scan = folder.parent / "收据扫描.pdf"
    scan.write_bytes(b"%PDF-1.4 " + bytes(range(256)) * 40)
    photo = folder.parent / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + b"photo" * 3000)
    attached = [office.attach(scan), office.attach(photo)]
    for name in ("沈佳禾", "王芳", "韩堃"):
        office.add("members", {"name": name, "work_unit": f"{name}的单位", "joined": "2022-01-01"})
    gifts = [
        office.add(
            "donations", {"date": f"2026-03-{day:02d}", "donor": "热心人", "amount": str(day * 100), "purpose": "助学"}
        ).created["donations"][0]
        for day in (1, 2, 3)
    ]
    office.enter("donations", gifts)
    office.reverse("donations", gifts[1], "重复登记")
    office.add("activities", {"kind": "专题调研", "title": "河道走访", "start": "2026-05-04 09:00", "files": attached})
    office.remove("members", [3])
    for name, content in (("templates/quarterly.docx", b"PK template"), ("fonts/仿宋.ttf", b"\x00\x01font" * 500)):
        path = folder / name
        path.parent.mkdir()
        path.write_bytes(content)
    if password:
        office.protection.turn_on(password, code)
    scan.unlink(), photo.unlink()
    return office


def state_of(folder: Path, key: bytes | None = None) -> State:
    """Everything in an office folder that no program has open, but the program's own notes."""
    with CopyFile(folder / FILE_NAME, key) as found:
        schema = found.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
        tables = [str(name) for kind, name, _, _ in schema if kind == "table" and name != "manifest"]
        rows = {table: sorted(found.rows(f"SELECT * FROM {table}"), key=repr) for table in tables}
        living = {book: len(found.rows(f"SELECT 1 FROM {book} WHERE deleted = 0")) for book in BOOKS}
    rows["options"] = [row for row in rows["options"] if not str(row[0]).startswith("outside_")]
    files = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in office_files(folder)}
    return State(rows, [line for line in schema if line[1] != "manifest"], files, living)


def plain_files(files: dict[str, str]) -> set[str]:
    """The paths as they are in a plain office."""
    return {path.removesuffix(".sealed") for path in files}


def change_everything(office: Office) -> None:
    """So that the office differs from any copy in its books, its ledger and its files."""
    office.add("members", {"name": "新来的", "work_unit": "河口村", "joined": "2024-03-01"})
    gift = office.add("donations", {"date": "2026-04-09", "donor": "路人", "amount": "5", "purpose": "助学"})
    office.enter("donations", gift.created["donations"])
    office.edit("members", 1, {"work_unit": "换了单位"})
    (office.folder / "templates" / "quarterly.docx").write_bytes(b"PK another template")
    (office.folder / "fonts" / "仿宋.ttf").unlink()
    new = office.folder.parent / "新附件.txt"
    new.write_text("后来的附件", encoding="utf-8")
    office.attach(new)
    new.unlink()


def wreck(folder: Path) -> None:
    """Damage the office file in its middle, past its first page."""
    path = folder / FILE_NAME
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 20] = bytes(4096 * 19)
    path.write_bytes(content)


def copy_folder(folder: Path, target: Path) -> Path:
    """The whole folder again, as somebody copies it by hand."""
    shutil.copytree(folder, target)
    return target


CODE = keys.new_recovery_code()

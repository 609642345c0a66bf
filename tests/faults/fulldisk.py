"""What the program says and leaves when a real disk is full. Run on a small file system of its own:

    python -m tests.faults.fulldisk FOLDER

Prints one JSON object: for every way of writing, the sentence while the disk is full and whether it worked
once there was room, with everything that was wrong in between.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from liaison.errors import UserError
from liaison.kit.checking import check_office
from liaison.office import Office
from liaison.papers import Request
from liaison.sample import make_sample

_LEFT = 24 * 1024


def main() -> None:
    place = Path(sys.argv[1])
    office = make_sample(place / "office", years=1)
    sheet = place / "members.csv"
    rows = "".join(f"导入{n},示例单位,2022-01-01,{'记' * 300}\n" for n in range(2000))
    sheet.write_text(f"姓名,工作单位,聘任日期,备注\n{rows}", encoding="utf-8")
    photo = place / "photo.bin"
    photo.write_bytes(os.urandom(900_000))
    ways = _ways(office, place, sheet, photo)
    result: dict[str, dict[str, object]] = {}
    for name, way in ways.items():
        result[name] = {"full": _try_full(place, way), "wrong": _wrong(office, place), "room": _try(way)}
        result[name]["wrong"] = [*result[name]["wrong"], *_wrong(office, place)]  # type: ignore[misc]
    office.close()
    print(json.dumps(result, ensure_ascii=False))


def _ways(office: Office, place: Path, sheet: Path, photo: Path) -> dict[str, Callable[[], object]]:
    def entry() -> object:
        return office.add(
            "suggestions", {"date": "2026-05-05", "text": os.urandom(150_000).hex(), "status": "收到"}
        )

    def importing() -> object:
        found, header = office.read_for("members", sheet)
        return office.import_plan(office.plan_import("members", found, header), only_good=True)

    def paper() -> object:
        return office.make_paper("member-list", place / "papers", Request(), formats=("pdf", "docx"))

    return {
        "entry": entry,
        "bulk": lambda: office.edit_many(
            "members", {m: {"notes": os.urandom(20_000).hex()} for m in office.ids("members")}
        ),
        "import": importing,
        "backup": lambda: office.backup.make("manual"),
        "copy": lambda: office.backup.to_file(place / "copy.llb"),
        "export": lambda: office.export("signins", place / "signins.xlsx"),
        "paper": paper,
        "attach": lambda: office.attach(photo),
        "undo": lambda: office.undo(office.edit("members", 1, {"notes": os.urandom(60_000).hex()}).action),
    }


def _try_full(place: Path, way: Callable[[], object]) -> str:
    ballast = place / "ballast"
    with ballast.open("wb") as file:
        free = os.statvfs(place)
        file.write(bytes(max(0, free.f_bavail * free.f_frsize - _LEFT)))
    try:
        return _try(way)
    finally:
        ballast.unlink()


def _try(way: Callable[[], object]) -> str:
    try:
        way()
    except UserError as error:
        return error.sentence
    return "done"


def _wrong(office: Office, place: Path) -> list[str]:
    left = [f"left behind: {path.name}" for path in place.rglob("*.part*")]
    return [*check_office(office), *left]


if __name__ == "__main__":
    main()

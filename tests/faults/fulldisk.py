"""What the program says and leaves when a real disk is full. Run on a small file system of its own:

    python -m tests.faults.fulldisk FOLDER

Prints one JSON object: for every way of writing, the sentence while the disk is full and whether it worked
once there was room, with everything that was wrong in between.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from liaison.errors import UserError
from liaison.kit.checking import check_office
from liaison.office import Office
from liaison.papers import Request
from liaison.safety import protection
from liaison.sample import make_sample

_LEFT = 24 * 1024


def main() -> None:
    place = Path(sys.argv[1])
    office = make_sample(place / "office", years=1)
    sheet = place / "members.csv"
    rows = "".join(f"导入{n},示例单位,2022-01-01,{'记' * 300}\n" for n in range(2000))
    sheet.write_text(f"姓名,工作单位,加入日期,备注\n{rows}", encoding="utf-8")
    photo = place / "photo.bin"
    photo.write_bytes(os.urandom(900_000))
    (place / "stick").mkdir()
    result: dict[str, dict[str, object]] = {}
    for name, (prepare, way) in _ways(office, place, sheet, photo).items():
        prepare()
        full = _try_full(place, way)
        wrong = _wrong(office, place)
        result[name] = {"full": full, "room": _try(way), "wrong": [*wrong, *_wrong(office, place)]}
    office.close()
    print(json.dumps(result, ensure_ascii=False))


def _ways(
    office: Office, place: Path, sheet: Path, photo: Path
) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Every way of writing, each with what comes before it while there is room."""
    chance = random.Random(1)

    def long_text() -> str:
        return "".join(chance.choices("政协委员联络处学习视察走访慰问会议记录", k=20_000))

    def minutes() -> object:
        return office.edit("activities", 1, {"minutes": long_text()})

    def nothing() -> None:
        pass

    def importing() -> object:
        found, header = office.read_for("members", sheet)
        return office.import_plan(office.plan_import("members", found, header), only_good=True)

    def bulk() -> object:
        return office.edit_many("activities", {n: {"minutes": long_text()} for n in office.ids("activities")[:30]})

    return {
        "entry": (nothing, minutes),
        "bulk": (nothing, bulk),
        "import": (nothing, importing),
        "undo": (minutes, office.undo),
        "backup": (minutes, lambda: office.backup.make("manual")),
        "one file": (nothing, lambda: office.backup.to_file(place / "copy.llb")),
        "outside": (nothing, lambda: office.backup.outside(place / "stick")),
        "hand over": (
            nothing, lambda: office.backup.hand_over(place / "parcel.llb", protection.new_recovery_code())
        ),
        "export": (nothing, lambda: office.export("signins", place / "signins.xlsx")),
        "paper": (
            nothing, lambda: office.make_paper("member-list", place / "papers", Request(), formats=("pdf", "docx"))
        ),
        "attach": (nothing, lambda: office.attach(photo)),
        "password": (
            nothing, lambda: office.protection.turn_on("示例密码 2026", protection.new_recovery_code())
        ),
    }  # fmt: skip


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

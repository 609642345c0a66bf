"""Copies at 100,000 records: making one against copying the bare file, putting it back, verifying, handing over."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path

from liaison.office import Office
from liaison.safety import backups
from liaison.store import keys, links
from liaison.store.backup import making, reading
from liaison.store.backup.shelf import Copy, Shelf
from tests.bench.big import make_big_office
from tests.bench.measure import paired, seconds

SIGNINS = 97_500
"""With the members and activities of the big office that is 100,000 records."""
ATTACHMENTS, EACH = 40, 512 * 1024


def run(folder: Path) -> list[str]:
    """Plain, then encrypted; times and sizes, and ratios against what a file manager would do."""
    office = make_big_office(folder / "office", SIGNINS)
    records = reading.contents(office.database).records
    lines = [f"{records:,} records in {_megabytes(office.database.path)} MB"]
    _attach(office, folder)
    lines += _measure(office, folder, "plain")
    office.protection.turn_on("大河奔流 2026", keys.new_recovery_code())
    lines += _measure(office, folder, "encrypted")
    office.close()
    return lines


def _measure(office: Office, folder: Path, kind: str) -> list[str]:
    database, shelf = office.database, Shelf.of(office.folder)
    key = database.key
    made: list[Copy] = []
    rows = sum(reading.contents(database).tables.values())
    bare = partial(_bare_copy, database.path, folder / "bare.db")

    first = seconds(lambda: made.append(making.make(database, shelf, "manual")))
    size = _all_megabytes(shelf.path)
    ours, theirs, ratio = paired(lambda: made.append(making.make(database, shelf, "manual")), bare, 3)
    verified = seconds(lambda: backups.facts(made[-1], key=key))
    trail = seconds(lambda: links.verify_trail(database))
    trail_rows = int(database.value("SELECT count(*) FROM trail"))
    lines = [
        f"{kind}: first copy with {ATTACHMENTS} attachments {first:.2f} s, {size} MB;"
        f" the next {ours:.2f} s, {_megabytes(made[-1].path)} MB, bare copy {theirs:.2f} s, ratio {ratio:.1f}",
        f"{kind}: a copy verified whole in {verified:.2f} s, {verified / rows * 1e6:.1f} µs a row;"
        f" the trail's chain {trail:.2f} s, {trail / max(1, trail_rows) * 1e6:.1f} µs a line",
    ]
    for copy in made[:-1]:
        copy.path.unlink()
        copy.envelope_path.unlink()
    stick = folder / f"stick-{kind}"
    stick.mkdir()
    outside = seconds(lambda: office.backup.outside(stick))
    again = seconds(lambda: office.backup.outside(stick))
    lines.append(f"{kind}: second copy {outside:.2f} s, once more with nothing new {again:.2f} s")
    handed = seconds(lambda: office.backup.hand_over(folder / f"{kind}.llb", keys.new_recovery_code()))
    one = seconds(lambda: office.backup.to_file(folder / f"{kind}-one.llb"))
    size = _megabytes(folder / f"{kind}.llb")
    lines.append(f"{kind}: handed over in {handed:.2f} s, {size} MB; one file {one:.2f} s")
    place = folder / f"restored-{kind}"
    restored = seconds(lambda: backups.restore(place, made[-1], key=key))
    plain = seconds(lambda: _bare_folder(office.folder, folder / f"copied-{kind}"))
    lines.append(
        f"{kind}: restored into a new folder in {restored:.2f} s, bare copy of file and attachments {plain:.2f} s,"
        f" ratio {restored / plain:.1f}"
    )
    for path in (place, folder / f"copied-{kind}", stick):
        shutil.rmtree(path)
    return lines


def _attach(office: Office, folder: Path) -> None:
    for number in range(ATTACHMENTS):
        path = folder / f"照片{number}.jpg"
        path.write_bytes(number.to_bytes(2, "big") + os.urandom(EACH))
        office.attach(path)
        path.unlink()


def _bare_copy(source: Path, target: Path) -> None:
    """What a file manager does, with the same safety of the disk."""
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _bare_folder(source: Path, target: Path) -> None:
    for path in [source / "office.db", *(source / "attachments").rglob("*")]:
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            _bare_copy(path, place)


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.0f}"


def _all_megabytes(folder: Path) -> str:
    return f"{sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1e6:.0f}"

"""An office that has everything encryption must take care of, made small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from liaison.office import Office
from liaison.safety import backups, protection
from liaison.store import attachments, keys
from liaison.store.database import FILE_NAME
from liaison.store.sealed import is_sealed

OLD, NEW = "旧的密码", "云溪😀　１２３"
CODE = protection.new_recovery_code()
CHEAP = {"n": 16, "r": 8, "p": 1}
"""scrypt for tests: its cost is not what they are about."""

NAMES = ("沈佳禾", "13855550001", "镇卫生院标记", "感谢信标记内容")
"""Marks that stand in the books and in the attachments, and must stand in no file of a locked office."""

TODAY = "2026-09-18"


def make_office(folder: Path, work: Path) -> None:
    """A plain office: records, attachments, backups of both kinds, an office set aside and a damaged file.

    Args:
        folder: of the office.
        work: for what is made on the way.
    """
    with Office.create(folder, name="政协云溪镇联络处", town="云溪镇", today=lambda: TODAY) as office:
        files = []
        for number in range(3):
            source = work / f"信{number}.txt"
            source.write_text(f"{NAMES[3]} {number} " * 30, encoding="utf-8")
            files.append(office.attach(source))
        office.add("members", {"name": NAMES[0], "work_unit": NAMES[2], "joined": "2022-01-01", "phone": NAMES[1]})
        office.add("activities", {"title": "走访", "start": "2026-08-01 09:00", "kind": "集体活动", "files": files[:2]})
        office.backup.make("manual")
        gone = attachments.lies_at(folder, files[2]["digest"])
        assert gone is not None
        gone.unlink()  # in the backup only
        office.add("members", {"name": "李四", "work_unit": NAMES[2], "joined": "2022-01-01"})
        office.backup.make("start")
    oldest = sorted((folder / "backups").glob("*.db"))[0]
    first = oldest.with_name("000000-20250101T080000-start.db")
    first.write_bytes(oldest.read_bytes())  # as the first version made them, without an envelope
    aside = folder / "damaged" / "恢复前-20260901"
    aside.mkdir(parents=True)
    (aside / FILE_NAME).write_bytes((folder / FILE_NAME).read_bytes())
    (folder / "damaged" / "坏的.db").write_bytes(b"SQLite format 3\0" + "".join(NAMES).encode() * 40)


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    """The office, opened by whichever password it has now."""
    key = None
    if protection.is_locked(folder):
        text = (folder / "office.key").read_text(encoding="utf-8")
        key = next(key for secret in (NEW, OLD) if (key := _try(text, secret)) is not None)
    with Office.open(folder, key=key, today=lambda: TODAY) as office:
        yield office


def problems(folder: Path) -> list[str]:
    """What is wrong with the office, whichever state it is in; it is opened once, so that left-over work is done."""
    from liaison.kit.checking import check_office

    with opened(folder) as office:
        found = check_office(office)
        if office.count("members") != 2 or office.get("members", 1)["phone"] != NAMES[1]:
            found.append("records are missing")
        for name, digest in office.attached(office.get("activities", 1)["files"]):
            if NAMES[3].encode() not in office.attachment(digest):
                found.append(f"{name} differs")
        locked = office.protection.on
        text = (folder / "office.key").read_text(encoding="utf-8") if locked else None
        for copy in office.backup.all():
            said = copy.envelope()
            if (said is None and locked) or (said is not None and said.key != text):
                found.append(f"{copy.path.name}: opens with another password")
            facts = backups.facts(copy, key=office.database.key)
            if not facts.sound or facts.counts.get("members") not in (1, 2):
                found.append(f"{copy.path.name}: {facts.sentence}")
    found += [f"left behind: {path.name}" for path in folder.rglob("*.part*")]
    if protection.is_locked(folder) != locked:
        found.append("the lock is not what the open office says")
    return found + (plain_files(folder) if locked else sealed_files(folder))


def plain_files(folder: Path) -> list[str]:
    """The files of a locked office's folder in which something of the books can be read."""
    marks = [mark.encode() for mark in NAMES] + [NAMES[0].encode("utf-16-le"), b"CREATE TABLE"]
    found = []
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        if any(mark in content for mark in marks):
            found.append(f"plain: {path.relative_to(folder)}")
    return found


def sealed_files(folder: Path) -> list[str]:
    """What should not lie in the folder of an office without a password; an office set aside keeps its own."""
    wrong = [p for p in folder.rglob("*") if p.is_file() and is_sealed(p.read_bytes()[:16])]
    wrong += folder.glob("office.key")
    return [f"sealed: {path.relative_to(folder)}" for path in wrong]


def _try(text: str, secret: str) -> bytes | None:
    from liaison.errors import WrongPassword

    try:
        return keys.unwrap(text, secret)
    except WrongPassword:
        return None

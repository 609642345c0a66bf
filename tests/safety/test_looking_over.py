"""The looking over: what it finds, that it gives way, and that it loses nothing of its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from liaison.errors import Damaged
from liaison.office import Office
from liaison.safety.looking_over import LookOver
from liaison.safety.opening import look_over
from liaison.store import links


def meddle(folder: Path, *statements: str) -> None:
    """Change a closed file behind the program's back, as another program would."""
    connection = dbapi2.connect(str(folder / "office.db"), isolation_level=None)
    for name, count, function, deterministic in links.FUNCTIONS:
        connection.create_function(name, count, function, deterministic=deterministic)
    for name in [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def gift(peopled: Office) -> Office:
    """Two entered gifts."""
    for amount in ("500", "300.50"):
        made = peopled.add(
            "donations", {"donor": "云溪电子", "amount": amount, "date": "2026-09-01", "purpose": "助学"}
        )
        peopled.enter("donations", made.created["donations"])
    return peopled


def test_a_sound_office_is_sound(gift: Office) -> None:
    look_over(gift)
    gift.edit("members", 1, {"post": "校长"})
    gift.undo()
    gift.remove("members", [2])
    look_over(gift)


def test_an_empty_and_a_reopened_office_too(office: Office) -> None:
    look_over(office)
    office.close()
    with Office.open(office.folder) as again:
        look_over(again)


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE members SET name = '张三' WHERE id = 1", "委员名册"),
        ("UPDATE donations SET amount = 51000 WHERE id = 1", "捐赠台账"),
        ("DELETE FROM donations WHERE id = 2", "捐赠台账"),
        ("DELETE FROM members WHERE id = (SELECT max(id) FROM members)", "委员名册"),
        ("INSERT INTO members(id, name, work_unit, joined) VALUES (99, '张三', '镇', '2022-01-01')", "委员名册"),
        ("UPDATE trail SET after = replace(after, '沈佳禾', '张三')", "操作记录"),
        ("DELETE FROM trail WHERE id = (SELECT max(id) FROM trail)", "资料文件"),
        ("DELETE FROM trail_links WHERE id = (SELECT max(id) - 1 FROM trail_links)", "操作记录"),
        ("UPDATE actions SET moment = '2020-01-01T00:00:00+08:00'", "操作记录"),
    ],
)
def test_what_was_changed_behind_the_program_is_found(gift: Office, statement: str, where: str) -> None:
    gift.close()
    meddle(gift.folder, statement)
    with Office.open(gift.folder) as again, pytest.raises(Damaged, match=f"（{where}）.*备份恢复.*原文件请保留"):
        look_over(again)


def test_a_broken_page_and_a_reference_to_nothing(gift: Office, tmp_path: Path) -> None:
    gift.close()
    copy = tmp_path / "copy"
    shutil.copytree(gift.folder, copy)
    meddle(copy, "PRAGMA foreign_keys = OFF", "UPDATE activities SET host = 77", "UPDATE groups SET leader = 77")
    with Office.open(copy) as again, pytest.raises(Damaged):
        look_over(again)
    file = gift.folder / "office.db"
    content = bytearray(file.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    for page in range(len(content) // size // 2, len(content) // size):
        content[page * size + 3 : page * size + 5] = b"\xff\xff"  # the number of cells on a page
    file.write_bytes(content)
    with pytest.raises(Damaged), Office.open(gift.folder) as again:
        look_over(again)


def test_it_gives_way_and_goes_on_where_it_was(gift: Office) -> None:
    looked: list[str] = []
    over = LookOver(gift)
    real = over._parts

    def noting():  # type: ignore[no-untyped-def]
        for part in real:
            looked.append(part[1])
            yield part

    over._parts = noting()
    turns = 0
    while not over.go_on(iter([False, True]).__next__):
        turns += 1
    assert turns == len(looked) > 30, "one part a turn, none twice"


def test_a_part_that_is_interrupted_is_looked_at_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liaison.store import database

    monkeypatch.setattr(database, "STEPS_BETWEEN_LOOKS", 1)
    over = LookOver(office)
    waiting = iter([False, *[True] * 3])
    assert over.go_on(lambda: next(waiting)) is False
    assert over._next is not None
    assert over.go_on() is True
    office.add("members", {"name": "韩堃", "work_unit": "河口村", "joined": "2022-1-1"})


def test_what_the_office_itself_does_is_never_taken_for_damage(gift: Office) -> None:
    """Sealed, erased, undone, redone, encrypted: the looking over knows all of them for lawful."""
    from liaison.safety.protection import new_recovery_code

    gift.edit("members", 2, {"post": "医师", "phone": "13800138000"})
    gift.people.seal(2, "本人要求")
    look_over(gift)
    gift.people.unseal(2, "本人同意")
    look_over(gift)
    gift.people.erase(3, "本人要求")
    look_over(gift)
    gift.edit("members", 1, {"post": "校长"})
    gift.undo()
    gift.redo()
    look_over(gift)
    gift.keep_draft("members", 0, {"name": "韩"})
    gift.protection.turn_on("云溪镇 2026", new_recovery_code())
    look_over(gift)
    gift.protection.turn_off("云溪镇 2026")
    look_over(gift)
